/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/zmk_lower.h"
#include "made.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "tap.h"
#include "tiny.h"

/* What QMK's settings and definitions make of a key in ZMK. */

enum { KEYS = 4, LAYERS = 4 };

static struct setting flag(const char *name)
{
	return (struct setting){ symbol(name), SETTING_BOOL, 1, 0 };
}

static struct setting number(const char *name, int64_t value)
{
	return (struct setting){ symbol(name), SETTING_NUMBER, value, 0 };
}

static struct setting text(const char *name, const char *value)
{
	return (struct setting){ symbol(name), SETTING_TEXT, 0, symbol(value) };
}

/* @key on key 1 of layer 1, the other keys are KC_A. */
static struct keymap *keymap_with(const char *key, const struct setting *setting, size_t settings)
{
	struct keymap *map = keymap_new(LAYERS, KEYS, 0);

	for (size_t layer = 0; layer < LAYERS; layer++)
		for (size_t i = 0; i < KEYS; i++)
			keymap_put(map, layer, i, tiny_action(layer == 1 && i == 1 ? key : "KC_A"));
	for (size_t i = 0; i < settings; i++)
		keymap_add_setting(map, setting[i]);
	return map;
}

static const struct keymap *lower(const struct keyboard *kb, const struct keymap *map, const char *revision,
				  struct diagnostics *lost)
{
	struct compile_input in = { .keyboard = kb,
				    .layout = &kb->layout[0],
				    .map = map,
				    .keymap_name = "default",
				    .revision = revision };

	return zmk_lower_keymap(&in, lost);
}

static bool is_told(const struct diagnostics *lost, const char *id)
{
	struct str text_of = STR_INIT;
	bool found = false;

	for (size_t i = 0; i < lost->count && !found; i++) {
		str_clear(&text_of);
		diagnostic_add_id(&lost->item[i], &text_of);
		found = !strcmp(str_text(&text_of), id);
	}
	str_release(&text_of);
	return found;
}

static void test_keys(void)
{
	const struct {
		const char *key;
		struct setting setting[2];
		size_t settings;
		const char *revision, *binding, *told; /* told: "" for nothing */
	} row[] = {
		{ "QK_LLCK", { { 0 } }, 0, "main", "&tog 1", "zmk-near:QK_LLCK" },
		{ "QK_LLCK", { { 0 } }, 0, "v0.3", "&none", "zmk-no-equivalent:QK_LLCK" },
		{ "TL_LOWR", { { 0 } }, 0, NULL, "&mo 1", "" },
		{ "TL_LOWR", { number("tri_layer.lower_layer", 3) }, 1, NULL, "&mo 3", "" },
		{ "LCTL_T(KC_B)",
		  { flag("magic.swap_lctl_lgui") },
		  1,
		  NULL,
		  "&mt LGUI B",
		  "zmk-near:magic.swap_lctl_lgui" },
		{ "KC_CAPS",
		  { flag("magic.capslock_to_control") },
		  1,
		  NULL,
		  "&kp LCTRL",
		  "zmk-near:magic.capslock_to_control" },
		{ "KC_LGUI", { flag("magic.no_gui") }, 1, NULL, "&none", "zmk-near:magic.no_gui" },
		{ "LGUI(KC_B)", { flag("magic.no_gui") }, 1, NULL, "&kp B", "zmk-near:magic.no_gui" },
		{ "KC_ESC",
		  { flag("magic.swap_grave_esc"), flag("magic.swap_escape_capslock") },
		  2,
		  NULL,
		  "&kp CAPS",
		  "zmk-near:magic.swap_grave_esc" },
		{ "KC_Q",
		  { flag("features.auto_shift"), number("auto_shift.timeout", 160) },
		  2,
		  NULL,
		  "&auto_shift LS(Q) Q",
		  "zmk-near:features.auto_shift" },
		{ "KC_F1",
		  { flag("features.auto_shift") },
		  1,
		  NULL,
		  "&kp F1",
		  "zmk-near:features.auto_shift" },
		{ "OU_NONE", { { 0 } }, 0, "v0.3", "&none", "zmk-no-equivalent:OU_NONE" },
		{ "OU_NONE", { { 0 } }, 0, "main", "&out OUT_NONE", "" },
		{ "UC(0x00E9)",
		  { text("unicode.mode", "macos") },
		  1,
		  NULL,
		  "&unicode_00e9",
		  "zmk-near:UC(0x00E9)" },
		{ "KC_A",
		  { flag("oneshot.tap_toggle") },
		  1,
		  NULL,
		  "&kp A",
		  "zmk-no-equivalent:oneshot.tap_toggle" },
		{ "KC_A",
		  { number("leader_key.timeout", 300) },
		  1,
		  NULL,
		  "&kp A",
		  "zmk-no-equivalent:leader_key.timeout" },
		{ "KC_A",
		  { flag("pointing_device.invert_x") },
		  1,
		  NULL,
		  "&kp A",
		  "zmk-no-equivalent:pointing_device.invert_x" },
		{ "MY_KEY", { { 0 } }, 0, NULL, "&none", "zmk-no-equivalent:MY_KEY" },
	};
	struct keyboard *kb = tiny_keyboard(1, KEYS, 0);

	for (size_t i = 0; i < COUNT(row); i++) {
		struct keymap *map = keymap_with(row[i].key, row[i].setting, row[i].settings);
		struct diagnostics lost = { 0 };
		const struct keymap *lowered = lower(kb, map, row[i].revision, &lost);
		struct str binding = STR_INIT;

		zmk_action_print(keymap_get(lowered, 1, 1), NULL, NULL, &binding);
		is_text(str_text(&binding), row[i].binding, "row %zu: %s", i, row[i].key);
		ok(*row[i].told ? is_told(&lost, row[i].told) : !lost.count, "told: %s", row[i].told);
		str_release(&binding);
		keymap_unref(lowered);
		keymap_unref(map);
		diagnostics_release(&lost);
	}
	keyboard_free(kb);
}

static int64_t option_number(const struct definition *d, const char *name)
{
	const struct setting *option = definition_option(d, name);

	return option ? option->number : -99;
}

/* One hold-tap for each set of options, and for each hand. */
static void test_hold_taps(void)
{
	struct keyboard *kb = tiny_keyboard(1, KEYS, 0);
	const struct setting settings[] = { flag("tapping.chordal_hold"), number("tapping.term", 180) };
	struct keymap *map = keymap_with("LCTL_T(KC_B)", settings, COUNT(settings));
	struct made set = make_definition(DEFINITION_HOLD_TAP, "slow");
	struct diagnostics lost = { 0 };
	const struct keymap *lowered;
	const struct definition *d;

	keymap_put(map, 0, 1, tiny_action("LSFT_T(KC_C)"));
	keymap_put(map, 0, 2, tiny_action("LSFT_T(KC_D)"));
	keymap_put(map, 0, 3, tiny_action("LT(1, KC_D)"));
	made_option(&set, "tapping-term-ms", SETTING_NUMBER, 300, "");
	made_step(&set, STEP_RESULT, 0, tiny_action("LCTL_T(KC_B)"));
	made_put(map, &set);
	lowered = lower(kb, map, NULL, &lost);
	ok(keymap_definitions(lowered, DEFINITION_HOLD_TAP) == 3, "%zu hold-taps",
	   keymap_definitions(lowered, DEFINITION_HOLD_TAP));
	d = keymap_definition(lowered, DEFINITION_HOLD_TAP, 0);
	ok(d->positions == 2 && d->position[0] == 2 && d->position[1] == 3 &&
		   option_number(d, "hold-trigger-on-release") == 1 &&
		   option_number(d, "tapping-term-ms") == 180,
	   "that of the left hand is triggered by the right one");
	ok(action_equal(keymap_get(lowered, 0, 2), zmk_text("&mt LSHFT D")), "a key of both hands has none");
	d = keymap_definition(lowered, DEFINITION_HOLD_TAP, 2);
	ok(d->name == symbol("slow") && option_number(d, "tapping-term-ms") == 300 &&
		   option_number(d, "quick-tap-ms") == 180,
	   "one with options of its own has its name, and a quick tap as the others");
	ok(is_told(&lost, "zmk-near:tapping.chordal_hold"), "chordal hold is near");
	keymap_unref(lowered);
	keymap_unref(map);
	diagnostics_release(&lost);
	keyboard_free(kb);
}

/* `locking` is an error in v0.3. */
static void test_locking(void)
{
	struct keyboard *kb = tiny_keyboard(1, KEYS, 0);
	const struct setting zmk = text("firmware", "zmk");

	for (int main_too = 0; main_too < 2; main_too++) {
		struct keymap *map = keymap_with("KC_B", &zmk, 1);
		struct made change = make_definition(DEFINITION_BEHAVIOR, "mo");
		struct diagnostics lost = { 0 };
		const struct keymap *lowered;

		made_option(&change, "locking", SETTING_BOOL, 1, "");
		made_put(map, &change);
		lowered = lower(kb, map, main_too ? "main" : "v0.3", &lost);
		ok(keymap_definition(lowered, DEFINITION_BEHAVIOR, 0)->options == (size_t)main_too &&
			   is_told(&lost, "zmk-near:locking") == !main_too,
		   "locking in %s", main_too ? "main" : "v0.3");
		keymap_unref(lowered);
		keymap_unref(map);
		diagnostics_release(&lost);
	}
	keyboard_free(kb);
}

/* QMK's combos are let go with their last key; what else they can do is told. */
static void test_combos(void)
{
	struct keyboard *kb = tiny_keyboard(1, KEYS, 0);
	struct keymap *map = keymap_with("KC_B", NULL, 0);
	struct made combo = make_definition(DEFINITION_COMBO, "copy");
	struct diagnostics lost = { 0 };
	const struct keymap *lowered;
	const struct definition *d;

	made_step(&combo, STEP_RESULT, 0, tiny_action("KC_ESC"));
	made_positions(&combo, 0, 1);
	made_option(&combo, "timeout-ms", SETTING_NUMBER, 30, "");
	made_option(&combo, "must-hold", SETTING_BOOL, 1, "");
	made_put(map, &combo);
	lowered = lower(kb, map, NULL, &lost);
	d = keymap_definition(lowered, DEFINITION_COMBO, 0);
	ok(d->options == 2 && option_number(d, "timeout-ms") == 30 && option_number(d, "slow-release") == 1,
	   "a combo of QMK's");
	ok(is_told(&lost, "zmk-near:combo copy") && lost.count == 1, "must-hold is told");
	keymap_unref(lowered);
	keymap_unref(map);
	diagnostics_release(&lost);
	keyboard_free(kb);
}

/* A keycode of the keymap's own that plays a macro, and characters for two. */
static void test_definitions(void)
{
	struct keyboard *kb = tiny_keyboard(1, KEYS, 0);
	struct keymap *map = keymap_with("MY_KEY", NULL, 0);
	struct made keycode = make_definition(DEFINITION_KEYCODE, "MY_KEY"),
		    macro = make_definition(DEFINITION_MACRO, "MY_KEY");
	struct made plain = make_definition(DEFINITION_UNICODE, "SMALL"),
		    shifted = make_definition(DEFINITION_UNICODE, "LARGE");
	struct diagnostics lost = { 0 };
	const struct keymap *lowered;
	const struct definition *d;

	made_step(&macro, STEP_TAP, 0, tiny_action("KC_B"));
	made_put(map, &keycode);
	made_put(map, &macro);
	plain.definition.text = symbol("\xc3\xa4");
	made_put(map, &plain);
	shifted.definition.text = symbol("\xc3\x84");
	made_put(map, &shifted);
	keymap_put(map, 0, 0, tiny_action("UP(0, 1)"));
	lowered = lower(kb, map, NULL, &lost);
	ok(action_equal(keymap_get(lowered, 1, 1), zmk_text("&MY_KEY")), "a keycode plays its macro");
	d = keymap_definition(lowered, DEFINITION_OVERRIDE, 0);
	ok(d->mods == (MOD_LSFT | MOD_RSFT) && action_equal(d->step[0].action, zmk_text("&unicode_00e4")) &&
		   action_equal(d->step[1].action, zmk_text("&unicode_00c4")),
	   "a pair of characters is a mod-morph");
	ok(is_told(&lost, "zmk-near:UC(0x00E4)") && !is_told(&lost, "zmk-no-equivalent:keycode MY_KEY"),
	   "told as far as they differ");
	keymap_unref(lowered);
	keymap_unref(map);
	diagnostics_release(&lost);
	keyboard_free(kb);
}

/* How the host takes what is beyond 16 bits. */
static void test_unicode(void)
{
	static const struct {
		const char *mode;
		size_t steps;
	} row[] = { { "linux", 7 }, { "macos", 10 }, { "wincompose", 8 }, { "windows", 8 }, { "other", 7 } };
	struct keyboard *kb = tiny_keyboard(1, KEYS, 0);

	for (size_t i = 0; i < COUNT(row); i++) {
		const struct setting mode = text("unicode.mode", row[i].mode);
		struct keymap *map = keymap_with("UM(0)", &mode, 1);
		struct made face = make_definition(DEFINITION_UNICODE, "FACE");
		struct diagnostics lost = { 0 };
		const struct keymap *lowered;

		face.definition.text = symbol("\xf0\x9f\x98\x80");
		made_put(map, &face);
		lowered = lower(kb, map, NULL, &lost);
		ok(keymap_definition(lowered, DEFINITION_MACRO, 0)->steps == row[i].steps, "%s: %zu steps",
		   row[i].mode, keymap_definition(lowered, DEFINITION_MACRO, 0)->steps);
		keymap_unref(lowered);
		keymap_unref(map);
		diagnostics_release(&lost);
	}
	keyboard_free(kb);
}

int main(void)
{
	test_unicode();
	test_keys();
	test_hold_taps();
	test_locking();
	test_combos();
	test_definitions();
	return tap_done();
}
