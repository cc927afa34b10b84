/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "complete.h"
#include "model/keycode.h"

/* Count @name as a completion when it starts with @word; the one whose turn it is goes to @out. */
static void offer(const char *name, const char *word, size_t *count, size_t index, char *out, size_t size)
{
	if (strncasecmp(name, word, strlen(word)))
		return;
	if ((*count)++ == index)
		snprintf(out, size, "%s", name);
}

size_t complete_keycode(const struct app *app, const char *word, size_t index, char *out, size_t size)
{
	size_t count = 0;

	(void)app;
	for (uint16_t code = 0; code < keycode_count(); code++)
		offer(keycode_short_name(code), word, &count, index, out, size);
	return count;
}

size_t complete_keyboard(const struct app *app, const char *word, size_t index, char *out, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < app->recents; i++)
		offer(app->recent[i], word, &count, index, out, size);
	for (size_t i = 0; i < project_builtin_count(); i++)
		offer(project_builtin_name(i), word, &count, index, out, size);
	for (size_t i = 0; i < app->keyboards.fetched.count; i++)
		offer(app->keyboards.fetched.name[i], word, &count, index, out, size);
	for (size_t i = 0; i < app->keyboards.tree.count; i++)
		offer(app->keyboards.tree.name[i], word, &count, index, out, size);
	return count;
}

size_t complete_kind(const struct app *app, const char *word, size_t index, char *out, size_t size)
{
	size_t count = 0;

	(void)app;
	for (size_t i = 0; i < BEHAVIOR_SECTIONS; i++)
		offer(behaviors_term(behaviors_section_at(i)), word, &count, index, out, size);
	return count;
}

size_t complete_field(const struct app *app, const char *word, size_t index, char *out, size_t size)
{
	size_t count = 0;

	if (app_is_open(app, VIEW_BEHAVIOR)) {
		for (size_t i = 0; i < app->behavior.rows; i++)
			if (app->behavior.row[i].what == ROW_VALUE)
				offer(app->behavior.row[i].subject.field.name, word, &count, index, out,
				      size);
		return count;
	}
	for (size_t i = 0; i < setting_field_count(); i++)
		offer(setting_field_at(i)->name, word, &count, index, out, size);
	return count;
}

size_t complete_choice(const struct app *app, const char *word, size_t index, char *out, size_t size)
{
	const struct via_menus *all = &app->live.board.menus;
	const struct via_control *control =
		app->menus.control < all->controls ? &all->control[app->menus.control] : NULL;
	size_t count = 0;

	for (size_t i = 0; control && i < control->choices; i++)
		offer(control->choice[i].name, word, &count, index, out, size);
	return count;
}

size_t complete_option(const struct app *app, const char *word, size_t index, char *out, size_t size)
{
	size_t count = 0;

	(void)app;
	for (size_t i = 0; option_name(i); i++)
		offer(option_name(i), word, &count, index, out, size);
	return count;
}

static size_t complete_command(const char *word, size_t index, char *out, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < command_count(); i++)
		offer(command_at(i)->name, word, &count, index, out, size);
	return count;
}

void complete_next(struct app *app)
{
	char text[LINE_MAX_BYTES + 1], out[LINE_MAX_BYTES + 1] = "", *word;
	const struct command *command;
	size_t count;

	/* What was typed is completed, not what the last <Tab> made of it. */
	if (strcmp(app->completed, app->prompt.text)) {
		app->completion = 0;
		snprintf(app->completing, sizeof(app->completing), "%s", app->prompt.text);
	}
	snprintf(text, sizeof(text), "%s", app->completing);
	word = text + strlen(text);
	while (word > text && !strchr(" (,", word[-1]))
		word--;
	command = command_resolve(text);
	if (word == text)
		count = complete_command(word, app->completion, out, sizeof(out));
	else if (command && command->complete)
		count = command->complete(app, word, app->completion, out, sizeof(out));
	else
		count = 0;
	if (!count) {
		app_say(app, STYLE_DIM, "no completion");
		return;
	}
	app->completion = (app->completion + 1) % count;
	*word = '\0';
	line_set(&app->prompt, text);
	line_insert(&app->prompt, out, strlen(out));
	snprintf(app->completed, sizeof(app->completed), "%s", app->prompt.text);
}
