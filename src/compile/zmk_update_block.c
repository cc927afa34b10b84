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

/* By its name. */
bool zmk_update_is_ours(const struct zmk_update *u, const struct definition *definition)
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

/* New ones, and what is in the block already. */
static bool takes(const void *data, const struct definition *definition)
{
	const struct zmk_update *u = data;
	const struct zmk_kind_plan *plan = &u->kind[definition->kind];
	size_t i = 0;

	while (i < plan->after && plan->now[i] != definition)
		i++;
	return i < plan->after && (plan->from[i] == LAYER_GONE || plan->ours[plan->from[i]]);
}

static bool check_moved(const struct zmk_update *u)
{
	for (int kind = 0; u->plan.moved && kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < u->kind[kind].before; i++)
			if (speaks_of_moved(u, u->kind[kind].old[i]))
				return err_set(
					u->err, ERR_REFUSED,
					"&%s has an input processor for a layer that would get another "
					"number: move layers by hand",
					symbol_text(u->kind[kind].old[i]->name));
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

char *zmk_update_with_newlines(const struct zmk_update *u, const char *text)
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

/* Whether a new one comes behind one that the text has from @at on. */
static bool is_behind(const struct zmk_update *u, uint32_t at)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		const struct zmk_kind_plan *plan = &u->kind[kind];
		bool passed = false;

		for (size_t i = 0; i < plan->after; i++) {
			int from = plan->from[i];
			const struct source_definition *place = from == LAYER_GONE ? NULL : plan->place[from];

			if (from == LAYER_GONE && passed)
				return true;
			passed |= place && !place->file && place->entry.start >= at;
		}
	}
	return false;
}

/* The block as the last thing of the text. */
static void put_last(const struct zmk_update *u, struct str *block)
{
	struct str text = STR_INIT;

	str_add(&text, u->source->len && u->source->text[u->source->len - 1] != '\n' ? "\n\n" : "\n");
	str_addf(&text, "%s\n", str_text(block));
	str_release(block);
	*block = text;
}

bool zmk_update_block(struct zmk_update *u)
{
	struct str block = STR_INIT;
	struct span at = u->source->ours;
	char *text;

	if (!check_moved(u))
		return false;
	if (!u->block_changed)
		return true;
	print_block(u, &block);
	if (span_is_nowhere(at)) {
		at = (struct span){ before_keymap(u), 0 };
		if (is_behind(u, at.start)) {
			at.start = (uint32_t)u->source->len;
			put_last(u, &block);
		} else {
			str_add(&block, "\n\n");
		}
	} else if (!block.len) {
		at.len += (uint32_t)strspn(u->source->text + span_end(at), "\r\n");
	}
	text = zmk_update_with_newlines(u, str_text(&block));
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
		text = zmk_update_with_newlines(u, str_text(&lines));
		rewrite_replace(&u->rewrite[0],
				(struct span){ c_behind_includes(u->source->text, u->source->len), 0 }, text);
		free(text);
	}
	str_release(&have);
	str_release(&lines);
}
