/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "fetch.h"
#include "import/qmk_api.h"
#include "project/cache.h"
#include "stop.h"

/* One file. Zero-initialise. */
struct file {
	const char *path;
	/* Whether that is what belongs there; @id as the caller gave it. */
	bool (*check)(const struct json *root, const char *id, struct err *err);
	const char *id;
	enum { FILE_NEW, FILE_UPDATED, FILE_UNCHANGED, FILE_CACHED } state;
	struct str text;
	struct json_doc *doc;
	struct err why; /* FILE_CACHED */
};

bool fetch_open(struct fetch *fetch, const char *base, bool force, struct report *report, struct err *err)
{
	base = cache_base(base);
	*fetch = (struct fetch){ .base = base, .force = force, .report = report };
	fetch->folder = cache_folder(base);
	if (!fetch->folder)
		return err_set(err, ERR_NOT_FOUND,
			       "nowhere to keep what is fetched: neither XDG_CACHE_HOME nor HOME is set");
	fetch->remote = remote_open(base, err);
	return fetch->remote;
}

void fetch_close(struct fetch *fetch)
{
	remote_close(fetch->remote);
	free(fetch->folder);
}

static void file_release(struct file *file)
{
	json_doc_free(file->doc);
	str_release(&file->text);
}

/* A bar is for what can be waited for: a person sees bytes that come in, and nothing of them afterwards. */
static bool on_progress(void *data, uint64_t done, uint64_t total)
{
	struct fetch *fetch = data;
	struct report *report = fetch->report;

	if (report->style == REPORT_JSON || report->to_terminal)
		report_progress(report, fetch->step, done, report->style == REPORT_JSON ? total : 0, "bytes");
	return !*stop_flag();
}

/* Take over @text when it is what belongs there; it is empty then. */
static bool take(struct file *file, struct str *text, struct err *err)
{
	struct json_doc *doc = json_parse(str_text(text), text->len, err);

	if (!doc || !file->check(json_root(doc), file->id, err)) {
		json_doc_free(doc);
		return false;
	}
	file_release(file);
	file->doc = doc;
	file->text = *text;
	*text = (struct str)STR_INIT;
	return true;
}

static void read_cached(struct fetch *fetch, struct file *file, char *etag)
{
	struct str text = STR_INIT;
	struct err err = { 0 };

	etag[0] = '\0';
	if (!fetch->force && cache_read(fetch->folder, file->path, &text, etag, &err) &&
	    !take(file, &text, &err)) {
		etag[0] = '\0';
		report_diagnostic(fetch->report, "warning", "cache-damaged", REPORT_NOWHERE, err.text);
	}
	str_release(&text);
}

/* The network may be back tomorrow: what we have will do today. */
static bool may_use_cached(const struct file *file, const struct err *err)
{
	return file->doc && (err->code == ERR_IO || err->code == ERR_TIMEOUT);
}

static bool keep(struct fetch *fetch, struct file *file, struct http_answer *answer, struct err *err)
{
	bool had = file->doc, same = had && answer->body.len == file->text.len &&
				     !memcmp(answer->body.data, file->text.data, answer->body.len);

	file->state = same ? FILE_UNCHANGED : had ? FILE_UPDATED : FILE_NEW;
	if (!take(file, &answer->body, err))
		return err_wrap(err, "%.100s/%.200s: what came is not used", fetch->base, file->path);
	return cache_write(fetch->folder, file->path, &file->text, answer->etag, err);
}

/* False with @file as it was, or with what is in the cache. */
static bool get(struct fetch *fetch, struct file *file, struct err *err)
{
	char etag[CACHE_ETAG_MAX_BYTES];
	struct http_answer answer = { 0 };
	struct http_request request = { .max_bytes = JSON_MAX_BYTES, .progress = on_progress, .data = fetch };
	bool ok;

	_Static_assert((int)CACHE_ETAG_MAX_BYTES == (int)HTTP_ETAG_MAX_BYTES, "kept as it came");
	read_cached(fetch, file, etag);
	request.etag = etag[0] ? etag : NULL;
	ok = remote_get(fetch->remote, file->path, &request, &answer, err);
	if (ok && answer.not_modified) {
		file->state = FILE_UNCHANGED;
	} else if (ok) {
		ok = keep(fetch, file, &answer, err);
	} else if (may_use_cached(file, err)) {
		file->state = FILE_CACHED;
		file->why = *err;
		ok = true;
	}
	http_answer_release(&answer);
	return ok;
}

static bool is_keyboard(const struct json *root, const char *id, struct err *err)
{
	return qmk_api_keyboard(root, id, err);
}

/* For what has one member that all depends on. */
static bool has_member(const struct json *root, const char *name, enum json_type type, struct err *err)
{
	const struct json *member = json_member(root, name);

	return (member && member->type == type) ||
	       err_set(err, ERR_PARSE, "it has no \"%s\" that is %s", name, json_type_name(type));
}

static bool is_list(const struct json *root, MAYBE_UNUSED const char *id, struct err *err)
{
	return has_member(root, "keyboards", JSON_ARRAY, err);
}

static bool is_aliases(const struct json *root, MAYBE_UNUSED const char *id, struct err *err)
{
	return has_member(root, "keyboard_aliases", JSON_OBJECT, err);
}

static bool is_keymap(const struct json *root, MAYBE_UNUSED const char *id, struct err *err)
{
	return has_member(root, "layers", JSON_ARRAY, err);
}

/* A keyboard opens without it, too: only a cancel is a failure. */
static bool get_keymap(struct fetch *fetch, const struct file *info, struct err *err)
{
	const struct json *keyboard = qmk_api_keyboard(json_root(info->doc), info->id, err);
	char *path = qmk_api_default_keymap(keyboard);
	struct file file = { .path = path, .check = is_keymap };
	bool ok;

	fetch->step = "keymap";
	ok = !path || get(fetch, &file, err);
	if (!ok && err->code != ERR_CANCELLED) {
		err_wrap(err, "without its default keymap");
		report_diagnostic(fetch->report, "warning", "fetch-keymap", REPORT_NOWHERE, err->text);
		ok = true;
	}
	file_release(&file);
	free(path);
	return ok;
}

static void tell(struct fetch *fetch, const char *name, const struct file *file)
{
	static const char *const words[] = {
		[FILE_NEW] = "new",
		[FILE_UPDATED] = "updated",
		[FILE_UNCHANGED] = "not modified",
		[FILE_CACHED] = "from the cache: ",
	};
	struct str line = STR_INIT;

	str_add(&line, file->id);
	if (strcmp(name, file->id) != 0)
		str_addf(&line, " (%s)", name);
	str_addf(&line, ": %zu kB, %s%s", (file->text.len + 999) / 1000, words[file->state],
		 file->state == FILE_CACHED ? file->why.text : "");
	report_log(fetch->report, str_text(&line));
	if (fetch->report->style == REPORT_JSON)
		report_result(fetch->report, "keyboard", file->id);
	str_release(&line);
}

static bool get_keyboard(struct fetch *fetch, const char *name, const char *id, struct err *err)
{
	char *path = qmk_api_info_path(id);
	struct file file = { .path = path, .check = is_keyboard, .id = id };
	bool ok;

	fetch->step = id;
	ok = get(fetch, &file, err) && get_keymap(fetch, &file, err);
	if (ok)
		tell(fetch, name, &file);
	file_release(&file);
	free(path);
	return ok;
}

/* What @name is called now; NULL when it has no other name. The caller frees. */
static char *find_alias(struct fetch *fetch, const char *name, struct err *err)
{
	struct file file = { .path = QMK_API_ALIASES, .check = is_aliases };
	char *id = NULL;

	fetch->step = "aliases";
	if (get(fetch, &file, err))
		id = qmk_api_follow_aliases(json_root(file.doc), name);
	if (id && !strcmp(id, name)) {
		free(id);
		id = NULL;
	}
	file_release(&file);
	return id;
}

static bool no_keyboard(struct fetch *fetch, const char *name, struct err *err)
{
	struct file list = { .path = QMK_API_LIST, .check = is_list };
	struct str near = STR_INIT;
	struct err ignored;

	fetch->step = "list";
	if (get(fetch, &list, &ignored))
		cache_suggest(fetch->folder, name, &near);
	err_set(err, ERR_NOT_FOUND, "there is no keyboard %s at %s%s", name, fetch->base, str_text(&near));
	file_release(&list);
	str_release(&near);
	return false;
}

bool fetch_keyboard(struct fetch *fetch, const char *name, struct err *err)
{
	struct err alias_err = { 0 };
	char *id;
	bool ok;

	if (!qmk_api_is_id(name))
		return err_set(err, ERR_USAGE, "%s is no keyboard's name, which is like planck/rev7", name);
	if (get_keyboard(fetch, name, name, err))
		return true;
	if (err->code != ERR_NOT_FOUND)
		return false;
	id = find_alias(fetch, name, &alias_err);
	ok = id && get_keyboard(fetch, name, id, err);
	if (alias_err.code == ERR_CANCELLED)
		*err = alias_err;
	if (!ok && err->code == ERR_NOT_FOUND)
		no_keyboard(fetch, name, err);
	free(id);
	return ok;
}

bool fetch_list(struct fetch *fetch, struct err *err)
{
	struct file file = { .path = QMK_API_LIST, .check = is_list };
	bool ok;

	fetch->step = "list";
	ok = get(fetch, &file, err);
	if (ok && file.state == FILE_CACHED)
		fprintf(stderr, "keyplane: the list is from the cache: %s\n", file.why.text);
	for (const struct json *node = ok ? json_member(json_root(file.doc), "keyboards")->first : NULL; node;
	     node = node->next) {
		if (!qmk_api_is_id(json_text(node)))
			continue;
		if (fetch->report->style == REPORT_JSON)
			report_result(fetch->report, "keyboard", json_text(node));
		else
			report_log(fetch->report, json_text(node));
	}
	file_release(&file);
	return ok;
}
