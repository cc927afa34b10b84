/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "fmt_private.h"

static uint32_t token_end(const struct fmt *f, size_t token)
{
	return span_end(f->tokens.token[token].span);
}

bool fmt_has_newline(const struct fmt *f, uint32_t from, uint32_t to)
{
	return to > from && memchr(f->text + from, '\n', to - from);
}

static bool lies_in(struct span inner, struct span outer)
{
	return inner.start >= outer.start && span_end(inner) <= span_end(outer);
}

/* Another key's binding. What a macro makes stands where its use does, which others may be arguments of. */
static bool add_key(struct fmt *f, size_t key, struct span span)
{
	size_t keys = 1;

	if (f->cells && lies_in(span, f->cell[f->cells - 1].item)) {
		f->cell[f->cells - 1].keys++;
		return true;
	}
	while (f->cells && lies_in(f->cell[f->cells - 1].item, span))
		keys += f->cell[--f->cells].keys;
	if (f->cells && span.start < span_end(f->cell[f->cells - 1].item))
		return false;
	f->cell[f->cells++] = (struct cell){ .item = span, .key = key + 1 - keys, .keys = keys };
	return true;
}

/* The bindings in the order of the keys. NULL, or why they cannot be put into lines. */
static const char *find_bindings(struct fmt *f, size_t layer)
{
	size_t keys = keymap_keys(f->source->map);

	f->cell = mem_new(keys + 1, sizeof(*f->cell));
	for (size_t key = 0; key < keys; key++) {
		const struct source_binding *at = source_binding(f->source, layer, key);

		if (at->file || span_is_nowhere(at->span) || !lies_in(at->span, f->region))
			return "not all of its bindings stand there";
		if (!add_key(f, key, at->span))
			return "its bindings stand in another order than its keys";
	}
	return f->cells ? NULL : "it has no bindings";
}

static void add_remark(struct fmt *f, size_t cell, bool above, struct span span)
{
	f->remark = mem_grow(f->remark, f->remarks, &f->remark_cap, sizeof(*f->remark));
	f->remark[f->remarks++] = (struct remark){ cell, above, span };
}

/* Where the walk over the tokens of a layer is. */
struct walk {
	size_t cell;  /* the last one; BEFORE_ALL */
	bool comma;   /* it came by a comma since */
	bool pending; /* and by code behind that: */
	uint32_t pending_at;
};

/* What is behind a comment: true when the line ends before the next code. */
static bool ends_line(const struct fmt *f, size_t token)
{
	size_t next = token + 1;
	uint32_t to;

	while (next < f->tokens.count && f->tokens.token[next].type == C_COMMENT)
		next++;
	to = next < f->tokens.count ? f->tokens.token[next].span.start : span_end(f->region);
	for (size_t i = token; i < next; i++)
		if (fmt_has_newline(f, token_end(f, i),
				    i + 1 < next ? f->tokens.token[i + 1].span.start : to))
			return true;
	return false;
}

/* Whether nothing but comments is before it on its line. */
static bool begins_line(const struct fmt *f, size_t token)
{
	return f->tokens.token[token].line &&
	       fmt_has_newline(f, f->region.start, f->tokens.token[token].span.start);
}

static const char *take_comment(struct fmt *f, struct walk *walk, size_t token)
{
	struct span span = f->tokens.token[token].span;

	if (ends_line(f, token)) {
		bool above = begins_line(f, token);

		if (walk->pending)
			return "a comment stands within a macro";
		add_remark(f, above ? walk->cell + 1 : walk->cell, above, span);
		return NULL;
	}
	f->joins[token] = true;
	/* Before a comma it is about what it follows, else about what follows it. */
	if (walk->cell == BEFORE_ALL || walk->comma || !f->cell[0].comma) {
		if (!walk->pending && walk->cell + 1 < f->cells) {
			walk->pending = true;
			walk->pending_at = span.start;
			return NULL;
		}
	}
	if (walk->cell != BEFORE_ALL && !walk->pending)
		f->cell[walk->cell].code.len = span_end(span) - f->cell[walk->cell].code.start;
	return NULL;
}

static const char *take_code(struct fmt *f, struct walk *walk, size_t token)
{
	struct span span = f->tokens.token[token].span;

	if (f->tokens.token[token].directive)
		return "it has a condition in it";
	if (c_token_is(f->text, &f->tokens.token[token], "\\"))
		return "it stands in a macro";
	if (c_token_is(f->text, &f->tokens.token[token], ";"))
		return "something stands between its bindings";
	if (walk->cell != BEFORE_ALL && !walk->comma && !walk->pending) {
		struct cell *cell = &f->cell[walk->cell];

		if (c_token_is(f->text, &f->tokens.token[token], ","))
			walk->comma = cell->comma = true;
		else
			cell->code.len = span_end(span) - cell->code.start;
		return NULL;
	}
	if (walk->cell + 1 == f->cells)
		return "something stands behind its last binding";
	if (!walk->pending)
		walk->pending_at = span.start;
	walk->pending = true;
	return NULL;
}

/* Whether a blank line is before @at. */
static bool after_blank_line(const struct fmt *f, uint32_t at)
{
	int newlines = 0;

	while (at > f->region.start && strchr(" \t\r\n", f->text[at - 1]))
		newlines += f->text[--at] == '\n';
	return newlines > 1;
}

static void start_cell(struct fmt *f, struct walk *walk)
{
	struct cell *cell = &f->cell[++walk->cell];
	uint32_t first;

	cell->code.start = walk->pending ? walk->pending_at : cell->item.start;
	cell->code.len = span_end(cell->item) - cell->code.start;
	walk->comma = walk->pending = false;
	first = cell->code.start;
	for (size_t i = f->remarks; i-- > 0 && f->remark[i].above && f->remark[i].cell == walk->cell;)
		first = f->remark[i].span.start;
	cell->blank = walk->cell && after_blank_line(f, first);
}

/* Commas are there or not: a look at the first gap. */
static bool has_commas(const struct fmt *f)
{
	struct c_scan scan = c_scan_start(f->text, f->cells > 1 ? f->cell[1].item.start : 0);
	struct c_token token;

	scan.at = span_end(f->cell[0].item);
	while (f->cells > 1 && c_scan_next_code(&scan, &token))
		if (c_token_is(f->text, &token, ","))
			return true;
	return false;
}

static const char *find_code(struct fmt *f)
{
	struct walk walk = { .cell = BEFORE_ALL };
	const char *why = NULL;

	f->cell[0].comma = has_commas(f);
	for (size_t i = 0; i < f->tokens.count && !why; i++) {
		struct span span = f->tokens.token[i].span;
		size_t next = walk.cell + 1;

		if (walk.cell != BEFORE_ALL && span.start < span_end(f->cell[walk.cell].item)) {
			if (f->tokens.token[i].type == C_COMMENT || f->tokens.token[i].directive)
				why = "a comment stands within a binding";
		} else if (next < f->cells && span.start >= f->cell[next].item.start) {
			start_cell(f, &walk);
		} else if (f->tokens.token[i].type == C_COMMENT) {
			why = take_comment(f, &walk, i);
		} else {
			why = take_code(f, &walk, i);
		}
	}
	return why ? why : walk.cell + 1 == f->cells ? NULL : "its bindings cannot be told apart";
}

/* The texts of the cells, each on one line. */
static const char *join_cells(struct fmt *f)
{
	size_t token = 0;

	for (size_t i = 0; i < f->cells; i++) {
		struct cell *cell = &f->cell[i];
		uint32_t at = cell->code.start;

		while (token < f->tokens.count && f->tokens.token[token].span.start < at)
			token++;
		for (; token < f->tokens.count && token_end(f, token) <= span_end(cell->code); token++) {
			struct span span = f->tokens.token[token].span;

			if (f->tokens.token[token].type == C_COMMENT &&
			    (!f->joins[token] || fmt_has_newline(f, span.start, span_end(span))))
				return "a comment stands within a macro";
			if (fmt_has_newline(f, at, span.start))
				str_add_char(&cell->text, ' ');
			else
				str_add_bytes(&cell->text, f->text + at, span.start - at);
			str_add_bytes(&cell->text, f->text + span.start, span.len);
			at = span_end(span);
		}
	}
	return NULL;
}

const char *fmt_find_cells(struct fmt *f, size_t layer)
{
	const char *why = find_bindings(f, layer);

	if (why)
		return why;
	if (!c_tokens_scan(&f->tokens, f->text + f->region.start, f->region.len))
		return "it is too long";
	for (size_t i = 0; i < f->tokens.count; i++)
		f->tokens.token[i].span.start += f->region.start;
	f->joins = mem_new(f->tokens.count + 1, sizeof(*f->joins));
	why = find_code(f);
	return why ? why : join_cells(f);
}
