/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_FAKE_H
#define DEVICE_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "device/device.h"
#include "device/transport.h"

/*
 * Simulated bootloaders: pure models of what the real ones do with requests, memory and time. They serve
 * demonstrations and tests, in-process (transport_open("fake:...")) or behind an emulated USB bus. A model is
 * strict: what the real device would not forgive is recorded as a violation and refused as that device would.
 *
 * A specification is "MODEL" or "MODEL?OPTION&OPTION...":
 *
 *   memory=PATH   the flash is this file, mapped: created erased when there is none, else of the exact size
 *   stall=N       refuse the Nth class request, counted from 1; N+ means all from the Nth on
 *   timeout=N     do not answer the Nth, which has no effect (also N+)
 *   short=N       answer the Nth with half of its bytes (also N+)
 *   nak=N         answer the Nth only after nak_ms (also N+)
 *   nak_ms=MS     250 unless told
 *   unplug=N      be gone at the Nth
 *   poll=MS       announce this time for every erase and write, instead of the model's own
 *   extra=MS      take this much longer than announced
 *   rdp=1         read protected
 *   state=NAME    "error", "dnload-idle" or "upload-idle": left so by an earlier host (DFU only)
 *   app=VID:PID   what appears when it leaves (hex; FEED:0000 unless told), app=none: nothing does
 *
 * Sources of the wire facts: ST AN3156 and AN2662 (DfuSe), the USB DFU 1.1 class, the STM32duino bootloader's
 * dfu.c, and PJRC's description of HalfKay.
 */
struct fake;

enum fake_place {
	FAKE_ATTACHED,
	FAKE_LEFT,      /* it started the application */
	FAKE_UNPLUGGED, /* by the fault plan */
	FAKE_RESTARTED, /* as the same bootloader (read unprotect, reset) */
};

/* What fake_control() answers besides a count of bytes. */
enum {
	FAKE_STALL = -1,
	FAKE_NAK = -2,    /* not now: ask again at fake_ready_ms() */
	FAKE_SILENT = -3, /* never: the host's timeout decides */
	FAKE_GONE = -4,
};

struct fake *fake_new(const char *spec, struct err *err);
void fake_free(struct fake *f);

/* The models' names, in order; NULL past the last. */
const char *fake_model_name(size_t index);

/* One control request at @now_ms of any clock that does not go backwards. An IN request fills @buf, at most
 * @len. */
int fake_control(struct fake *f, int64_t now_ms, const struct usb_setup *setup, void *buf, size_t len);
int64_t fake_ready_ms(const struct fake *f);

/* A bus reset. */
void fake_reset(struct fake *f, int64_t now_ms);

/* Plug it in again after it left or was unplugged: memory stays, faults of the plan are spent. */
void fake_replug(struct fake *f);

enum fake_place fake_place(const struct fake *f);

/* As enumeration would give it; borrowed. */
const struct device *fake_device(const struct fake *f);

/* What appears at the same port once it left; false: nothing. */
bool fake_successor(const struct fake *f, struct device *out);

/* Device descriptor and configuration descriptor, as usbfs' node gives them. */
void fake_descriptors(const struct fake *f, struct str *out);

/* The main flash; borrowed, writable so that a test can prepare it. */
uint8_t *fake_memory(struct fake *f, uint32_t *base, size_t *len);

/* Class requests so far, and what was done against the device's rules. */
unsigned fake_transfers(const struct fake *f);
size_t fake_violation_count(const struct fake *f);
const char *fake_violation(const struct fake *f, size_t index); /* borrowed */

/* A transport over a model, with a virtual clock: waiting takes no time. @f is borrowed and outlives it. */
struct transport *transport_fake_new(struct fake *f);

/* The model behind a transport, borrowed; NULL: it is none. */
struct fake *transport_fake(struct transport *t);

#endif
