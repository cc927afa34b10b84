/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "live_private.h"

enum { PAGE_BYTES = HID_REPORT_BYTES, END_PAGES = 2 };

bool live_definition_size(struct live *live, size_t *size, struct err *err)
{
	struct request request = request_new(COMMAND_VIAL_SIZE);
	struct reply reply;

	if (!live_is_vial(live))
		return err_set(err, ERR_NOT_FOUND, "%s has no definition in it; Vial's keyboards have",
			       live->identity.device.id);
	if (!exchange_ask_surely(&live->x, &request, &reply, err))
		return err_wrap(err, "asking for the size of its definition");
	*size = (size_t)reply.byte[3] << 24 | (size_t)reply.byte[2] << 16 | (size_t)reply.byte[1] << 8 |
		reply.byte[0];
	if (reply.refused || !*size || *size > LIVE_MAX_DEFINITION_BYTES)
		return err_set(err, ERR_DEVICE,
			       "%s says that its definition has %zu bytes; up to %d are taken",
			       live->identity.device.id, *size, LIVE_MAX_DEFINITION_BYTES);
	return true;
}

struct pages {
	struct live *live;
	size_t first, size;
	struct str *out;
	size_t from; /* what @out had before */
};

static bool read_pages(void *data, struct err *err)
{
	struct pages *pages = data;

	pages->out->len = pages->from;
	for (size_t page = pages->first; page * PAGE_BYTES < pages->size; page++) {
		struct request request = request_new(COMMAND_VIAL_PAGE);
		size_t left = pages->size - page * PAGE_BYTES;
		struct reply reply;

		request.byte[2] = (uint8_t)page;
		request.byte[3] = (uint8_t)(page >> 8);
		if (!exchange_ask(&pages->live->x, &request, &reply, err))
			return false;
		str_add_bytes(pages->out, reply.byte, left < PAGE_BYTES ? left : PAGE_BYTES);
	}
	return true;
}

static bool read_from(struct live *live, size_t first, size_t size, struct str *out, struct err *err)
{
	struct pages pages = { live, first, size, out, out->len };

	if (!live_is_vial(live) || !size || size > LIVE_MAX_DEFINITION_BYTES)
		return err_set(err, ERR_RANGE, "a definition of %zu bytes", size);
	return exchange_surely(&live->x, read_pages, &pages, err) || err_wrap(err, "reading its definition");
}

bool live_read_definition_end(struct live *live, size_t size, struct str *out, struct err *err)
{
	size_t pages = (size + PAGE_BYTES - 1) / PAGE_BYTES;

	return read_from(live, pages > END_PAGES ? pages - END_PAGES : 0, size, out, err);
}

bool live_read_definition(struct live *live, size_t size, struct str *out, struct err *err)
{
	return read_from(live, 0, size, out, err);
}
