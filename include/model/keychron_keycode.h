/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYCHRON_KEYCODE_H
#define MODEL_KEYCHRON_KEYCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/keymap.h"

/*
 * Keycodes that Keychron's tree of QMK has for its keyboards: some for each family of them, at numbers that begin at
 * QK_KB_0. From data/keychron/keycodes.tsv.
 */
enum keychron_family {
	KEYCHRON_WIRELESS,  /* Bluetooth and 2.4 GHz: the Max boards */
	KEYCHRON_BLUETOOTH, /* the Pro boards */
	KEYCHRON_WIRED,
	KEYCHRON_FAMILY_COUNT,
};
enum { KEYCHRON_MOST_NAMES = 64 }; /* of a family; a test asserts it */

struct keychron_keycode {
	const char *title; /* "Bluetooth host 1" */
	struct {
		int index;         /* behind the board's first; -1: the family has none */
		const char *names; /* in C, with a blank between, the usual one first */
	} of[KEYCHRON_FAMILY_COUNT];
};

/* "wireless", "bluetooth", "wired". */
bool keychron_family_find(const char *name, enum keychron_family *out);
/* By QMK's name of the keyboard, "keychron/k3_pro/ansi/rgb". */
bool keychron_is_board(const char *keyboard);
/* A board that is none of Keychron's is wireless. */
enum keychron_family keychron_family_of(const char *keyboard);

/* Where the keycodes of a board begin: QK_KB_0 and this. */
unsigned keychron_first(enum keychron_family family, const char *keyboard);

size_t keychron_keycode_count(void);
const struct keychron_keycode *keychron_keycode_at(size_t index);

/* The one that a family calls so; NULL: none. */
const struct keychron_keycode *keychron_keycode_find(enum keychron_family family, const char *name);
/* As a keymap has it: a DEFINITION_KEYCODE of that name with its number on @keyboard, which is in @value. */
void keychron_keycode_define(enum keychron_family family, const char *keyboard, const char *name,
			     struct definition *out, struct setting *value);

/* The one that any of them does. */
const struct keychron_keycode *keychron_keycode_find_any(const char *name);

#endif
