/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keymap_name.h"

bool keymap_name_check(const char *name, struct err *err)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (!len || name[len] || len > KEYMAP_NAME_MAX_BYTES)
		return err_set(err, ERR_RANGE, "keymap name '%.80s': expected 1 to %d of a-z, 0-9 and _",
			       name, KEYMAP_NAME_MAX_BYTES);
	if (!strcmp(name, "all"))
		return err_set(err, ERR_RANGE, "keymap name 'all' means every keymap to QMK; choose another");
	return true;
}
