/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "base/str.h"
#include "check_private.h"
#include "model/keycode.h"
#include "model/symbol.h"

enum {
	VALUE_MACRO_FIRST = 0x7700,
	VALUE_MACRO_LAST = 0x777f,
	VALUE_BOOT = 0x7c00,
	LT_MAX_LAYER = 15, /* LT and LM have four bits for it */
};

int32_t plain_value(struct action action)
{
	if (action.kind != ACTION_KEY || KEY_MODS(action.arg[0]))
		return -1;
	return keycode_get(KEY_CODE(action.arg[0]))->value;
}

static void check_key_count(const struct check_input *in, const struct diagnostic_kind *kind,
			    struct diagnostics *out)
{
	if (in->layout && in->layout->keys != keymap_keys(in->map))
		diagnostics_add(out, kind, PLACE_NONE, "the layers have %zu keys, but %s has %zu",
				keymap_keys(in->map), in->layout->name, in->layout->keys);
}

/* The macro of QMK, or the name of a behaviour of ZMK's. */
static const char *spelling(struct action action)
{
	const char *qmk = action_kind_info(action.kind)->qmk;

	return qmk ? qmk : symbol_text(action.arg[0]);
}

static void check_layer_missing(const struct check_input *in, const struct diagnostic_kind *kind,
				struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);
	size_t layers = keymap_layers(in->map);
	uint32_t layer;

	while (action_walk_next(&walk)) {
		if (!action_has_layer(walk.action, &layer) || layer < layers)
			continue;
		diagnostics_add(out, kind, walk.place,
				"%s goes to layer %u, but the last one is %zu: it does nothing",
				spelling(walk.action), layer, layers - 1);
	}
}

static void check_layer_over_15(const struct check_input *in, const struct diagnostic_kind *kind,
				struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);

	while (!keymap_is_zmk(in->words ? in->words : in->map) && action_walk_next(&walk)) {
		uint32_t layer = walk.action.arg[0];

		if ((walk.action.kind != ACTION_LAYER_TAP && walk.action.kind != ACTION_LAYER_MOD) ||
		    layer <= LT_MAX_LAYER)
			continue;
		diagnostics_add(
			out, kind, walk.place,
			"%s reaches layers 0 to %d only: %u would become %u; use MO or move the layer",
			action_kind_info(walk.action.kind)->qmk, LT_MAX_LAYER, layer, layer & LT_MAX_LAYER);
	}
}

/* The key of a dual-role action that keeps eight bits of it; false when @action is none. */
static bool narrow_key(struct action action, uint32_t *key)
{
	if (action.kind != ACTION_LAYER_TAP && action.kind != ACTION_MOD_TAP &&
	    action.kind != ACTION_SWAP_HANDS_TAP)
		return false;
	*key = action.arg[action.kind != ACTION_SWAP_HANDS_TAP];
	return true;
}

static void check_tap_truncated(const struct check_input *in, const struct diagnostic_kind *kind,
				struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);
	uint32_t key;

	while (!keymap_is_zmk(in->words ? in->words : in->map) && action_walk_next(&walk)) {
		const struct keycode *tap;
		struct str text = STR_INIT;
		uint16_t low;

		if (!narrow_key(walk.action, &key))
			continue;
		tap = keycode_get(KEY_CODE(key));
		if ((!KEY_MODS(key) && tap->value <= 0xff) || tap->value == KEYCODE_NO_VALUE)
			continue;
		action_print((struct action){ .kind = ACTION_KEY, .arg = { key } }, &text);
		diagnostics_add(
			out, kind, walk.place,
			"%s keeps only the low byte of %s: a tap sends %s; use a tap dance or a combo",
			action_kind_info(walk.action.kind)->qmk, str_text(&text),
			keycode_find_value(tap->value & 0xff, &low) ? keycode_get(low)->name
								    : "something else");
		str_release(&text);
	}
}

static void check_no_boot_key(const struct check_input *in, const struct diagnostic_kind *kind,
			      struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);

	while (action_walk_next(&walk))
		if (plain_value(walk.action) == VALUE_BOOT ||
		    (walk.action.kind == ACTION_BEHAVIOR && walk.action.arg[0] == symbol("bootloader")))
			return;
	diagnostics_add(out, kind, PLACE_NONE, "no key is %s",
			keymap_is_zmk(in->map)
				? "&bootloader: flashing this keyboard takes its reset button"
				: "QK_BOOT: flashing this keyboard takes its reset button or Bootmagic");
}

static void check_raw_number(const struct check_input *in, const struct diagnostic_kind *kind,
			     struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);

	while (action_walk_next(&walk))
		if (walk.action.kind == ACTION_RAW_NUMBER)
			diagnostics_add(
				out, kind, walk.place,
				"0x%04X has no name; numbers change their meaning between versions of QMK",
				walk.action.arg[0]);
}

static bool is_dance(const struct keymap *map, struct action action)
{
	size_t dances = keymap_definitions(map, DEFINITION_TAP_DANCE);

	if (!(action.flags & ACTION_BY_NAME))
		return action.arg[0] < dances;
	for (size_t i = 0; i < dances; i++)
		if (keymap_definition(map, DEFINITION_TAP_DANCE, i)->name == action.arg[0])
			return true;
	return false;
}

static void check_tap_dance_missing(const struct check_input *in, const struct diagnostic_kind *kind,
				    struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);

	while (action_walk_next(&walk)) {
		if (walk.action.kind != ACTION_TAP_DANCE || is_dance(in->map, walk.action))
			continue;
		if (walk.action.flags & ACTION_BY_NAME)
			diagnostics_add(out, kind, walk.place, "there is no tap dance %s",
					symbol_text(walk.action.arg[0]));
		else
			diagnostics_add(out, kind, walk.place, "there is no tap dance %u: the keymap has %zu",
					walk.action.arg[0],
					keymap_definitions(in->map, DEFINITION_TAP_DANCE));
	}
}

static void check_macro_missing(const struct check_input *in, const struct diagnostic_kind *kind,
				struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);
	const struct setting *via = keymap_find_setting(in->map, "features.via");
	size_t macros = keymap_definitions(in->map, DEFINITION_MACRO);

	if (via && via->number) /* those macros are in the keyboard, not in the keymap */
		return;
	while (action_walk_next(&walk)) {
		int32_t value = plain_value(walk.action);

		if (value < VALUE_MACRO_FIRST || value > VALUE_MACRO_LAST ||
		    (size_t)(value - VALUE_MACRO_FIRST) < macros)
			continue;
		diagnostics_add(out, kind, walk.place,
				"macro %d does nothing: the keymap has %zu, and their numbers start at 0",
				value - VALUE_MACRO_FIRST, macros);
	}
}

static const struct check_rule rules[] = {
	{ { "alt-repeat-idle", SEVERITY_WARNING },
	  "No key is the alternate repeat key that others are told of",
	  check_alt_repeat_idle },
	{ { "combo-keys", SEVERITY_WARNING },
	  "A combo has two keys or more, and none of them twice",
	  check_combo_keys },
	{ { "combo-twice", SEVERITY_WARNING },
	  "No two combos have the same keys on the same layers",
	  check_combo_twice },
	{ { "condition-layers", SEVERITY_WARNING },
	  "A condition has layers to ask for, and its own is not among them",
	  check_condition_layers },
	{ { "definition-empty", SEVERITY_NOTE },
	  "A macro, tap dance or sequence does nothing",
	  check_definition_empty },
	{ { "definition-recursion", SEVERITY_WARNING }, "A definition plays itself", check_recursion },
	{ { "definition-twice", SEVERITY_WARNING }, "Two definitions have the same name", check_name_twice },
	{ { "definition-unused", SEVERITY_NOTE },
	  "No key and no other definition uses a definition",
	  check_definition_unused },
	{ { "hold-covered", SEVERITY_WARNING },
	  "What a layer binds to the only key that holds it can never be pressed",
	  check_hold_covered },
	{ { "key-count", SEVERITY_ERROR },
	  "The layers have as many keys as the keyboard's layout",
	  check_key_count },
	{ { "key-missing", SEVERITY_WARNING },
	  "A definition names a key that the keymap does not have",
	  check_key_missing },
	{ { "keycode-misspelt", SEVERITY_WARNING },
	  "An unknown name is one letter away from a keycode",
	  check_keycode_misspelt },
	{ { "keycode-unknown", SEVERITY_NOTE },
	  "A name is neither a keycode nor declared: other code must define it",
	  check_keycode_unknown },
	{ { "layer-missing", SEVERITY_WARNING },
	  "A key goes to a layer that does not exist",
	  check_layer_missing },
	{ { "layer-over-15", SEVERITY_ERROR }, "LT and LM reach layers 0 to 15 only", check_layer_over_15 },
	{ { "layer-trap", SEVERITY_WARNING },
	  "A key switches to a layer that no key leaves again",
	  check_layer_trap },
	{ { "layer-unreachable", SEVERITY_WARNING }, "No key leads to a layer", check_layer_unreachable },
	{ { "macro-missing", SEVERITY_WARNING },
	  "A key plays a macro that is not defined",
	  check_macro_missing },
	{ { "no-boot-key", SEVERITY_NOTE }, "No key starts the bootloader", check_no_boot_key },
	{ { "override-idle", SEVERITY_WARNING },
	  "An override changes nothing, or never",
	  check_override_idle },
	{ { "raw-number", SEVERITY_WARNING },
	  "A keycode is given by a number without a name",
	  check_raw_number },
	{ { "tap-dance-missing", SEVERITY_ERROR },
	  "A key is a tap dance that is not defined",
	  check_tap_dance_missing },
	{ { "tap-truncated", SEVERITY_WARNING },
	  "The tap of a dual-role key must be a basic keycode without modifiers",
	  check_tap_truncated },
};

size_t check_rule_count(void)
{
	return COUNT(rules);
}

const struct check_rule *check_rule_at(size_t index)
{
	assert(index < COUNT(rules));
	return &rules[index];
}

void check_keymap(const struct check_input *in, struct diagnostics *out)
{
	for (size_t i = 0; i < COUNT(rules); i++)
		rules[i].run(in, &rules[i].kind, out);
}
