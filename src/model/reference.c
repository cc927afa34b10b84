/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/reference.h"
#include "zmk_cell.h"

enum { PAIR_MAX = 0x7f }; /* UP() has seven bits for each of its two */

/* QMK's 16-bit keycodes that are a definition's number. */
static const struct range {
	enum definition_kind kind;
	uint16_t first, count;
} ranges[] = {
	{ DEFINITION_MACRO, 0x7700, 128 },
	{ DEFINITION_TAP_DANCE, 0x5700, 256 },
};

static const struct action none = { .kind = ACTION_NONE };

static const struct range *range_of(uint32_t value)
{
	for (size_t i = 0; i < COUNT(ranges); i++)
		if (value >= ranges[i].first && value < (uint32_t)ranges[i].first + ranges[i].count)
			return &ranges[i];
	return NULL;
}

bool reference_of_value(uint32_t value, enum definition_kind *kind, uint32_t *number)
{
	const struct range *range = range_of(value);

	if (!range)
		return false;
	*kind = range->kind;
	*number = value - range->first;
	return true;
}

/* The new number of definition @index; GONE as in @change->to. */
static int follow_index(const struct reference_change *change, uint32_t index)
{
	return index < change->count ? change->to[index] : (int)index;
}

/* False: @value says none of the kind, or the same one as before. */
static bool follow_value(const struct reference_change *change, uint32_t value, int *next)
{
	const struct range *range = range_of(value);
	int index;

	if (!range || range->kind != change->kind)
		return false;
	index = follow_index(change, value - range->first);
	*next = index < 0 || index >= range->count ? -1 : index + range->first;
	return *next != (int)value;
}

static struct action follow_keys(const struct reference_change *change, struct action action)
{
	for (int i = 0; i < 3; i++) {
		uint16_t code;
		int value;

		if (action_arg_type(action, i) != ARG_KEY ||
		    !follow_value(change, keycode_get(KEY_CODE(action.arg[i]))->value, &value))
			continue;
		if (value >= 0 && keycode_find_value((uint16_t)value, &code))
			action.arg[i] = KEY(code, KEY_MODS(action.arg[i]));
		else if (value >= 0 && action.kind == ACTION_KEY && !KEY_MODS(action.arg[i]))
			return action_of_qmk_value((uint16_t)value);
		else
			return none;
	}
	return action;
}

static struct action follow_number(const struct reference_change *change, struct action action)
{
	int value;

	if (!follow_value(change, action.arg[0], &value))
		return action;
	return value < 0 ? none : action_of_qmk_value((uint16_t)value);
}

/* arg[0] to arg[@args - 1] are indices of @kind, below @max. */
static struct action follow_indices(const struct reference_change *change, struct action action,
				    enum definition_kind kind, int args, int max)
{
	for (int i = 0; change->kind == kind && i < args; i++) {
		int next = follow_index(change, action.arg[i]);

		if (next == (int)action.arg[i])
			continue;
		if (next < 0 || next > max)
			return none;
		action.arg[i] = (uint32_t)next;
	}
	return action;
}

static struct action follow_dance(const struct reference_change *change, struct action action)
{
	if (!(action.flags & ACTION_BY_NAME))
		return follow_indices(change, action, DEFINITION_TAP_DANCE, 1, UINT8_MAX);
	if (!change->name || change->kind != DEFINITION_TAP_DANCE || action.arg[0] != change->name)
		return action;
	action.arg[0] = change->next;
	if (change->next)
		return action;
	if (change->next_index < 0 || change->next_index > UINT8_MAX)
		return none;
	return (struct action){ .kind = ACTION_TAP_DANCE, .arg = { (uint32_t)change->next_index } };
}

/*
 * @text with the name replaced, wherever it is a whole word; devicetree's have an & in front, and what is gone is &none
 * there. False: it does not have it.
 */
static bool follow_text(const struct reference_change *change, uint32_t text, bool devicetree,
			struct str *out)
{
	const char *name = symbol_text(change->name), *from = symbol_text(text), *at = from;
	const char *next = change->next ? symbol_text(change->next) : "none";
	size_t len = strlen(name);
	bool found = false;

	while (change->name && (at = strstr(at, name))) {
		bool whole = at > from && devicetree ? at[-1] == '&' : at == from || !zmk_is_name(at[-1]);

		if (whole && !zmk_is_name(at[len])) {
			str_add_bytes(out, from, (size_t)(at - from));
			str_add(out, next);
			from = at + len;
			found = true;
		}
		at += len;
	}
	str_add(out, from);
	return found;
}

static struct action follow_raw(const struct reference_change *change, struct action action)
{
	struct str text = { .max = SYMBOL_MAX_BYTES };

	if (follow_text(change, action.arg[0], action.flags & ACTION_ZMK_TEXT, &text)) {
		if (change->next)
			action.arg[0] = symbol(str_text(&text));
		else
			action = none;
	}
	str_release(&text);
	return action;
}

struct action reference_follow(const struct reference_change *change, struct action action)
{
	switch (action.kind) {
	case ACTION_TAP_DANCE:
		return follow_dance(change, action);
	case ACTION_UNICODE_MAP:
		return follow_indices(change, action, DEFINITION_UNICODE, 1, KEYMAP_MAX_DEFINITIONS);
	case ACTION_UNICODE_PAIR:
		return follow_indices(change, action, DEFINITION_UNICODE, 2, PAIR_MAX);
	case ACTION_BEHAVIOR:
		if (!change->name || action.arg[0] != change->name)
			return action;
		action.arg[0] = change->next;
		return change->next ? action : none;
	case ACTION_RAW_NUMBER:
		return follow_number(change, action);
	case ACTION_RAW:
		return follow_raw(change, action);
	default:
		return follow_keys(change, action);
	}
}

struct setting reference_follow_option(const struct reference_change *change, struct setting option)
{
	struct str text = { .max = SYMBOL_MAX_BYTES };

	if (option.type == SETTING_TEXT && *symbol_text(option.text) == '<' &&
	    follow_text(change, option.text, true, &text))
		option.text = symbol(str_text(&text));
	str_release(&text);
	return option;
}

bool reference_is_named(const struct definition *definition)
{
	switch (definition->kind) {
	case DEFINITION_BEHAVIOR:
		return definition->name && definition_option(definition, "compatible");
	case DEFINITION_COMBO:
	case DEFINITION_CONDITION:
	case DEFINITION_LEADER:
	case DEFINITION_CORRECTION:
	case DEFINITION_ALT_REPEAT:
		return false;
	default:
		return definition->name;
	}
}
