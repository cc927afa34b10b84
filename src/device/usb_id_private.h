/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_USB_ID_PRIVATE_H
#define DEVICE_USB_ID_PRIVATE_H

#include "device/device.h"

/* Made from data/usb_ids.tsv; in order of VID and PID. */
extern const struct usb_id usb_id_rows[];
extern const size_t usb_id_row_count;

#endif
