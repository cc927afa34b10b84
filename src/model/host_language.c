/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "action_spelling.h"
#include "base/sorted.h"
#include "host_language_table.h"
#include "model/action.h"

/* Headers that QMK has renamed. */
static const struct {
	const char *former, *now;
} renamed[] = {
	{ "br_abnt2", "brazilian_abnt2" },
	{ "dvp", "dvorak_programmer" },
	{ "fr_ch", "swiss_fr" },
	{ "french_osx", "french_mac_iso" },
	{ "german_ch", "swiss_de" },
	{ "german_osx", "german_mac_iso" },
	{ "italian_osx_ansi", "italian_mac_ansi" },
	{ "italian_osx_iso", "italian_mac_iso" },
	{ "jp", "japanese" },
	{ "portuguese_osx_iso", "portuguese_mac_iso" },
	{ "swedish_osx_ansi", "swedish_mac_ansi" },
	{ "swedish_osx_iso", "swedish_mac_iso" },
	{ "swedish_pro_osx_ansi", "swedish_pro_mac_ansi" },
	{ "swedish_pro_osx_iso", "swedish_pro_mac_iso" },
};

size_t host_language_count(void)
{
	return host_language_table_languages;
}

const struct host_language *host_language_at(size_t index)
{
	assert(index < host_language_table_languages);
	return &host_language_table[index];
}

const char *host_language_name(const struct host_language *language)
{
	return language->name;
}

static const struct host_language *find(const char *name, size_t len)
{
	return sorted_find(host_language_table, host_language_table_languages, sizeof(*host_language_table),
			   offsetof(struct host_language, name), name, len);
}

const struct host_language *host_language_find(const char *name)
{
	return find(name, strlen(name));
}

const struct host_language *host_language_of_header(const char *header)
{
	static const char prefix[] = "keymap_";
	const char *slash = strrchr(header, '/'), *name = slash ? slash + 1 : header;
	size_t len = strlen(name);

	if (len < sizeof(prefix) + 1 || memcmp(name, prefix, sizeof(prefix) - 1) ||
	    strcmp(name + len - 2, ".h"))
		return NULL;
	name += sizeof(prefix) - 1;
	len -= sizeof(prefix) + 1;
	for (size_t i = 0; i < COUNT(renamed); i++)
		if (!strncmp(name, renamed[i].former, len) && !renamed[i].former[len])
			return host_language_find(renamed[i].now);
	return find(name, len);
}

/* Their names are in the rows, not beside them. */
bool host_language_key(const struct host_language *language, const char *name, size_t len, uint32_t *key)
{
	const struct host_language_name *rows = &host_language_table_name[language->first];
	size_t low = 0, high = language->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(name, rows[middle].name, len);

		if (!order && !rows[middle].name[len]) {
			*key = rows[middle].key;
			return true;
		}
		if (order <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* The first of the names for @key. QMK's five bits are one for keys that its firmware cannot tell apart. */
static const struct host_language_name *row_of_key(const struct host_language *language, uint32_t key)
{
	const struct host_language_of_key *rows = &host_language_table_key[language->first];
	uint32_t folded = (uint32_t)KEY_CODE(key) << 5 | mods_to_qmk(KEY_MODS(key));
	size_t low = 0, high = language->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (folded <= rows[middle].folded)
			high = middle;
		else
			low = middle + 1;
	}
	if (low == language->count || rows[low].folded != folded)
		return NULL;
	return &host_language_table_name[rows[low].row];
}

const char *host_language_legend(const struct host_language *language, uint32_t key)
{
	const struct host_language_name *row = row_of_key(language, key);

	return row ? row->legend : NULL;
}

const char *host_language_key_name(const struct host_language *language, uint32_t key)
{
	const struct host_language_name *row = row_of_key(language, key);

	return row ? row->name : NULL;
}
