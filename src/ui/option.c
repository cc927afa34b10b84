/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/mem.h"
#include "model/keymap_name.h"

static const char *get_definitions(const struct app *app)
{
	return app->definitions ? app->definitions : "";
}

static bool set_definitions(struct app *app, const char *value, struct err *err)
{
	(void)err;
	free(app->definitions);
	app->definitions = value[0] ? app_path(app, value) : NULL;
	return true;
}

static const char *get_device(const struct app *app)
{
	return app->device ? app->device : "";
}

static bool set_device(struct app *app, const char *value, struct err *err)
{
	if (value[0] && strncmp(value, "usb:", 4) && strncmp(value, "fake:", 5))
		return err_set(err, ERR_USAGE, "a device is usb:... or fake:..., not '%s'; v lists them",
			       value);
	mem_set_text(&app->device, value[0] ? value : NULL);
	return true;
}

static const char *get_hotplug(const struct app *app)
{
	return app->hotplug ? "on" : "off";
}

static bool set_hotplug(struct app *app, const char *value, struct err *err)
{
	if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
		return err_set(err, ERR_USAGE, "hotplug is on or off, not '%s'", value);
	app->hotplug = !strcmp(value, "on");
	return true;
}

static const char *get_keymap(const struct app *app)
{
	return app->project ? app->project->keymap_name : "";
}

static bool set_keymap(struct app *app, const char *value, struct err *err)
{
	if (!app->project)
		return err_set(err, ERR_USAGE, "open a keyboard first");
	if (!keymap_name_check(value, err))
		return false;
	mem_set_text(&app->project->keymap_name, value);
	return true;
}

static const char *get_live(const struct app *app)
{
	return app->live_staged ? "staged" : "instant";
}

static bool set_live(struct app *app, const char *value, struct err *err)
{
	if (strcmp(value, "instant") != 0 && strcmp(value, "staged") != 0)
		return err_set(err, ERR_USAGE, "live is instant or staged, not '%s'", value);
	app->live_staged = !strcmp(value, "staged");
	app->live.instant = !app->live_staged;
	return true;
}

static const char *get_qmk(const struct app *app)
{
	return app->qmk_home ? app->qmk_home : "";
}

static bool set_qmk(struct app *app, const char *value, struct err *err)
{
	(void)err;
	mem_set_text(&app->qmk_home, value[0] ? value : NULL);
	return true;
}

static const char *get_target(const struct app *app)
{
	const struct target *target = app_target(app);

	return target ? target->name : "";
}

static bool set_target(struct app *app, const char *value, struct err *err)
{
	const struct target *target = value[0] ? target_named(value, err) : NULL;

	if (value[0] && !target)
		return false;
	app->target = target;
	return true;
}

/* Alphabetical. */
static const struct option {
	const char *name, *value, *help;
	const char *(*get)(const struct app *app);
	bool (*set)(struct app *app, const char *value, struct err *err);
} options[] = {
	{ "definitions", "FOLDER",
	  "Where definitions of running keyboards are looked for; empty: $KEYPLANE_DEFINITIONS",
	  get_definitions, set_definitions },
	{ "device", "ID", "The device to flash; empty: the one bootloader that is there", get_device,
	  set_device },
	{ "hotplug", "on|off", "Offer keyboards that are plugged in", get_hotplug, set_hotplug },
	{ "keymap", "NAME", "The keymap's name in the firmware tree", get_keymap, set_keymap },
	{ "live", "instant|staged", "Send each change to the running keyboard, or all by :apply", get_live,
	  set_live },
	{ "qmk", "FOLDER", "The QMK tree that builds; empty: as the QMK CLI finds it", get_qmk, set_qmk },
	{ "target", "NAME", "What it is compiled to and checked for; empty: the keymap's own firmware",
	  get_target, set_target },
};

const char *option_name(size_t index)
{
	return index < COUNT(options) ? options[index].name : NULL;
}

bool option_set(struct app *app, const char *name, const char *value, struct err *err)
{
	for (size_t i = 0; i < COUNT(options); i++)
		if (!strcmp(options[i].name, name))
			return options[i].set(app, value, err);
	return err_set(err, ERR_USAGE, "there is no option '%s'", name);
}

void option_show(struct app *app)
{
	struct str text = STR_INIT;

	for (size_t i = 0; i < COUNT(options); i++)
		str_addf(&text, "%s%s=%s", i ? "  " : "", options[i].name, options[i].get(app));
	app_say(app, STYLE_TEXT, "%s", str_text(&text));
	str_release(&text);
}

void app_list_options(FILE *out)
{
	for (size_t i = 0; i < COUNT(options); i++)
		fprintf(out, "%s\t%s\t%s\n", options[i].name, options[i].value, options[i].help);
}
