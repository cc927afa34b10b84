/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_private.h"

/*
 * HalfKay: one request, SET_REPORT with an address and a block. The first
 * block erases the chip; while it erases or writes it answers NAK. It cannot
 * be read.
 */
enum { SET_REPORT = 9, OUTPUT_REPORT = 0x0200, LONG_HEADER = 64, SHORT_HEADER = 2 };

static uint32_t read_address(enum fake_address form, const uint8_t *buf)
{
	switch (form) {
	case ADDRESS_LO_HI:
		return buf[0] | (uint32_t)buf[1] << 8;
	case ADDRESS_PAGE:
		return (uint32_t)buf[0] << 8 | (uint32_t)buf[1] << 16;
	default:
		return buf[0] | (uint32_t)buf[1] << 8 | (uint32_t)buf[2] << 16;
	}
}

static void write_block(struct fake *f, uint32_t addr, const uint8_t *data)
{
	uint16_t len = f->model->block_bytes;
	bool blank = true;

	if (!addr) {
		memset(f->memory[0], 0xff, f->memory_len[0]);
		f->erased = true;
		f->busy_until_ms = f->now_ms + (f->poll_ms >= 0 ? f->poll_ms : f->model->mass_erase_ms);
	} else {
		f->busy_until_ms = f->now_ms + (f->poll_ms >= 0 ? f->poll_ms : f->model->write_ms);
	}
	f->busy_until_ms += f->extra_ms;
	for (uint16_t i = 0; i < len; i++) {
		blank = blank && f->memory[0][addr + i] == 0xff;
		f->memory[0][addr + i] &= data[i];
	}
	if (!f->erased)
		fake_violate(f, "block at %x before the one at 0, which erases the chip", addr);
	else if (!blank)
		fake_violate(f, "block at %x is written twice", addr);
}

static int control(struct fake *f, const struct usb_setup *setup, uint8_t *buf, size_t len)
{
	const struct fake_model *m = f->model;
	size_t header = m->address == ADDRESS_LONG ? LONG_HEADER : SHORT_HEADER;
	uint32_t addr;

	if (setup->type != 0x21 || setup->request != SET_REPORT || setup->value != OUTPUT_REPORT ||
	    setup->index || len != header + m->block_bytes) {
		fake_violate(f, "request type %02x number %u value %04x with %zu bytes", setup->type,
			     setup->request, setup->value, len);
		return FAKE_STALL;
	}
	/* The reboot code is no address: blocks are aligned and FFFF is not. */
	if (buf[0] == 0xff && buf[1] == 0xff) {
		if (!memcmp(f->memory[0], "\xff\xff\xff\xff", 4))
			fake_violate(f, "start of a blank chip");
		f->place = FAKE_LEFT;
		return (int)len;
	}
	addr = read_address(m->address, buf);
	if (addr % m->block_bytes || addr >= f->memory_len[0]) {
		fake_violate(f, "block at %x, outside of flash or not aligned", addr);
		return FAKE_STALL;
	}
	write_block(f, addr, buf + header);
	return (int)len;
}

static void restart(struct fake *f)
{
	f->erased = false;
}

const struct fake_ops fake_halfkay_ops = { control, restart, restart };
