/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_QMK_H
#define COMPILE_QMK_H

#include "base/str.h"
#include "compile/target.h"

/* C identifiers for the layers; all NULL when no layer has a name: their numbers do. */
struct qmk_names {
	char *layer[KEYMAP_MAX_LAYERS];
};
void qmk_names_init(struct qmk_names *names, const struct keymap *map);
void qmk_names_release(struct qmk_names *names);

/* [A-Za-z_][A-Za-z0-9_]*, at most 64 bytes, no keyword of C. */
bool qmk_is_identifier(const char *text);

/* @name in capitals with one underscore for every run of other characters, none at the ends. */
void qmk_add_capitals(struct str *out, const char *name);

/* @action as a person writes it in keymap.c: `_______`, `MO(_NAV)`. */
void qmk_print_action(struct action action, const struct qmk_names *names, struct str *out);

/* "_NAV", or the number of a layer without a name. */
void qmk_print_layer(size_t layer, const struct qmk_names *names, struct str *out);

/* What firmwares that are made of QMK have otherwise: VIA's, Vial's, Keychron's. */
struct qmk_flavour {
	const char *include;       /* a header behind QMK_KEYBOARD_H; NULL: none */
	const char *first_keycode; /* of the user's own: "SAFE_RANGE" */
	const char
		*first_handler; /* of process_record_user(): a function that has its arguments; NULL: none */
	bool has_tables; /* combos, tap dances and overrides are the firmware's own: the keymap has none */
};

/* A keycode of ours, for what is no 16 bits of QMK's: process_record_user() has what it does. */
struct qmk_own {
	struct action action;
	char *name; /* in C */
};

/* All that @in needs, in their order in C, behind the user's own. qmk_free_owns() frees. */
struct qmk_own *qmk_list_owns(const struct compile_input *in, const struct qmk_flavour *flavour,
			      size_t *count);
void qmk_free_owns(struct qmk_own *own, size_t count);

/* The qmk target itself; emit() may make keymap.c, config.h, rules.mk and autocorrect_data.h. */
void qmk_check(const struct compile_input *in, struct diagnostics *out);
void qmk_check_as(const struct compile_input *in, const struct qmk_flavour *flavour, struct diagnostics *out);
bool qmk_emit(const struct compile_input *in, const struct qmk_flavour *flavour, struct fileset *out,
	      struct err *err);

/* More lines at the end of a file of qmk_emit()'s, which begins as those do when it was not there. */
void qmk_add_config(struct fileset *files, const char *lines);
void qmk_add_rules(struct fileset *files, const char *lines);
void qmk_add_code(struct fileset *files, const char *lines); /* keymap.c */

/* The keymap's name is a folder's and a make goal's. */
void qmk_check_name(const char *name, struct diagnostics *out);

/* What is in the text of a keymap.json and not in the model: the host's language, aliases of keycodes, and what is
 * told to be left out. */
void qmk_check_source(const struct compile_input *in, struct diagnostics *out);
void qmk_emit_language(const struct compile_input *in, struct str *out);
void qmk_emit_aliases(const struct source *source, struct str *out);

bool qmk_has_turns(const struct keymap *map);

/* @text as a string literal of C, quotes included; only bytes that qmk_is_typeable(). */
void qmk_add_string(struct str *out, const char *text);
bool qmk_is_typeable(char c); /* SEND_STRING has a key for it */

/* How a setting of keyboard.json becomes a macro of config.h. */
enum qmk_macro_type {
	QMK_FLAG,   /* defined when true */
	QMK_BOOL,   /* true or false */
	QMK_NUMBER, /* within min and max */
};
struct qmk_macro_row {
	const char *setting, *macro;
	enum qmk_macro_type type;
	int32_t min, max;
};
extern const struct qmk_macro_row qmk_macro_rows[]; /* sorted by setting */
extern const size_t qmk_macro_row_count;

#endif
