/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json.h"
#include "matrix_keymap.h"
#include "model/symbol.h"
#include "model/vial_setting.h"
#include "vial.h"
#include "vial_identity.h"

enum {
	VIAL_PROTOCOL = 6,
	VIA_PROTOCOL = 9, /* what all firmwares of that protocol say */
	USUAL_TERM_MS = 200,
	OVERRIDE_USUAL = 0x07, /* tried when the trigger, a needed or a forbidden modifier changes */
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

/* Several of the same in turn are one item of the app's: ["tap", "KC_A", "KC_B"]. */
static void print_steps(struct matrix_printer *p, const struct definition *macro)
{
	static const char *const tags[] = { [STEP_TAP] = "tap", [STEP_DOWN] = "down", [STEP_UP] = "up" };
	bool first = true;

	str_add_char(p->out, '[');
	for (size_t i = 0; i < macro->steps; i++) {
		const struct step *step = &macro->step[i];

		str_add(p->out, first ? "[" : ", [");
		first = false;
		if (step->op == STEP_TEXT) {
			str_add(p->out, "\"text\", ");
			json_add_text(p->out, symbol_text(step->text));
		} else if (step->op == STEP_DELAY) {
			str_addf(p->out, "\"delay\", %d", (int)step->value);
		} else {
			str_addf(p->out, "\"%s\"", tags[step->op]);
			for (; i < macro->steps && macro->step[i].op == step->op; i++) {
				str_add(p->out, ", ");
				matrix_print_action(p, macro->step[i].action, PLACE_NONE);
			}
			i--;
		}
		str_add_char(p->out, ']');
	}
	str_add_char(p->out, ']');
}

static int64_t option_of(const struct definition *definition, const char *name, int64_t usual)
{
	const struct setting *option = definition_option(definition, name);

	return option && option->type != SETTING_TEXT ? option->number : usual;
}

/* [tap, hold, tapped twice, tapped and held, milliseconds]; 0: the usual time. */
static void print_tap_dance(struct matrix_printer *p, const struct definition *dance)
{
	static const int taps[] = { 1, -1, 2, -2 };
	const struct setting *term = keymap_find_setting(p->in->map, "tapping.term");

	str_add_char(p->out, '[');
	for (size_t t = 0; t < COUNT(taps); t++) {
		struct action action = { .kind = ACTION_NONE };

		for (size_t i = 0; i < dance->steps; i++)
			if (dance->step[i].value == taps[t] &&
			    matrix_spells(p->dialect, dance->step[i].action))
				action = dance->step[i].action;
		matrix_print_action(p, action, PLACE_NONE);
		str_add(p->out, ", ");
	}
	str_addf(p->out, "%lld]",
		 (long long)option_of(dance, "tapping-term-ms", term ? term->number : USUAL_TERM_MS));
}

static void print_combo(struct matrix_printer *p, const struct definition *combo)
{
	str_add_char(p->out, '[');
	for (size_t i = 0; i < VIAL_COMBO_KEYS; i++) {
		matrix_print_action(p, vial_combo_key(p->in->map, combo, i), PLACE_NONE);
		str_add(p->out, ", ");
	}
	matrix_print_action(p, combo->step[0].action, PLACE_NONE);
	str_add_char(p->out, ']');
}

static int64_t override_options(const struct definition *override)
{
	int64_t on = option_of(override, "enabled", 1) ? VIAL_OVERRIDE_ENABLED : 0;

	return option_of(override, "options", OVERRIDE_USUAL) | on;
}

static void print_override(struct matrix_printer *p, const struct definition *override)
{
	str_add(p->out, "{\"trigger\": ");
	matrix_print_action(p, override->step[0].action, PLACE_NONE);
	str_add(p->out, ", \"replacement\": ");
	matrix_print_action(p, override->step[1].action, PLACE_NONE);
	str_addf(p->out,
		 ", \"layers\": %u, \"trigger_mods\": %u, \"negative_mod_mask\": %lld, "
		 "\"suppressed_mods\": %lld, \"options\": %lld}",
		 override->layer_mask ? (unsigned) override->layer_mask & UINT16_MAX : UINT16_MAX,
		 override->mods, (long long)option_of(override, "negative-mods", 0),
		 (long long)option_of(override, "suppressed-mods", override->mods),
		 (long long)override_options(override));
}

const struct matrix_table vil_tables[VIL_TABLES] = {
	{ "macro", DEFINITION_MACRO, print_steps, "[]" },
	{ "tap_dance", DEFINITION_TAP_DANCE, print_tap_dance,
	  "[\"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\", 200]" },
	{ "combo", DEFINITION_COMBO, print_combo, "[\"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\"]" },
	{ "key_override", DEFINITION_OVERRIDE, print_override,
	  "{\"trigger\": \"KC_NO\", \"replacement\": \"KC_NO\", \"layers\": 65535, \"trigger_mods\": 0, "
	  "\"negative_mod_mask\": 0, \"suppressed_mods\": 0, \"options\": 7}" },
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
	str_addf(p->out, "{\n  \"version\": 1,\n  \"uid\": %llu",
		 (unsigned long long)vial_uid_number(p->in->map));
	print_layers(p);
	str_add(p->out, ",\n  \"layout_options\": 0");
	print_table(p, &vil_tables[0]);
	str_addf(p->out, ",\n  \"vial_protocol\": %d,\n  \"via_protocol\": %d", VIAL_PROTOCOL, VIA_PROTOCOL);
	for (size_t i = 1; i < VIL_TABLES; i++)
		print_table(p, &vil_tables[i]);
	str_add(p->out, ",\n  \"alt_repeat_key\": []");
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
				     1u << DEFINITION_OVERRIDE);
	matrix_printer_release(&p);
	keymap_unref(saved.map);
	return true;
}
