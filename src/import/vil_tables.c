/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "model/vial_setting.h"
#include "vil_private.h"

static const struct diagnostic_kind only_kept = { "vil-kept", SEVERITY_NOTE };

enum {
	MOST = KEYMAP_MAX_DEFINITIONS / 8,
	MACRO_STEPS = KEYMAP_MAX_STEPS,
	OVERRIDE_ENABLED = 0x80, /* in the options of a key override */
};

struct tables {
	struct matrix_keymap *matrix;
	const struct json *root;
	struct keymap *map;
};

static void complain(struct tables *t, const struct json *node, const char *expected)
{
	matrix_keymap_report(t->matrix, &matrix_bad_value, node, PLACE_NONE,
			     "expected %s, found %s; it is not used, and stays in the file", expected,
			     json_type_name(node->type));
}

static const struct json *list_member(struct tables *t, const char *name)
{
	const struct json *node = json_find(t->root, name);

	if (node && node->type != JSON_ARRAY) {
		complain(t, node, "a list");
		return NULL;
	}
	if (node && node->count > MOST)
		matrix_keymap_report(t->matrix, &matrix_bad_value, node, PLACE_NONE,
				     "%zu of \"%s\"; %d are read", node->count, name, MOST);
	return node;
}

static const struct json *item(const struct json *list, size_t index)
{
	const struct json *node = list->type == JSON_ARRAY ? list->first : NULL;

	while (node && index--)
		node = node->next;
	return node;
}

static struct action action_at(struct tables *t, const struct json *node)
{
	return node ? matrix_keymap_action(t->matrix, node, PLACE_NONE)
		    : (struct action){ .kind = ACTION_NONE };
}

struct steps {
	struct step *step;
	size_t count, cap;
};

static void add_step(struct steps *steps, struct step step)
{
	if (steps->count == MACRO_STEPS)
		return;
	steps->step = mem_grow(steps->step, steps->count, &steps->cap, sizeof(step));
	steps->step[steps->count++] = step;
}

/* ["tap", "KC_A", "KC_B"], ["text", "hello"], ["delay", 100]. */
static void read_step(struct tables *t, const struct json *node, struct steps *steps)
{
	static const struct {
		const char *tag;
		enum step_op op;
	} ops[] = { { "down", STEP_DOWN }, { "tap", STEP_TAP }, { "up", STEP_UP } };
	const struct json *tag = item(node, 0), *value = tag ? tag->next : NULL;
	const char *name = json_text(tag);
	int64_t ms;

	if (!strcmp(name, "text") && value && value->type == JSON_TEXT) {
		add_step(steps, (struct step){ .op = STEP_TEXT, .text = symbol(value->text) });
		return;
	}
	if (!strcmp(name, "delay") && json_int(value, 0, INT32_MAX, &ms)) {
		add_step(steps, (struct step){ .op = STEP_DELAY, .value = (int32_t)ms });
		return;
	}
	for (size_t i = 0; i < COUNT(ops); i++) {
		if (strcmp(name, ops[i].tag) != 0)
			continue;
		for (; value; value = value->next)
			add_step(steps,
				 (struct step){ .op = (uint16_t)ops[i].op, .action = action_at(t, value) });
		return;
	}
	complain(t, node, "a step such as [\"tap\", \"KC_A\"], [\"text\", \"hello\"] or [\"delay\", 100]");
}

static void add(struct tables *t, struct definition *definition, struct steps *steps)
{
	definition->step = steps->step;
	definition->steps = steps->count;
	keymap_add_definition(t->map, definition);
	free(steps->step);
}

/* How many there are up to the last that is not empty: the firmware has room for so many, used or not. */
static size_t count_used(const struct json *list, bool (*is_used)(const struct json *node))
{
	size_t used = 0, index = 0;

	for (const struct json *node = list ? list->first : NULL; node && index < MOST; node = node->next) {
		index++;
		used = is_used(node) ? index : used;
	}
	return used;
}

static bool has_steps(const struct json *node)
{
	return node->count;
}

static void read_macros(struct tables *t)
{
	const struct json *list = list_member(t, "macro"), *node = list ? list->first : NULL;

	for (size_t count = count_used(list, has_steps); count; count--, node = node->next) {
		struct definition macro = { .kind = DEFINITION_MACRO };
		struct steps steps = { 0 };

		if (node->type != JSON_ARRAY)
			complain(t, node, "a macro's list of steps");
		else
			for (const struct json *step = node->first; step; step = step->next)
				read_step(t, step, &steps);
		add(t, &macro, &steps);
	}
}

/* Whether one of its keycodes does something. */
static bool has_keycode(const struct json *list)
{
	for (const struct json *node = list->first; node; node = node->next)
		if (json_text(node)[0] && strcmp(json_text(node), "KC_NO") != 0)
			return true;
	return false;
}

/* [tap, hold, tapped twice, tapped and held, milliseconds]. */
static void read_tap_dance(struct tables *t, const struct json *node)
{
	static const int taps[] = { 1, -1, 2, -2 };
	struct definition dance = { .kind = DEFINITION_TAP_DANCE };
	struct setting term = { .name = symbol("tapping-term-ms"), .type = SETTING_NUMBER };
	struct steps steps = { 0 };

	for (size_t i = 0; i < COUNT(taps); i++) {
		struct action action = action_at(t, item(node, i));

		if (action.kind != ACTION_NONE)
			add_step(&steps,
				 (struct step){ .op = STEP_RESULT, .value = taps[i], .action = action });
	}
	if (json_int(item(node, COUNT(taps)), 0, UINT16_MAX, &term.number)) {
		dance.option = &term;
		dance.options = 1;
	}
	add(t, &dance, &steps);
}

static void read_tap_dances(struct tables *t)
{
	const struct json *list = list_member(t, "tap_dance"), *node = list ? list->first : NULL;

	for (size_t count = count_used(list, has_keycode); count; count--, node = node->next)
		read_tap_dance(t, node);
}

/* [key, key, key, key, result]: keys by what they do. */
static void read_combos(struct tables *t)
{
	enum { RESULT = 4 };
	const struct json *list = list_member(t, "combo"), *node = list ? list->first : NULL;

	for (size_t count = count_used(list, has_keycode); count; count--, node = node->next) {
		struct definition combo = { .kind = DEFINITION_COMBO };
		struct steps steps = { 0 };

		add_step(&steps,
			 (struct step){ .op = STEP_RESULT, .action = action_at(t, item(node, RESULT)) });
		for (size_t i = 0; i < RESULT; i++) {
			struct action action = action_at(t, item(node, i));

			if (action.kind != ACTION_NONE)
				add_step(&steps, (struct step){ .op = STEP_RESULT, .action = action });
		}
		add(t, &combo, &steps);
	}
}

static bool is_override_used(const struct json *node)
{
	const char *trigger = json_text(json_find(node, "trigger"));
	int64_t options = 0;

	json_int(json_find(node, "options"), 0, UINT8_MAX, &options);
	return (trigger[0] && strcmp(trigger, "KC_NO") != 0) || options & OVERRIDE_ENABLED;
}

static void read_override(struct tables *t, const struct json *node)
{
	enum { NEGATIVE, SUPPRESSED, OPTIONS };
	static const struct {
		const char *member, *option;
	} names[] = { [NEGATIVE] = { "negative_mod_mask", "negative-mods" },
		      [SUPPRESSED] = { "suppressed_mods", "suppressed-mods" },
		      [OPTIONS] = { "options", "options" } };
	struct definition override = { .kind = DEFINITION_OVERRIDE };
	struct setting option[COUNT(names) + 1] = { [COUNT(names)] = { .name = symbol("enabled"),
								       .type = SETTING_BOOL } };
	struct setting *bits = &option[OPTIONS];
	struct steps steps = { 0 };
	int64_t mods = 0, layers = 0;

	for (size_t i = 0; i < COUNT(names); i++) {
		option[i] = (struct setting){ .name = symbol(names[i].option), .type = SETTING_NUMBER };
		json_int(json_find(node, names[i].member), 0, UINT8_MAX, &option[i].number);
	}
	json_int(json_find(node, "trigger_mods"), 0, UINT8_MAX, &mods);
	json_int(json_find(node, "layers"), 0, UINT16_MAX, &layers);
	override.mods = (uint8_t)mods;
	override.layer_mask = layers == UINT16_MAX ? 0 : (uint32_t)layers;
	override.option = option;
	override.options = COUNT(names) + !(bits->number & OVERRIDE_ENABLED);
	bits->number &= ~(int64_t)OVERRIDE_ENABLED;
	add_step(&steps,
		 (struct step){ .op = STEP_RESULT, .action = action_at(t, json_find(node, "trigger")) });
	add_step(&steps,
		 (struct step){ .op = STEP_RESULT, .action = action_at(t, json_find(node, "replacement")) });
	add(t, &override, &steps);
}

static void read_overrides(struct tables *t)
{
	const struct json *list = list_member(t, "key_override"), *node = list ? list->first : NULL;

	for (size_t count = count_used(list, is_override_used); count; count--, node = node->next)
		read_override(t, node);
}

static void tell_alternates(struct tables *t)
{
	const struct json *list = json_find(t->root, "alt_repeat_key");

	for (const struct json *node = list ? list->first : NULL; node; node = node->next) {
		const char *key = json_text(json_find(node, "keycode"));

		if (!key[0] || !strcmp(key, "KC_NO"))
			continue;
		matrix_keymap_report(t->matrix, &only_kept, list, PLACE_NONE,
				     "alternate repeat keys stay in the file, and are not shown");
		return;
	}
}

/* The number that a member's name is; -1: it is none as Vial writes them. */
static int number_of(const char *name)
{
	char *end;
	long number = name[0] >= '1' && name[0] <= '9' ? strtol(name, &end, 10) : -1;

	return number > 0 && number <= UINT16_MAX && !*end ? (int)number : -1;
}

static void read_setting(struct tables *t, const struct json *node)
{
	const struct vial_setting *known = vial_setting_find(number_of(node->key));
	struct setting setting = { .type = SETTING_NUMBER };
	int64_t number;

	if (!known)
		return;
	if (!json_int(node, 0, UINT32_MAX, &number)) {
		complain(t, node, "a number");
		return;
	}
	setting.name = symbol(known->name);
	setting.type = known->is_switch ? SETTING_BOOL : SETTING_NUMBER;
	setting.number = known->is_switch ? number != 0 : number;
	keymap_add_setting(t->map, setting);
}

static void read_settings(struct tables *t)
{
	const struct json *settings = json_find(t->root, "settings");

	if (settings && settings->type != JSON_OBJECT) {
		complain(t, settings, "an object");
		return;
	}
	for (const struct json *node = settings ? settings->first : NULL; node; node = node->next)
		read_setting(t, node);
}

void vil_read_tables(struct matrix_keymap *matrix, const struct json *root, struct keymap *map)
{
	struct tables t = { matrix, root, map };

	read_macros(&t);
	read_tap_dances(&t);
	read_combos(&t);
	read_overrides(&t);
	tell_alternates(&t);
	read_settings(&t);
}
