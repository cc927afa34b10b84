/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "diagnostics.h"
#include "live_journal.h"
#include "live_verbs.h"
#include "live_write.h"
#include "project/live_file.h"
#include "stop.h"

struct options {
	struct live_options live;
	const char *parts;
	bool dry_run, force, forget, resume;
	long wait_s;
};

/* A file in the firmware's own numbers. */
static bool take_live(const struct live_format *format, const struct str *text, const struct options *opt,
		      struct dynamic_keymap *wanted, struct diagnostics *diagnostics, struct err *err)
{
	return format->read(str_text(text), text->len, opt->force, wanted, diagnostics, err);
}

/* Any other keymap. */
static bool take_keymap(const struct live_desk *desk, const char *path, struct dynamic_keymap *wanted,
			struct diagnostics *diagnostics, struct err *err)
{
	struct project *project = live_project_open(&desk->board, wanted, path, err);

	if (!project)
		return false;
	diagnostics_append(diagnostics, &project->diagnostics);
	dynamic_keymap_take(wanted, &project->keyboard->layout[project->layout], project->map, diagnostics);
	project_free(project);
	return true;
}

static bool read_file(const struct live_desk *desk, const char *path, const struct options *opt,
		      struct dynamic_keymap *wanted, bool *lossy, struct err *err)
{
	struct diagnostics diagnostics = { 0 };
	const struct live_format *format;
	struct str text = STR_INIT;
	bool ok = file_read(path, JSON_MAX_BYTES, &text, err);

	dynamic_keymap_copy(wanted, live_held(desk->live));
	if (ok) {
		format = live_format_of(str_text(&text), text.len);
		ok = format ? take_live(format, &text, opt, wanted, &diagnostics, err)
			    : take_keymap(desk, path, wanted, &diagnostics, err);
	}
	diagnostics_print(stderr, &diagnostics, &(struct subject){ .path = path });
	*lossy = diagnostics_count(&diagnostics, SEVERITY_ERROR) ||
		 diagnostics_count(&diagnostics, SEVERITY_WARNING);
	diagnostics_release(&diagnostics);
	str_release(&text);
	return ok;
}

/* What an earlier run could not send. */
static bool read_journal(const struct live_desk *desk, struct dynamic_keymap *wanted, struct err *err)
{
	struct live_request unsent = { 0 };
	bool ok = live_journal_read(live_identity(desk->live), &unsent, err);

	if (!ok && err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND, "no changes of an earlier run wait for this keyboard");
	dynamic_keymap_copy(wanted, live_held(desk->live));
	for (size_t i = 0; ok && i < unsent.items; i++)
		ok = dynamic_keymap_put(wanted, unsent.item[i].place,
					(const uint8_t *)str_text(&unsent.item[i].bytes),
					unsent.item[i].bytes.len, err);
	live_request_release(&unsent);
	return ok;
}

static void tell_waiting(const struct live_desk *desk)
{
	struct live_request unsent = { 0 };
	struct err err = { 0 };

	if (live_journal_read(live_identity(desk->live), &unsent, &err))
		fprintf(stderr,
			"keyplane: %zu changes of an earlier run did not get into this keyboard: live load "
			"--resume sends them, --forget forgets them\n",
			unsent.items);
	live_request_release(&unsent);
}

static bool forget(const struct live_desk *desk, struct err *err)
{
	const struct live_identity *identity = live_identity(desk->live);
	struct live_request unsent = { 0 };
	struct dynamic_places all = { 0 };
	bool ok = live_journal_read(identity, &unsent, err);

	for (size_t i = 0; ok && i < unsent.items; i++)
		dynamic_places_add(&all, unsent.item[i].place);
	ok = ok ? live_journal_settle(identity, &all, NULL, err) : err->code == ERR_NOT_FOUND;
	dynamic_places_release(&all);
	live_request_release(&unsent);
	return ok;
}

static bool load(struct live_desk *desk, struct live_changes *changes, const char *path, struct options *opt,
		 int *status, struct err *err)
{
	unsigned parts;
	bool lossy = false, ok;

	/* A file is compared with all that is there, whatever is taken of it. */
	if (!live_parse_parts(opt->parts, &parts, err) || !live_desk_define(desk, &opt->live, err))
		return false;
	while (!live_desk_read(desk, LIVE_ALL_PARTS, &opt->live, err))
		if (err->code != ERR_GONE || !live_desk_wait(desk, opt->wait_s, &opt->live, err))
			return false;
	if (!opt->resume)
		tell_waiting(desk);
	ok = opt->resume ? read_journal(desk, &changes->wanted, err)
			 : read_file(desk, path, opt, &changes->wanted, &lossy, err);
	if (!ok)
		return false;
	changes->wait_s = opt->wait_s;
	live_changes_find(changes, live_held(desk->live), parts);
	*status = lossy ? EXIT_LOST : EXIT_OK;
	if (opt->dry_run) {
		live_changes_print_plan(changes, &opt->live);
		return true;
	}
	ok = live_changes_write(changes, desk, &opt->live, err) && live_changes_save(changes, desk, err) &&
	     live_journal_settle_held(live_identity(desk->live), live_held(desk->live), err);
	live_changes_print(changes, desk, &opt->live);
	if (!ok && live_changes_status(changes) != EXIT_OK && err->code != ERR_CANCELLED)
		*status = EXIT_LOST;
	return ok;
}

static bool check(int operands, const struct options *opt, struct err *err)
{
	if (opt->resume + opt->forget + operands != 1)
		return err_set(err, ERR_USAGE, "live load wants a file, or --resume, or --forget");
	return live_check_wait(opt->wait_s, err);
}

int live_load_verb(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { .wait_s = 30 };
	const struct option_row own[] = {
		{ "--dry-run", 'n', OPTION_FLAG, &opt.dry_run, NULL,
		  "print what would change, write nothing" },
		{ "--force", 0, OPTION_FLAG, &opt.force, NULL, "take a file of another keyboard" },
		{ "--forget", 0, OPTION_FLAG, &opt.forget, NULL, "forget what an earlier run did not send" },
		{ "--parts", 0, OPTION_TEXT, &opt.parts, "PART,...",
		  "only these: keys, turns, options, ..." },
		{ "--resume", 0, OPTION_FLAG, &opt.resume, NULL, "send what an earlier run did not" },
		{ "--wait", 'w', OPTION_NUMBER, &opt.wait_s, "SECONDS",
		  "how long to wait for a keyboard that is unplugged (30)" },
	};
	struct live_changes changes = { 0 };
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[2], *device, *path;
	int done = EXIT_OK, status,
	    n = live_parse(verb, argc, argv, &opt.live, own, COUNT(own), operand, COUNT(operand), &status);
	bool ok;

	if (n < 0)
		return status;
	device = live_take_device(operand, &n);
	path = n ? operand[0] : NULL;
	ok = check(n, &opt, &err) && stop_listen(&err) && live_desk_open(&desk, device, &err) &&
	     (opt.forget ? forget(&desk, &err) : load(&desk, &changes, path, &opt, &done, &err));
	live_changes_release(&changes);
	live_desk_release(&desk);
	return live_end(&opt.live, ok, done, &err);
}
