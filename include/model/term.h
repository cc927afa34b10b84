/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_TERM_H
#define MODEL_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "model/keymap.h"

/*
 * What our own files call the things of the model: terms of keyboards, of no firmware's language. They never change
 * their meaning. Kinds of actions have theirs in action_kind_info().
 */
enum { TERM_MODS = 8 };

const char *term_of_mod(int bit);                          /* bit 0 to 7 of enum mod: "left-ctrl" */
const char *term_of_step(enum step_op op);                 /* "tap" */
const char *term_of_definition(enum definition_kind kind); /* "tap-dance" */

/* The way back. False: no such term. */
bool term_find_action(const char *term, enum action_kind *kind);
bool term_find_mod(const char *term, int *bit);
bool term_find_step(const char *term, enum step_op *op);
bool term_find_definition(const char *term, enum definition_kind *kind);

#endif
