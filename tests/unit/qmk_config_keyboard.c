/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "import/qmk_config.h"
#include "model/symbol.h"
#include "qmk_texts.h"
#include "tap.h"

/* Enough of a matrix that QMK has nothing against the keys here. */
#define SIZE                  "\"matrix_size\": {\"rows\": 8, \"cols\": 8}"
#define ONE_KEY(matrix, rest) "{\"matrix\": " matrix ", \"x\": 0, \"y\": 0" rest "}"
#define LAYOUT(keys)          "\"layouts\": {\"LAYOUT\": {\"layout\": [" keys "]}}"

static struct keyboard *read_rows(const char *id, const struct qmk_text_row *rows,
				  struct diagnostics *diagnostics, struct err *err)
{
	struct qmk_files files = qmk_texts(rows);
	struct qmk_config *config = qmk_config_read(id, &files, qmk_facts_builtin(), diagnostics, err);
	struct keyboard *kb = config ? qmk_config_keyboard(config, id, diagnostics, err) : NULL;

	qmk_config_free(config);
	return kb;
}

static struct keyboard *read_one(const char *text, struct diagnostics *diagnostics, struct err *err)
{
	const struct qmk_text_row rows[] = { { "keyboards/test/keyboard.json", text, 0 }, { 0 } };

	return read_rows("test", rows, diagnostics, err);
}

static void test_keys(void)
{
	static const struct {
		const char *key;
		struct key expect;
	} rows[] = {
		{ "{\"matrix\": [1, 2], \"x\": 1.25, \"y\": 0.5}",
		  { 125, 50, 100, 100, 0, 175, 100, 1, 2, -1, 0, 0 } },
		{ "{\"matrix\": [0, 0], \"x\": 0.333, \"y\": 0.005, \"w\": 1.5, \"h\": 2}",
		  { 33, 1, 150, 200, 0, 108, 101, 0, 0, -1, 0, 0 } },
		{ "{\"matrix\": [0, 0], \"x\": 1, \"y\": 1, \"r\": -15, \"rx\": 2, \"ry\": 3.5}",
		  { 100, 100, 100, 100, -1500, 200, 350, 0, 0, -1, 0, 0 } },
		{ "{\"matrix\": [0, 0], \"x\": 1, \"y\": 1, \"r\": 345, \"rx\": 2}",
		  { 100, 100, 100, 100, -1500, 200, 0, 0, 0, -1, 0, 0 } },
		{ "{\"matrix\": [0, 0], \"x\": 1, \"y\": 1, \"r\": 180, \"encoder\": 3, \"hand\": \"*\"}",
		  { 100, 100, 100, 100, 18000, 150, 150, 0, 0, 3, '*', 0 } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics diagnostics = { 0 };
		struct str text = STR_INIT;
		struct err err = { 0 };
		struct keyboard *kb;
		struct key got = { 0 };

		str_addf(&text,
			 "{" SIZE ", \"encoder\": {\"rotary\": [{\"pin_a\": \"B0\", \"pin_b\": \"B1\"}, "
			 "{\"pin_a\": \"B0\", \"pin_b\": \"B1\"}, {\"pin_a\": \"B0\", \"pin_b\": "
			 "\"B1\"}, {\"pin_a\": \"B0\", \"pin_b\": \"B1\"}]}, " LAYOUT(
				 "{\"matrix\": [7, 7], \"x\": 0, \"y\": 0}, %s") "}",
			 rows[i].key);
		kb = read_one(str_text(&text), &diagnostics, &err);
		if (kb)
			got = kb->layout[0].key[1];
		ok(kb && got.x_cu == rows[i].expect.x_cu && got.y_cu == rows[i].expect.y_cu &&
			   got.w_cu == rows[i].expect.w_cu && got.h_cu == rows[i].expect.h_cu &&
			   got.turn_cdeg == rows[i].expect.turn_cdeg &&
			   got.pivot_x_cu == rows[i].expect.pivot_x_cu &&
			   got.pivot_y_cu == rows[i].expect.pivot_y_cu && got.row == rows[i].expect.row &&
			   got.col == rows[i].expect.col && got.encoder == rows[i].expect.encoder &&
			   got.hand == rows[i].expect.hand && !diagnostics.count,
		   "key %zu: %s", i, rows[i].key);
		keyboard_free(kb);
		diagnostics_release(&diagnostics);
		str_release(&text);
	}
}

static void test_members(void)
{
	static const char text[] =
		"{\"keyboard_name\": \"N\", \"manufacturer\": \"M\", \"maintainer\": \"me\",\n"
		"\"usb\": {\"vid\": \"0xFEED\", \"pid\": \"0x00A1\"}, \"development_board\": \"elite_c\",\n"
		"\"bootloader\": \"qmk-dfu\", \"split\": {\"enabled\": true},\n"
		"\"encoder\": {\"rotary\": [{\"pin_a\": \"B4\", \"pin_b\": \"B5\"}, {\"pin_a\": \"B6\", "
		"\"pin_b\": \"B7\"}]},\n"
		"\"matrix_pins\": {\"cols\": [\"B0\", \"B1\", \"B2\"], \"rows\": [\"D0\", \"D1\"]},\n"
		"\"features\": {\"rgblight\": true, \"encoder\": true, \"audio\": false},\n"
		"\"layout_aliases\": {\"LAYOUT_all\": \"LAYOUT\"},\n" LAYOUT(
			ONE_KEY("[3, 2]", ", \"label\": \"Esc\"")) "}";
	struct diagnostics diagnostics = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = read_one(text, &diagnostics, &err);

	ok(kb && !diagnostics.count, "a keyboard is read: %s",
	   kb ? diagnostics.count ? diagnostics.item[0].text : "" : err.text);
	if (!kb)
		return;
	ok(!strcmp(kb->id, "test") && !strcmp(kb->name, "N") && !strcmp(kb->manufacturer, "M") &&
		   !strcmp(kb->maintainer, "me"),
	   "names");
	ok(kb->usb_vid == 0xfeed && kb->usb_pid == 0xa1, "USB ids");
	ok(!strcmp(kb->processor, "atmega32u4") && !strcmp(kb->bootloader, "qmk-dfu"),
	   "a board's defaults fill in, and only that");
	ok(kb->rows == 4 && kb->cols == 3, "two halves: %d by %d", kb->rows, kb->cols);
	ok(kb->encoders == 4, "the right half has the left's encoders");
	ok(kb->features == 2 && !strcmp(kb->feature[0], "encoder") && keyboard_has_feature(kb, "rgblight") &&
		   !keyboard_has_feature(kb, "audio"),
	   "features");
	ok(keyboard_find_layout(kb, "LAYOUT_all") == kb->layout, "aliases");
	ok(!strcmp(symbol_text(kb->layout[0].key[0].label), "Esc"), "labels");
	keyboard_free(kb);
	diagnostics_release(&diagnostics);
}

static void test_matrix_size(void)
{
	static const struct {
		const char *members;
		int rows, cols;
		bool clean;
	} rows[] = {
		{ "\"matrix_pins\": {\"direct\": [[\"A0\", \"B0\"], [\"C0\", null]]}", 2, 2, true },
		{ "\"matrix_size\": {\"rows\": 5, \"cols\": 6}", 5, 6, true },
		{ "\"matrix_pins\": {\"custom\": true}", 2, 2, false },
		{ "\"matrix_pins\": {\"rows\": [\"A0\"]}", 2, 2, false },
		{ "\"matrix_pins\": {\"rows\": [\"A0\"], \"cols\": [\"B0\", \"C0\"]}", 2, 2, false },
		{ "\"matrix_size\": {\"rows\": 5000, \"cols\": 6}", 2, 2, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics diagnostics = { 0 };
		struct str text = STR_INIT;
		struct err err = { 0 };
		struct keyboard *kb;

		str_addf(&text, "{%s, %s}", rows[i].members,
			 LAYOUT(ONE_KEY("[0, 0]", "") ONE_KEY("[1, 1]", "")));
		kb = read_one(str_text(&text), &diagnostics, &err);
		ok(kb && kb->rows == rows[i].rows && kb->cols == rows[i].cols &&
			   !diagnostics.count == rows[i].clean,
		   "matrix size from %s", rows[i].members);
		keyboard_free(kb);
		diagnostics_release(&diagnostics);
		str_release(&text);
	}
}

/* The first complaint of @code, if one of them says @text. */
static const struct diagnostic *find_complaint(const struct diagnostics *all, const char *code,
					       const char *text)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->item[i].kind->code, code) && strstr(all->item[i].text, text))
			return &all->item[i];
	return NULL;
}

/* What opens in spite of a complaint, and where the complaint points. QMK drops all of a file that its schema refuses,
 * as those marked so; of that one, what can be used is. */
static void test_complaints(void)
{
	static const char good[] =
		"\"LAYOUT_good\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}]}";
	static const struct {
		const char *layout, *code, *complaint;
		int column;
		bool schema;
	} rows[] = {
		{ "{\"layout\": [{\"x\": 0, \"y\": 0}]}", "config-layout-matrix", "has no \"matrix\"", 25,
		  false },
		{ "{\"layout\": [{\"matrix\": [0, 0], \"y\": 0}]}", "keyboard-layout", "key 0 has no \"x\"",
		  25, true },
		{ "{\"layout\": [{\"matrix\": [0, 128], \"x\": 0, \"y\": 0}]}", "keyboard-layout",
		  "\"matrix\" must be", 36, false },
		{ "{\"layout\": [{\"matrix\": [0, -1], \"x\": 0, \"y\": 0}]}", "keyboard-layout",
		  "\"matrix\" must be", 36, true },
		{ "{\"layout\": [{\"matrix\": [0, 0.5], \"x\": 0, \"y\": 0}]}", "keyboard-layout",
		  "\"matrix\" must be", 36, true },
		{ "{\"layout\": [{\"matrix\": [0, 0, 0], \"x\": 0, \"y\": 0}]}", "keyboard-layout",
		  "\"matrix\" must be", 36, true },
		{ "{\"layout\": [{\"x\": 1e300, \"matrix\": [0, 0], \"y\": 0}]}", "keyboard-layout",
		  "\"x\" must be a number", 31, false },
		{ "{\"layout\": [{\"x\": \"1\", \"matrix\": [0, 0], \"y\": 0}]}", "keyboard-layout",
		  "\"x\" must be a number", 31, true },
		{ "{\"layout\": [{\"w\": 0, \"matrix\": [0, 1], \"x\": 0, \"y\": 0}]}", "keyboard-layout",
		  "\"w\" must be a number", 31, false },
		{ "{\"layout\": [{\"r\": 1000, \"matrix\": [0, 1], \"x\": 0, \"y\": 0}]}", "keyboard-layout",
		  "\"r\" must be a number", 31, false },
		{ "{\"layout\": [{\"encoder\": 64, \"x\": 1, \"y\": 0, \"matrix\": [0, 0]}]}",
		  "keyboard-layout", "\"encoder\" must be", 37, false },
		{ "{\"layout\": [7]}", "config-layout-keys", "has no \"layout\"", 13, true },
		{ "{\"layout\": []}", "keyboard-layout", "1 to 1024 keys", 13, false },
		{ "{\"layout\": {}}", "config-layout-keys", "has no \"layout\"", 13, true },
		{ "[]", "config-layout-keys", "has no \"layout\"", 13, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics diagnostics = { 0 };
		const struct diagnostic *d;
		struct str text = STR_INIT;
		struct err err = { 0 };
		struct keyboard *kb;

		str_addf(&text, "{\"layouts\": {%s,\n\"LAYOUT_a\": %s}}", good, rows[i].layout);
		kb = read_one(str_text(&text), &diagnostics, &err);
		d = find_complaint(&diagnostics, rows[i].code, rows[i].complaint);
		ok(kb && kb->layouts == 1 && d && d->place.line == 2 && d->place.column == rows[i].column,
		   "column %d: %s", d ? d->place.column : 0, d ? d->text : err.text);
		ok(!find_complaint(&diagnostics, "config-schema", "") == !rows[i].schema, "QMK's schema %s",
		   rows[i].schema ? "refuses it" : "does not mind");
		keyboard_free(kb);
		diagnostics_release(&diagnostics);
		str_release(&text);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "no layout can be used: No LAYOUTs defined!" },
		{ "[1,2]", "keyboard.json: no layout can be used: Invalid file" },
		{ "{\"layouts\": {}}", "no layout can be used: No LAYOUTs defined!" },
		{ "{\"layouts\": []}", "no layout can be used: layouts: [] is not of type 'object'" },
		{ "{\"layouts\": {\"LAYOUT\": {\"layout\": [{}]}}}",
		  "no layout can be used: layouts.LAYOUT.layout.0: 'x' is a required property" },
		{ "{\"layouts\": {\"LAYOUT\": {\"layout\": [{\"x\": 0, \"y\": 0}]}}}",
		  "no layout can be used: Layout \"LAYOUT\" has no \"matrix\"" },
		{ "{\"a\"", "keyboard.json: line 1, column 5: expected ':'" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics diagnostics = { 0 };
		struct err err = { 0 };

		ok(!read_one(rows[i].text, &diagnostics, &err) && strstr(err.text, rows[i].error),
		   "refused: %s", err.text);
		diagnostics_release(&diagnostics);
	}
}

static void test_chain(void)
{
	static const char leaf[] =
		"{\"keyboard_name\": \"leaf\", \"manufacturer\": \"M\", \"features\": {\"a\": true, "
		"\"b\": true}, " LAYOUT(ONE_KEY("[0, 0]", ", \"w\": 2") ONE_KEY("[0, 1]", "")) "}";
	static const char parent[] =
		"{\"keyboard_name\": \"parent\", \"features\": {\"b\": false, \"c\": true}, "
		"\"layout_aliases\": {\"LAYOUT_old\": \"LAYOUT\"},\n"
		"\"layouts\": {\"LAYOUT_old\": {\"layout\": [{\"x\": 1, \"y\": 0}, {\"x\": 3, \"y\": 0}]},\n"
		"\"LAYOUT_2\": {\"layout\": [{\"matrix\": [1, 1], \"x\": 0, \"y\": 0}]}}}";
	static const char top[] = "{\"layouts\": {\"LAYOUT\": {\"layout\": [{\"x\": 7, \"y\": 0}]}}}";
	const struct qmk_text_row rows[] = { { "keyboards/a/b/c/keyboard.json", leaf, 0 },
					     { "keyboards/a/b/info.json", parent, 0 },
					     { "keyboards/a/info.json", top, 0 },
					     { 0 } };
	struct diagnostics diagnostics = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = read_rows("a/b/c", rows, &diagnostics, &err);
	const struct diagnostic *d;

	ok(kb && !strcmp(kb->name, "parent") && !strcmp(kb->manufacturer, "M"), "the folder above wins");
	ok(kb && kb->features == 2 && keyboard_has_feature(kb, "a") && keyboard_has_feature(kb, "c"),
	   "feature by feature");
	ok(kb && kb->layouts == 2 && kb->layout[0].key[0].x_cu == 100 && kb->layout[0].key[0].w_cu == 200 &&
		   kb->layout[0].key[1].x_cu == 300,
	   "layouts are merged key by key, under their real name");
	ok(kb && kb->rows == 2 && kb->cols == 2, "and the matrix holds them all");
	d = find_complaint(&diagnostics, "config-layout-length", "Number of keys for LAYOUT does not match");
	ok(d && !strcmp(symbol_text(d->file), "keyboards/a/info.json") && d->place.line == 1,
	   "another number of keys is told");
	keyboard_free(kb);
	diagnostics_release(&diagnostics);
}

int main(void)
{
	test_keys();
	test_members();
	test_matrix_size();
	test_complaints();
	test_refused();
	test_chain();
	return tap_done();
}
