/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYMAP_C_H
#define IMPORT_KEYMAP_C_H

#include <stddef.h>

#include "base/err.h"
#include "model/keymap.h"

/*
 * The layers of a plain keymap.c, such as those of QMK's community layouts: what stands in each call of the
 * macro @layout, in their order. NULL when that is not all there is to it: no such call, another number of
 * arguments than @keys, a preprocessor line behind the first call, what is no action. The caller unrefs.
 */
enum { KEYMAP_C_MAX_BYTES = 1 << 20 };

const struct keymap *keymap_c_read(const char *text, size_t len, const char *layout, size_t keys,
				   struct err *err);

#endif
