/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_RICH_KEYMAP_H
#define TESTS_RICH_KEYMAP_H

#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "tiny.h"

/* A keymap in QMK's words that has definitions of every kind, each in several ways. */

enum { RICH_LAYERS = 4, RICH_KEYS = 20, RICH_STEPS = 12 };

/* A definition while it is made: steps from texts. */
struct rich {
	struct definition definition;
	struct step step[RICH_STEPS];
	uint16_t position[RICH_STEPS];
	struct setting option[4];
};

static inline struct rich rich(enum definition_kind kind, const char *name, const char *text)
{
	return (struct rich){ .definition = {
				      .kind = (uint16_t)kind, .name = symbol(name), .text = symbol(text) } };
}

static inline void rich_step(struct rich *r, enum step_op op, int value, const char *action)
{
	r->step[r->definition.steps++] =
		(struct step){ .op = (uint16_t)op, .value = value, .action = tiny_action(action) };
}

static inline void rich_text(struct rich *r, const char *text)
{
	r->step[r->definition.steps++] = (struct step){ .op = STEP_TEXT, .text = symbol(text) };
}

static inline void rich_number(struct rich *r, const char *name, int64_t number)
{
	r->option[r->definition.options++] =
		(struct setting){ .name = symbol(name), .type = SETTING_NUMBER, .number = number };
}

static inline void rich_switch(struct rich *r, const char *name, bool on)
{
	r->option[r->definition.options++] =
		(struct setting){ .name = symbol(name), .type = SETTING_BOOL, .number = on };
}

static inline void rich_word(struct rich *r, const char *name, const char *word)
{
	r->option[r->definition.options++] =
		(struct setting){ .name = symbol(name), .type = SETTING_TEXT, .text = symbol(word) };
}

static inline void rich_add(struct keymap *map, struct rich *r)
{
	r->definition.step = r->step;
	r->definition.position = r->position;
	r->definition.option = r->option;
	keymap_add_definition(map, &r->definition);
}

static inline void rich_combo(struct keymap *map, const char *name, const char *result, const char *one,
			      const char *two, uint32_t layers)
{
	struct rich r = rich(DEFINITION_COMBO, name, "");

	rich_step(&r, STEP_RESULT, 0, result);
	rich_step(&r, STEP_RESULT, 0, one);
	rich_step(&r, STEP_RESULT, 0, two);
	r.definition.layer_mask = layers;
	rich_add(map, &r);
}

static inline void rich_combos(struct keymap *map)
{
	struct rich r = rich(DEFINITION_COMBO, "SLOW", "");

	rich_combo(map, "JK_ESC", "KC_ESC", "KC_J", "KC_K", 0);
	rich_combo(map, "BOOT", "QK_BOOT", "KC_Q", "LT(1, KC_SPC)", 0x3);
	rich_combo(map, "HOLD", "LCTL_T(KC_A)", "KC_W", "KC_E", 0);
	rich_combo(map, "LOCKED", "&kt LSHFT", "KC_A", "KC_S", 0);
	for (const char *const *key = (const char *const[]){ "KC_CAPS", "KC_Q", "KC_W", "KC_E", NULL }; *key;
	     key++)
		rich_step(&r, STEP_RESULT, 0, *key);
	rich_number(&r, "timeout-ms", 30);
	rich_switch(&r, "must-hold", true);
	rich_switch(&r, "must-press-in-order", true);
	rich_switch(&r, "slow-release", false);
	rich_add(map, &r);
}

static inline void rich_dances(struct keymap *map)
{
	struct rich plain = rich(DEFINITION_TAP_DANCE, "ESC_CAPS", "");
	struct rich layer = rich(DEFINITION_TAP_DANCE, "", "");
	struct rich full = rich(DEFINITION_TAP_DANCE, "QUAD", "");
	struct rich triple = rich(DEFINITION_TAP_DANCE, "TRIPLE", "");

	rich_step(&plain, STEP_RESULT, 1, "KC_ESC");
	rich_step(&plain, STEP_RESULT, 2, "KC_CAPS");
	rich_add(map, &plain);
	rich_step(&layer, STEP_RESULT, 1, "KC_A");
	rich_step(&layer, STEP_RESULT, 2, "TG(1)");
	rich_add(map, &layer);
	rich_step(&full, STEP_RESULT, 1, "KC_A");
	rich_step(&full, STEP_RESULT, -1, "MO(1)");
	rich_step(&full, STEP_RESULT, 2, "LCTL(KC_B)");
	rich_step(&full, STEP_RESULT, -2, "KC_LSFT");
	rich_number(&full, "tapping-term-ms", 175);
	rich_add(map, &full);
	rich_step(&triple, STEP_RESULT, 1, "KC_A");
	rich_step(&triple, STEP_RESULT, 3, "QK_MACRO_0");
	rich_add(map, &triple);
}

static inline void rich_overrides(struct keymap *map)
{
	struct rich basic = rich(DEFINITION_OVERRIDE, "", ""), all = basic, layer = basic;
	struct rich morph = rich(DEFINITION_OVERRIDE, "dot_colon", "");

	rich_step(&basic, STEP_RESULT, 0, "KC_BSPC");
	rich_step(&basic, STEP_RESULT, 0, "KC_DEL");
	basic.definition.mods = MOD_LSFT | MOD_RSFT;
	rich_add(map, &basic);
	rich_step(&all, STEP_RESULT, 0, "KC_A");
	rich_step(&all, STEP_RESULT, 0, "LCTL(KC_B)");
	all.definition.mods = MOD_LCTL;
	all.definition.layer_mask = 0x5;
	rich_number(&all, "negative-mods", MOD_LALT);
	rich_number(&all, "options", 0x11);
	rich_add(map, &all);
	rich_step(&layer, STEP_RESULT, 0, "KC_C");
	rich_step(&layer, STEP_RESULT, 0, "TO(1)");
	layer.definition.mods = MOD_LGUI;
	rich_number(&layer, "suppressed-mods", 0);
	rich_add(map, &layer);
	rich_step(&morph, STEP_RESULT, 0, "KC_DOT");
	rich_step(&morph, STEP_RESULT, 0, "KC_COLN");
	morph.definition.mods = MOD_LSFT | MOD_RSFT;
	rich_add(map, &morph);
}

static inline void rich_macros(struct keymap *map)
{
	struct rich text = rich(DEFINITION_MACRO, "", ""), mixed = rich(DEFINITION_MACRO, "mixed", "");

	rich_text(&text, "say \"hi\"\n");
	rich_step(&text, STEP_TAP, 0, "LCTL(KC_C)");
	rich_add(map, &text);
	rich_step(&mixed, STEP_DOWN, 0, "KC_LSFT");
	rich_step(&mixed, STEP_TAP, 0, "TG(1)");
	rich_step(&mixed, STEP_TAP, 0, "OSM(MOD_LSFT)");
	rich_step(&mixed, STEP_TAP, 0, "QK_BOOT");
	rich_text(&mixed, "gr\xc3\xbc\xc3\x9f");
	rich_step(&mixed, STEP_RESULT, 0, "&macro_pause_for_release");
	rich_step(&mixed, STEP_UP, 0, "KC_LSFT");
	rich_step(&mixed, STEP_TAP, 0, "QK_MACRO_0");
	rich_number(&mixed, "tap-ms", 20);
	rich_add(map, &mixed);
}

static inline void rich_others(struct keymap *map)
{
	struct rich tap = rich(DEFINITION_HOLD_TAP, "home_row", ""), fast = rich(DEFINITION_HOLD_TAP, "", "");
	struct rich tri = rich(DEFINITION_CONDITION, "tri", ""),
		    quad = rich(DEFINITION_CONDITION, "quad", "");
	struct rich leader = rich(DEFINITION_LEADER, "", "SEND_STRING(\"QMK\" SS_LCTL(\"a\")); layer_on(1);");
	struct rich keycode = rich(DEFINITION_KEYCODE, "MY_OWN", "");
	struct rich snow = rich(DEFINITION_UNICODE, "SNOW", "\xe2\x98\x83");
	struct rich bang = rich(DEFINITION_UNICODE, "BANG", "\xe2\x80\xbd");
	struct rich typo = rich(DEFINITION_CORRECTION, ":thier", "their");
	struct rich other = rich(DEFINITION_CORRECTION, "lenght", "length");
	struct rich undo = rich(DEFINITION_ALT_REPEAT, "", ""), off = undo;

	rich_step(&tap, STEP_RESULT, 0, "LCTL_T(KC_A)");
	rich_step(&tap, STEP_RESULT, 0, "RCTL_T(KC_SCLN)");
	rich_number(&tap, "tapping-term-ms", 250);
	rich_word(&tap, "flavor", "balanced");
	rich_switch(&tap, "retro-tap", true);
	rich_number(&tap, "require-prior-idle-ms", 120);
	rich_add(map, &tap);
	rich_step(&fast, STEP_RESULT, 0, "LT(1, KC_SPC)");
	rich_number(&fast, "quick-tap-ms", -1);
	rich_switch(&fast, "hold-while-undecided", true);
	rich_add(map, &fast);
	quad.definition.layer_mask = 0x8;
	rich_step(&quad, STEP_RESULT, 0, "MO(1)");
	tri.definition.layer_mask = 0x5;
	rich_step(&tri, STEP_RESULT, 0, "MO(3)");
	rich_add(map, &quad);
	rich_add(map, &tri);
	rich_step(&leader, STEP_RESULT, 0, "KC_D");
	rich_step(&leader, STEP_RESULT, 0, "KC_S");
	rich_add(map, &leader);
	rich_add(map, &keycode);
	rich_add(map, &snow);
	rich_add(map, &bang);
	rich_add(map, &typo);
	rich_add(map, &other);
	rich_step(&undo, STEP_RESULT, 0, "LCTL(KC_Z)");
	rich_step(&undo, STEP_RESULT, 0, "LCTL(KC_Y)");
	undo.definition.mods = MOD_LSFT | MOD_RSFT;
	rich_switch(&undo, "bidirectional", true);
	rich_add(map, &undo);
	rich_step(&off, STEP_RESULT, 0, "KC_A");
	rich_step(&off, STEP_RESULT, 0, "KC_B");
	rich_switch(&off, "enabled", false);
	rich_add(map, &off);
}

static inline struct keymap *rich_keymap(void)
{
	static const char *const keys[RICH_KEYS] = {
		"KC_Q",          "KC_W",       "KC_E",         "KC_J",    "KC_K",
		"LCTL_T(KC_A)",  "KC_S",       "TD(ESC_CAPS)", "TD(1)",   "TD(QUAD)",
		"LT(1, KC_SPC)", "&kt LSHFT",  "&dot_colon",   "MY_OWN",  "UM(0)",
		"UP(0, 1)",      "UC(0x00E4)", "QK_LEAD",      "SH_TOGG", "QK_MACRO_1",
	};
	struct keymap *map = keymap_new(RICH_LAYERS, RICH_KEYS, 1);

	for (size_t i = 0; i < RICH_KEYS; i++)
		keymap_put(map, 0, i, tiny_action(keys[i]));
	keymap_put(map, 1, 0, tiny_action("TD(TRIPLE)"));
	keymap_put(map, 1, 1, tiny_action("RCTL_T(KC_SCLN)"));
	keymap_put_turn(map, 0, 0, TURN_CW, tiny_action("&dot_colon"));
	keymap_put_turn(map, 0, 0, TURN_CCW, tiny_action("KC_VOLD"));
	keymap_put_layer_name(map, 0, symbol("base"));
	keymap_put_layer_name(map, 1, symbol("nav"));
	rich_combos(map);
	rich_dances(map);
	rich_overrides(map);
	rich_macros(map);
	rich_others(map);
	return map;
}

#endif
