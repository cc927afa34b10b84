/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/str.h"
#include "target_option.h"

const struct target *target_option(const char *name, struct err *err)
{
	const struct target *target = target_find(name);
	struct str known = STR_INIT;

	if (target)
		return target;
	for (size_t i = 0; i < target_count(); i++)
		str_addf(&known, "%s%s", i ? ", " : "", target_at(i)->name);
	err_set(err, ERR_USAGE, "there is no target '%s'; known: %s", name, str_text(&known));
	str_release(&known);
	return NULL;
}
