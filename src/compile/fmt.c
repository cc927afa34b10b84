/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "compile/rewrite.h"
#include "fmt_private.h"
#include "key_grid.h"

static const struct diagnostic_kind left_alone = { "fmt-layer", SEVERITY_NOTE };

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
	if (!fmt_has_newline(f, span_end(f->cell[f->cells - 1].code), end))
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
	if (!why && rows == 1 && !fmt_has_newline(f, f->region.start, span_end(f->region))) {
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

/* From the first binding to the last, with the white space and comments around: what a macro is given that makes the
 * list of them. */
static struct span find_region(const struct source *source, size_t layer)
{
	struct span all = { 0, 0 };
	struct c_scan scan = c_scan_start(source->text, source->len);
	struct c_token token;
	uint32_t before = 0;

	if (!span_is_nowhere(source->layer[layer].keys))
		return source->layer[layer].keys;
	for (size_t key = 0; key < keymap_keys(source->map); key++) {
		const struct source_binding *at = source_binding(source, layer, key);
		uint32_t end = span_end(all) > span_end(at->span) ? span_end(all) : span_end(at->span);

		if (at->file || span_is_nowhere(at->span))
			return (struct span){ 0, 0 };
		if (!key || at->span.start < all.start)
			all.start = at->span.start;
		all.len = end - all.start;
	}
	while (c_scan_next_code(&scan, &token) && token.span.start < span_end(all))
		if (span_end(token.span) <= all.start)
			before = span_end(token.span);
	return (struct span){ before,
			      (token.span.start >= span_end(all) ? token.span.start : scan.len) - before };
}

/* Layers that come out of one macro share what they stand in. */
static bool is_shared(const struct span *region, size_t regions, size_t own)
{
	for (size_t i = 0; i < regions; i++)
		if (i != own && region[i].start < span_end(region[own]) &&
		    region[own].start < span_end(region[i]))
			return true;
	return false;
}

static const char *fmt_layer(struct fmt *f, const struct span *region, size_t layer, struct str *out)
{
	size_t layers = keymap_layers(f->source->map);
	const char *why;

	f->region = region[layer];

	if (span_is_nowhere(f->region) || is_shared(region, layers, layer))
		return "it does not stand in this file by itself";
	if (f->layout->keys != keymap_keys(f->source->map))
		return "the layout has another number of keys";
	why = fmt_find_cells(f, layer);
	if (why)
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

static void leave(const struct fmt *f, size_t layer, const char *why, struct diagnostics *notes)
{
	struct place place = PLACE_NONE;

	place.layer = (int)layer;
	if (!span_is_nowhere(f->region))
		source_place(f->text, f->source->len, f->region.start, &place.line, &place.column);
	diagnostics_add(notes, &left_alone, place, "the layer is left as it is: %s", why);
}

void fmt_layers(const struct source *source, const struct layout *layout, struct str *out,
		struct diagnostics *notes)
{
	struct rewrite rewrite = { 0 };
	struct span region[KEYMAP_MAX_LAYERS], all = { 0, (uint32_t)source->len };
	const char *newline = strstr(source->text, "\r\n") ? "\r\n" : "\n";

	for (size_t layer = 0; layer < keymap_layers(source->map); layer++)
		region[layer] = find_region(source, layer);
	for (size_t layer = 0; layer < keymap_layers(source->map); layer++) {
		struct fmt f = {
			.source = source, .layout = layout, .text = source->text, .newline = newline
		};
		struct str text = STR_INIT;
		const char *why = fmt_layer(&f, region, layer, &text);

		if (why)
			leave(&f, layer, why, notes);
		else if (text.len != f.region.len ||
			 memcmp(str_text(&text), source->text + f.region.start, text.len) != 0)
			rewrite_replace(&rewrite, f.region, str_text(&text));
		str_release(&text);
		release(&f);
	}
	rewrite_print(&rewrite, source->text, all, out);
	rewrite_release(&rewrite);
}
