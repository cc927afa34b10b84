/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "field_private.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "model/reference.h"

/* What a fresh one says, in the words of field_set() and in QMK's spelling. */
static const struct preset {
	enum definition_kind kind;
	unsigned firmwares;
	const char *field, *text;
} presets[] = {
	{ DEFINITION_MACRO, FIELD_QMK | FIELD_ZMK, "steps", "tap KC_A" },
	{ DEFINITION_COMBO, FIELD_ZMK, "key-positions", "0 1" },
	{ DEFINITION_COMBO, FIELD_QMK, "keys", "KC_J, KC_K" },
	{ DEFINITION_COMBO, FIELD_QMK | FIELD_ZMK, "result", "KC_ESC" },
	{ DEFINITION_TAP_DANCE, FIELD_QMK | FIELD_ZMK, "tap", "KC_ESC" },
	{ DEFINITION_TAP_DANCE, FIELD_QMK | FIELD_ZMK, "double-tap", "KC_CAPS" },
	{ DEFINITION_OVERRIDE, FIELD_QMK | FIELD_ZMK, "mods", "left-shift right-shift" },
	{ DEFINITION_OVERRIDE, FIELD_QMK | FIELD_ZMK, "trigger", "KC_BSPC" },
	{ DEFINITION_OVERRIDE, FIELD_QMK | FIELD_ZMK, "replacement", "KC_DEL" },
	{ DEFINITION_HOLD_TAP, FIELD_ZMK, "hold", "&kp" },
	{ DEFINITION_HOLD_TAP, FIELD_ZMK, "tap", "&kp" },
	{ DEFINITION_HOLD_TAP, FIELD_ZMK, "flavor", "balanced" },
	{ DEFINITION_HOLD_TAP, FIELD_QMK, "keys", "LSFT_T(KC_A)" },
	{ DEFINITION_HOLD_TAP, FIELD_QMK | FIELD_ZMK, "tapping-term-ms", "200" },
	{ DEFINITION_LEADER, FIELD_QMK, "keys", "KC_A, KC_B" },
	{ DEFINITION_LEADER, FIELD_QMK, "code", "tap_code(KC_ESC);" },
	{ DEFINITION_UNICODE, FIELD_QMK, "character", "\xe2\x86\x92" },
	{ DEFINITION_CORRECTION, FIELD_QMK, "correction", "the" },
	{ DEFINITION_ALT_REPEAT, FIELD_QMK, "key", "KC_TAB" },
	{ DEFINITION_ALT_REPEAT, FIELD_QMK, "alternate", "S(KC_TAB)" },
};

/* How fresh ones are called, with a number behind it, and where they need a name. */
static const struct {
	const char *prefix;
	unsigned needed;
} names[DEFINITION_KIND_COUNT] = {
	[DEFINITION_MACRO] = { "macro_", FIELD_ZMK },
	[DEFINITION_COMBO] = { "combo_", FIELD_ZMK },
	[DEFINITION_TAP_DANCE] = { "dance_", FIELD_ZMK },
	[DEFINITION_OVERRIDE] = { "morph_", FIELD_ZMK },
	[DEFINITION_HOLD_TAP] = { "hold_tap_", FIELD_ZMK },
	[DEFINITION_KEYCODE] = { "CUSTOM_", FIELD_QMK },
	[DEFINITION_BEHAVIOR] = { "behavior_", FIELD_ZMK },
	[DEFINITION_CONDITION] = { "tri_layer_", FIELD_ZMK },
	[DEFINITION_LEADER] = { "sequence_", 0 },
	[DEFINITION_UNICODE] = { "UNICODE_", 0 },
	[DEFINITION_CORRECTION] = { "teh", FIELD_QMK },
	[DEFINITION_ALT_REPEAT] = { "alt_repeat_", 0 },
};

static bool is_name_taken(const struct keymap *map, const char *name)
{
	uint32_t key = symbol(name);

	if (keymap_is_zmk(map) && zmk_behavior_find(name, strlen(name)))
		return true;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, kind); i++)
			if (keymap_definition(map, kind, i)->name == key)
				return true;
	return false;
}

static uint32_t free_name(const struct keymap *map, const char *prefix)
{
	char name[40];

	for (int i = 1;; i++) {
		snprintf(name, sizeof(name), "%s%d", prefix, i);
		if (!is_name_taken(map, name))
			return symbol(name);
	}
}

static bool say(const struct keymap *map, struct definition *d, const char *name, const char *text,
		struct err *err)
{
	struct definition next;

	if (!field_set(map, d, field_find(d, name), text, NULL, &next, err))
		return false;
	definition_release(d);
	*d = next;
	return true;
}

static bool give_name(const struct keymap *map, struct definition *d, const char *name, struct err *err)
{
	const char *field = d->kind == DEFINITION_CORRECTION ? "mistake" : "name";

	if (name && *name && !field_find(d, field))
		return err_set(err, ERR_USAGE, "it has no name");
	if (name && *name)
		return say(map, d, field, name, err);
	if (!(names[d->kind].needed & field_firmwares_of(map)))
		return true;
	/* Digits are no letters. */
	d->name = d->kind == DEFINITION_CORRECTION ? symbol(names[d->kind].prefix)
						   : free_name(map, names[d->kind].prefix);
	return true;
}

/* The last layer, on with the two before it, as tri layers usually are. */
static bool give_layers(const struct keymap *map, struct definition *d, struct err *err)
{
	unsigned last = (unsigned)keymap_layers(map) - 1;
	char text[40];

	if (!last)
		return err_set(err, ERR_RANGE, "a condition needs another layer: the keymap has one alone");
	snprintf(text, sizeof(text), "%u", last);
	if (!say(map, d, "then-layer", text, err))
		return false;
	snprintf(text, sizeof(text), "%u %u", last > 1 ? last - 2 : 0, last - 1);
	return say(map, d, "if-layers", text, err);
}

static void add_option(struct definition *d, struct setting option)
{
	d->option = mem_resize(d->option, d->options + 1, sizeof(option));
	d->option[d->options++] = option;
}

/* What ZMK's own behaviour of the same sort has. */
static const struct zmk_behavior *predefined_of(const char *compatible)
{
	for (size_t i = 0; i < zmk_behavior_count(); i++)
		if (!strcmp(zmk_behavior_at(i)->compatible, compatible))
			return zmk_behavior_at(i);
	return NULL;
}

static bool give_behavior(const struct keymap *map, struct definition *d, const char *compatible,
			  struct err *err)
{
	bool sensor = !strncmp(compatible, "zmk,behavior-sensor-", strlen("zmk,behavior-sensor-"));
	const struct zmk_behavior *predefined = predefined_of(compatible);

	if (!predefined && !sensor)
		return err_set(
			err, ERR_NOT_FOUND,
			"\"%.80s\" is no compatible of ZMK's; expected one such as zmk,behavior-sticky-key",
			compatible);
	add_option(d, (struct setting){ symbol("compatible"), SETTING_TEXT, 0, symbol(compatible) });
	add_option(d, (struct setting){ symbol(sensor ? "#sensor-binding-cells" : "#binding-cells"),
					SETTING_NUMBER, predefined ? predefined->cells : 0, 0 });
	for (size_t i = 0; i < field_count(d); i++) {
		const struct field *field = field_at(d, i);
		const char *text = *field->fallback                ? field->fallback
				   : field->type == FIELD_BEHAVIOR ? "&kp"
				   : field->type == FIELD_ACTIONS  ? "KC_A, KC_B"
								   : "0";

		if (field->required && field->type != FIELD_NAME && !say(map, d, field->name, text, err))
			return false;
	}
	return true;
}

bool definition_new(const struct keymap *map, enum definition_kind kind, const char *name,
		    const char *compatible, struct definition *out, struct err *err)
{
	bool zmk = keymap_is_zmk(map), ok;
	struct definition d = { .kind = (uint16_t)kind };

	if (zmk ? !(names[kind].needed & FIELD_ZMK) : kind == DEFINITION_BEHAVIOR)
		return err_set(err, ERR_USAGE, "%s has no such thing", zmk ? "ZMK" : "QMK");
	ok = give_name(map, &d, name, err);
	for (size_t i = 0; ok && i < COUNT(presets); i++)
		if (presets[i].kind == kind && presets[i].firmwares & (zmk ? FIELD_ZMK : FIELD_QMK))
			ok = say(map, &d, presets[i].field, presets[i].text, err);
	if (ok && kind == DEFINITION_CONDITION)
		ok = give_layers(map, &d, err);
	if (ok && kind == DEFINITION_BEHAVIOR)
		ok = give_behavior(map, &d,
				   compatible && *compatible ? compatible : "zmk,behavior-sticky-key", err);
	if (ok)
		*out = d;
	else
		definition_release(&d);
	return ok;
}
