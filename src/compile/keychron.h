/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYCHRON_H
#define COMPILE_KEYCHRON_H

#include "compile/input.h"
#include "model/diagnostic.h"
#include "model/keychron_keycode.h"
#include "via_firmware.h"

/* Keychron's tree of QMK: VIA's firmware with keycodes of the boards', and a radio. */
extern const struct via_firmware keychron_firmware;

/* Text: "wireless", "bluetooth" or "wired", where it does not follow from the keyboard's name. */
#define KEYCHRON_FAMILY "keychron.family"

enum keychron_family keychron_family(const struct compile_input *in);

/* QMK's words with those keycodes, and definitions of all that the board has. */
const struct keymap *keychron_words(const struct compile_input *in, struct diagnostics *lost);

#endif
