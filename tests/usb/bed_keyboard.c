/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <linux/hidraw.h>

#include "bed_keyboard.h"

enum { BOOT, RAW, INTERFACES, MAX_NODES = 16 };

/* HID 1.11, appendix B.1, in short: a boot keyboard's modifiers and keys. */
static const uint8_t boot_reports[] = { 0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0,
					0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x95, 0x08, 0x75, 0x01,
					0x81, 0x02, 0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x26, 0xff,
					0x00, 0x19, 0x00, 0x29, 0xff, 0x81, 0x00, 0xc0 };
/* QMK's raw HID: usage page FF60, usage 61, 32 bytes each way. */
static const uint8_t raw_reports[] = { 0x06, 0x60, 0xff, 0x09, 0x61, 0xa1, 0x01, 0x09, 0x62, 0x15, 0x00, 0x26,
				       0xff, 0x00, 0x95, 0x20, 0x75, 0x08, 0x81, 0x02, 0x09, 0x63, 0x15, 0x00,
				       0x26, 0xff, 0x00, 0x95, 0x20, 0x75, 0x08, 0x91, 0x02, 0xc0 };

static const struct {
	const uint8_t *bytes;
	size_t len;
} reports[INTERFACES] = { { boot_reports, sizeof(boot_reports) }, { raw_reports, sizeof(raw_reports) } };

static void add_le16(struct str *out, size_t value)
{
	str_add_char(out, (char)(value & 0xff));
	str_add_char(out, (char)(value >> 8));
}

void bed_keyboard_descriptors(const struct bed_keyboard *k, struct str *out)
{
	const struct device *d = fake_keyboard_device(k->model);
	struct str body = STR_INIT;

	str_add_bytes(out, "\x12\x01\x00\x02\x00\x00\x00\x40", 8);
	add_le16(out, d->vid);
	add_le16(out, d->pid);
	add_le16(out, d->bcd);
	str_add_bytes(out, "\x01\x02\x03\x01", 4);
	for (int i = 0; i < INTERFACES; i++) {
		const uint8_t interface[] = { 9, 4, (uint8_t)i, 0,    1,    3, i == BOOT, i == BOOT,
					      0, 9, 0x21,       0x11, 0x01, 0, 1,         0x22 };

		str_add_bytes(&body, interface, sizeof(interface));
		add_le16(&body, reports[i].len);
		str_add_bytes(&body,
			      i == BOOT ? "\x07\x05\x81\x03\x20\x00\x01" : "\x07\x05\x82\x03\x20\x00\x01", 7);
	}
	str_add_bytes(out, "\x09\x02", 2);
	add_le16(out, 9 + body.len);
	str_add_bytes(out, "\x02\x01\x00\xa0\x32", 5);
	str_add_bytes(out, body.data, body.len);
	str_release(&body);
}

/* What hidapi asks of a node before it believes that it is one. */
static gboolean on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer user)
{
	unsigned long request = umockdev_ioctl_client_get_request(client);
	size_t i = GPOINTER_TO_SIZE(user);
	UMockdevIoctlData *data;
	int result = 0;

	(void)base;
	if (request != HIDIOCGRDESCSIZE && request != HIDIOCGRDESC)
		return FALSE;
	data = umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, _IOC_SIZE(request),
					   NULL);
	if (!data)
		result = EFAULT;
	else if (request == HIDIOCGRDESCSIZE)
		*(int *)data->data = (int)reports[i].len;
	else
		memcpy(((struct hidraw_report_descriptor *)data->data)->value, reports[i].bytes,
		       reports[i].len);
	umockdev_ioctl_client_complete(client, result ? -1 : 0, result);
	g_clear_object(&data);
	return TRUE;
}

/* Where interface @i stands in sysfs, of the USB device at @path; the HID device below it, and its node below that. */
static void name_levels(const struct bed_keyboard *k, const char *path, size_t i, char level[3][256])
{
	const struct device *d = fake_keyboard_device(k->model);

	snprintf(level[0], sizeof(level[0]), "%s/%s:1.%zu", path, strrchr(path, '/') + 1, i);
	snprintf(level[1], sizeof(level[1]), "%.128s/0003:%04X:%04X.%04zX", level[0], d->vid, d->pid, i + 1);
	snprintf(level[2], sizeof(level[2]), "%.192s/hidraw/%s", level[1], k->node[i] + strlen("/dev/"));
}

static void add_interface(const struct bed_keyboard *k, const char *path, size_t i, GString *text)
{
	const struct device *d = fake_keyboard_device(k->model);
	const char *node = k->node[i] + strlen("/dev/");
	char level[3][256];

	name_levels(k, path, i, level);
	g_string_append_printf(text, "P: %s\nE: DEVTYPE=usb_interface\nE: SUBSYSTEM=usb\nE: DRIVER=usbhid\n",
			       level[0] + strlen("/sys"));
	g_string_append_printf(text, "A: bInterfaceNumber=%02zu\\n\n\n", i);
	g_string_append_printf(text, "P: %s\nE: SUBSYSTEM=hid\nE: HID_ID=0003:%08X:%08X\n",
			       level[1] + strlen("/sys"), d->vid, d->pid);
	g_string_append_printf(text,
			       "E: HID_NAME=%s %s\nE: HID_UNIQ=%s\nH: report_descriptor=", d->manufacturer,
			       d->product, d->serial);
	for (size_t byte = 0; byte < reports[i].len; byte++)
		g_string_append_printf(text, "%02X", reports[i].bytes[byte]);
	g_string_append_printf(text, "\n\nP: %s\nN: %s\nE: DEVNAME=%s\nE: SUBSYSTEM=hidraw\n",
			       level[2] + strlen("/sys"), node, k->node[i]);
	g_string_append_printf(text, "E: MAJOR=240\nE: MINOR=%s\nL: device=../../../%s\n\n",
			       node + strlen("hidraw"), strrchr(level[1], '/') + 1);
}

static const char *attach(struct bed_keyboard *k)
{
	GError *error = NULL;
	struct termios raw;

	for (size_t i = 0; i < INTERFACES; i++) {
		k->handler[i] = g_object_new(UMOCKDEV_TYPE_IOCTL_BASE, NULL);
		g_signal_connect(k->handler[i], "handle-ioctl", G_CALLBACK(on_ioctl), GSIZE_TO_POINTER(i));
		if (!umockdev_testbed_attach_ioctl(k->bed, k->node[i], k->handler[i], &error))
			return error->message;
	}
	k->fd = umockdev_testbed_get_dev_fd(k->bed, k->node[RAW]);
	k->part_len = 0;
	if (k->fd < 0 || tcgetattr(k->fd, &raw) || fcntl(k->fd, F_SETFL, O_NONBLOCK))
		return "a node of hidraw is no terminal";
	cfmakeraw(&raw);
	return tcsetattr(k->fd, TCSANOW, &raw) ? strerror(errno) : NULL;
}

const char *bed_keyboard_plug(struct bed_keyboard *k, const char *path, unsigned number)
{
	GString *text = g_string_new(NULL);
	GError *error = NULL;

	/* umockdev never gives a name again. */
	for (size_t i = 0; i < INTERFACES; i++) {
		snprintf(k->node[i], sizeof(k->node[i]), "/dev/hidraw%zu",
			 INTERFACES * (number - 1) + i + MAX_NODES * k->plugs);
		add_interface(k, path, i, text);
	}
	k->plugs++;
	if (!umockdev_testbed_add_from_string(k->bed, text->str, &error))
		return error->message;
	g_string_free(text, TRUE);
	return attach(k);
}

/* The node outside of the bed. */
static void real_node(const struct bed_keyboard *k, size_t i, char *out, size_t size)
{
	char *root = umockdev_testbed_get_root_dir(k->bed);

	snprintf(out, size, "%s%s", root, k->node[i]);
	g_free(root);
}

void bed_keyboard_unplug(struct bed_keyboard *k, const char *path)
{
	int nothing = open("/dev/null", O_RDWR);

	for (size_t i = 0; i < INTERFACES; i++) {
		char level[3][256], node[512];

		name_levels(k, path, i, level);
		real_node(k, i, node, sizeof(node));
		umockdev_testbed_detach_ioctl(k->bed, k->node[i], NULL);
		g_clear_object(&k->handler[i]);
		for (size_t n = COUNT(level); n; n--)
			umockdev_testbed_remove_device(k->bed, level[n - 1]);
		unlink(node); /* umockdev leaves it */
	}
	/* The number is umockdev's own; who has the node open sees it hang up. */
	dup2(nothing, k->fd);
	close(nothing);
	k->fd = -1;
}

const char *bed_keyboard_deny(const struct bed_keyboard *k, bool remove_nodes)
{
	const char *why = NULL;

	for (size_t i = 0; i < INTERFACES; i++) {
		char path[512];

		real_node(k, i, path, sizeof(path));
		if (remove_nodes ? unlink(path) : chmod(path, 0))
			why = strerror(errno);
	}
	return why;
}

/* The host writes the number of the report, which is 0, before its bytes. */
static void take(struct bed_keyboard *k)
{
	ssize_t n;

	while ((n = read(k->fd, k->part + k->part_len, sizeof(k->part) - k->part_len)) > 0) {
		k->part_len += (size_t)n;
		if (k->part_len < sizeof(k->part))
			continue;
		k->part_len = 0;
		fake_keyboard_write(k->model, g_get_monotonic_time(), k->part + 1);
	}
}

static void give(struct bed_keyboard *k)
{
	uint8_t report[HID_REPORT_BYTES];
	int64_t due_us;

	while (fake_keyboard_read(k->model, g_get_monotonic_time(), report, &due_us) == 1)
		if (write(k->fd, report, sizeof(report)) != sizeof(report))
			fprintf(stderr, "testbed: %s: the host does not read\n", k->node[RAW]);
}

void bed_keyboard_serve(struct bed_keyboard *k)
{
	take(k);
	give(k);
}

bool bed_keyboard_is_gone(const struct bed_keyboard *k)
{
	return fake_keyboard_back_us(k->model) > 0;
}

bool bed_keyboard_comes_back(struct bed_keyboard *k)
{
	int64_t back_us = fake_keyboard_back_us(k->model);

	if (!back_us || back_us > g_get_monotonic_time())
		return false;
	fake_keyboard_replug(k->model);
	return true;
}
