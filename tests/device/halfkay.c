/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/driver.h"
#include "flashing.h"
#include "script.h"
#include "tap.h"

enum { SET_REPORT = 9, OUTPUT = 0x0200 };

static void test_mcus(void)
{
	static const struct flash_options unknown = { "atmega328p" }, none, upper = { "MKL26Z64" };
	struct flash_geometry g;
	struct script s;
	struct err err = { 0 };

	script_init(&s, NULL, 0);
	ok(!flash_driver_halfkay.probe(&s.base, &none, &g, &err) && err.code == ERR_USAGE,
	   "the chip must be told: %s", err.text);
	ok(!flash_driver_halfkay.probe(&s.base, &unknown, &g, &err) && err.code == ERR_USAGE,
	   "and be one that there is: %s", err.text);
	ok(flash_driver_halfkay.probe(&s.base, &upper, &g, &err) && g.region[0].size == 63488 && !g.can_read,
	   "in either case%s", err.text);
	for (size_t i = 1; flash_mcu_at(i); i++)
		ok(strcmp(flash_mcu_at(i - 1)->name, flash_mcu_at(i)->name) < 0, "%s stands in order",
		   flash_mcu_at(i)->name);
}

static void test_messages(void)
{
	static const struct {
		const char *mcu;
		uint32_t addr;
		int message_bytes;
		const char *head;
	} rows[] = {
		{ "at90usb162", 0x1200, 130, "\x00\x12" },
		{ "atmega32u4", 0x1280, 130, "\x80\x12" },
		{ "at90usb646", 0xfb00, 258, "\x00\xfb" },
		{ "at90usb1286", 0x01fb00, 258, "\xfb\x01" },
		{ "mkl26z64", 0xf600, 576, "\x00\xf6\x00" },
		{ "mk20dx128", 0x1fc00, 1088, "\x00\xfc\x01" },
		{ "mk66fx1m0", 0xffc00, 1088, "\x00\xfc\x0f" },
		{ "imxrt1062", 0x60012400, 1088, "\x00\x24\x01" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const size_t head = rows[i].message_bytes == 576 || rows[i].message_bytes == 1088 ? 64 : 2;
		const size_t block = (size_t)rows[i].message_bytes - head;
		char message[1088] = { 0 }, boot[1088] = { '\xff', '\xff', '\xff' };
		const struct script_step steps[] = {
			{ SET_REPORT, OUTPUT, rows[i].message_bytes, message, 0 },
			{ SET_REPORT, OUTPUT, rows[i].message_bytes, boot, 0 },
		};
		const struct flash_options options = { rows[i].mcu };
		struct flash_geometry g;
		uint8_t data[1024];
		struct script s;
		struct err err = { 0 };

		memset(data, 0x5a, sizeof(data));
		memcpy(message, rows[i].head, head == 2 ? 2 : 3);
		memset(message + head, 0x5a, block);
		script_init(&s, steps, COUNT(steps));
		ok(flash_driver_halfkay.probe(&s.base, &options, &g, &err) &&
			   flash_driver_halfkay.write(&s.base, &g, rows[i].addr, data, block, NULL, &err) &&
			   flash_driver_halfkay.leave(&s.base, &g, &err) && script_done(&s),
		   "%s: a block at 0x%x%s", rows[i].mcu, (unsigned)rows[i].addr, err.text);
	}
}

static void test_busy(void)
{
	static const struct script_step steps[] = {
		{ SET_REPORT, OUTPUT, -ERR_STALL, NULL, 0 },
		{ SET_REPORT, OUTPUT, -ERR_TIMEOUT, NULL, 10 },
		{ SET_REPORT, OUTPUT, 130, NULL, 20 },
	};
	static const struct script_step gone[] = { { SET_REPORT, OUTPUT, -ERR_GONE, NULL, 0 } };
	static struct script_step never[10000];
	static const struct flash_options options = { "atmega32u4" };
	static const uint8_t data[128];
	struct flash_geometry g;
	struct script s;
	struct err err = { 0 };

	script_init(&s, steps, COUNT(steps));
	ok(flash_driver_halfkay.probe(&s.base, &options, &g, &err) &&
		   flash_driver_halfkay.write(&s.base, &g, 0, data, 128, NULL, &err) && script_done(&s),
	   "a block is sent until it is taken%s", err.text);
	script_init(&s, gone, COUNT(gone));
	ok(!flash_driver_halfkay.write(&s.base, &g, 0, data, 128, NULL, &err) && script_done(&s) &&
		   err.code == ERR_GONE,
	   "not to a device that is gone: %s", err.text);
	for (size_t i = 0; i < COUNT(never); i++)
		never[i] = (struct script_step){ SET_REPORT, OUTPUT, -ERR_STALL, NULL, 0 };
	script_init(&s, never, COUNT(never));
	ok(!flash_driver_halfkay.write(&s.base, &g, 0, data, 128, NULL, &err) && !s.wrong &&
		   s.now_ms <= 45000 && err.code == ERR_STALL,
	   "and not for ever: %s", err.text);
}

static void tell(bool good, const char *note)
{
	ok(good, "%s", note);
}

int main(void)
{
	static const struct flashing_case models[] = {
		{ "halfkay", "halfkay", "atmega32u4", 0, 3000 },
		{ "halfkay-teensy10", "halfkay", "at90usb162", 0, 3000 },
		{ "halfkay-teensypp10", "halfkay", "at90usb646", 0, 64512 },
		{ "halfkay-teensypp20", "halfkay", "at90usb1286", 0, 70000 },
		{ "halfkay-teensylc", "halfkay", "mkl26z64", 0, 3000 },
		{ "halfkay-teensy30", "halfkay", "mk20dx128", 0, 70000 },
		{ "halfkay-teensy32", "halfkay", "mk20dx256", 0, 70000 },
		{ "halfkay-teensy35", "halfkay", "mk64fx512", 0, 70000 },
		{ "halfkay-teensy36", "halfkay", "mk66fx1m0", 0, 70000 },
		{ "halfkay-teensy40", "halfkay", "imxrt1062", 0x60000000, 70000 },
		{ "halfkay-teensy41", "halfkay", "imxrt1062-teensy41", 0x60000000, 70000 },
	};
	char note[FLASHING_NOTE_BYTES];

	test_mcus();
	test_messages();
	test_busy();
	for (size_t i = 0; i < COUNT(models); i++)
		ok(flashing_clean(&models[i], note), "%s", note);
	flashing_trouble(&models[0], tell);
	return tap_done();
}
