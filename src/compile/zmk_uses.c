/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_uses.h"

enum {
	PAGE_KEYBOARD = 7,
	PAGE_CONSUMER = 12,
	USAGE_NKRO_LAST = 0x67, /* KP_EQUAL: the last that ZMK's NKRO report has by itself */
	USAGE_MODIFIERS = 0xE0,
	USAGE_CONSUMER_BASIC = 0xFF,
	PROFILES_MAX = 64, /* a number beyond that is no profile */
};

/* The compatibles of behaviours, or their beginnings, that a part of the firmware is for. */
static const struct {
	const char *compatible;
	size_t use; /* a bool of struct zmk_uses */
} parts[] = {
	{ "zmk,behavior-backlight", offsetof(struct zmk_uses, backlight) },
	{ "zmk,behavior-ext-power", offsetof(struct zmk_uses, ext_power) },
	{ "zmk,behavior-input-two-axis", offsetof(struct zmk_uses, pointing) },
	{ "zmk,behavior-mouse-key-press", offsetof(struct zmk_uses, pointing) },
	{ "zmk,behavior-rgb-underglow", offsetof(struct zmk_uses, underglow) },
	{ "zmk,behavior-soft-off", offsetof(struct zmk_uses, soft_off) },
	{ "zmk,behavior-studio-unlock", offsetof(struct zmk_uses, studio) },
	{ "zmk,input-", offsetof(struct zmk_uses, pointing) },
};

const char *zmk_option_text(const struct definition *definition, const char *name)
{
	const struct setting *option = definition_option(definition, name);

	return option && option->type == SETTING_TEXT ? symbol_text(option->text) : "";
}

const struct definition *zmk_definition_of(const struct keymap *map, const char *ref)
{
	static const enum definition_kind kinds[] = { DEFINITION_MACRO, DEFINITION_TAP_DANCE,
						      DEFINITION_OVERRIDE, DEFINITION_HOLD_TAP,
						      DEFINITION_BEHAVIOR };
	uint32_t name = symbol(ref);

	for (size_t kind = 0; kind < COUNT(kinds); kind++)
		for (size_t i = 0; i < keymap_definitions(map, kinds[kind]); i++) {
			const struct definition *d = keymap_definition(map, kinds[kind], i);

			if (d->name == name &&
			    (d->kind != DEFINITION_BEHAVIOR || *zmk_option_text(d, "compatible")))
				return d;
		}
	return NULL;
}

const char *zmk_compatible_of(const struct keymap *map, const char *ref)
{
	const struct zmk_behavior *predefined = zmk_behavior_find(ref, strlen(ref));
	const struct definition *own = predefined ? NULL : zmk_definition_of(map, ref);

	if (own)
		return zmk_option_text(own, "compatible");
	return predefined ? predefined->compatible : "";
}

bool zmk_next_ref(const char **text, const char **ref, size_t *len)
{
	const char *at = strchr(*text, '&');

	if (!at)
		return false;
	*ref = at + 1;
	*len = strcspn(at + 1, " \t,<>&()\"");
	*text = at + 1 + *len;
	return true;
}

static void use_compatible(struct zmk_uses *uses, const char *compatible)
{
	for (size_t i = 0; i < COUNT(parts); i++)
		if (!strncmp(compatible, parts[i].compatible, strlen(parts[i].compatible)))
			*(bool *)((char *)uses + parts[i].use) = true;
}

static void use_ref(struct zmk_uses *uses, const char *ref, size_t len)
{
	const struct zmk_behavior *predefined = zmk_behavior_find(ref, len);

	/* Those of own behaviours are looked at where they are defined. */
	if (predefined)
		use_compatible(uses, predefined->compatible);
	else if (!strncmp(ref, "zip_", 4))
		uses->pointing = true;
}

static void use_key(struct zmk_uses *uses, uint32_t key)
{
	const struct keycode *code = keycode_get(KEY_CODE(key));

	if (code->page == PAGE_KEYBOARD)
		uses->high_keys |= code->usage > USAGE_NKRO_LAST && code->usage < USAGE_MODIFIERS;
	else if (code->page == PAGE_CONSUMER)
		uses->high_consumers |= code->usage > USAGE_CONSUMER_BASIC;
}

/* `BT_SEL 3`, `BT_DISC 3`. */
static void use_profile(struct zmk_uses *uses, struct action action)
{
	const char *word = action_arg_type(action, 1) == ARG_SYMBOL ? symbol_text(action.arg[1]) : "";

	if ((!strcmp(word, "BT_SEL") || !strcmp(word, "BT_DISC")) &&
	    action_arg_type(action, 2) == ARG_NUMBER && action.arg[2] < PROFILES_MAX &&
	    (int)action.arg[2] >= uses->profiles)
		uses->profiles = (int)action.arg[2] + 1;
}

static void use_action(struct zmk_uses *uses, const struct keymap *map, struct action action)
{
	for (int i = 0; i < 3; i++)
		if (action_arg_type(action, i) == ARG_KEY)
			use_key(uses, action.arg[i]);
	if (action.kind != ACTION_BEHAVIOR)
		return;
	use_ref(uses, symbol_text(action.arg[0]), strlen(symbol_text(action.arg[0])));
	if (!strcmp(zmk_compatible_of(map, symbol_text(action.arg[0])), "zmk,behavior-bluetooth"))
		use_profile(uses, action);
}

static void use_definition(struct zmk_uses *uses, const struct definition *d)
{
	const char *name = symbol_text(d->name), *compatible = zmk_option_text(d, "compatible");

	if (*compatible == '"')
		compatible++;
	use_compatible(uses, compatible);
	if (d->kind == DEFINITION_BEHAVIOR && !*compatible)
		use_ref(uses, name, strlen(name));
	if (strlen(name) > 15 && !strcmp(name + strlen(name) - 15, "_input_listener"))
		uses->pointing = true;
	for (size_t i = 0; i < d->options; i++) {
		const char *text = d->option[i].type == SETTING_TEXT ? symbol_text(d->option[i].text) : "",
			   *ref;
		size_t len;

		while (*text == '<' && zmk_next_ref(&text, &ref, &len))
			use_ref(uses, ref, len);
	}
}

/* The controls of a macro are no events of the queue; what is behind a pause is queued when the key is let go. */
static size_t queue_of(const struct keymap *map, const struct definition *macro)
{
	size_t queued = 0, most = 0, nested = 0;

	for (size_t i = 0; i < macro->steps; i++) {
		const struct step *step = &macro->step[i];
		const char *ref =
			step->action.kind == ACTION_BEHAVIOR ? symbol_text(step->action.arg[0]) : "";

		if (!strcmp(ref, "macro_pause_for_release"))
			queued = 0;
		if (step->op == STEP_TAP)
			queued += 2;
		else if (step->op == STEP_DOWN || step->op == STEP_UP)
			queued++;
		if (queued > most)
			most = queued;
		if (*ref && zmk_definition_of(map, ref) &&
		    zmk_definition_of(map, ref)->kind == DEFINITION_MACRO)
			nested = 1; /* the release of the key that plays it is queued still */
	}
	return most + nested;
}

struct zmk_uses zmk_uses_find(const struct keymap *map)
{
	struct action_walk walk = action_walk_start(map);
	struct zmk_uses uses = { 0 };

	while (action_walk_next(&walk)) {
		use_action(&uses, map, walk.action);
		if (walk.place.encoder >= 0 && walk.action.kind != ACTION_TRANSPARENT)
			uses.sensors = true;
	}
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++)
			use_definition(&uses, keymap_definition(map, (enum definition_kind)kind, i));
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_MACRO); i++) {
		size_t queue = queue_of(map, keymap_definition(map, DEFINITION_MACRO, i));

		if (queue > uses.queue)
			uses.queue = queue;
	}
	return uses;
}
