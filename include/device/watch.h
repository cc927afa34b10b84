/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_WATCH_H
#define DEVICE_WATCH_H

#include <signal.h>

#include "base/err.h"
#include "device/list.h"

/* What to wait for, and what to tell meanwhile. */
struct device_wait {
	/* Is this the one? NULL: wait for none, until the time is over. */
	bool (*match)(const struct device *d, void *ctx);
	/* Called at every change, first with all that is there as @added. NULL: nobody asks. */
	void (*changed)(const struct devices *added, const struct devices *removed, void *ctx);
	/* Asked several times a second: false stops it, ERR_CANCELLED. NULL: nobody is asked. */
	bool (*goes_on)(void *ctx);
	void *ctx;
	int timeout_ms;                      /* -1: for ever */
	const volatile sig_atomic_t *cancel; /* not 0: stop; NULL: nobody does */
};

/* Wait for a USB device, one that is there already included. ERR_TIMEOUT, ERR_CANCELLED, or what
 * devices_scan() failed with. */
bool device_wait(const struct device_wait *how, struct device *out, struct err *err) NODISCARD;

#endif
