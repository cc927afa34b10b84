/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * UTF-8 without a locale, so that a drawing is the same on every machine.
 * Ill-formed bytes decode to U+FFFD, one byte at a time.
 */

/* The code point at @text (at most @len bytes); *@used gets its bytes, at least 1 unless @len is 0. */
uint32_t utf8_decode(const char *text, size_t len, size_t *used);

/* Write @code to @out, at most 4 bytes, no NUL. Returns the bytes written. */
size_t utf8_encode(uint32_t code, char *out);

/* Terminal columns of a code point: 0 combining or control, 1, or 2 wide (East Asian W and F). */
int utf8_code_width(uint32_t code);

/* Columns of a text. */
int utf8_width(const char *text);

/* Bytes of the longest prefix of @text that fits @cols columns; never cuts a code point or leaves off its
 * combining marks. */
size_t utf8_clip(const char *text, int cols);

/* Copy @text with control bytes, ill-formed bytes, bidi and other invisible controls as `\xNN` or `\u{N}`, so
 * that it cannot steer a terminal. Cuts at whole units to fit @size, which includes the NUL. */
void utf8_escape(char *out, size_t size, const char *text, size_t len);

#endif
