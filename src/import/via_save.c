/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/via_macro.h"
#include "import/via_save.h"
#include "matrix_keymap.h"

enum { MOST_MACROS = KEYMAP_MAX_DEFINITIONS / 8, USUAL_COLS = 12, WIDEST = 24 };

/* Keycodes that the protocols up to 10 number, and later ones do not: Wilba's lighting, RGBs by letters. */
static const char *const former_names[] = { "BR_DEC", "BR_INC", "EF_DEC", "EF_INC", "ES_DEC",
					    "ES_INC", "H1_DEC", "H1_INC", "H2_DEC", "H2_INC",
					    "S1_DEC", "S1_INC", "S2_DEC", "S2_INC" };

/* 0x5F10 to 0x5FFF were functions, macros and custom keycodes; later tables number nothing there. */
static bool is_former(const char *text)
{
	char *end;
	unsigned long number = !strncmp(text, "0x", 2) ? strtoul(text, &end, 16) : 0;

	for (size_t i = 0; i < COUNT(former_names); i++)
		if (!strcmp(text, former_names[i]))
			return true;
	return number >= 0x5f10 && number <= 0x5fff && !*end;
}

static enum keycode_dialect dialect_of(const struct json *layers)
{
	for (const struct json *layer = layers->first; layer; layer = layer->next)
		for (const struct json *cell = layer->first; cell; cell = cell->next)
			if (is_former(json_text(cell)))
				return DIALECT_VIA_10;
	return DIALECT_VIA_12;
}

/* How a matrix of @count places may be wide: about twice as wide as high. */
static int guess_cols(size_t count)
{
	for (size_t cols = 1; cols <= WIDEST; cols++)
		if (cols * cols >= 2 * count && count % cols == 0)
			return (int)cols;
	return USUAL_COLS;
}

static size_t longest(const struct json *layers)
{
	size_t most = 0;

	for (const struct json *layer = layers->first; layer; layer = layer->next)
		if (layer->type == JSON_ARRAY && layer->count > most)
			most = layer->count;
	return most;
}

/* Its name and USB id, for people. */
static void add_keyboard(struct str *out, const char *name, unsigned vid, unsigned pid)
{
	str_addf(out, "%s (%04X:%04X)", name[0] ? name : "a keyboard", vid, pid);
}

static bool check_keyboard(const struct matrix_keymap *m, const struct json *root, const struct document *out,
			   struct err *err)
{
	const struct keyboard *kb = m->in->keyboard;
	struct str own = STR_INIT, other = STR_INIT;

	if (!kb || !(kb->usb_vid || kb->usb_pid) || !(out->usb_vid || out->usb_pid) ||
	    (kb->usb_vid == out->usb_vid && kb->usb_pid == out->usb_pid))
		return true;
	add_keyboard(&own, json_text(json_find(root, "name")), out->usb_vid, out->usb_pid);
	add_keyboard(&other, kb->name, kb->usb_vid, kb->usb_pid);
	err_set(err, ERR_REFUSED,
		"the file was saved from %s, and the keyboard is %s: give the one it is for", str_text(&own),
		str_text(&other));
	str_release(&own);
	str_release(&other);
	return false;
}

static bool measure(struct matrix_keymap *m, const struct json *layers, struct err *err)
{
	const struct keyboard *kb = m->in->keyboard;
	size_t count = longest(layers), cols = kb && kb->cols ? (size_t)kb->cols : (size_t)guess_cols(count);
	size_t rows = (count + cols - 1) / cols;

	if (!count)
		return err_set(err, ERR_PARSE, "no keycode in \"layers\"");
	if (kb && kb->cols && count != (size_t)(kb->rows * kb->cols))
		return err_set(err, ERR_REFUSED,
			       "the file's layers have %zu keycodes, and the matrix of %s has %d rows of %d: "
			       "it is for "
			       "another keyboard, or another version of its firmware",
			       count, kb->name[0] ? kb->name : "the keyboard", kb->rows, kb->cols);
	if (rows > KEYBOARD_MAX_ROWS)
		return err_set(err, ERR_RANGE, "layers of %zu keycodes; at most %zu are read", count,
			       cols * KEYBOARD_MAX_ROWS);
	if (layers->count > KEYMAP_MAX_LAYERS)
		matrix_keymap_report(m, &matrix_bad_size, layers, PLACE_NONE, "%zu layers; %d are read",
				     layers->count, KEYMAP_MAX_LAYERS);
	m->layers = layers->count < KEYMAP_MAX_LAYERS ? layers->count : KEYMAP_MAX_LAYERS;
	m->rows = (int)rows;
	m->cols = (int)cols;
	return true;
}

static void find_cells(struct matrix_keymap *m, const struct json *layers)
{
	const struct json *layer = layers->first;

	for (size_t l = 0; l < m->layers; l++, layer = layer->next) {
		const struct json *cell = layer->first;

		for (int i = 0; cell && i < m->rows * m->cols; i++, cell = cell->next)
			*matrix_keymap_cell(m, l, i / m->cols, i % m->cols) = cell;
	}
}

/* encoders[encoder][layer]: counter-clockwise, clockwise. */
static void find_turns(struct matrix_keymap *m, const struct json *encoders)
{
	const struct json *encoder = encoders ? encoders->first : NULL;

	for (size_t e = 0; encoder && e < m->encoders; e++, encoder = encoder->next) {
		const struct json *layer = encoder->first;

		for (size_t l = 0; layer && l < m->layers; l++, layer = layer->next) {
			const struct json *turn = layer->first;

			for (int t = 0; turn && t < TURN_COUNT; t++, turn = turn->next)
				*matrix_keymap_turn(m, l, e, t) = turn;
		}
	}
}

static void read_macro(struct matrix_keymap *m, const struct json *node, struct keymap *map)
{
	struct definition macro = { .kind = DEFINITION_MACRO };
	const char *wrong;

	if (node->type != JSON_TEXT)
		matrix_keymap_report(m, &matrix_bad_value, node, PLACE_NONE,
				     "expected a macro's text, found %s; it is not used",
				     json_type_name(node->type));
	wrong = via_macro_read(json_text(node), m->dialect, &macro);
	if (wrong)
		matrix_keymap_report(m, &matrix_bad_value, node, PLACE_NONE,
				     "\"%.40s\" is no key, delay or keys with commas between in braces; it "
				     "is taken as text",
				     wrong);
	keymap_add_definition(map, &macro);
	definition_release(&macro);
}

/* What the firmware has room for and is not used, at the end, is no macro. */
static void read_macros(struct matrix_keymap *m, const struct json *root, struct keymap *map)
{
	const struct json *list = json_find(root, "macros"), *node = list ? list->first : NULL;
	size_t used = 0, index = 0;

	for (const struct json *n = node; n && index < MOST_MACROS; n = n->next) {
		index++;
		used = json_text(n)[0] ? index : used;
	}
	for (; used; used--, node = node->next)
		read_macro(m, node, map);
}

static bool read_root(struct matrix_keymap *m, const struct json *root, struct document *out, struct err *err)
{
	const struct json *layers = json_find(root, "layers"), *encoders = json_find(root, "encoders");
	int64_t id;
	struct keymap *map;

	if (!layers || layers->type != JSON_ARRAY)
		return err_set(err, ERR_PARSE, "expected \"layers\", a list of lists of keycodes, found %s",
			       layers ? json_type_name(layers->type) : "none");
	if (json_int(json_find(root, "vendorProductId"), 0, UINT32_MAX, &id)) {
		out->usb_vid = (uint16_t)(id >> 16);
		out->usb_pid = (uint16_t)id;
	}
	if (!check_keyboard(m, root, out, err) || !measure(m, layers, err))
		return false;
	m->dialect = dialect_of(layers);
	if (encoders && encoders->type == JSON_ARRAY)
		m->encoders = encoders->count < KEYMAP_MAX_ENCODERS ? encoders->count : KEYMAP_MAX_ENCODERS;
	matrix_keymap_init(m);
	find_cells(m, layers);
	find_turns(m, encoders);
	map = matrix_keymap_map(m, out);
	read_macros(m, root, map);
	matrix_keymap_finish(m, layers, out);
	return true;
}

bool via_save_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		   struct err *err)
{
	return matrix_keymap_read(in, read_root, out, diagnostics, err);
}
