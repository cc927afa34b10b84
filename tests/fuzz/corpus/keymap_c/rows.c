#define LAYOUT(a, b, c) { { c, KC_NO, KC_NO }, { b, KC_NO, a } }
uint16_t keymaps[3][2][3] = {
	LAYOUT(KC_A, KC_B, KC_C),
	{ { KC_A }, [1] = { [2] = KC_B, } },
	{ KC_A, 0, 0, 1, 1, LCTL(KC_A) },
};
