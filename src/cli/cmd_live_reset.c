/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "live_open.h"
#include "live_verbs.h"
#include "stop.h"

static const struct {
	const char *name;
	enum live_reset what;
	const char *lost; /* what goes */
} rows[] = {
	{ "keymap", LIVE_RESET_KEYMAP, "all keys and encoders as they are now, and Vial's entries and settings," },
	{ "macros", LIVE_RESET_MACROS, "all macros" },
	{ "settings", LIVE_RESET_SETTINGS, "all of Vial's QMK settings" },
	{ "eeprom", LIVE_RESET_EEPROM, "all that the keyboard holds" },
};

static bool find(const char *name, size_t *row, struct err *err)
{
	for (*row = 0; *row < COUNT(rows); ++*row)
		if (!strcmp(rows[*row].name, name))
			return true;
	return err_set(err, ERR_USAGE, "there is no '%s' to reset; known: keymap, macros, settings, eeprom",
		       name);
}

static bool reset(const char *const *operand, int count, const char *device, bool yes, struct err *err)
{
	struct live_desk desk = { 0 };
	size_t row;
	bool ok;

	if (!find(count ? operand[0] : "keymap", &row, err))
		return false;
	if (!yes)
		return err_set(err, ERR_USAGE,
			       "live reset: %s will be lost; say --yes, and keyplane live dump before that",
			       rows[row].lost);
	ok = live_desk_open(&desk, device, err) && live_reset(desk.live, rows[row].what, err);
	live_desk_release(&desk);
	return ok;
}

int live_reset_verb(const struct verb *verb, int argc, char **argv)
{
	struct live_options opt = { 0 };
	bool yes = false;
	const struct option_row own[] = {
		{ "--yes", 'y', OPTION_FLAG, &yes, NULL, "do it: what was there is lost" },
	};
	struct err err = { 0 };
	const char *operand[2], *device;
	int status, n = live_parse(verb, argc, argv, &opt, own, COUNT(own), operand, COUNT(operand), &status);

	if (n < 0)
		return status;
	device = live_take_device(operand, &n);
	if (n > 1)
		return live_end(&opt, err_set(&err, ERR_USAGE, "live reset: '%s' is no device", operand[0]),
				EXIT_OK, &err);
	return live_end(&opt, reset(operand, n, device, yes, &err), EXIT_OK, &err);
}

int live_bootloader_verb(const struct verb *verb, int argc, char **argv)
{
	struct live_options opt = { 0 };
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[1];
	int status, n = live_parse(verb, argc, argv, &opt, NULL, 0, operand, COUNT(operand), &status);
	bool ok;

	if (n < 0)
		return status;
	ok = live_desk_open(&desk, n ? operand[0] : NULL, &err) && live_bootloader(desk.live, &err);
	live_desk_release(&desk);
	return live_end(&opt, ok, EXIT_OK, &err);
}
