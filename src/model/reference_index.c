/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/reference.h"
#include "reference_index.h"
#include "zmk_cell.h"

struct reference_name {
	uint32_t name;
	size_t number;
};

static int by_name(const void *a, const void *b)
{
	const struct reference_name *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

struct reference_index reference_index_new(const struct keymap *map)
{
	struct reference_index index = { .map = map };
	size_t cap = 0, number = 0;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(map, kind);

		index.first[kind] = number;
		for (size_t i = 0; i < count; i++, number++) {
			const struct definition *d = keymap_definition(map, kind, i);

			if (!reference_is_named(d))
				continue;
			index.name = mem_grow(index.name, index.names, &cap, sizeof(*index.name));
			index.name[index.names++] = (struct reference_name){ d->name, number };
		}
	}
	index.first[DEFINITION_KIND_COUNT] = number;
	if (index.names)
		qsort(index.name, index.names, sizeof(*index.name), by_name);
	return index;
}

void reference_index_release(struct reference_index *index)
{
	free(index->name);
}

/* All that have the name: a text may have it twice. */
static void find_name(const struct reference_index *index, uint32_t name, reference_found *found, void *data)
{
	size_t low = 0, high = index->names;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->name[middle].name < name)
			low = middle + 1;
		else
			high = middle;
	}
	for (; name && low < index->names && index->name[low].name == name; low++)
		found(data, index->name[low].number);
}

static void find_number(const struct reference_index *index, enum definition_kind kind, uint32_t number,
			reference_found *found, void *data)
{
	if (number < index->first[kind + 1] - index->first[kind])
		found(data, index->first[kind] + number);
}

static void find_value(const struct reference_index *index, uint32_t value, reference_found *found,
		       void *data)
{
	enum definition_kind kind;
	uint32_t number;

	if (reference_of_value(value, &kind, &number))
		find_number(index, kind, number, found, data);
}

/* Words of C, or behind an & those of devicetree. */
static void find_words(const struct reference_index *index, const char *text, bool devicetree,
		       reference_found *found, void *data)
{
	const char *at = text;

	while (*at) {
		size_t len = 0;

		while (zmk_is_name(at[len]))
			len++;
		if (len && (!devicetree || (at > text && at[-1] == '&')))
			find_name(index, symbol_of_bytes(at, len), found, data);
		at += len ? len : 1;
	}
}

void reference_each(const struct reference_index *index, struct action action, reference_found *found,
		    void *data)
{
	switch (action.kind) {
	case ACTION_TAP_DANCE:
		if (action.flags & ACTION_BY_NAME)
			find_name(index, action.arg[0], found, data);
		else
			find_number(index, DEFINITION_TAP_DANCE, action.arg[0], found, data);
		return;
	case ACTION_UNICODE_PAIR:
		find_number(index, DEFINITION_UNICODE, action.arg[1], found, data);
		/* fall through */
	case ACTION_UNICODE_MAP:
		find_number(index, DEFINITION_UNICODE, action.arg[0], found, data);
		return;
	case ACTION_BEHAVIOR:
		find_name(index, action.arg[0], found, data);
		return;
	case ACTION_RAW_NUMBER:
		find_value(index, action.arg[0], found, data);
		return;
	case ACTION_RAW:
		find_words(index, symbol_text(action.arg[0]), action.flags & ACTION_ZMK_TEXT, found, data);
		return;
	default:
		for (int i = 0; i < 3; i++)
			if (action_arg_type(action, i) == ARG_KEY)
				find_value(index, keycode_get(KEY_CODE(action.arg[i]))->value, found, data);
		return;
	}
}

void reference_each_of_option(const struct reference_index *index, struct setting option,
			      reference_found *found, void *data)
{
	if (option.type == SETTING_TEXT && *symbol_text(option.text) == '<')
		find_words(index, symbol_text(option.text), true, found, data);
}

const struct definition *reference_definition(const struct reference_index *index, size_t number,
					      size_t *index_of_kind)
{
	int kind = 0;

	while (number >= index->first[kind + 1])
		kind++;
	*index_of_kind = number - index->first[kind];
	return keymap_definition(index->map, kind, *index_of_kind);
}

void reference_each_of(const struct reference_index *index, size_t number, reference_found *found, void *data)
{
	size_t ignored;
	const struct definition *d = reference_definition(index, number, &ignored);

	for (size_t i = 0; i < d->steps; i++)
		reference_each(index, d->step[i].action, found, data);
	for (size_t i = 0; i < d->options; i++)
		reference_each_of_option(index, d->option[i], found, data);
}
