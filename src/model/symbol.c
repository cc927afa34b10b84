/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "model/symbol.h"

/* Open addressing over an array of texts; slot values are index + 1. */
static struct {
	char **text;
	uint32_t *slot;
	size_t count, cap, slots;
} table;

static uint32_t *find(const char *text, size_t len)
{
	for (size_t at = hash_slot(hash_bytes(HASH_NONE, text, len));; at++) {
		uint32_t *slot = &table.slot[at & (table.slots - 1)];
		const char *have = *slot ? table.text[*slot - 1] : NULL;

		if (!have || (!strncmp(have, text, len) && !have[len]))
			return slot;
	}
}

static void grow(void)
{
	table.slots = table.slots ? table.slots * 2 : 256;
	free(table.slot);
	table.slot = mem_new(table.slots, sizeof(*table.slot));
	for (size_t i = 0; i < table.count; i++)
		*find(table.text[i], strlen(table.text[i])) = (uint32_t)i + 1;
}

uint32_t symbol_of_bytes(const char *text, size_t len)
{
	const char *nul = memchr(text, '\0', len);
	uint32_t *slot;

	if (nul)
		len = (size_t)(nul - text);
	if (!len)
		return 0;
	if (len > SYMBOL_MAX_BYTES)
		len = SYMBOL_MAX_BYTES;
	if (table.count * 2 >= table.slots)
		grow();
	slot = find(text, len);
	if (!*slot) {
		table.text = mem_grow(table.text, table.count, &table.cap, sizeof(*table.text));
		table.text[table.count] = mem_new(len + 1, 1);
		memcpy(table.text[table.count], text, len);
		*slot = (uint32_t)++table.count;
	}
	return *slot;
}

uint32_t symbol(const char *text)
{
	return symbol_of_bytes(text, strlen(text));
}

const char *symbol_text(uint32_t sym)
{
	assert(sym <= table.count);
	return sym ? table.text[sym - 1] : "";
}
