/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/zmk_lower.h"
#include "made.h"
#include "model/symbol.h"
#include "random_keymap.h"
#include "tap.h"
#include "tiny.h"
#include "zmk_words.h"

/* A keymap that goes to the other firmware and back is the same, but for what was told on the way. */

enum { ROWS = 3, COLS = 10, KEYS = ROWS * COLS, RANDOM_KEYMAPS = 300 };

typedef const struct keymap *translate(const struct compile_input *in, struct diagnostics *lost);

static const struct keymap *run(translate *to, const struct keyboard *kb, const struct keymap *map,
				struct diagnostics *lost)
{
	struct compile_input in = { .keyboard = kb,
				    .layout = &kb->layout[0],
				    .map = map,
				    .keymap_name = "default",
				    .revision = "main" };

	return to(&in, lost);
}

static void show_action(const char *what, struct action action)
{
	struct str text = STR_INIT;

	action_print(action, &text);
	printf("# %s %s\n", what, str_text(&text));
	str_release(&text);
}

static void show_definition(const char *what, const struct definition *d)
{
	printf("# %s: kind %d '%s' mods %d mask %u, %zu positions\n", what, d->kind, symbol_text(d->name),
	       d->mods, (unsigned)d->layer_mask, d->positions);
	for (size_t i = 0; i < d->steps; i++) {
		printf("#   %d %d '%s'", d->step[i].op, d->step[i].value, symbol_text(d->step[i].text));
		show_action("", d->step[i].action);
	}
	for (size_t i = 0; i < d->options; i++)
		printf("#   %s = %lld '%s'\n", symbol_text(d->option[i].name), (long long)d->option[i].number,
		       symbol_text(d->option[i].text));
}

static void show_tables(const struct keymap *a, const struct keymap *b)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t x = keymap_definitions(a, (enum definition_kind)kind),
		       y = keymap_definitions(b, (enum definition_kind)kind);

		for (size_t i = 0; i < x || i < y; i++) {
			const struct definition *d =
				i < x ? keymap_definition(a, (enum definition_kind)kind, i) : NULL;
			const struct definition *e =
				i < y ? keymap_definition(b, (enum definition_kind)kind, i) : NULL;

			if (d && e && definition_equal(d, e))
				continue;
			if (d)
				show_definition("was", d);
			if (e)
				show_definition("is", e);
		}
	}
	for (size_t i = 0; i < keymap_settings(a) || i < keymap_settings(b); i++)
		printf("# setting %s / %s\n",
		       i < keymap_settings(a) ? symbol_text(keymap_setting_at(a, i)->name) : "",
		       i < keymap_settings(b) ? symbol_text(keymap_setting_at(b, i)->name) : "");
}

static void show_difference(const struct keymap *a, const struct keymap *b)
{
	for (size_t layer = 0; layer < keymap_layers(a); layer++)
		for (size_t slot = 0; slot < keymap_slots(a); slot++) {
			if (action_equal(keymap_get_slot(a, layer, slot), keymap_get_slot(b, layer, slot)))
				continue;
			printf("# layer %zu slot %zu\n", layer, slot);
			show_action("was", keymap_get_slot(a, layer, slot));
			show_action("is", keymap_get_slot(b, layer, slot));
		}
	show_tables(a, b);
}

/* Settings of the same values, in any order. */
static bool same_settings(const struct keymap *a, const struct keymap *b)
{
	for (size_t i = 0; i < keymap_settings(a); i++) {
		const struct setting *x = keymap_setting_at(a, i),
				     *y = keymap_find_setting(b, symbol_text(x->name));

		if (!y || !setting_equal(x, y))
			return false;
	}
	return keymap_settings(a) == keymap_settings(b);
}

static bool same_definitions(const struct keymap *a, const struct keymap *b)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		enum definition_kind k = (enum definition_kind)kind;

		if (keymap_definitions(a, k) != keymap_definitions(b, k))
			return false;
		for (size_t i = 0; i < keymap_definitions(a, k); i++)
			if (!definition_equal(keymap_definition(a, k, i), keymap_definition(b, k, i)))
				return false;
	}
	return true;
}

static bool same_actions(const struct keymap *a, const struct keymap *b)
{
	for (size_t layer = 0; layer < keymap_layers(a); layer++)
		for (size_t slot = 0; slot < keymap_slots(a); slot++)
			if (!action_equal(keymap_get_slot(a, layer, slot), keymap_get_slot(b, layer, slot)))
				return false;
	return true;
}

static bool is_same(const struct keymap *a, const struct keymap *b)
{
	bool same = same_actions(a, b) && same_definitions(a, b) && same_settings(a, b);

	if (!same)
		show_difference(a, b);
	return same;
}

static void show_losses(const struct diagnostics *lost)
{
	for (size_t i = 0; i < lost->count; i++)
		printf("# %s: %s\n", lost->item[i].kind->code, lost->item[i].text);
}

/* QMK's words of the rows of the table that are exact, with all that belongs to them. */
static struct keymap *exact_keymap(void)
{
	static const char *const text[KEYS] = {
		"KC_A",          "LCTL(LSFT(KC_C))",
		"KC_EXLM",       "KC_TRNS",
		"KC_NO",         "MO(1)",
		"TG(2)",         "TO(0)",
		"LT(1, KC_SPC)", "LSFT_T(KC_D)",
		"HYPR_T(KC_E)",  "OSM(MOD_LSFT)",
		"OSL(1)",        "LM(2, MOD_LCTL)",
		"QK_GESC",       "QK_REP",
		"SC_LSPO",       "TD(0)",
		"QK_MACRO_0",    "MS_BTN1",
		"UG_TOGG",       "BL_STEP",
		"QK_BOOT",       "OU_USB",
		"BT_PRF2",       "KC_VOLU",
		"KC_LCAP",       "KC_F13",
		"RCTL_T(KC_F)",  "LT(2, KC_G)",
	};
	struct keymap *map = keymap_new(4, KEYS, 1);

	for (size_t layer = 0; layer < 4; layer++) {
		for (size_t key = 0; key < KEYS; key++)
			keymap_put(map, layer, key, tiny_action(layer ? "KC_TRNS" : text[key]));
		keymap_put_turn(map, layer, 0, TURN_CW, tiny_action(layer ? "KC_TRNS" : "KC_VOLU"));
		keymap_put_turn(map, layer, 0, TURN_CCW, tiny_action(layer ? "KC_TRNS" : "KC_VOLD"));
	}
	keymap_put(map, 1, 0, tiny_action("KC_X"));
	return map;
}

static void put_number(struct keymap *map, const char *name, int64_t number)
{
	keymap_add_setting(map, (struct setting){ symbol(name), SETTING_NUMBER, number, 0 });
}

static void put_flag(struct keymap *map, const char *name)
{
	keymap_add_setting(map, (struct setting){ symbol(name), SETTING_BOOL, 1, 0 });
}

static void add_macro(struct keymap *map)
{
	struct made macro = make_definition(DEFINITION_MACRO, "paced");
	struct action pause = { .kind = ACTION_BEHAVIOR, .arg = { symbol("macro_pause_for_release") } };

	made_step(&macro, STEP_DOWN, 0, tiny_action("KC_LSFT"));
	made_step(&macro, STEP_TAP, 0, tiny_action("KC_A"));
	made_step(&macro, STEP_DELAY, 100, tiny_action("KC_NO"));
	made_step(&macro, STEP_TAP, 0, tiny_action("MO(1)"));
	made_step(&macro, STEP_RESULT, 0, pause);
	made_step(&macro, STEP_UP, 0, tiny_action("KC_LSFT"));
	made_put(map, &macro);
	macro = make_definition(DEFINITION_MACRO, "even");
	made_step(&macro, STEP_DOWN, 0, tiny_action("KC_B"));
	made_step(&macro, STEP_DELAY, 60, tiny_action("KC_NO"));
	made_step(&macro, STEP_UP, 0, tiny_action("KC_B"));
	made_step(&macro, STEP_DELAY, 20, tiny_action("KC_NO"));
	made_step(&macro, STEP_DOWN, 0, tiny_action("KC_C"));
	made_step(&macro, STEP_DELAY, 60, tiny_action("KC_NO"));
	made_step(&macro, STEP_UP, 0, tiny_action("KC_C"));
	made_put(map, &macro);
}

static void add_definitions(struct keymap *map)
{
	struct made dance = make_definition(DEFINITION_TAP_DANCE, "esc_caps"),
		    combo = make_definition(DEFINITION_COMBO, "copy");
	struct made set = make_definition(DEFINITION_HOLD_TAP, "slow"),
		    three = make_definition(DEFINITION_CONDITION, "third");

	add_macro(map);
	made_step(&dance, STEP_RESULT, -1, tiny_action("KC_LCTL"));
	made_step(&dance, STEP_RESULT, 1, tiny_action("KC_ESC"));
	made_step(&dance, STEP_RESULT, -2, tiny_action("LCTL_T(KC_B)"));
	made_step(&dance, STEP_RESULT, 2, tiny_action("KC_CAPS"));
	made_option(&dance, "tapping-term-ms", SETTING_NUMBER, 150, "");
	made_put(map, &dance);
	made_step(&combo, STEP_RESULT, 0, tiny_action("KC_ESC"));
	made_step(&combo, STEP_RESULT, 0, tiny_action("KC_EXLM"));
	made_step(&combo, STEP_RESULT, 0, tiny_action("LSFT_T(KC_D)"));
	made_put(map, &combo);
	made_option(&set, "flavor", SETTING_TEXT, 0, "hold-preferred");
	made_option(&set, "tapping-term-ms", SETTING_NUMBER, 300, "");
	made_step(&set, STEP_RESULT, 0, tiny_action("RCTL_T(KC_F)"));
	made_put(map, &set);
	three.definition.layer_mask = 1 << 1 | 1 << 2;
	made_step(&three, STEP_RESULT, 0, tiny_action("MO(3)"));
	made_put(map, &three);
}

static void test_exact(void)
{
	struct keyboard *kb = tiny_keyboard(ROWS, COLS, 1);
	struct keymap *map = exact_keymap();
	struct diagnostics lost = { 0 };
	const struct keymap *there, *back, *again;

	add_definitions(map);
	put_flag(map, "tapping.permissive_hold");
	put_number(map, "tapping.term", 180);
	put_flag(map, "tapping.retro");
	put_number(map, "combo.term", 40);
	put_number(map, "debounce", 7);
	put_flag(map, "waive.zmk-near:KC_A");
	there = run(zmk_lower_keymap, kb, map, &lost);
	back = run(zmk_raise_keymap, kb, there, &lost);
	ok(!lost.count, "nothing is lost of what is exact");
	show_losses(&lost);
	ok(is_same(map, back), "QMK's keymap comes back");
	again = run(zmk_lower_keymap, kb, back, &lost);
	ok(is_same(there, again), "and ZMK's of it is the same");
	keymap_unref(again);
	again = run(zmk_lower_keymap, kb, there, &lost);
	ok(keymap_equal(there, again) && !lost.count, "lowering what is lowered changes nothing");
	keymap_unref(again);
	keymap_unref(back);
	keymap_unref(there);
	diagnostics_release(&lost);
	keymap_unref(map);
	keyboard_free(kb);
}

/* Rows that are near: each is told, and comes back all the same. */
static void test_near(void)
{
	static const char *const text[KEYS] = {
		"KC_A",    "KC_B",  "KC_BSPC",      "TT(3)",        "LT(3, KC_Q)", "LSFT_T(KC_D)",
		"CW_TOGG", "MS_UP", "RALT_T(KC_W)", "LCTL_T(KC_P)", "TL_LOWR",     "TL_UPPR",
	};
	static const char *const told[] = { "tapping.flow_tap_term",
					    "tapping.chordal_hold",
					    "features.auto_shift",
					    "tapping.speculative_hold",
					    "mousekey.max_speed",
					    "mousekey.time_to_max",
					    "TT(3)",
					    "CW_TOGG",
					    "MS_UP",
					    "key override S(KC_BSPC)" };
	struct keyboard *kb = tiny_keyboard(ROWS, COLS, 0);
	struct keymap *map = keymap_new(4, KEYS, 0);
	struct made override = make_definition(DEFINITION_OVERRIDE, "");
	struct diagnostics lost = { 0 }, raised = { 0 };
	const struct keymap *there, *back;

	for (size_t key = 0; key < KEYS && text[key]; key++)
		keymap_put(map, 0, key, tiny_action(text[key]));
	override.definition.mods = MOD_LSFT | MOD_RSFT;
	override.definition.layer_mask = 1;
	made_step(&override, STEP_RESULT, 0, tiny_action("KC_BSPC"));
	made_step(&override, STEP_RESULT, 0, tiny_action("KC_DEL"));
	made_put(map, &override);
	put_number(map, "tapping.quick_tap_term", 120);
	put_number(map, "tapping.flow_tap_term", 150);
	put_flag(map, "tapping.chordal_hold");
	put_flag(map, "tapping.speculative_hold");
	put_flag(map, "features.auto_shift");
	put_number(map, "auto_shift.timeout", 160);
	put_number(map, "mousekey.max_speed", 7);
	put_number(map, "mousekey.interval", 16);
	put_number(map, "mousekey.time_to_max", 20);
	there = run(zmk_lower_keymap, kb, map, &lost);
	back = run(zmk_raise_keymap, kb, there, &raised);
	for (size_t i = 0; i < COUNT(told); i++) {
		bool found = false;

		for (size_t k = 0; k < lost.count; k++)
			found |= lost.item[k].loss == LOSS_NEAR && !strcmp(lost.item[k].subject, told[i]);
		ok(found, "%s is told", told[i]);
	}
	ok(is_same(map, back), "what is near comes back");
	keymap_unref(back);
	keymap_unref(there);
	diagnostics_release(&lost);
	diagnostics_release(&raised);
	keymap_unref(map);
	keyboard_free(kb);
}

/* Whether it was told what became of the action there: by its place, or as what it is. */
static bool is_told(const struct diagnostics *lost, size_t layer, size_t slot, size_t keys, const char *text)
{
	for (size_t i = 0; i < lost->count; i++) {
		const struct diagnostic *d = &lost->item[i];
		bool there = d->place.layer == (int)layer &&
			     (slot < keys ? d->place.key == (int)slot
					  : d->place.encoder == (int)((slot - keys) / TURN_COUNT));

		if (there || (d->loss && !strcmp(d->subject, text)))
			return true;
	}
	return lost->dropped > 0;
}

/* A keymap on its way: what it was, what it became, what that is in QMK, and that in ZMK. */
struct way {
	const struct keymap *was, *there, *back, *again;
	struct diagnostics lost, more, none;
};

/* QMK's other word for the same thing is that, too. */
static bool all_told(const struct way *way)
{
	size_t keys = keymap_keys(way->was);
	bool told = true;

	for (size_t layer = 0; layer < keymap_layers(way->was); layer++)
		for (size_t slot = 0; slot < keymap_slots(way->was); slot++) {
			struct action was = keymap_get_slot(way->was, layer, slot),
				      is = keymap_get_slot(way->back, layer, slot);
			struct str text = STR_INIT;

			action_print(was, &text);
			if (!action_equal(was, is) &&
			    !action_equal(keymap_get_slot(way->there, layer, slot),
					  keymap_get_slot(way->again, layer, slot)) &&
			    !is_told(&way->lost, layer, slot, keys, str_text(&text)) &&
			    !is_told(&way->more, layer, slot, keys, str_text(&text))) {
				show_action("untold: was", was);
				show_action("untold: is", is);
				told = false;
			}
			str_release(&text);
		}
	return told;
}

static bool is_stable(struct way *way, const struct keyboard *kb)
{
	const struct keymap *twice = run(zmk_lower_keymap, kb, way->there, &way->none);
	bool stable = keymap_equal(way->there, twice) && !way->none.count;

	if (!stable) {
		show_losses(&way->none);
		show_difference(way->there, twice);
	}
	keymap_unref(twice);
	return stable;
}

static void test_random(void)
{
	struct keyboard *kb = tiny_keyboard(1, 8, 1);
	size_t stable = 0, told = 0, qmk = 0;
	uint32_t state = 1;

	for (int i = 0; i < RANDOM_KEYMAPS; i++) {
		struct way way = { .was = random_keymap(&state, 1 + random_below(&state, 5), 8, 1) };

		way.there = run(zmk_lower_keymap, kb, way.was, &way.lost);
		stable += is_stable(&way, kb);
		way.back = run(zmk_raise_keymap, kb, way.there, &way.more);
		way.again = run(zmk_lower_keymap, kb, way.back, &way.more);
		told += all_told(&way);
		qmk += !zmk_is_native(way.back);
		keymap_unref(way.was);
		keymap_unref(way.there);
		keymap_unref(way.back);
		keymap_unref(way.again);
		diagnostics_release(&way.lost);
		diagnostics_release(&way.more);
		diagnostics_release(&way.none);
	}
	ok(stable == RANDOM_KEYMAPS, "%zu of %d are the same when they are lowered twice", stable,
	   RANDOM_KEYMAPS);
	ok(told == RANDOM_KEYMAPS, "%zu of %d come back but for what is told", told, RANDOM_KEYMAPS);
	ok(qmk == RANDOM_KEYMAPS, "all of them are QMK's");
	keyboard_free(kb);
}

/* A keymap of ZMK's own: what comes back is it, but for what QMK has no word for. */
static void test_from_zmk(void)
{
	static const char *const text[] = { "&kp A",    "&mt LSHFT B", "&lt 1 C", "&hm LGUI D", "&kt LCTRL",
					    "&sk LALT", "&dot",        "&say",    "&hold_esc",  "&trans" };
	struct keyboard *kb = tiny_keyboard(1, COUNT(text), 0);
	struct keymap *map = keymap_new(2, COUNT(text), 0);
	struct made hm = make_definition(DEFINITION_HOLD_TAP, "hm"),
		    dot = make_definition(DEFINITION_OVERRIDE, "dot"),
		    say = make_definition(DEFINITION_MACRO, "say");
	struct made hold = make_definition(DEFINITION_OVERRIDE, "hold_esc");
	struct made mt = make_definition(DEFINITION_BEHAVIOR, "mt"),
		    lt = make_definition(DEFINITION_BEHAVIOR, "lt"),
		    sk = make_definition(DEFINITION_BEHAVIOR, "sk");
	struct diagnostics lost = { 0 };
	const struct keymap *there, *back;

	keymap_add_setting(map, (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	for (size_t layer = 0; layer < 2; layer++)
		for (size_t key = 0; key < COUNT(text); key++)
			keymap_put(map, layer, key, zmk_text(layer ? "&trans" : text[key]));
	made_step(&say, STEP_TAP, 0, zmk_text("&kp H"));
	made_step(&say, STEP_RESULT, 0, zmk_text("&macro_pause_for_release"));
	made_step(&say, STEP_TAP, 0, zmk_text("&kp I"));
	made_option(&say, "wait-ms", SETTING_NUMBER, 40, "");
	made_put(map, &say);
	dot.definition.mods = MOD_LSFT | MOD_LCTL;
	made_step(&dot, STEP_RESULT, 0, zmk_text("&mt LCTRL DOT"));
	made_step(&dot, STEP_RESULT, 0, zmk_text("&kp COLON"));
	made_put(map, &dot);
	hold.definition.mods = MOD_LSFT;
	made_step(&hold, STEP_RESULT, 0, zmk_text("&tog 1"));
	made_step(&hold, STEP_RESULT, 0, zmk_text("&kp ESC"));
	made_put(map, &hold);
	made_option(&hm, "flavor", SETTING_TEXT, 0, "balanced");
	made_option(&hm, "tapping-term-ms", SETTING_NUMBER, 280, "");
	made_option(&hm, "bindings", SETTING_TEXT, 0, "<&kp>, <&kp>");
	made_put(map, &hm);
	made_option(&mt, "quick-tap-ms", SETTING_NUMBER, 200, "");
	made_put(map, &mt);
	made_option(&lt, "flavor", SETTING_TEXT, 0, "hold-preferred");
	made_option(&lt, "quick-tap-ms", SETTING_NUMBER, 200, "");
	made_put(map, &lt);
	made_option(&sk, "release-after-ms", SETTING_NUMBER, 900, "");
	made_put(map, &sk);
	there = run(zmk_raise_keymap, kb, map, &lost);
	ok(!lost.count, "QMK has words for it");
	show_losses(&lost);
	back = run(zmk_lower_keymap, kb, there, &lost);
	ok(!lost.count, "and ZMK for those");
	show_losses(&lost);
	ok(is_same(map, back), "ZMK's keymap comes back");
	keymap_unref(back);
	keymap_unref(there);
	keymap_unref(map);
	diagnostics_release(&lost);
	keyboard_free(kb);
}

int main(void)
{
	test_exact();
	test_near();
	test_from_zmk();
	test_random();
	return tap_done();
}
