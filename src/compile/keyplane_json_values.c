/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/keyplane_json.h"
#include "keyplane_json_private.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/term.h"

static void print_mods(uint32_t mods, struct str *out)
{
	const char *comma = "";

	str_add_char(out, '[');
	for (int bit = 0; bit < TERM_MODS; bit++) {
		if (!(mods >> bit & 1))
			continue;
		str_addf(out, "%s\"%s\"", comma, term_of_mod(bit));
		comma = ", ";
	}
	str_add_char(out, ']');
}

static void print_key(uint32_t key, struct str *out)
{
	str_addf(out, "{\"key\": \"%s\"", keycode_get(KEY_CODE(key))->name);
	if (KEY_MODS(key)) {
		str_add(out, ", \"mods\": ");
		print_mods(KEY_MODS(key), out);
	}
	str_add_char(out, '}');
}

static void print_layer_number(uint32_t layer, struct str *out)
{
	str_addf(out, "{\"layer\": %u}", (unsigned)layer);
}

static void print_mods_object(uint32_t mods, struct str *out)
{
	str_add(out, "{\"mods\": ");
	print_mods(mods, out);
	str_add_char(out, '}');
}

static void print_number(uint32_t number, struct str *out)
{
	str_addf(out, "%u", (unsigned)number);
}

static void print_symbol(uint32_t name, struct str *out)
{
	json_add_text(out, symbol_text(name));
}

static void print_definition_number(uint32_t index, struct str *out)
{
	str_addf(out, "{\"definition\": %u}", (unsigned)index);
}

void keyplane_print_action(struct action action, struct str *out)
{
	static void (*const print[])(uint32_t, struct str *) = {
		[ARG_KEY] = print_key,          [ARG_LAYER] = print_layer_number,
		[ARG_MODS] = print_mods_object, [ARG_NUMBER] = print_number,
		[ARG_SYMBOL] = print_symbol,    [ARG_DEFINITION] = print_definition_number,
	};
	const char *before = ", \"args\": [", *after = "";

	str_addf(out, "{\"kind\": \"%s\"", action_kind_info(action.kind)->name);
	for (int i = 0; i < 3; i++) {
		enum arg_type type = action_arg_type(action, i);

		if (type == ARG_NONE)
			continue;
		if (action.flags & ACTION_BY_NAME && i == 0)
			type = ARG_SYMBOL;
		str_add(out, before);
		print[type](action.arg[i], out);
		before = ", ";
		after = "]";
	}
	str_addf(out, "%s}", after);
}

static void print_setting(const struct setting *setting, struct str *out)
{
	if (setting->type == SETTING_BOOL)
		str_add(out, setting->number ? "true" : "false");
	else if (setting->type == SETTING_NUMBER)
		str_addf(out, "%lld", (long long)setting->number);
	else
		print_symbol(setting->text, out);
}

static void print_step(const struct step *step, struct str *out)
{
	str_addf(out, "{\"op\": \"%s\"", term_of_step((enum step_op)step->op));
	if (step->value)
		str_addf(out, ", \"value\": %d", (int)step->value);
	if (step->text) {
		str_add(out, ", \"text\": ");
		print_symbol(step->text, out);
	}
	if (!action_equal(step->action, (struct action){ 0 })) {
		str_add(out, ", \"action\": ");
		keyplane_print_action(step->action, out);
	}
	str_add_char(out, '}');
}

static void print_layers(uint32_t mask, struct str *out)
{
	const char *comma = "";

	str_add(out, ", \"layers\": [");
	for (unsigned layer = 0; layer < KEYMAP_MAX_LAYERS; layer++) {
		if (!(mask >> layer & 1))
			continue;
		str_addf(out, "%s%u", comma, layer);
		comma = ", ";
	}
	str_add_char(out, ']');
}

static void print_positions(const struct definition *definition, struct str *out)
{
	str_add(out, ", \"positions\": [");
	for (size_t i = 0; i < definition->positions; i++)
		str_addf(out, "%s%u", i ? ", " : "", (unsigned)definition->position[i]);
	str_add_char(out, ']');
}

static void print_steps(const struct definition *definition, struct str *out)
{
	str_add(out, ", \"steps\": [");
	for (size_t i = 0; i < definition->steps; i++) {
		str_add(out, i ? ", " : "");
		print_step(&definition->step[i], out);
	}
	str_add_char(out, ']');
}

static void print_options(const struct definition *definition, struct str *out)
{
	str_add(out, ", \"options\": {");
	for (size_t i = 0; i < definition->options; i++) {
		str_add(out, i ? ", " : "");
		print_symbol(definition->option[i].name, out);
		str_add(out, ": ");
		print_setting(&definition->option[i], out);
	}
	str_add_char(out, '}');
}

void keyplane_json_definition(const struct definition *definition, struct str *out)
{
	str_addf(out, "{\"kind\": \"%s\"", term_of_definition((enum definition_kind)definition->kind));
	if (definition->name) {
		str_add(out, ", \"name\": ");
		print_symbol(definition->name, out);
	}
	if (definition->text) {
		str_add(out, ", \"text\": ");
		print_symbol(definition->text, out);
	}
	if (definition->mods) {
		str_add(out, ", \"mods\": ");
		print_mods(definition->mods, out);
	}
	if (definition->layer_mask)
		print_layers(definition->layer_mask, out);
	if (definition->positions)
		print_positions(definition, out);
	if (definition->steps)
		print_steps(definition, out);
	if (definition->options)
		print_options(definition, out);
	str_add_char(out, '}');
}

void keyplane_print_settings(const struct json_style *style, const struct keymap *map, int depth,
			     struct str *out)
{
	str_add_char(out, '{');
	for (size_t i = 0; i < keymap_settings(map); i++) {
		const struct setting *setting = keymap_setting_at(map, i);

		str_add(out, i ? "," : "");
		json_style_line(style, depth + 1, out);
		print_symbol(setting->name, out);
		str_add(out, ": ");
		print_setting(setting, out);
	}
	json_style_line(style, depth, out);
	str_add_char(out, '}');
}
