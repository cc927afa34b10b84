/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "app_private.h"
#include "base/mem.h"

/* The board, with the keys that are to be held until the keyboard is unlocked. */

void view_unlock_title(const struct app *app, char *out, size_t size)
{
	snprintf(out, size, "unlock %s", app->live.name);
}

/* Also where there is neither colour nor style. */
static const struct board_note to_hold = { "***", STYLE_WARNING };

static size_t mark_keys(const struct app *app, bool *mark, struct board_note *note)
{
	size_t seen = 0;

	for (size_t i = 0; i < app->live.unlock_keys; i++) {
		int slot = app_live_slot(app, (struct dynamic_place){ .part = DYNAMIC_KEYS,
								      .b = app->live.unlock_key[i].row,
								      .c = app->live.unlock_key[i].col });

		if (slot < 0)
			continue;
		mark[slot] = true;
		note[slot] = to_hold;
		seen++;
	}
	return seen;
}

static void draw_text(const struct app *app, size_t seen, struct grid *grid, struct rect line)
{
	const struct live_link *link = &app->live;
	struct str text = STR_INIT;

	if (!link->unlock_keys)
		str_add(&text, "the keyboard does not say which keys are to be held");
	else
		str_addf(&text, "hold the %zu key%s marked %s until the bar is full", link->unlock_keys,
			 link->unlock_keys == 1 ? "" : "s", to_hold.text);
	/* A key that the chosen layout does not draw is told by its place. */
	for (size_t i = 0; seen < link->unlock_keys && i < link->unlock_keys; i++)
		str_addf(&text, "%s row %d col %d", i ? "," : ":", link->unlock_key[i].row,
			 link->unlock_key[i].col);
	grid_text_cut(grid, line, line.row, line.col, line.cols, STYLE_STATUS, str_text(&text));
	str_release(&text);
}

void view_unlock_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct live_link *link = &app->live;
	size_t slots = keymap_slots(app_map(app));
	bool *mark = mem_new(slots, sizeof(*mark));
	struct board_note *note = mem_new(slots, sizeof(*note));
	struct board_view view = { .map = app_map(app),
				   .layer = (size_t)app->cursor.layer,
				   .keyboard = app->project->keyboard,
				   .language = app->project->language,
				   .selected = -1,
				   .mark = mark,
				   .note = note,
				   .pan = app->pan };
	struct rect line = { area.row + area.rows, area.col + 1, 1, area.cols - 2 };
	int done = 0;

	draw_text(app, mark_keys(app, mark, note), grid, line);
	board_draw(&app->board, &view, grid, area);
	free(mark);
	free(note);
	line.row++;
	if (link->unlock_of > 0 && link->unlock_left <= link->unlock_of)
		done = (link->unlock_of - link->unlock_left) * line.cols / link->unlock_of;
	grid_bar(grid, line, done);
}

/* There is no way back in the firmware: it is told what that means. */
bool view_unlock_close(struct app *app, MAYBE_UNUSED struct effects *effects)
{
	app_say(app, STYLE_WARNING,
		"the keyboard takes nothing until these keys are held, or it is plugged in again; :unlock "
		"shows them");
	return true;
}
