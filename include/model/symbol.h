/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_SYMBOL_H
#define MODEL_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

/*
 * Text as a number: equal text, equal number, for as long as the program runs.
 * It lets an action that carries a name stay a plain value. 0 is the empty
 * text. Never freed; readers cap what they take in (a name is at most
 * SYMBOL_MAX_BYTES, a longer one is cut there).
 */
enum { SYMBOL_MAX_BYTES = 4096 };

uint32_t symbol(const char *text);
uint32_t symbol_of_bytes(const char *text, size_t len);

/* Borrowed, valid for ever, NUL-ended. */
const char *symbol_text(uint32_t symbol);

#endif
