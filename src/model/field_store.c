/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "field_private.h"
#include "model/symbol.h"
#include "zmk_cell.h"

enum {
	OVERRIDE_OPTIONS = 0x07, /* ko_options_default of QMK's process_key_override.h */
	OVERRIDE_ENABLED = 0x80, /* Vial's */
};

static const char *const parameter_compatibles[] = { "", "zmk,behavior-macro-one-param",
						     "zmk,behavior-macro-two-param" };

/* The names behind each & of `<&kp>, <&mo>`, at most @max. How many there are; 0 when it is anything else. */
static size_t list_bindings(const struct definition *d, uint32_t *name, size_t max)
{
	const struct setting *option = definition_option(d, "bindings");
	const char *at = option && option->type == SETTING_TEXT ? symbol_text(option->text) : "";
	size_t count = 0;

	while (*at) {
		size_t len = 0;

		if (strchr("<>, ", *at)) {
			at++;
			continue;
		}
		if (*at++ != '&')
			return 0;
		while (zmk_is_name(at[len]))
			len++;
		if (!len || count == max)
			return 0;
		name[count++] = symbol_of_bytes(at, len);
		at += len;
	}
	return count;
}

enum { BINDINGS_MAX = 8 };

static enum field_said load_binding(const struct definition *d, size_t index, struct field_value *out)
{
	const struct setting *option = definition_option(d, "bindings");
	uint32_t name[BINDINGS_MAX];
	size_t count = list_bindings(d, name, BINDINGS_MAX);

	if (!option)
		return FIELD_UNSAID;
	if (!count)
		return field_load_raw(option, out);
	if (index >= count)
		return FIELD_UNSAID;
	out->text = name[index];
	return FIELD_SAID;
}

static void store_binding(struct definition *d, size_t index, uint32_t name)
{
	uint32_t names[BINDINGS_MAX];
	size_t count = list_bindings(d, names, BINDINGS_MAX);
	struct str text = STR_INIT;

	while (count <= index)
		names[count++] = symbol("kp");
	names[index] = name ? name : symbol("none");
	for (size_t i = 0; i < count; i++)
		str_addf(&text, "%s<&%s>", i ? ", " : "", symbol_text(names[i]));
	field_put_text(d, "bindings", str_text(&text));
	str_release(&text);
}

static void set_steps(struct definition *d, size_t count)
{
	d->step = mem_resize(d->step, count ? count : 1, sizeof(*d->step));
	for (size_t i = d->steps; i < count; i++)
		d->step[i] = (struct step){ .op = STEP_RESULT };
	d->steps = count;
}

/* The steps from @from on. */
static void store_steps(struct definition *d, size_t from, const struct field_value *value)
{
	size_t count = value ? value->steps : 0;

	set_steps(d, from);
	set_steps(d, from + count);
	for (size_t i = 0; i < count; i++)
		d->step[from + i] = value->step[i];
}

static void store_step(struct definition *d, size_t index, const struct field_value *value)
{
	if (d->steps <= index)
		set_steps(d, index + 1);
	d->step[index] = value ? value->step[0] : (struct step){ .op = STEP_RESULT };
}

static size_t find_tap(const struct definition *d, int32_t taps)
{
	size_t i = 0;

	while (i < d->steps && d->step[i].value != taps)
		i++;
	return i;
}

/* Taps lie in their order, held ones behind those that are not. */
static bool is_before(int32_t a, int32_t b)
{
	return abs(a) != abs(b) ? abs(a) < abs(b) : a > b;
}

static void insert_tap(struct definition *d, int32_t taps)
{
	size_t at = 0;

	while (at < d->steps && is_before(d->step[at].value, taps))
		at++;
	set_steps(d, d->steps + 1);
	memmove(d->step + at + 1, d->step + at, (d->steps - 1 - at) * sizeof(*d->step));
	d->step[at] = (struct step){ .op = STEP_RESULT, .value = taps };
}

static void remove_step(struct definition *d, size_t at)
{
	memmove(d->step + at, d->step + at + 1, (d->steps - 1 - at) * sizeof(*d->step));
	d->steps--;
}

static int32_t last_tap(const struct definition *d)
{
	int32_t last = 0;

	for (size_t i = 0; i < d->steps; i++)
		if (d->step[i].value > last)
			last = d->step[i].value;
	return last;
}

/* ZMK lists what each number of taps does, without a gap. */
static void store_tap(const struct keymap *map, struct definition *d, int32_t taps,
		      const struct field_value *value)
{
	bool no_gap = keymap_is_zmk(map) && taps > 0;

	if (!value) {
		size_t at = find_tap(d, taps);

		if (at < d->steps && no_gap && taps < last_tap(d))
			d->step[at].action = (struct action){ .kind = ACTION_NONE };
		else if (at < d->steps)
			remove_step(d, at);
		return;
	}
	for (int32_t tap = no_gap ? 1 : taps; tap <= taps; tap++)
		if (find_tap(d, tap) == d->steps)
			insert_tap(d, tap);
	d->step[find_tap(d, taps)].action = value->step[0].action;
}

static int64_t override_options(const struct definition *d)
{
	const struct setting *option = definition_option(d, "options");

	return option && option->type == SETTING_NUMBER ? option->number
							: OVERRIDE_OPTIONS | OVERRIDE_ENABLED;
}

static void store_bit(struct definition *d, int bit, const struct field_value *value)
{
	int64_t mask = INT64_C(1) << bit,
		on = value ? (value->number ? mask : 0) : (OVERRIDE_OPTIONS | OVERRIDE_ENABLED) & mask;

	field_put_number(d, "options", (override_options(d) & ~mask) | on);
}

static enum field_said load_steps(const struct definition *d, size_t from, size_t count,
				  struct field_value *out)
{
	for (size_t i = from; i < d->steps && out->steps < count; i++)
		field_value_add(out, d->step[i]);
	return out->steps ? FIELD_SAID : FIELD_UNSAID;
}

static enum field_said load_parameters(const struct definition *d, const struct field *field,
				       struct field_value *out)
{
	const struct setting *compatible = definition_option(d, "compatible");

	if (!compatible)
		return FIELD_UNSAID;
	for (size_t i = 1; i < COUNT(parameter_compatibles); i++)
		if (compatible->text == symbol(parameter_compatibles[i])) {
			out->text = symbol(field->choice[i]);
			return FIELD_SAID;
		}
	return field_load_raw(compatible, out);
}

static void store_parameters(struct definition *d, const struct field *field, const struct field_value *value)
{
	field_remove_option(d, "compatible");
	for (size_t i = 1; value && i < COUNT(parameter_compatibles); i++)
		if (value->text == symbol(field->choice[i]))
			field_put_text(d, "compatible", parameter_compatibles[i]);
}

static enum field_said load_layer(const struct definition *d, struct field_value *out)
{
	uint32_t layer;

	if (!d->steps || !action_has_layer(d->step[0].action, &layer) || layer >= KEYMAP_MAX_LAYERS)
		return FIELD_UNSAID;
	out->number = INT64_C(1) << layer;
	return FIELD_SAID;
}

static void store_layer(struct definition *d, const struct field_value *value)
{
	struct step step = { .op = STEP_RESULT, .action = { .kind = ACTION_LAYER_MOMENTARY } };

	set_steps(d, value ? 1 : 0);
	while (value && !(value->number >> step.action.arg[0] & 1))
		step.action.arg[0]++;
	if (value)
		d->step[0] = step;
}

static enum field_said said_if(bool said)
{
	return said ? FIELD_SAID : FIELD_UNSAID;
}

enum field_said field_load(const struct definition *d, const struct field *field, struct field_value *out)
{
	const struct setting *spelled = definition_option(d, field->name);

	/* Words that are not known stay an option where they would be a member. */
	if (spelled && spelled->type == SETTING_TEXT && field->store <= STORE_POSITIONS)
		return field_load_raw(spelled, out);
	switch ((enum field_store)field->store) {
	case STORE_NAME:
	case STORE_TEXT:
		out->text = field->store == STORE_NAME ? d->name : d->text;
		return said_if(out->text);
	case STORE_MODS:
		out->number = d->mods;
		return FIELD_SAID;
	case STORE_LAYERS:
		out->number = d->layer_mask;
		return said_if(d->layer_mask);
	case STORE_POSITIONS:
		for (size_t i = 0; i < d->positions; i++)
			field_value_add_position(out, d->position[i]);
		return said_if(d->positions);
	case STORE_STEPS:
	case STORE_KEYS:
		return load_steps(d, (size_t)field->index, SIZE_MAX, out);
	case STORE_STEP:
		return load_steps(d, (size_t)field->index, 1, out);
	case STORE_TAP:
		return load_steps(d, find_tap(d, field->index), 1, out);
	case STORE_OPTION:
		return field_load_option(spelled, field, out);
	case STORE_BIT:
		out->number = override_options(d) >> field->index & 1;
		return said_if(definition_option(d, "options"));
	case STORE_BINDING:
		return load_binding(d, (size_t)field->index, out);
	case STORE_LAYER:
		return load_layer(d, out);
	case STORE_PARAMETERS:
		return load_parameters(d, field, out);
	case STORE_COUNT:
		break;
	}
	return FIELD_UNSAID;
}

static void store_member(struct definition *d, const struct field *field, const struct field_value *value)
{
	static const struct field_value nothing;

	field_remove_option(d, field->name);
	if (!value)
		value = &nothing;
	switch ((enum field_store)field->store) {
	case STORE_NAME:
		d->name = value->text;
		break;
	case STORE_TEXT:
		d->text = value->text;
		break;
	case STORE_MODS:
		d->mods = (uint8_t)value->number;
		break;
	case STORE_LAYERS:
		d->layer_mask = (uint32_t)value->number;
		break;
	default:
		d->position = mem_resize(d->position, value->positions + 1, sizeof(*d->position));
		if (value->positions)
			memcpy(d->position, value->position, value->positions * sizeof(*d->position));
		d->positions = value->positions;
		break;
	}
}

/* A combo has its keys either way. */
static void store_keys(struct definition *d, const struct field *field, const struct field_value *value)
{
	if (field->store == STORE_KEYS)
		store_steps(d, (size_t)field->index, value);
	else
		store_member(d, field, value);
	if (d->kind != DEFINITION_COMBO || !value)
		return;
	if (field->store == STORE_KEYS)
		d->positions = 0;
	else if (d->steps > 1)
		d->steps = 1;
}

void field_store(const struct keymap *map, struct definition *d, const struct field *field,
		 const struct field_value *value)
{
	switch ((enum field_store)field->store) {
	case STORE_NAME:
	case STORE_TEXT:
	case STORE_MODS:
	case STORE_LAYERS:
		store_member(d, field, value);
		break;
	case STORE_POSITIONS:
	case STORE_KEYS:
		store_keys(d, field, value);
		break;
	case STORE_STEPS:
		store_steps(d, 0, value);
		break;
	case STORE_STEP:
		store_step(d, (size_t)field->index, value);
		break;
	case STORE_TAP:
		store_tap(map, d, field->index, value);
		break;
	case STORE_OPTION:
		if (value)
			field_store_option(map, d, field, value);
		else
			field_remove_option(d, field->name);
		break;
	case STORE_BIT:
		store_bit(d, field->index, value);
		break;
	case STORE_BINDING:
		store_binding(d, (size_t)field->index, value ? value->text : 0);
		break;
	case STORE_LAYER:
		store_layer(d, value);
		break;
	case STORE_PARAMETERS:
		store_parameters(d, field, value);
		break;
	case STORE_COUNT:
		break;
	}
}
