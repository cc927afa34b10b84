/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"
#include "model/term.h"

/* The parts of a list, each on a row: the steps of a macro, the keys of a combo. */

enum { BOX_ROWS = 14 };

/* The word that a step begins with, "" where it is an action alone; *@rest is what comes behind. */
static const char *op_of(const struct behavior_form *form, const char *part, const char **rest)
{
	size_t len = strcspn(part, " \"");

	*rest = part;
	if (form->subject.field.type != FIELD_STEPS)
		return "";
	for (enum step_op op = STEP_TAP; op <= STEP_RESULT; op++) {
		const char *term = term_of_step(op);

		if (strlen(term) != len || strncmp(part, term, len) != 0)
			continue;
		*rest = part + len + strspn(part + len, " ");
		return term;
	}
	return "";
}

struct listed {
	const struct app *app;
	struct definition_teller teller;
};

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct listed *listed = data;
	const struct behavior_form *form = &listed->app->behavior;
	const char *rest, *op = op_of(form, form->part[index], &rest);
	struct action action;
	struct str text = STR_INIT;
	struct err ignored;

	snprintf(out->left, sizeof(out->left), "%3zu  %s", index + 1, op);
	snprintf(out->right, sizeof(out->right), "%.*s", (int)utf8_clip(rest, 100), rest);
	out->style = STYLE_DIM;
	out->right_style = STYLE_TEXT;
	if (rest[0] && rest[0] != '"' && strcmp(op, "delay") != 0 &&
	    project_parse_action(listed->app->project, listed->teller.map, rest, &action, &ignored))
		action_summary(&listed->teller, action, &text);
	snprintf(out->end, sizeof(out->end), "%.*s", (int)utf8_clip(str_text(&text), 20), str_text(&text));
	str_release(&text);
}

void view_behavior_parts_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct behavior_form *form = &app->behavior;
	const struct listed listed = { app, app_teller(app, grid->ascii) };
	struct chooser_list list = { &listed, form->parts, row, 11, "nothing yet: a adds" };
	struct rect box;
	char title[80];
	int rows;

	area.rows += 2;
	rows = BOX_ROWS < area.rows ? BOX_ROWS : area.rows;
	box = (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	snprintf(title, sizeof(title), " %.50s: %zu ", form->subject.field.label, form->parts);
	grid_text_cut(grid, box, box.row, box.col + 2, box.cols - 4, STYLE_TITLE, title);
	chooser_draw(&form->part_list, &list, NULL, grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 });
}

bool view_behavior_parts_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	return chooser_key(&app->behavior.part_list, key, app->behavior.parts, false, &requery);
}

void app_parts_follow(struct app *app)
{
	struct str text = STR_INIT;

	app_subject_get(app, &app->behavior.subject, &text);
	behavior_parts_split(&app->behavior, str_text(&text));
	str_release(&text);
}

void app_open_parts(struct app *app, const struct subject *subject)
{
	app->behavior.subject = *subject;
	app->behavior.part_list = (struct chooser){ 0 };
	app_parts_follow(app);
	app_push(app, VIEW_BEHAVIOR_PARTS);
}

/* What the parts are now, put in the place of what is there; where that is refused they are what they were. */
static bool put_parts(struct app *app, struct effects *effects, struct err *err)
{
	struct str text = STR_INIT;
	bool ok;

	behavior_parts_join(&app->behavior, &text);
	ok = app_subject_put(app, &app->behavior.subject, app->behavior.parts ? str_text(&text) : NULL,
			     effects, err);
	app_parts_follow(app);
	str_release(&text);
	return ok;
}

/* One step stands for itself; of other lists, which may have to be longer, what is in them does. */
bool app_part_check(const struct app *app, const char *text, struct err *err)
{
	struct action action;

	if (app->behavior.subject.field.type == FIELD_STEPS)
		return app_subject_check(app, &app->behavior.subject, text, err);
	return project_parse_action(app->project, app_map(app), text, &action, err);
}

bool app_part_put(struct app *app, const char *text, struct effects *effects, struct err *err)
{
	struct behavior_form *form = &app->behavior;
	size_t at = form->inserts ? form->part_at : form->part_list.selected;

	if (!app_part_check(app, text, err))
		return false;
	behavior_parts_put(form, at, form->inserts, text);
	if (!put_parts(app, effects, err))
		return false;
	form->part_list.selected = at;
	return true;
}

/* What was chosen in the picker. */
static bool take_action(struct app *app, struct action action, struct effects *effects, struct err *err)
{
	const char *op = app->behavior.op;
	struct str text = STR_INIT;
	bool ok;

	str_addf(&text, "%s%s", op, op[0] ? " " : "");
	project_print_action(app->project, app_map(app), action, &text);
	ok = app_part_put(app, str_text(&text), effects, err);
	str_release(&text);
	return ok;
}

static void pick_action(struct app *app, const char *op)
{
	snprintf(app->behavior.op, sizeof(app->behavior.op), "%s", op);
	app_pick_action(app, take_action);
}

bool app_step_begin(struct app *app, const char *op, struct effects *effects, struct err *err)
{
	if (!strcmp(op, term_of_step(STEP_BEEP)))
		return app_part_put(app, op, effects, err);
	if (!strcmp(op, term_of_step(STEP_DELAY)))
		app_type(app, TYPING_DELAY, "");
	else if (!strcmp(op, term_of_step(STEP_TEXT)))
		app_type(app, TYPING_STEP, "");
	else
		pick_action(app, op);
	return true;
}

/* What a text step types, where it can be typed as it is; a newline in it cannot. */
static bool plain_text(const char *quoted, struct str *out)
{
	size_t len = strlen(quoted);

	if (len < 2 || quoted[0] != '"' || quoted[len - 1] != '"')
		return false;
	for (size_t i = 1; i + 1 < len; i++) {
		if (quoted[i] == '\\' && !strchr("\\\"", quoted[++i]))
			return false;
		str_add_char(out, quoted[i]);
	}
	return true;
}

bool view_behavior_parts_take(struct app *app, MAYBE_UNUSED struct effects *effects,
			      MAYBE_UNUSED struct err *err)
{
	struct behavior_form *form = &app->behavior;
	size_t at = form->part_list.selected;
	const char *rest, *op;
	struct str text = STR_INIT;

	if (at >= form->parts)
		return true;
	form->inserts = false;
	op = op_of(form, form->part[at], &rest);
	if (!strcmp(op, term_of_step(STEP_DELAY)))
		app_type(app, TYPING_DELAY, rest);
	else if (!strcmp(op, term_of_step(STEP_TEXT)) && plain_text(rest, &text))
		app_type(app, TYPING_STEP, str_text(&text));
	else if (rest[0] && rest[0] != '"')
		pick_action(app, op);
	else
		app_type(app, TYPING_PART, form->part[at]);
	str_release(&text);
	return true;
}

static void add_part(struct app *app, size_t at)
{
	app->behavior.inserts = true;
	app->behavior.part_at = at;
	if (app->behavior.subject.field.type == FIELD_STEPS)
		app_choose_op(app);
	else
		pick_action(app, "");
}

COMMAND(part_add)
{
	const struct behavior_form *form = &app->behavior;

	add_part(app, form->parts ? form->part_list.selected + 1 : 0);
	return true;
}

COMMAND(part_insert)
{
	add_part(app, app->behavior.part_list.selected);
	return true;
}

COMMAND(part_type)
{
	struct behavior_form *form = &app->behavior;

	if (form->part_list.selected >= form->parts)
		return true;
	form->inserts = false;
	app_type(app, TYPING_PART, form->part[form->part_list.selected]);
	return true;
}

COMMAND(part_delete)
{
	struct behavior_form *form = &app->behavior;

	if (form->part_list.selected >= form->parts)
		return true;
	behavior_parts_delete(form, form->part_list.selected);
	return put_parts(app, effects, err);
}

COMMAND(part_move)
{
	struct behavior_form *form = &app->behavior;
	size_t from = form->part_list.selected, to = from + (args[0] == '-' ? (size_t)-1 : 1);
	char *part;

	if (from >= form->parts || to >= form->parts)
		return true;
	part = form->part[from];
	form->part[from] = form->part[to];
	form->part[to] = part;
	if (!put_parts(app, effects, err))
		return false;
	form->part_list.selected = to;
	return true;
}

/* Keys chosen on the board stand for what they do on the layer that was shown. */
static bool take_keys(struct app *app, const uint16_t *key, size_t count, struct effects *effects,
		      struct err *err)
{
	struct behavior_form *form = &app->behavior;
	struct str text = STR_INIT;

	for (size_t i = 0; i < count; i++) {
		struct action action = keymap_resolve(app_map(app), (size_t)app->pick.layer, key[i], NULL);

		str_clear(&text);
		project_print_action(app->project, app_map(app), action, &text);
		if (form->subject.field.type == FIELD_STEPS || i >= form->parts)
			behavior_parts_put(form, form->parts, true, str_text(&text));
		else
			behavior_parts_put(form, i, false, str_text(&text));
	}
	while (form->subject.field.type != FIELD_STEPS && count && form->parts > count)
		behavior_parts_delete(form, form->parts - 1);
	str_release(&text);
	return put_parts(app, effects, err);
}

/* The first key that does it on the layer that is shown. */
static bool find_key(const struct app *app, const char *text, uint16_t *key)
{
	size_t layer = (size_t)app->cursor.layer;
	struct action action;
	struct err ignored;

	if (!project_parse_action(app->project, app_map(app), text, &action, &ignored))
		return false;
	for (*key = 0; *key < keymap_keys(app_map(app)); ++*key)
		if (action_equal(keymap_resolve(app_map(app), layer, *key, NULL), action))
			return true;
	return false;
}

/* Of a list that is of keys, those that it has already are chosen. */
COMMAND(part_keys)
{
	uint16_t key[KEYMAP_MAX_KEYS] = { 0 };
	const struct behavior_form *form = &app->behavior;
	const char *lost = NULL;
	size_t count = 0;

	for (size_t i = 0; form->subject.field.type != FIELD_STEPS && i < form->parts; i++) {
		if (count < COUNT(key) && find_key(app, form->part[i], &key[count]))
			count++;
		else
			lost = form->part[i];
	}
	app_pick_keys(app, form->subject.field.label, key, count, take_keys);
	if (lost)
		app_say(app, STYLE_WARNING, "%s is on no key of layer %d: it is left out", lost,
			app->cursor.layer);
	return true;
}

COMMAND(part_record)
{
	app_push(app, VIEW_RECORD);
	app_say(app, STYLE_TEXT, "each key that is typed is a step; <Esc> ends");
	return true;
}

bool view_record_key(struct app *app, const char *key, struct effects *effects)
{
	struct behavior_form *form = &app->behavior;
	char expression[32];
	struct action action;
	struct err err = { 0 };

	form->inserts = true;
	form->part_at = form->parts ? form->part_list.selected + 1 : 0;
	snprintf(form->op, sizeof(form->op), "%s",
		 form->subject.field.type == FIELD_STEPS ? term_of_step(STEP_TAP) : "");
	if (!app_typed_expression(key, expression, sizeof(expression)))
		app_say(app, STYLE_WARNING, "%s is no key of a US keyboard", key);
	else if (!project_parse_action(app->project, app_map(app), expression, &action, &err) ||
		 !take_action(app, action, effects, &err))
		app_say(app, STYLE_ERROR, "%s", err.text);
	return true;
}
