/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "bare_hid.h"
#include "base/mem.h"

enum { TAIL_AT = 28, TAIL_BYTES = 4, TAILS = 8 };

struct bare_hid {
	struct hid base;
	struct hid *inner, *next;
	uint8_t tail[TAILS][TAIL_BYTES]; /* of the last requests */
	unsigned sent;
};

static struct bare_hid *self(struct hid *hid)
{
	return (struct bare_hid *)hid;
}

static bool bare_write(struct hid *hid, const uint8_t report[HID_REPORT_BYTES], struct err *err)
{
	memcpy(self(hid)->tail[self(hid)->sent++ % TAILS], report + TAIL_AT, TAIL_BYTES);
	return hid_write_report(self(hid)->inner, report, err);
}

static int bare_read(struct hid *hid, uint8_t report[HID_REPORT_BYTES], int timeout_ms, struct err *err)
{
	int got = hid_read_report(self(hid)->inner, report, timeout_ms, err);

	for (unsigned i = 0; got == 1 && i < TAILS; i++)
		if (!memcmp(report + TAIL_AT, self(hid)->tail[i], TAIL_BYTES))
			memset(report + TAIL_AT, 0, TAIL_BYTES);
	return got;
}

static bool bare_reopen(struct hid *hid, int timeout_ms, const volatile sig_atomic_t *cancel, struct err *err)
{
	struct bare_hid *bare = self(hid);

	if (!bare->next)
		return hid_reopen(bare->inner, timeout_ms, cancel, err);
	hid_close_device(bare->inner);
	bare->inner = bare->next;
	bare->next = NULL;
	return true;
}

static int64_t bare_now_us(struct hid *hid)
{
	return hid_now_us(self(hid)->inner);
}

static void bare_sleep_us(struct hid *hid, int64_t us)
{
	hid_sleep_us(self(hid)->inner, us);
}

static void bare_close(struct hid *hid)
{
	hid_close_device(self(hid)->next);
	hid_close_device(self(hid)->inner);
	free(hid);
}

static const struct hid_ops ops = {
	.name = "bare",
	.write = bare_write,
	.read = bare_read,
	.reopen = bare_reopen,
	.now_us = bare_now_us,
	.sleep_us = bare_sleep_us,
	.close = bare_close,
};

struct hid *bare_hid_new(struct hid *inner)
{
	struct bare_hid *hid = mem_new(1, sizeof(*hid));

	hid->base.ops = &ops;
	hid->base.device = inner->device;
	hid->inner = inner;
	return &hid->base;
}

void bare_hid_next(struct hid *bare, struct hid *next)
{
	self(bare)->next = next;
}
