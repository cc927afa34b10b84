/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"
#include "model/edit.h"
#include "model/symbol.h"

enum { LAYER_NAME_COLS = 40 };

static int layers(const struct app *app)
{
	return (int)keymap_layers(app_map(app));
}

static void show(struct app *app, int layer)
{
	app->cursor.layer = (layer + layers(app)) % layers(app);
}

/* "3", or "+1" and "-1" from the present layer. */
static bool parse_layer(const struct app *app, const char *text, int *layer, struct err *err)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end)
		return err_set(err, ERR_USAGE, "a layer is a number, not '%s'", text);
	if (text[0] == '+' || text[0] == '-')
		n += app->cursor.layer;
	if (n < 0 || n >= layers(app))
		return err_set(err, ERR_RANGE, "there is no layer %ld: layers are 0 to %d", n,
			       layers(app) - 1);
	*layer = (int)n;
	return true;
}

COMMAND(layer_next)
{
	show(app, app->cursor.layer + (app->count ? app->count % layers(app) : 1));
	return true;
}

COMMAND(layer_previous)
{
	show(app, app->cursor.layer - (app->count ? app->count % layers(app) : 1));
	return true;
}

COMMAND(layer_go)
{
	int layer;

	if (!parse_layer(app, args, &layer, err))
		return false;
	app->cursor.layer = layer;
	return true;
}

/* An edit that the file cannot take is refused here, not at a later save: false then, and @map is gone. */
static bool is_savable(const struct app *app, const struct keymap *map, struct err *err)
{
	if (app_is_savable(app, map, err))
		return true;
	keymap_unref(map);
	return false;
}

static bool add_layer(struct app *app, int copy_of, const char *name, struct effects *effects,
		      struct err *err)
{
	int at = app->cursor.layer + 1;
	const struct keymap *map = edit_layer_add(app_map(app), (size_t)at, copy_of, symbol(name), err);

	if (!map || !is_savable(app, map, err))
		return false;
	app_commit(app, map, effects, copy_of < 0 ? "new layer %d" : "layer %d as a copy", at);
	app->cursor.layer = at;
	app_say(app, STYLE_OK, "layer %d added; references to the layers above follow", at);
	return true;
}

COMMAND(layer_add)
{
	return add_layer(app, -1, args, effects, err);
}

COMMAND(layer_duplicate)
{
	return add_layer(app, app->cursor.layer, args, effects, err);
}

COMMAND(layer_delete)
{
	int layer = app->cursor.layer;
	size_t cut = 0;
	const struct keymap *map = edit_layer_delete(app_map(app), (size_t)layer, &cut, err);

	if (!map || !is_savable(app, map, err))
		return false;
	app_commit(app, map, effects, "deletion of layer %d", layer);
	if (cut)
		app_say(app, STYLE_WARNING,
			"layer %d deleted; %zu that led to it now do nothing (u takes it back)", layer, cut);
	else
		app_say(app, STYLE_OK, "layer %d deleted (u takes it back)", layer);
	return true;
}

COMMAND(layer_move)
{
	int to, from = app->cursor.layer;
	const struct keymap *map;

	if (!parse_layer(app, args, &to, err))
		return false;
	if (to == from)
		return true;
	map = edit_layer_move(app_map(app), (size_t)from, (size_t)to);
	if (!is_savable(app, map, err))
		return false;
	app_commit(app, map, effects, "move of layer %d to %d", from, to);
	app->cursor.layer = to;
	app_say(app, STYLE_OK, "layer %d is now layer %d; references follow", from, to);
	return true;
}

COMMAND(layer_rename)
{
	const struct keymap *map = app_map(app);
	char text[200];

	if (!args[0]) {
		snprintf(text, sizeof(text), "layer-rename %.150s",
			 symbol_text(keymap_layer_name(map, (size_t)app->cursor.layer)));
		app_prompt(app, ':', text);
		return true;
	}
	if (!strcmp(args, "\"\""))
		args = "";
	if (utf8_width(args) > LAYER_NAME_COLS)
		return err_set(err, ERR_RANGE, "a layer's name is at most %d columns wide", LAYER_NAME_COLS);
	if (symbol(args) == keymap_layer_name(map, (size_t)app->cursor.layer))
		return true;
	map = edit_layer_rename(map, (size_t)app->cursor.layer, symbol(args));
	if (!is_savable(app, map, err))
		return false;
	app_commit(app, map, effects, "name %s of layer %d", args, app->cursor.layer);
	app_say(app, STYLE_OK, args[0] ? "layer %d is %s" : "layer %d has no name%s", app->cursor.layer,
		args);
	return true;
}
