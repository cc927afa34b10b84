/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_FORMAT_H
#define PROJECT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/print.h"
#include "compile/update.h"
#include "import/document.h"

/* One sort of keymap file. */
struct keymap_format {
	const char *name;   /* "keymap.c": --from, --to */
	const char *help;   /* one line, no full stop */
	const char *suffix; /* how its files end, any case: "keymap.c", ".vil" */
	bool (*is)(const char *path, const char *text, size_t len); /* by name and by what stands in it */
	bool (*read)(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		     struct err *err);
	source_update *update; /* NULL: it is always written anew */
	keymap_print *print;   /* NULL: it is never written from nothing */

	/* One action as its files spell it; NULL: as QMK does, action_print(). */
	void (*spell)(struct action action, struct str *out);
};

size_t keymap_format_count(void);
const struct keymap_format *keymap_format_at(size_t index); /* sorted by name */
const struct keymap_format *keymap_format_find(const char *name);

/* What @path with @text is; NULL: none that is known. */
const struct keymap_format *keymap_format_of(const char *path, const char *text, size_t len);

/* What a file of that name is taken to be when it is written: the longest suffix decides; NULL: none that is known. */
const struct keymap_format *keymap_format_of_name(const char *path);
bool keymap_format_fits_name(const struct keymap_format *format, const char *path);

/* One action as files of @format spell it; NULL: as QMK does. */
void keymap_format_spell(const struct keymap_format *format, struct action action, struct str *out);

#endif
