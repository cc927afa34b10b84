/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/driver.h"
#include "flashing.h"
#include "script.h"
#include "tap.h"

enum { DNLOAD = 1, UPLOAD = 2, GETSTATUS = 3, ABORT = 6 };

#define DONE                                         \
	{                                            \
		GETSTATUS, 0, 6, "\0\0\0\0\x05\0", 0 \
	}
#define TO_IDLE                      \
	{                            \
		ABORT, 0, 0, NULL, 0 \
	}

static const struct flash_geometry geometry = {
	.region = { { 0x08002000, 0x1000, 8, 7 } },
	.regions = 1,
	.app_addr = 0x08002000,
	.block_bytes = 8,
	.order = FLASH_STREAM,
	.can_read = true,
};

static void test_write(void)
{
	static const struct script_step steps[] = {
		{ DNLOAD, 0, 8, "abcdefgh", 0 },
		DONE,
		{ DNLOAD, 1, 8, "ijklmnop", 0 },
		DONE,
	};
	struct script s;
	struct err err = { 0 };

	script_init(&s, steps, COUNT(steps));
	ok(flash_driver_dfu.write(&s.base, &geometry, 0x08002000, (const uint8_t *)"abcdefghijklmnop", 16,
				  NULL, &err) &&
		   script_done(&s),
	   "blocks 0, 1 with one GETSTATUS each%s", err.text);
	script_init(&s, steps, COUNT(steps));
	ok(!flash_driver_dfu.write(&s.base, &geometry, 0x08002008, (const uint8_t *)"abcdefgh", 8, NULL,
				   &err) &&
		   !s.next,
	   "a download starts at the start: %s", err.text);
	ok(!flash_driver_dfu.write(&s.base, &geometry, 0x08002000, (const uint8_t *)"abcdefghi", 9, NULL,
				   &err) &&
		   !s.next,
	   "and is whole blocks: %s", err.text);
}

static void test_read_and_leave(void)
{
	static const struct script_step steps[] = {
		TO_IDLE,
		{ UPLOAD, 1, 8, "abcdefgh", 0 },
		{ UPLOAD, 2, 8, "ijklmnop", 0 },
		TO_IDLE,
	};
	static const struct script_step leave[] = { TO_IDLE, { UPLOAD, 0, 8, "abcdefgh", 0 } };
	uint8_t data[16];
	struct script s;
	struct err err = { 0 };

	script_init(&s, steps, COUNT(steps));
	ok(flash_driver_dfu.read(&s.base, &geometry, 0x08002008, data, 16, NULL, &err) && script_done(&s) &&
		   !memcmp(data, "abcdefghijklmnop", 16),
	   "reads by block%s", err.text);
	script_init(&s, leave, COUNT(leave));
	ok(flash_driver_dfu.leave(&s.base, &geometry, &err) && script_done(&s) && s.resets == 1,
	   "leaves by a reset outside of idle%s", err.text);
}

static void test_stranger(void)
{
	static const struct flash_options none;
	struct flash_geometry g;
	struct script s;
	struct err err = { 0 };

	script_init(&s, NULL, 0);
	s.base.device = (struct device){ .id = "usb:1-1", .vid = 0x1c11, .pid = 0xb007 };
	ok(!flash_driver_dfu.probe(&s.base, &none, &g, &err) && err.code == ERR_REFUSED && !s.wrong,
	   "a device whose memory is not known is not touched: %s", err.text);
}

static void tell(bool good, const char *note)
{
	ok(good, "%s", note);
}

int main(void)
{
	static const struct flashing_case maple = { "stm32duino", "dfu", NULL, 0x08002000, 9001 };
	char note[FLASHING_NOTE_BYTES];

	test_write();
	test_read_and_leave();
	test_stranger();
	ok(flashing_clean(&maple, note), "%s", note);
	ok(flashing_again(&maple, note), "%s", note);
	flashing_from_any_state(&maple, tell);
	flashing_trouble(&maple, tell);
	return tap_done();
}
