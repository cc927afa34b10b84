/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "preview.h"
#include "wrap.h"

enum { CAPTION_ROWS = 1 };

static void release_board(struct preview *preview)
{
	if (!preview->rows)
		return;
	board_release(&preview->board);
	geometry_release(&preview->geometry);
	preview->rows = preview->cols = 0;
}

void preview_release(struct preview *preview)
{
	release_board(preview);
	project_free(preview->project);
	free(preview->what);
	*preview = (struct preview){ 0 };
}

void preview_place(struct preview *preview, int rows, int cols)
{
	const struct project *project = preview->project;

	release_board(preview);
	if (!project || rows <= CAPTION_ROWS)
		return;
	preview->rows = rows;
	preview->cols = cols;
	geometry_init(&preview->geometry, &project->keyboard->layout[project->layout],
		      keymap_encoders(project->map));
	board_init(&preview->board, &preview->geometry, rows - CAPTION_ROWS, cols, BOARD_PITCH_AUTO);
}

void preview_open(struct preview *preview, const char *what, const struct project_options *options, int rows,
		  int cols)
{
	preview_release(preview);
	preview->what = mem_copy_text(what);
	preview->project = project_open(what, options, &preview->err);
	preview_place(preview, rows, cols);
}

static void draw_caption(const struct project *project, struct grid *grid, struct rect line)
{
	const struct keyboard *kb = project->keyboard;
	const struct layout *layout = &kb->layout[project->layout];
	struct str text = STR_INIT;

	str_add(&text, kb->name);
	if (kb->manufacturer[0])
		str_addf(&text, " by %s", kb->manufacturer);
	str_addf(&text, ": %s, %zu %s", layout->name, layout->keys, layout->keys == 1 ? "key" : "keys");
	if (kb->layouts > 1)
		str_addf(&text, ", and %zu more %s", kb->layouts - 1,
			 kb->layouts == 2 ? "layout" : "layouts");
	grid_text_cut(grid, line, line.row, line.col + 1, line.cols - 2, STYLE_TITLE, str_text(&text));
	str_release(&text);
}

void preview_draw(const struct preview *preview, struct grid *grid, struct rect area)
{
	struct rect line = { area.row, area.col, CAPTION_ROWS, area.cols };
	struct rect body = { area.row + CAPTION_ROWS, area.col, area.rows - CAPTION_ROWS, area.cols };
	struct board_view view = { .selected = -1 };

	if (area.rows <= CAPTION_ROWS)
		return;
	grid_fill(grid, line, STYLE_TITLE, " ");
	if (!preview->what)
		return;
	if (!preview->project) {
		grid_text_cut(grid, line, line.row, line.col + 1, line.cols - 2, STYLE_TITLE, preview->what);
		wrap_draw(grid, (struct rect){ body.row, body.col + 1, body.rows, body.cols - 2 },
			  STYLE_WARNING, preview->err.text);
		return;
	}
	draw_caption(preview->project, grid, line);
	/* One without a keymap has a blank one: what the keyboard's file says of its keys tells more. */
	if (preview->project->source)
		view.map = preview->project->map;
	else
		view.labels = &preview->project->keyboard->layout[preview->project->layout];
	board_draw(&preview->board, &view, grid, body);
}
