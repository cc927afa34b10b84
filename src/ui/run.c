/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "run_private.h"
#include "ui/run.h"

enum { SCRIPT_MAX_BYTES = 1 << 20, DEFAULT_ROWS = 24, DEFAULT_COLS = 80 };

static void carry_out(struct run *run, struct effects *effects);

/* Hand @event to the program. Its effects are for the caller to carry out. */
static void update(struct run *run, struct event event, struct effects *effects)
{
	event.now_ms = loop_now_ms(run->loop);
	run->program->update(run->program->state, &event, effects);
	run->stale = true;
}

static void handle(struct run *run, const struct event *event)
{
	struct effects effects = { 0 };

	if (run->quit)
		return;
	update(run, *event, &effects);
	carry_out(run, &effects);
}

/* Events that come of carrying out effects wait until that is done. */
static void post(struct run *run, const struct event *event)
{
	run->queue = mem_grow(run->queue, run->queue_count, &run->queue_size, sizeof(*run->queue));
	run->queue[run->queue_count] = *event;
	run->queue[run->queue_count++].text = mem_copy_text(event->text);
}

static void drain(struct run *run)
{
	for (size_t i = 0; i < run->queue_count; i++) {
		struct event posted = run->queue[i];

		handle(run, &posted);
		free((char *)posted.text);
	}
	run->queue_count = 0;
}

static void dispatch(struct run *run, const struct event *event)
{
	handle(run, event);
	drain(run);
}

static void quit(struct run *run, int status)
{
	run->quit = true;
	run->status = status;
	loop_quit(run->loop);
}

void run_show(struct run *run)
{
	struct grid grid;
	int rows, cols;

	if (!run->stale || run->quit)
		return;
	run->stale = false;
	run->term->ops->size(run->term, &rows, &cols);
	grid_init(&grid, rows, cols);
	grid.ascii = run->term->ascii;
	run->program->draw(run->program->state, &grid);
	run->term->ops->present(run->term, &grid);
	grid_release(&run->shown);
	run->shown = grid;
}

static void write_text(const struct grid *grid, FILE *out)
{
	for (int row = 0; row < grid->rows; row++) {
		const struct cell *cells = &grid->cell[row * grid->cols];
		int cols = grid->cols;

		while (cols && !strcmp(cells[cols - 1].text, " "))
			cols--;
		for (int col = 0; col < cols; col++)
			fputs(grid_cell_text(grid, &cells[col]), out);
		putc('\n', out);
	}
}

void run_print_screen(const struct run *run, bool roles, FILE *out)
{
	if (roles)
		grid_dump(&run->shown, out);
	else
		write_text(&run->shown, out);
}

bool run_write_screen(const struct run *run, const char *path, bool roles, struct err *err)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	bool ok;

	if (!out)
		return err_set(err, ERR_IO, "out of memory");
	run_print_screen(run, roles, out);
	ok = !fclose(out);
	if (!ok)
		err_set(err, ERR_IO, "out of memory");
	else if (!strcmp(path, "-"))
		ok = (fwrite(text, 1, len, stdout) == len && !fflush(stdout)) ||
		     err_set(err, ERR_IO, "cannot write to standard output");
	else
		ok = file_write(path, text, len, FILE_CREATE, err);
	free(text);
	return ok;
}

static void trouble(struct run *run, const struct err *err)
{
	struct event event = { .type = EVENT_TROUBLE, .text = err->text };

	post(run, &event);
}

static void start_job(struct run *run, const struct effect *effect)
{
	struct event line = { .type = EVENT_JOB_LINE, .job = (int)effect->number, .status = 2 };
	struct event end = { .type = EVENT_JOB_END, .job = (int)effect->number, .status = 127 };
	struct err err = { 0 };

	if (effect->type == EFFECT_TALK
		    ? jobs_start_talking(run->jobs, (int)effect->number, effect->argv, &err)
		    : jobs_start(run->jobs, (int)effect->number, effect->argv, &err))
		return;
	/* As a shell tells it. */
	line.text = err.text;
	post(run, &line);
	post(run, &end);
}

static void send_line(struct run *run, const struct effect *effect)
{
	struct str line = STR_INIT;
	struct err err = { 0 };

	if (!effect->argv[0]) {
		jobs_finish_input(run->jobs, (int)effect->number);
		return;
	}
	str_add(&line, effect->argv[0]);
	str_add_char(&line, '\n');
	if (!jobs_write(run->jobs, (int)effect->number, str_text(&line), line.len, &err))
		trouble(run, &err);
	str_release(&line);
}

static void on_timer(struct loop *loop, void *data)
{
	struct run *run = data;
	struct event event = { .type = EVENT_TIMER };

	(void)loop;
	run->timer_set = false;
	dispatch(run, &event);
}

static void set_timer(struct run *run, long delay_ms)
{
	run->timer_set = delay_ms >= 0;
	if (run->timer_set)
		loop_after(run->loop, delay_ms, on_timer, run);
	else
		loop_cancel(run->loop, on_timer, run);
}

static void resume(struct run *run)
{
	struct event event = { .type = EVENT_RESUME }, size = { .type = EVENT_RESIZE };

	run->term->ops->resume(run->term);
	run->term->ops->size(run->term, &size.rows, &size.cols);
	post(run, &event);
	post(run, &size);
}

/*
 * Stop this process, or all of its @group as the terminal's suspend key would: a shell waits for a script to stop,
 * not for what runs in it. The system ignores it where nobody could continue us, and we go on at once.
 */
static void suspend(struct run *run, bool group)
{
	struct sigaction stop = { .sa_handler = SIG_DFL }, before;

	if (!run->headless) {
		sigaction(SIGTSTP, NULL, &before);
		if (before.sa_handler == SIG_IGN)
			return;
		run->term->ops->suspend(run->term);
		sigemptyset(&stop.sa_mask);
		sigaction(SIGTSTP, &stop, NULL);
		kill(group ? 0 : getpid(), SIGTSTP);
		sigaction(SIGTSTP, &before, NULL);
		signals_forget(run->signals, SIGCONT);
	}
	resume(run);
}

static void carry_out_one(struct run *run, const struct effect *effect, struct effects *more)
{
	struct err err = { 0 };

	switch (effect->type) {
	case EFFECT_QUIT:
		quit(run, (int)effect->number);
		return;
	case EFFECT_SUSPEND:
		suspend(run, true);
		return;
	case EFFECT_REDRAW:
		run->term->ops->repaint(run->term);
		return;
	case EFFECT_SPAWN:
	case EFFECT_TALK:
		start_job(run, effect);
		return;
	case EFFECT_SEND:
		send_line(run, effect);
		return;
	case EFFECT_CANCEL:
		jobs_cancel(run->jobs, (int)effect->number);
		return;
	case EFFECT_TIMER:
		set_timer(run, effect->number);
		return;
	case EFFECT_DUMP:
		if (!run_write_screen(run, effect->argv[0], true, &err))
			trouble(run, &err);
		return;
	case EFFECT_CALL:
		effect->call(run->program->state, more);
		return;
	}
}

/* And release. What a call asks for comes last: it may take back what stands behind it, a job that is yet to start. */
static void carry_out(struct run *run, struct effects *effects)
{
	struct effects more = { 0 };

	for (size_t i = 0; i < effects->count; i++)
		carry_out_one(run, &effects->item[i], &more);
	effects_release(effects);
	if (more.count)
		carry_out(run, &more);
}

void run_resized(struct run *run)
{
	struct event event = { .type = EVENT_RESIZE };

	run->term->ops->size(run->term, &event.rows, &event.cols);
	dispatch(run, &event);
}

void run_input(struct run *run)
{
	struct event event;

	while (!run->quit && run->term->ops->next(run->term, &event)) {
		/* Not for the program: no key table can take it away from the user. */
		if (event.type == EVENT_KEY && !strcmp(event.key, "<C-z>")) {
			suspend(run, true);
			drain(run);
		} else {
			dispatch(run, &event);
		}
	}
	run_show(run);
}

static void hang_up(struct run *run, int number)
{
	struct event event = { .type = EVENT_HANGUP };

	if (run->quit)
		return;
	dispatch(run, &event);
	quit(run, 128 + number);
}

static void on_terminal(struct loop *loop, int fd, short revents, void *data)
{
	struct run *run = data;

	run_input(run);
	if (revents & (POLLHUP | POLLERR)) {
		/* Nothing will ever come from it again. */
		loop_unwatch(loop, fd);
		hang_up(run, SIGHUP);
	}
}

static void on_signal(void *data, int number)
{
	struct run *run = data;
	struct event interrupt = { .type = EVENT_KEY, .key = "<C-c>" };

	if (number == SIGCHLD) {
		jobs_reap(run->jobs);
		return;
	}
	if (run->quit)
		return;
	switch (number) {
	case SIGWINCH:
		run_resized(run);
		return;
	case SIGTSTP:
		suspend(run, false);
		drain(run);
		return;
	case SIGCONT:
		/* After a SIGSTOP that nobody saw coming: a shell may have used the terminal since. */
		resume(run);
		drain(run);
		return;
	case SIGINT:
		if (run->headless)
			hang_up(run, number);
		else
			dispatch(run, &interrupt);
		return;
	default:
		hang_up(run, number);
	}
}

static void on_job_line(void *data, int id, int stream, const char *text)
{
	struct event event = { .type = EVENT_JOB_LINE, .job = id, .status = stream, .text = text };

	dispatch(data, &event);
}

static void on_job_end(void *data, int id, int status)
{
	struct event event = { .type = EVENT_JOB_END, .job = id, .status = status };

	dispatch(data, &event);
}

/* The first frame is on the screen before the effects of the start, such as reading a project, take their time. */
static void start(struct run *run)
{
	struct event event = { .type = EVENT_START };
	struct effects effects = { 0 };

	run->term->ops->size(run->term, &event.rows, &event.cols);
	update(run, event, &effects);
	run_show(run);
	carry_out(run, &effects);
	run->stale = true;
	drain(run);
	run_input(run);
}

static bool run_headless(struct run *run, const struct run_options *options, struct err *err)
{
	struct str script = STR_INIT;
	bool ok = file_read(options->script, SCRIPT_MAX_BYTES, &script, err);

	if (ok) {
		start(run);
		ok = script_run(run, options->script, str_text(&script), err);
	}
	if (ok && options->dump)
		ok = run_write_screen(run, options->dump, true, err);
	str_release(&script);
	return ok;
}

static void run_terminal(struct run *run)
{
	start(run);
	loop_watch(run->loop, run->term->fd, POLLIN, on_terminal, run);
	while (!run->quit && loop_step(run->loop, -1))
		run_show(run);
	loop_unwatch(run->loop, run->term->fd);
}

static struct terminal *open_screen(const struct run_options *options, struct err *err)
{
	struct terminal *term;

	if (!options->script)
		return terminal_curses_open(err);
	term = terminal_headless_new(options->rows ? options->rows : DEFAULT_ROWS,
				     options->cols ? options->cols : DEFAULT_COLS);
	term->ascii = options->ascii;
	return term;
}

int ui_run(const struct program *program, const struct run_options *options)
{
	/* The first four are for a script too. */
	static const int numbers[] = { SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT };
	struct job_events events = { .line = on_job_line, .end = on_job_end };
	struct run run = { .program = program, .headless = options->script, .shown = { .cursor_row = -1 } };
	struct err err = { 0 };
	bool ok = false;

	run.loop = loop_new(NULL);
	events.data = &run;
	run.jobs = jobs_new(run.loop, &events);
	/* Before the terminal is opened: curses would catch some of them itself. */
	run.signals =
		signals_new(run.loop, numbers, options->script ? 4 : COUNT(numbers), on_signal, &run, &err);
	if (run.signals)
		run.term = open_screen(options, &err);
	if (run.term && options->script) {
		ok = run_headless(&run, options, &err);
	} else if (run.term) {
		run_terminal(&run);
		ok = true;
	}
	run.quit = true;
	/* The terminal first: jobs may take their time to end. */
	if (run.term)
		run.term->ops->close(run.term);
	jobs_free(run.jobs);
	signals_free(run.signals);
	loop_free(run.loop);
	grid_release(&run.shown);
	free(run.queue);
	if (!ok)
		fprintf(stderr, "keyplane: %s\n", err.text);
	return ok ? run.status : 1;
}
