/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "layer_plan.h"

/* How much of @layer speaks for it being @origin, of which there are copies. */
static size_t likeness(const struct keymap *before, const struct keymap *after, size_t layer, size_t origin)
{
	size_t same = 0;

	for (size_t slot = 0; slot < keymap_slots(after); slot++)
		same += action_equal(keymap_get_slot(after, layer, slot),
				     keymap_get_slot(before, origin, slot));
	return same + (keymap_layer_name(after, layer) == keymap_layer_name(before, origin)
			       ? keymap_slots(after)
			       : 0);
}

/* The layer that is most like its origin is that one; the others are copies. */
static void match(struct layer_plan *plan, const struct keymap *before, const struct keymap *after,
		  size_t layer)
{
	int origin = keymap_layer_origin(after, layer), other;

	if (origin < 0 || (size_t)origin >= keymap_layers(before))
		return;
	other = plan->to[origin];
	if (other != LAYER_GONE && likeness(before, after, layer, (size_t)origin) <=
					   likeness(before, after, (size_t)other, (size_t)origin)) {
		plan->copy[layer] = origin;
		return;
	}
	if (other != LAYER_GONE) {
		plan->from[other] = LAYER_GONE;
		plan->copy[other] = origin;
	}
	plan->from[layer] = origin;
	plan->to[origin] = (int)layer;
}

void layer_plan_make(struct layer_plan *plan, const struct keymap *before, const struct keymap *after)
{
	*plan = (struct layer_plan){ .moved = keymap_layers(before) != keymap_layers(after) };
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		plan->from[i] = plan->copy[i] = plan->to[i] = LAYER_GONE;
	for (size_t i = 0; i < keymap_layers(after); i++)
		match(plan, before, after, i);
	for (size_t i = 0; i < keymap_layers(after); i++) {
		int from = plan->from[i];

		plan->moved |= from != (int)i;
		plan->renamed |= from != LAYER_GONE &&
				 keymap_layer_name(after, i) != keymap_layer_name(before, (size_t)from);
	}
}

struct action layer_plan_action(const struct layer_plan *plan, struct action action)
{
	return action_renumbered(action, plan->to, KEYMAP_MAX_LAYERS);
}

uint32_t layer_plan_mask(const struct layer_plan *plan, uint32_t mask)
{
	uint32_t after = 0;

	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		if (mask >> i & 1 && plan->to[i] != LAYER_GONE)
			after |= UINT32_C(1) << plan->to[i];
	return after;
}
