/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keyboard_name.h"

/* "all" is every keyboard, "test" QMK's own tests. */
static const char *const reserved[] = { "all", "test" };

/* Folders between keyboards' own. */
static const char reserved_part[] = "keymaps";

static bool check_parts(const char *name, struct err *err)
{
	int levels = 0;

	for (const char *part = name;; part += strcspn(part, "/") + 1) {
		size_t len = strcspn(part, "/");

		if (!len)
			return err_set(err, ERR_RANGE,
				       "keyboard name '%s': there is a folder without a name in it", name);
		if (len == strlen(reserved_part) && !strncmp(part, reserved_part, len))
			return err_set(err, ERR_RANGE, "keyboard name '%s': a folder '%s' is for keymaps",
				       name, reserved_part);
		if (++levels > KEYBOARD_NAME_MAX_LEVELS)
			return err_set(err, ERR_RANGE,
				       "keyboard name '%s': more than %d folders in one another", name,
				       KEYBOARD_NAME_MAX_LEVELS);
		if (!part[len])
			return true;
	}
}

bool keyboard_name_check(const char *name, struct err *err)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_/");

	if (len < 2 || name[len] || len > KEYBOARD_NAME_MAX_BYTES || name[0] == '_' || name[0] == '/')
		return err_set(err, ERR_RANGE,
			       "keyboard name '%.150s': expected 2 to %d of a-z, 0-9, _ and /, a letter or "
			       "digit first",
			       name, KEYBOARD_NAME_MAX_BYTES);
	for (size_t i = 0; i < COUNT(reserved); i++)
		if (!strcmp(name, reserved[i]))
			return err_set(
				err, ERR_RANGE,
				"keyboard name '%s' means something else to QMK's make; choose another",
				name);
	return check_parts(name, err);
}
