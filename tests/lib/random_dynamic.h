/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_RANDOM_DYNAMIC_H
#define TESTS_RANDOM_DYNAMIC_H

#include "model/dynamic_keymap.h"

/* Firmwares whose macros are coded in different ways: their protocols and dialects. Rows of random_firmware[]. */
struct random_firmware {
	enum keycode_dialect dialect;
	int via, vial;
};
enum { RANDOM_FIRMWARES = 9 };
extern const struct random_firmware random_firmware[RANDOM_FIRMWARES];

/* A keyboard of that firmware with everything, of any bytes whatever, garbage among them; all parts are held. */
void random_dynamic(uint32_t *state, const struct random_firmware *firmware, struct dynamic_keymap *out);

/* The same, but that its macros and entries are such as an app writes. */
void random_sound_dynamic(uint32_t *state, const struct random_firmware *firmware,
			  struct dynamic_keymap *out);

/* Text, keys and delays in the coding of @held's firmware, @len of them, to the end of @out, without a zero. */
void random_macro(uint32_t *state, const struct dynamic_keymap *held, size_t len, struct str *out);

/* All that both hold is the same, byte for byte. */
bool same_dynamic(const struct dynamic_keymap *a, const struct dynamic_keymap *b);

#endif
