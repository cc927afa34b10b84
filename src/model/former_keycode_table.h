/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_FORMER_KEYCODE_TABLE_H
#define MODEL_FORMER_KEYCODE_TABLE_H

#include "model/keycode_dialect.h"

/* What tools/former_keycodes.awk makes of data/former_keycodes.tsv: in the order of strcmp(). */
extern const size_t former_keycode_table_rows;
extern const struct keycode_former former_keycode_table[];

#endif
