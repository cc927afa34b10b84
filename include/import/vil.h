/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIL_H
#define IMPORT_VIL_H

#include "import/document.h"

/*
 * A .vil, what Vial's app saves (vial-gui: Keyboard.save_layout): layout[layer][row][column], encoder_layout, macros, tap
 * dances, combos, key overrides and settings, with keycodes as the dialect of vial_protocol spells them. Macros, combos
 * and the like become definitions; settings that QMK has a name for become settings; what else there is
 * stays in the text. Without a keyboard, the matrix is drawn as a grid. False when the text is no JSON or has no layout.
 */
bool vil_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
	      struct err *err) NODISCARD;

#endif
