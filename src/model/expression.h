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
	EXPRESSION_CALL,   /* its text is the name; the children are the arguments */
	EXPRESSION_UNARY,  /* a sign; one child */
	EXPRESSION_BINARY, /* an operator; two children */
	EXPRESSION_CHOICE, /* `?:`; three children */
};

enum expression_operator {
	OPERATOR_NONE,
	OPERATOR_PLUS,
	OPERATOR_MINUS,
	OPERATOR_BIT_NOT,
	OPERATOR_NOT,
	OPERATOR_ADD,
	OPERATOR_SUBTRACT,
	OPERATOR_MULTIPLY,
	OPERATOR_DIVIDE,
	OPERATOR_REMAINDER,
	OPERATOR_SHIFT_LEFT,
	OPERATOR_SHIFT_RIGHT,
	OPERATOR_LESS,
	OPERATOR_GREATER,
	OPERATOR_LESS_OR_EQUAL,
	OPERATOR_GREATER_OR_EQUAL,
	OPERATOR_EQUAL,
	OPERATOR_UNEQUAL,
	OPERATOR_BIT_AND,
	OPERATOR_BIT_XOR,
	OPERATOR_BIT_OR,
	OPERATOR_AND,
	OPERATOR_OR,
};

struct expression_node {
	enum expression_type type;
	enum expression_operator op;
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

/* Whether the text of @node is @name. */
bool expression_is(const struct expression_node *node, const char *name);

/* The value of a number as C writes it: 12, 0x1F, 017, 0b11, with or without U and L. False over 32 bits. */
bool expression_number(const struct expression_node *node, uint32_t *value);

/* What a name or a call stands for. False: not known. */
typedef bool expression_lookup(const void *data, const struct expression_node *node, int64_t *value);

/* The value of @node, worked out as C does with 64 bits. False when a name is not known, a number is too large, a
 * divisor 0 or a shift wider than the type. */
bool expression_value(const struct expression *expression, int node, expression_lookup *lookup,
		      const void *data, int64_t *value);

#endif
