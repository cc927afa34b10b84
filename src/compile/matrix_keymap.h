/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_MATRIX_KEYMAP_H
#define COMPILE_MATRIX_KEYMAP_H

#include "compile/print.h"
#include "model/action_set.h"
#include "model/keycode_dialect.h"

/* What VIA's and Vial's files share: a keycode for each place of the matrix. */
struct matrix_printer {
	const struct compile_input *in;
	struct str *out;
	struct diagnostics *lost;
	enum keycode_dialect dialect;
	int rows, cols;
	int *key;     /* [row * cols + col]: index of the key that is there; -1: none of this layout */
	bool *others; /* likewise: another layout of the keyboard has one */
	struct action_set
		actions; /* private: that were printed, and what as; NULL: there are no words for it */
	char **text;
	size_t texts;
};

/* False when the keyboard's matrix is not known. matrix_printer_release() frees. */
bool matrix_printer_init(struct matrix_printer *printer, const struct compile_input *in, struct str *out,
			 struct diagnostics *lost, enum keycode_dialect dialect, struct err *err);
void matrix_printer_release(struct matrix_printer *printer);

/* A list of definitions: an item for each. */
struct matrix_table {
	const char *member;
	enum definition_kind kind;
	void (*print)(struct matrix_printer *printer, const struct definition *definition);
	const char *empty; /* an item that is not used */
};
enum { VIL_TABLES = 5, VIA_TABLES = 1 };
extern const struct matrix_table vil_tables[VIL_TABLES], via_tables[VIA_TABLES];

/* Definitions and settings that changed, into @text. In matrix_update_tables.c. */
bool matrix_update_tables(const struct source *source, const struct keymap *map, struct str *text,
			  struct err *err);

/* Whether the dialect has words for all of @action: a layer-tap keeps no modifiers of its key, say. */
bool matrix_spells(enum keycode_dialect dialect, struct action action);

/* Whether a macro that VIA's app saves can press it: a key of eight bits, with or without modifiers. */
bool via_macro_has_key(struct action action);

/* A keycode in quotes; "KC_NO" and a warning for what the firmware has no number for. */
void matrix_print_action(struct matrix_printer *printer, struct action action, struct place place);

/* What is on a place of the matrix; @absent for one where no layout has a key. */
void matrix_print_cell(struct matrix_printer *printer, size_t layer, int row, int col, const char *absent);
void matrix_print_turn(struct matrix_printer *printer, size_t layer, size_t encoder, enum turn turn);

/* A warning for each sort of definition of the map that is in none of @kinds, a bit for each. */
void matrix_tell_lost(struct matrix_printer *printer, unsigned kinds);

#endif
