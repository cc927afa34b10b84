/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "base/sorted.h"
#include "model/action.h"
#include "zmk_key_table.h"

size_t zmk_key_count(void)
{
	return zmk_key_table_rows;
}

const struct zmk_key *zmk_key_at(size_t index)
{
	assert(index < zmk_key_table_rows);
	return &zmk_key_table[index];
}

/* A row that only has a former name has nothing that could be written in its place. */
static const char *written_instead(const struct zmk_key_name *name, const struct zmk_key *row)
{
	if (!name->former)
		return NULL;
	return strcmp(name->name, row->usual) != 0 ? row->usual : "";
}

const struct zmk_key *zmk_key_find(const char *name, size_t len, const char **instead)
{
	const struct zmk_key_name *row = sorted_find(zmk_key_table_name, zmk_key_table_names, sizeof(*row),
						     offsetof(struct zmk_key_name, name), name, len);

	if (row && instead)
		*instead = written_instead(row, &zmk_key_table[row->row]);
	return row ? &zmk_key_table[row->row] : NULL;
}

const struct zmk_key *zmk_key_of(uint32_t key)
{
	size_t low = 0, high = zmk_key_table_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct zmk_key *row = &zmk_key_table[zmk_key_table_key[middle]];

		if (row->key == key)
			return row;
		if (key < row->key)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const struct zmk_key *zmk_key_of_usage(uint8_t page, uint16_t usage)
{
	size_t low = 0, high = zmk_key_table_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct zmk_key *row = &zmk_key_table[middle];

		if (page < row->page || (page == row->page && usage <= row->usage))
			high = middle;
		else
			low = middle + 1;
	}
	if (low == zmk_key_table_rows || zmk_key_table[low].page != page ||
	    zmk_key_table[low].usage != usage || KEY_MODS(zmk_key_table[low].key))
		return NULL;
	return &zmk_key_table[low];
}
