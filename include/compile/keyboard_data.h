/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYBOARD_DATA_H
#define COMPILE_KEYBOARD_DATA_H

#include "base/str.h"
#include "model/diagnostic.h"
#include "model/hardware.h"
#include "model/keyboard.h"

/*
 * A keyboard.json of all that the model holds, valid by QMK's schema, as QMK's own formatter writes it. @hardware NULL:
 * nothing is known of its wires, and the size of the matrix stands for them. A feature that needs data which the model
 * has no place for, and an encoder without pins, would not build: they are left out, and told in @lost. Layouts that
 * lie left of or above the corner are moved there.
 */
void keyboard_data_print(const struct keyboard *keyboard, const struct hardware *hardware, struct str *out,
			 struct diagnostics *lost);

/* What the LAYOUT macro of that layout is called in there: its name where QMK's schema takes it, else one made of it that no
 * other layout has. The caller frees. */
char *keyboard_data_macro(const struct keyboard *keyboard, size_t layout);

#endif
