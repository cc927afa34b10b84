/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small program on ui/run.h, for tests of what is between a program and a terminal.
 * toy [--script FILE] [--file FILE]: the file is for what it is told to write. */
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "ui/run.h"

enum { KEYS = 8, LOG_LINES = 4, TIMER_MS = 20 };

struct toy {
	int cursor, keys_seen, rows, cols, resumed, shift;
	char last_key[32], pasted[64], trouble[96], log[LOG_LINES][96];
	bool ticked, input;
	const char *file;
};

static void add_log(struct toy *toy, const char *text)
{
	memmove(toy->log[0], toy->log[1], sizeof(toy->log) - sizeof(toy->log[0]));
	snprintf(toy->log[LOG_LINES - 1], sizeof(toy->log[0]), "%s", text);
}

static void save(void *state, struct effects *effects)
{
	struct toy *toy = state;
	struct err err = { 0 };

	(void)effects;
	if (toy->file && !file_write(toy->file, "saved\n", 6, FILE_REPLACE, &err))
		snprintf(toy->trouble, sizeof(toy->trouble), "%.90s", err.text);
	add_log(toy, "saved");
}

static void chain(void *state, struct effects *effects)
{
	add_log(state, "called");
	effects_add_call(effects, save);
}

/* The process dies as it does of a wild pointer. */
static void crash(void *state, struct effects *effects)
{
	(void)state;
	(void)effects;
	raise(SIGSEGV);
}

static void leave(void *state, struct effects *effects)
{
	(void)state;
	(void)effects;
	exit(7);
}

static void spawn(struct effects *effects, int job, const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	effects_add_argv(effects, EFFECT_SPAWN, job, argv);
}

static void talk(struct effects *effects)
{
	const char *const argv[] = { "sh", "-c", "while read -r x; do echo \"<$x>\"; done; echo done", NULL };
	const char *const lines[][2] = { { "one", NULL }, { "two", NULL } };

	effects_add_argv(effects, EFFECT_TALK, 4, argv);
	effects_add_argv(effects, EFFECT_SEND, 4, lines[0]);
	effects_add_argv(effects, EFFECT_SEND, 4, lines[1]);
	effects_add(effects, EFFECT_SEND, 4);
}

static void press(struct toy *toy, const char *key, struct effects *effects)
{
	static const char *const missing[] = { "/nonexistent/program", NULL };
	static const char *const word[] = { "word", NULL };
	const char *const dump[] = { toy->file, NULL };

	snprintf(toy->last_key, sizeof(toy->last_key), "%s", key);
	toy->keys_seen++;
	if (!strcmp(key, "l") || !strcmp(key, "<Right>"))
		toy->cursor = (toy->cursor + 1) % KEYS;
	else if (!strcmp(key, "w"))
		toy->shift ^= 1;
	else if (!strcmp(key, "i"))
		toy->input = !toy->input;
	else if (!strcmp(key, "q"))
		effects_add(effects, EFFECT_QUIT, 0);
	else if (!strcmp(key, "Q"))
		effects_add(effects, EFFECT_QUIT, 3);
	else if (!strcmp(key, "j"))
		spawn(effects, 1, "echo one; echo two >&2; printf three; exit 5");
	else if (!strcmp(key, "s"))
		spawn(effects, 2, "echo started; exec sleep 1000");
	else if (!strcmp(key, "x"))
		effects_add(effects, EFFECT_CANCEL, 2);
	else if (!strcmp(key, "m"))
		effects_add_argv(effects, EFFECT_SPAWN, 3, missing);
	else if (!strcmp(key, "T"))
		talk(effects);
	else if (!strcmp(key, "W"))
		effects_add_argv(effects, EFFECT_SEND, 9, word);
	else if (!strcmp(key, "t"))
		effects_add(effects, EFFECT_TIMER, TIMER_MS);
	else if (!strcmp(key, "d"))
		effects_add_argv(effects, EFFECT_DUMP, 0, dump);
	else if (!strcmp(key, "c"))
		effects_add_call(effects, chain);
	else if (!strcmp(key, "R"))
		effects_add(effects, EFFECT_REDRAW, 0);
	else if (!strcmp(key, "Z"))
		effects_add(effects, EFFECT_SUSPEND, 0);
	else if (!strcmp(key, "K"))
		effects_add_call(effects, crash);
	else if (!strcmp(key, "E"))
		effects_add_call(effects, leave);
}

static void update(void *state, const struct event *event, struct effects *effects)
{
	struct toy *toy = state;
	char text[96];

	switch (event->type) {
	case EVENT_START:
	case EVENT_RESIZE:
		toy->rows = event->rows;
		toy->cols = event->cols;
		return;
	case EVENT_KEY:
		press(toy, event->key, effects);
		return;
	case EVENT_PASTE:
		snprintf(toy->pasted, sizeof(toy->pasted), "%.60s", event->text);
		return;
	case EVENT_JOB_LINE:
		snprintf(text, sizeof(text), "job %d:%d %.80s", event->job, event->status, event->text);
		add_log(toy, text);
		return;
	case EVENT_JOB_END:
		snprintf(text, sizeof(text), "job %d ended %d", event->job, event->status);
		add_log(toy, text);
		return;
	case EVENT_TIMER:
		toy->ticked = true;
		return;
	case EVENT_RESUME:
		toy->resumed++;
		return;
	case EVENT_HANGUP:
		effects_add_call(effects, save);
		return;
	case EVENT_TROUBLE:
		snprintf(toy->trouble, sizeof(toy->trouble), "%.90s", event->text);
		return;
	}
}

static void line(struct grid *grid, int row, enum style style, const char *name, const char *text)
{
	char out[128];

	snprintf(out, sizeof(out), "%s: %s", name, text);
	grid_text(grid, grid_rect(grid), row, 0, style, out);
}

static void draw(const void *state, struct grid *grid)
{
	const struct toy *toy = state;
	struct rect all = grid_rect(grid);
	char text[96];

	snprintf(text, sizeof(text), "%dx%d resumed %d%s", toy->cols, toy->rows, toy->resumed,
		 toy->ticked ? " ticked" : "");
	line(grid, 0, STYLE_TITLE, "toy", text);
	snprintf(text, sizeof(text), "%d %s", toy->keys_seen, toy->last_key);
	line(grid, 1, STYLE_TEXT, "keys", text);
	line(grid, 2, STYLE_DIM, "pasted", toy->pasted);
	line(grid, 3, STYLE_ERROR, "trouble", toy->trouble);
	for (int i = 0; i < KEYS; i++) {
		struct rect box = { 5, i * 9, 4, 9 };

		grid_box(grid, box, i == toy->cursor ? STYLE_CURSOR : STYLE_BORDER);
		snprintf(text, sizeof(text), "%c", 'A' + (i + toy->shift) % 26);
		grid_text(grid, all, 6, i * 9 + 2, i == toy->cursor ? STYLE_CURSOR : STYLE_LEGEND, text);
		grid_text(grid, all, 7, i * 9 + 2, i == toy->cursor ? STYLE_CURSOR : STYLE_HOLD, "▽ 漢");
	}
	for (int i = 0; i < LOG_LINES; i++)
		grid_text(grid, all, 10 + i, 0, STYLE_TEXT, toy->log[i]);
	grid_text(grid, all, grid->rows - 1, grid->cols - 3, STYLE_HINT, "end");
	if (toy->input) {
		grid->cursor_row = 1;
		grid->cursor_col = 6;
	}
}

int main(int argc, char **argv)
{
	struct toy toy = { 0 };
	struct program program = { &toy, update, draw };
	struct run_options options = { 0 };

	setlocale(LC_CTYPE, "");
	for (int i = 1; i + 1 < argc; i += 2) {
		if (!strcmp(argv[i], "--script"))
			options.script = argv[i + 1];
		else if (!strcmp(argv[i], "--dump"))
			options.dump = argv[i + 1];
		else if (!strcmp(argv[i], "--file"))
			toy.file = argv[i + 1];
		else if (!strcmp(argv[i], "--ascii"))
			options.ascii = atoi(argv[i + 1]);
	}
	return ui_run(&program, &options);
}
