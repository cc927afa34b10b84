/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_FORMAT_H
#define PROJECT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/print.h"
#include "compile/update.h"
#include "import/document.h"
#include "model/action_names.h"

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
	source_left *left;     /* NULL: an update leaves nothing to a person */
	bool no_waivers;       /* its files have no place for what the user accepts (KEYMAP_WAIVE) */

	/* A keymap of any firmware in the words of its own, before it is printed; what becomes something else is
	 * told in @lost. A reference of the caller's. NULL: it has words for all. */
	const struct keymap *(*words)(const struct compile_input *in, struct diagnostics *lost);

	/* An action as its firmware has it; false: it has none. NULL: every action is one of its own. */
	bool (*adopt)(struct action *action);

	/* What can be put on a key besides keycodes, whole (model/zmk_binding.h). NULL: nothing. */
	size_t (*bindings)(const struct keymap *map, struct action *out, size_t max);

	/* One action as its files spell it; NULL: as QMK does. Printing gives false when the format has no way to say it. */
	bool (*parse_action)(const char *text, const struct action_names *names, struct action *out,
			     struct err *err);
	bool (*print_action)(struct action action, action_layer_name *layer_name, const void *data,
			     struct str *out);
};

size_t keymap_format_count(void);
const struct keymap_format *keymap_format_at(size_t index); /* sorted by name */
const struct keymap_format *keymap_format_find(const char *name);

/* What @path with @text is; NULL: none that is known. */
const struct keymap_format *keymap_format_of(const char *path, const char *text, size_t len);

/* What a file of that name is taken to be when it is written: the longest suffix decides; NULL: none that is known. */
const struct keymap_format *keymap_format_of_name(const char *path);
bool keymap_format_fits_name(const struct keymap_format *format, const char *path);

/* These by the row of @format; NULL: as QMK does. */
bool keymap_format_parse_action(const struct keymap_format *format, const char *text,
				const struct action_names *names, struct action *out,
				struct err *err) NODISCARD;
bool keymap_format_print_action(const struct keymap_format *format, struct action action,
				action_layer_name *layer_name, const void *data, struct str *out);

#endif
