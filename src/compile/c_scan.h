/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_C_SCAN_H
#define COMPILE_C_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "model/source.h"

/*
 * The tokens of a C source as it is written: macros unexpanded, conditions not looked at, comments among
 * them. White space and line continuations are what is between.
 */
enum c_type {
	C_NAME,
	C_NUMBER, /* a pp-number */
	C_QUOTED, /* a string or character constant; of one line at most */
	C_PUNCT,  /* one byte: << is two */
	C_COMMENT,
};

struct c_token {
	struct span span;
	uint8_t type; /* enum c_type */
	bool line;    /* the first of its line but for comments; of a comment: only comments are before it */
	bool directive; /* in a line that begins with # */
};

struct c_scan {
	const char *text; /* borrowed */
	uint32_t len, at;
	bool line;      /* private: nothing but white space and comments so far on this line */
	bool directive; /* private: this line is one */
};

struct c_scan c_scan_start(const char *text, size_t len);
bool c_scan_next(struct c_scan *scan, struct c_token *token); /* false: there are no more */

/* The next that is no comment. */
bool c_scan_next_code(struct c_scan *scan, struct c_token *token);

/* Whether the text, or a file of the source, has that name as a token of its code. */
bool c_scan_has_name(const char *text, size_t len, const char *name);
bool c_scan_source_has_name(const struct source *source, const char *name);

/* All of them. Zero-initialise. */
struct c_tokens {
	struct c_token *token;
	size_t count, cap;
};
enum { C_TOKENS_MAX = 4 << 20 };

bool c_tokens_scan(struct c_tokens *tokens, const char *text, size_t len); /* false: there are too many */
void c_tokens_release(struct c_tokens *tokens);

/* Whether the token's text is @text. */
bool c_token_is(const char *source, const struct c_token *token, const char *text);

/* Behind the line of the last #include; 0 when there is none. */
uint32_t c_behind_includes(const char *text, size_t len);

/* The value of a whole number as C writes it: 12, 0x1F, 017, 2U. False: it is none, or over 32 bits. */
bool c_token_number(const char *source, const struct c_token *token, uint32_t *value);

#endif
