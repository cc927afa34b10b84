/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "field_private.h"
#include "model/symbol.h"
#include "model/term.h"
#include "model/zmk_action.h"

/* Of a BEHAVIOR, or of the one that it has properties for; "" when it is not known. */
static const char *compatible_of(const struct definition *definition)
{
	const struct setting *compatible = definition_option(definition, "compatible");
	const char *name = symbol_text(definition->name);
	const struct zmk_behavior *predefined;

	if (definition->kind != DEFINITION_BEHAVIOR)
		return "";
	if (compatible)
		return compatible->type == SETTING_TEXT ? symbol_text(compatible->text) : "";
	predefined = zmk_behavior_find(name, strlen(name));
	return predefined ? predefined->compatible : "";
}

static bool is_of(const struct field_row *row, const char *kind, const char *compatible)
{
	return !strcmp(row->of, kind) || (*compatible && !strcmp(row->of, compatible));
}

/* Field @index of those that it has; with SIZE_MAX NULL, and how many there are. */
static const struct field *find_at(const struct definition *definition, size_t index, size_t *count)
{
	const char *kind = term_of_definition(definition->kind), *compatible = compatible_of(definition);

	*count = 0;
	for (size_t i = 0; i < field_table_rows; i++) {
		if (!is_of(&field_table[i], kind, compatible))
			continue;
		if (*count == index)
			return &field_table[i].field;
		++*count;
	}
	return NULL;
}

size_t field_count(const struct definition *definition)
{
	size_t count;

	find_at(definition, SIZE_MAX, &count);
	return count;
}

const struct field *field_at(const struct definition *definition, size_t index)
{
	size_t count;
	const struct field *field = find_at(definition, index, &count);

	assert(field);
	return field;
}

const struct field *field_find(const struct definition *definition, const char *name)
{
	const char *kind = term_of_definition(definition->kind), *compatible = compatible_of(definition);

	for (size_t i = 0; i < field_table_rows; i++)
		if (is_of(&field_table[i], kind, compatible) && !strcmp(field_table[i].field.name, name))
			return &field_table[i].field;
	return NULL;
}

unsigned field_firmwares_of(const struct keymap *map)
{
	return keymap_is_zmk(map) ? FIELD_ZMK : FIELD_QMK | FIELD_VIAL;
}

void field_value_release(struct field_value *value)
{
	free(value->step);
	free(value->position);
}

void field_value_add(struct field_value *value, struct step step)
{
	value->step = mem_grow(value->step, value->steps, &value->step_cap, sizeof(step));
	value->step[value->steps++] = step;
}

void field_value_add_position(struct field_value *value, uint16_t position)
{
	value->position = mem_grow(value->position, value->positions, &value->position_cap, sizeof(position));
	value->position[value->positions++] = position;
}

bool field_get(const struct keymap *map, const struct definition *definition, const struct field *field,
	       const struct field_spelling *spelling, struct str *out)
{
	const struct field_context c = { map, definition, field, spelling };
	struct field_value value = { 0 };
	enum field_said said = field_load(definition, field, &value);

	if (said == FIELD_SAID)
		field_print(&c, &value, out);
	else if (said == FIELD_RAW)
		str_add(out, symbol_text(value.text));
	field_value_release(&value);
	return said != FIELD_UNSAID;
}

bool field_set(const struct keymap *map, const struct definition *definition, const struct field *field,
	       const char *text, const struct field_spelling *spelling, struct definition *out,
	       struct err *err)
{
	const struct field_context c = { map, definition, field, spelling };
	struct field_value value = { 0 };
	bool ok = true;

	if (text)
		ok = field_parse(&c, text, &value, err);
	else if (field->required & field_firmwares_of(map))
		ok = err_set(err, ERR_USAGE, "%s cannot be left out", field->name);
	if (ok) {
		*out = definition_copy(definition);
		field_store(map, out, field, text ? &value : NULL);
	}
	field_value_release(&value);
	return ok;
}
