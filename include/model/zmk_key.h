/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ZMK_KEY_H
#define MODEL_ZMK_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Every name of ZMK's keys.h, from data/zmk/keys.tsv. A row's `key` is KEY() of model/action.h: the keycode table has a
 * row for each usage that either firmware has, so that what both know is one thing.
 */
struct zmk_key {
	const char *name;    /* canonical: "LEFT_SHIFT" */
	const char *aliases; /* "LSHIFT LSHFT", separated by one space */
	const char *former;  /* deprecated aliases, separated by one space: "LSFT" */
	const char *usual;   /* the one that people type: "LSHFT" */
	uint8_t page;        /* HID usage page: 7 keyboard, 12 consumer, 1 system */
	uint16_t usage;
	uint32_t key; /* KEY(): with the modifiers of shifted names such as EXCL */
};

size_t zmk_key_count(void);
const struct zmk_key *zmk_key_at(size_t index);

/* By name or alias. @instead (may be NULL): of a deprecated name what to write ("": ZMK has nothing for it), else
 * NULL. NULL: no such name. */
const struct zmk_key *zmk_key_find(const char *name, size_t len, const char **instead);

/* The one for a HID usage without modifiers; NULL: ZMK has no name for it. */
const struct zmk_key *zmk_key_of_usage(uint8_t page, uint16_t usage);

/* The one for KEY() @key with exactly its modifiers; NULL: ZMK has none. */
const struct zmk_key *zmk_key_of(uint32_t key);

#endif
