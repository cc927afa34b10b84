/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "model/edit.h"
#include "model/field.h"
#include "model/symbol.h"
#include "model/term.h"
#include "model/zmk_action.h"
#include "tap.h"

static struct str shown = STR_INIT;

static const struct keymap *map_for(bool zmk)
{
	struct keymap *map = keymap_new(4, 12, 0);

	if (zmk)
		keymap_add_setting(map,
				   (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	keymap_put_layer_name(map, 1, symbol("nav"));
	return map;
}

/* @text as it reads after it was put into a field; or why it was refused. */
static const char *put(const struct keymap *map, struct definition *d, const char *name, const char *text)
{
	const struct field *field = field_find(d, name);
	struct definition next;
	struct err err;

	str_clear(&shown);
	if (!field) {
		str_addf(&shown, "no field %s", name);
	} else if (!field_set(map, d, field, text, NULL, &next, &err)) {
		str_add(&shown, err.text);
	} else {
		definition_release(d);
		*d = next;
		if (!field_get(map, d, field, NULL, &shown))
			str_add(&shown, "(unsaid)");
	}
	return str_text(&shown);
}

static const char *get(const struct keymap *map, const struct definition *d, const char *name)
{
	str_clear(&shown);
	if (!field_get(map, d, field_find(d, name), NULL, &shown))
		str_add(&shown, "(unsaid)");
	return str_text(&shown);
}

static void test_steps(void)
{
	static const struct {
		const char *typed, *shown;
	} cases[] = {
		{ "tap KC_A, down KC_LSFT, delay 20, text \"hello\"",
		  "tap KC_A, down KC_LSFT, delay 20, text \"hello\"" },
		{ " KC_A ,KC_B", "tap KC_A, tap KC_B" },
		{ "\"a, b\",beep", "text \"a, b\", beep" },
		{ "tap LT(1, KC_A), up KC_LSFT", "tap LT(1, KC_A), up KC_LSFT" },
		{ "delay 5ms", "delay 5" },
		{ "delay 5 ms,result QK_BOOT", "delay 5, result QK_BOOT" },
		{ "text \"\\\"\\\\\\n\\t\\x1b\"", "text \"\\\"\\\\\\n\\t\\x1b\"" },
		{ "text \"\xc3\xa9\"", "text \"\xc3\xa9\"" },
		{ "tap &kp A", "tap KC_A" },
		{ "", "(unsaid)" },
		{ "KC_A,", "column 6: expected an action" },
		{ "KC_A KC_B", "column 1: " },
		{ "tap LT(1, KC_A", "column 5: " },
		{ "text hello", "column 6: expected a text in quotes" },
		{ "text \"hello", "the text is not ended: expected a \"" },
		{ "text \"\\q\"", "column 7: expected" },
		{ "text \"\\x00\"", "column 7: expected" },
		{ "text \"\\x4\"", "column 7: expected" },
		{ "text \"\xff\"", "column 7: a broken character" },
		{ "delay", "column 6: expected how many ms" },
		{ "delay -1", "column 7: expected how many ms" },
		{ "delay 99999999999", "column 7: expected at most" },
		{ "delay 5s", "column 8: expected a comma or the end" },
		{ "\"a\" \"b\"", "column 5: expected a comma or the end" },
		{ "text \"a\"; system()", "column 9: expected a comma or the end" },
	};
	const struct keymap *map = map_for(false);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct definition macro = { .kind = DEFINITION_MACRO };
		const char *is = put(map, &macro, "steps", cases[i].typed);

		ok(!strncmp(is, cases[i].shown, strlen(cases[i].shown)), "steps %s: %s", cases[i].typed, is);
		definition_release(&macro);
	}
	keymap_unref(map);
}

static void test_many_steps(void)
{
	struct definition macro = { .kind = DEFINITION_MACRO };
	const struct keymap *map = map_for(false);
	struct str text = STR_INIT;

	for (int i = 0; i < KEYMAP_MAX_STEPS; i++)
		str_add(&text, i ? ",KC_A" : "KC_A");
	ok(!strncmp(put(map, &macro, "steps", str_text(&text)), "tap", 3) && macro.steps == KEYMAP_MAX_STEPS,
	   "as many steps as there may be");
	str_add(&text, ",KC_A");
	is_text(put(map, &macro, "steps", str_text(&text)), "there are more than 4096 steps", "and no more");
	str_clear(&text);
	str_add(&text, "text \"");
	str_pad(&text, 'x', SYMBOL_MAX_BYTES + 1);
	str_add(&text, "\"");
	is_text(put(map, &macro, "steps", str_text(&text)), "a text is longer than 4096 bytes",
		"nor a longer text");
	str_release(&text);
	definition_release(&macro);
	keymap_unref(map);
}

struct case_of_field {
	enum definition_kind kind;
	const char *field, *typed, *shown;
};

static void run_cases(const struct keymap *map, const struct case_of_field *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct definition d;
		struct err err;
		const char *is = err.text;

		if (definition_new(map, cases[i].kind, NULL, NULL, &d, &err)) {
			is = put(map, &d, cases[i].field, cases[i].typed);
			definition_release(&d);
		}
		ok(!strncmp(is, cases[i].shown, strlen(cases[i].shown)), "%s %s %s: %s",
		   term_of_definition(cases[i].kind), cases[i].field,
		   cases[i].typed ? cases[i].typed : "(nothing)", is);
	}
}

static void test_qmk(void)
{
	static const struct case_of_field cases[] = {
		{ DEFINITION_COMBO, "keys", "KC_A, LT(1, KC_B)", "KC_A, LT(1, KC_B)" },
		{ DEFINITION_COMBO, "keys", "KC_A", "it needs 2 actions or more, found 1" },
		{ DEFINITION_COMBO, "keys", "KC_A,,KC_B", "column 6: expected an action" },
		{ DEFINITION_COMBO, "result", "QK_BOOT", "QK_BOOT" },
		{ DEFINITION_COMBO, "result", NULL, "result cannot be left out" },
		{ DEFINITION_COMBO, "timeout-ms", "30 ms", "30" },
		{ DEFINITION_COMBO, "timeout-ms", "30 s", "\"30 s\" is no number" },
		{ DEFINITION_COMBO, "timeout-ms", "", "\"\" is no number" },
		{ DEFINITION_COMBO, "timeout-ms", " 3", "\" 3\" is no number" },
		{ DEFINITION_COMBO, "timeout-ms", "-1", "-1 is out of range: expected 0 to 65535 ms" },
		{ DEFINITION_COMBO, "timeout-ms", "99999999999999999999", "9999" },
		{ DEFINITION_COMBO, "must-hold", "yes", "yes" },
		{ DEFINITION_COMBO, "must-hold", "Off", "no" },
		{ DEFINITION_COMBO, "must-hold", "2", "\"2\" is neither yes nor no" },
		{ DEFINITION_COMBO, "layers", "nav, 3", "1 3" },
		{ DEFINITION_COMBO, "layers", "1 1", "1" },
		{ DEFINITION_COMBO, "layers", "4", "column 1: there is no layer \"4\"" },
		{ DEFINITION_COMBO, "layers", "1 sym", "column 3: there is no layer \"sym\"" },
		{ DEFINITION_COMBO, "layers", NULL, "(unsaid)" },
		{ DEFINITION_COMBO, "key-positions", "3 11", "3 11" },
		{ DEFINITION_COMBO, "key-positions", "3 12",
		  "column 3: there is no key 12: the last one is 11" },
		{ DEFINITION_COMBO, "key-positions", "3 3", "column 3: key 3 is there already" },
		{ DEFINITION_COMBO, "key-positions", "3 -1", "column 3: \"-1\" is no key" },
		{ DEFINITION_COMBO, "name", "my_combo", "my_combo" },
		{ DEFINITION_COMBO, "name", "my-combo", "\"my-combo\" is no name" },
		{ DEFINITION_COMBO, "name", "1st", "\"1st\" is no name" },
		{ DEFINITION_COMBO, "name", "", "\"\" is no name" },
		{ DEFINITION_COMBO, "name", "a; int x", "\"a; int x\" is no name" },
		{ DEFINITION_COMBO, "name", NULL, "(unsaid)" },
		{ DEFINITION_TAP_DANCE, "tap", "KC_A", "KC_A" },
		{ DEFINITION_TAP_DANCE, "tap-hold", "MO(1)", "MO(1)" },
		{ DEFINITION_TAP_DANCE, "double-tap", NULL, "(unsaid)" },
		{ DEFINITION_TAP_DANCE, "tap", "(", "column 2: the text ends" },
		{ DEFINITION_OVERRIDE, "mods", "MOD_LCTL | right-gui", "left-ctrl right-gui" },
		{ DEFINITION_OVERRIDE, "mods", "none", "none" },
		{ DEFINITION_OVERRIDE, "mods", "ctrl", "column 1: \"ctrl\" is no modifier" },
		{ DEFINITION_OVERRIDE, "negative-mods", "left-alt", "left-alt" },
		{ DEFINITION_OVERRIDE, "one-mod", "yes", "yes" },
		{ DEFINITION_OVERRIDE, "on-trigger-down", "no", "no" },
		{ DEFINITION_OVERRIDE, "on-trigger-down", NULL, "yes" },
		{ DEFINITION_OVERRIDE, "keep-mods", "left-shift", "left-shift" },
		{ DEFINITION_HOLD_TAP, "flavor", "balanced", "balanced" },
		{ DEFINITION_HOLD_TAP, "flavor", "salty",
		  "\"salty\" is none of these: hold-preferred, balanced" },
		{ DEFINITION_HOLD_TAP, "keys", "LSFT_T(KC_A), LCTL_T(KC_B)", "LSFT_T(KC_A), LCTL_T(KC_B)" },
		{ DEFINITION_HOLD_TAP, "retro-tap", "no", "no" },
		{ DEFINITION_KEYCODE, "name", "MY_KEY", "MY_KEY" },
		{ DEFINITION_KEYCODE, "label", "two words", "two words" },
		{ DEFINITION_KEYCODE, "label", "a\nb", "column 2: a control character" },
		{ DEFINITION_CONDITION, "if-layers", "0 nav", "0 1" },
		{ DEFINITION_CONDITION, "then-layer", "1 2", "2 layers are more than 1" },
		{ DEFINITION_CONDITION, "then-layer", "nav", "1" },
		{ DEFINITION_CONDITION, "then-layer", NULL, "then-layer cannot be left out" },
		{ DEFINITION_LEADER, "keys", "KC_A, KC_B, KC_C, KC_D, KC_E, KC_F",
		  "6 actions are more than 5" },
		{ DEFINITION_UNICODE, "character", "\xe2\x82\xac", "\xe2\x82\xac" },
		{ DEFINITION_UNICODE, "character", "ab", "expected 1 to 1 characters, found 2" },
		{ DEFINITION_CORRECTION, "mistake", ":recieve", ":recieve" },
		{ DEFINITION_CORRECTION, "mistake", "Recieve", "a mistake has a to z" },
		{ DEFINITION_CORRECTION, "correction", "receive", "receive" },
		{ DEFINITION_BEHAVIOR, "name", "x", "QMK has no such thing" },
	};
	const struct keymap *map = map_for(false);

	run_cases(map, cases, COUNT(cases));
	keymap_unref(map);
}

static void test_zmk(void)
{
	static const struct case_of_field cases[] = {
		{ DEFINITION_COMBO, "name", NULL, "name cannot be left out" },
		{ DEFINITION_COMBO, "require-prior-idle-ms", "-1", "-1" },
		{ DEFINITION_COMBO, "slow-release", "yes", "yes" },
		{ DEFINITION_COMBO, "slow-release", "no", "(unsaid)" },
		{ DEFINITION_MACRO, "name", "kp", "kp is a behaviour of ZMK's own" },
		{ DEFINITION_MACRO, "parameters", "two", "two" },
		{ DEFINITION_MACRO, "parameters", "none", "(unsaid)" },
		{ DEFINITION_MACRO, "wait-ms", "0", "0" },
		{ DEFINITION_TAP_DANCE, "quadruple-tap", "&kp A", "KC_A" },
		{ DEFINITION_TAP_DANCE, "display-name", "Esc", "Esc" },
		{ DEFINITION_HOLD_TAP, "hold", "mo", "&mo" },
		{ DEFINITION_HOLD_TAP, "tap", "&sk", "&sk" },
		{ DEFINITION_HOLD_TAP, "tap", "&sk>; evil", "\"sk>; evil\" is no name" },
		{ DEFINITION_HOLD_TAP, "tapping-term-ms", NULL, "tapping-term-ms cannot be left out" },
		{ DEFINITION_HOLD_TAP, "hold-trigger-key-positions", "5 6 7", "5 6 7" },
		{ DEFINITION_OVERRIDE, "keep-mods", "right-shift", "right-shift" },
		{ DEFINITION_BEHAVIOR, "release-after-ms", "500", "500" },
		{ DEFINITION_BEHAVIOR, "bindings", "&mo", "&mo" },
		{ DEFINITION_BEHAVIOR, "lazy", "yes", "yes" },
		{ DEFINITION_LEADER, "keys", "KC_A", "ZMK has no such thing" },
	};
	const struct keymap *map = map_for(true);

	run_cases(map, cases, COUNT(cases));
	keymap_unref(map);
}

/* What a fresh one of every kind says is what it says after it was said again. */
static void test_fresh(void)
{
	for (int zmk = 0; zmk < 2; zmk++) {
		const struct keymap *map = map_for(zmk);
		size_t fields = 0, same = 0, made = 0;

		for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
			struct definition d;
			struct err err;

			if (!definition_new(map, kind, NULL, NULL, &d, &err))
				continue;
			made++;
			for (size_t i = 0; i < field_count(&d); i++) {
				const struct field *field = field_at(&d, i);
				struct definition again;

				str_clear(&shown);
				if (!field_get(map, &d, field, NULL, &shown))
					continue;
				fields++;
				if (!field_set(map, &d, field, str_text(&shown), NULL, &again, &err)) {
					printf("# %s %s: %s\n", term_of_definition(kind), field->name,
					       err.text);
					continue;
				}
				same += definition_equal(&d, &again);
				definition_release(&again);
			}
			definition_release(&d);
		}
		ok(made == (zmk ? 7 : 11) && fields > 15 && same == fields,
		   "%zu fields of %zu fresh definitions say themselves", fields, made);
		keymap_unref(map);
	}
}

static void test_behaviors(void)
{
	static const char *const compatibles[] = {
		"zmk,behavior-caps-word",     "zmk,behavior-key-repeat",        "zmk,behavior-input-two-axis",
		"zmk,behavior-sensor-rotate", "zmk,behavior-sensor-rotate-var", "zmk,behavior-to-layer",
	};
	const struct keymap *map = map_for(true);
	struct definition d;
	struct err err;

	for (size_t i = 0; i < COUNT(compatibles); i++) {
		bool made = definition_new(map, DEFINITION_BEHAVIOR, "mine", compatibles[i], &d, &err);

		ok(made && field_count(&d) > 2, "a fresh %s", compatibles[i]);
		if (!made)
			continue;
		if (i == 0)
			is_text(put(map, &d, "continue-list", "MINUS N1"), "MINUS N1", "words are cells");
		if (i == 0)
			is_text(put(map, &d, "continue-list", "A>; evil <"),
				"column 2: \">\" cannot stand in a list of cells", "nothing ends them");
		if (i == 0)
			is_text(put(map, &d, "mods", "right-shift"), "right-shift", "modifiers are a number");
		if (i == 4)
			is_text(put(map, &d, "counter-clockwise", "msc"), "&msc", "its second behaviour");
		definition_release(&d);
	}
	ok(!definition_new(map, DEFINITION_BEHAVIOR, NULL, "zmk,nothing", &d, &err) &&
		   err.code == ERR_NOT_FOUND,
	   "a sort that is none: %s", err.text);
	ok(!definition_new(map, DEFINITION_MACRO, "kp", NULL, &d, &err) && err.code == ERR_EXISTS,
	   "a name that is ZMK's own: %s", err.text);
	keymap_unref(map);
}

static void test_patch(void)
{
	struct definition d = { .kind = DEFINITION_BEHAVIOR, .name = symbol("mt") };
	const struct keymap *map = map_for(true);

	is_text(put(map, &d, "flavor", "balanced"), "balanced", "fields of what it has properties for");
	is_text(put(map, &d, "retro-tap", "no"), "no", "a switch that ZMK has on can be off there");
	is_text(put(map, &d, "hold-trigger-key-positions", "1 2 3"), "1 2 3", "keys in an option");
	ok(definition_option(&d, "hold-trigger-key-positions")->text == symbol("<1 2 3>"),
	   "as devicetree says them");
	is_text(put(map, &d, "hold-trigger-key-positions", "4"), "4", "one of them is a number");
	is_text(put(map, &d, "retro-tap", NULL), "(unsaid)", "and can be left to ZMK");
	definition_release(&d);
	d = (struct definition){ .kind = DEFINITION_BEHAVIOR, .name = symbol("nobody_knows") };
	ok(field_count(&d) == 2 && !field_find(&d, "flavor"), "what is not known has a name");
	keymap_unref(map);
}

/* Words that the reader does not know stay as they stand. */
static void test_spelled(void)
{
	struct setting option[] = {
		{ symbol("layers"), SETTING_TEXT, 0, symbol("<MY_LAYERS>") },
		{ symbol("timeout-ms"), SETTING_TEXT, 0, symbol("<(TERM + 5)>") },
	};
	struct definition d = definition_copy(
		&(struct definition){ .kind = DEFINITION_COMBO, .option = option, .options = COUNT(option) });
	const struct keymap *map = map_for(true);

	is_text(get(map, &d, "layers"), "<MY_LAYERS>", "a word where layers are");
	is_text(get(map, &d, "timeout-ms"), "<(TERM + 5)>", "and where a number is");
	is_text(put(map, &d, "layers", "2"), "2", "another value takes its place");
	ok(d.options == 1 && d.layer_mask == 4, "as a member");
	is_text(put(map, &d, "timeout-ms", "40"), "40", "or as an option");
	definition_release(&d);
	keymap_unref(map);
}

static void test_dances(void)
{
	struct definition d = { .kind = DEFINITION_TAP_DANCE };
	const struct keymap *qmk = map_for(false), *zmk = map_for(true);

	put(qmk, &d, "tap-hold", "KC_D");
	put(qmk, &d, "double-tap", "KC_C");
	put(qmk, &d, "hold", "KC_B");
	put(qmk, &d, "tap", "KC_A");
	ok(d.steps == 4 && d.step[0].value == 1 && d.step[1].value == -1 && d.step[2].value == 2 &&
		   d.step[3].value == -2,
	   "what a dance does lies in the order of its taps");
	definition_release(&d);
	d = (struct definition){ .kind = DEFINITION_TAP_DANCE };
	put(zmk, &d, "triple-tap", "KC_C");
	ok(d.steps == 3 && d.step[0].action.kind == ACTION_NONE && d.step[2].value == 3, "ZMK's has no gap");
	put(zmk, &d, "tap", "KC_A");
	put(zmk, &d, "tap", NULL);
	ok(d.steps == 3 && d.step[0].action.kind == ACTION_NONE, "nor gets one");
	put(zmk, &d, "triple-tap", NULL);
	ok(d.steps == 2, "the last one goes");
	definition_release(&d);
	keymap_unref(qmk);
	keymap_unref(zmk);
}

static void test_combo_keys(void)
{
	struct definition d = { .kind = DEFINITION_COMBO };
	const struct keymap *map = map_for(false);

	put(map, &d, "keys", "KC_A, KC_B");
	ok(d.steps == 3 && d.step[0].action.kind == ACTION_NONE, "keys lie behind the result");
	put(map, &d, "result", "KC_C");
	put(map, &d, "key-positions", "0 1");
	ok(d.steps == 1 && d.positions == 2, "keys by place replace those by keycode");
	put(map, &d, "keys", "KC_A, KC_B");
	ok(d.steps == 3 && !d.positions, "and the other way round");
	definition_release(&d);
	keymap_unref(map);
}

static void test_titles(void)
{
	static const char *const qmk[] = { "macro 0",
					   "KC_J, KC_K: KC_ESC",
					   "tap-dance 0",
					   "left-shift right-shift KC_BSPC: KC_DEL",
					   "LSFT_T(KC_A)",
					   "CUSTOM_1",
					   "",
					   "1 2: 3",
					   "KC_A, KC_B: tap_code(KC_ESC);",
					   "\xe2\x86\x92",
					   "teh: the",
					   "KC_TAB: S(KC_TAB)" };
	struct keymap *map = keymap_new(4, 12, 0);
	struct definition d;
	struct err err;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		if (kind == DEFINITION_BEHAVIOR || !definition_new(map, kind, NULL, NULL, &d, &err))
			continue;
		keymap_add_definition(map, &d);
		definition_release(&d);
		str_clear(&shown);
		definition_title(map, kind, 0, NULL, &shown);
		is_text(str_text(&shown), qmk[kind], "title of a %s", term_of_definition(kind));
	}
	ok(definition_new(map, DEFINITION_KEYCODE, NULL, NULL, &d, &err) && d.name == symbol("CUSTOM_2"),
	   "a fresh one has a name that is free");
	definition_release(&d);
	keymap_unref(map);
}

/* Actions as somebody else spells them. */
static bool parse_zmk(const void *data, const char *text, struct action *out, struct err *err)
{
	return zmk_action_parse(text, data, out, err);
}

static bool print_zmk(const void *data, struct action action, struct str *out)
{
	(void)data;
	return zmk_action_print(action, NULL, NULL, out);
}

static void test_spelling(void)
{
	static const struct field_spelling spelling = { parse_zmk, print_zmk, NULL };
	struct definition macro = { .kind = DEFINITION_MACRO }, next;
	const struct field *steps = field_find(&macro, "steps");
	const struct keymap *map = map_for(true);
	struct err err;

	ok(field_set(map, &macro, steps, "&kp A, down &kp LC(B), result &macro_wait_time 5", &spelling, &next,
		     &err),
	   "steps in ZMK's words");
	str_clear(&shown);
	field_get(map, &next, steps, &spelling, &shown);
	is_text(str_text(&shown), "tap &kp A, down &kp LC(B), result &macro_wait_time 5",
		"are shown in these");
	definition_release(&next);
	ok(!field_set(map, &macro, steps, "KC_A", &spelling, &next, &err), "and no others: %s", err.text);
	keymap_unref(map);
}

static void test_settings(void)
{
	const struct field *term = setting_field_find("tapping.term");
	const struct keymap *map = map_for(false), *next;
	size_t good = 0, others = 0;
	struct setting setting;
	struct err err;

	for (size_t i = 0; i < setting_field_count(); i++) {
		const struct field *field = setting_field_at(i);
		char text[24];

		snprintf(text, sizeof(text), "%d", field->max);
		good += setting_field_parse(field,
					    field->type == FIELD_SWITCH   ? "yes"
					    : field->type == FIELD_CHOICE ? field->choice[0]
									  : text,
					    &setting, &err) &&
			setting_field_find(field->name) == field && *field->help && *field->label;
		others += *field->fallback && !setting_field_parse(field, field->fallback, &setting, &err);
	}
	ok(good == setting_field_count() && good > 200, "%zu settings take their values", good);
	ok(!others, "and their defaults");
	ok(term && term->type == FIELD_NUMBER && !strcmp(term->unit, "ms") && !strcmp(term->fallback, "200"),
	   "a setting of ms with its default");
	ok(setting_field_parse(term, "150", &setting, &err) && setting.number == 150, "its value");
	ok(!setting_field_parse(term, "70000", &setting, &err) && err.code == ERR_RANGE, "its range: %s",
	   err.text);
	next = edit_setting_put(map, setting, &err);
	str_clear(&shown);
	ok(!setting_field_get(map, term, &shown), "what is not said");
	keymap_unref(next);
	ok(setting_field_parse(term, "150 ms", &setting, &err), "with its unit");
	next = edit_setting_put(map, setting, &err);
	ok(setting_field_get(next, term, &shown), "what is said");
	is_text(str_text(&shown), "150", "as it is typed");
	keymap_unref(next);
	keymap_unref(map);
}

int main(void)
{
	test_steps();
	test_many_steps();
	test_qmk();
	test_zmk();
	test_fresh();
	test_behaviors();
	test_patch();
	test_spelled();
	test_dances();
	test_combo_keys();
	test_titles();
	test_spelling();
	test_settings();
	str_release(&shown);
	return tap_done();
}
