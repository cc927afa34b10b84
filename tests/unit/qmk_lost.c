/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json.h"
#include "compiled.h"
#include "rich_keymap.h"
#include "tap.h"

/* What QMK cannot have, or only nearly, is told with what there is instead; nothing that was typed comes through as C. */

static bool lost(const struct result *r, enum loss loss, const char *subject, const char *instead)
{
	for (size_t i = 0; i < r->diagnostics.count; i++) {
		const struct diagnostic *d = &r->diagnostics.item[i];

		if (d->loss == loss && !strcmp(d->subject, subject) && !strcmp(d->instead, instead))
			return true;
	}
	return false;
}

static void add_positions(struct keymap *map, const char *name, uint16_t one, uint16_t two, uint32_t layers)
{
	struct rich r = rich(DEFINITION_COMBO, name, "");

	rich_step(&r, STEP_RESULT, 0, "KC_ESC");
	r.position[0] = one;
	r.position[1] = two;
	r.definition.positions = 2;
	r.definition.layer_mask = layers;
	rich_add(map, &r);
}

/* Combos of positions become those of keycodes: of one layer for all when all are, else of their own. */
static void test_positions(void)
{
	static const char *const keys[] = { "KC_A", "KC_B", "KC_C", "KC_A", "KC_NO",
					    "KC_1", "KC_2", "KC_3", "KC_4", "KC_5" };
	struct keyboard *kb = tiny_keyboard(1, 5, 0);
	struct keymap *map = tiny_keymap(2, 5, 0, keys);
	struct result r;

	add_positions(map, "good", 1, 2, 0);
	add_positions(map, "on_one", 1, 2, 2);
	r = compile(kb, map);
	ok(r.ok &&
		   strstr(text_of(&r, "config.h"), "#define COMBO_ONLY_FROM_LAYER 1\n") ==
			   NULL /* all keys of layer 0 do for these */
		   && strstr(text_of(&r, "config.h"), "#define COMBO_ONLY_FROM_LAYER 0\n") &&
		   strstr(text_of(&r, "keymap.c"), "on_one_keys[] = {KC_B, KC_C, COMBO_END}") &&
		   strstr(text_of(&r, "keymap.c"), "return layer & 0x2UL;"),
	   "when all combos are positions, one layer tells their keys");
	ok(!find(&r, "qmk-near") && !find(&r, "qmk-none"), "and nothing is lost");
	release(&r);
	add_positions(map, "twice", 0, 1, 0);
	r = compile(kb, map);
	ok(r.ok && lost(&r, LOSS_NEAR, "combo twice", "by keycodes"), "a key that is there twice is told");
	release(&r);
	add_positions(map, "nothing", 1, 4, 0);
	add_positions(map, "outside", 1, 40, 0);
	r = compile(kb, map);
	ok(r.ok && strstr(text_of(&r, "config.h"), "#define COMBO_ONLY_FROM_LAYER 1\n") &&
		   lost(&r, LOSS_ALL, "combo outside", "left out") &&
		   !strstr(text_of(&r, "keymap.c"), "outside"),
	   "the layer is the one that has the most of them; a key that is nowhere is told");
	release(&r);
	rich_combo(map, "BY_KEY", "KC_TAB", "KC_B", "KC_C", 0);
	r = compile(kb, map);
	ok(r.ok && !strstr(text_of(&r, "config.h"), "COMBO_ONLY_FROM_LAYER") &&
		   lost(&r, LOSS_NEAR, "combo good", "by keycodes") &&
		   !lost(&r, LOSS_NEAR, "combo on_one", "by keycodes") &&
		   strstr(text_of(&r, "keymap.c"), "on_one_keys[] = {KC_2, KC_3, COMBO_END}") &&
		   lost(&r, LOSS_ALL, "combo nothing", "left out"),
	   "beside combos of keycodes each goes by a layer of its own");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void add_text_only(struct keymap *map, enum definition_kind kind, const char *name, const char *text)
{
	struct rich r = rich(kind, name, text);

	rich_add(map, &r);
}

/* Entries that a reader kept as text stand for code that is not there. */
static void test_code(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct result r;

	add_text_only(map, DEFINITION_COMBO, "CD", "COMBO_ACTION(cd)");
	add_text_only(map, DEFINITION_TAP_DANCE, "ODD", "ACTION_TAP_DANCE_FN(f)");
	add_text_only(map, DEFINITION_OVERRIDE, "", "{ .trigger = KC_A }");
	r = compile(kb, map);
	ok(r.ok && lost(&r, LOSS_ALL, "combo CD", "left out") &&
		   lost(&r, LOSS_ALL, "tap dance ODD", "nothing") &&
		   lost(&r, LOSS_ALL, "key override 0", "left out"),
	   "code that is not here is told");
	ok(strstr(text_of(&r, "keymap.c"), "    [ODD] = {},\n") && !strstr(text_of(&r, "keymap.c"), "cd") &&
		   !strstr(text_of(&r, "keymap.c"), "FN(f)") && !strstr(text_of(&r, "keymap.c"), ".trigger"),
	   "and not in the file");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* Code of a leader sequence: calls that QMK has, and nothing else. */
static void test_leader_code(void)
{
	static const struct {
		const char *code, *becomes; /* NULL: it is left out */
	} rows[] = {
		{ "SEND_STRING(\"hi\");", "SEND_STRING(\"hi\");\n" },
		{ " SEND_STRING ( \"a\"SS_TAP( X_ENT )\t\"\\x\" ) ;", NULL },
		{ " SEND_STRING ( \"a\\n\\\"\"SS_TAP( X_ENT ) ) ;",
		  "SEND_STRING(\"a\\n\\\"\" SS_TAP(X_ENT));\n" },
		{ "SEND_STRING(SS_LCTL(SS_LSFT(\"t\")) SS_DELAY(100));",
		  "SEND_STRING(SS_LCTL(SS_LSFT(\"t\")) SS_DELAY(100));\n" },
		{ "tap_code16(LCTL(KC_Z)); layer_on(0); wait_ms(5);",
		  "tap_code16(LCTL(KC_Z));\n        layer_on(0);\n        wait_ms(5);\n" },
		{ "layer_move(_NAV);", "layer_move(_NAV);\n" },
		{ "layer_move(_NOWHERE);", NULL },
		{ "tap_code(MY_KEY);", NULL },
		{ "tap_code(KC_A)", NULL },
		{ "tap_code(KC_A); }", NULL },
		{ "tap_code(KC_A)); int x[] = { 1", NULL },
		{ "my_function();", NULL },
		{ "SEND_STRING(\"\\001\\001\\004\");", NULL },
		{ "SEND_STRING(\"a);", NULL },
		{ "SEND_STRING(SS_TAP(X_NOTHING));", NULL },
		{ "SEND_STRING(SS_LCTL(SS_LCTL(SS_LCTL(SS_LCTL(SS_LCTL(SS_LCTL(SS_LCTL(SS_LCTL(SS_LCTL(\"a\")"
		  ")))))))));",
		  NULL },
		{ "if (x) tap_code(KC_A);", NULL },
		{ "/* */ tap_code(KC_A);", NULL },
		{ "#error", NULL },
		{ "\\\ntap_code(KC_A);", NULL },
		{ "", "" },
	};
	struct keyboard *kb = tiny_keyboard(1, 1, 0);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keymap *map = keymap_new(2, 1, 0);
		struct rich leader = rich(DEFINITION_LEADER, "", rows[i].code);
		struct str want = STR_INIT;
		struct result r;

		keymap_put_layer_name(map, 1, symbol("nav"));
		rich_step(&leader, STEP_RESULT, 0, "KC_A");
		rich_add(map, &leader);
		r = compile(kb, map);
		str_addf(&want, "    if (leader_sequence_one_key(KC_A)) {\n%s%s    }\n",
			 rows[i].becomes && *rows[i].becomes ? "        " : "",
			 rows[i].becomes ? rows[i].becomes : "");
		ok(r.ok && (rows[i].becomes ? strstr(text_of(&r, "keymap.c"), str_text(&want)) != NULL
					    : lost(&r, LOSS_ALL, "leader sequence 0", "left out") &&
						      !strstr(text_of(&r, "keymap.c"), "leader_end_user")),
		   "code %zu is %s", i, rows[i].becomes ? "written anew" : "left out");
		release(&r);
		str_release(&want);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

static void add_player(struct keymap *map, const char *plays)
{
	struct rich macro = rich(DEFINITION_MACRO, "", "");

	rich_step(&macro, STEP_TAP, 0, plays);
	rich_add(map, &macro);
}

/* Macros that play each other would never end. */
static void test_circles(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct rich dance = rich(DEFINITION_TAP_DANCE, "", "");
	struct result r;

	add_player(map, "QK_MACRO_1");
	add_player(map, "QK_MACRO_2");
	add_player(map, "QK_MACRO_0");
	add_player(map, "QK_MACRO_3");
	add_player(map, "QK_MACRO_0");
	rich_step(&dance, STEP_RESULT, 1, "TD(0)");
	rich_add(map, &dance);
	r = compile(kb, map);
	ok(r.ok && lost(&r, LOSS_ALL, "MC_0", "left out") && lost(&r, LOSS_ALL, "MC_3", "left out") &&
		   !lost(&r, LOSS_ALL, "MC_1", "left out") && !lost(&r, LOSS_ALL, "MC_2", "left out"),
	   "a circle is cut where it closes");
	ok(strstr(text_of(&r, "keymap.c"), "press_own(MC_0, true);"), "which others may still play");
	ok(lost(&r, LOSS_ALL, "TD(0)", "left out"), "a dance in a dance is told");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* Names and texts of every kind, with something in them that is no name. */
static void test_hostile(void)
{
	static const char *const nasty[] = { "x; system(\"true\")",
					     "*/ int y; /*",
					     "a\\\n#error",
					     "?\?/",
					     "\"",
					     "%s%n",
					     "#define KC_A",
					     "\xe2\x80\xae\x1b[31m",
					     "}" };
	struct keyboard *kb = tiny_keyboard(1, 1, 0);

	for (size_t i = 0; i < COUNT(nasty); i++) {
		struct keymap *map = keymap_new(1, 1, 0);
		struct str all = STR_INIT;
		struct result r;

		keymap_put_layer_name(map, 0, symbol(nasty[i]));
		rich_combo(map, nasty[i], "KC_A", "KC_B", "KC_C", 0);
		for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
			struct rich r1 = rich((enum definition_kind)kind, nasty[i], nasty[i]);
			struct rich r2 = rich((enum definition_kind)kind, nasty[i], "");

			rich_step(&r1, STEP_RESULT, 1, "KC_A");
			rich_word(&r1, nasty[i], nasty[i]);
			rich_add(map, &r1);
			rich_step(&r2, STEP_RESULT, 1, "KC_A");
			rich_step(&r2, STEP_RESULT, 2, "QK_BOOT");
			rich_add(map, &r2);
		}
		keymap_put(map, 0, 0,
			   (struct action){ .kind = ACTION_BEHAVIOR, .arg = { symbol(nasty[i]) } });
		r = compile(kb, map);
		for (size_t f = 0; f < r.files.count; f++)
			str_add(&all, str_text(&r.files.file[f].data));
		ok(r.ok && !strstr(str_text(&all), nasty[i]) == (strcmp(nasty[i], "}") != 0),
		   "hostile name %zu does not come through%s", i, r.err.text);
		release(&r);
		str_release(&all);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

/* More of everything than QMK has room for. */
static void test_limits(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(KEYMAP_MAX_LAYERS, 1, 0);
	struct rich dance = rich(DEFINITION_TAP_DANCE, "", "");
	struct result r;

	rich_step(&dance, STEP_RESULT, 17, "KC_A");
	rich_step(&dance, STEP_RESULT, 1, "KC_B");
	rich_add(map, &dance);
	r = compile(kb, map);
	ok(r.ok && lost(&r, LOSS_ALL, "KC_A", "left out"), "a result after 17 taps is told");
	ok(strstr(text_of(&r, "config.h"), "#define LAYER_STATE_32BIT\n"), "more than 16 layers are 32 bits");
	release(&r);
	for (int i = 0; i < 260; i++)
		rich_add(map, &dance);
	r = compile(kb, map);
	ok(!r.ok && find(&r, "qmk-dance-count"), "more dances than TD() can say are refused");
	release(&r);
	keymap_unref(map);
	map = keymap_new(1, 1, 0);
	for (int i = 0; i < 500; i++) {
		struct rich keycode = rich(DEFINITION_KEYCODE, "", "");

		rich_add(map, &keycode);
	}
	r = compile(kb, map);
	ok(!r.ok && find(&r, "qmk-keycode-count"), "and more keycodes than there are numbers");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* keymap.json has keys, macros and keycodes: of the rest each is told. */
static void test_json(void)
{
	struct keyboard *kb = tiny_keyboard(2, 10, 1);
	struct keymap *map = rich_keymap();
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "mine"
	};
	struct result r = { 0 };
	size_t told = 0, definitions = 0;
	struct json_doc *doc;

	r.ok = target_compile(target_find("qmk-json"), &in, &r.files, &r.diagnostics, &r.err);
	doc = json_parse(text_of(&r, "keymap.json"), strlen(text_of(&r, "keymap.json")), &r.err);
	ok(r.ok && doc && json_find(json_root(doc), "layers"), "a keymap.json is made all the same%s",
	   r.err.text);
	json_doc_free(doc);
	for (size_t i = 0; i < r.diagnostics.count; i++)
		told += r.diagnostics.item[i].loss == LOSS_ALL && r.diagnostics.item[i].place.definition >= 0;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		if (kind != DEFINITION_MACRO && kind != DEFINITION_KEYCODE)
			definitions += keymap_definitions(map, (enum definition_kind)kind);
	ok(told == definitions, "each of %zu definitions is told", definitions);
	ok(lost(&r, LOSS_ALL, "&dot_colon", "KC_NO") && lost(&r, LOSS_ALL, "TD(QUAD)", "KC_NO") &&
		   lost(&r, LOSS_NEAR, "macro mixed", "fewer steps"),
	   "keys that have no word, too, and steps of macros");
	ok(!strstr(text_of(&r, "keymap.json"), "TD(QUAD)"), "which are not there");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_positions();
	test_code();
	test_leader_code();
	test_circles();
	test_hostile();
	test_limits();
	test_json();
	return tap_done();
}
