/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/mem.h"
#include "comparison.h"

bool comparison_init(struct comparison *comparison, const struct dynamic_keymap *held,
		     const struct layout *layout, const struct keymap *file, const struct keymap *flashed,
		     struct err *err)
{
	const struct keymap *side[SIDE_COUNT] = { 0 };
	struct diagnostics known = { 0 };
	struct err other;
	bool done = false;

	comparison_release(comparison);
	dynamic_keymap_copy(&comparison->held, held);
	side[SIDE_FILE] = dynamic_keymap_as_held(held, layout, file, &comparison->lost, err);
	side[SIDE_KEYBOARD] = dynamic_keymap_map(held, layout, &known);
	/* What was flashed on another layout of this keyboard tells nothing of this one. */
	if (flashed)
		side[SIDE_FLASHED] = dynamic_keymap_as_held(held, layout, flashed, &known, &other);
	if (side[SIDE_FILE])
		done = three_way_init(&comparison->three, side[SIDE_FILE], side[SIDE_KEYBOARD],
				      side[SIDE_FLASHED], err);
	for (int i = 0; i < SIDE_COUNT; i++)
		keymap_unref(side[i]);
	diagnostics_release(&known);
	return done;
}

void comparison_release(struct comparison *comparison)
{
	three_way_release(&comparison->three);
	dynamic_keymap_release(&comparison->held);
	keymap_unref(comparison->document);
	keymap_unref(comparison->now);
	diagnostics_release(&comparison->lost);
	board_release(&comparison->board);
	*comparison = (struct comparison){ 0 };
}

bool comparison_follow(struct comparison *comparison, const struct layout *layout, const struct keymap *map)
{
	struct diagnostics lost = { 0 };
	struct err other;

	if (comparison->document == map)
		return true;
	keymap_unref(comparison->document);
	keymap_unref(comparison->now);
	comparison->document = keymap_ref(map);
	comparison->now = dynamic_keymap_as_held(&comparison->held, layout, map, &lost, &other);
	diagnostics_release(&lost);
	return comparison->now;
}

bool comparison_is_as(const struct comparison *comparison, const struct three_row *row, enum three_side side)
{
	const struct keymap *map = comparison->three.side[side];

	return map && comparison->now && three_way_same(row, comparison->now, map);
}

const struct three_row *comparison_selected(const struct comparison *comparison)
{
	size_t selected = comparison->list.selected;

	return selected < comparison->three.rows ? &comparison->three.row[selected] : NULL;
}

char comparison_letter(enum three_state state)
{
	static const char letters[] = { ' ', 'f', 'k', '=', '!' };

	_Static_assert(sizeof(letters) == THREE_CONFLICT + 1, "a letter for each state");
	return letters[state];
}

struct board_note *comparison_notes(const struct comparison *comparison, size_t layer)
{
	size_t slots = keymap_slots(comparison->three.side[SIDE_KEYBOARD]);
	struct board_note *note = mem_new(slots + 1, sizeof(*note));

	for (size_t slot = 0; slot < slots; slot++) {
		enum three_state state = three_way_at(&comparison->three, layer, slot);

		if (state == THREE_SAME)
			continue;
		note[slot] = (struct board_note){ { comparison_letter(state) },
						  state == THREE_CONFLICT ? STYLE_WARNING : STYLE_MATCH };
	}
	return note;
}
