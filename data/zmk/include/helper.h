/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The macros that the helper.h of the zmk-helpers module documents, with what its users build on: the forms by number
 * of arguments, and ZMK_BEHAVIOR_CORE_*. For keymaps whose module is not there to be read.
 */
#pragma once

#define VARGS_(a10, a9, a8, a7, a6, a5, a4, a3, a2, a1, count, ...) count
#define VARGS(...) VARGS_(__VA_ARGS__, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define CONCAT_(left, right) left##right
#define CONCAT(left, right) CONCAT_(left, right)
#define ZMK_HELPER_STRINGIFY(name_) #name_

/*
 * A child of a node at the root, which each use adds to. Parameters end in _: as parts of a property's name, such as the
 * name of display-name, they would be replaced there.
 */
#define KEYPLANE_CHILD(parent_, ...) / { parent_ { __VA_ARGS__ }; };

#define ZMK_BEHAVIOR(name_, type_, ...) KEYPLANE_CHILD(behaviors, name_: name_ { ZMK_BEHAVIOR_CORE_##type_; __VA_ARGS__ };)

#define ZMK_BEHAVIOR_CORE_adaptive_key compatible = "zmk,behavior-adaptive-key"; #binding-cells = <0>
#define ZMK_BEHAVIOR_CORE_auto_layer compatible = "zmk,behavior-auto-layer"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_caps_word compatible = "zmk,behavior-caps-word"; #binding-cells = <0>
#define ZMK_BEHAVIOR_CORE_dynamic_macro compatible = "zmk,behavior-dynamic-macro"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_hold_tap compatible = "zmk,behavior-hold-tap"; #binding-cells = <2>
#define ZMK_BEHAVIOR_CORE_input_two_axis compatible = "zmk,behavior-input-two-axis"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_key_repeat compatible = "zmk,behavior-key-repeat"; #binding-cells = <0>
#define ZMK_BEHAVIOR_CORE_key_toggle compatible = "zmk,behavior-key-toggle"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_layer_toggle compatible = "zmk,behavior-layer-toggle"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_leader_key compatible = "zmk,behavior-leader-key"; #binding-cells = <0>
#define ZMK_BEHAVIOR_CORE_macro compatible = "zmk,behavior-macro"; #binding-cells = <0>
#define ZMK_BEHAVIOR_CORE_macro_one_param compatible = "zmk,behavior-macro-one-param"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_macro_two_param compatible = "zmk,behavior-macro-two-param"; #binding-cells = <2>
#define ZMK_BEHAVIOR_CORE_mod_morph compatible = "zmk,behavior-mod-morph"; #binding-cells = <0>
#define ZMK_BEHAVIOR_CORE_momentary_layer compatible = "zmk,behavior-momentary-layer"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_sensor_rotate compatible = "zmk,behavior-sensor-rotate"; #sensor-binding-cells = <0>
#define ZMK_BEHAVIOR_CORE_sensor_rotate_var compatible = "zmk,behavior-sensor-rotate-var"; #sensor-binding-cells = <2>
#define ZMK_BEHAVIOR_CORE_sticky_key compatible = "zmk,behavior-sticky-key"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_tap_dance compatible = "zmk,behavior-tap-dance"; #binding-cells = <0>
#define ZMK_BEHAVIOR_CORE_to_layer compatible = "zmk,behavior-to-layer"; #binding-cells = <1>
#define ZMK_BEHAVIOR_CORE_tri_state compatible = "zmk,behavior-tri-state"; #binding-cells = <0>

#define ZMK_ADAPTIVE_KEY(name_, ...) ZMK_BEHAVIOR(name_, adaptive_key, __VA_ARGS__)
#define ZMK_AUTO_LAYER(name_, ...) ZMK_BEHAVIOR(name_, auto_layer, __VA_ARGS__)
#define ZMK_CAPS_WORD(name_, ...) ZMK_BEHAVIOR(name_, caps_word, __VA_ARGS__)
#define ZMK_DYNAMIC_MACRO(name_, ...) ZMK_BEHAVIOR(name_, dynamic_macro, __VA_ARGS__)
#define ZMK_HOLD_TAP(name_, ...) ZMK_BEHAVIOR(name_, hold_tap, __VA_ARGS__)
#define ZMK_INPUT_TWO_AXIS(name_, ...) ZMK_BEHAVIOR(name_, input_two_axis, __VA_ARGS__)
#define ZMK_KEY_REPEAT(name_, ...) ZMK_BEHAVIOR(name_, key_repeat, __VA_ARGS__)
#define ZMK_KEY_TOGGLE(name_, ...) ZMK_BEHAVIOR(name_, key_toggle, __VA_ARGS__)
#define ZMK_LAYER_TOGGLE(name_, ...) ZMK_BEHAVIOR(name_, layer_toggle, __VA_ARGS__)
#if ZMK_HELPERS_KEEP_NATIVE != 1
#undef ZMK_MACRO
#define ZMK_MACRO(name_, ...) ZMK_BEHAVIOR(name_, macro, __VA_ARGS__)
#endif
#define ZMK_MACRO_ONE_PARAM(name_, ...) ZMK_BEHAVIOR(name_, macro_one_param, __VA_ARGS__)
#define ZMK_MACRO_TWO_PARAM(name_, ...) ZMK_BEHAVIOR(name_, macro_two_param, __VA_ARGS__)
#define ZMK_MOD_MORPH(name_, ...) ZMK_BEHAVIOR(name_, mod_morph, __VA_ARGS__)
#define ZMK_MOMENTARY_LAYER(name_, ...) ZMK_BEHAVIOR(name_, momentary_layer, __VA_ARGS__)
#define ZMK_SENSOR_ROTATE(name_, ...) ZMK_BEHAVIOR(name_, sensor_rotate, __VA_ARGS__)
#define ZMK_SENSOR_ROTATE_VAR(name_, ...) ZMK_BEHAVIOR(name_, sensor_rotate_var, __VA_ARGS__)
#define ZMK_STICKY_KEY(name_, ...) ZMK_BEHAVIOR(name_, sticky_key, __VA_ARGS__)
#define ZMK_TAP_DANCE(name_, ...) ZMK_BEHAVIOR(name_, tap_dance, __VA_ARGS__)
#define ZMK_TO_LAYER(name_, ...) ZMK_BEHAVIOR(name_, to_layer, __VA_ARGS__)
#define ZMK_TRI_STATE(name_, ...) ZMK_BEHAVIOR(name_, tri_state, __VA_ARGS__)

/* ZMK_LAYER(name, bindings, sensor bindings). Its bindings are used once, so that they can be edited in their place. */
#define ZMK_LAYER(name_, keys_, ...) \
	KEYPLANE_CHILD(keymap, compatible = "zmk,keymap"; \
		       layer_##name_ { display-name = ZMK_HELPER_STRINGIFY(name_); bindings = <keys_>; \
				       __VA_OPT__(sensor-bindings = <__VA_ARGS__>;) };)

/* ZMK_COMBO(name, binding, positions, layers, timeout, prior idle, further properties) */
#ifndef COMBO_TERM
#define COMBO_TERM 30
#endif
#define ZMK_COMBO(...) CONCAT(ZMK_COMBO_, VARGS(__VA_ARGS__))(__VA_ARGS__)
#define ZMK_COMBO_3(name_, binding_, positions_) KEYPLANE_COMBO(name_, binding_, positions_, COMBO_TERM, )
#define ZMK_COMBO_4(name_, binding_, positions_, on_) ZMK_COMBO_5(name_, binding_, positions_, on_, COMBO_TERM)
#define ZMK_COMBO_5(name_, binding_, positions_, on_, term_) ZMK_COMBO_6(name_, binding_, positions_, on_, term_, 0)
#define ZMK_COMBO_6(name_, binding_, positions_, on_, term_, idle_) ZMK_COMBO_7(name_, binding_, positions_, on_, term_, idle_, )
#define ZMK_COMBO_7(name_, binding_, positions_, on_, term_, idle_, more_) \
	KEYPLANE_COMBO(name_, binding_, positions_, term_, layers = <on_>; require-prior-idle-ms = <idle_>; more_)
#define KEYPLANE_COMBO(name_, binding_, positions_, term_, ...) \
	KEYPLANE_CHILD(combos, compatible = "zmk,combos"; \
		       combo_##name_ { timeout-ms = <term_>; bindings = <binding_>; key-positions = <positions_>; __VA_ARGS__ };)

/* ZMK_LEADER_SEQUENCE(name, binding, keys, layers, further properties) */
#define ZMK_LEADER_SEQUENCE(...) CONCAT(ZMK_LEADER_SEQUENCE_, VARGS(__VA_ARGS__))(__VA_ARGS__)
#define ZMK_LEADER_SEQUENCE_3(name_, binding_, keys_) KEYPLANE_LEADER(name_, binding_, keys_, )
#define ZMK_LEADER_SEQUENCE_4(name_, binding_, keys_, on_) KEYPLANE_LEADER(name_, binding_, keys_, layers = <on_>;)
#define ZMK_LEADER_SEQUENCE_5(name_, binding_, keys_, on_, more_) KEYPLANE_LEADER(name_, binding_, keys_, layers = <on_>; more_)
#define KEYPLANE_LEADER(name_, binding_, keys_, ...) \
	KEYPLANE_CHILD(leader_sequences, compatible = "zmk,leader-sequences"; \
		       leader_sequence_##name_ { bindings = <binding_>; sequence = <keys_>; __VA_ARGS__ };)

#define ZMK_CONDITIONAL_LAYER(name_, if_on_, then_on_) \
	KEYPLANE_CHILD(conditional_layers, compatible = "zmk,conditional-layers"; \
		       tri_layer_##name_ { if-layers = <if_on_>; then-layer = <then_on_>; };)

/* How the host takes a character's number: 1 Linux, 2 macOS and Windows with Alt, else WinCompose. */
#ifndef OS_UNICODE_LEAD
#if HOST_OS == 1
#define OS_UNICODE_LEAD &macro_tap &kp LS(LC(U))
#elif HOST_OS == 2
#define OS_UNICODE_LEAD &macro_press &kp LALT
#else
#define OS_UNICODE_LEAD &macro_tap &kp RALT &kp U
#endif
#endif
#ifndef OS_UNICODE_TRAIL
#if HOST_OS == 1
#define OS_UNICODE_TRAIL &macro_tap &kp SPACE
#elif HOST_OS == 2
#define OS_UNICODE_TRAIL &macro_release &kp LALT
#else
#define OS_UNICODE_TRAIL &macro_tap &kp RET
#endif
#endif
#define UC_MACRO(name_, digits_) \
	ZMK_BEHAVIOR(name_, macro, wait-ms = <0>; tap-ms = <0>; \
		     bindings = <OS_UNICODE_LEAD>, <&macro_tap digits_>, <OS_UNICODE_TRAIL>;)
#define UC_MODMORPH(name_, plain_, shifted_) \
	ZMK_MOD_MORPH(name_, bindings = <plain_>, <shifted_>; mods = <(MOD_LSFT|MOD_RSFT)>;)
#define ZMK_UNICODE_SINGLE(name_, a_, b_, c_, d_) \
	UC_MACRO(name_##_lower, &kp a_ &kp b_ &kp c_ &kp d_) \
	UC_MODMORPH(name_, &name_##_lower, &none)
#define ZMK_UNICODE_PAIR(name_, a_, b_, c_, d_, e_, f_, g_, h_) \
	UC_MACRO(name_##_lower, &kp a_ &kp b_ &kp c_ &kp d_) \
	UC_MACRO(name_##_upper, &kp e_ &kp f_ &kp g_ &kp h_) \
	UC_MODMORPH(name_, &name_##_lower, &name_##_upper)

#define ZMK_APPLY_MATRIX_TRANSFORM(transform_) KEYPLANE_CHILD(chosen, zmk,matrix_transform = &transform_;)
