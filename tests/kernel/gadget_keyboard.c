/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Simulated keyboards as gadgets: a boot keyboard, and beside it QMK's raw HID interface, of usage page FF60 and usage 61. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "device/fake.h"
#include "device/fake_keyboard.h"
#include "gadget.h"

enum { RAW_IN = 2, RAW_OUT = 3, FIRST_STRING = 1 };

struct gadget_keyboard {
	struct gadget gadget;
	struct fake_keyboard *keyboard;
};

/* HID 1.11, appendix B.1, without lights. */
static const uint8_t boot_reports[] = {
	0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25,
	0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x06,
	0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0,
};

/* QMK's usb_descriptor.c: 32 bytes each way, no report ids. */
static const uint8_t raw_reports[] = {
	0x06, 0x60, 0xff, 0x09, 0x61, 0xa1, 0x01, 0x09, 0x62, 0x15, 0x00, 0x26, 0xff, 0x00, 0x95, 0x20, 0x75,
	0x08, 0x81, 0x02, 0x09, 0x63, 0x15, 0x00, 0x26, 0xff, 0x00, 0x95, 0x20, 0x75, 0x08, 0x91, 0x02, 0xc0,
};

/* USB 2.0, 9.6: a configuration of two interfaces, with three interrupt endpoints asked once a millisecond. */
static const uint8_t configuration[] = {
	9,
	2,
	66,
	0,
	2,
	1,
	0,
	0x80,
	50,
	9,
	4,
	0,
	0,
	1,
	3,
	1,
	1,
	0,
	9,
	0x21,
	0x11,
	1,
	0,
	1,
	0x22,
	sizeof(boot_reports),
	0,
	7,
	5,
	0x81,
	3,
	8,
	0,
	1,
	9,
	4,
	1,
	0,
	2,
	3,
	0,
	0,
	0,
	9,
	0x21,
	0x11,
	1,
	0,
	1,
	0x22,
	sizeof(raw_reports),
	0,
	7,
	5,
	0x80 | RAW_IN,
	3,
	HID_REPORT_BYTES,
	0,
	1,
	7,
	5,
	RAW_OUT,
	3,
	HID_REPORT_BYTES,
	0,
	1,
};

static struct fake_keyboard *keyboard_of(struct gadget *g)
{
	return ((struct gadget_keyboard *)g)->keyboard;
}

static int give(uint8_t *buf, size_t len, const void *data, size_t have)
{
	len = len < have ? len : have;
	memcpy(buf, data, len);
	return (int)len;
}

/* 9.6.7: a string, as UTF-16; 0: which languages there are. */
static int string(const struct device *d, int index, uint8_t *buf, size_t len)
{
	const char *const texts[] = { NULL, d->manufacturer, d->product, d->serial };
	uint8_t out[254] = { 4, 3, 0x09, 0x04 };

	if (index < 0 || (size_t)index >= COUNT(texts))
		return FAKE_STALL;
	if (texts[index]) {
		out[0] = 2;
		for (size_t i = 0; texts[index][i] && out[0] < 252; i++, out[0] += 2) {
			out[2 * i + 2] = (uint8_t)texts[index][i];
			out[2 * i + 3] = 0;
		}
	}
	return give(buf, len, out, out[0]);
}

static int control(struct gadget *g, int64_t now_us, const struct usb_setup *setup, uint8_t *buf, size_t len)
{
	(void)now_us;
	if (setup->type == 0x80 && setup->request == 6 && setup->value >> 8 == 3)
		return string(fake_keyboard_device(keyboard_of(g)), setup->value & 0xff, buf, len);
	if (setup->type == 0x81 && setup->request == 6 && setup->value == 0x2200)
		return setup->index ? give(buf, len, raw_reports, sizeof(raw_reports))
				    : give(buf, len, boot_reports, sizeof(boot_reports));
	if (setup->type == 0x21) /* SET_IDLE, SET_PROTOCOL, and lights by SET_REPORT */
		return 0;
	return FAKE_STALL;
}

static int in(struct gadget *g, int64_t now_us, int endpoint, uint8_t *buf, size_t len)
{
	uint8_t report[HID_REPORT_BYTES];
	int64_t due_us;

	if (endpoint != RAW_IN)
		return FAKE_NAK; /* nobody types on it */
	switch (fake_keyboard_read(keyboard_of(g), now_us, report, &due_us)) {
	case 1:
		return give(buf, len, report, sizeof(report));
	case 0:
		return FAKE_NAK;
	default:
		return FAKE_GONE;
	}
}

static int out(struct gadget *g, int64_t now_us, int endpoint, const uint8_t *data, size_t len)
{
	uint8_t report[HID_REPORT_BYTES] = { 0 };

	if (endpoint != RAW_OUT)
		return FAKE_STALL;
	memcpy(report, data, len < sizeof(report) ? len : sizeof(report));
	return fake_keyboard_write(keyboard_of(g), now_us, report) ? (int)len : FAKE_GONE;
}

static bool is_there(struct gadget *g, int64_t now_us)
{
	int64_t back_us = fake_keyboard_back_us(keyboard_of(g));

	if (back_us && back_us != INT64_MAX && now_us >= back_us)
		fake_keyboard_replug(keyboard_of(g));
	return !fake_keyboard_back_us(keyboard_of(g));
}

static void report(const struct gadget *g, FILE *file)
{
	const struct fake_keyboard *k = ((const struct gadget_keyboard *)g)->keyboard;

	fprintf(file, "place=%s requests=%u violations=%zu\n",
		fake_keyboard_back_us(k) ? "unplugged" : "attached", fake_keyboard_reports(k),
		fake_keyboard_violation_count(k));
	for (size_t i = 0; i < fake_keyboard_violation_count(k); i++)
		fprintf(file, "violation %s\n", fake_keyboard_violation(k, i));
}

static void free_keyboard(struct gadget *g)
{
	fake_keyboard_free(keyboard_of(g));
	free(g);
}

static const struct gadget_ops ops = {
	.control = control,
	.in = in,
	.out = out,
	.is_there = is_there,
	.report = report,
	.free = free_keyboard,
};

struct gadget *gadget_keyboard_new(const char *spec, struct err *err)
{
	struct fake_keyboard *keyboard = fake_keyboard_new(spec, err);
	uint8_t device[18] = { 18, 1, 0, 2, 0, 0, 0, 64 };
	const struct device *d;
	struct gadget_keyboard *k;

	if (!keyboard)
		return NULL;
	d = fake_keyboard_device(keyboard);
	device[8] = (uint8_t)d->vid;
	device[9] = (uint8_t)(d->vid >> 8);
	device[10] = (uint8_t)d->pid;
	device[11] = (uint8_t)(d->pid >> 8);
	device[12] = (uint8_t)d->bcd;
	device[13] = (uint8_t)(d->bcd >> 8);
	device[14] = d->manufacturer[0] ? FIRST_STRING : 0;
	device[15] = d->product[0] ? FIRST_STRING + 1 : 0;
	device[16] = d->serial[0] ? FIRST_STRING + 2 : 0;
	device[17] = 1;
	k = mem_new(1, sizeof(*k));
	*k = (struct gadget_keyboard){ .gadget = { .ops = &ops }, .keyboard = keyboard };
	str_add_bytes(&k->gadget.descriptors, (const char *)device, sizeof(device));
	str_add_bytes(&k->gadget.descriptors, (const char *)configuration, sizeof(configuration));
	return &k->gadget;
}
