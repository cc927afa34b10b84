/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "keymap_c_private.h"
#include "model/term.h"

/*
 * New definitions: elements of the tables that QMK knows them by, with what those refer to declared before them.
 * Into the table that the document has, else into one in the block that is ours at its end.
 */

/* Where the document has a table: where its declaration begins, its last token but the brace, and the brace. */
struct place_of {
	bool found;
	struct c_token first, last, open, close;
};

/* @scan is behind the name of the table, in [ ] = { ... }. */
static bool take_table(struct c_scan *scan, struct place_of *out)
{
	struct c_token token;
	int depth = 0, brackets = 0;

	do {
		if (!c_scan_next_code(scan, &token) || c_token_is(scan->text, &token, ";") ||
		    (brackets == 1 && !c_token_is(scan->text, &token, "]")))
			return false; /* a size that is said would be wrong afterwards */
		brackets += c_token_is(scan->text, &token, "[") || c_token_is(scan->text, &token, "]");
	} while (!c_token_is(scan->text, &token, "{"));
	out->open = out->last = token;
	while (c_scan_next_code(scan, &token)) {
		if (token.directive)
			return false;
		if (!depth && c_token_is(scan->text, &token, "}")) {
			out->close = token;
			return out->found = true;
		}
		depth += c_token_is(scan->text, &token, "{") - c_token_is(scan->text, &token, "}");
		out->last = token;
	}
	return false;
}

static struct place_of find_table(const char *text, size_t len, const char *name)
{
	struct c_scan scan = c_scan_start(text, len);
	struct place_of place = { .found = false };
	struct c_token token;
	bool start = true;
	int depth = 0;

	while (c_scan_next_code(&scan, &token)) {
		if (token.directive) {
			start = true;
			continue;
		}
		if (start)
			place.first = token;
		depth += c_token_is(text, &token, "{") - c_token_is(text, &token, "}");
		start = !depth && (c_token_is(text, &token, ";") || c_token_is(text, &token, "}"));
		if (!depth && token.type == C_NAME && c_token_is(text, &token, name) &&
		    take_table(&scan, &place))
			return place;
	}
	return place;
}

bool c_update_has_table(const struct c_update *u, const char *name)
{
	return find_table(u->source->text, u->source->len, name).found;
}

static uint32_t line_start(const char *text, uint32_t at)
{
	while (at && text[at - 1] != '\n')
		at--;
	return at;
}

/* Behind the last element of a table, in the manner of that one; @first: none has been put there yet. */
static void put_element(struct c_update *u, const struct place_of *place, const char *element, bool first)
{
	const char *text = u->source->text;
	uint32_t end = span_end(place->last.span), line = line_start(text, place->last.span.start);
	bool comma = c_token_is(text, &place->last, ",");
	bool empty = place->last.span.start == place->open.span.start;
	struct str out = STR_INIT;

	if (memchr(text + end, '\n', place->close.span.start - end)) {
		if (first && !comma && !empty)
			rewrite_replace(&u->rewrite[0], (struct span){ end, 0 }, ",");
		/* Behind the comment of the last element. */
		end += (uint32_t)strcspn(text + end, "\r\n");
		c_update_add_text(u, &out, "\n");
		str_add_bytes(&out, text + line, strspn(text + line, " \t"));
		str_addf(&out, "%s%s,", empty ? "    " : "", element);
	} else {
		str_addf(&out, "%s %s%s", comma || (first && empty) ? "" : ",", element, comma ? "," : "");
	}
	rewrite_replace(&u->rewrite[0], (struct span){ end, 0 }, str_text(&out));
	str_release(&out);
}

static void put_before(struct c_update *u, uint32_t at, const struct str *text)
{
	struct str out = STR_INIT;

	c_update_add_text(u, &out, str_text(text));
	rewrite_replace(&u->rewrite[0], (struct span){ at, 0 }, str_text(&out));
	str_release(&out);
}

/* In the block that is ours, which comes to be when it is not there. */
static void put_block(struct c_update *u, const struct str *block)
{
	const struct source *source = u->source;
	struct str out = STR_INIT;
	uint32_t at = (uint32_t)source->len;

	if (!span_is_nowhere(source->ours)) {
		at = span_end(source->ours) - (uint32_t)strlen(SOURCE_OURS_END);
		c_update_add_text(u, &out, str_text(block));
	} else {
		bool ended = source->len && source->text[source->len - 1] == '\n';

		c_update_add_text(u, &out, ended ? "\n" : "\n\n");
		c_update_add_text(u, &out, SOURCE_OURS_BEGIN "\n");
		c_update_add_text(u, &out, str_text(block));
		c_update_add_text(u, &out, SOURCE_OURS_END "\n");
	}
	rewrite_replace(&u->rewrite[0], (struct span){ at, 0 }, str_text(&out));
	str_release(&out);
}

/* The definitions of one kind from index @first on. */
static bool put_new(struct c_update *u, const struct c_table *table, size_t first, struct str *block)
{
	struct place_of place = find_table(u->source->text, u->source->len, table->name);
	size_t count = keymap_definitions(u->map, table->kind);
	struct str elements = STR_INIT;
	bool ok = true;

	if (!place.found && first)
		return err_set(u->err, ERR_REFUSED,
			       "%s[] is no plain list in this file: put the %s there by hand", table->name,
			       table->what);
	for (size_t i = first; i < count && ok; i++) {
		const struct definition *definition = keymap_definition(u->map, table->kind, i);
		struct c_made made = { STR_INIT, STR_INIT };

		ok = table->make(u, definition, i, &made);
		if (ok && place.found) {
			put_before(u, place.first.span.start, &made.before);
			put_element(u, &place, str_text(&made.element), i == first);
		} else if (ok) {
			str_add(block, str_text(&made.before));
			str_addf(&elements, "    %s,\n", str_text(&made.element));
		}
		str_release(&made.before);
		str_release(&made.element);
	}
	if (elements.len)
		str_addf(block, "%s{\n%s};\n", table->head, str_text(&elements));
	str_release(&elements);
	return ok;
}

/* How many of them the text has when what became of those that it had is done. */
static bool put_changed(struct c_update *u, enum definition_kind kind, size_t *first)
{
	const struct c_table *table = c_update_find_table(kind);

	if (table)
		return c_update_changed(u, table, first);
	*first = keymap_definitions(u->source->map, kind);
	for (size_t i = 0; i < *first; i++)
		if (i >= keymap_definitions(u->map, kind) ||
		    !definition_equal(keymap_definition(u->source->map, kind, i),
				      keymap_definition(u->map, kind, i)))
			return err_set(u->err, ERR_REFUSED, "a %s of a keymap.c is code: change it by hand",
				       term_of_definition(kind));
	return true;
}

bool c_update_definitions(struct c_update *u)
{
	struct str block = STR_INIT;
	bool ok = true;

	/* What layers that move do to definitions is in the text already, or reads back as something else. */
	for (int kind = 0; !u->plan.moved && ok && kind < DEFINITION_KIND_COUNT; kind++) {
		const struct c_table *table = c_update_find_table((enum definition_kind)kind);
		size_t first, after = keymap_definitions(u->map, (enum definition_kind)kind);

		ok = put_changed(u, (enum definition_kind)kind, &first);
		if (ok && after > first && (!table || !table->make))
			ok = err_set(u->err, ERR_REFUSED,
				     "a keymap.c has combos, tap dances and key overrides; the rest is code");
		if (ok && after > first)
			ok = put_new(u, table, first, &block);
	}
	if (ok && block.len)
		put_block(u, &block);
	str_release(&block);
	return ok;
}
