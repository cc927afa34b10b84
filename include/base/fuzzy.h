/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_FUZZY_H
#define BASE_FUZZY_H

#include <stdbool.h>
#include <stddef.h>

/* How well a name fits what was typed of it: the higher, the better. */
enum { FUZZY_NONE = -1, FUZZY_MAX_BYTES = 128 };

/*
 * The letters of @word (@len bytes, at least one) in @text, in order and in any case, with others between them if
 * @gaps. Letters that begin a word of the text or stand side by side count more; it counts more again when @word
 * begins @text or @rest, its part that people mean when they leave the beginning out, and most when it is all of one
 * of these or of what is before their first '/'. FUZZY_NONE when they are not in there. No more than FUZZY_MAX_BYTES of
 * @text are looked at, nor longer words found.
 */
int fuzzy_score(const char *word, size_t len, const char *text, const char *rest, bool gaps);

/* The next word of a query, which blanks separate: its first byte, *@len > 0 of them. NULL at the end. */
const char *fuzzy_word(const char **query, size_t *len);

#endif
