/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/line_diff.h"
#include "base/mem.h"
#include "compile/keyboard_json.h"
#include "config_private.h"
#include "model/symbol.h"

const struct str *config_present(const struct config *config)
{
	return &config->history.text[config->history.present];
}

/* @text becomes the present, which it copies; what could be redone is forgotten. */
static void remember(struct config_history *history, const struct str *text)
{
	while (history->count > history->present + 1)
		str_release(&history->text[--history->count]);
	if (history->count == CONFIG_MAX_TEXTS) {
		str_release(&history->text[0]);
		memmove(&history->text[0], &history->text[1],
			(CONFIG_MAX_TEXTS - 1) * sizeof(history->text[0]));
		history->count--;
	}
	history->text[history->count] = (struct str)STR_INIT;
	str_add_bytes(&history->text[history->count], str_text(text), text->len);
	history->present = history->count++;
}

static void release_reading(struct config *config)
{
	config_release_fields(config);
	diagnostics_release(&config->problems);
	qmk_config_free(config->merged);
	json_doc_free(config->doc);
	config->merged = NULL;
	config->doc = NULL;
	config->info = NULL;
}

/* Read the present text, and the keyboard with it. */
static bool read_present(struct config *config, struct err *err)
{
	const struct str *text = config_present(config);
	struct err none = { 0 };

	release_reading(config);
	config->doc = json_parse(str_text(text), text->len, err);
	if (!config->doc)
		return err_wrap(err, "%s", config_path(config));
	if (json_root(config->doc)->type != JSON_OBJECT)
		return err_set(err, ERR_PARSE, "%s holds %s: expected an object", config_path(config),
			       json_type_name(json_root(config->doc)->type));
	config->files.text = text;
	config->merged = qmk_config_read(config->source.id, &config->files.files, config->source.facts,
					 &config->problems, &none);
	config->info = config->merged ? config->merged->info : json_root(config->doc);
	config_list_fields(config);
	located_files_tell(&config->source, &config->problems, 0, &none);
	return true;
}

static void keep_problems(struct config *config)
{
	diagnostics_release(&config->at_save);
	for (size_t i = 0; i < config->problems.count; i++) {
		const struct diagnostic *d = &config->problems.item[i];

		diagnostics_add(&config->at_save, d->kind, d->place, "%s", d->text);
	}
}

/* The own file's bytes as they are on disk. */
static bool read_own(struct config *config, struct str *out, struct err *err)
{
	const struct qmk_files *files = config->source.files;
	const char *text;
	size_t len;

	switch (files->read(files->data, config->source.own, &text, &len, err)) {
	case QMK_FILE_READ:
		str_clear(out);
		str_add_bytes(out, text, len);
		if (files->release)
			files->release(files->data);
		return true;
	case QMK_FILE_ABSENT:
		return err_set(
			err, ERR_NOT_FOUND,
			"%s has no keyboard.json: its data are in rules.mk and config.h, which the form "
			"does not write",
			config->located.id);
	case QMK_FILE_FAILED:
		break;
	}
	return false;
}

struct config *config_open(const char *what, const char *qmk_home, struct err *err)
{
	struct config *config = mem_new(1, sizeof(*config));
	bool ok;

	config->source.disk.fd = -1;
	ok = locate(what, qmk_home, &config->located, err) &&
	     located_files_open(&config->source, &config->located, err);
	if (ok && config->located.fetched)
		config->read_only = "it was fetched, and stays as QMK has it";
	else if (ok && !config->located.path)
		config->read_only = "it is built in";
	if (ok)
		config_files_init(&config->files, config->source.files, config->source.own);
	ok = ok && read_own(config, &config->saved, err);
	if (ok) {
		remember(&config->history, &config->saved);
		config_read_rows(config);
		ok = read_present(config, err);
	}
	if (!ok) {
		config_free(config);
		return NULL;
	}
	keep_problems(config);
	return config;
}

void config_free(struct config *config)
{
	if (!config)
		return;
	release_reading(config);
	diagnostics_release(&config->at_save);
	for (size_t i = 0; i < config->history.count; i++)
		str_release(&config->history.text[i]);
	for (size_t i = 0; i < config->rows; i++)
		free((char *)config->row[i].path);
	free(config->row);
	str_release(&config->saved);
	config_files_release(&config->files);
	located_files_close(&config->source);
	located_release(&config->located);
	free(config);
}

const char *config_path(const struct config *config)
{
	return config->located.path ? config->located.path : config->located.id;
}

size_t config_count(const struct config *config)
{
	return config->fields;
}

const struct config_field *config_at(const struct config *config, size_t index)
{
	return &config->field[index];
}

const struct config_field *config_find(const struct config *config, const char *path)
{
	for (size_t i = 0; i < config->fields; i++)
		if (!strcmp(config->field[i].path, path))
			return &config->field[i];
	return NULL;
}

const struct diagnostics *config_problems(const struct config *config)
{
	return &config->problems;
}

static bool was_there(const struct diagnostics *all, const struct diagnostic *d)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].kind == d->kind && !strcmp(all->item[i].text, d->text))
			return true;
	return false;
}

const struct diagnostic *config_new_error(const struct config *config)
{
	for (size_t i = 0; i < config->problems.count; i++) {
		const struct diagnostic *d = &config->problems.item[i];

		if (d->kind->severity == SEVERITY_ERROR && !was_there(&config->at_save, d))
			return d;
	}
	return NULL;
}

/* Whether a value of this file at @path would count. */
static bool check_place(const struct config *config, const char *path, struct err *err)
{
	const struct json *node = json_get_path(config->info, path);
	const char *file;
	int line, column;

	if (config->read_only)
		return err_set(err, ERR_REFUSED,
			       "%s cannot be changed: %s; copy it with keyplane new keyboard",
			       config_path(config), config->read_only);
	if (!node || !config->merged || !qmk_config_place(config->merged, node, &file, &line, &column) ||
	    !strcmp(file, config->source.own))
		return true;
	return err_set(err, ERR_REFUSED,
		       "%s is said in %s, line %d, which wins over this file: change it there", path, file,
		       line);
}

/* The value that @typed is at @path. The caller frees its document. */
static struct json_doc *parse_typed(const struct config *config, const char *path, const char *typed,
				    const struct json **value, struct err *err)
{
	const struct schema_facts *facts = config_facts(config, path);

	if (!facts) {
		err_set(err, ERR_NOT_FOUND, "QMK knows no member %s", path);
		return NULL;
	}
	return config_parse_value(facts, config_element_row(config, path), typed, value, err);
}

bool config_check(const struct config *config, const char *path, const char *typed, struct err *err)
{
	const struct json *value;
	struct json_doc *doc = parse_typed(config, path, typed, &value, err);

	json_doc_free(doc);
	return doc;
}

static void keep_first(void *data, const struct schema_problem *problem)
{
	struct str *out = data;

	if (problem->path[0])
		str_addf(out, "%s: ", problem->path);
	str_add(out, problem->text);
}

/* What QMK's schema says of the whole file: members that are valid one by one may not go together. */
static bool check_whole(const struct config *config, const struct str *text, struct err *err)
{
	const struct schema *schema = config->source.facts->keyboard;
	struct json_doc *doc = json_parse(str_text(text), text->len, err);
	struct str why = STR_INIT;
	bool ok;

	if (!doc)
		return false;
	ok = schema_check(schema, json_root(doc), keep_first, &why);
	if (!ok && schema_check(schema, json_root(config->doc), NULL, NULL))
		err_set(err, ERR_RANGE, "QMK would not take the file: %.400s", str_text(&why));
	else
		ok = true;
	str_release(&why);
	json_doc_free(doc);
	return ok;
}

static bool change(struct config *config, const struct keyboard_json_edit *edit, struct err *err)
{
	const struct str *before = config_present(config);
	struct str after = STR_INIT;
	bool ok = keyboard_json_edit(str_text(before), before->len, edit, &after, err) &&
		  check_whole(config, &after, err);

	if (ok && (after.len != before->len || memcmp(str_text(&after), str_text(before), after.len) != 0)) {
		remember(&config->history, &after);
		ok = read_present(config, err);
	}
	str_release(&after);
	return ok;
}

static bool put(struct config *config, enum keyboard_json_change how, const char *path, const char *typed,
		struct err *err)
{
	struct keyboard_json_edit edit = { .change = how, .path = path };
	struct json_doc *doc;
	bool ok;

	if (!check_place(config, path, err))
		return false;
	doc = parse_typed(config, path, typed, &edit.value, err);
	if (!doc)
		return err->code == ERR_NOT_FOUND ? false : err_wrap(err, "%s", path);
	ok = change(config, &edit, err);
	json_doc_free(doc);
	return ok;
}

bool config_set(struct config *config, const char *path, const char *typed, struct err *err)
{
	return put(config, KEYBOARD_JSON_SET, path, typed, err);
}

bool config_insert(struct config *config, const char *path, const char *typed, struct err *err)
{
	return put(config, KEYBOARD_JSON_INSERT, path, typed, err);
}

bool config_unset(struct config *config, const char *path, struct err *err)
{
	struct keyboard_json_edit edit = { .change = KEYBOARD_JSON_REMOVE, .path = path };

	/* What has no effect may go, whoever wins. */
	return (json_get_path(json_root(config->doc), path) && !config->read_only) ||
			       check_place(config, path, err)
		       ? change(config, &edit, err)
		       : false;
}

bool config_move(struct config *config, const char *path, size_t to, struct err *err)
{
	struct keyboard_json_edit edit = { .change = KEYBOARD_JSON_MOVE, .path = path, .to = to };

	return check_place(config, path, err) && change(config, &edit, err);
}

/* Texts of the history were read before: reading one again does not fail. */
static bool go(struct config *config, size_t to)
{
	struct err none;

	config->history.present = to;
	return read_present(config, &none);
}

bool config_undo(struct config *config)
{
	return config->history.present && go(config, config->history.present - 1);
}

bool config_redo(struct config *config)
{
	return config->history.present + 1 < config->history.count && go(config, config->history.present + 1);
}

bool config_is_modified(const struct config *config)
{
	const struct str *now = config_present(config);

	return now->len != config->saved.len ||
	       memcmp(str_text(now), str_text(&config->saved), now->len) != 0;
}

void config_diff(const struct config *config, struct str *out)
{
	line_diff(&config->saved, config_present(config), out);
}

static bool is_as_read(struct config *config, struct err *err)
{
	struct str now = STR_INIT;
	bool ok = read_own(config, &now, err);

	if (ok &&
	    (now.len != config->saved.len || memcmp(str_text(&now), str_text(&config->saved), now.len) != 0))
		ok = err_set(err, ERR_EXISTS,
			     "%s has changed on disk since it was read: nothing was written; open it again",
			     config_path(config));
	str_release(&now);
	return ok;
}

bool config_save(struct config *config, bool force, struct err *err)
{
	const struct str *text = config_present(config);

	if (config->read_only)
		return err_set(err, ERR_REFUSED, "%s cannot be written: %s", config_path(config),
			       config->read_only);
	if ((!force && !is_as_read(config, err)) ||
	    !file_write(config->located.path, str_text(text), text->len, FILE_REPLACE, err))
		return false;
	str_clear(&config->saved);
	str_add_bytes(&config->saved, str_text(text), text->len);
	keep_problems(config);
	return true;
}
