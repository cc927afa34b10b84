/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LIVE_LINE_PRIVATE_H
#define PROJECT_LIVE_LINE_PRIVATE_H

#include "base/json.h"
#include "project/live_line.h"

/* The members that events and requests are made of. Readers: false with the reason when it is missing, or no such thing. */
void live_line_add_hex(struct str *out, const void *bytes, size_t len);
bool live_line_hex(const struct json *line, const char *name, struct str *out, struct err *err) NODISCARD;
bool live_line_number(const struct json *line, const char *name, int64_t min, int64_t max, int64_t *out,
		      struct err *err) NODISCARD;
bool live_line_request(const struct json *line, long *out, struct err *err) NODISCARD;
/* ERR_RANGE when it does not fit. */
bool live_line_text(const struct json *line, const char *name, char *out, size_t size,
		    struct err *err) NODISCARD;
bool live_line_place(const struct json *line, struct dynamic_place *out, struct err *err) NODISCARD;

/* A line that is an object with a text of this name. NULL with the reason. */
struct json_doc *live_line_parse(const char *line, const char *member, struct err *err);

#endif
