/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "capability_samples.h"

/* The keymap they are for has KC_B to KC_E on keys 1 to 4. */

const struct capability_definition capability_combo_positions = {
	.kind = DEFINITION_COMBO,
	.name = "escape",
	.step = { { STEP_RESULT, 0, "KC_ESC" } },
	.position = { 1, 2 },
};
const struct capability_definition capability_combo_keys = {
	.kind = DEFINITION_COMBO,
	.name = "escape",
	.step = { { STEP_RESULT, 0, "KC_ESC" }, { STEP_RESULT, 0, "KC_B" }, { STEP_RESULT, 0, "KC_C" } },
};
const struct capability_definition capability_combo_layers = {
	.kind = DEFINITION_COMBO,
	.name = "escape",
	.layer_mask = 1,
	.step = { { STEP_RESULT, 0, "KC_ESC" } },
	.position = { 1, 2 },
};
const struct capability_definition capability_combo_term = {
	.kind = DEFINITION_COMBO,
	.name = "escape",
	.step = { { STEP_RESULT, 0, "KC_ESC" } },
	.position = { 1, 2 },
	.option = { { "timeout-ms", SETTING_NUMBER, 35, NULL } },
};
const struct capability_definition capability_combo_idle = {
	.kind = DEFINITION_COMBO,
	.name = "escape",
	.step = { { STEP_RESULT, 0, "&kp ESC" } },
	.position = { 1, 2 },
	.option = { { "require-prior-idle-ms", SETTING_NUMBER, 125, NULL } },
};
const struct capability_definition capability_combo_behavior = {
	.kind = DEFINITION_COMBO,
	.name = "unlock",
	.step = { { STEP_RESULT, 0, "&studio_unlock" } },
	.position = { 1, 2 },
};
const struct capability_definition capability_combo_slow = {
	.kind = DEFINITION_COMBO,
	.name = "escape",
	.step = { { STEP_RESULT, 0, "&kp ESC" } },
	.position = { 1, 2 },
	.option = { { "slow-release", SETTING_BOOL, 1, NULL } },
};

const struct capability_definition capability_dance_double = {
	.kind = DEFINITION_TAP_DANCE,
	.name = "ESC_CAPS",
	.step = { { STEP_RESULT, 1, "KC_ESC" }, { STEP_RESULT, 2, "KC_CAPS" } },
};
const struct capability_definition capability_dance_triple = {
	.kind = DEFINITION_TAP_DANCE,
	.name = "ONE_TWO_THREE",
	.step = { { STEP_RESULT, 1, "KC_1" }, { STEP_RESULT, 2, "KC_2" }, { STEP_RESULT, 3, "KC_3" } },
};
const struct capability_definition capability_dance_hold = {
	.kind = DEFINITION_TAP_DANCE,
	.name = "FOUR",
	.step = { { STEP_RESULT, 1, "KC_Q" },
		  { STEP_RESULT, -1, "KC_LSFT" },
		  { STEP_RESULT, 2, "KC_ESC" },
		  { STEP_RESULT, -2, "KC_LCTL" } },
};
const struct capability_definition capability_dance_layer = {
	.kind = DEFINITION_TAP_DANCE,
	.name = "SPC_LAYER",
	.step = { { STEP_RESULT, 1, "KC_SPC" }, { STEP_RESULT, 2, "TG(1)" } },
};
const struct capability_definition capability_dance_term = {
	.kind = DEFINITION_TAP_DANCE,
	.name = "ESC_CAPS",
	.step = { { STEP_RESULT, 1, "KC_ESC" }, { STEP_RESULT, 2, "KC_CAPS" } },
	.option = { { "tapping-term-ms", SETTING_NUMBER, 175, NULL } },
};
const struct capability_definition capability_dance_code = {
	.kind = DEFINITION_TAP_DANCE,
	.name = "OWN_CODE",
	.text = "ACTION_TAP_DANCE_FN(own_code)",
};
const struct capability_definition capability_dance_zmk = {
	.kind = DEFINITION_TAP_DANCE,
	.name = "td_boot",
	.step = { { STEP_RESULT, 1, "&kp ESC" }, { STEP_RESULT, 2, "&bt BT_CLR" } },
	.option = { { "tapping-term-ms", SETTING_NUMBER, 175, NULL } },
};

const struct capability_definition capability_macro_keys = {
	.kind = DEFINITION_MACRO,
	.name = "copy",
	.step = { { STEP_DOWN, 0, "KC_LCTL" }, { STEP_TAP, 0, "KC_C" }, { STEP_UP, 0, "KC_LCTL" } },
};
const struct capability_definition capability_macro_delay = {
	.kind = DEFINITION_MACRO,
	.name = "slow",
	.step = { { STEP_TAP, 0, "KC_A" }, { STEP_DELAY, 120, NULL }, { STEP_TAP, 0, "KC_B" } },
};
const struct capability_definition capability_macro_text = {
	.kind = DEFINITION_MACRO,
	.name = "greet",
	.step = { { STEP_TEXT, 0, "Hello, you" } },
};
const struct capability_definition capability_macro_unicode = {
	.kind = DEFINITION_MACRO,
	.name = "cafe",
	.step = { { STEP_TEXT, 0, "caf\xc3\xa9" } },
};
const struct capability_definition capability_macro_beep = {
	.kind = DEFINITION_MACRO,
	.name = "bell",
	.step = { { STEP_TAP, 0, "KC_A" }, { STEP_BEEP, 1, NULL } },
};
const struct capability_definition capability_macro_release = {
	.kind = DEFINITION_MACRO,
	.name = "both_ends",
	.step = { { STEP_TAP, 0, "&kp A" },
		  { STEP_RESULT, 0, "&macro_pause_for_release" },
		  { STEP_TAP, 0, "&kp B" } },
};
const struct capability_definition capability_macro_parameter = {
	.kind = DEFINITION_MACRO,
	.name = "twice",
	.step = { { STEP_RESULT, 0, "&macro_param_1to1" }, { STEP_TAP, 0, "&kp MACRO_PLACEHOLDER" } },
	.option = { { "compatible", SETTING_TEXT, 0, "zmk,behavior-macro-one-param" } },
};
const struct capability_definition capability_macro_zmk = {
	.kind = DEFINITION_MACRO,
	.name = "to_phone",
	.step = { { STEP_TAP, 0, "&out OUT_BLE" }, { STEP_TAP, 0, "&bt BT_SEL 1" } },
};

const struct capability_definition capability_override = {
	.kind = DEFINITION_OVERRIDE,
	.mods = MOD_LSFT | MOD_RSFT,
	.step = { { STEP_RESULT, 0, "KC_E" }, { STEP_RESULT, 0, "KC_DEL" } },
};
const struct capability_definition capability_override_layers = {
	.kind = DEFINITION_OVERRIDE,
	.mods = MOD_LSFT | MOD_RSFT,
	.layer_mask = 1,
	.step = { { STEP_RESULT, 0, "KC_E" }, { STEP_RESULT, 0, "KC_DEL" } },
};
const struct capability_definition capability_override_negative = {
	.kind = DEFINITION_OVERRIDE,
	.mods = MOD_LSFT | MOD_RSFT,
	.step = { { STEP_RESULT, 0, "KC_E" }, { STEP_RESULT, 0, "KC_DEL" } },
	.option = { { "negative-mods", SETTING_NUMBER, MOD_LCTL, NULL } },
};
const struct capability_definition capability_override_suppressed = {
	.kind = DEFINITION_OVERRIDE,
	.mods = MOD_LSFT,
	.step = { { STEP_RESULT, 0, "KC_E" }, { STEP_RESULT, 0, "KC_DEL" } },
	.option = { { "suppressed-mods", SETTING_NUMBER, 0, NULL } },
};
/* Triggered by the key alone, and not by a modifier or another key. */
const struct capability_definition capability_override_options = {
	.kind = DEFINITION_OVERRIDE,
	.mods = MOD_LSFT,
	.step = { { STEP_RESULT, 0, "KC_E" }, { STEP_RESULT, 0, "KC_DEL" } },
	.option = { { "options", SETTING_NUMBER, 0x81, NULL } },
};

const struct capability_definition capability_per_key_term = {
	.kind = DEFINITION_HOLD_TAP,
	.name = "slow_key",
	.step = { { STEP_RESULT, 0, "LCTL_T(KC_Z)" } },
	.option = { { "tapping-term-ms", SETTING_NUMBER, 280, NULL } },
};
const struct capability_definition capability_per_key_flavor = {
	.kind = DEFINITION_HOLD_TAP,
	.name = "eager_key",
	.step = { { STEP_RESULT, 0, "LCTL_T(KC_Z)" } },
	.option = { { "flavor", SETTING_TEXT, 0, "hold-preferred" } },
};
const struct capability_definition capability_per_key_quick = {
	.kind = DEFINITION_HOLD_TAP,
	.name = "quick_key",
	.step = { { STEP_RESULT, 0, "LCTL_T(KC_Z)" } },
	.option = { { "quick-tap-ms", SETTING_NUMBER, 90, NULL } },
};
const struct capability_definition capability_per_key_retro = {
	.kind = DEFINITION_HOLD_TAP,
	.name = "retro_key",
	.step = { { STEP_RESULT, 0, "LCTL_T(KC_Z)" } },
	.option = { { "retro-tap", SETTING_BOOL, 1, NULL } },
};
const struct capability_definition capability_per_key_idle = {
	.kind = DEFINITION_HOLD_TAP,
	.name = "flow_key",
	.step = { { STEP_RESULT, 0, "LCTL_T(KC_Z)" } },
	.option = { { "require-prior-idle-ms", SETTING_NUMBER, 130, NULL } },
};

const struct capability_definition capability_hold_tap = {
	.kind = DEFINITION_HOLD_TAP,
	.name = "hm",
	.option = { { "bindings", SETTING_TEXT, 0, "<&kp>, <&kp>" },
		    { "flavor", SETTING_TEXT, 0, "balanced" },
		    { "tapping-term-ms", SETTING_NUMBER, 280, NULL } },
};
const struct capability_definition capability_hold_tap_positions = {
	.kind = DEFINITION_HOLD_TAP,
	.name = "hm",
	.position = { 8, 9 },
	.option = { { "bindings", SETTING_TEXT, 0, "<&kp>, <&kp>" },
		    { "flavor", SETTING_TEXT, 0, "balanced" },
		    { "tapping-term-ms", SETTING_NUMBER, 280, NULL } },
};
const struct capability_definition capability_morph = {
	.kind = DEFINITION_OVERRIDE,
	.name = "dot_colon",
	.mods = MOD_LSFT | MOD_RSFT,
	.step = { { STEP_RESULT, 0, "&kp DOT" }, { STEP_RESULT, 0, "&kp COLON" } },
};
const struct capability_definition capability_morph_nested = {
	.kind = DEFINITION_OVERRIDE,
	.name = "dot_outer",
	.mods = MOD_LCTL,
	.step = { { STEP_RESULT, 0, "&dot_colon" }, { STEP_RESULT, 0, "&kp SEMI" } },
};
const struct capability_definition capability_sticky = {
	.kind = DEFINITION_BEHAVIOR,
	.name = "skq",
	.option = { { "compatible", SETTING_TEXT, 0, "zmk,behavior-sticky-key" },
		    { "#binding-cells", SETTING_NUMBER, 1, NULL },
		    { "bindings", SETTING_TEXT, 0, "<&kp>" },
		    { "release-after-ms", SETTING_NUMBER, 2000, NULL } },
};
const struct capability_definition capability_sensor = {
	.kind = DEFINITION_BEHAVIOR,
	.name = "zoom",
	.step = { { STEP_RESULT, 0, "&kp LC(PLUS)" }, { STEP_RESULT, 0, "&kp LC(MINUS)" } },
	.option = { { "compatible", SETTING_TEXT, 0, "zmk,behavior-sensor-rotate" },
		    { "#sensor-binding-cells", SETTING_NUMBER, 0, NULL } },
};
const struct capability_definition capability_pointer_scale = {
	.kind = DEFINITION_BEHAVIOR,
	.name = "mmv_input_listener",
	.option = { { "input-processors", SETTING_TEXT, 0, "<&zip_xy_scaler 2 1>" } },
};
const struct capability_definition capability_pointer_layer = {
	.kind = DEFINITION_BEHAVIOR,
	.name = "mmv_input_listener",
	.option = { { "input-processors", SETTING_TEXT, 0, "<&zip_temp_layer 1 500>" } },
};
const struct capability_definition capability_mo_locking = {
	.kind = DEFINITION_BEHAVIOR,
	.name = "mo",
	.option = { { "locking", SETTING_BOOL, 1, NULL } },
};

const struct capability_definition capability_condition = {
	.kind = DEFINITION_CONDITION,
	.name = "tri_layer",
	.layer_mask = 1 << 1 | 1 << 2,
	.step = { { STEP_RESULT, 0, "MO(3)" } },
};
const struct capability_definition capability_leader = {
	.kind = DEFINITION_LEADER,
	.text = "tap_code(KC_C);",
	.step = { { STEP_RESULT, 0, "KC_A" }, { STEP_RESULT, 0, "KC_B" } },
};
const struct capability_definition capability_unicode = {
	.kind = DEFINITION_UNICODE,
	.name = "FLAKE",
	.text = "\xe2\x9d\x84",
};
const struct capability_definition capability_unicode_capital = {
	.kind = DEFINITION_UNICODE,
	.name = "SUN",
	.text = "\xe2\x98\x80",
};
const struct capability_definition capability_correction = {
	.kind = DEFINITION_CORRECTION,
	.name = "fales",
	.text = "false",
};
const struct capability_definition capability_alt_repeat = {
	.kind = DEFINITION_ALT_REPEAT,
	.mods = MOD_LSFT,
	.step = { { STEP_RESULT, 0, "LCTL(KC_Z)" }, { STEP_RESULT, 0, "LCTL(KC_Y)" } },
	.option = { { "bidirectional", SETTING_BOOL, 1, NULL } },
};
const struct capability_definition capability_keycode = {
	.kind = DEFINITION_KEYCODE,
	.name = "MY_KEY",
	.text = "Mine",
};
