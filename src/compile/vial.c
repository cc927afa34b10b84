/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "compile/print.h"
#include "compile/via_definition.h"
#include "compile/zmk_lower.h"
#include "keymap_rewrite.h"
#include "matrix_keymap.h"
#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "qmk.h"
#include "targets.h"
#include "vial.h"
#include "vial_identity.h"

/*
 * A keymap folder for Vial's tree of QMK: the definition that is built in, and a file for its app that fills the tables in
 * EEPROM, which no source can.
 */

enum {
	USUAL_ENTRIES = 4, /* of each table, whatever the EEPROM */
	SETTINGS_BYTES = 36,
};

static const struct diagnostic_kind no_matrix = { "vial-matrix", SEVERITY_ERROR };

/* The tables of the app's, what turns them on, how many entries they have, and bytes of one. */
static const struct {
	enum definition_kind kind;
	const char *feature, *entries;
	int bytes;
	bool usual; /* it is there unless it is turned off */
} tables[] = {
	{ DEFINITION_TAP_DANCE, "features.tap_dance", "VIAL_TAP_DANCE_ENTRIES", 10, true },
	{ DEFINITION_COMBO, "features.combo", "VIAL_COMBO_ENTRIES", 10, true },
	{ DEFINITION_OVERRIDE, "features.key_override", "VIAL_KEY_OVERRIDE_ENTRIES", 10, true },
	{ DEFINITION_ALT_REPEAT, "features.repeat_key", "VIAL_ALT_REPEAT_KEY_ENTRIES", 6, false },
};

static const struct qmk_flavour vial_qmk = { .first_keycode = "QK_KB_0", .has_tables = true };

static size_t count_entries(const struct keymap *map, enum definition_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < keymap_definitions(map, kind); i++)
		count += kind == DEFINITION_TAP_DANCE || vial_holds(map, keymap_definition(map, kind, i));
	return count;
}

/* What a macro does is looked at as the keymap has it, whatever it has been rewritten to. */
static bool is_for_app(const struct keymap *map, size_t macro)
{
	return vial_holds_macro(keymap_definition(map, DEFINITION_MACRO, macro), macro);
}

static bool for_firmware(const struct keymap_rewrite *how, struct definition *definition, size_t index)
{
	switch ((enum definition_kind)definition->kind) {
	case DEFINITION_MACRO:
		if (is_for_app(how->from, index))
			definition->steps = 0;
		return true;
	case DEFINITION_COMBO:
	case DEFINITION_TAP_DANCE:
	case DEFINITION_HOLD_TAP:
	case DEFINITION_ALT_REPEAT:
		return false;
	case DEFINITION_OVERRIDE:
		return definition->name;
	default:
		return true;
	}
}

static struct action by_number(const struct keymap_rewrite *how, struct action action)
{
	return action.kind == ACTION_TAP_DANCE ? keymap_numbered(how->from, action)
					       : via_macro_number(how->from, action);
}

static bool is_qmk_setting(const struct keymap_rewrite *how, const struct setting *setting)
{
	(void)how;
	return via_is_qmk_setting(&vial_firmware, setting);
}

static struct compile_input in_firmware(const struct compile_input *in)
{
	struct compile_input built = *in;
	struct keymap *map = keymap_rewrite(&(struct keymap_rewrite){ .from = in->map,
								      .action = by_number,
								      .definition = for_firmware,
								      .setting = is_qmk_setting });

	for (size_t i = 0; i < COUNT(tables); i++)
		if (count_entries(in->map, tables[i].kind) && !keymap_find_setting(map, tables[i].feature))
			keymap_add_setting(map, (struct setting){ .name = symbol(tables[i].feature),
								  .type = SETTING_BOOL,
								  .number = 1 });
	built.map = map;
	built.revision = in->revision ? in->revision : "0.0.3"; /* the table that Vial's tree of 2024 has */
	return built;
}

/* Vial's code has the functions of a key's own timing, for all keys alike. */
static void check_hold_taps(const struct keymap *map, struct diagnostics *out)
{
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_HOLD_TAP); i++)
		via_lose_definition(&vial_firmware, map, out, place_of_definition(DEFINITION_HOLD_TAP, i),
				    LOSS_NEAR, "the settings of all keys",
				    "Vial's firmware times all keys alike, by its settings");
}

/* Bytes of EEPROM; the firmware has more entries than are used where there is more room. */
static int table_bytes(const struct keymap *map)
{
	int bytes = SETTINGS_BYTES;

	for (size_t i = 0; i < COUNT(tables); i++) {
		size_t count = count_entries(map, tables[i].kind);

		if (count || tables[i].usual)
			bytes += (int)(count > USUAL_ENTRIES ? count : USUAL_ENTRIES) * tables[i].bytes;
	}
	return bytes;
}

static void check(const struct compile_input *in, struct diagnostics *out)
{
	struct compile_input built;
	struct keymap *map;

	if (!via_has_matrix(in)) {
		diagnostics_add(
			out, &no_matrix, PLACE_NONE,
			"Vial's definition is built in and names keys by their place in the matrix, which "
			"is not known of this keyboard");
		return;
	}
	built = in_firmware(in);
	qmk_check_as(&built, &vial_qmk, out);
	map = via_with_values(&vial_firmware, &vial_qmk, in, &built);
	keymap_unref(built.map);
	vial_check_macros(in->map, out);
	vial_check_tables(map, out);
	check_hold_taps(map, out);
	via_check_keys(&vial_firmware, map, out);
	via_check_definition(&vial_firmware, in, out);
	keymap_unref(map);
	via_check_room(&vial_firmware, in, table_bytes(in->map), out);
	vial_check_identity(in, out);
}

static void add_config(const struct compile_input *in, struct fileset *out)
{
	struct str config = STR_INIT;

	vial_add_identity(in, &config);
	via_add_counts(in, &config);
	for (size_t i = 0; i < COUNT(tables); i++) {
		size_t count = count_entries(in->map, tables[i].kind);
		struct str value = STR_INIT;

		str_addf(&value, "%zu", count);
		if (count > USUAL_ENTRIES)
			via_add_define(&config, tables[i].entries, str_text(&value));
		str_release(&value);
	}
	qmk_add_config(out, str_text(&config));
	str_release(&config);
}

static bool has_rgb_matrix(const struct compile_input *in)
{
	const struct setting *setting = keymap_find_setting(in->map, "features.rgb_matrix");

	return setting ? setting->number != 0 : keyboard_has_feature(in->keyboard, "rgb_matrix");
}

static bool has_midi(const struct keymap *map)
{
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk))
		if (walk.action.kind == ACTION_KEY &&
		    !strcmp(keycode_get(KEY_CODE(walk.action.arg[0]))->group, "midi"))
			return true;
	return false;
}

/* @map: with values. */
static void emit_definition(const struct compile_input *in, const struct keymap *map, struct fileset *out)
{
	struct diagnostics told = { 0 }; /* a menu of VIA's alone */
	struct via_definition *definition = via_definition_for(in, map, NULL);

	if (has_rgb_matrix(in))
		mem_set_text(&definition->lighting, "\"vialrgb\"");
	if (has_midi(in->map))
		mem_set_text(&definition->vial, "{\"midi\": \"advanced\"}");
	via_definition_print(definition, VIAL_DEFINITION, fileset_add(out, "vial.json"), &told);
	via_definition_free(definition);
	diagnostics_release(&told);
}

static bool for_app(const struct keymap_rewrite *how, struct definition *definition, size_t index)
{
	if (definition->kind == DEFINITION_MACRO && !is_for_app(how->data, index))
		definition->steps = 0;
	return true;
}

static bool emit_save(const struct compile_input *in, const struct keymap *map, struct fileset *out,
		      struct err *err)
{
	struct diagnostics told = { 0 }; /* by check() */
	struct keymap *saved = keymap_rewrite(
		&(struct keymap_rewrite){ .from = map, .data = in->map, .definition = for_app });
	struct compile_input save = *in;
	bool ok;

	vial_put_uid(in, saved);
	save.map = saved;
	ok = vil_print(&save, fileset_add(out, "keymap.vil"), &told, err);
	keymap_unref(saved);
	diagnostics_release(&told);
	return ok;
}

static bool emit(const struct compile_input *in, struct fileset *out, struct err *err)
{
	struct compile_input built = in_firmware(in);
	struct str first = STR_INIT;
	struct qmk_flavour flavour = via_flavour(&vial_firmware, &vial_qmk, built.map, &first);
	struct keymap *map = via_with_values(&vial_firmware, &flavour, in, &built);
	bool ok = qmk_emit(&built, &flavour, out, err);

	add_config(in, out);
	qmk_add_rules(out, "VIA_ENABLE = yes\nVIAL_ENABLE = yes\n");
	if (has_rgb_matrix(in))
		qmk_add_rules(out, "VIALRGB_ENABLE = yes\n");
	/* Without it the code for tables and settings is larger than the flash of most of these. */
	if (via_eeprom_of(in->keyboard->processor) && !keymap_find_setting(in->map, "build.lto"))
		qmk_add_rules(out, "LTO_ENABLE = yes\n");
	emit_definition(in, map, out);
	ok = ok && emit_save(in, map, out, err);
	keymap_unref(built.map);
	keymap_unref(map);
	str_release(&first);
	return ok;
}

static const char *const paths[] = { "keymap.c", "autocorrect_data.h", "config.h", "keymap.vil",
				     "rules.mk", "vial.json",          NULL };
static const char *const excludes[] = { "keymap.json", NULL };

const struct target target_vial = {
	.name = "vial",
	.help = "A keymap folder for Vial's tree of QMK, with its definition, and a saved keymap for its app",
	.words = zmk_raise_keymap,
	.check = check,
	.emit = emit,
	.paths = paths,
	.excludes = excludes,
	.bundler = &bundler_vial,
};
