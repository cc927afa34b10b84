/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json.h"
#include "compile/vil_macro.h"
#include "matrix_keymap.h"
#include "model/symbol.h"
#include "model/vial_setting.h"
#include "vial.h"
#include "vial_identity.h"

enum {
	VIAL_PROTOCOL = 6,
	VIA_PROTOCOL = 9, /* what all firmwares of that protocol say */
};

static const struct diagnostic_kind not_written = { "vil-lost", SEVERITY_WARNING };

static void print_layers(struct matrix_printer *p)
{
	str_add(p->out, ",\n  \"layout\": [");
	for (size_t layer = 0; layer < keymap_layers(p->in->map); layer++) {
		str_add(p->out, layer ? ",\n    [" : "\n    [");
		for (int row = 0; row < p->rows; row++) {
			str_add(p->out, row ? ",\n      [" : "\n      [");
			for (int col = 0; col < p->cols; col++) {
				str_add(p->out, col ? ", " : "");
				matrix_print_cell(p, layer, row, col, "-1");
			}
			str_add_char(p->out, ']');
		}
		str_add(p->out, "\n    ]");
	}
	str_add(p->out, "\n  ],\n  \"encoder_layout\": [");
	for (size_t layer = 0; layer < keymap_layers(p->in->map); layer++) {
		str_add(p->out, layer ? ",\n    [" : "\n    [");
		for (size_t i = 0; i < keymap_encoders(p->in->map); i++) {
			str_add(p->out, i ? ", [" : "[");
			matrix_print_turn(p, layer, i, TURN_CCW);
			str_add(p->out, ", ");
			matrix_print_turn(p, layer, i, TURN_CW);
			str_add_char(p->out, ']');
		}
		str_add_char(p->out, ']');
	}
	str_add(p->out, "\n  ]");
}

static void print_step_action(void *data, struct action action, struct str *out)
{
	(void)out;
	matrix_print_action(data, action, PLACE_NONE);
}

static void print_macro(struct matrix_printer *p, const struct definition *macro)
{
	vil_macro_print(macro, print_step_action, p, p->out);
}

static struct vial_entry entry_of(const struct matrix_printer *p, const struct definition *definition)
{
	struct vial_entry entry;

	vial_entry_of(p->in->map, definition, p->dialect, &entry);
	return entry;
}

/* Its first @count actions, with a comma behind each. */
static void print_actions(struct matrix_printer *p, const struct vial_entry *entry, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		matrix_print_action(p, entry->action[i], PLACE_NONE);
		str_add(p->out, ", ");
	}
}

/* [tap, hold, tapped twice, tapped and held, milliseconds]. */
static void print_tap_dance(struct matrix_printer *p, const struct definition *dance)
{
	struct vial_entry entry = entry_of(p, dance);

	str_add_char(p->out, '[');
	print_actions(p, &entry, vial_entry_actions(DEFINITION_TAP_DANCE));
	str_addf(p->out, "%d]", entry.term_ms);
}

static void print_combo(struct matrix_printer *p, const struct definition *combo)
{
	struct vial_entry entry = entry_of(p, combo);

	str_add_char(p->out, '[');
	print_actions(p, &entry, VIAL_COMBO_KEYS);
	matrix_print_action(p, entry.action[VIAL_COMBO_KEYS], PLACE_NONE);
	str_add_char(p->out, ']');
}

static void print_override(struct matrix_printer *p, const struct definition *override)
{
	struct vial_entry entry = entry_of(p, override);

	str_add(p->out, "{\"trigger\": ");
	matrix_print_action(p, entry.action[0], PLACE_NONE);
	str_add(p->out, ", \"replacement\": ");
	matrix_print_action(p, entry.action[1], PLACE_NONE);
	str_addf(p->out,
		 ", \"layers\": %u, \"trigger_mods\": %u, \"negative_mod_mask\": %u, "
		 "\"suppressed_mods\": %u, \"options\": %u}",
		 entry.layers, entry.mods, entry.negative_mods, entry.suppressed_mods, entry.options);
}

static void print_alt_repeat(struct matrix_printer *p, const struct definition *alt_repeat)
{
	struct vial_entry entry = entry_of(p, alt_repeat);

	str_add(p->out, "{\"keycode\": ");
	matrix_print_action(p, entry.action[0], PLACE_NONE);
	str_add(p->out, ", \"alt_keycode\": ");
	matrix_print_action(p, entry.action[1], PLACE_NONE);
	str_addf(p->out, ", \"allowed_mods\": %u, \"options\": %u}", entry.mods, entry.options);
}

const struct matrix_table vil_tables[VIL_TABLES] = {
	{ "macro", DEFINITION_MACRO, print_macro, "[]" },
	{ "tap_dance", DEFINITION_TAP_DANCE, print_tap_dance,
	  "[\"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\", 200]" },
	{ "combo", DEFINITION_COMBO, print_combo, "[\"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\"]" },
	{ "key_override", DEFINITION_OVERRIDE, print_override,
	  "{\"trigger\": \"KC_NO\", \"replacement\": \"KC_NO\", \"layers\": 65535, \"trigger_mods\": 0, "
	  "\"negative_mod_mask\": 0, \"suppressed_mods\": 0, \"options\": 7}" },
	{ "alt_repeat_key", DEFINITION_ALT_REPEAT, print_alt_repeat,
	  "{\"keycode\": \"KC_NO\", \"alt_keycode\": \"KC_NO\", \"allowed_mods\": 0, \"options\": 0}" },
};

static void print_table(struct matrix_printer *p, const struct matrix_table *table)
{
	size_t count = keymap_definitions(p->in->map, table->kind);

	str_addf(p->out, ",\n  \"%s\": [", table->member);
	for (size_t i = 0; i < count; i++) {
		str_addf(p->out, "%s\n    ", i ? "," : "");
		table->print(p, keymap_definition(p->in->map, table->kind, i));
	}
	str_add(p->out, count ? "\n  ]" : "]");
}

static void print_settings(struct matrix_printer *p)
{
	bool any = false;
	size_t written = 0;

	str_add(p->out, ",\n  \"settings\": {");
	for (size_t i = 0; i < vial_setting_count(); i++) {
		const struct vial_setting *row = vial_setting_at(i);
		const struct setting *setting = keymap_find_setting(p->in->map, row->name);

		if (!setting || setting->type == SETTING_TEXT)
			continue;
		str_addf(p->out, "%s\"%d\": %lld", any ? ", " : "", row->number, (long long)setting->number);
		any = true;
		written++;
	}
	str_add_char(p->out, '}');
	for (size_t i = 0; i < keymap_settings(p->in->map); i++)
		written += !via_is_qmk_setting(&vial_firmware, keymap_setting_at(p->in->map, i));
	if (written < keymap_settings(p->in->map))
		diagnostics_add(p->lost, &not_written, PLACE_NONE,
				"%zu settings are not among Vial's: they are left out",
				keymap_settings(p->in->map) - written);
}

static void print_all(struct matrix_printer *p)
{
	uint64_t uid = vial_uid_number(p->in->map);

	str_addf(p->out, "{\n  \"version\": 1,\n  \"uid\": %llu",
		 (unsigned long long)(uid ? uid : p->in->keyboard->vial_uid));
	print_layers(p);
	str_addf(p->out, ",\n  \"layout_options\": %lu", (unsigned long)p->in->keyboard->layout_options);
	print_table(p, &vil_tables[0]);
	str_addf(p->out, ",\n  \"vial_protocol\": %d,\n  \"via_protocol\": %d", VIAL_PROTOCOL, VIA_PROTOCOL);
	for (size_t i = 1; i < VIL_TABLES; i++)
		print_table(p, &vil_tables[i]);
	print_settings(p);
	str_add(p->out, "\n}\n");
}

bool vil_print(const struct compile_input *in, struct str *out, struct diagnostics *lost, struct err *err)
{
	struct compile_input saved = *in;
	struct matrix_printer p;

	saved.map = vial_saved_map(in->map);
	if (!matrix_printer_init(&p, &saved, out, lost, DIALECT_VIAL_6, err)) {
		keymap_unref(saved.map);
		return false;
	}
	vial_check_macros(in->map, lost);
	vial_check_tables(in->map, lost);
	print_all(&p);
	p.in = in;
	matrix_tell_lost(&p, 1u << DEFINITION_MACRO | 1u << DEFINITION_TAP_DANCE | 1u << DEFINITION_COMBO |
				     1u << DEFINITION_OVERRIDE | 1u << DEFINITION_ALT_REPEAT);
	matrix_printer_release(&p);
	keymap_unref(saved.map);
	return true;
}
