/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/edit.h"
#include "model/keymap_diff.h"
#include "model/symbol.h"
#include "random_keymap.h"
#include "tap.h"
#include "tiny.h"

static void print_setting_name(const struct keymap_change *change, const struct keymap *a,
			       const struct keymap *b, struct str *out)
{
	const struct setting *setting = change->b < 0 ? keymap_setting_at(a, (size_t)change->a)
						      : keymap_setting_at(b, (size_t)change->b);

	str_addf(out, "set %s %d %d;", symbol_text(setting->name), change->a, change->b);
}

/* The changes in one line. */
static const char *told(const struct keymap_diff *diff, const struct keymap *a, const struct keymap *b)
{
	static const char *const names[] = { "added", "removed", "moved", "renamed" };
	static struct str out;

	str_clear(&out);
	for (size_t i = 0; i < diff->changes; i++) {
		const struct keymap_change *change = &diff->change[i];

		if (change->kind == CHANGE_KEY)
			str_addf(&out, "key %d.%zu %d.%zu;", change->a, change->slot_a, change->b,
				 change->slot_b);
		else if (change->kind == CHANGE_DEFINITION)
			str_addf(&out, "def %d %d %d;", change->definition, change->a, change->b);
		else if (change->kind == CHANGE_SETTING)
			print_setting_name(change, a, b, &out);
		else
			str_addf(&out, "%s %d %d;", names[change->kind], change->a, change->b);
	}
	return str_text(&out);
}

static void check(const struct keymap *a, const struct keymap *b, const char *expected, const char *what)
{
	struct keyboard *kb_a = tiny_keyboard(1, (int)keymap_keys(a), 0),
			*kb_b = tiny_keyboard(1, (int)keymap_keys(b), 0);
	struct keymap_diff diff;

	keymap_diff(&(struct keymap_side){ a, &kb_a->layout[0] },
		    &(struct keymap_side){ b, &kb_b->layout[0] }, &diff);
	is_text(told(&diff, a, b), expected, "%s", what);
	keymap_diff_release(&diff);
	keyboard_free(kb_a);
	keyboard_free(kb_b);
}

static struct keymap *base(bool named)
{
	static const char *const text[] = { "KC_A",    "KC_B",    "MO(1)", "KC_TRNS", "KC_1", "KC_2",
					    "KC_TRNS", "KC_TRNS", "KC_F1", "TO(0)",   "KC_3", "KC_4" };
	static const char *const names[] = { "base", "nav", "num", "fn" };
	struct keymap *map = tiny_keymap(4, 3, 0, text);

	for (size_t layer = 0; named && layer < 4; layer++)
		keymap_put_layer_name(map, layer, symbol(names[layer]));
	return map;
}

static void test_layers(bool named)
{
	const struct keymap *a = base(named), *b;
	struct err err;

	check(a, a, "", "a keymap and itself");
	b = edit_key(a, 1, 2, tiny_action("KC_9"));
	check(a, b, "key 1.2 1.2;", "one key");
	keymap_unref(b);
	b = edit_layer_add(a, 1, -1, symbol("new"), &err);
	check(a, b, "added -1 1;", "a layer that comes between moves no other, and references follow");
	check(b, a, "removed 1 -1;", "nor does one that goes");
	keymap_unref(b);
	b = edit_layer_move(a, 0, 3);
	check(a, b, "moved 0 3;", "one that moves is the only one that is told");
	keymap_unref(b);
	b = edit_layer_rename(a, 2, symbol("other"));
	check(a, b, "renamed 2 2;", "a new name");
	keymap_unref(b);
	keymap_unref(a);
}

static void test_names_first(void)
{
	static const char *const text_a[] = { "KC_A", "KC_B" }, *const text_b[] = { "KC_B", "KC_A" };
	struct keymap *a = tiny_keymap(2, 1, 0, text_a), *b = tiny_keymap(2, 1, 0, text_b);

	for (size_t layer = 0; layer < 2; layer++) {
		keymap_put_layer_name(a, layer, symbol(layer ? "y" : "x"));
		keymap_put_layer_name(b, layer, symbol(layer ? "y" : "x"));
	}
	check(a, b, "key 0.0 0.0;key 1.0 1.0;", "the same names are the same layers, whatever is on them");
	keymap_unref(a);
	keymap_unref(b);
}

static void test_other_layout(void)
{
	static const char *const text_a[] = { "KC_A", "KC_B", "KC_C" }, *const text_b[] = { "KC_A", "KC_X" };
	struct keymap *a = tiny_keymap(1, 3, 0, text_a), *b = tiny_keymap(1, 2, 0, text_b);
	struct keyboard *kb_a = tiny_keyboard(1, 3, 0), *kb_b = tiny_keyboard(1, 2, 0);
	struct keymap_diff diff;

	kb_b->layout[0].key[1].col = 2;
	keymap_diff(&(struct keymap_side){ a, &kb_a->layout[0] },
		    &(struct keymap_side){ b, &kb_b->layout[0] }, &diff);
	is_text(told(&diff, a, b), "key 0.2 0.1;", "keys of another layout are found by the matrix");
	ok(diff.only_a == 1 && diff.only_b == 0, "and counted where they are not");
	keymap_diff_release(&diff);
	keyboard_free(kb_a);
	keyboard_free(kb_b);
	keymap_unref(a);
	keymap_unref(b);
}

static void add_macro(struct keymap *map, const char *name, const char *text)
{
	struct step step = { .op = STEP_TEXT, .text = symbol(text) };

	keymap_add_definition(
		map, &(struct definition){
			     .kind = DEFINITION_MACRO, .name = symbol(name), .step = &step, .steps = 1 });
}

static void test_tables(void)
{
	struct keymap *a = base(false), *b = base(false);

	add_macro(a, "one", "1");
	add_macro(a, "two", "2");
	add_macro(a, "", "3");
	add_macro(b, "two", "2");
	add_macro(b, "one", "x");
	add_macro(b, "", "3");
	add_macro(b, "", "4");
	keymap_add_setting(a, (struct setting){ symbol("a"), SETTING_NUMBER, 1, 0 });
	keymap_add_setting(a, (struct setting){ symbol("b"), SETTING_NUMBER, 1, 0 });
	keymap_add_setting(a, (struct setting){ symbol("c"), SETTING_NUMBER, 1, 0 });
	keymap_add_setting(b, (struct setting){ symbol("c"), SETTING_NUMBER, 1, 0 });
	keymap_add_setting(b, (struct setting){ symbol("b"), SETTING_NUMBER, 2, 0 });
	keymap_add_setting(b, (struct setting){ symbol("d"), SETTING_NUMBER, 1, 0 });
	check(a, b, "def 0 0 1;def 0 -1 3;set b 1 1;set d -1 2;set a 0 -1;",
	      "definitions by name, settings by name, in any order");
	keymap_unref(a);
	keymap_unref(b);
}

/* A behaviour of two layers refers to both. */
static void test_two_layers(void)
{
	struct keymap *a = keymap_new(3, 2, 0), *b = keymap_new(3, 2, 0);
	struct action action = { .kind = ACTION_BEHAVIOR,
				 .flags = ACTION_CELLS(ARG_LAYER, ARG_LAYER),
				 .arg = { symbol("hold"), 2, 1 } };

	keymap_put(a, 0, 0, action);
	keymap_put(b, 0, 0, action);
	check(a, b, "", "two layers that are as they were");
	keymap_unref(a);
	keymap_unref(b);
}

/* Equal keymaps have no difference, and different ones have one. */
static void test_random(void)
{
	uint32_t state = 1;
	int wrong = 0;

	for (int i = 0; i < 200; i++) {
		const struct keymap *a = random_keymap(&state, 1 + random_below(&state, 6), 5, 1),
				    *b = edit_slot(a, 0, random_below(&state, 7), random_action(&state, 1));
		struct keyboard *kb = tiny_keyboard(1, 5, 1);
		struct keymap_side side_a = { a, &kb->layout[0] }, side_b = { b, &kb->layout[0] };
		struct keymap_diff diff;

		keymap_diff(&side_a, &side_b, &diff);
		wrong += (diff.changes == 0) != keymap_equal(a, b);
		keymap_diff_release(&diff);
		keymap_unref(a);
		keymap_unref(b);
		keyboard_free(kb);
	}
	ok(!wrong, "%d keymaps are told wrongly", wrong);
}

int main(void)
{
	test_layers(true);
	test_layers(false);
	test_names_first();
	test_other_layout();
	test_tables();
	test_two_layers();
	test_random();
	return tap_done();
}
