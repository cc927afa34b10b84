/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_scan.h"
#include "model/symbol.h"
#include "zmk_print.h"
#include "zmk_text.h"
#include "zmk_update.h"

/*
 * Definitions that came since the text was read stand in one block of our own
 * before the keymap, which is written anew. Those of the rest of the text
 * stay as they are there.
 */

/* What @map has for @like; NULL: nothing. Two of a name, which ZMK refuses, are one. */
static const struct definition *find(const struct keymap *map, const struct definition *like)
{
	enum definition_kind kind = (enum definition_kind)like->kind;
	const struct definition *named = NULL;

	for (size_t i = 0; i < keymap_definitions(map, kind); i++) {
		const struct definition *d = keymap_definition(map, kind, i);

		if (d->name != like->name || zmk_container_of(d) != zmk_container_of(like))
			continue;
		if (definition_equal(d, like))
			return d;
		named = d;
	}
	return named;
}

/* Whether our block has it. */
static bool is_ours(const struct zmk_update *u, const struct definition *definition)
{
	struct span ours = u->source->ours;
	struct c_scan scan = c_scan_start(u->source->text, span_end(ours));
	struct c_token token, before = { .type = C_COMMENT };

	scan.at = ours.start;
	while (c_scan_next_code(&scan, &token)) {
		if ((c_token_is(u->source->text, &token, "{") || c_token_is(u->source->text, &token, ":")) &&
		    c_token_is(u->source->text, &before, symbol_text(definition->name)))
			return true;
		before = token;
	}
	return false;
}

/* What the text's definition is now that its layers have other numbers. */
static bool is_same(const struct zmk_update *u, const struct definition *before,
		    const struct definition *after)
{
	struct definition moved = *before;
	bool same;

	if (definition_equal(before, after))
		return true;
	moved.layer_mask = layer_plan_mask(&u->plan, before->layer_mask);
	moved.step = mem_new(before->steps + 1, sizeof(*moved.step));
	for (size_t i = 0; i < before->steps; i++) {
		moved.step[i] = before->step[i];
		moved.step[i].action = layer_plan_action(&u->plan, before->step[i].action);
	}
	same = definition_equal(&moved, after);
	free(moved.step);
	return same;
}

/* The number behind `&zip_temp_layer` is a layer's, and the value is kept as it is spelled. */
static bool speaks_of_moved(const struct zmk_update *u, const struct definition *definition)
{
	static const char word[] = "&zip_temp_layer ";

	for (size_t i = 0; i < definition->options; i++) {
		const char *at = symbol_text(definition->option[i].text);

		while ((at = strstr(at, word))) {
			unsigned long layer = strtoul(at += strlen(word), NULL, 10);

			if (layer < keymap_layers(u->source->map) && u->plan.to[layer] != (int)layer)
				return true;
		}
	}
	return false;
}

static bool takes(const void *data, const struct definition *definition)
{
	const struct zmk_update *u = data;

	return !find(u->source->map, definition) || is_ours(u, definition);
}

/* Whether the block changes. False, in u->err: a definition changed that is not in it. */
static bool check(const struct zmk_update *u, bool *changed)
{
	*changed = false;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		enum definition_kind k = (enum definition_kind)kind;

		for (size_t i = 0; i < keymap_definitions(u->map, k); i++) {
			const struct definition *after = keymap_definition(u->map, k, i);
			const struct definition *before = find(u->source->map, after);

			if (before && is_same(u, before, after))
				continue;
			*changed = true;
			if (before && !is_ours(u, after))
				return err_set(u->err, ERR_REFUSED,
					       "%s is defined in the text itself: change it there",
					       symbol_text(after->name));
			if (!zmk_text_is_name(symbol_text(after->name)))
				return err_set(u->err, ERR_REFUSED,
					       "'%s' is no name of a devicetree: use letters, digits and _",
					       symbol_text(after->name));
		}
		for (size_t i = 0; i < keymap_definitions(u->source->map, k); i++) {
			const struct definition *before = keymap_definition(u->source->map, k, i);

			if (u->plan.moved && speaks_of_moved(u, before))
				return err_set(
					u->err, ERR_REFUSED,
					"&%s has an input processor for a layer that would get another "
					"number: move layers by hand",
					symbol_text(before->name));
			if (find(u->map, before))
				continue;
			*changed = true;
			if (!is_ours(u, before))
				return err_set(u->err, ERR_REFUSED,
					       "%s is defined in the text itself: take it out there first",
					       symbol_text(before->name));
		}
	}
	return true;
}

/* Where the statement begins that has the layers in it, outside of all braces. */
static uint32_t before_keymap(const struct zmk_update *u)
{
	struct c_scan scan = c_scan_start(u->source->text, u->source->len);
	struct c_token token;
	uint32_t start = 0, layers = u->source->layer ? u->source->layer[0].entry.start : 0;
	int depth = 0;
	bool begins = true;

	while (c_scan_next_code(&scan, &token) && token.span.start <= layers) {
		if (token.directive)
			continue;
		if (begins && !depth)
			start = token.span.start;
		depth += c_token_is(u->source->text, &token, "{") - c_token_is(u->source->text, &token, "}");
		begins = c_token_is(u->source->text, &token, ";");
	}
	return start;
}

/* Nothing when there is nothing in it. */
static void print_block(const struct zmk_update *u, struct str *out)
{
	struct zmk_print p = { u->map, zmk_update_layer_name, u, "    " };
	struct str changes = STR_INIT, nodes = STR_INIT;

	zmk_print_changes(&p, takes, u, &changes);
	zmk_print_containers(&p, takes, u, &nodes);
	if (changes.len || nodes.len)
		str_addf(out, "%s%s", SOURCE_OURS_BEGIN, str_text(&changes));
	if (nodes.len)
		str_addf(out, "\n/ {\n%s};\n", str_text(&nodes));
	if (out->len)
		str_add(out, SOURCE_OURS_END);
	str_release(&changes);
	str_release(&nodes);
}

/* With the text's own line ends. */
static char *with_newlines(const struct zmk_update *u, const char *text)
{
	struct str out = STR_INIT;
	bool cr = strstr(u->source->text, "\r\n") != NULL;

	for (; *text; text++) {
		if (*text == '\n' && cr)
			str_add_char(&out, '\r');
		str_add_char(&out, *text);
	}
	return str_take(&out);
}

bool zmk_update_block(struct zmk_update *u)
{
	struct str block = STR_INIT;
	struct span at = u->source->ours;
	bool changed;
	char *text;

	if (!check(u, &changed))
		return false;
	if (!changed)
		return true;
	print_block(u, &block);
	if (span_is_nowhere(at)) {
		at = (struct span){ before_keymap(u), 0 };
		str_add(&block, "\n\n");
	} else if (!block.len) {
		at.len += (uint32_t)strspn(u->source->text + span_end(at), "\r\n");
	}
	text = with_newlines(u, str_text(&block));
	zmk_update_put(u, 0, at, text);
	free(text);
	str_release(&block);
	return true;
}

/* Those that none of the files has. */
void zmk_update_includes(struct zmk_update *u)
{
	struct str have = STR_INIT, lines = STR_INIT;
	char *text;

	for (uint16_t file = 0; file <= u->source->includes; file++) {
		size_t len;
		const char *of = source_text(u->source, file, &len);

		str_add_bytes(&have, of, len);
	}
	zmk_print_includes(str_text(&u->added), str_text(&have), &lines);
	if (lines.len) {
		text = with_newlines(u, str_text(&lines));
		rewrite_replace(&u->rewrite[0], (struct span){ c_behind_includes(u->source->text, u->source->len), 0 }, text);
		free(text);
	}
	str_release(&have);
	str_release(&lines);
}
