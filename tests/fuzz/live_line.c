/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "project/live_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_event(const char *line)
{
	struct live_event event = { 0 }, again = { 0 };
	struct str one = STR_INIT, two = STR_INIT;
	struct err err = { 0 };

	if (live_event_parse(line, &event, &err)) {
		assert(event.type < LIVE_EVENT_COUNT && event.keys <= LIVE_LINE_KEYS);
		assert(event.size.layers <= DYNAMIC_MAX_LAYERS && event.size.rows <= DYNAMIC_MAX_ROWS);
		live_event_print(&event, &one);
		assert(live_event_parse(str_text(&one), &again, &err));
		live_event_print(&again, &two);
		assert(!strcmp(str_text(&one), str_text(&two)));
	} else {
		assert(err.code != ERR_NONE && err.text[0]);
	}
	live_event_release(&event);
	live_event_release(&again);
	str_release(&one);
	str_release(&two);
}

static void check_request(const char *line)
{
	struct live_request request = { 0 }, again = { 0 };
	struct str one = STR_INIT, two = STR_INIT;
	struct err err = { 0 };

	if (live_request_parse(line, &request, &err)) {
		assert(request.type < LIVE_REQUEST_COUNT && request.items <= LIVE_LINE_ITEMS);
		live_request_print(&request, &one);
		assert(live_request_parse(str_text(&one), &again, &err));
		live_request_print(&again, &two);
		assert(!strcmp(str_text(&one), str_text(&two)));
	} else {
		assert(err.code != ERR_NONE && err.text[0]);
	}
	live_request_release(&request);
	live_request_release(&again);
	str_release(&one);
	str_release(&two);
}

/* A line is an event, a request or an error with a reason; what is read is printed, and reads as the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = mem_new(size + 1, 1);

	if (size)
		memcpy(line, data, size);
	check_event(line);
	check_request(line);
	free(line);
	return 0;
}
