/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "bytes.h"
#include "dfu.h"

enum {
	REQUEST_OUT = 0x21,
	REQUEST_IN = 0xa1,
	DFU_DNLOAD = 1,
	DFU_UPLOAD = 2,
	DFU_GETSTATUS = 3,
	DFU_CLRSTATUS = 4,
	DFU_REQUEST_ABORT = 6,
};

enum {
	STATUS_BYTES = 6,
	REQUEST_MS = 5000,
	RETRIES = 3,
	NORMALISE_STEPS = 8,
	NORMALISE_SLEEP_MAX_MS = 5000,
};

static const struct {
	const char *name, *means;
} statuses[] = {
	{ "OK", "nothing is wrong" },
	{ "errTARGET", "the image is not for this device" },
	{ "errFILE", "the image is not in a form that it takes" },
	{ "errWRITE", "it could not write; the memory may be write protected" },
	{ "errERASE", "it could not erase" },
	{ "errCHECK_ERASED", "the memory is not erased" },
	{ "errPROG", "it could not program" },
	{ "errVERIFY", "the memory holds something else" },
	{ "errADDRESS", "the address is out of range" },
	{ "errNOTDONE", "the image ended too early" },
	{ "errFIRMWARE", "its firmware is damaged" },
	{ "errVENDOR", "the chip is read protected" },
	{ "errUSBR", "it was reset by the bus" },
	{ "errPOR", "it was reset by its power" },
	{ "errUNKNOWN", "it does not say why" },
	{ "errSTALLEDPKT", "it did not understand the request" },
};

static const char *const states[] = {
	"appIDLE",        "appDETACH",        "dfuIDLE",     "dfuDNLOAD-SYNC",         "dfuDNBUSY",
	"dfuDNLOAD-IDLE", "dfuMANIFEST-SYNC", "dfuMANIFEST", "dfuMANIFEST-WAIT-RESET", "dfuUPLOAD-IDLE",
	"dfuERROR",
};

static const char *state_name(uint8_t state)
{
	return state < COUNT(states) ? states[state] : "an unknown state";
}

static int request_in(struct transport *t, uint8_t interface, uint8_t request, uint16_t value, void *buf,
		      size_t len, struct err *err)
{
	const struct usb_setup setup = { REQUEST_IN, request, value, interface };

	return t->ops->control(t, &setup, buf, len, REQUEST_MS, err);
}

static bool request_out(struct transport *t, uint8_t interface, uint8_t request, uint16_t value,
			const void *data, size_t len, struct err *err)
{
	const struct usb_setup setup = { REQUEST_OUT, request, value, interface };
	const int n = t->ops->control(t, &setup, (void *)data, len, REQUEST_MS, err);

	if (n < 0)
		return false;
	if ((size_t)n != len)
		return err_set(err, ERR_DEVICE, "it took %d bytes of %zu", n, len);
	return true;
}

/* One of 9 bytes, or 7 in DFU 1.0; others may stand before it. */
static bool take_functional(const struct device_alt *alt, struct dfu_functional *out)
{
	const uint8_t *p = alt->extra;

	for (size_t at = 0; at + 2 <= alt->extra_len && p[at] >= 2; at += p[at]) {
		if (p[at + 1] != 0x21 || p[at] < 7 || at + p[at] > alt->extra_len)
			continue;
		out->attributes = p[at + 2];
		out->transfer_bytes = get_le16(p + at + 5);
		out->version = p[at] >= 9 ? get_le16(p + at + 7) : 0x0100;
		out->interface = alt->interface;
		return true;
	}
	return false;
}

bool dfu_find_functional(const struct device *device, struct dfu_functional *out, struct err *err)
{
	for (size_t i = 0; i < device->alts; i++) {
		const struct device_alt *alt = &device->alt[i];

		if (alt->class != 0xfe || alt->subclass != 1 || !take_functional(alt, out))
			continue;
		if (!out->transfer_bytes)
			return err_set(err, ERR_DEVICE, "%s says that it takes blocks of 0 bytes",
				       device->id);
		return true;
	}
	return err_set(err, ERR_DEVICE, "%s has no DFU interface; it is not in its bootloader", device->id);
}

bool dfu_get_status(struct transport *t, uint8_t interface, struct dfu_status *out, struct err *err)
{
	uint8_t buf[STATUS_BYTES];
	int n = 0;

	for (int i = 0; i <= RETRIES && n != STATUS_BYTES; i++) {
		n = request_in(t, interface, DFU_GETSTATUS, 0, buf, sizeof(buf), err);
		if (n < 0)
			return false;
	}
	if (n != STATUS_BYTES)
		return err_set(err, ERR_DEVICE, "its status has %d bytes, not %d", n, STATUS_BYTES);
	out->status = buf[0];
	out->poll_ms = buf[1] | buf[2] << 8 | buf[3] << 16;
	out->state = buf[4];
	return true;
}

bool dfu_abort(struct transport *t, uint8_t interface, struct err *err)
{
	return request_out(t, interface, DFU_REQUEST_ABORT, 0, NULL, 0, err) ||
	       err_wrap(err, "bringing it back to idle");
}

static bool clear_status(struct transport *t, uint8_t interface, struct err *err)
{
	return request_out(t, interface, DFU_CLRSTATUS, 0, NULL, 0, err) ||
	       err_wrap(err, "clearing its error");
}

bool dfu_normalise(struct transport *t, uint8_t interface, struct err *err)
{
	struct dfu_status st = { 0 };

	for (int i = 0; i < NORMALISE_STEPS; i++) {
		struct err ignored;

		if (!dfu_get_status(t, interface, &st, err))
			return err_wrap(err, "asking for its status");
		switch (st.state) {
		case DFU_IDLE:
			return true;
		case DFU_APP_IDLE:
		case DFU_APP_DETACH:
			return err_set(err, ERR_DEVICE,
				       "it runs its firmware; put it in its bootloader first");
		case DFU_ERROR:
			if (!clear_status(t, interface, err))
				return false;
			break;
		case DFU_DNBUSY:
		case DFU_MANIFEST:
			t->ops->sleep_ms(t, st.poll_ms < 1                        ? 1
					    : st.poll_ms < NORMALISE_SLEEP_MAX_MS ? st.poll_ms
										  : NORMALISE_SLEEP_MAX_MS);
			break;
		default:
			/* One that refuses ends in dfuERROR, which the next round clears. */
			if (!dfu_abort(t, interface, &ignored) && ignored.code != ERR_STALL) {
				*err = ignored;
				return false;
			}
			break;
		}
	}
	return err_set(err, ERR_DEVICE, "it stays in %s; unplug it and start its bootloader again",
		       state_name(st.state));
}

/* Why the device refused, in its own words, and its error cleared so that the next attempt can start. */
static bool explain(struct transport *t, uint8_t interface, const struct dfu_status *st, struct err *err)
{
	struct err ignored;

	if (st->state == DFU_ERROR)
		(void)clear_status(t, interface, &ignored);
	if (st->status && st->status < COUNT(statuses))
		return err_set(err, ERR_DEVICE, "the device says %s: %s", statuses[st->status].name,
			       statuses[st->status].means);
	if (st->status)
		return err_set(err, ERR_DEVICE, "the device says error %u", st->status);
	return err_set(err, ERR_DEVICE, "the device is in %s", state_name(st->state));
}

/* A stalled request: ask for the reason. Keeps @err when there is none to be had. */
static bool explain_stall(struct transport *t, uint8_t interface, struct err *err)
{
	struct dfu_status st;
	struct err ignored;

	if (err->code == ERR_STALL && dfu_get_status(t, interface, &st, &ignored) && st.state == DFU_ERROR)
		return explain(t, interface, &st, err);
	return false;
}

/*
 * The work is done while the device answers dfuDNBUSY. It is asked again only
 * after the time it announced (some stall when asked early), and never once
 * it reached dfuDNLOAD-IDLE (one more question makes STM32duino start over).
 * Some stall while busy although the time is over: those are asked again.
 */
static bool wait_done(struct transport *t, uint8_t interface, int limit_ms, struct err *err)
{
	const int64_t deadline_ms = t->ops->now_ms(t) + limit_ms;
	struct dfu_status st = { .poll_ms = 1 };
	int stalls = 0;

	for (;;) {
		if (dfu_get_status(t, interface, &st, err)) {
			if (st.state == DFU_DNLOAD_IDLE && !st.status)
				return true;
			if (st.status || (st.state != DFU_DNBUSY && st.state != DFU_DNLOAD_SYNC))
				return explain(t, interface, &st, err);
		} else if (err->code != ERR_STALL || stalls++ == RETRIES) {
			return false;
		}
		if (st.poll_ms > deadline_ms - t->ops->now_ms(t))
			return err_set(err, ERR_TIMEOUT, "it is busy for more than %d ms", limit_ms);
		t->ops->sleep_ms(t, st.poll_ms ? st.poll_ms : 1);
	}
}

bool dfu_download(struct transport *t, uint8_t interface, uint16_t block, const void *data, size_t len,
		  int limit_ms, struct err *err)
{
	if (!request_out(t, interface, DFU_DNLOAD, block, data, len, err))
		return explain_stall(t, interface, err);
	return wait_done(t, interface, limit_ms, err);
}

bool dfu_download_end(struct transport *t, uint8_t interface, uint16_t block, struct err *err)
{
	return request_out(t, interface, DFU_DNLOAD, block, NULL, 0, err) || explain_stall(t, interface, err);
}

bool dfu_upload(struct transport *t, uint8_t interface, uint16_t block, void *data, size_t len,
		struct err *err)
{
	const int n = request_in(t, interface, DFU_UPLOAD, block, data, len, err);

	if (n < 0)
		return explain_stall(t, interface, err);
	if ((size_t)n != len)
		return err_set(err, ERR_DEVICE, "it gave %d bytes of %zu", n, len);
	return true;
}

bool dfu_has_left(const struct err *err)
{
	return err->code == ERR_GONE || err->code == ERR_IO || err->code == ERR_STALL;
}
