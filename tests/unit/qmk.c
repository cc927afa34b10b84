/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/marker.h"
#include "compiled.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

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
	ok(!strcmp(text_of(&r, "rules.mk"),
		   "# " MARKER "\nENCODER_MAP_ENABLE = yes\nEXTRAKEY_ENABLE = yes\n"),
	   "rules.mk turns on the encoder map and keys for sound");
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
	static const char *const names[] = {
		"../../etc", "",    "a b",
		"A",         "x;y", "\xc3\xa4",
		"a/b",       "all", "a23456789_123456789_123456789_123456789_123456789_123456789_12345"
	};
	static const char *const zmk[] = { "&kp GLOBE", "&lt 1 C_EJECT", "&sk A", "&bt BT_CLR" };
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
	for (size_t i = 0; i < COUNT(zmk); i++) {
		keymap_put(map, 0, 1, tiny_action(zmk[i]));
		r = compile(kb, map);
		ok(r.ok && find(&r, "qmk-none") && find(&r, "qmk-none")->place.key == 1 &&
			   find(&r, "qmk-none")->loss == LOSS_ALL &&
			   !strcmp(find(&r, "qmk-none")->subject, zmk[i]) &&
			   strstr(text_of(&r, "keymap.c"), "XXXXXXX, XXXXXXX"),
		   "%s, which QMK lacks, does nothing", zmk[i]);
		release(&r);
	}
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_custom_keycodes(void)
{
	static const struct {
		const char *name, *becomes; /* NULL: it stays */
	} rows[] = {
		{ "MY_KEY", NULL },
		{ "KC_A", "MY_KC_A" },
		{ "while", "MY_WHILE" },
		{ "1ST", "MY_1ST" },
		{ "A, B = 5", "MY_A_B_5" },
		{ "", "MY_0" },
		{ "x", NULL },
		{ "A\n#error", "MY_A_ERROR" },
		{ "D3", "MY_D3" },
		{ "process_record_user", "MY_PROCESS_RECORD_USER" },
	};
	struct keyboard *kb = tiny_keyboard(1, 1, 0);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keymap *map = keymap_new(1, 1, 0);
		struct str line = STR_INIT;
		struct result r;

		str_addf(&line, "    %s = SAFE_RANGE,\n", rows[i].becomes ? rows[i].becomes : rows[i].name);
		keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_KEYCODE,
								 .name = symbol(rows[i].name) });
		r = compile(kb, map);
		ok(r.ok && strstr(text_of(&r, "keymap.c"), str_text(&line)) &&
			   !find(&r, "qmk-renamed") == (!rows[i].becomes || !*rows[i].name),
		   "keycode %zu is %s", i, rows[i].becomes ? rows[i].becomes : "as it was");
		release(&r);
		str_release(&line);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

/* What a definition cannot do without is missing: it is left out, and told. */
static void test_empty_definitions(void)
{
	static const enum definition_kind kinds[] = { DEFINITION_COMBO,      DEFINITION_OVERRIDE,
						      DEFINITION_CONDITION,  DEFINITION_LEADER,
						      DEFINITION_CORRECTION, DEFINITION_BEHAVIOR,
						      DEFINITION_ALT_REPEAT };
	struct keyboard *kb = tiny_keyboard(1, 1, 0);

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct keymap *map = keymap_new(1, 1, 0);
		struct result r;

		keymap_add_definition(map, &(struct definition){ .kind = kinds[i] });
		r = compile(kb, map);
		ok(r.ok && find(&r, "qmk-none") && find(&r, "qmk-none")->place.kind == (int)kinds[i] &&
			   find(&r, "qmk-none")->place.definition == 0,
		   "an empty definition of kind %d is told", kinds[i]);
		release(&r);
		keymap_unref(map);
	}
	keyboard_free(kb);
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
	test_empty_definitions();
	test_many_problems();
	return tap_done();
}
