/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "field_private.h"
#include "model/symbol.h"
#include "model/term.h"

void field_print_action(const struct field_spelling *spelling, struct action action, struct str *out)
{
	struct str text = STR_INIT;

	if (spelling && spelling->print && spelling->print(spelling->data, action, &text))
		str_add(out, str_text(&text));
	else
		action_print(action, out);
	str_release(&text);
}

static void print_actions(const struct field_context *c, const struct field_value *value, struct str *out)
{
	for (size_t i = 0; i < value->steps; i++) {
		str_add(out, i ? ", " : "");
		field_print_action(c->spelling, value->step[i].action, out);
	}
}

static void print_positions(const struct field_value *value, struct str *out)
{
	for (size_t i = 0; i < value->positions; i++)
		str_addf(out, "%s%d", i ? " " : "", value->position[i]);
}

static void print_mods(const struct field_value *value, struct str *out)
{
	const char *between = "";

	for (int bit = 0; bit < TERM_MODS; bit++)
		if (value->number >> bit & 1) {
			str_addf(out, "%s%s", between, term_of_mod(bit));
			between = " ";
		}
	if (!*between)
		str_add(out, "none");
}

static void print_layers(const struct field_value *value, struct str *out)
{
	const char *between = "";

	for (int layer = 0; layer < KEYMAP_MAX_LAYERS; layer++)
		if (value->number >> layer & 1) {
			str_addf(out, "%s%d", between, layer);
			between = " ";
		}
}

void field_print(const struct field_context *c, const struct field_value *value, struct str *out)
{
	switch (c->field->type) {
	case FIELD_ACTION:
	case FIELD_ACTIONS:
		print_actions(c, value, out);
		break;
	case FIELD_STEPS:
		field_print_steps(c, value, out);
		break;
	case FIELD_POSITIONS:
		print_positions(value, out);
		break;
	case FIELD_MODS:
		print_mods(value, out);
		break;
	case FIELD_LAYERS:
		print_layers(value, out);
		break;
	case FIELD_SWITCH:
		str_add(out, value->number ? "yes" : "no");
		break;
	case FIELD_NUMBER:
		str_addf(out, "%lld", (long long)value->number);
		break;
	case FIELD_BEHAVIOR:
		str_addf(out, "&%s", symbol_text(value->text));
		break;
	default:
		str_add(out, symbol_text(value->text));
		break;
	}
}
