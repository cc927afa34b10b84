/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "import/assignments.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every name is there once, is found, and is one word on a line of the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics found = { 0 };
	struct assignments all = { 0 }, copy = { 0 };
	size_t count;

	config_h_read(&all, (const char *)data, size, 0, "config.h", &found);
	count = all.count;
	for (size_t i = 0; i < count; i++) {
		const struct assignment *a = &all.item[i];

		assert(assignments_find(&all, a->name) == a);
		assert(!strpbrk(a->name, " \t\r\n\v\f") && !(a->undefined && a->value));
		assert(!a->value || !strpbrk(a->value, "\t\r\n\v\f"));
		assert(a->line > 0 && (size_t)a->line <= size);
	}
	config_h_read(&copy, (const char *)data, size, 1, "config.h", &found);
	assert(copy.count == count);
	assignments_merge(&all, &copy);
	assert(all.count == count && !copy.count);
	assignments_release(&all);
	diagnostics_release(&found);
	return 0;
}
