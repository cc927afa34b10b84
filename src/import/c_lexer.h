/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_C_LEXER_H
#define IMPORT_C_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "python_text.h"

/*
 * The tokens of a C source as Pygments' C lexer parts them, on which QMK's scripts build: a minus before a
 * digit is part of the number, octal and binary numbers are none of those that count, quoted text comes in
 * pieces. Pygments has other types for names that follow `struct` or `case`, stand before a colon or are a
 * function's; here they are names too: the initialiser of a g_led_config has none of them.
 */
enum c_token_type {
	C_TOKEN_OTHER, /* keywords, operators, quoted text, white space, comments */
	C_TOKEN_NAME,
	C_TOKEN_INTEGER,
	C_TOKEN_FLOAT,
	C_TOKEN_HEX,
	C_TOKEN_PREPROCESSOR, /* a part of such a line */
};

struct c_token {
	enum c_token_type type;
	struct slice text; /* never empty */
};

struct c_lexer {
	const char *begin;
	struct slice rest;
	enum c_lexer_state {
		C_LEXER_CODE,
		C_LEXER_CHARACTER,
		C_LEXER_QUOTED,
		C_LEXER_DIRECTIVE,
		C_LEXER_DISABLED, /* behind "#if 0" */
	} state;
	int depth;   /* of #ifs in what is disabled */
	size_t left; /* bytes of the character constant */
};

/* @text has lines that end in \n, and is borrowed. */
struct c_lexer c_lexer_init(const char *text, size_t len);

bool c_lexer_next(struct c_lexer *lexer, struct c_token *token);

#endif
