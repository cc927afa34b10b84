/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live/live.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A keyboard whose replies are the fuzzer's. A byte says what the next reading gives: nothing, a report of what follows, the
 * last request as it was or with a few bytes changed, or the end; its high bit that one more is there already behind it. When
 * there are no more bytes nothing comes.
 */
enum { SILENCE, REPORT, ECHO, PATCHED, GONE, KINDS, MORE = 0x80 };

struct fuzz_hid {
	struct hid base;
	const uint8_t *data;
	size_t left;
	int64_t now_us;
	uint8_t last[HID_REPORT_BYTES];
	bool gone, more;
};

static struct fuzz_hid *self(struct hid *hid)
{
	return (struct fuzz_hid *)hid;
}

static uint8_t take(struct fuzz_hid *hid)
{
	if (!hid->left)
		return 0;
	hid->left--;
	return *hid->data++;
}

static bool fuzz_write(struct hid *hid, const uint8_t report[HID_REPORT_BYTES], struct err *err)
{
	memcpy(self(hid)->last, report, HID_REPORT_BYTES);
	return !self(hid)->gone || err_set(err, ERR_GONE, "gone");
}

static void patch(struct fuzz_hid *hid, uint8_t *report)
{
	size_t at = take(hid) % HID_REPORT_BYTES;

	for (size_t n = take(hid) % HID_REPORT_BYTES + 1u; n && at < HID_REPORT_BYTES; n--)
		report[at++] = take(hid);
}

static int fuzz_read(struct hid *base, uint8_t report[HID_REPORT_BYTES], int timeout_ms, struct err *err)
{
	struct fuzz_hid *hid = self(base);
	uint8_t kind;

	if (!timeout_ms && !hid->more)
		return 0;
	kind = take(hid);
	hid->more = kind & MORE;
	kind = (kind & ~MORE) % KINDS;
	hid->now_us += 100;
	if (kind == GONE || hid->gone) {
		hid->gone = true;
		err_set(err, ERR_GONE, "gone");
		return -1;
	}
	if (kind == SILENCE) {
		hid->now_us += (int64_t)timeout_ms * 1000;
		return 0;
	}
	memcpy(report, hid->last, HID_REPORT_BYTES);
	for (size_t i = 0; kind == REPORT && i < HID_REPORT_BYTES; i++)
		report[i] = take(hid);
	if (kind == PATCHED)
		patch(hid, report);
	return 1;
}

static bool fuzz_reopen(struct hid *hid, int timeout_ms, const volatile sig_atomic_t *cancel, struct err *err)
{
	(void)timeout_ms;
	(void)cancel;
	(void)err;
	self(hid)->gone = false;
	return true;
}

static int64_t fuzz_now_us(struct hid *hid)
{
	return self(hid)->now_us;
}

static void fuzz_sleep_us(struct hid *hid, int64_t us)
{
	self(hid)->now_us += us;
}

static void fuzz_close(struct hid *hid)
{
	free(hid);
}

static const struct hid_ops ops = {
	.name = "fuzz",
	.write = fuzz_write,
	.read = fuzz_read,
	.reopen = fuzz_reopen,
	.now_us = fuzz_now_us,
	.sleep_us = fuzz_sleep_us,
	.close = fuzz_close,
};

static void write_some(struct live *live)
{
	struct dynamic_keymap wanted = { 0 };
	struct dynamic_places places = { 0 };
	enum live_outcome *outcome;
	struct err err = { 0 };
	bool all = true, wrote;

	dynamic_keymap_copy(&wanted, live_held(live));
	for (int part = 0; part < DYNAMIC_PARTS; part++) {
		struct dynamic_places of_part = { 0 };

		dynamic_keymap_places(&wanted, (enum dynamic_part)part, &of_part);
		for (size_t i = 0; i < of_part.count && i < 3; i++)
			dynamic_places_add(&places, of_part.item[i]);
		dynamic_places_release(&of_part);
	}
	for (size_t i = 0; i < wanted.layers * wanted.rows * wanted.cols; i++)
		wanted.key[i] ^= 1;
	outcome = mem_new(places.count, sizeof(*outcome));
	wrote = live_write(live, &wanted, &places, outcome, NULL, NULL, &err);
	for (size_t i = 0; i < places.count; i++) {
		assert(outcome[i] < LIVE_OUTCOMES);
		all = all && outcome[i] == LIVE_WRITTEN;
	}
	assert(wrote == all && (wrote || err.code));
	free(outcome);
	dynamic_places_release(&places);
	dynamic_keymap_release(&wanted);
}

static void use(struct live *live)
{
	static const struct dynamic_value values[] = { { DYNAMIC_NO_CHANNEL, 0x80, -1, 1, { 0 } },
						       { 2, 1, -1, 1, { 0 } },
						       { 0, 6, 1, 24, { 0 } } };
	struct dynamic_keymap asked = { 0 };
	struct dynamic_places places = { 0 };
	struct live_unlock lock;
	struct str text = STR_INIT;
	struct err err = { 0 };
	uint8_t bits[3];
	unsigned parts;
	size_t len;
	int worked = 0;

	for (size_t i = 0; i < COUNT(values); i++)
		worked += dynamic_keymap_put_value(&asked, &values[i], &err);
	live_set_values(live, &asked);
	live_describe(live, &text);
	if (live_definition_size(live, &len, &err) && len < 4096)
		worked += live_read_definition_end(live, len, &text, &err) +
			  live_read_definition(live, len, &text, &err);
	if (live_set_size(live, 4, 6, 2, &err)) {
		for (int part = 0; part < DYNAMIC_PARTS; part++)
			worked += live_read(live, (enum dynamic_part)part, NULL, NULL, &err);
		write_some(live);
		worked += live_read_matrix(live, bits, sizeof(bits), &err);
	}
	worked += live_lock_state(live, &lock, &err) + live_unlock_start(live, &err) +
		  live_unlock_poll(live, &lock, &err) + live_listen(live, 5, &parts, &places, &err) +
		  live_reset(live, LIVE_RESET_KEYMAP, &err) + live_save_values(live, 2, &err) +
		  live_bootloader(live, &err) + live_reopen(live, 100, NULL, &err);
	assert(worked >= 0);
	dynamic_places_release(&places);
	dynamic_keymap_release(&asked);
	str_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_hid *hid = mem_new(1, sizeof(*hid));
	struct err err = { 0 };
	struct live *live;

	hid->base.ops = &ops;
	if (size) {
		hid->base.device.vid = data[0] & 1 ? 0x3434 : 0xfeed;
		data++;
		size--;
	}
	hid->data = data;
	hid->left = size;
	live = live_open(&hid->base, &err);
	if (live)
		use(live);
	else
		assert(err.code && err.text[0]);
	live_close(live);
	return 0;
}
