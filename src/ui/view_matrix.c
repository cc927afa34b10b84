/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "tester.h"

/* What a running keyboard tells of its matrix: the tester, and a cursor that follows what is pressed. The keys that are tested type
 * into this terminal, too: here they are no commands. */

static bool is_there(const struct live_link *live)
{
	return live->press && live->job && live->state >= LIVE_READING && live->state != LIVE_GONE;
}

static bool is_locked(const struct live_link *live)
{
	return !strcmp(live->lock, "locked");
}

static bool was_pressed(const struct live_link *live)
{
	for (size_t i = 0; i < live->held.rows * live->held.cols; i++)
		if (live->press[i].ever || live->press[i].down)
			return true;
	return false;
}

/* Ask for the matrix for as long as somebody looks at it; while it is unlocked, a keyboard tells nothing else. */
static void follow_polling(struct app *app, struct effects *effects)
{
	struct live_link *live = &app->live;
	bool wanted = (app_is_open(app, VIEW_MATRIX) || app_is_open(app, VIEW_PRESS)) &&
		      !app_is_open(app, VIEW_UNLOCK);
	struct live_request request = { .type = LIVE_MATRIX, .on = wanted };
	struct str line = STR_INIT;

	/* A worker that has lost its keyboard asks no more, and is told anew. */
	live->matrix_on = live->matrix_on && is_there(live);
	if (live->matrix_on == wanted || !is_there(live))
		return;
	for (size_t i = 0; !wanted && i < live->held.rows * live->held.cols; i++)
		live->press[i].down = false;
	live_request_print(&request, &line);
	app_live_say(app, str_text(&line), effects);
	str_release(&line);
	live->matrix_on = wanted;
}

static bool is_down(const struct live_link *live, const struct key *key)
{
	return key->row < live->held.rows && key->col < live->held.cols &&
	       live->press[key->row * live->held.cols + key->col].down;
}

/* The first that is pressed keeps the cursor until it is let go. */
static void follow_press(struct app *app)
{
	const struct layout *layout = app_layout(app);
	size_t at = (size_t)app->cursor.key;

	if (!app->live.press || (at < layout->keys && is_down(&app->live, &layout->key[at])))
		return;
	for (size_t i = 0; i < layout->keys; i++) {
		if (!is_down(&app->live, &layout->key[i]))
			continue;
		app->cursor.key = (int)i;
		return;
	}
}

void app_matrix_follow(struct app *app, struct effects *effects)
{
	follow_polling(app, effects);
	if (app_top(app) == VIEW_PRESS)
		follow_press(app);
}

static void draw_note(const struct live_link *live, struct grid *grid, struct rect line)
{
	char text[160];
	enum style style = STYLE_WARNING;

	if (!is_there(live))
		snprintf(text, sizeof(text), "it is not connected; what was counted stays");
	else if (is_locked(live))
		snprintf(text, sizeof(text),
			 "locked: it tells no presses, so no key is broken; u unlocks it");
	else if (!was_pressed(live))
		snprintf(text, sizeof(text),
			 "no press was told yet; some firmware tells none, so no key is broken");
	else {
		style = STYLE_DIM;
		snprintf(text, sizeof(text),
			 "3: pressed 3 times  *: down  !2: twice within %d ms of its end (chatter)",
			 LIVE_CHATTER_MS);
	}
	grid_text_cut(grid, line, line.row, 1, line.cols - 2, style, text);
}

static void draw_places(const struct tester *tester, struct grid *grid, struct rect line)
{
	char text[400];
	int col = 1;

	snprintf(text, sizeof(text), "down: %.300s", tester->now.len ? str_text(&tester->now) : "nothing");
	col += grid_text_cut(grid, line, line.row, col, tester->off.len ? line.cols / 2 - 2 : line.cols - 2,
			     STYLE_STATUS, text);
	if (!tester->off.len)
		return;
	snprintf(text, sizeof(text), "on no key drawn: %.300s", str_text(&tester->off));
	grid_text_cut(grid, line, line.row, col + 2, line.cols - col - 3, STYLE_WARNING, text);
}

void view_matrix_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct live_link *live = &app->live;
	size_t slots = keymap_slots(app_map(app));
	struct tester tester;
	struct board_view view = { .map = app_map(app), .selected = -1, .pan = app->pan };

	if (!live->press)
		return;
	tester_init(&tester, live->press, live->held.rows, live->held.cols, app_layout(app), slots);
	view.note = tester.note;
	view.mark = tester.down;
	board_draw(&app->board, &view, grid, area);
	draw_places(&tester, grid, (struct rect){ area.row + area.rows, area.col, 1, area.cols });
	draw_note(live, grid, (struct rect){ area.row + area.rows + 1, area.col, 1, area.cols });
	tester_release(&tester);
}

void view_matrix_title(const struct app *app, char *out, size_t size)
{
	const struct live_link *live = &app->live;
	struct tester tester;

	if (!live->press) {
		snprintf(out, size, "matrix");
		return;
	}
	tester_init(&tester, live->press, live->held.rows, live->held.cols, app_layout(app),
		    keymap_slots(app_map(app)));
	snprintf(out, size, "matrix of %.60s  pressed %zu of %zu, chatter: %zu key%s", live->name,
		 tester.pressed, tester.keys, tester.chattering, tester.chattering == 1 ? "" : "s");
	tester_release(&tester);
}

/* All that is typed is a test, but where there can be none. */
bool view_matrix_key(struct app *app, const char *key, struct effects *effects)
{
	app->escapes = 0;
	if (!strcmp(key, "u") && is_there(&app->live) && is_locked(&app->live))
		command_run(app, "unlock", effects);
	return true;
}

/* One Escape may be a test of that key. */
bool view_matrix_close(struct app *app, MAYBE_UNUSED struct effects *effects)
{
	if (++app->escapes > 1)
		return true;
	app_say(app, STYLE_TEXT, "<Esc> once more closes the tester");
	return false;
}

bool view_press_key(MAYBE_UNUSED struct app *app, MAYBE_UNUSED const char *key,
		    MAYBE_UNUSED struct effects *effects)
{
	return true;
}

static bool check_connected(const struct app *app, struct err *err)
{
	return (is_there(&app->live) && app->live_attached) ||
	       err_set(err, ERR_USAGE, "no running keyboard has this keymap: :live opens one");
}

COMMAND(matrix)
{
	if (!check_connected(app, err))
		return false;
	tester_clear(app->live.press, app->live.held.rows * app->live.held.cols);
	app->escapes = 0;
	app_push(app, VIEW_MATRIX);
	return true;
}

COMMAND(matrix_clear)
{
	tester_clear(app->live.press, app->live.held.rows * app->live.held.cols);
	return true;
}

COMMAND(press_to_select)
{
	if (!check_connected(app, err))
		return false;
	app_push(app, VIEW_PRESS);
	app_say(app, STYLE_TEXT, "press a key of the keyboard: the cursor goes there");
	return true;
}
