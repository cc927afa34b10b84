/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "wrap.h"

/* A value being typed: judged at every key; where some words are known, those that match are listed. */

enum { BOX_ROWS = 7, CHOICE_ROWS = 14, WORD_COLS = 34 };

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct behavior_form *form = data;
	const struct behavior_choice *choice = &form->choice[form->hit[index]];

	snprintf(out->left, sizeof(out->left), "%s", choice->text);
	snprintf(out->right, sizeof(out->right), "%s", choice->help);
}

/* As wide as the longest of them. */
static int word_cols(const struct behavior_form *form)
{
	int cols = 0;

	for (size_t i = 0; i < form->choices; i++) {
		int width = utf8_width(form->choice[i].text);

		cols = width > cols ? width : cols;
	}
	return cols < WORD_COLS ? cols + 1 : WORD_COLS;
}

/* Whether one of the choices has to be taken. */
static bool is_closed(const struct behavior_form *form)
{
	return form->typing == TYPING_OP || form->typing == TYPING_KIND;
}

static void title(const struct behavior_form *form, struct str *out)
{
	static const char *const titles[] = {
		[TYPING_VALUE] = NULL,
		[TYPING_PART] = NULL,
		[TYPING_DELAY] = "milliseconds to wait",
		[TYPING_STEP] = "text to type",
		[TYPING_OP] = "a step that",
		[TYPING_KIND] = "new",
		[TYPING_COMPATIBLE] = "new: what it is, or the name of what it changes",
	};

	str_addf(out, " %s ", titles[form->typing] ? titles[form->typing] : form->subject.field.label);
}

void view_behavior_value_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct behavior_form *form = &app->behavior;
	struct chooser_list list = { form, form->hits, row, word_cols(form), form->why };
	int rows = form->choices ? CHOICE_ROWS : BOX_ROWS;
	struct rect box, inside;
	struct str text = STR_INIT;

	area.rows += 2;
	rows = rows < area.rows ? rows : area.rows;
	box = (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
	inside = (struct rect){ box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 };
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	title(form, &text);
	grid_text_cut(grid, box, box.row, box.col + 2, box.cols - 4, STYLE_TITLE, str_text(&text));
	if (form->choices) {
		chooser_draw(&form->value, &list, "› ", grid, inside);
	} else {
		struct rect line = { inside.row, inside.col, 1, inside.cols };

		grid_fill(grid, line, STYLE_INPUT, " ");
		line_draw(&form->value.query, "› ", grid, line);
		str_clear(&text);
		if (form->typing == TYPING_VALUE)
			field_expected(&form->subject.field, &text);
		grid_text_cut(grid, inside, inside.row + 1, inside.col + 2, inside.cols - 3, STYLE_DIM,
			      str_text(&text));
		wrap_draw(grid,
			  (struct rect){ inside.row + 2, inside.col + 2, inside.rows - 2, inside.cols - 3 },
			  form->why[0] ? STYLE_ERROR : STYLE_OK,
			  form->why[0] ? form->why : "this can be taken");
	}
	str_release(&text);
}

/* What taking it would make of the field. */
static void value_text(const struct behavior_form *form, const char *typed, struct str *out)
{
	switch (form->typing) {
	case TYPING_DELAY:
		str_addf(out, "delay %s", typed);
		return;
	case TYPING_STEP:
		str_add(out, "text \"");
		for (; *typed; typed++)
			str_addf(out, "%s%c", strchr("\"\\", *typed) ? "\\" : "", *typed);
		str_add_char(out, '"');
		return;
	default:
		str_add(out, typed);
	}
}

static bool is_part(const struct behavior_form *form)
{
	return form->typing == TYPING_PART || form->typing == TYPING_DELAY || form->typing == TYPING_STEP;
}

/* Of a part what is judged is that part alone: the others were before. */
void view_behavior_value_query(struct app *app)
{
	struct behavior_form *form = &app->behavior;
	struct err err = { 0 };
	struct str text = STR_INIT;

	form->value.selected = 0;
	form->why[0] = '\0';
	behavior_choices_find(form);
	if (!form->hits && is_closed(form)) {
		snprintf(form->why, sizeof(form->why), "none of them matches");
	} else if (!form->hits && form->typing != TYPING_COMPATIBLE) {
		value_text(form, form->value.query.text, &text);
		if (is_part(form) ? !app_part_check(app, str_text(&text), &err)
				  : !app_subject_check(app, &form->subject, str_text(&text), &err))
			snprintf(form->why, sizeof(form->why), "%s", err.text);
	}
	str_release(&text);
}

bool view_behavior_value_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	if (!chooser_key(&app->behavior.value, key, app->behavior.hits, true, &requery))
		return false;
	if (requery)
		view_behavior_value_query(app);
	return true;
}

static void open_line(struct app *app, enum behavior_typing typing, const char *text)
{
	app->behavior.typing = typing;
	app->behavior.value = (struct chooser){ 0 };
	line_set(&app->behavior.value.query, text);
	app_push(app, VIEW_BEHAVIOR_VALUE);
	view_behavior_value_query(app);
}

void app_type(struct app *app, enum behavior_typing typing, const char *text)
{
	behavior_choices_begin(&app->behavior);
	open_line(app, typing, text);
}

void app_type_value(struct app *app, const struct subject *subject)
{
	struct str text = STR_INIT;

	app->behavior.subject = *subject;
	app_subject_get(app, subject, &text);
	app_type(app, TYPING_VALUE, str_text(&text));
	str_release(&text);
}

/* Of what is chosen, that which it is comes selected. */
static void select_choice(struct behavior_form *form, const char *text)
{
	for (size_t i = 0; i < form->hits; i++)
		if (!strcmp(form->choice[form->hit[i]].text, text))
			form->value.selected = i;
}

void app_choose_value(struct app *app, const struct subject *subject)
{
	struct behavior_form *form = &app->behavior;
	struct str text = STR_INIT;

	form->subject = *subject;
	behavior_choices_begin(form);
	for (size_t i = 0; subject->field.choice[i]; i++)
		behavior_choices_add(
			form, subject->field.choice[i],
			strcmp(subject->field.choice[i], subject->field.fallback) ? "" : "the default");
	app_subject_get(app, subject, &text);
	open_line(app, TYPING_VALUE, "");
	select_choice(form, str_text(&text));
	str_release(&text);
}

/* ZMK's own behaviours and the keymap's; any other may be typed. */
void app_choose_behavior(struct app *app, const struct subject *subject)
{
	static const enum definition_kind kinds[] = { DEFINITION_HOLD_TAP, DEFINITION_TAP_DANCE,
						      DEFINITION_MACRO, DEFINITION_OVERRIDE,
						      DEFINITION_BEHAVIOR };
	struct behavior_form *form = &app->behavior;
	struct str text = STR_INIT;
	char ref[CHOICE_BYTES];

	form->subject = *subject;
	behavior_choices_begin(form);
	for (size_t i = 0; i < zmk_behavior_count(); i++) {
		snprintf(ref, sizeof(ref), "&%s", zmk_behavior_at(i)->ref);
		behavior_choices_add(form, ref, zmk_behavior_at(i)->help);
	}
	for (size_t k = 0; k < COUNT(kinds); k++)
		for (size_t i = 0; i < keymap_definitions(app_map(app), kinds[k]); i++) {
			const struct definition *d = keymap_definition(app_map(app), kinds[k], i);

			if (!d->name ||
			    (kinds[k] == DEFINITION_BEHAVIOR && !definition_option(d, "compatible")))
				continue;
			snprintf(ref, sizeof(ref), "&%.60s", symbol_text(d->name));
			behavior_choices_add(form, ref, behaviors_term(kinds[k]));
		}
	app_subject_get(app, subject, &text);
	open_line(app, TYPING_VALUE, "");
	select_choice(form, str_text(&text));
	str_release(&text);
}

void app_choose_op(struct app *app)
{
	static const char *const ops[][2] = {
		{ "tap", "presses a key and lets it go" },
		{ "down", "presses a key and holds it" },
		{ "up", "lets a key go" },
		{ "text", "types a text" },
		{ "delay", "waits" },
		{ "beep", "beeps, where there is a speaker" },
	};

	behavior_choices_begin(&app->behavior);
	for (size_t i = 0; i < COUNT(ops); i++)
		behavior_choices_add(&app->behavior, ops[i][0], ops[i][1]);
	open_line(app, TYPING_OP, "");
}

void app_choose_kind(struct app *app)
{
	behavior_choices_begin(&app->behavior);
	for (size_t i = 0; i < BEHAVIOR_SECTIONS; i++) {
		int section = behaviors_section_at(i);

		if (section < BEHAVIOR_ENCODERS && !app->behaviors.lacks[section])
			behavior_choices_add(&app->behavior, behaviors_term(section),
					     behaviors_section(section)->help);
	}
	open_line(app, TYPING_KIND, "");
}

/* A compatible that a behaviour of the user's own may have and that no other kind of definition is for. */
static bool is_own_sort(const char *compatible)
{
	static const char *const others[] = { "zmk,behavior-hold-tap", "zmk,behavior-tap-dance",
					      "zmk,behavior-mod-morph" };
	struct setting option = { symbol("compatible"), SETTING_TEXT, 0, symbol(compatible) };
	struct definition plain = { .kind = DEFINITION_BEHAVIOR },
			  own = { .kind = DEFINITION_BEHAVIOR, .option = &option, .options = 1 };

	for (size_t i = 0; i < COUNT(others); i++)
		if (!strcmp(others[i], compatible))
			return false;
	return field_count(&own) > field_count(&plain);
}

static bool is_choice(const struct behavior_form *form, const char *text)
{
	for (size_t i = 0; i < form->choices; i++)
		if (!strcmp(form->choice[i].text, text))
			return true;
	return false;
}

/* Behaviours of one's own that no other kind is for, and those of ZMK's that can get other properties. */
void app_choose_compatible(struct app *app)
{
	struct behavior_form *form = &app->behavior;
	char text[CHOICE_BYTES], help[CHOICE_BYTES];

	behavior_choices_begin(form);
	for (size_t i = 0; i < zmk_behavior_count(); i++) {
		const char *compatible = zmk_behavior_at(i)->compatible;

		if (is_own_sort(compatible) && !is_choice(form, compatible))
			behavior_choices_add(form, compatible, "one of your own");
	}
	for (size_t i = 0; i < zmk_behavior_count(); i++) {
		snprintf(text, sizeof(text), "&%.60s", zmk_behavior_at(i)->ref);
		snprintf(help, sizeof(help), "change it: %.50s", zmk_behavior_at(i)->help);
		behavior_choices_add(form, text, help);
	}
	open_line(app, TYPING_COMPATIBLE, "");
}

/* The choice that is selected, or what is typed where no choice has it. */
static const char *taken_text(const struct behavior_form *form)
{
	return form->value.selected < form->hits ? form->choice[form->hit[form->value.selected]].text
						 : form->value.query.text;
}

static bool take_kind(struct app *app, const char *term, struct effects *effects, struct err *err)
{
	int section;

	if (!behaviors_find_section(term, strlen(term), &section))
		return err_set(err, ERR_NOT_FOUND, "none of them matches");
	app_pop(app);
	if (section != DEFINITION_BEHAVIOR)
		return app_new_behavior(app, section, NULL, NULL, effects, err);
	app_choose_compatible(app);
	return true;
}

bool view_behavior_value_take(struct app *app, struct effects *effects, struct err *err)
{
	struct behavior_form *form = &app->behavior;
	char text[LINE_MAX_BYTES + 1];
	struct str value = STR_INIT;
	bool ok;

	snprintf(text, sizeof(text), "%s", taken_text(form));
	switch (form->typing) {
	case TYPING_KIND:
		return take_kind(app, text, effects, err);
	case TYPING_COMPATIBLE:
		app_pop(app);
		return app_new_behavior(app, DEFINITION_BEHAVIOR, NULL, text, effects, err);
	case TYPING_OP:
		if (form->value.selected >= form->hits)
			return err_set(err, ERR_NOT_FOUND, "none of them matches");
		app_pop(app);
		return app_step_begin(app, text, effects, err);
	default:
		break;
	}
	value_text(form, text, &value);
	ok = is_part(form) ? app_part_put(app, str_text(&value), effects, err)
			   : app_subject_put(app, &form->subject, str_text(&value), effects, err);
	if (ok)
		app_pop(app);
	str_release(&value);
	return ok;
}
