/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A line is an event with all its parts in range, or an error with a reason. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = mem_new(size + 1, 1);
	struct report_event event;
	struct err err = { 0 };

	if (size)
		memcpy(line, data, size);
	if (report_parse(line, &event, &err)) {
		assert(event.type <= REPORT_EVENT_END);
		assert(event.line >= -1 && event.column >= -1 && event.layer >= -1 && event.key >= -1);
		assert(strlen(event.text) < sizeof(event.text) && strlen(event.name) < sizeof(event.name));
	} else {
		assert(err.code != ERR_NONE && err.text[0]);
	}
	free(line);
	return 0;
}
