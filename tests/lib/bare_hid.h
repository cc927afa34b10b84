/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_BARE_HID_H
#define TESTS_BARE_HID_H

#include "device/hid.h"

/* @inner (taken) as firmware that is not QMK's would be: its replies do not end in what the request ended in, but in zeros. */
struct hid *bare_hid_new(struct hid *inner);

/* Put another in the place of the one within: that is there when it is opened again. */
void bare_hid_next(struct hid *bare, struct hid *next);

#endif
