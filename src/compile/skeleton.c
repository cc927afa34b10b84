/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "compile/generate.h"
#include "compile/skeleton.h"
#include "json_members.h"
#include "model/keyboard.h"

/* By how the processor's name begins; the first that fits counts. */
static const struct {
	const char *prefix, *bootloader;
} bootloaders[] = {
	{ "AT32", "at32-dfu" },          { "GD32V", "gd32v-dfu" },       { "MK20", "halfkay" },
	{ "MK66", "halfkay" },           { "MKL26", "halfkay" },         { "RP2040", "rp2040" },
	{ "STM32F103", "stm32duino" },   { "STM32", "stm32-dfu" },       { "WB32", "wb32-dfu" },
	{ "at90usb", "atmel-dfu" },      { "atmega16u", "atmel-dfu" },   { "atmega32u", "atmel-dfu" },
	{ "atmega328", "usbasploader" }, { "atmega32a", "bootloadhid" },
};

static const char *const key_members[] = { "x", "y", "w", "h", "r", "rx", "ry" };

struct matrix {
	uint32_t taken[SKELETON_MAX_ROWS]; /* a bit for each column */
	int rows, cols;
};

const char *skeleton_bootloader(const char *processor)
{
	for (size_t i = 0; i < COUNT(bootloaders); i++)
		if (!strncmp(processor, bootloaders[i].prefix, strlen(bootloaders[i].prefix)))
			return bootloaders[i].bootloader;
	return "custom";
}

static bool is_free(const struct matrix *matrix, int row, int col)
{
	return !(matrix->taken[row] & (uint32_t)1 << col);
}

/* The column of @row at @col, or the next one that is free right of it, else left of it; -1: the row is full.
 * */
static int take(struct matrix *matrix, int row, int col)
{
	int at = col;

	while (at < SKELETON_MAX_COLS && !is_free(matrix, row, at))
		at++;
	if (at == SKELETON_MAX_COLS)
		for (at = col; at >= 0 && !is_free(matrix, row, at); at--)
			;
	if (at < 0)
		return -1;
	matrix->taken[row] |= (uint32_t)1 << at;
	if (row >= matrix->rows)
		matrix->rows = row + 1;
	if (at >= matrix->cols)
		matrix->cols = at + 1;
	return at;
}

static struct json *new_pair(struct json_doc *doc, int row, int col)
{
	struct json *pair = json_new(doc, JSON_ARRAY);

	json_append(pair, json_new_int(doc, row));
	json_append(pair, json_new_int(doc, col));
	return pair;
}

static bool find_place(const struct json *key, const char *name, int limit, size_t index, int *at,
		       struct err *err)
{
	const struct json *node = json_member(key, name);

	if (!node || node->type != JSON_NUMBER || !(node->number >= 0))
		return err_set(err, ERR_PARSE, "key %zu of the layout has no %s that is 0 or more", index,
			       name);
	if (!(node->number < limit))
		return err_set(err, ERR_RANGE,
			       "key %zu of the layout lies further than %d keys from its corner", index,
			       limit);
	*at = (int)node->number;
	return true;
}

/* A copy of @key with its place in the matrix; NULL when it has none. */
static struct json *new_key(struct json_doc *doc, const struct json *key, size_t index, struct matrix *matrix,
			    struct err *err)
{
	struct json *copy = json_new(doc, JSON_OBJECT);
	int row, col;

	if (!find_place(key, "y", SKELETON_MAX_ROWS, index, &row, err) ||
	    !find_place(key, "x", SKELETON_MAX_COLS, index, &col, err))
		return NULL;
	col = take(matrix, row, col);
	if (col < 0) {
		err_set(err, ERR_RANGE, "there are more than %d keys in row %d of the layout",
			SKELETON_MAX_COLS, row);
		return NULL;
	}
	json_put(doc, copy, "matrix", new_pair(doc, row, col));
	for (size_t i = 0; i < COUNT(key_members); i++) {
		const struct json *member = json_member(key, key_members[i]);

		if (member)
			json_put(doc, copy, key_members[i], json_copy(doc, member));
	}
	return copy;
}

static bool copy_keys(struct json_doc *doc, const struct json *keys, struct json *to, struct matrix *matrix,
		      struct err *err)
{
	size_t index = 0;

	if (keys->type != JSON_ARRAY || !keys->count || keys->count > KEYBOARD_MAX_KEYS)
		return err_set(err, ERR_RANGE, "a layout has 1 to %d keys", KEYBOARD_MAX_KEYS);
	for (const struct json *key = keys->first; key; key = key->next) {
		struct json *copy = new_key(doc, key, index++, matrix, err);

		if (!copy)
			return false;
		json_append(to, copy);
	}
	return true;
}

static bool make_grid(struct json_doc *doc, const struct skeleton *s, struct json *to, struct matrix *matrix,
		      struct err *err)
{
	if (s->rows < 1 || s->rows > SKELETON_MAX_ROWS || s->cols < 1 || s->cols > SKELETON_MAX_COLS)
		return err_set(err, ERR_RANGE,
			       "a grid of %ld by %ld: expected 1 to %d rows and 1 to %d columns", s->rows,
			       s->cols, SKELETON_MAX_ROWS, SKELETON_MAX_COLS);
	matrix->rows = (int)s->rows;
	matrix->cols = (int)s->cols;
	for (int row = 0; row < matrix->rows; row++) {
		for (int col = 0; col < matrix->cols; col++) {
			struct json *key = json_new(doc, JSON_OBJECT);

			json_put(doc, key, "matrix", new_pair(doc, row, col));
			json_put(doc, key, "x", json_new_int(doc, col));
			json_put(doc, key, "y", json_new_int(doc, row));
			json_append(to, key);
		}
	}
	return true;
}

static void put_pins(struct json_doc *doc, const char *path, int count)
{
	struct json *pins = json_new(doc, JSON_ARRAY);

	for (int i = 0; i < count; i++)
		json_append(pins, json_new_text(doc, "NO_PIN"));
	json_put_path(doc, json_edit_root(doc), path, pins);
}

static void put_features(struct json_doc *doc)
{
	static const char *const on[] = { "features.bootmagic", "features.extrakey", "features.mousekey",
					  "features.nkro" };

	for (size_t i = 0; i < COUNT(on); i++)
		json_put_true(doc, on[i]);
}

static void put_processor(struct json_doc *doc, const struct skeleton *s)
{
	if (s->board) {
		json_put_text(doc, "development_board", s->board);
		return;
	}
	json_put_text(doc, "processor", s->processor);
	json_put_text(doc, "bootloader", skeleton_bootloader(s->processor));
}

static bool put_layout(struct json_doc *doc, const struct skeleton *s, struct err *err)
{
	struct json *root = json_edit_root(doc), *keys = json_new(doc, JSON_ARRAY), *names;
	struct matrix matrix = { .rows = 0 };

	if (s->keys ? !copy_keys(doc, s->keys, keys, &matrix, err) : !make_grid(doc, s, keys, &matrix, err))
		return false;
	put_pins(doc, "matrix_pins.cols", matrix.cols);
	put_pins(doc, "matrix_pins.rows", matrix.rows);
	if (s->community) {
		names = json_put(doc, root, "community_layouts", json_new(doc, JSON_ARRAY));
		json_append(names, json_new_text(doc, s->community));
	}
	root = json_put(doc, root, "layouts", json_new(doc, JSON_OBJECT));
	root = json_put(doc, root, s->layout, json_new(doc, JSON_OBJECT));
	json_put(doc, root, "layout", keys);
	return true;
}

bool skeleton_keyboard_json(const struct skeleton *s, struct str *out, struct err *err)
{
	struct json_doc *doc = json_doc_new();
	bool fine;

	json_put_text(doc, "keyboard_name", s->name);
	json_put_text(doc, "manufacturer", s->maintainer);
	json_put_text(doc, "maintainer", s->maintainer);
	put_processor(doc, s);
	json_put_text(doc, "diode_direction", "COL2ROW");
	json_put_usb_id(doc, "usb.vid", s->vid);
	json_put_usb_id(doc, "usb.pid", s->pid);
	json_put_text(doc, "usb.device_version", "1.0.0");
	put_features(doc);
	fine = put_layout(doc, s, err);
	if (fine)
		generate_info_json(json_root(doc), true, out);
	json_doc_free(doc);
	return fine;
}

void skeleton_readme(const struct skeleton *s, struct str *out)
{
	str_addf(out, "# %s\n\n", s->name);
	str_addf(out, "* Maintainer: %s\n", s->maintainer);
	str_addf(out, "* Hardware: %s\n\n", s->board ? s->board : s->processor);
	str_addf(out, "Build the firmware with its default keymap:\n\n    make %s:default\n\n", s->name);
	str_addf(out, "Build and flash it:\n\n    make %s:default:flash\n\n", s->name);
	str_add(out, "## Bootloader\n\n"
		     "Hold the top left key while the keyboard is plugged in, press the reset button of its\n"
		     "controller, or press a key that has `QK_BOOT`.\n");
}
