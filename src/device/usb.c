/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <hidapi.h>

#include "base/file.h"
#include "base/utf8.h"
#include "device/list.h"
#include "usb_private.h"

enum {
	STRING_TIMEOUT_MS = 500,
	MAX_PORTS = 7,         /* USB 3, 8.2: hubs in a row */
	RAW_HID_PAGE = 0xff60, /* VIA's and Vial's interface */
	RAW_HID_USAGE = 0x61,
};

enum err_code usb_error(int code)
{
	switch (code) {
	case LIBUSB_ERROR_PIPE:
		return ERR_STALL;
	case LIBUSB_ERROR_TIMEOUT:
		return ERR_TIMEOUT;
	case LIBUSB_ERROR_NO_DEVICE:
	case LIBUSB_ERROR_NOT_FOUND:
		return ERR_GONE;
	case LIBUSB_ERROR_ACCESS:
		return ERR_PERMISSION;
	default:
		return ERR_IO;
	}
}

bool usb_device_id(libusb_device *dev, char *out, size_t size)
{
	uint8_t port[MAX_PORTS];
	int ports = libusb_get_port_numbers(dev, port, MAX_PORTS);
	int used;

	if (ports <= 0)
		return false;
	used = snprintf(out, size, "usb:%u-%u", libusb_get_bus_number(dev), port[0]);
	for (int i = 1; i < ports; i++)
		used += snprintf(out + used, size - (size_t)used, ".%u", port[i]);
	return true;
}

/* A text attribute of the device's folder in sysfs; "" when there is none. */
static void read_attribute(const char *id, const char *name, char *out, size_t size)
{
	struct str text = STR_INIT;
	struct err err;
	char path[160];

	snprintf(path, sizeof(path), "/sys/bus/usb/devices/%s/%s", id + strlen("usb:"), name);
	out[0] = '\0';
	if (file_read(path, DEVICE_MAX_STRING_BYTES - 1, &text, &err))
		snprintf(out, size, "%.*s", (int)strcspn(str_text(&text), "\n"), str_text(&text));
	str_release(&text);
}

static void add_alt(struct device *d, const struct libusb_interface_descriptor *from)
{
	struct device_alt *alt;
	size_t len = from->extra_length > 0 ? (size_t)from->extra_length : 0;

	if (d->alts == DEVICE_MAX_ALTS)
		return;
	alt = &d->alt[d->alts++];
	*alt = (struct device_alt){ .interface = from->bInterfaceNumber,
				    .alt = from->bAlternateSetting,
				    .class = from->bInterfaceClass,
				    .subclass = from->bInterfaceSubClass,
				    .protocol = from->bInterfaceProtocol };
	alt->extra_len = len < sizeof(alt->extra) ? len : sizeof(alt->extra);
	if (alt->extra_len)
		memcpy(alt->extra, from->extra, alt->extra_len);
}

static bool read_config(libusb_device *dev, struct libusb_config_descriptor **out)
{
	return !libusb_get_active_config_descriptor(dev, out) || !libusb_get_config_descriptor(dev, 0, out);
}

static void check_node(struct device *d)
{
	d->openable = !access(d->node, R_OK | W_OK);
	d->open_error = d->openable ? 0 : errno;
}

void usb_describe(libusb_device *dev, struct device *out)
{
	struct libusb_device_descriptor desc;
	struct libusb_config_descriptor *config;

	libusb_get_device_descriptor(dev, &desc); /* cached since enumeration: it cannot fail */
	out->vid = desc.idVendor;
	out->pid = desc.idProduct;
	out->bcd = desc.bcdDevice;
	out->known = usb_id_find(out->vid, out->pid);
	snprintf(out->node, sizeof(out->node), "/dev/bus/usb/%03u/%03u", libusb_get_bus_number(dev),
		 libusb_get_device_address(dev));
	check_node(out);
	read_attribute(out->id, "manufacturer", out->manufacturer, sizeof(out->manufacturer));
	read_attribute(out->id, "product", out->product, sizeof(out->product));
	read_attribute(out->id, "serial", out->serial, sizeof(out->serial));
	if (!read_config(dev, &config))
		return;
	for (int i = 0; i < config->bNumInterfaces; i++)
		for (int k = 0; k < config->interface[i].num_altsetting; k++)
			add_alt(out, &config->interface[i].altsetting[k]);
	libusb_free_config_descriptor(config);
}

static uint32_t unit_at(const uint8_t *raw, size_t i)
{
	return raw[2 * i] | (uint32_t)raw[2 * i + 1] << 8;
}

/* A string descriptor as UTF-8; lone surrogates become U+FFFD. False, with "", when the device does not give it. */
static bool read_string(libusb_device_handle *handle, uint8_t index, char *out, size_t size)
{
	uint8_t raw[255];
	int n = libusb_control_transfer(handle, LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_DESCRIPTOR,
					(uint16_t)(LIBUSB_DT_STRING << 8 | index), 0x0409, raw, sizeof(raw),
					STRING_TIMEOUT_MS);
	size_t used = 0, units;

	out[0] = '\0';
	if (n < 2 || raw[1] != LIBUSB_DT_STRING || raw[0] > n)
		return false;
	units = (raw[0] - 2u) / 2;
	for (size_t i = 0; i < units && used + 5 <= size; i++) {
		uint32_t code = unit_at(raw + 2, i);

		if (code >= 0xd800 && code < 0xdc00 && i + 1 < units && unit_at(raw + 2, i + 1) >> 10 == 0x37)
			code = 0x10000 + ((code & 0x3ff) << 10 | (unit_at(raw + 2, ++i) & 0x3ff));
		else if (code >= 0xd800 && code < 0xe000)
			code = 0xfffd;
		if (!code)
			break;
		used += utf8_encode(code, out + used);
	}
	out[used] = '\0';
	return true;
}

bool usb_read_names(libusb_device_handle *handle, struct device *d)
{
	struct libusb_config_descriptor *config;
	size_t at = 0;
	bool all = true;

	if (!read_config(libusb_get_device(handle), &config))
		return false;
	for (int i = 0; i < config->bNumInterfaces; i++)
		for (int k = 0; k < config->interface[i].num_altsetting && at < d->alts; k++, at++)
			if (config->interface[i].altsetting[k].iInterface)
				all &= read_string(handle, config->interface[i].altsetting[k].iInterface,
						   d->alt[at].name, sizeof(d->alt[at].name));
	libusb_free_config_descriptor(config);
	return all;
}

/* Without opening, sysfs tells the name of the alternate setting in use. */
static void read_current_names(struct device *d)
{
	for (size_t i = 0; i < d->alts; i++) {
		char at[96];

		if (d->alt[i].alt)
			continue;
		snprintf(at, sizeof(at), "%s/%s:1.%u", d->id, d->id + strlen("usb:"), d->alt[i].interface);
		read_attribute(at, "interface", d->alt[i].name, sizeof(d->alt[i].name));
	}
}

/* The id of the USB device a hidraw node belongs to, from its place in sysfs:
 * .../1-4.2/1-4.2:1.1/0003:.../hidraw/N */
static bool hidraw_device_id(const char *node, char *out, size_t size)
{
	char path[96], *real, *save = NULL;
	bool found = false;

	snprintf(path, sizeof(path), "/sys/class/hidraw/%s/device", file_base(node));
	real = realpath(path, NULL);
	if (!real)
		return false;
	for (char *part = strtok_r(real, "/", &save); part && !found; part = strtok_r(NULL, "/", &save)) {
		size_t len = strspn(part, "0123456789.-");

		found = len && part[len] == ':' && memchr(part, '-', len);
		if (found)
			snprintf(out, size, "usb:%.*s", (int)len, part);
	}
	free(real);
	return found;
}

/* Mark the devices that have a raw HID interface. Its node is what their users open, so it becomes theirs. */
static void mark_raw_hid(struct devices *list)
{
	struct hid_device_info *all = hid_enumerate(0, 0);

	for (struct hid_device_info *hid = all; hid; hid = hid->next) {
		char id[64];

		if (hid->usage_page != RAW_HID_PAGE || hid->usage != RAW_HID_USAGE ||
		    !hidraw_device_id(hid->path, id, sizeof(id)))
			continue;
		for (size_t i = 0; i < list->count; i++) {
			struct device *d = &list->item[i];

			if (strcmp(d->id, id))
				continue;
			d->raw_hid = true;
			snprintf(d->node, sizeof(d->node), "%s", hid->path);
			check_node(d);
		}
	}
	hid_free_enumeration(all);
	hid_exit();
}

static void add_device(struct devices *list, libusb_device *dev)
{
	struct device d = { .id = "" };
	libusb_device_handle *handle;

	if (!usb_device_id(dev, d.id, sizeof(d.id)))
		return;
	usb_describe(dev, &d);
	read_current_names(&d);
	if (d.known && d.openable && !libusb_open(dev, &handle)) {
		(void)usb_read_names(handle, &d); /* the list shows what there is */
		libusb_close(handle);
	}
	devices_add(list, &d);
}

bool devices_scan(struct devices *out, struct err *err)
{
	libusb_context *ctx;
	libusb_device **all;
	ssize_t count;
	int code = libusb_init(&ctx);

	devices_clear(out);
	if (code)
		return err_set(err, ERR_IO, "starting libusb: %s", libusb_strerror(code));
	count = libusb_get_device_list(ctx, &all);
	if (count < 0) {
		libusb_exit(ctx);
		return err_set(err, ERR_IO, "listing USB devices: %s", libusb_strerror((int)count));
	}
	for (ssize_t i = 0; i < count; i++)
		add_device(out, all[i]);
	libusb_free_device_list(all, 1);
	libusb_exit(ctx);
	mark_raw_hid(out);
	return true;
}
