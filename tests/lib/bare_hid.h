/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_BARE_HID_H
#define TESTS_BARE_HID_H

#include "device/hid.h"

/* @inner (taken) as firmware that is not QMK's would be: its replies do not end in what the request ended in, but in zeros. */
struct hid *bare_hid_new(struct hid *inner);

#endif
