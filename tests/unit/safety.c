/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/safety.h"
#include "tap.h"

static const struct flash_geometry f072 = {
	.region = { { 0x08000000, 0x20000, 0x800, 7 } },
	.regions = 1,
	.app_addr = 0x08000000,
	.arch = FLASH_ARCH_CORTEX_M,
};
static const struct flash_geometry maple = {
	.region = { { 0x08002000, 0x1e000, 0x400, 7 } },
	.regions = 1,
	.app_addr = 0x08002000,
	.bootloader_addr = 0x08000000,
	.bootloader_bytes = 0x2000,
	.order = FLASH_STREAM,
	.arch = FLASH_ARCH_CORTEX_M,
};
static const struct flash_geometry teensy = {
	.region = { { 0, 32256, 128, 6 } },
	.regions = 1,
	.bootloader_addr = 32256,
	.bootloader_bytes = 512,
	.order = FLASH_BLOCKS,
	.arch = FLASH_ARCH_AVR,
};
static const struct flash_mcu imxrt = { .name = "imxrt1062" };
static const struct flash_geometry teensy40 = {
	.region = { { 0x60000000, 2031616, 1024, 6 } },
	.regions = 1,
	.app_addr = 0x60000000,
	.order = FLASH_BLOCKS,
	.mcu = &imxrt,
};
static const struct flash_geometry part_protected = {
	.region = { { 0x08000000, 0x4000, 0x400, 7 }, { 0x08004000, 0x4000, 0x400, 1 } },
	.regions = 2,
	.app_addr = 0x08000000,
	.arch = FLASH_ARCH_OTHER,
};

enum { IMAGE_BYTES = 0x6000 };
static uint8_t data[IMAGE_BYTES];
static struct image_segment segment;
static struct image image;
static struct device device;
static struct flash_facts facts;

static void put32(size_t at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		data[at + (size_t)i] = (uint8_t)(value >> 8 * i);
}

/* A firmware at @addr with vectors for @linked. */
static void make(const struct flash_geometry *g, uint32_t addr, uint32_t linked)
{
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7);
	segment = (struct image_segment){ addr, sizeof(data), data };
	image = (struct image){ .format = IMAGE_BIN,
				.placed = true,
				.segment = &segment,
				.segments = 1,
				.bytes = data,
				.len = sizeof(data) };
	device = (struct device){ .id = "usb:1-1", .vid = 0x0483, .pid = 0xdf11 };
	facts = (struct flash_facts){ .image = &image, .geometry = g, .device = &device };
	put32(0, 0x20004000);
	for (uint32_t i = 1; i < 16; i++)
		put32(4 * i, linked + 0xc0 + 4 * i + 1);
	put32(4, linked + 0xc1);
}

/* The checks that complain, "code code"; what they say in @text. */
static const char *codes(char *text, size_t size)
{
	static char list[200];
	struct flash_findings found;

	flash_safety(&facts, &found);
	list[0] = text[0] = '\0';
	for (size_t i = 0; i < found.count; i++) {
		snprintf(list + strlen(list), sizeof(list) - strlen(list), "%s%s", i ? " " : "",
			 found.item[i].check->code);
		snprintf(text + strlen(text), size - strlen(text), "; %s", found.item[i].text);
	}
	return list;
}

static void finds(const char *list, const char *what)
{
	char text[1000];
	const char *found = codes(text, sizeof(text));

	ok(!strcmp(found, list), "%s: %s%s", what, found, text);
}

/* One of the complaints holds @words. */
static void says(const char *words, const char *what)
{
	char text[1000];

	codes(text, sizeof(text));
	ok(strstr(text, words), "%s: %s", what, text);
}

/* Where the image is, from its first byte to its last, wherever the firmware's place is. */
static void test_ranges(void)
{
	make(&f072, 0, 0x08000000);
	segment.len = 0x1000;
	says("not in the image, 0x00000000 to 0x00000fff", "an image at 0");
	make(&maple, 0x08000000, 0x08000000);
	segment.len = 0x1000;
	says("not in the image, 0x08000000 to 0x08000fff", "an image that ends before the firmware's place");
	make(&maple, 0x08000000, 0x08000000);
	put32(0x2004, 0x08000101);
	says("not in the image, 0x08002000 to 0x08005fff", "the part that is behind the bootloader");
	make(&f072, 0x08000000, 0x08001000);
	put32(4, 0x08007001);
	says("not in the image, 0x08000000 to 0x08005fff", "an image at its place");
}

static void test_cortex(void)
{
	make(&f072, 0x08000000, 0x08000000);
	finds("", "a good image");
	put32(0, 0x20004002);
	finds("vector-stack", "a stack pointer that is not aligned");
	put32(0, 0x08004000);
	finds("vector-stack", "a stack pointer into flash");
	put32(0, 0x10002000);
	finds("", "a stack in core-coupled memory");
	make(&f072, 0x08000000, 0x08000000);
	put32(4, 0x080000c0);
	finds("vector-reset", "a reset vector that is no Thumb code");
	put32(4, 0x08000000 + IMAGE_BYTES + 1);
	finds("vector-reset", "a reset vector behind the image");
	make(&f072, 0x08000000, 0x08000000);
	put32(12, 0);
	finds("vector-faults", "no hard fault handler");
	make(&f072, 0x08000800, 0x08000800);
	finds("vector-stack vector-reset vector-faults", "nothing where the chip starts");
}

static void test_link_address(void)
{
	make(&f072, 0x08000000, 0x08002000);
	finds("link-address", "an image for behind a bootloader at the start of flash");
	make(&f072, 0x08000000, 0x08004000);
	finds("link-address", "for another bootloader");
	make(&f072, 0x08000000, 0x08010000);
	finds("vector-reset vector-faults", "an image too small to hold what it is linked for");
	make(&maple, 0x08002000, 0x08000000);
	finds("vector-reset vector-faults", "an image for the start of flash behind a bootloader");
	make(&maple, 0x08002000, 0x08002000);
	finds("", "an image in its place");
	make(&f072, 0x08000000, 0x08002000);
	data[0x20c0] = 0x72;
	data[0x20c1] = 0xb6;
	finds("", "a late reset handler that is one");
}

static void test_places(void)
{
	make(&maple, 0x08001000, 0x08001000);
	finds("over-bootloader outside-flash vector-reset vector-faults", "over the bootloader");
	make(&teensy, 0x7000, 0);
	finds("over-bootloader outside-flash avr-reset", "over the bootloader of an AVR");
	make(&f072, 0x0801f000, 0x0801f000);
	finds("outside-flash vector-stack vector-reset vector-faults", "past the end of flash");
	make(&part_protected, 0x08000000, 0);
	finds("outside-flash", "in memory that is write protected");
	make(&f072, 0x08000000, 0x08000000);
	memset(data, 0xff, sizeof(data));
	finds("blank vector-stack vector-reset vector-faults", "nothing but FF");
	memset(data, 0, sizeof(data));
	finds("blank vector-stack vector-reset vector-faults", "nothing but 00");
}

static void test_avr(void)
{
	static const struct {
		const char *what, *codes;
		uint8_t start[4];
	} rows[] = {
		{ "jmp", "", { 0x0c, 0x94, 0x56, 0x00 } },
		{ "rjmp", "", { 0x2b, 0xc0, 0, 0 } },
		{ "jmp behind the image", "avr-reset", { 0x0c, 0x94, 0x00, 0x40 } },
		{ "jmp far behind it", "avr-reset", { 0x0d, 0x94, 0x56, 0x00 } },
		{ "rcall", "avr-reset", { 0x2b, 0xd0, 0, 0 } },
		{ "blank", "avr-reset", { 0xff, 0xff, 0xff, 0xff } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		make(&teensy, 0, 0);
		memcpy(data, rows[i].start, 4);
		finds(rows[i].codes, rows[i].what);
	}
	make(&teensy40, 0x60000000, 0);
	finds("imxrt-header", "no boot header");
	memcpy(data, "FCFB", 4);
	finds("", "a boot header");
}

static void test_identity(void)
{
	static const uint8_t descriptor[] = { 18,   1,    0x10, 0x01, 0, 0, 0, 64, 0xed,
					      0xfe, 0x60, 0x60, 0,    1, 1, 2, 3,  1 };

	make(&f072, 0x08000000, 0x08000000);
	image.has_usb_id = true;
	image.vid = 0x0483;
	image.pid = 0xdf11;
	finds("", "the file is for this device");
	image.pid = 0xffff;
	finds("", "the file is for any device of a maker");
	image.vid = 0x1eaf;
	finds("dfu-suffix", "the file is for another one");
	make(&f072, 0x08000000, 0x08000000);
	image.has_family = true;
	image.family = 0x647824b6;
	finds("", "a UF2 for a chip of this kind");
	image.family = 0xe48bff56;
	finds("uf2-family", "a UF2 for another chip");
	image.family = 1;
	finds("uf2-family", "a UF2 for nobody knows what");
	make(&f072, 0x08000000, 0x08000000);
	facts.has_keyboard = true;
	facts.keyboard_vid = 0xfeed;
	facts.keyboard_pid = 0x6060;
	finds("", "no descriptor says nothing");
	memcpy(data + IMAGE_BYTES - sizeof(descriptor), descriptor, sizeof(descriptor));
	finds("", "the keyboard's own ids");
	facts.keyboard_pid = 0x6061;
	finds("usb-id", "another keyboard's ids");
	facts.has_keyboard = false;
	finds("", "no keyboard to compare with");
}

static void test_force(void)
{
	struct flash_findings found;
	const struct flash_finding *stopper;
	struct err err = { 0 };

	make(&f072, 0x08000000, 0x08000000);
	put32(0, 1);
	put32(4, 1);
	put32(12, 0);
	flash_safety(&facts, &found);
	ok(flash_force(&found, NULL, &err) && (stopper = flash_stopper(&found)) &&
		   !strcmp(stopper->check->code, "vector-stack"),
	   "the first error stops");
	ok(flash_force(&found, "vector-stack", &err) && (stopper = flash_stopper(&found)) &&
		   !strcmp(stopper->check->code, "vector-reset"),
	   "forced, the next one does");
	ok(flash_force(&found, "vector-stack,vector-reset", &err) && !flash_stopper(&found),
	   "all forced, and a warning never stops");
	ok(!flash_force(&found, "vector", &err) && err.code == ERR_USAGE, "no such check: %s", err.text);
	ok(!flash_force(&found, "vector-stack,", &err), "an empty code: %s", err.text);
	ok(!flash_force(&found, "over-bootloader", &err) && !flash_force(&found, "outside-flash", &err) &&
		   !flash_force(&found, "blank", &err),
	   "some are never waived: %s", err.text);
	for (size_t i = 0; flash_check_at(i); i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(flash_check_at(i)->code, flash_check_at(k)->code))
				ok(false, "%s is there twice", flash_check_at(i)->code);
	ok(!flash_driver_at(3) && !strcmp(flash_driver_at(0)->name, "dfu") &&
		   !strcmp(flash_driver_at(1)->name, "dfuse") && !strcmp(flash_driver_at(2)->name, "halfkay"),
	   "the drivers stand in order");
}

int main(void)
{
	test_cortex();
	test_ranges();
	test_link_address();
	test_places();
	test_avr();
	test_identity();
	test_force();
	return tap_done();
}
