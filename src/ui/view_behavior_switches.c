/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "model/symbol.h"
#include "model/term.h"

/* Layers or modifiers, each to be switched on or off. */

enum { BOX_ROWS = 14 };

static size_t count(const struct app *app)
{
	return app->behavior.subject.field.type == FIELD_MODS ? TERM_MODS : keymap_layers(app_map(app));
}

static bool is_one_alone(const struct behavior_form *form)
{
	return form->subject.field.type == FIELD_LAYERS && form->subject.field.max == 1;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;
	bool mods = app->behavior.subject.field.type == FIELD_MODS;

	snprintf(out->left, sizeof(out->left), "[%c]", app->behavior.on[index] ? 'x' : ' ');
	if (mods)
		snprintf(out->right, sizeof(out->right), "%s", term_of_mod((int)index));
	else
		snprintf(out->right, sizeof(out->right), "layer %zu  %.100s", index,
			 symbol_text(keymap_layer_name(app_map(app), index)));
	out->right_style = STYLE_TEXT;
}

void view_behavior_switches_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct behavior_form *form = &app->behavior;
	struct chooser_list list = { app, count(app), row, 4, NULL };
	int rows = (int)count(app) + 2 < BOX_ROWS ? (int)count(app) + 2 : BOX_ROWS;
	struct rect box;
	char title[80];

	area.rows += 2;
	rows = rows < area.rows ? rows : area.rows;
	box = (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	snprintf(title, sizeof(title), " %.60s ", form->subject.field.label);
	grid_text_cut(grid, box, box.row, box.col + 2, box.cols - 4, STYLE_TITLE, title);
	chooser_draw(&form->switch_list, &list, NULL, grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 });
}

bool view_behavior_switches_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	return chooser_key(&app->behavior.switch_list, key, count(app), false, &requery);
}

/* What is said, or holds when nothing is: words that are numbers of layers or names of modifiers. */
static void read_switches(struct behavior_form *form, char *text)
{
	char *save = NULL;
	int bit;

	memset(form->on, 0, sizeof(form->on));
	for (char *word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		if (form->subject.field.type == FIELD_MODS) {
			if (term_find_mod(word, &bit))
				form->on[bit] = true;
			continue;
		}
		bit = atoi(word);
		if (bit >= 0 && bit < KEYMAP_MAX_LAYERS)
			form->on[bit] = true;
	}
}

void app_open_switches(struct app *app, const struct subject *subject)
{
	struct behavior_form *form = &app->behavior;
	struct str text = STR_INIT;
	char *copy;

	form->subject = *subject;
	form->switch_list = (struct chooser){ 0 };
	if (!app_subject_get(app, subject, &text))
		str_add(&text, subject->field.fallback);
	copy = str_take(&text);
	read_switches(form, copy);
	free(copy);
	for (size_t i = count(app); i-- > 0;)
		if (form->on[i])
			form->switch_list.selected = i;
	app_push(app, VIEW_BEHAVIOR_SWITCHES);
}

static void switch_selected(struct behavior_form *form)
{
	size_t at = form->switch_list.selected;
	bool on = !form->on[at];

	if (is_one_alone(form))
		memset(form->on, 0, sizeof(form->on));
	form->on[at] = on;
}

COMMAND(switch_toggle)
{
	switch_selected(&app->behavior);
	return true;
}

bool view_behavior_switches_take(struct app *app, struct effects *effects, struct err *err)
{
	struct behavior_form *form = &app->behavior;
	bool mods = form->subject.field.type == FIELD_MODS, none;
	struct str text = STR_INIT;
	bool ok;

	/* Of things that exclude each other the one that is selected is meant. */
	if (is_one_alone(form) && !form->on[form->switch_list.selected])
		switch_selected(form);
	for (size_t i = 0; i < count(app); i++) {
		if (!form->on[i])
			continue;
		str_add(&text, text.len ? " " : "");
		if (mods)
			str_add(&text, term_of_mod((int)i));
		else
			str_addf(&text, "%zu", i);
	}
	none = !text.len && (!mods || !strcmp(form->subject.field.fallback, "none"));
	if (mods && !text.len)
		str_add(&text, "none");
	ok = app_subject_put(app, &form->subject, none ? NULL : str_text(&text), effects, err);
	if (ok)
		app_pop(app);
	str_release(&text);
	return ok;
}
