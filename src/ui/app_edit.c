/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app_private.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "project/compile.h"

const struct layout *app_layout(const struct app *app)
{
	return &app->project->keyboard->layout[app->project->layout];
}

const struct keymap *app_map(const struct app *app)
{
	return history_current(app->history);
}

void app_commit(struct app *app, const struct keymap *map, struct effects *effects, const char *fmt, ...)
{
	char label[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(label, sizeof(label), fmt, ap);
	va_end(ap);
	history_push(app->history, map, app->cursor, label);
	if (app->cursor.layer >= (int)keymap_layers(map))
		app->cursor.layer = (int)keymap_layers(map) - 1;
	app_journal(app, effects);
}

void app_forget_probe(struct app *app)
{
	capability_probe_free(app->probe);
	keymap_unref(app->probe_map);
	app->probe = NULL;
	app->probe_map = NULL;
}

struct capability_probe *app_probe(struct app *app)
{
	const struct keymap *map = app_map(app);
	const struct target *target = app_target(app);

	if (app->probe && app->probe_target == target && keymap_same_tables(app->probe_map, map) &&
	    keymap_layers(app->probe_map) == keymap_layers(map))
		return app->probe;
	app_forget_probe(app);
	app->probe = project_probe(app->project, map, target);
	app->probe_target = target;
	app->probe_map = keymap_ref(map);
	return app->probe;
}

/* What was assigned may not do what was meant. */
static void say_doubt(struct app *app, struct action action)
{
	struct capability_of_action got = capability_probe_action(app_probe(app), action);
	size_t layers = keymap_layers(app_map(app));
	uint32_t layer;

	if (action.kind == ACTION_RAW)
		app_say(app, STYLE_WARNING, "%s is no keycode that keyplane knows: other code must define it",
			symbol_text(action.arg[0]));
	else if ((action.kind == ACTION_LAYER_TAP || action.kind == ACTION_LAYER_MOD) && action.arg[0] > 15)
		app_say(app, STYLE_WARNING, "QMK's LT and LM reach layers 0 to 15 only");
	else if (action_has_layer(action, &layer) && layer >= layers)
		app_say(app, STYLE_WARNING, "there is no layer %u yet; a adds one", layer);
	else if (got.match != CAPABILITY_EXACT)
		app_say(app, STYLE_WARNING, "%s: %s", app_target(app)->name, got.text);
}

/* What cannot be changed says why, and what can be done about it. */
static bool is_fixed(const struct app *app, size_t slot, struct err *err)
{
	size_t layer = (size_t)app->cursor.layer;
	const char *why = project_read_only(app->project, app_map(app), layer, slot);

	if (why)
		err_set(err, ERR_REFUSED, "read-only: it %s%s", why,
			project_can_expand(app->project, app_map(app), layer, slot)
				? "; :expand writes the macro out"
				: "");
	return why;
}

bool app_is_savable(const struct app *app, const struct keymap *map, struct err *err)
{
	struct err ignored;

	/* Whether a running keyboard has room for a definition is not known before its own are read. */
	if (app_live_is_own(app) && app->live.state == LIVE_READING && !keymap_same_tables(map, app_map(app)))
		return err_set(err, ERR_REFUSED, "%s is still being read; try it again in a moment",
			       app->live.name);
	return project_can_save(app->project, map, err) ||
	       !project_can_save(app->project, app_map(app), &ignored) ||
	       err_wrap(err, "this could not be saved");
}

bool app_assign(struct app *app, struct action action, struct effects *effects, struct err *err)
{
	const struct keymap *map = app_map(app), *changed;
	size_t layer = (size_t)app->cursor.layer, key = (size_t)app->cursor.key;
	struct str text = STR_INIT;

	if (is_fixed(app, key, err))
		return false;
	changed = edit_slot(map, layer, key, action);
	if (!app_is_savable(app, changed, err)) {
		keymap_unref(changed);
		return false;
	}
	project_print_action(app->project, map, action, &text);
	app->last = action;
	app->has_last = true;
	if (action_equal(action, keymap_get_slot(map, layer, key))) {
		app_say(app, STYLE_DIM, "it is %s already", str_text(&text));
		keymap_unref(changed);
	} else {
		app_commit(app, changed, effects, "%s on layer %zu, key %zu", str_text(&text), layer, key);
		app_say(app, STYLE_OK, "%s", str_text(&text));
	}
	say_doubt(app, action);
	str_release(&text);
	return true;
}

bool app_assign_text(struct app *app, const char *expression, struct effects *effects, struct err *err)
{
	struct action action;

	return project_parse_action(app->project, app_map(app), expression, &action, err) &&
	       app_assign(app, action, effects, err);
}

void app_go(struct app *app, int layer, int key)
{
	const struct keymap *map = app_map(app);

	if (layer >= 0 && layer < (int)keymap_layers(map))
		app->cursor.layer = layer;
	if (key >= 0 && key < (int)keymap_slots(app_map(app)))
		app->cursor.key = key;
}

/* What the search looks through: what a key does, in QMK's words and in ours, and what the keyboard calls it. */
bool app_matches(const struct app *app, size_t layer, size_t key, const char *query)
{
	const struct layout *layout = app_layout(app);
	struct str text = STR_INIT;
	struct action action = keymap_get_slot(app_map(app), layer, key);
	bool hit;

	project_print_action(app->project, app_map(app), action, &text);
	str_add_char(&text, '\n');
	if (action.kind != ACTION_NONE && action.kind != ACTION_TRANSPARENT)
		project_describe_action(app->project, action, &text);
	if (layer == 0 && key < layout->keys)
		str_addf(&text, "\n%s", symbol_text(layout->key[key].label));
	hit = strcasestr(str_text(&text), query) != NULL;
	str_release(&text);
	return hit;
}

bool app_search(struct app *app, int direction)
{
	long places = (long)keymap_slots(app_map(app)), total = places * (long)keymap_layers(app_map(app));
	long from = app->cursor.layer * places + app->cursor.key;

	if (!app->search[0])
		return false;
	for (long step = 1; step <= total; step++) {
		long at = ((from + direction * step) % total + total) % total;

		if (!app_matches(app, (size_t)(at / places), (size_t)(at % places), app->search))
			continue;
		app_go(app, (int)(at / places), (int)(at % places));
		return true;
	}
	return false;
}

COMMAND(assign)
{
	return app_assign_text(app, args, effects, err);
}

COMMAND(clear)
{
	return app_assign(app, (struct action){ .kind = ACTION_NONE }, effects, err);
}

COMMAND(transparent)
{
	if (!app_assign(app, (struct action){ .kind = ACTION_TRANSPARENT }, effects, err))
		return false;
	if (app->cursor.layer == 0)
		app_say(app, STYLE_WARNING, "transparent on layer 0 does nothing: there is no layer below");
	return true;
}

COMMAND(copy)
{
	struct str text = STR_INIT;

	app->clip = keymap_get_slot(app_map(app), (size_t)app->cursor.layer, (size_t)app->cursor.key);
	app->has_clip = true;
	project_print_action(app->project, app_map(app), app->clip, &text);
	app_say(app, STYLE_OK, "copied %s", str_text(&text));
	str_release(&text);
	return true;
}

COMMAND(paste)
{
	if (!app->has_clip)
		return err_set(err, ERR_USAGE, "nothing is copied: y copies");
	return app_assign(app, app->clip, effects, err);
}

COMMAND(repeat)
{
	if (!app->has_last)
		return err_set(err, ERR_USAGE, "nothing was assigned yet");
	return app_assign(app, app->last, effects, err);
}

COMMAND(mark)
{
	app->marked = app->cursor;
	app_say(app, STYLE_OK, "marked: go to another key of this layer and press s to swap them");
	return true;
}

COMMAND(swap)
{
	const struct keymap *map = app_map(app), *swapped;
	size_t layer = (size_t)app->cursor.layer, a = (size_t)app->marked.key, b = (size_t)app->cursor.key;

	if (app->marked.key == app->cursor.key && app->marked.layer == app->cursor.layer)
		return err_set(err, ERR_USAGE, "this is the marked key: go to the one to swap it with");
	if (app->marked.key < 0 || app->marked.layer != app->cursor.layer || a >= keymap_slots(app_map(app)))
		return err_set(err, ERR_USAGE, "mark a key of this layer first: m");
	if (is_fixed(app, a, err) || is_fixed(app, b, err))
		return false;
	swapped = edit_swap(map, layer, a, b);
	if (!app_is_savable(app, swapped, err)) {
		keymap_unref(swapped);
		return false;
	}
	app_commit(app, swapped, effects, "swap of keys %zu and %zu on layer %zu", a, b, layer);
	app->marked.key = -1;
	app_say(app, STYLE_OK, "swapped");
	return true;
}

COMMAND(expand)
{
	char label[80];
	int stage;

	if (!project_expand(app->project, app_map(app), (size_t)app->cursor.layer, (size_t)app->cursor.key,
			    &stage, err))
		return false;
	snprintf(label, sizeof(label), "macro written out for layer %d, key %d", app->cursor.layer,
		 app->cursor.key);
	history_push_stage(app->history, stage, app->cursor, label);
	app_journal(app, effects);
	app_say(app, STYLE_OK,
		"the macro is written out in the text: its keys can be changed now (u takes it back)");
	return true;
}

COMMAND(undo)
{
	const char *label;

	if (app_form_is_on_top(app)) {
		app_form_undo(app, false);
		return true;
	}
	if (!history_undo(app->history, &app->cursor, &label))
		return err_set(err, ERR_USAGE, "nothing to undo");
	for (int i = 1; i < app->count && history_undo(app->history, &app->cursor, &label); i++)
		;
	project_use_stage(app->project, history_stage(app->history));
	app_go(app, app->cursor.layer, app->cursor.key);
	app_say(app, STYLE_OK, "undone: %s", label);
	app_journal(app, effects);
	return true;
}

COMMAND(redo)
{
	const char *label;
	struct cursor cursor;

	if (app_form_is_on_top(app)) {
		app_form_undo(app, true);
		return true;
	}
	if (!history_redo(app->history, &cursor, &label))
		return err_set(err, ERR_USAGE, "nothing to redo");
	for (int i = 1; i < app->count && history_redo(app->history, &cursor, &label); i++)
		;
	project_use_stage(app->project, history_stage(app->history));
	app_go(app, cursor.layer, cursor.key);
	if (app->cursor.layer >= (int)keymap_layers(app_map(app)))
		app->cursor.layer = (int)keymap_layers(app_map(app)) - 1;
	app_say(app, STYLE_OK, "done again: %s", label);
	app_journal(app, effects);
	return true;
}

COMMAND(search)
{
	if (!args[0]) {
		app_prompt(app, '/', "");
		return true;
	}
	snprintf(app->search, sizeof(app->search), "%s", args);
	return run_search_next(app, "", effects, err);
}

static bool search_from(struct app *app, int direction, struct err *err)
{
	if (!app->search[0])
		return err_set(err, ERR_USAGE, "nothing was searched for: / does");
	if (!app_search(app, direction))
		return err_set(err, ERR_NOT_FOUND, "no key does anything like '%s'", app->search);
	return true;
}

COMMAND(search_next)
{
	return search_from(app, 1, err);
}

COMMAND(search_previous)
{
	return search_from(app, -1, err);
}
