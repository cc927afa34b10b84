/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/action_walk.h"

struct action_walk action_walk_start(const struct keymap *map)
{
	return (struct action_walk){ .map = map,
				     .place = PLACE_NONE,
				     .layers = keymap_layers(map),
				     .keys = keymap_keys(map),
				     .slots = keymap_slots(map) };
}

static bool next_on_layers(struct action_walk *walk)
{
	if (walk->slot == walk->slots) {
		walk->slot = 0;
		walk->layer++;
	}
	if (walk->layer >= walk->layers || !walk->slots)
		return false;
	walk->place.layer = (int)walk->layer;
	walk->place.key = walk->slot < walk->keys ? (int)walk->slot : -1;
	walk->place.encoder = walk->slot < walk->keys ? -1 : (int)((walk->slot - walk->keys) / TURN_COUNT);
	walk->action = keymap_get_slot(walk->map, walk->layer, walk->slot++);
	return true;
}

static bool step_has_action(const struct step *step)
{
	return step->op == STEP_TAP || step->op == STEP_DOWN || step->op == STEP_UP ||
	       step->op == STEP_RESULT;
}

/* The next definition, kind by kind. Its steps are many, and it is found by counting. */
static bool next_definition(struct action_walk *walk)
{
	for (walk->step = 0; walk->kind < DEFINITION_KIND_COUNT; walk->kind++, walk->index = 0)
		if (walk->index < keymap_definitions(walk->map, walk->kind)) {
			walk->definition = keymap_definition(walk->map, walk->kind, walk->index);
			walk->place = place_of_definition((int)walk->kind, walk->index++);
			return true;
		}
	return false;
}

bool action_walk_next(struct action_walk *walk)
{
	if (next_on_layers(walk))
		return true;
	while (walk->definition || next_definition(walk)) {
		while (walk->step < walk->definition->steps) {
			const struct step *step = &walk->definition->step[walk->step++];

			if (!step_has_action(step))
				continue;
			walk->action = step->action;
			return true;
		}
		walk->definition = NULL;
	}
	walk->place = PLACE_NONE;
	return false;
}
