/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_private.h"

/*
 * The DfuSe bootloader in ROM. A download is only kept by DNLOAD; GETSTATUS
 * starts the work, announces its time and answers dfuDNBUSY; the one after
 * that time tells how it went. An address that is not there, or read
 * protection, is told by the first. (AN3156, 4 and 5.)
 */
enum { CMD_SET = 0x21, CMD_ERASE = 0x41, CMD_UNPROTECT = 0x92 };

static int fail(struct fake *f, uint8_t status)
{
	f->dfu.state = DFU_ERROR;
	f->dfu.status = status;
	f->dfu.job = JOB_NONE;
	return FAKE_STALL;
}

static int refuse(struct fake *f, uint8_t request)
{
	fake_violate(f, "%s in state %s", fake_dfu_request_name(request), fake_dfu_state_name(f->dfu.state));
	return fail(f, DFU_ERR_STALLEDPKT);
}

static uint32_t job_address(const struct fake *f)
{
	const uint8_t *p = f->dfu.job_data;

	if (f->dfu.job == JOB_WRITE)
		return f->dfu.pointer + (f->dfu.job_block - 2u) * f->model->block_bytes;
	return (uint32_t)p[1] | (uint32_t)p[2] << 8 | (uint32_t)p[3] << 16 | (uint32_t)p[4] << 24;
}

/* What the first GETSTATUS finds wrong with the job. */
static uint8_t check_job(struct fake *f)
{
	enum fake_job job = f->dfu.job;
	uint32_t addr = job_address(f);
	size_t len = job == JOB_WRITE ? f->dfu.job_len : 1;
	int region = fake_region_find(f, addr, len);

	if (job == JOB_UNPROTECT)
		return DFU_OK;
	if (job != JOB_SET && f->rdp)
		return DFU_ERR_VENDOR;
	if (job == JOB_MASS_ERASE)
		return DFU_OK;
	if (region < 0) {
		fake_violate(f, "address %08x with %zu bytes is outside of every memory", addr, len);
		return DFU_ERR_TARGET;
	}
	if (job != JOB_SET && !f->model->region[region].writable) {
		fake_violate(f, "change of memory at %08x, which is not flash", addr);
		return DFU_ERR_TARGET;
	}
	return DFU_OK;
}

static uint8_t program(struct fake *f, uint32_t addr)
{
	uint8_t *to = f->memory[0] + (addr - f->model->region[0].base);
	uint8_t status = DFU_OK;

	for (size_t i = 0; i < f->dfu.job_len; i++) {
		uint8_t byte = f->dfu.job_data[i];

		if (to[i] != 0xff && status == DFU_OK) {
			fake_violate(f, "write to %08x, which is not erased", addr + (uint32_t)i);
			status = DFU_ERR_PROG;
		}
		to[i] &= byte;
	}
	return status;
}

/* Do the job; what it comes to is told by the last GETSTATUS. */
static void run_job(struct fake *f)
{
	const struct fake_region *flash = &f->model->region[0];
	uint32_t addr = job_address(f), start, len;

	f->dfu.job_status = DFU_OK;
	switch (f->dfu.job) {
	case JOB_SET:
		f->dfu.pointer = addr;
		break;
	case JOB_ERASE:
		fake_page_find(flash, addr, &start, &len);
		memset(f->memory[0] + (start - flash->base), 0xff, len);
		break;
	case JOB_UNPROTECT:
		f->rdp = false;
		/* fall through */
	case JOB_MASS_ERASE:
		memset(f->memory[0], 0xff, f->memory_len[0]);
		break;
	case JOB_WRITE:
		f->dfu.job_status = program(f, addr);
		break;
	case JOB_NONE:
		break;
	}
}

static int job_ms(const struct fake *f)
{
	const struct fake_model *m = f->model;

	if (f->dfu.job == JOB_SET)
		return m->set_ms;
	if (f->poll_ms >= 0)
		return f->poll_ms;
	return f->dfu.job == JOB_WRITE   ? m->write_ms
	       : f->dfu.job == JOB_ERASE ? m->erase_ms
					 : m->mass_erase_ms;
}

static int start_job(struct fake *f, uint8_t *buf, size_t len)
{
	uint8_t status = check_job(f);
	int poll_ms = job_ms(f), n;

	if (status) {
		fail(f, status);
		return fake_dfu_status(f, 0, buf, len);
	}
	run_job(f);
	f->dfu.state = DFU_DNBUSY;
	f->dfu.announced_ms = f->now_ms + poll_ms;
	f->dfu.done_ms = f->dfu.announced_ms + (f->dfu.job == JOB_SET ? 0 : f->extra_ms);
	n = fake_dfu_status(f, poll_ms, buf, len);
	if (f->dfu.job == JOB_UNPROTECT)
		f->place = FAKE_RESTARTED;
	return n;
}

static int busy(struct fake *f, uint8_t *buf, size_t len)
{
	if (f->now_ms < f->dfu.announced_ms) {
		fake_violate(f, "GETSTATUS %lld ms before the time that was announced",
			     (long long)(f->dfu.announced_ms - f->now_ms));
		if (f->model->stalls_when_early)
			return FAKE_STALL;
		return fake_dfu_status(f, (int)(f->dfu.announced_ms - f->now_ms), buf, len);
	}
	if (f->now_ms < f->dfu.done_ms) {
		int poll_ms = job_ms(f);

		f->dfu.announced_ms = f->now_ms + poll_ms;
		return fake_dfu_status(f, poll_ms, buf, len);
	}
	f->dfu.job = JOB_NONE;
	f->dfu.status = f->dfu.job_status;
	f->dfu.state = f->dfu.status ? DFU_ERROR : DFU_DNLOAD_IDLE;
	return fake_dfu_status(f, 0, buf, len);
}

/* Start the application: the stack pointer and reset vector are where the address pointer says. */
static int leave(struct fake *f, uint8_t *buf, size_t len)
{
	uint32_t at = f->dfu.pointer;
	int region = fake_region_find(f, at, 8), n;

	if (region)
		fake_violate(f, "leave with the address pointer at %08x, which is not flash", at);
	else if (!memcmp(f->memory[0] + (at - f->model->region[0].base), "\xff\xff\xff\xff", 4))
		fake_violate(f, "leave with the address pointer at %08x, which is blank", at);
	f->dfu.state = DFU_MANIFEST;
	n = fake_dfu_status(f, 0, buf, len);
	f->place = FAKE_LEFT;
	return n;
}

static int get_status(struct fake *f, uint8_t *buf, size_t len)
{
	switch (f->dfu.state) {
	case DFU_DNLOAD_SYNC:
		return start_job(f, buf, len);
	case DFU_DNBUSY:
		return busy(f, buf, len);
	case DFU_MANIFEST_SYNC:
		return leave(f, buf, len);
	default:
		return fake_dfu_status(f, 0, buf, len);
	}
}

static bool read_command(struct fake *f, const uint8_t *buf, size_t len)
{
	if (buf[0] == CMD_SET && len == 5)
		f->dfu.job = JOB_SET;
	else if (buf[0] == CMD_ERASE && len == 5)
		f->dfu.job = JOB_ERASE;
	else if (buf[0] == CMD_ERASE && len == 1)
		f->dfu.job = JOB_MASS_ERASE;
	else if (buf[0] == CMD_UNPROTECT && len == 1)
		f->dfu.job = JOB_UNPROTECT;
	else
		return false;
	return true;
}

/* Which length counts in the address of a block, the announced one or this block's, differs between ROMs. */
static void check_block(struct fake *f, const char *what, uint16_t block, size_t len)
{
	if (block > 2 && len != f->model->block_bytes)
		fake_violate(f, "%s of block %u with %zu bytes: a short block needs its own address", what,
			     block, len);
}

static int download(struct fake *f, uint16_t block, const uint8_t *buf, size_t len)
{
	if (f->dfu.state != DFU_IDLE && f->dfu.state != DFU_DNLOAD_IDLE)
		return refuse(f, DFU_DNLOAD);
	if (!len) {
		f->dfu.state = DFU_MANIFEST_SYNC;
		return 0;
	}
	if (len > f->model->block_bytes || block == 1 || (!block && !read_command(f, buf, len))) {
		fake_violate(f, "DNLOAD of block %u with %zu bytes, first %02x", block, len, buf[0]);
		return fail(f, DFU_ERR_STALLEDPKT);
	}
	if (block) {
		f->dfu.job = JOB_WRITE;
		check_block(f, "DNLOAD", block, len);
	}
	f->dfu.job_block = block;
	f->dfu.job_len = len;
	memcpy(f->dfu.job_data, buf, len);
	f->dfu.state = DFU_DNLOAD_SYNC;
	return (int)len;
}

static int upload(struct fake *f, uint16_t block, uint8_t *buf, size_t len)
{
	static const uint8_t commands[] = { 0x00, CMD_SET, CMD_ERASE, CMD_UNPROTECT };
	uint32_t addr;
	int region;

	if (f->dfu.state != DFU_IDLE && f->dfu.state != DFU_UPLOAD_IDLE)
		return refuse(f, DFU_UPLOAD);
	if (!block) {
		if (len > sizeof(commands))
			len = sizeof(commands);
		memcpy(buf, commands, len);
		f->dfu.state = DFU_UPLOAD_IDLE;
		return (int)len;
	}
	if (f->rdp)
		return fail(f, DFU_ERR_VENDOR);
	addr = f->dfu.pointer + (block - 2u) * f->model->block_bytes;
	region = block == 1 || !len || len > f->model->block_bytes ? -1 : fake_region_find(f, addr, len);
	if (region < 0) {
		fake_violate(f, "UPLOAD of block %u with %zu bytes at %08x", block, len, addr);
		return fail(f, DFU_ERR_TARGET);
	}
	check_block(f, "UPLOAD", block, len);
	memcpy(buf, f->memory[region] + (addr - f->model->region[region].base), len);
	f->dfu.state = DFU_UPLOAD_IDLE;
	return (int)len;
}

static int clear_status(struct fake *f)
{
	if (f->dfu.state != DFU_ERROR) {
		fake_violate(f, "CLRSTATUS in state %s", fake_dfu_state_name(f->dfu.state));
		fail(f, DFU_ERR_UNKNOWN);
		return 0;
	}
	f->dfu.state = DFU_IDLE;
	f->dfu.status = DFU_OK;
	return 0;
}

static int control(struct fake *f, const struct usb_setup *setup, uint8_t *buf, size_t len)
{
	bool in = setup->request == DFU_UPLOAD || setup->request == DFU_GETSTATUS ||
		  setup->request == DFU_GETSTATE;

	if (setup->index || setup->type != (in ? 0xa1 : 0x21) || setup->request == DFU_DETACH ||
	    setup->request > DFU_ABORT) {
		fake_violate(f, "request type %02x number %u to interface %u", setup->type, setup->request,
			     setup->index);
		return FAKE_STALL;
	}
	switch (setup->request) {
	case DFU_DNLOAD:
		return download(f, setup->value, buf, len);
	case DFU_UPLOAD:
		return upload(f, setup->value, buf, len);
	case DFU_GETSTATUS:
		return get_status(f, buf, len);
	case DFU_CLRSTATUS:
		return clear_status(f);
	case DFU_GETSTATE:
		if (!len)
			return 0;
		buf[0] = f->dfu.state;
		return 1;
	default: /* DFU_ABORT */
		if (f->dfu.state == DFU_ERROR || f->dfu.state == DFU_DNBUSY)
			return refuse(f, DFU_ABORT);
		f->dfu.state = DFU_IDLE;
		f->dfu.job = JOB_NONE;
		return 0;
	}
}

static void restart(struct fake *f)
{
	f->dfu.state = f->dfu.initial_state;
	f->dfu.status = f->dfu.state == DFU_ERROR ? DFU_ERR_UNKNOWN : DFU_OK;
	f->dfu.job = JOB_NONE;
	f->dfu.pointer = f->model->region[0].base;
}

/* The ROM stays: only its protocol starts anew. */
static void reset(struct fake *f)
{
	f->dfu.initial_state = DFU_IDLE;
	restart(f);
}

const struct fake_ops fake_dfuse_ops = { control, reset, restart };
