/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_QMK_SHIM_FEATURES_H
#define TESTS_QMK_SHIM_FEATURES_H

/*
 * Types and functions of QMK's that a keymap.c with behaviours uses: process_combo.h, process_tap_dance.h,
 * process_key_override.h, action_layer.h, action_util.h, action_tapping.h, leader.h, unicode.h. Tests that run such a
 * keymap define the functions.
 */
#include <stdbool.h>
#include <stdint.h>

typedef uint16_t layer_state_t;
extern layer_state_t layer_state, default_layer_state;
int get_highest_layer(layer_state_t state);
void layer_on(uint8_t layer);
void layer_off(uint8_t layer);
void layer_invert(uint8_t layer);
void layer_move(uint8_t layer);
void default_layer_set(layer_state_t state);
layer_state_t layer_state_set_user(layer_state_t state);

#define MOD_BIT(code)                      (uint8_t)(1 << ((code)&7))
#define MOD_MASK_CTRL                      0x11
#define MOD_MASK_SHIFT                     0x22
#define MOD_MASK_ALT                       0x44
#define MOD_MASK_GUI                       0x88
#define QK_MOD_TAP_GET_MODS(code)          ((code) >> 8 & 0x1f)
#define QK_MOD_TAP_GET_TAP_KEYCODE(code)   ((code)&0xff)
#define QK_LAYER_TAP_GET_TAP_KEYCODE(code) ((code)&0xff)
#define QK_MODS_GET_MODS(code)             ((code) >> 8 & 0x1f)
#define QK_MODS_GET_BASIC_KEYCODE(code)    ((code)&0xff)
#define IS_QK_MODS(code)                   ((code) >= 0x0100 && (code) <= 0x1fff)
#define IS_QK_MOD_TAP(code)                ((code) >= 0x2000 && (code) <= 0x3fff)
#define IS_QK_LAYER_TAP(code)              ((code) >= 0x4000 && (code) <= 0x4fff)
uint16_t get_alt_repeat_key_keycode_user(uint16_t keycode, uint8_t mods);
enum { ONESHOT_PRESSED = 1, ONESHOT_START = 3 };
uint8_t get_mods(void);
uint8_t get_oneshot_mods(void);
void add_oneshot_mods(uint8_t mods);
void set_oneshot_layer(uint8_t layer, uint8_t state);
void clear_oneshot_layer_state(int state);
void set_suppressed_override_mods(uint8_t mods);
void clear_suppressed_override_mods(void);

void register_code(uint8_t code);
void unregister_code(uint8_t code);
void tap_code(uint8_t code);
void register_code16(uint16_t code);
void unregister_code16(uint16_t code);
void tap_code16(uint16_t code);
void wait_ms(unsigned ms);
void reset_keyboard(void);
void send_unicode_string(const char *text);
#define MAKE_COMBOEVENT(down)     \
	{                         \
		.pressed = (down) \
	}
void process_record(keyrecord_t *record);
bool process_record_user(uint16_t keycode, keyrecord_t *record);

typedef struct {
	const uint16_t *keys;
	uint16_t keycode;
} combo_t;
#define COMBO_END  0
#define COMBO_TERM 50
#define COMBO(list, result)                             \
	{                                               \
		.keys = &(list)[0], .keycode = (result) \
	}

#define TAP_CODE_DELAY 0
typedef struct {
	uint8_t count;
	bool pressed, finished, interrupted;
} tap_dance_state_t;
typedef void (*tap_dance_function)(tap_dance_state_t *state, void *user_data);
typedef struct {
	tap_dance_function on_each_tap, on_dance_finished, on_reset;
	uint16_t first, second; /* of the plain forms; a layer has bit 15 */
} tap_dance_action_t;
#define ACTION_TAP_DANCE_DOUBLE(one, two)       \
	{                                       \
		.first = (one), .second = (two) \
	}
#define ACTION_TAP_DANCE_LAYER_MOVE(one, layer)            \
	{                                                  \
		.first = (one), .second = 0x8000 | (layer) \
	}
#define ACTION_TAP_DANCE_LAYER_TOGGLE(one, layer)          \
	{                                                  \
		.first = (one), .second = 0xc000 | (layer) \
	}
#define ACTION_TAP_DANCE_FN_ADVANCED(tap, end, done)                                 \
	{                                                                            \
		.on_each_tap = (tap), .on_dance_finished = (end), .on_reset = (done) \
	}

typedef enum { ko_options_default = 7 } ko_option_t;
typedef struct {
	uint16_t trigger, replacement;
	uint8_t trigger_mods, negative_mod_mask, suppressed_mods;
	layer_state_t layers;
	ko_option_t options;
	bool (*custom_action)(bool activated, void *context);
} key_override_t;
#define ko_make_with_layers_negmods_and_options(mods, key, result, on, negative, bits) \
	((const key_override_t){ .trigger = (key),                                     \
				 .replacement = (result),                              \
				 .trigger_mods = (mods),                               \
				 .negative_mod_mask = (negative),                      \
				 .suppressed_mods = (mods),                            \
				 .layers = (layer_state_t)(on),                        \
				 .options = (bits) })
#define ko_make_with_layers_and_negmods(mods, key, result, on, negative) \
	ko_make_with_layers_negmods_and_options(mods, key, result, on, negative, ko_options_default)
#define ko_make_with_layers(mods, key, result, on) ko_make_with_layers_and_negmods(mods, key, result, on, 0)
#define ko_make_basic(mods, key, result)           ko_make_with_layers(mods, key, result, ~0)

#define TAPPING_TERM   200
#define QUICK_TAP_TERM 200
bool is_flow_tap_key(uint16_t keycode);

bool leader_sequence_one_key(uint16_t one);
bool leader_sequence_two_keys(uint16_t one, uint16_t two);
bool leader_sequence_three_keys(uint16_t one, uint16_t two, uint16_t three);
bool leader_sequence_four_keys(uint16_t one, uint16_t two, uint16_t three, uint16_t four);
bool leader_sequence_five_keys(uint16_t one, uint16_t two, uint16_t three, uint16_t four, uint16_t five);

#endif
