/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_SHIELD_TABLE_H
#define COMPILE_ZMK_SHIELD_TABLE_H

#include <stddef.h>

/* What tools/zmk_shields.awk makes of data/zmk/shields.tsv: names, sorted. */
extern const char *const zmk_shield_table[];
extern const size_t zmk_shield_table_rows;

#endif
