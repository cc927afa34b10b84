/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>

#include "model/keycode.h"
#include "model/symbol.h"
#include "random_keymap.h"

uint32_t random_below(uint32_t *state, uint32_t limit)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % limit;
}

static uint32_t random_symbol(uint32_t *state)
{
	static const char *const texts[] = { "x",      "caf\xc3\xa9 \"1\"\\", "LONG_NAME",
					     "a\tb\n", "<&mo 1>, <&kp A>",    "\xe2\x8f\x8e" };

	return symbol(texts[random_below(state, COUNT(texts))]);
}

static uint32_t random_key(uint32_t *state)
{
	struct action action;
	uint16_t code;

	do {
		code = (uint16_t)(1 + random_below(state, (uint32_t)keycode_count() - 1));
		action = action_of_keycode(code);
	} while (action.kind != ACTION_KEY && keycode_get(code)->value);
	return (action.kind == ACTION_KEY ? action.arg[0] : KEY(code, 0)) |
	       random_below(state, 2) * (random_below(state, 256) << 16);
}

static uint32_t random_arg(uint32_t *state, enum arg_type type, size_t layers)
{
	switch (type) {
	case ARG_NONE:
		return 0;
	case ARG_KEY:
		return random_key(state);
	case ARG_LAYER:
		return random_below(state, (uint32_t)layers);
	case ARG_MODS:
		return 1 + random_below(state, 255);
	case ARG_NUMBER:
		return random_below(state, 1 << 16);
	case ARG_SYMBOL:
		return random_symbol(state);
	case ARG_DEFINITION:
		return random_below(state, 4);
	}
	return 0;
}

struct action random_action(uint32_t *state, size_t layers)
{
	static const enum arg_type cells[] = {
		ARG_NONE, ARG_KEY, ARG_LAYER, ARG_MODS, ARG_NUMBER, ARG_SYMBOL
	};
	struct action action = { .kind = (uint16_t)random_below(state, ACTION_KIND_COUNT) };

	if (action.kind == ACTION_BEHAVIOR) {
		enum arg_type first = cells[random_below(state, COUNT(cells))];
		enum arg_type second = first ? cells[random_below(state, COUNT(cells))] : ARG_NONE;

		action.flags = ACTION_CELLS(first, second);
	}
	for (int i = 0; i < 3; i++)
		action.arg[i] = random_arg(state, action_arg_type(action, i), layers);
	if (action.kind == ACTION_TAP_DANCE && random_below(state, 2)) {
		action.flags = ACTION_BY_NAME;
		action.arg[0] = random_symbol(state);
	}
	return action;
}

static struct setting random_setting(uint32_t *state, size_t number)
{
	struct setting setting = { .type = (uint16_t)random_below(state, 3) };
	char name[40];

	snprintf(name, sizeof(name), "part%zu.name%u", number, (unsigned)random_below(state, 9));
	setting.name = symbol(name);
	if (setting.type == SETTING_BOOL)
		setting.number = random_below(state, 2);
	else if (setting.type == SETTING_NUMBER)
		setting.number = (int64_t)random_below(state, 1 << 20) * 1000 - 5000;
	else
		setting.text = random_symbol(state);
	return setting;
}

static struct step random_step(uint32_t *state, size_t layers)
{
	struct step step = { .op = (uint16_t)random_below(state, STEP_RESULT + 1) };

	if (step.op == STEP_TEXT)
		step.text = random_symbol(state);
	else if (step.op == STEP_DELAY)
		step.value = (int32_t)random_below(state, 1000);
	else if (step.op != STEP_BEEP)
		step.action = random_action(state, layers);
	if (step.op == STEP_RESULT)
		step.value = (int32_t)random_below(state, 5) - 2;
	return step;
}

static void add_definition(uint32_t *state, struct keymap *map)
{
	struct step step[4];
	uint16_t position[4];
	struct setting option[4];
	struct definition definition = { .kind = (uint16_t)random_below(state, DEFINITION_KIND_COUNT),
					 .step = step,
					 .steps = random_below(state, 5),
					 .position = position,
					 .positions = random_below(state, 5),
					 .option = option,
					 .options = random_below(state, 5) };

	for (size_t i = 0; i < definition.steps; i++)
		step[i] = random_step(state, keymap_layers(map));
	for (size_t i = 0; i < definition.positions; i++)
		position[i] = (uint16_t)random_below(state, (uint32_t)keymap_keys(map));
	for (size_t i = 0; i < definition.options; i++)
		option[i] = random_setting(state, i);
	definition.mods = (uint8_t)(random_below(state, 2) * random_below(state, 256));
	definition.name = random_below(state, 2) * random_symbol(state);
	definition.text = random_below(state, 2) * random_symbol(state);
	definition.layer_mask = random_below(state, 1u << keymap_layers(map));
	keymap_add_definition(map, &definition);
}

const struct keymap *random_keymap(uint32_t *state, size_t layers, size_t keys, size_t encoders)
{
	struct keymap *map = keymap_new(layers, keys, encoders);

	for (size_t layer = 0; layer < layers; layer++) {
		for (size_t key = 0; key < keys; key++)
			keymap_put(map, layer, key, random_action(state, layers));
		for (size_t turn = 0; turn < encoders * TURN_COUNT; turn++)
			keymap_put_turn(map, layer, turn / TURN_COUNT, (enum turn)(turn % TURN_COUNT),
					random_action(state, layers));
		if (random_below(state, 3))
			keymap_put_layer_name(map, layer, random_symbol(state));
	}
	for (uint32_t left = keys ? random_below(state, 9) : 0; left; left--)
		add_definition(state, map);
	for (uint32_t i = 0, count = random_below(state, 6); i < count; i++)
		keymap_add_setting(map, random_setting(state, i));
	return map;
}
