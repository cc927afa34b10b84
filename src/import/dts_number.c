/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "import/dts.h"

/* The integer expressions of the Devicetree Specification, section 6.3, without comparisons and ?: */
struct evaluator {
	const struct cpp_token *token, *end;
	dts_constant *constant;
	const void *data;
	int depth;
};

static bool is(const struct evaluator *e, const char *text)
{
	return e->token < e->end && e->token->type == CPP_PUNCT && e->token->len == strlen(text) &&
	       !memcmp(e->token->text, text, e->token->len);
}

static bool take(struct evaluator *e, const char *text)
{
	if (!is(e, text))
		return false;
	e->token++;
	return true;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

static bool literal(const struct cpp_token *token, int64_t *value)
{
	uint32_t at = 0, len = token->len;
	int base = 10;

	while (len > 1 && strchr("uUlL", token->text[len - 1]))
		len--;
	if (len > 1 && *token->text == '0') {
		base = (token->text[1] | 0x20) == 'x' ? 16 : 8;
		at = base == 16 ? 2 : 1;
	}
	for (*value = 0; at < len; at++) {
		if (digit(token->text[at]) >= base || *value > UINT32_MAX)
			return false;
		*value = *value * base + digit(token->text[at]);
	}
	return *value <= UINT32_MAX && len > (base == 16 ? 2 : 0);
}

static bool binary(struct evaluator *e, size_t level, int64_t *value);

static bool unary(struct evaluator *e, int64_t *value)
{
	bool read;

	if (e->token >= e->end || ++e->depth > DTS_MAX_DEPTH)
		return false;
	if (take(e, "("))
		read = binary(e, 0, value) && take(e, ")");
	else if (take(e, "-"))
		read = unary(e, value) && (*value = -*value, true);
	else if (take(e, "~"))
		read = unary(e, value) && (*value = ~*value, true);
	else if (e->token->type == CPP_NUMBER)
		read = literal(e->token++, value);
	else if (e->token->type == CPP_NAME && e->constant)
		read = e->constant(e->data, e->token->text, e->token->len, value), e->token++;
	else
		read = false;
	e->depth--;
	return read;
}

/* Of one strength a row, the weakest first. */
static const char *const operators[][3] = { { "|" },        { "^" },      { "&" },
					    { "<<", ">>" }, { "+", "-" }, { "*", "/", "%" } };

/* Values stay below 2^32 in size, and products are computed as dtc does, without a sign. */
static bool apply(char operator, int64_t right, int64_t *value)
{
	switch (operator) {
	case '|':
		*value |= right;
		break;
	case '^':
		*value ^= right;
		break;
	case '&':
		*value &= right;
		break;
	case '<':
	case '>':
		if (right < 0 || right > 31)
			return false;
		*value = operator== '<' ? (int64_t)((uint64_t)*value << right) : * value>> right;
		break;
	case '+':
		*value += right;
		break;
	case '-':
		*value -= right;
		break;
	case '*':
		*value = (int64_t)((uint64_t)*value * (uint64_t)right);
		break;
	default:
		if (!right)
			return false;
		*value = operator== '/' ? *value / right : * value % right;
	}
	*value = (int64_t)((uint64_t)*value & UINT32_MAX) - (*value < 0 ? INT64_C(1) << 32 : 0);
	return true;
}

static bool binary(struct evaluator *e, size_t level, int64_t *value)
{
	if (level == COUNT(operators))
		return unary(e, value);
	if (!binary(e, level + 1, value))
		return false;
	for (;;) {
		char operator= '\0';
		int64_t right;

		for (size_t i = 0; i < COUNT(operators[level]) && operators[level][i] && !operator; i++)
			if (take(e, operators[level][i]))
				operator= * operators[level][i];
		if (!operator)
			return true;
		if (!binary(e, level + 1, &right) || !apply(operator, right, value))
			return false;
	}
}

bool dts_number(const struct dts *dts, struct dts_range tokens, dts_constant *constant, const void *data,
		int64_t *value)
{
	struct evaluator e = { .constant = constant, .data = data };
	size_t count;
	const struct cpp_token *token = cpp_tokens(dts_cpp(dts), &count);

	if (!tokens.count)
		return false;
	e.token = token + tokens.first;
	e.end = e.token + tokens.count;
	return binary(&e, 0, value) && e.token == e.end && *value >= INT32_MIN && *value <= UINT32_MAX;
}
