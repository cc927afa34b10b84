#include QMK_KEYBOARD_H

enum layers { _BASE, _FN };
enum keys { MINE = SAFE_RANGE, YOURS };
#define FN MO(_FN)
#define ______ KC_TRNS
#define WRAP(...) LAYOUT(__VA_ARGS__)

const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {
	/* the first */
	[_BASE] = LAYOUT(KC_A, LT(_FN, KC_B), FN), // its end
	// the second
	[_FN] = WRAP(______, MINE, TD(ONE)),
	[2] = LAYOUT_all(KC_1, KC_2, KC_3, KC_4, KC_5, XXXXXXX)
};

#ifdef ENCODER_MAP_ENABLE
const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {
	[_BASE] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU), ENCODER_CCW_CW(KC_A, KC_B) },
};
#endif

enum dances { ONE, TWO };
tap_dance_action_t tap_dance_actions[] = {
	[TWO] = ACTION_TAP_DANCE_LAYER_MOVE(KC_A, 1),
	[ONE] = ACTION_TAP_DANCE_DOUBLE(KC_A, KC_B),
};
const uint16_t PROGMEM ab[] = { KC_A, KC_B, COMBO_END };
combo_t key_combos[] = { COMBO(ab, KC_ESC), COMBO_ACTION(ab) };
const key_override_t del = ko_make_basic(MOD_MASK_SHIFT, KC_BSPC, KC_DEL);
const key_override_t *key_overrides[] = { &del };
const uint32_t PROGMEM unicode_map[] = { [0] = 0x1F600 };

bool process_record_user(uint16_t keycode, keyrecord_t *record)
{
	switch (keycode) {
	case MINE:
		layer_on(1);
	}
	return true;
}
void leader_end_user(void)
{
	if (leader_sequence_two_keys(KC_A, KC_B)) {
		SEND_STRING("x");
	}
}
