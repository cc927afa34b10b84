/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"

static const struct diagnostic_kind bad_layer = { "keymap-c-layer", SEVERITY_WARNING };
static const struct diagnostic_kind bad_binding = { "keymap-c-binding", SEVERITY_ERROR };
static const struct diagnostic_kind bad_rows = { "keymap-c-rows", SEVERITY_ERROR };

void c_layers_release(struct c_layers *all)
{
	for (size_t i = 0; i < all->count; i++)
		free(all->item[i].binding);
	free(all->item);
	*all = (struct c_layers){ 0 };
}

static bool add_binding(struct keymap_c *r, struct c_layer *layer, struct c_run run, size_t row, size_t col)
{
	if (layer->bindings >= KEYBOARD_MAX_ROWS * KEYBOARD_MAX_COLS)
		return false;
	layer->binding = mem_grow(layer->binding, layer->bindings, &layer->cap, sizeof(*layer->binding));
	layer->binding[layer->bindings++] = (struct c_binding){ run, c_read_action(r, run, &bad_binding),
								(uint8_t)row, (uint8_t)col, C_NO_KEY };
	return true;
}

/* LAYOUT(...): in the order of its arguments. */
static void read_arguments(struct keymap_c *r, struct c_layer *layer)
{
	uint32_t at = layer->open + 1;
	struct c_item item;

	while (c_next_item(r, &at, layer->close, &item))
		if (!add_binding(r, layer, item.all, 0, 0))
			return;
}

/* Where in rows of values that may or may not have braces of their own (C11 6.7.9) one is read. */
struct cursor {
	size_t rows, cols, row, col;
};

static size_t designated(struct keymap_c *r, struct c_run designator, size_t otherwise)
{
	int64_t value;

	return designator.count && c_evaluate(r, designator, &value) && value >= 0 && value < UINT8_MAX
		       ? (size_t)value
		       : otherwise;
}

static bool read_cell(struct keymap_c *r, struct c_layer *layer, struct cursor *c, struct c_run value)
{
	if (c->row >= c->rows || c->col >= c->cols) {
		c_report(r, &bad_rows, value.first, "layer %zu has more than the matrix' %zu rows of %zu",
			 layer->number, c->rows, c->cols);
		return false;
	}
	if (!add_binding(r, layer, value, c->row, c->col++))
		return false;
	return true;
}

static bool read_row(struct keymap_c *r, struct c_layer *layer, struct cursor *c, uint32_t open)
{
	uint32_t at = open + 1, end = r->match[open];
	struct c_item item;

	while (c_next_item(r, &at, end, &item)) {
		c->col = designated(r, item.designator, c->col);
		if (item.value.count && !read_cell(r, layer, c, item.value))
			return false;
	}
	return true;
}

static void read_rows(struct keymap_c *r, struct c_layer *layer, size_t rows, size_t cols)
{
	uint32_t at = layer->open + 1;
	struct cursor c = { .rows = rows, .cols = cols };
	struct c_item item;

	while (c_next_item(r, &at, layer->close, &item)) {
		bool braces = c_is(r, item.value.first, "{") && item.value.count;

		if (c.col && (braces || c.col >= cols)) {
			c.row++;
			c.col = 0;
		}
		c.row = designated(r, item.designator, c.row);
		if (item.value.count && !(braces ? read_row(r, layer, &c, item.value.first)
						 : read_cell(r, layer, &c, item.value)))
			return;
		if (braces) {
			c.row++;
			c.col = 0;
		}
	}
}

/* Takes the 3 of [1 ... 3] =, which GCC has, off a designator; count 0: it has none. */
static struct c_run find_range(const struct keymap_c *r, struct c_run *designator)
{
	uint32_t end = designator->first + designator->count;

	for (uint32_t at = designator->first; at < end; at++)
		if (c_is(r, at, "...")) {
			designator->count = at - designator->first;
			return (struct c_run){ at + 1, end - at - 1 };
		}
	return (struct c_run){ 0, 0 };
}

static size_t last_of(const struct keymap_c *r, struct c_run range, size_t first)
{
	int64_t value;

	return range.count && c_evaluate(r, range, &value) && value > (int64_t)first &&
			       value < KEYMAP_MAX_LAYERS
		       ? (size_t)value
		       : first;
}

/* The number of a layer that does not say it: one behind the one before. What we do not know is named so from here on. */
static bool number_layer(struct keymap_c *r, struct c_layer *layer, size_t next, struct err *err)
{
	struct c_run d = layer->designator;
	const struct cpp_token *token = &r->token[d.first];
	int64_t value;

	layer->number = next;
	if (d.count && c_evaluate(r, d, &value)) {
		layer->number = value < 0 ? KEYMAP_MAX_LAYERS : (size_t)value;
	} else if (d.count) {
		c_report(r, &bad_layer, d.first,
			 "%.*s is declared in no file that is here; it is taken for layer %zu, by its place",
			 (int)token->len, token->text, next);
		if (d.count == 1 && token->type == CPP_NAME)
			c_add_constant(
				r, (struct c_constant){
					   token->text, token->len, C_NONE, { 0, 0 }, (int64_t)next, true });
	}
	return layer->number < KEYMAP_MAX_LAYERS ||
	       err_set(err, ERR_RANGE, "keymaps[] has a layer above %d, which QMK cannot have",
		       KEYMAP_MAX_LAYERS - 1);
}

static bool add_layer(struct keymap_c *r, struct c_layers *all, const struct c_item *item, struct err *err)
{
	size_t next = all->count ? all->item[all->count - 1].number + 1 : 0, last;
	struct c_layer layer = {
		.entry = item->all, .designator = item->designator, .comma = item->comma, .name = C_NONE
	};
	struct c_run range = find_range(r, &layer.designator);

	if (c_is_call(r, item->value, &layer.open))
		layer.name = item->value.first;
	else if (!c_braces(r, item->value, &layer.open))
		return err_set(err, ERR_PARSE,
			       "layer %zu of keymaps[] is no LAYOUT(...) and no { ... } of rows", next);
	layer.close = r->match[layer.open];
	if (!number_layer(r, &layer, next, err))
		return false;
	last = last_of(r, range, layer.number);
	layer.shared = last > layer.number;
	for (; layer.number <= last; layer.number++) {
		all->item = mem_grow(all->item, all->count, &all->cap, sizeof(*all->item));
		all->item[all->count++] = layer;
	}
	if (all->layers <= last)
		all->layers = last + 1;
	return true;
}

/* How many there are, where the array says so by itself: the 3 of keymaps[3][MATRIX_ROWS][MATRIX_COLS]. */
static bool read_dimension(const struct keymap_c *r, const struct c_object *object, int index, size_t *out)
{
	uint32_t at = object->dims.first, end = at + object->dims.count;
	int64_t value;

	while (index-- > 0 && at < end)
		at = r->match[at] + 1;
	if (at >= end || r->match[at] >= end ||
	    !c_evaluate(r, (struct c_run){ at + 1, r->match[at] - at - 1 }, &value) || value < 1 ||
	    value > KEYBOARD_MAX_ROWS)
		return false;
	*out = (size_t)value;
	return true;
}

/* Two of the same number: the later one counts, as in C. */
static void drop_replaced(struct c_layers *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->count; i++) {
		bool again = false;

		for (size_t later = i + 1; later < all->count; later++)
			again = again || all->item[later].number == all->item[i].number;
		if (again)
			free(all->item[i].binding);
		else
			all->item[kept++] = all->item[i];
	}
	all->count = kept;
}

static bool list_layers(struct keymap_c *r, struct c_layers *all, uint32_t open, struct err *err)
{
	uint32_t at = open + 1;
	struct c_item item;

	while (c_next_item(r, &at, r->match[open], &item)) {
		if (!item.value.count)
			continue;
		if (all->count >= 4 * KEYMAP_MAX_LAYERS)
			return err_set(err, ERR_RANGE, "keymaps[] has more than %d layers",
				       KEYMAP_MAX_LAYERS);
		if (!add_layer(r, all, &item, err))
			return false;
	}
	drop_replaced(all);
	return true;
}

bool c_read_layers(struct keymap_c *r, const struct c_object *object, struct err *err)
{
	const struct keyboard *kb = r->in->keyboard;
	size_t rows = kb && kb->rows ? (size_t)kb->rows : KEYBOARD_MAX_ROWS, layers;
	size_t cols = kb && kb->cols ? (size_t)kb->cols : KEYBOARD_MAX_COLS;
	uint32_t open;

	if (!c_braces(r, object->init, &open))
		return err_set(err, ERR_PARSE, "keymaps[] is given no { ... }");
	if (!list_layers(r, &r->keys, open, err))
		return false;
	if (!r->keys.count)
		return err_set(err, ERR_NOT_FOUND, "keymaps[] has no layers");
	read_dimension(r, object, 1, &rows);
	read_dimension(r, object, 2, &cols);
	for (size_t i = 0; i < r->keys.count; i++) {
		r->layer = (int)r->keys.item[i].number;
		if (r->keys.item[i].name != C_NONE)
			read_arguments(r, &r->keys.item[i]);
		else
			read_rows(r, &r->keys.item[i], rows, cols);
	}
	r->layer = -1;
	if (read_dimension(r, object, 0, &layers) && layers > r->keys.layers && layers <= KEYMAP_MAX_LAYERS)
		r->keys.layers = layers;
	return true;
}

/* { cw, ccw } and ENCODER_CCW_CW(ccw, cw), as two bindings: row the encoder, col the turn. */
static void read_encoder(struct keymap_c *r, struct c_layer *layer, struct c_run value, size_t encoder)
{
	uint32_t open, at, end;
	struct c_item item;
	bool call = c_is_call(r, value, &open);

	if (!call && !c_braces(r, value, &open))
		return;
	at = open + 1;
	end = r->match[open];
	for (size_t i = 0; i < TURN_COUNT && c_next_item(r, &at, end, &item); i++)
		add_binding(r, layer, item.value, encoder, (i == 0) == call ? TURN_CCW : TURN_CW);
}

static void read_encoders(struct keymap_c *r, struct c_layer *layer)
{
	uint32_t at = layer->open + 1;
	struct c_item item;
	size_t encoder = 0;

	if (layer->name != C_NONE) {
		read_encoder(r, layer, layer->entry, 0);
		return;
	}
	while (encoder < KEYMAP_MAX_ENCODERS && c_next_item(r, &at, layer->close, &item)) {
		encoder = designated(r, item.designator, encoder);
		if (item.value.count && encoder < KEYMAP_MAX_ENCODERS)
			read_encoder(r, layer, item.value, encoder++);
	}
}

bool c_read_turns(struct keymap_c *r, const struct c_object *object)
{
	struct err err;
	uint32_t open;

	if (!c_braces(r, object->init, &open))
		return false;
	if (!list_layers(r, &r->turns, open, &err)) {
		c_report(r, &bad_layer, object->name, "encoder_map[] is not read: %s", err.text);
		c_layers_release(&r->turns);
		return false;
	}
	for (size_t i = 0; i < r->turns.count; i++)
		read_encoders(r, &r->turns.item[i]);
	return true;
}
