/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KLE_H
#define IMPORT_KLE_H

#include "base/err.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"

/*
 * A keyboard from what keyboard-layout-editor.com (KLE) downloads, or shows under "Raw data": rows without brackets
 * around them and with names without quotes (the format: github.com/ijprest/kle-serial). It has one layout, "LAYOUT".
 *
 * When each key has its row and column in the top left corner, "0,1", that is the matrix, and all other labels are
 * VIA's too: layout options, encoders (model/via_definition.h). Else the matrix is KLE's rows. NULL when it is no
 * such text or draws no key.
 */
struct keyboard *kle_read(const char *text, size_t len, struct diagnostics *diagnostics, struct err *err);

/* Whether the text is one: rows of keys, in [] or without. */
bool kle_is(const char *text, size_t len);

#endif
