/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiled.h"
#include "model/symbol.h"
#include "read_keymap_c.h"
#include "rich_keymap.h"
#include "tap.h"

/* What the reader of keymap.c has back of a keymap that was compiled. */

/* The same keyboard, with the layout of all six keys alone. */
static struct keyboard *six_keys(void)
{
	struct keyboard *kb = small_keyboard();
	struct layout few = kb->layout[0];

	kb->layout[0] = kb->layout[1];
	kb->layout[1] = few;
	return kb;
}

static struct keymap *compiled_keymap(void)
{
	static const char *const keys[] = { "TD(ESC_CAPS)",  "TD(1)",     "MY_OWN", "UM(0)",
					    "LT(1, KC_SPC)", "MO(1)",     "KC_A",   "KC_TRNS",
					    "KC_NO",         "MY_SECOND", "KC_B",   "QK_BOOT" };
	struct keymap *map = tiny_keymap(2, 6, 2, keys);
	struct rich keycode = rich(DEFINITION_KEYCODE, "MY_OWN", "");
	struct rich second = rich(DEFINITION_KEYCODE, "MY_SECOND", "");
	struct rich snow = rich(DEFINITION_UNICODE, "SNOW", "\xe2\x98\x83");
	struct rich plain = rich(DEFINITION_TAP_DANCE, "ESC_CAPS", ""),
		    layer = rich(DEFINITION_TAP_DANCE, "", "");
	struct rich leader = rich(DEFINITION_LEADER, "", "SEND_STRING(\"QMK\" SS_LCTL(\"a\"));");
	struct rich basic = rich(DEFINITION_OVERRIDE, "", ""), all = basic, masked = basic;

	keymap_put_turn(map, 0, 1, TURN_CW, tiny_action("KC_VOLU"));
	rich_combo(map, "JK_ESC", "KC_ESC", "KC_J", "KC_K", 0);
	rich_combo(map, "MAGIC", "LCTL_T(KC_A)", "KC_A", "LT(1, KC_SPC)", 0);
	rich_step(&plain, STEP_RESULT, 1, "KC_ESC");
	rich_step(&plain, STEP_RESULT, 2, "LCTL(KC_CAPS)");
	rich_step(&layer, STEP_RESULT, 1, "KC_A");
	rich_step(&layer, STEP_RESULT, 2, "TO(1)");
	rich_add(map, &plain);
	rich_add(map, &layer);
	rich_step(&basic, STEP_RESULT, 0, "KC_BSPC");
	rich_step(&basic, STEP_RESULT, 0, "KC_DEL");
	basic.definition.mods = MOD_LSFT | MOD_RSFT;
	rich_step(&all, STEP_RESULT, 0, "KC_A");
	rich_step(&all, STEP_RESULT, 0, "LCTL(KC_B)");
	all.definition.mods = MOD_LCTL | MOD_RGUI;
	all.definition.layer_mask = 0x2;
	rich_number(&all, "negative-mods", MOD_LALT);
	rich_number(&all, "options", 0x11);
	masked = basic;
	masked.definition.layer_mask = 0x1;
	rich_add(map, &basic);
	rich_add(map, &all);
	rich_add(map, &masked);
	rich_number(&keycode, "value", 0x7e40);
	rich_number(&second, "value", 0x7e45);
	rich_add(map, &keycode);
	rich_add(map, &second);
	rich_step(&leader, STEP_RESULT, 0, "KC_D");
	rich_step(&leader, STEP_RESULT, 0, "KC_S");
	rich_add(map, &leader);
	rich_add(map, &snow);
	return map;
}

static bool same(const struct keymap *a, const struct keymap *b)
{
	bool equal = true;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(a, (enum definition_kind)kind);

		if (count != keymap_definitions(b, (enum definition_kind)kind)) {
			printf("# of kind %d there are %zu, then %zu\n", kind, count,
			       keymap_definitions(b, (enum definition_kind)kind));
			equal = false;
			continue;
		}
		for (size_t i = 0; i < count; i++)
			if (!definition_equal(keymap_definition(a, (enum definition_kind)kind, i),
					      keymap_definition(b, (enum definition_kind)kind, i))) {
				printf("# definition %zu of kind %d is another one\n", i, kind);
				equal = false;
			}
	}
	return equal;
}

static void test_round(void)
{
	struct keyboard *kb = six_keys();
	struct keymap *map = compiled_keymap();
	struct result r = compile(kb, map), again;
	struct str before = STR_INIT, after = STR_INIT;
	struct read_result back;
	const char *text = text_of(&r, "keymap.c");

	back = read_text(text, strlen(text), kb, NULL);
	ok(r.ok && back.ok, "what is compiled is read: %s%s", r.err.text, back.err.text);
	if (!back.ok)
		return;
	read_print(map, &before);
	read_print(back.document.map, &after);
	is_text(str_text(&after), str_text(&before), "with the same keys");
	ok(same(map, back.document.map), "and the same definitions");
	again = compile(kb, back.document.map);
	is_text(text_of(&again, "keymap.c"), text, "compiled again it is the same text");
	release(&again);
	str_release(&before);
	str_release(&after);
	read_release(&back);
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_round();
	return tap_done();
}
