/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "live_private.h"

/* With room for a tail behind it; what was just written is read back that way, so that no reply from before can be taken for it. */
enum { CERTAIN_STEP = TAIL_AT - VIA_DATA };

const struct region region_keys = { COMMAND_GET_KEYS, COMMAND_SET_KEYS, "keys" };
const struct region region_macros = { COMMAND_GET_MACROS, COMMAND_SET_MACROS, "macros" };

bool watch_step(struct watch *watch, size_t done, struct err *err)
{
	if (!watch)
		return true;
	watch->done += done;
	if (!watch->progress || watch->progress(watch->data, watch->part, watch->done, watch->total))
		return true;
	return err_set(err, ERR_CANCELLED, "cancelled");
}

static struct request region_request(enum command command, size_t at, size_t len)
{
	struct request request = request_new(command);

	request.byte[1] = (uint8_t)(at >> 8);
	request.byte[2] = (uint8_t)at;
	request.byte[3] = (uint8_t)len;
	request.used = VIA_DATA + len;
	return request;
}

bool region_read(struct live *live, const struct region *region, size_t at, size_t step, uint8_t *bytes,
		 size_t *len, struct watch *watch, struct err *err)
{
	size_t want = *len;

	for (*len = 0; *len < want;) {
		size_t part = want - *len < step ? want - *len : step;
		struct request request = region_request(region->get, at + *len, part);
		struct reply reply;

		if (!exchange_ask(&live->x, &request, &reply, err))
			return err_wrap(err, "reading %s at %zu", region->name, at + *len);
		if (reply.refused)
			return true;
		memcpy(bytes + *len, reply.byte + VIA_DATA, part);
		*len += part;
		if (!watch_step(watch, part, err))
			return false;
	}
	return true;
}

struct read_back {
	struct live *live;
	const struct region *region;
	size_t at, len;
	uint8_t *bytes;
};

static bool read_back(void *data, struct err *err)
{
	struct read_back *r = data;
	size_t len = r->len;

	if (!region_read(r->live, r->region, r->at, CERTAIN_STEP, r->bytes, &len, NULL, err))
		return false;
	return len == r->len || err_set(err, ERR_REFUSED, "%s does not tell its %s any more",
					r->live->identity.device.id, r->region->name);
}

/* @silent: a report was not answered, so that it may not have arrived. */
static bool send(struct live *live, const struct region *region, size_t at, const uint8_t *bytes, size_t len,
		 bool *silent, struct err *err)
{
	struct request request = region_request(region->set, at, len);
	struct reply reply;

	memcpy(request.byte + VIA_DATA, bytes, len);
	if (exchange_ask(&live->x, &request, &reply, err))
		return true;
	if (err->code != ERR_TIMEOUT || live->x.mute)
		return err_wrap(err, "writing %s at %zu", region->name, at);
	*silent = true;
	return true;
}

bool region_write(struct live *live, const struct region *region, size_t at, uint8_t *bytes, bool known,
		  const uint8_t *want, size_t len, struct err *err)
{
	struct read_back r = { live, region, at, len, bytes };

	for (int sends = 0; sends < MAX_SENDS; sends++) {
		bool silent = false;

		for (size_t i = 0; i < len; i += VIA_MAX_DATA) {
			size_t part = len - i < VIA_MAX_DATA ? len - i : VIA_MAX_DATA;

			if ((!known || memcmp(bytes + i, want + i, part) != 0) &&
			    !send(live, region, at + i, want + i, part, &silent, err))
				return false;
		}
		if (!exchange_surely(&live->x, read_back, &r, err))
			return false;
		known = true;
		if (!silent || !memcmp(bytes, want, len))
			return true;
	}
	return true;
}
