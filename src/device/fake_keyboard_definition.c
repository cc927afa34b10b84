/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <lzma.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "fake_keyboard_private.h"

/*
 * The definition that VIA's or Vial's app has of the board: KLE rows whose legends are places in the matrix, encoders, two
 * layout options, keycodes and menus of the keyboard's own. Rows of KLE: caniusevia.com/docs/layouts, and Vial's manual for how it
 * names encoders. Halves of a split board stand side by side, the right one mirrored.
 */

enum { SPLIT_GAP = 2 };

/* What the layout options are about. */
struct options {
	/* The two rightmost keys of the first row, which may be one; @x: where the first of them stands. */
	size_t wide_row, wide_col[2], wide_x;
	bool wide;
	/* Three keys of the last row that may be one, or two. */
	size_t space_row, space_col;
	bool space;
};

static struct options options_of(const struct fake_keyboard *k)
{
	bool split = fake_is_split(k);
	struct options o = { .wide = k->cols >= 4, .space = !split && k->cols >= 12 && k->rows >= 2 };

	o.wide_row = split ? k->rows / 2 : 0;
	o.wide_col[0] = split ? 1 : k->cols - 2;
	o.wide_col[1] = split ? 0 : k->cols - 1;
	o.wide_x = split ? 2 * k->cols + SPLIT_GAP - 2 : k->cols - 2;
	o.space_row = k->rows - 1;
	o.space_col = k->cols / 2 - 1;
	return o;
}

static void add_key(struct str *out, size_t row, size_t col, const char *rest)
{
	str_addf(out, "\"%zu,%zu%s\"", row, col, rest);
}

/* Legend 8 of a key, the fourth in a text: which option it belongs to, and which choice of it. */
static const char *option_of(const struct options *o, size_t row, size_t col)
{
	if (o->wide && row == o->wide_row && (col == o->wide_col[0] || col == o->wide_col[1]))
		return "\\n\\n\\n0,0";
	if (o->space && row == o->space_row && col >= o->space_col && col < o->space_col + 3)
		return "\\n\\n\\n1,0";
	return "";
}

static void add_rows(const struct fake_keyboard *k, const struct options *o, struct str *out)
{
	bool split = fake_is_split(k);
	size_t rows = split ? k->rows / 2 : k->rows;

	for (size_t row = 0; row < rows; row++) {
		str_add(out, row ? ", [" : "[");
		for (size_t col = 0; col < k->cols; col++) {
			str_add(out, col ? ", " : "");
			add_key(out, row, col, option_of(o, row, col));
		}
		for (size_t col = k->cols; split && col; col--) {
			if (col == k->cols)
				str_addf(out, ", {\"x\": %d}", SPLIT_GAP);
			str_add(out, ", ");
			add_key(out, row + rows, col - 1, option_of(o, row + rows, col - 1));
		}
		str_add_char(out, ']');
	}
}

/* Below the board; their place there does not matter. */
static void add_choices(const struct options *o, struct str *out)
{
	if (o->wide) {
		str_addf(out, ", [{\"y\": 0.5, \"x\": %zu, \"w\": 2}, ", o->wide_x);
		add_key(out, o->wide_row, o->wide_col[1], "\\n\\n\\n0,1");
		str_add_char(out, ']');
	}
	if (o->space) {
		str_addf(out, ", [{\"x\": %zu, \"w\": 3}, ", o->space_col);
		add_key(out, o->space_row, o->space_col + 1, "\\n\\n\\n1,1");
		str_addf(out, "], [{\"x\": %zu}, ", o->space_col);
		add_key(out, o->space_row, o->space_col, "\\n\\n\\n1,2");
		str_add(out, ", {\"w\": 2}, ");
		add_key(out, o->space_row, o->space_col + 2, "\\n\\n\\n1,2");
		str_add_char(out, ']');
	}
}

/* Vial: a key for each way, "encoder,way", with an e in the middle; VIA: one key, its number behind the e. */
static void add_encoders(const struct fake_keyboard *k, struct str *out)
{
	static const char middle[] = "\\n\\n\\n\\n\\n\\n\\n\\n\\n";

	for (size_t i = 0; i < k->encoders; i++) {
		str_addf(out, i ? ", {\"x\": 0.5}, " : ", [{\"y\": 0.5}, ");
		if (k->model->vial >= 0)
			str_addf(out, "\"%zu,0%se\", \"%zu,1%se\"", i, middle, i, middle);
		else
			str_addf(out, "\"%se%zu\"", middle, i);
	}
	if (k->encoders)
		str_add_char(out, ']');
}

static void add_layouts(const struct fake_keyboard *k, struct str *out)
{
	struct options o = options_of(k);

	str_add(out, "\"layouts\": {");
	if (o.wide)
		str_addf(out, "\"labels\": [\"Wide Backspace\"%s], ",
			 o.space ? ", [\"Space\", \"3 keys\", \"3u\", \"1u + 2u\"]" : "");
	str_add(out, "\"keymap\": [");
	add_rows(k, &o, out);
	add_encoders(k, out);
	add_choices(&o, out);
	str_add(out, "]}");
}

/* Version 3's menus: those of QMK by name, and one of the keyboard's own, for the values of channel 0. */
static void add_menus(const struct fake_keyboard *k, struct str *out)
{
	static const char own[] =
		"{\"label\": \"Keyboard\", \"content\": [{\"label\": \"Indicators\", \"content\": ["
		"{\"label\": \"Enable\", \"type\": \"toggle\", \"content\": [\"id_enable\", 0, 1]}, "
		"{\"showIf\": \"{id_enable} == 1\", \"label\": \"Level\", \"type\": \"range\", \"options\": "
		"[0, 100], "
		"\"content\": [\"id_level\", 0, 2]}, "
		"{\"label\": \"Shows\", \"type\": \"dropdown\", \"options\": [\"Layer\", \"Caps Lock\", "
		"\"Num Lock\", "
		"\"Nothing\"], \"content\": [\"id_shows\", 0, 3]}, "
		"{\"showIf\": \"{id_enable} == 1 && {id_shows} != 3\", \"label\": \"Color\", \"type\": "
		"\"color\", "
		"\"content\": [\"id_color\", 0, 4]}]}, "
		"{\"label\": \"Pointing\", \"content\": ["
		"{\"label\": \"Resolution\", \"type\": \"range\", \"options\": [100, 1000], \"content\": "
		"[\"id_dpi\", 0, 5]}, "
		"{\"label\": \"Speed\", \"type\": \"range\", \"options\": [0, 50], \"content\": "
		"[\"id_speed\", 0, 6, 0]}, "
		"{\"label\": \"Slow Speed\", \"type\": \"range\", \"options\": [0, 50], \"content\": "
		"[\"id_slow_speed\", 0, "
		"6, 1]}]}]}";
	bool has_own = false;

	for (size_t i = 0; i < k->model->values; i++)
		has_own |= k->model->value[i].channel == 0;
	str_addf(out, "\"keycodes\": [\"qmk_lighting\"], \"menus\": [\"%s\"%s%s], ", k->model->lighting,
		 has_own ? ", " : "", has_own ? own : "");
}

static void add_definition(const struct fake_keyboard *k, struct str *out)
{
	const struct device *d = &k->device;

	str_add(out, "{\"name\": ");
	json_add_text(out, d->product);
	str_addf(out, ", \"vendorId\": \"0x%04X\", \"productId\": \"0x%04X\", ", d->vid, d->pid);
	if (k->model->via >= 11 && k->model->lighting)
		add_menus(k, out);
	else
		str_addf(out, "\"lighting\": \"%s\", ", k->model->lighting ? k->model->lighting : "none");
	str_add(out, "\"customKeycodes\": ["
		     "{\"name\": \"DPI+\", \"title\": \"More resolution\", \"shortName\": \"DPI+\"}, "
		     "{\"name\": \"DPI-\", \"title\": \"Less resolution\", \"shortName\": \"DPI-\"}], ");
	str_addf(out, "\"matrix\": {\"rows\": %zu, \"cols\": %zu}, ", k->rows, k->cols);
	add_layouts(k, out);
	str_add_char(out, '}');
}

/* As Vial's build does with Python's lzma.compress(), but with little memory: tests make many of them. */
static void pack(struct fake_keyboard *k)
{
	size_t len = strlen(k->definition), room = lzma_stream_buffer_bound(len);
	lzma_ret ret;

	k->packed = mem_new(room, 1);
	ret = lzma_easy_buffer_encode(0, LZMA_CHECK_CRC64, NULL, (const uint8_t *)k->definition, len,
				      k->packed, &k->packed_len, room);
	assert(ret == LZMA_OK);
	(void)ret;
}

void fake_keyboard_define(struct fake_keyboard *k)
{
	struct str text = STR_INIT;

	add_definition(k, &text);
	k->definition = str_take(&text);
	if (k->model->vial >= 0)
		pack(k);
}
