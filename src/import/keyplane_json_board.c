/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/mem.h"
#include "keyplane_json_private.h"
#include "model/symbol.h"

static const struct json *items(const struct json *list)
{
	return list && list->type == JSON_ARRAY ? list->first : NULL;
}

static size_t count_items(const struct json *list, size_t most)
{
	return !items(list) ? 0 : list->count < most ? list->count : most;
}

/* Units or degrees as hundredths. */
static int16_t read_hundredths(const struct json *object, const char *name, int16_t usual)
{
	const struct json *node = json_find(object, name);
	double value = node && node->type == JSON_NUMBER ? node->number * 100 : usual;

	return value > INT16_MAX   ? INT16_MAX
	       : value < INT16_MIN ? INT16_MIN
				   : (int16_t)(value < 0 ? value - 0.5 : value + 0.5);
}

static int read_int(const struct json *object, const char *name, int most, int usual)
{
	int64_t value;

	return json_int(json_find(object, name), 0, most, &value) ? (int)value : usual;
}

static struct key read_key(const struct json *node)
{
	struct key key = {
		.x_cu = read_hundredths(node, "x", 0),
		.y_cu = read_hundredths(node, "y", 0),
		.w_cu = read_hundredths(node, "w", 100),
		.h_cu = read_hundredths(node, "h", 100),
		.turn_cdeg = read_hundredths(node, "r", 0),
		.encoder = (int8_t)read_int(node, "encoder", KEYBOARD_MAX_ENCODERS - 1, -1),
		.hand = json_text(json_find(node, "hand"))[0],
		.label = symbol(json_text(json_find(node, "label"))),
	};
	const struct json *matrix = items(json_find(node, "matrix"));
	int64_t row, col;

	if (matrix && json_int(matrix, 0, KEYBOARD_MAX_ROWS - 1, &row) && matrix->next &&
	    json_int(matrix->next, 0, KEYBOARD_MAX_COLS - 1, &col)) {
		key.row = (uint8_t)row;
		key.col = (uint8_t)col;
	}
	if (key.turn_cdeg) {
		key.pivot_x_cu = read_hundredths(node, "rx", (int16_t)(key.x_cu + key.w_cu / 2));
		key.pivot_y_cu = read_hundredths(node, "ry", (int16_t)(key.y_cu + key.h_cu / 2));
	}
	return key;
}

static void read_layout(const struct json *node, struct layout *out)
{
	const struct json *keys = json_find(node, "keys"), *key = items(keys);

	out->name = mem_copy_text(json_text(json_find(node, "name")));
	out->keys = count_items(keys, KEYBOARD_MAX_KEYS);
	out->key = mem_new(out->keys + 1, sizeof(*out->key));
	for (size_t i = 0; i < out->keys; i++, key = key->next)
		out->key[i] = read_key(key);
}

/* No key lies outside of the matrix, whatever the text says of its size. */
static void fit_matrix(struct keyboard *kb)
{
	for (size_t i = 0; i < kb->layouts; i++) {
		for (size_t k = 0; k < kb->layout[i].keys; k++) {
			const struct key *key = &kb->layout[i].key[k];

			kb->rows = key->row >= kb->rows ? key->row + 1 : kb->rows;
			kb->cols = key->col >= kb->cols ? key->col + 1 : kb->cols;
		}
	}
}

struct keyboard *keyplane_read_keyboard(const struct json *node)
{
	const struct json *layouts = json_find(node, "layouts"), *layout = items(layouts);
	struct keyboard *kb;

	if (!layout)
		return NULL;
	kb = keyboard_new();
	mem_set_text(&kb->id, json_text(json_find(node, "id")));
	mem_set_text(&kb->name, json_text(json_find(node, "name")));
	kb->rows = read_int(node, "rows", KEYBOARD_MAX_ROWS, 0);
	kb->cols = read_int(node, "cols", KEYBOARD_MAX_COLS, 0);
	kb->encoders = read_int(node, "encoders", KEYBOARD_MAX_ENCODERS, 0);
	kb->usb_vid = (uint16_t)read_int(node, "usb_vid", UINT16_MAX, 0);
	kb->usb_pid = (uint16_t)read_int(node, "usb_pid", UINT16_MAX, 0);
	kb->layouts = count_items(layouts, KEYBOARD_MAX_LAYOUTS);
	kb->layout = mem_new(kb->layouts, sizeof(*kb->layout));
	for (size_t i = 0; i < kb->layouts; i++, layout = layout->next)
		read_layout(layout, &kb->layout[i]);
	fit_matrix(kb);
	return kb;
}
