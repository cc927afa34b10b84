/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/print.h"
#include "compile/zmk_lower.h"
#include "golden.h"
#include "made.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "tap.h"
#include "tiny.h"
#include "zmk_words.h"

struct printed {
	struct str text;
	struct diagnostics lost;
};

static struct printed print(const struct keyboard *kb, const struct keymap *map, const char *revision)
{
	struct compile_input in = { .keyboard = kb,
				    .layout = &kb->layout[0],
				    .map = map,
				    .keymap_name = "default",
				    .revision = revision };
	struct printed out = { STR_INIT, { 0 } };
	struct err err;

	ok(zmk_keymap_print(&in, &out.text, &out.lost, &err), "it can be printed");
	return out;
}

static void release(struct printed *printed)
{
	str_release(&printed->text);
	diagnostics_release(&printed->lost);
}

static void show(const struct printed *printed)
{
	for (size_t i = 0; i < printed->lost.count; i++)
		printf("# %s: %s\n", printed->lost.item[i].kind->code, printed->lost.item[i].text);
}

static struct action named(enum action_kind kind, const char *name)
{
	return (struct action){ .kind = (uint16_t)kind, .flags = ACTION_BY_NAME, .arg = { symbol(name) } };
}

/* QMK's and Vial's definitions. */
static void add_qmk_definitions(struct keymap *map)
{
	struct made macro = make_definition(DEFINITION_MACRO, ""),
		    dance = make_definition(DEFINITION_TAP_DANCE, "esc caps");
	struct made combo = make_definition(DEFINITION_COMBO, "J K"),
		    override = make_definition(DEFINITION_OVERRIDE, "");

	made_text(&macro, "Hi, \"you\"\n");
	made_step(&macro, STEP_DOWN, 0, tiny_action("KC_LSFT"));
	made_step(&macro, STEP_TAP, 0, tiny_action("KC_A"));
	made_step(&macro, STEP_DELAY, 100, tiny_action("KC_NO"));
	made_step(&macro, STEP_DELAY, 50, tiny_action("KC_NO"));
	made_step(&macro, STEP_UP, 0, tiny_action("KC_LSFT"));
	made_step(&macro, STEP_BEEP, 0, tiny_action("KC_NO"));
	made_text(&macro, "\xc3\xa9");
	made_put(map, &macro);
	made_step(&dance, STEP_RESULT, 1, tiny_action("KC_ESC"));
	made_step(&dance, STEP_RESULT, -1, tiny_action("MO(1)"));
	made_step(&dance, STEP_RESULT, 2, tiny_action("KC_CAPS"));
	made_step(&dance, STEP_RESULT, -2, tiny_action("LCTL_T(KC_B)"));
	made_option(&dance, "tapping-term-ms", SETTING_NUMBER, 180, "");
	made_put(map, &dance);
	made_step(&combo, STEP_RESULT, 0, tiny_action("KC_ESC"));
	made_step(&combo, STEP_RESULT, 0, tiny_action("KC_A"));
	made_step(&combo, STEP_RESULT, 0, tiny_action("KC_B"));
	made_put(map, &combo);
	override.definition.mods = MOD_LSFT | MOD_RSFT;
	made_step(&override, STEP_RESULT, 0, tiny_action("KC_BSPC"));
	made_step(&override, STEP_RESULT, 0, tiny_action("KC_DEL"));
	made_put(map, &override);
	override.definition.mods = MOD_LGUI;
	override.step[1].action = tiny_action("KC_HOME");
	made_put(map, &override);
}

/* A keymap in QMK's words, with everything that becomes something else. */
static struct keymap *qmk_keymap(void)
{
	static const char *const text[] = {
		"KC_A",
		"KC_B",
		"KC_BSPC",
		"LCTL(LSFT(KC_C))",
		"KC_EXLM",
		"KC_MEH",
		"KC_TRNS",
		"KC_NO",
		"LT(1, KC_SPC)",
		"LSFT_T(KC_D)",
		"LT(2, MS_BTN1)",
		"OSM(MOD_LSFT)",
		"OSL(1)",
		"TT(1)",
		"LM(2, MOD_LCTL)",
		"DF(1)",
		"TG(2)",
		"TO(0)",
		"TD(0)",
		"QK_MACRO_0",
		"UC(0x00E9)",
		"UG_TOGG",
		"MS_BTN1",
		"MS_UP",
		"QK_BOOT",
		"BT_PRF1",
		"OU_USB",
		"BL_TOGG",
		"TL_LOWR",
		"MI_ON",
		/* the second layer */
		"KC_TRNS",
		"KC_TRNS",
		"KC_BSPC",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
		"KC_NO",
	};
	struct keymap *map = keymap_new(4, 30, 2);

	for (size_t i = 0; i < COUNT(text); i++)
		keymap_put(map, i / 30, i % 30, tiny_action(text[i]));
	keymap_put(map, 1, 5, named(ACTION_TAP_DANCE, "esc caps"));
	keymap_put_layer_name(map, 0, symbol("Base"));
	keymap_put_layer_name(map, 1, symbol("1: nav \"keys\""));
	keymap_put_layer_name(map, 2, symbol("nav keys"));
	keymap_put_turn(map, 0, 0, TURN_CW, tiny_action("KC_VOLU"));
	keymap_put_turn(map, 0, 0, TURN_CCW, tiny_action("KC_VOLD"));
	keymap_put_turn(map, 0, 1, TURN_CW, tiny_action("MS_WHLD"));
	keymap_put_turn(map, 0, 1, TURN_CCW, tiny_action("MS_WHLU"));
	for (size_t layer = 1; layer < 4; layer++)
		for (int i = 0; i < 4; i++)
			keymap_put_turn(map, layer, (size_t)i / 2, (enum turn)(i % 2),
					tiny_action("KC_TRNS"));
	keymap_put_turn(map, 1, 1, TURN_CW, tiny_action("KC_RGHT"));
	add_qmk_definitions(map);
	keymap_add_setting(map, (struct setting){ symbol("tapping.term"), SETTING_NUMBER, 180, 0 });
	keymap_add_setting(map, (struct setting){ symbol("tapping.permissive_hold"), SETTING_BOOL, 1, 0 });
	keymap_add_setting(map, (struct setting){ symbol("oneshot.timeout"), SETTING_NUMBER, 3000, 0 });
	keymap_add_setting(map, (struct setting){ symbol("combo.term"), SETTING_NUMBER, 40, 0 });
	return map;
}

/* "zmk-near:DF(1) -> &to 1: why"; of what is no loss the code and the text. */
static void add_told(struct str *out, const struct diagnostic *d)
{
	if (d->loss)
		diagnostic_add_id(d, out);
	else
		str_add(out, d->kind->code);
	if (d->loss)
		str_addf(out, " -> %s", d->instead);
	str_addf(out, ": %s\n", d->text);
}

static void test_from_qmk(void)
{
	struct keyboard *kb = tiny_keyboard(5, 6, 2);
	struct keymap *map = qmk_keymap();
	struct printed printed = print(kb, map, NULL);
	struct str told = STR_INIT;

	ok(golden_text("zmk/from_qmk.keymap", str_text(&printed.text)), "what QMK's keymap becomes");
	for (size_t i = 0; i < printed.lost.count; i++)
		add_told(&told, &printed.lost.item[i]);
	ok(golden_text("zmk/from_qmk.told", str_text(&told)), "and what is told of it");
	str_release(&told);
	release(&printed);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_from_zmk(void)
{
	struct keyboard *kb = tiny_keyboard(5, 6, 1);
	struct keymap *map = zmk_keymap();
	struct printed printed = print(kb, map, "main");
	struct compile_input in = { .keyboard = kb,
				    .layout = &kb->layout[0],
				    .map = map,
				    .keymap_name = "default",
				    .revision = "main" };
	const struct keymap *lowered = zmk_lower_keymap(&in, &printed.lost);

	show(&printed);
	ok(golden_text("zmk/from_zmk.keymap", str_text(&printed.text)), "a keymap of ZMK's own");
	ok(!printed.lost.count, "nothing is lost");
	ok(keymap_equal(lowered, map), "and nothing becomes something else");
	keymap_unref(lowered);
	release(&printed);
	keymap_unref(map);
	keyboard_free(kb);
}

/* Without what is in quotes. */
static char *without_strings(const char *text)
{
	struct str out = STR_INIT;
	bool quoted = false;

	for (; *text; text++) {
		if (*text == '"')
			quoted = !quoted;
		else if (quoted && *text == '\\')
			text++;
		else if (!quoted)
			str_add_char(&out, *text);
	}
	return str_take(&out);
}

/* Whatever the names and texts of a keymap are, nothing of them leaves its place. */
static void test_injection(void)
{
	static const char evil[] = "x\"; }; */ /* // \n#include \"/etc/passwd\"\n&evil { };<>,\\";
	struct keyboard *kb = tiny_keyboard(1, 2, 0);
	struct keymap *map = keymap_new(2, 2, 0);
	struct made bad[] = {
		make_definition(DEFINITION_MACRO, evil),     make_definition(DEFINITION_COMBO, evil),
		make_definition(DEFINITION_TAP_DANCE, evil), make_definition(DEFINITION_OVERRIDE, evil),
		make_definition(DEFINITION_HOLD_TAP, evil),  make_definition(DEFINITION_BEHAVIOR, evil),
		make_definition(DEFINITION_CONDITION, evil), make_definition(DEFINITION_BEHAVIOR, "kp")
	};
	struct printed printed;
	char *text;

	for (size_t i = 0; i < COUNT(bad); i++) {
		made_step(&bad[i], i ? STEP_RESULT : STEP_TAP, 1,
			  (struct action){ .kind = ACTION_BEHAVIOR,
					   .flags = ACTION_CELLS(ARG_SYMBOL, ARG_NONE),
					   .arg = { symbol("kp"), symbol(evil) } });
		made_step(&bad[i], STEP_RESULT, 2,
			  (struct action){ .kind = ACTION_BEHAVIOR, .arg = { symbol(evil) } });
		made_option(&bad[i], evil, SETTING_BOOL, 1, "");
		made_option(&bad[i], "node", SETTING_TEXT, 0, evil);
		made_option(&bad[i], "flavor", SETTING_TEXT, 0, evil);
		made_option(&bad[i], "bindings", SETTING_TEXT, 0, "<&kp>; evil = <1>");
		made_option(&bad[i], "other", SETTING_TEXT, 0, "\"a\"; evil;");
		if (i < 7)
			made_option(&bad[i], "compatible", SETTING_TEXT, 0, evil);
		bad[i].definition.text = symbol(evil);
		bad[i].definition.mods = MOD_LSFT;
		made_positions(&bad[i], 0, 1);
		made_put(map, &bad[i]);
	}
	keymap_put_layer_name(map, 0, symbol(evil));
	keymap_put(map, 0, 0, (struct action){ .kind = ACTION_BEHAVIOR, .arg = { symbol(evil) } });
	keymap_put(map, 0, 1, (struct action){ .kind = ACTION_RAW, .arg = { symbol("&kp A>; evil;") } });
	keymap_put(map, 1, 0, (struct action){ .kind = ACTION_RAW, .arg = { symbol("&kp A\n#define x") } });
	keymap_put(map, 1, 1,
		   (struct action){ .kind = ACTION_BEHAVIOR,
				    .flags = ACTION_CELLS(ARG_SYMBOL, ARG_SYMBOL),
				    .arg = { symbol("lt"), symbol("(0"), symbol(")") } });
	printed = print(kb, map, NULL);
	ok(golden_text("zmk/injection.keymap", str_text(&printed.text)),
	   "names become names, texts become strings");
	text = without_strings(str_text(&printed.text));
	ok(!strstr(text, " evil") && !strstr(text, "&evil") && !strstr(text, "/*") && !strstr(text, "//") &&
		   !strstr(text, "define x"),
	   "no name or text ends what it stands in");
	free(text);
	release(&printed);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_from_qmk();
	test_from_zmk();
	test_injection();
	return tap_done();
}
