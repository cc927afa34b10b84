/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/keymap_json.h"
#include "compile/print.h"
#include "keymap_json_private.h"
#include "model/symbol.h"
#include "model/term.h"

static const struct diagnostic_kind lost_kind = { "keymap-json-lost", SEVERITY_WARNING };
static const struct diagnostic_kind not_qmks = { "keymap-json-own", SEVERITY_NOTE };
static const struct diagnostic_kind renumbered = { "keymap-json-renumbered", SEVERITY_NOTE };

/* What of a keymap this format can hold, and what is left out of it. */
struct lowering {
	const struct keymap *map;
	struct keymap *out;
	struct diagnostics *lost;
};

static bool reads_back(struct action action, const char *text)
{
	struct action back;
	struct err ignored;

	return action_parse(text, &back, &ignored) && action_equal(back, action);
}

static void lower_slot(struct lowering *l, size_t layer, size_t slot)
{
	struct action action = keymap_get_slot(l->map, layer, slot);
	size_t keys = keymap_keys(l->map);
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;

	action_print(action, &text);
	if (!action_is_qmk(action) || !reads_back(action, str_text(&text))) {
		place.layer = (int)layer;
		if (slot < keys)
			place.key = (int)slot;
		else
			place.encoder = (int)((slot - keys) / TURN_COUNT);
		diagnostics_add(l->lost, &lost_kind, place, "QMK has no keycode for %s: it becomes KC_NO",
				str_text(&text));
		action = (struct action){ .kind = ACTION_NONE };
	}
	str_release(&text);
	if (slot < keys)
		keymap_put(l->out, layer, slot, action);
	else
		keymap_put_turn(l->out, layer, (slot - keys) / TURN_COUNT,
				(enum turn)((slot - keys) % TURN_COUNT), action);
}

/* A step names a key without its prefix, which is put back when it is read. */
static bool has_step(const struct step *step)
{
	struct str text = STR_INIT;
	bool has;

	if (step->op == STEP_RESULT)
		return false;
	if (step->op != STEP_TAP && step->op != STEP_DOWN && step->op != STEP_UP)
		return true;
	action_print(step->action, &text);
	has = action_is_qmk(step->action) && !strncmp(str_text(&text), "KC_", 3) &&
	      reads_back(step->action, str_text(&text));
	str_release(&text);
	return has;
}

static void lower_macro(struct lowering *l, size_t index)
{
	struct definition macro = *keymap_definition(l->map, DEFINITION_MACRO, index);
	struct step *step = mem_new(macro.steps + 1, sizeof(*step));
	size_t steps = 0;

	for (size_t i = 0; i < macro.steps; i++)
		if (has_step(&macro.step[i]))
			step[steps++] = macro.step[i];
	if (steps < macro.steps)
		diagnostics_add(l->lost, &lost_kind, PLACE_NONE,
				"macro %zu: %zu steps are left out, which do more than tap, press, release, "
				"wait or type",
				index, macro.steps - steps);
	if (macro.name || macro.text || macro.options)
		diagnostics_add(l->lost, &lost_kind, PLACE_NONE,
				"macro %zu: macros have numbers here, and neither names nor options", index);
	keymap_add_definition(l->out,
			      &(struct definition){ .kind = DEFINITION_MACRO, .step = step, .steps = steps });
	free(step);
}

static void lower_definitions(struct lowering *l)
{
	bool numbered = false;

	for (size_t i = 0; i < keymap_definitions(l->map, DEFINITION_MACRO); i++)
		lower_macro(l, i);
	for (size_t i = 0; i < keymap_definitions(l->map, DEFINITION_KEYCODE); i++) {
		const struct definition *keycode = keymap_definition(l->map, DEFINITION_KEYCODE, i);

		numbered |= keycode->options > 0;
		keymap_add_definition(l->out, keycode);
	}
	if (numbered)
		diagnostics_add(l->lost, &renumbered, PLACE_NONE,
				"keycodes of your own get their numbers from QMK, in their order");
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(l->map, (enum definition_kind)kind);

		if (!count || !json_is_own_kind((enum definition_kind)kind))
			continue;
		for (size_t i = 0; i < count; i++)
			keymap_add_definition(l->out,
					      keymap_definition(l->map, (enum definition_kind)kind, i));
		diagnostics_add(l->lost, &not_qmks, PLACE_NONE,
				"QMK's keymap.json has no member for definitions of this kind: %zu of %s are "
				"in one of our own, which keyplane compiles and QMK passes over",
				count, term_of_definition((enum definition_kind)kind));
	}
}

/* Whether the name is an object's already: "a" beside "a.b". */
static bool is_taken(const struct keymap *map, const char *name)
{
	for (size_t i = 0; i < keymap_settings(map); i++) {
		const char *other = symbol_text(keymap_setting_at(map, i)->name);
		size_t len = strlen(name) < strlen(other) ? strlen(name) : strlen(other);

		if (!strncmp(name, other, len) && strchr(".", name[len]) && strchr(".", other[len]))
			return true;
	}
	return false;
}

static void lower_settings(struct lowering *l)
{
	for (size_t i = 0; i < keymap_settings(l->map); i++) {
		const struct setting *setting = keymap_setting_at(l->map, i);
		const char *name = symbol_text(setting->name);

		if (is_taken(l->out, name))
			diagnostics_add(
				l->lost, &lost_kind, PLACE_NONE,
				"the setting %s is left out: another one has the same name, or a part of it",
				name);
		else
			keymap_add_setting(l->out, *setting);
	}
}

bool keymap_json_print(const struct compile_input *in, struct str *out, struct diagnostics *lost,
		       struct err *err)
{
	struct keymap_json_names names = { in->keyboard->id, in->keymap_name, in->layout->name,
					   in->language };
	struct lowering l = { .map = in->map, .lost = lost };

	l.out = keymap_new(keymap_layers(in->map), keymap_keys(in->map), keymap_encoders(in->map));
	for (size_t layer = 0; layer < keymap_layers(in->map); layer++) {
		for (size_t slot = 0; slot < keymap_slots(in->map); slot++)
			lower_slot(&l, layer, slot);
		keymap_put_layer_name(l.out, layer, keymap_layer_name(in->map, layer));
	}
	lower_definitions(&l);
	lower_settings(&l);
	keymap_json_write(&names, in->layout, l.out, out);
	keymap_unref(l.out);
	(void)err;
	return true;
}
