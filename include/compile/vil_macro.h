/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_VIL_MACRO_H
#define COMPILE_VIL_MACRO_H

#include "base/str.h"
#include "model/keymap.h"

/* A macro as import/vil_macro.h reads it, of texts, delays and keys; @print_action writes a keycode with its quotes. */
void vil_macro_print(const struct definition *macro,
		     void (*print_action)(void *data, struct action action, struct str *out), void *data,
		     struct str *out);

#endif
