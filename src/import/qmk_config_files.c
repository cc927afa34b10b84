/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "qmk_config_private.h"

uint16_t qmk_config_origin(struct qmk_merge *m, const char *path, struct json_doc *doc)
{
	struct qmk_config *config = m->config;

	for (size_t i = 0; i < config->origins; i++)
		if (!strcmp(config->origin[i].path, path))
			return (uint16_t)(i + 1);
	config->origin = mem_resize(config->origin, config->origins + 1, sizeof(*config->origin));
	config->origin[config->origins++] =
		(struct qmk_config_origin){ .path = mem_copy_text(path), .doc = doc };
	return (uint16_t)config->origins;
}

/* What cannot be used: reported, and remembered for when nothing else is left. */
static void fail(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, struct err *err)
{
	const char *what = err->text;
	int line = -1, column = -1, used = 0;

	/* json_parse() says the place in words. */
	if (sscanf(what, "line %d, column %d: %n", &line, &column, &used) == 2 && used)
		what += used;
	else
		line = column = -1;
	qmk_config_report_at(m, kind, path, line, column, "%s", what);
	m->config->refused = true;
	if (m->first.code != ERR_NONE)
		return;
	m->first = *err;
	/* What cannot be opened is named already. */
	if (!strstr(err->text, path))
		err_wrap(&m->first, "%s", path);
}

static bool is_utf8(const char *text, size_t len, struct err *err)
{
	size_t used, start = 0;
	int line = 1;

	for (size_t i = 0; i < len; i += used) {
		uint32_t code = utf8_decode(text + i, len - i, &used);

		if (code == '\n') {
			line++;
			start = i + 1;
		}
		if (code == 0xfffd && used == 1)
			return err_set(
				err, ERR_PARSE,
				"line %d, column %zu: the byte 0x%02x is not UTF-8; save the text as UTF-8",
				line, i - start + 1, (unsigned char)text[i]);
	}
	return true;
}

bool qmk_config_open(struct qmk_merge *m, const char *path, const char **text, size_t *len)
{
	struct err err = { 0 };
	enum qmk_file_result result = m->files->read(m->files->data, path, text, len, &err);

	if (result == QMK_FILE_READ && is_utf8(*text, *len, &err))
		return true;
	if (result != QMK_FILE_ABSENT)
		fail(m, CONFIG_FILE, path, &err);
	qmk_config_close(m);
	return false;
}

void qmk_config_close(struct qmk_merge *m)
{
	if (m->files->release)
		m->files->release(m->files->data);
}

/* Tell every node which file it is of. The first object of too many members, if there is one. */
static const struct json *number_nodes(struct json *node, uint16_t file)
{
	const struct json *large =
		node->type == JSON_OBJECT && node->count > QMK_CONFIG_MAX_MEMBERS ? node : NULL;

	node->file = file;
	for (struct json *child = node->first; child && !large; child = child->next)
		large = number_nodes(child, file);
	return large;
}

struct json *qmk_config_parse_json(struct qmk_merge *m, const char *path, const char *text, size_t len,
				   struct err *err)
{
	struct json_doc *doc = json_parse(text, len, err);
	const struct json *large;
	int line, column;

	if (!doc)
		return NULL;
	large = number_nodes(json_edit_root(doc), (uint16_t)(m->config->origins + 1));
	if (!large) {
		qmk_config_origin(m, path, doc);
		return json_edit_root(doc);
	}
	json_place(doc, large->span.start, &line, &column);
	err_set(err, ERR_RANGE, "line %d, column %d: an object of %zu members; at most %d are read", line,
		column, large->count, QMK_CONFIG_MAX_MEMBERS);
	json_doc_free(doc);
	return NULL;
}

struct json *qmk_config_json(struct qmk_merge *m, const char *path)
{
	struct json *root = NULL;
	const char *text;
	size_t len;
	struct err err = { 0 };
	enum qmk_file_result result = m->files->read(m->files->data, path, &text, &len, &err);

	if (result == QMK_FILE_READ)
		root = qmk_config_parse_json(m, path, text, len, &err);
	qmk_config_close(m);
	if (!root && result != QMK_FILE_ABSENT)
		fail(m, result == QMK_FILE_READ ? CONFIG_SYNTAX : CONFIG_FILE, path, &err);
	return root;
}

bool qmk_folder_next(struct qmk_merge *m, struct qmk_folder *folder)
{
	static const char top[] = "keyboards/";
	size_t done = folder->name ? strlen(folder->path) + 1 : strlen(top), len;

	if (done - strlen(top) >= strlen(m->id))
		return false;
	len = strcspn(m->id + done - strlen(top), "/");
	snprintf(folder->path, sizeof(folder->path), "%s%.*s", top, (int)(done - strlen(top) + len), m->id);
	folder->name = folder->path + done;
	return true;
}

void qmk_config_read_rules_mk(struct qmk_merge *m, const char *folder, struct assignments *rules)
{
	struct str path = STR_INIT;
	const char *text;
	size_t len;

	str_addf(&path, "%s/rules.mk", folder);
	if (qmk_config_open(m, str_text(&path), &text, &len)) {
		rules_mk_read(rules, text, len, qmk_config_origin(m, str_text(&path), NULL));
		qmk_config_close(m);
	}
	str_release(&path);
}

void qmk_config_read_rules(struct qmk_merge *m, struct assignments *rules)
{
	struct str own = STR_INIT;

	/* QMK reads that of the keyboard's own folder first, and again in its turn. */
	str_addf(&own, "keyboards/%s", m->id);
	qmk_config_read_rules_mk(m, str_text(&own), rules);
	str_release(&own);
	for (struct qmk_folder folder = { 0 }; qmk_folder_next(m, &folder);)
		qmk_config_read_rules_mk(m, folder.path, rules);
}

void qmk_config_read_config_h(struct qmk_merge *m, const char *folder, struct assignments *header)
{
	struct assignments one = { 0 };
	struct str path = STR_INIT;
	const char *text;
	size_t len;

	str_addf(&path, "%s/config.h", folder);
	if (qmk_config_open(m, str_text(&path), &text, &len)) {
		config_h_read(&one, text, len, qmk_config_origin(m, str_text(&path), NULL), str_text(&path),
			      m->diagnostics);
		qmk_config_close(m);
		assignments_merge(header, &one);
	}
	str_release(&path);
}

void qmk_config_read_header(struct qmk_merge *m, struct assignments *header)
{
	for (struct qmk_folder folder = { 0 }; qmk_folder_next(m, &folder);)
		qmk_config_read_config_h(m, folder.path, header);
}
