/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "qmk_facts_private.h"

static const char *const mapping_paths[QMK_MAPPINGS] = {
	[QMK_MAPPING_CONFIG_H] = "data/mappings/info_config.hjson",
	[QMK_MAPPING_RULES_MK] = "data/mappings/info_rules.hjson",
	[QMK_MAPPING_DEFAULTS] = "data/mappings/defaults.hjson",
	[QMK_MAPPING_CODE_DEFAULTS] = "data/mappings/info_defaults.hjson",
};

#define SCHEMAS "data/schemas/"

static const char *const schema_paths[] = {
	SCHEMAS "definitions.jsonschema",    SCHEMAS "keyboard.jsonschema",
	SCHEMAS "api_keyboard.jsonschema",   SCHEMAS "keymap.jsonschema",
	SCHEMAS "keycodes.jsonschema",       SCHEMAS "community_module.jsonschema",
	SCHEMAS "user_repo_v0.jsonschema",   SCHEMAS "user_repo_v1.jsonschema",
	SCHEMAS "user_repo_v1_1.jsonschema",
};

/* *@text is NULL when there is no such file. */
static bool read_text(const struct qmk_files *files, const char *path, const char **text, size_t *len,
		      struct err *err)
{
	*text = NULL;
	*len = 0;
	return files->read(files->data, path, text, len, err) != QMK_FILE_FAILED;
}

static bool read_mapping(struct json_doc **doc, const struct qmk_files *files, const char *path,
			 struct err *err)
{
	const char *text;
	size_t len;

	if (!read_text(files, path, &text, &len, err))
		return false;
	if (!text)
		return true;
	*doc = json_parse(text, len, err);
	if (!*doc)
		return err_wrap(err, "%s", path);
	if (json_root(*doc)->type != JSON_OBJECT)
		return err_set(err, ERR_PARSE, "%s: expected an object, found %s", path,
			       json_type_name(json_root(*doc)->type));
	return true;
}

static bool read_mappings(struct qmk_facts_store *store, const struct qmk_files *files, struct err *err)
{
	struct json_doc **doc = store->mapping;

	for (int i = 0; i < QMK_MAPPINGS; i++)
		if (!read_mapping(&doc[i], files, mapping_paths[i], err))
			return false;
	if (doc[QMK_MAPPING_CONFIG_H] &&
	    !qmk_map_read_config_h(&store->config_h, doc[QMK_MAPPING_CONFIG_H], err))
		return err_wrap(err, "%s", mapping_paths[QMK_MAPPING_CONFIG_H]);
	if (doc[QMK_MAPPING_RULES_MK] && !qmk_map_read(&store->rules_mk, doc[QMK_MAPPING_RULES_MK], err))
		return err_wrap(err, "%s", mapping_paths[QMK_MAPPING_RULES_MK]);
	return true;
}

static bool read_schemas(struct qmk_facts_store *store, const struct qmk_files *files, struct err *err)
{
	store->schemas = schema_store_new();
	for (size_t i = 0; i < COUNT(schema_paths); i++) {
		const char *text;
		size_t len;

		if (!read_text(files, schema_paths[i], &text, &len, err))
			return false;
		if (text &&
		    !schema_store_add(store->schemas, schema_paths[i] + strlen(SCHEMAS), text, len, err))
			return err_wrap(err, "data/schemas");
	}
	if (!schema_store_finish(store->schemas, err))
		return err_wrap(err, "data/schemas");
	return true;
}

/* Before features.lto was forbidden it was what LTO_ENABLE gave. */
static bool allows_lto(const struct schema *keyboard)
{
	struct json_doc *doc = json_doc_new();
	bool allowed;

	json_put_path(doc, json_edit_root(doc), "features.lto", json_new_bool(doc, true));
	allowed = schema_check(keyboard, json_root(doc), NULL, NULL);
	json_doc_free(doc);
	return allowed;
}

static void collect(struct qmk_facts *facts)
{
	const struct qmk_facts_store *store = facts->store;
	const struct json_doc *defaults = store->mapping[QMK_MAPPING_DEFAULTS];
	const struct json_doc *code_defaults = store->mapping[QMK_MAPPING_CODE_DEFAULTS];

	facts->config_h = store->config_h;
	facts->rules_mk = store->rules_mk;
	facts->defaults = defaults ? json_root(defaults) : NULL;
	facts->code_defaults = code_defaults ? json_root(code_defaults) : NULL;
	facts->keyboard = schema_find(store->schemas, "qmk.keyboard.v1");
	facts->api = schema_find(store->schemas, "qmk.api.keyboard.v1");
	facts->keymap = schema_find(store->schemas, "qmk.keymap.v1");
	facts->lto_is_feature = facts->keyboard && allows_lto(facts->keyboard);
}

/* Take ours for what the tree lacks; making them costs as much as reading a tree's, so only then. */
static void complete(struct qmk_facts *facts)
{
	const struct qmk_facts *ours;

	if (facts->config_h.row && facts->rules_mk.row && facts->defaults && facts->keyboard && facts->api &&
	    facts->keymap)
		return;
	ours = qmk_facts_builtin();
	facts->config_h = facts->config_h.row ? facts->config_h : ours->config_h;
	facts->rules_mk = facts->rules_mk.row ? facts->rules_mk : ours->rules_mk;
	facts->defaults = facts->defaults ? facts->defaults : ours->defaults;
	facts->keyboard = facts->keyboard ? facts->keyboard : ours->keyboard;
	facts->api = facts->api ? facts->api : ours->api;
	facts->keymap = facts->keymap ? facts->keymap : ours->keymap;
}

struct qmk_facts *qmk_facts_read(const struct qmk_files *files, struct err *err)
{
	struct qmk_facts *facts = mem_new(1, sizeof(*facts));
	bool read;

	facts->store = mem_new(1, sizeof(*facts->store));
	read = read_mappings(facts->store, files, err) && read_schemas(facts->store, files, err) &&
	       qmk_once_read(facts->once, files, err);
	if (files->release)
		files->release(files->data);
	if (!read) {
		qmk_facts_free(facts);
		return NULL;
	}
	collect(facts);
	complete(facts);
	return facts;
}

void qmk_facts_free(struct qmk_facts *facts)
{
	struct qmk_facts_store *store = facts ? facts->store : NULL;

	if (!facts || facts->builtin)
		return;
	for (int i = 0; i < QMK_MAPPINGS; i++)
		json_doc_free(store->mapping[i]);
	free((void *)store->config_h.row);
	free((void *)store->rules_mk.row);
	schema_store_free(store->schemas);
	free(store);
	free(facts);
}
