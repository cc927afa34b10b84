/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"

/* Rows: what was open before, what is connected, the boards that come with the program. */
enum section { SECTION_RECENT, SECTION_DEVICE, SECTION_BUILTIN };

static enum section section_of(const struct app *app, size_t index, size_t *within)
{
	*within = index;
	if (index < app->recents)
		return SECTION_RECENT;
	*within -= app->recents;
	if (*within < app->devices.count)
		return SECTION_DEVICE;
	*within -= app->devices.count;
	return SECTION_BUILTIN;
}

static size_t rows(const struct app *app)
{
	return app->recents + app->devices.count + project_builtin_count();
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;
	size_t within;

	switch (section_of(app, index, &within)) {
	case SECTION_RECENT:
		snprintf(out->left, sizeof(out->left), "recent");
		utf8_escape(out->right, sizeof(out->right), app->recent[within], strlen(app->recent[within]));
		break;
	case SECTION_DEVICE:
		snprintf(out->left, sizeof(out->left), "%s", app->devices.item[within].kind);
		snprintf(out->right, sizeof(out->right), "%-24.60s %.90s", app->devices.item[within].id,
			 app->devices.item[within].name);
		out->style = STYLE_OK;
		break;
	case SECTION_BUILTIN:
		snprintf(out->left, sizeof(out->left), "built in");
		snprintf(out->right, sizeof(out->right), "%-24s %s", project_builtin_name(within),
			 project_builtin_help(within));
		break;
	}
}

void view_start_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct chooser_list list = { app, rows(app), row, 12, NULL };
	struct rect body = { area.row + 3, area.col + 1, area.rows - 1, area.cols - 2 };

	grid_text_cut(grid, area, area.row + 1, 2, area.cols - 4, STYLE_STATUS,
		      "Choose one, or  :open FILE  for a keyboard.json or keymap.json");
	chooser_draw(&app->start, &list, NULL, grid, body);
}

bool view_start_key(struct app *app, const char *key, struct effects *effects)
{
	bool requery;

	(void)effects;
	return chooser_key(&app->start, key, rows(app), false, &requery);
}

bool view_start_take(struct app *app, MAYBE_UNUSED struct effects *effects, MAYBE_UNUSED struct err *err)
{
	size_t within;

	switch (section_of(app, app->start.selected, &within)) {
	case SECTION_RECENT:
		app_open(app, app->recent[within], effects);
		break;
	case SECTION_DEVICE:
		app_push(app, VIEW_DEVICES);
		app->device_list.selected = within;
		break;
	case SECTION_BUILTIN:
		app_open(app, project_builtin_name(within), effects);
		break;
	}
	return true;
}

COMMAND(start)
{
	app_push(app, VIEW_START);
	return true;
}
