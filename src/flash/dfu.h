/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_DFU_H
#define FLASH_DFU_H

#include "flash/driver.h"

/* What DFU 1.1 and DfuSe share: requests, states, waiting. Source: USB DFU 1.1. */
enum dfu_state {
	DFU_APP_IDLE,
	DFU_APP_DETACH,
	DFU_IDLE,
	DFU_DNLOAD_SYNC,
	DFU_DNBUSY,
	DFU_DNLOAD_IDLE,
	DFU_MANIFEST_SYNC,
	DFU_MANIFEST,
	DFU_MANIFEST_WAIT_RESET,
	DFU_UPLOAD_IDLE,
	DFU_ERROR,
};

struct dfu_status {
	uint8_t status; /* 0: fine */
	uint8_t state;
	int poll_ms; /* how long it asks to be left alone, up to 2^24 - 1 */
};

enum { DFU_CAN_UPLOAD = 2, DFU_VERSION_DFUSE = 0x011a };

/* The functional descriptor of @device's DFU interface. */
struct dfu_functional {
	uint8_t attributes;
	uint16_t transfer_bytes;
	uint16_t version; /* 0100 when it does not say */
	uint8_t interface;
};
bool dfu_find_functional(const struct device *device, struct dfu_functional *out, struct err *err);

bool dfu_get_status(struct transport *t, uint8_t interface, struct dfu_status *out, struct err *err);
bool dfu_abort(struct transport *t, uint8_t interface, struct err *err);

/* Bring it to dfuIDLE from wherever an earlier host left it. */
bool dfu_normalise(struct transport *t, uint8_t interface, struct err *err);

/* Send one block and wait until the device has worked it off (dfuDNLOAD-IDLE). Fails after @limit_ms. */
bool dfu_download(struct transport *t, uint8_t interface, uint16_t block, const void *data, size_t len,
		  int limit_ms, struct err *err);

/* Read exactly @len bytes. */
bool dfu_upload(struct transport *t, uint8_t interface, uint16_t block, void *data, size_t len,
		struct err *err);

/* The empty download that ends a transfer; the caller asks what comes of it. */
bool dfu_download_end(struct transport *t, uint8_t interface, uint16_t block, struct err *err);

/* Is this failure what a device gives that just left the bus? */
bool dfu_has_left(const struct err *err);

#endif
