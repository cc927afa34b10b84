/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "compile/kle.h"
#include "compile/via_definition.h"
#include "import/kle.h"
#include "import/via_definition.h"
#include "model/edit.h"
#include "project/project.h"

/* Megabytes a second of each reader of keymaps and drawings: the best of some runs over the largest built-in board with
 * as many layers as a keymap has, as each format writes it. */
enum { RUNS = 20, LAYERS = 32 };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void tell(const char *name, size_t bytes, double seconds)
{
	printf("readers %-16s %8.1f KB %8.2f ms %8.1f MB/s\n", name, (double)bytes / 1e3, seconds * 1e3,
	       (double)bytes / seconds / 1e6);
}

static void measure_format(const struct keymap_format *format, const struct compile_input *print)
{
	struct diagnostics told = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	double best = 1e9;

	if (!format->print || !format->print(print, &text, &told, &err))
		return;
	for (int i = 0; i < RUNS; i++) {
		const struct import_input in = {
			.path = "", .text = str_text(&text), .len = text.len, .keyboard = print->keyboard
		};
		struct document document = { 0 };
		double start = now();

		if (format->read(&in, &document, &told, &err))
			document_release(&document);
		best = now() - start < best ? now() - start : best;
	}
	tell(format->name, text.len, best);
	str_release(&text);
	diagnostics_release(&told);
}

static void measure_definition(const struct keyboard *kb)
{
	struct via_definition *d = via_definition_of(kb, &kb->layout[0]);
	struct diagnostics told = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	double best = 1e9;

	via_definition_print(d, VIA_DEFINITION_V3, &text, &told);
	via_definition_free(d);
	for (int i = 0; i < RUNS; i++) {
		double start = now();

		via_definition_free(via_definition_read(str_text(&text), text.len, &told, &err));
		best = now() - start < best ? now() - start : best;
	}
	tell("VIA definition", text.len, best);
	str_release(&text);
	diagnostics_release(&told);
}

static void measure_kle(const struct keyboard *kb)
{
	struct diagnostics told = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	double best = 1e9;

	kle_print(kb, &kb->layout[0], &text);
	for (int i = 0; i < RUNS; i++) {
		double start = now();

		keyboard_free(kle_read(str_text(&text), text.len, &told, &err));
		best = now() - start < best ? now() - start : best;
	}
	tell("KLE", text.len, best);
	str_release(&text);
	diagnostics_release(&told);
}

/* Copies of the lowest layer up to the most that there can be. */
static const struct keymap *many_layers(const struct keymap *map, struct err *err)
{
	const struct keymap *all = keymap_ref(map);

	while (keymap_layers(all) < LAYERS) {
		const struct keymap *next = edit_layer_add(all, keymap_layers(all), 0, 0, err);

		keymap_unref(all);
		all = next;
	}
	return all;
}

int main(void)
{
	struct err err = { 0 };
	struct project *project = project_open("full_size", NULL, &err);
	const struct keymap *map;

	if (!project) {
		fprintf(stderr, "bench/readers: %s\n", err.text);
		return 1;
	}
	map = many_layers(project->map, &err);
	for (size_t i = 0; i < keymap_format_count(); i++)
		measure_format(keymap_format_at(i),
			       &(struct compile_input){ .keyboard = project->keyboard,
						      .layout = &project->keyboard->layout[project->layout],
						      .map = map,
						      .keymap_name = "default",
						      .language = "" });
	measure_definition(project->keyboard);
	measure_kle(project->keyboard);
	keymap_unref(map);
	project_free(project);
	return 0;
}
