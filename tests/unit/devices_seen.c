/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "../../src/ui/devices.h"
#include "tap.h"

#define STM32(id)       \
	"{\"id\":\"" id \
	"\",\"kind\":\"bootloader\",\"name\":\"STM32 ROM DFU\",\"driver\":\"dfuse\",\"openable\":true}"

int main(void)
{
	static const char *const bad[] = {
		"",     "text", "{}", "{\"event\":\"added\"}", "{\"event\":\"added\",\"device\":3}",
		"[[[[", "\"a\""
	};
	struct devices_seen seen = { 0 };
	struct err err;

	ok(devices_seen_line(&seen, "[" STM32("usb:1-1") "," STM32("usb:1-2") "]", &err) && seen.count == 2,
	   "an array is the whole list");
	ok(devices_seen_flashable(&seen) == 2, "bootloaders with a driver can be flashed");
	ok(devices_seen_line(&seen, "{\"event\":\"removed\",\"device\":" STM32("usb:1-1") "}", &err) &&
		   seen.count == 1 && !strcmp(seen.item[0].id, "usb:1-2"),
	   "one goes");
	ok(devices_seen_line(&seen, "{\"event\":\"added\",\"device\":" STM32("usb:1-2") "}", &err) &&
		   seen.count == 1,
	   "one that is there already is not doubled");
	ok(devices_seen_line(
		   &seen,
		   "{\"event\":\"added\",\"device\":{\"id\":\"usb:1-3\",\"kind\":\"keyboard\",\"product\":"
		   "\"Crkbd\",\"openable\":false,\"problem\":\"no permission: add RULE\"}}",
		   &err) &&
		   seen.count == 2 && !strcmp(seen.item[1].name, "Crkbd"),
	   "a device without a row has its own name");
	ok(!strcmp(seen.item[1].trouble, "no permission: add RULE"),
	   "one that may not be opened says how to change that: %s", seen.item[1].trouble);
	ok(devices_seen_flashable(&seen) == 1, "a keyboard is no bootloader");
	for (size_t i = 0; i < COUNT(bad); i++)
		ok(!devices_seen_line(&seen, bad[i], &err) && seen.count == 2, "bad line %zu changes nothing",
		   i);
	ok(devices_seen_line(&seen, "[]", &err) && !seen.count, "an empty array is nobody");
	devices_seen_release(&seen);
	return tap_done();
}
