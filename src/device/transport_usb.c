/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "device/watch.h"
#include "transport_private.h"
#include "usb_private.h"

enum { NAME_TRIES = 4, NAME_PAUSE_MS = 100 };

struct usb_transport {
	struct transport t;
	libusb_context *ctx;
	libusb_device_handle *handle;
	bool claimed[256], detached[256]; /* by interface number */
};

static struct usb_transport *self(struct transport *t)
{
	return (struct usb_transport *)t;
}

static int usb_control(struct transport *t, const struct usb_setup *setup, void *buf, size_t len,
		       int timeout_ms, struct err *err)
{
	int n;

	assert(timeout_ms > 0 && len <= TRANSPORT_MAX_BYTES);
	n = libusb_control_transfer(self(t)->handle, setup->type, setup->request, setup->value, setup->index,
				    buf, (uint16_t)len, (unsigned)timeout_ms);
	return n >= 0 ? n : transport_control_failed(t, setup, usb_error(n), timeout_ms, err);
}

static bool usb_failed(struct transport *t, int code, const char *what, struct err *err)
{
	return err_set(err, usb_error(code), "%s: %s: %s", t->device.id, what, libusb_strerror(code));
}

static bool has_alternatives(const struct device *d, uint8_t interface)
{
	size_t count = 0;

	for (size_t i = 0; i < d->alts; i++)
		count += d->alt[i].interface == interface;
	return count > 1;
}

static bool usb_claim(struct transport *t, uint8_t interface, uint8_t alt, struct err *err)
{
	struct usb_transport *ut = self(t);
	int code;

	if (!ut->claimed[interface]) {
		if (libusb_kernel_driver_active(ut->handle, interface) == 1) {
			code = libusb_detach_kernel_driver(ut->handle, interface);
			if (code)
				return usb_failed(t, code, "detaching the kernel's driver", err);
			ut->detached[interface] = true;
		}
		code = libusb_claim_interface(ut->handle, interface);
		if (code == LIBUSB_ERROR_BUSY)
			return err_set(err, ERR_PERMISSION,
				       "%s: interface %u is in use; close the other flashing tool",
				       t->device.id, interface);
		if (code)
			return usb_failed(t, code, "claiming the interface", err);
		ut->claimed[interface] = true;
	}
	if (!has_alternatives(&t->device, interface) && !alt)
		return true; /* some devices stall a request that they need not understand */
	code = libusb_set_interface_alt_setting(ut->handle, interface, alt);
	if (code == LIBUSB_ERROR_NOT_FOUND)
		return err_set(err, ERR_NOT_FOUND, "%s: interface %u has no alternate setting %u",
			       t->device.id, interface, alt);
	return !code || usb_failed(t, code, "selecting the alternate setting", err);
}

static bool usb_reset(struct transport *t, struct err *err)
{
	int code = libusb_reset_device(self(t)->handle);

	return !code || usb_failed(t, code, "bus reset", err);
}

static int64_t usb_now_ms(struct transport *t)
{
	(void)t;
	return clock_now_ms();
}

static void usb_sleep_ms(struct transport *t, int ms)
{
	(void)t;
	clock_sleep_us(ms * INT64_C(1000));
}

static bool is_successor(const struct device *d, void *ctx)
{
	const struct device *old = ctx;

	return !strcmp(d->id, old->id) &&
	       (d->vid != old->vid || d->pid != old->pid || strcmp(d->node, old->node));
}

static bool usb_follow(struct transport *t, int timeout_ms, struct device *out, struct err *err)
{
	struct device_wait how = { .match = is_successor, .ctx = &t->device, .timeout_ms = timeout_ms };

	return device_wait(&how, out, err) || err_wrap(err, "waiting for what comes after %s", t->device.id);
}

/* What fails here fails because the device left, and then there is nothing to give back. */
static void usb_close(struct transport *t)
{
	struct usb_transport *ut = self(t);

	for (int i = 0; ut->handle && i < 256; i++) {
		if (ut->claimed[i])
			libusb_release_interface(ut->handle, i);
		if (ut->detached[i])
			libusb_attach_kernel_driver(ut->handle, i);
	}
	if (ut->handle)
		libusb_close(ut->handle);
	if (ut->ctx)
		libusb_exit(ut->ctx);
	free(ut);
}

static const struct transport_ops ops = {
	.name = "usb",
	.control = usb_control,
	.claim = usb_claim,
	.reset = usb_reset,
	.follow = usb_follow,
	.now_ms = usb_now_ms,
	.sleep_ms = usb_sleep_ms,
	.close = usb_close,
};

static libusb_device *find(libusb_device **all, ssize_t count, const char *id)
{
	char have[64];

	for (ssize_t i = 0; i < count; i++)
		if (usb_device_id(all[i], have, sizeof(have)) && !strcmp(have, id))
			return all[i];
	return NULL;
}

static bool open_device(struct usb_transport *ut, libusb_device *dev, struct err *err)
{
	struct device *d = &ut->t.device;
	int code;

	usb_describe(dev, d);
	if (!d->openable) {
		struct str help = STR_INIT;

		device_open_help(d, &help);
		err_set(err, device_needs_rule(d) ? ERR_PERMISSION : ERR_IO, "%s", str_text(&help));
		str_release(&help);
		return false;
	}
	code = libusb_open(dev, &ut->handle);
	if (code)
		return usb_failed(&ut->t, code, "opening", err);
	/* One that was plugged in just now may need a moment; one that never tells its names may need none of them. */
	for (int i = 0; i < NAME_TRIES && !usb_read_names(ut->handle, d); i++)
		usb_sleep_ms(&ut->t, NAME_PAUSE_MS);
	return true;
}

struct transport *transport_usb_open(const char *id, struct err *err)
{
	struct usb_transport *ut = mem_new(1, sizeof(*ut));
	libusb_device **all = NULL, *dev;
	ssize_t count;
	bool good = false;
	int code;

	ut->t.ops = &ops;
	if (strlen(id) >= sizeof(ut->t.device.id)) {
		err_set(err, ERR_USAGE, "'%s' is no device", id);
		goto out;
	}
	strcpy(ut->t.device.id, id);
	code = libusb_init(&ut->ctx);
	if (code) {
		err_set(err, ERR_IO, "starting libusb: %s", libusb_strerror(code));
		goto out;
	}
	count = libusb_get_device_list(ut->ctx, &all);
	if (count < 0) {
		err_set(err, ERR_IO, "listing USB devices: %s", libusb_strerror((int)count));
		goto out;
	}
	dev = find(all, count, id);
	good = dev ? open_device(ut, dev, err)
		   : err_set(err, ERR_NOT_FOUND, "there is no device %s; see keyplane devices --all", id);
	libusb_free_device_list(all, 1);
out:
	if (!good) {
		usb_close(&ut->t);
		return NULL;
	}
	return &ut->t;
}
