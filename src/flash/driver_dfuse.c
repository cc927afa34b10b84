/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "bytes.h"
#include "dfu.h"
#include "flash/dfuse_layout.h"

/*
 * ST's extension of DFU (AN3156): blocks have addresses, pages are erased by
 * command. Only alternate settings called "@Internal Flash" are touched:
 * option bytes and one-time memory are others.
 */
enum {
	COMMAND_SET_ADDRESS = 0x21,
	COMMAND_ERASE = 0x41,
	COMMAND_BYTES = 5,
	FIRST_BLOCK = 2,
	LAST_BLOCK = 0xffff,
};

/* Most pages take far less; 128 KiB sectors of an F4 up to 4 s. */
enum { COMMAND_MS = 5000, WRITE_MS = 10000, ERASE_MS = 30000 };

enum quirk {
	QUIRK_NO_STATUS_AFTER_LEAVE = 1, /* it resets at once */
	QUIRK_NO_CHAIN = 2,              /* its blocks are larger than one request carries: address each */
};

enum { GD32V_VID = 0x28e9, GD32V_PID = 0x0189 };

/*
 * The GD32VF103 names a wrong layout; the third letter of its serial number,
 * "3?xJ", tells the true one. The device sends it as bytes where USB has
 * UTF-16, so that a system that decodes it sees two odd characters.
 */
static bool gd32v_letter(const char *serial, char *out)
{
	const size_t len = strlen(serial);
	uint8_t raw[4];
	size_t used;
	uint32_t code;

	if (len == sizeof(raw)) {
		memcpy(raw, serial, sizeof(raw));
	} else {
		code = utf8_decode(serial, len, &used);
		raw[0] = (uint8_t)code;
		code = utf8_decode(serial + used, len - used, &used);
		raw[2] = (uint8_t)code;
		raw[3] = (uint8_t)(code >> 8);
	}
	*out = (char)raw[2];
	return raw[0] == '3' && raw[3] == 'J';
}

static bool gd32v_layout(const struct device *device, struct dfuse_layout *out, struct err *err)
{
	static const struct {
		char letter;
		uint8_t kib;
	} sizes[] = { { '4', 16 }, { '6', 32 }, { '8', 64 }, { 'B', 128 } };
	char letter;

	for (size_t i = 0; gd32v_letter(device->serial, &letter) && i < COUNT(sizes); i++)
		if (sizes[i].letter == letter) {
			*out = (struct dfuse_layout){ .regions = 1 };
			out->region[0] = (struct flash_region){ 0x08000000, sizes[i].kib * 1024u, 1024, 7 };
			return true;
		}
	return err_set(err, ERR_DEVICE, "the serial number '%s' does not tell which GD32VF103 it is",
		       device->serial);
}

static bool find_flash(const struct device *device, struct flash_geometry *g, struct err *err)
{
	static const char name[] = "@Internal Flash";
	struct dfuse_layout layout;

	for (size_t i = 0; i < device->alts; i++) {
		const struct device_alt *alt = &device->alt[i];

		if (alt->class != 0xfe || alt->subclass != 1 || strncmp(alt->name, name, sizeof(name) - 1))
			continue;
		if (device->vid == GD32V_VID && device->pid == GD32V_PID) {
			if (!gd32v_layout(device, &layout, err))
				return false;
		} else if (!dfuse_layout_parse(alt->name, &layout, err)) {
			return false;
		}
		memcpy(g->region, layout.region, sizeof(g->region));
		g->regions = layout.regions;
		g->interface = alt->interface;
		g->alt = alt->alt;
		return true;
	}
	return err_set(err, ERR_DEVICE, "%s names no internal flash", device->id);
}

static bool dfuse_probe(struct transport *t, const struct flash_options *options, struct flash_geometry *out,
			struct err *err)
{
	const bool gd32v = t->device.vid == GD32V_VID && t->device.pid == GD32V_PID;
	struct dfu_functional functional;

	(void)options;
	*out = (struct flash_geometry){ .order = FLASH_PAGES };
	if (!dfu_find_functional(&t->device, &functional, err) || !find_flash(&t->device, out, err))
		return false;
	if (functional.version != DFU_VERSION_DFUSE && !gd32v)
		return err_set(err, ERR_DEVICE, "%s speaks DFU %04x, not DfuSe", t->device.id,
			       functional.version);
	out->app_addr = out->region[0].addr;
	out->block_bytes = functional.transfer_bytes;
	if (out->block_bytes > TRANSPORT_MAX_BYTES) {
		out->block_bytes = 2048;
		out->quirks |= QUIRK_NO_CHAIN;
	}
	out->can_read = functional.attributes & DFU_CAN_UPLOAD;
	out->arch = gd32v ? FLASH_ARCH_OTHER : FLASH_ARCH_CORTEX_M;
	if (gd32v)
		out->quirks |= QUIRK_NO_STATUS_AFTER_LEAVE;
	return t->ops->claim(t, out->interface, out->alt, err) && dfu_normalise(t, out->interface, err);
}

static bool command(struct transport *t, const struct flash_geometry *g, uint8_t code, uint32_t addr,
		    int limit_ms, struct err *err)
{
	uint8_t message[COMMAND_BYTES] = { code };

	put_le32(message + 1, addr);
	return dfu_download(t, g->interface, 0, message, sizeof(message), limit_ms, err);
}

static bool set_address(struct transport *t, const struct flash_geometry *g, uint32_t addr, struct err *err)
{
	return command(t, g, COMMAND_SET_ADDRESS, addr, COMMAND_MS, err) ||
	       err_wrap(err, "setting the address 0x%08x", (unsigned)addr);
}

static bool dfuse_erase(struct transport *t, const struct flash_geometry *g, uint32_t addr, struct err *err)
{
	return command(t, g, COMMAND_ERASE, addr, ERASE_MS, err) ||
	       err_wrap(err, "erasing 0x%08x", (unsigned)addr);
}

/*
 * Which block comes at @at of a call for @len bytes. Block n is at the address
 * set before plus (n - 2) blocks; so one address serves a whole zone. A short
 * block has an address of its own: what its length does to the sum differs
 * between ROMs.
 */
struct chain {
	uint32_t block;
	size_t len;
	bool set_address;
};

static struct chain chain_next(const struct flash_geometry *g, struct chain before, size_t left)
{
	struct chain next = { before.block + 1, left < g->block_bytes ? left : g->block_bytes, false };

	if (!before.block || before.block == LAST_BLOCK || next.len < g->block_bytes ||
	    g->quirks & QUIRK_NO_CHAIN) {
		next.block = FIRST_BLOCK;
		next.set_address = true;
	}
	return next;
}

static bool stopped(struct flash_watch *watch, size_t done, struct err *err)
{
	if (!watch || watch->step(watch, done))
		return false;
	err_set(err, ERR_CANCELLED, "cancelled");
	return true;
}

static bool dfuse_write(struct transport *t, const struct flash_geometry *g, uint32_t addr,
			const uint8_t *data, size_t len, struct flash_watch *watch, struct err *err)
{
	struct chain c = { 0 };

	for (size_t at = 0; at < len; at += c.len) {
		c = chain_next(g, c, len - at);
		if (c.set_address && !set_address(t, g, addr + (uint32_t)at, err))
			return false;
		if (!dfu_download(t, g->interface, (uint16_t)c.block, data + at, c.len, WRITE_MS, err))
			return err_wrap(err, "writing 0x%08x", (unsigned)(addr + at));
		if (stopped(watch, at + c.len, err))
			return false;
	}
	return true;
}

static bool dfuse_read(struct transport *t, const struct flash_geometry *g, uint32_t addr, uint8_t *data,
		       size_t len, struct flash_watch *watch, struct err *err)
{
	struct chain c = { 0 };

	for (size_t at = 0; at < len; at += c.len) {
		c = chain_next(g, c, len - at);
		/* The address is a download, and a read starts from dfuIDLE: each side of the change needs an
		 * abort. */
		if (c.set_address &&
		    ((at && !dfu_abort(t, g->interface, err)) ||
		     !set_address(t, g, addr + (uint32_t)at, err) || !dfu_abort(t, g->interface, err)))
			return false;
		if (!dfu_upload(t, g->interface, (uint16_t)c.block, data + at, c.len, err))
			return err_wrap(err, "reading 0x%08x", (unsigned)(addr + at));
		if (stopped(watch, at + c.len, err))
			return false;
	}
	return dfu_abort(t, g->interface, err);
}

static bool dfuse_leave(struct transport *t, const struct flash_geometry *g, struct err *err)
{
	struct dfu_status st;

	if (!set_address(t, g, g->app_addr, err) || !dfu_download_end(t, g->interface, FIRST_BLOCK, err))
		return false;
	if (g->quirks & QUIRK_NO_STATUS_AFTER_LEAVE)
		return true;
	/* It starts the firmware while it is asked; whether its answer still arrives is chance. */
	if (!dfu_get_status(t, g->interface, &st, err))
		return dfu_has_left(err);
	return st.state != DFU_ERROR || err_set(err, ERR_DEVICE, "the device refused to start the firmware");
}

static void dfuse_stop(struct transport *t, const struct flash_geometry *g)
{
	struct err ignored;

	(void)dfu_normalise(t, g->interface, &ignored);
}

const struct flash_driver flash_driver_dfuse = {
	.name = "dfuse",
	.help = "DfuSe: the ROM of STM32, AT32, APM32 and GD32VF103",
	.reenter = "hold the BOOT button (or bridge BOOT0) while you plug it in",
	.probe = dfuse_probe,
	.erase = dfuse_erase,
	.write = dfuse_write,
	.read = dfuse_read,
	.leave = dfuse_leave,
	.stop = dfuse_stop,
};
