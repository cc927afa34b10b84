/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LIVE_PLACE_H
#define CLI_LIVE_PLACE_H

#include "live_open.h"

/* One thing that the command line names, of what a keyboard holds. */
struct live_thing {
	struct dynamic_place place;
	int option;                        /* which of the layout options it is; -1: none, or all */
	const struct via_control *control; /* of a menu; borrowed of the board; NULL: none */
};

/*
 * "key 0 2 11" and the like (model/dynamic_keymap.h), with commas for blanks if one likes ("turn,1,0,cw"), "0,2,11" for a
 * key; the name of a layout option, in any case; the id or the label of a control of a menu; the name of one of Vial's settings
 * (model/vial_setting.h).
 */
bool live_thing_find(const struct live_board *board, const char *name, struct live_thing *out,
		     struct err *err) NODISCARD;

void live_thing_print(const struct live_board *board, const struct live_thing *thing, struct str *out);

/* What it is in @held, for people. */
void live_thing_describe(const struct live_board *board, const struct live_thing *thing,
			 const struct dynamic_keymap *held, struct str *out);

/*
 * Put the value that @text says into @held: a keycode in the words of the keyboard's dialect or 0x and its number; a choice by
 * its name or number; a value of a control as it is shown; a number of a setting, decimal or 0x; bytes in hex, all of them, of
 * what has no words.
 */
bool live_thing_put(const struct live_board *board, const struct live_thing *thing, const char *text,
		    struct dynamic_keymap *held, struct err *err) NODISCARD;

#endif
