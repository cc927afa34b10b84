/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_QMK_COMBO_KEYS_H
#define COMPILE_QMK_COMBO_KEYS_H

#include "qmk_private.h"

/*
 * What keys a combo takes. QMK knows them by keycode, on the layer that is on, or on one layer for all combos; those of
 * ZMK's are positions. When all combos of a keymap are, that one layer makes them the same.
 */
struct qmk_combo_keys;
struct qmk_combo_keys *qmk_combo_keys_new(struct qmk *q);
void qmk_combo_keys_free(struct qmk_combo_keys *keys);

/* The keycodes, with commas between them; how many. @why is set when there can be none. */
size_t qmk_add_combo_keys(struct qmk_combo_keys *keys, const struct definition *combo, const char *subject,
			  struct str *out, const char **why);

#endif
