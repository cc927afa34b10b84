/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json.h"
#include "matrix_keymap.h"
#include "model/keycode.h"
#include "model/symbol.h"

enum {
	FIRST_KEY = 4, /* KC_A: below are no keys */
	KC_LEFT_CTRL = 0xe0,
	MODS = 8,
};

static const struct diagnostic_kind not_written = { "via-lost", SEVERITY_WARNING };

/* What is in braces is no text, so a brace in a text has a backslash; a backslash at the end, which would make text of
 * the braces behind it, is the key. */
static void add_escaped(struct str *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '{')
			str_add_char(out, '\\');
		if (*text == '\\' && !text[1])
			str_add(out, "{KC_BSLS}");
		else
			str_add_char(out, *text);
	}
}

bool via_save_has_key(struct action action)
{
	uint16_t value = action.kind == ACTION_KEY ? keycode_get(KEY_CODE(action.arg[0]))->value : 0;

	return value >= FIRST_KEY && value <= UINT8_MAX;
}

static void add_key(struct matrix_printer *p, const char *sign, uint16_t code, struct str *out)
{
	str_addf(out, "{%s", sign);
	keycode_dialect_print(p->dialect, (struct action){ .kind = ACTION_KEY, .arg = { code } }, out);
	str_add_char(out, '}');
}

static void add_mods(struct matrix_printer *p, const char *sign, uint8_t mods, struct str *out)
{
	uint16_t code;

	for (int i = 0; i < MODS; i++)
		if (mods >> i & 1 && keycode_find_value((uint16_t)(KC_LEFT_CTRL + i), &code))
			add_key(p, sign, code, out);
}

/* The firmware keeps eight bits of a key: its modifiers are keys of their own. */
static void add_key_step(struct matrix_printer *p, const struct step *step, struct str *out)
{
	static const char *const sign[] = { [STEP_TAP] = "", [STEP_DOWN] = "+", [STEP_UP] = "-" };
	uint32_t key = step->action.arg[0];

	if (step->op != STEP_UP)
		add_mods(p, "+", KEY_MODS(key), out);
	add_key(p, sign[step->op], KEY_CODE(key), out);
	if (step->op != STEP_DOWN)
		add_mods(p, "-", KEY_MODS(key), out);
}

static void add_step(struct matrix_printer *p, const struct step *step, struct str *out)
{
	if (step->op == STEP_TEXT) {
		add_escaped(out, symbol_text(step->text));
	} else if (step->op == STEP_DELAY) {
		str_addf(out, "{%d}", (int)step->value);
	} else if (step->op <= STEP_UP && via_save_has_key(step->action)) {
		add_key_step(p, step, out);
	} else {
		diagnostics_add(p->lost, &not_written, PLACE_NONE,
				"a step of a macro has no form here: it is left out");
	}
}

static void print_macro(struct matrix_printer *p, const struct definition *macro)
{
	struct str text = STR_INIT;

	for (size_t i = 0; i < macro->steps; i++)
		add_step(p, &macro->step[i], &text);
	json_add_text(p->out, str_text(&text));
	str_release(&text);
}

const struct matrix_table via_tables[VIA_TABLES] = {
	{ "macros", DEFINITION_MACRO, print_macro, "\"\"" },
};

static void print_macros(struct matrix_printer *p)
{
	size_t count = keymap_definitions(p->in->map, DEFINITION_MACRO);

	str_add(p->out, ",\n  \"macros\": [");
	for (size_t i = 0; i < count; i++) {
		str_add(p->out, i ? ",\n    " : "\n    ");
		print_macro(p, keymap_definition(p->in->map, DEFINITION_MACRO, i));
	}
	str_add(p->out, count ? "\n  ]" : "]");
}

static void print_layers(struct matrix_printer *p)
{
	str_add(p->out, ",\n  \"layers\": [");
	for (size_t layer = 0; layer < keymap_layers(p->in->map); layer++) {
		str_add(p->out, layer ? ",\n    [" : "\n    [");
		for (int row = 0; row < p->rows; row++) {
			str_add(p->out, row ? ",\n      " : "\n      ");
			for (int col = 0; col < p->cols; col++) {
				str_add(p->out, col ? ", " : "");
				matrix_print_cell(p, layer, row, col, "\"KC_NO\"");
			}
		}
		str_add(p->out, "\n    ]");
	}
	str_add(p->out, "\n  ]");
}

static void print_encoders(struct matrix_printer *p)
{
	size_t layers = keymap_layers(p->in->map), encoders = keymap_encoders(p->in->map);

	str_add(p->out, ",\n  \"encoders\": [");
	for (size_t i = 0; i < encoders; i++) {
		str_add(p->out, i ? ",\n    [" : "\n    [");
		for (size_t layer = 0; layer < layers; layer++) {
			str_add(p->out, layer ? ", [" : "[");
			matrix_print_turn(p, layer, i, TURN_CCW);
			str_add(p->out, ", ");
			matrix_print_turn(p, layer, i, TURN_CW);
			str_add_char(p->out, ']');
		}
		str_add_char(p->out, ']');
	}
	str_add(p->out, encoders ? "\n  ]" : "]");
}

bool via_save_print(const struct compile_input *in, struct str *out, struct diagnostics *lost,
		    struct err *err)
{
	const struct keyboard *kb = in->keyboard;
	struct matrix_printer p;

	if (!kb->usb_vid && !kb->usb_pid)
		return err_set(err, ERR_REFUSED,
			       "the keyboard's USB id is not known, and VIA's app takes no file without it: "
			       "give the "
			       "keyboard it is for");
	if (!matrix_printer_init(&p, in, out, lost, DIALECT_VIA_12, err))
		return false;
	str_add(out, "{\n  \"name\": ");
	json_add_text(out, kb->name[0] ? kb->name : kb->id);
	str_addf(out, ",\n  \"vendorProductId\": %u", (unsigned)kb->usb_vid << 16 | kb->usb_pid);
	print_macros(&p);
	print_layers(&p);
	print_encoders(&p);
	str_add(out, "\n}\n");
	if (keymap_settings(in->map))
		diagnostics_add(lost, &not_written, PLACE_NONE,
				"the format has no settings: %zu are left out", keymap_settings(in->map));
	matrix_tell_lost(&p, 1u << DEFINITION_MACRO);
	matrix_printer_release(&p);
	return true;
}
