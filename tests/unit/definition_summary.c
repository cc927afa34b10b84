/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "../../src/ui/behavior_form.h"
#include "../../src/ui/definition_summary.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "tap.h"

static const struct action a = { .kind = ACTION_KEY };

/* An action by its expression. */
static struct action act(const char *text)
{
	struct action action = a;
	struct err err;

	if (!action_parse(text, &action, &err))
		ok(false, "%s is an action: %s", text, err.text);
	return action;
}

/* Three keys, Q W and one that does nothing with a label; two layers, the second called nav; an encoder. */
static struct keymap *board(void)
{
	struct keymap *map = keymap_new(2, 3, 1);

	keymap_put(map, 0, 0, act("KC_Q"));
	keymap_put(map, 0, 1, act("LT(1, KC_W)"));
	keymap_put_turn(map, 0, 0, TURN_CCW, act("KC_VOLD"));
	keymap_put_turn(map, 1, 0, TURN_CW, act("KC_MNXT"));
	keymap_put_layer_name(map, 1, symbol("nav"));
	return map;
}

static struct key keys[3];
static const struct layout layout = { .key = keys, .keys = 3 };

static void check(struct definition definition, bool ascii, const char *want, const char *name)
{
	struct keymap *map = board();
	const struct definition_teller teller = { map, &layout, ascii };
	struct str out = STR_INIT;

	definition_summary(&teller, &definition, &out);
	is_text(str_text(&out), want, "%s", name);
	str_release(&out);
	keymap_unref(map);
}

static void test_kinds(void)
{
	uint16_t both[] = { 0, 1 }, far[] = { 2, 900 };
	struct step macro[] = { { STEP_DOWN, 0, 0, act("KC_LSFT") },
				{ STEP_TAP, 0, 0, act("KC_Q") },
				{ STEP_UP, 0, 0, act("KC_LSFT") },
				{ STEP_DELAY, 20, 0, a },
				{ STEP_BEEP, 0, 0, a },
				{ STEP_TEXT, 0, symbol("a\x1b[2J"), a } };
	struct step esc[] = { { STEP_RESULT, 0, 0, act("KC_ESC") } };
	struct step codes[] = { esc[0],
				{ STEP_RESULT, 0, 0, act("KC_J") },
				{ STEP_RESULT, 0, 0, act("KC_K") } };
	struct step dance[] = {
		{ STEP_RESULT, 1, 0, act("KC_A") },         { STEP_RESULT, -1, 0, act("MO(1)") },
		{ STEP_RESULT, 2, 0, act("LSFT_T(KC_B)") }, { STEP_RESULT, -3, 0, act("KC_NO") },
		{ STEP_RESULT, 5, 0, act("KC_C") },         { STEP_RESULT, -6, 0, act("KC_D") }
	};
	struct step override[] = { { STEP_RESULT, 0, 0, act("KC_BSPC") },
				   { STEP_RESULT, 0, 0, act("KC_DEL") } };
	struct step on[] = { { STEP_RESULT, 0, 0, act("MO(1)") } };
	struct setting option[] = { { symbol("flavor"), SETTING_TEXT, 0, symbol("balanced") },
				    { symbol("tapping-term-ms"), SETTING_NUMBER, 180, 0 } };
	struct setting sticky[] = { { symbol("compatible"), SETTING_TEXT, 0,
				      symbol("zmk,behavior-sticky-key") },
				    { symbol("#binding-cells"), SETTING_NUMBER, 1, 0 },
				    { symbol("release-after-ms"), SETTING_NUMBER, 900, 0 } };

	check((struct definition){ .kind = DEFINITION_MACRO, .step = macro, .steps = COUNT(macro) }, false,
	      "↓Sft Q ↑Sft 20 ms beep \"a\\x1b[2J\"", "the steps of a macro, with control bytes escaped");
	check((struct definition){ .kind = DEFINITION_MACRO, .step = macro, .steps = 3 }, true,
	      "down Sft Q up Sft", "in ASCII");
	check((struct definition){ .kind = DEFINITION_COMBO,
				   .position = both,
				   .positions = 2,
				   .step = esc,
				   .steps = 1,
				   .layer_mask = 2 },
	      false, "Q + W → Esc  on 1 nav", "a combo by its places");
	check(
		(struct definition){
			.kind = DEFINITION_COMBO, .position = far, .positions = 2, .step = esc, .steps = 1 },
		true, "Menu + key 900 -> Esc", "a key by its label, and one that the layout has not");
	check((struct definition){ .kind = DEFINITION_COMBO, .step = codes, .steps = 3 }, false,
	      "J + K → Esc", "a combo by its keycodes");
	check((struct definition){ .kind = DEFINITION_COMBO, .text = symbol("COMBO_ACTION(x)") }, false,
	      "no keys → COMBO_ACTION(x)", "one that nobody understands");
	check((struct definition){ .kind = DEFINITION_TAP_DANCE, .step = dance, .steps = COUNT(dance) },
	      false,
	      "tap A, hold L1, double tap B (Sft), double tap then hold nothing, 5 taps C, 5 taps then hold "
	      "D",
	      "a dance");
	check(
		(struct definition){
			.kind = DEFINITION_OVERRIDE, .mods = MOD_LSFT, .step = override, .steps = 2 },
		false, "LSFT + Bsp → Del", "an override");
	check((struct definition){ .kind = DEFINITION_HOLD_TAP,
				   .option = option,
				   .options = 2,
				   .position = both,
				   .positions = 1 },
	      false, "180 ms balanced  held with Q", "a hold-tap");
	check((struct definition){ .kind = DEFINITION_HOLD_TAP,
				   .option = option,
				   .options = 1,
				   .step = dance + 2,
				   .steps = 1 },
	      false, "B (Sft) → balanced", "options for dual-role keys");
	check((struct definition){ .kind = DEFINITION_CONDITION, .layer_mask = 1, .step = on, .steps = 1 },
	      false, "layers 0 → 1 nav", "conditional layers");
	check(
		(struct definition){
			.kind = DEFINITION_LEADER, .step = codes + 1, .steps = 2, .text = symbol("f();") },
		false, "J K → f();", "a sequence");
	check((struct definition){ .kind = DEFINITION_UNICODE, .text = symbol("é") }, false, "é  U+00E9",
	      "a character");
	check((struct definition){ .kind = DEFINITION_UNICODE }, false, "", "none");
	check((struct definition){ .kind = DEFINITION_CORRECTION, .text = symbol("the") }, true, "-> the",
	      "a correction");
	check((struct definition){ .kind = DEFINITION_KEYCODE, .text = symbol("Mine") }, false, "Mine",
	      "a keycode");
	check((struct definition){ .kind = DEFINITION_BEHAVIOR, .option = sticky, .options = 3 }, false,
	      "zmk,behavior-sticky-key  900  ", "another behaviour");
}

static void test_encoder(void)
{
	struct keymap *map = board();
	const struct definition_teller teller = { map, &layout, true };
	struct str out = STR_INIT;

	encoder_summary(&teller, 0, &out);
	is_text(str_text(&out), "0: Vol- / nothing,  1: nothing / Next", "both layers");
	str_release(&out);
	keymap_unref(map);
}

static void test_about(void)
{
	struct keymap *map = board();
	uint16_t both[] = { 0, 1 };
	struct step codes[] = { { STEP_RESULT, 0, 0, act("KC_ESC") }, { STEP_RESULT, 0, 0, act("KC_Q") } };
	struct definition placed = { .kind = DEFINITION_COMBO,
				     .position = both,
				     .positions = 2,
				     .step = codes,
				     .steps = 1 },
			  coded = { .kind = DEFINITION_COMBO, .step = codes, .steps = 2 },
			  override = { .kind = DEFINITION_OVERRIDE, .step = codes + 1, .steps = 1 },
			  macro = { .kind = DEFINITION_MACRO, .step = codes + 1, .steps = 1 };

	ok(definition_is_about_key(map, &placed, 0, 1) && !definition_is_about_key(map, &placed, 0, 2),
	   "the keys of a combo by place");
	placed.layer_mask = 2;
	ok(!definition_is_about_key(map, &placed, 0, 1) && definition_is_about_key(map, &placed, 1, 1),
	   "on its layers alone");
	ok(definition_is_about_key(map, &coded, 0, 0) && !definition_is_about_key(map, &coded, 0, 1),
	   "those of a combo by keycodes, which do not have its result");
	ok(definition_is_about_key(map, &override, 0, 0) && !definition_is_about_key(map, &override, 0, 2),
	   "what an override is for");
	override.name = symbol("morph");
	ok(!definition_is_about_key(map, &override, 0, 0), "one with a name is on keys itself");
	ok(!definition_is_about_key(map, &macro, 0, 0), "a macro is for no key");
	keymap_unref(map);
}

static void check_parts(const char *text, size_t count, const char *joined)
{
	struct behavior_form form = { 0 };
	struct str out = STR_INIT;

	behavior_parts_split(&form, text);
	behavior_parts_join(&form, &out);
	ok(form.parts == count && !strcmp(str_text(&out), joined), "%s: %zu parts, %s", text, form.parts,
	   str_text(&out));
	str_release(&out);
	behavior_form_release(&form);
}

static void test_parts(void)
{
	struct behavior_form form = { 0 };
	struct str out = STR_INIT;

	check_parts("", 0, "");
	check_parts("KC_A", 1, "KC_A");
	check_parts(" KC_A ,LT(1, KC_B), KC_C", 3, "KC_A, LT(1, KC_B), KC_C");
	check_parts("text \"a, (b\", tap KC_A", 2, "text \"a, (b\", tap KC_A");
	check_parts("text \"\\\"\", beep", 2, "text \"\\\"\", beep");
	check_parts("text \"\\\\\", beep", 2, "text \"\\\\\", beep");
	check_parts(",,KC_A,", 1, "KC_A");
	check_parts("text \"never ended, beep", 1, "text \"never ended, beep");
	check_parts("LT(1, KC_A", 1, "LT(1, KC_A");

	behavior_parts_split(&form, "a, b");
	behavior_parts_put(&form, 0, true, "first");
	behavior_parts_put(&form, 3, true, "last");
	behavior_parts_put(&form, 1, false, "A");
	behavior_parts_delete(&form, 2);
	behavior_parts_join(&form, &out);
	is_text(str_text(&out), "first, A, last", "parts come, change and go");
	str_release(&out);
	behavior_form_release(&form);
}

int main(void)
{
	keys[2].label = symbol("Menu");
	test_kinds();
	test_encoder();
	test_about();
	test_parts();
	return tap_done();
}
