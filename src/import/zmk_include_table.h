/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_ZMK_INCLUDE_TABLE_H
#define IMPORT_ZMK_INCLUDE_TABLE_H

#include <stddef.h>

/* What tools/zmk_includes.awk makes of data/zmk: the lines of two files, NULL-ended, and the names of positions. */
extern const char *const zmk_include_behaviors[];
extern const char *const zmk_include_helper[];

struct zmk_key_labels {
	const char *header; /* "36" of zmk-helpers/key-labels/36.h */
	const char *names;  /* of position 0, 1, ...; "-" for none */
};
extern const size_t zmk_key_labels_rows;
extern const struct zmk_key_labels zmk_key_labels_table[]; /* sorted by header */

#endif
