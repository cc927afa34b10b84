/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_DEVICES_H
#define UI_DEVICES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* A connected device as `keyplane devices --json` tells it: this process opens none. Texts are escaped. */
struct device_seen {
	char id[64], kind[24], name[128], driver[24], trouble[512];
};

/* Sorted as the child sorts them. Zero-initialise. */
struct devices_seen {
	struct device_seen *item;
	size_t count, cap;
	char arrived[64]; /* the device that the last line said has come; "": it was of another sort */
};

void devices_seen_release(struct devices_seen *seen);

/* Take a line of the child: an array of all that is there, or one device that came or went. False, with @seen as it
 * was, when it is neither. */
bool devices_seen_line(struct devices_seen *seen, const char *line, struct err *err);

/* How many bootloaders can be flashed. */
size_t devices_seen_flashable(const struct devices_seen *seen);

#endif
