/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYCODE_H
#define MODEL_KEYCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Every keycode that QMK names, from data/keycodes.tsv. A keycode is a row
 * number of that table: an identity inside this process, never stored; its
 * numeric value in a firmware is a property of the row. 0 is KC_NO. The rows
 * are in the order of their values.
 *
 * The rows of group "shifted" name another key with Shift: KC_EXLM is 0x021E,
 * Shift and KC_1. In an action that is KEY(KC_1, MOD_LSFT); action_of_keycode()
 * (model/action.h) makes it.
 */
struct keycode {
	const char *name;         /* QMK's canonical name: "KC_SPACE" */
	const char *aliases;      /* other names, separated by one space; "" for none */
	const char *group;        /* "basic", "media", ... */
	const char *legend;       /* for a key cap, UTF-8: "Spc", "⏎" */
	const char *legend_ascii; /* the same in ASCII */
	const char *help;         /* what it does, one line, no full stop */
	uint16_t value;           /* QMK keycodes version 0.0.8 */
};

size_t keycode_count(void);
const struct keycode *keycode_get(uint16_t code);

/* By name or alias, exact. False when there is none. */
bool keycode_find(const char *name, size_t len, uint16_t *code);

/* By QMK 0.0.8 value. */
bool keycode_find_value(uint16_t value, uint16_t *code);

/* The name that people type: the first alias when it is shorter than the name ("KC_SPC", "MS_UP"), else the name.
 * Borrowed. */
const char *keycode_short_name(uint16_t code);

/*
 * Fuzzy search over names, aliases, legends and help. Every word of @query must be found: in a name its letters
 * may lie apart, in a legend or help they may not; upper and lower case are one. Fills @out with at most @max
 * codes, best first; of equal ones the shorter name, then table order. Returns how many. An empty @query gives
 * all, in table order.
 */
size_t keycode_search(const char *query, uint16_t *out, size_t max);

#endif
