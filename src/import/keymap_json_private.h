/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYMAP_JSON_PRIVATE_H
#define IMPORT_KEYMAP_JSON_PRIVATE_H

#include "base/json.h"
#include "import/keymap_json.h"
#include "model/action_names.h"

struct keymap_reader {
	const char *text;
	const struct json_doc *doc;
	const struct json *root;
	const struct layout *layout; /* that the keys follow; NULL: not known */
	struct keymap *map;
	struct source_binding *binding; /* as in struct source */
	struct action_names names;
	uint32_t *former; /* symbols: names that were told to be former ones; owned */
	size_t formers, former_cap;
	struct diagnostics *diagnostics;
};

extern const struct diagnostic_kind keymap_bad_value; /* a member is not what it must be, and is not used */

/* A complaint about @node; line and column of @place are filled in. */
void keymap_report(struct keymap_reader *r, const struct diagnostic_kind *kind, const struct json *node,
		   struct place place, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* The member @name of the root when it is of @type; a complaint when it is there and is not. */
const struct json *keymap_member(struct keymap_reader *r, const char *name, enum json_type type);

/* What a binding means, by the names of the text's language and former ones, which are told once each. */
bool keymap_parse_action(struct keymap_reader *r, const struct json *node, const char *text,
			 struct action *out, struct err *err);

/* Members that the keymap has no place for, and what they must be. They stay in the text. */
void keymap_check_members(struct keymap_reader *r);

/* macros, keycodes and config into the keymap. */
void keymap_read_macros(struct keymap_reader *r);
void keymap_read_keycodes(struct keymap_reader *r);
void keymap_read_config(struct keymap_reader *r);

#endif
