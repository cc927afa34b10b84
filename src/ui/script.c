/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "run_private.h"
#include "ui/key.h"

enum { DEADLINE_MS = 20000, DEADLINE_MAX_S = 3600 };

struct script {
	struct run *run;
	int64_t deadline_ms;
	bool expired, ended;
};

static void push(struct script *s, const struct event *event)
{
	terminal_headless_push(s->run->term, event);
	run_input(s->run);
}

static bool run_key(struct script *s, const char *arg, struct err *err)
{
	while (*arg) {
		struct event event = { .type = EVENT_KEY };
		size_t used = key_parse(arg, event.key, err);

		if (!used)
			return false;
		arg += used;
		if (*arg && *arg != ' ')
			return err_set(err, ERR_PARSE, "a blank is missing before '%s'", arg);
		arg += strspn(arg, " ");
		push(s, &event);
	}
	return true;
}

static bool run_type(struct script *s, const char *arg, struct err *err)
{
	size_t left = strlen(arg), used;

	for (; left; arg += used, left -= used) {
		struct event event = { .type = EVENT_KEY };

		if (!key_from_code(utf8_decode(arg, left, &used), 0, event.key))
			return err_set(err, ERR_PARSE, "no key types '%.*s'", (int)used, arg);
		push(s, &event);
	}
	return true;
}

static bool run_paste(struct script *s, const char *arg, struct err *err)
{
	struct event event = { .type = EVENT_PASTE, .text = arg };

	(void)err;
	push(s, &event);
	return true;
}

static bool run_resize(struct script *s, const char *arg, struct err *err)
{
	int cols, rows;

	if (!grid_parse_size(arg, &rows, &cols))
		return err_set(err, ERR_PARSE, "the size is not COLSxROWS, up to %dx%d: '%s'", GRID_MAX_COLS,
			       GRID_MAX_ROWS, arg);
	terminal_headless_resize(s->run->term, rows, cols);
	run_resized(s->run);
	run_show(s->run);
	return true;
}

static bool screen_has(const struct run *run, const char *text)
{
	const struct grid *grid = &run->shown;
	struct str line = STR_INIT;
	bool has = false;

	for (int row = 0; row < grid->rows && !has; row++) {
		str_clear(&line);
		for (int col = 0; col < grid->cols; col++)
			str_add(&line, grid_cell_text(grid, &grid->cell[row * grid->cols + col]));
		has = strstr(str_text(&line), text);
	}
	str_release(&line);
	return has;
}

static bool run_expect(struct script *s, const char *arg, struct err *err)
{
	return screen_has(s->run, arg) || err_set(err, ERR_NOT_FOUND, "the screen does not show '%s'", arg);
}

static bool run_expect_not(struct script *s, const char *arg, struct err *err)
{
	return !screen_has(s->run, arg) || err_set(err, ERR_EXISTS, "the screen shows '%s'", arg);
}

static void on_deadline(struct loop *loop, void *data)
{
	struct script *s = data;

	(void)loop;
	s->expired = true;
}

static bool has_text(const struct script *s, const char *text)
{
	return screen_has(s->run, text);
}

static bool lacks_text(const struct script *s, const char *text)
{
	return !screen_has(s->run, text);
}

static bool is_idle(const struct script *s, const char *text)
{
	(void)text;
	return !jobs_count(s->run->jobs);
}

/* Let children and timers go on until @done. What is waited for in vain is told at once when nothing runs. */
static bool wait_for(struct script *s, bool (*done)(const struct script *, const char *), const char *text,
		     const char *what, struct err *err)
{
	struct run *run = s->run;
	bool ok = true;

	s->expired = false;
	loop_after(run->loop, s->deadline_ms, on_deadline, s);
	while (ok && !done(s, text)) {
		if (run->quit)
			ok = err_set(err, ERR_CANCELLED, "the program ended while the script waited for %s%s",
				     what, text);
		else if (!jobs_count(run->jobs) && !run->timer_set)
			ok = err_set(err, ERR_NOT_FOUND, "nothing runs that could bring %s%s", what, text);
		else if (s->expired)
			ok = err_set(err, ERR_TIMEOUT, "waited %d s for %s%s", (int)(s->deadline_ms / 1000),
				     what, text);
		else if (loop_step(run->loop, -1))
			run_show(run);
	}
	loop_cancel(run->loop, on_deadline, s);
	return ok;
}

static bool run_wait(struct script *s, const char *arg, struct err *err)
{
	return wait_for(s, has_text, arg, "the screen to show ", err);
}

static bool run_wait_gone(struct script *s, const char *arg, struct err *err)
{
	return wait_for(s, lacks_text, arg, "the screen to lose ", err);
}

static bool run_wait_idle(struct script *s, const char *arg, struct err *err)
{
	return wait_for(s, is_idle, arg, "the jobs to end", err);
}

static bool run_deadline(struct script *s, const char *arg, struct err *err)
{
	char *end;
	long seconds;

	errno = 0;
	seconds = strtol(arg, &end, 10);
	if (errno || *end || seconds < 1 || seconds > DEADLINE_MAX_S)
		return err_set(err, ERR_PARSE, "the deadline is not 1 to %d seconds: '%s'", DEADLINE_MAX_S,
			       arg);
	s->deadline_ms = seconds * 1000;
	return true;
}

static bool run_dump(struct script *s, const char *arg, struct err *err)
{
	return run_write_screen(s->run, arg, true, err);
}

static bool run_screen(struct script *s, const char *arg, struct err *err)
{
	return run_write_screen(s->run, arg, false, err);
}

static bool run_quit(struct script *s, const char *arg, struct err *err)
{
	(void)arg;
	(void)err;
	s->ended = true;
	return true;
}

static const struct script_command {
	const char *name, *args, *help;
	bool (*run)(struct script *s, const char *arg, struct err *err);
} commands[] = {
	{ "deadline", "SECONDS", "Wait this long at most from now on; 20 at first", run_deadline },
	{ "dump", "FILE", "Write the screen and its styles; - is standard output", run_dump },
	{ "expect", "TEXT", "Fail unless a row of the screen shows the text", run_expect },
	{ "expect-not", "TEXT", "Fail if a row of the screen shows the text", run_expect_not },
	{ "key", "NAME...", "Press keys", run_key },
	{ "paste", "TEXT", "Paste the rest of the line", run_paste },
	{ "quit", "", "End the run, whatever the program would say", run_quit },
	{ "resize", "COLSxROWS", "Change the size of the screen", run_resize },
	{ "screen", "FILE", "Write the text of the screen; - is standard output", run_screen },
	{ "type", "TEXT", "Press the keys of the rest of the line", run_type },
	{ "wait", "TEXT", "Let jobs and timers go on until the screen shows the text", run_wait },
	{ "wait-gone", "TEXT", "Let jobs and timers go on until the screen shows it no more", run_wait_gone },
	{ "wait-idle", "", "Let jobs go on until all have ended", run_wait_idle },
};

void script_help(FILE *out)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		fprintf(out, "  %-10s %-10s %s\n", commands[i].name, commands[i].args, commands[i].help);
}

static bool run_line(struct script *s, char *line, struct err *err)
{
	size_t len = strcspn(line, " ");
	const char *arg = line + len + (line[len] == ' ');

	line[len] = '\0';
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (strcmp(commands[i].name, line) != 0)
			continue;
		if (s->run->quit)
			return err_set(err, ERR_CANCELLED, "the program has ended before");
		if (!*arg != !commands[i].args[0])
			return err_set(err, ERR_PARSE, "%s takes %s", line,
				       commands[i].args[0] ? commands[i].args : "nothing");
		return commands[i].run(s, arg, err);
	}
	return err_set(err, ERR_PARSE, "there is no script command '%s'", line);
}

bool script_run(struct run *run, const char *name, const char *script, struct err *err)
{
	struct script s = { .run = run, .deadline_ms = DEADLINE_MS };
	char *copy = mem_copy_text(script), *next = copy, *line;
	bool ok = true;

	for (int number = 1; ok && next && !s.ended; number++) {
		line = next;
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!*line || *line == '#')
			continue;
		ok = run_line(&s, line, err);
		if (!ok) {
			fprintf(stderr, "the screen:\n");
			run_print_screen(run, false, stderr);
			err_wrap(err, "%s:%d", name, number);
		}
	}
	free(copy);
	return ok;
}
