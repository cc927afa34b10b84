/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYCHRON_KEYCODE_TABLE_H
#define MODEL_KEYCHRON_KEYCODE_TABLE_H

#include "model/keychron_keycode.h"

/* What tools/keychron_keycodes.awk makes of data/keychron/keycodes.tsv. */
extern const size_t keychron_keycode_rows;
extern const struct keychron_keycode keychron_keycode_row[];

#endif
