/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"
#include "wrap.h"

/* The form of one behaviour: its fields, then where it is used. */

/* Rows of the pane under the list: a rule, what it is for, what it takes, its value in words (2). */
enum { PANE_ROWS = 5, LABEL_COLS = 24, MIN_LIST_ROWS = 4 };

struct listed {
	const struct app *app;
	struct definition_teller teller;
};

void app_add_field_help(const struct field *field, struct str *out)
{
	static const struct {
		enum field_firmware bit;
		const char *name;
	} firmwares[] = { { FIELD_QMK, "QMK" }, { FIELD_VIAL, "Vial" }, { FIELD_ZMK, "ZMK" } };
	const char *between = "  (";

	str_addf(out, "%s%stakes ", field->help, field->help[0] ? "; " : "");
	field_expected(field, out);
	if (field->fallback[0])
		str_addf(out, "; default %s", field->fallback);
	for (size_t i = 0; i < COUNT(firmwares); i++) {
		if (!(field->firmwares & firmwares[i].bit))
			continue;
		str_addf(out, "%s%s", between, firmwares[i].name);
		between = ", ";
	}
	if (field->firmwares)
		str_add_char(out, ')');
}

/* "layer 1 nav", of a turn. */
static void add_layer(const struct listed *listed, size_t layer, struct str *out)
{
	str_add(out, "layer ");
	layers_summary(&listed->teller, UINT32_C(1) << layer, out);
}

/* Layers are shown with their names, keys of the board by what is on them. */
static void add_layers(const struct listed *listed, const char *text, struct str *out)
{
	uint32_t mask = 0;
	char *end;

	for (; *text; text = end + strspn(end, " ")) {
		unsigned long layer = strtoul(text, &end, 10);

		if (end == text)
			break;
		mask |= layer < KEYMAP_MAX_LAYERS ? UINT32_C(1) << layer : 0;
	}
	layers_summary(&listed->teller, mask, out);
}

static bool get_positions(const struct listed *listed, const struct subject *subject, struct str *out)
{
	const struct definition *d = keymap_definition(
		listed->teller.map, (enum definition_kind)subject->of.section, (size_t)subject->of.index);

	if (!d->positions)
		return false;
	keys_summary(&listed->teller, d->position, d->positions, out);
	return true;
}

static bool add_value(const struct listed *listed, const struct subject *subject, struct str *out)
{
	struct str text = STR_INIT;
	bool said;

	if (subject->field.type == FIELD_POSITIONS && get_positions(listed, subject, out))
		return true;
	said = app_subject_get(listed->app, subject, &text);
	if (said && subject->field.type == FIELD_LAYERS)
		add_layers(listed, str_text(&text), out);
	else
		str_add(out, str_text(&text));
	str_release(&text);
	return said;
}

static void value_row(const struct listed *listed, const struct subject *subject, struct chooser_row *out)
{
	const struct field *field = &subject->field;
	struct str text = STR_INIT, label = STR_INIT;
	bool said;

	if (subject->of.section == BEHAVIOR_ENCODERS) {
		add_layer(listed, subject->layer, &label);
		str_add_char(&label, ' ');
	}
	str_add(&label, field->label);
	snprintf(out->left, sizeof(out->left), "%.*s", (int)utf8_clip(str_text(&label), 90),
		 str_text(&label));
	said = add_value(listed, subject, &text);
	if (!said)
		str_addf(&text, field->fallback[0] ? "(%s)" : "-", field->fallback);
	snprintf(out->right, sizeof(out->right), "%.*s%s%s", (int)utf8_clip(str_text(&text), 130),
		 str_text(&text), field->unit[0] && (said || field->fallback[0]) ? " " : "",
		 said || field->fallback[0] ? field->unit : "");
	out->style = out->right_style = said ? STYLE_TEXT : STYLE_DIM;
	str_release(&text);
	str_release(&label);
}

static void use_row(const struct listed *listed, const struct place *place, struct chooser_row *out)
{
	const struct keymap *map = listed->teller.map;
	struct str text = STR_INIT;
	char name[BEHAVIORS_NAME_SIZE];

	if (place->kind >= 0) {
		struct behaviors_row row = { place->kind, place->definition };

		behaviors_full_name(map, row, name);
		snprintf(out->left, sizeof(out->left), "  %.90s", name);
		behaviors_summary(&listed->teller, row, &text);
	} else {
		bool turn = place->encoder >= 0;

		str_addf(&text, "  layer %d %s %d", place->layer, turn ? "encoder" : "key",
			 turn ? place->encoder : place->key);
		snprintf(out->left, sizeof(out->left), "%.90s", str_text(&text));
		str_clear(&text);
		if (!turn)
			project_print_action(listed->app->project, map,
					     keymap_get(map, (size_t)place->layer, (size_t)place->key),
					     &text);
	}
	snprintf(out->right, sizeof(out->right), "%.*s", (int)utf8_clip(str_text(&text), 150),
		 str_text(&text));
	out->right_style = STYLE_DIM;
	str_release(&text);
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct listed *listed = data;
	const struct behavior_row *at = &listed->app->behavior.row[index];
	size_t uses = listed->app->behavior.uses;

	switch (at->what) {
	case ROW_VALUE:
		value_row(listed, &at->subject, out);
		return;
	case ROW_USES:
		out->style = STYLE_TITLE;
		if (uses)
			snprintf(out->left, sizeof(out->left), "used %zu time%s", uses, uses == 1 ? "" : "s");
		else
			snprintf(out->left, sizeof(out->left), "not used");
		return;
	case ROW_USE:
		use_row(listed, &at->place, out);
		return;
	}
}

/* A value in words: what an action does, which keys they are by number. */
static void add_words(const struct listed *listed, const struct subject *subject, struct str *out)
{
	struct action action;
	struct str text = STR_INIT;
	struct err ignored;

	if (app_subject_get(listed->app, subject, &text)) {
		if (subject->field.type == FIELD_ACTION &&
		    project_parse_action(listed->app->project, listed->teller.map, str_text(&text), &action,
					 &ignored))
			action_describe(action, out);
		else
			str_add_escaped(out, str_text(&text));
	}
	str_release(&text);
}

static void draw_pane(const struct listed *listed, struct grid *grid, struct rect area)
{
	const struct behavior_row *at = behavior_form_row(&listed->app->behavior);
	struct rect line = { area.row, area.col, 1, area.cols };
	struct str text = STR_INIT;
	int used;

	grid_fill(grid, line, STYLE_BORDER, "─");
	if (!at || at->what != ROW_VALUE) {
		grid_text_cut(grid, area, area.row + 1, 1, area.cols - 2, STYLE_DIM,
			      at && at->what == ROW_USE ? "<CR> goes there"
							: "keys and other behaviours that refer to it");
		return;
	}
	str_addf(&text, " %s ", at->subject.field.name);
	grid_text_cut(grid, line, line.row, 1, area.cols - 2, STYLE_TITLE, str_text(&text));
	str_clear(&text);
	app_add_field_help(&at->subject.field, &text);
	used = wrap_draw(grid, (struct rect){ area.row + 1, 1, area.rows - 2, area.cols - 2 }, STYLE_TEXT,
			 str_text(&text));
	str_clear(&text);
	add_words(listed, &at->subject, &text);
	wrap_draw(grid, (struct rect){ area.row + 1 + used, 1, area.rows - 1 - used, area.cols - 2 },
		  STYLE_STATUS, str_text(&text));
	str_release(&text);
}

void view_behavior_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct behavior_form *form = &app->behavior;
	struct listed listed = { app, app_teller(app, grid->ascii) };
	struct chooser_list list = { &listed, form->rows, row,
				     area.cols < 80 ? area.cols * 3 / 10 : LABEL_COLS + (area.cols - 80) / 4,
				     "ZMK has no properties for it" };
	int pane = PANE_ROWS;

	/* This view has no inspector: its rows are the pane's. */
	area.rows += 2;
	while (pane > 0 && area.rows - pane < MIN_LIST_ROWS)
		pane--;
	grid_fill(grid, area, STYLE_TEXT, " ");
	chooser_draw(&form->list, &list, NULL, grid,
		     (struct rect){ area.row, area.col, area.rows - pane, area.cols });
	if (pane)
		draw_pane(&listed, grid,
			  (struct rect){ area.row + area.rows - pane, area.col, pane, area.cols });
}

void view_behavior_title(const struct app *app, char *out, size_t size)
{
	const struct definition_teller teller = app_teller(app, false);
	struct str summary = STR_INIT;
	char name[BEHAVIORS_NAME_SIZE];

	behaviors_full_name(app_map(app), app->behavior.of, name);
	behaviors_summary(&teller, app->behavior.of, &summary);
	snprintf(out, size, "%s%s  %.150s", name, history_is_modified(app->history) ? " *" : "",
		 str_text(&summary));
	str_release(&summary);
}

bool view_behavior_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	return chooser_key(&app->behavior.list, key, app->behavior.rows, false, &requery);
}

/* To a place that uses it: a key on the board, or the form of another definition, from which Escape leads back. */
static void go_use(struct app *app, struct place place)
{
	struct behavior_form *form = &app->behavior;

	if (place.kind >= 0) {
		if (form->backs == COUNT(form->back))
			memmove(&form->back[0], &form->back[1], --form->backs * sizeof(form->back[0]));
		form->back[form->backs++] = form->of;
		app_open_behavior(app, (struct behaviors_row){ place.kind, place.definition });
		return;
	}
	while (app->depth > 1 && app_top(app) != VIEW_BOARD)
		app_pop(app);
	app_go(app, place.layer,
	       place.encoder >= 0 ? (int)keymap_keys(app_map(app)) + place.encoder * TURN_COUNT : place.key);
}

bool view_behavior_take(struct app *app, struct effects *effects, struct err *err)
{
	const struct behavior_row *at = behavior_form_row(&app->behavior);
	struct subject subject;

	if (!at || at->what == ROW_USES)
		return true;
	if (at->what == ROW_USE) {
		go_use(app, at->place);
		return true;
	}
	subject = at->subject;
	return app_change(app, &subject, effects, err);
}

/* Back to the form that led here, if one did. */
bool view_behavior_close(struct app *app, MAYBE_UNUSED struct effects *effects)
{
	struct behavior_form *form = &app->behavior;

	while (form->backs) {
		struct behaviors_row before = form->back[--form->backs];

		if (!behavior_is_in(app_map(app), before))
			continue;
		app_open_behavior(app, before);
		return false;
	}
	return true;
}

/* The value that is selected, in the form or among the settings of the list. */
static bool find_subject(const struct app *app, struct subject *subject, struct err *err)
{
	const struct behavior_row *at = behavior_form_row(&app->behavior);
	const struct behaviors *all = &app->behaviors;

	if (app_top(app) == VIEW_BEHAVIOR && at && at->what == ROW_VALUE) {
		*subject = at->subject;
		return true;
	}
	if (app_top(app) == VIEW_BEHAVIORS && all->list.selected < all->rows &&
	    all->at.section == BEHAVIOR_SETTINGS && all->at.index != NO_INDEX) {
		*subject = (struct subject){ .of = all->at };
		subject->field = behaviors_setting(app_map(app), all->at.index);
		return true;
	}
	return err_set(err, ERR_USAGE, "no value is selected here");
}

/* The value of that name. */
static bool find_named(const struct app *app, const char *name, struct subject *subject, struct err *err)
{
	size_t from = 0;

	if (app_top(app) == VIEW_BEHAVIORS && behaviors_find_setting(app_map(app), name, &subject->field)) {
		subject->of = (struct behaviors_row){ BEHAVIOR_SETTINGS, 0 };
		return true;
	}
	/* Of an encoder's turns those of the layer that is selected. */
	if (app->behavior.of.section == BEHAVIOR_ENCODERS)
		from = app->behavior.list.selected / TURN_COUNT * TURN_COUNT;
	for (size_t i = from; app_top(app) == VIEW_BEHAVIOR && i < app->behavior.rows; i++) {
		if (app->behavior.row[i].what != ROW_VALUE ||
		    strcmp(app->behavior.row[i].subject.field.name, name) != 0)
			continue;
		*subject = app->behavior.row[i].subject;
		return true;
	}
	return err_set(err, ERR_NOT_FOUND, "there is no %s called %s here",
		       app_top(app) == VIEW_BEHAVIOR ? "field" : "setting", name);
}

COMMAND(behavior_set)
{
	struct subject subject;
	char name[BEHAVIORS_NAME_SIZE];
	size_t len = strcspn(args, " ");
	const char *value = args + len + strspn(args + len, " ");

	snprintf(name, sizeof(name), "%.*s", (int)len, args);
	if (!*value)
		return err_set(err, ERR_USAGE, "behavior-set wants a field and a value");
	return find_named(app, name, &subject, err) && app_subject_put(app, &subject, value, effects, err);
}

COMMAND(behavior_unset)
{
	struct subject subject;
	struct str text = STR_INIT;
	bool ok = args[0] ? find_named(app, args, &subject, err) : find_subject(app, &subject, err);

	if (!ok)
		return false;
	if (app_subject_get(app, &subject, &text))
		ok = app_subject_put(app, &subject, NULL, effects, err);
	else
		app_say(app, STYLE_DIM, "nothing is said there");
	str_release(&text);
	return ok;
}

COMMAND(behavior_type)
{
	struct subject subject;

	if (!find_subject(app, &subject, err))
		return false;
	app_type_value(app, &subject);
	return true;
}
