/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every span lies in the text and in its parent's span, and children stand in order. */
static void walk(const struct json *node, size_t size)
{
	size_t at = node->span.start, end = (size_t)node->span.start + node->span.len, count = 0;

	assert(end <= size);
	for (const struct json *child = node->first; child; child = child->next, count++) {
		assert(child->key || node->type == JSON_ARRAY);
		if (child->key) {
			assert(child->key_span.start >= at && child->key_span.len);
			at = child->key_span.start + child->key_span.len;
		}
		assert(child->span.start >= at);
		at = child->span.start + child->span.len;
		assert(at <= end);
		walk(child, size);
	}
	assert(count == node->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	struct json_doc *doc = json_parse((const char *)data, size, &err);
	int line, column;

	assert(doc || err.code != ERR_NONE);
	if (doc) {
		walk(json_root(doc), size);
		json_place(doc, size, &line, &column);
		assert(line >= 1 && column >= 1);
	}
	json_doc_free(doc);
	return 0;
}
