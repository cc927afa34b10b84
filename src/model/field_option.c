/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "field_private.h"
#include "model/symbol.h"
#include "zmk_cell.h"

/* What fields say in options of a definition. */

void field_remove_option(struct definition *d, const char *name)
{
	uint32_t key = symbol(name);
	size_t kept = 0;

	for (size_t i = 0; i < d->options; i++)
		if (d->option[i].name != key)
			d->option[kept++] = d->option[i];
	d->options = kept;
}

static void put_option(struct definition *d, struct setting option)
{
	for (size_t i = 0; i < d->options; i++)
		if (d->option[i].name == option.name) {
			d->option[i] = option;
			return;
		}
	d->option = mem_resize(d->option, d->options + 1, sizeof(option));
	d->option[d->options++] = option;
}

void field_put_text(struct definition *d, const char *name, const char *text)
{
	put_option(d, (struct setting){ symbol(name), SETTING_TEXT, 0, symbol(text) });
}

void field_put_number(struct definition *d, const char *name, int64_t number)
{
	put_option(d, (struct setting){ symbol(name), SETTING_NUMBER, number, 0 });
}

/* The option as people read it. */
enum field_said field_load_raw(const struct setting *option, struct field_value *out)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)option->number);
	out->text = option->type == SETTING_TEXT   ? option->text
		    : option->type == SETTING_BOOL ? symbol(option->number ? "yes" : "no")
						   : symbol(text);
	return FIELD_RAW;
}

/* What is within a single < >. */
static bool load_cells(const struct setting *option, struct field_value *out)
{
	const char *text = symbol_text(option->text);
	size_t len = strlen(text);

	if (option->type == SETTING_NUMBER) {
		field_load_raw(option, out);
		return true;
	}
	if (option->type != SETTING_TEXT || len < 2 || text[0] != '<' || text[len - 1] != '>' ||
	    strchr(text + 1, '<') || strchr(text, '>') != text + len - 1)
		return false;
	out->text = symbol_of_bytes(text + 1, len - 2);
	return true;
}

static bool load_positions(const struct setting *option, struct field_value *out)
{
	struct field_value cells = { 0 };
	const char *at;

	if (!load_cells(option, &cells))
		return false;
	for (at = symbol_text(cells.text); *at;) {
		unsigned long number;
		char *end;

		if (*at == ' ') {
			at++;
			continue;
		}
		number = strtoul(at, &end, 10);
		if (!zmk_is_digit(*at) || number > UINT16_MAX || (*end && *end != ' '))
			return false;
		field_value_add_position(out, (uint16_t)number);
		at = end;
	}
	return true;
}

enum field_said field_load_option(const struct setting *option, const struct field *field,
				  struct field_value *out)
{
	bool said = false;

	if (!option)
		return FIELD_UNSAID;
	out->number = option->number;
	out->text = option->text;
	switch (field->type) {
	case FIELD_SWITCH:
		said = option->type != SETTING_TEXT;
		break;
	case FIELD_NUMBER:
	case FIELD_MODS:
		said = option->type == SETTING_NUMBER;
		break;
	case FIELD_CELLS:
		said = load_cells(option, out);
		break;
	case FIELD_POSITIONS:
		said = load_positions(option, out);
		break;
	default:
		said = option->type == SETTING_TEXT;
		break;
	}
	if (said)
		return FIELD_SAID;
	out->positions = 0;
	return field_load_raw(option, out);
}

static void store_positions(struct definition *d, const struct field *field, const struct field_value *value)
{
	struct str text = STR_INIT;

	if (value->positions == 1) {
		field_put_number(d, field->name, value->position[0]);
		return;
	}
	for (size_t i = 0; i < value->positions; i++)
		str_addf(&text, "%c%d", i ? ' ' : '<', value->position[i]);
	str_add_char(&text, '>');
	field_put_text(d, field->name, str_text(&text));
	str_release(&text);
}

/* Devicetree has one way to say a number. */
static void store_cells(struct definition *d, const struct field *field, const char *cells)
{
	struct str text = STR_INIT;
	size_t digits = strspn(cells, "0123456789");

	if (digits && digits < 10 && !cells[digits]) {
		field_put_number(d, field->name, strtol(cells, NULL, 10));
		return;
	}
	str_addf(&text, "<%s>", cells);
	field_put_text(d, field->name, str_text(&text));
	str_release(&text);
}

/* A switch of a node that says nothing is off; only of a node that is elsewhere does it have to be said. */
static bool is_left_out(const struct keymap *map, const struct definition *d, int64_t on)
{
	bool patches = d->kind == DEFINITION_BEHAVIOR && !definition_option(d, "compatible");

	return !on && keymap_is_zmk(map) && !patches;
}

void field_store_option(const struct keymap *map, struct definition *d, const struct field *field,
			const struct field_value *value)
{
	struct setting option = { symbol(field->name), SETTING_NUMBER, value->number, 0 };

	switch (field->type) {
	case FIELD_SWITCH:
		option.type = SETTING_BOOL;
		if (is_left_out(map, d, value->number))
			field_remove_option(d, field->name);
		else
			put_option(d, option);
		return;
	case FIELD_NUMBER:
	case FIELD_MODS:
		put_option(d, option);
		return;
	case FIELD_CELLS:
		store_cells(d, field, symbol_text(value->text));
		return;
	case FIELD_POSITIONS:
		store_positions(d, field, value);
		return;
	default:
		field_put_text(d, field->name, symbol_text(value->text));
		return;
	}
}
