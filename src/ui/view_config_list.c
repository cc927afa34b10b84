/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/mem.h"

/* The elements of one list: pins, encoders, keys. */

enum { BOX_ROWS = 14 };

static size_t count(const struct form *form)
{
	return form_elements(form) ? form_elements(form)->count : 0;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct form *form = data;
	const struct json *node = form_elements(form)->first;
	struct str text = STR_INIT;

	for (size_t i = 0; i < index; i++)
		node = node->next;
	config_add_value(&text, node);
	snprintf(out->left, sizeof(out->left), "%zu", index);
	snprintf(out->right, sizeof(out->right), "%.159s", str_text(&text));
	out->style = STYLE_DIM;
	out->right_style = STYLE_TEXT;
	str_release(&text);
}

void view_config_list_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct form *form = &app->form;
	struct chooser_list list = { form, count(form), row, 4, "no elements: a adds one" };
	struct str title = STR_INIT;
	struct rect box;
	int rows;

	area.rows += 2;
	rows = BOX_ROWS < area.rows ? BOX_ROWS : area.rows;
	box = (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	str_addf(&title, " %s: %zu ", form->list_path, count(form));
	grid_text_cut(grid, box, box.row, box.col + 2, box.cols - 4, STYLE_TITLE, str_text(&title));
	chooser_draw(&form->elements, &list, NULL, grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 });
	str_release(&title);
}

bool view_config_list_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	return chooser_key(&app->form.elements, key, count(&app->form), false, &requery);
}

void view_config_list_open(struct app *app, const char *path)
{
	char *copy = mem_copy_text(path);

	mem_set_text(&app->form.list_path, copy);
	app->form.elements = (struct chooser){ 0 };
	app_push(app, VIEW_CONFIG_LIST);
	free(copy);
}

static void type_element(struct app *app, size_t index, const char *text, bool inserts)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s.%zu", app->form.list_path, index);
	form_type(&app->form, str_text(&path), text, inserts);
	app_push(app, VIEW_CONFIG_VALUE);
	str_release(&path);
}

bool view_config_list_take(struct app *app, MAYBE_UNUSED struct effects *effects,
			   MAYBE_UNUSED struct err *err)
{
	struct form *form = &app->form;
	const struct json *node = form_elements(form) ? form_elements(form)->first : NULL;
	struct str text = STR_INIT;

	for (size_t i = 0; node && i < form->elements.selected; i++)
		node = node->next;
	if (node) {
		config_add_value(&text, node);
		type_element(app, form->elements.selected, str_text(&text), false);
	}
	str_release(&text);
	return true;
}

/* Behind the selected one. */
void view_config_list_add(struct app *app)
{
	size_t index = count(&app->form) ? app->form.elements.selected + 1 : 0;

	type_element(app, index, "", form_elements(&app->form));
}

bool view_config_list_delete(struct app *app, struct err *err)
{
	struct str path = STR_INIT;
	bool ok;

	if (!count(&app->form))
		return true;
	str_addf(&path, "%s.%zu", app->form.list_path, app->form.elements.selected);
	ok = config_unset(app->form.config, str_text(&path), err);
	if (ok)
		app_form_changed(app);
	str_release(&path);
	return ok;
}

COMMAND(config_move)
{
	size_t from = app->form.elements.selected, to = from + (args[0] == '-' ? (size_t)-1 : 1);
	struct str path = STR_INIT;
	bool ok;

	if (to >= count(&app->form))
		return true;
	str_addf(&path, "%s.%zu", app->form.list_path, from);
	ok = config_move(app->form.config, str_text(&path), to, err);
	if (ok) {
		app->form.elements.selected = to;
		app_form_changed(app);
	}
	str_release(&path);
	return ok;
}
