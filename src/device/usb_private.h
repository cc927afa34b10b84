/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_USB_PRIVATE_H
#define DEVICE_USB_PRIVATE_H

#include <libusb.h>

#include "device/device.h"

/* "usb:1-4.2" of a device; false for a root hub, which has no port. */
bool usb_device_id(libusb_device *dev, char *out, size_t size);

/* All that libusb and sysfs tell without opening it. */
void usb_describe(libusb_device *dev, struct device *out);

/* Names of the alternate settings, which only the device itself can tell. False when it did not tell all. */
bool usb_read_names(libusb_device_handle *handle, struct device *d);

/* What a libusb error means here. */
enum err_code usb_error(int code);

#endif
