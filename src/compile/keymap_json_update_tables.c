/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "json_tables.h"
#include "keymap_json_private.h"
#include "model/symbol.h"

/*
 * Macros, keycodes and settings that changed, each as one edit of the text; what QMK's format has no member for is in
 * one of our own, "keyplane".
 */

static void print_macro(void *data, const struct definition *macro, struct str *out)
{
	(void)data;
	json_print_macro(macro, out);
}

static void print_keycode(void *data, const struct definition *keycode, struct str *out)
{
	(void)data;
	json_print_keycode(keycode, out);
}

/* @now NULL: it is taken out. */
static bool put_setting(struct json_tables *t, const char *name, const struct setting *now)
{
	struct str path = STR_INIT, value = STR_INIT;
	bool ok;

	str_addf(&path, "config.%s", name);
	if (now)
		json_print_setting(now, &value);
	ok = json_tables_have(t, "config", "{}") &&
	     json_tables_set(t, str_text(&path), now ? str_text(&value) : NULL);
	str_release(&path);
	str_release(&value);
	return ok;
}

static bool update_settings(struct json_tables *t)
{
	bool ok = true;

	for (size_t i = 0; ok && i < keymap_settings(t->old); i++) {
		const char *name = symbol_text(keymap_setting_at(t->old, i)->name);

		if (!keymap_find_setting(t->now, name))
			ok = put_setting(t, name, NULL);
	}
	for (size_t i = 0; ok && i < keymap_settings(t->now); i++) {
		const struct setting *now = keymap_setting_at(t->now, i);
		const char *name = symbol_text(now->name);
		const struct setting *old = keymap_find_setting(t->old, name);

		if (!old || !setting_equal(old, now))
			ok = put_setting(t, name, now);
	}
	return ok;
}

static bool same_own(const struct json_tables *t)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(t->now, (enum definition_kind)kind);

		if (!json_is_own_kind((enum definition_kind)kind))
			continue;
		if (count != keymap_definitions(t->old, (enum definition_kind)kind))
			return false;
		for (size_t i = 0; i < count; i++)
			if (!definition_equal(keymap_definition(t->now, (enum definition_kind)kind, i),
					      keymap_definition(t->old, (enum definition_kind)kind, i)))
				return false;
	}
	return true;
}

static bool update_own(struct json_tables *t)
{
	struct str value = STR_INIT;
	bool ok = true;

	if (same_own(t))
		return true;
	if (json_has_own(t->now)) {
		json_print_own(t->now, &value);
		ok = json_tables_have(t, "keyplane", "{}");
	}
	ok = ok && json_tables_set(t, "keyplane.definitions", value.len ? str_text(&value) : NULL);
	str_release(&value);
	return ok;
}

bool keymap_json_update_tables(const struct keymap *old, const struct keymap *now, struct str *text,
			       struct err *err)
{
	struct json_tables t = { old, now, text, err };
	const struct json_table macros = { .kind = DEFINITION_MACRO, .list = "macros", .print = print_macro };
	const struct json_table keycodes = { .kind = DEFINITION_KEYCODE,
					     .list = "keycodes",
					     .print = print_keycode };

	return json_tables_list(&t, &macros) && json_tables_list(&t, &keycodes) && update_settings(&t) &&
	       update_own(&t);
}
