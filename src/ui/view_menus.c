/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"
#include "model/edit.h"
#include "model/vial_setting.h"
#include "wrap.h"

/* The lights, other values and settings that a running keyboard holds, by its menus: each is changed in place. */

enum { PANE_ROWS = 5, NAME_COLS = 32, VALUE_COLS = 24 };

/* What the chooser asks rows of. */
struct listed {
	const struct app *app;
	const struct via_menus *all;
	size_t *row; /* owned */
	size_t rows;
};

static struct listed list_rows(const struct app *app)
{
	struct listed listed = { app, &app->live.board.menus, NULL, 0 };

	listed.row = menus_rows(listed.all, &app->live.wanted, &listed.rows);
	return listed;
}

static const struct via_control *control_at(const struct app *app, size_t index)
{
	return index < app->live.board.menus.controls ? &app->live.board.menus.control[index] : NULL;
}

/* Of its own: a place may have several values, and what was refused be another. */
static const struct live_trouble *trouble_of(const struct app *app, const struct via_control *control)
{
	uint32_t wanted, held;

	if (via_control_get(control, &app->live.wanted, &wanted) &&
	    via_control_get(control, &app->live.held, &held) && wanted == held)
		return NULL;
	for (size_t i = 0; i < app->live.troubles; i++)
		if (dynamic_place_equal(app->live.trouble[i].place, control->place))
			return &app->live.trouble[i];
	return NULL;
}

static void value_row(const struct app *app, const struct via_control *control, struct chooser_row *out)
{
	const struct live_trouble *trouble = trouble_of(app, control);
	struct str text = STR_INIT, picture = STR_INIT;
	uint32_t wanted = 0, held = 0;

	if (!via_control_get(control, &app->live.wanted, &wanted)) {
		snprintf(out->right, sizeof(out->right), "not read");
		out->style = out->right_style = STYLE_DIM;
		return;
	}
	via_control_print(control, app->live.held.dialect, wanted, &text);
	menus_picture(control, wanted, &picture);
	if (picture.len && utf8_width(str_text(&text)) < VALUE_COLS)
		str_pad(&text, ' ', (size_t)(VALUE_COLS - utf8_width(str_text(&text))));
	str_add(&text, str_text(&picture));
	snprintf(out->right, sizeof(out->right), "%.*s", (int)utf8_clip(str_text(&text), 70),
		 str_text(&text));
	if (trouble)
		snprintf(out->end, sizeof(out->end), "%s", trouble->outcome);
	else if (via_control_get(control, &app->live.held, &held) && held != wanted)
		snprintf(out->end, sizeof(out->end), app->live.sent ? "sent" : "pending");
	str_release(&text);
	str_release(&picture);
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct listed *listed = data;
	size_t at = listed->row[index];
	const struct via_control *control = &listed->all->control[at];
	struct str text = STR_INIT;

	if (menus_is_heading(listed->all, at)) {
		menus_heading(listed->all, at, &text);
		snprintf(out->left, sizeof(out->left), "%.*s", (int)utf8_clip(str_text(&text), 90),
			 str_text(&text));
		out->style = STYLE_TITLE;
		str_release(&text);
		return;
	}
	str_add_escaped(&text, control->label);
	snprintf(out->left, sizeof(out->left), "  %.*s", (int)utf8_clip(str_text(&text), 90),
		 str_text(&text));
	str_clear(&text);
	out->right_style = STYLE_TEXT;
	if (control->type == VIA_CONTROL_LABEL)
		via_control_text(control, &listed->app->live.held, &text);
	else if (control->type == VIA_CONTROL_BUTTON)
		str_add(&text, "Enter does it");
	else
		value_row(listed->app, control, out);
	if (text.len)
		snprintf(out->right, sizeof(out->right), "%.150s", str_text(&text));
	str_release(&text);
}

static void add_help(const struct via_control *control, struct str *out)
{
	static const char *const helps[VIA_CONTROL_COUNT] = {
		[VIA_CONTROL_LABEL] = "What the keyboard tells; it cannot be changed here.",
		[VIA_CONTROL_BUTTON] = "Enter makes the keyboard do it.",
		[VIA_CONTROL_TOGGLE] = "On or off: h, l and Enter change it.",
		[VIA_CONTROL_KEYCODE] = "What a key does: Enter chooses it.",
		[VIA_CONTROL_COLOR] =
			"A colour: h and l change the hue, - and + the saturation, Enter types both.",
		[VIA_CONTROL_COLOR_PALETTE] =
			"A colour: h and l change the hue, - and + the saturation, Enter types both.",
	};

	if (control->type == VIA_CONTROL_RANGE)
		str_addf(out, "From %u to %u%s%s: h and l change it, - and + by one, Enter types it.",
			 control->min, control->max, control->unit ? " " : "",
			 control->unit ? control->unit : "");
	else if (control->type == VIA_CONTROL_DROPDOWN)
		str_addf(out, "One of %zu: h and l go to the one before and the next, Enter lists them.",
			 control->choices);
	else
		str_add(out, helps[control->type]);
}

static void add_value(const struct app *app, const struct via_control *control,
		      const struct dynamic_keymap *values, struct str *out)
{
	uint32_t value;

	if (via_control_get(control, values, &value))
		via_control_print(control, app->live.held.dialect, value, out);
}

/* In the words of the control, where the link has bytes. */
static void add_trouble(const struct app *app, const struct via_control *control,
			const struct live_trouble *trouble, struct str *out)
{
	str_add(out, "Wanted ");
	add_value(app, control, &app->live.wanted, out);
	str_add(out, ", the keyboard holds ");
	add_value(app, control, &app->live.held, out);
	str_addf(out, "%s%s", trouble->why[0] ? ": " : "", trouble->why);
}

/* What became of the selected value, and how it is changed. */
static void draw_pane(const struct app *app, struct grid *grid, struct rect area)
{
	const struct via_control *control = control_at(app, app->menus.control);
	const struct live_trouble *trouble = control ? trouble_of(app, control) : NULL;
	struct rect rule = { area.row, area.col, 1, area.cols };
	struct rect inside = { area.row + 1, area.col + 1, area.rows - 1, area.cols - 2 };
	struct str text = STR_INIT;

	grid_fill(grid, rule, STYLE_BORDER, "─");
	if (!control)
		return;
	str_add(&text, " ");
	str_add_escaped(&text, control->label);
	str_add(&text, " ");
	grid_text_cut(grid, rule, rule.row, 1, area.cols - 2, STYLE_TITLE, str_text(&text));
	str_clear(&text);
	add_help(control, &text);
	inside.row += wrap_draw(grid, inside, STYLE_STATUS, str_text(&text));
	inside.rows = area.row + area.rows - inside.row;
	str_clear(&text);
	if (trouble)
		add_trouble(app, control, trouble, &text);
	else if (app->menus.unsaved)
		str_add(&text, "Without w the keyboard forgets changes when it loses power.");
	wrap_draw(grid, inside, trouble ? STYLE_ERROR : STYLE_DIM, str_text(&text));
	str_release(&text);
}

void view_menus_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct listed listed = list_rows(app);
	struct chooser chooser = { .selected = menus_row(listed.row, listed.rows, app->menus.control) };
	struct chooser_list list = { &listed, listed.rows, row, NAME_COLS + (area.cols - 80) / 4,
				     "this keyboard has no lights, menus or settings" };
	int pane = area.rows > PANE_ROWS + 6 ? PANE_ROWS : 0;

	/* This view has no inspector: its rows are the pane's. */
	area.rows += 2;
	grid_fill(grid, area, STYLE_TEXT, " ");
	chooser_draw(&chooser, &list, NULL, grid,
		     (struct rect){ area.row, area.col, area.rows - pane, area.cols });
	if (pane)
		draw_pane(app, grid, (struct rect){ area.row + area.rows - pane, area.col, pane, area.cols });
	free(listed.row);
}

void view_menus_title(const struct app *app, char *out, size_t size)
{
	snprintf(out, size, "lights and values of %.60s%s", app->live.name, app->menus.unsaved ? " *" : "");
}

bool view_menus_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	struct listed listed = list_rows(app);
	struct chooser chooser = { .selected = menus_row(listed.row, listed.rows, app->menus.control) };
	size_t before = chooser.selected;
	bool requery, used = chooser_key(&chooser, key, listed.rows, false, &requery);

	/* Headings are passed over; at the top there is nothing but one. */
	if (used && chooser.selected < listed.rows &&
	    menus_is_heading(listed.all, listed.row[chooser.selected])) {
		if (chooser.selected < before && chooser.selected > 0)
			chooser.selected--;
		else if (chooser.selected + 1 < listed.rows)
			chooser.selected++;
	}
	if (used && chooser.selected < listed.rows)
		app->menus.control = listed.row[chooser.selected];
	free(listed.row);
	return used;
}

/* The one that is selected, if it has a value that is known. */
static const struct via_control *selected_value(struct app *app, uint32_t *value, struct err *err)
{
	struct listed listed = list_rows(app);
	size_t row_at = menus_row(listed.row, listed.rows, app->menus.control);
	const struct via_control *control = NULL;

	if (listed.rows) {
		app->menus.control = listed.row[row_at];
		control = control_at(app, app->menus.control);
	}
	free(listed.row);
	if (!control || menus_is_heading(listed.all, app->menus.control)) {
		err_set(err, ERR_USAGE, "nothing is selected that can be changed");
		return NULL;
	}
	if (control->type == VIA_CONTROL_LABEL || control->type == VIA_CONTROL_BUTTON)
		return control;
	if (!via_control_get(control, &app->live.wanted, value)) {
		err_set(err, ERR_USAGE, "%s was not read from the keyboard yet", control->label);
		return NULL;
	}
	return control;
}

/* A setting that a keymap has is the document's, and what changes it can be undone. */
static bool put_in_document(struct app *app, const struct via_control *control, uint32_t value,
			    struct effects *effects, struct err *err)
{
	const struct vial_setting *known = vial_setting_find(control->place.a);
	const struct keymap *map = edit_setting_put(app_map(app), vial_setting_make(known, value), err);

	if (map && keymap_equal(map, app_map(app))) {
		keymap_unref(map);
		return true;
	}
	return app_commit_if_savable(app, map, effects, err, known->name);
}

bool app_menus_put(struct app *app, const struct via_control *control, uint32_t value,
		   struct effects *effects, struct err *err)
{
	uint8_t bytes[DYNAMIC_PLACE_BYTES];
	size_t len;

	if (!via_control_bytes(control, &app->live.wanted, value, bytes, &len, err))
		return false;
	if (app->live_attached && control->place.part == DYNAMIC_SETTINGS &&
	    vial_setting_find(control->place.a))
		return put_in_document(app, control, value, effects, err);
	if (!live_link_put(&app->live, control->place, bytes, len, err))
		return false;
	/* Settings are kept without being told so. */
	app->menus.unsaved |= control->place.part == DYNAMIC_VALUES;
	app_live_changed(app, effects);
	return true;
}

static bool take_keycode(struct app *app, struct action action, struct effects *effects, struct err *err)
{
	const struct via_control *control = control_at(app, app->menus.control);
	uint16_t code;

	if (!control)
		return true;
	if (!keycode_dialect_value(app->live.held.dialect, action, &code))
		return err_set(err, ERR_RANGE, "this firmware has no number for that");
	return app_menus_put(app, control, code, effects, err);
}

static void answer_button(struct app *app, char key, struct effects *effects)
{
	const struct via_control *control = control_at(app, app->menus.control);
	struct live_request request = { .type = LIVE_PRESS };
	struct dynamic_value pressed;
	struct str line = STR_INIT;

	if (key != 'y' || !control || !via_control_press(control, &pressed))
		return;
	request.request = ++app->live.last_request;
	live_request_add(&request, control->place, pressed.byte, pressed.len);
	live_request_print(&request, &line);
	app_live_say(app, str_text(&line), effects);
	app_say(app, STYLE_TEXT, "the keyboard is told: %s", control->label);
	live_request_release(&request);
	str_release(&line);
}

bool view_menus_take(struct app *app, struct effects *effects, struct err *err)
{
	uint32_t value = 0;
	const struct via_control *control = selected_value(app, &value, err);

	if (!control)
		return false;
	switch (control->type) {
	case VIA_CONTROL_LABEL:
		return err_set(err, ERR_USAGE, "the keyboard tells this; it cannot be changed");
	case VIA_CONTROL_BUTTON:
		app_ask(app, "yn", answer_button, "%.120s: shall the keyboard do it?", control->label);
		return true;
	case VIA_CONTROL_TOGGLE:
		menus_step(control, value, 1, false, &value);
		return app_menus_put(app, control, value, effects, err);
	case VIA_CONTROL_KEYCODE:
		app_pick_action(app, take_keycode);
		return true;
	default:
		app_menus_type(app, control);
		return true;
	}
}

static bool step(struct app *app, const char *args, bool fine, struct effects *effects, struct err *err)
{
	uint32_t value = 0;
	const struct via_control *control = selected_value(app, &value, err);
	int by = (args[0] == '-' ? -1 : 1) * (app->count ? app->count : 1);

	if (!control)
		return false;
	if (!menus_step(control, value, by, fine, &value))
		return err_set(err, ERR_USAGE, "%s has no steps; Enter takes it", control->label);
	return app_menus_put(app, control, value, effects, err);
}

/* To the first value of the section that is @by on from the selected one's. */
static void go_section(struct app *app, int by)
{
	struct listed listed = list_rows(app);
	size_t at = menus_row(listed.row, listed.rows, app->menus.control);

	at = menus_section(listed.all, listed.row, listed.rows, at, by);
	if (at < listed.rows)
		app->menus.control = listed.row[at];
	free(listed.row);
}

COMMAND(menus)
{
	const struct via_menus *all = &app->live.board.menus;

	if (!app->live.board.definition)
		return err_set(err, ERR_USAGE, "no keyboard is open; :live opens one");
	if (!all->controls)
		return err_set(err, ERR_USAGE, "%s tells of no lights, menus or settings", app->live.name);
	app_push(app, VIEW_MENUS);
	if (app->menus.control >= all->controls || menus_is_heading(all, app->menus.control)) {
		app->menus.control = 0;
		go_section(app, 0);
	}
	return true;
}

COMMAND(menu_section)
{
	go_section(app, args[0] == '-' ? -1 : 1);
	return true;
}

COMMAND(menu_step)
{
	return step(app, args, false, effects, err);
}

COMMAND(menu_step_fine)
{
	return step(app, args, true, effects, err);
}

COMMAND(menu_set)
{
	uint32_t value = 0;
	const struct via_control *control = selected_value(app, &value, err);

	return control && via_control_parse(control, app->live.held.dialect, args, &value, err) &&
	       app_menus_put(app, control, value, effects, err);
}

/* Values are volatile until the keyboard is told to save them. */
COMMAND(menu_save)
{
	if (!app->live.job || app->live.state == LIVE_GONE)
		return err_set(err, ERR_USAGE, "the keyboard is not connected");
	if (app->live.pending.count)
		return err_set(err, ERR_USAGE, "%zu changes were not sent yet; :apply sends them",
			       app->live.pending.count);
	app_live_ask(app, LIVE_SAVE, effects);
	app->menus.unsaved = false;
	app_say(app, STYLE_OK, "the keyboard keeps its values over power-off");
	return true;
}
