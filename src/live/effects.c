/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "live_private.h"

enum { NO_MORE = 0xffff, OFF = 0 };

/* Those above the last that was told, as many as go into a report; off is not among them. */
bool live_read_effects(struct live *live, uint16_t effect[LIVE_MAX_EFFECTS], size_t *count, struct err *err)
{
	bool more = live->identity.vialrgb;

	*count = 0;
	if (more)
		effect[(*count)++] = OFF;
	while (more) {
		struct request request = request_new(COMMAND_VIALRGB_EFFECTS);
		uint16_t last = effect[*count - 1];
		struct reply reply;

		request.byte[2] = (uint8_t)last;
		request.byte[3] = (uint8_t)(last >> 8);
		if (!exchange_ask_surely(&live->x, &request, &reply, err))
			return false;
		for (size_t i = 2; more && i < HID_REPORT_BYTES; i += 2) {
			uint16_t id = (uint16_t)(reply.byte[i] | reply.byte[i + 1] << 8);

			/* Not in order is nonsense, and would never end. */
			more = !reply.refused && id != NO_MORE && id > last && *count < LIVE_MAX_EFFECTS;
			if (more)
				effect[(*count)++] = last = id;
		}
	}
	return true;
}
