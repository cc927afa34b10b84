/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_FAKE_PRIVATE_H
#define DEVICE_FAKE_PRIVATE_H

#include "device/fake.h"
#include "fake_option.h"

enum {
	FAKE_MAX_FAULTS = 8,
	FAKE_MAX_REGIONS = 4,
	FAKE_MAX_SEGMENTS = 3,
	FAKE_MAX_ALTS = 4,
};

struct fake_segment {
	uint32_t count, size;
};

/* Memory of one kind, from @base up. */
struct fake_region {
	uint32_t base;
	struct fake_segment segment[FAKE_MAX_SEGMENTS];
	bool writable;
};

/* How HalfKay codes the address of a block. */
enum fake_address { ADDRESS_LO_HI, ADDRESS_PAGE, ADDRESS_LONG };

struct fake_ops;

/* One kind of device: a row of fake_models.c. */
struct fake_model {
	const char *name;
	const struct fake_ops *ops;
	uint16_t vid, pid, bcd;
	const char *manufacturer, *product, *serial;
	uint8_t class, subclass, protocol;
	const char *alt[FAKE_MAX_ALTS];
	uint8_t extra[9]; /* behind the last alternate setting; its length is its first byte */
	struct fake_region region[FAKE_MAX_REGIONS]; /* the first is the main flash */
	uint16_t block_bytes;
	uint32_t first_writable; /* offset into the main flash: a bootloader is below */
	int erase_ms, mass_erase_ms, write_ms, set_ms;
	bool stalls_when_early; /* else it answers that it is still busy */
	enum fake_address address;
};

enum fake_fault_kind { FAULT_STALL, FAULT_TIMEOUT, FAULT_SHORT, FAULT_NAK, FAULT_UNPLUG };

struct fake_fault {
	enum fake_fault_kind kind;
	unsigned at;
	bool onwards;
	unsigned spent; /* NAK: the transfer it was last used for */
};

enum fake_job { JOB_NONE, JOB_SET, JOB_ERASE, JOB_MASS_ERASE, JOB_WRITE, JOB_UNPROTECT };

/* Where a DFU model stands. */
struct fake_dfu {
	uint8_t state, status;
	uint8_t initial_state;
	uint32_t pointer; /* DfuSe: address; STM32duino: bytes of this download so far */
	enum fake_job job;
	uint16_t job_block;
	uint8_t job_data[4096];
	size_t job_len;
	uint8_t job_status;            /* what the job that is running comes to */
	int64_t announced_ms, done_ms; /* when the host may ask again, when the job ends */
	size_t upload_len;             /* STM32duino: of the first block */
};

struct fake_ops {
	/* One class request. */
	int (*control)(struct fake *f, const struct usb_setup *setup, uint8_t *buf, size_t len);
	void (*reset)(struct fake *f);
	void (*restart)(struct fake *f); /* to the state after power-on */
};

struct fake {
	const struct fake_model *model;
	struct device device;
	uint8_t *memory[FAKE_MAX_REGIONS];
	size_t memory_len[FAKE_MAX_REGIONS];
	bool mapped; /* memory[0] is a file */
	enum fake_place place;
	int64_t now_ms, busy_until_ms;
	unsigned transfers;
	bool refused; /* the request before this one failed: a host may ask why */
	uint8_t alt;

	struct fake_fault fault[FAKE_MAX_FAULTS];
	size_t faults;
	int nak_ms, poll_ms, extra_ms; /* poll_ms -1: the model's own */
	bool rdp;
	bool app;
	uint16_t app_vid, app_pid;

	struct fake_dfu dfu;
	bool erased; /* HalfKay: block 0 has come */

	struct fake_violations violations;
};

extern const struct fake_model fake_models[];
extern const size_t fake_model_count;
extern const struct fake_ops fake_dfuse_ops, fake_stm32duino_ops, fake_halfkay_ops;

/* Apply "option&option..." to @f, whose model is set. *@memory gets the path (the caller frees) or NULL. */
bool fake_options(struct fake *f, const char *text, char **memory, struct err *err);

void fake_violate(struct fake *f, const char *fmt, ...) PRINTF_LIKE(2, 3);
size_t fake_region_len(const struct fake_region *region);

/* The region that holds all of [@addr, @addr + @len); -1: none does. */
int fake_region_find(const struct fake *f, uint32_t addr, size_t len);

/* Start and length of the page that holds @addr, which lies in @region. */
void fake_page_find(const struct fake_region *region, uint32_t addr, uint32_t *start, uint32_t *len);

/* DFU 1.1, A.1 and A.2. */
enum {
	DFU_DETACH = 0,
	DFU_DNLOAD = 1,
	DFU_UPLOAD = 2,
	DFU_GETSTATUS = 3,
	DFU_CLRSTATUS = 4,
	DFU_GETSTATE = 5,
	DFU_ABORT = 6,
};
enum {
	DFU_IDLE = 2,
	DFU_DNLOAD_SYNC = 3,
	DFU_DNBUSY = 4,
	DFU_DNLOAD_IDLE = 5,
	DFU_MANIFEST_SYNC = 6,
	DFU_MANIFEST = 7,
	DFU_MANIFEST_WAIT_RESET = 8,
	DFU_UPLOAD_IDLE = 9,
	DFU_ERROR = 10,
};
enum {
	DFU_OK = 0,
	DFU_ERR_TARGET = 1,
	DFU_ERR_WRITE = 3,
	DFU_ERR_PROG = 6,
	DFU_ERR_NOTDONE = 9,
	DFU_ERR_VENDOR = 11,
	DFU_ERR_UNKNOWN = 14,
	DFU_ERR_STALLEDPKT = 15,
};

/* The six bytes of GETSTATUS, cut to @len. Returns the bytes. */
int fake_dfu_status(const struct fake *f, int poll_ms, uint8_t *buf, size_t len);
const char *fake_dfu_request_name(uint8_t request);
const char *fake_dfu_state_name(uint8_t state);

#endif
