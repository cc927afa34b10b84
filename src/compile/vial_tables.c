/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "keymap_rewrite.h"
#include "matrix_keymap.h"
#include "model/symbol.h"
#include "vial.h"

static const struct diagnostic_kind near_to = { "vial-near", SEVERITY_WARNING },
				    nothing_of = { "vial-none", SEVERITY_WARNING };

const struct via_firmware vial_firmware = {
	.app = "Vial's app",
	.near = &near_to,
	.none = &nothing_of,
	.dialect = DIALECT_VIAL_6,
	.keycodes = 64,
	.settings = "vial.",
};

enum { MOST_TAPS = 2 };

static bool has_number(const struct keymap *map, struct action action)
{
	return matrix_spells(vial_firmware.dialect, matrix_number(map, action));
}

static bool spells(struct action action)
{
	return matrix_spells(vial_firmware.dialect, action);
}

size_t vial_combo_keys(const struct definition *combo)
{
	return combo->positions ? combo->positions : combo->steps ? combo->steps - 1 : 0;
}

struct action vial_combo_key(const struct keymap *map, const struct definition *combo, size_t index)
{
	size_t layer = 0;

	if (index >= vial_combo_keys(combo))
		return (struct action){ .kind = ACTION_NONE };
	if (!combo->positions)
		return combo->step[index + 1].action;
	while (combo->layer_mask && layer + 1 < keymap_layers(map) && !(combo->layer_mask >> layer & 1))
		layer++;
	return keymap_resolve(map, layer, combo->position[index], NULL);
}

static bool holds_combo(const struct keymap *map, const struct definition *combo)
{
	size_t keys = vial_combo_keys(combo);
	bool ok = keys && keys <= VIAL_COMBO_KEYS && combo->steps && has_number(map, combo->step[0].action);

	for (size_t i = 0; ok && i < keys; i++) {
		struct action key = vial_combo_key(map, combo, i);

		ok = key.kind != ACTION_NONE && key.kind != ACTION_TRANSPARENT && has_number(map, key);
	}
	return ok;
}

static bool holds_dance(const struct keymap *map, const struct definition *dance)
{
	for (size_t i = 0; i < dance->steps; i++)
		if (has_number(map, dance->step[i].action))
			return true;
	return !dance->steps && !dance->text;
}

static bool holds_override(const struct keymap *map, const struct definition *override)
{
	return override->steps >= 2 && !override->text && has_number(map, override->step[0].action) &&
	       has_number(map, override->step[1].action);
}

bool vial_holds_macro(const struct definition *macro, size_t index)
{
	return index < VIA_MOST_MACROS && via_holds_macro(macro, spells);
}

bool vial_holds(const struct keymap *map, const struct definition *definition)
{
	switch ((enum definition_kind)definition->kind) {
	case DEFINITION_COMBO:
		return holds_combo(map, definition);
	case DEFINITION_TAP_DANCE:
		return holds_dance(map, definition);
	case DEFINITION_OVERRIDE:
		return !definition->name && holds_override(map, definition);
	default:
		return false;
	}
}

/* What is lost of one that the app holds; NULL: nothing. */
static const char *lost_of_combo(const struct definition *combo)
{
	if (combo->layer_mask)
		return "it is there on all layers: the app's combos have none";
	if (combo->positions)
		return "it is made of what its keys do, wherever that is";
	return combo->options ? "it has no settings of its own: the app's are for all combos" : NULL;
}

static bool has_third_tap(const struct keymap *map, const struct definition *dance)
{
	bool any = false;

	for (size_t i = 0; i < dance->steps; i++)
		any |= dance->step[i].value > MOST_TAPS || dance->step[i].value < -MOST_TAPS ||
		       !has_number(map, dance->step[i].action);
	return any;
}

static const char *lost_of(const struct keymap *map, const struct definition *definition)
{
	if (definition->kind == DEFINITION_COMBO)
		return lost_of_combo(definition);
	if (definition->kind == DEFINITION_TAP_DANCE && has_third_tap(map, definition))
		return "it does what one or two taps and holds do: a third, and what has no number, is left "
		       "out";
	if (definition->kind == DEFINITION_OVERRIDE && definition->layer_mask >> VIAL_OVERRIDE_LAYERS)
		return "it is there on layers 0 to 15 alone";
	return NULL;
}

static void check_one(const struct keymap *map, enum definition_kind kind, size_t index,
		      struct diagnostics *out)
{
	static const char *const none[DEFINITION_KIND_COUNT] = {
		[DEFINITION_COMBO] = "the app's combos have up to four keys with numbers, and one result",
		[DEFINITION_TAP_DANCE] = "functions of its own have no place in the app's dances",
		[DEFINITION_OVERRIDE] = "the app's overrides are of two keycodes with numbers, without code",
	};
	const struct definition *definition = keymap_definition(map, kind, index);
	struct place place = place_of_definition(kind, index);
	const char *text = lost_of(map, definition);

	if (kind == DEFINITION_OVERRIDE && definition->name) /* a keycode of the firmware's */
		return;
	if (!vial_holds(map, definition))
		via_lose_definition(&vial_firmware, map, out, place, LOSS_ALL, "left out", none[kind]);
	else if (text)
		via_lose_definition(&vial_firmware, map, out, place, LOSS_NEAR, "an entry of the app's",
				    text);
}

void vial_check_macros(const struct keymap *map, struct diagnostics *out)
{
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_MACRO); i++)
		if (!vial_holds_macro(keymap_definition(map, DEFINITION_MACRO, i), i))
			via_lose_definition(
				&vial_firmware, map, out, place_of_definition(DEFINITION_MACRO, i), LOSS_NEAR,
				"fixed in the firmware",
				"the firmware plays it; the app shows it empty and cannot hold all of "
				"its steps");
}

void vial_check_tables(const struct keymap *map, struct diagnostics *out)
{
	static const enum definition_kind kinds[] = { DEFINITION_COMBO, DEFINITION_TAP_DANCE,
						      DEFINITION_OVERRIDE };

	for (size_t k = 0; k < COUNT(kinds); k++)
		for (size_t i = 0; i < keymap_definitions(map, kinds[k]); i++)
			check_one(map, kinds[k], i, out);
}

/* Combos and overrides that are not held leave no gap; macros and dances have numbers that keys refer to. */
static bool keep(const struct keymap_rewrite *how, struct definition *definition, size_t index)
{
	switch ((enum definition_kind)definition->kind) {
	case DEFINITION_MACRO:
		definition->steps = vial_holds_macro(definition, index) ? definition->steps : 0;
		return index < VIA_MOST_MACROS;
	case DEFINITION_TAP_DANCE:
		definition->steps = vial_holds(how->from, definition) ? definition->steps : 0;
		return true;
	case DEFINITION_COMBO:
	case DEFINITION_OVERRIDE:
		return vial_holds(how->from, definition);
	default:
		return false;
	}
}

static struct action number(const struct keymap_rewrite *how, struct action action)
{
	return matrix_number(how->from, action);
}

struct keymap *vial_saved_map(const struct keymap *map)
{
	return keymap_rewrite(&(struct keymap_rewrite){ .from = map, .action = number, .definition = keep });
}
