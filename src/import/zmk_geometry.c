/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/text_board.h"
#include "zmk_keymap_private.h"
#include "zmk_layout_table.h"

static struct layout *add_layout(struct keyboard *kb, const char *name, size_t keys)
{
	struct layout *layout;

	kb->layout = mem_resize(kb->layout, kb->layouts + 1, sizeof(*kb->layout));
	layout = &kb->layout[kb->layouts++];
	*layout = (struct layout){ mem_copy_text(name), mem_new(keys + 1, sizeof(struct key)), keys };
	return layout;
}

static void widen_matrix(struct keyboard *kb, const struct key *key)
{
	if (key->row >= kb->rows)
		kb->rows = key->row + 1;
	if (key->col >= kb->cols)
		kb->cols = key->col + 1;
}

/* What zmk,physical-layout and data/zmk/layouts.tsv have of a key: w h x y angle and pivot, in hundredths. */
enum { ATTRIBUTES = 7 };

static bool key_of_attributes(const int64_t *value, struct key *out)
{
	for (int i = 0; i < ATTRIBUTES; i++)
		if (value[i] < INT16_MIN || value[i] > INT16_MAX)
			return false;
	if (value[0] < 1 || value[1] < 1)
		return false;
	*out = (struct key){ .w_cu = (int16_t)value[0],
			     .h_cu = (int16_t)value[1],
			     .x_cu = (int16_t)value[2],
			     .y_cu = (int16_t)value[3],
			     .turn_cdeg = (int16_t)value[4],
			     .pivot_x_cu = (int16_t)value[5],
			     .pivot_y_cu = (int16_t)value[6],
			     .encoder = -1 };
	return true;
}

/* keys = <&key_physical_attrs w h x y angle pivot>, ...: into @layout, whose keys are as many as there is room for. False
 * when there are not that many, or one of them is not understood. */
static bool read_keys(const struct dts *dts, const struct dts_node *node, struct layout *layout)
{
	const struct dts_property *keys = dts_find_property(node, "keys");
	int64_t value[ATTRIBUTES];
	size_t count = 0, values = ATTRIBUTES;

	for (const struct dts_part *part = keys ? keys->part : NULL; part; part = part->next) {
		struct dts_cell cell;
		uint32_t at = 0;

		while (dts_next_cell(dts, part, &at, &cell)) {
			if (cell.ref && (values != ATTRIBUTES || count == layout->keys))
				return false;
			if (cell.ref) {
				values = 0;
				continue;
			}
			if (values == ATTRIBUTES ||
			    !dts_number(dts, cell.tokens, NULL, NULL, &value[values++]))
				return false;
			if (values == ATTRIBUTES && !key_of_attributes(value, &layout->key[count++]))
				return false;
		}
	}
	return count == layout->keys;
}

/* What / { chosen { zmk,physical-layout = &label; }; } names; nothing when it says nothing. */
static void chosen_layout(const struct dts *dts, struct str *label)
{
	const struct dts_node *root = dts_root(dts);

	for (const struct dts_node *node = root->child; node && !label->len; node = node->next) {
		const struct dts_property *chosen =
			strcmp(node->name, "chosen") ? NULL : dts_find_property(node, "zmk,physical-layout");
		struct dts_range name;

		if (!chosen || !chosen->part || chosen->part->type != DTS_REF ||
		    chosen->part->tokens.count < 2)
			continue;
		name = chosen->part->tokens;
		dts_spell(dts, (struct dts_range){ name.first + 1, name.count - 1 }, label);
	}
}

static const struct dts_node *chosen_node(const struct dts *dts)
{
	struct str label = STR_INIT;
	const struct dts_node *node;

	chosen_layout(dts, &label);
	node = dts_find_label(dts, str_text(&label), label.len);
	str_release(&label);
	return node;
}

/* The layout among the nodes of @dts that has the keymap's number of keys: the chosen one, else the first. */
static struct keyboard *board_of_nodes(const struct zmk_reader *reader, const struct dts *dts)
{
	const struct dts_node *root = dts_root(dts), *chosen = chosen_node(dts);
	struct keyboard *kb = keyboard_new();
	bool found = false;

	for (const struct dts_node *node = root; node; node = dts_next(root, node)) {
		struct layout *layout;

		if ((found && node != chosen) || !dts_is_compatible(dts, node, "zmk,physical-layout"))
			continue;
		layout = add_layout(kb, node->label ? node->label->name : node->name, reader->keys);
		if (read_keys(dts, node, layout)) {
			if (found) { /* the chosen one goes first */
				struct layout other = kb->layout[0];

				kb->layout[0] = *layout;
				*layout = other;
			}
			found = true;
			continue;
		}
		free(layout->name);
		free(layout->key);
		kb->layouts--;
	}
	if (found) {
		for (size_t i = 0; i < kb->layouts; i++)
			for (size_t key = 0; key < kb->layout[i].keys; key++) {
				kb->layout[i].key[key].row = (uint8_t)(key / 16);
				kb->layout[i].key[key].col = (uint8_t)(key % 16);
				widen_matrix(kb, &kb->layout[i].key[key]);
			}
		return kb;
	}
	keyboard_free(kb);
	return NULL;
}

/* "0.1:100,0,150,100" and its like; @at is behind it. */
static struct key key_of_text(const char **at)
{
	int64_t value[ATTRIBUTES] = { 100, 100 };
	static const int order[ATTRIBUTES] = { 2, 3, 0, 1, 4, 5, 6 };
	struct key key = { 0 };
	char *end;
	long row = strtol(*at, &end, 10), col = strtol(end + 1, &end, 10);

	for (int i = 0; i < ATTRIBUTES && *end && *end != ' '; i++)
		value[order[i]] = strtol(end + 1, &end, 10);
	key_of_attributes(value, &key);
	key.row = (uint8_t)row;
	key.col = (uint8_t)col;
	*at = end + (*end == ' ');
	return key;
}

/* How much of @name a keyboard of that name explains: kyria_rev3_left is kyria_rev3, which is kyria. 0: nothing. */
static size_t fits(const char *keyboards, const char *name)
{
	size_t best = 0;

	for (const char *at = keyboards; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		if (!strncmp(at, name, len) && (!name[len] || name[len] == '_' || name[len] == '-') &&
		    len > best)
			best = len;
		at += len;
	}
	return best;
}

static struct keyboard *board_of_row(const struct zmk_layout *row)
{
	struct keyboard *kb = keyboard_new();
	struct layout *layout = add_layout(kb, row->node, row->keys);
	const char *at = row->key;

	for (size_t i = 0; i < row->keys; i++) {
		layout->key[i] = key_of_text(&at);
		widen_matrix(kb, &layout->key[i]);
	}
	return kb;
}

static struct keyboard *board_of_table(const struct zmk_reader *reader, const char *name)
{
	const struct zmk_layout *found = NULL;
	size_t best = 0;

	for (size_t i = 0; i < zmk_layout_table_rows; i++) {
		const struct zmk_layout *row = &zmk_layout_table[i];
		size_t fit = row->keys == reader->keys ? fits(row->keyboards, name) : 0;

		if (fit > best) {
			best = fit;
			found = row;
		}
	}
	return found ? board_of_row(found) : NULL;
}

/* A layout of ZMK's tree that a text which includes it refers to: `&foostan_corne_6col_layout { ... };`, or as the chosen
 * one. */
static struct keyboard *board_of_reference(const struct zmk_reader *reader, const struct dts *dts)
{
	struct keyboard *kb = NULL;
	struct str chosen = STR_INIT;

	chosen_layout(dts, &chosen);
	for (size_t i = 0; i < zmk_layout_table_rows && !kb; i++) {
		const struct zmk_layout *row = &zmk_layout_table[i];
		bool refers = !strcmp(str_text(&chosen), row->node);

		for (const struct dts_node *node = dts_foreign(dts); node && !refers; node = node->next)
			refers = !strcmp(node->name + 1, row->node);
		if (refers && row->keys == reader->keys)
			kb = board_of_row(row);
	}
	str_release(&chosen);
	return kb;
}

/* Where the bindings of @layer are in @file: those that one use of a macro gives share its stretch among them. How many
 * have one. */
static size_t find_spans(const struct zmk_reader *reader, size_t layer, uint16_t file, struct span *span)
{
	const struct source_binding *binding = reader->source->binding + layer * keymap_slots(reader->map);
	size_t placed = 0, count;

	for (size_t key = 0; key < reader->keys; key += count) {
		struct span call = binding[key].call;

		for (count = 1; key + count < reader->keys && binding[key].fixed && call.len &&
				binding[key + count].call.start == call.start;)
			count++;
		for (size_t i = 0; i < count; i++) {
			uint32_t part = call.len / (uint32_t)count;

			if (binding[key].file != file)
				span[key + i] = (struct span){ 0 };
			else if (binding[key].span.len)
				span[key + i] = binding[key].span;
			else
				span[key + i] = (struct span){ call.start + (uint32_t)i * part, part };
			placed += span[key + i].len > 0;
		}
	}
	return placed;
}

/* The layer that has the most bindings in one file tells where the keys are. */
static struct keyboard *board_of_text(const struct zmk_reader *reader)
{
	struct span *span = mem_new(reader->keys, sizeof(*span));
	size_t best = 0, most = 0, len;
	struct keyboard *kb;
	uint16_t file;

	for (size_t i = 0; i < reader->layers; i++) {
		size_t placed = find_spans(reader, i, source_binding(reader->source, i, 0)->file, span);

		if (placed > most) {
			most = placed;
			best = i;
		}
	}
	file = source_binding(reader->source, best, 0)->file;
	find_spans(reader, best, file, span);
	kb = text_board("", source_text(reader->source, file, &len), span, reader->keys, reader->encoders);
	free(span);
	return kb;
}

/* Layouts that the keyboard's own files have, where the folders of the document have them. */
static struct keyboard *board_of_overlay(struct zmk_reader *reader, const char *name)
{
	static const char *const ends[] = { ".overlay", ".dtsi", "_left.overlay", "-layouts.dtsi", ".dts" };
	struct keyboard *kb = NULL;

	for (size_t i = 0; i < COUNT(ends) && !kb; i++) {
		struct diagnostics ignored = { 0 };
		struct import_input in = *reader->in;
		struct str text = STR_INIT;
		struct cpp *cpp;
		struct dts *dts;

		str_addf(&text, "#include \"%s%s\"\n", name, ends[i]);
		in.text = str_text(&text);
		in.len = text.len;
		cpp = cpp_run(&in, &ignored);
		dts = dts_parse(cpp, &ignored);
		if (!cpp_failure(cpp))
			kb = board_of_nodes(reader, dts);
		if (!kb)
			kb = board_of_reference(reader, dts);
		dts_free(dts);
		cpp_free(cpp);
		diagnostics_release(&ignored);
		str_release(&text);
	}
	return kb;
}

static const struct layout *layout_of_input(const struct zmk_reader *reader)
{
	const struct keyboard *kb = reader->in->keyboard;

	for (size_t i = 0; kb && i < kb->layouts; i++)
		if (kb->layout[i].keys == reader->keys)
			return &kb->layout[i];
	return NULL;
}

void zmk_put_geometry(struct zmk_reader *reader, struct document *out)
{
	out->used = layout_of_input(reader);
	if (!out->used) {
		out->board = board_of_nodes(reader, reader->dts);
		if (!out->board)
			out->board = board_of_reference(reader, reader->dts);
		if (!out->board && *out->keyboard)
			out->board = board_of_overlay(reader, out->keyboard);
		if (!out->board)
			out->board = board_of_table(reader, out->keyboard);
		if (!out->board)
			out->board = board_of_text(reader);
		out->board->encoders = (int)reader->encoders;
		mem_set_text(&out->board->name, out->keyboard);
		out->used = &out->board->layout[0];
	}
	out->layout = mem_copy_text(out->used->name);
}
