/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_VIA_MACRO_H
#define COMPILE_VIA_MACRO_H

#include "base/str.h"
#include "model/keycode_dialect.h"
#include "model/keymap.h"

/* A macro as import/via_macro.h reads it. False when a step has no form there and is left out. */
bool via_macro_print(const struct definition *macro, enum keycode_dialect dialect, struct str *out);

#endif
