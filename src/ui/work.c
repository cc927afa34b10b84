/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "work.h"
#include "wrap.h"

static const char *const step_names[] = {
	[WORK_COMPILE] = "compile", [WORK_DEVICES] = "look for devices",
	[WORK_BUILD] = "build",     [WORK_FLASH] = "flash",
	[WORK_FETCH] = "fetch",
};
_Static_assert(COUNT(step_names) == WORK_STEPS, "a name for each step");

static const struct state_look {
	const char *glyph, *word;
	enum style style;
} looks[] = {
	[WORK_SKIPPED] = { " ", "", STYLE_DIM },
	[WORK_PENDING] = { "·", "", STYLE_DIM },
	[WORK_RUNNING] = { "▸", "", STYLE_TEXT },
	[WORK_DONE] = { "✓", "done", STYLE_OK },
	[WORK_FAILED] = { "✗", "failed", STYLE_ERROR },
	[WORK_CANCELLED] = { "■", "cancelled", STYLE_WARNING },
};

static void clear_log(struct work *work)
{
	for (size_t i = 0; i < WORK_LOG_LINES; i++) {
		free(work->log[i]);
		work->log[i] = NULL;
	}
	work->logged = 0;
}

void work_release(struct work *work)
{
	clear_log(work);
}

void work_begin(struct work *work, unsigned mask)
{
	clear_log(work);
	work->started = true;
	for (int i = 0; i < WORK_STEPS; i++)
		work->state[i] = mask >> i & 1 ? WORK_PENDING : WORK_SKIPPED;
	work->job = 0;
	work->done = work->total = 0;
	work->step[0] = work->unit[0] = work->wait[0] = work->note[0] = work->error[0] = '\0';
}

enum work_step work_next(const struct work *work)
{
	for (int i = 0; i < WORK_STEPS; i++) {
		if (work->state[i] == WORK_FAILED || work->state[i] == WORK_CANCELLED)
			return WORK_STEPS;
		if (work->state[i] == WORK_PENDING)
			return (enum work_step)i;
	}
	return WORK_STEPS;
}

enum work_step work_running(const struct work *work)
{
	for (int i = 0; i < WORK_STEPS; i++)
		if (work->state[i] == WORK_RUNNING)
			return (enum work_step)i;
	return WORK_STEPS;
}

bool work_is_over(const struct work *work)
{
	return work_running(work) == WORK_STEPS && work_next(work) == WORK_STEPS;
}

void work_set(struct work *work, enum work_step step, enum work_state state)
{
	work->state[step] = state;
	work->done = work->total = 0;
	work->step[0] = work->wait[0] = '\0';
}

void work_fail(struct work *work, enum work_step step, const char *text)
{
	work_set(work, step, WORK_FAILED);
	snprintf(work->error, sizeof(work->error), "%s", text);
}

void work_log(struct work *work, const char *text)
{
	char line[512];
	char **slot = &work->log[work->logged++ % WORK_LOG_LINES];

	utf8_escape(line, sizeof(line), text, strlen(text));
	mem_set_text(slot, line);
}

static void on_progress(struct work *work, const struct report_event *event)
{
	snprintf(work->step, sizeof(work->step), "%s", event->name);
	snprintf(work->unit, sizeof(work->unit), "%s", event->unit);
	work->done = event->done;
	work->total = event->total;
	work->wait[0] = '\0';
}

void work_line(struct work *work, const char *line, struct problems *problems)
{
	struct report_event event;
	struct err err = { 0 };

	if (!report_parse(line, &event, &err)) {
		work_log(work, line);
		return;
	}
	switch (event.type) {
	case REPORT_EVENT_PROGRESS:
		on_progress(work, &event);
		break;
	case REPORT_EVENT_LOG:
		work_log(work, event.text);
		break;
	case REPORT_EVENT_WAIT:
		snprintf(work->wait, sizeof(work->wait), "%.239s", event.text);
		break;
	case REPORT_EVENT_DIAGNOSTIC:
		problems_add_event(problems, &event);
		break;
	case REPORT_EVENT_RESULT:
		if (!strcmp(event.name, "image"))
			snprintf(work->image, sizeof(work->image), "%.1023s", event.text);
		else
			snprintf(work->note, sizeof(work->note), "%s: %.200s", event.name, event.text);
		break;
	case REPORT_EVENT_END:
		if (!event.ok)
			snprintf(work->error, sizeof(work->error), "%s", event.text);
		break;
	}
}

void work_job_end(struct work *work, int status)
{
	enum work_step step = work_running(work);

	work->job = 0;
	if (step == WORK_STEPS)
		return;
	if (status == 130 || status == 128 + 15) {
		work_set(work, step, WORK_CANCELLED);
	} else if (status) {
		if (!work->error[0])
			snprintf(work->error, sizeof(work->error),
				 "%s ended with status %d and gave no reason", step_names[step], status);
		work_set(work, step, WORK_FAILED);
	} else {
		work_set(work, step, WORK_DONE);
	}
}

static void draw_bar(const struct work *work, struct grid *grid, struct rect line)
{
	grid_bar(grid, line, work->total ? (int)(work->done * (uint64_t)line.cols / work->total) : 0);
}

static int draw_steps(const struct work *work, struct grid *grid, struct rect area)
{
	int row = area.row;

	for (int i = 0; i < WORK_STEPS; i++) {
		const struct state_look *look = &looks[work->state[i]];
		char text[160];

		if (work->state[i] == WORK_SKIPPED)
			continue;
		grid_text(grid, area, row, area.col + 1, look->style, look->glyph);
		grid_text(grid, area, row, area.col + 3, look->style, step_names[i]);
		if (work->state[i] == WORK_RUNNING && work->step[0] && work->total)
			snprintf(text, sizeof(text), "%s  %" PRIu64 " of %" PRIu64 " %s  %d %%", work->step,
				 work->done, work->total, work->unit, (int)(work->done * 100 / work->total));
		else if (work->state[i] == WORK_RUNNING && work->step[0])
			snprintf(text, sizeof(text), "%s  %" PRIu64 " %s", work->step, work->done,
				 work->unit);
		else
			snprintf(text, sizeof(text), "%s", look->word);
		grid_text_cut(grid, area, row, area.col + 21, area.cols - 22, look->style, text);
		row++;
	}
	return row - area.row;
}

static void draw_log(const struct work *work, struct grid *grid, struct rect area)
{
	size_t kept = work->logged < WORK_LOG_LINES ? work->logged : WORK_LOG_LINES;
	size_t rows = area.rows > 0 ? (size_t)area.rows : 0, shown = kept < rows ? kept : rows;

	for (size_t i = 0; i < shown; i++)
		grid_text_cut(grid, area, area.row + (int)i, area.col + 1, area.cols - 2, STYLE_DIM,
			      work->log[(work->logged - shown + i) % WORK_LOG_LINES]);
}

int work_draw(const struct work *work, bool log, struct grid *grid, struct rect area)
{
	int row = area.row + draw_steps(work, grid, area) + 1;
	struct rect line = { row, area.col + 1, area.row + area.rows - row, area.cols - 2 };

	if (work_running(work) != WORK_STEPS && work->total) {
		draw_bar(work, grid, line);
		line.row += 2;
	}
	if (work->wait[0])
		line.row += wrap_draw(grid, line, STYLE_WARNING, work->wait) + 1;
	line.rows = area.row + area.rows - line.row;
	if (work->error[0] && work_is_over(work))
		line.row += wrap_draw(grid, line, STYLE_ERROR, work->error) + 1;
	if (work->note[0] && work_is_over(work))
		line.row += wrap_draw(grid, line, STYLE_OK, work->note) + 1;
	line.rows = area.row + area.rows - line.row;
	if (log)
		draw_log(work, grid, (struct rect){ line.row, area.col, line.rows, area.cols });
	return line.row;
}
