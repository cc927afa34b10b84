/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json.h"
#include "compile/via_macro.h"
#include "matrix_keymap.h"
#include "model/symbol.h"

static const struct diagnostic_kind not_written = { "via-lost", SEVERITY_WARNING };

static void print_macro(struct matrix_printer *p, const struct definition *macro)
{
	struct str text = STR_INIT;

	if (!via_macro_print(macro, p->dialect, &text))
		diagnostics_add(p->lost, &not_written, PLACE_NONE,
				"a step of a macro has no form here: it is left out");
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
