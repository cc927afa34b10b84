/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"
#include "model/via_definition.h"

/* The layout options of a running keyboard: which way it is built, as its firmware keeps it. */

static const struct via_definition *definition(const struct app *app)
{
	return app->live.board.definition;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;
	const struct via_option *option = &definition(app)->option[index];
	size_t choice = app->live.board.choice[index], choices = via_option_choices(option);
	const char *name = via_option_choice_name(option, choice);

	utf8_escape(out->left, sizeof(out->left), option->name, strlen(option->name));
	utf8_escape(out->right, sizeof(out->right), name, strlen(name));
	snprintf(out->end, sizeof(out->end), "%zu of %zu", choice + 1, choices);
}

void view_layout_options_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct chooser_list list = { app, definition(app)->options, row, 28, "" };
	int rows = (int)definition(app)->options + 2;
	struct rect box;

	if (rows > area.rows / 2)
		rows = area.rows / 2;
	box = (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	grid_text(grid, box, box.row, box.col + 2, STYLE_TITLE, " layout options ");
	chooser_draw(&app->option_list, &list, NULL, grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 });
}

bool view_layout_options_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	return chooser_key(&app->option_list, key, definition(app)->options, false, &requery);
}

/* Choose the next, or the one before. */
static bool step(struct app *app, int by, struct effects *effects, struct err *err)
{
	size_t index = app->option_list.selected, choices;
	uint8_t choice[VIA_MAX_OPTIONS], bytes[4];
	uint32_t bits;

	memcpy(choice, app->live.board.choice, sizeof(choice));
	choices = via_option_choices(&definition(app)->option[index]);
	choice[index] = (uint8_t)((choice[index] + choices + (size_t)by) % choices);
	if (!via_definition_pack(definition(app), choice, &bits, err))
		return false;
	for (int i = 0; i < 4; i++)
		bytes[i] = (uint8_t)(bits >> (24 - 8 * i));
	if (!live_link_put(&app->live, (struct dynamic_place){ .part = DYNAMIC_OPTIONS }, bytes,
			   sizeof(bytes), err))
		return false;
	app_live_changed(app, effects);
	return true;
}

bool view_layout_options_take(struct app *app, struct effects *effects, struct err *err)
{
	return step(app, 1, effects, err);
}

static bool has_options(const struct app *app, struct err *err)
{
	if (!app_live_is_own(app))
		return err_set(err, ERR_USAGE,
			       "layout options are those of a keyboard that runs; :live opens one");
	return definition(app)->options ||
	       err_set(err, ERR_NOT_FOUND, "this keyboard's definition has no layout options");
}

COMMAND(layout_options)
{
	if (!has_options(app, err))
		return false;
	app->option_list.selected = 0;
	app_push(app, VIEW_LAYOUT_OPTIONS);
	return true;
}

COMMAND(layout_option)
{
	return step(app, args[0] == '-' ? -1 : 1, effects, err);
}
