/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "keymap_options.h"

const struct keymap_format *find_keymap_format(const char *name, struct err *err)
{
	const struct keymap_format *format = keymap_format_find(name);
	struct str known = STR_INIT;

	if (format)
		return format;
	for (size_t i = 0; i < keymap_format_count(); i++)
		str_addf(&known, "%s%s", i ? ", " : "", keymap_format_at(i)->name);
	err_set(err, ERR_USAGE, "there is no format '%s'; known: %s", name, str_text(&known));
	str_release(&known);
	return NULL;
}

struct project *open_keymap(const char *path, const struct keymap_options *opt, struct err *err)
{
	struct project_options open = { .qmk_home = opt->qmk, .keyboard = opt->keyboard };

	if (opt->from) {
		open.format = find_keymap_format(opt->from, err);
		if (!open.format)
			return NULL;
	}
	return project_open(path, &open, err);
}
