/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KERNEL_USBIP_H
#define KERNEL_USBIP_H

#include "gadget.h"

/*
 * The device's side of USB/IP, as the kernel's vhci-hcd speaks it over a socket (Documentation/usb/usbip_protocol.rst): it
 * submits transfers and takes them back.
 */
struct usbip;

struct usbip *usbip_new(int socket, struct gadget *gadget); /* @gadget is borrowed, @socket taken */
void usbip_free(struct usbip *ip);                          /* unplugs it */

/* Read what has come, and answer what can be answered. False: the host has closed the connection, or speaks nonsense. */
bool usbip_turn(struct usbip *ip, int64_t now_us, bool readable);
bool usbip_waits(const struct usbip *ip); /* a transfer has no answer yet */

#endif
