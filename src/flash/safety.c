/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "flash/safety.h"
#include "flash/steps.h"

/* A check writes why it complains, or nothing. */
struct complaint {
	char *text;
	size_t size;
};

static void complain(struct complaint *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void complain(struct complaint *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->text, c->size, fmt, ap);
	va_end(ap);
}

static uint64_t segment_end(const struct image_segment *s)
{
	return (uint64_t)s->addr + s->len;
}

static void check_blank(const struct flash_facts *f, struct complaint *c)
{
	const uint8_t *p = f->image->bytes;

	for (size_t i = 0; i < f->image->len; i++)
		if (p[i] != p[0])
			return;
	if (p[0] == 0xff || p[0] == 0)
		complain(c, "all %zu bytes of the image are %02x", f->image->len, p[0]);
}

static void check_bootloader(const struct flash_facts *f, struct complaint *c)
{
	const struct flash_geometry *g = f->geometry;
	const uint64_t end = (uint64_t)g->bootloader_addr + g->bootloader_bytes;

	for (size_t i = 0; g->bootloader_bytes && i < f->image->segments; i++) {
		const struct image_segment *s = &f->image->segment[i];

		if (s->addr < end && segment_end(s) > g->bootloader_addr) {
			complain(c,
				 "the image has bytes from 0x%08x to 0x%08x; the bootloader is at 0x%08x to "
				 "0x%08x",
				 (unsigned)s->addr, (unsigned)(segment_end(s) - 1),
				 (unsigned)g->bootloader_addr, (unsigned)(end - 1));
			return;
		}
	}
}

static void check_outside(const struct flash_facts *f, struct complaint *c)
{
	const uint8_t wanted = FLASH_ERASABLE | FLASH_WRITABLE;

	for (size_t i = 0; i < f->image->segments; i++) {
		const struct image_segment *s = &f->image->segment[i];
		uint64_t at = s->addr;

		while (at < segment_end(s)) {
			const struct flash_region *r = flash_region_find(f->geometry, (uint32_t)at);

			if (!r || (r->access & wanted) != wanted) {
				complain(c, "the image has bytes from 0x%08x to 0x%08x; 0x%08x %s",
					 (unsigned)s->addr, (unsigned)(segment_end(s) - 1), (unsigned)at,
					 r ? "is write protected" : "is not in the device's flash");
				return;
			}
			at = (uint64_t)r->addr + r->size;
		}
	}
}

static void check_family(const struct flash_facts *f, struct complaint *c)
{
	const char *name = f->image->has_family ? uf2_family_name(f->image->family) : NULL;
	const enum flash_arch arch = f->geometry->arch;
	const bool fits =
		name && (!strncmp(name, "STM32", 5) || !strncmp(name, "AT32", 4)
				 ? arch == FLASH_ARCH_CORTEX_M && !f->geometry->mcu
			 : !strncmp(name, "ATmega", 6) ? arch == FLASH_ARCH_AVR
			 : !strncmp(name, "i.MX", 4)   ? arch == FLASH_ARCH_OTHER && f->geometry->mcu
			 : !strncmp(name, "GD32V", 5)  ? arch == FLASH_ARCH_OTHER && !f->geometry->mcu
						       : false);

	if (f->image->has_family && !fits)
		complain(c, "the image is for UF2 family %s (0x%08x), which %s is not",
			 name ? name : "unknown", (unsigned)f->image->family,
			 f->device->known ? f->device->known->name : f->device->id);
}

static void check_suffix(const struct flash_facts *f, struct complaint *c)
{
	const struct image *image = f->image;

	if (image->has_usb_id && ((image->vid != 0xffff && image->vid != f->device->vid) ||
				  (image->pid != 0xffff && image->pid != f->device->pid)))
		complain(c, "the file says that it is for %04x:%04x; the device is %04x:%04x", image->vid,
			 image->pid, f->device->vid, f->device->pid);
}

/* The first vectors of a Cortex-M image: initial stack pointer, reset, and 14 exceptions. */
enum { VECTORS = 16, VECTOR_RESET = 1, VECTOR_HARD_FAULT = 3 };

static bool read_vectors(const struct flash_facts *f, uint32_t *out)
{
	uint8_t raw[4 * VECTORS];

	if (f->geometry->arch != FLASH_ARCH_CORTEX_M)
		return false;
	image_copy(f->image, f->geometry->app_addr, raw, sizeof(raw));
	for (size_t i = 0; i < VECTORS; i++)
		out[i] = get_le32(raw + 4 * i);
	return true;
}

/* A function's address in the image: odd (Thumb), and between its start and its end. */
static bool is_code(const struct flash_facts *f, uint32_t vector)
{
	return vector & 1 && vector > f->geometry->app_addr && vector <= image_last(f->image);
}

static void check_stack(const struct flash_facts *f, struct complaint *c)
{
	uint32_t v[VECTORS];

	/* ARM puts SRAM at 20000000 to 3FFFFFFF; core-coupled memory is below. The stack starts at its end. */
	if (read_vectors(f, v) && (v[0] % 4 || v[0] <= 0x10000000 || v[0] > 0x40000000))
		complain(c,
			 "the word at 0x%08x is 0x%08x, which is no stack pointer; this is no firmware for "
			 "a Cortex-M, or not for this address",
			 (unsigned)f->geometry->app_addr, (unsigned)v[0]);
}

static void check_reset(const struct flash_facts *f, struct complaint *c)
{
	const uint32_t app = f->geometry->app_addr, first = image_first(f->image),
		       last = image_last(f->image);
	uint32_t v[VECTORS];

	if (read_vectors(f, v) && !is_code(f, v[VECTOR_RESET]))
		complain(
			c,
			"the firmware would start at 0x%08x, which is not in the image, 0x%08x to 0x%08x; it "
			"is linked for another address or chip",
			(unsigned)v[VECTOR_RESET], (unsigned)(first < app && app <= last ? app : first),
			(unsigned)last);
}

/*
 * An image that is linked to run behind a bootloader but put at the start of
 * flash keeps all its vectors inside itself when it is large enough. It gives
 * itself away in that none of them points below the place it was linked for,
 * and that the reset handler, which ChibiOS puts right behind the vectors, is
 * right behind the vectors of that place.
 */
static void check_link(const struct flash_facts *f, struct complaint *c)
{
	static const uint32_t offsets[] = { 0x2000, 0x4000, 0x5000, 0x8000, 0x10000 };
	enum { TABLE_MAX_BYTES = 0x400, CPSID_I = 0xb672 };
	uint32_t v[VECTORS], lowest = UINT32_MAX;
	uint8_t code[2];

	if (!read_vectors(f, v) || !is_code(f, v[VECTOR_RESET]))
		return;
	for (size_t i = VECTOR_RESET; i < VECTORS; i++)
		if (is_code(f, v[i]) && v[i] < lowest)
			lowest = v[i];
	/* What a reset handler starts with, where it should be: then all is well. */
	image_copy(f->image, v[VECTOR_RESET] - 1, code, sizeof(code));
	if (get_le16(code) == CPSID_I)
		return;
	for (size_t i = 0; i < COUNT(offsets); i++) {
		const uint32_t base = f->geometry->app_addr + offsets[i];

		if (lowest > base && v[VECTOR_RESET] - base < TABLE_MAX_BYTES) {
			complain(c,
				 "the image seems to be linked for 0x%08x and would be put at 0x%08x: the "
				 "keyboard would not start",
				 (unsigned)base, (unsigned)f->geometry->app_addr);
			return;
		}
	}
}

static void check_faults(const struct flash_facts *f, struct complaint *c)
{
	uint32_t v[VECTORS];

	if (!read_vectors(f, v))
		return;
	for (size_t i = VECTOR_RESET + 1; i <= VECTOR_HARD_FAULT; i++)
		if (!is_code(f, v[i])) {
			complain(c, "exception vector %zu is 0x%08x, which is not in the image", i,
				 (unsigned)v[i]);
			return;
		}
}

static void check_avr(const struct flash_facts *f, struct complaint *c)
{
	const uint32_t first = f->geometry->app_addr;
	uint8_t raw[4];
	uint16_t word;
	uint32_t target;

	if (f->geometry->arch != FLASH_ARCH_AVR)
		return;
	image_copy(f->image, first, raw, sizeof(raw));
	word = get_le16(raw);
	if ((word & 0xfe0e) == 0x940c) /* jmp, 22 bits in words */
		target =
			2 * ((uint32_t)(word & 1) << 16 | (uint32_t)(word & 0x1f0) << 13 | get_le16(raw + 2));
	else if ((word & 0xf000) == 0xc000) /* rjmp, forwards from the next word */
		target = 2 * (1 + (word & 0xfffu));
	else {
		complain(
			c,
			"the image starts with %04x, which is no jmp or rjmp; this is no firmware for an AVR",
			word);
		return;
	}
	if (target < 2 || target > image_last(f->image))
		complain(c, "the firmware would start at 0x%04x, which is not in the image",
			 (unsigned)target);
}

static void check_imxrt(const struct flash_facts *f, struct complaint *c)
{
	uint8_t tag[4];

	if (!f->geometry->mcu || f->geometry->arch != FLASH_ARCH_OTHER)
		return;
	image_copy(f->image, f->geometry->app_addr, tag, sizeof(tag));
	if (memcmp(tag, "FCFB", 4))
		complain(c, "the image does not start with the boot header of an i.MX RT");
}

/* A USB device descriptor (USB 2.0, 9.6.1), by the fields that cannot vary much. */
static bool is_descriptor(const uint8_t *p)
{
	const uint16_t usb = get_le16(p + 2);
	const uint8_t packet = p[7];

	return p[0] == 18 && p[1] == 1 &&
	       (usb == 0x0110 || usb == 0x0200 || usb == 0x0201 || usb == 0x0210) &&
	       (packet == 8 || packet == 16 || packet == 32 || packet == 64) && p[17] == 1;
}

static void check_usb_id(const struct flash_facts *f, struct complaint *c)
{
	enum { DESCRIPTOR_BYTES = 18 };
	uint16_t vid = 0, pid = 0;
	bool found = false;

	if (!f->has_keyboard)
		return;
	for (size_t i = 0; i < f->image->segments; i++) {
		const struct image_segment *s = &f->image->segment[i];

		for (size_t at = 0; at + DESCRIPTOR_BYTES <= s->len; at++) {
			if (!is_descriptor(s->data + at))
				continue;
			vid = get_le16(s->data + at + 8);
			pid = get_le16(s->data + at + 10);
			if (vid == f->keyboard_vid && pid == f->keyboard_pid)
				return;
			found = true;
		}
	}
	if (found)
		complain(c, "the image is for the keyboard %04x:%04x, not for %04x:%04x", vid, pid,
			 f->keyboard_vid, f->keyboard_pid);
}

static const struct {
	struct flash_check check;
	void (*run)(const struct flash_facts *f, struct complaint *c);
} checks[] = {
	{ { "blank", "The image holds something", FLASH_FATAL }, check_blank },
	{ { "over-bootloader", "The image leaves the bootloader alone", FLASH_FATAL }, check_bootloader },
	{ { "outside-flash", "The image lies in memory that can be written", FLASH_FATAL }, check_outside },
	{ { "uf2-family", "A UF2 image is for this kind of chip", FLASH_ERROR }, check_family },
	{ { "dfu-suffix", "A DFU file is for this device", FLASH_ERROR }, check_suffix },
	{ { "vector-stack", "The stack pointer points to RAM (Cortex-M)", FLASH_ERROR }, check_stack },
	{ { "vector-reset", "The firmware starts inside itself (Cortex-M)", FLASH_ERROR }, check_reset },
	{ { "link-address", "The image is linked for where it goes (Cortex-M)", FLASH_ERROR }, check_link },
	{ { "vector-faults", "Faults are handled inside the image (Cortex-M)", FLASH_WARNING },
	  check_faults },
	{ { "avr-reset", "The image starts with a jump into itself (AVR)", FLASH_ERROR }, check_avr },
	{ { "imxrt-header", "The image starts with a boot header (i.MX RT)", FLASH_ERROR }, check_imxrt },
	{ { "usb-id", "The image is for the keyboard that it was built for", FLASH_ERROR }, check_usb_id },
};

static_assert(COUNT(checks) <= FLASH_MAX_FINDINGS, "one finding a check");

const struct flash_check *flash_check_at(size_t index)
{
	return index < COUNT(checks) ? &checks[index].check : NULL;
}

void flash_safety(const struct flash_facts *facts, struct flash_findings *out)
{
	out->count = 0;
	for (size_t i = 0; i < COUNT(checks); i++) {
		struct flash_finding *finding = &out->item[out->count];
		struct complaint c = { finding->text, sizeof(finding->text) };

		*finding = (struct flash_finding){ .check = &checks[i].check };
		checks[i].run(facts, &c);
		out->count += finding->text[0] != '\0';
	}
}

static bool force_one(struct flash_findings *all, const char *code, size_t len, struct err *err)
{
	const struct flash_check *check = NULL;

	for (size_t i = 0; i < COUNT(checks); i++)
		if (strlen(checks[i].check.code) == len && !memcmp(checks[i].check.code, code, len))
			check = &checks[i].check;
	if (!check)
		return err_set(err, ERR_USAGE, "there is no check '%.*s' to force; see keyplane help checks",
			       (int)len, code);
	if (check->gravity == FLASH_FATAL)
		return err_set(err, ERR_USAGE, "the check '%s' cannot be forced: the keyboard would be lost",
			       check->code);
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].check == check)
			all->item[i].forced = true;
	return true;
}

bool flash_force(struct flash_findings *all, const char *codes, struct err *err)
{
	for (const char *at = codes; at;) {
		const char *comma = strchr(at, ',');

		if (!force_one(all, at, comma ? (size_t)(comma - at) : strlen(at), err))
			return false;
		at = comma ? comma + 1 : NULL;
	}
	return true;
}

const struct flash_finding *flash_stopper(const struct flash_findings *all)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct flash_finding *finding = &all->item[i];

		if (finding->check->gravity == FLASH_FATAL ||
		    (finding->check->gravity == FLASH_ERROR && !finding->forced))
			return finding;
	}
	return NULL;
}
