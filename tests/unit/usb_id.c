/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "device/device.h"
#include "tap.h"

static void check(uint16_t vid, uint16_t pid, const char *driver, const char *bootloader)
{
	const struct usb_id *id = usb_id_find(vid, pid);

	ok(id && id->vid == vid && id->pid == pid && !strcmp(id->driver, driver) &&
		   !strcmp(id->bootloader, bootloader) && !strcmp(id->kind, "bootloader") && id->name[0],
	   "%04x:%04x is %s", vid, pid, bootloader);
}

int main(void)
{
	size_t sorted = 0;

	check(0x0483, 0xdf11, "dfuse", "stm32-dfu");
	check(0x1eaf, 0x0003, "dfu", "stm32duino");
	check(0x16c0, 0x0478, "halfkay", "halfkay");
	check(0x03eb, 0x2ff4, "", "atmel-dfu");
	check(0x342d, 0xdfa0, "", "wb32-dfu");
	ok(!usb_id_find(0x0483, 0xdf12) && !usb_id_find(0, 0), "an id without a row is unknown");
	for (size_t i = 1; i < usb_id_count(); i++) {
		const struct usb_id *a = usb_id_at(i - 1), *b = usb_id_at(i);

		sorted += a->vid < b->vid || (a->vid == b->vid && a->pid < b->pid);
	}
	ok(usb_id_count() > 40 && sorted == usb_id_count() - 1, "rows are in order and unique");
	ok(!usb_id_at(usb_id_count()), "there is none past the last");
	return tap_done();
}
