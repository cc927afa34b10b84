/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_private.h"

/*
 * The STM32duino bootloader. It erases and writes one page a block, during
 * the GETSTATUS that follows, and counts bytes itself: block numbers of a
 * download mean nothing, and any second GETSTATUS or GETSTATE sends it back
 * to dfuIDLE, where the next block starts at the beginning again.
 */
enum { ALT_LOW = 2, OFFSET_HIGH = 0x5000, OFFSET_LOW = 0x2000 };

static uint32_t app_offset(const struct fake *f)
{
	return f->alt == ALT_LOW ? OFFSET_LOW : OFFSET_HIGH;
}

/* It stalls, and says dfuERROR with status OK when asked. */
static int fail(struct fake *f)
{
	f->dfu.state = DFU_ERROR;
	return FAKE_STALL;
}

static int refuse(struct fake *f, uint8_t request)
{
	fake_violate(f, "%s in state %s", fake_dfu_request_name(request), fake_dfu_state_name(f->dfu.state));
	return fail(f);
}

static void write_page(struct fake *f)
{
	uint32_t at = app_offset(f) + f->dfu.pointer, page = f->model->block_bytes;
	uint8_t *memory = f->memory[0];

	if (at + f->dfu.job_len > f->memory_len[0]) {
		fake_violate(f, "write to offset %x, past the end of flash", at);
		return;
	}
	if (at % page) {
		fake_violate(f, "write to offset %x, which is no page: the block before it was short", at);
		return;
	}
	memset(memory + at, 0xff, page);
	memcpy(memory + at, f->dfu.job_data, f->dfu.job_len);
	f->dfu.pointer += (uint32_t)f->dfu.job_len;
}

static void start_over(struct fake *f, const char *what)
{
	if (!f->refused)
		fake_violate(f, "%s after a block: the download starts over", what);
	f->dfu.state = DFU_IDLE;
}

static int get_status(struct fake *f, uint8_t *buf, size_t len)
{
	switch (f->dfu.state) {
	case DFU_DNLOAD_SYNC:
		write_page(f);
		f->dfu.state = DFU_DNLOAD_IDLE;
		f->busy_until_ms = f->now_ms + (f->poll_ms >= 0 ? f->poll_ms : f->model->write_ms);
		break;
	case DFU_DNLOAD_IDLE:
		start_over(f, "a second GETSTATUS");
		break;
	case DFU_MANIFEST_SYNC:
		f->dfu.state = DFU_MANIFEST_WAIT_RESET;
		break;
	default:
		break;
	}
	return fake_dfu_status(f, 0, buf, len);
}

static int get_state(struct fake *f, uint8_t *buf, size_t len)
{
	if (f->dfu.state == DFU_DNLOAD_IDLE)
		start_over(f, "GETSTATE");
	if (!len)
		return 0;
	buf[0] = f->dfu.state;
	return 1;
}

static int download(struct fake *f, const uint8_t *buf, size_t len)
{
	if (f->dfu.state != DFU_IDLE && f->dfu.state != DFU_DNLOAD_IDLE)
		return refuse(f, DFU_DNLOAD);
	if (len > f->model->block_bytes || (f->dfu.state == DFU_IDLE && (!len || !f->alt))) {
		fake_violate(f, "DNLOAD of %zu bytes with alternate setting %u", len, f->alt);
		return fail(f);
	}
	if (!len) {
		f->dfu.state = DFU_MANIFEST_SYNC;
		return 0;
	}
	if (f->dfu.state == DFU_IDLE) {
		f->dfu.pointer = 0;
		if (f->alt != ALT_LOW) /* so that a cold start finds the application at the other place */
			memset(f->memory[0] + OFFSET_LOW, 0xff, f->model->block_bytes);
	}
	f->dfu.job_len = len;
	memcpy(f->dfu.job_data, buf, len);
	f->dfu.state = DFU_DNLOAD_SYNC;
	return (int)len;
}

static int upload(struct fake *f, uint16_t block, uint8_t *buf, size_t len)
{
	size_t at, end = f->memory_len[0];

	if (f->dfu.state != DFU_IDLE && f->dfu.state != DFU_UPLOAD_IDLE)
		return refuse(f, DFU_UPLOAD);
	if (!len || !f->alt) {
		fake_violate(f, "UPLOAD of %zu bytes with alternate setting %u", len, f->alt);
		return fail(f);
	}
	if (f->dfu.state == DFU_IDLE)
		f->dfu.upload_len = len;
	at = app_offset(f) + f->dfu.upload_len * block;
	f->dfu.state = DFU_UPLOAD_IDLE;
	if (at + f->dfu.upload_len > end) {
		size_t rest = at < end ? end - at : 0;

		f->dfu.state = DFU_IDLE;
		len = rest < len ? rest : 0;
	} else if (len > f->dfu.upload_len) {
		len = f->dfu.upload_len;
	}
	memcpy(buf, f->memory[0] + (len ? at : 0), len);
	return (int)len;
}

static int control(struct fake *f, const struct usb_setup *setup, uint8_t *buf, size_t len)
{
	switch (setup->request) {
	case DFU_DNLOAD:
		return download(f, buf, len);
	case DFU_UPLOAD:
		return upload(f, setup->value, buf, len);
	case DFU_GETSTATUS:
		return get_status(f, buf, len);
	case DFU_GETSTATE:
		return get_state(f, buf, len);
	case DFU_CLRSTATUS:
		if (f->dfu.state != DFU_ERROR)
			return refuse(f, DFU_CLRSTATUS);
		f->dfu.state = DFU_IDLE;
		return 0;
	case DFU_ABORT:
		if (f->dfu.state != DFU_IDLE && f->dfu.state != DFU_DNLOAD_IDLE &&
		    f->dfu.state != DFU_UPLOAD_IDLE)
			return refuse(f, DFU_ABORT);
		f->dfu.state = DFU_IDLE;
		return 0;
	default:
		return refuse(f, setup->request);
	}
}

static void restart(struct fake *f)
{
	f->dfu.state = f->dfu.initial_state;
	f->dfu.status = DFU_OK;
	f->dfu.pointer = 0;
}

/* A bus reset outside of dfuIDLE resets the chip, which starts an application that is there. */
static void reset(struct fake *f)
{
	if (f->dfu.state == DFU_IDLE)
		return;
	f->place = memcmp(f->memory[0] + app_offset(f), "\xff\xff\xff\xff", 4) ? FAKE_LEFT : FAKE_RESTARTED;
}

const struct fake_ops fake_stm32duino_ops = { control, reset, restart };
