/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The expressions of #if: C11 6.10.1, in 64 bits. */
#include "config.h"

#include <string.h>

#include "cpp_private.h"

struct value {
	uint64_t bits;
	bool is_unsigned;
};

struct evaluation {
	struct cpp *cpp;
	const struct cpp_item *item;
	size_t next, count;
	int depth, ignored; /* ignored: what is read does not count, as after 0 && */
	const char *wrong;  /* the first thing that is */
};

static void complain(struct evaluation *e, const char *what)
{
	if (!e->wrong)
		e->wrong = what;
	e->next = e->count;
}

static const struct cpp_item *peek(const struct evaluation *e)
{
	return e->next < e->count ? &e->item[e->next] : NULL;
}

static bool take(struct evaluation *e, const char *punct)
{
	const struct cpp_item *item = peek(e);

	if (!item || !cpp_is_punct(item, punct))
		return false;
	e->next++;
	return true;
}

static struct value of_bool(bool b)
{
	return (struct value){ b, false };
}

static int digit_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);

	return c && at ? (int)(at - digits) : 99;
}

static struct value number(struct evaluation *e, const struct cpp_token *token)
{
	const char *p = token->text, *end = p + token->len;
	struct value value = { 0, false };
	unsigned base = 10;

	if (token->len > 1 && *p == '0') {
		char kind = p[1] | 0x20;

		base = kind == 'x' ? 16 : kind == 'b' ? 2 : 8;
		p += base == 8 ? 1 : 2;
	}
	for (; p < end && digit_value(*p) < (int)base; p++)
		value.bits = value.bits * base + (unsigned)digit_value(*p);
	/* A decimal without a suffix is unsigned as little as it can be; all others are when they must. */
	value.is_unsigned = value.bits > INT64_MAX;
	for (; p < end && strchr("uUlLzZ", *p); p++)
		value.is_unsigned |= *p == 'u' || *p == 'U';
	if (p < end)
		complain(e, "expected a whole number");
	return value;
}

/* One character of a constant, from @p. */
static unsigned character_at(const char **p, const char *end)
{
	static const char from[] = "abefnrtv", to[] = "\a\b\033\f\n\r\t\v";
	unsigned code = 0;
	const char *named;

	if (**p != '\\' || *p + 1 >= end)
		return (unsigned char)*(*p)++;
	++*p;
	if (**p == 'x') {
		for (++*p; *p < end && digit_value(**p) < 16; ++*p)
			code = code * 16 + (unsigned)digit_value(**p);
		return code & 0xff;
	}
	if (digit_value(**p) < 8) {
		for (int i = 0; i < 3 && *p < end && digit_value(**p) < 8; i++, ++*p)
			code = code * 8 + (unsigned)digit_value(**p);
		return code & 0xff;
	}
	named = strchr(from, **p);
	code = named && *named ? (unsigned char)to[named - from] : (unsigned char)**p;
	++*p;
	return code;
}

static struct value character(struct evaluation *e, const struct cpp_token *token)
{
	const char *p = memchr(token->text, '\'', token->len), *end = token->text + token->len - 1;
	uint32_t code = 0;
	size_t count = 0;

	for (p++; p < end; count++)
		code = code << 8 | character_at(&p, end);
	if (!count)
		complain(e, "a character constant is empty");
	/* A single one is a char, which is signed. */
	return (struct value){ (uint64_t)(int64_t)(count == 1 ? (int32_t)(int8_t)code : (int32_t)code),
			       false };
}

/* The parentheses of __has_include and its like, behind the word. */
static struct value query(struct evaluation *e, const struct cpp_name *word)
{
	bool include = !strncmp(word->text, "__has_include", strlen("__has_include")), found = false;
	const struct cpp_item *item;
	int depth = 0;

	if (!take(e, "(")) {
		complain(e, "expected a ( after __has_...");
		return of_bool(false);
	}
	item = peek(e);
	if (include && item && item->token.len >= 2 && (*item->token.text == '<' || *item->token.text == '"'))
		found = cpp_has_include(e->cpp, item->token.text + 1, item->token.len - 2,
					*item->token.text == '<', !strcmp(word->text, "__has_include_next"));
	for (; (item = peek(e)); e->next++) {
		if (cpp_is_punct(item, ")") && !depth--)
			break;
		depth += cpp_is_punct(item, "(");
	}
	if (!take(e, ")"))
		complain(e, "expected a )");
	return of_bool(found);
}

static struct value conditional(struct evaluation *e);
static struct value unary(struct evaluation *e);

static struct value parenthesised(struct evaluation *e)
{
	struct value value = conditional(e);

	while (take(e, ","))
		value = conditional(e);
	if (!take(e, ")"))
		complain(e, "expected a )");
	return value;
}

static struct value primary(struct evaluation *e)
{
	const struct cpp_item *item = peek(e);

	if (!item) {
		complain(e, "expected a value at its end");
		return of_bool(false);
	}
	e->next++;
	if (item->token.type == CPP_NUMBER)
		return number(e, &item->token);
	if (item->token.type == CPP_CHARACTER)
		return character(e, &item->token);
	if (item->name)
		return item->name->query ? query(e, item->name) : of_bool(false);
	if (cpp_is_punct(item, "("))
		return parenthesised(e);
	complain(e, "expected a number, a name or a (");
	return of_bool(false);
}

static struct value signed_by(struct evaluation *e, const char *op)
{
	struct value value = unary(e);

	switch (*op) {
	case '!':
		return of_bool(!value.bits);
	case '~':
		value.bits = ~value.bits;
		break;
	case '-':
		value.bits = -value.bits;
		break;
	}
	return value;
}

static struct value unary(struct evaluation *e)
{
	static const char *const ops[] = { "!", "~", "-", "+" };
	struct value value;

	if (++e->depth > CPP_MAX_DEPTH)
		complain(e, "it is nested too deep");
	for (size_t i = 0; i < COUNT(ops); i++)
		if (take(e, ops[i])) {
			value = signed_by(e, ops[i]);
			e->depth--;
			return value;
		}
	value = primary(e);
	e->depth--;
	return value;
}

static struct value divide(struct evaluation *e, struct value a, struct value b, bool remainder)
{
	int64_t x = (int64_t)a.bits, y = (int64_t)b.bits;

	if (!b.bits) {
		if (!e->ignored)
			complain(e, "it divides by 0");
		return a;
	}
	if (a.is_unsigned)
		a.bits = remainder ? a.bits % b.bits : a.bits / b.bits;
	else if (y == -1) /* INT64_MIN / -1 */
		a.bits = remainder ? 0 : -a.bits;
	else
		a.bits = (uint64_t)(remainder ? x % y : x / y);
	return a;
}

/* @by: as signed; the other way round when it is less than 0. */
static struct value shift(struct value a, int64_t by, bool left)
{
	bool sign = !a.is_unsigned && (int64_t)a.bits < 0;
	uint64_t all = sign ? UINT64_MAX : 0;

	if (by < 0)
		return shift(a, by == INT64_MIN ? INT64_MAX : -by, !left);
	if (left)
		a.bits = by > 63 ? 0 : a.bits << by;
	else if (by > 63)
		a.bits = all;
	else if (by)
		a.bits = a.bits >> by | all << (64 - by);
	return a;
}

static bool is_less(struct value a, struct value b)
{
	return a.is_unsigned ? a.bits < b.bits : (int64_t)a.bits < (int64_t)b.bits;
}

enum operator{
	OP_OR_ELSE,
	OP_AND_THEN,
	OP_OR,
	OP_XOR,
	OP_AND,
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_GREATER,
	OP_NOT_MORE,
	OP_NOT_LESS,
	OP_LEFT,
	OP_RIGHT,
	OP_ADD,
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_REMAINDER,
};

static const struct {
	const char *text;
	int level;
} operators[] = {
	[OP_OR_ELSE] = { "||", 1 },  [OP_AND_THEN] = { "&&", 2 }, [OP_OR] = { "|", 3 },
	[OP_XOR] = { "^", 4 },       [OP_AND] = { "&", 5 },       [OP_EQUAL] = { "==", 6 },
	[OP_UNEQUAL] = { "!=", 6 },  [OP_LESS] = { "<", 7 },      [OP_GREATER] = { ">", 7 },
	[OP_NOT_MORE] = { "<=", 7 }, [OP_NOT_LESS] = { ">=", 7 }, [OP_LEFT] = { "<<", 8 },
	[OP_RIGHT] = { ">>", 8 },    [OP_ADD] = { "+", 9 },       [OP_SUBTRACT] = { "-", 9 },
	[OP_MULTIPLY] = { "*", 10 }, [OP_DIVIDE] = { "/", 10 },   [OP_REMAINDER] = { "%", 10 },
};

static struct value compute(struct evaluation *e, enum operator op, struct value a, struct value b)
{
	bool is_unsigned = a.is_unsigned || b.is_unsigned;

	if (op == OP_LEFT || op == OP_RIGHT)
		return shift(a, b.is_unsigned && b.bits > INT64_MAX ? INT64_MAX : (int64_t)b.bits,
			     op == OP_LEFT);
	a.is_unsigned = b.is_unsigned = is_unsigned;
	switch (op) {
	case OP_OR:
		return (struct value){ a.bits | b.bits, is_unsigned };
	case OP_XOR:
		return (struct value){ a.bits ^ b.bits, is_unsigned };
	case OP_AND:
		return (struct value){ a.bits & b.bits, is_unsigned };
	case OP_EQUAL:
		return of_bool(a.bits == b.bits);
	case OP_UNEQUAL:
		return of_bool(a.bits != b.bits);
	case OP_LESS:
		return of_bool(is_less(a, b));
	case OP_GREATER:
		return of_bool(is_less(b, a));
	case OP_NOT_MORE:
		return of_bool(!is_less(b, a));
	case OP_NOT_LESS:
		return of_bool(!is_less(a, b));
	case OP_ADD:
		return (struct value){ a.bits + b.bits, is_unsigned };
	case OP_SUBTRACT:
		return (struct value){ a.bits - b.bits, is_unsigned };
	case OP_MULTIPLY:
		return (struct value){ a.bits * b.bits, is_unsigned };
	case OP_OR_ELSE:
		return of_bool(a.bits || b.bits);
	case OP_AND_THEN:
		return of_bool(a.bits && b.bits);
	default:
		return divide(e, a, b, op == OP_REMAINDER);
	}
}

/* The operator that comes next when it binds at least as @level does; COUNT(operators): none. */
static size_t find_operator(const struct evaluation *e, int level)
{
	const struct cpp_item *item = peek(e);
	size_t i = 0;

	while (i < COUNT(operators) &&
	       !(item && operators[i].level >= level && cpp_is_punct(item, operators[i].text)))
		i++;
	return i;
}

static struct value binary(struct evaluation *e, int level)
{
	struct value value = unary(e);
	size_t op;

	while ((op = find_operator(e, level)) < COUNT(operators)) {
		bool ignore = (op == OP_OR_ELSE && value.bits) || (op == OP_AND_THEN && !value.bits);

		e->next++;
		e->ignored += ignore;
		value = compute(e, (enum operator)op, value, binary(e, operators[op].level + 1));
		e->ignored -= ignore;
	}
	return value;
}

static struct value conditional(struct evaluation *e)
{
	struct value value, yes, no;

	if (++e->depth > CPP_MAX_DEPTH)
		complain(e, "it is nested too deep");
	value = binary(e, 1);
	if (take(e, "?")) {
		bool which = value.bits;

		e->ignored += !which;
		yes = conditional(e);
		while (take(e, ","))
			yes = conditional(e);
		e->ignored -= !which;
		if (!take(e, ":"))
			complain(e, "expected a : after ?");
		e->ignored += which;
		no = conditional(e);
		e->ignored -= which;
		value = which ? yes : no;
		value.is_unsigned = yes.is_unsigned || no.is_unsigned;
	}
	e->depth--;
	return value;
}

void cpp_read_defined(struct cpp *cpp, struct cpp_item *word)
{
	struct cpp_item item, close;
	bool paren = false, found = cpp_next_raw(cpp, &item);

	if (found && cpp_is_punct(&item, "(")) {
		paren = true;
		found = cpp_next_raw(cpp, &item);
	}
	/* Without a name the word stays, on which the expression fails. */
	if (!found || !item.name || (paren && (!cpp_next_raw(cpp, &close) || !cpp_is_punct(&close, ")")))) {
		word->token.type = CPP_OTHER;
		word->name = NULL;
		return;
	}
	word->token.type = CPP_NUMBER;
	word->token.text = item.name->macro || item.name->query ? "1" : "0";
	word->token.len = 1;
	word->name = NULL;
}

/* The tokens of the line, where <x> after __has_include is one. */
static void read_line(struct cpp *cpp, struct cpp_lexer *lexer, struct cpp_list *out)
{
	struct cpp_item item, before = { 0 };

	while (cpp_lex(cpp, lexer, &item)) {
		bool is_query = before.name && before.name->query && cpp_is_punct(&item, "(");

		cpp_list_add(cpp, out, &item);
		before = item;
		if (is_query && cpp_lex_header_name(lexer, &item))
			cpp_list_add(cpp, out, &item);
	}
}

bool cpp_evaluate(struct cpp *cpp, struct cpp_lexer *lexer, struct cpp_place at)
{
	struct cpp_list line = cpp_list_new(cpp), list = cpp_list_new(cpp);
	struct evaluation e = { .cpp = cpp };
	struct value value;
	size_t uses = cpp->uses;

	read_line(cpp, lexer, &line);
	cpp->evaluating = true;
	cpp_expand_list(cpp, &line, &list);
	cpp->evaluating = false;
	cpp->uses = uses;
	e.item = list.item;
	e.count = list.count;
	value = conditional(&e);
	while (take(&e, ","))
		value = conditional(&e);
	if (peek(&e))
		complain(&e, "expected an operator");
	cpp_list_drop(cpp, &list);
	if (e.wrong && !cpp->failed)
		cpp_tell(cpp, &cpp_kind_condition, at,
			 "the condition cannot be computed and counts as false: %s", e.wrong);
	return !e.wrong && value.bits;
}
