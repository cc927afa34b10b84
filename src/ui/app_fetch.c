/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "app_private.h"
#include "base/mem.h"
#include "project/cache.h"

void app_fetch(struct app *app, const char *name, struct effects *effects)
{
	mem_set_text(&app->to_fetch, name);
	app_work_start(app, 1u << WORK_FETCH, NULL, effects);
}

void app_fetched(struct app *app, struct effects *effects)
{
	if (app_top(app) == VIEW_WORK)
		app_pop(app);
	app->keyboards.complete = false; /* there is one more to list */
	app_open(app, app->to_fetch, effects);
}

static void answer_fetch(struct app *app, char key, struct effects *effects)
{
	if (key == 'y')
		app_fetch(app, app->to_open, effects);
	else
		app_say(app, STYLE_TEXT, "not fetched");
}

bool app_offer_fetch(struct app *app, const struct err *why)
{
	if (why->code != ERR_NOT_FOUND || !cache_may_fetch(app->to_open) || app->work.job)
		return false;
	app_ask(app, "yn", answer_fetch, "There is no %.60s here. Fetch it from %.60s?", app->to_open,
		cache_base(NULL));
	return true;
}

COMMAND(fetch)
{
	if (app->work.job)
		return err_set(err, ERR_USAGE, "something is being built, flashed or fetched already");
	app_fetch(app, args, effects);
	return true;
}
