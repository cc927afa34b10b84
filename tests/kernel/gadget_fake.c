/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Simulated bootloaders as gadgets. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "device/fake.h"
#include "gadget.h"

struct gadget_fake {
	struct gadget gadget;
	struct fake *fake;
	struct device successor; /* what it became; vid 0: it has not */
};

static struct gadget_fake *self(struct gadget *g)
{
	return (struct gadget_fake *)g;
}

/* What the kernel's HID driver asks on its own, which no model of a bootloader knows. HalfKay's reports, as PJRC's own
 * bootloader describes them: one of output, of vendor's usages. */
static int hid_request(const struct usb_setup *setup, uint8_t *buf, size_t len)
{
	static const uint8_t reports[] = { 0x06, 0x9c, 0xff, 0x09, 0x1b, 0xa1, 0x01, 0x09, 0x19, 0x15, 0x00,
					   0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x80, 0x91, 0x02, 0xc0 };

	if (setup->type == 0x81 && setup->request == 6 && setup->value == 0x2200) {
		len = len < sizeof(reports) ? len : sizeof(reports);
		memcpy(buf, reports, len);
		return (int)len;
	}
	return setup->type == 0x21 && setup->request == 0x0a ? FAKE_STALL : FAKE_NAK; /* SET_IDLE */
}

static int control(struct gadget *g, int64_t now_us, const struct usb_setup *setup, uint8_t *buf, size_t len)
{
	struct gadget_fake *f = self(g);
	bool hid = fake_device(f->fake)->alt[0].class == 0x03;
	int n = hid ? hid_request(setup, buf, len) : FAKE_NAK;

	if (n != FAKE_NAK)
		return n;

	return f->successor.vid ? FAKE_STALL : fake_control(f->fake, now_us / 1000, setup, buf, len);
}

static void reset(struct gadget *g, int64_t now_us)
{
	fake_reset(self(g)->fake, now_us / 1000);
}

static bool is_there(struct gadget *g, int64_t now_us)
{
	struct gadget_fake *f = self(g);

	(void)now_us;
	return f->successor.vid || fake_place(f->fake) == FAKE_ATTACHED;
}

/* The application: a device without endpoints, of which nothing but its ids matters. */
static bool turn(struct gadget *g, int64_t now_us)
{
	static const uint8_t configuration[] = {
		9, 2, 18, 0, 1, 1, 0, 0x80, 50, 9, 4, 0, 0, 0, 0xff, 0, 0, 0
	};
	struct gadget_fake *f = self(g);
	uint8_t device[18] = { 18, 1, 0, 2, 0, 0, 0, 64 };

	(void)now_us;
	if (f->successor.vid || !fake_successor(f->fake, &f->successor))
		return false;
	if (fake_place(f->fake) == FAKE_RESTARTED) {
		f->successor = (struct device){ 0 };
		fake_replug(f->fake);
		return true;
	}
	device[8] = (uint8_t)f->successor.vid;
	device[9] = (uint8_t)(f->successor.vid >> 8);
	device[10] = (uint8_t)f->successor.pid;
	device[11] = (uint8_t)(f->successor.pid >> 8);
	device[17] = 1;
	str_clear(&g->descriptors);
	str_add_bytes(&g->descriptors, (const char *)device, sizeof(device));
	str_add_bytes(&g->descriptors, (const char *)configuration, sizeof(configuration));
	return true;
}

static void report(const struct gadget *g, FILE *out)
{
	static const char *const places[] = { "attached", "left", "unplugged", "restarted" };
	const struct fake *f = ((const struct gadget_fake *)g)->fake;

	fprintf(out, "place=%s requests=%u violations=%zu\n", places[fake_place(f)], fake_transfers(f),
		fake_violation_count(f));
	for (size_t i = 0; i < fake_violation_count(f); i++)
		fprintf(out, "violation %s\n", fake_violation(f, i));
}

static void free_fake(struct gadget *g)
{
	fake_free(self(g)->fake);
	free(g);
}

static const struct gadget_ops ops = {
	.control = control,
	.reset = reset,
	.is_there = is_there,
	.turn = turn,
	.report = report,
	.free = free_fake,
};

struct gadget *gadget_fake_new(const char *spec, struct err *err)
{
	struct fake *fake = fake_new(spec, err);
	struct gadget_fake *f;

	if (!fake)
		return NULL;
	f = mem_new(1, sizeof(*f));
	*f = (struct gadget_fake){ .gadget = { .ops = &ops }, .fake = fake };
	fake_descriptors(fake, &f->gadget.descriptors);
	return &f->gadget;
}
