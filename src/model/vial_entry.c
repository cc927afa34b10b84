/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "model/vial_entry.h"

enum {
	USUAL_TERM_MS = 200,
	OVERRIDE_USUAL = 0x07, /* tried when the trigger, a needed or a forbidden modifier changes */
	MOST_TAPS = 2,
	MOST_OPTIONS = 4,
};

static const size_t actions[DEFINITION_KIND_COUNT] = {
	[DEFINITION_TAP_DANCE] = 4,
	[DEFINITION_COMBO] = VIAL_COMBO_KEYS + 1,
	[DEFINITION_OVERRIDE] = 2,
	[DEFINITION_ALT_REPEAT] = 2,
};

static const int taps[] = { 1, -1, 2, -2 }; /* of a dance's actions in turn */

static const struct {
	const char *name;
	uint8_t bit;
} alt_repeat_options[] = {
	{ "default", VIAL_ALT_REPEAT_DEFAULT },
	{ "bidirectional", VIAL_ALT_REPEAT_BIDIRECTIONAL },
	{ "ignore-handedness", VIAL_ALT_REPEAT_IGNORE_HANDEDNESS },
};

size_t vial_entry_actions(enum definition_kind kind)
{
	return actions[kind];
}

struct vial_entry vial_entry_empty(enum definition_kind kind)
{
	return (struct vial_entry){ .kind = kind,
				    .term_ms = kind == DEFINITION_TAP_DANCE ? USUAL_TERM_MS : -1,
				    .layers = kind == DEFINITION_OVERRIDE ? UINT16_MAX : 0,
				    .options = kind == DEFINITION_OVERRIDE ? OVERRIDE_USUAL : 0 };
}

bool vial_entry_is_used(const struct vial_entry *entry)
{
	size_t count = actions[entry->kind];

	if (entry->kind == DEFINITION_OVERRIDE)
		return entry->action[0].kind != ACTION_NONE || entry->options & VIAL_OVERRIDE_ENABLED;
	if (entry->kind == DEFINITION_ALT_REPEAT)
		return entry->action[0].kind != ACTION_NONE || entry->options & VIAL_ALT_REPEAT_ENABLED;
	for (size_t i = 0; i < count; i++)
		if (entry->action[i].kind != ACTION_NONE)
			return true;
	return false;
}

/* A definition under construction, with room for all that an entry says. */
struct maker {
	struct definition definition;
	struct step step[VIAL_ENTRY_ACTIONS];
	struct setting option[MOST_OPTIONS];
};

static void add_result(struct maker *m, struct action action, int value)
{
	m->step[m->definition.steps++] = (struct step){ .op = STEP_RESULT, .value = value, .action = action };
}

static void add_option(struct maker *m, const char *name, enum setting_type type, int64_t number)
{
	m->option[m->definition.options++] =
		(struct setting){ .name = symbol(name), .type = (uint16_t)type, .number = number };
}

static void make_dance(struct maker *m, const struct vial_entry *entry)
{
	for (size_t i = 0; i < COUNT(taps); i++)
		if (entry->action[i].kind != ACTION_NONE)
			add_result(m, entry->action[i], taps[i]);
	if (entry->term_ms >= 0)
		add_option(m, "tapping-term-ms", SETTING_NUMBER, entry->term_ms);
}

static void make_combo(struct maker *m, const struct vial_entry *entry)
{
	add_result(m, entry->action[VIAL_COMBO_KEYS], 0);
	for (size_t i = 0; i < VIAL_COMBO_KEYS; i++)
		if (entry->action[i].kind != ACTION_NONE)
			add_result(m, entry->action[i], 0);
}

static void make_override(struct maker *m, const struct vial_entry *entry)
{
	m->definition.mods = entry->mods;
	m->definition.layer_mask = entry->layers == UINT16_MAX ? 0 : entry->layers;
	add_result(m, entry->action[0], 0);
	add_result(m, entry->action[1], 0);
	add_option(m, "negative-mods", SETTING_NUMBER, entry->negative_mods);
	add_option(m, "suppressed-mods", SETTING_NUMBER, entry->suppressed_mods);
	add_option(m, "options", SETTING_NUMBER, entry->options & ~VIAL_OVERRIDE_ENABLED);
	if (!(entry->options & VIAL_OVERRIDE_ENABLED))
		add_option(m, "enabled", SETTING_BOOL, false);
}

static void make_alt_repeat(struct maker *m, const struct vial_entry *entry)
{
	m->definition.mods = entry->mods;
	add_result(m, entry->action[0], 0);
	add_result(m, entry->action[1], 0);
	for (size_t i = 0; i < COUNT(alt_repeat_options); i++)
		if (entry->options & alt_repeat_options[i].bit)
			add_option(m, alt_repeat_options[i].name, SETTING_BOOL, true);
	if (!(entry->options & VIAL_ALT_REPEAT_ENABLED))
		add_option(m, "enabled", SETTING_BOOL, false);
}

struct definition vial_entry_definition(const struct vial_entry *entry)
{
	struct maker m = { .definition = { .kind = (uint16_t)entry->kind } };

	if (entry->kind == DEFINITION_TAP_DANCE)
		make_dance(&m, entry);
	else if (entry->kind == DEFINITION_COMBO)
		make_combo(&m, entry);
	else if (entry->kind == DEFINITION_OVERRIDE)
		make_override(&m, entry);
	else
		make_alt_repeat(&m, entry);
	m.definition.step = m.step;
	m.definition.option = m.option;
	return definition_copy(&m.definition);
}

static int64_t option_of(const struct definition *definition, const char *name, int64_t usual)
{
	const struct setting *option = definition_option(definition, name);

	return option && option->type != SETTING_TEXT ? option->number : usual;
}

static bool has_number(const struct keymap *map, enum keycode_dialect dialect, struct action action)
{
	uint16_t value;

	return keymap_dialect_value(map, dialect, action, &value);
}

static void dance_of(const struct keymap *map, const struct definition *dance, enum keycode_dialect dialect,
		     struct vial_entry *out)
{
	const struct setting *term = keymap_find_setting(map, "tapping.term");

	for (size_t t = 0; t < COUNT(taps); t++)
		for (size_t i = 0; i < dance->steps; i++)
			if (dance->step[i].value == taps[t] &&
			    has_number(map, dialect, dance->step[i].action))
				out->action[t] = dance->step[i].action;
	out->term_ms = (int)option_of(dance, "tapping-term-ms",
				      term && term->type == SETTING_NUMBER ? term->number : USUAL_TERM_MS);
}

static size_t combo_keys(const struct definition *combo)
{
	return combo->positions ? combo->positions : combo->steps ? combo->steps - 1 : 0;
}

/* Key @index by what it does: where it names keys by place, what the lowest layer that it is for has there. */
static struct action combo_key(const struct keymap *map, const struct definition *combo, size_t index)
{
	size_t layer = 0;

	if (!combo->positions)
		return combo->step[index + 1].action;
	while (combo->layer_mask && layer + 1 < keymap_layers(map) && !(combo->layer_mask >> layer & 1))
		layer++;
	return keymap_resolve(map, layer, combo->position[index], NULL);
}

static void combo_of(const struct keymap *map, const struct definition *combo, struct vial_entry *out)
{
	for (size_t i = 0; i < VIAL_COMBO_KEYS && i < combo_keys(combo); i++)
		out->action[i] = combo_key(map, combo, i);
	if (combo->steps)
		out->action[VIAL_COMBO_KEYS] = combo->step[0].action;
}

static void override_of(const struct definition *override, struct vial_entry *out)
{
	int64_t enabled = option_of(override, "enabled", 1) ? VIAL_OVERRIDE_ENABLED : 0;

	out->layers = override->layer_mask ? (uint16_t) override->layer_mask : UINT16_MAX;
	out->mods = override->mods;
	out->negative_mods = (uint8_t)option_of(override, "negative-mods", 0);
	out->suppressed_mods = (uint8_t)option_of(override, "suppressed-mods", override->mods);
	out->options = (uint8_t)(option_of(override, "options", OVERRIDE_USUAL) | enabled);
}

static void alt_repeat_of(const struct definition *alt_repeat, struct vial_entry *out)
{
	out->mods = alt_repeat->mods;
	for (size_t i = 0; i < COUNT(alt_repeat_options); i++)
		if (option_of(alt_repeat, alt_repeat_options[i].name, 0))
			out->options |= alt_repeat_options[i].bit;
	if (option_of(alt_repeat, "enabled", 1))
		out->options |= VIAL_ALT_REPEAT_ENABLED;
}

void vial_entry_of(const struct keymap *map, const struct definition *definition,
		   enum keycode_dialect dialect, struct vial_entry *out)
{
	*out = (struct vial_entry){ .kind = (enum definition_kind)definition->kind, .term_ms = -1 };
	if (out->kind == DEFINITION_TAP_DANCE) {
		dance_of(map, definition, dialect, out);
	} else if (out->kind == DEFINITION_COMBO) {
		combo_of(map, definition, out);
	} else {
		for (size_t i = 0; i < actions[out->kind] && i < definition->steps; i++)
			out->action[i] = definition->step[i].action;
		if (out->kind == DEFINITION_OVERRIDE)
			override_of(definition, out);
		else
			alt_repeat_of(definition, out);
	}
	for (size_t i = 0; i < VIAL_ENTRY_ACTIONS; i++)
		out->action[i] = keymap_numbered(map, out->action[i]);
}

static enum loss lose(enum loss loss, const char **text, const char *why)
{
	*text = why;
	return loss;
}

static enum loss combo_loss(const struct keymap *map, const struct definition *combo,
			    enum keycode_dialect dialect, const char **text)
{
	size_t keys = combo_keys(combo);
	bool ok = keys && keys <= VIAL_COMBO_KEYS && combo->steps &&
		  has_number(map, dialect, combo->step[0].action);

	for (size_t i = 0; ok && i < keys; i++) {
		struct action key = combo_key(map, combo, i);

		ok = key.kind != ACTION_NONE && key.kind != ACTION_TRANSPARENT &&
		     has_number(map, dialect, key);
	}
	if (!ok)
		return lose(LOSS_ALL, text,
			    "the app's combos have up to four keys with numbers, and one result");
	if (combo->layer_mask)
		return lose(LOSS_NEAR, text, "it is there on all layers: the app's combos have none");
	if (combo->positions)
		return lose(LOSS_NEAR, text, "it is made of what its keys do, wherever that is");
	if (combo->options)
		return lose(LOSS_NEAR, text, "it has no settings of its own: the app's are for all combos");
	return LOSS_NONE;
}

static enum loss dance_loss(const struct keymap *map, const struct definition *dance,
			    enum keycode_dialect dialect, const char **text)
{
	bool held = !dance->steps && !dance->text, all = true;

	for (size_t i = 0; i < dance->steps; i++) {
		bool number = has_number(map, dialect, dance->step[i].action);

		held |= number;
		all &= number && abs(dance->step[i].value) <= MOST_TAPS;
	}
	if (!held)
		return lose(LOSS_ALL, text, "functions of its own have no place in the app's dances");
	if (!all)
		return lose(LOSS_NEAR, text,
			    "it does what one or two taps and holds do: a third, and what has no number, is "
			    "left out");
	return LOSS_NONE;
}

static bool has_two(const struct keymap *map, const struct definition *definition,
		    enum keycode_dialect dialect)
{
	return definition->steps >= 2 && has_number(map, dialect, definition->step[0].action) &&
	       has_number(map, dialect, definition->step[1].action);
}

enum loss vial_entry_loss(const struct keymap *map, const struct definition *definition,
			  enum keycode_dialect dialect, const char **text)
{
	*text = NULL;
	switch ((enum definition_kind)definition->kind) {
	case DEFINITION_COMBO:
		return combo_loss(map, definition, dialect, text);
	case DEFINITION_TAP_DANCE:
		return dance_loss(map, definition, dialect, text);
	case DEFINITION_OVERRIDE:
		if (definition->name || definition->text || !has_two(map, definition, dialect))
			return lose(LOSS_ALL, text,
				    "the app's overrides are of two keycodes with numbers, without code");
		if (definition->layer_mask >> VIAL_OVERRIDE_LAYERS)
			return lose(LOSS_NEAR, text, "it is there on layers 0 to 15 alone");
		return LOSS_NONE;
	case DEFINITION_ALT_REPEAT:
		if (!has_two(map, definition, dialect))
			return lose(LOSS_ALL, text,
				    "the app's alternate repeat keys are of two keycodes with numbers");
		return LOSS_NONE;
	default:
		return lose(LOSS_ALL, text, "the app has no table for it");
	}
}
