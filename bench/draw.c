/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "project/project.h"
#include "ui/board.h"

/* Microseconds to place and to draw each built-in board at 80x24: the least of many runs, in blocks of 20. */
enum { RUNS = 50, BLOCK = 20 };

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double place_us(const struct layout *layout, size_t encoders)
{
	double start = now_us();

	for (int i = 0; i < BLOCK; i++) {
		struct geometry geometry;
		struct board board;

		geometry_init(&geometry, layout, encoders);
		board_init(&board, &geometry, 24, 80, BOARD_PITCH_AUTO);
		board_release(&board);
		geometry_release(&geometry);
	}
	return (now_us() - start) / BLOCK;
}

static double draw_us(const struct board *board, const struct board_view *view, struct grid *grid)
{
	double start = now_us();

	for (int i = 0; i < BLOCK; i++)
		board_draw(board, view, grid, grid_rect(grid));
	return (now_us() - start) / BLOCK;
}

static void measure(const char *name, const struct project *project)
{
	const struct layout *layout = &project->keyboard->layout[project->layout];
	struct board_view view = { .map = project->map };
	double place = 1e9, draw = 1e9;
	struct geometry geometry;
	struct board board;
	struct grid grid;

	grid_init(&grid, 24, 80);
	geometry_init(&geometry, layout, keymap_encoders(project->map));
	board_init(&board, &geometry, 24, 80, BOARD_PITCH_AUTO);
	for (int i = 0; i < RUNS; i++) {
		double p = place_us(layout, keymap_encoders(project->map)), d = draw_us(&board, &view, &grid);

		place = p < place ? p : place;
		draw = d < draw ? d : draw;
	}
	printf("draw %-14s %3zu keys: place %7.1f us, draw %7.1f us\n", name, board.keys, place, draw);
	board_release(&board);
	geometry_release(&geometry);
	grid_release(&grid);
}

int main(void)
{
	for (size_t i = 0; i < project_builtin_count(); i++) {
		struct err err = { 0 };
		struct project *project = project_open(project_builtin_name(i), NULL, &err);

		if (!project) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
		measure(project_builtin_name(i), project);
		project_free(project);
	}
	return 0;
}
