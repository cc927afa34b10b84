/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/mem.h"
#include "model/keycode.h"

/* The panel over the board: the query, then what matches; the first row may be the typed text itself. */
static struct rect panel(struct rect area)
{
	int rows = area.rows > 14 ? 14 : area.rows;

	return (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
}

/*
 * What is typed may be more than a keycode: LT(1, KC_SPC), MO(2), a name of
 * the user's own. What we understand is offered before the keycodes that match;
 * a name that we do not know comes after them, since it may be half a word.
 */
enum typed { TYPED_NOTHING, TYPED_FIRST, TYPED_LAST };

static enum typed typed_expression(const struct app *app, struct action *action)
{
	const char *text = app->picker.query.text;
	struct err err;
	uint16_t code;

	if (!text[0] || keycode_find(text, strlen(text), &code) ||
	    !project_parse_action(app->project, app_map(app), text, action, &err))
		return TYPED_NOTHING;
	return action->kind == ACTION_RAW && !strchr(text, '(') ? TYPED_LAST : TYPED_FIRST;
}

static size_t offered(const struct app *app)
{
	struct action action;

	return app->founds + (typed_expression(app, &action) != TYPED_NOTHING);
}

/* Whether row @index is what was typed; otherwise @index becomes that of the keycode. */
static bool is_typed(const struct app *app, size_t *index, struct action *action)
{
	enum typed typed = typed_expression(app, action);

	if (typed == TYPED_FIRST && *index == 0)
		return true;
	*index -= typed == TYPED_FIRST;
	return *index == app->founds;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;
	const struct offer *offer;
	struct action action;
	struct str text = STR_INIT;

	if (is_typed(app, &index, &action)) {
		action_describe(action, &text);
		snprintf(out->left, sizeof(out->left), "%.90s", app->picker.query.text);
		snprintf(out->right, sizeof(out->right), "%.158s", str_text(&text));
		str_release(&text);
		return;
	}
	offer = &app->found[index];
	project_print_action(app->project, app_map(app), offer->action, &text);
	snprintf(out->left, sizeof(out->left), "%-20.60s %.20s", str_text(&text),
		 offer->keycode ? offer->keycode->legend : "");
	if (offer->keycode) {
		snprintf(out->right, sizeof(out->right), "%s  (%s)", offer->keycode->help,
			 offer->keycode->group);
	} else {
		str_clear(&text);
		action_describe(offer->action, &text);
		snprintf(out->right, sizeof(out->right), "%.158s", str_text(&text));
	}
	str_release(&text);
}

void view_picker_query(struct app *app)
{
	size_t max = project_offers_max(app->project, app_map(app));

	free(app->found);
	app->found = mem_new(max, sizeof(*app->found));
	app->founds = project_offers(app->project, app_map(app), app->picker.query.text, app->found, max);
	app->picker.selected = 0;
}

void view_picker_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct rect box = panel(area);
	struct chooser_list list = { app, offered(app), row, 28,
				     "no keycode matches; any expression may be typed" };

	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	grid_text(grid, box, box.row, box.col + 2, STYLE_TITLE, " keycode or expression ");
	chooser_draw(&app->picker, &list, "› ", grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 });
}

bool view_picker_key(struct app *app, const char *key, struct effects *effects)
{
	bool requery;

	(void)effects;
	if (!chooser_key(&app->picker, key, offered(app), true, &requery))
		return false;
	if (requery)
		view_picker_query(app);
	return true;
}

bool view_picker_take(struct app *app, MAYBE_UNUSED struct effects *effects, MAYBE_UNUSED struct err *err)
{
	size_t index = app->picker.selected;
	struct action action;

	if (index >= offered(app)) {
		/* Nothing is offered because it is no expression: say what is wrong with it. */
		if (!project_parse_action(app->project, app_map(app), app->picker.query.text, &action, err))
			return false;
		return err_set(err, ERR_NOT_FOUND, "nothing is selected");
	}
	if (!is_typed(app, &index, &action))
		action = app->found[index].action;
	app_pop(app);
	return app_assign(app, action, effects, err);
}

COMMAND(edit)
{
	line_set(&app->picker.query, "");
	view_picker_query(app);
	app_push(app, VIEW_PICKER);
	return true;
}
