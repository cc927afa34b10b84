/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_TEXT_BOARD_H
#define MODEL_TEXT_BOARD_H

#include "base/span.h"
#include "model/keyboard.h"

/*
 * A keyboard of which nothing is known but the text of a keymap for it: keys of one unit, a row of them for each line
 * of @text that a binding begins in, in columns as the text has them, with room where it parts halves. Bindings that stand one on a line, or all on one, tell nothing: they become rows of a dozen.
 * @span, in the order of the keys, is where each binding is. Its only layout is called @name, "LAYOUT" when that is
 * empty; key and matrix are numbered alike. The caller frees.
 */
struct keyboard *text_board(const char *name, const char *text, const struct span *span, size_t keys,
			    size_t encoders);

#endif
