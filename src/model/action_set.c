/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/action_set.h"

enum { FIRST_SLOTS = 256 }; /* a power of two, as each later size */

void action_set_release(struct action_set *set)
{
	free(set->action);
	free(set->slot);
	*set = (struct action_set){ 0 };
}

/* FNV-1a over the members, a word at a time. */
static uint32_t hash(struct action action)
{
	uint32_t h = 2166136261u;

	h = (h ^ (action.kind | (uint32_t)action.flags << 16)) * 16777619u;
	for (int i = 0; i < 3; i++)
		h = (h ^ action.arg[i]) * 16777619u;
	return h ^ h >> 15;
}

/* The slot that has @action, or where it belongs. */
static uint32_t *find(const struct action_set *set, struct action action)
{
	size_t at = hash(action) & (set->slots - 1);

	while (set->slot[at] && !action_equal(set->action[set->slot[at] - 1], action))
		at = (at + 1) & (set->slots - 1);
	return &set->slot[at];
}

static void grow(struct action_set *set)
{
	set->slots = set->slots ? 2 * set->slots : FIRST_SLOTS;
	free(set->slot);
	set->slot = mem_new(set->slots, sizeof(*set->slot));
	for (size_t i = 0; i < set->count; i++)
		*find(set, set->action[i]) = (uint32_t)i + 1;
}

size_t action_set_add(struct action_set *set, struct action action, bool *added)
{
	uint32_t *slot;

	if (2 * (set->count + 1) > set->slots)
		grow(set);
	slot = find(set, action);
	*added = !*slot;
	if (*added) {
		set->action = mem_grow(set->action, set->count, &set->cap, sizeof(*set->action));
		set->action[set->count++] = action;
		*slot = (uint32_t)set->count;
	}
	return *slot - 1;
}
