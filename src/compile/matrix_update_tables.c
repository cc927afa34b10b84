/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "json_tables.h"
#include "matrix_keymap.h"
#include "model/symbol.h"
#include "model/term.h"
#include "model/vial_setting.h"
#include "vial.h"

/* Macros, tap dances, combos, key overrides and settings of what VIA's and Vial's apps save, changed in its text. */

struct list {
	struct matrix_printer printer;
	const struct matrix_table *table;
};

static void print_item(void *data, const struct definition *definition, struct str *out)
{
	struct list *list = data;

	list->printer.out = out;
	list->table->print(&list->printer, definition);
}

/* What the format has no form for would be left out of the item. */
static bool update_list(struct json_tables *t, const struct source *source, const struct json *root,
			const struct matrix_table *table)
{
	const struct json *node = json_find(root, table->member);
	const struct compile_input in = { .map = t->now };
	struct diagnostics lost = { 0 };
	struct list list = { { .in = &in, .lost = &lost, .dialect = (enum keycode_dialect)source->dialect },
			     table };
	size_t used = keymap_definitions(t->old, table->kind), all = node ? node->count : 0;
	bool ok = json_tables_list(t, &(struct json_table){ .kind = table->kind,
							    .list = table->member,
							    .print = print_item,
							    .data = &list,
							    .spare = all > used ? all - used : 0,
							    .empty = table->empty });

	if (ok && lost.count)
		ok = err_set(t->err, ERR_REFUSED, "the file has no form for all of it: %s",
			     lost.item[0].text);
	matrix_printer_release(&list.printer);
	diagnostics_release(&lost);
	return ok;
}

static bool same_kind(const struct json_tables *t, enum definition_kind kind)
{
	size_t count = keymap_definitions(t->now, kind);

	if (count != keymap_definitions(t->old, kind))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!definition_equal(keymap_definition(t->now, kind, i), keymap_definition(t->old, kind, i)))
			return false;
	return true;
}

static bool is_changed(const struct json_tables *t, struct place place)
{
	enum definition_kind kind = (enum definition_kind)place.kind;

	return place.kind >= 0 &&
	       ((size_t)place.definition >= keymap_definitions(t->old, kind) ||
		!definition_equal(keymap_definition(t->old, kind, (size_t)place.definition),
				  keymap_definition(t->now, kind, (size_t)place.definition)));
}

/* What Vial's firmware has no room for in a definition that was edited. */
static bool check_vial(struct json_tables *t)
{
	struct diagnostics lost = { 0 };
	bool ok = true;

	vial_check_tables(t->now, &lost);
	for (size_t i = 0; ok && i < lost.count; i++)
		if (is_changed(t, lost.item[i].place))
			ok = err_set(t->err, ERR_REFUSED, "the file has no form for all of it: %s",
				     lost.item[i].text);
	diagnostics_release(&lost);
	return ok;
}

static bool update_definitions(struct json_tables *t, const struct source *source, const struct json *root)
{
	bool vial = source->dialect == DIALECT_VIAL_5 || source->dialect == DIALECT_VIAL_6;
	bool ok = !vial || check_vial(t);
	const struct matrix_table *tables = vial ? vil_tables : via_tables;
	size_t count = vial ? VIL_TABLES : VIA_TABLES;

	for (int kind = 0; ok && kind < DEFINITION_KIND_COUNT; kind++) {
		size_t i = 0;

		if (same_kind(t, (enum definition_kind)kind))
			continue;
		while (i < count && (int)tables[i].kind != kind)
			i++;
		ok = i < count ? update_list(t, source, root, &tables[i])
			       : err_set(t->err, ERR_REFUSED,
					 "the file has no place for definitions of kind %s: save it in "
					 "another format",
					 term_of_definition((enum definition_kind)kind));
	}
	return ok;
}

/* @now NULL: it is taken out. */
static bool put_setting(struct json_tables *t, bool has_settings, const char *name, const struct setting *now)
{
	const struct vial_setting *row = has_settings ? vial_setting_find_name(name) : NULL;
	char path[40], value[40];

	if (!row || (now && now->type == SETTING_TEXT))
		return err_set(t->err, ERR_REFUSED, "the file has no place for the setting %s", name);
	snprintf(path, sizeof(path), "settings.%d", row->number);
	if (now)
		snprintf(value, sizeof(value), "%lld", (long long)now->number);
	return json_tables_set(t, path, now ? value : NULL);
}

static bool update_settings(struct json_tables *t, const struct json *root)
{
	const struct json *settings = json_find(root, "settings");
	bool has = settings && settings->type == JSON_OBJECT, ok = true;

	for (size_t i = 0; ok && i < keymap_settings(t->old); i++) {
		const char *name = symbol_text(keymap_setting_at(t->old, i)->name);

		if (!keymap_find_setting(t->now, name))
			ok = put_setting(t, has, name, NULL);
	}
	for (size_t i = 0; ok && i < keymap_settings(t->now); i++) {
		const struct setting *now = keymap_setting_at(t->now, i);
		const char *name = symbol_text(now->name);
		const struct setting *old = keymap_find_setting(t->old, name);

		if (!old || !setting_equal(old, now))
			ok = put_setting(t, has, name, now);
	}
	return ok;
}

bool matrix_update_tables(const struct source *source, const struct keymap *map, struct str *text,
			  struct err *err)
{
	struct json_tables t = { source->map, map, text, err };
	struct json_doc *doc = json_parse(source->text, source->len, err);
	bool ok =
		doc && update_definitions(&t, source, json_root(doc)) && update_settings(&t, json_root(doc));

	json_doc_free(doc);
	return ok;
}
