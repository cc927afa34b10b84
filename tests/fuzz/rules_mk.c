/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "import/assignments.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every name is there once, and is found. A second reading changes values, but adds no names. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct assignments all = { 0 }, copy = { 0 };
	size_t count;

	rules_mk_read(&all, (const char *)data, size, 0);
	count = all.count;
	for (size_t i = 0; i < count; i++) {
		assert(assignments_find(&all, all.item[i].name) == &all.item[i]);
		assert(all.item[i].value && !all.item[i].undefined && all.item[i].line > 0);
		assert(!strpbrk(all.item[i].name, "#\n\r") && !strpbrk(all.item[i].value, "#\n\r"));
	}
	rules_mk_read(&all, (const char *)data, size, 1);
	assert(all.count == count);
	rules_mk_read(&copy, (const char *)data, size, 2);
	assignments_merge(&all, &copy);
	assert(all.count == count && !copy.count);
	assignments_release(&all);
	return 0;
}
