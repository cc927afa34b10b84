/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "live_private.h"

bool live_listen(struct live *live, int timeout_ms, unsigned *parts, struct dynamic_places *places,
		 struct err *err)
{
	struct exchange *x = &live->x;

	*parts = 0;
	if (!exchange_drain(x, timeout_ms, err))
		return false;
	if (x->sync_all || x->sync.count)
		*parts = 1u << DYNAMIC_VALUES;
	for (size_t i = 0; !x->sync_all && i < x->sync.count; i++)
		dynamic_places_add(places, x->sync.item[i]);
	x->sync_all = false;
	x->sync.count = 0;
	return true;
}
