/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usbfs of the test bed: what libusb asks of a node, from a simulated bootloader. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/usbdevice_fs.h>

#include "bed_port.h"

GMutex bed_lock;

static int64_t now_ms(void)
{
	return g_get_monotonic_time() / 1000;
}

/* What a request comes to: bytes, FAKE_NAK, FAKE_SILENT or a negative errno. */
static int run_control(struct port *port, const struct usb_setup *setup, void *buf, size_t len)
{
	int n = fake_control(port->fake, now_ms(), setup, buf, len);

	return n == FAKE_STALL ? -EPIPE : n == FAKE_GONE ? -ESHUTDOWN : n;
}

static void run_urb(struct port *port, struct urb *u)
{
	const struct usbdevfs_urb *urb = (const struct usbdevfs_urb *)u->data->data;
	const uint8_t *raw = urb->buffer;
	struct usb_setup setup = { raw[0], raw[1], (uint16_t)(raw[2] | raw[3] << 8),
				   (uint16_t)(raw[4] | raw[5] << 8) };

	if (u->silent || u->done)
		return;
	u->result = run_control(port, &setup, (uint8_t *)urb->buffer + 8, (size_t)urb->buffer_length - 8);
	u->silent = u->result == FAKE_SILENT;
	u->done = u->result != FAKE_NAK && u->result != FAKE_SILENT;
}

static int submit(struct port *port, UMockdevIoctlClient *client, UMockdevIoctlData *data)
{
	struct usbdevfs_urb *urb = (struct usbdevfs_urb *)data->data;
	struct urb *u = &port->urb[port->urbs];

	if (fake_place(port->fake) != FAKE_ATTACHED)
		return -ENODEV;
	if (urb->type != USBDEVFS_URB_TYPE_CONTROL || urb->buffer_length < 8 || port->urbs == MAX_URBS)
		return -EINVAL;
	if (!umockdev_ioctl_data_resolve(data, offsetof(struct usbdevfs_urb, buffer),
					 (gsize)urb->buffer_length, NULL))
		return -EFAULT;
	*u = (struct urb){ .client = client, .data = g_object_ref(data) };
	port->urbs++;
	run_urb(port, u);
	return 0;
}

/* Give back an URB that is done. The nodes poll as ready always here, so wait a little when there is none. */
static int reap(struct port *port, UMockdevIoctlClient *client, UMockdevIoctlData *arg,
		UMockdevIoctlData **taken)
{
	struct usbdevfs_urb *urb;

	for (size_t i = 0; i < port->urbs; i++) {
		struct urb *u = &port->urb[i];

		if (u->client != client)
			continue;
		run_urb(port, u);
		if (!u->done)
			continue;
		urb = (struct usbdevfs_urb *)u->data->data;
		urb->status = u->result < 0 ? u->result : 0;
		urb->actual_length = u->result < 0 ? 0 : u->result;
		umockdev_ioctl_data_set_ptr(arg, 0, u->data);
		*taken = u->data;
		memmove(u, u + 1, (--port->urbs - i) * sizeof(*u));
		return 0;
	}
	if (fake_place(port->fake) != FAKE_ATTACHED)
		return -ENODEV;
	g_usleep(TURN_US);
	return -EAGAIN;
}

static int discard(struct port *port, UMockdevIoctlClient *client, gulong addr)
{
	for (size_t i = 0; i < port->urbs; i++)
		if (port->urb[i].client == client && port->urb[i].data->client_addr == addr &&
		    !port->urb[i].done) {
			port->urb[i].result = -ENOENT;
			port->urb[i].done = true;
			return 0;
		}
	return -EINVAL;
}

/* The synchronous request of libusb 0.1. */
static int sync_control(struct port *port, UMockdevIoctlData *data)
{
	struct usbdevfs_ctrltransfer *ctrl = (struct usbdevfs_ctrltransfer *)data->data;
	struct usb_setup setup = { ctrl->bRequestType, ctrl->bRequest, ctrl->wValue, ctrl->wIndex };
	int64_t deadline = now_ms() + ctrl->timeout;
	int n = FAKE_NAK;

	if (ctrl->wLength && !umockdev_ioctl_data_resolve(data, offsetof(struct usbdevfs_ctrltransfer, data),
							  ctrl->wLength, NULL))
		return -EFAULT;
	while (n == FAKE_NAK || n == FAKE_SILENT) {
		if (n == FAKE_NAK)
			n = run_control(port, &setup, ctrl->data, ctrl->wLength);
		if (n >= 0 || n == -EPIPE)
			return n;
		if (n == -ESHUTDOWN)
			return -ENODEV;
		if (now_ms() >= deadline)
			return -ETIMEDOUT;
		g_usleep(TURN_US);
	}
	return -EIO;
}

/* The kernel knows which settings there are. */
static int set_interface(struct port *port, const struct usbdevfs_setinterface *choice)
{
	struct usb_setup setup = { 0x01, 11, (uint16_t)choice->altsetting, (uint16_t)choice->interface };
	int n = run_control(port, &setup, NULL, 0);

	return n == -EPIPE ? -EINVAL : n;
}

static int driver_ioctl(struct port *port, const struct usbdevfs_ioctl *command)
{
	bool connect = command->ioctl_code == (int)USBDEVFS_CONNECT;

	if (!connect && command->ioctl_code != (int)USBDEVFS_DISCONNECT)
		return -ENOTTY;
	if (port->driver == connect)
		return connect ? -EBUSY : -ENODATA;
	port->driver = connect;
	return 0;
}

static int handle(struct port *port, UMockdevIoctlClient *client, UMockdevIoctlData **taken)
{
	unsigned request = (unsigned)umockdev_ioctl_client_get_request(client);
	UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(client), *data;

	if (request == USBDEVFS_DISCARDURB)
		return discard(port, client, *(gulong *)arg->data);
	data = _IOC_SIZE(request) ? umockdev_ioctl_data_resolve(arg, 0, _IOC_SIZE(request), NULL) : NULL;
	if (fake_place(port->fake) != FAKE_ATTACHED && request != USBDEVFS_REAPURBNDELAY &&
	    request != USBDEVFS_REAPURB)
		return -ENODEV;
	switch (request) {
	case USBDEVFS_GET_CAPABILITIES:
		*(uint32_t *)data->data = 0;
		return 0;
	case USBDEVFS_SUBMITURB:
		return submit(port, client, data);
	case USBDEVFS_REAPURB:
	case USBDEVFS_REAPURBNDELAY:
		return reap(port, client, data, taken);
	case USBDEVFS_CONTROL:
		return sync_control(port, data);
	case USBDEVFS_CLAIMINTERFACE:
		return port->driver ? -EBUSY : 0;
	case USBDEVFS_RELEASEINTERFACE:
	case USBDEVFS_SETCONFIGURATION:
		return 0;
	case USBDEVFS_SETINTERFACE:
		return set_interface(port, (struct usbdevfs_setinterface *)data->data);
	case USBDEVFS_RESET:
		fake_reset(port->fake, now_ms());
		return fake_place(port->fake) == FAKE_ATTACHED ? 0 : -ENODEV;
	case USBDEVFS_GETDRIVER:
		if (!port->driver)
			return -ENODATA;
		strcpy(((struct usbdevfs_getdriver *)data->data)->driver, "usbhid");
		return 0;
	case USBDEVFS_IOCTL:
		return driver_ioctl(port, (struct usbdevfs_ioctl *)data->data);
	default:
		return -ENOTTY;
	}
}

static gboolean on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer user)
{
	UMockdevIoctlData *taken = NULL;
	int result;

	(void)base;
	g_mutex_lock(&bed_lock);
	result = handle(user, client, &taken);
	umockdev_ioctl_client_complete(client, result < 0 ? -1 : result, result < 0 ? -result : 0);
	g_mutex_unlock(&bed_lock);
	if (taken)
		g_object_unref(taken);
	return TRUE;
}

/* A node was closed: what it still had submitted is dropped. */
static void on_vanished(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer user)
{
	struct port *port = user;

	(void)base;
	g_mutex_lock(&bed_lock);
	for (size_t i = port->urbs; i-- > 0;)
		if (port->urb[i].client == client) {
			g_object_unref(port->urb[i].data);
			memmove(&port->urb[i], &port->urb[i + 1], (--port->urbs - i) * sizeof(port->urb[i]));
		}
	g_mutex_unlock(&bed_lock);
}

const char *bed_usbfs_attach(struct port *port, UMockdevTestbed *bed)
{
	char node[64];
	GError *error = NULL;

	snprintf(node, sizeof(node), "/dev/bus/usb/001/%03u", port->address);
	port->handler = g_object_new(UMOCKDEV_TYPE_IOCTL_BASE, NULL);
	g_signal_connect(port->handler, "handle-ioctl", G_CALLBACK(on_ioctl), port);
	g_signal_connect(port->handler, "client-vanished", G_CALLBACK(on_vanished), port);
	return umockdev_testbed_attach_ioctl(bed, node, port->handler, &error) ? NULL : error->message;
}
