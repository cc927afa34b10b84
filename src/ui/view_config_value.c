/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "wrap.h"

/* A value being typed: judged at every key; where one of a few words is wanted, those that match are listed. */

enum { BOX_ROWS = 7, CHOICE_ROWS = 14 };

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct form *form = data;
	struct str text = STR_INIT;

	config_add_value(&text, form->choice[index]);
	snprintf(out->left, sizeof(out->left), "%.95s", str_text(&text));
	str_release(&text);
}

void view_config_value_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct form *form = &app->form;
	const struct schema_facts *facts = config_facts(form->config, form->path);
	bool choose = facts && facts->choices;
	struct chooser_list list = { form, form->choices, row, area.cols - 8, form->why };
	int rows = choose ? CHOICE_ROWS : BOX_ROWS;
	struct rect box, inside;
	struct str text = STR_INIT;

	area.rows += 2;
	rows = rows < area.rows ? rows : area.rows;
	box = (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
	inside = (struct rect){ box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 };
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	str_addf(&text, " %s ", form->path);
	grid_text_cut(grid, box, box.row, box.col + 2, box.cols - 4, STYLE_TITLE, str_text(&text));
	if (choose) {
		chooser_draw(&form->value, &list, "› ", grid, inside);
	} else {
		struct rect line = { inside.row, inside.col, 1, inside.cols };

		grid_fill(grid, line, STYLE_INPUT, " ");
		line_draw(&form->value.query, "› ", grid, line);
		str_clear(&text);
		if (facts)
			config_add_expected(&text, facts, NULL);
		grid_text_cut(grid, inside, inside.row + 1, inside.col + 2, inside.cols - 3, STYLE_DIM,
			      str_text(&text));
		wrap_draw(grid,
			  (struct rect){ inside.row + 2, inside.col + 2, inside.rows - 2, inside.cols - 3 },
			  form->why[0] ? STYLE_ERROR : STYLE_OK, form->why[0] ? form->why : "QMK takes this");
	}
	str_release(&text);
}

bool view_config_value_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	if (!chooser_key(&app->form.value, key, app->form.choices, true, &requery))
		return false;
	if (requery)
		form_typed(&app->form);
	return true;
}

void view_config_value_query(struct app *app)
{
	form_typed(&app->form);
}

bool view_config_value_take(struct app *app, MAYBE_UNUSED struct effects *effects, struct err *err)
{
	struct form *form = &app->form;
	struct str text = STR_INIT;
	bool ok;

	if (form->choices && form->value.selected < form->choices)
		config_add_value(&text, form->choice[form->value.selected]);
	else
		str_add(&text, form->value.query.text);
	ok = form->inserts ? config_insert(form->config, form->path, str_text(&text), err)
			   : config_set(form->config, form->path, str_text(&text), err);
	if (ok) {
		app_pop(app);
		if (form->inserts)
			form->elements.selected = strtoul(strrchr(form->path, '.') + 1, NULL, 10);
		app_form_changed(app);
	}
	str_release(&text);
	return ok;
}
