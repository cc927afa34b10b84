/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_KEY_H
#define UI_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Names of the keys that a terminal sends, one canonical name for each: what bindings, scripts, help and events
 * say, to be compared with strcmp().
 *
 *   j  Ä  <  "        a character is its own name
 *   <Space> <CR> <Esc> <Tab> <BS> <Del> <Up> <PageDown> <F5> ...
 *   <C-n> <M-x> <S-Tab> <C-M-Left>   modifiers in the order C, M, S
 *
 * Keys that terminals send alike have one name: <C-i> is <Tab>, <C-m> is <CR>, <C-[> is <Esc>, <C-h> is <BS>,
 * <C-N> is <C-n>, <S-a> is A.
 */
enum { KEY_NAME_SIZE = 32 };

enum key_modifier { KEY_CTRL = 1, KEY_META = 2, KEY_SHIFT = 4 };

/* Name the character @code, which may be a control character, held with @modifiers. False when it is no key: a
 * surrogate, a C1 control, a combining mark. */
bool key_from_code(uint32_t code, unsigned modifiers, char out[KEY_NAME_SIZE]);

/* Name the key called @name ("Up", "F5"; an alias will do) with @modifiers. False when there is none. */
bool key_from_name(const char *name, unsigned modifiers, char out[KEY_NAME_SIZE]);

/* Name what a terminal sends as CSI @params @final (ECMA-48; modifiers as xterm's ctlseqs has them): "1;5" and 'A' is
 * <C-Up>, "15;2" and '~' is <S-F5>, "97;3" and 'u' is <M-a>. False when it is no key. */
bool key_from_csi(const char *params, char final, char out[KEY_NAME_SIZE]);

/* Name the key that keyname(3) calls @name: "KEY_UP", "KEY_F(13)", or an extended name of terminfo such as "kUP5".
 * False when it is no key, or @name NULL. */
bool key_from_curses(const char *name, unsigned modifiers, char out[KEY_NAME_SIZE]);

/* Read the first key of @text, in any spelling, such as "g<cr>". Returns the bytes it took, or 0 with @err. A `<`
 * that opens no name stands for itself; so does `<lt>`. */
size_t key_parse(const char *text, char out[KEY_NAME_SIZE], struct err *err);

/* What the key types into a line of text: " " for <Space>, NULL for a key that types nothing. Borrowed from @key
 * or static. */
const char *key_text(const char *key);

#endif
