/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/zmk_lower.h"
#include "keymap_options.h"
#include "model/keycode_dialect.h"

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
	struct project_options open = { .qmk_home = opt->qmk,
					.keyboard = opt->keyboard,
					.revision = opt->revision };

	if (opt->from) {
		open.format = find_keymap_format(opt->from, err);
		if (!open.format)
			return NULL;
	}
	return project_open(path, &open, err);
}

bool check_revision(const char *revision, const struct target *firmware, struct err *err)
{
	bool is_zmk = firmware && !strcmp(firmware->name, "zmk");
	enum zmk_revision zmk;
	enum keycode_dialect dialect;

	if (!revision || (is_zmk || !firmware ? zmk_revision_find(revision, &zmk) : false) ||
	    (!is_zmk && keycode_dialect_find(revision, &dialect)))
		return true;
	return err_set(err, ERR_USAGE,
		       "'%s' is no revision%s%s: expected v0.3 or main for zmk, else a table of keycodes as "
		       "0.0.8",
		       revision, firmware ? " of " : "", firmware ? firmware->name : "");
}

void waive_losses(const struct option_list *ids, struct diagnostics *lost)
{
	static const struct diagnostic_kind unused = { "waiver-unused", SEVERITY_NOTE };

	for (size_t i = 0; i < ids->count; i++)
		if (!diagnostics_waive(lost, ids->item[i]))
			diagnostics_add(lost, &unused, PLACE_NONE,
					"'%s' is waived, but nothing of that id is lost here", ids->item[i]);
}
