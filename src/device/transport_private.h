/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_TRANSPORT_PRIVATE_H
#define DEVICE_TRANSPORT_PRIVATE_H

#include "device/transport.h"

/* transport_open() of one kind each. @spec is what follows "fake:"; @id is all of it. */
struct transport *transport_fake_open(const char *spec, struct err *err);
struct transport *transport_usb_open(const char *id, struct err *err);

/* Record why a control request failed, in the same words for every kind of transport. Always returns -1. */
int transport_control_failed(const struct transport *t, const struct usb_setup *setup, enum err_code code,
			     int timeout_ms, struct err *err);

#endif
