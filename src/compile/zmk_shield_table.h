/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_SHIELD_TABLE_H
#define COMPILE_ZMK_SHIELD_TABLE_H

#include <stdbool.h>
#include <stddef.h>

/* A keyboard of ZMK's own tree. */
struct zmk_tree_row {
	const char *name;           /* of its keymap's file */
	bool board;                 /* a board that is a keyboard; else a shield for one */
	const char *central, *half; /* what its halves are called behind "NAME_"; NULL: it has none */
};

/* What tools/zmk_shields.awk makes of data/zmk/shields.tsv, sorted by name. */
extern const struct zmk_tree_row zmk_shield_table[];
extern const size_t zmk_shield_table_rows;

/* NULL: ZMK has none of that name. */
const struct zmk_tree_row *zmk_tree_find(const char *name, size_t len);

#endif
