/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "expression.h"

struct reader {
	const char *text, *at;
	struct expression *out;
	struct err *err;
	int depth;
};

static const char name_start[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
static const char name_rest[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
static const char digits[] = "0123456789";

/* The longer ones first; what binds tighter has the higher number. */
static const struct {
	const char *text;
	enum expression_operator op;
	int precedence;
} operators[] = {
	{ "<<", OPERATOR_SHIFT_LEFT, 8 },
	{ ">>", OPERATOR_SHIFT_RIGHT, 8 },
	{ "<=", OPERATOR_LESS_OR_EQUAL, 7 },
	{ ">=", OPERATOR_GREATER_OR_EQUAL, 7 },
	{ "==", OPERATOR_EQUAL, 6 },
	{ "!=", OPERATOR_UNEQUAL, 6 },
	{ "&&", OPERATOR_AND, 2 },
	{ "||", OPERATOR_OR, 1 },
	{ "+", OPERATOR_ADD, 9 },
	{ "-", OPERATOR_SUBTRACT, 9 },
	{ "*", OPERATOR_MULTIPLY, 10 },
	{ "/", OPERATOR_DIVIDE, 10 },
	{ "%", OPERATOR_REMAINDER, 10 },
	{ "&", OPERATOR_BIT_AND, 5 },
	{ "^", OPERATOR_BIT_XOR, 4 },
	{ "|", OPERATOR_BIT_OR, 3 },
	{ "<", OPERATOR_LESS, 7 },
	{ ">", OPERATOR_GREATER, 7 },
};

/* In the order of signs[]. */
static const char signs[] = "+-~!";
static const enum expression_operator sign_operators[] = { OPERATOR_PLUS, OPERATOR_MINUS, OPERATOR_BIT_NOT,
							   OPERATOR_NOT };

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static void skip_spaces(struct reader *r)
{
	r->at += strspn(r->at, " ");
}

static bool fail(struct reader *r, const char *expected)
{
	int column = (int)(r->at - r->text) + 1;

	if (!*r->at)
		return err_set(r->err, ERR_PARSE, "column %d: the text ends where %s was expected", column,
			       expected);
	return err_set(r->err, ERR_PARSE, "column %d: found `%c` where %s was expected", column, *r->at,
		       expected);
}

static int add(struct reader *r, enum expression_type type, const char *text, size_t len)
{
	struct expression *e = r->out;

	/* Each node takes at least one byte of the text. */
	assert(e->count < EXPRESSION_MAX_BYTES);
	e->node[e->count] = (struct expression_node){
		.type = type, .text = text, .len = len, .child = EXPRESSION_NONE, .next = EXPRESSION_NONE
	};
	return e->count++;
}

static bool read_expression(struct reader *r, int *node);

static bool enter(struct reader *r)
{
	if (++r->depth <= EXPRESSION_MAX_DEPTH)
		return true;
	return err_set(r->err, ERR_RANGE,
		       "column %d: more than %d parentheses and choices inside one another",
		       (int)(r->at - r->text) + 1, EXPRESSION_MAX_DEPTH);
}

/* After `(`: the arguments, and the `)`. */
static bool read_arguments(struct reader *r, int call)
{
	int *link = &r->out->node[call].child;

	skip_spaces(r);
	if (*r->at == ')') {
		r->at++;
		return true;
	}
	for (;;) {
		if (!read_expression(r, link))
			return false;
		link = &r->out->node[*link].next;
		if (*r->at == ')') {
			r->at++;
			return true;
		}
		if (*r->at != ',')
			return fail(r, "`,` or `)`");
		r->at++;
	}
}

static bool read_name(struct reader *r, int *node)
{
	const char *text = r->at;
	size_t len = strspn(text, name_rest);
	bool ok = true;

	r->at += len;
	skip_spaces(r);
	if (*r->at != '(') {
		*node = add(r, EXPRESSION_NAME, text, len);
		return true;
	}
	*node = add(r, EXPRESSION_CALL, text, len);
	if (!enter(r))
		return false;
	r->at++;
	ok = read_arguments(r, *node);
	r->depth--;
	return ok;
}

static bool read_group(struct reader *r, int *node)
{
	if (!enter(r))
		return false;
	r->at++;
	if (!read_expression(r, node))
		return false;
	if (*r->at != ')')
		return fail(r, "`)`");
	r->at++;
	r->depth--;
	return true;
}

static bool read_primary(struct reader *r, int *node)
{
	if (is_one_of(*r->at, name_start))
		return read_name(r, node);
	if (is_one_of(*r->at, digits)) {
		size_t len = strspn(r->at, name_rest);

		*node = add(r, EXPRESSION_NUMBER, r->at, len);
		r->at += len;
		return true;
	}
	if (*r->at == '(')
		return read_group(r, node);
	return fail(r, "a keycode, a number or `(`");
}

/* Signs, then a name, call, number or group. */
static bool read_operand(struct reader *r, int *node)
{
	int *link = node;

	while (is_one_of(*r->at, signs)) {
		int sign = add(r, EXPRESSION_UNARY, r->at, 1);

		r->out->node[sign].op = sign_operators[strchr(signs, *r->at++) - signs];
		*link = sign;
		link = &r->out->node[sign].child;
		skip_spaces(r);
	}
	if (!read_primary(r, link))
		return false;
	skip_spaces(r);
	return true;
}

/* The index of the operator that the text goes on with; COUNT(operators): none. */
static size_t next_operator(const struct reader *r)
{
	size_t i = 0;

	while (i < COUNT(operators) && strncmp(r->at, operators[i].text, strlen(operators[i].text)) != 0)
		i++;
	return i;
}

/* Operands with operators between that bind tighter than @weakest. */
static bool read_chain(struct reader *r, int weakest, int *node)
{
	size_t i;

	if (!read_operand(r, node))
		return false;
	while ((i = next_operator(r)) < COUNT(operators) && operators[i].precedence > weakest) {
		size_t len = strlen(operators[i].text);
		int left = *node, right;

		*node = add(r, EXPRESSION_BINARY, r->at, len);
		r->out->node[*node].op = operators[i].op;
		r->at += len;
		skip_spaces(r);
		if (!read_chain(r, operators[i].precedence, &right))
			return false;
		r->out->node[*node].child = left;
		r->out->node[left].next = right;
	}
	return true;
}

/* A chain, or `chain ? expression : expression`. */
static bool read_expression(struct reader *r, int *node)
{
	int condition, yes, no;

	skip_spaces(r);
	if (!read_chain(r, 0, node))
		return false;
	if (*r->at != '?')
		return true;
	if (!enter(r))
		return false;
	condition = *node;
	*node = add(r, EXPRESSION_CHOICE, r->at++, 1);
	if (!read_expression(r, &yes))
		return false;
	if (*r->at != ':')
		return fail(r, "`:`");
	r->at++;
	if (!read_expression(r, &no))
		return false;
	r->depth--;
	r->out->node[*node].child = condition;
	r->out->node[condition].next = yes;
	r->out->node[yes].next = no;
	return true;
}

bool expression_parse(const char *text, struct expression *out, struct err *err)
{
	struct reader r = { .text = text, .at = text, .out = out, .err = err };

	if (strlen(text) > EXPRESSION_MAX_BYTES)
		return err_set(err, ERR_RANGE, "an action is longer than %d bytes", EXPRESSION_MAX_BYTES);
	out->count = 0;
	if (!read_expression(&r, &out->root))
		return false;
	return *r.at ? fail(&r, "the end") : true;
}

bool expression_is(const struct expression_node *node, const char *name)
{
	return strlen(name) == node->len && !memcmp(name, node->text, node->len);
}

bool expression_number(const struct expression_node *node, uint32_t *value)
{
	char text[64], *end;
	bool binary;
	unsigned long long number;

	if (node->type != EXPRESSION_NUMBER || node->len >= sizeof(text))
		return false;
	memcpy(text, node->text, node->len);
	text[node->len] = '\0';
	binary = text[0] == '0' && (text[1] == 'b' || text[1] == 'B') && (text[2] == '0' || text[2] == '1');
	number = strtoull(binary ? text + 2 : text, &end, binary ? 2 : 0);
	if (end[strspn(end, "uUlL")] || number > UINT32_MAX)
		return false;
	*value = (uint32_t)number;
	return true;
}
