/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_HID_PRIVATE_H
#define DEVICE_HID_PRIVATE_H

#include "device/hid.h"

/* hid_open_device() of one kind each. @spec is what follows "fake:"; @id is all of it. */
struct hid *hid_fake_open(const char *spec, struct err *err);
struct hid *hid_raw_open(const char *id, struct err *err);

#endif
