/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "app_private.h"
#include "base/mem.h"

void app_follow(struct app *app)
{
	struct rect body = frame_body(app->rows, app->cols);

	board_follow(&app->board, body.rows, body.cols, app->cursor.key, &app->pan);
}

void app_place(struct app *app)
{
	struct rect body = frame_body(app->rows, app->cols);

	board_release(&app->board);
	board_init(&app->board, &app->geometry, body.rows, body.cols, app->pitch);
	app_follow(app);
}

void view_board_draw(const struct app *app, struct grid *grid, struct rect area)
{
	size_t layer = (size_t)app->cursor.layer, slots = keymap_slots(app_map(app));
	bool *mark = mem_new(slots, sizeof(*mark)), *fixed = mem_new(slots, sizeof(*fixed));
	struct board_note *note = mem_new(slots, sizeof(*note));
	struct board_view view = { .map = app_map(app),
				   .layer = layer,
				   .keyboard = app->project->keyboard,
				   .language = app->project->language,
				   .selected = app->cursor.key,
				   .mark = mark,
				   .fixed = fixed,
				   .note = note,
				   .gone = app->live_attached && app->live.state == LIVE_GONE,
				   .pan = app->pan };

	for (size_t i = 0; i < slots; i++)
		fixed[i] = project_read_only(app->project, app_map(app), layer, i) != NULL;
	for (size_t i = 0; app_is_open(app, VIEW_KEYS) && i < app->pick.count; i++)
		mark[app->pick.key[i]] = true;
	for (size_t i = 0; app->search[0] && !app_is_open(app, VIEW_KEYS) && i < slots; i++)
		mark[i] = app_matches(app, layer, i, app->search);
	if (!app_is_open(app, VIEW_KEYS) && app->marked.layer == app->cursor.layer && app->marked.key >= 0 &&
	    (size_t)app->marked.key < slots)
		mark[app->marked.key] = true;
	app_live_notes(app, note);
	board_draw(&app->board, &view, grid, area);
	free(note);
	free(mark);
	free(fixed);
}

static bool set_pitch(struct app *app, int pitch, struct err *err)
{
	const struct pitch *size;

	if (pitch < 0)
		return err_set(err, ERR_RANGE, "keys are not drawn larger than this");
	if (pitch >= BOARD_PITCHES)
		return err_set(err, ERR_RANGE, "keys are not drawn smaller than this");
	app->pitch = pitch;
	app_place(app);
	size = &board_pitches[app->board.pitch];
	app_say(app, STYLE_TEXT, "a key of 1 by 1 takes %d by %d cells; = draws as large as fits", size->cols,
		size->rows);
	return true;
}

COMMAND(pitch_larger)
{
	return set_pitch(app, app->board.pitch - 1, err);
}

COMMAND(pitch_smaller)
{
	return set_pitch(app, app->board.pitch + 1, err);
}

COMMAND(pitch_auto)
{
	app->pitch = BOARD_PITCH_AUTO;
	app_place(app);
	return true;
}

static bool step(struct app *app, enum direction direction, struct err *err)
{
	size_t from = (size_t)app->cursor.key, to = from;

	for (int i = app->count ? app->count : 1; i > 0; i--) {
		size_t next = geometry_step(&app->geometry, to, direction, &app->trail);

		if (next == to)
			break;
		to = next;
	}
	if (to == from)
		return err_set(err, ERR_RANGE, "there is no key that way");
	app->cursor.key = (int)to;
	return true;
}

COMMAND(cursor_left)
{
	return step(app, DIRECTION_LEFT, err);
}

COMMAND(cursor_down)
{
	return step(app, DIRECTION_DOWN, err);
}

COMMAND(cursor_up)
{
	return step(app, DIRECTION_UP, err);
}

COMMAND(cursor_right)
{
	return step(app, DIRECTION_RIGHT, err);
}

COMMAND(cursor_home)
{
	app->cursor.key = (int)geometry_end(&app->geometry, (size_t)app->cursor.key, DIRECTION_LEFT);
	return true;
}

COMMAND(cursor_end)
{
	app->cursor.key = (int)geometry_end(&app->geometry, (size_t)app->cursor.key, DIRECTION_RIGHT);
	return true;
}

COMMAND(cursor_first)
{
	app->cursor.key = (int)geometry_first(&app->geometry);
	return true;
}

COMMAND(cursor_last)
{
	app->cursor.key = (int)geometry_last(&app->geometry);
	return true;
}
