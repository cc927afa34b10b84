/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_SCHEMA_PATTERN_H
#define BASE_SCHEMA_PATTERN_H

#include "base/json.h"

/*
 * The regular expressions that schemas need: characters, `.`, classes, \d \w \s (of ASCII) and escaped characters,
 * each with ?, *, +, {m}, {m,} or {m,n} behind it; ^ as the first and $ as the last character. No groups, no
 * alternatives. The meaning is that of Python's re.search() over code points: found anywhere unless anchored, and $
 * also fits before a newline that ends the text. Matching takes time proportional to the text.
 */
enum { SCHEMA_PATTERN_ITEMS = 63 };

struct schema_pattern;

/* In @memory. NULL: ERR_PARSE or ERR_RANGE, which says where in the pattern. */
struct schema_pattern *schema_pattern_new(struct json_doc *memory, const char *text, struct err *err);
bool schema_pattern_matches(const struct schema_pattern *pattern, const char *text);

#endif
