/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <hidapi.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "device/list.h"
#include "device/watch.h"
#include "hid_private.h"

/* hidapi over Linux's hidraw: the keyboard keeps typing while its other interface is open. */

enum { RETRY_US = 50000 };

struct raw_hid {
	struct hid hid;
	hid_device *handle; /* NULL: it is gone */
};

static struct raw_hid *self(struct hid *hid)
{
	return (struct raw_hid *)hid;
}

static bool gone(struct hid *hid, struct err *err)
{
	return err_set(err, ERR_GONE, "%s was unplugged or has restarted", hid->device.id);
}

static bool raw_hid_write(struct hid *hid, const uint8_t report[HID_REPORT_BYTES], struct err *err)
{
	uint8_t numbered[1 + HID_REPORT_BYTES] = { 0 }; /* report 0: there are no numbers */

	memcpy(numbered + 1, report, HID_REPORT_BYTES);
	if (!self(hid)->handle || hid_write(self(hid)->handle, numbered, sizeof(numbered)) < 0)
		return gone(hid, err);
	return true;
}

/* A read that was interrupted is no failure; one that brings nothing may be one: some emulations tell it so. */
static bool is_lost(struct hid *hid, int got, int errnum)
{
	return got < 0 ? errnum != EINTR : access(hid->device.node, F_OK) != 0;
}

static int raw_hid_read(struct hid *hid, uint8_t report[HID_REPORT_BYTES], int timeout_ms, struct err *err)
{
	int64_t deadline_ms = clock_now_ms() + timeout_ms, left_ms = timeout_ms;

	while (self(hid)->handle) {
		int got = hid_read_timeout(self(hid)->handle, report, HID_REPORT_BYTES, (int)left_ms);
		int errnum = errno;

		if (got == HID_REPORT_BYTES)
			return 1;
		left_ms = deadline_ms - clock_now_ms();
		if (got <= 0 && is_lost(hid, got, errnum))
			break;
		if (left_ms <= 0)
			return 0;
	}
	(void)gone(hid, err);
	return -1;
}

static bool open_node(struct raw_hid *rh, const struct device *d, struct err *err)
{
	if (!d->openable) {
		struct str help = STR_INIT;

		device_open_help(d, &help);
		err_set(err, device_needs_rule(d) ? ERR_PERMISSION : ERR_IO, "%s", str_text(&help));
		str_release(&help);
		return false;
	}
	rh->handle = hid_open_path(d->node);
	if (!rh->handle)
		return err_set(err, ERR_IO, "opening %s: %ls", d->node, hid_error(NULL));
	rh->hid.device = *d;
	return true;
}

static void shut(struct raw_hid *rh)
{
	if (rh->handle)
		hid_close(rh->handle);
	rh->handle = NULL;
}

/* At the same port; or elsewhere, when it has a serial number to know it by. */
static bool is_same_keyboard(const struct device *d, void *ctx)
{
	const struct device *old = ctx;

	return d->raw_hid && d->vid == old->vid && d->pid == old->pid &&
	       (!strcmp(d->id, old->id) || (old->serial[0] && !strcmp(d->serial, old->serial)));
}

static bool raw_hid_reopen(struct hid *hid, int timeout_ms, const volatile sig_atomic_t *cancel,
			   struct err *err)
{
	int64_t deadline_ms = clock_now_ms() + timeout_ms;
	struct device_wait how = {
		.match = is_same_keyboard, .ctx = &hid->device, .timeout_ms = timeout_ms, .cancel = cancel
	};
	struct device found;

	shut(self(hid));
	for (;;) {
		if (!device_wait(&how, &found, err))
			return err_wrap(err, "waiting for %s", hid->device.id);
		if (open_node(self(hid), &found, err))
			return true;
		/* Its node may still be the one that is going away. */
		how.timeout_ms = (int)(deadline_ms - clock_now_ms());
		if (err->code != ERR_IO || how.timeout_ms <= 0)
			return false;
		clock_sleep_us(RETRY_US);
	}
}

static int64_t raw_hid_now_us(struct hid *hid)
{
	(void)hid;
	return clock_now_us();
}

static void raw_hid_sleep_us(struct hid *hid, int64_t us)
{
	(void)hid;
	clock_sleep_us(us);
}

static void raw_hid_close(struct hid *hid)
{
	shut(self(hid));
	hid_exit();
	free(hid);
}

static const struct hid_ops ops = {
	.name = "hidraw",
	.write = raw_hid_write,
	.read = raw_hid_read,
	.reopen = raw_hid_reopen,
	.now_us = raw_hid_now_us,
	.sleep_us = raw_hid_sleep_us,
	.close = raw_hid_close,
};

static bool find_device(const char *id, struct device *out, struct err *err)
{
	struct devices all = { 0 };
	const struct device *found;
	bool good = devices_scan(&all, err);

	if (good) {
		found = devices_find(&all, id);
		if (!found)
			good = err_set(err, ERR_NOT_FOUND,
				       "there is no device %s; see keyplane devices --all", id);
		else if (!found->raw_hid)
			good = err_set(err, ERR_NOT_FOUND,
				       "%s has no interface for VIA or Vial (usage page FF60, usage 61): its "
				       "firmware was "
				       "built without it",
				       id);
		else
			*out = *found;
	}
	devices_release(&all);
	return good;
}

struct hid *hid_raw_open(const char *id, struct err *err)
{
	struct raw_hid *rh;
	struct device found;

	if (!find_device(id, &found, err))
		return NULL;
	rh = mem_new(1, sizeof(*rh));
	rh->hid.ops = &ops;
	if (!open_node(rh, &found, err)) {
		raw_hid_close(&rh->hid);
		return NULL;
	}
	return &rh->hid;
}
