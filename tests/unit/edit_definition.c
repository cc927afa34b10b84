/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "model/edit.h"
#include "model/symbol.h"
#include "tap.h"

static struct action parse(const char *text)
{
	struct action action = { .kind = ACTION_NONE };
	struct err err;

	if (!action_parse(text, &action, &err))
		ok(false, "%s: %s", text, err.text);
	return action;
}

static const char *spell(struct action action)
{
	static char text[200];
	struct str out = STR_INIT;

	action_print(action, &out);
	snprintf(text, sizeof(text), "%s", str_text(&out));
	str_release(&out);
	return text;
}

static void add(struct keymap *map, enum definition_kind kind, const char *name, const char *text)
{
	keymap_add_definition(
		map,
		&(struct definition){ .kind = (uint16_t)kind, .name = symbol(name), .text = symbol(text) });
}

/* One layer with the actions of @keys, of which the last is NULL. */
static struct keymap *map_of(const char *const *keys)
{
	size_t count = 0;
	struct keymap *map;

	while (keys[count])
		count++;
	map = keymap_new(1, count, 0);
	for (size_t i = 0; i < count; i++)
		keymap_put(map, 0, i, parse(keys[i]));
	return map;
}

/* What the keys are afterwards, one by one. Takes over the reference. */
static void expect(const struct keymap *map, const char *const *keys, const char *what)
{
	bool good = map;

	for (size_t i = 0; good && keys[i]; i++) {
		const char *is = spell(keymap_get(map, 0, i));

		if (strcmp(is, keys[i]) != 0) {
			printf("# key %zu is %s, not %s\n", i, is, keys[i]);
			good = false;
		}
	}
	ok(good, "%s", what);
	keymap_unref(map);
}

static void test_numbers(void)
{
	static const char *const keys[] = { "MC_0",   "MC_2",       "TD(1)",       "0x7721",
					    "UM(1)",  "UP(0, 2)",   "KC_A",        "MO(0)",
					    "0x7F00", "LCTL(KC_A)", "LT(0, MC_1)", NULL };
	struct definition fresh = { .kind = DEFINITION_MACRO };
	struct keymap *map = map_of(keys);
	struct err err;
	size_t cut = 0;

	for (int i = 0; i < 34; i++)
		add(map, DEFINITION_MACRO, "", "");
	for (int i = 0; i < 3; i++) {
		add(map, DEFINITION_TAP_DANCE, "", "");
		add(map, DEFINITION_UNICODE, "", "x");
	}
	expect(edit_definition_add(map, DEFINITION_MACRO, 0, &fresh, &err),
	       (const char *const[]){ "MC_1", "MC_3", "TD(1)", "0x7722", "UM(1)", "UP(0, 2)", "KC_A", "MO(0)",
				      "0x7F00", "LCTL(KC_A)", "LT(0, MC_2)", NULL },
	       "keycodes of macros follow when one is put before them");
	expect(edit_definition_move(map, DEFINITION_MACRO, 33, 1),
	       (const char *const[]){ "MC_0", "MC_3", "TD(1)", "MC_1", NULL },
	       "and when one is moved, from a number to a name");
	expect(edit_definition_move(map, DEFINITION_MACRO, 0, 33),
	       (const char *const[]){ "0x7721", "MC_1", "TD(1)", "0x7720", NULL }, "and back");
	expect(edit_definition_delete(map, DEFINITION_MACRO, 2, &cut),
	       (const char *const[]){ "MC_0", "KC_NO", "TD(1)", "0x7720", NULL },
	       "what played a deleted one does nothing");
	ok(cut == 1, "which is told");
	expect(edit_definition_delete(map, DEFINITION_TAP_DANCE, 0, &cut),
	       (const char *const[]){ "MC_0", "MC_2", "TD(0)", "0x7721", "UM(1)", NULL }, "TD() follows");
	ok(!cut, "nothing is cut");
	expect(edit_definition_delete(map, DEFINITION_UNICODE, 2, &cut),
	       (const char *const[]){ "MC_0", "MC_2", "TD(1)", "0x7721", "UM(1)", "KC_NO", NULL },
	       "one gone of two of UP() cuts it");
	expect(edit_definition_move(map, DEFINITION_UNICODE, 0, 1),
	       (const char *const[]){ "MC_0", "MC_2", "TD(1)", "0x7721", "UM(0)", "UP(1, 2)", NULL },
	       "UM() and UP() follow");
	keymap_unref(map);
}

static void test_caps(void)
{
	static const char *const keys[] = { "0x777F", "TD(255)", NULL };
	struct keymap *map = map_of(keys);
	struct definition macro = { .kind = DEFINITION_MACRO }, dance = { .kind = DEFINITION_TAP_DANCE },
			  named = { .kind = DEFINITION_MACRO, .name = symbol("m") };
	const struct keymap *next;
	struct err err;

	for (int i = 0; i < 128; i++)
		add(map, DEFINITION_MACRO, "", "");
	for (int i = 0; i < 256; i++)
		add(map, DEFINITION_TAP_DANCE, "", "");
	ok(!edit_definition_add(map, DEFINITION_MACRO, 0, &macro, &err) && err.code == ERR_RANGE,
	   "macros without names are as many as have keycodes: %s", err.text);
	ok(!edit_definition_add(map, DEFINITION_TAP_DANCE, 0, &dance, &err) && err.code == ERR_RANGE,
	   "dances, too: %s", err.text);
	next = edit_definition_add(map, DEFINITION_MACRO, 128, &named, &err);
	ok(next, "one with a name needs no keycode");
	keymap_unref(next);
	expect(edit_definition_add(map, DEFINITION_MACRO, 0, &named, &err),
	       (const char *const[]){ "KC_NO", "TD(255)", NULL }, "what no keycode is left for is cut");
	for (size_t i = 384; i < KEYMAP_MAX_DEFINITIONS; i++)
		add(map, DEFINITION_COMBO, "", "");
	ok(!edit_definition_add(map, DEFINITION_MACRO, 0, &named, &err) && err.code == ERR_RANGE,
	   "definitions end at the cap: %s", err.text);
	keymap_unref(map);
}

static void test_names(void)
{
	static const char *const keys[] = { "TD(ESC_CAPS)",  "MY_KEY",     "&hm 1 A",
					    "LT(1, MY_KEY)", "MY_KEY + 1", "MY_KEYS",
					    "&hm_2 1 A",     "KC_A",       NULL };
	struct definition next = { .kind = DEFINITION_KEYCODE, .name = symbol("OTHER") };
	struct keymap *map = map_of(keys);
	struct err err;
	size_t cut;

	keymap_put(map, 0, 7,
		   (struct action){
			   .kind = ACTION_RAW, .flags = ACTION_ZMK_TEXT, .arg = { symbol("&hmm &hm 1") } });
	add(map, DEFINITION_KEYCODE, "MY_KEY", "");
	add(map, DEFINITION_TAP_DANCE, "FIRST", "");
	add(map, DEFINITION_TAP_DANCE, "ESC_CAPS", "");
	add(map, DEFINITION_HOLD_TAP, "hm", "");
	expect(edit_definition_replace(map, DEFINITION_KEYCODE, 0, &next, &err),
	       (const char *const[]){ "TD(ESC_CAPS)", "OTHER", "&hm 1 A", "LT(1, OTHER)", "OTHER + 1",
				      "MY_KEYS", "&hm_2 1 A", NULL },
	       "a keycode's new name is said wherever the old one was, and nowhere else");
	expect(edit_definition_delete(map, DEFINITION_KEYCODE, 0, &cut),
	       (const char *const[]){ "TD(ESC_CAPS)", "KC_NO", "&hm 1 A", "KC_NO", "KC_NO", "MY_KEYS", NULL },
	       "without it, what needs it does nothing");
	ok(cut == 3, "and is counted");
	next = (struct definition){ .kind = DEFINITION_HOLD_TAP, .name = symbol("hr") };
	expect(edit_definition_replace(map, DEFINITION_HOLD_TAP, 0, &next, &err),
	       (const char *const[]){ "TD(ESC_CAPS)", "MY_KEY", "&hr 1 A", "LT(1, MY_KEY)", "MY_KEY + 1",
				      "MY_KEYS", "&hm_2 1 A", "&hmm &hr 1", NULL },
	       "a behaviour's, too, also in texts of devicetree's");
	next = (struct definition){ .kind = DEFINITION_TAP_DANCE, .name = symbol("ESCAPE") };
	expect(edit_definition_replace(map, DEFINITION_TAP_DANCE, 1, &next, &err),
	       (const char *const[]){ "TD(ESCAPE)", NULL }, "a dance's, too");
	next.name = 0;
	expect(edit_definition_replace(map, DEFINITION_TAP_DANCE, 1, &next, &err),
	       (const char *const[]){ "TD(1)", NULL }, "one that loses its name is said by number");
	expect(edit_definition_delete(map, DEFINITION_TAP_DANCE, 0, &cut),
	       (const char *const[]){ "TD(ESC_CAPS)", NULL }, "a name stays when numbers change");
	ok(!cut, "and nothing is cut");
	keymap_unref(map);
}

static struct definition nested(struct setting *bindings)
{
	*bindings = (struct setting){ symbol("bindings"), SETTING_TEXT, 0, symbol("<&kp>, <&hm>, <&hmx>") };
	return (struct definition){
		.kind = DEFINITION_HOLD_TAP, .name = symbol("outer"), .option = bindings, .options = 1
	};
}

static const char *bindings_of(const struct keymap *map)
{
	return symbol_text(
		definition_option(keymap_definition(map, DEFINITION_HOLD_TAP, 1), "bindings")->text);
}

static void test_nested(void)
{
	struct setting bindings, text = { symbol("display-name"), SETTING_TEXT, 0, symbol("&hm") };
	struct definition outer = nested(&bindings),
			  hr = { .kind = DEFINITION_HOLD_TAP, .name = symbol("hr") };
	struct step step = { .op = STEP_TAP, .action = parse("&hm 1 A") };
	struct definition macro = { .kind = DEFINITION_MACRO,
				    .name = symbol("m"),
				    .step = &step,
				    .steps = 1,
				    .option = &text,
				    .options = 1 };
	struct keymap *map = keymap_new(1, 1, 0);
	const struct keymap *next;
	struct place place[2] = { PLACE_NONE, PLACE_NONE };
	struct err err;
	size_t cut;

	add(map, DEFINITION_HOLD_TAP, "hm", "");
	keymap_add_definition(map, &outer);
	keymap_add_definition(map, &macro);
	ok(edit_definition_uses(map, DEFINITION_HOLD_TAP, 0, place, 2) == 2, "two uses");
	ok(place[0].kind == DEFINITION_MACRO && place[1].kind == DEFINITION_HOLD_TAP &&
		   place[1].definition == 1,
	   "in a step, and in bindings of another one");
	ok(edit_definition_uses(map, DEFINITION_HOLD_TAP, 0, NULL, 0) == 2, "they can just be counted");

	next = edit_definition_replace(map, DEFINITION_HOLD_TAP, 0, &hr, &err);
	ok(!strcmp(bindings_of(next), "<&kp>, <&hr>, <&hmx>"), "bindings follow: %s", bindings_of(next));
	ok(!strcmp(spell(keymap_definition(next, DEFINITION_MACRO, 0)->step[0].action), "&hr 1 A"),
	   "steps follow");
	ok(keymap_definition(next, DEFINITION_MACRO, 0)->option[0].text == symbol("&hm"), "a text does not");
	keymap_unref(next);

	next = edit_definition_delete(map, DEFINITION_HOLD_TAP, 0, &cut);
	ok(cut == 2 && keymap_definition(next, DEFINITION_MACRO, 0)->step[0].action.kind == ACTION_NONE,
	   "without it the step does nothing");
	ok(!strcmp(symbol_text(keymap_definition(next, DEFINITION_HOLD_TAP, 0)->option[0].text),
		   "<&kp>, <&none>, <&hmx>"),
	   "and so does its part of the bindings");
	keymap_unref(next);

	hr.name = symbol("outer");
	ok(!edit_definition_replace(map, DEFINITION_HOLD_TAP, 0, &hr, &err) && err.code == ERR_EXISTS,
	   "a name that is taken is refused: %s", err.text);
	hr.name = symbol("m");
	ok(!edit_definition_add(map, DEFINITION_HOLD_TAP, 0, &hr, &err) && err.code == ERR_EXISTS,
	   "also by another kind");
	hr = (struct definition){ .kind = DEFINITION_COMBO, .name = symbol("m") };
	next = edit_definition_add(map, DEFINITION_COMBO, 0, &hr, &err);
	ok(next, "a combo is no behaviour");
	keymap_unref(next);
	keymap_unref(map);
}

static void test_patches(void)
{
	static const char *const keys[] = { "&mt LSHFT A", "&caps_word", "&kp A", NULL };
	struct keymap *map = map_of(keys);
	enum definition_kind kind;
	struct place place[3];
	size_t cut, index;

	add(map, DEFINITION_BEHAVIOR, "mt", "");
	ok(edit_definition_uses(map, DEFINITION_BEHAVIOR, 0, place, 3) == 1 && place[0].key == 0,
	   "keys that properties of a predefined behaviour are for");
	ok(edit_definition_of(map, parse("&mt LSHFT A"), &kind, &index) && kind == DEFINITION_BEHAVIOR &&
		   !index,
	   "and they are found by such a key");
	ok(!edit_definition_of(map, parse("&kp A"), &kind, &index), "others have none");
	expect(edit_definition_delete(map, DEFINITION_BEHAVIOR, 0, &cut),
	       (const char *const[]){ "LSFT_T(KC_A)", NULL }, "stay when these are deleted");
	keymap_unref(map);
}

static void test_options_of_keys(void)
{
	static const char *const keys[] = { "LSFT_T(KC_A)", "LCTL_T(KC_A)", NULL };
	struct keymap *map = map_of(keys);
	struct step step = { .op = STEP_RESULT, .action = parse("LSFT_T(KC_A)") };
	struct definition options = { .kind = DEFINITION_HOLD_TAP, .step = &step, .steps = 1 };
	struct place place;

	keymap_add_definition(map, &options);
	ok(edit_definition_uses(map, DEFINITION_HOLD_TAP, 0, &place, 1) == 1 && place.key == 0,
	   "options of dual-role keys are used by these");
	keymap_unref(map);
}

static void test_settings(void)
{
	struct keymap *map = keymap_new(1, 1, 0);
	struct setting term = { symbol("tapping.term"), SETTING_NUMBER, 200, 0 };
	const struct keymap *a, *b, *c;
	struct err err;

	keymap_add_setting(map, term);
	keymap_add_setting(map, (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	add(map, DEFINITION_COMBO, "c", "");
	term.number = 150;
	a = edit_setting_put(map, term, &err);
	ok(keymap_settings(a) == 2 && keymap_setting_at(a, 0)->number == 150, "a setting is replaced");
	ok(keymap_setting_at(map, 0)->number == 200 && keymap_definitions(a, DEFINITION_COMBO) == 1,
	   "its table is copied");
	b = edit_setting_put(a, (struct setting){ symbol("new"), SETTING_BOOL, 1, 0 }, &err);
	ok(keymap_settings(b) == 3 && keymap_setting_at(b, 2)->number == 1,
	   "a new one goes behind the others");
	c = edit_setting_remove(b, "tapping.term");
	ok(keymap_settings(c) == 2 && !keymap_find_setting(c, "tapping.term"), "one is removed");
	keymap_unref(b);
	b = edit_setting_remove(c, "tapping.term");
	ok(keymap_equal(b, c), "one that is not there is not");
	for (size_t i = keymap_settings(map); i < KEYMAP_MAX_SETTINGS; i++)
		keymap_add_setting(map, term);
	ok(!edit_setting_put(map, (struct setting){ .name = symbol("new") }, &err) && err.code == ERR_RANGE,
	   "they end at the cap: %s", err.text);
	keymap_unref(map);
	keymap_unref(a);
	keymap_unref(b);
	keymap_unref(c);
}

/* A key's dance by its text, which is who it is; "" when there is none. */
static const char *dance_of(const struct keymap *map, size_t key)
{
	struct action action = keymap_get(map, 0, key);

	if (action.kind != ACTION_TAP_DANCE)
		return "";
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_TAP_DANCE); i++) {
		const struct definition *d = keymap_definition(map, DEFINITION_TAP_DANCE, i);

		if (action.flags & ACTION_BY_NAME ? d->name == action.arg[0] : i == action.arg[0])
			return symbol_text(d->text);
	}
	return "?";
}

/* Key 0 says "a" by number, key 1 "b" by name: they do after any edits of others. */
static void test_random(void)
{
	static const char *const keys[] = { "TD(0)", "TD(b)", NULL };
	const struct keymap *map, *next;
	struct keymap *first = map_of(keys);
	unsigned seed = 11;
	bool good = true;
	struct err err;

	add(first, DEFINITION_TAP_DANCE, "", "a");
	add(first, DEFINITION_TAP_DANCE, "b", "b");
	map = first;
	for (int round = 0; round < 3000 && good; round++) {
		size_t count = keymap_definitions(map, DEFINITION_TAP_DANCE), at;
		struct definition d = { .kind = DEFINITION_TAP_DANCE };
		char name[20];

		seed = seed * 1103515245u + 12345u;
		at = (seed >> 16) % count;
		next = NULL;
		snprintf(name, sizeof(name), "n%d", round);
		if ((seed >> 8) % 4 == 0) {
			next = edit_definition_move(map, DEFINITION_TAP_DANCE, at, (seed >> 20) % count);
		} else if ((seed >> 8) % 4 == 1 && count < 100) {
			d.text = symbol("other");
			next = edit_definition_add(map, DEFINITION_TAP_DANCE, at, &d, &err);
		} else if ((seed >> 8) % 4 == 2) {
			d = *keymap_definition(map, DEFINITION_TAP_DANCE, at);
			d.name = d.text == symbol("a") ? 0 : symbol(name);
			next = edit_definition_replace(map, DEFINITION_TAP_DANCE, at, &d, &err);
		} else if (keymap_definition(map, DEFINITION_TAP_DANCE, at)->text == symbol("other")) {
			next = edit_definition_delete(map, DEFINITION_TAP_DANCE, at, NULL);
		}
		if (!next)
			continue;
		keymap_unref(map);
		map = next;
		good = !strcmp(dance_of(map, 0), "a") && !strcmp(dance_of(map, 1), "b");
	}
	ok(good, "after 3,000 random edits of dances two keys have theirs");
	keymap_unref(map);
}

int main(void)
{
	test_numbers();
	test_caps();
	test_names();
	test_nested();
	test_patches();
	test_options_of_keys();
	test_settings();
	test_random();
	return tap_done();
}
