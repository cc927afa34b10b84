/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/str.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "model/three_way.h"
#include "random_keymap.h"
#include "tap.h"
#include "tiny.h"

enum { KEYS = 4, TRIPLES = 300 };

static struct action key_action(const char *text)
{
	return tiny_action(text);
}

static const struct keymap *with_key(const struct keymap *map, size_t layer, size_t slot, const char *text)
{
	return edit_slot(map, layer, slot, key_action(text));
}

static struct keymap *base(size_t layers)
{
	struct keymap *map = keymap_new(layers, KEYS, 1);
	struct setting setting = { symbol("tapping.term"), SETTING_NUMBER, 200, 0 };

	for (size_t layer = 0; layer < layers; layer++)
		for (size_t key = 0; key < KEYS; key++)
			keymap_put(map, layer, key, key_action("KC_A"));
	keymap_add_setting(map, setting);
	return map;
}

static struct definition dance(const struct step *step)
{
	return (struct definition){ .kind = DEFINITION_TAP_DANCE, .step = (struct step *)step, .steps = 1 };
}

static const struct keymap *with_dance(const struct keymap *map, const char *text)
{
	struct step step = { .op = STEP_RESULT, .value = 1, .action = key_action(text) };
	struct definition definition = dance(&step);
	struct err err = { 0 };

	return edit_definition_add(map, DEFINITION_TAP_DANCE, keymap_definitions(map, DEFINITION_TAP_DANCE),
				   &definition, &err);
}

static const char *told(const struct three_way *three)
{
	static struct str out;

	str_clear(&out);
	for (size_t i = 0; i < three->rows; i++) {
		const struct three_row *row = &three->row[i];

		str_addf(&out, "%s ", three_state_name(row->state));
		if (row->definition >= 0)
			str_addf(&out, "definition %d %d;", row->kind, row->definition);
		else if (row->setting)
			str_addf(&out, "setting %s;", symbol_text(row->setting));
		else
			str_addf(&out, "%d.%d;", row->layer, row->slot);
	}
	return str_text(&out);
}

static void check(const struct keymap *file, const struct keymap *keyboard, const struct keymap *flashed,
		  const char *expected, const char *what)
{
	struct three_way three;
	struct err err = { 0 };

	if (!three_way_init(&three, file, keyboard, flashed, &err)) {
		ok(false, "%s: %s", what, err.text);
		return;
	}
	is_text(told(&three), expected, "%s", what);
	three_way_release(&three);
}

static void test_states(void)
{
	const struct keymap *a = base(2), *b = with_key(a, 1, 2, "KC_B"), *c = with_key(a, 1, 2, "KC_C");
	const struct keymap *turned = with_key(a, 0, KEYS + 1, "KC_VOLU");

	check(a, a, a, "", "three that are the same");
	check(a, a, NULL, "", "two that are the same, and nothing known of what was flashed");
	check(b, a, a, "file 1.2;", "the file was edited");
	check(a, b, a, "keyboard 1.2;", "the keyboard was edited");
	check(a, a, b, "flashed 1.2;", "both were, alike");
	check(a, b, c, "conflict 1.2;", "all differ");
	check(a, b, NULL, "conflict 1.2;", "two differ, and what was flashed is not known");
	check(turned, a, a, "file 0.5;", "a turn of an encoder");
	keymap_unref(a);
	keymap_unref(b);
	keymap_unref(c);
	keymap_unref(turned);
}

static void test_layers(void)
{
	const struct keymap *two = base(2), *three = base(3),
			    *named = edit_layer_rename(two, 0, symbol("base")),
			    *other = edit_layer_rename(two, 0, symbol("main"));
	const struct keymap *changed = with_key(three, 2, 0, "KC_Z");

	check(three, two, two, "file 2.-1;", "a layer that only the file has");
	check(two, three, two, "keyboard 2.-1;", "one that only the keyboard has");
	check(two, changed, three, "file 2.-1;", "one that the file has not: its keys are no rows");
	check(three, changed, two, "flashed 2.-1;conflict 2.0;",
	      "one that was not flashed: its keys are compared as if that were not known");
	check(named, two, named, "", "a keyboard knows no names");
	check(named, other, named, "keyboard 0.-1;", "another name is one of the layer");
	keymap_unref(two);
	keymap_unref(three);
	keymap_unref(named);
	keymap_unref(other);
	keymap_unref(changed);
}

static void test_tables(void)
{
	const struct keymap *a = base(1), *one = with_dance(a, "KC_1"), *two = with_dance(one, "KC_2"),
			    *otherwise = with_dance(a, "KC_3");
	struct setting setting = { symbol("tapping.term"), SETTING_NUMBER, 150, 0 },
		       another = { symbol("combo.term"), SETTING_NUMBER, 50, 0 };
	struct err err = { 0 };
	const struct keymap *quick = edit_setting_put(a, setting, &err),
			    *more = edit_setting_put(quick, another, &err);

	check(two, one, one, "file definition 2 1;", "a dance more");
	check(one, otherwise, one, "keyboard definition 2 0;", "another dance");
	check(one, otherwise, a, "conflict definition 2 0;", "another dance where none was flashed");
	check(a, more, quick, "keyboard setting combo.term;file setting tapping.term;",
	      "settings, by their names");
	keymap_unref(a);
	keymap_unref(one);
	keymap_unref(two);
	keymap_unref(otherwise);
	keymap_unref(quick);
	keymap_unref(more);
}

static void test_refused(void)
{
	const struct keymap *a = base(1), *wide = keymap_new(1, KEYS + 1, 1), *two = base(2);
	const struct keymap *plain = with_dance(a, "KC_1"), *dances = with_dance(plain, "KC_2");
	struct three_way three;
	struct err err = { 0 };
	struct three_row row = { .layer = 1, .slot = -1, .definition = -1 };

	ok(!three_way_init(&three, a, wide, NULL, &err) && err.code == ERR_RANGE, "other keys: %s", err.text);
	ok(!three_way_init(&three, a, a, wide, &err) && err.code == ERR_RANGE, "other keys: %s", err.text);
	ok(three_way_init(&three, a, two, NULL, &err), "one layer and two");
	ok(!three_way_take(&three, &row, SIDE_FILE, two, &err) && err.code == ERR_NOT_FOUND, "%s", err.text);
	ok(!three_way_take(&three, &row, SIDE_FLASHED, two, &err) && err.code == ERR_NOT_FOUND, "%s",
	   err.text);
	ok(!three_way_take(&three, &row, SIDE_FILE, wide, &err) && err.code == ERR_RANGE, "%s", err.text);
	row.slot = 0;
	ok(!three_way_take(&three, &row, SIDE_KEYBOARD, a, &err) && err.code == ERR_NOT_FOUND, "%s",
	   err.text);
	row = (struct three_row){ .layer = -1, .slot = -1, .kind = DEFINITION_TAP_DANCE, .definition = 0 };
	ok(!three_way_take(&three, &row, SIDE_FILE, dances, &err) && err.code == ERR_RANGE, "%s", err.text);
	three_way_release(&three);
	keymap_unref(a);
	keymap_unref(wide);
	keymap_unref(two);
	keymap_unref(plain);
	keymap_unref(dances);
}

/* @map, with another name, key, turn, definition or setting, a layer more or one less. */
static const struct keymap *mutated(uint32_t *state, const struct keymap *map)
{
	const struct keymap *other = random_keymap(state, keymap_layers(map), KEYS, 1), *next = NULL;
	size_t layer = random_below(state, (uint32_t)keymap_layers(map)),
	       dances = keymap_definitions(map, DEFINITION_TAP_DANCE);
	char name[20];
	struct err err;

	snprintf(name, sizeof(name), "part%u.x", (unsigned)random_below(state, 5));
	switch (random_below(state, 7)) {
	case 0:
		next = edit_layer_rename(map, layer, symbol(name));
		break;
	case 1:
		next = edit_layer_add(map, keymap_layers(map), -1, symbol(name), &err);
		break;
	case 2:
		next = edit_layer_delete(map, keymap_layers(map) - 1, NULL, &err);
		break;
	case 3:
		next = edit_setting_put(map, (struct setting){ symbol(name), SETTING_BOOL, 1, 0 }, &err);
		break;
	case 4:
		next = edit_setting_remove(map, name);
		break;
	case 5:
		next = dances ? edit_definition_delete(map, DEFINITION_TAP_DANCE, 0, NULL)
			      : with_dance(map, "KC_1");
		break;
	default:
		next = edit_slot(map, layer, random_below(state, KEYS + TURN_COUNT),
				 keymap_get_slot(other, 0, 0));
	}
	keymap_unref(other);
	return next ? next : keymap_ref(map);
}

static const struct keymap *mutated_often(uint32_t *state, const struct keymap *map)
{
	const struct keymap *now = keymap_ref(map);

	for (uint32_t left = random_below(state, 12); left; left--) {
		const struct keymap *next = mutated(state, now);

		keymap_unref(now);
		now = next;
	}
	return now;
}

/* @side with the names that @map has where it has none: those stay. */
static bool is_side(const struct keymap *map, const struct keymap *side)
{
	const struct keymap *now = keymap_ref(side);
	bool same;

	for (size_t layer = 0; layer < keymap_layers(side) && layer < keymap_layers(map); layer++) {
		const struct keymap *next;

		if (keymap_layer_name(side, layer))
			continue;
		next = edit_layer_rename(now, layer, keymap_layer_name(map, layer));
		keymap_unref(now);
		now = next;
	}
	same = keymap_equal(map, now);
	keymap_unref(now);
	return same;
}

static bool has_row(const struct three_way *three, const struct three_row *row)
{
	for (size_t i = 0; i < three->rows; i++)
		if (three->row[i].layer == row->layer && three->row[i].slot == row->slot &&
		    three->row[i].definition == row->definition && three->row[i].setting == row->setting &&
		    (row->definition < 0 || three->row[i].kind == row->kind))
			return true;
	return false;
}

/* That what was taken differs from @side there no more, and from @map nowhere else. */
static bool took(const struct three_way *three, const struct three_row *row, enum three_side side,
		 const struct keymap *map, const struct keymap *taken)
{
	struct three_way now, moved;
	struct err err;
	bool done, whole_layer = row->layer >= 0 && row->slot < 0;

	if (!three_way_init(&now, taken, three->side[side], NULL, &err) ||
	    !three_way_init(&moved, taken, map, NULL, &err))
		return false;
	done = !has_row(&now, row) && three_way_same(row, taken, three->side[side]);
	for (size_t i = 0; i < moved.rows; i++)
		done = done && moved.row[i].layer == row->layer &&
		       (whole_layer || (moved.rows == 1 && has_row(&moved, row)));
	three_way_release(&now);
	three_way_release(&moved);
	return done;
}

struct tally {
	size_t rows, wrong_count, wrong_at, wrong_same, wrong_all, wrong_row, taken, refused, layers,
		wrong_layer;
};

static void check_counts(const struct three_way *three, struct tally *tally)
{
	size_t count[THREE_CONFLICT + 1] = { 0 };

	for (size_t i = 0; i < three->rows; i++) {
		const struct three_row *row = &three->row[i];

		count[row->state]++;
		tally->wrong_same += (row->state == THREE_FLASHED) !=
				     three_way_same(row, three->side[SIDE_FILE], three->side[SIDE_KEYBOARD]);
		if (row->slot >= 0)
			tally->wrong_at +=
				three_way_at(three, (size_t)row->layer, (size_t)row->slot) != row->state;
	}
	tally->rows += three->rows;
	tally->wrong_count += memcmp(count, three->count, sizeof(count)) != 0 || count[THREE_SAME];
}

static void check_takes(const struct three_way *three, const struct keymap *map, struct tally *tally)
{
	struct err err;

	for (int side = 0; side < SIDE_COUNT; side++) {
		const struct keymap *all = three_way_take_layer(three, -1, (enum three_side)side, map, &err);

		tally->wrong_all += !all || !is_side(all, three->side[side]);
		keymap_unref(all);
		for (size_t i = 0; i < three->rows; i++) {
			const struct keymap *taken =
				three_way_take(three, &three->row[i], (enum three_side)side, map, &err);

			tally->taken += taken != NULL;
			tally->refused += !taken;
			tally->wrong_row +=
				taken && !took(three, &three->row[i], (enum three_side)side, map, taken);
			keymap_unref(taken);
		}
	}
}

static bool layer_is(const struct keymap *a, const struct keymap *b, size_t layer)
{
	for (size_t slot = 0; slot < keymap_slots(a); slot++)
		if (!action_equal(keymap_get_slot(a, layer, slot), keymap_get_slot(b, layer, slot)))
			return false;
	return true;
}

static void check_layers(const struct three_way *three, const struct keymap *map, struct tally *tally)
{
	struct err err;

	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		const struct keymap *taken =
			three_way_take_layer(three, (int)layer, SIDE_KEYBOARD, map, &err);

		if (layer >= keymap_layers(three->side[SIDE_KEYBOARD])) {
			tally->wrong_layer += taken != NULL;
		} else {
			tally->layers++;
			tally->wrong_layer += !taken || !keymap_same_tables(taken, map);
			for (size_t i = 0; taken && i < keymap_layers(map); i++)
				tally->wrong_layer +=
					!layer_is(taken, i == layer ? three->side[SIDE_KEYBOARD] : map, i);
		}
		keymap_unref(taken);
	}
}

static void test_random(void)
{
	uint32_t state = 1;
	struct tally tally = { 0 };

	for (int i = 0; i < TRIPLES; i++) {
		const struct keymap *from = random_keymap(&state, 1 + random_below(&state, 3), KEYS, 1),
				    *side[SIDE_COUNT];
		struct three_way three;
		struct err err;

		for (int k = 0; k < SIDE_COUNT; k++)
			side[k] = mutated_often(&state, from);
		if (three_way_init(&three, side[SIDE_FILE], side[SIDE_KEYBOARD], side[SIDE_FLASHED], &err)) {
			check_counts(&three, &tally);
			check_takes(&three, side[i % SIDE_COUNT], &tally);
			check_layers(&three, side[SIDE_FILE], &tally);
			three_way_release(&three);
		}
		for (int k = 0; k < SIDE_COUNT; k++)
			keymap_unref(side[k]);
		keymap_unref(from);
	}
	printf("# %zu rows, %zu taken, %zu refused, %zu layers\n", tally.rows, tally.taken, tally.refused,
	       tally.layers);
	ok(tally.rows > 1000 && !tally.wrong_count && !tally.wrong_at && !tally.wrong_same,
	   "rows are counted, and stand as told");
	ok(!tally.wrong_all, "all of a side gives that side: %zu wrong", tally.wrong_all);
	ok(tally.taken > tally.refused && !tally.wrong_row, "a row gives that row alone: %zu wrong",
	   tally.wrong_row);
	ok(tally.layers > 100 && !tally.wrong_layer, "a layer gives that layer alone: %zu wrong",
	   tally.wrong_layer);
}

int main(void)
{
	test_states();
	test_layers();
	test_tables();
	test_refused();
	test_random();
	return tap_done();
}
