/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYMAP_DRAWER_H
#define IMPORT_KEYMAP_DRAWER_H

#include "import/document.h"

/*
 * The YAML of keymap-drawer (github.com/caksoylar/keymap-drawer, KEYMAP_SPEC.md): layers of legends and combos. Legends
 * that have one meaning become actions (model/plain_legend.h, names of layers, expressions of QMK's); others stay
 * ACTION_RAW with their text, a note for each. Only what a drawing cannot say is lost: it knows no settings. The
 * keyboard comes from import_input, else from an ortho_layout, else from the rows that the text has. False for a text that is no
 * YAML, or has no layers.
 */
bool keymap_drawer_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
			struct err *err) NODISCARD;

#endif
