/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_QMK_CONSTANT_H
#define MODEL_QMK_CONSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What QMK's headers (keycodes.h 0.0.8, quantum_keycodes.h, modifiers.h,
 * steno_keycodes.h, action_layer.h) make a number of: keycodes by all their names, the ranges of
 * keycodes (QK_USER, SAFE_RANGE), modifiers in five bits (MOD_LCTL, also of
 * OSM() as OS_LCTL) and in eight (MOD_BIT_LCTRL, MOD_MASK_CTRL). False: none of these.
 */
bool qmk_constant_find(const char *name, size_t len, uint32_t *value);

/* What a macro of theirs makes of numbers, whatever they are: LT(MO(1), KC_TAB) is LT(1, KC_TAB). False: none such. */
bool qmk_macro_value(const char *name, size_t len, const int64_t *arg, size_t args, uint32_t *value);

#endif
