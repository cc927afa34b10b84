/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "app_private.h"
#include "base/mem.h"
#include "project/cache.h"
#include "project/names.h"

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

/* Near names among all that could be opened. */
static void suggest(const struct app *app, const char *name, struct str *out)
{
	const struct names *seen[] = { &app->keyboards.fetched, &app->keyboards.tree };
	struct names all = { 0 };

	for (size_t i = 0; i < project_builtin_count(); i++)
		names_add(&all, project_builtin_name(i));
	for (size_t i = 0; i < COUNT(seen); i++)
		for (size_t j = 0; j < seen[i]->count; j++)
			names_add(&all, seen[i]->name[j]);
	names_sort(&all);
	names_suggest(&all, name, out);
	names_release(&all);
}

bool app_offer_fetch(struct app *app, const struct err *why)
{
	struct str near = STR_INIT;

	if (why->code != ERR_NOT_FOUND || !cache_may_fetch(app->to_open) || app->work.job)
		return false;
	suggest(app, app->to_open, &near);
	app_ask(app, "yn", answer_fetch, "There is no %.60s here%s. Fetch it from %.60s?", app->to_open,
		str_text(&near), cache_base(NULL));
	str_release(&near);
	return true;
}

COMMAND(fetch)
{
	if (app->work.job)
		return err_set(err, ERR_USAGE, "something is being built, flashed or fetched already");
	app_fetch(app, args, effects);
	return true;
}
