/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidapi over hidraw, on the emulated bus that live.test sets up: one scenario a run. */
#include "config.h"

#include <string.h>

#include "ask.h"
#include "device/list.h"

enum { WAIT_MS = 10000 };

/* Whatever is asked over the bus is answered as the model of @spec answers it in-process. */
static void test_same(struct hid *hid, const char *spec)
{
	static const char *const requests[] = {
		"01",
		"02 02",
		"03 02 00 00 00 03",
		"02 02",
		"02 03 00",
		"04 00 01 01",
		"05 00 01 01 00 05",
		"04 00 01 01",
		"06",
		"07 03 01 20",
		"08 03 01",
		"08 41",
		"09 03",
		"0a",
		"0c",
		"0d",
		"0e 00 00 1c",
		"0f 00 00 03 68 69 00",
		"0e 00 00 1c",
		"10",
		"11",
		"12 00 00 1c",
		"13 00 00 04 00 04 00 05",
		"12 00 00 1c",
		"14 00 00 01",
		"15 00 00 01 00 04",
		"99",
		"fe 00",
		"fe 01",
		"fe 02 00",
		"fe 02 01",
		"fe 03 00 00",
		"fe 04 00 00 01 00 04",
		"fe 05",
		"fe 06",
		"fe 07",
		"fe 09 00",
		"fe 0d 00",
	};
	struct hid *model = start(spec);
	char over_bus[3 * HID_REPORT_BYTES + 1];

	for (size_t i = 0; i < COUNT(requests); i++) {
		snprintf(over_bus, sizeof(over_bus), "%s", ask(hid, requests[i]));
		is_text(over_bus, ask(model, requests[i]), "%s", requests[i]);
	}
	ok(hid->reports_out == COUNT(requests) && hid->reports_in == COUNT(requests), "they were counted");
	hid_close_device(model);
}

/* Two reports that come back to back are two. */
static void test_twice(struct hid *hid, const char *spec)
{
	uint8_t report[HID_REPORT_BYTES];

	(void)spec;
	is_text(ask(hid, "11"), "11 0a", "a reply");
	ok(hid_read_report(hid, report, WAIT_MS, &ask_err) == 1 && report[0] == 0x11 && report[1] == 0x0a,
	   "the same again");
	ok(hid_read_report(hid, report, 0, &ask_err) == 0, "nothing is waiting");
	is_text(ask(hid, "0c"), "0c 20", "another reply");
	ok(hid_read_report(hid, report, 20, &ask_err) == 0, "nothing comes");
}

/* unplug_after=3, and back */
static void test_unplug(struct hid *hid, const char *spec)
{
	volatile sig_atomic_t cancel = 1;

	(void)spec;
	is_text(ask(hid, "05 00 01 01 00 05"), "05 00 01 01 00 05", "a key is set");
	is_text(ask(hid, "04 00 01 01"), "04 00 01 01 00 05", "and read");
	is_text(ask(hid, "05 00 01 01 00 06"), "gone", "it was unplugged meanwhile");
	ok(ask_err.code == ERR_GONE, "that is said: %s", ask_err.text);
	is_text(ask(hid, "01"), "gone", "it stays so");
	ok(!hid_reopen(hid, WAIT_MS, &cancel, &ask_err) && ask_err.code == ERR_CANCELLED,
	   "waiting can be given up: %s", ask_err.text);
	ok(hid_reopen(hid, WAIT_MS, NULL, &ask_err), "it is opened again: %s", ask_err.text);
	is_text(ask(hid, "04 00 01 01"), "04 00 01 01 00 06", "with what was carried out before it left");
	ok(!strcmp(hid->device.id, "usb:1-1") && hid->device.raw_hid && hid->reports_in == 3, "at its port");
}

static void test_gone(struct hid *hid, const char *spec)
{
	(void)spec;
	is_text(ask(hid, "01"), "gone", "it leaves");
	ok(!hid_reopen(hid, 100, NULL, &ask_err) && ask_err.code == ERR_TIMEOUT, "and does not come back: %s",
	   ask_err.text);
}

static void test_absent(void)
{
	ok(!hid_open_device("usb:1-7", &ask_err) && ask_err.code == ERR_NOT_FOUND, "%s", ask_err.text);
	ok(!hid_open_device("usb:", &ask_err) && ask_err.code == ERR_NOT_FOUND, "%s", ask_err.text);
	ok(!hid_open_device("usb:1-1", &ask_err) && ask_err.code == ERR_NOT_FOUND &&
		   strstr(ask_err.text, "FF60"),
	   "%s", ask_err.text);
}

/* The command line says which code the failure has. */
static void test_refused(const char *code)
{
	ok(!hid_open_device("usb:1-1", &ask_err), "it does not open: %s", ask_err.text);
	ok(ask_err.code == (!strcmp(code, "permission") ? ERR_PERMISSION : ERR_IO), "%s", code);
	ok(strcmp(code, "permission") ||
		   strstr(ask_err.text, "KERNEL==\"hidraw*\", ATTRS{idVendor}==\"4b50\""),
	   "the rule that helps is told");
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct hid *hid, const char *spec);
	} scenarios[] = { { "gone", test_gone },
			  { "same", test_same },
			  { "twice", test_twice },
			  { "unplug", test_unplug } };
	struct hid *hid;

	if (argc < 3) {
		if (argc == 2)
			test_refused(argv[1]);
		else
			test_absent();
		return tap_done();
	}
	hid = hid_open_device("usb:1-1", &ask_err);
	ok(hid, "it opens: %s", ask_err.text);
	for (size_t i = 0; hid && i < COUNT(scenarios); i++)
		if (!strcmp(scenarios[i].name, argv[1]))
			scenarios[i].run(hid, argv[2]);
	hid_close_device(hid);
	return tap_done();
}
