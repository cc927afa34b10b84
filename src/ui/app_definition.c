/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "model/edit.h"
#include "model/symbol.h"

/* Definitions that come, go, and move; and the ways to them. */

/* Of the list the selected row, of a form what it is of. */
static struct behaviors_row present(const struct app *app)
{
	if (app_top(app) == VIEW_BEHAVIOR)
		return app->behavior.of;
	return app->behaviors.list.selected < app->behaviors.rows
		       ? app->behaviors.row[app->behaviors.list.selected]
		       : (struct behaviors_row){ BEHAVIOR_SETTINGS, NO_INDEX };
}

/* The definition that is meant; false: there is none. */
static bool find_present(const struct app *app, struct behaviors_row *row, struct err *err)
{
	*row = present(app);
	if (row->section < BEHAVIOR_ENCODERS && row->index != NO_INDEX)
		return true;
	return err_set(err, ERR_USAGE,
		       row->section < BEHAVIOR_ENCODERS
			       ? "nothing is selected: go to one of them first"
			       : "this is for combos, macros and what else can be added");
}

void app_open_behavior(struct app *app, struct behaviors_row row)
{
	struct behavior_form *form = &app->behavior;

	form->of = row;
	form->list = (struct chooser){ 0 };
	if (!app_is_open(app, VIEW_BEHAVIOR))
		form->backs = 0;
	app_push(app, VIEW_BEHAVIOR);
	behavior_form_list(form, app_map(app));
}

void app_go_definition(struct app *app, enum definition_kind kind, size_t index,
		       MAYBE_UNUSED struct effects *effects)
{
	if (index >= keymap_definitions(app_map(app), kind))
		return;
	while (app->depth > 1 && app_top(app) != VIEW_BOARD)
		app_pop(app);
	app_open_behavior(app, (struct behaviors_row){ kind, (int)index });
}

static const char *name_of(const struct app *app, struct behaviors_row row, char *out)
{
	behaviors_full_name(app_map(app), row, out);
	return out;
}

/* The keymap with one of that name more; NULL with the reason, also when it could not be saved. */
static const struct keymap *with_named(const struct app *app, enum definition_kind kind, size_t at,
				       const char *name, const char *compatible, struct err *err)
{
	struct definition definition, plain = { .kind = DEFINITION_BEHAVIOR };
	const struct keymap *map;
	struct err ignored;
	bool ok;

	/* Properties for one that ZMK has. */
	if (compatible && compatible[0] == '&')
		ok = field_set(app_map(app), &plain, field_find(&plain, "name"), compatible + 1, NULL,
			       &definition, err);
	else
		ok = definition_new(app_map(app), kind, name, compatible, &definition, err);
	if (!ok)
		return NULL;
	map = edit_definition_add(app_map(app), kind, at, &definition, err);
	definition_release(&definition);
	if (!map || project_can_save(app->project, map, err) ||
	    !project_can_save(app->project, app_map(app), &ignored))
		return map;
	keymap_unref(map);
	return NULL;
}

const struct keymap *app_with_new(const struct app *app, enum definition_kind kind, size_t at,
				  const char *name, const char *compatible, struct err *err)
{
	const struct keymap *map = with_named(app, kind, at, name, compatible, err);
	char free_name[64];
	struct err ignored;

	/* A file may want a name where the firmware does not. */
	for (int number = 1; !map && !name && err->code != ERR_USAGE && number <= KEYMAP_MAX_DEFINITIONS;
	     number++) {
		size_t len =
			(size_t)snprintf(free_name, sizeof(free_name), "%s_%d", behaviors_term(kind), number);

		for (size_t i = 0; i < len; i++)
			if (free_name[i] == '-')
				free_name[i] = '_';
		map = with_named(app, kind, at, free_name, compatible, &ignored);
		if (!map && ignored.code != ERR_EXISTS)
			break;
	}
	return map;
}

bool app_new_behavior(struct app *app, int section, const char *name, const char *compatible,
		      struct effects *effects, struct err *err)
{
	enum definition_kind kind = (enum definition_kind)section;
	struct behaviors_row row = { section, (int)keymap_definitions(app_map(app), kind) };
	const struct behaviors_row *at = &app->behaviors.at;
	const struct keymap *map;

	/* Behind the selected one. */
	if (app_is_open(app, VIEW_BEHAVIORS) && at->section == section && at->index != NO_INDEX)
		row.index = at->index + 1;
	map = app_with_new(app, kind, (size_t)row.index, name, compatible, err);
	if (!map)
		return false;
	app_commit(app, map, effects, "new %s", behaviors_term(section));
	app->behaviors.at = row;
	app_open_behavior(app, row);
	app_say(app, STYLE_OK, "new %s; u takes it back", behaviors_term(section));
	return true;
}

COMMAND(behavior_new)
{
	int section = present(app).section;
	size_t len = strcspn(args, " ");
	const char *name = args + len + strspn(args + len, " ");

	if (args[0] && !behaviors_find_section(args, len, &section))
		return err_set(err, ERR_USAGE, "'%.*s' is no kind of behaviour: <Tab> shows them", (int)len,
			       args);
	if (section >= BEHAVIOR_ENCODERS && args[0])
		return err_set(err, ERR_USAGE, "%ss are not added: <CR> changes one",
			       behaviors_term(section));
	if (section >= BEHAVIOR_ENCODERS) {
		app_choose_kind(app);
		return true;
	}
	if (section == DEFINITION_BEHAVIOR && !args[0]) {
		app_choose_compatible(app);
		return true;
	}
	return app_new_behavior(app, section, name[0] ? name : NULL, NULL, effects, err);
}

COMMAND(behavior_delete)
{
	struct behaviors_row row;
	const struct keymap *map;
	char name[BEHAVIORS_NAME_SIZE], what[160];
	size_t cut = 0;

	if (!find_present(app, &row, err))
		return false;
	snprintf(what, sizeof(what), "deletion of %s", name_of(app, row, name));
	map = edit_definition_delete(app_map(app), (enum definition_kind)row.section, (size_t)row.index,
				     &cut);
	if (!app_commit_if_savable(app, map, effects, err, what))
		return false;
	if (app_top(app) == VIEW_BEHAVIOR)
		app_pop(app);
	if (cut)
		app_say(app, STYLE_WARNING, "%s deleted; %zu that used it now do%s nothing (u takes it back)",
			name, cut, cut == 1 ? "es" : "");
	else
		app_say(app, STYLE_OK, "%s deleted (u takes it back)", name);
	return true;
}

/* Names of nodes are not shared, so a copy has that of its label. */
static void forget_node(struct definition *d)
{
	uint32_t node = symbol("node");
	size_t kept = 0;

	for (size_t i = 0; i < d->options; i++)
		if (d->option[i].name != node)
			d->option[kept++] = d->option[i];
	d->options = kept;
}

/* What is for something else, which its name says, there is one of. */
static bool is_one_alone(const struct definition *d)
{
	return d->kind == DEFINITION_CORRECTION ||
	       (d->kind == DEFINITION_BEHAVIOR && !definition_option(d, "compatible"));
}

/* A name like that one that is free: esc_2, esc_3. */
static bool find_name(const struct app *app, struct definition *d, struct err *err)
{
	const char *name = symbol_text(d->name);
	size_t len = strlen(name);
	char next[200];

	while (len && strchr("0123456789", name[len - 1]))
		len--;
	while (len && name[len - 1] == '_')
		len--;
	for (int number = 2; number <= KEYMAP_MAX_DEFINITIONS + 1; number++) {
		const struct keymap *map;

		snprintf(next, sizeof(next), "%.*s_%d", (int)(len < 150 ? len : 150), name, number);
		d->name = symbol(next);
		map = edit_definition_add(app_map(app), (enum definition_kind)d->kind, 0, d, err);
		keymap_unref(map);
		if (map || err->code != ERR_EXISTS)
			return map;
	}
	return false;
}

COMMAND(behavior_duplicate)
{
	struct behaviors_row row;
	struct definition copy;
	char name[BEHAVIORS_NAME_SIZE], what[160];
	bool ok;

	if (!find_present(app, &row, err))
		return false;
	if (is_one_alone(
		    keymap_definition(app_map(app), (enum definition_kind)row.section, (size_t)row.index)))
		return err_set(err, ERR_USAGE, "there is one alone for each name: n adds another");
	copy = definition_copy(
		keymap_definition(app_map(app), (enum definition_kind)row.section, (size_t)row.index));
	forget_node(&copy);
	ok = !copy.name || find_name(app, &copy, err);
	snprintf(what, sizeof(what), "copy of %s", name_of(app, row, name));
	row.index++;
	ok = ok && app_commit_if_savable(app,
					 edit_definition_add(app_map(app), (enum definition_kind)row.section,
							     (size_t)row.index, &copy, err),
					 effects, err, what);
	definition_release(&copy);
	if (!ok)
		return false;
	app->behaviors.at = row;
	if (app_top(app) == VIEW_BEHAVIOR)
		app_open_behavior(app, row);
	app_say(app, STYLE_OK, "a copy is behind it");
	return true;
}

COMMAND(behavior_move)
{
	struct behaviors_row row;
	size_t to;
	char name[BEHAVIORS_NAME_SIZE], what[160];

	if (!find_present(app, &row, err))
		return false;
	to = (size_t)row.index + (args[0] == '-' ? (size_t)-1 : 1);
	if (to >= keymap_definitions(app_map(app), (enum definition_kind)row.section))
		return true;
	snprintf(what, sizeof(what), "move of %s", name_of(app, row, name));
	if (!app_commit_if_savable(app,
				   edit_definition_move(app_map(app), (enum definition_kind)row.section,
							(size_t)row.index, to),
				   effects, err, what))
		return false;
	row.index = (int)to;
	app->behaviors.at = row;
	if (app_top(app) == VIEW_BEHAVIOR)
		app->behavior.of = row;
	return true;
}

COMMAND(behavior_rename)
{
	struct subject subject = { 0 };
	const struct definition *definition;
	const struct field *field;
	char text[LINE_MAX_BYTES];

	if (!find_present(app, &subject.of, err))
		return false;
	definition = keymap_definition(app_map(app), (enum definition_kind)subject.of.section,
				       (size_t)subject.of.index);
	field = field_find(definition, "name");
	if (!field)
		return err_set(err, ERR_USAGE, "a %s has no name", behaviors_term(subject.of.section));
	if (!args[0]) {
		snprintf(text, sizeof(text), "behavior-rename %.900s", symbol_text(definition->name));
		app_prompt(app, ':', text);
		return true;
	}
	subject.field = *field;
	return app_subject_put(app, &subject, strcmp(args, "\"\"") ? args : NULL, effects, err);
}

/* The number of a definition by its name or its number; negative: there is none. */
static int find_definition(const struct keymap *map, int section, const char *text)
{
	size_t count = keymap_definitions(map, (enum definition_kind)section);
	char *end;
	long number = strtol(text, &end, 10);

	for (size_t i = 0; i < count; i++)
		if (keymap_definition(map, (enum definition_kind)section, i)->name == symbol(text))
			return (int)i;
	return end != text && !*end && number >= 0 && number < (long)count ? (int)number : -1;
}

COMMAND(behavior)
{
	size_t len = strcspn(args, " ");
	const char *name = args + len + strspn(args + len, " ");
	int section, index;

	if (!behaviors_find_section(args, len, &section) || section == BEHAVIOR_SETTINGS)
		return err_set(err, ERR_USAGE, "'%.*s' is no kind of behaviour: <Tab> shows them", (int)len,
			       args);
	if (!name[0])
		return run_behaviors(app, args, effects, err);
	if (section == BEHAVIOR_ENCODERS)
		index = (int)strtol(name, NULL, 10);
	else
		index = find_definition(app_map(app), section, name);
	if (!behavior_is_in(app_map(app), (struct behaviors_row){ section, index }))
		return err_set(err, ERR_NOT_FOUND, "there is no %s '%s'", behaviors_term(section), name);
	app_open_behavior(app, (struct behaviors_row){ section, index });
	return true;
}

/* The first of a kind that is about the key under the cursor. */
static bool find_about(const struct app *app, enum definition_kind kind, size_t *index)
{
	const struct keymap *map = app_map(app);

	for (*index = 0; *index < keymap_definitions(map, kind); ++*index)
		if (definition_is_about_key(map, keymap_definition(map, kind, *index),
					    (size_t)app->cursor.layer, (size_t)app->cursor.key))
			return true;
	return false;
}

COMMAND(definition)
{
	const struct keymap *map = app_map(app);
	size_t slot = (size_t)app->cursor.key, keys = keymap_keys(map), index;
	static const enum definition_kind about[] = { DEFINITION_COMBO, DEFINITION_OVERRIDE,
						      DEFINITION_ALT_REPEAT };
	enum definition_kind kind;

	if (edit_definition_of(map, keymap_get_slot(map, (size_t)app->cursor.layer, slot), &kind, &index)) {
		app_go_definition(app, kind, index, effects);
		return true;
	}
	if (slot >= keys) {
		app_open_behavior(
			app, (struct behaviors_row){ BEHAVIOR_ENCODERS, (int)((slot - keys) / TURN_COUNT) });
		return true;
	}
	for (size_t i = 0; i < COUNT(about); i++) {
		if (!find_about(app, about[i], &index))
			continue;
		app_go_definition(app, about[i], index, effects);
		return true;
	}
	return err_set(err, ERR_NOT_FOUND, "no definition is behind this key, and no combo has it");
}
