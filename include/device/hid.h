/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_HID_H
#define DEVICE_HID_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "device/device.h"

enum { HID_REPORT_BYTES = 32 }; /* of QMK's raw HID interface, without a report id */

struct hid;

/*
 * A way to exchange reports with one opened keyboard: its raw HID interface, usage page FF60, usage 61. Failures carry
 * ERR_GONE (unplugged), ERR_PERMISSION or ERR_IO. Time is part of it, so that a simulated keyboard needs none.
 */
struct hid_ops {
	const char *name;
	bool (*write)(struct hid *hid, const uint8_t report[HID_REPORT_BYTES], struct err *err);
	/* 1: @report is filled; 0: none came within @timeout_ms (0: none is waiting); -1: failure. */
	int (*read)(struct hid *hid, uint8_t report[HID_REPORT_BYTES], int timeout_ms, struct err *err);
	/* After ERR_GONE: wait until the same keyboard is there again, at the same port or with the same serial number,
	 * and of the same ids, and open it. ERR_TIMEOUT, ERR_CANCELLED. */
	bool (*reopen)(struct hid *hid, int timeout_ms, const volatile sig_atomic_t *cancel, struct err *err);
	int64_t (*now_us)(struct hid *hid);
	void (*sleep_us)(struct hid *hid, int64_t us);
	void (*close)(struct hid *hid); /* frees @hid */
};

struct hid {
	const struct hid_ops *ops;
	struct device device;             /* as it was when it was opened last */
	uint64_t reports_out, reports_in; /* since it was opened first */
};

/* Open the raw HID interface of a device by its id: "usb:1-4.2", or "fake:vial-6" and what may follow it
 * (device/fake_keyboard.h). NULL on failure: ERR_NOT_FOUND (also when the device has no such interface), ERR_PERMISSION
 * (the text says which rule to install), ERR_USAGE for a bad id. */
struct hid *hid_open_device(const char *id, struct err *err);
void hid_close_device(struct hid *hid); /* NULL is fine */

/* The operations, counted. The shorter names are hidapi's own, which is linked beside these. */
bool hid_write_report(struct hid *hid, const uint8_t report[HID_REPORT_BYTES], struct err *err) NODISCARD;
int hid_read_report(struct hid *hid, uint8_t report[HID_REPORT_BYTES], int timeout_ms,
		    struct err *err) NODISCARD;
bool hid_reopen(struct hid *hid, int timeout_ms, const volatile sig_atomic_t *cancel,
		struct err *err) NODISCARD;
int64_t hid_now_us(struct hid *hid);
void hid_sleep_us(struct hid *hid, int64_t us);

#endif
