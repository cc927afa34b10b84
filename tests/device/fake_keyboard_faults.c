/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated keyboards when something goes wrong, and over power-off. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "base/mem.h"
#include "temp.h"

static void test_faults(void)
{
	struct hid *hid = start("via-12?silent=2&lost=3&twice=4&foreign=5&late=6&late_ms=300&sync=7");
	uint8_t report[HID_REPORT_BYTES];
	int64_t before;

	is_text(ask(hid, "01"), "01 00 0c", "before them");
	is_text(ask(hid, "05 00 01 01 00 05"), "silent", "no answer");
	is_text(ask(hid, "05 00 01 01 00 06"), "silent", "lost");
	is_text(ask(hid, "04 00 01 01"), "04 00 01 01 00 05",
		"the first was carried out, the second was not");
	ok(hid_read_report(hid, report, 0, &ask_err) == 1, "that came twice");
	ok(hid_read_report(hid, report, 0, &ask_err) == 0, "not thrice");
	is_text(ask(hid, "11"),
		"12 00 38 1c 00 23 00 24 00 25 00 26 00 27 00 2d 00 2b 00 14 00 1a 00 08 00 15 00 17 00 4b",
		"another program's reply");
	ok(hid_read_report(hid, report, 0, &ask_err) == 1 && report[0] == 0x11, "then ours");
	before = hid_now_us(hid);
	is_text(ask(hid, "01"), "01 00 0c", "late");
	ok(hid_now_us(hid) - before == 302000, "by that much: %lld us",
	   (long long)(hid_now_us(hid) - before));
	is_text(ask(hid, "01"), "16 01 01 01 03 01", "a value changed by itself");
	ok(hid_read_report(hid, report, 0, &ask_err) == 1 && report[0] == 0x01, "then the reply");
	is_text(ask(hid, "08 03 01"), "08 03 01 78", "it did change");
	finish(hid);

	hid = start("via-12?silent=2+");
	ok(!strcmp(ask(hid, "01"), "01 00 0c") && !strcmp(ask(hid, "01"), "silent") &&
		   !strcmp(ask(hid, "01"), "silent"),
	   "N+ goes on");
	finish(hid);

	hid = start("via-12?stuck=0:1:1&clamp=3:1:100&clamp=0:5:300&write_us=3400&rtt_us=1000");
	before = hid_now_us(hid);
	(void)ask(hid, "05 00 01 02 12 34");
	ok(hid_now_us(hid) - before == 7800, "two bytes of EEPROM take their time: %lld us",
	   (long long)(hid_now_us(hid) - before));
	(void)ask(hid, "13 00 24 06 11 11 22 22 33 33");
	is_text(ask(hid, "12 00 24 06"), "12 00 24 06 00 1e 22 22 33 33",
		"a stuck key stays, its neighbours do not");
	(void)ask(hid, "07 03 01 c8");
	is_text(ask(hid, "08 03 01"), "08 03 01 64", "a value is cut");
	(void)ask(hid, "07 00 05 03 e8");
	is_text(ask(hid, "08 00 05"), "08 00 05 01 2c", "so is one of two bytes");
	finish(hid);
}

static void test_unplug(void)
{
	struct hid *hid = start("via-12?unplug=2&replug_ms=1500");
	volatile sig_atomic_t cancel = 1;
	int64_t before;

	is_text(ask(hid, "05 00 01 01 00 05"), "05 00 01 01 00 05", "it is there");
	is_text(ask(hid, "05 00 01 01 00 06"), "gone", "it is not");
	ok(ask_err.code == ERR_GONE, "it says so: %s", ask_err.text);
	is_text(ask(hid, "01"), "gone", "and stays away");
	ok(!hid_reopen(hid, 5000, &cancel, &ask_err) && ask_err.code == ERR_CANCELLED,
	   "waiting can be given up");
	before = hid_now_us(hid);
	ok(!hid_reopen(hid, 100, NULL, &ask_err) && ask_err.code == ERR_TIMEOUT, "or ends: %s", ask_err.text);
	ok(hid_reopen(hid, 5000, NULL, &ask_err) && hid_now_us(hid) - before == 1500000, "it comes back");
	is_text(ask(hid, "04 00 01 01"), "04 00 01 01 00 05",
		"with what it held; the second was not carried out");
	finish(hid);

	hid = start("via-12?unplug_after=1&replug_ms=10");
	is_text(ask(hid, "05 00 01 01 00 05"), "gone", "gone before it could answer");
	ok(hid_reopen(hid, 1000, NULL, &ask_err) && hid->reports_out == 1 && hid->reports_in == 0,
	   "back; counted");
	is_text(ask(hid, "04 00 01 01"), "04 00 01 01 00 05", "it was carried out");
	fake_keyboard_unplug(hid_fake(hid));
	is_text(ask(hid, "01"), "gone", "by hand");
	finish(hid);

	/* What is set is lost unless it was saved. */
	hid = start("via-12?replug_ms=0");
	(void)ask(hid, "07 03 01 11");
	(void)ask(hid, "07 00 02 22");
	(void)ask(hid, "09 03");
	fake_keyboard_unplug(hid_fake(hid));
	ok(hid_reopen(hid, 1000, NULL, &ask_err), "power-off and on");
	is_text(ask(hid, "08 03 01"), "08 03 01 11", "a channel that was saved");
	is_text(ask(hid, "08 00 02"), "08 00 02 32", "one that was not");
	finish(hid);
}

/* Up to VIA 9 the EEPROM is reset at the next power-on, later ones do it at once. */
static void test_reset(void)
{
	static const char *const specs[] = { "via-9?replug_ms=0", "via-13?replug_ms=0" };

	for (size_t i = 0; i < COUNT(specs); i++) {
		struct hid *hid = start(specs[i]);

		(void)ask(hid, "05 00 01 01 12 34");
		(void)ask(hid, "03 02 00 00 00 01");
		is_text(ask(hid, "0a"), "0a", "%s: reset", specs[i]);
		is_text(ask(hid, "04 00 01 01"), i ? "04 00 01 01 00 14" : "04 00 01 01 12 34", "a key");
		fake_keyboard_unplug(hid_fake(hid));
		ok(hid_reopen(hid, 1000, NULL, &ask_err), "power-off and on");
		is_text(ask(hid, "04 00 01 01"), "04 00 01 01 00 14", "is as the firmware has it");
		is_text(ask(hid, "02 02"), "02 02", "so are the options");
		finish(hid);
	}
}

/* Reports to a keyboard that is slower than they come are answered one after the other. */
static void test_order(void)
{
	struct fake_keyboard *k = fake_keyboard_new("via-12?rtt_us=1000", &ask_err);
	uint8_t request[HID_REPORT_BYTES] = { 0x11 }, report[HID_REPORT_BYTES];
	int64_t due_us;

	ok(fake_keyboard_write(k, 0, request), "one");
	request[0] = 0x01;
	ok(fake_keyboard_write(k, 10, request), "two, at once");
	ok(!fake_keyboard_read(k, 999, report, &due_us) && due_us == 1000, "the first is due at %lld us",
	   (long long)due_us);
	ok(fake_keyboard_read(k, 1000, report, &due_us) == 1 && report[0] == 0x11, "it comes");
	ok(!fake_keyboard_read(k, 1999, report, &due_us) && due_us == 2000, "the second is due");
	ok(fake_keyboard_read(k, 2000, report, &due_us) == 1 && report[0] == 0x01, "it comes");
	ok(!fake_keyboard_read(k, 3000, report, &due_us) && due_us == INT64_MAX, "there are no more");
	for (int i = 0; i < 70; i++) {
		request[0] = 0x02;
		request[1] = 0x77;
		request[2] = (uint8_t)i;
		(void)fake_keyboard_write(k, 3000, request);
	}
	ok(fake_keyboard_read(k, 1000000, report, &due_us) == 1 && report[2] == 6,
	   "of more than the system keeps the oldest go");
	ok(fake_keyboard_reports(k) == 72 && fake_keyboard_violation_count(k) == 0, "all were seen");
	fake_keyboard_free(k);
}

static void test_file(void)
{
	char dir[] = "/tmp/keyplane-test-XXXXXX", spec[512], other[512];
	struct hid *hid;
	size_t len;
	uint8_t *was, *now;

	ok(mkdtemp(dir), "a folder");
	snprintf(spec, sizeof(spec), "vial-6?eeprom=%s/eeprom", dir);
	hid = start(spec);
	(void)ask(hid, "05 03 02 01 12 34");
	now = fake_keyboard_eeprom(hid_fake(hid), &len);
	was = mem_new(len, 1);
	memcpy(was, now, len);
	finish(hid);
	hid = start(spec);
	now = fake_keyboard_eeprom(hid_fake(hid), &len);
	ok(!memcmp(was, now, len), "another process finds the same %zu bytes", len);
	is_text(ask(hid, "04 03 02 01"), "04 03 02 01 12 34", "and what was written");
	(void)ask(hid, "06");
	is_text(ask(hid, "04 03 02 01"), "04 03 02 01 00 01", "a reset brings the firmware's own");
	now[0] ^= 0xff;
	(void)ask(hid, "05 03 02 01 12 34");
	finish(hid);
	hid = start(spec);
	is_text(ask(hid, "04 03 02 01"), "04 03 02 01 00 01", "an image of another build is not believed");
	finish(hid);
	snprintf(other, sizeof(other), "via-12?eeprom=%s/eeprom", dir);
	ok(!fake_keyboard_new(other, &ask_err) && ask_err.code == ERR_RANGE,
	   "one of another size neither: %s", ask_err.text);
	snprintf(other, sizeof(other), "via-12?eeprom=%s/none/eeprom", dir);
	ok(!fake_keyboard_new(other, &ask_err) && ask_err.code == ERR_NOT_FOUND,
	   "nor one without a folder: %s", ask_err.text);
	free(was);
	temp_remove(dir);
}

/* Whatever comes, it answers or does not, and stays whole: the sanitizers watch. */
static void test_noise(void)
{
	uint32_t state = 1;
	size_t replies = 0;

	for (size_t i = 0; fake_keyboard_model_name(i); i++) {
		struct fake_keyboard *k = fake_keyboard_new(fake_keyboard_model_name(i), &ask_err);
		uint8_t report[HID_REPORT_BYTES];
		int64_t due_us, now_us = 0;

		for (int n = 0; n < 3000; n++) {
			for (size_t byte = 0; byte < sizeof(report); byte++) {
				state = state * 1664525 + 1013904223;
				report[byte] = (uint8_t)(state >> 24);
			}
			/* mostly commands that there are; not the one that is its last */
			report[0] = n % 3 ? (uint8_t)(report[0] % 0x17) : n % 2 ? 0xfe : report[0];
			if (report[0] == 0xfe)
				report[1] %= 0x10;
			if (report[0] == 0x0b)
				continue;
			now_us += 3000;
			replies += fake_keyboard_write(k, now_us, report) &&
				   fake_keyboard_read(k, now_us + 2000, report, &due_us) == 1;
		}
		fake_keyboard_free(k);
	}
	ok(replies > 20000, "%zu replies to noise", replies);
}

int main(void)
{
	test_faults();
	test_unplug();
	test_reset();
	test_order();
	test_file();
	test_noise();
	return tap_done();
}
