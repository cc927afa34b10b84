/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_ZMK_WORDS_H
#define TESTS_ZMK_WORDS_H

#include "made.h"

/* A keymap in ZMK's words, with an action of each sort and definitions of each kind. */

/* What ZMK alone has. */
static inline void add_zmk_definitions(struct keymap *map)
{
	struct made hm = make_definition(DEFINITION_HOLD_TAP, "hml"),
		    morph = make_definition(DEFINITION_OVERRIDE, "dot_col");
	struct made dance = make_definition(DEFINITION_TAP_DANCE, "td0"),
		    macro = make_definition(DEFINITION_MACRO, "wrap");
	struct made combo = make_definition(DEFINITION_COMBO, "combo_esc"),
		    tri = make_definition(DEFINITION_CONDITION, "tri_layer");
	struct made sticky = make_definition(DEFINITION_BEHAVIOR, "skq"),
		    change = make_definition(DEFINITION_BEHAVIOR, "lt");

	made_option(&hm, "bindings", SETTING_TEXT, 0, "<&kp>, <&kp>");
	made_option(&hm, "flavor", SETTING_TEXT, 0, "balanced");
	made_option(&hm, "tapping-term-ms", SETTING_NUMBER, 280, "");
	made_option(&hm, "hold-trigger-on-release", SETTING_BOOL, 1, "");
	made_option(&hm, "node", SETTING_TEXT, 0, "homerow_mods_left");
	made_positions(&hm, 1, 3);
	hm.definition.text = symbol("Home \"row\" \\ left");
	made_put(map, &hm);
	morph.definition.mods = MOD_LSFT | MOD_RSFT;
	made_step(&morph, STEP_RESULT, 0, zmk_text("&kp DOT"));
	made_step(&morph, STEP_RESULT, 0, zmk_text("&kp COLON"));
	made_option(&morph, "keep-mods", SETTING_NUMBER, MOD_RSFT, "");
	made_put(map, &morph);
	made_step(&dance, STEP_RESULT, 1, zmk_text("&kp N1"));
	made_step(&dance, STEP_RESULT, 2, zmk_text("&dot_col"));
	made_put(map, &dance);
	made_step(&macro, STEP_RESULT, 0, zmk_text("&macro_wait_time 30"));
	made_step(&macro, STEP_DOWN, 0, zmk_text("&kp LSHFT"));
	made_step(&macro, STEP_RESULT, 0, zmk_text("&macro_param_1to1"));
	made_step(&macro, STEP_TAP, 0, zmk_text("&kp MACRO_PLACEHOLDER"));
	made_step(&macro, STEP_UP, 0, zmk_text("&kp LSHFT"));
	made_option(&macro, "compatible", SETTING_TEXT, 0, "zmk,behavior-macro-one-param");
	made_option(&macro, "wait-ms", SETTING_NUMBER, 0, "");
	made_put(map, &macro);
	made_positions(&combo, 0, 1);
	made_step(&combo, STEP_RESULT, 0, zmk_text("&kp ESC"));
	made_option(&combo, "slow-release", SETTING_BOOL, 1, "");
	combo.definition.layer_mask = 1 | 1 << 2;
	made_put(map, &combo);
	tri.definition.layer_mask = 1 << 1 | 1 << 2;
	made_step(&tri, STEP_RESULT, 0, zmk_text("&mo 3"));
	made_put(map, &tri);
	made_option(&sticky, "compatible", SETTING_TEXT, 0, "zmk,behavior-sticky-key");
	made_option(&sticky, "bindings", SETTING_TEXT, 0, "<&kp>");
	made_option(&sticky, "release-after-ms", SETTING_NUMBER, 900, "");
	made_option(&sticky, "quick-release", SETTING_BOOL, 1, "");
	made_put(map, &sticky);
	made_option(&change, "quick-tap-ms", SETTING_NUMBER, -1, "");
	made_option(&change, "retro-tap", SETTING_BOOL, 0, "");
	made_option(&change, "hold-trigger-key-positions", SETTING_TEXT, 0, "<1 2>");
	made_put(map, &change);
}

static inline struct keymap *zmk_keymap(void)
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
		keymap_put(map, i / 30, i % 30, zmk_text(i < 30 ? text[i] : "&trans"));
	for (size_t layer = 0; layer < 4; layer++)
		keymap_put_layer_name(map, layer, symbol(layer ? layer == 1 ? "Nav" : "" : "Base"));
	for (size_t layer = 1; layer < 4; layer++)
		for (int turn = 0; turn < TURN_COUNT; turn++)
			keymap_put_turn(map, layer, 0, (enum turn)turn, zmk_text("&trans"));
	keymap_put_turn(map, 0, 0, TURN_CW, zmk_text("&kp C_VOL_UP"));
	keymap_put_turn(map, 0, 0, TURN_CCW, zmk_text("&kp C_VOL_DN"));
	add_zmk_definitions(map);
	keymap_add_setting(map, (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	return map;
}

#endif
