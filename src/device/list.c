/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "device/fake.h"
#include "device/fake_keyboard.h"
#include "device/list.h"

void devices_release(struct devices *list)
{
	free(list->item);
	*list = (struct devices){ 0 };
}

void devices_clear(struct devices *list)
{
	list->count = 0;
}

/* Numbers in ids count by value: 1-2 before 1-10. */
static int compare_ids(const char *a, const char *b)
{
	while (*a && *b) {
		char *a_end, *b_end;
		unsigned long x = strtoul(a, &a_end, 10), y = strtoul(b, &b_end, 10);

		if (*a >= '0' && *a <= '9' && *b >= '0' && *b <= '9') {
			if (x != y)
				return x < y ? -1 : 1;
			a = a_end;
			b = b_end;
		} else if (*a != *b) {
			break;
		} else {
			a++;
			b++;
		}
	}
	return (unsigned char)*a - (unsigned char)*b;
}

void devices_add(struct devices *list, const struct device *d)
{
	size_t at = 0;

	while (at < list->count && compare_ids(list->item[at].id, d->id) < 0)
		at++;
	if (at == list->count || strcmp(list->item[at].id, d->id)) {
		list->item = mem_grow(list->item, list->count, &list->cap, sizeof(*list->item));
		memmove(&list->item[at + 1], &list->item[at], (list->count - at) * sizeof(*list->item));
		list->count++;
	}
	list->item[at] = *d;
}

const struct device *devices_find(const struct devices *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->item[i].id, id))
			return &list->item[i];
	return NULL;
}

bool device_same(const struct device *a, const struct device *b)
{
	return !strcmp(a->id, b->id) && a->vid == b->vid && a->pid == b->pid && a->raw_hid == b->raw_hid &&
	       a->openable == b->openable && !strcmp(a->node, b->node);
}

static void add_missing(const struct devices *from, const struct devices *in, struct devices *out)
{
	devices_clear(out);
	for (size_t i = 0; i < from->count; i++) {
		const struct device *other = devices_find(in, from->item[i].id);

		if (!other || !device_same(&from->item[i], other))
			devices_add(out, &from->item[i]);
	}
}

void devices_diff(const struct devices *before, const struct devices *now, struct devices *added,
		  struct devices *removed)
{
	add_missing(now, before, added);
	add_missing(before, now, removed);
}

void devices_add_fakes(struct devices *list)
{
	for (size_t i = 0; fake_model_name(i); i++) {
		struct err err;
		struct fake *f = fake_new(fake_model_name(i), &err);

		if (f)
			devices_add(list, fake_device(f));
		fake_free(f);
	}
	for (size_t i = 0; fake_keyboard_model_name(i); i++) {
		struct err err;
		struct fake_keyboard *k = fake_keyboard_new(fake_keyboard_model_name(i), &err);

		if (k)
			devices_add(list, fake_keyboard_device(k));
		fake_keyboard_free(k);
	}
}

bool device_is_relevant(const struct device *d)
{
	return d->known || d->raw_hid;
}

void device_udev_rule(const struct device *d, struct str *out)
{
	if (!strncmp(d->node, "/dev/hidraw", 11))
		str_addf(out,
			 "KERNEL==\"hidraw*\", ATTRS{idVendor}==\"%04x\", ATTRS{idProduct}==\"%04x\", "
			 "TAG+=\"uaccess\"",
			 d->vid, d->pid);
	else
		str_addf(out,
			 "SUBSYSTEM==\"usb\", ATTR{idVendor}==\"%04x\", ATTR{idProduct}==\"%04x\", "
			 "TAG+=\"uaccess\"",
			 d->vid, d->pid);
}

bool device_needs_rule(const struct device *d)
{
	return d->open_error == EACCES || d->open_error == EPERM;
}

void device_open_help(const struct device *d, struct str *out)
{
	if (device_needs_rule(d)) {
		str_addf(out, "no permission to open %s: put the line ", d->node);
		device_udev_rule(d, out);
		str_addf(out,
			 " into /etc/udev/rules.d/70-keyplane-%04x-%04x.rules, run 'sudo udevadm control "
			 "--reload' and "
			 "plug the device in again",
			 d->vid, d->pid);
	} else if (d->open_error == ENOENT) {
		str_addf(out,
			 "there is no %s: this system, or this container, was not given the device's node",
			 d->node);
	} else {
		str_addf(out, "cannot open %s: %s", d->node, strerror(d->open_error));
	}
}
