/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "compile/generate.h"
#include "diagnostics.h"
#include "info_summary.h"
#include "model/symbol.h"
#include "project/builtin.h"
#include "project/cache.h"
#include "project/keymap_file.h"
#include "verbs.h"

struct options {
	const char *keymap, *qmk;
	bool json, api, ascii;
};

/* What QMK's own tools refuse has no data that could be theirs. */
static bool print_json(const struct info_subject *subject, bool api, struct err *err)
{
	const struct located *located = subject->located;
	struct str out = STR_INIT;

	diagnostics_print(stderr, subject->diagnostics, &(struct subject){ .path = located->path });
	if (subject->config->refused)
		return err_set(err, ERR_REFUSED, "QMK refuses %s: the first error says why",
			       located->id[0] ? located->id : located->path);
	generate_info_json(subject->config->info, api, &out);
	fwrite(str_text(&out), 1, out.len, stdout);
	str_release(&out);
	return true;
}

/* The default keymap of a keyboard that is of no tree; NULL: it has none. The caller frees. */
static char *find_default(const struct located *located)
{
	struct cached_keyboard fetched;
	struct err ignored;
	char *path = NULL;

	if (located->fetched && cache_find(located->id, &fetched, &ignored)) {
		path = mem_copy_text(fetched.keymap);
		cached_keyboard_release(&fetched);
	}
	return path;
}

/* The data with what the keymap says. *@path, which the caller frees, is that of its keymap.json, if it has one; NULL
 * for a built-in board. */
static struct qmk_config *read_with_keymap(const struct located *located, const char *keymap, char **path,
					   struct diagnostics *diagnostics, struct err *err)
{
	bool is_default = !strcmp(keymap, "default");
	struct qmk_config *config = NULL;
	char *folder, *full;

	if (!located->tree && is_default)
		*path = find_default(located);
	if (is_default && (!located->path || *path))
		return located_config(located, diagnostics, err);
	folder = located->tree ? tree_find_keymap_folder(located->tree, located->id, keymap) : NULL;
	if (folder) {
		config = tree_config_keymap(located->tree, located->id, folder, diagnostics, err);
		full = file_join(tree_home(located->tree), folder);
		*path = file_join(full, "keymap.json");
		free(full);
	} else {
		err_set(err, ERR_NOT_FOUND, "%s has no keymap %s%s%s",
			located->id[0] ? located->id : located->path, keymap,
			located->id[0] ? "; see keyplane list --keymaps " : "", located->id);
	}
	free(folder);
	return config;
}

/* Draw with the legends of the keymap at @path, NULL: a built-in board's. One in C keeps the numbers of its keys. */
static bool take_legends(struct info_subject *subject, const char *path, struct diagnostics *diagnostics,
			 struct err *err)
{
	const struct builtin *board = path ? NULL : builtin_find(subject->located->id);
	const char *name = path ? path : "keymap.json";
	size_t first = diagnostics->count;
	struct keymap_file file = { 0 };
	struct document document = { 0 };
	bool ok;

	if (path && !file_is_regular(path))
		return true;
	ok = board ? keymap_file_take(name, board->keymap, board->keymap_len, NULL, &file, err)
		   : keymap_file_read(name, NULL, &file, err);
	ok = ok && keymap_file_parse(&file, subject->keyboard, &document, diagnostics, err);
	if (ok) {
		subject->layout = (size_t)(document.used - subject->keyboard->layout);
		subject->map = keymap_ref(document.map);
	}
	/* The reader leaves it to us to say of which file it speaks. */
	for (size_t i = first; i < diagnostics->count; i++)
		diagnostics->item[i].file = symbol(name);
	document_release(&document);
	keymap_file_release(&file);
	return ok;
}

static bool tell(struct info_subject *subject, const char *keymap, const struct options *opt,
		 struct diagnostics *diagnostics, struct err *err)
{
	struct err no_layout;
	struct keyboard *kb;
	struct paper paper;
	bool ok;

	if (opt->json || opt->api)
		return print_json(subject, opt->api, err);
	/* Without a layout there is still much to tell. Why it has none is among the diagnostics. */
	kb = located_keyboard(subject->located, subject->config, diagnostics, &no_layout);
	subject->keyboard = kb;
	ok = !opt->keymap || !kb || take_legends(subject, keymap, diagnostics, err);
	picture_paper(&paper);
	paper.ascii = paper.ascii || opt->ascii;
	if (ok)
		info_summary(subject, &paper);
	keymap_unref(subject->map);
	keyboard_free(kb);
	return ok;
}

static bool info(const char *what, const struct options *opt, struct err *err)
{
	struct diagnostics diagnostics = { 0 };
	struct qmk_config *config;
	struct located located;
	struct info_subject subject = { .located = &located, .diagnostics = &diagnostics };
	char *keymap = NULL;
	bool ok = false;

	if (!locate(what, opt->qmk, &located, err))
		return false;
	subject.config = config =
		opt->keymap ? read_with_keymap(&located, opt->keymap, &keymap, &diagnostics, err)
			    : located_config(&located, &diagnostics, err);
	if (config)
		ok = tell(&subject, keymap, opt, &diagnostics, err);
	free(keymap);
	qmk_config_free(config);
	diagnostics_release(&diagnostics);
	located_release(&located);
	return ok;
}

int cmd_info(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL,
		  "print the merged data as qmk info -f json does" },
		{ "--api", 0, OPTION_FLAG, &opt.api, NULL,
		  "the same with what QMK's API adds, as qmk info -a -f json" },
		{ "-km", 0, OPTION_TEXT, &opt.keymap, "NAME",
		  "with what this keymap says; its legends are drawn" },
		{ "--keymap", 'k', OPTION_TEXT, &opt.keymap, "NAME", "the same" },
		{ "--ascii", 0, OPTION_FLAG, &opt.ascii, NULL, "lines and legends in ASCII" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
	};
	struct err err = { 0 };
	const char *what[1];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 1, &status);

	if (n < 0)
		return status;
	if (n == 0) {
		err_set(&err, ERR_USAGE,
			"info of what? The name of a keyboard, a keyboard.json or a keymap.json");
		return cli_fail(&err);
	}
	return info(what[0], &opt, &err) ? EXIT_OK : cli_fail(&err);
}
