/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "zmk_keymap_private.h"

static const struct diagnostic_kind no_binding = { "zmk-binding", SEVERITY_ERROR };
static const struct diagnostic_kind unknown = { "zmk-behavior-unknown", SEVERITY_WARNING };
static const struct diagnostic_kind elsewhere = { "zmk-behavior-elsewhere", SEVERITY_NOTE };

enum { CELLS_MAX = 2, TOLD_MAX = 100 };

static void add(struct zmk_bindings *out, struct dts_range tokens, struct action action)
{
	out->item = mem_grow(out->item, out->count, &out->cap, sizeof(*out->item));
	out->item[out->count++] = (struct zmk_binding){ tokens, action };
}

static struct action raw(const struct str *text)
{
	return (struct action){ .kind = ACTION_RAW,
				.flags = ACTION_ZMK_TEXT,
				.arg = { symbol_of_bytes(str_text(text), text->len) } };
}

/* A behaviour that nothing defines, once. */
static void tell_unknown(struct zmk_reader *reader, struct dts_range tokens)
{
	const struct cpp_token *name = &reader->token[tokens.first + 1];
	bool missing = cpp_missing_count(reader->cpp) > 0;
	uint32_t symbol;

	if (tokens.count < 2 || dts_find_label(reader->dts, name->text, name->len) ||
	    zmk_behavior_find(name->text, name->len))
		return;
	symbol = symbol_of_bytes(name->text, name->len);
	for (size_t i = 0; i < reader->tolds; i++)
		if (reader->told[i] == symbol)
			return;
	if (reader->tolds == TOLD_MAX)
		return;
	reader->told = mem_grow(reader->told, reader->tolds, &reader->told_cap, sizeof(*reader->told));
	reader->told[reader->tolds++] = symbol;
	zmk_tell(reader, tokens, missing ? &elsewhere : &unknown,
		 missing ? "&%s is not defined here; one of the includes that are missing may do that"
			 : "&%s is defined nowhere; expected a behavior of ZMK's or of this file",
		 symbol_text(symbol));
}

static bool parse(struct zmk_reader *reader, struct dts_range tokens, struct action *out, struct err *err)
{
	struct str text = STR_INIT;
	bool read;

	dts_spell(reader->dts, tokens, &text);
	read = zmk_action_parse(str_text(&text), &reader->names, out, err);
	if (!read)
		*out = raw(&text);
	str_release(&text);
	return read;
}

static struct action read_binding(struct zmk_reader *reader, struct dts_range tokens)
{
	struct action action;
	struct err err;

	if (parse(reader, tokens, &action, &err))
		tell_unknown(reader, tokens);
	else
		zmk_tell(reader, tokens, &no_binding, "%s: it is kept as it is", err.text);
	return action;
}

/* A name that could be a macro of a file that is not there. */
static bool is_word(const struct zmk_reader *reader, struct dts_range cell)
{
	const struct cpp_token *token = &reader->token[cell.first];

	return cpp_missing_count(reader->cpp) && token->type == CPP_NAME &&
	       (cell.count > 1 || !zmk_key_parse(token->text, token->len, NULL, &(uint32_t){ 0 }));
}

static void add_word(struct zmk_reader *reader, struct dts_range cell, struct zmk_bindings *out)
{
	struct str text = STR_INIT;

	dts_spell(reader->dts, cell, &text);
	add(out, cell, raw(&text));
	str_release(&text);
}

static struct dts_range range_of(const struct dts_cell *first, const struct dts_cell *last)
{
	return (struct dts_range){ first->tokens.first,
				   last->tokens.first + last->tokens.count - first->tokens.first };
}

/* cell[0] is an &, and @words of the @cells behind it are words: as few of these as it takes to be a binding are bindings of
 * their own. False when that does not make one either. */
static bool add_with_words(struct zmk_reader *reader, const struct dts_cell *cell, size_t cells, size_t words,
			   struct zmk_bindings *out)
{
	struct action action;
	struct err err;

	for (size_t taken = cells < CELLS_MAX ? cells : CELLS_MAX;; taken--) {
		struct dts_range own = range_of(cell, &cell[taken]);

		if (taken + words < cells)
			return false;
		if (parse(reader, own, &action, &err)) {
			tell_unknown(reader, own);
			add(out, own, action);
			for (size_t i = taken + 1; i <= cells; i++)
				add_word(reader, cell[i].tokens, out);
			return true;
		}
		if (!taken)
			return false;
	}
}

/* A binding whose & is cell[0], with all cells up to the next &: when there are words in them, perhaps several,
 * `&kp A XXX`. */
static void add_binding(struct zmk_reader *reader, const struct dts_cell *cell, size_t count,
			struct zmk_bindings *out)
{
	size_t cells = count - 1, words = 0;
	struct dts_range all = range_of(cell, &cell[cells]);

	while (words < cells && is_word(reader, cell[cells - words].tokens))
		words++;
	if (!words || !add_with_words(reader, cell, cells, words, out))
		add(out, all, read_binding(reader, all));
}

static void read_part(struct zmk_reader *reader, const struct dts_part *part, struct zmk_bindings *out)
{
	struct dts_cell *cell = NULL, next;
	size_t count = 0, cap = 0;
	uint32_t at = 0;

	while (dts_next_cell(reader->dts, part, &at, &next)) {
		if (next.ref && count) {
			add_binding(reader, cell, count, out);
			count = 0;
		}
		if (next.ref || count) {
			cell = mem_grow(cell, count, &cap, sizeof(*cell));
			cell[count++] = next;
		} else if (is_word(reader, next.tokens)) {
			add_word(reader, next.tokens, out);
		} else {
			zmk_tell(reader, next.tokens, &no_binding,
				 "expected & and the name of a behavior, as in &kp A: it is kept as it is");
			add_word(reader, next.tokens, out);
		}
	}
	if (count)
		add_binding(reader, cell, count, out);
	free(cell);
}

void zmk_read_bindings(struct zmk_reader *reader, const struct dts_property *property,
		       struct zmk_bindings *out)
{
	for (const struct dts_part *part = property ? property->part : NULL; part; part = part->next)
		read_part(reader, part, out);
}
