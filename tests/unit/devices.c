/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "device/list.h"
#include "tap.h"

static void add(struct devices *list, const char *id, uint16_t vid, const char *node)
{
	struct device d = { .vid = vid, .pid = 1 };

	snprintf(d.id, sizeof(d.id), "%s", id);
	snprintf(d.node, sizeof(d.node), "%s", node);
	devices_add(list, &d);
}

static void test_order(void)
{
	static const char *const want[] = { "fake:a", "usb:1-2", "usb:1-2.1", "usb:1-10", "usb:2-1" };
	struct devices list = { 0 };
	size_t right = 0;

	add(&list, "usb:1-10", 1, "");
	add(&list, "usb:2-1", 1, "");
	add(&list, "usb:1-2.1", 1, "");
	add(&list, "fake:a", 1, "");
	add(&list, "usb:1-2", 1, "");
	add(&list, "usb:1-2", 2, "");
	for (size_t i = 0; i < list.count && i < COUNT(want); i++)
		right += !strcmp(list.item[i].id, want[i]);
	ok(list.count == COUNT(want) && right == COUNT(want), "in order of id, numbers by value");
	ok(devices_find(&list, "usb:1-2")->vid == 2, "a second one of an id replaces the first");
	ok(!devices_find(&list, "usb:1") && !devices_find(&list, ""), "what is not there is not found");
	devices_release(&list);
}

static void test_diff(void)
{
	struct devices before = { 0 }, now = { 0 }, added = { 0 }, removed = { 0 };

	add(&before, "usb:1-1", 1, "/dev/bus/usb/001/002");
	add(&before, "usb:1-2", 1, "/dev/bus/usb/001/003");
	add(&before, "usb:1-3", 1, "/dev/bus/usb/001/004");
	add(&now, "usb:1-1", 1, "/dev/bus/usb/001/002");
	add(&now, "usb:1-3", 9, "/dev/bus/usb/001/005");
	add(&now, "usb:1-4", 1, "/dev/bus/usb/001/006");
	devices_diff(&before, &now, &added, &removed);
	ok(added.count == 2 && added.item[0].vid == 9 && !strcmp(added.item[1].id, "usb:1-4"),
	   "new: another device at a port, and one at a new port");
	ok(removed.count == 2 && !strcmp(removed.item[0].id, "usb:1-2") && removed.item[1].vid == 1,
	   "gone: what left, and what was at that port");
	devices_diff(&now, &now, &added, &removed);
	ok(!added.count && !removed.count, "nothing changed");
	devices_release(&before);
	devices_release(&now);
	devices_release(&added);
	devices_release(&removed);
}

static void test_permission(void)
{
	struct device d = {
		.vid = 0x0483, .pid = 0xdf11, .open_error = EACCES, .node = "/dev/bus/usb/001/004"
	};
	struct str text = STR_INIT;

	device_udev_rule(&d, &text);
	ok(!strcmp(str_text(&text), "SUBSYSTEM==\"usb\", ATTR{idVendor}==\"0483\", "
				    "ATTR{idProduct}==\"df11\", TAG+=\"uaccess\""),
	   "the rule of a bootloader: %s", str_text(&text));
	str_clear(&text);
	device_open_help(&d, &text);
	ok(strstr(str_text(&text), d.node) && strstr(str_text(&text), "SUBSYSTEM==\"usb\", ") &&
		   strstr(str_text(&text), "/etc/udev/rules.d/70-keyplane-0483-df11.rules") &&
		   strstr(str_text(&text), "udevadm control --reload"),
	   "the help names node, rule, file and command");
	ok(text.len < sizeof(((struct err *)0)->text) - 40, "and fits an error");
	d.open_error = ENOENT;
	str_clear(&text);
	device_open_help(&d, &text);
	ok(strstr(str_text(&text), d.node) && strstr(str_text(&text), "container") && !device_needs_rule(&d),
	   "a node that is not there is no matter of permission");
	strcpy(d.node, "/dev/hidraw3");
	str_clear(&text);
	device_udev_rule(&d, &text);
	ok(!strcmp(str_text(&text),
		   "KERNEL==\"hidraw*\", ATTRS{idVendor}==\"0483\", ATTRS{idProduct}==\"df11\", "
		   "TAG+=\"uaccess\""),
	   "the rule of a keyboard: %s", str_text(&text));
	str_release(&text);
}

int main(void)
{
	struct devices fakes = { 0 };

	test_order();
	test_diff();
	test_permission();
	devices_add_fakes(&fakes);
	ok(fakes.count > 10 && devices_find(&fakes, "fake:stm32-dfu") && device_is_relevant(&fakes.item[0]),
	   "the simulated devices can be listed");
	ok(devices_find(&fakes, "fake:vial-6") && devices_find(&fakes, "fake:vial-6")->raw_hid,
	   "keyboards among them");
	devices_release(&fakes);
	return tap_done();
}
