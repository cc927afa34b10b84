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

static bool is_same_size(const struct dynamic_keymap *a, const struct dynamic_keymap *b)
{
	bool same = a->layers == b->layers && a->macros == b->macros && a->macro_bytes == b->macro_bytes;

	for (size_t i = 0; i < COUNT(a->entries); i++)
		same = same && a->entries[i].count == b->entries[i].count;
	return same;
}

static bool is_same_firmware(const struct live_identity *a, const struct live_identity *b)
{
	return a->via == b->via && a->vial == b->vial && a->uid == b->uid && a->dialect == b->dialect;
}

/* Nothing is known of it, so that nothing can be written to it. */
static bool refuse(struct live *live, const char *what, struct err *err)
{
	dynamic_keymap_release(&live->held);
	return err_set(err, ERR_REFUSED, "%s came back with another %s; close it and open it again",
		       live->x.hid->device.id, what);
}

bool live_reopen(struct live *live, int timeout_ms, const volatile sig_atomic_t *cancel, struct err *err)
{
	const struct dynamic_keymap before = live->told;
	const bool is_sized = live->held.rows;
	struct live_identity now;

	live->held.held = 0;
	live->unlocked_by_us = false;
	if (!hid_reopen(live->x.hid, timeout_ms, cancel, err))
		return false;
	start_anew(&live->x);
	if (!hello(&live->x, &now, err))
		return false;
	if (!is_same_firmware(&now, &live->identity))
		return refuse(live, "firmware", err);
	live->identity = now;
	if (!is_sized)
		return true;
	if (!live_set_size(live, (int)before.rows, (int)before.cols, (int)before.encoders, err))
		return false;
	return is_same_size(&before, &live->told) || refuse(live, "size", err);
}
