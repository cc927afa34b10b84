/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/target.h"
#include "model/symbol.h"
#include "qmk_host.h"
#include "tap.h"
#include "tiny.h"

/* The keymap.c for @map; the caller frees. */
static char *emit(const struct keyboard *kb, const struct keymap *map)
{
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "host"
	};
	struct diagnostics diagnostics = { 0 };
	struct fileset files = { 0 };
	struct err err = { 0 };
	char *text = NULL;

	if (target_compile(target_find("qmk"), &in, &files, &diagnostics, &err))
		text = mem_copy_text(str_text(fileset_find(&files, "keymap.c")));
	else
		printf("# %s: %s\n", err.text, diagnostics.count ? diagnostics.item[0].text : "");
	fileset_release(&files);
	diagnostics_release(&diagnostics);
	return text;
}

/* Compile, run, and compare with @want. */
static bool holds(const struct keyboard *kb, const struct keymap *map, const struct str *want)
{
	struct str have = STR_INIT;
	char *text = emit(kb, map);
	bool same =
		text && host_run(kb, &kb->layout[0], text, &have) && !strcmp(str_text(&have), str_text(want));

	if (!same)
		printf("# wanted: %.400s\n# have: %.400s\n", str_text(want), str_text(&have));
	str_release(&have);
	free(text);
	return same;
}

/* What the tables must hold by the model: the value of each action at its place of the matrix. */
static void add_values(const struct keyboard *kb, const struct keymap *map, struct str *want)
{
	size_t cells = (size_t)(kb->rows * kb->cols);
	uint16_t *value = mem_new(cells, sizeof(*value));

	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		memset(value, 0, cells * sizeof(*value));
		for (size_t i = 0; i < kb->layout[0].keys; i++) {
			const struct key *key = &kb->layout[0].key[i];

			if (!action_qmk_value(keymap_get(map, layer, i),
					      &value[key->row * kb->cols + key->col]))
				str_addf(want, "key %zu has no value\n", i);
		}
		for (size_t i = 0; i < cells; i++)
			str_addf(want, "%04x\n", (unsigned)value[i]);
	}
	free(value);
}

/* Every keycode of the table, plain and in each sort of wrapper that takes it. */
static void test_every_keycode(void)
{
	size_t codes = keycode_count();
	struct keyboard *kb = tiny_keyboard(8, (int)(codes / 8 + 1), 0);
	struct keymap *map = keymap_new(2, kb->layout[0].keys, 0);
	struct str want = STR_INIT;

	for (size_t i = 0; i < kb->layout[0].keys; i++) {
		uint16_t code = (uint16_t)(i % codes);
		struct action plain = action_of_keycode(code);

		keymap_put(map, 0, i, plain);
		if (keycode_get(code)->value > 0xff || plain.kind != ACTION_KEY)
			continue;
		keymap_put(map, 1, i,
			   (struct action){ .kind = (uint16_t)(i % 2 ? ACTION_LAYER_TAP : ACTION_MOD_TAP),
					    .arg = { i % 2 ? 1 : 1 + (uint32_t)i % 15, plain.arg[0] } });
	}
	add_values(kb, map, &want);
	ok(holds(kb, map, &want), "every keycode has its value in the firmware's table");
	str_release(&want);
	keymap_unref(map);
	keyboard_free(kb);
}

/* Every number that action_of_qmk_value() can name: layers, modifiers, wrappers, dances, characters. */
static void test_every_value(void)
{
	struct keyboard *kb = tiny_keyboard(16, 60, 0);
	struct keymap *map = keymap_new(32, kb->layout[0].keys, 0);
	struct str want = STR_INIT;
	size_t used = 0;

	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		keymap_put_layer_name(map, i, symbol(i % 2 ? "odd" : "even"));
	for (uint32_t value = 0; value < 0x10000 && used < 32 * kb->layout[0].keys; value += 3) {
		struct action action = action_of_qmk_value((uint16_t)value);

		if (action.kind == ACTION_RAW_NUMBER || action.kind == ACTION_TAP_DANCE)
			continue;
		keymap_put(map, used / kb->layout[0].keys, used % kb->layout[0].keys, action);
		used++;
	}
	add_values(kb, map, &want);
	ok(used > 5000, "%zu values to look at", used);
	ok(holds(kb, map, &want), "each is the same after print, compile and run");
	str_release(&want);
	keymap_unref(map);
	keyboard_free(kb);
}

/* The order of the file and that of the matrix differ; encoders turn the way that QMK stores them. */
static void test_places(void)
{
	static const char *const text[] = { "KC_A", "KC_B", "KC_C", "KC_D", "MO(1)", "KC_F" };
	struct keyboard *kb = tiny_keyboard(2, 4, 2);
	struct keymap *map;
	struct str want = STR_INIT;

	for (size_t i = 0; i < 6; i++) {
		kb->layout[0].key[i].row = (uint8_t)((5 - i) % 2);
		kb->layout[0].key[i].col = (uint8_t)((5 - i) / 2 + 1);
	}
	kb->layout[0].keys = 6;
	map = tiny_keymap(1, 6, 2, text);
	keymap_put(map, 0, 4, tiny_action("MO(0)"));
	keymap_put_layer_name(map, 0, symbol("main"));
	keymap_put_turn(map, 0, 0, TURN_CW, tiny_action("KC_VOLU"));
	keymap_put_turn(map, 0, 0, TURN_CCW, tiny_action("KC_VOLD"));
	keymap_put_turn(map, 0, 1, TURN_CW, tiny_action("LCTL(KC_RIGHT)"));
	str_add(&want, "0000\n0009\n0007\n0005\n0000\n5220\n0006\n0004\n");
	str_add(&want, "e 00a9\ne 00aa\ne 014f\ne 0000\n");
	ok(holds(kb, map, &want), "bindings are at their place of the matrix, turns in their order");
	str_release(&want);
	keymap_unref(map);
	keyboard_free(kb);
}

static void add_macro(struct keymap *map, const struct step *step, size_t steps, struct str *want,
		      const char *bytes)
{
	size_t index = keymap_definitions(map, DEFINITION_MACRO);

	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_MACRO,
							 .step = (struct step *)step,
							 .steps = steps });
	str_addf(want, "m %zu ", index);
	for (const char *c = bytes; *c; c++)
		str_addf(want, "%02x", (unsigned)(unsigned char)*c);
	str_add(want, "\n");
}

/* The bytes that SEND_STRING is given, whatever stands in the text: no trigraph, escape or quote gets in the way. */
static void test_macros(void)
{
	static const char *const nasty[] = {
		"plain",
		"\"; system(\"true\"); \"",
		"\\\\\\\"",
		"*/ /* // \\",
		"?\?/?\?=?\?(?\?)?\?'?\?<?\?!?\?>?\?-???",
		"\x1b[31m7\x1b"
		"af",
		"%s%d%n%%",
		"#define X\n#include <x>\n",
		"\tA\bB\x7f",
		"QK_MACRO_0 \\x41 \\101 \\u0041",
		"",
	};
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct str want = STR_INIT;
	char longest[SYMBOL_MAX_BYTES];
	struct step keys[4] = {
		{ .op = STEP_TAP, .action = tiny_action("LCTL(LSFT(KC_ESC))") },
		{ .op = STEP_DELAY, .value = 100 },
		{ .op = STEP_DOWN, .action = tiny_action("RGUI(KC_F24)") },
		{ .op = STEP_UP, .action = tiny_action("RGUI(KC_F24)") },
	};

	str_add(&want, "0000\n");
	for (size_t i = 0; i < COUNT(nasty); i++)
		add_macro(map, &(struct step){ .op = STEP_TEXT, .text = symbol(nasty[i]) }, 1, &want,
			  nasty[i]);
	add_macro(map, keys, 4, &want,
		  "\1\2\xe0\1\2\xe1\1\1\x29\1\3\xe1\1\3\xe0"
		  "\1\4"
		  "100|"
		  "\1\2\xe7\1\2\x73"
		  "\1\3\x73\1\3\xe7");
	for (size_t i = 0; i < sizeof(longest) - 1; i++)
		longest[i] = (char)(' ' + i % 95);
	longest[sizeof(longest) - 1] = '\0';
	add_macro(map, &(struct step){ .op = STEP_TEXT, .text = symbol(longest) }, 1, &want, longest);
	while (keymap_definitions(map, DEFINITION_MACRO) < 40) /* left to the firmware */
		keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_MACRO });
	add_macro(map, &(struct step){ .op = STEP_TEXT, .text = symbol("last") }, 1, &want, "last");
	ok(holds(kb, map, &want), "macros send the very bytes that were asked for");
	str_release(&want);
	keymap_unref(map);
	keyboard_free(kb);
}

/* The step that presses a key by itself, for each key that SEND_STRING can name. */
static void test_macro_keys(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct str want = STR_INIT;
	struct keymap *map = keymap_new(1, 1, 0);
	struct step *step = mem_new(256, sizeof(*step));
	size_t steps = 0;

	str_add(&want, "0000\nm 0 ");
	for (uint16_t value = 4; value < 256; value++) {
		uint16_t code;

		if (!keycode_find_value(value, &code))
			continue;
		step[steps++] = (struct step){ .op = STEP_TAP, .action = action_of_keycode(code) };
		str_addf(&want, "0101%02x", value);
	}
	str_add(&want, "\n");
	keymap_add_definition(map,
			      &(struct definition){ .kind = DEFINITION_MACRO, .step = step, .steps = steps });
	ok(steps > 200 && holds(kb, map, &want), "all %zu keys that fit a byte are sent as that byte", steps);
	free(step);
	str_release(&want);
	keymap_unref(map);
	keyboard_free(kb);
}

/* Nothing that a name or a text holds is ever run or seen by the compiler as more than that. */
static void test_names(void)
{
	static const char *const name[] = { "\"; system(\"true\"); //",
					    "#define KC_A KC_B",
					    "*/ int x; /*",
					    "?\?=define X",
					    "a\\\nb",
					    "main",
					    "KC_A",
					    "SAFE_RANGE",
					    "int" };
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(COUNT(name), 1, 0);
	struct str want = STR_INIT;

	for (size_t i = 0; i < COUNT(name); i++) {
		keymap_put_layer_name(map, i, symbol(name[i]));
		keymap_put(map, i, 0, tiny_action("KC_A"));
	}
	keymap_put(map, 0, 0, tiny_action("MO(8)"));
	add_values(kb, map, &want);
	ok(holds(kb, map, &want), "layers of any name compile");
	str_release(&want);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	if (!host_has_compiler()) {
		puts("1..0 # SKIP no C compiler");
		return 0;
	}
	test_every_keycode();
	test_every_value();
	test_places();
	test_macros();
	test_macro_keys();
	test_names();
	return tap_done();
}
