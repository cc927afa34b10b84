/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "app_private.h"
#include "complete.h"

static void run_prompt_text(struct app *app, struct effects *effects)
{
	char text[LINE_MAX_BYTES + 1];

	memcpy(text, app->prompt.text, sizeof(text));
	app_pop(app);
	if (app->prompt_kind == ':') {
		memcpy(app->last_command, text, sizeof(text));
		/* A file name was asked for so that something could follow; another command means that it need not. */
		if (command_resolve(text) != command_find("save", 4))
			app->after_save = NULL;
		command_run(app, text, effects);
	} else if (text[0]) {
		struct err err = { 0 };

		memcpy(app->search, text, sizeof(text));
		if (!run_search_next(app, "", effects, &err))
			app_say(app, STYLE_ERROR, "%s", err.text);
	} else {
		app->search[0] = '\0';
	}
}

bool view_prompt_key(struct app *app, const char *key, struct effects *effects)
{
	if (!strcmp(key, "<Esc>") || (!strcmp(key, "<BS>") && !app->prompt.len)) {
		app->after_save = NULL;
		app_pop(app);
		return true;
	}
	if (!strcmp(key, "<CR>")) {
		run_prompt_text(app, effects);
		return true;
	}
	if (app->prompt_kind == ':' && !strcmp(key, "<Tab>")) {
		complete_next(app);
		return true;
	}
	if (app->prompt_kind == ':' && !strcmp(key, "<Up>")) {
		line_set(&app->prompt, app->last_command);
		return true;
	}
	line_key(&app->prompt, key);
	return true;
}

bool view_question_key(struct app *app, const char *key, struct effects *effects)
{
	if (!strcmp(key, "<Esc>") || !strcmp(key, "q")) {
		app->after_save = NULL;
		app_pop(app);
		return true;
	}
	if (key[1] || !strchr(app->question.keys, key[0]))
		return true;
	app_pop(app);
	app->question.answer(app, key[0], effects);
	return true;
}
