/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "edit_private.h"
#include "model/edit.h"
#include "model/symbol.h"

/* The same keymap with a table of its own; @replaced, if it is one of @map, gets @by in its place, or goes when that is
 * NULL. */
static struct keymap *rebuild(const struct keymap *map, const struct setting *replaced,
			      const struct setting *by)
{
	struct keymap *next = edit_share(map);
	const struct table *from = map->table;
	struct table *table = table_new();

	for (size_t i = 0; i < from->definitions; i++)
		table_add_definition(table, &from->definition[i]);
	for (size_t i = 0; i < from->settings; i++) {
		if (&from->setting[i] != replaced)
			table_add_setting(table, from->setting[i]);
		else if (by)
			table_add_setting(table, *by);
	}
	table_unref(next->table);
	next->table = table;
	return next;
}

const struct keymap *edit_setting_put(const struct keymap *map, struct setting setting, struct err *err)
{
	const struct setting *before = keymap_find_setting(map, symbol_text(setting.name));
	struct keymap *next;

	if (!before && keymap_settings(map) >= KEYMAP_MAX_SETTINGS) {
		err_set(err, ERR_RANGE, "a keymap has at most %d settings", KEYMAP_MAX_SETTINGS);
		return NULL;
	}
	next = rebuild(map, before, &setting);
	if (!before)
		table_add_setting(next->table, setting);
	return next;
}

const struct keymap *edit_setting_remove(const struct keymap *map, const char *name)
{
	return rebuild(map, keymap_find_setting(map, name), NULL);
}
