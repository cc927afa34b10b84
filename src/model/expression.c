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

/* The longer ones first. */
static const char *const operators[] = { "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+",
					 "-",  "*",  "/",  "%",  "&",  "|",  "^",  "<",  ">" };

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
	e->node[e->count] = (struct expression_node){ type, text, len, EXPRESSION_NONE, EXPRESSION_NONE };
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

/* Signs, then a name, call, number or group. */
static bool read_operand(struct reader *r, int *node)
{
	const char *text = r->at;
	bool ok;

	while (is_one_of(*r->at, "+-~!")) {
		r->at++;
		skip_spaces(r);
	}
	if (is_one_of(*r->at, name_start)) {
		ok = read_name(r, node);
	} else if (is_one_of(*r->at, digits)) {
		size_t len = strspn(r->at, name_rest);

		*node = add(r, EXPRESSION_NUMBER, r->at, len);
		r->at += len;
		ok = true;
	} else if (*r->at == '(') {
		ok = read_group(r, node);
	} else {
		return fail(r, "a keycode, a number or `(`");
	}
	if (ok && is_one_of(*text, "+-~!"))
		*node = add(r, EXPRESSION_OTHER, text, (size_t)(r->at - text));
	skip_spaces(r);
	return ok;
}

static const char *read_operator(struct reader *r)
{
	for (size_t i = 0; i < COUNT(operators); i++) {
		size_t len = strlen(operators[i]);

		if (!strncmp(r->at, operators[i], len)) {
			r->at += len;
			skip_spaces(r);
			return operators[i];
		}
	}
	return NULL;
}

/* Operands with operators between. Precedence does not matter: only chains of `|` are looked into. */
static bool read_chain(struct reader *r, int *node)
{
	const char *text = r->at, *op;
	bool only_or = true;
	int *link, first;

	if (!read_operand(r, node))
		return false;
	first = *node;
	link = &r->out->node[first].next;
	while ((op = read_operator(r))) {
		only_or = only_or && !strcmp(op, "|");
		if (!read_operand(r, link))
			return false;
		link = &r->out->node[*link].next;
	}
	if (r->out->node[first].next == EXPRESSION_NONE)
		return true;
	*node = add(r, only_or ? EXPRESSION_OR : EXPRESSION_OTHER, text, (size_t)(r->at - text));
	if (only_or)
		r->out->node[*node].child = first;
	return true;
}

/* A chain, or `chain ? expression : expression`. */
static bool read_expression(struct reader *r, int *node)
{
	const char *text;
	int branch;

	skip_spaces(r);
	text = r->at;
	if (!read_chain(r, node))
		return false;
	if (*r->at != '?')
		return true;
	if (!enter(r))
		return false;
	r->at++;
	if (!read_expression(r, &branch))
		return false;
	if (*r->at != ':')
		return fail(r, "`:`");
	r->at++;
	if (!read_expression(r, &branch))
		return false;
	r->depth--;
	*node = add(r, EXPRESSION_OTHER, text, (size_t)(r->at - text));
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
	char text[32], *end;
	unsigned long long number;

	if (node->type != EXPRESSION_NUMBER || node->len >= sizeof(text))
		return false;
	memcpy(text, node->text, node->len);
	text[node->len] = '\0';
	number = strtoull(text, &end, 0);
	if (end[strspn(end, "uUlL")] || number > UINT32_MAX)
		return false;
	*value = (uint32_t)number;
	return true;
}
