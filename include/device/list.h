/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_LIST_H
#define DEVICE_LIST_H

#include "base/err.h"
#include "base/str.h"
#include "device/device.h"

/* Devices in order of id. Zero-initialise. */
struct devices {
	struct device *item; /* owned */
	size_t count, cap;
};

void devices_release(struct devices *list);
void devices_clear(struct devices *list);

/* Add a copy at its place; one of the same id is replaced. */
void devices_add(struct devices *list, const struct device *d);

const struct device *devices_find(const struct devices *list, const char *id); /* borrowed; NULL: none */

/* Same place, ids and node? One that came back as another at the same port is not the same. */
bool device_same(const struct device *a, const struct device *b);

/* What is new in @now and what is no longer there of @before. The lists are cleared first. */
void devices_diff(const struct devices *before, const struct devices *now, struct devices *added,
		  struct devices *removed);

/* All USB devices but root hubs, into @out (cleared first). Claims nothing; opens only bootloaders, for the
 * names of their alternate settings. What may not be opened is described as far as the system tells. */
bool devices_scan(struct devices *out, struct err *err) NODISCARD;

/* The simulated devices that transport_open() and hid_open_device() know. */
void devices_add_fakes(struct devices *list);

/* Bootloader or keyboard with a raw HID interface: what a user of this program looks for. */
bool device_is_relevant(const struct device *d);

/* The udev rule that gives the logged-in user access to this VID:PID alone, one line without newline. */
void device_udev_rule(const struct device *d, struct str *out);

/* Why the device may not be opened and how to change that, one line: the rule, its file and what to run, or
 * what else is wrong. */
void device_open_help(const struct device *d, struct str *out);

/* Would the rule help? */
bool device_needs_rule(const struct device *d);

#endif
