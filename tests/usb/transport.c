/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The transport over libusb, on the emulated bus that transport.test sets up: one scenario a run. */
#include "config.h"

#include <string.h>

#include "device/list.h"
#include "device/transport.h"
#include "device/watch.h"
#include "tap.h"

static struct err err;

static int get_status(struct transport *t, uint8_t *buf, int timeout_ms)
{
	struct usb_setup setup = { 0xa1, 3, 0, 0 };

	err.code = ERR_NONE;
	return t->ops->control(t, &setup, buf, 6, timeout_ms, &err);
}

static int download(struct transport *t, const char *data, size_t len)
{
	struct usb_setup setup = { 0x21, 1, 0, 0 };
	uint8_t copy[2048];

	memcpy(copy, data, len);
	return t->ops->control(t, &setup, copy, len, 1000, &err);
}

/* stm32-dfu?stall=2&timeout=3&short=4&nak=5&nak_ms=100&unplug=6 */
static void test_faults(struct transport *t)
{
	uint8_t status[6];
	int64_t before;
	struct device next;

	ok(!strcmp(t->device.id, "usb:1-1") && t->device.vid == 0x0483 && t->device.alts == 2 &&
		   !strncmp(t->device.alt[1].name, "@Option Bytes", 13) && t->device.alt[1].extra_len == 9 &&
		   t->device.known,
	   "it is described");
	ok(t->ops->claim(t, 0, 1, &err) && t->ops->claim(t, 0, 0, &err),
	   "an interface is claimed, then its other setting");
	ok(!t->ops->claim(t, 0, 7, &err) && err.code == ERR_NOT_FOUND, "a setting that is not there: %s",
	   err.text);
	ok(get_status(t, status, 1000) == 6 && status[4] == 2, "a request");
	ok(get_status(t, status, 1000) < 0 && err.code == ERR_STALL, "a stall: %s", err.text);
	before = t->ops->now_ms(t);
	ok(get_status(t, status, 50) < 0 && err.code == ERR_TIMEOUT && t->ops->now_ms(t) - before >= 50,
	   "a timeout: %s", err.text);
	ok(get_status(t, status, 1000) == 3, "a short answer");
	ok(get_status(t, status, 5000) == 6, "a late answer");
	ok(get_status(t, status, 1000) < 0 && err.code == ERR_GONE, "unplugged: %s", err.text);
	ok(get_status(t, status, 1000) < 0 && err.code == ERR_GONE, "still unplugged");
	ok(!t->ops->reset(t, &err) && err.code == ERR_GONE, "no reset any more: %s", err.text);
	ok(!t->ops->follow(t, 200, &next, &err) && err.code == ERR_TIMEOUT, "nothing follows: %s", err.text);
}

/* stm32duino?app=1209:0001, which is started by a reset */
static void test_leave(struct transport *t)
{
	uint8_t status[6];
	struct device next;
	struct err again = { 0 };

	ok(t->ops->reset(t, &err), "a reset of an idle bootloader changes nothing");
	ok(t->ops->claim(t, 0, 2, &err) && download(t, "program", 7) == 7 &&
		   get_status(t, status, 1000) == 6 && download(t, "", 0) == 0 &&
		   get_status(t, status, 1000) == 6 && status[4] == 8,
	   "a program is there");
	ok(!t->ops->reset(t, &err) && err.code == ERR_GONE, "a reset starts it: %s", err.text);
	ok(t->ops->follow(t, 5000, &next, &err) && next.vid == 0x1209 && !strcmp(next.id, t->device.id),
	   "it appears at the same port");
	ok(!t->ops->follow(t, 1, &next, &again) || next.vid == 0x1209, "and stays there");
}

/* halfkay, which the kernel's HID driver holds */
static void test_driver(struct transport *t)
{
	struct usb_setup setup = { 0x21, 9, 0x0200, 0 };
	uint8_t block[130] = { 0 };

	ok(t->ops->claim(t, 0, 0, &err), "the kernel's driver gives way");
	ok(t->ops->control(t, &setup, block, sizeof(block), 1000, &err) == 130, "a block is written");
}

static bool is_dfu(const struct device *d, void *ctx)
{
	(void)ctx;
	return d->pid == 0xdf11;
}

static void test_absent(void)
{
	static const char *const ids[] = { "usb:1-7", "usb:", "usb:1", "usb:1-1.1", "usb:/etc" };
	struct device_wait how = { .match = is_dfu, .timeout_ms = 50 };
	volatile sig_atomic_t cancel = 1;
	struct device found;

	for (size_t i = 0; i < COUNT(ids); i++)
		ok(!transport_open(ids[i], &err) && err.code == ERR_NOT_FOUND, "%s", err.text);
	ok(!device_wait(&how, &found, &err) && err.code == ERR_TIMEOUT, "waiting ends: %s", err.text);
	how.cancel = &cancel;
	how.timeout_ms = -1;
	ok(!device_wait(&how, &found, &err) && err.code == ERR_CANCELLED, "so does waiting for ever: %s",
	   err.text);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct transport *t);
	} scenarios[] = { { "driver", test_driver }, { "faults", test_faults }, { "leave", test_leave } };
	struct transport *t;

	if (argc < 2) {
		test_absent();
		return tap_done();
	}
	t = transport_open("usb:1-1", &err);
	ok(t, "it opens: %s", err.text);
	for (size_t i = 0; t && i < COUNT(scenarios); i++)
		if (!strcmp(scenarios[i].name, argv[1]))
			scenarios[i].run(t);
	transport_close(t);
	return tap_done();
}
