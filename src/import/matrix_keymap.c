/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "matrix_keymap.h"
#include "model/symbol.h"

const struct diagnostic_kind matrix_bad_binding = { "keymap-binding", SEVERITY_ERROR };
const struct diagnostic_kind matrix_bad_size = { "keymap-length", SEVERITY_ERROR };
const struct diagnostic_kind matrix_bad_value = { "keymap-value", SEVERITY_WARNING };

enum { UNIT = 100 };

void matrix_keymap_init(struct matrix_keymap *m)
{
	m->cell = mem_new(m->layers * (size_t)(m->rows * m->cols), sizeof(*m->cell));
	m->turn = mem_new(m->layers * m->encoders * TURN_COUNT, sizeof(*m->turn));
}

const struct json **matrix_keymap_cell(struct matrix_keymap *m, size_t layer, int row, int col)
{
	return &m->cell[(layer * (size_t)m->rows + (size_t)row) * (size_t)m->cols + (size_t)col];
}

const struct json **matrix_keymap_turn(struct matrix_keymap *m, size_t layer, size_t encoder, int turn)
{
	return &m->turn[(layer * m->encoders + encoder) * TURN_COUNT + (size_t)turn];
}

void matrix_keymap_report(struct matrix_keymap *m, const struct diagnostic_kind *kind,
			  const struct json *node, struct place place, const char *fmt, ...)
{
	struct str s = STR_INIT;
	va_list ap;

	json_place(m->doc, node->span.start, &place.line, &place.column);
	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	diagnostics_add(m->diagnostics, kind, place, "%s", str_text(&s));
	str_release(&s);
}

/* Vial's app writes -1 where the matrix has no key. */
static bool is_absent(const struct json *node)
{
	int64_t value;

	return !node || json_int(node, -1, -1, &value);
}

static bool is_present(struct matrix_keymap *m, int row, int col)
{
	for (size_t layer = 0; row < m->rows && col < m->cols && layer < m->layers; layer++)
		if (!is_absent(*matrix_keymap_cell(m, layer, row, col)))
			return true;
	return false;
}

static bool has_all(struct matrix_keymap *m, const struct layout *layout)
{
	for (size_t i = 0; i < layout->keys; i++)
		if (!is_present(m, layout->key[i].row, layout->key[i].col))
			return false;
	return true;
}

/* How many keys of the matrix it shows: a place that two keys share counts once. */
static size_t count_places(const struct layout *layout)
{
	bool seen[KEYBOARD_MAX_ROWS * KEYBOARD_MAX_COLS] = { false };
	size_t count = 0;

	for (size_t i = 0; i < layout->keys; i++) {
		bool *place = &seen[layout->key[i].row % KEYBOARD_MAX_ROWS * KEYBOARD_MAX_COLS +
				    layout->key[i].col % KEYBOARD_MAX_COLS];

		count += !*place;
		*place = true;
	}
	return count;
}

static const struct layout *choose_layout(struct matrix_keymap *m, const struct keyboard *kb)
{
	const struct layout *best = keyboard_find_layout(kb, m->in->layout ? m->in->layout : "");
	size_t most = 0;

	if (best)
		return best;
	for (size_t i = 0; i < kb->layouts; i++) {
		size_t places = count_places(&kb->layout[i]);

		if (places > most && has_all(m, &kb->layout[i])) {
			best = &kb->layout[i];
			most = places;
		}
	}
	return best ? best : &kb->layout[0];
}

/* A key for each place that has a keycode on some layer, where the matrix has it. */
static struct keyboard *draw_matrix(struct matrix_keymap *m)
{
	struct keyboard *kb = keyboard_new();
	struct layout *layout;

	kb->guessed = true;
	kb->rows = m->rows;
	kb->cols = m->cols;
	kb->encoders = (int)m->encoders;
	kb->layouts = 1;
	kb->layout = mem_new(1, sizeof(*kb->layout));
	layout = &kb->layout[0];
	layout->name = mem_copy_text("LAYOUT");
	layout->key = mem_new((size_t)(m->rows * m->cols), sizeof(*layout->key));
	for (int row = 0; row < m->rows; row++)
		for (int col = 0; col < m->cols; col++)
			if (is_present(m, row, col) && layout->keys < KEYBOARD_MAX_KEYS)
				layout->key[layout->keys++] =
					(struct key){ .x_cu = (int16_t)(col * UNIT),
						      .y_cu = (int16_t)(row * UNIT),
						      .w_cu = UNIT,
						      .h_cu = UNIT,
						      .pivot_x_cu = (int16_t)(col * UNIT + UNIT / 2),
						      .pivot_y_cu = (int16_t)(row * UNIT + UNIT / 2),
						      .row = (uint8_t)row,
						      .col = (uint8_t)col,
						      .encoder = -1 };
	return kb;
}

struct action matrix_keymap_action(struct matrix_keymap *m, const struct json *node, struct place place)
{
	struct action action = { .kind = ACTION_NONE };
	struct err err = { 0 };
	int64_t number;
	uint16_t value;

	if (json_int(node, 0, UINT16_MAX, &number))
		return keycode_dialect_action(m->dialect, (uint16_t)number);
	if (node->type == JSON_TEXT &&
	    (!node->text[0] || keycode_dialect_parse(m->dialect, node->text, &action, &err)))
		/* VIA's app writes a right modifier with the left one, which is the same number. */
		return keycode_dialect_value(m->dialect, action, &value)
			       ? keycode_dialect_action(m->dialect, value)
			       : action;
	if (node->type == JSON_TEXT)
		matrix_keymap_report(
			m, &matrix_bad_binding, node, place,
			"\"%.200s\" cannot be read: %s; it does nothing here, and stays in the file "
			"as it is",
			node->text, err.text);
	else
		matrix_keymap_report(
			m, &matrix_bad_binding, node, place,
			"expected a keycode such as \"KC_A\", or -1 where there is no key, found %s",
			json_type_name(node->type));
	return (struct action){ .kind = ACTION_NONE };
}

/* What is between the quotes, or the whole value. */
static struct span inner_span(const struct json *node)
{
	struct span span = node->span;

	if (node->type == JSON_TEXT && !node->bare) {
		span.start++;
		span.len -= 2;
	}
	return span;
}

static struct action read_node(struct matrix_keymap *m, const struct json *node, struct place place,
			       struct source_binding *binding)
{
	if (!node) {
		binding->fixed = symbol("the file has no place for it");
		return (struct action){ .kind = ACTION_NONE };
	}
	binding->span = inner_span(node);
	if (is_absent(node)) {
		binding->fixed = symbol("the file says that there is no key, with -1");
		return (struct action){ .kind = ACTION_NONE };
	}
	return matrix_keymap_action(m, node, place);
}

static void read_layer(struct matrix_keymap *m, size_t layer, struct source_binding *binding)
{
	struct place place = PLACE_NONE;

	place.layer = (int)layer;
	for (size_t i = 0; i < m->layout->keys; i++) {
		const struct key *key = &m->layout->key[i];
		bool inside = key->row < m->rows && key->col < m->cols;

		place.key = (int)i;
		keymap_put(m->map, layer, i,
			   read_node(m, inside ? *matrix_keymap_cell(m, layer, key->row, key->col) : NULL,
				     place, &binding[i]));
	}
	place.key = -1;
	for (size_t i = 0; i < keymap_encoders(m->map); i++) {
		for (int turn = 0; turn < TURN_COUNT; turn++) {
			const struct json *node =
				i < m->encoders ? *matrix_keymap_turn(m, layer, i, turn) : NULL;

			place.encoder = (int)i;
			keymap_put_turn(m->map, layer, i, (enum turn)turn,
					read_node(m, node, place,
						  &binding[m->layout->keys + i * TURN_COUNT + (size_t)turn]));
		}
	}
}

static void tell_matrix(struct matrix_keymap *m, const struct keyboard *kb)
{
	if ((kb->rows && kb->rows != m->rows) || (kb->cols && kb->cols != m->cols))
		diagnostics_add(
			m->diagnostics, &matrix_bad_size, PLACE_NONE,
			"the file is for a matrix of %d rows and %d columns, and %s has %d and %d: keys are "
			"taken by their row and column",
			m->rows, m->cols, kb->name[0] ? kb->name : "the keyboard", kb->rows, kb->cols);
	if ((size_t)kb->encoders != m->encoders)
		diagnostics_add(m->diagnostics, &matrix_bad_size, PLACE_NONE,
				"the keyboard has %d encoders, and the file binds %zu", kb->encoders,
				m->encoders);
}

struct keymap *matrix_keymap_map(struct matrix_keymap *m, struct document *out)
{
	const struct keyboard *kb = m->in->keyboard;
	size_t encoders = m->encoders;

	if (kb) {
		tell_matrix(m, kb);
		m->layout = choose_layout(m, kb);
		encoders = (size_t)kb->encoders > encoders ? (size_t)kb->encoders : encoders;
	} else {
		out->board = draw_matrix(m);
		m->layout = &out->board->layout[0];
	}
	out->used = m->layout;
	m->map = keymap_new(m->layers, m->layout->keys, encoders);
	m->binding = mem_new(m->layers * keymap_slots(m->map), sizeof(*m->binding));
	for (size_t layer = 0; layer < m->layers; layer++) {
		keymap_put_layer_origin(m->map, layer, (int)layer);
		read_layer(m, layer, m->binding + layer * keymap_slots(m->map));
	}
	return m->map;
}

void matrix_keymap_finish(struct matrix_keymap *m, const struct json *layers, struct document *out)
{
	size_t count = m->layers * keymap_slots(m->map);

	out->map = m->map;
	out->source = source_new(m->in->text, m->in->len, m->map);
	out->source->root = json_root(m->doc)->span;
	out->source->layers = layers->span;
	out->source->dialect = m->dialect;
	memcpy(out->source->binding, m->binding, count * sizeof(*m->binding));
	free(m->binding);
	free(m->cell);
	free(m->turn);
}

bool matrix_keymap_read(const struct import_input *in,
			bool (*read)(struct matrix_keymap *matrix, const struct json *root,
				     struct document *out, struct err *err),
			struct document *out, struct diagnostics *diagnostics, struct err *err)
{
	struct json_doc *doc = json_parse(in->text, in->len, err);
	struct matrix_keymap matrix = { .doc = doc, .in = in, .diagnostics = diagnostics };
	bool ok;

	*out = (struct document){ 0 };
	if (!doc)
		return false;
	out->keyboard = mem_copy_text("");
	out->keymap = mem_copy_text("");
	out->layout = mem_copy_text("");
	out->language = mem_copy_text("");
	ok = read(&matrix, json_root(doc), out, err);
	json_doc_free(doc);
	if (!ok)
		document_release(out);
	return ok;
}
