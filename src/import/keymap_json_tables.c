/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "keymap_json_private.h"
#include "model/symbol.h"

struct steps {
	struct step *step;
	size_t count, cap;
};

static void add_step(struct steps *steps, struct step step)
{
	if (steps->count == KEYMAP_MAX_STEPS)
		return;
	steps->step = mem_grow(steps->step, steps->count, &steps->cap, sizeof(*steps->step));
	steps->step[steps->count++] = step;
}

/* Macros name keys without their prefix: "LCTL", "A". */
static struct action macro_key(struct keymap_reader *r, const struct json *node)
{
	struct action action = { .kind = ACTION_NONE };
	struct str text = STR_INIT;
	struct err err = { 0 };

	str_addf(&text, "%s%s", strncmp(json_text(node), "KC_", 3) ? "KC_" : "", json_text(node));
	if (node->type != JSON_TEXT || !keymap_parse_action(r, node, str_text(&text), &action, &err)) {
		action = (struct action){ .kind = ACTION_NONE };
		keymap_report(r, &keymap_bad_value, node, PLACE_NONE,
			      "expected the name of a key, such as \"A\"");
	}
	str_release(&text);
	return action;
}

/* {"action": ..., "keycodes": [...]}: several keys tapped are held in turn, and let go backwards. */
static void add_keys(struct keymap_reader *r, struct steps *steps, const struct json *list, enum step_op op)
{
	size_t first = steps->count;

	for (const struct json *node = list->first; node; node = node->next) {
		enum step_op one = op == STEP_TAP && node->next ? STEP_DOWN : op;

		add_step(steps, (struct step){ .op = (uint16_t)one, .action = macro_key(r, node) });
	}
	if (op != STEP_TAP)
		return;
	for (size_t i = steps->count; i-- > first + 1;)
		add_step(steps, (struct step){ .op = STEP_UP, .action = steps->step[i - 1].action });
}

static void read_step(struct keymap_reader *r, struct steps *steps, const struct json *node)
{
	static const struct {
		const char *name;
		enum step_op op;
	} ops[] = {
		{ "beep", STEP_BEEP }, { "delay", STEP_DELAY }, { "down", STEP_DOWN },
		{ "tap", STEP_TAP },   { "up", STEP_UP },
	};
	const struct json *keys = json_find(node, "keycodes");
	const char *name = json_text(json_find(node, "action"));
	int64_t duration;

	if (node->type == JSON_TEXT) {
		add_step(steps, (struct step){ .op = STEP_TEXT, .text = symbol(node->text) });
		return;
	}
	for (size_t i = 0; i < COUNT(ops); i++) {
		if (strcmp(name, ops[i].name))
			continue;
		if (ops[i].op == STEP_BEEP)
			add_step(steps, (struct step){ .op = STEP_BEEP });
		else if (ops[i].op == STEP_DELAY &&
			 json_int(json_find(node, "duration"), 0, INT32_MAX, &duration))
			add_step(steps, (struct step){ .op = STEP_DELAY, .value = (int32_t)duration });
		else if (ops[i].op != STEP_DELAY && keys && keys->type == JSON_ARRAY)
			add_keys(r, steps, keys, ops[i].op);
		else
			break;
		return;
	}
	keymap_report(
		r, &keymap_bad_value, node, PLACE_NONE,
		"expected a step of a macro: a text, or an object with \"action\" and its \"keycodes\" or "
		"\"duration\"");
}

void keymap_read_macros(struct keymap_reader *r)
{
	const struct json *macros = keymap_member(r, "macros", JSON_ARRAY);
	size_t count = 0;

	for (const struct json *node = macros ? macros->first : NULL; node; node = node->next) {
		struct definition definition = { .kind = DEFINITION_MACRO };
		struct steps steps = { 0 };

		if (count++ == KEYMAP_MAX_DEFINITIONS / 2)
			return;
		for (const struct json *step = node->type == JSON_ARRAY ? node->first : NULL; step;
		     step = step->next)
			read_step(r, &steps, step);
		definition.step = steps.step;
		definition.steps = steps.count;
		keymap_add_definition(r->map, &definition);
		free(steps.step);
	}
}

void keymap_read_keycodes(struct keymap_reader *r)
{
	const struct json *keycodes = keymap_member(r, "keycodes", JSON_ARRAY);
	size_t count = 0;

	for (const struct json *node = keycodes ? keycodes->first : NULL; node; node = node->next) {
		struct definition definition = { .kind = DEFINITION_KEYCODE };

		if (count++ == KEYMAP_MAX_DEFINITIONS / 2)
			return;
		definition.name = symbol(json_text(json_find(node, "key")));
		definition.text = symbol(json_text(json_find(node, "label")));
		if (definition.name)
			keymap_add_definition(r->map, &definition);
		else
			keymap_report(r, &keymap_bad_value, node, PLACE_NONE,
				      "expected an object with \"key\", the name of a keycode");
	}
}

/* Members of nested objects under their dotted path; lists, null and fractions have no setting's type. */
static void read_settings(struct keymap_reader *r, const struct json *object, struct str *path)
{
	size_t len = path->len;

	for (const struct json *node = object->first; node; node = node->next) {
		struct setting setting = { .type = SETTING_TEXT };

		if (keymap_settings(r->map) == KEYMAP_MAX_SETTINGS || strchr(node->key, '.'))
			continue;
		str_addf(path, "%s%s", len ? "." : "", node->key);
		setting.name = symbol(str_text(path));
		if (node->type == JSON_BOOL) {
			setting.type = SETTING_BOOL;
			setting.number = node->yes;
		} else if (node->type == JSON_NUMBER) {
			setting.type = SETTING_NUMBER;
			setting.number = node->integer;
		} else if (node->type == JSON_TEXT) {
			setting.text = symbol(node->text);
		}
		if (node->type == JSON_OBJECT)
			read_settings(r, node, path);
		else if (path->len <= SYMBOL_MAX_BYTES && node->type != JSON_ARRAY &&
			 node->type != JSON_NULL && (node->type != JSON_NUMBER || node->whole))
			keymap_add_setting(r->map, setting);
		path->len = len;
		path->data[len] = '\0';
	}
}

void keymap_read_config(struct keymap_reader *r)
{
	const struct json *config = keymap_member(r, "config", JSON_OBJECT);
	struct str path = STR_INIT;

	if (config)
		read_settings(r, config, &path);
	str_release(&path);
}
