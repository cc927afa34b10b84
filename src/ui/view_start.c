/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/fuzzy.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * The start screen has a row for each keyboard that can be opened, and for each device that is connected. Finding is
 * the same screen with those rows alone that fit what is typed, the best first.
 */
enum section {
	SECTION_RECENT,
	SECTION_DEVICE,
	SECTION_FETCHED,
	SECTION_BUILTIN,
	SECTION_TREE,
	SECTION_COUNT
};

static size_t section_rows(const struct app *app, enum section section)
{
	switch (section) {
	case SECTION_RECENT:
		return app->recents;
	case SECTION_DEVICE:
		return app->devices.count;
	case SECTION_FETCHED:
		return app->keyboards.fetched.count;
	case SECTION_BUILTIN:
		return project_builtin_count();
	case SECTION_TREE:
		return app->keyboards.tree.count;
	case SECTION_COUNT:
		break;
	}
	return 0;
}

static size_t all_rows(const struct app *app)
{
	size_t count = 0;

	for (enum section section = 0; section < SECTION_COUNT; section++)
		count += section_rows(app, section);
	return count;
}

/* SECTION_COUNT behind the last row. */
static enum section section_of(const struct app *app, size_t index, size_t *within)
{
	enum section section = 0;

	while (section < SECTION_COUNT && index >= section_rows(app, section))
		index -= section_rows(app, section++);
	*within = index;
	return section;
}

/* What is opened by the row; NULL: it is a device, or there is none. */
static const char *opened_by(const struct app *app, size_t index)
{
	size_t within;

	switch (section_of(app, index, &within)) {
	case SECTION_RECENT:
		return app->recent[within];
	case SECTION_FETCHED:
		return app->keyboards.fetched.name[within];
	case SECTION_BUILTIN:
		return project_builtin_name(within);
	case SECTION_TREE:
		return app->keyboards.tree.name[within];
	case SECTION_DEVICE:
	case SECTION_COUNT:
		break;
	}
	return NULL;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	static const char *const labels[] = { "recent", "device", "fetched", "built in", "tree" };
	const struct app *app = data;
	const struct device_seen *device;
	size_t within;
	enum section section = section_of(app, index, &within);

	snprintf(out->left, sizeof(out->left), "%s", labels[section]);
	if (section == SECTION_DEVICE) {
		device = &app->devices.item[within];
		snprintf(out->left, sizeof(out->left), "%s", device->kind);
		snprintf(out->right, sizeof(out->right), "%-24.60s %.90s", device->id, device->name);
		out->style = STYLE_OK;
	} else if (section == SECTION_BUILTIN) {
		snprintf(out->right, sizeof(out->right), "%-24s %s", project_builtin_name(within),
			 project_builtin_help(within));
	} else {
		const char *name = opened_by(app, index);

		utf8_escape(out->right, sizeof(out->right), name, strlen(name));
	}
}

static void found_row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;

	row(app, app->hits[index].row, out);
}

static int compare_hits(const void *a, const void *b)
{
	const struct start_hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	/* The shorter is the likelier; rows are in the order of their sections, and sorted in each. */
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return x->row < y->row ? -1 : 1;
}

static void find(struct app *app)
{
	size_t rows = all_rows(app);

	free(app->hits);
	app->hits = mem_new(rows + 1, sizeof(*app->hits));
	app->hit_count = 0;
	for (size_t i = 0; i < rows; i++) {
		const char *name = opened_by(app, i);
		size_t within;
		int score;

		if (!name && section_of(app, i, &within) == SECTION_DEVICE)
			name = app->devices.item[within].name;
		score = keyboard_score(name, app->find.query.text);
		if (score != FUZZY_NONE)
			app->hits[app->hit_count++] = (struct start_hit){ score, strlen(name), i };
	}
	/* Without a word all are as good: as they stand. */
	if (app->find.query.text[0])
		qsort(app->hits, app->hit_count, sizeof(*app->hits), compare_hits);
}

void view_find_query(struct app *app)
{
	find(app);
	app->find.selected = 0;
}

void app_start_changed(struct app *app)
{
	size_t rows = all_rows(app);

	if (app->start.selected >= rows)
		app->start.selected = rows ? rows - 1 : 0;
	if (!app_is_open(app, VIEW_FIND))
		return;
	find(app);
	if (app->find.selected >= app->hit_count)
		app->find.selected = app->hit_count ? app->hit_count - 1 : 0;
}

/* The row that is selected, of all; all_rows() when none is. */
static size_t selected_row(const struct app *app)
{
	if (!app_is_open(app, VIEW_FIND))
		return app->start.selected;
	return app->find.selected < app->hit_count ? app->hits[app->find.selected].row : all_rows(app);
}

const char *app_start_selected(const struct app *app)
{
	return opened_by(app, selected_row(app));
}

/* Half of the rows and more go to the preview: an 80x24 screen shows six rows of keys. */
int app_preview_rows(int rows)
{
	enum { LEAST_LIST = 6, CAPTION = 1, LEAST = 8, SMALL = 15 };
	int left = frame_body(rows, 0).rows + 2 - LEAST_LIST;

	if (left < LEAST + CAPTION)
		return 0;
	return left <= SMALL ? left : SMALL + (left - SMALL) / 2;
}

/* What is typed, or what may be done; and how many rows there are. */
static void draw_foot(const struct app *app, bool finding, struct grid *grid, struct rect line)
{
	char count[64];
	int cols;

	/* The line is a message's, a question's and the prompt's, too. */
	if (app->message[0] || !app_shows_start(app))
		return;
	if (app->list_job)
		snprintf(count, sizeof(count), "listing");
	else if (finding)
		snprintf(count, sizeof(count), "%zu of %zu", app->hit_count, all_rows(app));
	else
		snprintf(count, sizeof(count), "%zu", all_rows(app));
	cols = line.cols - 3 - (int)strlen(count);
	if (finding)
		line_draw(&app->find.query, "› ", grid, (struct rect){ line.row, line.col, 1, cols });
	else
		grid_text_cut(grid, line, line.row, 1, cols, STYLE_STATUS,
			      "Choose one, / to find one, or :open a keyboard.json or keymap.json");
	grid_text(grid, line, line.row, cols + 2, STYLE_DIM, count);
}

static void draw(const struct app *app, bool finding, struct grid *grid, struct rect area)
{
	struct rect whole = { area.row, area.col, area.rows + 2, area.cols };
	int below = app_preview_rows(grid->rows);
	struct rect list_area = { whole.row, whole.col + 1, whole.rows - below, whole.cols - 2 };
	struct chooser_list list = { app, all_rows(app), row, 12, NULL };

	if (finding)
		list = (struct chooser_list){ app, app->hit_count, found_row, 12,
					      app->list_job ? "listing" : "no keyboard fits" };
	grid_fill(grid, whole, STYLE_TEXT, " ");
	chooser_draw(finding ? &app->find : &app->start, &list, NULL, grid, list_area);
	if (below)
		preview_draw(&app->preview, grid,
			     (struct rect){ whole.row + whole.rows - below, whole.col, below, whole.cols });
	draw_foot(app, finding, grid, (struct rect){ whole.row + whole.rows, 0, 1, whole.cols });
}

void view_start_draw(const struct app *app, struct grid *grid, struct rect area)
{
	draw(app, false, grid, area);
}

void view_find_draw(const struct app *app, struct grid *grid, struct rect area)
{
	draw(app, true, grid, area);
}

bool view_start_key(struct app *app, const char *key, struct effects *effects)
{
	bool requery;

	(void)effects;
	return chooser_key(&app->start, key, all_rows(app), false, &requery);
}

bool view_find_key(struct app *app, const char *key, struct effects *effects)
{
	bool requery;

	(void)effects;
	if (!chooser_key(&app->find, key, app->hit_count, true, &requery))
		return false;
	if (requery)
		view_find_query(app);
	return true;
}

bool view_start_take(struct app *app, struct effects *effects, struct err *err)
{
	const char *name = app_start_selected(app);
	size_t within;

	if (name) {
		app_open(app, name, effects);
		return true;
	}
	if (section_of(app, selected_row(app), &within) != SECTION_DEVICE)
		return err_set(err, ERR_NOT_FOUND, "nothing is selected");
	app_push(app, VIEW_DEVICES);
	app->device_list.selected = within;
	return true;
}

COMMAND(start)
{
	app_push(app, VIEW_START);
	return true;
}

void app_find(struct app *app)
{
	line_set(&app->find.query, "");
	app_push(app, VIEW_FIND);
	view_find_query(app);
}
