/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "../../src/ui/work.h"
#include "tap.h"

static struct problems problems;

static void say(struct work *work, const char *line)
{
	work_line(work, line, &problems);
}

static void test_all_steps(struct work *work)
{
	work_begin(work, 1u << WORK_BUILD | 1u << WORK_FLASH);
	ok(work_next(work) == WORK_BUILD && !work_is_over(work), "the first step that was asked for is next");
	work_set(work, WORK_BUILD, WORK_RUNNING);
	say(work, "{\"event\":\"progress\",\"step\":\"compile\",\"done\":3,\"total\":12,\"unit\":\"files\"}");
	ok(work->done == 3 && work->total == 12 && !strcmp(work->step, "compile"), "progress is taken");
	say(work, "{\"event\":\"diagnostic\",\"severity\":\"error\",\"code\":\"cc\",\"file\":\"keymap.c\","
		  "\"line\":12,"
		  "\"column\":3,\"layer\":0,\"key\":12,\"text\":\"undeclared\"}");
	ok(problems.count == 1 && problems.item[0].place.key == 12 &&
		   problems.item[0].severity == SEVERITY_ERROR,
	   "a diagnostic becomes a problem with its key");
	say(work,
	    "{\"event\":\"diagnostic\",\"severity\":\"error\",\"code\":\"cc\",\"layer\":0,\"encoder\":1,"
	    "\"text\":\"undeclared\"}");
	ok(problems.count == 2 && problems.item[1].place.key == -1 && problems.item[1].place.encoder == 1,
	   "and one of an encoder with that");
	say(work,
	    "{\"event\":\"diagnostic\",\"severity\":\"error\",\"code\":\"cc\",\"layer\":0,\"encoder\":2,"
	    "\"text\":\"undeclared\"}");
	ok(problems.count == 3, "which another encoder's is not taken for");
	say(work, "{\"event\":\"result\",\"name\":\"image\",\"value\":\"/tmp/a.bin\"}");
	work_job_end(work, 0);
	ok(work->state[WORK_BUILD] == WORK_DONE && !strcmp(work->image, "/tmp/a.bin"), "the image is known");
	ok(work_next(work) == WORK_FLASH, "flashing is next");
	work_set(work, WORK_FLASH, WORK_RUNNING);
	say(work, "{\"event\":\"wait\",\"text\":\"press reset\"}");
	ok(!strcmp(work->wait, "press reset"), "what the user must do is shown");
	say(work, "{\"event\":\"progress\",\"step\":\"write\",\"done\":1,\"total\":2,\"unit\":\"bytes\"}");
	ok(!work->wait[0], "until it goes on");
	work_job_end(work, 0);
	ok(work_is_over(work), "and then it is over");
}

static void test_failures(struct work *work)
{
	work_begin(work, 1u << WORK_BUILD | 1u << WORK_FLASH);
	work_set(work, WORK_BUILD, WORK_RUNNING);
	say(work, "{\"event\":\"end\",\"ok\":false,\"code\":\"io\",\"text\":\"no space\"}");
	work_job_end(work, 1);
	ok(work->state[WORK_BUILD] == WORK_FAILED && !strcmp(work->error, "no space"),
	   "a failure keeps its reason");
	ok(work_next(work) == WORK_STEPS && work_is_over(work), "and nothing follows it");
	work_begin(work, 1u << WORK_FLASH);
	work_set(work, WORK_FLASH, WORK_RUNNING);
	work_job_end(work, 139);
	ok(work->state[WORK_FLASH] == WORK_FAILED && strstr(work->error, "139"), "a crash is no success: %s",
	   work->error);
	work_begin(work, 1u << WORK_FLASH);
	work_set(work, WORK_FLASH, WORK_RUNNING);
	work_job_end(work, 130);
	ok(work->state[WORK_FLASH] == WORK_CANCELLED, "cancelled is not failed");
}

static void test_hostile_lines(struct work *work)
{
	struct grid grid;

	work_begin(work, 1u << WORK_BUILD);
	work_set(work, WORK_BUILD, WORK_RUNNING);
	say(work, "\x1b[2Jplain text of a tool");
	ok(work->logged == 1 && !strchr(work->log[0], '\x1b'), "what is no report is logged, escaped: %s",
	   work->log[0]);
	say(work, "{\"event\":\"progress\",\"step\":\"x\",\"done\":99,\"total\":3,\"unit\":\"u\"}");
	grid_init(&grid, 20, 60);
	work_draw(work, true, &grid, grid_rect(&grid));
	ok(!strcmp(grid.cell[3 * 60 + 58].text, "█") || !strcmp(grid.cell[2 * 60 + 58].text, "█"),
	   "more done than there is fills the bar and no more");
	for (int i = 0; i < WORK_LOG_LINES + 10; i++)
		work_log(work, "line");
	work_draw(work, true, &grid, grid_rect(&grid));
	ok(work->logged == WORK_LOG_LINES + 11, "the log is a ring");
	grid_release(&grid);
	grid_init(&grid, 20, 60);
	work_draw(work, true, &grid, (struct rect){ 0, 0, 1, 4 });
	ok(!strcmp(grid.cell[5].text, " "), "a tiny area is not drawn over");
	grid_release(&grid);
}

int main(void)
{
	static struct work work;

	test_all_steps(&work);
	test_failures(&work);
	test_hostile_lines(&work);
	work_release(&work);
	problems_release(&problems);
	return tap_done();
}
