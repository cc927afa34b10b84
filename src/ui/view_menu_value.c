/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"
#include "wrap.h"

/* A value of a keyboard's menus being typed, or chosen of its choices. */

enum { BOX_ROWS = 6, CHOICE_ROWS = 14 };

static const struct via_control *selected(const struct app *app)
{
	const struct via_menus *all = &app->live.board.menus;

	return app->menus.control < all->controls ? &all->control[app->menus.control] : NULL;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;
	const struct via_choice *choice = &selected(app)->choice[app->menus.hit[index]];
	struct str name = STR_INIT;

	str_add_escaped(&name, choice->name);
	snprintf(out->left, sizeof(out->left), "%.*s", (int)utf8_clip(str_text(&name), 90), str_text(&name));
	snprintf(out->right, sizeof(out->right), "%u", choice->value);
	out->right_style = STYLE_DIM;
	str_release(&name);
}

static void add_expected(const struct via_control *control, struct str *out)
{
	if (control->type == VIA_CONTROL_RANGE)
		str_addf(out, "a number from %u to %u", control->min, control->max);
	else
		str_add(out,
			"hue and saturation up to 255, as \"170 255\", or a name, as \"blue\", \"pale red\"");
}

static void draw_typed(const struct app *app, struct grid *grid, struct rect inside)
{
	struct rect line = { inside.row, inside.col, 1, inside.cols };
	struct str text = STR_INIT;

	grid_fill(grid, line, STYLE_INPUT, " ");
	line_draw(&app->menus.value.query, "› ", grid, line);
	add_expected(selected(app), &text);
	grid_text_cut(grid, inside, inside.row + 1, inside.col + 2, inside.cols - 3, STYLE_DIM,
		      str_text(&text));
	wrap_draw(grid, (struct rect){ inside.row + 2, inside.col + 2, inside.rows - 2, inside.cols - 3 },
		  app->menus.why[0] ? STYLE_ERROR : STYLE_OK,
		  app->menus.why[0] ? app->menus.why : "this can be taken");
	str_release(&text);
}

void view_menu_value_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct via_control *control = selected(app);
	struct chooser_list list = { app, app->menus.hits, row, 40, app->menus.why };
	struct rect box, inside;
	struct str title = STR_INIT;
	int rows;

	if (!control)
		return;
	area.rows += 2;
	rows = control->choices ? CHOICE_ROWS : BOX_ROWS;
	rows = rows < area.rows ? rows : area.rows;
	box = (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
	inside = (struct rect){ box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 };
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	str_add(&title, " ");
	str_add_escaped(&title, control->label);
	str_add(&title, " ");
	grid_text_cut(grid, box, box.row, box.col + 2, box.cols - 4, STYLE_TITLE, str_text(&title));
	if (control->choices)
		chooser_draw(&app->menus.value, &list, "› ", grid, inside);
	else
		draw_typed(app, grid, inside);
	str_release(&title);
}

void view_menu_value_query(struct app *app)
{
	app->menus.value.selected = 0;
	if (selected(app))
		menus_find(&app->menus, selected(app), app->live.held.dialect);
}

bool view_menu_value_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	if (!chooser_key(&app->menus.value, key, app->menus.hits, true, &requery))
		return false;
	if (requery)
		view_menu_value_query(app);
	return true;
}

bool view_menu_value_take(struct app *app, struct effects *effects, struct err *err)
{
	const struct via_control *control = selected(app);
	size_t at = app->menus.value.selected;
	uint32_t value;

	if (!control) {
		app_pop(app);
		return true;
	}
	if (at < app->menus.hits)
		value = control->choice[app->menus.hit[at]].value;
	else if (!via_control_parse(control, app->live.held.dialect, app->menus.value.query.text, &value,
				    err))
		return false;
	if (!app_menus_put(app, control, value, effects, err))
		return false;
	app_pop(app);
	return true;
}

/* What is typed begins with what it is; of choices that which it is comes selected. */
void app_menus_type(struct app *app, const struct via_control *control)
{
	struct str text = STR_INIT;
	uint32_t value = 0;

	app->menus.value = (struct chooser){ 0 };
	via_control_get(control, &app->live.wanted, &value);
	if (control->type == VIA_CONTROL_RANGE)
		str_addf(&text, "%u", value);
	else if (!control->choices)
		via_control_print(control, app->live.held.dialect, value, &text);
	line_set(&app->menus.value.query, str_text(&text));
	app_push(app, VIEW_MENU_VALUE);
	view_menu_value_query(app);
	for (size_t i = 0; i < app->menus.hits; i++)
		if (control->choice[app->menus.hit[i]].value == value)
			app->menus.value.selected = i;
	str_release(&text);
}
