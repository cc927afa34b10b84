/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_PYTHON_TEXT_H
#define IMPORT_PYTHON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Stretches of text as Python's str takes them, for readers that must find what QMK's scripts find. */
struct slice {
	const char *at, *end;
};

/* Bytes of the white space at @at that str.isspace() knows, beyond ASCII too; 0: it is none. */
size_t python_space(const char *at, const char *end);

/* Bytes of such white space that ends before @at. */
size_t python_space_before(const char *begin, const char *at);

struct slice python_strip(struct slice text);

/* The next word of str.split(); false when there is none left. */
bool python_word(struct slice *rest, struct slice *word);

/* The next line of a file read as text: \n, \r and \r\n end one. False at the end. */
bool python_line(struct slice *rest, struct slice *line);

static inline size_t slice_len(struct slice s)
{
	return (size_t)(s.end - s.at);
}

bool slice_is(struct slice s, const char *text);
bool slice_starts(struct slice s, const char *text);
const char *slice_find(struct slice s, const char *text); /* NULL: it is not in there */
char *slice_copy(struct slice s);                         /* the caller frees; a NUL in it ends the text */

#endif
