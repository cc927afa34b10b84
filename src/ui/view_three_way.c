/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/mem.h"
#include "model/symbol.h"

/* Which one wins: what differs between the file, the keyboard and what was flashed last, on the board and in a list below it. */

enum {
	LEGEND_ROWS = 1,
	HEADER_ROWS = 1,
	PANE_ROWS = 1,
	LIST_ROWS = 5, /* at least, but for a board that fits beside fewer alone */
	FEW_LIST_ROWS = 3,
	PLACE_COLS = 22,
	MARK_COLS = 4, /* of the selected row, and of its state */
};

static const char *const side_names[] = { "file", "keyboard", "flashed" };
_Static_assert(COUNT(side_names) == SIDE_COUNT, "a name for each side");

/* This view has no inspector: its rows are the list's. */
static struct rect view_area(struct rect body)
{
	body.rows += 2;
	return body;
}

static int board_room(struct rect area, int list_rows)
{
	int room = area.rows - LEGEND_ROWS - HEADER_ROWS - PANE_ROWS - list_rows;

	return room < BOARD_MIN_ROWS ? 0 : room;
}

static void place_board(struct app *app)
{
	struct comparison *comparison = &app->comparison;
	struct rect area = view_area(frame_body(app->rows, app->cols));
	int room = board_room(area, LIST_ROWS);

	comparison->rows = app->rows;
	comparison->cols = app->cols;
	board_release(&comparison->board);
	board_init(&comparison->board, &app->geometry, room, area.cols, BOARD_PITCH_AUTO);
	if (comparison->board.rows > room) {
		room = board_room(area, FEW_LIST_ROWS);
		board_release(&comparison->board);
		board_init(&comparison->board, &app->geometry, room, area.cols, BOARD_PITCH_AUTO);
	}
	comparison->board_rows = comparison->board.rows < room ? comparison->board.rows : room;
}

/* The board's cursor is where the selected row is. */
static void go_to_selected(struct app *app)
{
	const struct three_row *row = comparison_selected(&app->comparison);

	if (row && row->layer >= 0)
		app_go(app, row->layer, row->slot);
}

void app_three_way_follow(struct app *app)
{
	struct comparison *comparison = &app->comparison;

	if (!app_is_open(app, VIEW_THREE_WAY))
		return;
	/* On another layout there is nothing to compare with. */
	if (!comparison_follow(comparison, app_layout(app), app_map(app))) {
		while (app_is_open(app, VIEW_THREE_WAY))
			app_pop(app);
		return;
	}
	if (comparison->rows != app->rows || comparison->cols != app->cols)
		place_board(app);
}

/* Legends are of the document; marked is what differs. */
static void draw_board(const struct app *app, struct grid *grid, struct rect area)
{
	const struct comparison *comparison = &app->comparison;
	const struct three_row *row = comparison_selected(comparison);
	size_t layer = (size_t)app->cursor.layer;
	struct board_note *note = comparison_notes(comparison, layer);
	struct board_view view = { .map = app_map(app),
				   .layer = layer,
				   .language = app->project->language,
				   .selected = row && row->slot >= 0 ? row->slot : -1,
				   .note = note };

	board_draw(&comparison->board, &view, grid, area);
	free(note);
}

static void add_count(const struct comparison *comparison, enum three_state state, const char *what,
		      struct str *out)
{
	if (comparison->three.count[state])
		str_addf(out, "  %c %s %zu", comparison_letter(state), what, comparison->three.count[state]);
}

static void draw_legend(const struct comparison *comparison, struct grid *grid, struct rect line)
{
	bool known = comparison->three.side[SIDE_FLASHED];
	struct str text = STR_INIT;

	str_add(&text, known ? " edited since flashing:" : " what was flashed last is not known");
	add_count(comparison, THREE_FILE, "file", &text);
	add_count(comparison, THREE_KEYBOARD, "keyboard", &text);
	add_count(comparison, THREE_CONFLICT, known ? "both" : "they differ", &text);
	add_count(comparison, THREE_FLASHED, "alike", &text);
	str_add_char(&text, ' ');
	grid_fill(grid, line, STYLE_BORDER, "─");
	grid_text_cut(grid, line, line.row, 2, line.cols - 4, STYLE_STATUS, str_text(&text));
	str_release(&text);
}

static void add_layer(const struct keymap *map, size_t layer, struct str *out)
{
	if (layer >= keymap_layers(map))
		str_add(out, "is not there");
	else if (keymap_layer_name(map, layer))
		str_add_escaped(out, symbol_text(keymap_layer_name(map, layer)));
	else
		str_add(out, "is there");
}

static void add_definition(const struct definition_teller *teller, const struct three_row *row,
			   struct str *out)
{
	if ((size_t)row->definition < keymap_definitions(teller->map, row->kind))
		definition_summary(teller, keymap_definition(teller->map, row->kind, (size_t)row->definition),
				   out);
}

/* What @side has at a row, in words; "-" for nothing. */
static void add_value(const struct app *app, const struct three_row *row, enum three_side side, bool ascii,
		      struct str *out)
{
	const struct keymap *map = app->comparison.three.side[side];
	const struct definition_teller teller = { map, app_layout(app), ascii };
	size_t before = out->len;
	struct field field;

	if (!map)
		str_add(out, "?");
	else if (row->definition >= 0)
		add_definition(&teller, row, out);
	else if (row->setting && behaviors_find_setting(map, symbol_text(row->setting), &field))
		setting_field_get(map, &field, out);
	else if (row->layer >= 0 && row->slot < 0)
		add_layer(map, (size_t)row->layer, out);
	else if (row->layer >= 0 && (size_t)row->layer < keymap_layers(map))
		project_print_action(app->project, map,
				     keymap_get_slot(map, (size_t)row->layer, (size_t)row->slot), out);
	if (out->len == before)
		str_add(out, "-");
}

static void add_place(const struct app *app, const struct three_row *row, struct str *out)
{
	const struct comparison *comparison = &app->comparison;
	size_t keys = keymap_keys(app_map(app)), turn = (size_t)row->slot - keys;
	char name[BEHAVIORS_NAME_SIZE];

	if (row->definition >= 0) {
		for (int side = 0; side < SIDE_COUNT; side++) {
			const struct keymap *map = comparison->three.side[side];

			if (!map || (size_t)row->definition >= keymap_definitions(map, row->kind))
				continue;
			behaviors_full_name(map, (struct behaviors_row){ (int)row->kind, row->definition },
					    name);
			str_add(out, name);
			return;
		}
	} else if (row->setting) {
		str_add_escaped(out, symbol_text(row->setting));
	} else {
		str_addf(out, "layer %d", row->layer);
		if (row->slot >= (int)keys)
			str_addf(out, " knob %zu %s", turn / TURN_COUNT,
				 turn % TURN_COUNT == TURN_CW ? "cw" : "ccw");
		else if (row->slot >= 0)
			str_addf(out, " key %d", row->slot);
	}
}

static int column_at(int cols, int side)
{
	return MARK_COLS + PLACE_COLS + side * ((cols - MARK_COLS - PLACE_COLS) / SIDE_COUNT);
}

/* In brackets where the document is like it. */
static void draw_values(const struct app *app, const struct three_row *row, bool selected, struct grid *grid,
			struct rect line)
{
	struct str text = STR_INIT;

	for (int side = 0; side < SIDE_COUNT; side++) {
		bool as = comparison_is_as(&app->comparison, row, (enum three_side)side);
		int col = column_at(line.cols, side), room = column_at(line.cols, side + 1) - col - 3;

		str_clear(&text);
		add_value(app, row, (enum three_side)side, grid->ascii, &text);
		if (as)
			grid_text(grid, line, line.row, col, selected ? STYLE_CURSOR : STYLE_TITLE, "[");
		room = grid_text_cut(grid, line, line.row, col + 1, room,
				     selected ? STYLE_CURSOR
				     : as     ? STYLE_TITLE
					      : STYLE_TEXT,
				     str_text(&text));
		if (as)
			grid_text(grid, line, line.row, col + 1 + room, selected ? STYLE_CURSOR : STYLE_TITLE,
				  "]");
	}
	str_release(&text);
}

static void draw_row(const struct app *app, const struct three_row *row, bool selected, struct grid *grid,
		     struct rect line)
{
	struct str text = STR_INIT;
	enum style style = selected                       ? STYLE_CURSOR
			   : row->state == THREE_CONFLICT ? STYLE_WARNING
							  : STYLE_TEXT;

	grid_fill(grid, line, selected ? STYLE_CURSOR : STYLE_TEXT, " ");
	grid_text(grid, line, line.row, line.col, style, selected ? "> " : "  ");
	str_addf(&text, "%c ", comparison_letter(row->state));
	add_place(app, row, &text);
	grid_text_cut(grid, line, line.row, line.col + 2, PLACE_COLS, style, str_text(&text));
	str_release(&text);
	draw_values(app, row, selected, grid, line);
}

static void draw_list(const struct app *app, struct grid *grid, struct rect area)
{
	const struct comparison *comparison = &app->comparison;
	size_t selected = comparison->list.selected, page = area.rows > 1 ? (size_t)area.rows : 1, top;

	if (!comparison->three.rows)
		grid_text_cut(grid, area, area.row, 2, area.cols - 4, STYLE_OK,
			      "nothing differs: the keyboard holds what the file says");
	/* A page holds still while the selection moves inside it: few cells change. */
	top = selected / page * page;
	for (size_t i = 0; i < page && top + i < comparison->three.rows; i++)
		draw_row(app, &comparison->three.row[top + i], top + i == selected, grid,
			 (struct rect){ area.row + (int)i, area.col, 1, area.cols });
}

static void draw_header(const struct app *app, struct grid *grid, struct rect line)
{
	char text[32];

	grid_fill(grid, line, STYLE_DIM, " ");
	for (int side = 0; side < SIDE_COUNT; side++) {
		snprintf(text, sizeof(text), "%d %s", side + 1, side_names[side]);
		grid_text(grid, line, line.row, column_at(line.cols, side) + 1,
			  app->comparison.three.side[side] ? STYLE_HINT_KEY : STYLE_DIM, text);
	}
	grid_text(grid, line, line.row, 2, STYLE_DIM, "[as it is now]");
}

/* The selected row in full, as far as it fits. */
static void draw_pane(const struct app *app, struct grid *grid, struct rect line)
{
	const struct three_row *row = comparison_selected(&app->comparison);
	struct str text = STR_INIT;

	for (int side = 0; row && side < SIDE_COUNT; side++) {
		str_addf(&text, "%s%s: ", side ? "   " : "", side_names[side]);
		add_value(app, row, (enum three_side)side, grid->ascii, &text);
	}
	grid_text_cut(grid, line, line.row, 1, line.cols - 2, STYLE_STATUS, str_text(&text));
	str_release(&text);
}

void view_three_way_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct comparison *comparison = &app->comparison;
	int row;

	area = view_area(area);
	row = area.row + comparison->board_rows;
	if (comparison->board_rows)
		draw_board(app, grid, (struct rect){ area.row, area.col, comparison->board_rows, area.cols });
	draw_legend(comparison, grid, (struct rect){ row, area.col, LEGEND_ROWS, area.cols });
	row += LEGEND_ROWS;
	draw_header(app, grid, (struct rect){ row, area.col, HEADER_ROWS, area.cols });
	row += HEADER_ROWS;
	draw_list(app, grid,
		  (struct rect){ row, area.col, area.row + area.rows - PANE_ROWS - row, area.cols });
	draw_pane(app, grid,
		  (struct rect){ area.row + area.rows - PANE_ROWS, area.col, PANE_ROWS, area.cols });
}

void view_three_way_title(const struct app *app, char *out, size_t size)
{
	const struct comparison *comparison = &app->comparison;
	int used = snprintf(out, size, "which one wins: %zu differ%s", comparison->three.rows,
			    comparison->three.rows == 1 ? "s" : "");

	if (comparison->three.rows)
		snprintf(out + used, size - (size_t)used, "  %zu/%zu  layer %d",
			 comparison->list.selected + 1, comparison->three.rows, app->cursor.layer);
}

bool view_three_way_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	if (!chooser_key(&app->comparison.list, key, app->comparison.three.rows, false, &requery))
		return false;
	go_to_selected(app);
	return true;
}

COMMAND(three_way_go)
{
	view_three_way_key(app, args[0] == '-' ? "<Up>" : "<Down>", effects);
	return true;
}

/* Open it, and tell what of the sides no keyboard holds. */
static void show(struct app *app, const struct keymap *file, const struct keymap *flashed)
{
	struct comparison *comparison = &app->comparison;
	const struct diagnostics *lost = &comparison->lost;
	struct err err = { 0 };

	if (!comparison_init(comparison, &app->live.held, app_layout(app), file, flashed, &err)) {
		app_say(app, STYLE_ERROR, "%s", err.text);
		return;
	}
	app_push(app, VIEW_THREE_WAY);
	app_three_way_follow(app);
	go_to_selected(app);
	if (lost->count)
		app_say(app, STYLE_WARNING,
			"of the file %zu cannot be on this keyboard, and %s not compared: %s",
			lost->count + lost->dropped, lost->count == 1 ? "is" : "are", lost->item[0].text);
}

static void call_compare(void *state, MAYBE_UNUSED struct effects *effects)
{
	struct app *app = state;
	struct err err = { 0 }, unknown;
	struct project *other = NULL;
	const struct keymap *flashed = flashed_get(app->project, &unknown);

	if (app->to_compare)
		other = live_project_open(&app->live.board, &app->live.held, app->to_compare, &err);
	if (app->to_compare && !other)
		app_say(app, STYLE_ERROR, "%s", err.text);
	else
		show(app, other ? other->map : history_saved(app->history), flashed);
	project_free(other);
	keymap_unref(flashed);
}

COMMAND(three_way)
{
	if (!app->live.press || !app->live_attached)
		return err_set(err, ERR_USAGE, "no running keyboard has this keymap: :live opens one");
	if (!args[0] && !app->project->path)
		return err_set(err, ERR_USAGE,
			       "this keymap is in no file yet: three-way FILE compares with one");
	free(app->to_compare);
	app->to_compare = args[0] ? app_path(app, args) : NULL;
	effects_add_call(effects, call_compare);
	return true;
}

static bool find_side(const char *text, size_t len, enum three_side *side)
{
	for (int i = 0; i < SIDE_COUNT; i++)
		if (strlen(side_names[i]) == len && !strncmp(text, side_names[i], len)) {
			*side = (enum three_side)i;
			return true;
		}
	return false;
}

/* @what: "", "layer" or "all". NULL with the reason. */
static const struct keymap *take(const struct app *app, enum three_side side, const char *what,
				 struct err *err)
{
	const struct three_way *three = &app->comparison.three;
	const struct three_row *row = comparison_selected(&app->comparison);

	if (!row)
		err_set(err, ERR_USAGE, "nothing differs");
	else if (!what[0])
		return three_way_take(three, row, side, app_map(app), err);
	else if (!strcmp(what, "all"))
		return three_way_take_layer(three, -1, side, app_map(app), err);
	else if (strcmp(what, "layer") != 0)
		err_set(err, ERR_USAGE, "'%s' is neither layer nor all", what);
	else if (row->layer < 0)
		err_set(err, ERR_USAGE, "this is on no layer; a takes all that differs");
	else
		return three_way_take_layer(three, row->layer, side, app_map(app), err);
	return NULL;
}

COMMAND(three_way_take)
{
	size_t len = strcspn(args, " ");
	const char *what = args + len + strspn(args + len, " ");
	const struct keymap *map;
	enum three_side side;
	char label[80];

	if (!find_side(args, len, &side))
		return err_set(err, ERR_USAGE, "a side is file, keyboard or flashed, not '%.*s'", (int)len,
			       args);
	map = take(app, side, what, err);
	if (map && keymap_equal(map, app_map(app))) {
		keymap_unref(map);
		app_say(app, STYLE_DIM, "it is so already");
		return true;
	}
	snprintf(label, sizeof(label), "%s of %s%s", !what[0] ? "one" : what,
		 side == SIDE_FLASHED ? "what was " : "the ", side_names[side]);
	if (!app_commit_if_savable(app, map, effects, err, label))
		return false;
	app_say(app, STYLE_OK, "taken: %s; u takes it back", label);
	return true;
}
