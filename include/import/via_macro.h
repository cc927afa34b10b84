/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIA_MACRO_H
#define IMPORT_VIA_MACRO_H

#include "model/keycode_dialect.h"
#include "model/keymap.h"

/*
 * A macro as VIA's app writes it: text, and in braces what is no text: {KC_A} tapped, {+KC_LSFT} pressed, {-KC_LSFT}
 * let go, {250} waits so many milliseconds, {KC_LCTL,KC_C} pressed together. \{ is a brace. Its steps go behind those of
 * @macro, up to KEYMAP_MAX_STEPS; the caller releases it. Returns the first brace in @text that is none of these and was taken
 * as text; NULL: there is none.
 */
const char *via_macro_read(const char *text, enum keycode_dialect dialect, struct definition *macro);

#endif
