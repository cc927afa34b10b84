/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "compile/via_definition.h"
#include "import/via_definition.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* Two rows; a backspace that may be split, and an Enter of three forms. */
static const char board[] =
	"{\"name\": \"Little\", \"vendorId\": \"0xFEED\", \"productId\": \"0x0a1B\", \"firmwareVersion\": "
	"2,\n"
	" \"keycodes\": [\"qmk_lighting\"], \"menus\": [\"qmk_rgblight\", {\"label\": \"Mine\", \"content\": "
	"[]}],\n"
	" \"customKeycodes\": [{\"name\": \"Zoom\", \"title\": \"Mute in Zoom\", \"shortName\": \"Zm\"}, "
	"{\"name\": \"B\"}],\n"
	" \"matrix\": {\"rows\": 2, \"cols\": 4}, \"colour\": \"red\",\n"
	" \"layouts\": {\n"
	"  \"labels\": [\"Split Backspace\", [\"Enter\", \"ANSI\", \"ISO\", \"Große Taste\"]],\n"
	"  \"presets\": {\"Default\": [0, 0], \"Europe\": [1, 1]},\n"
	"  \"keymap\": [\n"
	"   [{\"c\": \"#777777\"}, \"0,0\\nl7\\nEsc\\n\\n\\n\\n\\n\\n\\ne1\", {\"w\": 2}, "
	"\"0,1\\n\\n\\n0,0\",\n"
	"    {\"x\": 1}, \"0,1\\n\\n\\n0,1\", \"0,2\\n\\n\\n0,1\", {\"d\": true}, \"\\n\\n\\n0,0\"],\n"
	"   [\"1,0\", {\"w\": 2.25}, \"1,1\\n\\n\\n1,0\", {\"x\": 2, \"w\": 1.25, \"h\": 2, \"w2\": 1.5, "
	"\"h2\": 1, \"x2\": -0.25},\n"
	"    \"1,1\\n\\n\\n1,1\", {\"x\": 1}, \"1,1\\n\\n\\n1,2\", \"1,2\\n\\n\\n1,2\", "
	"\"\\n\\n\\n\\n\\n\\n\\n\\n\\ne0\"]]}}";

static struct diagnostics told;
static struct err err;

static struct via_definition *read_text(const char *text)
{
	diagnostics_release(&told);
	err = (struct err){ 0 };
	return via_definition_read(text, strlen(text), &told, &err);
}

static void test_members(void)
{
	struct via_definition *d = read_text(board);

	ok(d && !told.count, "a definition of version 3 is read: %s", err.text);
	ok(d->format == VIA_DEFINITION_V3 && d->usb_vid == 0xfeed && d->usb_pid == 0x0a1b && d->rows == 2 &&
		   d->cols == 4 && d->has_firmware_version && d->firmware_version == 2,
	   "its numbers");
	is_text(d->name, "Little", "its name");
	is_text(d->menus, "[\"qmk_rgblight\", {\"label\": \"Mine\", \"content\": []}]", "its menus as JSON");
	is_text(d->keycode_sets, "[\"qmk_lighting\"]", "its sets of keycodes");
	is_text(d->other, "{\"colour\": \"red\"}", "what we do not know");
	ok(d->keycodes == 2 && !strcmp(d->keycode[0].short_name, "Zm") && !strcmp(d->keycode[1].title, ""),
	   "custom keycodes");
	ok(d->options == 2 && d->option[0].choices == 0 && via_option_choices(&d->option[0]) == 2 &&
		   via_option_choices(&d->option[1]) == 3,
	   "layout options");
	is_text(via_option_choice_name(&d->option[1], 1), "ISO", "a choice with a name");
	is_text(via_option_choice_name(&d->option[0], 1), "on", "a choice without");
	ok(d->presets == 2 && d->preset[1].choice[1] == 1, "presets");
	ok(d->keys == 11 && d->key[0].encoder == 1 && d->key[0].led == 7 && d->key[0].row == 0, "keys");
	is_text(symbol_text(d->key[0].label), "Esc", "a legend");
	is_text(symbol_text(d->key[0].shape.colour), "#777777", "a colour");
	ok(d->key[10].encoder == 0 && d->key[10].row == VIA_NONE, "an encoder without a switch");
	via_definition_free(d);
}

/* "row,col@x,y" of each key. */
static char *places(const struct layout *layout)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < layout->keys; i++)
		str_addf(&s, "%s%d,%d@%d,%d", i ? " " : "", layout->key[i].row, layout->key[i].col,
			 layout->key[i].x_cu, layout->key[i].y_cu);
	return str_take(&s);
}

static void test_choices(void)
{
	static const struct {
		uint8_t choice[2];
		const char *want;
	} rows[] = {
		{ { 0, 0 }, "0,0@0,0 0,1@100,0 1,0@0,100 1,1@100,100" },
		{ { 1, 0 }, "0,0@0,0 0,1@100,0 0,2@200,0 1,0@0,100 1,1@100,100" },
		{ { 0, 1 }, "0,0@0,0 0,1@100,0 1,0@0,100 1,1@125,100" },
		{ { 1, 2 }, "0,0@0,0 0,1@100,0 0,2@200,0 1,0@0,100 1,1@100,100 1,2@200,100" },
	};
	struct via_definition *d = read_text(board);
	struct layout layout;

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *got;

		via_definition_layout(d, rows[i].choice, "LAYOUT", &layout);
		got = places(&layout);
		is_text(got, rows[i].want, "choices %d and %d stand where the first ones did",
			rows[i].choice[0], rows[i].choice[1]);
		free(got);
		free(layout.name);
		free(layout.key);
	}
	via_definition_free(d);
}

static void test_keyboard(void)
{
	static const char *const names[] = { "LAYOUT",           "LAYOUT_default",
					     "LAYOUT_europe",    "LAYOUT_split_backspace",
					     "LAYOUT_enter_iso", "LAYOUT_enter_gro_e_taste" };
	struct via_definition *d = read_text(board);
	struct keyboard *kb = via_definition_keyboard(d);

	ok(kb->layouts == COUNT(names) && kb->rows == 2 && kb->cols == 4 && kb->encoders == 2 &&
		   kb->usb_vid == 0xfeed,
	   "a keyboard of it has %zu layouts", kb->layouts);
	for (size_t i = 0; i < COUNT(names) && i < kb->layouts; i++)
		is_text(kb->layout[i].name, names[i], "layout %zu", i);
	keyboard_free(kb);
	via_definition_free(d);
}

static void test_packing(void)
{
	struct via_definition *d = read_text(board);
	uint8_t choice[VIA_MAX_OPTIONS] = { 1, 2 }, back[VIA_MAX_OPTIONS] = { 0 };
	uint32_t bits = 0;

	ok(via_definition_pack(d, choice, &bits, &err) && bits == 6, "one bit and two: the last lowest");
	ok(via_definition_unpack(d, bits, back, &err) && back[0] == 1 && back[1] == 2, "and back");
	ok(via_definition_unpack(d, 0xffffffff, back, &err) && back[0] == 1 && back[1] == 0,
	   "a choice that is not there becomes the first");
	choice[1] = 3;
	ok(!via_definition_pack(d, choice, &bits, &err) && err.code == ERR_RANGE,
	   "a choice too many is refused");
	is_text(err.text, "layout option Enter has 3 choices, and not number 3", "and why");
	via_definition_free(d);
}

/* @count options of @choices choices each, on a board of one key. */
static struct via_definition *with_options(size_t count, size_t choices)
{
	struct str s = STR_INIT;
	struct via_definition *d;

	str_add(&s, "{\"name\": \"x\", \"vendorId\": \"0x1\", \"productId\": \"0x2\", \"matrix\": {\"rows\": "
		    "1, \"cols\": 1},"
		    " \"layouts\": {\"keymap\": [[\"0,0\"]], \"labels\": [");
	for (size_t i = 0; i < count; i++) {
		str_addf(&s, "%s[\"o%zu\"", i ? ", " : "", i);
		for (size_t c = 0; c < choices; c++)
			str_addf(&s, ", \"c%zu\"", c);
		str_add_char(&s, ']');
	}
	str_add(&s, "]}}");
	d = read_text(str_text(&s));
	str_release(&s);
	return d;
}

static void test_limits(void)
{
	uint8_t choice[VIA_MAX_OPTIONS] = { 0 };
	uint32_t bits = 1;
	struct via_definition *d = with_options(32, 2);
	struct keyboard *kb;

	memset(choice, 1, sizeof(choice));
	ok(via_definition_pack(d, choice, &bits, &err) && bits == 0xffffffff, "32 switches fill the 32 bits");
	via_definition_free(d);
	d = with_options(17, 3);
	ok(!via_definition_pack(d, choice, &bits, &err), "17 options of three do not fit");
	is_text(err.text, "the choices of 17 layout options take 34 bits; the firmware keeps 32", "and why");
	via_definition_free(d);
	d = with_options(40, 2);
	ok(d->options == VIA_MAX_OPTIONS && told.count == 1, "of 40 options 32 are used, and it is told");
	via_definition_free(d);
	d = with_options(32, 32);
	kb = via_definition_keyboard(d);
	ok(kb->layouts == KEYBOARD_MAX_LAYOUTS, "992 choices: as many layouts as a keyboard has");
	keyboard_free(kb);
	via_definition_free(d);
	d = with_options(1, 33);
	ok(d->options == 1 && !d->option[0].choices && told.count == 1, "33 choices are told");
	via_definition_free(d);
}

static void test_told(void)
{
	static const struct {
		const char *rows, *told;
	} rows[] = {
		{ "[\"0,0\", \"0\"]",
		  "expected the row and column of the matrix in the top left corner, as in 0,1, found "
		  "\"0\"; the key is not used" },
		{ "[\"0,0\", \"9,0\"]",
		  "9,0 is outside the matrix of 2 rows and 2 columns; the key is not used" },
		{ "[\"0,0\\n\\n\\nISO\"]",
		  "\"ISO\" in the bottom right corner is no layout option and choice, as in 0,1" },
		{ "[\"0,0\\n\\n\\n99,0\"]",
		  "layout option 99, choice 0: at most 32 of 32 are read; the key is always there" },
		{ "[\"0,0\", 3]",
		  "expected a key's labels in quotes or its properties in braces, found a number; it is "
		  "left out" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str s = STR_INIT;
		struct via_definition *d;

		str_addf(&s,
			 "{\"name\": \"x\", \"vendorId\": \"1\", \"productId\": 2, \"matrix\": {\"rows\": 2, "
			 "\"cols\": 2}, "
			 "\"layouts\": {\"keymap\": [%s]}}",
			 rows[i].rows);
		d = read_text(str_text(&s));
		ok(d && d->usb_vid == 1 && d->usb_pid == 2 && told.count == 1, "%s: it is read",
		   rows[i].rows);
		is_text(told.count ? told.item[0].text : "", rows[i].told, "and what is told");
		via_definition_free(d);
		str_release(&s);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "[]", "expected a definition, an object in braces, found a list" },
		{ "{\"name\": \"x\"}",
		  "no \"matrix\": a definition has \"matrix\": {\"rows\": 5, \"cols\": 15}" },
		{ "{\"matrix\": {\"rows\": 5}}",
		  "line 1, column 12: expected a matrix of up to 128 \"rows\" and 128 \"cols\"" },
		{ "{\"matrix\": {\"rows\": 1, \"cols\": 1000000}}",
		  "line 1, column 12: expected a matrix of up to 128 \"rows\" and 128 \"cols\"" },
		{ "{\"matrix\": {\"rows\": 1, \"cols\": 1}, \"layouts\": []}",
		  "no \"keymap\" in \"layouts\": a definition has a list of KLE's rows" },
		{ "{\"matrix\": {\"rows\": 1, \"cols\": 1}, \"layouts\": {\"keymap\": []}}",
		  "the definition draws no key that has a row and a column" },
		{ "{\"matrix\"", "line 1, column 10: expected ':' behind a name, found the end of the text" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct via_definition *d = read_text(rows[i].text);

		ok(!d, "'%s' is refused", rows[i].text);
		is_text(err.text, rows[i].error, "and why");
		via_definition_free(d);
	}
}

static void test_vial(void)
{
	static const char text[] =
		"{\"lighting\": \"vialrgb\", \"matrix\": {\"rows\": 1, \"cols\": 2}, \"vial\": {\"vibl\": "
		"true},\n"
		" \"layouts\": {\"keymap\": [[\"0,0\", \"0,1\"],\n"
		"  [\"1,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne\", \"1,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne\"]]}}\n";
	struct via_definition *d = read_text(text);
	struct keyboard *kb = via_definition_keyboard(d);
	struct str out = STR_INIT;
	static const char want[] =
		"{\n  \"lighting\": \"vialrgb\",\n  \"vial\": {\"vibl\": true},\n"
		"  \"matrix\": {\"rows\": 1, \"cols\": 2},\n  \"layouts\": {\n    \"keymap\": [\n"
		"      [\"0,0\", \"0,1\"],\n"
		"      [\"1,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne\", \"1,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne\"]\n"
		"    ]\n  }\n}\n";

	ok(d->format == VIAL_DEFINITION && !d->usb_vid && !told.count, "a vial.json has no id");
	ok(kb->layout[0].keys == 2 && kb->encoders == 2, "turns are drawn as keys, and are none");
	via_definition_print(d, VIAL_DEFINITION, &out, &told);
	is_text(str_text(&out), want, "it is written as it was");
	ok(!told.count, "nothing is lost");
	str_release(&out);
	keyboard_free(kb);
	via_definition_free(d);
}

/* Keyboards have a vial.json with all that VIA has in its definitions, too. */
static void test_vial_in_keyboard(void)
{
	static const char text[] =
		"{\"name\": \"Pad\", \"vendorId\": \"0x1\", \"productId\": \"0x2\", \"matrix\": {\"rows\": "
		"1, "
		"\"cols\": 2},\n"
		" \"layouts\": {\"keymap\": [[\"0,0\"], [\"0,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne\", "
		"\"0,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne\"]]}}\n";
	struct via_definition *d = via_definition_read_vial(text, strlen(text), &told, &err);
	struct keyboard *kb = via_definition_keyboard(d);

	ok(d->format == VIAL_DEFINITION && d->usb_vid == 1 && kb->layout[0].keys == 1 && kb->encoders == 1,
	   "from a Vial keyboard it is Vial's, and its turns are none of its keys");
	keyboard_free(kb);
	via_definition_free(d);
}

/* From a file it is what only one of them has: ids are in most that are Vial's. */
static void test_format(void)
{
	static const struct {
		const char *members, *keys;
		enum via_format format;
		size_t drawn;
	} rows[] = {
		{ "", "\"0,0\", \"0,1\"", VIA_DEFINITION_V3, 2 },
		{ "\"lighting\": \"qmk_rgblight\", ", "\"0,0\", \"0,1\"", VIA_DEFINITION_V2, 2 },
		{ "\"lighting\": {\"extends\": \"vialrgb\"}, ", "\"0,0\"", VIA_DEFINITION_V2, 1 },
		{ "\"lighting\": \"vialrgb\", ", "\"0,0\", \"0,1\"", VIAL_DEFINITION, 2 },
		{ "\"vial\": {\"vibl\": true}, ", "\"0,0\", \"0,1\"", VIAL_DEFINITION, 2 },
		{ "", "\"0,0\", \"1,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne\", \"1,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne\"",
		  VIAL_DEFINITION, 1 },
		{ "", "\"0,0\", \"0,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne0\"", VIA_DEFINITION_V3, 2 },
		/* One half of no encoder: a key with a letter on it. */
		{ "", "\"0,0\", \"0,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne\"", VIA_DEFINITION_V3, 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct via_definition *d;
		struct keyboard *kb;

		str_addf(&text,
			 "{\"name\": \"Pad\", \"vendorId\": \"0x1\", \"productId\": \"0x2\", %s"
			 "\"matrix\": {\"rows\": 2, \"cols\": 2}, \"layouts\": {\"keymap\": [[%s]]}}",
			 rows[i].members, rows[i].keys);
		d = via_definition_read(str_text(&text), text.len, &told, &err);
		kb = via_definition_keyboard(d);
		ok(d->format == rows[i].format && kb->layout[0].keys == rows[i].drawn, "%s%s is format %d",
		   rows[i].members, rows[i].keys, (int)d->format);
		keyboard_free(kb);
		via_definition_free(d);
		str_release(&text);
	}
}

static void test_printing(void)
{
	static const char want[] =
		"{\n  \"name\": \"Little\",\n  \"vendorId\": \"0xFEED\",\n  \"productId\": \"0x0A1B\",\n"
		"  \"firmwareVersion\": 2,\n  \"lighting\": \"qmk_rgblight\",\n  \"customKeycodes\": [\n"
		"    {\"name\": \"Zoom\", \"title\": \"Mute in Zoom\", \"shortName\": \"Zm\"},\n"
		"    {\"name\": \"B\", \"title\": \"\"}\n  ],\n"
		"  \"matrix\": {\"rows\": 2, \"cols\": 4},\n  \"layouts\": {\n    \"labels\": [\n"
		"      \"Split Backspace\",\n"
		"      [\"Enter\", \"ANSI\", \"ISO\", \"Große Taste\"]\n    ],\n"
		"    \"presets\": {\n      \"Default\": [0, 0],\n      \"Europe\": [1, 1]\n    },\n    "
		"\"keymap\": [\n"
		"      [{\"c\": \"#777777\"}, \"0,0\\nl7\\nEsc\\n\\n\\n\\n\\n\\n\\ne1\", {\"w\": 2}, "
		"\"0,1\\n\\n\\n0,0\", "
		"{\"x\": 1}, \"0,1\\n\\n\\n0,1\", \"0,2\\n\\n\\n0,1\", {\"d\": true}, \"\\n\\n\\n0,0\"],\n"
		"      [\"1,0\", {\"w\": 2.25}, \"1,1\\n\\n\\n1,0\", {\"x\": 2, \"w\": 1.25, \"h\": 2, "
		"\"x2\": -0.25, \"w2\": "
		"1.5, \"h2\": 1}, \"1,1\\n\\n\\n1,1\", {\"x\": 1}, \"1,1\\n\\n\\n1,2\", \"1,2\\n\\n\\n1,2\", "
		"\"\\n\\n\\n\\n\\n\\n\\n\\n\\ne0\"]\n"
		"    ]\n  },\n  \"colour\": \"red\"\n}\n";
	struct via_definition *d = read_text(board);
	struct str out = STR_INIT;

	via_definition_print(d, VIA_DEFINITION_V2, &out, &told);
	is_text(str_text(&out), want, "version 2");
	ok(told.count == 1, "whose lighting is what version 3 has keycodes and a menu for");
	is_text(told.count ? told.item[0].text : "", "\"menus\" has no place in this format; it is left out",
		"another menu is lost, and told");
	str_release(&out);
	via_definition_free(d);
}

/* The text of one key's row that holds @part; "" when none does. The caller frees. */
static char *line_with(const char *text, const char *part)
{
	const char *at = strstr(text, part), *start = at, *end = at ? strchr(at, '\n') : NULL;
	struct str line = STR_INIT;

	while (start && start > text && start[-1] != '\n' && start[-1] != ' ')
		start--;
	if (end)
		str_add_bytes(&line, start, (size_t)(end - start));
	return str_take(&line);
}

static void test_apps(void)
{
	struct via_definition *d = read_text(board);
	struct str out = STR_INIT;
	char *line;

	via_definition_print(d, VIAL_DEFINITION, &out, &told);
	ok(strstr(str_text(&out), "\"lighting\": \"qmk_rgblight\"") != NULL,
	   "Vial's lighting is what a menu was for");
	ok(!strstr(str_text(&out), "ne0") && !strstr(str_text(&out), "ne1"),
	   "Vial knows no key by its encoder");
	line = line_with(str_text(&out), "0,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne\"");
	is_text(line,
		"\"0,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne\", \"0,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne\", "
		"\"1,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne\", \"1,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne\"]",
		"its encoders are their turns");
	free(line);
	via_definition_free(d);
	d = read_text(str_text(&out));
	ok(d && d->format == VIAL_DEFINITION && d->keys == 14, "by which the file is known to be Vial's");
	str_release(&out);
	via_definition_free(d);
	d = read_text(
		"{\"lighting\": \"qmk_backlight\", \"matrix\": {\"rows\": 1, \"cols\": 1}, \"layouts\": "
		"{\"keymap\": "
		"[[\"0,0\"], [\"3,0\\n\\n\\n\\n\\n\\n\\n\\n\\ne\", \"3,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne\"]]}}");
	via_definition_print(d, VIA_DEFINITION_V3, &out, &told);
	ok(strstr(str_text(&out), "\"keycodes\": [\"qmk_lighting\"],\n  \"menus\": [\"qmk_backlight\"]") &&
		   !told.count,
	   "VIA's version 3 has menus for lighting");
	line = line_with(str_text(&out), "ne3");
	is_text(line, "[\"\\n\\n\\n\\n\\n\\n\\n\\n\\ne3\"]", "and an encoder is one key");
	free(line);
	str_release(&out);
	via_definition_free(d);
}

static void test_of_keyboard(void)
{
	struct keyboard *kb = tiny_keyboard(2, 2, 2);
	struct via_definition *d;
	struct str out = STR_INIT;

	mem_set_text(&kb->name, "Tiny");
	kb->usb_vid = 0xfeed;
	kb->layout[0].key[1].encoder = 1;
	kb->layout[0].key[2].label = symbol("Esc");
	kb->feature = mem_new(1, sizeof(*kb->feature));
	kb->feature[kb->features++] = mem_copy_text("rgb_matrix");
	d = via_definition_of(kb, &kb->layout[0]);
	via_definition_print(d, VIA_DEFINITION_V3, &out, &told);
	is_text(str_text(&out),
		"{\n  \"name\": \"Tiny\",\n  \"vendorId\": \"0xFEED\",\n  \"productId\": \"0x0000\",\n"
		"  \"keycodes\": [\n    \"qmk_lighting\"\n  ],\n  \"menus\": [\n    \"qmk_rgb_matrix\"\n  "
		"],\n"
		"  \"matrix\": {\"rows\": 2, \"cols\": 2},\n  \"layouts\": {\n    \"keymap\": [\n"
		"      [\"0,0\", \"0,1\\n\\n\\n\\n\\n\\n\\n\\n\\ne1\"],\n"
		"      [\"1,0\\n\\nEsc\", \"1,1\"],\n"
		"      [{\"y\": 0.5}, \"\\n\\n\\n\\n\\n\\n\\n\\n\\ne0\"]\n    ]\n  }\n}\n",
		"a definition of a keyboard of QMK's");
	str_release(&out);
	via_definition_free(d);
	keyboard_free(kb);
}

int main(void)
{
	test_members();
	test_choices();
	test_keyboard();
	test_packing();
	test_limits();
	test_told();
	test_refused();
	test_vial();
	test_vial_in_keyboard();
	test_format();
	test_printing();
	test_apps();
	test_of_keyboard();
	diagnostics_release(&told);
	return tap_done();
}
