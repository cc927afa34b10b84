/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app_private.h"
#include "base/mem.h"

/* The keys of a command in the view that help was asked in, and then every command that has none there. */
static void keys_of(const struct app *app, const struct command *command, char *out, size_t size)
{
	size_t len = strlen(command->name), at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < binding_count() && at + 8 < size; i++) {
		const struct binding *binding = binding_at(i);

		if (!(binding->in & IN(app->help_for)) || strncmp(binding->command, command->name, len) ||
		    (binding->command[len] && binding->command[len] != ' '))
			continue;
		if (binding->command[len] && at)
			continue; /* layer-go 0 to 9: one of them says it */
		at += (size_t)snprintf(out + at, size - at, "%s%s", at ? " " : "", binding->keys);
	}
}

static bool matches(const struct app *app, const struct command *command)
{
	const char *query = app->help.query.text;
	char keys[96];

	keys_of(app, command, keys, sizeof(keys));
	return strcasestr(command->name, query) || strcasestr(command->help, query) || strstr(keys, query);
}

void view_help_query(struct app *app)
{
	if (!app->help_rows)
		app->help_rows = mem_new(command_count(), sizeof(*app->help_rows));
	app->help_count = 0;
	for (int bound = 1; bound >= 0; bound--) {
		for (size_t i = 0; i < command_count(); i++) {
			char keys[96];

			keys_of(app, command_at(i), keys, sizeof(keys));
			if (!!keys[0] == bound && matches(app, command_at(i)))
				app->help_rows[app->help_count++] = i;
		}
	}
	app->help.selected = 0;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;
	const struct command *command = command_at(app->help_rows[index]);
	char keys[96];

	keys_of(app, command, keys, sizeof(keys));
	snprintf(out->left, sizeof(out->left), "%.40s", keys);
	snprintf(out->right, sizeof(out->right), "%-24s %s", command->name, command->help);
}

void view_help_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct chooser_list list = { app, app->help_count, row, 16, "no command matches" };
	struct rect whole = { area.row, area.col, area.rows + 2, area.cols };

	grid_fill(grid, whole, STYLE_TEXT, " ");
	chooser_draw(&app->help, &list, "help › ", grid, whole);
}

bool view_help_key(struct app *app, const char *key, struct effects *effects)
{
	bool requery;

	(void)effects;
	if (!chooser_key(&app->help, key, app->help_count, true, &requery))
		return false;
	if (requery)
		view_help_query(app);
	return true;
}

/* Runs the command, or starts to type it where it wants to know more. */
bool view_help_take(struct app *app, MAYBE_UNUSED struct effects *effects, MAYBE_UNUSED struct err *err)
{
	const struct command *command;
	char text[64];

	if (app->help.selected >= app->help_count)
		return true;
	command = command_at(app->help_rows[app->help.selected]);
	app_pop(app);
	if (!command->args[0] || command->args[0] == '[')
		return command_run(app, command->name, effects);
	snprintf(text, sizeof(text), "%s ", command->name);
	app_prompt(app, ':', text);
	return true;
}

COMMAND(help)
{
	if (app_top(app) == VIEW_HELP)
		return true;
	app->help_for = app_top(app);
	line_set(&app->help.query, "");
	view_help_query(app);
	app_push(app, VIEW_HELP);
	return true;
}
