/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/file.h"
#include "base/mem.h"
#include "ui/board.h"

enum { COUNT_MAX = 9999 };

static struct line *prompt_line(struct app *app)
{
	return &app->prompt;
}

static struct line *picker_line(struct app *app)
{
	return &app->picker.query;
}

static struct line *help_line(struct app *app)
{
	return &app->help.query;
}

static struct line *find_line(struct app *app)
{
	return &app->find.query;
}

static struct line *filter_line(struct app *app)
{
	return &app->form.filter;
}

static struct line *value_line(struct app *app)
{
	return &app->form.value.query;
}

static struct line *behaviors_filter_line(struct app *app)
{
	return &app->behaviors.filter;
}

static struct line *behavior_value_line(struct app *app)
{
	return &app->behavior.value.query;
}

static struct line *menu_value_line(struct app *app)
{
	return &app->menus.value.query;
}

static const struct view_ops views[] = {
	[VIEW_START] = { .name = "start",
			 .draw = view_start_draw,
			 .key = view_start_key,
			 .take = view_start_take },
	[VIEW_FIND] = { .name = "find",
			.draw = view_find_draw,
			.key = view_find_key,
			.take = view_start_take,
			.line = find_line,
			.query = view_find_query },
	[VIEW_BOARD] = { .name = "board", .draw = view_board_draw },
	[VIEW_TYPE] = { .name = "type", .draw = view_board_draw, .key = view_type_key },
	[VIEW_PICKER] = { .name = "picker",
			  .overlay = true,
			  .draw = view_picker_draw,
			  .key = view_picker_key,
			  .take = view_picker_take,
			  .line = picker_line,
			  .query = view_picker_query },
	[VIEW_HELP] = { .name = "help",
			.draw = view_help_draw,
			.key = view_help_key,
			.take = view_help_take,
			.line = help_line,
			.query = view_help_query },
	[VIEW_PROBLEMS] = { .name = "problems",
			    .overlay = true,
			    .draw = view_problems_draw,
			    .key = view_problems_key,
			    .take = view_problems_take },
	[VIEW_DEVICES] = { .name = "devices",
			   .overlay = true,
			   .draw = view_devices_draw,
			   .key = view_devices_key,
			   .take = view_devices_take },
	[VIEW_UNLOCK] = { .name = "unlock",
			  .draw = view_unlock_draw,
			  .title = view_unlock_title,
			  .close = view_unlock_close },
	[VIEW_LAYOUT_OPTIONS] = { .name = "layout-options",
				  .overlay = true,
				  .draw = view_layout_options_draw,
				  .key = view_layout_options_key,
				  .take = view_layout_options_take },
	[VIEW_MENUS] = { .name = "menus",
			 .draw = view_menus_draw,
			 .key = view_menus_key,
			 .take = view_menus_take,
			 .title = view_menus_title },
	[VIEW_MENU_VALUE] = { .name = "menu-value",
			      .overlay = true,
			      .draw = view_menu_value_draw,
			      .key = view_menu_value_key,
			      .take = view_menu_value_take,
			      .line = menu_value_line,
			      .query = view_menu_value_query },
	[VIEW_MATRIX] = { .name = "matrix",
			  .draw = view_matrix_draw,
			  .key = view_matrix_key,
			  .title = view_matrix_title,
			  .close = view_matrix_close },
	[VIEW_PRESS] = { .name = "press", .draw = view_board_draw, .key = view_press_key },
	[VIEW_THREE_WAY] = { .name = "three-way",
			     .draw = view_three_way_draw,
			     .key = view_three_way_key,
			     .title = view_three_way_title },
	[VIEW_WORK] = { .name = "work", .draw = view_work_draw },
	[VIEW_CONFIG] = { .name = "config",
			  .draw = view_config_draw,
			  .key = view_config_key,
			  .take = view_config_take,
			  .title = view_config_title,
			  .close = view_config_close },
	[VIEW_CONFIG_FILTER] = { .name = "config-filter",
				 .overlay = true,
				 .key = view_config_filter_key,
				 .take = view_config_filter_take,
				 .line = filter_line,
				 .query = view_config_filter_query,
				 .close = view_config_filter_close },
	[VIEW_CONFIG_LIST] = { .name = "config-list",
			       .overlay = true,
			       .draw = view_config_list_draw,
			       .key = view_config_list_key,
			       .take = view_config_list_take },
	[VIEW_CONFIG_VALUE] = { .name = "config-value",
				.overlay = true,
				.draw = view_config_value_draw,
				.key = view_config_value_key,
				.take = view_config_value_take,
				.line = value_line,
				.query = view_config_value_query },
	[VIEW_CONFIG_SAVE] = { .name = "config-save",
			       .overlay = true,
			       .draw = view_config_save_draw,
			       .key = view_config_save_key,
			       .take = view_config_save_take,
			       .close = view_config_save_close },
	[VIEW_BEHAVIORS] = { .name = "behaviors",
			     .draw = view_behaviors_draw,
			     .key = view_behaviors_key,
			     .take = view_behaviors_take,
			     .title = view_behaviors_title },
	[VIEW_BEHAVIORS_FILTER] = { .name = "behaviors-filter",
				    .overlay = true,
				    .key = view_behaviors_filter_key,
				    .take = view_behaviors_filter_take,
				    .line = behaviors_filter_line,
				    .query = view_behaviors_filter_query,
				    .close = view_behaviors_filter_close },
	[VIEW_BEHAVIOR] = { .name = "behavior",
			    .draw = view_behavior_draw,
			    .key = view_behavior_key,
			    .take = view_behavior_take,
			    .title = view_behavior_title,
			    .close = view_behavior_close },
	[VIEW_BEHAVIOR_VALUE] = { .name = "behavior-value",
				  .overlay = true,
				  .draw = view_behavior_value_draw,
				  .key = view_behavior_value_key,
				  .take = view_behavior_value_take,
				  .line = behavior_value_line,
				  .query = view_behavior_value_query },
	[VIEW_BEHAVIOR_PARTS] = { .name = "behavior-parts",
				  .overlay = true,
				  .draw = view_behavior_parts_draw,
				  .key = view_behavior_parts_key,
				  .take = view_behavior_parts_take },
	[VIEW_BEHAVIOR_SWITCHES] = { .name = "behavior-switches",
				     .overlay = true,
				     .draw = view_behavior_switches_draw,
				     .key = view_behavior_switches_key,
				     .take = view_behavior_switches_take },
	[VIEW_RECORD] = { .name = "record", .overlay = true, .key = view_record_key },
	[VIEW_KEYS] = { .name = "keys",
			.draw = view_keys_draw,
			.take = view_keys_take,
			.title = view_keys_title,
			.close = view_keys_close },
	[VIEW_PROMPT] = { .name = "prompt", .overlay = true, .key = view_prompt_key, .line = prompt_line },
	[VIEW_QUESTION] = { .name = "question", .overlay = true, .key = view_question_key },
};
_Static_assert(COUNT(views) == VIEW_COUNT, "a row for each view");

const struct view_ops *view_ops(enum view view)
{
	return &views[view];
}

enum view app_top(const struct app *app)
{
	return app->stack[app->depth - 1];
}

bool app_is_open(const struct app *app, enum view view)
{
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i] == view)
			return true;
	return false;
}

void app_push(struct app *app, enum view view)
{
	/* A view that is open already comes to the top: the stack stays short. */
	for (int i = 0; i < app->depth; i++) {
		if (app->stack[i] != view)
			continue;
		memmove(&app->stack[i], &app->stack[i + 1],
			(size_t)(app->depth - i - 1) * sizeof(app->stack[0]));
		app->depth--;
		break;
	}
	assert(app->depth < VIEW_STACK_MAX);
	app->stack[app->depth++] = view;
	app->pending[0] = '\0';
}

void app_pop(struct app *app)
{
	if (app->depth > 1)
		app->depth--;
}

void app_say(struct app *app, enum style style, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(app->message, sizeof(app->message), fmt, ap);
	va_end(ap);
	app->message_style = style;
}

void app_ask(struct app *app, const char *keys,
	     void (*answer)(struct app *app, char key, struct effects *effects), const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(app->question.text, sizeof(app->question.text), fmt, ap);
	va_end(ap);
	app->question.keys = keys;
	app->question.answer = answer;
	app_push(app, VIEW_QUESTION);
}

char *app_path(const struct app *app, const char *text)
{
	if (strncmp(text, "~/", 2) || !app->options.home)
		return mem_copy_text(text);
	return file_join(app->options.home, text + 2);
}

void app_prompt(struct app *app, char kind, const char *text)
{
	app->prompt_kind = kind;
	line_set(&app->prompt, text);
	app->completed[0] = '\0';
	app_push(app, VIEW_PROMPT);
}

struct app *app_new(const struct app_options *options)
{
	struct app *app = mem_new(1, sizeof(*app));

	app->options = *options;
	app->device = mem_copy_text(options->device);
	app->qmk_home = mem_copy_text(options->qmk_home);
	app->definitions = mem_copy_text(options->definitions);
	app->rows = 24;
	app->cols = 80;
	app->pitch = BOARD_PITCH_AUTO;
	app->marked.key = -1;
	app->hotplug = options->hotplug;
	live_link_init(&app->live);
	app->stack[app->depth++] = VIEW_START;
	if (options->project)
		app_take_project(app, options->project);
	return app;
}

void app_free(struct app *app)
{
	if (!app)
		return;
	form_close(&app->form);
	behaviors_release(&app->behaviors);
	behavior_form_release(&app->behavior);
	menus_release(&app->menus);
	app_release_project(app);
	for (size_t i = 0; i < app->recents; i++)
		free(app->recent[i]);
	free(app->recent);
	keymap_unref(app->built);
	free(app->device);
	free(app->qmk_home);
	free(app->listed_home);
	free(app->found);
	free(app->hits);
	free(app->help_rows);
	free(app->to_open);
	free(app->to_fetch);
	live_source_release(&app->to_live);
	free(app->definitions);
	live_link_release(&app->live);
	free(app->to_save);
	free(app->to_compile);
	free(app->to_compare);
	comparison_release(&app->comparison);
	devices_seen_release(&app->devices);
	keyboards_seen_release(&app->keyboards);
	preview_release(&app->preview);
	tree_close(app->tree);
	problems_release(&app->problems);
	problems_release(&app->form_problems);
	work_release(&app->work);
	free(app);
}

/* A digit of a count: 0 only when it is not the first, because 0 alone is a key like another. */
static bool take_digit(struct app *app, const char *key)
{
	bool counts = IN(app_top(app)) & (IN(VIEW_BOARD) | IN(VIEW_MENUS));

	if (!counts || app->pending[0] || !isdigit((unsigned char)key[0]) || key[1])
		return false;
	if (key[0] == '0' && !app->count)
		return false;
	app->count = app->count * 10 + (key[0] - '0');
	if (app->count > COUNT_MAX)
		app->count = COUNT_MAX;
	return true;
}

static bool take_binding(struct app *app, const char *key, struct effects *effects)
{
	char keys[sizeof(app->pending)];
	const struct binding *binding;
	bool more;

	snprintf(keys, sizeof(keys), "%.30s%s%.30s", app->pending, app->pending[0] ? " " : "", key);
	binding = binding_find(app_top(app), keys, &more);
	if (more) {
		memcpy(app->pending, keys, sizeof(keys));
		return true;
	}
	if (!binding && app->pending[0])
		app_say(app, STYLE_WARNING, "%s is not bound", keys);
	if (!binding && !app->pending[0])
		return false;
	app->pending[0] = '\0';
	if (binding)
		command_run(app, binding->command, effects);
	return true;
}

static void on_key(struct app *app, const char *key, struct effects *effects)
{
	const struct view_ops *ops = view_ops(app_top(app));

	if (app_top(app) != VIEW_QUESTION)
		app->message[0] = '\0';
	/* Where text or an answer is awaited, the terminal's interrupt is the key that gives up. */
	if (!strcmp(key, "<C-c>") && (app_top(app) == VIEW_PROMPT || app_top(app) == VIEW_QUESTION))
		key = "<Esc>";
	if (!strcmp(key, "<C-c>") || (!strcmp(key, "<Esc>") && (app->pending[0] || app->count))) {
		bool busy = app->pending[0] || app->count;

		app->pending[0] = '\0';
		app->count = 0;
		if (app_top(app) == VIEW_WORK && !busy)
			app_work_cancel(app, effects);
		else if (app->depth > 1 && !busy)
			command_run(app, "cancel", effects);
		else if (!busy)
			app_say(app, STYLE_TEXT, "q leaves keyplane");
		return;
	}
	if (take_digit(app, key))
		return;
	if (!take_binding(app, key, effects) && !(ops->key && ops->key(app, key, effects)) &&
	    !app->message[0] && strcmp(key, "<Esc>"))
		app_say(app, STYLE_DIM, "%s is not bound here; ? lists what is", key);
	if (!app->pending[0])
		app->count = 0;
}

/* Pasted text goes where text is typed, never through the bindings. */
static void on_paste(struct app *app, const char *text)
{
	const struct view_ops *ops = view_ops(app_top(app));

	if (!ops->line) {
		app_say(app, STYLE_WARNING,
			"pasted text is ignored here: press <CR> on a key, or :, and paste there");
		return;
	}
	line_insert(ops->line(app), text, strlen(text));
	if (ops->query)
		ops->query(app);
}

/*
 * The start screen, the list of devices and a flash that waits for a
 * bootloader show what is plugged in: a child watches for as long as one of
 * them is open, and always where a keyboard that arrives is offered.
 */
static void follow_devices(struct app *app, struct effects *effects)
{
	bool waits = app_top(app) == VIEW_WORK && app_work_waits(app);

	app_devices_watch(app,
			  app_shows_start(app) || app_is_open(app, VIEW_DEVICES) || waits || app->hotplug,
			  effects);
}

static void update(void *state, const struct event *event, struct effects *effects)
{
	struct app *app = state;

	switch (event->type) {
	case EVENT_START:
		app_start(app, effects);
		break;
	case EVENT_KEY:
		on_key(app, event->key, effects);
		break;
	case EVENT_PASTE:
		on_paste(app, event->text);
		break;
	case EVENT_RESIZE:
		app->rows = event->rows;
		app->cols = event->cols;
		if (app->project)
			app_place(app);
		preview_place(&app->preview, app_preview_rows(app->rows), app->cols);
		break;
	case EVENT_JOB_LINE:
	case EVENT_JOB_END:
		if (app->live.job && event->job == app->live.job)
			app_live_event(app, event, effects);
		else if (app->live_leaving && event->job == app->live_leaving)
			app_live_left(app, event, effects);
		else if (!app_keyboards_event(app, event))
			app_work_event(app, event, effects);
		break;
	case EVENT_TROUBLE:
		app_say(app, STYLE_WARNING, "%s", event->text);
		break;
	case EVENT_TIMER:
	case EVENT_RESUME:
	case EVENT_HANGUP: /* the journal is written at each edit: nothing is left to save */
		break;
	}
	if (app->project) {
		app_behaviors_follow(app);
		app_matrix_follow(app, effects);
		app_three_way_follow(app);
		app_follow(app);
	}
	if (event->type == EVENT_HANGUP)
		return;
	app_live_follow(app, effects);
	follow_devices(app, effects);
	app_keyboards_follow(app, effects);
}

struct program app_program(struct app *app)
{
	return (struct program){ app, update, frame_draw };
}

COMMAND(select)
{
	const struct view_ops *ops = view_ops(app_top(app));

	return !ops->take || ops->take(app, effects, err);
}

COMMAND(cancel)
{
	const struct view_ops *ops = view_ops(app_top(app));

	if (!ops->close || ops->close(app, effects))
		app_pop(app);
	return true;
}

COMMAND(prompt)
{
	app_prompt(app, ':', "");
	return true;
}

COMMAND(repaint)
{
	effects_add(effects, EFFECT_REDRAW, 0);
	return true;
}

COMMAND(screen_dump)
{
	char *path = app_path(app, args);
	const char *argv[] = { path, NULL };

	effects_add_argv(effects, EFFECT_DUMP, 0, argv);
	app_say(app, STYLE_OK, "the screen goes to %s", path);
	free(path);
	return true;
}

COMMAND(set)
{
	char name[64];
	size_t len = strcspn(args, " =");

	if (!args[0]) {
		option_show(app);
		return true;
	}
	snprintf(name, sizeof(name), "%.*s", (int)len, args);
	args += len;
	while (*args == ' ' || *args == '=')
		args++;
	if (!option_set(app, name, args, err))
		return false;
	option_show(app);
	return true;
}
