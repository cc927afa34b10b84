/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <unistd.h>

#include "fetch.h"
#include "import/qmk_api.h"
#include "stop.h"
#include "verbs.h"

enum { MAX_KEYBOARDS = 256 };

struct options {
	const char *url;
	bool force, json, list;
};

/* One that fails is no reason to leave the others. */
static bool fetch_each(struct fetch *fetch, const char *const *name, int count, struct err *err)
{
	int failed = 0;

	for (int i = 0; i < count; i++) {
		if (fetch_keyboard(fetch, name[i], err))
			continue;
		if (count == 1 || err->code == ERR_CANCELLED)
			return false;
		report_diagnostic(fetch->report, "error", "fetch", REPORT_NOWHERE, err->text);
		failed++;
	}
	return !failed || err_set(err, err->code, "%d of %d keyboards were not fetched", failed, count);
}

static bool run(const struct options *opt, struct report *report, const char *const *name, int count,
		struct err *err)
{
	struct fetch fetch = { 0 };
	bool ok;

	if (!count == !opt->list)
		return err_set(err, ERR_USAGE,
			       "fetch what? The name of a keyboard of QMK's, like planck/rev7, or --list for "
			       "all names");
	ok = stop_listen(err) && fetch_open(&fetch, opt->url, opt->force, report, err) &&
	     (opt->list ? fetch_list(&fetch, err) : fetch_each(&fetch, name, count, err));
	fetch_close(&fetch);
	return ok;
}

int cmd_fetch(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--force", 'f', OPTION_FLAG, &opt.force, NULL, "fetch what is in the cache, too" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL, "one JSON object a line for what happens" },
		{ "--list", 0, OPTION_FLAG, &opt.list, NULL,
		  "print the names of all keyboards that there are" },
		{ "--url", 0, OPTION_TEXT, &opt.url, "BASE",
		  "another place, also a folder ($KEYPLANE_API; " QMK_API_URL ")" },
	};
	struct report report = { .out = stdout, .to_terminal = isatty(STDOUT_FILENO) };
	struct err err = { 0 };
	const char *name[MAX_KEYBOARDS];
	int status, count = cli_parse(verb, argc, argv, rows, COUNT(rows), name, MAX_KEYBOARDS, &status);
	bool ok;

	if (count < 0)
		return status;
	report.style = opt.json ? REPORT_JSON : REPORT_TEXT;
	ok = run(&opt, &report, name, count, &err);
	report_end(&report, ok ? NULL : &err);
	return ok ? EXIT_OK : cli_fail(&err);
}
