/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "keymap_rewrite.h"
#include "matrix_keymap.h"
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

static bool spells(struct action action)
{
	return matrix_spells(vial_firmware.dialect, action);
}

bool vial_holds_macro(const struct definition *macro, size_t index)
{
	return index < VIA_MOST_MACROS && via_holds_macro(macro, spells);
}

bool vial_holds(const struct keymap *map, const struct definition *definition)
{
	const char *ignored;

	return vial_entry_loss(map, definition, vial_firmware.dialect, &ignored) != LOSS_ALL;
}

static void check_one(const struct keymap *map, enum definition_kind kind, size_t index,
		      struct diagnostics *out)
{
	const struct definition *definition = keymap_definition(map, kind, index);
	struct place place = place_of_definition(kind, index);
	const char *text;
	enum loss loss = vial_entry_loss(map, definition, vial_firmware.dialect, &text);

	if (kind == DEFINITION_OVERRIDE && definition->name) /* a keycode of the firmware's */
		return;
	if (loss)
		via_lose_definition(&vial_firmware, map, out, place, loss,
				    loss == LOSS_ALL ? "left out" : "an entry of the app's", text);
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
						      DEFINITION_OVERRIDE, DEFINITION_ALT_REPEAT };

	for (size_t k = 0; k < COUNT(kinds); k++)
		for (size_t i = 0; i < keymap_definitions(map, kinds[k]); i++)
			check_one(map, kinds[k], i, out);
}

/* Combos, overrides and alternate repeat keys that are not held leave no gap; macros and dances have numbers that keys refer to. */
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
	case DEFINITION_ALT_REPEAT:
		return vial_holds(how->from, definition);
	default:
		return false;
	}
}

static struct action number(const struct keymap_rewrite *how, struct action action)
{
	return keymap_numbered(how->from, action);
}

struct keymap *vial_saved_map(const struct keymap *map)
{
	return keymap_rewrite(&(struct keymap_rewrite){ .from = map, .action = number, .definition = keep });
}
