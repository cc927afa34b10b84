/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYBOARD_DATA_H
#define COMPILE_KEYBOARD_DATA_H

#include "base/str.h"
#include "model/keyboard.h"

/* A keyboard of which no more is known than the model holds, in the words of QMK's keyboard.json: names, USB id, matrix
 * and layouts, a line for each key. Encoders are left out, which QMK knows by their pins. */
void keyboard_data_print(const struct keyboard *keyboard, struct str *out);

#endif
