/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "diagnostics.h"
#include "model/symbol.h"
#include "picture.h"
#include "project/project.h"
#include "verbs.h"

static const long no_layer = LONG_MIN;

struct options {
	long layer;
	bool all, ascii, utf8;
	const char *keyboard, *layout, *size, *colour, *qmk;
};

static bool parse_size(const char *text, struct paper *paper, struct err *err)
{
	if (!grid_parse_size(text, &paper->rows, &paper->cols))
		return err_set(err, ERR_USAGE,
			       "--size wants columns and rows, as in 80x24, up to %dx%d, not '%s'",
			       GRID_MAX_COLS, GRID_MAX_ROWS, text);
	return true;
}

/* Without terminfo, which belongs to the editor: by what the names of terminals say. */
static enum colours terminal_colours(const char *no_color)
{
	const char *term = getenv("TERM");
	int count = !term || !term[0] || !strcmp(term, "dumb") ? -1 : strstr(term, "256color") ? 256 : 8;

	return style_colours(count, no_color);
}

static bool choose_colours(const char *when, struct paper *paper, struct err *err)
{
	bool always = !strcmp(when, "always"), automatic = !strcmp(when, "auto");

	if (!always && !automatic && strcmp(when, "never") != 0)
		return err_set(err, ERR_USAGE, "--color is auto, always or never, not '%s'", when);
	paper->colours = terminal_colours(always ? NULL : getenv("NO_COLOR"));
	if (always && paper->colours == COLOURS_NONE)
		paper->colours = COLOURS_16;
	paper->plain = !always && !(automatic && paper->colours != COLOURS_NONE && isatty(STDOUT_FILENO));
	return true;
}

static bool choose_paper(const struct options *opt, struct paper *paper, struct err *err)
{
	if (opt->ascii && opt->utf8)
		return err_set(err, ERR_USAGE, "--ascii and --utf8 exclude each other");
	if (opt->all && opt->layer != no_layer)
		return err_set(err, ERR_USAGE, "--all and --layer exclude each other");
	picture_paper(paper);
	paper->ascii = opt->ascii || (!opt->utf8 && paper->ascii);
	paper->must_fit = opt->size;
	if (opt->size && !parse_size(opt->size, paper, err))
		return false;
	return choose_colours(opt->colour, paper, err);
}

static void print_layer(const struct project *project, const struct board *board, size_t layer,
			const struct paper *paper)
{
	const char *name = symbol_text(keymap_layer_name(project->map, layer));
	struct board_view view = {
		.map = project->map, .layer = layer, .language = project->language, .selected = -1
	};
	struct str title = STR_INIT;

	str_addf(&title, "%s  %s  layer %zu",
		 project->path ? file_base(project->path) : project->keyboard->name,
		 project->keyboard->layout[project->layout].name, layer);
	if (name[0])
		str_addf(&title, " (%s)", name);
	picture_print(board, &view, str_text(&title), paper);
	str_release(&title);
}

static bool draw(const struct project *project, const struct options *opt, const struct paper *paper,
		 struct err *err)
{
	const struct subject about = { project->path, project->source, project->map };
	size_t first = 0, last = keymap_layers(project->map) - 1;
	struct board board;

	diagnostics_print(stderr, &project->diagnostics, &about);
	if (opt->layer != no_layer && (opt->layer < 0 || (size_t)opt->layer > last))
		return err_set(err, ERR_RANGE, "there is no layer %ld; the keymap has layers 0 to %zu",
			       opt->layer, last);
	if (opt->layer != no_layer)
		first = (size_t)opt->layer;
	if (!opt->all)
		last = first;
	if (!picture_place(&project->keyboard->layout[project->layout], keymap_encoders(project->map), paper,
			   &board, err))
		return false;
	for (size_t layer = first; layer <= last; layer++) {
		if (layer > first)
			puts("");
		print_layer(project, &board, layer, paper);
	}
	board_release(&board);
	return true;
}

int cmd_draw(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { .layer = no_layer, .colour = "auto" };
	const struct option_row rows[] = {
		{ "--layer", 'L', OPTION_NUMBER, &opt.layer, "N", "draw this layer (0)" },
		{ "--all", 'a', OPTION_FLAG, &opt.all, NULL, "draw all layers" },
		{ "--keyboard", 'k', OPTION_TEXT, &opt.keyboard, "KB", "the keyboard that a keymap is for" },
		{ "--layout", 'l', OPTION_TEXT, &opt.layout, "NAME",
		  "layout of a keyboard that has several" },
		{ "--size", 's', OPTION_TEXT, &opt.size, "CxR",
		  "fit it into columns and rows (the terminal's, or 80x24)" },
		{ "--ascii", 0, OPTION_FLAG, &opt.ascii, NULL, "lines and legends in ASCII" },
		{ "--utf8", 0, OPTION_FLAG, &opt.utf8, NULL, "in UTF-8, whatever the locale says" },
		{ "--color", 0, OPTION_TEXT, &opt.colour, "WHEN", "auto, always or never (auto)" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
	};
	struct project_options open;
	struct project *project;
	struct paper paper;
	struct err err = { 0 };
	const char *what[1];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 1, &status);

	if (n < 0)
		return status;
	if (n == 0) {
		err_set(&err, ERR_USAGE, "draw what? A keymap, a keyboard.json or the name of a keyboard");
		return cli_fail(&err);
	}
	if (!choose_paper(&opt, &paper, &err))
		return cli_fail(&err);
	open = (struct project_options){ .qmk_home = opt.qmk,
					 .layout = opt.layout,
					 .keyboard = opt.keyboard };
	project = project_open(what[0], &open, &err);
	if (!project)
		return cli_fail(&err);
	status = draw(project, &opt, &paper, &err) ? EXIT_OK : cli_fail(&err);
	project_free(project);
	return status;
}
