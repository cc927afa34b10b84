/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_JSON_TABLES_H
#define COMPILE_JSON_TABLES_H

#include "base/err.h"
#include "base/str.h"
#include "model/keymap.h"

/*
 * Definitions and settings of a keymap in a JSON text, each as one edit of it (compile/keyboard_json.h): what does not
 * change stays byte for byte.
 */
struct json_tables {
	const struct keymap *old, *now;
	struct str *text; /* says what @old does; says more and more of what @now does */
	struct err *err;
};

/* Make the member at @path, of the root or of objects in it, say @value; NULL: it is taken out. */
bool json_tables_set(struct json_tables *t, const char *path, const char *value);

/* The root gets member @name, at its end, unless it has it. */
bool json_tables_have(struct json_tables *t, const char *name, const char *value);

/*
 * List @list of the root has an item for each definition of @kind, in their order; there may be @spare more behind them.
 * @empty: what an item is when its definition is gone; NULL: items are inserted and taken out where definitions were.
 */
struct json_table {
	enum definition_kind kind;
	const char *list;
	void (*print)(void *data, const struct definition *definition, struct str *out);
	void *data;
	size_t spare;
	const char *empty;
};
bool json_tables_list(struct json_tables *t, const struct json_table *table);

#endif
