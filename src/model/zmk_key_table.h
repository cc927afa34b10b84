/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ZMK_KEY_TABLE_H
#define MODEL_ZMK_KEY_TABLE_H

#include "model/zmk_key.h"

/* What tools/zmk_keys.awk makes of data/zmk/keys.tsv. */
extern const size_t zmk_key_table_rows, zmk_key_table_names;
extern const struct zmk_key zmk_key_table[]; /* by page and usage, without modifiers first */

struct zmk_key_name {
	const char *name;
	uint16_t row;
	bool former;
};
extern const struct zmk_key_name zmk_key_table_name[]; /* in the order of strcmp() */
extern const uint16_t zmk_key_table_key[];             /* rows in the order of their `key` */

#endif
