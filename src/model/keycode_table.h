/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYCODE_TABLE_H
#define MODEL_KEYCODE_TABLE_H

#include "model/keycode.h"

/* What tools/keycodes.awk makes of data/keycodes.tsv. */
extern const size_t keycode_table_rows, keycode_table_qmk_rows;
extern const struct keycode keycode_table[];    /* those with a value first: by value, each once */
extern const char *const keycode_table_typed[]; /* of each row, the name that people type */

struct keycode_name {
	const char *name;
	uint16_t code;
};
extern const size_t keycode_table_names;
extern const struct keycode_name
	keycode_table_name[]; /* names and aliases of QMK, in the order of strcmp() */

#endif
