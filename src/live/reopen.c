/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "live_private.h"

/* A new conversation: nothing of the old one is still under way. */
static void start_anew(struct exchange *x)
{
	struct exchange fresh;

	exchange_init(&fresh, x->hid);
	fresh.round_trips = x->round_trips;
	fresh.foreign = x->foreign;
	fresh.late = x->late;
	dynamic_places_release(&x->sync);
	*x = fresh;
}

static bool is_same(const struct dynamic_keymap *a, const struct dynamic_keymap *b)
{
	bool same = a->layers == b->layers && a->macros == b->macros && a->macro_bytes == b->macro_bytes;

	for (size_t i = 0; i < COUNT(a->entries); i++)
		same = same && a->entries[i].count == b->entries[i].count;
	return same;
}

bool live_reopen(struct live *live, int timeout_ms, const volatile sig_atomic_t *cancel, struct err *err)
{
	struct live_identity now;
	struct dynamic_keymap before = live->held; /* counts alone */

	live->held.held = 0;
	live->unlocked_by_us = false;
	if (!hid_reopen(live->x.hid, timeout_ms, cancel, err))
		return false;
	start_anew(&live->x);
	if (!hello(&live->x, &now, err))
		return false;
	if (now.via != live->identity.via || now.vial != live->identity.vial || now.uid != live->identity.uid)
		return err_set(err, ERR_REFUSED,
			       "%s came back with another firmware; close it and open it again",
			       now.device.id);
	live->identity = now;
	if (!before.rows)
		return true;
	if (!live_set_size(live, (int)live->asked.rows, (int)live->asked.cols, (int)live->asked.encoders,
			   err))
		return false;
	return is_same(&before, &live->held) ||
	       err_set(err, ERR_REFUSED, "%s came back with another size; close it and open it again",
		       now.device.id);
}
