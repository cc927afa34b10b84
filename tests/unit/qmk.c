/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/marker.h"
#include "compile/target.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* What a compile gives; made and released by each test. */
struct result {
	struct fileset files;
	struct diagnostics diagnostics;
	struct err err;
	bool ok;
};

static struct result compile_as(const struct keyboard *kb, const struct keymap *map, const char *name)
{
	struct compile_input in = { kb, &kb->layout[0], map, NULL, name };
	struct result r = { 0 };

	r.ok = target_compile(target_find("qmk"), &in, &r.files, &r.diagnostics, &r.err);
	return r;
}

static struct result compile(const struct keyboard *kb, const struct keymap *map)
{
	return compile_as(kb, map, "mine");
}

static void release(struct result *r)
{
	fileset_release(&r->files);
	diagnostics_release(&r->diagnostics);
}

static const char *text_of(const struct result *r, const char *path)
{
	const struct str *data = fileset_find(&r->files, path);

	return data ? str_text(data) : "";
}

static const struct diagnostic *find(const struct result *r, const char *code)
{
	for (size_t i = 0; i < r->diagnostics.count; i++)
		if (!strcmp(r->diagnostics.item[i].kind->code, code))
			return &r->diagnostics.item[i];
	return NULL;
}

static void test_registry(void)
{
	bool sorted = true, found = true;

	for (size_t i = 0; i < target_count(); i++) {
		sorted &= !i || strcmp(target_at(i - 1)->name, target_at(i)->name) < 0;
		found &= target_find(target_at(i)->name) == target_at(i);
	}
	ok(sorted && found, "targets are in alphabetical order and found by name");
	ok(!target_find("zmk2") && !target_find(""), "an unknown target is none");
}

static void test_whole_file(void)
{
	static const char *const text[] = {
		"KC_TAB",  "KC_Q",    "LT(1, KC_SPACE)", "LCTL_T(KC_A)", "MO(1)",   "QK_BOOT",
		"_______", "KC_EXLM", "_______",         "_______",      "_______", "XXXXXXX",
	};
	struct keyboard *kb = tiny_keyboard(2, 3, 1);
	struct keymap *map = tiny_keymap(2, 6, 1, text);
	struct result r;

	keymap_put_layer_name(map, 1, symbol("Symbols & more"));
	keymap_put_turn(map, 0, 0, TURN_CCW, tiny_action("KC_VOLD"));
	keymap_put_turn(map, 0, 0, TURN_CW, tiny_action("KC_VOLU"));
	keymap_put_turn(map, 1, 0, TURN_CW, tiny_action("TO(1)"));
	r = compile(kb, map);
	ok(r.ok, "a small keymap compiles%s", r.err.text);
	ok(!strcmp(text_of(&r, "keymap.c"),
		   "// " MARKER "\n"
		   "#include QMK_KEYBOARD_H\n"
		   "\n"
		   "enum layers {\n"
		   "    _LAYER_0,\n"
		   "    _SYMBOLS_MORE,\n"
		   "};\n"
		   "\n"
		   "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n"
		   "    [_LAYER_0] = LAYOUT(\n"
		   "        KC_TAB,       KC_Q,              LT(_SYMBOLS_MORE, KC_SPC),\n"
		   "        LCTL_T(KC_A), MO(_SYMBOLS_MORE), QK_BOOT\n"
		   "    ),\n"
		   "\n"
		   "    [_SYMBOLS_MORE] = LAYOUT(\n"
		   "        _______, KC_EXLM, _______,\n"
		   "        _______, _______, XXXXXXX\n"
		   "    ),\n"
		   "};\n"
		   "\n"
		   "#if defined(ENCODER_MAP_ENABLE)\n"
		   "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n"
		   "    [_LAYER_0] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU) },\n"
		   "    [_SYMBOLS_MORE] = { ENCODER_CCW_CW(XXXXXXX, TO(_SYMBOLS_MORE)) },\n"
		   "};\n"
		   "#endif\n"),
	   "keymap.c is as a person would write it");
	ok(!strcmp(text_of(&r, "rules.mk"), "# " MARKER "\nENCODER_MAP_ENABLE = yes\n"),
	   "rules.mk turns the encoder map on");
	ok(!fileset_find(&r.files, "config.h") && r.files.count == 2,
	   "there is no config.h without a setting");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* A split keyboard with a stagger of columns, a thumb row and a wide key. */
static void test_grid(void)
{
	static const struct key keys[] = {
		{ .x_cu = 0, .y_cu = 50, .w_cu = 100, .h_cu = 100 },
		{ .x_cu = 100, .y_cu = 0, .w_cu = 100, .h_cu = 100 },
		{ .x_cu = 500, .y_cu = 0, .w_cu = 100, .h_cu = 100 },
		{ .x_cu = 600, .y_cu = 50, .w_cu = 100, .h_cu = 100 },
		{ .x_cu = 0, .y_cu = 150, .w_cu = 150, .h_cu = 100 },
		{ .x_cu = 150, .y_cu = 100, .w_cu = 100, .h_cu = 100 },
		{ .x_cu = 500, .y_cu = 100, .w_cu = 100, .h_cu = 100 },
		{ .x_cu = 600, .y_cu = 150, .w_cu = 100, .h_cu = 200 },
		{ .x_cu = 100, .y_cu = 225, .w_cu = 100, .h_cu = 100 },
		{ .x_cu = 500, .y_cu = 225, .w_cu = 100, .h_cu = 100 },
	};
	static const char *const text[] = { "KC_A", "KC_B", "KC_C", "KC_D",     "KC_E",
					    "KC_F", "KC_G", "KC_H", "KC_ENTER", "KC_J" };
	struct keyboard *kb = tiny_keyboard(2, 5, 0);
	struct keymap *map = tiny_keymap(1, 10, 0, text);
	struct result r;

	memcpy(kb->layout[0].key, keys, sizeof(keys));
	r = compile(kb, map);
	ok(strstr(text_of(&r, "keymap.c"), "    [0] = LAYOUT(\n"
					   "        KC_A, KC_B,             KC_C, KC_D,\n"
					   "        KC_E,         KC_F,     KC_G, KC_H,\n"
					   "              KC_ENT,           KC_J\n"
					   "    ),\n"),
	   "rows, columns and the gap in the middle are those of the board");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_layer_names(void)
{
	static const struct {
		const char *name, *identifier;
	} rows[] = {
		{ "base", "_BASE" },
		{ "Base", "_BASE_2" },
		{ "", "_LAYER_2" },
		{ "\"; system(\"rm -rf /\"); //", "_SYSTEM_RM_RF" },
		{ "#define main", "_DEFINE_MAIN" },
		{ "*/ int x; /*", "_INT_X" },
		{ "L", "_LAYER_L" },
		{ "1", "_LAYER_1" },
		{ "\xc3\xa4\xe2\x98\x83", "_LAYER_8" },
		{ "__FILE__", "_FILE" },
		{ "a\n#include \"/etc/passwd\"", "_A_INCLUDE_ETC_PASSWD" },
		{ "layer 2", "_LAYER_2_2" },
	};
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(COUNT(rows), 1, 0);
	struct str want = STR_INIT;
	struct result r;

	str_add(&want, "enum layers {\n");
	for (size_t i = 0; i < COUNT(rows); i++) {
		keymap_put_layer_name(map, i, symbol(rows[i].name));
		str_addf(&want, "    %s,\n", rows[i].identifier);
	}
	str_add(&want, "};\n");
	r = compile(kb, map);
	ok(r.ok && strstr(text_of(&r, "keymap.c"), str_text(&want)),
	   "names of layers become names of C, each once");
	release(&r);
	str_release(&want);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_longest_names(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(KEYMAP_MAX_LAYERS, 1, 0);
	char name[300];
	struct result r;

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		keymap_put_layer_name(map, i, symbol(name));
	r = compile(kb, map);
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "_32,\n") &&
		   !strstr(text_of(&r, "keymap.c"), "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"),
	   "32 layers of one long name get 32 short ones");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* Everything that a person or a file names, with something in it that is no name. */
static void test_refusals(void)
{
	struct keyboard *kb = tiny_keyboard(1, 2, 0);
	struct keymap *map = keymap_new(1, 2, 0);
	static const char *const names[] = { "../../etc", "", "a b", "A", "x;y", "\xc3\xa4", "a/b" };
	struct result r;

	for (size_t i = 0; i < COUNT(names); i++) {
		r = compile_as(kb, map, names[i]);
		ok(!r.ok && r.err.code == ERR_REFUSED && !r.files.count && find(&r, "qmk-keymap-name"),
		   "keymap name '%s' is refused", names[i]);
		release(&r);
	}
	free(kb->layout[0].name);
	kb->layout[0].name = mem_copy_text("LAYOUT(0) }; int x[] = {");
	r = compile(kb, map);
	ok(!r.ok && find(&r, "qmk-layout-name"), "a layout whose name is C is refused");
	release(&r);
	free(kb->layout[0].name);
	kb->layout[0].name = mem_copy_text("LAYOUT");
	keymap_put(map, 0, 1, (struct action){ .kind = ACTION_RAW, .arg = { symbol("0 }; int x[] = { 1") } });
	r = compile(kb, map);
	ok(!r.ok && find(&r, "qmk-expression") && find(&r, "qmk-expression")->place.key == 1,
	   "an expression that no reader would let in is refused, in its place");
	release(&r);
	keymap_put(map, 0, 1,
		   (struct action){
			   .kind = ACTION_TAP_DANCE, .flags = ACTION_BY_NAME, .arg = { symbol("A)];") } });
	r = compile(kb, map);
	ok(!r.ok && find(&r, "qmk-expression"), "so is a name inside one");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_custom_keycodes(void)
{
	static const struct {
		const char *name;
		bool good;
	} rows[] = {
		{ "MY_KEY", true },    { "KC_A", false }, { "while", false }, { "1ST", false },
		{ "A, B = 5", false }, { "", false },     { "x", true },      { "A\n#error", false },
	};
	struct keyboard *kb = tiny_keyboard(1, 1, 0);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keymap *map = keymap_new(1, 1, 0);
		struct result r;

		keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_KEYCODE,
								 .name = symbol(rows[i].name) });
		r = compile(kb, map);
		ok(r.ok == rows[i].good && !find(&r, "qmk-keycode-name") == rows[i].good,
		   "keycode %zu '%s' is %s", i, rows[i].good ? rows[i].name : "?",
		   rows[i].good ? "taken" : "refused");
		release(&r);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

/* What is not compiled yet stops the compile; it is not left out. */
static void test_definitions_not_dropped(void)
{
	static const enum definition_kind kinds[] = { DEFINITION_COMBO, DEFINITION_TAP_DANCE,
						      DEFINITION_OVERRIDE, DEFINITION_HOLD_TAP };
	struct keyboard *kb = tiny_keyboard(1, 1, 0);

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct keymap *map = keymap_new(1, 1, 0);
		struct result r;

		keymap_add_definition(map, &(struct definition){ .kind = kinds[i] });
		r = compile(kb, map);
		ok(!r.ok && find(&r, "qmk-definition"), "definition of kind %d is refused", kinds[i]);
		release(&r);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

static struct result compile_macro(const struct step *step, size_t steps)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct result r;

	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_MACRO,
							 .step = (struct step *)step,
							 .steps = steps });
	r = compile(kb, map);
	keymap_unref(map);
	keyboard_free(kb);
	return r;
}

static void test_macro_text(void)
{
	static const struct {
		const char *text, *literal; /* NULL: refused */
	} rows[] = {
		{ "hello", "SEND_STRING(\"hello\");" },
		{ "say \"hi\"", "SEND_STRING(\"say \\\"hi\\\"\");" },
		{ "C:\\new", "SEND_STRING(\"C:\\\\new\");" },
		{ "\\", "SEND_STRING(\"\\\\\");" },
		{ "a\r\nb\rc\nd\te", "SEND_STRING(\"a\\nb\\nc\\nd\\te\");" },
		{ "?\?/\"; x", "SEND_STRING(\"?\\?/\\\"; x\");" },
		{ "???", "SEND_STRING(\"?\\?\\?\");" },
		{ "*/ // /*", "SEND_STRING(\"*/ // /*\");" },
		{ "\x1b[0m", "SEND_STRING(\"\\033[0m\");" },
		{ "\x1b"
		  "7",
		  "SEND_STRING(\"\\0337\");" },
		{ "%s%n%d", "SEND_STRING(\"%s%n%d\");" },
		{ "\x7f", "SEND_STRING(\"\\177\");" },
		{ "SS_TAP(X_A)", "SEND_STRING(\"SS_TAP(X_A)\");" },
		{ "", "SEND_STRING(\"\");" },
		{ "\x01\x01\x04", NULL },
		{ "na\xc3\xafve", NULL },
		{ "\a", NULL },
		{ "ok\xff", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct step step = { .op = STEP_TEXT, .text = symbol(rows[i].text) };
		struct result r = compile_macro(&step, 1);

		if (rows[i].literal)
			ok(r.ok && strstr(text_of(&r, "keymap.c"), rows[i].literal), "text %zu is escaped",
			   i);
		else
			ok(!r.ok && find(&r, "qmk-macro-text"), "text %zu has no keys and is refused", i);
		release(&r);
	}
}

static struct step key_step(enum step_op op, const char *key)
{
	return (struct step){ .op = (uint16_t)op, .action = tiny_action(key) };
}

static void test_macro_steps(void)
{
	const struct step good[] = {
		key_step(STEP_TAP, "KC_ENTER"),    key_step(STEP_TAP, "LCTL(LSFT(KC_C))"),
		key_step(STEP_DOWN, "RALT(KC_A)"), { .op = STEP_DELAY, .value = 250 },
		key_step(STEP_UP, "RALT(KC_A)"),   key_step(STEP_TAP, "MS_BTN1"),
		key_step(STEP_TAP, "KC_EXLM"),     { .op = STEP_BEEP },
	};
	const struct step bad[] = {
		key_step(STEP_TAP, "MO(0)"),          key_step(STEP_TAP, "QK_BOOT"),
		key_step(STEP_TAP, "SOMETHING"),      key_step(STEP_DOWN, "KC_NO"),
		key_step(STEP_RESULT, "KC_A"),        { .op = STEP_DELAY, .value = -1 },
		{ .op = STEP_DELAY, .value = 32768 },
	};
	struct result r = compile_macro(good, COUNT(good));

	ok(r.ok && strstr(text_of(&r, "keymap.c"),
			  "        case QK_MACRO_0:\n"
			  "            SEND_STRING(SS_TAP(X_ENT) SS_LCTL(SS_LSFT(SS_TAP(X_C))) "
			  "SS_DOWN(X_RALT) SS_DOWN(X_A) "
			  "SS_DELAY(250)\n"
			  "                        SS_UP(X_A) SS_UP(X_RALT) SS_TAP(d1) SS_LSFT(SS_TAP(X_1)) "
			  "\"\\a\");\n"
			  "            return false;\n"),
	   "steps become the words of SEND_STRING");
	ok(find(&r, "qmk-macro-bell"), "a beep without the setting for it is told");
	release(&r);
	for (size_t i = 0; i < COUNT(bad); i++) {
		r = compile_macro(&bad[i], 1);
		ok(!r.ok && (find(&r, "qmk-macro-key") || find(&r, "qmk-macro-delay")),
		   "bad step %zu is refused", i);
		release(&r);
	}
	r = compile_macro(NULL, 0);
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "        case QK_MACRO_0:\n            return false;\n"),
	   "an empty macro is still C");
	release(&r);
}

static void test_macro_count(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct result r;

	for (int i = 0; i < 128; i++)
		keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_MACRO });
	r = compile(kb, map);
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "case QK_MACRO_31:") &&
		   strstr(text_of(&r, "keymap.c"), "case QK_MACRO + 32:"),
	   "128 macros, the first 32 by name");
	release(&r);
	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_MACRO });
	r = compile(kb, map);
	ok(!r.ok && find(&r, "qmk-macro-count"), "one more is refused");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static struct setting number(const char *name, int64_t value)
{
	return (struct setting){ .name = symbol(name), .type = SETTING_NUMBER, .number = value };
}

static struct setting flag(const char *name, bool value)
{
	return (struct setting){ .name = symbol(name), .type = SETTING_BOOL, .number = value };
}

static struct setting word(const char *name, const char *value)
{
	return (struct setting){ .name = symbol(name), .type = SETTING_TEXT, .text = symbol(value) };
}

static struct result compile_settings(const struct setting *setting, size_t count)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct result r;

	for (size_t i = 0; i < count; i++)
		keymap_add_setting(map, setting[i]);
	r = compile(kb, map);
	keymap_unref(map);
	keyboard_free(kb);
	return r;
}

static void test_settings(void)
{
	const struct setting good[] = {
		number("tapping.term", 180),
		flag("tapping.permissive_hold", true),
		flag("tapping.retro", false),
		flag("rgblight.default.on", false),
		flag("rgblight.animations.breathing", true),
		word("rgb_matrix.default.animation", "cycle_all"),
		word("rgblight.driver", "apa102"),
		flag("features.tri_layer", true),
		flag("features.rgblight", false),
		flag("build.lto", true),
	};
	struct setting reversed[COUNT(good)];
	struct result r = compile_settings(good, COUNT(good)), again;

	ok(r.ok && !strcmp(text_of(&r, "config.h"), "// " MARKER "\n"
						    "#pragma once\n"
						    "\n"
						    "#undef RGB_MATRIX_DEFAULT_MODE\n"
						    "#define RGB_MATRIX_DEFAULT_MODE RGB_MATRIX_CYCLE_ALL\n"
						    "\n"
						    "#undef RGBLIGHT_EFFECT_BREATHING\n"
						    "#define RGBLIGHT_EFFECT_BREATHING\n"
						    "\n"
						    "#undef RGBLIGHT_DEFAULT_ON\n"
						    "#define RGBLIGHT_DEFAULT_ON false\n"
						    "\n"
						    "#undef PERMISSIVE_HOLD\n"
						    "#define PERMISSIVE_HOLD\n"
						    "\n"
						    "#undef RETRO_TAPPING\n"
						    "\n"
						    "#undef TAPPING_TERM\n"
						    "#define TAPPING_TERM 180\n"),
	   "settings become macros, sorted");
	ok(!strcmp(text_of(&r, "rules.mk"), "# " MARKER "\n"
					    "LTO_ENABLE = yes\n"
					    "RGBLIGHT_ENABLE = no\n"
					    "TRI_LAYER_ENABLE = yes\n"
					    "RGBLIGHT_DRIVER = apa102\n"),
	   "and variables of make");
	for (size_t i = 0; i < COUNT(good); i++)
		reversed[i] = good[COUNT(good) - 1 - i];
	again = compile_settings(reversed, COUNT(good));
	ok(!strcmp(text_of(&r, "config.h"), text_of(&again, "config.h")) &&
		   !strcmp(text_of(&r, "rules.mk"), text_of(&again, "rules.mk")),
	   "whatever their order");
	release(&r);
	release(&again);
}

static void test_bad_settings(void)
{
	const struct {
		struct setting setting;
		const char *code;
	} rows[] = {
		{ number("tapping.term", -1), "qmk-setting-value" },
		{ number("tapping.term", 65536), "qmk-setting-value" },
		{ word("tapping.term", "200; system()"), "qmk-setting-value" },
		{ number("tapping.retro", 1), "qmk-setting-value" },
		{ word("rgblight.driver", "ws2812\n$(shell rm -rf /)"), "qmk-setting-value" },
		{ word("rgblight.driver", ""), "qmk-setting-value" },
		{ word("features.console", "yes"), "qmk-setting-value" },
		{ word("rgblight.default.animation", "a\n#define X"), "qmk-setting-value" },
		{ number("rgblight.animations.snake", 1), "qmk-setting-value" },
		{ flag("features.a b", true), "qmk-setting-unknown" },
		{ flag("features.x\nSHELL", true), "qmk-setting-unknown" },
		{ flag("rgblight.animations.x\n#define", true), "qmk-setting-unknown" },
		{ flag("nothing.of.that.name", true), "qmk-setting-unknown" },
		{ flag("", true), "qmk-setting-unknown" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct result r = compile_settings(&rows[i].setting, 1);

		ok(find(&r, rows[i].code) && !fileset_find(&r.files, "config.h") &&
			   !fileset_find(&r.files, "rules.mk"),
		   "bad setting %zu is told and reaches no file", i);
		release(&r);
	}
}

static void test_encoders(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 2);
	struct keymap *map = keymap_new(1, 1, 2);
	struct result r = compile(kb, map);

	ok(r.ok && !strstr(text_of(&r, "keymap.c"), "encoder_map") && !fileset_find(&r.files, "rules.mk"),
	   "encoders that do nothing leave the keyboard's own ways alone");
	release(&r);
	keymap_add_setting(map, flag("features.encoder_map", true));
	r = compile(kb, map);
	ok(strstr(text_of(&r, "keymap.c"),
		  "[0] = { ENCODER_CCW_CW(XXXXXXX, XXXXXXX), ENCODER_CCW_CW(XXXXXXX, XXXXXXX) },") &&
		   !strcmp(text_of(&r, "rules.mk"), "# " MARKER "\nENCODER_MAP_ENABLE = yes\n"),
	   "unless a setting wants the map");
	release(&r);
	keymap_unref(map);
	map = keymap_new(1, 1, 1);
	keymap_put_turn(map, 0, 0, TURN_CW, tiny_action("KC_UP"));
	keymap_add_setting(map, flag("features.encoder_map", false));
	r = compile(kb, map);
	ok(find(&r, "qmk-encoder-map-off") && find(&r, "qmk-encoder-count"),
	   "a map that is off, or of another number of encoders, is told");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_features(void)
{
	static const struct {
		const char *key, *feature; /* NULL: nothing to say */
	} rows[] = {
		{ "MS_UP", "mousekey" },
		{ "LT(0, KC_VOLU)", "extrakey" },
		{ "LCTL(KC_MUTE)", "extrakey" },
		{ "SH_T(KC_A)", "swap_hands" },
		{ "CW_TOGG", "caps_word" },
		{ "KC_A", NULL },
		{ "QK_BOOT", NULL },
		{ "UG_TOGG", NULL },
		{ "RM_TOGG", NULL },
		{ "MY_OWN", NULL },
		{ "MO(0)", NULL },
		{ "NK_TOGG", NULL },
	};
	struct keyboard *kb = tiny_keyboard(1, 2, 0);

	kb->feature = mem_new(1, sizeof(*kb->feature));
	kb->feature[kb->features++] = mem_copy_text("rgb_matrix");
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *const text[] = { rows[i].key, rows[i].key };
		struct keymap *map = tiny_keymap(1, 2, 0, text);
		struct result r = compile(kb, map);
		const struct diagnostic *d = find(&r, "qmk-feature-off");

		ok(r.ok && (rows[i].feature ? d && strstr(d->text, rows[i].feature) && d->place.key == 0
					    : !d),
		   "%s needs %s", rows[i].key, rows[i].feature ? rows[i].feature : "nothing more");
		release(&r);
		if (d && !strcmp(rows[i].feature, "mousekey")) {
			keymap_add_setting(map, flag("features.mousekey", true));
			r = compile(kb, map);
			ok(!find(&r, "qmk-feature-off"), "which a setting gives it");
			release(&r);
		}
		keymap_unref(map);
	}
	keyboard_free(kb);
}

static struct result compile_source(const char *text)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct source *source = source_new(text, strlen(text), map);
	struct compile_input in = { kb, &kb->layout[0], map, source, "mine" };
	struct result r = { 0 };

	r.ok = target_compile(target_find("qmk"), &in, &r.files, &r.diagnostics, &r.err);
	source_free(source);
	keymap_unref(map);
	keyboard_free(kb);
	return r;
}

/* What the model does not hold is in the text: it is compiled, or told. */
static void test_source(void)
{
	static const struct {
		const char *text, *code, *part;
		int line;
	} rows[] = {
		{ "{\"layers\": [],\n \"modules\": [\"qmk/x\"]}", "qmk-left-out", "modules", 2 },
		{ "{\"layers\": [], \"dip_switches\": [[1]]}", "qmk-left-out", "dip_switches", 1 },
		{ "{\"layers\": [], \"converter\": \"kb2040\"}", "qmk-left-out", "converter", 1 },
		{ "{\"layers\": [], \"config\": {\"rgb_matrix\": {\n\n\"split_count\": [1, 2]}}}",
		  "qmk-left-out", "config.rgb_matrix.split_count", 3 },
		{ "{\"layers\": [], \"host_language\": \"x.h\\\"\\n#include \\\"/etc/passwd\"}",
		  "qmk-host-language", "german", 1 },
		{ "{\"layers\": [], \"keycodes\": [{\"key\": \"A\", \"aliases\": [\"X 1; int y\"]}]}",
		  "qmk-alias-name", "X 1", 1 },
		{ "{\"layers\": [], \"keycodes\": [{\"key\": \"A\", \"aliases\": [\"KC_A\"]}]}",
		  "qmk-alias-name", "KC_A", 1 },
		{ "{\"layers\": [], \"keycodes\": [{\"key\": \"A\", \"aliases\": [5]}]}", "qmk-alias-name",
		  "alias", 1 },
		{ "{\"layers\": [], \"host_language\": 5}", "qmk-host-language", "german", 1 },
		{ "{\"layers\": [], \"modules\": [], \"config\": {\"tapping\": {\"term\": 5}}}",
		  "qmk-left-out", NULL, 0 },
		{ "layers modules {{{ not JSON", "qmk-left-out", NULL, 0 },
		{ "", "qmk-left-out", NULL, 0 },
	};
	struct result r;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct diagnostic *d;

		r = compile_source(rows[i].text);
		d = find(&r, rows[i].code);
		ok(rows[i].part ? d && strstr(d->text, rows[i].part) && d->place.line == rows[i].line : !d,
		   "text %zu: %s", i, d ? d->text : "nothing to tell");
		release(&r);
	}
	r = compile_source("{\"layers\": [], \"keycodes\": [{\"key\": \"MINE\", \"aliases\": [\"MY\"]}]}");
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "#define MY MINE\n"), "aliases of keycodes stay");
	release(&r);
	r = compile_source("{\"host_language\": \"german\", \"layers\": []}");
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "#include QMK_KEYBOARD_H\n#include \"keymap_german.h\"\n"
						   "#include \"sendstring_german.h\"\n\n"),
	   "the host's language brings its headers");
	release(&r);
}

/* A thousand and more problems: an error among those that were dropped must still stop the compile. */
static void test_many_problems(void)
{
	struct keyboard *kb = tiny_keyboard(1, 100, 0);
	struct keymap *map = keymap_new(11, 100, 0);
	struct result r;

	for (size_t i = 0; i < 1100; i++)
		keymap_put(map, i / 100, i % 100, tiny_action("0x5F12"));
	r = compile(kb, map);
	ok(!r.ok && r.err.code == ERR_REFUSED && r.diagnostics.dropped && !r.files.count,
	   "too many problems to tell are a refusal");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_registry();
	test_whole_file();
	test_grid();
	test_layer_names();
	test_longest_names();
	test_refusals();
	test_custom_keycodes();
	test_definitions_not_dropped();
	test_macro_text();
	test_macro_steps();
	test_macro_count();
	test_settings();
	test_bad_settings();
	test_encoders();
	test_features();
	test_source();
	test_many_problems();
	return tap_done();
}
