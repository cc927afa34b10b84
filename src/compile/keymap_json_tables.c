/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/keyplane_json.h"
#include "keymap_json_private.h"
#include "model/symbol.h"

/* Macros name keys without their prefix. */
static void print_macro_key(struct action action, struct str *out)
{
	struct str text = STR_INIT;

	action_print(action, &text);
	json_add_text(out, strncmp(str_text(&text), "KC_", 3) ? str_text(&text) : str_text(&text) + 3);
	str_release(&text);
}

static void print_step(const struct step *step, struct str *out)
{
	static const char *const names[] = { [STEP_TAP] = "tap", [STEP_DOWN] = "down", [STEP_UP] = "up" };

	if (step->op == STEP_TEXT) {
		json_add_text(out, symbol_text(step->text));
	} else if (step->op == STEP_BEEP) {
		str_add(out, "{\"action\": \"beep\"}");
	} else if (step->op == STEP_DELAY) {
		str_addf(out, "{\"action\": \"delay\", \"duration\": %d}", (int)step->value);
	} else if (step->op < sizeof(names) / sizeof(names[0])) {
		str_addf(out, "{\"action\": \"%s\", \"keycodes\": [", names[step->op]);
		print_macro_key(step->action, out);
		str_add(out, "]}");
	}
}

void json_print_macro(const struct definition *macro, struct str *out)
{
	str_add_char(out, '[');
	for (size_t i = 0; i < macro->steps; i++) {
		str_add(out, i ? ", " : "");
		print_step(&macro->step[i], out);
	}
	str_add_char(out, ']');
}

void json_print_keycode(const struct definition *keycode, struct str *out)
{
	str_add(out, "{\"key\": ");
	json_add_text(out, symbol_text(keycode->name));
	if (keycode->text) {
		str_add(out, ", \"label\": ");
		json_add_text(out, symbol_text(keycode->text));
	}
	str_add_char(out, '}');
}

void json_print_setting(const struct setting *setting, struct str *out)
{
	if (setting->type == SETTING_BOOL)
		str_add(out, setting->number ? "true" : "false");
	else if (setting->type == SETTING_NUMBER)
		str_addf(out, "%lld", (long long)setting->number);
	else
		json_add_text(out, symbol_text(setting->text));
}

/* Whether an earlier setting than @index has the first @len bytes of its name and then a dot. */
static bool is_printed(const struct keymap *map, size_t index, const char *name, size_t len)
{
	for (size_t i = 0; i < index; i++) {
		const char *other = symbol_text(keymap_setting_at(map, i)->name);

		if (!strncmp(other, name, len) && other[len] == '.')
			return true;
	}
	return false;
}

/* The settings whose names start with the @len bytes of @prefix, as an object; "a.b" is member b of object a. */
static void print_settings(const struct json_style *style, const struct keymap *map, const char *prefix,
			   size_t len, int depth, struct str *out)
{
	bool first = true;

	str_add_char(out, '{');
	for (size_t i = 0; i < keymap_settings(map); i++) {
		const struct setting *setting = keymap_setting_at(map, i);
		const char *name = symbol_text(setting->name);
		struct str member = STR_INIT;
		size_t part;

		if (strncmp(name, prefix, len))
			continue;
		part = len + strcspn(name + len, ".");
		if (name[part] && is_printed(map, i, name, part))
			continue;
		str_add(out, first ? "" : ",");
		json_style_line(style, depth, out);
		str_add_bytes(&member, name + len, part - len);
		json_add_text(out, str_text(&member));
		str_add(out, ": ");
		if (name[part])
			print_settings(style, map, name, part + 1, depth + 1, out);
		else
			json_print_setting(setting, out);
		str_release(&member);
		first = false;
	}
	json_style_line(style, depth - 1, out);
	str_add_char(out, '}');
}

static void print_list(const struct json_style *style, const struct keymap *map, const char *name,
		       enum definition_kind kind,
		       void (*print)(const struct definition *definition, struct str *out), struct str *out)
{
	size_t count = keymap_definitions(map, kind);

	if (!count)
		return;
	str_add_char(out, ',');
	json_style_line(style, 1, out);
	str_addf(out, "\"%s\": [", name);
	for (size_t i = 0; i < count; i++) {
		str_add(out, i ? "," : "");
		json_style_line(style, 2, out);
		print(keymap_definition(map, kind, i), out);
	}
	json_style_line(style, 1, out);
	str_add_char(out, ']');
}

bool json_is_own_kind(enum definition_kind kind)
{
	return kind != DEFINITION_MACRO && kind != DEFINITION_KEYCODE;
}

bool json_has_own(const struct keymap *map)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		if (json_is_own_kind((enum definition_kind)kind) &&
		    keymap_definitions(map, (enum definition_kind)kind))
			return true;
	return false;
}

void json_print_own(const struct keymap *map, struct str *out)
{
	bool first = true;

	str_add_char(out, '[');
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; json_is_own_kind((enum definition_kind)kind) &&
				   i < keymap_definitions(map, (enum definition_kind)kind);
		     i++) {
			str_add(out, first ? "" : ", ");
			keyplane_json_definition(keymap_definition(map, (enum definition_kind)kind, i), out);
			first = false;
		}
	str_add_char(out, ']');
}

void json_print_tables(const struct json_style *style, const struct keymap *map, struct str *out)
{
	print_list(style, map, "macros", DEFINITION_MACRO, json_print_macro, out);
	print_list(style, map, "keycodes", DEFINITION_KEYCODE, json_print_keycode, out);
	if (keymap_settings(map)) {
		str_add_char(out, ',');
		json_style_line(style, 1, out);
		str_add(out, "\"config\": ");
		print_settings(style, map, "", 0, 2, out);
	}
}
