/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "json_private.h"
#include "schema_pattern.h"

enum { MAX_RANGES = 32, LAST_CODE = 0x10ffff };

struct range {
	uint32_t first, last;
};

/* A set of characters. */
struct set {
	bool negated;
	size_t ranges;
	struct range range[MAX_RANGES];
};

/* One character of the text, which may be left out or come again and again. */
struct item {
	const struct set *set;
	bool optional, repeats;
};

struct schema_pattern {
	bool from_start, to_end;
	size_t items;
	struct item item[SCHEMA_PATTERN_ITEMS];
};

struct reader {
	struct json_doc *memory;
	const char *text, *at;
	struct err *err;
};

static bool fail(struct reader *r, const char *what)
{
	return err_set(r->err, ERR_PARSE, "character %zu of the pattern '%.80s': %s",
		       (size_t)(r->at - r->text) + 1, r->text, what);
}

static uint32_t next_code(struct reader *r)
{
	size_t used;
	uint32_t code = utf8_decode(r->at, strlen(r->at), &used);

	r->at += used;
	return code;
}

static bool add_range(struct reader *r, struct set *set, uint32_t first, uint32_t last)
{
	if (set->ranges == MAX_RANGES)
		return fail(r, "a class of too many parts");
	set->range[set->ranges++] = (struct range){ first, last };
	return true;
}

/* The classes that have a letter. */
static const struct {
	char letter;
	const char *text; /* pairs of first and last */
} letter_classes[] = {
	{ 'd', "09" },
	{ 's', "\t\r  " },
	{ 'w', "09AZ__az" },
};

/* Behind a backslash: one character in *@code, or a class added to @set and *@code 0. */
static bool read_escape(struct reader *r, struct set *set, uint32_t *code)
{
	static const char letters[] = "fnrtv", meaning[] = "\f\n\r\t\v";
	char c = *r->at;
	const char *found = c ? strchr(letters, c) : NULL;

	*code = 0;
	for (size_t i = 0; i < COUNT(letter_classes); i++) {
		if (letter_classes[i].letter != c)
			continue;
		r->at++;
		for (const char *pair = letter_classes[i].text; *pair; pair += 2)
			if (!add_range(r, set, (uint32_t)pair[0], (uint32_t)pair[1]))
				return false;
		return true;
	}
	if (found) {
		*code = (uint32_t)meaning[found - letters];
		r->at++;
		return true;
	}
	if (!c || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
		return fail(
			r,
			"of the escapes only \\d \\w \\s \\f \\n \\r \\t \\v and those of signs are known");
	*code = next_code(r);
	return true;
}

/* One character of a class, or a class within it (*@code 0). */
static bool read_class_code(struct reader *r, struct set *set, uint32_t *code)
{
	if (!*r->at)
		return fail(r, "expected ']'");
	if (*r->at == '\\') {
		r->at++;
		return read_escape(r, set, code);
	}
	*code = next_code(r);
	return true;
}

/* Behind the '['. */
static bool read_class(struct reader *r, struct set *set)
{
	uint32_t first, last;

	if (*r->at == '^') {
		set->negated = true;
		r->at++;
	}
	/* A ']' that comes first is one of the characters. */
	for (bool at_first = true; at_first || *r->at != ']'; at_first = false) {
		if (!read_class_code(r, set, &first))
			return false;
		if (!first)
			continue;
		last = first;
		if (r->at[0] == '-' && r->at[1] != ']') {
			r->at++;
			if (!read_class_code(r, set, &last))
				return false;
			if (last < first)
				return fail(r, "a range of characters must go upwards");
		}
		if (!add_range(r, set, first, last))
			return false;
	}
	r->at++;
	return true;
}

static bool read_set(struct reader *r, struct set *set)
{
	uint32_t code;

	switch (*r->at) {
	case '[':
		r->at++;
		return read_class(r, set);
	case '.':
		r->at++;
		set->negated = true;
		return add_range(r, set, '\n', '\n');
	case '\\':
		r->at++;
		return read_escape(r, set, &code) && (!code || add_range(r, set, code, code));
	case '(':
	case ')':
	case '|':
		return fail(r, "groups and alternatives are not known; escape the character by a backslash");
	case '?':
	case '*':
	case '+':
	case '{':
		return fail(r, "nothing to repeat");
	case '^':
	case '$':
		return fail(r, "^ is known at the start alone, $ at the end alone");
	default:
		code = next_code(r);
		return add_range(r, set, code, code);
	}
}

/* Digits; more than the cap are the cap. */
static size_t read_size(struct reader *r)
{
	size_t size = 0;

	for (; *r->at >= '0' && *r->at <= '9'; r->at++)
		size = size > SCHEMA_PATTERN_ITEMS ? size : size * 10 + (size_t)(*r->at - '0');
	return size;
}

/* How often the set before it comes: @least times, and up to @most or without end. */
static bool read_repeat(struct reader *r, size_t *least, size_t *most, bool *endless)
{
	*least = *most = 1;
	*endless = *r->at == '*' || *r->at == '+';
	if (*r->at == '?' || *r->at == '*')
		*least = 0;
	if (*r->at == '{') {
		r->at++;
		if (*r->at < '0' || *r->at > '9')
			return fail(r, "expected {m}, {m,} or {m,n}");
		*least = *most = read_size(r);
		if (*r->at == ',') {
			r->at++;
			*endless = *r->at == '}';
			*most = *endless ? *least : read_size(r);
		}
		if (*r->at != '}' || *most < *least)
			return fail(r, "expected {m}, {m,} or {m,n} with n not below m");
	} else if (!*r->at || !strchr("?*+", *r->at)) {
		return true;
	}
	r->at++;
	if (*r->at && strchr("?*+{", *r->at))
		return fail(r, "a repetition repeated");
	return true;
}

static bool add_item(struct reader *r, struct schema_pattern *pattern, struct item item)
{
	if (pattern->items == SCHEMA_PATTERN_ITEMS)
		return err_set(r->err, ERR_RANGE,
			       "the pattern '%.80s' is for texts of more than %d characters", r->text,
			       SCHEMA_PATTERN_ITEMS);
	pattern->item[pattern->items++] = item;
	return true;
}

/* A set with its repetition, as that many items. */
static bool read_items(struct reader *r, struct schema_pattern *pattern)
{
	struct set *set = json_alloc(r->memory, sizeof(*set));
	size_t least, most;
	bool endless;

	if (!read_set(r, set) || !read_repeat(r, &least, &most, &endless))
		return false;
	for (size_t i = 0; i < least; i++)
		if (!add_item(r, pattern, (struct item){ set, false, false }))
			return false;
	if (endless)
		return add_item(r, pattern, (struct item){ set, true, true });
	for (size_t i = least; i < most; i++)
		if (!add_item(r, pattern, (struct item){ set, true, false }))
			return false;
	return true;
}

struct schema_pattern *schema_pattern_new(struct json_doc *memory, const char *text, struct err *err)
{
	struct reader r = { memory, text, text, err };
	struct schema_pattern *pattern = json_alloc(memory, sizeof(*pattern));

	if (*r.at == '^') {
		pattern->from_start = true;
		r.at++;
	}
	while (*r.at && strcmp(r.at, "$") != 0)
		if (!read_items(&r, pattern))
			return NULL;
	pattern->to_end = *r.at == '$';
	return pattern;
}

static bool has(const struct set *set, uint32_t code)
{
	for (size_t i = 0; i < set->ranges; i++)
		if (code >= set->range[i].first && code <= set->range[i].last)
			return !set->negated;
	return set->negated;
}

/* Bit i: the next character may be that of item i. What is optional may be passed over. */
static uint64_t pass_optional(const struct schema_pattern *p, uint64_t state)
{
	for (size_t i = 0; i < p->items; i++)
		if (p->item[i].optional && (state >> i & 1))
			state |= (uint64_t)1 << (i + 1);
	return state;
}

static uint64_t advance(const struct schema_pattern *p, uint64_t state, uint32_t code)
{
	uint64_t next = 0;

	for (size_t i = 0; i < p->items && state >> i; i++)
		if ((state >> i & 1) && has(p->item[i].set, code))
			next |= (uint64_t)(p->item[i].repeats ? 3 : 2) << i;
	return next;
}

bool schema_pattern_matches(const struct schema_pattern *p, const char *text)
{
	uint64_t start = pass_optional(p, 1), state = start, done = (uint64_t)1 << p->items;
	size_t len = strlen(text), used;

	for (size_t i = 0;; i += used) {
		bool at_end = i == len || (i + 1 == len && text[i] == '\n');
		uint32_t code;

		if ((state & done) && (!p->to_end || at_end))
			return true;
		if (i == len || !state)
			return false;
		code = utf8_decode(text + i, len - i, &used);
		state = pass_optional(p, advance(p, state, code)) | (p->from_start ? 0 : start);
	}
}
