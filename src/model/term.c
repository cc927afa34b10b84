/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/term.h"

static const char *const mods[] = { "left-ctrl",  "left-shift",  "left-alt",  "left-gui",
				    "right-ctrl", "right-shift", "right-alt", "right-gui" };
static const char *const steps[] = {
	[STEP_TAP] = "tap",   [STEP_DOWN] = "down", [STEP_UP] = "up",         [STEP_DELAY] = "delay",
	[STEP_TEXT] = "text", [STEP_BEEP] = "beep", [STEP_RESULT] = "result",
};
static const char *const definitions[] = {
	[DEFINITION_MACRO] = "macro",           [DEFINITION_COMBO] = "combo",
	[DEFINITION_TAP_DANCE] = "tap-dance",   [DEFINITION_OVERRIDE] = "override",
	[DEFINITION_HOLD_TAP] = "hold-tap",     [DEFINITION_KEYCODE] = "keycode",
	[DEFINITION_BEHAVIOR] = "behavior",     [DEFINITION_CONDITION] = "condition",
	[DEFINITION_LEADER] = "leader",         [DEFINITION_UNICODE] = "unicode",
	[DEFINITION_CORRECTION] = "correction", [DEFINITION_ALT_REPEAT] = "alt-repeat",
};
_Static_assert(COUNT(mods) == TERM_MODS, "a term for each modifier");
_Static_assert(COUNT(definitions) == DEFINITION_KIND_COUNT, "a term for each kind of definition");

const char *term_of_mod(int bit)
{
	return mods[bit];
}

const char *term_of_step(enum step_op op)
{
	return steps[op];
}

const char *term_of_definition(enum definition_kind kind)
{
	return definitions[kind];
}

static bool find(const char *const *terms, size_t count, const char *term, size_t *index)
{
	for (*index = 0; *index < count; ++*index)
		if (!strcmp(terms[*index], term))
			return true;
	return false;
}

bool term_find_action(const char *term, enum action_kind *kind)
{
	for (int i = 0; i < ACTION_KIND_COUNT; i++) {
		*kind = (enum action_kind)i;
		if (!strcmp(action_kind_info(*kind)->name, term))
			return true;
	}
	return false;
}

bool term_find_mod(const char *term, int *bit)
{
	size_t i;
	bool found = find(mods, COUNT(mods), term, &i);

	*bit = (int)i;
	return found;
}

bool term_find_step(const char *term, enum step_op *op)
{
	size_t i;
	bool found = find(steps, COUNT(steps), term, &i);

	*op = (enum step_op)i;
	return found;
}

bool term_find_definition(const char *term, enum definition_kind *kind)
{
	size_t i;
	bool found = find(definitions, COUNT(definitions), term, &i);

	*kind = (enum definition_kind)i;
	return found;
}
