/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "import/layout_macros.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Layouts have names of layouts, each once, and keys; an alias is one of a layout. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics found = { 0 };
	struct layout_macros all = { 0 };
	size_t macros, aliases;

	layout_macros_read(&all, (const char *)data, size, "x.h", &found);
	macros = all.macros;
	aliases = all.aliases;
	for (size_t i = 0; i < macros; i++) {
		assert(!strncmp(all.macro[i].name, "LAYOUT", 6) && all.macro[i].keys);
		for (size_t k = 0; k < all.macro[i].keys; k++)
			assert((all.macro[i].key[k].row < 0) == (all.macro[i].key[k].col < 0));
		for (size_t k = 0; k < i; k++)
			assert(strcmp(all.macro[i].name, all.macro[k].name) != 0);
	}
	for (size_t i = 0; i < aliases; i++)
		assert(!strncmp(all.alias[i].text, "LAYOUT", 6));
	assert(!all.failed || found.count);
	layout_macros_read(&all, (const char *)data, size, "x.h", &found);
	assert(all.macros == macros && all.aliases == aliases);
	layout_macros_release(&all);
	diagnostics_release(&found);
	return 0;
}
