/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "compile/generate.h"
#include "import/qmk_facts.h"
#include "tap.h"

/* A matrix of 2 rows and 3 columns with one layout, and @more. */
#define BOARD(more) "{matrix_size: {rows: 2, cols: 3}, layouts: {LAYOUT: {layout: [" KEYS "]}}" more "}"
#define KEYS        "{matrix: [0, 0], x: 0, y: 0}, {matrix: [0, 2], x: 2, y: 0}, {matrix: [1, 1], x: 1, y: 1}"
#define MASK                                                                                               \
	"\n#ifdef MATRIX_MASKED\n__attribute__((weak)) const matrix_row_t matrix_mask[] = {\n    0b101,\n" \
	"    0b010,\n};\n#endif\n"
#define HANDS_HEAD                                                 \
	"\n#ifdef CHORDAL_HOLD\n__attribute__((weak)) const char " \
	"chordal_hold_layout[MATRIX_ROWS][MATRIX_COLS] PROGMEM = LAYOUT("
#define HANDS HANDS_HEAD "\n  'L', 'R', \n  'L'\n);\n#endif\n"

struct result {
	struct str text;
	struct diagnostics diagnostics;
	struct err err;
	bool ok;
};

static struct result emit_with(struct generate_input input, const char *name, const char *text)
{
	struct result r = { 0 };
	struct json_doc *doc = json_parse(text, strlen(text), &r.err);

	if (!doc) {
		printf("Bail out! %s: %s\n", text, r.err.text);
		exit(1);
	}
	input.info = json_root(doc);
	if (!input.config_h)
		input.config_h = &qmk_facts_builtin()->config_h;
	if (!input.rules_mk)
		input.rules_mk = &qmk_facts_builtin()->rules_mk;
	r.ok = generator_find(name)->emit(&input, &r.text, &r.diagnostics, &r.err);
	json_doc_free(doc);
	return r;
}

static void release(struct result *r)
{
	str_release(&r->text);
	diagnostics_release(&r->diagnostics);
}

static void check_text(struct generate_input input, const char *name, const char *info, const char *want)
{
	struct result r = emit_with(input, name, info);
	bool same = r.ok && !strcmp(str_text(&r.text), want);

	ok(same, "%s%s of %.60s", name, input.keymap ? " for a keymap" : "", info);
	if (!same)
		printf("# %s\n# got\n%s\n# want\n%s\n", r.err.text, str_text(&r.text), want);
	release(&r);
}

static void test_config_h(void)
{
	static const struct {
		const char *info, *keyboard, *keymap;
	} rows[] = {
		{ "{}", "\n#pragma once\n", "\n#pragma once\n" },
		{ "{debounce: 7}",
		  "\n#pragma once\n\n#ifndef DEBOUNCE\n#    define DEBOUNCE 7\n#endif // DEBOUNCE\n",
		  "\n#pragma once\n\n#undef DEBOUNCE\n#define DEBOUNCE 7\n" },
		{ "{audio: {voices: true}}", "\n#pragma once\n\n#define AUDIO_VOICES\n",
		  "\n#pragma once\n\n#define AUDIO_VOICES\n" },
		{ "{audio: {voices: false}}", "\n#pragma once\n\n",
		  "\n#pragma once\n\n#undef AUDIO_VOICES\n" },
		{ "{manufacturer: 'a \"b\" \\\\c \xc3\xa9'}", NULL,
		  "\n#pragma once\n\n#undef MANUFACTURER\n#define MANUFACTURER \"a \\\"b\\\" \\\\c "
		  "\xc3\xa9\"\n" },
		{ "{usb: {device_version: '1.2.3'}}", NULL,
		  "\n#pragma once\n\n#undef DEVICE_VER\n#define DEVICE_VER 0x0123\n" },
		{ "{usb: {device_version: '12.3.4'}}", NULL,
		  "\n#pragma once\n\n#undef DEVICE_VER\n#define DEVICE_VER 0x1234\n" },
		{ "{host: {default: {nkro: 1}}}", NULL,
		  "\n#pragma once\n\n#undef NKRO_DEFAULT_ON\n#define NKRO_DEFAULT_ON true\n" },
		{ "{dip_switch: {matrix_grid: [[0, 1], [2, 3]]}}", NULL,
		  "\n#pragma once\n\n#undef DIP_SWITCH_MATRIX_GRID\n#define DIP_SWITCH_MATRIX_GRID { {0,1}, "
		  "{2,3} }\n" },
		{ "{bootmagic: {matrix: [4, 5]}}", NULL,
		  "\n#pragma once\n\n#undef BOOTMAGIC_COLUMN\n#define BOOTMAGIC_COLUMN 5\n\n#undef "
		  "BOOTMAGIC_ROW\n"
		  "#define BOOTMAGIC_ROW 4\n" },
		{ "{matrix_pins: {custom: true}}", "\n#pragma once\n\n", NULL },
		{ "{matrix_pins: {cols: ['B0', null, ''], direct: [['A1', null], [0]]}}", NULL,
		  "\n#pragma once\n\n#undef DIRECT_PINS\n#define DIRECT_PINS { {A1,NO_PIN}, {NO_PIN} }\n\n"
		  "#undef MATRIX_COL_PINS\n#define MATRIX_COL_PINS { B0, NO_PIN, NO_PIN }\n" },
		{ "{encoder: {}}", NULL,
		  "\n#pragma once\n\n#undef ENCODER_A_PINS\n#define ENCODER_A_PINS {  }\n\n#undef "
		  "ENCODER_B_PINS\n"
		  "#define ENCODER_B_PINS {  }\n" },
		{ "{encoder: {rotary: [{pin_a: 'A0', pin_b: 'A1', resolution: 2}, {pin_a: 'A2', pin_b: "
		  "'A3'}]}}",
		  NULL,
		  "\n#pragma once\n\n#undef ENCODER_A_PINS\n#define ENCODER_A_PINS { A0, A2 }\n\n"
		  "#undef ENCODER_B_PINS\n#define ENCODER_B_PINS { A1, A3 }\n\n"
		  "#undef ENCODER_RESOLUTIONS\n#define ENCODER_RESOLUTIONS { 2, 4 }\n" },
		{ "{encoder: {rotary: [{pin_a: 'A0', pin_b: 'A1', resolution: 4}, {pin_a: 'A2', pin_b: "
		  "'A3'}]}}",
		  NULL,
		  "\n#pragma once\n\n#undef ENCODER_A_PINS\n#define ENCODER_A_PINS { A0, A2 }\n\n"
		  "#undef ENCODER_B_PINS\n#define ENCODER_B_PINS { A1, A3 }\n\n"
		  "#undef ENCODER_RESOLUTION\n#define ENCODER_RESOLUTION 4\n" },
		{ "{split: {handedness: {matrix_grid: ['A1', 'B2']}, transport: {protocol: 'i2c'}}}",
		  "\n#pragma once\n\n#ifndef SPLIT_HAND_MATRIX_GRID\n#    define SPLIT_HAND_MATRIX_GRID A1, "
		  "B2\n"
		  "#endif // SPLIT_HAND_MATRIX_GRID\n\n#ifndef USE_I2C\n#    define USE_I2C\n#endif // "
		  "USE_I2C\n",
		  NULL },
		{ "{split: {matrix_pins: {right: {rows: ['C1']}}, encoder: {right: {rotary: []}}}}", NULL,
		  "\n#pragma once\n\n#undef MATRIX_ROW_PINS_RIGHT\n#define MATRIX_ROW_PINS_RIGHT { C1 }\n\n"
		  "#undef ENCODER_A_PINS_RIGHT\n#define ENCODER_A_PINS_RIGHT {  }\n\n"
		  "#undef ENCODER_B_PINS_RIGHT\n#define ENCODER_B_PINS_RIGHT {  }\n" },
		{ "{rgblight: {default: {animation: 'snake'}, animations: {snake: true, knight: false}}}",
		  "\n#pragma once\n\n#ifndef RGBLIGHT_DEFAULT_MODE\n#    define RGBLIGHT_DEFAULT_MODE "
		  "RGBLIGHT_MODE_SNAKE\n#endif // RGBLIGHT_DEFAULT_MODE\n\n#define RGBLIGHT_EFFECT_SNAKE\n\n",
		  "\n#pragma once\n\n#undef RGBLIGHT_DEFAULT_MODE\n#define RGBLIGHT_DEFAULT_MODE "
		  "RGBLIGHT_MODE_SNAKE\n\n#define RGBLIGHT_EFFECT_SNAKE\n\n#undef RGBLIGHT_EFFECT_KNIGHT\n" },
		{ "{tapping: {term: '(TERM * 2)'}}", NULL,
		  "\n#pragma once\n\n#undef TAPPING_TERM\n#define TAPPING_TERM (TERM * 2)\n" },
		{ "{layout_aliases: {LAYOUT_all: 'LAYOUT'}}", NULL,
		  "\n#pragma once\n\n#undef LAYOUT_all\n#define LAYOUT_all LAYOUT\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].keyboard)
			check_text((struct generate_input){ 0 }, "config-h", rows[i].info, rows[i].keyboard);
		if (rows[i].keymap)
			check_text((struct generate_input){ .keymap = true }, "config-h", rows[i].info,
				   rows[i].keymap);
	}
}

static void test_rules_mk(void)
{
	static const struct {
		const char *info, *converter, *keyboard, *keymap;
	} rows[] = {
		{ "{}", NULL, "\n", "\n" },
		{ "{}", "promicro_rp2040", NULL, "\nCONVERT_TO = promicro_rp2040\n" },
		{ "{features: {nkro: true, audio: false}}", NULL,
		  "\nNKRO_ENABLE ?= yes\nAUDIO_ENABLE ?= no\n", "\nNKRO_ENABLE = yes\nAUDIO_ENABLE = no\n" },
		{ "{processor: 'RP2040', community_layouts: ['ortho_4x12', 'planck_mit'], build: {lto: "
		  "true}}",
		  NULL, "\nLAYOUTS ?= ortho_4x12 planck_mit\nLTO_ENABLE ?= yes\nMCU ?= RP2040\n", NULL },
		{ "{community_layouts: []}", NULL, "\nLAYOUTS ?= \n", NULL },
		{ "{split: {transport: {protocol: 'custom'}}, matrix_pins: {custom_lite: true, custom: "
		  "true}}",
		  NULL, "\nSPLIT_TRANSPORT ?= custom\nCUSTOM_MATRIX ?= lite\n", NULL },
		{ "{split: {transport: {protocol: 'serial'}}, matrix_pins: {custom: true}}", NULL,
		  "\nCUSTOM_MATRIX ?= yes\n", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].keyboard)
			check_text((struct generate_input){ 0 }, "rules-mk", rows[i].info, rows[i].keyboard);
		if (rows[i].keymap)
			check_text((struct generate_input){ .keymap = true, .converter = rows[i].converter },
				   "rules-mk", rows[i].info, rows[i].keymap);
	}
}

/* Sorts of value that today's tables have no row for. */
static void test_rare_types(void)
{
	struct qmk_map_row row[] = {
		{ "A", "a", QMK_MAPPING, true, true, true, false, false, NULL },
		{ "B", "b", QMK_TEXT, true, true, true, false, false, NULL },
		{ "C", "c", QMK_RAW, true, false, true, false, false, NULL },
		{ "D", "d.1.x", QMK_INT, true, true, true, false, false, NULL },
	};
	struct qmk_map map = { row, COUNT(row) };
	struct generate_input input = { .rules_mk = &map, .config_h = &map };

	check_text(input, "rules-mk", "{b: 't u', a: {P: 1, Q: 'q'}, c: 1, d: [0, {x: 2.5}]}",
		   "\nP ?= 1\nQ ?= q\nB ?= \"t u\"\nD ?= 2.5\n");
	input.keymap = true;
	check_text(input, "config-h", "{b: 't u', a: {P: 1, Q: 'q'}, c: 1, d: [0, {x: 2.5}]}",
		   "\n#pragma once\n\n#undef P\n#define P 1\n\n#undef Q\n#define Q q\n\n#undef B\n#define B "
		   "\"t u\"\n\n"
		   "#undef D\n#define D 2.5\n");
}

/* What trees of 2024 still generate, next to what today's do. */
static void test_once(void)
{
	static const struct {
		enum qmk_once once;
		const char *generator, *info, *today, *before;
	} rows[] = {
		{ QMK_ONCE_NO_FLAGS, "config-h", "{on: true}", "\n\n#define ON",
		  "\n\n#ifndef ON\n#    define ON\n#endif // ON" },
		{ QMK_ONCE_NO_FLAGS, "config-h", "{on: false}", "\n", "" },
		{ QMK_ONCE_NO_FLAGS, "config-h", "{rgblight: {animations: {alternating: true}}}",
		  "\n\n#define RGBLIGHT_EFFECT_ALTERNATING",
		  "\n\n#ifndef RGBLIGHT_EFFECT_ALTERNATING\n#    define RGBLIGHT_EFFECT_ALTERNATING\n#endif "
		  "// "
		  "RGBLIGHT_EFFECT_ALTERNATING" },
		{ QMK_ONCE_MASK_GENERATED, "config-h", "{dip_switch: {matrix_grid: []}}", "",
		  "\n\n#ifndef MATRIX_MASKED\n#    define MATRIX_MASKED\n#endif // MATRIX_MASKED" },
		{ QMK_ONCE_ENCODER_PADS, "config-h", "{encoder: {}}",
		  "\n\n#ifndef ENCODER_A_PINS\n#    define ENCODER_A_PINS {  }\n#endif // ENCODER_A_PINS"
		  "\n\n#ifndef ENCODER_B_PINS\n#    define ENCODER_B_PINS {  }\n#endif // ENCODER_B_PINS",
		  "\n\n#ifndef ENCODERS_PAD_A\n#    define ENCODERS_PAD_A {  }\n#endif // ENCODERS_PAD_A"
		  "\n\n#ifndef ENCODERS_PAD_B\n#    define ENCODERS_PAD_B {  }\n#endif // ENCODERS_PAD_B" },
		{ QMK_ONCE_CUSTOM_IN_HEADER, "rules-mk", "{matrix_pins: {custom_lite: true}}",
		  "\nCUSTOM_MATRIX ?= lite", "" },
		{ QMK_ONCE_CUSTOM_IN_HEADER, "rules-mk", "{matrix_pins: {custom: true, custom_lite: true}}",
		  "\nCUSTOM_MATRIX ?= lite", "\nCUSTOM_MATRIX ?= lite" },
	};
	const struct qmk_map_row row = { "ON", "on", QMK_FLAG, true, true, true, false, false, NULL };
	const struct qmk_map map = { &row, 1 }, none = { &row, 0 };

	for (size_t i = 0; i < COUNT(rows) * 2; i++) {
		bool once[QMK_ONCE_COUNT] = { 0 }, is_header = !strcmp(rows[i / 2].generator, "config-h");
		struct generate_input input = { .config_h = &map, .rules_mk = &none, .once = once };
		struct str want = STR_INIT;

		once[rows[i / 2].once] = i % 2;
		str_addf(&want, "%s%s\n", is_header ? "\n#pragma once" : "",
			 i % 2 ? rows[i / 2].before : rows[i / 2].today);
		check_text(input, rows[i / 2].generator, rows[i / 2].info, str_text(&want));
		str_release(&want);
	}
}

static void test_once_gaps(void)
{
	static const char encoders[] =
		"{encoder: {rotary: [{pin_a: 'B1', pin_b: 'B2', resolution: 2}, {pin_a: 'B3', "
		"pin_b: 'B4'}]}}";
	const bool once[QMK_ONCE_COUNT] = { [QMK_ONCE_GAPS_IN_RESOLUTIONS] = true };
	struct result r = emit_with((struct generate_input){ 0 }, "config-h", encoders);

	ok(r.ok && strstr(str_text(&r.text), "ENCODER_RESOLUTIONS { 2, 4 }"),
	   "a gap in resolutions is filled");
	release(&r);
	r = emit_with((struct generate_input){ .once = once }, "config-h", encoders);
	ok(r.ok && !strstr(str_text(&r.text), "RESOLUTION"), "and once none was said");
	release(&r);
}

static void test_keyboard_h(void)
{
	static const char macro[] =
		"\n#pragma once\n\n#include \"quantum.h\"\n\n// Layout content\n\n#define XXX KC_NO\n\n"
		"#define LAYOUT(k0A, k0C, k1B) { \\\n    { k0A, XXX, k0C }, \\\n"
		"    { XXX, k1B, XXX } \\\n}";
	struct str want = STR_INIT;
	struct result r;

	str_addf(&want, "%s\n", macro);
	check_text((struct generate_input){ 0 }, "keyboard-h", BOARD(""), str_text(&want));
	str_clear(&want);
	str_addf(&want,
		 "%s\n\n#ifndef LAYOUT_all\n#   define LAYOUT_all LAYOUT\n#endif\n#include \"board.h\"\n\n"
		 "// Keycode content\n\nenum keyboard_keycodes {\n  ONE = QK_KB_0,\n  TWO,\n};\n"
		 "#define UNO ONE\n#define EINS ONE\n",
		 macro);
	check_text((struct generate_input){ .include = "keyboards/board/board.h" }, "keyboard-h",
		   BOARD(", layout_aliases: {LAYOUT_all: 'LAYOUT'}, keycodes: [{key: 'ONE', aliases: ['UNO', "
			 "'EINS']}, "
			 "{key: 'TWO'}]"),
		   str_text(&want));
	str_release(&want);

	r = emit_with((struct generate_input){ 0 }, "keyboard-h",
		      "{matrix_size: {rows: 1, cols: 40}, layouts: {LAYOUT: {c_macro: false, layout: "
		      "[{matrix: [0, 34]}, {matrix: [0, 36]}]}, LAYOUT_c: {c_macro: true, layout: []}}}");
	ok(r.ok && strstr(str_text(&r.text), "#define LAYOUT(k0i, k0i)") &&
		   !strstr(str_text(&r.text), "LAYOUT_c"),
	   "names of columns 34 and 36 are the same, as QMK has them; what is a macro already is left out");
	release(&r);

	r = emit_with((struct generate_input){ 0 }, "keyboard-h",
		      "{matrix_size: {rows: 1, cols: 1}, layouts: {LAYOUT: {layout: [{matrix: [0, 0]}]}, "
		      "LAYOUT_a: {layout: "
		      "[{x: 0}]}}}");
	ok(r.ok && strstr(str_text(&r.text), "#define LAYOUT(") && !strstr(str_text(&r.text), "LAYOUT_a") &&
		   r.diagnostics.count == 1 && !strcmp(r.diagnostics.item[0].kind->code, "generate-unplaced"),
	   "a layout without places is left out, and told of");
	release(&r);

	r = emit_with((struct generate_input){ 0 }, "keyboard-h",
		      "{matrix_size: {rows: 1, cols: 1}, layouts: {LAYOUT: {layout: [{matrix: [0, 0]}]}, "
		      "LAYOUT_a: {layout: "
		      "[{matrix: [1, 0]}]}}}");
	ok(r.ok && !strstr(str_text(&r.text), "LAYOUT(") && strstr(str_text(&r.text), "\n#error(") &&
		   r.diagnostics.count == 1 && !strcmp(r.diagnostics.item[0].kind->code, "generate-matrix"),
	   "a key outside of the matrix: no macros, and told of");
	release(&r);
}

static void test_keyboard_c(void)
{
	struct str want = STR_INIT;
	struct result r;

	check_text((struct generate_input){ 0 }, "keyboard-c", BOARD(""),
		   "\n#include QMK_KEYBOARD_H\n" MASK HANDS);
	str_add(&want,
		"\n#include QMK_KEYBOARD_H\n\n#ifdef RGB_MATRIX_ENABLE\n#include \"rgb_matrix.h\"\n"
		"__attribute__ ((weak)) led_config_t g_led_config = {\n  {\n    { NO_LED, NO_LED, 1 },\n"
		"    { NO_LED, NO_LED, NO_LED },\n  },\n  { {1.5, 2}, {0, 3} },\n  { 4, 0 "
		"},\n};\n#endif\n" MASK
		"\n#ifdef JOYSTICK_ENABLE\njoystick_config_t joystick_axes[JOYSTICK_AXIS_COUNT] = {\n"
		"    [0] = JOYSTICK_AXIS_VIRTUAL,\n    [1] = JOYSTICK_AXIS_IN(B5, 0, 512, 1023),\n"
		"    [2] = JOYSTICK_AXIS_VIRTUAL,\n};\n#endif\n" HANDS);
	check_text((struct generate_input){ 0 }, "keyboard-c",
		   BOARD(", rgb_matrix: {layout: [{x: 1.5, y: 2, flags: 4}, {matrix: [0, 2], y: 3}]}, "
			 "joystick: {axes: "
			 "{z: 'virtual', y: {input_pin: 'B5', low: 0, rest: 512, high: 1023}}}"),
		   str_text(&want));
	str_release(&want);

	r = emit_with((struct generate_input){ 0 }, "keyboard-c",
		      "{matrix_size: {rows: 1, cols: 1}, layouts: {LAYOUT: {layout: [{matrix: [9, 0], x: 0, "
		      "y: 0}]}}}");
	ok(r.ok && !strstr(str_text(&r.text), "MATRIX_MASKED") && r.diagnostics.count == 1 &&
		   r.diagnostics.item[0].kind->severity == SEVERITY_ERROR,
	   "a key outside of the matrix: no mask, and told of");
	release(&r);
}

/* Keys as x[/y[/w[/hand]]]. */
static void test_hands(void)
{
	static const struct {
		const char *keys, *want, *what;
	} rows[] = {
		{ "{x: 0, y: 0}, {x: 1, y: 0}, {x: 2, y: 0}, {x: 3, y: 0}", "'L', 'L', '*', 'R'",
		  "mirrored, by the corner and not the middle of a key" },
		{ "{x: 0, y: 0}, {x: 1.5, y: 0}, {x: 3, y: 0}", "'L', 'L', 'R'",
		  "mirrored, with one in the middle" },
		{ "{x: 0, y: 0}, {x: 1, y: 0}, {x: 4, y: 0, hand: '*'}", "'L', 'L', '*'",
		  "across the widest gap" },
		{ "{x: 0, y: 0}, {x: 5, y: 0}, {x: 1, y: 1, w: 6.25}, {x: 9, y: 1}", "'L', 'R', \n  '*', 'R'",
		  "a spacebar divides" },
		{ "{x: 0, y: 0, w: 6}, {x: 6, y: 0, w: 6}, {x: 20, y: 0}", "'L', 'L', 'R'",
		  "two spacebars do not" },
		{ "{x: 0, y: 0, hand: 'R'}, {x: 9, y: 0, hand: 'L'}", "'R', 'L'",
		  "what the data says stands" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str info = STR_INIT, want = STR_INIT;
		struct result r;

		str_addf(&info, "{matrix_size: {rows: 1, cols: 1}, layouts: {LAYOUT: {layout: [");
		for (const char *p = rows[i].keys; *p; p++)
			if (*p == '{')
				str_add(&info, "{matrix: [0, 0], ");
			else
				str_add_char(&info, *p);
		str_add(&info, "]}}}");
		str_addf(&want, "%s\n  %s\n);\n#endif\n", HANDS_HEAD, rows[i].want);
		r = emit_with((struct generate_input){ 0 }, "keyboard-c", str_text(&info));
		ok(r.ok && strstr(str_text(&r.text), str_text(&want)), "hands: %s", rows[i].what);
		if (!r.ok || !strstr(str_text(&r.text), str_text(&want)))
			printf("# %s\n%s\n", r.err.text, str_text(&r.text));
		release(&r);
		str_release(&info);
		str_release(&want);
	}
}

static void test_info_json(void)
{
	static const char info[] =
		"{keyboard_folder: 'a/b', processor: 'x', matrix_size: {rows: 1, cols: 1}, matrix_pins: "
		"{rows: [1]},\n"
		"layouts: {LAYOUT: {filename: 'f', c_macro: false, json_layout: true, layout: [{y: 0, hand: "
		"'L', x: 0.25,"
		" matrix: [0, 0], label: 'é'}]}}, rgb_matrix: {led_count: 1, layout: [{flags: 4, x: 1}]},\n"
		"led_matrix: {led_count: 2, layout: []}, keyboard_name: 'n', manufacturer: 'm', z: {}, "
		"parse_errors: [],\n"
		"nested: {b: [[1, 2], []], a: null}}";
	static const char want[] =
		"{\n    \"manufacturer\": \"m\",\n    \"keyboard_name\": \"n\",\n    \"led_matrix\": {\n"
		"        \"layout\": [],\n        \"led_count\": 2\n    },\n    \"matrix_pins\": {\n"
		"        \"rows\": [1]\n    },\n    \"nested\": {\n        \"a\": null,\n        \"b\": [\n"
		"            [1, 2],\n            []\n        ]\n    },\n    \"processor\": \"x\",\n"
		"    \"rgb_matrix\": {\n        \"layout\": [\n            {\"x\": 1, \"flags\": 4}\n        "
		"]\n    },\n"
		"    \"z\": {},\n    \"layouts\": {\n        \"LAYOUT\": {\n            \"layout\": [\n"
		"                {\"label\": \"\\u00e9\", \"matrix\": [0, 0], \"x\": 0.25, \"y\": 0, "
		"\"hand\": \"L\"}\n"
		"            ]\n        }\n    }\n}\n";
	struct str all = STR_INIT;
	struct err err;
	struct json_doc *doc = json_parse(info, strlen(info), &err);

	check_text((struct generate_input){ 0 }, "info-json", info, want);
	generate_info_json(json_root(doc), true, &all);
	ok(strstr(str_text(&all), "\"keyboard_folder\": \"a/b\"") &&
		   strstr(str_text(&all), "\"matrix_size\": {") &&
		   strstr(str_text(&all), "\"led_count\": 1") && strstr(str_text(&all), "\"c_macro\": false"),
	   "and with what QMK's API has of it");
	str_release(&all);
	json_doc_free(doc);
}

/* What would become code, or no value at all. */
static void test_refused(void)
{
	static const struct {
		const char *name, *info, *text;
	} rows[] = {
		{ "config-h", "{debounce: '5\\n#include \"x\"'}", "debounce: " },
		{ "config-h", "{debounce: '5; int x'}", "debounce: " },
		{ "config-h", "{debounce: '5 // '}", "debounce: " },
		{ "config-h", "{debounce: '5 /* '}", "debounce: " },
		{ "config-h", "{debounce: '5 */'}", "debounce: " },
		{ "config-h", "{debounce: '5 \\\\'}", "debounce: " },
		{ "config-h", "{debounce: '(5'}", "debounce: " },
		{ "config-h", "{debounce: '5)'}", "debounce: " },
		{ "config-h", "{debounce: '(5]'}", "debounce: " },
		{ "config-h", "{debounce: '((((((((((((((((((5))))))))))))))))))'}", "debounce: " },
		{ "config-h", "{debounce: '\"5'}", "debounce: " },
		{ "config-h", "{debounce: '\"5\\\\\"'}", "debounce: " },
		{ "config-h", "{debounce: '\"5\\\\\\n6\"'}", "debounce: " },
		{ "config-h", "{debounce: ''}", "debounce: \"\" is not one value of C" },
		{ "config-h", "{debounce: [1]}", "debounce: expected a number or a word, not a list" },
		{ "config-h", "{debounce: {}}", "debounce: expected a number or a word, not an object" },
		{ "config-h", "{manufacturer: 'a\\nb'}", "manufacturer: " },
		{ "config-h", "{manufacturer: 5}", "manufacturer: expected a text, not a number" },
		{ "config-h", "{usb: {device_version: '1.2'}}", "usb.device_version: " },
		{ "config-h", "{usb: {device_version: '1.2.3.4'}}", "usb.device_version: " },
		{ "config-h", "{usb: {device_version: 'a.b.c'}}", "usb.device_version: " },
		{ "config-h", "{usb: {device_version: 1.5}}", "usb.device_version: " },
		{ "config-h", "{layout_aliases: {'A(x)': 'B'}}", "layout_aliases: \"A(x)\" is no name" },
		{ "config-h", "{layout_aliases: {A: 'B;'}}", "layout_aliases: " },
		{ "config-h", "{layout_aliases: 1}", "layout_aliases: " },
		{ "config-h", "{matrix_pins: {cols: ['A0, B1']}}", "matrix_pins: " },
		{ "config-h", "{matrix_pins: {cols: 'A0'}}", "matrix_pins: " },
		{ "config-h", "{matrix_pins: {direct: ['A0']}}", "matrix_pins: " },
		{ "config-h", "{backlight: {pins: ['A}', 'B']}}", "backlight.pins: " },
		{ "config-h", "{dip_switch: {matrix_grid: 3}}", "dip_switch.matrix_grid: " },
		{ "config-h", "{dip_switch: {matrix_grid: [3]}}", "dip_switch.matrix_grid: " },
		{ "config-h", "{encoder: {rotary: [{pin_a: 'A0'}]}}",
		  "encoder.rotary: each encoder needs a pin_b" },
		{ "config-h", "{encoder: {rotary: [{pin_a: 'A0', pin_b: 'B}'}]}}", "encoder.rotary: " },
		{ "config-h", "{rgb_matrix: {animations: {'a b': true}}}", "rgb_matrix: " },
		{ "config-h", "{rgb_matrix: {default: {animation: 'a\\nb'}}}", "rgb_matrix: " },
		{ "config-h", "{matrix_size: {rows: 2}}", "matrix_size: " },
		{ "config-h", "{matrix_size: {rows: 70000, cols: 70000}}", "matrix_size: " },
		{ "rules-mk", "{processor: '$(shell id)'}", "processor: " },
		{ "rules-mk", "{processor: 'a; id'}", "processor: " },
		{ "rules-mk", "{processor: 'a # b'}", "processor: " },
		{ "rules-mk", "{processor: 'a\\nb: ; id'}", "processor: " },
		{ "rules-mk", "{processor: 'a\\\\'}", "processor: " },
		{ "rules-mk", "{processor: ['a']}", "processor: " },
		{ "rules-mk", "{community_layouts: ['a b']}", "community_layouts: " },
		{ "rules-mk", "{community_layouts: [1]}", "community_layouts: " },
		{ "rules-mk", "{community_layouts: 'a'}", "community_layouts: " },
		{ "rules-mk", "{features: {'a b': true}}", "features: " },
		{ "rules-mk", "{features: {'': true}}", "features: " },
		{ "keyboard-h", "{matrix_size: {rows: 1, cols: 60}}", "matrix_size: " },
		{ "keyboard-h", "{matrix_size: {rows: 1, cols: 1}, layouts: {'L(x) 1': {layout: []}}}",
		  "layouts: " },
		{ "keyboard-h", "{matrix_size: {rows: 1, cols: 1}, layout_aliases: {A: 'B C'}}",
		  "layout_aliases: " },
		{ "keyboard-h", "{keycodes: [{key: 'A,'}]}", "keycodes: " },
		{ "keyboard-h", "{keycodes: [{key: '1A'}]}", "keycodes: " },
		{ "keyboard-h", "{keycodes: [{}]}", "keycodes: " },
		{ "keyboard-h", "{keycodes: [{key: 'A', aliases: ['B C']}]}", "keycodes: " },
		{ "keyboard-c", "{}", "matrix_size: " },
		{ "keyboard-c", BOARD(", rgb_matrix: {layout: [{matrix: [2, 0]}]}"), "rgb_matrix: LED 0" },
		{ "keyboard-c", BOARD(", rgb_matrix: {layout: [{x: '}'}]}"), "rgb_matrix: " },
		{ "keyboard-c", BOARD(", rgb_matrix: {layout: {}}"), "rgb_matrix: " },
		{ "keyboard-c", BOARD(", joystick: {axes: {x: {input_pin: 'A0'}}}"), "joystick.axes: " },
		{ "keyboard-c", "{matrix_size: {rows: 1, cols: 1}}", "layouts: " },
		{ "keyboard-c", "{matrix_size: {rows: 1, cols: 1}, layouts: {LAYOUT: {layout: []}}}",
		  "layouts: " },
		{ "keyboard-c",
		  "{matrix_size: {rows: 1, cols: 1}, layouts: {LAYOUT: {layout: [{x: 0, y: 0}]}}}",
		  "layouts: " },
		{ "keyboard-c",
		  "{matrix_size: {rows: 1, cols: 1}, layouts: {LAYOUT: {layout: [{matrix: [0, 0], x: 0}]}}}",
		  "layouts: " },
		{ "keyboard-c",
		  "{matrix_size: {rows: 1, cols: 1}, layouts: {LAYOUT: {layout: [{matrix: [0, 0], x: 0, y: "
		  "0, hand: \"'\"}]}}}",
		  "layouts: " },
		{ "keyboard-c",
		  "{matrix_size: {rows: 1, cols: 1}, layouts: {'L;': {layout: [{matrix: [0, 0], x: 0, y: "
		  "0}]}}}",
		  "layouts: " },
	};
	struct result r;

	for (size_t i = 0; i < COUNT(rows); i++) {
		r = emit_with((struct generate_input){ 0 }, rows[i].name, rows[i].info);
		ok(!r.ok && !strncmp(r.err.text, rows[i].text, strlen(rows[i].text)), "refused: %s of %.70s",
		   rows[i].name, rows[i].info);
		if (r.ok || strncmp(r.err.text, rows[i].text, strlen(rows[i].text)))
			printf("# '%s'\n", r.ok ? str_text(&r.text) : r.err.text);
		release(&r);
	}
	r = emit_with((struct generate_input){ .keymap = true, .converter = "$(x)" }, "rules-mk", "{}");
	ok(!r.ok && !strncmp(r.err.text, "converter: ", 11), "refused: a converter that make would expand");
	release(&r);
	r = emit_with((struct generate_input){ .include = "a/b\".h" }, "keyboard-h", "{}");
	ok(!r.ok && !strncmp(r.err.text, "include: ", 9), "refused: a header with a quote in its name");
	release(&r);
}

static void test_odd_values(void)
{
	struct result r = emit_with((struct generate_input){ .keymap = true }, "config-h",
				    "{debounce: null, tapping: {term: true}}");

	ok(r.ok && strstr(str_text(&r.text), "#define DEBOUNCE None\n") &&
		   strstr(str_text(&r.text), "#define TAPPING_TERM True\n") && r.diagnostics.count == 2 &&
		   !strcmp(r.diagnostics.item[0].kind->code, "generate-value"),
	   "null and true where C has no word for them are written as QMK writes them, and told of");
	release(&r);
}

static void test_table(void)
{
	bool sorted = true;

	for (size_t i = 1; i < generator_count(); i++)
		sorted = sorted && strcmp(generator_at(i - 1)->name, generator_at(i)->name) < 0;
	ok(generator_count() == 10 && sorted, "generators are in alphabetical order");
	ok(!generator_find("keyboard"), "and found by their whole name");
}

int main(void)
{
	test_config_h();
	test_rules_mk();
	test_rare_types();
	test_once();
	test_once_gaps();
	test_keyboard_h();
	test_keyboard_c();
	test_hands();
	test_info_json();
	test_refused();
	test_odd_values();
	test_table();
	return tap_done();
}
