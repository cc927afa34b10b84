/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "bytes.h"
#include "flash/driver.h"

/*
 * PJRC's HalfKay: one request, a HID output report with an address and a
 * block. The first block erases the chip; nothing can be read back, and the
 * device does not tell which chip it is.
 */
enum halfkay_address {
	ADDRESS_BYTE, /* 2 bytes, little-endian */
	ADDRESS_PAGE, /* the same of address / 256 */
	ADDRESS_LONG, /* 3 bytes, and 61 of padding */
};

enum {
	SHORT_HEADER = 2,
	LONG_HEADER = 64,
	MAX_MESSAGE = LONG_HEADER + 1024,
	BLOCK_MS = 45000, /* the second one waits for the erase */
	BOOT_MS = 5000,
	RETRY_MS = 10,
	REQUEST_MS = 5000,
};

#define AVR    FLASH_ARCH_AVR
#define CORTEX FLASH_ARCH_CORTEX_M

/* Source: PJRC's Teensy loader for the command line. The i.MX parts start with a boot header, not with vectors. */
static const struct flash_mcu mcus[] = {
	{ "at90usb1286", "Teensy++ 2.0", 130048, 256, 0, AVR, ADDRESS_PAGE },
	{ "at90usb162", "Teensy 1.0", 15872, 128, 0, AVR, ADDRESS_BYTE },
	{ "at90usb646", "Teensy++ 1.0", 64512, 256, 0, AVR, ADDRESS_BYTE },
	{ "atmega32u4", "Teensy 2.0", 32256, 128, 0, AVR, ADDRESS_BYTE },
	{ "imxrt1062", "Teensy 4.0", 2031616, 1024, 0x60000000, FLASH_ARCH_OTHER, ADDRESS_LONG },
	{ "imxrt1062-micromod", "MicroMod Teensy", 16515072, 1024, 0x60000000, FLASH_ARCH_OTHER,
	  ADDRESS_LONG },
	{ "imxrt1062-teensy41", "Teensy 4.1", 8126464, 1024, 0x60000000, FLASH_ARCH_OTHER, ADDRESS_LONG },
	{ "mk20dx128", "Teensy 3.0", 131072, 1024, 0, CORTEX, ADDRESS_LONG },
	{ "mk20dx256", "Teensy 3.1 and 3.2", 262144, 1024, 0, CORTEX, ADDRESS_LONG },
	{ "mk64fx512", "Teensy 3.5", 524288, 1024, 0, CORTEX, ADDRESS_LONG },
	{ "mk66fx1m0", "Teensy 3.6", 1048576, 1024, 0, CORTEX, ADDRESS_LONG },
	{ "mkl26z64", "Teensy LC", 63488, 512, 0, CORTEX, ADDRESS_LONG },
};

const struct flash_mcu *flash_mcu_at(size_t index)
{
	return index < COUNT(mcus) ? &mcus[index] : NULL;
}

static const struct flash_mcu *find_mcu(const char *name, struct err *err)
{
	char known[COUNT(mcus) * 24] = "";

	for (size_t i = 0; i < COUNT(mcus); i++) {
		if (name && !strcasecmp(mcus[i].name, name))
			return &mcus[i];
		strcat(strcat(known, i ? " " : ""), mcus[i].name);
	}
	if (name)
		err_set(err, ERR_USAGE, "no Teensy has the chip '%s'; there are %s", name, known);
	else
		err_set(err, ERR_USAGE, "HalfKay does not tell its chip; name it with --mcu: %s", known);
	return NULL;
}

static bool halfkay_probe(struct transport *t, const struct flash_options *options,
			  struct flash_geometry *out, struct err *err)
{
	const struct flash_mcu *mcu = find_mcu(options->mcu, err);

	if (!mcu)
		return false;
	*out = (struct flash_geometry){
		.region = { { mcu->link_addr, mcu->code_bytes, mcu->block_bytes,
			      FLASH_ERASABLE | FLASH_WRITABLE } },
		.regions = 1,
		.app_addr = mcu->link_addr,
		.block_bytes = mcu->block_bytes,
		.order = FLASH_BLOCKS,
		.arch = mcu->arch,
		.mcu = mcu,
	};
	if (mcu->arch == AVR) {
		out->bootloader_addr = mcu->code_bytes;
		out->bootloader_bytes = mcu->block_bytes == 128 ? 512 : 1024;
	}
	return t->ops->claim(t, 0, 0, err);
}

static size_t message_head(const struct flash_mcu *mcu, uint32_t addr, uint8_t *out)
{
	if (mcu->address == ADDRESS_PAGE)
		addr >>= 8;
	out[0] = (uint8_t)addr;
	out[1] = (uint8_t)(addr >> 8);
	if (mcu->address != ADDRESS_LONG)
		return SHORT_HEADER;
	out[2] = (uint8_t)(addr >> 16);
	return LONG_HEADER;
}

/* It refuses or does not answer while it erases and writes: ask again until @limit_ms are over. */
static bool send(struct transport *t, uint8_t *message, size_t len, int limit_ms, struct err *err)
{
	const struct usb_setup set_report = { 0x21, 9, 0x0200, 0 };
	const int64_t deadline_ms = t->ops->now_ms(t) + limit_ms;

	for (;;) {
		const int n = t->ops->control(t, &set_report, message, len, REQUEST_MS, err);

		if (n == (int)len)
			return true;
		if (n >= 0)
			return err_set(err, ERR_DEVICE, "it took %d bytes of %zu", n, len);
		if (err->code != ERR_STALL && err->code != ERR_TIMEOUT)
			return false;
		if (t->ops->now_ms(t) + RETRY_MS > deadline_ms)
			return err_wrap(err, "tried for %d ms", limit_ms);
		t->ops->sleep_ms(t, RETRY_MS);
	}
}

static bool halfkay_write(struct transport *t, const struct flash_geometry *g, uint32_t addr,
			  const uint8_t *data, size_t len, struct flash_watch *watch, struct err *err)
{
	const uint32_t block = g->block_bytes;

	if ((addr - g->app_addr) % block || len % block)
		return err_set(err, ERR_RANGE, "HalfKay takes whole blocks of %u bytes", (unsigned)block);
	for (size_t at = 0; at < len; at += block) {
		const uint32_t offset = addr - g->app_addr + (uint32_t)at;
		uint8_t message[MAX_MESSAGE] = { 0 };
		const size_t head = message_head(g->mcu, offset, message);

		memcpy(message + head, data + at, block);
		if (!send(t, message, head + block, BLOCK_MS, err))
			return err_wrap(err, "writing 0x%08x", (unsigned)(addr + at));
		if (watch && !watch->step(watch, at + block))
			return err_set(err, ERR_CANCELLED, "cancelled");
	}
	return true;
}

static bool halfkay_leave(struct transport *t, const struct flash_geometry *g, struct err *err)
{
	uint8_t message[MAX_MESSAGE] = { 0xff, 0xff, 0xff };
	const size_t head = g->mcu->address == ADDRESS_LONG ? LONG_HEADER : SHORT_HEADER;

	return send(t, message, head + g->block_bytes, BOOT_MS, err) || err->code == ERR_GONE;
}

const struct flash_driver flash_driver_halfkay = {
	.name = "halfkay",
	.help = "HalfKay: Teensy",
	.reenter = "press the button on the Teensy",
	.probe = halfkay_probe,
	.write = halfkay_write,
	.leave = halfkay_leave,
};
