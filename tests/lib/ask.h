/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_ASK_H
#define TESTS_ASK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/fake_keyboard.h"
#include "tap.h"

/* Talk to a keyboard in reports of hexadecimal bytes; zeros at the end are left out. */

static struct err ask_err; /* of what failed last */

static inline void from_hex(const char *text, uint8_t out[HID_REPORT_BYTES])
{
	unsigned byte;
	int used;

	memset(out, 0, HID_REPORT_BYTES);
	for (size_t i = 0; i < HID_REPORT_BYTES && sscanf(text, " %2x%n", &byte, &used) == 1; i++) {
		out[i] = (uint8_t)byte;
		text += used;
	}
}

static inline void to_hex(const uint8_t report[HID_REPORT_BYTES], char out[3 * HID_REPORT_BYTES + 1])
{
	size_t len = HID_REPORT_BYTES;

	while (len > 1 && !report[len - 1])
		len--;
	for (size_t i = 0; i < len; i++)
		snprintf(out + 3 * i, 4, "%02x%s", report[i], i + 1 < len ? " " : "");
}

/* The reply, or why there is none. */
static inline const char *ask(struct hid *hid, const char *request)
{
	static char text[3 * HID_REPORT_BYTES + 1];
	uint8_t report[HID_REPORT_BYTES];
	int got;

	from_hex(request, report);
	got = hid_write_report(hid, report, &ask_err) ? hid_read_report(hid, report, 5000, &ask_err) : -1;
	if (got > 0)
		to_hex(report, text);
	else
		snprintf(text, sizeof(text), "%s", got ? "gone" : "silent");
	return text;
}

static inline struct hid *start(const char *spec)
{
	char id[256];
	struct hid *hid;

	snprintf(id, sizeof(id), "fake:%s", spec);
	hid = hid_open_device(id, &ask_err);
	if (!hid)
		printf("Bail out! %s: %s\n", spec, ask_err.text), exit(1);
	return hid;
}

/* Ends a test that must have done nothing against the rules. */
static inline void finish(struct hid *hid)
{
	ok(!fake_keyboard_violation_count(hid_fake(hid)), "%s: nothing against its rules", hid->device.id);
	hid_close_device(hid);
}

#endif
