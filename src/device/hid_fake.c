/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "device/fake_keyboard.h"
#include "hid_private.h"

enum {
	LOOK_US = 1
}; /* what looking in vain takes, so that polling without sleep comes to its deadline too */

struct fake_hid {
	struct hid hid;
	struct fake_keyboard *keyboard;
	bool owned;
	int64_t now_us;
};

static struct fake_hid *self(struct hid *hid)
{
	return (struct fake_hid *)hid;
}

static bool gone(struct hid *hid, struct err *err)
{
	return err_set(err, ERR_GONE, "%s was unplugged or has restarted", hid->device.id);
}

static bool fake_hid_write(struct hid *hid, const uint8_t report[HID_REPORT_BYTES], struct err *err)
{
	return fake_keyboard_write(self(hid)->keyboard, self(hid)->now_us, report) || gone(hid, err);
}

static int fake_hid_read(struct hid *hid, uint8_t report[HID_REPORT_BYTES], int timeout_ms, struct err *err)
{
	struct fake_hid *fh = self(hid);
	int64_t deadline_us = fh->now_us + (timeout_ms ? timeout_ms * INT64_C(1000) : LOOK_US), due_us;
	int got;

	while (!(got = fake_keyboard_read(fh->keyboard, fh->now_us, report, &due_us))) {
		if (due_us > deadline_us) {
			fh->now_us = deadline_us;
			return 0;
		}
		fh->now_us = due_us;
	}
	if (got < 0)
		(void)gone(hid, err);
	return got;
}

static bool fake_hid_reopen(struct hid *hid, int timeout_ms, const volatile sig_atomic_t *cancel,
			    struct err *err)
{
	struct fake_hid *fh = self(hid);
	int64_t deadline_us = fh->now_us + timeout_ms * INT64_C(1000),
		back_us = fake_keyboard_back_us(fh->keyboard);

	if (cancel && *cancel)
		return err_set(err, ERR_CANCELLED, "cancelled");
	if (back_us > deadline_us) {
		fh->now_us = deadline_us;
		return err_set(err, ERR_TIMEOUT, "%s did not come back within %d ms", hid->device.id,
			       timeout_ms);
	}
	if (back_us > fh->now_us)
		fh->now_us = back_us;
	fake_keyboard_replug(fh->keyboard);
	hid->device = *fake_keyboard_device(fh->keyboard);
	return true;
}

static int64_t fake_hid_now_us(struct hid *hid)
{
	return self(hid)->now_us;
}

static void fake_hid_sleep_us(struct hid *hid, int64_t us)
{
	self(hid)->now_us += us;
}

static void fake_hid_close(struct hid *hid)
{
	struct fake_hid *fh = self(hid);

	for (size_t i = 0; fh->owned && i < fake_keyboard_violation_count(fh->keyboard); i++)
		fprintf(stderr, "%s: violation: %s\n", hid->device.id,
			fake_keyboard_violation(fh->keyboard, i));
	if (fh->owned)
		fake_keyboard_free(fh->keyboard);
	free(fh);
}

static const struct hid_ops ops = {
	.name = "fake",
	.write = fake_hid_write,
	.read = fake_hid_read,
	.reopen = fake_hid_reopen,
	.now_us = fake_hid_now_us,
	.sleep_us = fake_hid_sleep_us,
	.close = fake_hid_close,
};

struct hid *hid_fake_new(struct fake_keyboard *keyboard)
{
	struct fake_hid *fh = mem_new(1, sizeof(*fh));

	fh->hid.ops = &ops;
	fh->hid.device = *fake_keyboard_device(keyboard);
	fh->keyboard = keyboard;
	return &fh->hid;
}

struct hid *hid_fake_open(const char *spec, struct err *err)
{
	struct fake_keyboard *keyboard = fake_keyboard_new(spec, err);
	struct hid *hid;

	if (!keyboard)
		return NULL;
	hid = hid_fake_new(keyboard);
	self(hid)->owned = true;
	return hid;
}

struct fake_keyboard *hid_fake(struct hid *hid)
{
	return hid->ops == &ops ? self(hid)->keyboard : NULL;
}
