/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/driver.h"
#include "flashing.h"
#include "script.h"
#include "tap.h"

enum { DNLOAD = 1, UPLOAD = 2, GETSTATUS = 3, CLRSTATUS = 4, ABORT = 6 };

/* Steps of a script. */
#define STATUS(status, poll, state, at)                            \
	{                                                          \
		GETSTATUS, 0, 6, status poll "\0\0" state "\0", at \
	}
#define BUSY(at)       STATUS("\0", "\x0a", "\x04", at)
#define DONE(at)       STATUS("\0", "\0", "\x05", at)
#define FAILED(status) STATUS(status, "\0", "\x0a", 0)
#define STALL(at)                                  \
	{                                          \
		GETSTATUS, 0, -ERR_STALL, NULL, at \
	}
#define SET_ADDRESS(bytes)                    \
	{                                     \
		DNLOAD, 0, 5, "\x21" bytes, 0 \
	}
#define ERASE                                           \
	{                                               \
		DNLOAD, 0, 5, "\x41\x00\x08\x00\x08", 0 \
	}
#define CLEAR                            \
	{                                \
		CLRSTATUS, 0, 0, NULL, 0 \
	}
#define TO_IDLE                      \
	{                            \
		ABORT, 0, 0, NULL, 0 \
	}

static const struct flash_geometry geometry = {
	.region = { { 0x08000000, 0x10000, 0x800, 7 } },
	.regions = 1,
	.app_addr = 0x08000000,
	.block_bytes = 8,
	.can_read = true,
};

static void test_write(void)
{
	static const struct script_step steps[] = {
		SET_ADDRESS("\x00\x08\x00\x08"),
		BUSY(0),
		DONE(10),
		{ DNLOAD, 2, 8, "abcdefgh", 0 },
		BUSY(10),
		DONE(20),
		{ DNLOAD, 3, 8, "ijklmnop", 0 },
		BUSY(20),
		BUSY(30),
		DONE(40),
		SET_ADDRESS("\x10\x08\x00\x08"),
		DONE(40),
		{ DNLOAD, 2, 3, "qrs", 0 },
		DONE(40),
	};
	struct script s;
	struct err err = { 0 };

	script_init(&s, steps, COUNT(steps));
	ok(flash_driver_dfuse.write(&s.base, &geometry, 0x08000800, (const uint8_t *)"abcdefghijklmnopqrs",
				    19, NULL, &err) &&
		   script_done(&s),
	   "one address a zone, then blocks 2, 3; a short block has its own%s", err.text);
	ok(s.now_ms == 40, "waits before it asks again, and not once it is done");
}

static void test_read(void)
{
	static const struct script_step steps[] = {
		SET_ADDRESS("\x00\x08\x00\x08"),
		DONE(0),
		TO_IDLE,
		{ UPLOAD, 2, 8, "abcdefgh", 0 },
		{ UPLOAD, 3, 8, "ijklmnop", 0 },
		TO_IDLE,
		SET_ADDRESS("\x10\x08\x00\x08"),
		DONE(0),
		TO_IDLE,
		{ UPLOAD, 2, 3, "qrs", 0 },
		TO_IDLE,
	};
	static const struct script_step locked[] = {
		SET_ADDRESS("\x00\x08\x00\x08"),    DONE(0),        TO_IDLE,
		{ UPLOAD, 2, -ERR_STALL, NULL, 0 }, FAILED("\x0b"), CLEAR,
	};
	static const struct script_step cut[] = {
		SET_ADDRESS("\x00\x08\x00\x08"),
		DONE(0),
		TO_IDLE,
		{ UPLOAD, 2, 7, "abcdefg", 0 },
	};
	uint8_t data[19];
	struct script s;
	struct err err = { 0 };

	script_init(&s, steps, COUNT(steps));
	ok(flash_driver_dfuse.read(&s.base, &geometry, 0x08000800, data, 19, NULL, &err) && script_done(&s) &&
		   !memcmp(data, "abcdefghijklmnopqrs", 19),
	   "reads as it writes, from idle%s", err.text);
	script_init(&s, locked, COUNT(locked));
	ok(!flash_driver_dfuse.read(&s.base, &geometry, 0x08000800, data, 8, NULL, &err) && script_done(&s) &&
		   err.code == ERR_DEVICE && strstr(err.text, "read protected"),
	   "a protected chip is named: %s", err.text);
	script_init(&s, cut, COUNT(cut));
	ok(!flash_driver_dfuse.read(&s.base, &geometry, 0x08000800, data, 8, NULL, &err) && script_done(&s),
	   "a short block is no block: %s", err.text);
}

static void test_erase(void)
{
	static const struct script_step stalls[] = { ERASE, BUSY(0), STALL(10), STALL(20), DONE(30) };
	static const struct script_step dead[] = { ERASE, STALL(0), STALL(1), STALL(2), STALL(3) };
	static const struct script_step failed[] = { ERASE, BUSY(0), FAILED("\x04"), CLEAR };
	static const struct script_step forever[] = {
		ERASE,
		{ GETSTATUS, 0, 6, "\0\xff\xff\xff\x04\0", 0 },
	};
	static const struct script_step cut[] = { ERASE, { GETSTATUS, 0, 3, "\0\0\0", 0 }, DONE(0) };
	struct script s;
	struct err err = { 0 };

	script_init(&s, stalls, COUNT(stalls));
	ok(flash_driver_dfuse.erase(&s.base, &geometry, 0x08000800, &err) && script_done(&s),
	   "a chip that stalls while it is busy is asked again");
	script_init(&s, dead, COUNT(dead));
	ok(!flash_driver_dfuse.erase(&s.base, &geometry, 0x08000800, &err) && script_done(&s) &&
		   err.code == ERR_STALL,
	   "but three times at most: %s", err.text);
	script_init(&s, failed, COUNT(failed));
	ok(!flash_driver_dfuse.erase(&s.base, &geometry, 0x08000800, &err) && script_done(&s) &&
		   !strcmp(err.text, "erasing 0x08000800: the device says errERASE: it could not erase"),
	   "an error is told and cleared: %s", err.text);
	script_init(&s, forever, COUNT(forever));
	ok(!flash_driver_dfuse.erase(&s.base, &geometry, 0x08000800, &err) && script_done(&s) &&
		   err.code == ERR_TIMEOUT && s.now_ms < 60000,
	   "no device makes it wait for hours: %s", err.text);
	script_init(&s, cut, COUNT(cut));
	ok(flash_driver_dfuse.erase(&s.base, &geometry, 0x08000800, &err) && script_done(&s),
	   "a status that came short is asked for again");
}

static void test_leave(void)
{
	static const struct script_step gone[] = {
		SET_ADDRESS("\x00\x00\x00\x08"),
		DONE(0),
		{ DNLOAD, 2, 0, NULL, 0 },
		{ GETSTATUS, 0, -ERR_GONE, NULL, 0 },
	};
	static const struct script_step refused[] = {
		SET_ADDRESS("\x00\x00\x00\x08"),
		DONE(0),
		{ DNLOAD, 2, 0, NULL, 0 },
		FAILED("\x0a"),
	};
	struct script s;
	struct err err = { 0 };

	script_init(&s, gone, COUNT(gone));
	ok(flash_driver_dfuse.leave(&s.base, &geometry, &err) && script_done(&s),
	   "a device that is gone has left");
	script_init(&s, refused, COUNT(refused));
	ok(!flash_driver_dfuse.leave(&s.base, &geometry, &err) && script_done(&s),
	   "one that says error has not: %s", err.text);
}

static const struct flash_options no_options;

static void test_normalise(void)
{
	static const struct script_step left_over[] = {
		FAILED("\x03"),
		CLEAR,
		STATUS("\0", "\0", "\x05", 0),
		TO_IDLE,
		STATUS("\0", "\0", "\x09", 0),
		TO_IDLE,
		STATUS("\0", "\x14", "\x04", 0),
		STATUS("\0", "\0", "\x02", 20),
	};
	static const struct script_step stuck[] = {
		FAILED("\0"), CLEAR, FAILED("\0"), CLEAR, FAILED("\0"), CLEAR, FAILED("\0"), CLEAR,
		FAILED("\0"), CLEAR, FAILED("\0"), CLEAR, FAILED("\0"), CLEAR, FAILED("\0"), CLEAR,
	};
	static const struct script_step firmware[] = { STATUS("\0", "\0", "\0", 0) };
	const struct {
		const char *what;
		const struct script_step *steps;
		size_t count;
		bool good;
	} rows[] = {
		{ "what an earlier host left is cleaned up", left_over, COUNT(left_over), true },
		{ "a device that stays in error is given up", stuck, COUNT(stuck), false },
		{ "one that runs its firmware is not touched", firmware, COUNT(firmware), false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct flash_geometry g;
		struct script s;
		struct err err = { 0 };

		script_init(&s, rows[i].steps, rows[i].count);
		s.base.device = (struct device){
			.id = "usb:1-1",
			.alt = { { .class = 0xfe,
				   .subclass = 1,
				   .protocol = 2,
				   .name = "@Internal Flash  /0x08000000/064*0002Kg",
				   .extra = { 9, 0x21, 0x0b, 0xff, 0, 0, 8, 0x1a, 1 },
				   .extra_len = 9 } },
			.alts = 1,
		};
		ok(flash_driver_dfuse.probe(&s.base, &no_options, &g, &err) == rows[i].good &&
			   script_done(&s),
		   "%s%s%s", rows[i].what, err.text[0] ? ": " : "", err.text);
	}
}

static void test_probe(void)
{
	static const struct script_step idle[] = { STATUS("\0", "\0", "\x02", 0) };
	static const char f072[] = "@Internal Flash  /0x08000000/064*0002Kg";
	static const char gd32v[] = "@Internal Flash  /0x08000000/512*1Kg";
	static const struct {
		const char *what, *serial, *name;
		uint16_t vid, pid;
		uint8_t extra[16];
		size_t extra_len;
		uint32_t size, block; /* 0: refused */
	} rows[] = {
		{ "a descriptor behind others",
		  "",
		  f072,
		  0x0483,
		  0xdf11,
		  { 3, 0x24, 0, 9, 0x21, 0x0b, 0xff, 0, 0, 4, 0x1a, 1 },
		  12,
		  0x20000,
		  1024 },
		{ "blocks larger than a request",
		  "",
		  f072,
		  0x0483,
		  0xdf11,
		  { 9, 0x21, 0x0b, 0xff, 0, 0, 0xff, 0x1a, 1 },
		  9,
		  0x20000,
		  2048 },
		{ "a GD32VF103 that lies about its layout",
		  "3CBJ",
		  gd32v,
		  0x28e9,
		  0x0189,
		  { 9, 0x21, 0x0b, 0xff, 0, 0, 8, 0x1a, 1 },
		  9,
		  0x20000,
		  2048 },
		{ "one whose serial number was decoded",
		  "\xe4\x8c\xb3\xe4\xa8\xb8",
		  gd32v,
		  0x28e9,
		  0x0189,
		  { 9, 0x21, 0x0b, 0xff, 0, 0, 8, 0x1a, 1 },
		  9,
		  0x10000,
		  2048 },
		{ "one without a serial number",
		  "",
		  gd32v,
		  0x28e9,
		  0x0189,
		  { 9, 0x21, 0x0b, 0xff, 0, 0, 8, 0x1a, 1 },
		  9,
		  0,
		  0 },
		{ "blocks of nothing",
		  "",
		  f072,
		  0x0483,
		  0xdf11,
		  { 9, 0x21, 0x0b, 0xff, 0, 0, 0, 0x1a, 1 },
		  9,
		  0,
		  0 },
		{ "plain DFU", "", f072, 0x0483, 0xdf11, { 9, 0x21, 0x0b, 0xff, 0, 0, 8, 0x10, 1 }, 9, 0, 0 },
		{ "no descriptor", "", f072, 0x0483, 0xdf11, { 0 }, 0, 0, 0 },
		{ "a descriptor that is cut",
		  "",
		  f072,
		  0x0483,
		  0xdf11,
		  { 9, 0x21, 0x0b, 0xff, 0, 0, 8 },
		  7,
		  0,
		  0 },
		{ "option bytes alone",
		  "",
		  "@Option Bytes  /0x1FFFF800/01*016 g",
		  0x0483,
		  0xdf11,
		  { 9, 0x21, 0x0b, 0xff, 0, 0, 8, 0x1a, 1 },
		  9,
		  0,
		  0 },
		{ "a layout that cannot be",
		  "",
		  "@Internal Flash  /0x08000000/0*0Kg",
		  0x0483,
		  0xdf11,
		  { 9, 0x21, 0x0b, 0xff, 0, 0, 8, 0x1a, 1 },
		  9,
		  0,
		  0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct flash_geometry g;
		struct device_alt *alt;
		struct script s;
		struct err err = { 0 };
		bool good;

		script_init(&s, idle, COUNT(idle));
		s.base.device =
			(struct device){ .id = "usb:1-1", .vid = rows[i].vid, .pid = rows[i].pid, .alts = 1 };
		snprintf(s.base.device.serial, sizeof(s.base.device.serial), "%s", rows[i].serial);
		alt = &s.base.device.alt[0];
		*alt = (struct device_alt){ .class = 0xfe, .subclass = 1, .extra_len = rows[i].extra_len };
		snprintf(alt->name, sizeof(alt->name), "%s", rows[i].name);
		memcpy(alt->extra, rows[i].extra, sizeof(rows[i].extra));
		good = flash_driver_dfuse.probe(&s.base, &no_options, &g, &err);
		ok(rows[i].size ? good && g.region[0].size == rows[i].size && g.block_bytes == rows[i].block
				: !good,
		   "%s%s%s", rows[i].what, err.text[0] ? ": " : "", err.text);
	}
}

static void tell(bool good, const char *note)
{
	ok(good, "%s", note);
}

int main(void)
{
	static const struct flashing_case f072 = { "stm32-dfu", "dfuse", NULL, 0x08000000, 9001 };
	static const struct flashing_case f411 = { "stm32f4-dfu", "dfuse", NULL, 0x08000000, 70000 };
	static const struct flashing_case slow = { "stm32f4-dfu?extra=3000", "dfuse", NULL, 0x08000000,
						   9000 };
	static const struct flashing_case locked = { "stm32-dfu?rdp=1", "dfuse", NULL, 0x08000000, 9000 };
	static const struct flashing_case dead = { "stm32-dfu?extra=100000", "dfuse", NULL, 0x08000000,
						   9000 };
	char note[FLASHING_NOTE_BYTES];

	test_write();
	test_read();
	test_erase();
	test_leave();
	test_normalise();
	test_probe();
	ok(flashing_clean(&f072, note), "%s", note);
	ok(flashing_clean(&f411, note), "%s", note);
	ok(flashing_clean(&slow, note), "longer than it announced: %s", note);
	ok(flashing_fails(&locked, "read protected; nothing was changed", note), "%s", note);
	ok(flashing_fails(&dead, "busy for more than", note), "%s", note);
	ok(flashing_keeps(&f411, 0x4000, 0x4000, note), "%s", note);
	ok(flashing_again(&f072, note), "%s", note);
	flashing_from_any_state(&f072, tell);
	flashing_trouble(&f072, tell);
	return tap_done();
}
