#define FN MO(1)
#define BASE 0
#define UP   2
const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {
	[BASE] = LAYOUT(	FN,	KC_B, "x" ),
	[1] = LAYOUT(KC_C, KC_TRNS, MO(UP)) /* one */,
	[UP] = {{ KC_A, KC_B, KC_C }}
};
combo_t key_combos[] = { COMBO(ab, MO(2)) };
