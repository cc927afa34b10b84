/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "c_scan.h"
#include "compile/fmt.h"
#include "compile/rewrite.h"
#include "key_grid.h"

static const struct diagnostic_kind left_alone = { "fmt-layer", SEVERITY_NOTE };

/* A binding, or the use of a macro that gives several, with the code around it that belongs to it. */
struct cell {
	struct span item; /* of the document, as all places are */
	size_t key, keys;
	struct span code;
	bool comma, blank; /* a comma follows; a blank line stands before it */
	struct str text;   /* on one line */
};

/* A comment that ends its line. */
struct remark {
	size_t cell; /* the one before it, or, above, the one behind it */
	bool above;
	struct span span;
};

enum { BEFORE_ALL = SIZE_MAX };

struct fmt {
	const struct source *source;
	const struct layout *layout;
	const char *text;
	struct span region; /* what stands between the brackets */
	struct c_tokens tokens;
	bool *joins; /* of tokens: comments that are part of a cell */
	struct cell *cell;
	size_t cells;
	struct remark *remark;
	size_t remarks, remark_cap;
	const char *newline;
	struct str indent;
};

static uint32_t token_end(const struct fmt *f, size_t token)
{
	return span_end(f->tokens.token[token].span);
}

static bool has_newline(const struct fmt *f, uint32_t from, uint32_t to)
{
	return to > from && memchr(f->text + from, '\n', to - from);
}

static uint32_t line_start(const struct fmt *f, uint32_t at)
{
	while (at && f->text[at - 1] != '\n')
		at--;
	return at;
}

static bool is_blank(const struct fmt *f, uint32_t from, uint32_t to)
{
	for (; from < to; from++)
		if (!strchr(" \t\r\n", f->text[from]))
			return false;
	return true;
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
static const char *find_cells(struct fmt *f, size_t layer)
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
		if (has_newline(f, token_end(f, i), i + 1 < next ? f->tokens.token[i + 1].span.start : to))
			return true;
	return false;
}

/* Whether nothing but comments is before it on its line. */
static bool begins_line(const struct fmt *f, size_t token)
{
	return f->tokens.token[token].line &&
	       has_newline(f, f->region.start, f->tokens.token[token].span.start);
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
			    (!f->joins[token] || has_newline(f, span.start, span_end(span))))
				return "a comment stands within a macro";
			if (has_newline(f, at, span.start))
				str_add_char(&cell->text, ' ');
			else
				str_add_bytes(&cell->text, f->text + at, span.start - at);
			str_add_bytes(&cell->text, f->text + span.start, span.len);
			at = span_end(span);
		}
	}
	return NULL;
}

/* The least indented of the lines that begin with a cell; of none, the line of the bracket and a step. */
static void find_indent(struct fmt *f)
{
	uint32_t best = 0, len = UINT32_MAX, start = line_start(f, f->region.start), end = start;

	for (size_t i = 0; i < f->cells; i++) {
		uint32_t line = line_start(f, f->cell[i].code.start);

		if (line < f->region.start || !is_blank(f, line, f->cell[i].code.start) ||
		    f->cell[i].code.start - line >= len)
			continue;
		best = line;
		len = f->cell[i].code.start - line;
	}
	if (len != UINT32_MAX) {
		str_add_bytes(&f->indent, f->text + best, len);
		return;
	}
	while (strchr(" \t", f->text[end]) && f->text[end])
		end++;
	str_add_bytes(&f->indent, f->text + start, end - start);
	str_add(&f->indent, end > start && f->text[start] == '\t' ? "\t" : "    ");
}

static bool is_line_comment(const struct fmt *f, struct span span)
{
	return span.len > 1 && f->text[span.start + 1] == '/';
}

/* A comment on a line of its own, as far in as it was. */
static void print_above(const struct fmt *f, struct span span, struct str *out)
{
	uint32_t start = line_start(f, span.start);

	str_add(out, f->newline);
	if (is_blank(f, start, span.start))
		str_add_bytes(out, f->text + start, span.start - start);
	else
		str_add(out, str_text(&f->indent));
	str_add_bytes(out, f->text + span.start, span.len);
}

/* The remarks of cells [first, end): what stands above the line, then, @behind, what follows it. Of several at the end
 * of one line, those that would take the rest of it go above. */
static void print_remarks(const struct fmt *f, size_t first, size_t end, bool behind, struct str *out)
{
	const struct remark *last = NULL;

	for (size_t i = 0; i < f->remarks; i++)
		if (!f->remark[i].above && f->remark[i].cell >= first && f->remark[i].cell < end)
			last = &f->remark[i];
	for (size_t i = 0; i < f->remarks; i++) {
		const struct remark *remark = &f->remark[i];
		bool goes_above = remark->above || (remark != last && is_line_comment(f, remark->span));

		if (remark->cell < first || remark->cell >= end || goes_above == behind)
			continue;
		if (goes_above) {
			print_above(f, remark->span, out);
			continue;
		}
		str_add_char(out, ' ');
		str_add_bytes(out, f->text + remark->span.start, remark->span.len);
	}
}

static void print_row(const struct fmt *f, size_t first, size_t end, const struct key_place *place,
		      struct str *out)
{
	int at = 0;

	if (f->cell[first].blank)
		str_add(out, f->newline);
	print_remarks(f, first, end, false, out);
	str_add(out, f->newline);
	str_add(out, str_text(&f->indent));
	for (size_t i = first; i < end; i++) {
		const struct cell *cell = &f->cell[i];
		int start = (int)place[cell->key].start, blanks = start > at ? start - at : i > first;

		str_pad(out, ' ', (size_t)blanks);
		str_add_bytes(out, str_text(&cell->text), cell->text.len);
		str_add(out, cell->comma ? "," : "");
		at += blanks + utf8_width(str_text(&cell->text)) + cell->comma;
	}
	print_remarks(f, first, end, true, out);
}

/* What is behind the last binding: remarks, and the bracket where it was. */
static void print_end(const struct fmt *f, struct str *out)
{
	uint32_t end = span_end(f->region), line = line_start(f, end);

	print_remarks(f, f->cells, f->cells + 1, false, out);
	if (!has_newline(f, span_end(f->cell[f->cells - 1].code), end))
		return;
	str_add(out, f->newline);
	if (is_blank(f, line, end))
		str_add_bytes(out, f->text + line, end - line);
}

/* NULL, or why the keys of one macro do not lie in one row. */
static const char *find_places(const struct fmt *f, struct key_place *place)
{
	size_t *width = mem_new(f->layout->keys + 1, sizeof(*width));
	const char *why = NULL;

	for (size_t i = 0; i < f->cells; i++) {
		const struct cell *cell = &f->cell[i];
		size_t all = (size_t)utf8_width(str_text(&cell->text)) + cell->comma + 1;

		for (size_t key = 0; key < cell->keys; key++)
			width[cell->key + key] = (all + cell->keys - 1) / cell->keys;
	}
	key_grid_find(f->layout, width, place);
	for (size_t i = 0; i < f->cells; i++)
		for (size_t key = 1; key < f->cell[i].keys; key++)
			if (place[f->cell[i].key + key].line)
				why = "one macro gives keys of two rows";
	free(width);
	return why;
}

static const char *print_layer(const struct fmt *f, struct str *out)
{
	struct key_place *place = mem_new(f->layout->keys + 1, sizeof(*place));
	const char *why = find_places(f, place);
	size_t rows = 0, n;

	for (size_t i = 0; i < f->cells; i++)
		rows += place[f->cell[i].key].line;
	if (!why && rows == 1 && !has_newline(f, f->region.start, span_end(f->region))) {
		str_add_bytes(out, f->text + f->region.start, f->region.len);
	} else if (!why) {
		/* Those on the line of the opening bracket stay there. */
		for (size_t i = 0; i < f->remarks; i++)
			if (f->remark[i].cell == BEFORE_ALL) {
				str_add_char(out, ' ');
				str_add_bytes(out, f->text + f->remark[i].span.start, f->remark[i].span.len);
			}
		for (size_t i = 0; i < f->cells; i += n) {
			for (n = 1; i + n < f->cells && !place[f->cell[i + n].key].line;)
				n++;
			print_row(f, i, i + n, place, out);
		}
		print_end(f, out);
	}
	free(place);
	return why;
}

/* Layers that come out of one macro share what they stand in. */
static bool is_shared(const struct source *source, size_t layer)
{
	struct span own = source->layer[layer].keys;

	for (size_t i = 0; i < keymap_layers(source->map); i++) {
		struct span other = source->layer[i].keys;

		if (i != layer && other.start < span_end(own) && own.start < span_end(other))
			return true;
	}
	return false;
}

static const char *fmt_layer(struct fmt *f, size_t layer, struct str *out)
{
	const char *why;

	f->region = f->source->layer ? f->source->layer[layer].keys : (struct span){ 0, 0 };
	if (span_is_nowhere(f->region) || is_shared(f->source, layer))
		return "it does not stand in this file by itself";
	if (f->layout->keys != keymap_keys(f->source->map))
		return "the layout has another number of keys";
	if ((why = find_cells(f, layer)))
		return why;
	if (!c_tokens_scan(&f->tokens, f->text + f->region.start, f->region.len))
		return "it is too long";
	for (size_t i = 0; i < f->tokens.count; i++)
		f->tokens.token[i].span.start += f->region.start;
	f->joins = mem_new(f->tokens.count + 1, sizeof(*f->joins));
	if ((why = find_code(f)) || (why = join_cells(f)))
		return why;
	find_indent(f);
	return print_layer(f, out);
}

static void release(struct fmt *f)
{
	c_tokens_release(&f->tokens);
	free(f->joins);
	for (size_t i = 0; i < f->cells; i++)
		str_release(&f->cell[i].text);
	free(f->cell);
	free(f->remark);
	str_release(&f->indent);
}

void fmt_layers(const struct source *source, const struct layout *layout, struct str *out,
		struct diagnostics *notes)
{
	struct rewrite rewrite = { 0 };
	struct span all = { 0, (uint32_t)source->len };
	const char *newline = strstr(source->text, "\r\n") ? "\r\n" : "\n";

	for (size_t layer = 0; layer < keymap_layers(source->map); layer++) {
		struct fmt f = {
			.source = source, .layout = layout, .text = source->text, .newline = newline
		};
		struct str text = STR_INIT;
		const char *why = fmt_layer(&f, layer, &text);

		if (!why && (text.len != f.region.len ||
			     memcmp(str_text(&text), source->text + f.region.start, text.len) != 0))
			rewrite_replace(&rewrite, f.region, str_text(&text));
		if (why) {
			struct place place = PLACE_NONE;

			place.layer = (int)layer;
			if (!span_is_nowhere(f.region))
				source_place(source->text, source->len, f.region.start, &place.line,
					     &place.column);
			diagnostics_add(notes, &left_alone, place, "the layer is left as it is: %s", why);
		}
		str_release(&text);
		release(&f);
	}
	rewrite_print(&rewrite, source->text, all, out);
	rewrite_release(&rewrite);
}
