/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keyplane_json_private.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/term.h"
#include "model/zmk_key.h"

static const struct json *items(const struct json *list)
{
	return list && list->type == JSON_ARRAY ? list->first : NULL;
}

static uint8_t read_mods(const struct json *list)
{
	uint8_t mods = 0;

	for (const struct json *node = items(list); node; node = node->next) {
		int bit;

		if (term_find_mod(json_text(node), &bit))
			mods |= (uint8_t)(1 << bit);
	}
	return mods;
}

/* Names of shifted keys stand for the key and Shift. Keys that QMK does not have go by ZMK's names. */
static bool read_key(const struct json *object, uint32_t *out, const char **unknown)
{
	const char *name = json_text(json_find(object, "key"));
	uint8_t mods = read_mods(json_find(object, "mods"));
	const struct zmk_key *other;
	struct action action;
	uint16_t code;

	if (!keycode_find(name, strlen(name), &code)) {
		other = zmk_key_find(name, strlen(name), NULL);
		*unknown = name;
		*out = other ? other->key | KEY(0, mods) : 0;
		return other;
	}
	action = action_of_keycode(code);
	if (action.kind == ACTION_KEY)
		*out = KEY(KEY_CODE(action.arg[0]), KEY_MODS(action.arg[0]) | mods);
	else
		*out = KEY(code, mods);
	return true;
}

/* An argument and what it is. */
static bool read_arg(const struct json *node, enum arg_type *type, uint32_t *out, const char **unknown)
{
	int64_t number = 0;

	if (node->type == JSON_TEXT) {
		*type = ARG_SYMBOL;
		*out = symbol(node->text);
	} else if (json_find(node, "key")) {
		*type = ARG_KEY;
		return read_key(node, out, unknown);
	} else if (json_int(json_find(node, "layer"), 0, KEYMAP_MAX_LAYERS - 1, &number)) {
		*type = ARG_LAYER;
	} else if (json_int(json_find(node, "definition"), 0, KEYMAP_MAX_DEFINITIONS, &number)) {
		*type = ARG_DEFINITION;
	} else if (json_find(node, "mods")) {
		*type = ARG_MODS;
		number = read_mods(json_find(node, "mods"));
	} else {
		*type = ARG_NUMBER;
		json_int(node, 0, UINT32_MAX, &number);
	}
	if (*type != ARG_SYMBOL)
		*out = (uint32_t)number;
	return true;
}

bool keyplane_read_action(const struct json *node, struct action *out, const char **unknown)
{
	const struct json *arg = items(json_find(node, "args"));
	struct action action = { 0 };
	enum action_kind kind;

	*out = action;
	if (!term_find_action(json_text(json_find(node, "kind")), &kind))
		return true;
	action.kind = (uint16_t)kind;
	for (int i = 0; arg && i < 3; i++, arg = arg->next) {
		enum arg_type type, wanted = action_kind_info(kind)->arg[i];

		if (!read_arg(arg, &type, &action.arg[i], unknown))
			return false;
		if (kind == ACTION_BEHAVIOR && i)
			action.flags |= (uint16_t)(type << 4 * i);
		else if (type == ARG_SYMBOL && wanted != ARG_SYMBOL && i == 0)
			action.flags |= ACTION_BY_NAME;
		else if (type != wanted)
			return true;
	}
	*out = action;
	return true;
}

static struct setting read_setting(const struct json *node)
{
	struct setting setting = { .name = symbol(node->key), .type = SETTING_TEXT };

	if (node->type == JSON_BOOL) {
		setting.type = SETTING_BOOL;
		setting.number = node->yes;
	} else if (node->type == JSON_NUMBER) {
		setting.type = SETTING_NUMBER;
		setting.number = node->integer;
	} else {
		setting.text = symbol(json_text(node));
	}
	return setting;
}

void keyplane_read_settings(const struct json *object, struct keymap *map)
{
	for (const struct json *node = object && object->type == JSON_OBJECT ? object->first : NULL;
	     node && keymap_settings(map) < KEYMAP_MAX_SETTINGS; node = node->next)
		keymap_add_setting(map, read_setting(node));
}

static struct step read_step(const struct json *node)
{
	enum step_op op = STEP_RESULT;
	const char *unknown;
	struct step step = { 0 };
	int64_t value = 0;

	term_find_step(json_text(json_find(node, "op")), &op);
	json_int(json_find(node, "value"), INT32_MIN, INT32_MAX, &value);
	step.op = op <= STEP_RESULT ? (uint16_t)op : STEP_RESULT;
	step.value = (int32_t)value;
	step.text = symbol(json_text(json_find(node, "text")));
	keyplane_read_action(json_find(node, "action"), &step.action, &unknown);
	return step;
}

static uint32_t read_layers(const struct json *list)
{
	uint32_t mask = 0;

	for (const struct json *node = items(list); node; node = node->next) {
		int64_t layer;

		if (json_int(node, 0, KEYMAP_MAX_LAYERS - 1, &layer))
			mask |= (uint32_t)1 << layer;
	}
	return mask;
}

static size_t count_items(const struct json *list, size_t most)
{
	return !items(list) ? 0 : list->count < most ? list->count : most;
}

static void read_lists(const struct json *node, struct definition *out)
{
	const struct json *steps = json_find(node, "steps"), *positions = json_find(node, "positions"),
			  *options = json_find(node, "options");
	const struct json *item = items(steps);

	out->steps = count_items(steps, KEYMAP_MAX_STEPS);
	out->step = mem_new(out->steps + 1, sizeof(*out->step));
	for (size_t i = 0; i < out->steps; i++, item = item->next)
		out->step[i] = read_step(item);
	out->positions = count_items(positions, KEYMAP_MAX_KEYS);
	out->position = mem_new(out->positions + 1, sizeof(*out->position));
	item = items(positions);
	for (size_t i = 0; i < out->positions; i++, item = item->next) {
		int64_t position = 0;

		json_int(item, 0, KEYMAP_MAX_KEYS - 1, &position);
		out->position[i] = (uint16_t)position;
	}
	item = options && options->type == JSON_OBJECT ? options->first : NULL;
	for (const struct json *option = item; option; option = option->next)
		out->options += out->options < KEYMAP_MAX_SETTINGS;
	out->option = mem_new(out->options + 1, sizeof(*out->option));
	for (size_t i = 0; i < out->options; i++, item = item->next)
		out->option[i] = read_setting(item);
}

static void read_definition(const struct json *node, struct keymap *map)
{
	enum definition_kind kind;
	struct definition definition = { 0 };

	if (!term_find_definition(json_text(json_find(node, "kind")), &kind))
		return;
	definition.kind = (uint16_t)kind;
	definition.name = symbol(json_text(json_find(node, "name")));
	definition.text = symbol(json_text(json_find(node, "text")));
	definition.mods = read_mods(json_find(node, "mods"));
	definition.layer_mask = read_layers(json_find(node, "layers"));
	read_lists(node, &definition);
	keymap_add_definition(map, &definition);
	free(definition.step);
	free(definition.position);
	free(definition.option);
}

void keyplane_read_definitions(const struct json *list, struct keymap *map)
{
	size_t count = 0;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		count += keymap_definitions(map, (enum definition_kind)kind);
	for (const struct json *node = items(list); node && count++ < KEYMAP_MAX_DEFINITIONS;
	     node = node->next)
		read_definition(node, map);
}
