/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/keymap_json.h"
#include "compile/zmk_lower.h"
#include "keymap_rewrite.h"
#include "model/action_walk.h"
#include "model/symbol.h"
#include "model/term.h"
#include "qmk.h"
#include "targets.h"

/*
 * The format of QMK Configurator and of QMK's compile API: qmk compile takes it as it is. It has keys, encoders, macros,
 * keycodes of the user's own and settings; all else stays in the file for keyplane, and QMK passes over it.
 */

static const struct diagnostic_kind near = { "qmk-json-near", SEVERITY_WARNING };
static const struct diagnostic_kind none = { "qmk-json-none", SEVERITY_WARNING };

static bool is_dance_of_ours(const struct keymap *map, struct action action)
{
	if (action.kind != ACTION_TAP_DANCE || !(action.flags & ACTION_BY_NAME))
		return false;
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_TAP_DANCE); i++)
		if (keymap_definition(map, DEFINITION_TAP_DANCE, i)->name == action.arg[0])
			return true;
	return false;
}

static bool has_action(const struct keymap *map, struct action action)
{
	return action_is_qmk(action) && !is_dance_of_ours(map, action);
}

/* QMK's words for a step are keycodes that begin with KC_. */
static bool has_step(const struct step *step)
{
	struct str text = STR_INIT;
	bool has;

	if (step->op != STEP_TAP && step->op != STEP_DOWN && step->op != STEP_UP)
		return step->op != STEP_RESULT;
	action_print(step->action, &text);
	has = action_is_qmk(step->action) && !strncmp(str_text(&text), "KC_", 3);
	str_release(&text);
	return has;
}

static void add_title(const struct keymap *map, enum definition_kind kind, size_t index, struct str *out)
{
	uint32_t name = keymap_definition(map, kind, index)->name;

	if (name)
		str_addf(out, "%s %s", term_of_definition(kind), symbol_text(name));
	else
		str_addf(out, "%s %zu", term_of_definition(kind), index);
}

static void lose_keys(const struct keymap *map, struct diagnostics *lost)
{
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk)) {
		struct str text = STR_INIT;

		if (walk.place.layer < 0)
			return; /* definitions are told as a whole */
		if (has_action(map, walk.action))
			continue;
		action_print(walk.action, &text);
		diagnostics_add_loss(lost, &none, walk.place,
				     (struct loss_of){ LOSS_ALL, str_text(&text), "KC_NO" },
				     "%s becomes KC_NO: keymap.json has no word for it; compile to keymap.c",
				     str_text(&text));
		str_release(&text);
	}
}

static void lose_steps(const struct keymap *map, size_t index, struct diagnostics *lost)
{
	const struct definition *macro = keymap_definition(map, DEFINITION_MACRO, index);
	struct str title = STR_INIT;
	size_t left_out = 0;

	for (size_t i = 0; i < macro->steps; i++)
		left_out += !has_step(&macro->step[i]);
	add_title(map, DEFINITION_MACRO, index, &title);
	if (left_out)
		diagnostics_add_loss(lost, &near, place_of_definition(DEFINITION_MACRO, index),
				     (struct loss_of){ LOSS_NEAR, str_text(&title), "fewer steps" },
				     "%s: %zu of its steps are left out: keymap.json has taps, presses and "
				     "releases of plain keys, delays, text and beeps",
				     str_text(&title), left_out);
	str_release(&title);
}

static void lose_definition(const struct keymap *map, enum definition_kind kind, size_t index,
			    struct diagnostics *lost)
{
	struct str title = STR_INIT;

	add_title(map, kind, index, &title);
	diagnostics_add_loss(lost, &none, place_of_definition((int)kind, index),
			     (struct loss_of){ LOSS_ALL, str_text(&title), "left out" },
			     "%s does nothing: keymap.json has no word for it; compile to keymap.c",
			     str_text(&title));
	str_release(&title);
}

static struct action for_json(const struct keymap_rewrite *how, struct action action)
{
	return has_action(how->from, action) ? action : (struct action){ .kind = ACTION_NONE };
}

static bool without_strange_steps(const struct keymap_rewrite *how, struct definition *definition,
				  size_t index)
{
	size_t kept = 0;

	(void)how;
	(void)index;
	for (size_t i = 0; definition->kind == DEFINITION_MACRO && i < definition->steps; i++)
		if (has_step(&definition->step[i]))
			definition->step[kept++] = definition->step[i];
	if (definition->kind == DEFINITION_MACRO)
		definition->steps = kept;
	return true;
}

static const struct keymap *words(const struct compile_input *in, struct diagnostics *lost)
{
	const struct keymap *raised = zmk_raise_keymap(in, lost), *out;

	lose_keys(raised, lost);
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(raised, (enum definition_kind)kind); i++)
			if (kind == DEFINITION_MACRO)
				lose_steps(raised, i, lost);
			else if (kind != DEFINITION_KEYCODE)
				lose_definition(raised, (enum definition_kind)kind, i, lost);
	out = keymap_rewrite(&(struct keymap_rewrite){
		.from = raised, .action = for_json, .definition = without_strange_steps });
	keymap_unref(raised);
	return out;
}

static void check(const struct compile_input *in, struct diagnostics *out)
{
	qmk_check_name(in->keymap_name, out);
}

static bool emit(const struct compile_input *in, struct fileset *out, struct err *err)
{
	const struct keymap_json_names names = { in->keyboard->id, in->keymap_name, in->layout->name,
						 in->language };
	struct str *file = fileset_add(out, "keymap.json");

	if (in->source && !keymap_json_update(in->source, in->layout, in->map, file, err))
		return false;
	if (!in->source)
		keymap_json_write(&names, in->layout, in->map, file);
	return !file->full ||
	       err_set(err, ERR_RANGE, "keymap.json would be larger than %d bytes", STR_MAX_BYTES);
}

static const char *const paths[] = { "keymap.json", NULL };
static const char *const excludes[] = { "keymap.c", NULL };

const struct target target_qmk_json = {
	.name = "qmk-json",
	.help = "A keymap.json for QMK: for qmk compile, QMK Configurator and its API",
	.words = words,
	.check = check,
	.emit = emit,
	.paths = paths,
	.excludes = excludes,
};
