/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ZMK_BEHAVIOR_TABLE_H
#define MODEL_ZMK_BEHAVIOR_TABLE_H

#include "model/zmk_action.h"

/* What tools/zmk_behaviors.awk makes of data/zmk/behaviors.tsv. */
extern const size_t zmk_behavior_table_rows;
extern const struct zmk_behavior zmk_behavior_table[]; /* by ref, in the order of strcmp() */

#endif
