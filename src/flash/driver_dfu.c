/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "dfu.h"

/*
 * DFU 1.1 as the STM32duino (Maple) bootloader speaks it, whatever version
 * its descriptor says. It counts the bytes of a download itself and erases
 * and writes one flash page a block, during the one GETSTATUS behind it. A
 * read counts blocks from the application's start. Source: its dfu.c.
 */
enum {
	STM32DUINO_VID = 0x1eaf,
	STM32DUINO_PID = 0x0003,
	STM32DUINO_ALT = 2, /* 1 is an application at 0x08005000, which QMK does not use */
	FLASH_ADDR = 0x08000000,
	BOOTLOADER_BYTES = 0x2000,
};

enum { WRITE_MS = 5000 };

static bool dfu_probe(struct transport *t, const struct flash_options *options, struct flash_geometry *out,
		      struct err *err)
{
	struct dfu_functional functional;
	uint32_t flash_bytes;

	(void)options;
	if (t->device.vid != STM32DUINO_VID || t->device.pid != STM32DUINO_PID)
		return err_set(
			err, ERR_REFUSED,
			"%s is %04x:%04x; this driver knows the memory of 1eaf:0003 (STM32duino) alone",
			t->device.id, t->device.vid, t->device.pid);
	if (!dfu_find_functional(&t->device, &functional, err))
		return false;
	if (!(functional.attributes & DFU_CAN_UPLOAD))
		return err_set(err, ERR_DEVICE, "%s cannot be read back; STM32duino can", t->device.id);
	/* A block is a page: 1 KiB up to 128 KiB of flash, else 2. What is there of it verifying tells. */
	if (functional.transfer_bytes != 1024 && functional.transfer_bytes != 2048)
		return err_set(err, ERR_DEVICE, "%s takes blocks of %u bytes, not of one page, 1024 or 2048",
			       t->device.id, functional.transfer_bytes);
	flash_bytes = functional.transfer_bytes == 1024 ? 128 << 10 : 512 << 10;
	*out = (struct flash_geometry){
		.region = { { FLASH_ADDR + BOOTLOADER_BYTES, flash_bytes - BOOTLOADER_BYTES,
			      functional.transfer_bytes, FLASH_READABLE | FLASH_ERASABLE | FLASH_WRITABLE } },
		.regions = 1,
		.app_addr = FLASH_ADDR + BOOTLOADER_BYTES,
		.bootloader_addr = FLASH_ADDR,
		.bootloader_bytes = BOOTLOADER_BYTES,
		.block_bytes = functional.transfer_bytes,
		.order = FLASH_STREAM,
		.arch = FLASH_ARCH_CORTEX_M,
		.can_read = true,
		.interface = functional.interface,
		.alt = STM32DUINO_ALT,
	};
	return t->ops->claim(t, out->interface, out->alt, err) && dfu_normalise(t, out->interface, err);
}

static bool dfu_write(struct transport *t, const struct flash_geometry *g, uint32_t addr, const uint8_t *data,
		      size_t len, struct flash_watch *watch, struct err *err)
{
	uint16_t block = 0;

	if (addr != g->app_addr || len % g->block_bytes)
		return err_set(err, ERR_RANGE, "a download is whole blocks from 0x%08x on",
			       (unsigned)g->app_addr);
	for (size_t at = 0; at < len; at += g->block_bytes, block++) {
		if (!dfu_download(t, g->interface, block, data + at, g->block_bytes, WRITE_MS, err))
			return err_wrap(err, "writing 0x%08x", (unsigned)(addr + at));
		if (watch && !watch->step(watch, at + g->block_bytes))
			return err_set(err, ERR_CANCELLED, "cancelled");
	}
	return true;
}

static bool dfu_read(struct transport *t, const struct flash_geometry *g, uint32_t addr, uint8_t *data,
		     size_t len, struct flash_watch *watch, struct err *err)
{
	const uint32_t first = (addr - g->app_addr) / g->block_bytes;

	if ((addr - g->app_addr) % g->block_bytes || len % g->block_bytes)
		return err_set(err, ERR_RANGE, "an upload is whole blocks");
	/* The length of the first block counts for all: start from dfuIDLE. */
	if (!dfu_abort(t, g->interface, err))
		return false;
	for (size_t at = 0; at < len; at += g->block_bytes) {
		const uint16_t block = (uint16_t)(first + at / g->block_bytes);

		if (!dfu_upload(t, g->interface, block, data + at, g->block_bytes, err))
			return err_wrap(err, "reading 0x%08x", (unsigned)(addr + at));
		if (watch && !watch->step(watch, at + g->block_bytes))
			return err_set(err, ERR_CANCELLED, "cancelled");
	}
	return dfu_abort(t, g->interface, err);
}

/*
 * A bus reset in any state but dfuIDLE makes it restart, into the firmware
 * that was just written. Ending the download is one way out of dfuIDLE, but
 * there is none left to end after reading back: an upload is another.
 */
static bool dfu_leave(struct transport *t, const struct flash_geometry *g, struct err *err)
{
	uint8_t page[2048];

	if (!dfu_abort(t, g->interface, err) || !dfu_upload(t, g->interface, 0, page, g->block_bytes, err))
		return false;
	return t->ops->reset(t, err) || err->code == ERR_GONE;
}

static void dfu_stop(struct transport *t, const struct flash_geometry *g)
{
	struct err ignored;

	/* Abort first: behind a block the question for the status alone would be one too many. */
	(void)dfu_abort(t, g->interface, &ignored);
	(void)dfu_normalise(t, g->interface, &ignored);
}

const struct flash_driver flash_driver_dfu = {
	.name = "dfu",
	.help = "USB DFU 1.1: STM32duino",
	.reenter = "press the reset button, or plug it in again: the bootloader comes first",
	.probe = dfu_probe,
	.write = dfu_write,
	.read = dfu_read,
	.leave = dfu_leave,
	.stop = dfu_stop,
};
