/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIL_PRIVATE_H
#define IMPORT_VIL_PRIVATE_H

#include "matrix_keymap.h"

/* Macros, entries of the tables (model/vial_entry.h) and settings of @root into @map. */
void vil_read_tables(struct matrix_keymap *matrix, const struct json *root, struct keymap *map);

#endif
