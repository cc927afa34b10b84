/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_SHIELD_H
#define COMPILE_ZMK_SHIELD_H

#include <stdbool.h>

#include "base/str.h"
#include "compile/input.h"

/*
 * What a keyboard is in ZMK that has no files there yet: a shield, which says where its keys are, for a board that has
 * the controller. The files of target zmk are named after it; what stands around them in a repository names it too.
 */

/* Append its name: made of the last parts of the keyboard's id, [a-z][a-z0-9_]*, at most 32 bytes. */
void zmk_shield_name(const struct keyboard *kb, struct str *out);

/* Whether ZMK's own tree has its files: those count then, and what the target makes is the keymap and its options. */
bool zmk_shield_is_in_tree(const struct keyboard *kb);

/* The name of a half's own, behind the shield's and "_"; of a keyboard that is one part there are none. */
#define ZMK_SHIELD_LEFT  "left"
#define ZMK_SHIELD_RIGHT "right"

/* The pins that the shield's files name: "pro_micro" (an interconnect of ZMK's), "rp2040", "stm32"; "" when they name
 * none, because it is not known what the keyboard's pins are. Static. */
const char *zmk_shield_requires(const struct compile_input *in);

#endif
