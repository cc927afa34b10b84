/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

/* Definitions as C writes them. */

static bool add_action(const struct c_update *u, const struct definition *definition, size_t step,
		       struct str *out)
{
	return c_update_print(u, definition->step[step].action, out, u->err);
}

static bool has_options(const struct definition *definition, size_t options)
{
	return definition->options > options || definition->text;
}

/* `const uint16_t PROGMEM name[] = {KC_A, KC_B, COMBO_END};` and COMBO(name, KC_ESC) */
static bool make_combo(struct c_update *u, const struct definition *definition, size_t index,
		       struct c_made *out)
{
	const char *name = symbol_text(definition->name);

	(void)index;
	if (definition->positions || definition->steps < 3 || has_options(definition, 0) ||
	    definition->layer_mask)
		return err_set(u->err, ERR_REFUSED,
			       "a combo of a keymap.c is two keys or more by what they do, and a result");
	if (!c_update_is_free(u, name))
		return err_set(
			u->err, ERR_REFUSED,
			"'%.60s' cannot name a combo: give a name of C that neither QMK nor this text has",
			name);
	str_addf(&out->before, "const uint16_t PROGMEM %s[] = {", name);
	for (size_t i = 1; i < definition->steps; i++) {
		if (!add_action(u, definition, i, &out->before))
			return false;
		str_add(&out->before, ", ");
	}
	str_add(&out->before, "COMBO_END};\n");
	str_addf(&out->element, "COMBO(%s, ", name);
	if (!add_action(u, definition, 0, &out->element))
		return false;
	str_add(&out->element, ")");
	return true;
}

/* ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS) */
static bool print_dance(struct c_update *u, const struct definition *definition, struct str *out)
{
	struct action second;

	if (definition->steps != 2 || definition->step[0].value != 1 || definition->step[1].value != 2 ||
	    has_options(definition, 0))
		return err_set(
			u->err, ERR_REFUSED,
			"a tap dance of a keymap.c that is not code has what one tap does and what two do");
	second = definition->step[1].action;
	str_addf(out, "ACTION_TAP_DANCE_%s(",
		 second.kind == ACTION_LAYER_TO       ? "LAYER_MOVE"
		 : second.kind == ACTION_LAYER_TOGGLE ? "LAYER_TOGGLE"
						      : "DOUBLE");
	if (!add_action(u, definition, 0, out))
		return false;
	str_add(out, ", ");
	if (second.kind == ACTION_LAYER_TO || second.kind == ACTION_LAYER_TOGGLE)
		qmk_print_layer(second.arg[0], &u->names, out);
	else if (!add_action(u, definition, 1, out))
		return false;
	str_add(out, ")");
	return true;
}

/* [2] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS) */
static bool make_dance(struct c_update *u, const struct definition *definition, size_t index,
		       struct c_made *out)
{
	if (definition->name)
		return err_set(u->err, ERR_REFUSED,
			       "a new tap dance of a keymap.c has a number, no name: that is an enumerator");
	str_addf(&out->element, "[%zu] = ", index);
	return print_dance(u, definition, &out->element);
}

/* The options of an override are what QMK's longer calls take behind its layers. */
static bool add_override_options(struct c_update *u, const struct definition *definition, struct str *out)
{
	const struct setting *negative = definition_option(definition, "negative-mods");
	const struct setting *options = definition_option(definition, "options");

	if (definition->options > (size_t)(negative != NULL) + (options != NULL) || (options && !negative))
		return err_set(u->err, ERR_REFUSED, "a key override of a keymap.c has no such options");
	if (definition->layer_mask || negative)
		str_add(out, definition->layer_mask ? ", 0x" : ", ~0");
	if (definition->layer_mask)
		str_addf(out, "%X", (unsigned)definition->layer_mask);
	if (negative)
		str_addf(out, ", 0x%02X", (unsigned)negative->number & 0xff);
	if (options)
		str_addf(out, ", 0x%02X", (unsigned)options->number & 0xff);
	return true;
}

static const char *override_call(const struct definition *definition)
{
	if (definition_option(definition, "options"))
		return "ko_make_with_layers_negmods_and_options";
	if (definition_option(definition, "negative-mods"))
		return "ko_make_with_layers_and_negmods";
	return definition->layer_mask ? "ko_make_with_layers" : "ko_make_basic";
}

/* ko_make_basic(0x22, KC_BSPC, KC_DEL) */
static bool print_override(struct c_update *u, const struct definition *definition, struct str *out)
{
	if (definition->name || definition->steps != 2 || definition->positions || definition->text)
		return err_set(u->err, ERR_REFUSED,
			       "a key override of a keymap.c has modifiers, a key and what replaces it");
	str_addf(out, "%s(0x%02X, ", override_call(definition), definition->mods);
	if (!add_action(u, definition, 0, out))
		return false;
	str_add(out, ", ");
	if (!add_action(u, definition, 1, out) || !add_override_options(u, definition, out))
		return false;
	str_add(out, ")");
	return true;
}

/* `const key_override_t name = ko_make_basic(...);` and &name */
static bool make_override(struct c_update *u, const struct definition *definition, size_t index,
			  struct c_made *out)
{
	char name[40];

	do
		snprintf(name, sizeof(name), "keyplane_override_%zu", index++);
	while (!c_update_is_free(u, name));
	str_addf(&out->before, "const key_override_t %s = ", name);
	if (!print_override(u, definition, &out->before))
		return false;
	str_add(&out->before, ";\n");
	str_addf(&out->element, "&%s", name);
	return true;
}

/* The number that the firmware sends: `0x1F600`. */
static bool print_character(struct c_update *u, const struct definition *definition, struct str *out)
{
	const char *text = symbol_text(definition->text);
	size_t used = 0;
	uint32_t code = utf8_decode(text, strlen(text), &used);

	if (!*text || text[used])
		return err_set(u->err, ERR_REFUSED, "an entry of unicode_map is one character");
	str_addf(out, "0x%04X", (unsigned)code);
	return true;
}

static const struct c_table tables[] = {
	{ DEFINITION_COMBO, "key_combos", "combo_t key_combos[] = ", "combo", make_combo, NULL },
	{ DEFINITION_TAP_DANCE, "tap_dance_actions", "tap_dance_action_t tap_dance_actions[] = ", "tap dance",
	  make_dance, print_dance },
	{ DEFINITION_OVERRIDE, "key_overrides", "const key_override_t *key_overrides[] = ", "key override",
	  make_override, print_override },
	{ DEFINITION_UNICODE, "unicode_map", NULL, "character", NULL, print_character },
};

const struct c_table *c_update_find_table(enum definition_kind kind)
{
	for (size_t i = 0; i < COUNT(tables); i++)
		if (tables[i].kind == kind)
			return &tables[i];
	return NULL;
}
