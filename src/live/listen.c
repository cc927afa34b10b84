/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "live_private.h"

/* All values of that channel and id that are held, whichever of several they are. */
static bool add_values(const struct dynamic_keymap *held, struct dynamic_place named,
		       struct dynamic_places *places)
{
	bool found = false;

	for (size_t i = 0; i < held->values; i++) {
		if (held->value[i].channel != named.a || held->value[i].id != named.b)
			continue;
		named.c = held->value[i].index;
		dynamic_places_add(places, named);
		found = true;
	}
	return found;
}

bool live_listen(struct live *live, int timeout_ms, unsigned *parts, struct dynamic_places *places,
		 struct err *err)
{
	struct exchange *x = &live->x;
	bool changed;

	*parts = 0;
	if (!exchange_drain(x, timeout_ms, err))
		return false;
	changed = x->sync_all;
	for (size_t i = 0; !x->sync_all && i < x->sync.count; i++)
		changed |= add_values(&live->held, x->sync.item[i], places);
	if (changed)
		*parts = 1u << DYNAMIC_VALUES;
	x->sync_all = false;
	x->sync.count = 0;
	return true;
}
