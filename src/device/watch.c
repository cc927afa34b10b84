/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <libusb.h>

#include "base/clock.h"
#include "device/watch.h"

enum {
	TURN_MS = 100,   /* how soon a cancel is seen */
	POLL_MS = 500,   /* where the system does not tell */
	IDLE_MS = 2000,  /* where it does: libusb loses what happens while a context starts */
	SETTLE_MS = 200, /* after an event: hidraw nodes and permissions follow a little later */
	SETTLE_TURNS = 8,
};

struct watch {
	libusb_context *ctx;
	bool told;      /* the system tells when something changes */
	bool event;     /* it did */
	int settle;     /* scans that are still due after the last event */
	int64_t due_ms; /* when to scan next */
};

static int LIBUSB_CALL on_event(libusb_context *ctx, libusb_device *dev, libusb_hotplug_event event,
				void *user)
{
	struct watch *w = user;

	(void)ctx, (void)dev, (void)event;
	w->event = true;
	return 0;
}

static bool watch_init(struct watch *w, struct err *err)
{
	int code = libusb_init(&w->ctx);

	if (code)
		return err_set(err, ERR_IO, "starting libusb: %s", libusb_strerror(code));
	w->told = libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG) &&
		  !libusb_hotplug_register_callback(
			  w->ctx, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
			  LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
			  on_event, w, NULL);
	return true;
}

/* Sleep a turn, or until something happens. True: it is time to scan. */
static bool watch_turn(struct watch *w)
{
	struct timeval turn = { 0, TURN_MS * 1000 };

	libusb_handle_events_timeout_completed(w->ctx, &turn, NULL);
	if (w->event) {
		w->event = false;
		w->settle = SETTLE_TURNS;
		return true;
	}
	if (clock_now_ms() < w->due_ms)
		return false;
	if (w->settle)
		w->settle--;
	return true;
}

static const struct device *find_match(const struct devices *list, const struct device_wait *how)
{
	for (size_t i = 0; how->match && i < list->count; i++)
		if (how->match(&list->item[i], how->ctx))
			return &list->item[i];
	return NULL;
}

/* Scan, tell what changed, and make @now the new state. */
static bool scan(const struct device_wait *how, struct devices *now, struct err *err)
{
	struct devices next = { 0 }, added = { 0 }, removed = { 0 };

	if (!devices_scan(&next, err)) {
		devices_release(&next);
		return false;
	}
	devices_diff(now, &next, &added, &removed);
	if (how->changed && (added.count || removed.count))
		how->changed(&added, &removed, how->ctx);
	devices_release(&added);
	devices_release(&removed);
	devices_release(now);
	*now = next;
	return true;
}

bool device_wait(const struct device_wait *how, struct device *out, struct err *err)
{
	int64_t deadline_ms = clock_now_ms() + how->timeout_ms;
	struct watch w = { .settle = SETTLE_TURNS };
	struct devices now = { 0 };
	const struct device *match;
	bool due = true, found = false;

	if (!watch_init(&w, err))
		return false;
	for (;;) {
		if ((how->cancel && *how->cancel) || (how->goes_on && !how->goes_on(how->ctx))) {
			err_set(err, ERR_CANCELLED, "cancelled");
			break;
		}
		if (due && !scan(how, &now, err))
			break;
		if (due) {
			w.due_ms = clock_now_ms() + (w.settle ? SETTLE_MS : w.told ? IDLE_MS : POLL_MS);
			match = find_match(&now, how);
			/* Who may open a new node is set a little after it is there. */
			if (match && (match->openable || !w.settle)) {
				*out = *match;
				found = true;
				break;
			}
		}
		if (how->timeout_ms >= 0 && clock_now_ms() >= deadline_ms) {
			err_set(err, ERR_TIMEOUT, "no such device appeared within %d ms", how->timeout_ms);
			break;
		}
		due = watch_turn(&w);
	}
	devices_release(&now);
	libusb_exit(w.ctx);
	return found;
}
