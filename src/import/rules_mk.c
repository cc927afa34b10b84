/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "assignments_private.h"

/* The parts around @op, at @at in @line. */
static void split(struct slice line, const char *at, const char *op, struct slice *name, struct slice *value)
{
	*name = python_strip((struct slice){ line.at, at });
	*value = python_strip((struct slice){ at + strlen(op), line.end });
}

static void append_to(struct assignments *all, struct slice name, struct slice value, size_t file, int line)
{
	struct assignment *a = assignments_get(all, name);

	if (a)
		assignment_append(a, value);
	else if ((a = assignments_make(all, name, file, line)))
		assignment_set(a, value);
}

static void set(struct assignments *all, struct slice name, struct slice value, size_t file, int line)
{
	struct assignment *a = assignments_make(all, name, file, line);

	if (!a)
		return;
	assignment_set(a, value);
	a->file = file;
	a->line = line;
}

/* "+=" and "?=" count wherever they stand in the line, as they do for QMK. */
static void read_line(struct assignments *all, struct slice line, size_t file, int number)
{
	const char *comment = slice_find(line, "#"), *at;
	struct slice name, value;

	if (comment)
		line.end = comment;
	if ((at = slice_find(line, "+="))) {
		split(line, at, "+=", &name, &value);
		append_to(all, name, value, file, number);
	} else if ((at = slice_find(line, "?="))) {
		split(line, at, "?=", &name, &value);
		if (!assignments_get(all, name))
			set(all, name, value, file, number);
	} else if ((at = slice_find(line, "="))) {
		split(line, at, "=", &name, &value);
		set(all, name, value, file, number);
	}
}

void rules_mk_read(struct assignments *all, const char *text, size_t len, size_t file)
{
	struct slice rest = { text, text + len }, line;

	if (len > ASSIGNMENTS_MAX_BYTES) {
		all->full = true;
		rest.end = text + ASSIGNMENTS_MAX_BYTES;
	}
	for (int number = 1; python_line(&rest, &line); number++)
		read_line(all, line, file, number);
}
