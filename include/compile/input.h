/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_INPUT_H
#define COMPILE_INPUT_H

#include "model/hardware.h"
#include "model/keyboard.h"
#include "model/keymap.h"
#include "model/source.h"

/* What a keymap is compiled or printed from. All borrowed. */
struct compile_input {
	const struct keyboard *keyboard;
	const struct layout *layout;
	const struct keymap *map;
	const char *keymap_name; /* "default": [a-z0-9_]+, checked */
	const char *language;    /* host language, "german"; "" or NULL: none */

	/* The version of the firmware that is aimed at, as that firmware counts: ZMK's "v0.3" or "main", QMK's keycode
	 * table "0.0.5" (model/keycode_dialect.h). NULL: what most people have, v0.3 and the newest. */
	const char *revision;

	const struct hardware *hardware; /* NULL: nothing is known of it */
	const struct source *source;     /* the keymap.json that the keymap came from; NULL: none */
};

#endif
