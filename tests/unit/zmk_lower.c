/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/zmk_lower.h"
#include "made.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "tap.h"
#include "tiny.h"
#include "zmk_words.h"

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

static void test_long_macro(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct made macro = make_definition(DEFINITION_MACRO, "long text");
	struct str text = STR_INIT;
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "default"
	};
	struct diagnostics lost = { 0 };
	const struct keymap *lowered;
	size_t taps = 0;

	for (int i = 0; i < 70; i++)
		str_add(&text, "abcd 012\n");
	made_text(&macro, str_text(&text));
	made_put(map, &macro);
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
		struct made combo = make_definition(DEFINITION_COMBO, "");
		struct compile_input in = {
			.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "default"
		};
		struct diagnostics lost = { 0 };
		const struct keymap *lowered;

		made_step(&combo, STEP_RESULT, 0, tiny_action("KC_ESC"));
		for (size_t k = 0; k < COUNT(row[i].keys) && row[i].keys[k]; k++)
			made_step(&combo, STEP_RESULT, 0, tiny_action(row[i].keys[k]));
		made_put(map, &combo);
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

static struct action zmk_behavior_with(uint32_t ref, struct action first, struct action second)
{
	return (struct action){ .kind = ACTION_BEHAVIOR,
				.flags = ACTION_CELLS(ARG_KEY, ARG_KEY),
				.arg = { ref, first.arg[0], second.arg[0] } };
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
		{ "&kt LSHFT", "&kt LSHFT", ZMK_EXACT },
		{ "&kt C_AC_UNDO", NULL, ZMK_NOTHING },
		{ "&mt LSHFT LPAR", "SC_LSPO", ZMK_EXACT },
		{ "&mt LSHFT EXCL", NULL, ZMK_NOTHING },
		{ "&kp LC(RS(A))", "LCS(KC_A)", ZMK_NEAR },
		{ "&lt 20 A", NULL, ZMK_NOTHING },
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
		struct zmk_lowered raised = zmk_raise_action(zmk_text(row[i].zmk));
		struct str text = STR_INIT;

		action_print(raised.action, &text);
		ok(raised.match == row[i].match && !raised.note[0] == (raised.match == ZMK_EXACT), "%s: %s",
		   row[i].zmk, raised.note);
		is_text(str_text(&text), row[i].qmk ? row[i].qmk : "KC_NO", "%s", row[i].zmk);
		str_release(&text);
	}
}

static bool all_losses(const struct diagnostics *lost, const char *near_code, const char *none_code)
{
	for (size_t i = 0; i < lost->count; i++) {
		const struct diagnostic *d = &lost->item[i];
		const char *code = d->loss == LOSS_NEAR ? near_code : none_code;

		if (d->loss && *d->subject && *d->instead && !strcmp(d->kind->code, code))
			continue;
		printf("# %s: %s\n", d->kind->code, d->text);
		return false;
	}
	return true;
}

/* What QMK makes of the keymap of ZMK's own. */
static void test_raise_keymap(void)
{
	struct keymap *map = zmk_keymap();
	struct made dance = make_definition(DEFINITION_TAP_DANCE, "td_hold"),
		    loop = make_definition(DEFINITION_OVERRIDE, "loop");
	struct made change = make_definition(DEFINITION_BEHAVIOR, "mt");
	struct diagnostics lost = { 0 };
	const struct keymap *raised;
	const struct definition *d;

	made_step(&dance, STEP_RESULT, 1,
		  zmk_behavior_with(symbol("hml"), tiny_action("KC_LGUI"), tiny_action("KC_A")));
	made_put(map, &dance);
	loop.definition.mods = MOD_LSFT;
	made_step(&loop, STEP_RESULT, 0, zmk_text("&loop"));
	made_step(&loop, STEP_RESULT, 0, zmk_text("&loop"));
	made_put(map, &loop);
	made_option(&change, "flavor", SETTING_TEXT, 0, "balanced");
	made_option(&change, "tapping-term-ms", SETTING_NUMBER, 170, "");
	made_put(map, &change);
	keymap_put(map, 1, 0, zmk_text("&loop"));
	raised = zmk_raise_keymap(&(struct compile_input){ .map = map }, &lost);
	ok(!zmk_is_native(raised), "it is QMK's");
	ok(action_equal(keymap_get(raised, 0, 14), tiny_action("LGUI_T(KC_A)")), "a hold-tap is MT()");
	d = keymap_definition(raised, DEFINITION_OVERRIDE, 0);
	ok(action_equal(keymap_get(raised, 0, 15), zmk_text("&dot_col")) && d->name == symbol("dot_col") &&
		   action_equal(d->step[1].action, tiny_action("KC_COLN")),
	   "a mod-morph that a tap dance has, too, stays");
	ok(action_equal(keymap_get(raised, 0, 16), tiny_action("TD(0)")), "a tap dance by number");
	d = keymap_definition(raised, DEFINITION_MACRO, 0);
	ok(action_equal(keymap_get(raised, 0, 17), tiny_action("QK_MACRO_0")) && d->steps == 6 &&
		   action_equal(d->step[2].action, tiny_action("KC_B")),
	   "a macro with parameters is one for each use of it");
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
	ok(all_losses(&lost, "qmk-near", "qmk-none"), "each with what is lost, and what there is instead");
	keymap_unref(raised);
	keymap_unref(map);
	diagnostics_release(&lost);
}

int main(void)
{
	test_actions();
	test_every_keycode();
	test_long_macro();
	test_combos();
	test_raise();
	test_raise_keymap();
	return tap_done();
}
