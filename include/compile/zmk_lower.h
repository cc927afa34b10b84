/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_LOWER_H
#define COMPILE_ZMK_LOWER_H

#include <stdbool.h>

#include "compile/print.h"
#include "model/action.h"
#include "model/diagnostic.h"
#include "model/keymap.h"

/*
 * Between QMK's world of actions and ZMK's, by data/zmk/lowering.tsv and by what a definition can say.
 */

/* The firmwares of ZMK that people build: the release, and what comes after it. */
enum zmk_revision { ZMK_V0_3, ZMK_MAIN };

/* By what a west.yml says: "v0.3", "main". */
bool zmk_revision_find(const char *name, enum zmk_revision *out);

/* Settings: the pixels a second of &mmv, and the lines of &msc, where they are not ZMK's own. */
#define ZMK_MOVE_VALUE   "pointing.move_value"
#define ZMK_SCROLL_VALUE "pointing.scroll_value"

/* How much of an action the other world has. */
enum zmk_match {
	ZMK_EXACT,
	ZMK_NEAR,    /* something is different */
	ZMK_NOTHING, /* ACTION_NONE, at least until a definition says it */
};

struct zmk_lowered {
	struct action action;
	enum zmk_match match;
	const char *note; /* what is different, or why there is nothing; "" for ZMK_EXACT. Static */
};

/* An action of QMK's in ZMK, and one of ZMK's in QMK, by themselves. */
struct zmk_lowered zmk_lower_action(struct action action, enum zmk_revision revision);
struct zmk_lowered zmk_raise_action(struct action action);

/* By its setting "firmware" (model/keymap.h). What another keymap does not say is as QMK has it. */
bool zmk_is_native(const struct keymap *map);

/*
 * The keymap in ZMK's words alone: each action as zmk_action_print() has it, each definition as
 * model/keymap.h says of ZMK's nodes, with names that are unique and can stand in a devicetree. What becomes
 * something else or nothing is told in @lost. A reference of the caller's. Lowering what was lowered changes
 * nothing.
 */
const struct keymap *zmk_lower_keymap(const struct compile_input *in, struct diagnostics *lost);

/* The way back: a keymap that QMK's formats can say; one that is not native stays as it is. */
const struct keymap *zmk_raise_keymap(const struct compile_input *in, struct diagnostics *lost);

#endif
