/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What compiling in-process costs: opening and compiling each built-in board, and one edit. */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "compile/target.h"
#include "model/edit.h"
#include "project/project.h"

enum { ROUNDS = 200 };

static double now_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static bool compile(struct project *project, struct err *err)
{
	struct compile_input in = { .keyboard = project->keyboard,
				    .layout = &project->keyboard->layout[project->layout],
				    .map = project->map,
				    .source = project->source,
				    .keymap_name = project->keymap_name };
	struct diagnostics diagnostics = { 0 };
	struct fileset files = { 0 };
	bool ok = target_compile(target_find("qmk"), &in, &files, &diagnostics, err);

	fileset_release(&files);
	diagnostics_release(&diagnostics);
	return ok;
}

int main(void)
{
	struct project_options options = { 0 };
	struct err err = { 0 };
	double open_us = 0, compile_us = 0, edit_us = 0;
	size_t boards = project_builtin_count();

	for (size_t i = 0; i < boards; i++) {
		double start = now_us();
		struct project *project = project_open(project_builtin_name(i), &options, &err);

		if (!project) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
		open_us += now_us() - start;
		start = now_us();
		for (int round = 0; round < ROUNDS; round++) {
			if (!compile(project, &err)) {
				fprintf(stderr, "%s: %s\n", project_builtin_name(i), err.text);
				return 1;
			}
		}
		compile_us += (now_us() - start) / ROUNDS;
		start = now_us();
		for (int round = 0; round < ROUNDS; round++)
			keymap_unref(
				edit_key(project->map, 0, 0, (struct action){ .kind = ACTION_TRANSPARENT }));
		edit_us += (now_us() - start) / ROUNDS;
		project_free(project);
	}
	printf("open a built-in board: %.0f us; compile it to QMK: %.0f us; one edit: %.2f us\n",
	       open_us / (double)boards, compile_us / (double)boards, edit_us / (double)boards);
	return 0;
}
