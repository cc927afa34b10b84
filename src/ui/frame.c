/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/file.h"
#include "base/utf8.h"
#include "model/symbol.h"
#include "wrap.h"

/* Rows around the view: title, then inspector (2), message, hints. */
enum { FRAME_HEAD = 1, FRAME_FOOT = 4, MIN_ROWS = 10, MIN_COLS = 30 };

struct rect frame_body(int rows, int cols)
{
	rows -= FRAME_HEAD + FRAME_FOOT;
	return (struct rect){ FRAME_HEAD, 0, rows < 0 ? 0 : rows, cols };
}

enum { TAB_NAME_COLS = 16 };

static void layer_tab(const struct app *app, int layer, char *out, size_t size)
{
	const char *name = symbol_text(keymap_layer_name(app_map(app), (size_t)layer));

	if (name[0])
		snprintf(out, size, " %d %.*s ", layer, (int)utf8_clip(name, TAB_NAME_COLS), name);
	else
		snprintf(out, size, " %d ", layer);
}

static int tabs_width(const struct app *app, int first, int last)
{
	char tab[4 * TAB_NAME_COLS + 32];
	int width = 0;

	for (int i = first; i <= last; i++) {
		layer_tab(app, i, tab, sizeof(tab));
		width += utf8_width(tab);
	}
	return width;
}

/* Tabs end at the right edge. Where they do not all fit, some on both sides of the active one do. */
static void draw_tabs(const struct app *app, struct grid *grid, struct rect line)
{
	int first = 0, last = (int)keymap_layers(app_map(app)) - 1, all = last, room = line.cols - 2;
	char tab[4 * TAB_NAME_COLS + 32];

	while (tabs_width(app, first, last) > room && first < last) {
		if (last - app->cursor.layer > app->cursor.layer - first)
			last--;
		else
			first++;
	}
	line.col += line.cols - 1 - tabs_width(app, first, last) - (last < all);
	if (first)
		grid_text(grid, line, line.row, line.col, STYLE_TAB, "‹");
	line.col++;
	for (int i = first; i <= last; i++) {
		layer_tab(app, i, tab, sizeof(tab));
		line.col += grid_text(grid, grid_rect(grid), line.row, line.col,
				      i == app->cursor.layer ? STYLE_TAB_ACTIVE : STYLE_TAB, tab);
	}
	if (last < all)
		grid_text(grid, grid_rect(grid), line.row, line.col, STYLE_TAB, "›");
}

/* The file, its format where the name does not tell it, and the layout. */
static void title_of(const struct app *app, char *out, size_t size)
{
	const struct project *project = app->project;
	const char *name = project->path ? file_base(project->path) : project->keyboard->name;
	struct str live = STR_INIT;
	bool named, tells = !project->path || keymap_format_of_name(project->path) == project->format;

	/*
	 * How a running keyboard is drawn follows from its options: its layout has no name to be told by. Beside a file how
	 * the keyboard is matters more.
	 */
	app_live_status(app, &live);
	named = !live.len;
	snprintf(out, size, "%.60s%s%s%s%s%s%.60s%s", name, history_is_modified(app->history) ? " *" : "",
		 tells ? "" : " (", tells ? "" : project->format->name, tells ? "" : ")", named ? "  " : "",
		 named ? app_layout(app)->name : "", str_text(&live));
	str_release(&live);
}

/* @base: the lowest view that is drawn. */
static void draw_title(const struct app *app, int base, struct grid *grid)
{
	struct rect line = { 0, 0, 1, grid->cols };
	const struct view_ops *ops = view_ops(app->stack[base]);
	char title[300];
	int used, room;

	grid_fill(grid, line, STYLE_TITLE, " ");
	if (ops->title) {
		ops->title(app, title, sizeof(title));
		grid_text_cut(grid, line, 0, 1, grid->cols - 2, STYLE_TITLE, title);
		return;
	}
	if (!app->project) {
		grid_text(grid, line, 0, 1, STYLE_TITLE, PACKAGE_STRING);
		return;
	}
	title_of(app, title, sizeof(title));
	/* What the tabs leave, and at least half. */
	room = grid->cols - 5 - tabs_width(app, 0, (int)keymap_layers(app_map(app)) - 1);
	if (room < grid->cols / 2 - 2)
		room = grid->cols / 2 - 2;
	used = grid_text_cut(grid, line, 0, 1, room, STYLE_TITLE, title);
	line.col = used + 3;
	line.cols = grid->cols - line.col;
	draw_tabs(app, grid, line);
}

/* What takes part in a key without being on it. */
static void add_about(const struct app *app, size_t layer, size_t key, struct str *out)
{
	static const enum definition_kind kinds[] = { DEFINITION_COMBO, DEFINITION_OVERRIDE,
						      DEFINITION_ALT_REPEAT };
	const struct keymap *map = app_map(app);
	const char *before = "  in ";

	for (size_t k = 0; key < keymap_keys(map) && k < COUNT(kinds); k++)
		for (size_t i = 0; i < keymap_definitions(map, kinds[k]); i++) {
			char name[BEHAVIORS_NAME_SIZE];

			if (!definition_is_about_key(map, keymap_definition(map, kinds[k], i), layer, key))
				continue;
			behaviors_full_name(map, (struct behaviors_row){ (int)kinds[k], (int)i }, name);
			str_addf(out, "%s%s", before, name);
			before = ", ";
		}
}

/* What the selected key is, in full: its place and expression and what it takes part in, then words. */
static void draw_inspector(const struct app *app, struct grid *grid, int row)
{
	const struct keymap *map = app_map(app);
	const struct layout *layout = app_layout(app);
	size_t layer = (size_t)app->cursor.layer, key = (size_t)app->cursor.key, from = layer;
	struct action action = keymap_get_slot(map, layer, key);
	struct rect area = { row, 0, 2, grid->cols };
	struct str text = STR_INIT;
	const char *fixed;
	char place[96];
	int col;

	if (key < layout->keys)
		snprintf(place, sizeof(place), "key %zu  row %d col %d  ", key, layout->key[key].row,
			 layout->key[key].col);
	else
		snprintf(place, sizeof(place), "encoder %zu %s  ", (key - layout->keys) / TURN_COUNT,
			 (key - layout->keys) % TURN_COUNT == TURN_CW ? "clockwise" : "counterclockwise");
	col = 1 + grid_text(grid, area, row, 1, STYLE_DIM, place);
	project_print_action(app->project, map, action, &text);
	col += grid_text_cut(grid, area, row, col, grid->cols - col - 1, STYLE_TITLE, str_text(&text));
	str_clear(&text);
	add_about(app, layer, key, &text);
	grid_text_cut(grid, area, row, col, grid->cols - col - 1, STYLE_DIM, str_text(&text));
	str_clear(&text);
	fixed = project_read_only(app->project, map, layer, key);
	if (action.kind == ACTION_TRANSPARENT && key < layout->keys) {
		action = keymap_resolve(map, layer, key, &from);
		str_addf(&text, "transparent: ");
		if (action.kind == ACTION_TRANSPARENT)
			str_add(&text, "does nothing, also on the layers below");
		else
			str_addf(&text, "layer %zu's ", from);
	}
	if (action.kind != ACTION_TRANSPARENT || key >= layout->keys)
		project_describe_action(app->project, action, &text);
	if (fixed)
		str_addf(&text, "; read-only: it %s", fixed);
	grid_text_cut(grid, area, row + 1, 1, grid->cols - 2, STYLE_STATUS, str_text(&text));
	str_release(&text);
}

/* What is typed so far of a count and a sequence of keys. */
static void draw_pending(const struct app *app, struct grid *grid, struct rect line)
{
	char text[96];

	if (app->count)
		snprintf(text, sizeof(text), "%d%.60s", app->count, app->pending);
	else
		snprintf(text, sizeof(text), "%.60s", app->pending);
	grid_text(grid, line, line.row, grid->cols - 2 - utf8_width(text), STYLE_HINT_KEY, text);
}

/* A message that is longer than its line takes those of the inspector too, and of the view when it has to. */
static void draw_long_message(struct grid *grid, int row, enum style style, const char *text)
{
	int rows = wrap_rows(text, grid->cols - 2), most = grid->rows / 3;

	if (most < FRAME_FOOT - 1)
		most = FRAME_FOOT - 1;
	if (rows > most)
		rows = most;
	if (rows > 1)
		grid_fill(grid, (struct rect){ row - rows + 1, 0, rows, grid->cols }, STYLE_TEXT, " ");
	wrap_draw(grid, (struct rect){ row - rows + 1, 1, rows, grid->cols - 2 }, style, text);
}

static void draw_message(const struct app *app, struct grid *grid, int row)
{
	struct rect line = { row, 0, 1, grid->cols };
	char prefix[] = { app->prompt_kind, '\0' };

	if (app_top(app) == VIEW_PROMPT) {
		line_draw(&app->prompt, prefix, grid, line);
		return;
	}
	if (app_top(app) == VIEW_QUESTION) {
		draw_long_message(grid, row, STYLE_WARNING, app->question.text);
		return;
	}
	if (app->pending[0] || app->count)
		draw_pending(app, grid, line);
	draw_long_message(grid, row, app->message_style, app->message);
}

static void draw_hint(struct grid *grid, struct rect line, int *col, const char *key, const char *text)
{
	if (*col + utf8_width(key) + utf8_width(text) + 1 >= line.cols)
		return;
	*col += grid_text(grid, line, line.row, *col, STYLE_HINT_KEY, key) + 1;
	*col += grid_text(grid, line, line.row, *col, STYLE_HINT, text) + 2;
}

static void draw_question_hints(const struct app *app, struct grid *grid, struct rect line, int *col)
{
	static const struct {
		char key;
		const char *text;
	} words[] = {
		{ 'a', "apply first" }, { 'y', "yes" },     { 'n', "no" },
		{ 's', "save first" },  { 'd', "discard" }, { 'r', "recover" },
	};

	for (const char *key = app->question.keys; *key; key++)
		for (size_t i = 0; i < COUNT(words); i++)
			if (words[i].key == *key)
				draw_hint(grid, line, col, (char[]){ *key, '\0' }, words[i].text);
	draw_hint(grid, line, col, "<Esc>", "cancel");
}

static void draw_hints(const struct app *app, struct grid *grid, int row)
{
	struct rect line = { row, 0, 1, grid->cols };
	int col = 1;

	grid_fill(grid, line, STYLE_HINT, " ");
	switch (app_top(app)) {
	case VIEW_QUESTION:
		draw_question_hints(app, grid, line, &col);
		return;
	case VIEW_PROMPT:
		draw_hint(grid, line, &col, "<CR>", "run");
		if (app->prompt_kind == ':')
			draw_hint(grid, line, &col, "<Tab>", "complete");
		draw_hint(grid, line, &col, "<Esc>", "cancel");
		return;
	case VIEW_WORK:
		if (work_is_over(&app->work))
			break;
		draw_hint(grid, line, &col, "q", "stop it");
		draw_hint(grid, line, &col, "<Esc>", "back to the board, it goes on");
		draw_hint(grid, line, &col, "?", "help");
		return;
	case VIEW_TYPE:
	case VIEW_RECORD:
		draw_hint(grid, line, &col, "any other key",
			  app_top(app) == VIEW_TYPE ? "is assigned" : "is added");
		draw_hint(grid, line, &col, "<Esc>", "stop");
		return;
	default:
		break;
	}
	for (int order = 1; order < 10; order++)
		for (size_t i = 0; i < binding_count(); i++)
			if (binding_at(i)->hint == order && binding_at(i)->in & IN(app_top(app)) &&
			    (app->depth > 1 || strcmp(binding_at(i)->command, "cancel")))
				draw_hint(grid, line, &col, binding_at(i)->keys, binding_at(i)->hint_text);
}

void frame_draw(const void *state, struct grid *grid)
{
	const struct app *app = state;
	struct rect body = frame_body(grid->rows, grid->cols);
	int base = app->depth - 1;

	if (grid->rows < MIN_ROWS || grid->cols < MIN_COLS) {
		char text[64];

		snprintf(text, sizeof(text), "needs %dx%d", MIN_COLS, MIN_ROWS);
		grid_text(grid, grid_rect(grid), 0, 0, STYLE_ERROR, text);
		return;
	}
	while (base > 0 && view_ops(app->stack[base])->overlay)
		base--;
	draw_title(app, base, grid);
	if (app->project && app->stack[base] != VIEW_START && !view_ops(app->stack[base])->title)
		draw_inspector(app, grid, grid->rows - FRAME_FOOT);
	for (int i = base; i < app->depth; i++)
		if (view_ops(app->stack[i])->draw)
			view_ops(app->stack[i])->draw(app, grid, body);
	draw_message(app, grid, grid->rows - 2);
	draw_hints(app, grid, grid->rows - 1);
}
