/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_ANY_MODEL_H
#define TESTS_ANY_MODEL_H

#include "choices.h"
#include "compile/input.h"

/*
 * Anything that can be compiled, sound or not: keyboards of odd layouts, with or without halves, encoders and known pins;
 * 1 to 32 layers; every kind of action; definitions of every kind with options that they have, or do not; settings.
 */
struct any_model {
	struct keyboard *keyboard;
	struct hardware *hardware; /* NULL: nothing is known */
	struct keymap *map;
	struct compile_input in; /* of these */
};

/* @text: every name, label, text and note of it is one of them; NULL: words of all sorts. */
void any_model_make(struct choices *choices, const char *const *text, size_t texts, struct any_model *out);
void any_model_release(struct any_model *model);

#endif
