/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ACTION_SPELLING_H
#define MODEL_ACTION_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/action.h"

/* The sets that QMK has names for. */
enum { MODS_MEH = MOD_LCTL | MOD_LSFT | MOD_LALT, MODS_HYPER = MODS_MEH | MOD_LGUI };

/* What QMK's quantum_keycodes.h and modifiers.h make of the name of a set of modifiers. */
enum mod_form {
	MOD_FORM_WRAP = 1,     /* LCTL(KC_A) */
	MOD_FORM_TAP = 2,      /* LCTL_T(KC_A) */
	MOD_FORM_ONE_SHOT = 4, /* OS_LCTL */
	MOD_FORM_MASK = 8,     /* MOD_LCTL */
	MOD_FORM_KEY = 16,     /* KC_HYPR */
};

/* The modifiers (enum mod) that @name stands for in @form. */
bool mods_find(enum mod_form form, const char *name, size_t len, uint8_t *mods);

/* The stem of the name that says exactly @mods in @form: "LCTL", without OS_, MOD_, KC_ or _T. NULL: there is none. */
const char *mods_stem(enum mod_form form, uint8_t mods);

/* The stem of the largest set in @form that lies within @mods, which must not be 0; @taken gets the set. */
const char *mods_largest_stem(enum mod_form form, uint8_t mods, uint8_t *taken);

/* The row that names this key with left Shift: KC_EXLM for S(KC_1). */
bool key_find_shifted(uint32_t key, uint16_t *code);

/* QMK's five bits: Control 1, Shift 2, Alt 4, GUI 8; 0x10 says that all of them are the right ones. */
uint8_t mods_to_qmk(uint8_t mods);

/* False for 0x10, which no set of ours gives. */
bool mods_from_qmk(uint32_t five, uint8_t *mods);

#endif
