/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "keymap_rewrite.h"

static struct action rewrite_action(const struct keymap *from, const struct keymap_rewrite *how,
				    struct action action)
{
	return how->action ? how->action(from, action) : action;
}

static void rewrite_layer(struct keymap *to, const struct keymap *from, const struct keymap_rewrite *how,
			  size_t layer)
{
	keymap_put_layer_name(to, layer, keymap_layer_name(from, layer));
	keymap_put_layer_origin(to, layer, keymap_layer_origin(from, layer));
	for (size_t i = 0; i < keymap_keys(from); i++)
		keymap_put(to, layer, i, rewrite_action(from, how, keymap_get(from, layer, i)));
	for (size_t i = 0; i < keymap_encoders(from) * TURN_COUNT; i++) {
		size_t encoder = i / TURN_COUNT;
		enum turn turn = i % TURN_COUNT;

		keymap_put_turn(to, layer, encoder, turn,
				rewrite_action(from, how, keymap_get_turn(from, layer, encoder, turn)));
	}
}

static void rewrite_definition(struct keymap *to, const struct keymap *from, const struct keymap_rewrite *how,
			       const struct definition *definition)
{
	struct definition copy = *definition;

	copy.step = mem_new(definition->steps + 1, sizeof(*copy.step));
	for (size_t i = 0; i < definition->steps; i++) {
		copy.step[i] = definition->step[i];
		copy.step[i].action = rewrite_action(from, how, copy.step[i].action);
	}
	if (!how->definition || how->definition(from, &copy))
		keymap_add_definition(to, &copy);
	free(copy.step);
}

struct keymap *keymap_rewrite(const struct keymap *from, const struct keymap_rewrite *how)
{
	struct keymap *to = keymap_new(keymap_layers(from), keymap_keys(from), keymap_encoders(from));

	for (size_t layer = 0; layer < keymap_layers(from); layer++)
		rewrite_layer(to, from, how, layer);
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(from, (enum definition_kind)kind); i++)
			rewrite_definition(to, from, how,
					   keymap_definition(from, (enum definition_kind)kind, i));
	for (size_t i = 0; i < keymap_settings(from); i++)
		if (!how->setting || how->setting(keymap_setting_at(from, i)))
			keymap_add_setting(to, *keymap_setting_at(from, i));
	return to;
}
