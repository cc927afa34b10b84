/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_private.h"

int fake_dfu_status(const struct fake *f, int poll_ms, uint8_t *buf, size_t len)
{
	uint8_t out[6] = { f->dfu.status,
			   (uint8_t)poll_ms,
			   (uint8_t)(poll_ms >> 8),
			   (uint8_t)(poll_ms >> 16),
			   f->dfu.state,
			   0 };

	if (len > sizeof(out))
		len = sizeof(out);
	memcpy(buf, out, len);
	return (int)len;
}

const char *fake_dfu_request_name(uint8_t request)
{
	static const char *const names[] = { "DETACH",    "DNLOAD",   "UPLOAD", "GETSTATUS",
					     "CLRSTATUS", "GETSTATE", "ABORT" };

	return request < COUNT(names) ? names[request] : "an unknown request";
}

const char *fake_dfu_state_name(uint8_t state)
{
	static const char *const names[] = { "appIDLE",          "appDETACH",   "dfuIDLE",
					     "dfuDNLOAD-SYNC",   "dfuDNBUSY",   "dfuDNLOAD-IDLE",
					     "dfuMANIFEST-SYNC", "dfuMANIFEST", "dfuMANIFEST-WAIT-RESET",
					     "dfuUPLOAD-IDLE",   "dfuERROR" };

	return state < COUNT(names) ? names[state] : "an unknown state";
}
