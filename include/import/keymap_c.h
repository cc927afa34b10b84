/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYMAP_C_H
#define IMPORT_KEYMAP_C_H

#include "import/document.h"

enum { KEYMAP_C_MAX_BYTES = 16 << 20 };

/*
 * A QMK keymap.c: `keymaps[]` by any LAYOUT macro of the keyboard, or one that wraps it; encoder_map; the enums and
 * defines that name layers; combos, tap dances, key overrides, custom keycodes, leader sequences, unicode_map. What is
 * not understood stays in the text, is told in @diagnostics with its place, and is read-only (source_binding's
 * `fixed`). False when there is no keymap to be found, with what was expected.
 */
bool keymap_c_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		   struct err *err) NODISCARD;

#endif
