/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/print.h"
#include "compile/zmk_lower.h"
#include "golden.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "tap.h"
#include "tiny.h"

struct printed {
	struct str text;
	struct diagnostics lost;
};

static struct printed print(const struct keyboard *kb, const struct keymap *map, const char *revision)
{
	struct print_input in = { kb, &kb->layout[0], map, "default", "", revision };
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

/* Actions of QMK's, the binding that each becomes (NULL: &none), and whether something is different. */
static void test_actions(void)
{
	static const struct {
		const char *qmk, *zmk;
		enum zmk_match match;
	} row[] = {
		{ "KC_A", "&kp A", ZMK_EXACT },
		{ "LCTL(LSFT(KC_C))", "&kp LC(LS(C))", ZMK_EXACT },
		{ "KC_EXLM", "&kp EXCL", ZMK_EXACT },
		{ "KC_NO", "&none", ZMK_EXACT },
		{ "KC_TRNS", "&trans", ZMK_EXACT },
		{ "MO(1)", "&mo 1", ZMK_EXACT },
		{ "TG(2)", "&tog 2", ZMK_EXACT },
		{ "TO(3)", "&to 3", ZMK_EXACT },
		{ "LT(1, KC_SPC)", "&lt 1 SPACE", ZMK_EXACT },
		{ "LCTL_T(KC_A)", "&mt LCTRL A", ZMK_EXACT },
		{ "HYPR_T(KC_A)", "&mt LC(LS(LA(LGUI))) A", ZMK_EXACT },
		{ "KC_MEH", "&kp LC(LS(LALT))", ZMK_EXACT },
		{ "OSM(MOD_LSFT)", "&sk LSHFT", ZMK_EXACT },
		{ "OSL(2)", "&sl 2", ZMK_EXACT },
		{ "DF(1)", "&to 1", ZMK_NEAR },
		{ "PDF(1)", NULL, ZMK_NOTHING },
		{ "QK_GESC", "&gresc", ZMK_EXACT },
		{ "QK_REP", "&key_repeat", ZMK_EXACT },
		{ "QK_AREP", NULL, ZMK_NOTHING },
		{ "CW_TOGG", "&caps_word", ZMK_NEAR },
		{ "SC_LSPO", "&mt LSHFT LPAR", ZMK_EXACT },
		{ "SC_SENT", "&mt RSHFT RET", ZMK_EXACT },
		{ "SH_T(KC_A)", "&kp A", ZMK_NEAR },
		{ "SH_MON", NULL, ZMK_NOTHING },
		{ "QK_LEAD", NULL, ZMK_NOTHING },
		{ "DM_REC1", NULL, ZMK_NOTHING },
		{ "MS_UP", "&mmv MOVE_UP", ZMK_NEAR },
		{ "MS_BTN1", "&mkp MB1", ZMK_EXACT },
		{ "MS_BTN6", NULL, ZMK_NOTHING },
		{ "MS_ACL0", NULL, ZMK_NOTHING },
		{ "UG_TOGG", "&rgb_ug RGB_TOG", ZMK_EXACT },
		{ "UG_NEXT", "&rgb_ug RGB_EFF", ZMK_NEAR },
		{ "RM_TOGG", "&rgb_ug RGB_TOG", ZMK_NEAR },
		{ "BL_STEP", "&bl BL_CYCLE", ZMK_EXACT },
		{ "BL_BRTG", NULL, ZMK_NOTHING },
		{ "QK_BOOT", "&bootloader", ZMK_EXACT },
		{ "QK_RBT", "&sys_reset", ZMK_EXACT },
		{ "EE_CLR", NULL, ZMK_NOTHING },
		{ "NK_TOGG", NULL, ZMK_NOTHING },
		{ "CG_SWAP", NULL, ZMK_NOTHING },
		{ "OU_AUTO", "&out OUT_TOG", ZMK_EXACT },
		{ "BT_PRF2", "&bt BT_SEL 1", ZMK_EXACT },
		{ "KC_VOLU", "&kp C_VOL_UP", ZMK_EXACT },
		{ "KC_PWR", "&kp C_PWR", ZMK_NEAR },
		{ "KC_WAKE", NULL, ZMK_NOTHING },
		{ "KC_LCAP", "&kp LCAPS", ZMK_EXACT },
		{ "KC_F13", "&kp F13", ZMK_EXACT },
		{ "PB_1", NULL, ZMK_NOTHING },
		{ "MI_ON", NULL, ZMK_NOTHING },
		{ "QK_USER_3", NULL, ZMK_NOTHING },
		{ "MY_OWN", NULL, ZMK_NOTHING },
		{ "0x5FFF", NULL, ZMK_NOTHING },
		{ "QK_LOCK", NULL, ZMK_NOTHING },
		{ "LCTL(QK_BOOT)", NULL, ZMK_NOTHING },
		{ "OU_NONE", NULL, ZMK_NOTHING },
	};

	for (size_t i = 0; i < COUNT(row); i++) {
		struct zmk_lowered low = zmk_lower_action(tiny_action(row[i].qmk), ZMK_V0_3);
		struct str text = STR_INIT;

		zmk_action_print(low.action, NULL, NULL, &text);
		ok(low.match == row[i].match && !low.note[0] == (low.match == ZMK_EXACT), "%s: %s",
		   row[i].qmk, low.note);
		is_text(str_text(&text), row[i].zmk ? row[i].zmk : "&none", "%s", row[i].qmk);
		str_release(&text);
	}
	ok(zmk_lower_action(tiny_action("OU_NONE"), ZMK_MAIN).match == ZMK_EXACT, "main has OUT_NONE");
}

/* Every keycode has a word, a near word, or a reason why there is none. */
static void test_every_keycode(void)
{
	size_t with = 0, without = 0, wrong = 0;

	for (size_t code = 1; code < keycode_count(); code++) {
		struct zmk_lowered low = zmk_lower_action(action_of_keycode((uint16_t)code), ZMK_MAIN);
		struct str text = STR_INIT;
		bool printed = zmk_action_print(low.action, NULL, NULL, &text);

		with += low.match != ZMK_NOTHING;
		without += low.match == ZMK_NOTHING;
		if (!printed || (low.match != ZMK_EXACT && !low.note[0])) {
			printf("# %s: %s\n", keycode_get((uint16_t)code)->name, str_text(&text));
			wrong++;
		}
		str_release(&text);
	}
	ok(!wrong && with > 200, "%zu keycodes are something in ZMK, %zu are told to be nothing", with,
	   without);
}

/* A definition with room for what a test puts in. */
struct made {
	struct definition definition;
	struct step step[16];
	struct setting option[8];
	uint16_t position[4];
};

static struct made make(enum definition_kind kind, const char *name)
{
	return (struct made){ .definition = { .kind = (uint16_t)kind, .name = symbol(name) } };
}

static void add_step(struct made *made, enum step_op op, int32_t value, struct action action)
{
	made->step[made->definition.steps++] =
		(struct step){ .op = (uint16_t)op, .value = value, .action = action };
}

static void add_text(struct made *made, const char *text)
{
	made->step[made->definition.steps++] = (struct step){ .op = STEP_TEXT, .text = symbol(text) };
}

static void add_option(struct made *made, const char *name, enum setting_type type, int64_t number,
		       const char *text)
{
	made->option[made->definition.options++] =
		(struct setting){ symbol(name), (uint16_t)type, number, symbol(text) };
}

static void add_positions(struct made *made, uint16_t first, uint16_t second)
{
	made->position[0] = first;
	made->position[1] = second;
	made->definition.positions = 2;
}

static void add(struct keymap *map, struct made *made)
{
	made->definition.step = made->step;
	made->definition.option = made->option;
	made->definition.position = made->position;
	keymap_add_definition(map, &made->definition);
}

static struct action zmk(const char *text)
{
	struct action action;
	struct err err;

	if (zmk_action_parse(text, NULL, &action, &err))
		return action;
	printf("Bail out! %s: %s\n", text, err.text);
	exit(1);
}

static struct action zmk_behavior_with(uint32_t ref, struct action first, struct action second)
{
	return (struct action){ .kind = ACTION_BEHAVIOR,
				.flags = ACTION_CELLS(ARG_KEY, ARG_KEY),
				.arg = { ref, first.arg[0], second.arg[0] } };
}

static struct action named(enum action_kind kind, const char *name)
{
	return (struct action){ .kind = (uint16_t)kind, .flags = ACTION_BY_NAME, .arg = { symbol(name) } };
}

/* QMK's and Vial's definitions. */
static void add_qmk_definitions(struct keymap *map)
{
	struct made macro = make(DEFINITION_MACRO, ""), dance = make(DEFINITION_TAP_DANCE, "esc caps");
	struct made combo = make(DEFINITION_COMBO, "J K"), override = make(DEFINITION_OVERRIDE, "");

	add_text(&macro, "Hi, \"you\"\n");
	add_step(&macro, STEP_DOWN, 0, tiny_action("KC_LSFT"));
	add_step(&macro, STEP_TAP, 0, tiny_action("KC_A"));
	add_step(&macro, STEP_DELAY, 100, tiny_action("KC_NO"));
	add_step(&macro, STEP_DELAY, 50, tiny_action("KC_NO"));
	add_step(&macro, STEP_UP, 0, tiny_action("KC_LSFT"));
	add_step(&macro, STEP_BEEP, 0, tiny_action("KC_NO"));
	add_text(&macro, "\xc3\xa9");
	add(map, &macro);
	add_step(&dance, STEP_RESULT, 1, tiny_action("KC_ESC"));
	add_step(&dance, STEP_RESULT, -1, tiny_action("MO(1)"));
	add_step(&dance, STEP_RESULT, 2, tiny_action("KC_CAPS"));
	add_step(&dance, STEP_RESULT, -2, tiny_action("LCTL_T(KC_B)"));
	add_option(&dance, "tapping-term-ms", SETTING_NUMBER, 180, "");
	add(map, &dance);
	add_step(&combo, STEP_RESULT, 0, tiny_action("KC_ESC"));
	add_step(&combo, STEP_RESULT, 0, tiny_action("KC_A"));
	add_step(&combo, STEP_RESULT, 0, tiny_action("KC_B"));
	add(map, &combo);
	override.definition.mods = MOD_LSFT | MOD_RSFT;
	add_step(&override, STEP_RESULT, 0, tiny_action("KC_BSPC"));
	add_step(&override, STEP_RESULT, 0, tiny_action("KC_DEL"));
	add(map, &override);
	override.definition.mods = MOD_LGUI;
	override.step[1].action = tiny_action("KC_HOME");
	add(map, &override);
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

static void test_from_qmk(void)
{
	struct keyboard *kb = tiny_keyboard(5, 6, 2);
	struct keymap *map = qmk_keymap();
	struct printed printed = print(kb, map, NULL);
	struct str told = STR_INIT;

	ok(golden_text("zmk/from_qmk.keymap", str_text(&printed.text)), "what QMK's keymap becomes");
	for (size_t i = 0; i < printed.lost.count; i++)
		str_addf(&told, "%s: %s\n", printed.lost.item[i].kind->code, printed.lost.item[i].text);
	ok(golden_text("zmk/from_qmk.told", str_text(&told)), "and what is told of it");
	str_release(&told);
	release(&printed);
	keymap_unref(map);
	keyboard_free(kb);
}

/* What ZMK alone has. */
static void add_zmk_definitions(struct keymap *map)
{
	struct made hm = make(DEFINITION_HOLD_TAP, "hml"), morph = make(DEFINITION_OVERRIDE, "dot_col");
	struct made dance = make(DEFINITION_TAP_DANCE, "td0"), macro = make(DEFINITION_MACRO, "wrap");
	struct made combo = make(DEFINITION_COMBO, "combo_esc"),
		    tri = make(DEFINITION_CONDITION, "tri_layer");
	struct made sticky = make(DEFINITION_BEHAVIOR, "skq"), change = make(DEFINITION_BEHAVIOR, "lt");

	add_option(&hm, "bindings", SETTING_TEXT, 0, "<&kp>, <&kp>");
	add_option(&hm, "flavor", SETTING_TEXT, 0, "balanced");
	add_option(&hm, "tapping-term-ms", SETTING_NUMBER, 280, "");
	add_option(&hm, "hold-trigger-on-release", SETTING_BOOL, 1, "");
	add_option(&hm, "node", SETTING_TEXT, 0, "homerow_mods_left");
	add_positions(&hm, 1, 3);
	hm.definition.text = symbol("Home \"row\" \\ left");
	add(map, &hm);
	morph.definition.mods = MOD_LSFT | MOD_RSFT;
	add_step(&morph, STEP_RESULT, 0, zmk("&kp DOT"));
	add_step(&morph, STEP_RESULT, 0, zmk("&kp COLON"));
	add_option(&morph, "keep-mods", SETTING_NUMBER, MOD_RSFT, "");
	add(map, &morph);
	add_step(&dance, STEP_RESULT, 1, zmk("&kp N1"));
	add_step(&dance, STEP_RESULT, 2, zmk("&dot_col"));
	add(map, &dance);
	add_step(&macro, STEP_RESULT, 0, zmk("&macro_wait_time 30"));
	add_step(&macro, STEP_DOWN, 0, zmk("&kp LSHFT"));
	add_step(&macro, STEP_RESULT, 0, zmk("&macro_param_1to1"));
	add_step(&macro, STEP_TAP, 0, zmk("&kp MACRO_PLACEHOLDER"));
	add_step(&macro, STEP_UP, 0, zmk("&kp LSHFT"));
	add_option(&macro, "compatible", SETTING_TEXT, 0, "zmk,behavior-macro-one-param");
	add_option(&macro, "wait-ms", SETTING_NUMBER, 0, "");
	add(map, &macro);
	add_positions(&combo, 0, 1);
	add_step(&combo, STEP_RESULT, 0, zmk("&kp ESC"));
	add_option(&combo, "slow-release", SETTING_BOOL, 1, "");
	combo.definition.layer_mask = 1 | 1 << 2;
	add(map, &combo);
	tri.definition.layer_mask = 1 << 1 | 1 << 2;
	add_step(&tri, STEP_RESULT, 0, zmk("&mo 3"));
	add(map, &tri);
	add_option(&sticky, "compatible", SETTING_TEXT, 0, "zmk,behavior-sticky-key");
	add_option(&sticky, "bindings", SETTING_TEXT, 0, "<&kp>");
	add_option(&sticky, "release-after-ms", SETTING_NUMBER, 900, "");
	add_option(&sticky, "quick-release", SETTING_BOOL, 1, "");
	add(map, &sticky);
	add_option(&change, "quick-tap-ms", SETTING_NUMBER, -1, "");
	add_option(&change, "retro-tap", SETTING_BOOL, 0, "");
	add_option(&change, "hold-trigger-key-positions", SETTING_TEXT, 0, "<1 2>");
	add(map, &change);
}

static struct keymap *zmk_keymap(void)
{
	static const char *const text[] = {
		"&kp A",
		"&kp LC(LS(B))",
		"&kp EXCL",
		"&trans",
		"&none",
		"&mo 1",
		"&lt 1 SPACE",
		"&mt LC(LSHFT) A",
		"&tog 2",
		"&to 0",
		"&sl 1",
		"&sk LSHFT",
		"&sk A",
		"&kt LCTRL",
		"&hml LGUI A",
		"&dot_col",
		"&td0",
		"&wrap B",
		"&skq RALT",
		"&bt BT_SEL 0",
		"&bt BT_CLR",
		"&out OUT_TOG",
		"&ext_power EP_TOG",
		"&soft_off",
		"&rgb_ug RGB_COLOR_HSB(128,100,100)",
		"&studio_unlock",
		"&mmv MOVE_X(-100)",
		"&gresc",
		"&key_repeat",
		"&caps_word",
	};
	struct keymap *map = keymap_new(4, 30, 1);

	for (size_t i = 0; i < 4 * 30; i++)
		keymap_put(map, i / 30, i % 30, zmk(i < 30 ? text[i] : "&trans"));
	for (size_t layer = 0; layer < 4; layer++)
		keymap_put_layer_name(map, layer, symbol(layer ? layer == 1 ? "Nav" : "" : "Base"));
	for (size_t layer = 1; layer < 4; layer++)
		for (int turn = 0; turn < TURN_COUNT; turn++)
			keymap_put_turn(map, layer, 0, (enum turn)turn, zmk("&trans"));
	keymap_put_turn(map, 0, 0, TURN_CW, zmk("&kp C_VOL_UP"));
	keymap_put_turn(map, 0, 0, TURN_CCW, zmk("&kp C_VOL_DN"));
	add_zmk_definitions(map);
	keymap_add_setting(map, (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	return map;
}

static void test_from_zmk(void)
{
	struct keyboard *kb = tiny_keyboard(5, 6, 1);
	struct keymap *map = zmk_keymap();
	struct printed printed = print(kb, map, "main");
	struct print_input in = { kb, &kb->layout[0], map, "default", "", "main" };
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
	struct made bad[] = { make(DEFINITION_MACRO, evil),     make(DEFINITION_COMBO, evil),
			      make(DEFINITION_TAP_DANCE, evil), make(DEFINITION_OVERRIDE, evil),
			      make(DEFINITION_HOLD_TAP, evil),  make(DEFINITION_BEHAVIOR, evil),
			      make(DEFINITION_CONDITION, evil), make(DEFINITION_BEHAVIOR, "kp") };
	struct printed printed;
	char *text;

	for (size_t i = 0; i < COUNT(bad); i++) {
		add_step(&bad[i], i ? STEP_RESULT : STEP_TAP, 1,
			 (struct action){ .kind = ACTION_BEHAVIOR,
					  .flags = ACTION_CELLS(ARG_SYMBOL, ARG_NONE),
					  .arg = { symbol("kp"), symbol(evil) } });
		add_step(&bad[i], STEP_RESULT, 2,
			 (struct action){ .kind = ACTION_BEHAVIOR, .arg = { symbol(evil) } });
		add_option(&bad[i], evil, SETTING_BOOL, 1, "");
		add_option(&bad[i], "node", SETTING_TEXT, 0, evil);
		add_option(&bad[i], "flavor", SETTING_TEXT, 0, evil);
		add_option(&bad[i], "bindings", SETTING_TEXT, 0, "<&kp>; evil = <1>");
		add_option(&bad[i], "other", SETTING_TEXT, 0, "\"a\"; evil;");
		if (i < 7)
			add_option(&bad[i], "compatible", SETTING_TEXT, 0, evil);
		bad[i].definition.text = symbol(evil);
		bad[i].definition.mods = MOD_LSFT;
		add_positions(&bad[i], 0, 1);
		add(map, &bad[i]);
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

/* Bindings of ZMK's, what they are in QMK (NULL: nothing), and how near that is. */
static void test_raise(void)
{
	static const struct {
		const char *zmk, *qmk;
		enum zmk_match match;
	} row[] = {
		{ "&kp LC(A)", "LCTL(KC_A)", ZMK_EXACT },
		{ "&mt LC(LSHFT) A", "LCS_T(KC_A)", ZMK_EXACT },
		{ "&lt 1 SPACE", "LT(1, KC_SPC)", ZMK_EXACT },
		{ "&sk LSHFT", "OSM(MOD_LSFT)", ZMK_EXACT },
		{ "&sk A", NULL, ZMK_NOTHING },
		{ "&kt LSHFT", NULL, ZMK_NOTHING },
		{ "&bootloader", "QK_BOOT", ZMK_EXACT },
		{ "&gresc", "QK_GESC", ZMK_EXACT },
		{ "&caps_word", "CW_TOGG", ZMK_NEAR },
		{ "&mkp MB1", "MS_BTN1", ZMK_EXACT },
		{ "&mmv MOVE_UP", "MS_UP", ZMK_NEAR },
		{ "&bt BT_SEL 1", "BT_PRF2", ZMK_EXACT },
		{ "&bt BT_SEL 7", NULL, ZMK_NOTHING },
		{ "&rgb_ug RGB_TOG", "UG_TOGG", ZMK_EXACT },
		{ "&rgb_ug RGB_ON", "RM_ON", ZMK_NEAR },
		{ "&ext_power EP_TOG", NULL, ZMK_NOTHING },
		{ "&studio_unlock", NULL, ZMK_NOTHING },
		{ "&kp C_AC_UNDO", NULL, ZMK_NOTHING },
	};

	for (size_t i = 0; i < COUNT(row); i++) {
		struct zmk_lowered raised = zmk_raise_action(zmk(row[i].zmk));
		struct str text = STR_INIT;

		action_print(raised.action, &text);
		ok(raised.match == row[i].match && !raised.note[0] == (raised.match == ZMK_EXACT), "%s: %s",
		   row[i].zmk, raised.note);
		is_text(str_text(&text), row[i].qmk ? row[i].qmk : "KC_NO", "%s", row[i].zmk);
		str_release(&text);
	}
}

/* What QMK makes of the keymap of ZMK's own. */
static void test_raise_keymap(void)
{
	struct keymap *map = zmk_keymap();
	struct made dance = make(DEFINITION_TAP_DANCE, "td_hold"), loop = make(DEFINITION_OVERRIDE, "loop");
	struct made change = make(DEFINITION_BEHAVIOR, "mt");
	struct diagnostics lost = { 0 };
	const struct keymap *raised;
	const struct definition *d;

	add_step(&dance, STEP_RESULT, 1,
		 zmk_behavior_with(symbol("hml"), tiny_action("KC_LGUI"), tiny_action("KC_A")));
	add(map, &dance);
	loop.definition.mods = MOD_LSFT;
	add_step(&loop, STEP_RESULT, 0, zmk("&loop"));
	add_step(&loop, STEP_RESULT, 0, zmk("&loop"));
	add(map, &loop);
	add_option(&change, "flavor", SETTING_TEXT, 0, "balanced");
	add_option(&change, "tapping-term-ms", SETTING_NUMBER, 170, "");
	add(map, &change);
	keymap_put(map, 1, 0, zmk("&loop"));
	raised = zmk_raise_keymap(&(struct print_input){ .map = map }, &lost);
	ok(!zmk_is_native(raised), "it is QMK's");
	ok(action_equal(keymap_get(raised, 0, 14), tiny_action("LGUI_T(KC_A)")), "a hold-tap is MT()");
	ok(action_equal(keymap_get(raised, 0, 15), tiny_action("KC_DOT")), "a mod-morph is its key");
	d = keymap_definition(raised, DEFINITION_OVERRIDE, 0);
	ok(d->mods == (MOD_LSFT | MOD_RSFT) && d->layer_mask == 1 && !d->name &&
		   action_equal(d->step[1].action, tiny_action("KC_COLN")),
	   "with a key override on its layer");
	ok(action_equal(keymap_get(raised, 0, 16), tiny_action("TD(0)")), "a tap dance by number");
	ok(keymap_get(raised, 0, 17).kind == ACTION_NONE, "a macro with parameters is nothing");
	d = keymap_definition(raised, DEFINITION_TAP_DANCE, 1);
	ok(d->steps == 2 && d->step[0].value == -1 && d->step[1].value == 1 &&
		   action_equal(d->step[0].action, tiny_action("KC_LGUI")),
	   "a hold-tap in a dance is a hold");
	ok(keymap_get(raised, 1, 0).kind == ACTION_NONE, "what goes in a circle ends");
	ok(keymap_find_setting(raised, "tapping.term")->number == 170 &&
		   keymap_find_setting(raised, "tapping.permissive_hold") &&
		   !keymap_find_setting(raised, "tapping.hold_on_other_key_press"),
	   "how a tap is told from a hold");
	ok(lost.count > 5, "%zu things are told", lost.count);
	keymap_unref(raised);
	keymap_unref(map);
	diagnostics_release(&lost);
}

static void test_long_macro(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct made macro = make(DEFINITION_MACRO, "long text");
	struct str text = STR_INIT;
	struct print_input in = { kb, &kb->layout[0], map, "default", "", NULL };
	struct diagnostics lost = { 0 };
	const struct keymap *lowered;
	size_t taps = 0;

	for (int i = 0; i < 70; i++)
		str_add(&text, "abcd 012\n");
	add_text(&macro, str_text(&text));
	add(map, &macro);
	lowered = zmk_lower_keymap(&in, &lost);
	for (size_t i = 0; i < keymap_definitions(lowered, DEFINITION_MACRO); i++) {
		const struct definition *part = keymap_definition(lowered, DEFINITION_MACRO, i);

		ok(part->steps <= 256, "part %zu has %zu bindings", i, part->steps);
		for (size_t s = 0; s < part->steps; s++)
			taps += part->step[s].action.kind == ACTION_KEY;
	}
	ok(taps == 70 * 9, "all that was typed is typed (%zu keys)", taps);
	ok(lost.count == 2 && !strcmp(lost.item[1].kind->code, "zmk-macro-queue"), "%s", lost.item[1].text);
	keymap_unref(lowered);
	diagnostics_release(&lost);
	str_release(&text);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_combos(void)
{
	static const char *const text[] = { "KC_A", "KC_B", "KC_A", "KC_C" };
	static const struct {
		const char *keys[3];
		size_t combos;
		const char *told;
	} row[] = {
		{ { "KC_B", "KC_C" }, 1, NULL },
		{ { "KC_A", "KC_B" }, 1, "2 keys of layer 0 are KC_A" },
		{ { "KC_B", "KC_X" }, 0, "no key of layer 0 is KC_X" },
		{ { "KC_B" }, 0, "two keys or more" },
	};
	struct keyboard *kb = tiny_keyboard(1, 4, 0);

	for (size_t i = 0; i < COUNT(row); i++) {
		struct keymap *map = tiny_keymap(1, 4, 0, text);
		struct made combo = make(DEFINITION_COMBO, "");
		struct print_input in = { kb, &kb->layout[0], map, "default", "", NULL };
		struct diagnostics lost = { 0 };
		const struct keymap *lowered;

		add_step(&combo, STEP_RESULT, 0, tiny_action("KC_ESC"));
		for (size_t k = 0; k < COUNT(row[i].keys) && row[i].keys[k]; k++)
			add_step(&combo, STEP_RESULT, 0, tiny_action(row[i].keys[k]));
		add(map, &combo);
		lowered = zmk_lower_keymap(&in, &lost);
		ok(keymap_definitions(lowered, DEFINITION_COMBO) == row[i].combos, "combo %zu", i);
		ok(row[i].told ? lost.count && strstr(lost.item[0].text, row[i].told) : !lost.count, "%s",
		   lost.count ? lost.item[0].text : "is told nothing of");
		keymap_unref(lowered);
		keymap_unref(map);
		diagnostics_release(&lost);
	}
	keyboard_free(kb);
}

int main(void)
{
	test_actions();
	test_every_keycode();
	test_from_qmk();
	test_from_zmk();
	test_raise();
	test_raise_keymap();
	test_injection();
	test_long_macro();
	test_combos();
	return tap_done();
}
