/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_ZMK_KEYMAP_H
#define IMPORT_ZMK_KEYMAP_H

#include "import/document.h"

/*
 * A ZMK .keymap: devicetree source with its preprocessor. Layers are the children of the first zmk,keymap node; combos,
 * macros, tap dances, hold-taps, mod-morphs, conditional layers, sensor bindings and overrides of predefined
 * behaviours become definitions and settings. The keyboard's geometry comes from import_input, else from a
 * physical layout in the included files, else from ZMK's own table by the file's name, else from the places of
 * the bindings in the text. What is not understood stays in the text, is told in @diagnostics with its place, and is
 * read-only (source_binding's `fixed`). False when there is no keymap to be found, with what was expected.
 */
bool zmk_keymap_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		     struct err *err) NODISCARD;

#endif
