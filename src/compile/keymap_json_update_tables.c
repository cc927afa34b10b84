/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "compile/keyboard_json.h"
#include "compile/keyplane_json.h"
#include "json_text.h"
#include "model/symbol.h"

/*
 * Macros, keycodes and settings that changed, each as one edit of the text; what QMK's format has no member for is in
 * one of our own, "keyplane".
 */

struct tables {
	const struct keymap *old, *now;
	struct str *text; /* the result so far */
	struct err *err;
};

/* New members of the root go to its end. */
static bool have_member(struct tables *t, const char *name, const char *value)
{
	struct json_text json;
	struct str out = STR_INIT;

	if (!json_text_open(&json, str_text(t->text), t->text->len, t->err))
		return false;
	if (!json_find(json.root, name)) {
		json_text_set(&json, name, value);
		rewrite_print(&json.rewrite, str_text(t->text), (struct span){ 0, (uint32_t)t->text->len },
			      &out);
		str_release(t->text);
		*t->text = out;
	}
	json_text_close(&json);
	return true;
}

static bool apply(struct tables *t, enum keyboard_json_change change, const char *path, const char *value)
{
	struct json_doc *doc = value ? json_parse(value, strlen(value), t->err) : NULL;
	const struct keyboard_json_edit edit = { .change = change,
						 .path = path,
						 .value = doc ? json_root(doc) : NULL };
	struct str out = STR_INIT;
	bool ok = (doc || !value) && keyboard_json_edit(str_text(t->text), t->text->len, &edit, &out, t->err);

	json_doc_free(doc);
	if (!ok) {
		str_release(&out);
		return err_wrap(t->err, "%s cannot be put into the text", path);
	}
	str_release(t->text);
	*t->text = out;
	return true;
}

static bool apply_item(struct tables *t, enum keyboard_json_change change, const char *list, size_t index,
		       const char *value)
{
	struct str path = STR_INIT;
	bool ok;

	str_addf(&path, "%s.%zu", list, index);
	ok = apply(t, change, str_text(&path), value);
	str_release(&path);
	return ok;
}

typedef void print_definition(const struct definition *definition, struct str *out);

static bool put_item(struct tables *t, enum keyboard_json_change change, const char *list, size_t index,
		     print_definition *print, const struct definition *definition)
{
	struct str value = STR_INIT;
	bool ok;

	print(definition, &value);
	ok = apply_item(t, change, list, index, str_text(&value));
	str_release(&value);
	return ok;
}

static const struct definition *old_one(const struct tables *t, enum definition_kind kind, size_t index)
{
	return keymap_definition(t->old, kind, index);
}

/* What both lists begin and end with stays. */
static bool update_list(struct tables *t, enum definition_kind kind, const char *list,
			print_definition *print)
{
	size_t before = keymap_definitions(t->old, kind), after = keymap_definitions(t->now, kind);
	size_t first = 0, last = 0, middle;
	bool ok = true;

	while (first < before && first < after &&
	       definition_equal(old_one(t, kind, first), keymap_definition(t->now, kind, first)))
		first++;
	while (first + last < before && first + last < after &&
	       definition_equal(old_one(t, kind, before - last - 1),
				keymap_definition(t->now, kind, after - last - 1)))
		last++;
	middle = (before < after ? before : after) - last;
	if (!before && after)
		ok = have_member(t, list, "[]");
	for (size_t i = first; ok && i < middle; i++)
		ok = put_item(t, KEYBOARD_JSON_SET, list, i, print, keymap_definition(t->now, kind, i));
	for (size_t i = before - last; ok && i > middle; i--)
		ok = apply_item(t, KEYBOARD_JSON_REMOVE, list, i - 1, NULL);
	for (size_t i = middle; ok && i < after - last; i++)
		ok = put_item(t, KEYBOARD_JSON_INSERT, list, i, print, keymap_definition(t->now, kind, i));
	return ok;
}

static bool put_setting(struct tables *t, const struct setting *setting, enum keyboard_json_change change)
{
	struct str path = STR_INIT, value = STR_INIT;
	bool ok;

	str_addf(&path, "config.%s", symbol_text(setting->name));
	json_print_setting(setting, &value);
	ok = apply(t, change, str_text(&path), change == KEYBOARD_JSON_SET ? str_text(&value) : NULL);
	str_release(&path);
	str_release(&value);
	return ok;
}

static bool update_settings(struct tables *t)
{
	bool ok = true;

	for (size_t i = 0; ok && i < keymap_settings(t->old); i++) {
		const struct setting *old = keymap_setting_at(t->old, i);

		if (!keymap_find_setting(t->now, symbol_text(old->name)))
			ok = put_setting(t, old, KEYBOARD_JSON_REMOVE);
	}
	for (size_t i = 0; ok && i < keymap_settings(t->now); i++) {
		const struct setting *now = keymap_setting_at(t->now, i);
		const struct setting *old = keymap_find_setting(t->old, symbol_text(now->name));

		if (!old || !setting_equal(old, now))
			ok = have_member(t, "config", "{}") && put_setting(t, now, KEYBOARD_JSON_SET);
	}
	return ok;
}

static bool same_own(const struct tables *t)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(t->now, (enum definition_kind)kind);

		if (!json_is_own_kind((enum definition_kind)kind))
			continue;
		if (count != keymap_definitions(t->old, (enum definition_kind)kind))
			return false;
		for (size_t i = 0; i < count; i++)
			if (!definition_equal(keymap_definition(t->now, (enum definition_kind)kind, i),
					      old_one(t, (enum definition_kind)kind, i)))
				return false;
	}
	return true;
}

static bool update_own(struct tables *t)
{
	struct str value = STR_INIT;
	bool ok = true;

	if (same_own(t))
		return true;
	if (json_has_own(t->now)) {
		json_print_own(t->now, &value);
		ok = have_member(t, "keyplane", "{}") &&
		     apply(t, KEYBOARD_JSON_SET, "keyplane.definitions", str_text(&value));
	} else {
		ok = apply(t, KEYBOARD_JSON_REMOVE, "keyplane.definitions", NULL);
	}
	str_release(&value);
	return ok;
}

bool keymap_json_update_tables(const struct keymap *old, const struct keymap *now, struct str *text,
			       struct err *err)
{
	struct tables t = { old, now, text, err };

	return update_list(&t, DEFINITION_MACRO, "macros", json_print_macro) &&
	       update_list(&t, DEFINITION_KEYCODE, "keycodes", json_print_keycode) && update_settings(&t) &&
	       update_own(&t);
}
