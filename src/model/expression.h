/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_EXPRESSION_H
#define MODEL_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * The part of C's expressions that may stand in an initialiser and spell a
 * key: names, numbers, calls, parentheses, operators without a side effect.
 * No assignment, no comma outside a call, no designator, string, comment or
 * digraph: such a text cannot end the element it is written into.
 */
enum { EXPRESSION_MAX_BYTES = 1000, EXPRESSION_MAX_DEPTH = 32, EXPRESSION_NONE = -1 };

enum expression_type {
	EXPRESSION_NAME,
	EXPRESSION_NUMBER,
	EXPRESSION_CALL,  /* its text is the name; the children are the arguments */
	EXPRESSION_OR,    /* the children joined by `|` */
	EXPRESSION_OTHER, /* well-formed, no children */
};

struct expression_node {
	enum expression_type type;
	const char *text; /* borrowed from the parsed text */
	size_t len;
	int child, next; /* first child, next sibling; EXPRESSION_NONE */
};

struct expression {
	struct expression_node node[EXPRESSION_MAX_BYTES];
	int count, root;
};

/* ERR_PARSE with the column (bytes, from 1) and what was expected; ERR_RANGE when it is too long or too deep. */
bool expression_parse(const char *text, struct expression *out, struct err *err) NODISCARD;

bool expression_is(const struct expression_node *node, const char *name);

/* The value of a number as C writes it: 12, 0x1F, 017, with or without U and L. False over 32 bits. */
bool expression_number(const struct expression_node *node, uint32_t *value);

#endif
