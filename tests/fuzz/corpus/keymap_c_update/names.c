#define NAV MO(_NAV)
#define HRM(a, b) LCTL_T(a), b
#define WRAP(...) LAYOUT(__VA_ARGS__)
enum layers { _BASE, /* letters */
	_NAV = 1, // arrows
	_FN };
const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {
    // Letters
    [_BASE] = WRAP(
        KC_Q, HRM(KC_W, KC_E), // row
        KC_A,    NAV,    LT(_FN, KC_D)),
    [_NAV] = WRAP( KC_1,  /* two */ KC_2, KC_3,
        _______, KC_TRNS, TO(0) ),
#ifdef THIRD
#endif
    [_FN] = LAYOUT(KC_F1 ,KC_F2 ,KC_F3
                  ,KC_F4 ,KC_NO ,QK_BOOT)
};
const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {
    [_BASE] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU) }, [_NAV] = { ENCODER_CCW_CW(KC_A, KC_B) },
    [_FN] = { ENCODER_CCW_CW(_______, _______) } };
layer_state_t layer_state_set_user(layer_state_t state) {
    switch (get_highest_layer(state)) { case 1: return 0; }
    return update_tri_layer_state(state, _BASE, 1, _FN);
}
