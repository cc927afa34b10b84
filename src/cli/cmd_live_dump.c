/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "deliver.h"
#include "diagnostics.h"
#include "keymap_options.h"
#include "live_open.h"
#include "live_verbs.h"
#include "project/live_file.h"
#include "stop.h"

struct options {
	struct live_options live;
	const char *output, *format, *parts;
	bool force;
};

/* What it is written as: the firmware's own numbers, or a format of keymaps. */
struct destination {
	const struct live_format *live;
	const struct keymap_format *keymap;
};

static bool find_format(const char *name, struct destination *to, struct err *err)
{
	struct str known = STR_INIT;

	to->live = live_format_find(name);
	to->keymap = to->live ? NULL : keymap_format_find(name);
	if (to->live || to->keymap)
		return true;
	for (size_t i = 0; live_format_at(i); i++)
		str_addf(&known, "%s%s", i ? ", " : "", live_format_at(i)->name);
	err_set(err, ERR_USAGE, "there is no format '%s'; known: %s, and those of keyplane help formats",
		name, str_text(&known));
	str_release(&known);
	return false;
}

static bool has_suffix(const char *path, const char *suffix)
{
	size_t len = strlen(path), end = strlen(suffix);

	return len >= end && !strcmp(path + len - end, suffix);
}

/* By --format, else by the file's name, else what the app of this firmware saves. The longest suffix of a name decides. */
static bool choose(const struct options *opt, const struct live_identity *identity, struct destination *to,
		   struct err *err)
{
	const char *path = is_standard_output(opt->output) ? NULL : opt->output;
	const struct keymap_format *keymap = path ? keymap_format_of_name(path) : NULL;
	const struct live_format *format, *found = NULL;

	if (opt->format)
		return find_format(opt->format, to, err);
	for (size_t i = 0; path && (format = live_format_at(i)); i++)
		if (has_suffix(path, format->suffix) &&
		    (!found || strlen(format->suffix) > strlen(found->suffix)))
			found = format;
	if (keymap && found && strlen(keymap->suffix) <= strlen(found->suffix))
		keymap = NULL;
	/* Any other .json is what VIA's app saves: it says whose it is, which QMK's does not. */
	if (keymap && !found && identity->vial < 0 && !strcmp(keymap->suffix, ".json") &&
	    !has_suffix(path, "keymap.json"))
		keymap = NULL;
	if (!keymap && !found)
		found = live_format_find(identity->vial >= 0 ? "vil" : "via");
	*to = (struct destination){ keymap ? NULL : found, keymap };
	return true;
}

static void name_of(const struct live_desk *desk, struct str *out)
{
	const char *name = desk->board.definition->name;

	str_add(out, name[0] ? name : live_identity(desk->live)->device.product);
}

static bool print_keymap(const struct live_desk *desk, const struct keymap_format *format, const char *name,
			 struct str *out, struct diagnostics *lost, struct err *err)
{
	struct project *project = live_project_new(&desk->board, live_held(desk->live), name, err);
	bool ok = project && project_print_as(project, project->map, NULL, format, out, lost, err);

	if (project)
		diagnostics_append(lost, &project->diagnostics);
	project_free(project);
	return ok;
}

/* What @parts leaves out is not known to the one that prints. */
static bool print_held(const struct live_desk *desk, const struct live_format *format, const char *name,
		       unsigned parts, struct str *out, struct diagnostics *lost, struct err *err)
{
	struct dynamic_keymap held = { 0 };
	bool ok;

	dynamic_keymap_copy(&held, live_held(desk->live));
	held.held &= parts;
	ok = format->print(&held, desk->board.definition, name, out, lost, err);
	dynamic_keymap_release(&held);
	return ok;
}

/* What a format has no place for is no loss that was not asked for, but it is said. */
static unsigned leave_out(const struct live_format *format, const struct dynamic_keymap *held)
{
	struct str bytes = STR_INIT;

	for (int part = 0; part < DYNAMIC_PARTS; part++) {
		if (format->parts & 1u << part || !(held->held & 1u << part))
			continue;
		str_clear(&bytes);
		dynamic_keymap_get_part(held, (enum dynamic_part)part, &bytes);
		if (bytes.len)
			fprintf(stderr, "keyplane: %s has no place for %s; --format keyplane holds all\n",
				format->name, dynamic_part_name((enum dynamic_part)part));
	}
	str_release(&bytes);
	return format->parts;
}

static bool dump(struct live_desk *desk, struct options *opt, const char *device, bool *lossy,
		 struct err *err)
{
	const struct subject about = { .path = opt->output };
	struct destination to = { 0 };
	struct diagnostics lost = { 0 };
	struct str text = STR_INIT, name = STR_INIT;
	unsigned parts;
	bool ok = live_parse_parts(opt->parts, &parts, err) && stop_listen(err) &&
		  live_desk_open(desk, device, err) && choose(opt, live_identity(desk->live), &to, err) &&
		  live_desk_define(desk, &opt->live, err) && live_desk_read(desk, parts, &opt->live, err);

	if (ok) {
		name_of(desk, &name);
		if (to.live && !opt->parts)
			parts = leave_out(to.live, live_held(desk->live));
		ok = to.live ? print_held(desk, to.live, str_text(&name), parts, &text, &lost, err)
			     : print_keymap(desk, to.keymap, str_text(&name), &text, &lost, err);
	}
	diagnostics_print(stderr, &lost, &about);
	ok = ok && deliver(opt->output, opt->force, &text, err);
	*lossy = ok &&
		 (diagnostics_count(&lost, SEVERITY_WARNING) || diagnostics_count(&lost, SEVERITY_ERROR));
	diagnostics_release(&lost);
	str_release(&text);
	str_release(&name);
	return ok;
}

int live_dump_verb(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row own[] = {
		{ "--force", 0, OPTION_FLAG, &opt.force, NULL, "overwrite a file that is there" },
		{ "--format", 0, OPTION_TEXT, &opt.format, "FORMAT",
		  "vil, via or keyplane, or a format of keymaps" },
		{ "--output", 'o', OPTION_TEXT, &opt.output, "FILE",
		  "write it there, not to standard output" },
		{ "--parts", 0, OPTION_TEXT, &opt.parts, "PART,...",
		  "only these: keys, turns, options, ..." },
	};
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[1];
	bool ok, lossy = false;
	int status, n = live_parse(verb, argc, argv, &opt.live, own, COUNT(own), operand, COUNT(operand),
				   &status);

	if (n < 0)
		return status;
	if (opt.live.json && is_standard_output(opt.output))
		ok = err_set(&err, ERR_USAGE, "--json goes to standard output: give a file with -o");
	else
		ok = dump(&desk, &opt, n ? operand[0] : NULL, &lossy, &err);
	live_desk_release(&desk);
	return live_end(&opt.live, ok, lossy ? EXIT_LOST : EXIT_OK, &err);
}
