/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "keyboard_json_private.h"

/*
 * The order in which QMK's own formatter (lib/python/qmk/json_encoders.py) writes the members of a keyboard.json: by
 * name, but for some at the top that come first or last, and for those of a key.
 */
static const char *const first_of_root[] = { "manufacturer", "keyboard_name", "maintainer" };
static const char *const last_of_root[] = { "community_layouts", "layout_aliases", "layouts" };
static const char *const of_key[] = { "label", "matrix", "x", "y", "w", "h", "flags" };

/* The index of @name from 1; 0: it is not among them. */
static int index_of(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return (int)i + 1;
	return 0;
}

/* Names of one rank come by their letters. */
static int rank(const char *name, bool root, bool key)
{
	int first = root  ? index_of(first_of_root, COUNT(first_of_root), name)
		    : key ? index_of(of_key, COUNT(of_key), name)
			  : 0;
	int last = root ? index_of(last_of_root, COUNT(last_of_root), name) : 0;

	return first ? first : 100 + last;
}

static bool is_key(const struct json *object)
{
	return json_find(object, "matrix") && json_find(object, "x");
}

static bool comes_before(const char *a, const char *b, bool root, bool key)
{
	int order = rank(a, root, key) - rank(b, root, key);

	return order ? order < 0 : strcmp(a, b) < 0;
}

size_t keyboard_json_index(const struct json *object, const char *key, bool root)
{
	const struct json *before = NULL;
	bool sorted = object->count > 1, of_keys = is_key(object);
	size_t index = 0, found = object->count;

	for (const struct json *node = object->first; node; node = node->next) {
		index++;
		if (node->next && comes_before(node->next->key, node->key, root, of_keys))
			sorted = false;
		if (comes_before(node->key, key, root, of_keys) &&
		    (!before || comes_before(before->key, node->key, root, of_keys))) {
			before = node;
			found = index;
		}
	}
	return !before && sorted ? 0 : found;
}
