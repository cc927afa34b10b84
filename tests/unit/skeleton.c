/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "compile/skeleton.h"
#include "import/qmk_config.h"
#include "model/keyboard_name.h"
#include "tap.h"

static void test_names(void)
{
	static const struct {
		const char *name;
		bool fine;
	} rows[] = {
		{ "pad", true },
		{ "60", true },
		{ "maker/board/rev1", true },
		{ "a/b/c/d/e", true },
		{ "a_", true },
		{ "a/_b", true },
		{ "", false },
		{ "a", false },
		{ "_a", false },
		{ "/a", false },
		{ "a/", false },
		{ "a//b", false },
		{ "a/b/c/d/e/f", false },
		{ "Pad", false },
		{ "a-b", false },
		{ "a b", false },
		{ "../a", false },
		{ "a/../b", false },
		{ "a\n", false },
		{ "all", false },
		{ "test", false },
		{ "all/a", true },
		{ "a/keymaps", false },
		{ "keymaps/a", false },
		{ "my_keymaps", true },
		{ "\xc3\xa9\xc3\xa9", false },
	};
	char longest[KEYBOARD_NAME_MAX_BYTES + 2];
	struct err err;

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(keyboard_name_check(rows[i].name, &err) == rows[i].fine, "name '%.*s'",
		   (int)strcspn(rows[i].name, "\n"), rows[i].name);
	memset(longest, 'a', sizeof(longest));
	longest[KEYBOARD_NAME_MAX_BYTES] = '\0';
	ok(keyboard_name_check(longest, &err), "a long name");
	longest[KEYBOARD_NAME_MAX_BYTES] = 'a';
	longest[KEYBOARD_NAME_MAX_BYTES + 1] = '\0';
	ok(!keyboard_name_check(longest, &err), "one byte more");
}

static void test_bootloaders(void)
{
	static const char *const rows[][2] = {
		{ "atmega32u4", "atmel-dfu" },  { "at90usb1286", "atmel-dfu" },
		{ "atmega32a", "bootloadhid" }, { "atmega328p", "usbasploader" },
		{ "STM32F103", "stm32duino" },  { "STM32F303", "stm32-dfu" },
		{ "RP2040", "rp2040" },         { "MK20DX256", "halfkay" },
		{ "WB32FQ95", "wb32-dfu" },     { "AT32F415", "at32-dfu" },
		{ "GD32VF103", "gd32v-dfu" },   { "attiny85", "custom" },
		{ "cortex-m4", "custom" },      { "MK64FX512", "custom" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(!strcmp(skeleton_bootloader(rows[i][0]), rows[i][1]), "%s: %s", rows[i][0], rows[i][1]);
}

static const struct skeleton plain = { .name = "pad",
				       .maintainer = "me",
				       .processor = "RP2040",
				       .vid = 0xfeed,
				       .pid = 0xab,
				       .layout = "LAYOUT",
				       .rows = 2,
				       .cols = 3 };

/* The positions of the matrix that keys at these places get: "0,0 0,1", or why they get none. */
static char *positions(const char *keys)
{
	struct str text = STR_INIT, out = STR_INIT;
	struct skeleton skeleton = plain;
	struct err err = { 0 };
	struct json_doc *doc = json_parse(keys, strlen(keys), &err), *made = NULL;

	skeleton.keys = doc ? json_find(json_root(doc), "keys") : NULL;
	if (doc && skeleton_keyboard_json(&skeleton, &text, &err))
		made = json_parse(str_text(&text), text.len, &err);
	if (!made)
		str_add(&out, err.text);
	for (const struct json *key = made ? json_find(json_root(made), "layouts.LAYOUT.layout")->first
					   : NULL;
	     key; key = key->next)
		str_addf(&out, "%s%d,%d", out.len ? " " : "", (int)json_find(key, "matrix")->first->integer,
			 (int)json_find(key, "matrix")->last->integer);
	json_doc_free(doc);
	json_doc_free(made);
	str_release(&text);
	return str_take(&out);
}

static void test_positions(void)
{
	static const struct {
		const char *what, *keys, *want;
	} rows[] = {
		{ "whole keys above and to the left",
		  "{keys: [{x: 0, y: 0}, {x: 1.25, y: 0, w: 2}, {x: 0.5, y: 1.75}, {matrix: [7, 7], x: 3, y: "
		  "1}]}",
		  "0,0 0,1 1,0 1,3" },
		{ "the next that is free",
		  "{keys: [{x: 1, y: 0}, {x: 1.5, y: 0.5}, {x: 1, y: 0}, {x: 3, y: 0}]}", "0,1 0,2 0,3 0,4" },
		{ "left of it at the end", "{keys: [{x: 31, y: 0}, {x: 31.5, y: 0}]}", "0,31 0,30" },
		{ "no key", "{keys: []}", "a layout has 1 to 1024 keys" },
		{ "no list", "{keys: {}}", "a layout has 1 to 1024 keys" },
		{ "no x", "{keys: [{x: 0, y: 0}, {y: 0}]}",
		  "key 1 of the layout has no x that is 0 or more" },
		{ "a negative y", "{keys: [{x: 0, y: -1}]}",
		  "key 0 of the layout has no y that is 0 or more" },
		{ "a text", "{keys: [{x: \"0\", y: 0}]}", "key 0 of the layout has no x that is 0 or more" },
		{ "too far right", "{keys: [{x: 32, y: 0}]}",
		  "key 0 of the layout lies further than 32 keys from its corner" },
		{ "too far down", "{keys: [{x: 0, y: 1e99}]}",
		  "key 0 of the layout lies further than 32 keys from its corner" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *got = positions(rows[i].keys);

		ok(!strcmp(got, rows[i].want), "%s", rows[i].what);
		if (strcmp(got, rows[i].want))
			printf("# %s\n", got);
		free(got);
	}
}

static void test_full_row(void)
{
	struct str keys = STR_INIT;
	char *got;

	str_add(&keys, "{keys: [");
	for (int i = 0; i <= SKELETON_MAX_COLS; i++)
		str_add(&keys, "{x: 5, y: 3},");
	str_add(&keys, "]}");
	got = positions(str_text(&keys));
	ok(!strcmp(got, "there are more than 32 keys in row 3 of the layout"), "a row that is full");
	free(got);
	str_release(&keys);
}

static const char *text_at(const struct json_doc *doc, const char *path)
{
	return json_text(json_get_path(json_root(doc), path));
}

static void test_keyboard_json(void)
{
	struct skeleton skeleton = plain;
	struct str text = STR_INIT;
	struct json_doc *doc = NULL;
	struct err err;

	ok(skeleton_keyboard_json(&skeleton, &text, &err) &&
		   (doc = json_parse(str_text(&text), text.len, &err)),
	   "a grid");
	ok(doc && !strcmp(text_at(doc, "usb.vid"), "0xFEED") && !strcmp(text_at(doc, "usb.pid"), "0x00AB"),
	   "USB ids as QMK's schema wants them");
	ok(doc && !strcmp(text_at(doc, "processor"), "RP2040") &&
		   !strcmp(text_at(doc, "bootloader"), "rp2040") &&
		   !json_find(json_root(doc), "development_board") &&
		   !json_find(json_root(doc), "community_layouts"),
	   "a processor and its bootloader");
	ok(doc && json_find(json_root(doc), "matrix_pins.rows")->count == 2 &&
		   json_find(json_root(doc), "matrix_pins.cols")->count == 3 &&
		   json_find(json_root(doc), "layouts.LAYOUT.layout")->count == 6 &&
		   !strcmp(text_at(doc, "matrix_pins.rows.1"), "NO_PIN"),
	   "rows and columns without pins");
	json_doc_free(doc);
	doc = NULL;
	str_clear(&text);
	skeleton.board = "promicro";
	skeleton.processor = NULL;
	skeleton.community = "ortho_2x3";
	skeleton.layout = "LAYOUT_ortho_2x3";
	skeleton.maintainer = "a \"b\"";
	ok(skeleton_keyboard_json(&skeleton, &text, &err) &&
		   (doc = json_parse(str_text(&text), text.len, &err)) &&
		   !strcmp(text_at(doc, "development_board"), "promicro") &&
		   !json_find(json_root(doc), "processor") && !json_find(json_root(doc), "bootloader") &&
		   !strcmp(text_at(doc, "community_layouts.0"), "ortho_2x3") &&
		   !strcmp(text_at(doc, "maintainer"), "a \"b\""),
	   "a development board, a community layout");
	json_doc_free(doc);
	str_clear(&text);
	skeleton.cols = 33;
	ok(!skeleton_keyboard_json(&skeleton, &text, &err) && err.code == ERR_RANGE && !text.len,
	   "a grid that is too wide");
	skeleton.cols = skeleton.rows = 0;
	ok(!skeleton_keyboard_json(&skeleton, &text, &err) && err.code == ERR_RANGE, "a grid of nothing");
	str_release(&text);
}

static void test_readme(void)
{
	struct str text = STR_INIT;

	skeleton_readme(&plain, &text);
	ok(strstr(str_text(&text), "# pad\n") && strstr(str_text(&text), "Maintainer: me") &&
		   strstr(str_text(&text), "make pad:default:flash") && strstr(str_text(&text), "RP2040"),
	   "a readme");
	str_release(&text);
}

int main(void)
{
	test_names();
	test_bootloaders();
	test_positions();
	test_full_row();
	test_keyboard_json();
	test_readme();
	return tap_done();
}
