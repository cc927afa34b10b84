/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_ZMK_LAYOUT_TABLE_H
#define IMPORT_ZMK_LAYOUT_TABLE_H

#include <stddef.h>

/* What tools/zmk_layouts.awk makes of data/zmk/layouts.tsv. */
struct zmk_layout {
	const char *keyboards; /* "corne jorne", separated by one space */
	const char *node;      /* "foostan_corne_6col_layout" */
	const char *name;      /* "6 Column" */
	size_t keys;
	const char *key; /* "0.1:100,0,150,100", separated by one space */
};
extern const size_t zmk_layout_table_rows;
extern const struct zmk_layout zmk_layout_table[];

#endif
