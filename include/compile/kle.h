/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KLE_H
#define COMPILE_KLE_H

#include "base/str.h"
#include "model/keyboard.h"

/*
 * One layout as the JSON that keyboard-layout-editor.com takes with "Upload JSON", a line a row: each key with row and
 * column in its top left corner, as VIA's definitions have them, and its legend in the top right.
 */
void kle_print(const struct keyboard *keyboard, const struct layout *layout, struct str *out);

#endif
