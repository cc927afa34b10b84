/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/edit.h"
#include "model/symbol.h"
#include "model/vial_entry.h"
#include "random_dynamic.h"
#include "random_keymap.h"
#include "tap.h"
#include "tiny.h"

static struct err err;

/* Keys at places of the matrix in any order, some of them twice, some outside of it. */
static struct keyboard *random_board(uint32_t *state, const struct dynamic_keymap *held)
{
	struct keyboard *kb = tiny_keyboard((int)held->rows, (int)held->cols, (int)held->encoders);

	for (size_t i = 0; i < kb->layout[0].keys; i++) {
		kb->layout[0].key[i].row = (uint8_t)random_below(state, (uint32_t)held->rows + 1);
		kb->layout[0].key[i].col = (uint8_t)random_below(state, (uint32_t)held->cols);
	}
	return kb;
}

static struct keymap *map_of(const struct dynamic_keymap *held, const struct layout *layout)
{
	struct diagnostics told = { 0 };
	struct keymap *map = dynamic_keymap_map(held, layout, &told);

	diagnostics_release(&told);
	return map;
}

/* What is taken back as it was given changes nothing, whatever the bytes are. */
static void test_exact(void)
{
	uint32_t state = 3;
	size_t same = 0, rounds = 0;

	for (int firmware = 0; firmware < RANDOM_FIRMWARES; firmware++)
		for (int i = 0; i < 150; i++, rounds++) {
			struct dynamic_keymap held, before = { 0 };
			struct diagnostics lost = { 0 };
			struct keyboard *kb;
			struct keymap *map;

			random_dynamic(&state, &random_firmware[firmware], &held);
			held.held &=
				~(random_below(&state, 4) ? 0 : 1u << random_below(&state, DYNAMIC_PARTS));
			kb = random_board(&state, &held);
			dynamic_keymap_copy(&before, &held);
			map = map_of(&held, &kb->layout[0]);
			dynamic_keymap_take(&held, &kb->layout[0], map, &lost);
			same += same_dynamic(&held, &before) && !lost.count;
			keymap_unref(map);
			keyboard_free(kb);
			diagnostics_release(&lost);
			dynamic_keymap_release(&held);
			dynamic_keymap_release(&before);
		}
	ok(same == rounds, "%zu of %zu keyboards of any bytes stay as they are", same, rounds);
}

static struct action random_number(uint32_t *state, const struct dynamic_keymap *held)
{
	return keycode_dialect_action(held->dialect, (uint16_t)random_below(state, 1 << 16));
}

static const struct keymap *edit_a_slot(uint32_t *state, const struct dynamic_keymap *held,
					const struct keymap *map)
{
	struct action action =
		random_below(state, 2) ? random_number(state, held) : random_action(state, held->layers);

	if (!keymap_slots(map))
		return keymap_ref(map);
	return edit_slot(map, random_below(state, (uint32_t)keymap_layers(map)),
			 random_below(state, (uint32_t)keymap_slots(map)), action);
}

/* One that an app could have made. */
static struct definition random_definition(uint32_t *state, const struct dynamic_keymap *held,
					   enum definition_kind kind)
{
	struct vial_entry entry = { .kind = kind, .term_ms = -1 };

	for (size_t i = 0; i < vial_entry_actions(kind); i++)
		do
			entry.action[i] = random_number(state, held);
		while (entry.action[i].kind == ACTION_NONE || entry.action[i].kind == ACTION_TRANSPARENT);
	if (kind == DEFINITION_TAP_DANCE)
		entry.term_ms = (int)random_below(state, 65536);
	if (kind == DEFINITION_OVERRIDE)
		entry.layers = (uint16_t)(1 + random_below(state, 65535));
	entry.mods = (uint8_t)random_below(state, 256);
	entry.options = (uint8_t)random_below(state, 16);
	return vial_entry_definition(&entry);
}

static struct definition random_played(uint32_t *state, const struct dynamic_keymap *held)
{
	struct dynamic_keymap other = *held;
	struct definition macro = { .kind = DEFINITION_MACRO };
	struct str bytes = STR_INIT;

	random_macro(state, held, 1 + random_below(state, 3), &bytes);
	str_add_char(&bytes, 0);
	other.macros = 1;
	other.macro = (uint8_t *)bytes.data;
	other.macro_bytes = bytes.len;
	if (!dynamic_macro_read(&other, 0, &macro, &err))
		ok(false, "%s", err.text);
	str_release(&bytes);
	return macro;
}

static const struct keymap *edit_a_definition(uint32_t *state, const struct dynamic_keymap *held,
					      const struct keymap *map)
{
	static const enum definition_kind kinds[] = { DEFINITION_MACRO, DEFINITION_TAP_DANCE,
						      DEFINITION_COMBO, DEFINITION_OVERRIDE,
						      DEFINITION_ALT_REPEAT };
	enum definition_kind kind = kinds[random_below(state, COUNT(kinds))];
	size_t count = keymap_definitions(map, kind);
	struct definition fresh =
		kind == DEFINITION_MACRO ? random_played(state, held) : random_definition(state, held, kind);
	size_t at = random_below(state, (uint32_t)count + 1);
	const struct keymap *edited;

	if (at == count || !random_below(state, 3))
		edited = edit_definition_add(map, kind, at, &fresh, &err);
	else if (random_below(state, 2))
		edited = edit_definition_replace(map, kind, at, &fresh, &err);
	else
		edited = edit_definition_delete(map, kind, at, NULL);
	definition_release(&fresh);
	return edited;
}

static const struct keymap *edit_a_setting(uint32_t *state, const struct keymap *map)
{
	struct setting setting;

	if (!keymap_settings(map))
		return keymap_ref(map);
	setting = *keymap_setting_at(map, random_below(state, (uint32_t)keymap_settings(map)));
	if (!random_below(state, 5))
		return edit_setting_remove(map, symbol_text(setting.name));
	setting.number = setting.type == SETTING_BOOL ? !setting.number : (int64_t)random_below(state, 70000);
	return edit_setting_put(map, setting, &err);
}

static bool is_used(const struct keymap *map, enum definition_kind kind, const struct definition *d)
{
	struct vial_entry entry;

	if (!vial_entry_actions(kind))
		return d->steps;
	vial_entry_of(map, d, DIALECT_NEWEST, &entry);
	return vial_entry_is_used(&entry);
}

/* All is the same but for definitions at the end that are not used. */
static bool same_but_for_unused(const struct keymap *a, const struct keymap *b)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t x = keymap_definitions(a, (enum definition_kind)kind),
		       y = keymap_definitions(b, (enum definition_kind)kind);

		for (size_t i = 0; i < x || i < y; i++) {
			const struct definition *p =
				i < x ? keymap_definition(a, (enum definition_kind)kind, i) : NULL;
			const struct definition *q =
				i < y ? keymap_definition(b, (enum definition_kind)kind, i) : NULL;

			if (p && q ? !definition_equal(p, q)
				   : is_used(p ? a : b, (enum definition_kind)kind, p ? p : q))
				return false;
		}
	}
	for (size_t layer = 0; layer < keymap_layers(a); layer++)
		for (size_t slot = 0; slot < keymap_slots(a); slot++)
			if (!action_equal(keymap_get_slot(a, layer, slot), keymap_get_slot(b, layer, slot)))
				return false;
	for (size_t i = 0; i < keymap_settings(a); i++) {
		const struct setting *other =
			keymap_find_setting(b, symbol_text(keymap_setting_at(a, i)->name));

		if (!other || !setting_equal(other, keymap_setting_at(a, i)))
			return false;
	}
	return keymap_settings(a) == keymap_settings(b);
}

static bool is_slot_edited(const struct layout *layout, const struct keymap *a, const struct keymap *b,
			   struct dynamic_place place)
{
	for (size_t slot = 0; slot < keymap_slots(a); slot++) {
		bool here = slot < layout->keys
				    ? place.part == DYNAMIC_KEYS && layout->key[slot].row == place.b &&
					      layout->key[slot].col == place.c
				    : place.part == DYNAMIC_TURNS &&
					      slot - layout->keys == place.b * TURN_COUNT + (size_t)place.c;

		if (here &&
		    !action_equal(keymap_get_slot(a, place.a, slot), keymap_get_slot(b, place.a, slot)))
			return true;
	}
	return false;
}

static bool is_kind_edited(const struct keymap *a, const struct keymap *b, enum definition_kind kind,
			   size_t index)
{
	size_t x = keymap_definitions(a, kind), y = keymap_definitions(b, kind);

	return (index < x) != (index < y) ||
	       (index < x &&
		!definition_equal(keymap_definition(a, kind, index), keymap_definition(b, kind, index)));
}

/* Whether what was edited is a reason for @place to change. */
static bool is_explained(const struct layout *layout, const struct keymap *a, const struct keymap *b,
			 struct dynamic_place place)
{
	static const enum definition_kind kinds[] = { DEFINITION_TAP_DANCE, DEFINITION_COMBO,
						      DEFINITION_OVERRIDE, DEFINITION_ALT_REPEAT };
	bool macros = false;

	switch ((enum dynamic_part)place.part) {
	case DYNAMIC_KEYS:
	case DYNAMIC_TURNS:
		return is_slot_edited(layout, a, b, place);
	case DYNAMIC_MACROS:
		for (size_t i = 0; i < DYNAMIC_MAX_MACROS; i++)
			macros |= is_kind_edited(a, b, DEFINITION_MACRO, i);
		return macros;
	case DYNAMIC_DANCES:
	case DYNAMIC_COMBOS:
	case DYNAMIC_OVERRIDES:
	case DYNAMIC_ALT_REPEATS:
		return is_kind_edited(a, b, kinds[place.part - DYNAMIC_DANCES], place.a);
	case DYNAMIC_SETTINGS:
		return true; /* at most one, which is looked at */
	default:
		return false;
	}
}

struct counts {
	size_t rounds, lost, wrong, unexplained;
};

static void edit_once(uint32_t *state, const struct random_firmware *firmware, bool sound,
		      struct counts *counts)
{
	struct dynamic_keymap held, before = { 0 };
	struct dynamic_places diff = { 0 };
	struct diagnostics lost = { 0 };
	size_t settings = 0;
	struct keyboard *kb;
	const struct keymap *map, *edited;
	struct keymap *after;
	uint32_t what = random_below(state, 5);

	if (sound)
		random_sound_dynamic(state, firmware, &held);
	else
		random_dynamic(state, firmware, &held);
	kb = random_board(state, &held);
	dynamic_keymap_copy(&before, &held);
	map = map_of(&held, &kb->layout[0]);
	edited = what < 2   ? edit_a_slot(state, &held, map)
		 : what < 4 ? edit_a_definition(state, &held, map)
			    : edit_a_setting(state, map);
	dynamic_keymap_take(&held, &kb->layout[0], edited, &lost);
	after = map_of(&held, &kb->layout[0]);
	counts->rounds++;
	counts->lost += lost.count > 0;
	/* A key that shares its switch with another one takes it along. */
	if (!lost.count && !same_but_for_unused(after, edited)) {
		struct diagnostics again = { 0 };
		struct dynamic_keymap twice = { 0 };

		dynamic_keymap_copy(&twice, &held);
		dynamic_keymap_take(&twice, &kb->layout[0], after, &again);
		counts->wrong += what >= 2 || !same_dynamic(&twice, &held);
		diagnostics_release(&again);
		dynamic_keymap_release(&twice);
	}
	dynamic_keymap_diff(&before, &held, &diff);
	for (size_t i = 0; i < diff.count; i++) {
		counts->unexplained += !is_explained(&kb->layout[0], map, edited, diff.item[i]);
		settings += diff.item[i].part == DYNAMIC_SETTINGS;
	}
	counts->unexplained += settings > (what == 4);
	dynamic_places_release(&diff);
	keymap_unref(after);
	keymap_unref(edited);
	keymap_unref(map);
	keyboard_free(kb);
	diagnostics_release(&lost);
	dynamic_keymap_release(&held);
	dynamic_keymap_release(&before);
}

static void test_edits(void)
{
	for (int sound = 0; sound < 2; sound++) {
		struct counts counts = { 0 };
		uint32_t state = 11;

		for (int firmware = 0; firmware < RANDOM_FIRMWARES; firmware++)
			for (int i = 0; i < 400; i++)
				edit_once(&state, &random_firmware[firmware], sound, &counts);
		ok(!counts.unexplained, "%zu edits change the places that they are about (%zu others)",
		   counts.rounds, counts.unexplained);
		ok(!counts.wrong, "and are what the keyboard holds then, or it is told: %zu (%zu are not)",
		   counts.lost, counts.wrong);
		if (sound)
			ok(counts.lost < counts.rounds / 3 * 2, "more than a third is held");
	}
}

/* A small keyboard of Vial's to be edited by hand. */
static void hold_small(struct dynamic_keymap *held)
{
	*held = (struct dynamic_keymap){
		.dialect = DIALECT_VIAL_6,
		.via = 9,
		.vial = 6,
		.layers = 2,
		.rows = 1,
		.cols = 3,
		.macros = 2,
		.macro_bytes = 8,
		.entries = { { .count = 1 }, { .count = 1 }, { .count = 1 }, { .count = 1 } }
	};
	if (!dynamic_keymap_allocate(held, &err) ||
	    !dynamic_keymap_put_setting(held, (struct dynamic_setting){ .id = 7, .len = 1, .value = 200 },
					&err))
		ok(false, "%s", err.text);
	memcpy(held->macro, "a\0b\0tail", 8);
	held->held = (1u << DYNAMIC_PARTS) - 1;
}

static void is_told(struct dynamic_keymap *held, const struct layout *layout, const struct keymap *edited,
		    const char *want, const char *what)
{
	struct dynamic_keymap before = { 0 };
	struct diagnostics lost = { 0 };

	ok(edited, "%s", what);
	if (!edited)
		return;
	dynamic_keymap_copy(&before, held);
	dynamic_keymap_take(held, layout, edited, &lost);
	ok(lost.count == 1 && strstr(lost.item[0].text, want), "%s",
	   lost.count ? lost.item[0].text : "nothing is told");
	ok(same_dynamic(held, &before), "and nothing is changed");
	diagnostics_release(&lost);
	dynamic_keymap_release(&before);
	keymap_unref(edited);
}

static void test_lost(void)
{
	struct keyboard *kb = tiny_keyboard(1, 3, 0);
	const struct layout *layout = &kb->layout[0];
	struct step steps[] = { { .op = STEP_TEXT, .text = symbol("123456") },
				{ .op = STEP_RESULT, .action = { .kind = ACTION_RAW, .arg = { 0 } } } };
	struct definition macro = { .kind = DEFINITION_MACRO, .step = steps, .steps = 1 };
	struct definition correction = { .kind = DEFINITION_CORRECTION, .name = symbol("teh") };
	struct dynamic_keymap held;
	struct keymap *map;

	hold_small(&held);
	map = map_of(&held, layout);
	is_told(&held, layout, edit_key(map, 1, 2, tiny_action("MY_KEY")), "MY_KEY is no keycode",
		"a keycode that is nobody's");
	is_told(&held, layout, edit_key(map, 0, 0, tiny_action("LT(1, LCTL(KC_A))")),
		"LT(1, LCTL(KC_A)) is no keycode", "one that has no number for all of it");
	is_told(&held, layout, edit_layer_add(map, 2, 0, 0, &err), "2 layers, and no place for 1 more",
		"a layer");
	is_told(&held, layout, edit_layer_delete(map, 1, NULL, &err), "none of which can be removed",
		"one layer less");
	is_told(&held, layout, edit_layer_rename(map, 1, symbol("nav")), "no names of layers", "a name");
	is_told(&held, layout, edit_definition_replace(map, DEFINITION_MACRO, 0, &macro, &err),
		"8 bytes for all macros, and they would take 9", "a macro that is too long");
	steps[0].text = symbol("x");
	is_told(&held, layout, edit_definition_add(map, DEFINITION_MACRO, 2, &macro, &err), "room for 2",
		"a macro too many");
	steps[0] = steps[1];
	is_told(&held, layout, edit_definition_replace(map, DEFINITION_MACRO, 1, &macro, &err),
		"macro 1 stays as it was: step 0", "a step that is none");
	is_told(&held, layout, edit_definition_add(map, DEFINITION_CORRECTION, 0, &correction, &err),
		"no place for definitions of kind correction", "a correction");
	is_told(&held, layout,
		edit_setting_put(map,
				 (struct setting){ .name = symbol("tapping.term"),
						   .type = SETTING_NUMBER,
						   .number = 256 },
				 &err),
		"no number that the keyboard has room for", "a setting of more than a byte");
	is_told(&held, layout,
		edit_setting_put(map, (struct setting){ .name = symbol("combo.term"), .number = 1 }, &err),
		"setting combo.term has no place", "a setting that it has not");
	is_told(&held, layout, edit_setting_remove(map, "tapping.term"), "cannot be taken out",
		"a setting less");
	keymap_unref(map);
	dynamic_keymap_release(&held);
	keyboard_free(kb);
}

static void test_tail(void)
{
	struct keyboard *kb = tiny_keyboard(1, 3, 0);
	struct diagnostics lost = { 0 };
	struct dynamic_keymap held;
	struct step step = { .op = STEP_TEXT, .text = symbol("z") };
	struct definition macro = { .kind = DEFINITION_MACRO, .step = &step, .steps = 1 };
	const struct keymap *edited;
	struct keymap *map;

	hold_small(&held);
	map = map_of(&held, &kb->layout[0]);
	edited = edit_definition_replace(map, DEFINITION_MACRO, 0, &macro, &err);
	dynamic_keymap_take(&held, &kb->layout[0], edited, &lost);
	ok(!memcmp(held.macro, "z\0b\0tai", 8) && !lost.count,
	   "what lies behind the macros stays, but for the last byte, which must be zero");
	keymap_unref(edited);
	edited = edit_definition_delete(map, DEFINITION_MACRO, 0, NULL);
	dynamic_keymap_take(&held, &kb->layout[0], edited, &lost);
	ok(!memcmp(held.macro, "b\0\0\0tai", 8), "room that is not needed any more is zero");
	keymap_unref(edited);
	keymap_unref(map);
	diagnostics_release(&lost);
	dynamic_keymap_release(&held);
	keyboard_free(kb);
}

/* Two keys that are one switch. */
static void test_shared(void)
{
	struct keyboard *kb = tiny_keyboard(1, 3, 0);
	struct diagnostics lost = { 0 };
	struct dynamic_keymap held;
	const struct keymap *one, *both;
	struct keymap *map;

	hold_small(&held);
	kb->layout[0].key[2].col = 0;
	map = map_of(&held, &kb->layout[0]);
	one = edit_key(map, 0, 2, tiny_action("KC_A"));
	both = edit_key(one, 0, 0, tiny_action("KC_B"));
	dynamic_keymap_take(&held, &kb->layout[0], one, &lost);
	ok(held.key[0] == 4 && !lost.count, "either says what it does");
	held.key[0] = 0;
	dynamic_keymap_take(&held, &kb->layout[0], both, &lost);
	ok(held.key[0] == 4 && lost.count == 1 && lost.item[0].place.key == 0, "not both: %s",
	   lost.count ? lost.item[0].text : "");
	keymap_unref(one);
	keymap_unref(both);
	keymap_unref(map);
	diagnostics_release(&lost);
	dynamic_keymap_release(&held);
	keyboard_free(kb);
}

/* What only a file says is no difference to what the keyboard holds. */
static void test_as_held(void)
{
	struct dynamic_keymap held = { 0 };
	struct keyboard *kb = tiny_keyboard(1, 3, 0), *wide = tiny_keyboard(1, 4, 0);
	struct diagnostics lost = { 0 };
	const struct keymap *map, *named, *said, *edited, *as;

	hold_small(&held);
	map = map_of(&held, &kb->layout[0]);
	named = edit_layer_rename(map, 0, symbol("base"));
	said = edit_setting_put(named, (struct setting){ symbol("combo.count"), SETTING_NUMBER, 9, 0 }, &err);
	edited = edit_key(said, 0, 1, tiny_action("KC_F13"));
	as = dynamic_keymap_as_held(&held, &kb->layout[0], said, &lost, &err);
	ok(as && keymap_equal(as, map) && lost.count, "names and settings of the build are left out");
	keymap_unref(as);
	as = dynamic_keymap_as_held(&held, &kb->layout[0], edited, &lost, &err);
	ok(as && action_equal(keymap_get(as, 0, 1), tiny_action("KC_F13")) && !keymap_layer_name(as, 0),
	   "keys are not");
	keymap_unref(as);
	as = dynamic_keymap_as_held(&held, &wide->layout[0], map, &lost, &err);
	ok(!as && err.code == ERR_RANGE, "other keys are refused: %s", err.text);
	held.encoders = 1;
	as = dynamic_keymap_as_held(&held, &kb->layout[0], map, &lost, &err);
	ok(!as && err.code == ERR_RANGE, "other encoders too: %s", err.text);
	keymap_unref(edited);
	keymap_unref(said);
	keymap_unref(named);
	keymap_unref(map);
	diagnostics_release(&lost);
	dynamic_keymap_release(&held);
	keyboard_free(wide);
	keyboard_free(kb);
}

int main(void)
{
	test_exact();
	test_edits();
	test_lost();
	test_tail();
	test_shared();
	test_as_held();
	return tap_done();
}
