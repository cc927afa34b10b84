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
	int rows = area.rows > 15 ? 15 : area.rows;

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

static struct action action_at(const struct app *app, size_t index)
{
	struct action action;

	return is_typed(app, &index, &action) ? action : app->found[index].action;
}

/* What the target cannot do is marked, not by its style alone. */
static const char *mark(enum capability_match match, enum style *style)
{
	static const char *const marks[] = {
		[CAPABILITY_EXACT] = " ", [CAPABILITY_NEAR] = "~", [CAPABILITY_NONE] = "-"
	};

	if (match == CAPABILITY_NONE)
		*style = STYLE_DIM;
	return marks[match];
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;
	enum capability_match match = capability_probe_action(app->probe, action_at(app, index)).match;
	const char *sign = mark(match, &out->style);
	const struct offer *offer;
	struct action action;
	struct str text = STR_INIT;

	out->right_style = out->style;
	if (is_typed(app, &index, &action)) {
		project_describe_action(app->project, action, &text);
		snprintf(out->left, sizeof(out->left), "%s %.90s", sign, app->picker.query.text);
		snprintf(out->right, sizeof(out->right), "%.158s", str_text(&text));
		str_release(&text);
		return;
	}
	offer = &app->found[index];
	project_print_action(app->project, app_map(app), offer->action, &text);
	snprintf(out->left, sizeof(out->left), "%s %-20.60s %.20s", sign, str_text(&text),
		 offer->keycode ? offer->keycode->legend : "");
	if (offer->keycode) {
		snprintf(out->right, sizeof(out->right), "%s  (%s)", offer->keycode->help,
			 offer->keycode->group);
	} else {
		str_clear(&text);
		project_describe_action(app->project, offer->action, &text);
		snprintf(out->right, sizeof(out->right), "%.158s", str_text(&text));
	}
	str_release(&text);
}

void view_picker_query(struct app *app)
{
	size_t max = project_offers_max(app->project, app_map(app));

	free(app->found);
	app_probe(app);
	app->found = mem_new(max, sizeof(*app->found));
	app->founds = project_offers(app->project, app_map(app), app->picker.query.text, app->found, max);
	app->picker.selected = 0;
}

/* Why the selected one is marked. */
static void draw_reason(const struct app *app, struct grid *grid, struct rect line)
{
	struct capability_of_action got;
	struct str text = STR_INIT;

	if (app->picker.selected >= offered(app))
		return;
	got = capability_probe_action(app->probe, action_at(app, app->picker.selected));
	if (got.match != CAPABILITY_EXACT)
		str_addf(&text, "%s: %s", app->probe_target->name, got.text);
	grid_text_cut(grid, line, line.row, line.col, line.cols, STYLE_WARNING, str_text(&text));
	str_release(&text);
}

void view_picker_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct rect box = panel(area);
	struct chooser_list list = { app, offered(app), row, 30,
				     "no keycode matches; any expression may be typed" };

	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	grid_text(grid, box, box.row, box.col + 2, STYLE_TITLE, " keycode or expression ");
	chooser_draw(&app->picker, &list, "› ", grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 3, box.cols - 2 });
	draw_reason(app, grid, (struct rect){ box.row + box.rows - 2, box.col + 2, 1, box.cols - 4 });
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
	return app->picked(app, action, effects, err);
}

void app_pick_action(struct app *app, action_taken *take)
{
	app->picked = take;
	line_set(&app->picker.query, "");
	view_picker_query(app);
	app_push(app, VIEW_PICKER);
}

COMMAND(edit)
{
	app_pick_action(app, app_assign);
	return true;
}
