/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "hid_private.h"

struct hid *hid_open_device(const char *id, struct err *err)
{
	if (!strncmp(id, "fake:", 5))
		return hid_fake_open(id + 5, err);
	if (!strncmp(id, "usb:", 4))
		return hid_raw_open(id, err);
	err_set(err, ERR_USAGE,
		"'%s' is no device; one is called like usb:1-4.2 or fake:vial-6, see keyplane devices", id);
	return NULL;
}

void hid_close_device(struct hid *hid)
{
	if (hid)
		hid->ops->close(hid);
}

bool hid_write_report(struct hid *hid, const uint8_t report[HID_REPORT_BYTES], struct err *err)
{
	if (!hid->ops->write(hid, report, err))
		return false;
	hid->reports_out++;
	return true;
}

int hid_read_report(struct hid *hid, uint8_t report[HID_REPORT_BYTES], int timeout_ms, struct err *err)
{
	int got;

	assert(timeout_ms >= 0);
	got = hid->ops->read(hid, report, timeout_ms, err);
	hid->reports_in += got == 1;
	return got;
}

bool hid_reopen(struct hid *hid, int timeout_ms, const volatile sig_atomic_t *cancel, struct err *err)
{
	return hid->ops->reopen(hid, timeout_ms, cancel, err);
}

int64_t hid_now_us(struct hid *hid)
{
	return hid->ops->now_us(hid);
}

void hid_sleep_us(struct hid *hid, int64_t us)
{
	hid->ops->sleep_us(hid, us);
}
