/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "keymap_rewrite.h"

static struct action rewrite_action(const struct keymap_rewrite *how, struct action action)
{
	return how->action ? how->action(how, action) : action;
}

static void rewrite_layer(const struct keymap_rewrite *how, struct keymap *to, size_t layer)
{
	const struct keymap *from = how->from;

	keymap_put_layer_name(to, layer, keymap_layer_name(from, layer));
	keymap_put_layer_origin(to, layer, keymap_layer_origin(from, layer));
	for (size_t i = 0; i < keymap_keys(from); i++)
		keymap_put(to, layer, i, rewrite_action(how, keymap_get(from, layer, i)));
	for (size_t i = 0; i < keymap_encoders(from) * TURN_COUNT; i++) {
		size_t encoder = i / TURN_COUNT;
		enum turn turn = i % TURN_COUNT;

		keymap_put_turn(to, layer, encoder, turn,
				rewrite_action(how, keymap_get_turn(from, layer, encoder, turn)));
	}
}

static void rewrite_definition(const struct keymap_rewrite *how, struct keymap *to, enum definition_kind kind,
			       size_t index)
{
	const struct definition *definition = keymap_definition(how->from, kind, index);
	struct definition copy = *definition;
	struct step *step = mem_new(definition->steps + 1, sizeof(*step));

	for (size_t i = 0; i < definition->steps; i++) {
		step[i] = definition->step[i];
		step[i].action = rewrite_action(how, step[i].action);
	}
	copy.step = step;
	if (!how->definition || how->definition(how, &copy, index))
		keymap_add_definition(to, &copy);
	free(step);
}

struct keymap *keymap_rewrite(const struct keymap_rewrite *how)
{
	const struct keymap *from = how->from;
	struct keymap *to = keymap_new(keymap_layers(from), keymap_keys(from), keymap_encoders(from));

	for (size_t layer = 0; layer < keymap_layers(from); layer++)
		rewrite_layer(how, to, layer);
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(from, (enum definition_kind)kind); i++)
			rewrite_definition(how, to, (enum definition_kind)kind, i);
	for (size_t i = 0; i < keymap_settings(from); i++)
		if (!how->setting || how->setting(how, keymap_setting_at(from, i)))
			keymap_add_setting(to, *keymap_setting_at(from, i));
	return to;
}
