/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"

/* The board, while keys are chosen on it: those of a combo, those that let a hold-tap be held. */

static bool is_picked(const struct key_pick *pick, int key, size_t *index)
{
	for (*index = 0; *index < pick->count; ++*index)
		if (pick->key[*index] == key)
			return true;
	return false;
}

void app_pick_keys(struct app *app, const char *title, const uint16_t *key, size_t count, keys_taken *take)
{
	struct key_pick *pick = &app->pick;
	size_t index;

	pick->count = 0;
	pick->before = app->cursor;
	pick->take = take;
	snprintf(pick->title, sizeof(pick->title), "%s", title);
	/* A document may name keys that its layout has not, and one twice. */
	for (size_t i = 0; i < count && pick->count < COUNT(pick->key); i++)
		if (key[i] < keymap_keys(app_map(app)) && !is_picked(pick, key[i], &index))
			pick->key[pick->count++] = key[i];
	app_push(app, VIEW_KEYS);
	if (pick->count)
		app_go(app, -1, pick->key[0]);
	else if (app->cursor.key >= (int)keymap_keys(app_map(app)))
		app_go(app, -1, 0);
}

void view_keys_title(const struct app *app, char *out, size_t size)
{
	snprintf(out, size, "%s", app->pick.title);
}

/* What is chosen in the order that it was, and the key under the cursor. */
void view_keys_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct key_pick *pick = &app->pick;
	struct rect lines = { area.row + area.rows, area.col, 2, area.cols };
	const struct definition_teller teller = app_teller(app, grid->ascii);
	struct str text = STR_INIT;
	size_t index;

	view_board_draw(app, grid, area);
	str_addf(&text, "%zu key%s", pick->count, pick->count == 1 ? "" : "s");
	for (size_t i = 0; i < pick->count; i++) {
		str_add(&text, i ? " + " : ": ");
		key_summary(&teller, pick->key[i], &text);
	}
	grid_text_cut(grid, lines, lines.row, 1, area.cols - 2, STYLE_STATUS, str_text(&text));
	str_clear(&text);
	str_addf(&text, "layer %d  key %d: ", app->cursor.layer, app->cursor.key);
	key_summary(&teller, (size_t)app->cursor.key, &text);
	str_add(&text, is_picked(pick, app->cursor.key, &index) ? ", chosen" : "");
	grid_text_cut(grid, lines, lines.row + 1, 1, area.cols - 2, STYLE_DIM, str_text(&text));
	str_release(&text);
}

bool view_keys_take(struct app *app, struct effects *effects, struct err *err)
{
	struct key_pick *pick = &app->pick;
	struct cursor at = app->cursor;

	app_pop(app);
	pick->layer = app->cursor.layer;
	app->cursor = pick->before;
	if (pick->take(app, pick->key, pick->count, effects, err))
		return true;
	app->cursor = at;
	app_push(app, VIEW_KEYS);
	return false;
}

bool view_keys_close(struct app *app, MAYBE_UNUSED struct effects *effects)
{
	app->cursor = app->pick.before;
	return true;
}

COMMAND(keys_toggle)
{
	struct key_pick *pick = &app->pick;
	size_t index;

	if (app->cursor.key >= (int)keymap_keys(app_map(app)))
		return err_set(err, ERR_USAGE, "a turn of an encoder cannot be chosen here");
	if (is_picked(pick, app->cursor.key, &index)) {
		memmove(&pick->key[index], &pick->key[index + 1],
			(pick->count - index - 1) * sizeof(pick->key[0]));
		pick->count--;
	} else if (pick->count == COUNT(pick->key)) {
		return err_set(err, ERR_RANGE, "more than %zu keys cannot be chosen", COUNT(pick->key));
	} else {
		pick->key[pick->count++] = (uint16_t)app->cursor.key;
	}
	return true;
}

COMMAND(keys_clear)
{
	app->pick.count = 0;
	return true;
}
