/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "qmk_config_private.h"

/* What info_json() starts with. */
static void seed(struct qmk_merge *m)
{
	static const struct {
		const char *key;
		enum json_type type;
	} rows[] = {
		{ "keyboard_name", JSON_TEXT }, { "keyboard_folder", JSON_TEXT },
		{ "keymaps", JSON_OBJECT },     { "layouts", JSON_OBJECT },
		{ "parse_errors", JSON_ARRAY }, { "parse_warnings", JSON_ARRAY },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		json_put(m->doc, m->info, rows[i].key,
			 rows[i].type == JSON_TEXT ? json_new_text(m->doc, m->id)
						   : json_new(m->doc, rows[i].type));
	json_put(m->doc, m->info, "maintainer", json_new_text(m->doc, "qmk"));
}

static bool apply_rules(struct qmk_merge *m)
{
	struct assignments rules = { 0 };
	bool ok;

	qmk_config_read_rules(m, &rules);
	ok = qmk_config_apply_rules(m, &rules);
	assignments_release(&rules);
	return ok;
}

static bool apply_header(struct qmk_merge *m)
{
	struct assignments header = { 0 };
	bool ok;

	qmk_config_read_header(m, &header);
	ok = qmk_config_apply_header(m, &header);
	assignments_release(&header);
	return ok;
}

static void report_merged(void *data, const struct schema_problem *problem)
{
	struct qmk_merge *m = data;

	qmk_config_refuse(m, CONFIG_MERGED_SCHEMA, problem->node, "Invalid API data: %s: %s: %s", m->id,
			  problem->path, problem->text);
}

static bool check_schema(struct qmk_merge *m)
{
	return schema_check(m->facts->api, m->info, report_merged, m);
}

/* Whether files are there, and none of them could be read: nothing more can be said of what they hold. */
static bool is_lost(const struct qmk_merge *m)
{
	return !m->config->origins && m->first.code != ERR_NONE;
}

/* All that info_json() does. */
static void run(struct qmk_merge *m)
{
	static bool (*const stages[])(struct qmk_merge * m) = {
		qmk_merge_chain,   qmk_config_apply_defaults, apply_rules,  apply_header,
		qmk_config_derive, qmk_config_put_leds,       check_schema, qmk_config_check,
	};

	seed(m);
	if (!qmk_config_read_macros(m))
		return;
	for (size_t i = 0; i < COUNT(stages); i++)
		if (!stages[i](m) || is_lost(m))
			return;
}

/* A folder below keyboards/, and none outside. */
static bool check_id(const char *id, struct err *err)
{
	const char *part = id;
	size_t len;

	if (strlen(id) > QMK_CONFIG_MAX_ID)
		return err_set(err, ERR_RANGE, "a keyboard's name has at most %d bytes", QMK_CONFIG_MAX_ID);
	do {
		len = strcspn(part, "/");
		if (!len || (len <= 2 && !strncmp(part, "..", len)))
			return err_set(err, ERR_USAGE,
				       "\"%s\" is no keyboard's name: expected a folder below keyboards/",
				       id);
		part += len;
	} while (*part++);
	return true;
}

/* In old trees rules.mk, config.h and headers can be all there is. */
static bool has_data(const struct qmk_merge *m)
{
	for (size_t i = 0; i < m->config->origins; i++)
		if (m->config->origin[i].doc)
			return true;
	return m->config->origins && m->first.code == ERR_NONE;
}

/* What was read, or NULL and why when that was nothing. */
static struct qmk_config *finish(struct qmk_merge *m, struct err *err)
{
	if (has_data(m))
		return m->config;
	*err = m->first;
	if (err->code == ERR_NONE)
		err_set(err, ERR_NOT_FOUND, "keyboards/%s has neither keyboard.json nor info.json", m->id);
	qmk_config_free(m->config);
	return NULL;
}

static bool start(struct qmk_merge *m, struct err *err)
{
	if (!check_id(m->id, err))
		return false;
	m->config = mem_new(1, sizeof(*m->config));
	m->config->doc = m->doc = json_doc_new();
	m->config->info = m->info = json_edit_root(m->doc);
	return true;
}

struct qmk_config *qmk_config_read(const char *id, const struct qmk_files *files,
				   const struct qmk_facts *facts, struct diagnostics *diagnostics,
				   struct err *err)
{
	struct qmk_merge m = { .id = id, .files = files, .facts = facts, .diagnostics = diagnostics };

	if (!start(&m, err))
		return NULL;
	run(&m);
	qmk_config_salvage(&m);
	return finish(&m, err);
}

static void report_keymap(void *data, const struct schema_problem *problem)
{
	qmk_config_refuse(data, CONFIG_KEYMAP, problem->node, "Invalid JSON keymap: %s%s%s", problem->path,
			  problem->path[0] ? ": " : "", problem->text);
}

/* The "config" of a keymap.json. */
static bool merge_keymap(struct qmk_merge *m, const char *folder)
{
	struct str path = STR_INIT;
	struct json *root, *config;

	str_addf(&path, "%s/keymap.json", folder);
	root = qmk_config_json(m, str_text(&path));
	str_release(&path);
	if (!root)
		return true;
	if (!schema_check(m->facts->keymap, root, report_keymap, m))
		return false;
	config = json_member(root, "config");
	if (config && config->type != JSON_OBJECT)
		return qmk_config_refuse(m, CONFIG_TYPE, config, "\"config\" is %s, expected an object",
					 json_type_name(config->type));
	return !config || qmk_merge_object(m, m->info, config);
}

static bool run_keymap(struct qmk_merge *m, const char *folder)
{
	struct assignments rules = { 0 }, header = { 0 };
	bool ok;

	m->in_keymap = true;
	qmk_config_read_rules_mk(m, folder, &rules);
	qmk_config_read_config_h(m, folder, &header);
	ok = merge_keymap(m, folder) && qmk_config_apply_rules(m, &rules) &&
	     qmk_config_apply_header(m, &header);
	assignments_release(&rules);
	assignments_release(&header);
	return ok;
}

struct qmk_config *qmk_config_read_keymap(const char *id, const char *folder, const struct qmk_files *files,
					  const struct qmk_facts *facts, struct diagnostics *diagnostics,
					  struct err *err)
{
	struct qmk_merge m = { .id = id, .files = files, .facts = facts, .diagnostics = diagnostics };

	if (!start(&m, err))
		return NULL;
	run(&m);
	qmk_config_salvage(&m);
	if (has_data(&m))
		run_keymap(&m, folder);
	return finish(&m, err);
}

/* The keyboard's part of an answer of QMK's API, or all of what `qmk info` prints. */
static const struct json *find_info(const struct json *root, const char *id, struct err *err)
{
	const struct json *keyboards = json_member(root, "keyboards");
	const struct json *info = keyboards ? json_member(keyboards, id) : root;

	if (!info && id[0])
		err_set(err, ERR_NOT_FOUND, "it does not tell of the keyboard %s", id);
	else if (!info)
		err_set(err, ERR_NOT_FOUND, "it tells of no keyboard");
	else if (!json_member(info, "layouts"))
		err_set(err, ERR_PARSE,
			"expected what \"qmk info -f json\" prints, with \"layouts\", or an answer of QMK's "
			"API");
	else
		return info;
	return NULL;
}

struct qmk_config *qmk_config_parse(const char *id, const char *path, const char *text, size_t len,
				    struct diagnostics *diagnostics, struct err *err)
{
	struct qmk_config *config = mem_new(1, sizeof(*config));
	struct qmk_merge m = { .config = config, .id = id, .diagnostics = diagnostics };
	struct json *root = qmk_config_parse_json(&m, path, text, len, err);

	config->doc = json_doc_new();
	config->info = root ? find_info(root, id, err) : NULL;
	if (config->info)
		return config;
	err_wrap(err, "%s", path);
	qmk_config_free(config);
	return NULL;
}

void qmk_config_free(struct qmk_config *config)
{
	if (!config)
		return;
	for (size_t i = 0; i < config->origins; i++) {
		free(config->origin[i].path);
		json_doc_free(config->origin[i].doc);
	}
	free(config->origin);
	json_doc_free(config->doc);
	free(config);
}

bool qmk_config_place(const struct qmk_config *config, const struct json *node, const char **path, int *line,
		      int *column)
{
	const struct qmk_config_origin *origin;

	if (!node->file)
		return false;
	origin = &config->origin[node->file - 1];
	*path = origin->path;
	*line = (int)node->span.start;
	*column = 1;
	if (origin->doc)
		json_place(origin->doc, node->span.start, line, column);
	return true;
}

const char *qmk_config_file(const struct qmk_config *config, size_t index)
{
	return index < config->origins ? config->origin[index].path : NULL;
}
