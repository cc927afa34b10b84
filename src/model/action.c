/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "model/action.h"
#include "model/keycode.h"

static const struct action_kind_info kinds[] = {
	[ACTION_NONE] = { "none", "KC_NO", { 0 }, "Does nothing" },
	[ACTION_TRANSPARENT] = { "transparent", "KC_TRNS", { 0 }, "What the layer below does" },
	[ACTION_KEY] = { "key", NULL, { ARG_KEY }, "A key, with or without modifiers" },
	[ACTION_MOD_TAP] = { "mod-tap",
			     "MT",
			     { ARG_MODS, ARG_KEY },
			     "Modifiers while held, key when tapped" },
	[ACTION_LAYER_TAP] = { "layer-tap",
			       "LT",
			       { ARG_LAYER, ARG_KEY },
			       "Layer while held, key when tapped" },
	[ACTION_LAYER_MOMENTARY] = { "momentary-layer", "MO", { ARG_LAYER }, "Layer while held" },
	[ACTION_LAYER_TOGGLE] = { "toggle-layer", "TG", { ARG_LAYER }, "Layer on, and off again" },
	[ACTION_LAYER_TO] = { "to-layer", "TO", { ARG_LAYER }, "That layer on, all others off" },
	[ACTION_LAYER_DEFAULT] = { "default-layer",
				   "DF",
				   { ARG_LAYER },
				   "Base layer until the next restart" },
	[ACTION_LAYER_DEFAULT_SAVED] = { "default-layer-saved",
					 "PDF",
					 { ARG_LAYER },
					 "Base layer, kept over restarts" },
	[ACTION_LAYER_ONE_SHOT] = { "one-shot-layer", "OSL", { ARG_LAYER }, "Layer for the next key" },
	[ACTION_LAYER_TAP_TOGGLE] = { "tap-toggle-layer",
				      "TT",
				      { ARG_LAYER },
				      "Layer while held, toggled by taps" },
	[ACTION_LAYER_MOD] = { "layer-mod", "LM", { ARG_LAYER, ARG_MODS }, "Layer and modifiers while held" },
	[ACTION_MOD_ONE_SHOT] = { "one-shot-mod", "OSM", { ARG_MODS }, "Modifiers for the next key" },
	[ACTION_KEY_ONE_SHOT] = { "one-shot-key", NULL, { ARG_KEY }, "A key for the next key" },
	[ACTION_KEY_TOGGLE] = { "key-toggle", NULL, { ARG_KEY }, "A key held until it is pressed again" },
	[ACTION_SWAP_HANDS_TAP] = { "swap-hands-tap",
				    "SH_T",
				    { ARG_KEY },
				    "Swaps hands while held, key when tapped" },
	[ACTION_TAP_DANCE] = { "tap-dance",
			       "TD",
			       { ARG_DEFINITION },
			       "Something else for each number of taps" },
	[ACTION_UNICODE] = { "unicode", "UC", { ARG_NUMBER }, "A Unicode character" },
	[ACTION_UNICODE_MAP] = { "unicode-map", "UM", { ARG_NUMBER }, "A character of the Unicode map" },
	[ACTION_UNICODE_PAIR] = { "unicode-pair",
				  "UP",
				  { ARG_NUMBER, ARG_NUMBER },
				  "Two characters of the map, plain and shifted" },
	[ACTION_BEHAVIOR] = { "behavior", NULL, { ARG_SYMBOL }, "A behavior of ZMK's by its name" },
	[ACTION_RAW_NUMBER] = { "number", NULL, { ARG_NUMBER }, "A keycode given by its number" },
	[ACTION_RAW] = { "raw", NULL, { ARG_SYMBOL }, "An expression kept as it is" },
};
_Static_assert(COUNT(kinds) == ACTION_KIND_COUNT, "a row for each kind of action");

const struct action_kind_info *action_kind_info(enum action_kind kind)
{
	assert((unsigned)kind < ACTION_KIND_COUNT);
	return &kinds[kind];
}

enum arg_type action_arg_type(struct action action, int index)
{
	if (action.kind == ACTION_BEHAVIOR && index)
		return action.flags >> 4 * index & 0xf;
	return action_kind_info(action.kind)->arg[index];
}

bool action_equal(struct action a, struct action b)
{
	return a.kind == b.kind && a.flags == b.flags && a.arg[0] == b.arg[0] && a.arg[1] == b.arg[1] &&
	       a.arg[2] == b.arg[2];
}

bool action_is_qmk(struct action action)
{
	const struct action_kind_info *info = action_kind_info(action.kind);

	for (int i = 0; i < 2; i++)
		if (info->arg[i] == ARG_KEY &&
		    keycode_get(KEY_CODE(action.arg[i]))->value == KEYCODE_NO_VALUE)
			return false;
	return info->qmk || action.kind == ACTION_KEY || action.kind == ACTION_RAW_NUMBER ||
	       action.kind == ACTION_RAW;
}

bool action_has_layer(struct action action, uint32_t *layer)
{
	for (int i = 0; i < 3; i++) {
		if (action_arg_type(action, i) != ARG_LAYER)
			continue;
		if (layer)
			*layer = action.arg[i];
		return true;
	}
	return false;
}

struct action action_with_layer(struct action action, uint32_t layer)
{
	for (int i = 0; i < 3; i++)
		if (action_arg_type(action, i) == ARG_LAYER)
			action.arg[i] = layer;
	return action;
}

struct action action_renumbered(struct action action, const int *to, size_t layers)
{
	for (int i = 0; i < 3; i++) {
		if (action_arg_type(action, i) != ARG_LAYER || action.arg[i] >= layers)
			continue;
		if (to[action.arg[i]] < 0)
			return (struct action){ .kind = ACTION_NONE };
		action.arg[i] = (uint32_t)to[action.arg[i]];
	}
	return action;
}
