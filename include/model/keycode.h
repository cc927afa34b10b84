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
 * are in the order of their values. Behind them are the keys of the host that
 * ZMK alone has (model/zmk_key.h), so that any key is one number; they have no
 * value and no name in QMK.
 *
 * The rows of group "shifted" name another key with Shift: KC_EXLM is 0x021E,
 * Shift and KC_1. In an action that is KEY(KC_1, MOD_LSFT); action_of_keycode()
 * (model/action.h) makes it.
 */
enum { KEYCODE_NO_VALUE = 0xffff };

struct keycode {
	const char *name;         /* QMK's canonical name: "KC_SPACE"; ZMK's, when QMK has none */
	const char *aliases;      /* other names, separated by one space; "" for none */
	const char *group;        /* "basic", "media", ..., "zmk" */
	const char *legend;       /* for a key cap, UTF-8: "Spc", "⏎" */
	const char *legend_ascii; /* the same in ASCII */
	const char *help;         /* what it does, one line, no full stop */
	uint16_t value;           /* QMK keycodes version 0.0.8, or KEYCODE_NO_VALUE */
	uint8_t page;             /* of HID: 7 keyboard, 12 consumer, 1 system; 0: no key of the host */
	uint16_t usage;
};

size_t keycode_count(void);     /* of QMK's */
size_t keycode_count_all(void); /* with those behind them that ZMK alone has */
const struct keycode *keycode_get(uint16_t code);

/* By QMK's name or alias, exact. False when there is none. */
bool keycode_find(const char *name, size_t len, uint16_t *code);

/* By QMK 0.0.8 value. */
bool keycode_find_value(uint16_t value, uint16_t *code);

/* The name that people type: the first alias when it is shorter than the name ("KC_SPC", "MS_UP"), else the name.
 * Borrowed. */
const char *keycode_short_name(uint16_t code);

/*
 * Fuzzy search over QMK's keycodes: names, aliases, legends and help. Every word of @query must be found: in a name its letters
 * may lie apart, in a legend or help they may not; upper and lower case are one. Fills @out with at most @max
 * codes, best first; of equal ones the shorter name, then table order. Returns how many. An empty @query gives
 * all, in table order.
 */
size_t keycode_search(const char *query, uint16_t *out, size_t max);

#endif
