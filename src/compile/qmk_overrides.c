/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "model/symbol.h"
#include "qmk_private.h"

/* key_overrides[], of QMK's process_key_override.h. Those with a name are mod-morphs: they are keys (qmk_record.c). */

enum {
	OPTIONS_DEFAULT = 0x07, /* ko_options_default */
	OPTIONS_ALL = 0x3f,     /* Vial has a bit of its own behind these: that it is in use */
	VALUE_MODIFIED_MAX = 0x1fff,
};

/* What an override says beyond ko_make_basic(). */
struct override {
	const struct definition *definition;
	unsigned negative, suppressed, options;
	const char *layers; /* ~0, or a mask */
	char mask[16];
};

static unsigned number_of(const struct definition *definition, const char *name, unsigned otherwise)
{
	const struct setting *option = definition_option(definition, name);

	return option && option->type == SETTING_NUMBER && option->number >= 0 && option->number <= UINT8_MAX
		       ? (unsigned)option->number
		       : otherwise;
}

static void read_override(const struct qmk *q, const struct definition *definition, struct override *o)
{
	*o = (struct override){
		.definition = definition,
		.negative = number_of(definition, "negative-mods", 0),
		.suppressed = number_of(definition, "suppressed-mods", definition->mods),
		.options = number_of(definition, "options", OPTIONS_DEFAULT) & OPTIONS_ALL,
		.layers = "~0",
	};
	if (definition->layer_mask) {
		snprintf(o->mask, sizeof(o->mask), "0x%x", (unsigned)qmk_layers_of(q, definition));
		o->layers = o->mask;
	}
}

/* Keys with modifiers are what QMK itself presses and lets go. */
static bool is_registered(const struct qmk *q, struct action action)
{
	size_t macro;

	return action.kind == ACTION_NONE || (qmk_is_plain_key(action) && !qmk_find_macro(q, action, &macro));
}

/* What is no key is done by a function. */
static void add_custom_action(struct qmk *q, struct action action, const char *name, struct str *out)
{
	struct str released = STR_INIT;

	str_addf(out, "\nstatic bool %s(bool activated, void *context) {\n    if (activated) {\n", name);
	qmk_add_statement(q, action, QMK_PRESS, 8, out);
	qmk_add_statement(q, action, QMK_RELEASE, 8, &released);
	if (released.len)
		str_addf(out, "    } else {\n%s", str_text(&released));
	str_add(out, "    }\n    return false;\n}\n\n");
	str_release(&released);
}

static void add_call(struct qmk *q, const struct override *o, struct str *out)
{
	const char *form = "ko_make_basic";
	int arguments = 3;

	if (o->options != OPTIONS_DEFAULT) {
		form = "ko_make_with_layers_negmods_and_options";
		arguments = 6;
	} else if (o->negative) {
		form = "ko_make_with_layers_and_negmods";
		arguments = 5;
	} else if (o->definition->layer_mask) {
		form = "ko_make_with_layers";
		arguments = 4;
	}
	str_addf(out, "%s(", form);
	qmk_add_mod_bits(o->definition->mods, out);
	for (int i = 0; i < 2; i++) {
		str_add(out, ", ");
		qmk_add_action(q, o->definition->step[i].action, out);
	}
	if (arguments > 3)
		str_addf(out, ", %s", o->layers);
	if (arguments > 4) {
		str_add(out, ", ");
		qmk_add_mod_bits(o->negative, out);
	}
	if (arguments > 5)
		str_addf(out, ", (ko_option_t)0x%02x", o->options);
	str_add_char(out, ')');
}

/* All its fields: ko_make_*() suppress just the modifiers that they wait for, and know no function. */
static void add_struct(struct qmk *q, const struct override *o, const char *function, struct str *out)
{
	str_add(out, "{\n    .trigger_mods      = ");
	qmk_add_mod_bits(o->definition->mods, out);
	str_addf(out, ",\n    .layers            = %s,\n    .suppressed_mods   = ", o->layers);
	qmk_add_mod_bits(o->suppressed, out);
	str_addf(out,
		 ",\n    .options           = (ko_option_t)0x%02x,\n    .negative_mod_mask = ", o->options);
	qmk_add_mod_bits(o->negative, out);
	if (function)
		str_addf(out, ",\n    .custom_action     = %s", function);
	str_add(out, ",\n    .trigger           = ");
	qmk_add_action(q, o->definition->step[0].action, out);
	str_add(out, ",\n    .replacement       = ");
	if (function)
		str_add(out, "KC_NO");
	else
		qmk_add_action(q, o->definition->step[1].action, out);
	str_add(out, ",\n}");
}

/* One override and its pointer in @table. */
static void write_override(struct qmk *q, size_t index, struct str *table)
{
	const struct definition *definition = keymap_definition(q->map, DEFINITION_OVERRIDE, index);
	struct str wanted = STR_INIT;
	char *name, *function = NULL;
	struct override o;

	read_override(q, definition, &o);
	str_addf(&wanted, "override_%zu", index);
	name = qmk_take_name(q, str_text(&wanted), "override");
	if (!is_registered(q, definition->step[1].action)) {
		str_add(&wanted, "_action");
		function = qmk_take_name(q, str_text(&wanted), "override");
		add_custom_action(q, definition->step[1].action, function, &q->functions);
	}
	str_addf(&q->functions, "const key_override_t %s = ", name);
	if (function || o.suppressed != definition->mods)
		add_struct(q, &o, function, &q->functions);
	else
		add_call(q, &o, &q->functions);
	str_add(&q->functions, ";\n");
	str_addf(table, "    &%s,\n", name);
	free(name);
	free(function);
	str_release(&wanted);
}

/* A key override that is in use: Vial's can be switched off. */
static bool is_override(const struct definition *definition)
{
	const struct setting *enabled = definition_option(definition, "enabled");

	return !definition->name && !(enabled && enabled->type == SETTING_BOOL && !enabled->number);
}

static bool is_sound(struct qmk *q, size_t index)
{
	const struct definition *definition = keymap_definition(q->map, DEFINITION_OVERRIDE, index);
	struct str subject = STR_INIT;
	bool sound = definition->steps == 2 && !definition->text;

	qmk_add_subject(DEFINITION_OVERRIDE, definition, index, &subject);
	if (!sound)
		qmk_lose(q, LOSS_ALL, str_text(&subject), "left out", "%s is left out: %s",
			 str_text(&subject),
			 definition->text ? "it is code that is not understood" : "it needs two keys");
	str_release(&subject);
	return sound;
}

static size_t count_overrides(const struct qmk *q)
{
	size_t count = 0;

	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_OVERRIDE); i++)
		count += is_override(keymap_definition(q->map, DEFINITION_OVERRIDE, i));
	return count;
}

void qmk_write_overrides(struct qmk *q)
{
	/* The table was a pointer until QMK 0.26, with NULL behind the last; keycodes 0.0.3 are mostly met before that. */
	bool is_pointer = q->dialect < DIALECT_QMK_0_0_4;
	size_t count = count_overrides(q);
	struct str table = STR_INIT;

	q->place = count ? place_of_definition(DEFINITION_OVERRIDE, 0) : PLACE_NONE;
	if (!qmk_has_table(q, QMK_KEY_OVERRIDE, count, "a key override"))
		return;
	str_add_char(&q->functions, '\n');
	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_OVERRIDE); i++) {
		q->place = place_of_definition(DEFINITION_OVERRIDE, i);
		if (is_override(keymap_definition(q->map, DEFINITION_OVERRIDE, i)) && is_sound(q, i))
			write_override(q, i, &table);
	}
	q->place = PLACE_NONE;
	if (is_pointer)
		str_addf(&q->functions,
			 "\nconst key_override_t **key_overrides = (const key_override_t *[]){\n%s    "
			 "NULL,\n};\n",
			 str_text(&table));
	else
		str_addf(&q->functions, "\nconst key_override_t *key_overrides[] = {%s%s};\n",
			 table.len ? "\n" : "", str_text(&table));
	q->functions.full |= table.full;
	str_release(&table);
}
