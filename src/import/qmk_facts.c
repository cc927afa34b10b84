/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

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

/* *@doc stays NULL when there is no such file. */
static bool read_mapping(struct json_doc **doc, const struct qmk_files *files, const char *path,
			 struct err *err)
{
	const char *text;
	size_t len;

	switch (files->read(files->data, path, &text, &len, err)) {
	case QMK_FILE_ABSENT:
		return true;
	case QMK_FILE_FAILED:
		return err_wrap(err, "%s", path);
	case QMK_FILE_READ:
		break;
	}
	*doc = json_parse(text, len, err);
	if (!*doc)
		return err_wrap(err, "%s", path);
	if (json_root(*doc)->type != JSON_OBJECT)
		return err_set(err, ERR_PARSE, "%s: expected an object, found %s", path,
			       json_type_name(json_root(*doc)->type));
	return true;
}

static bool read_mappings(struct qmk_facts *facts, const struct qmk_files *files, struct err *err)
{
	struct qmk_facts_store *store = facts->store;

	for (int i = 0; i < QMK_MAPPINGS; i++)
		if (!read_mapping(&store->mapping[i], files, mapping_paths[i], err))
			return false;
	if (store->mapping[QMK_MAPPING_CONFIG_H]) {
		if (!qmk_map_read_config_h(&store->config_h, store->mapping[QMK_MAPPING_CONFIG_H], err))
			return err_wrap(err, "%s", mapping_paths[QMK_MAPPING_CONFIG_H]);
		facts->config_h = store->config_h;
	}
	if (store->mapping[QMK_MAPPING_RULES_MK]) {
		if (!qmk_map_read(&store->rules_mk, store->mapping[QMK_MAPPING_RULES_MK], err))
			return err_wrap(err, "%s", mapping_paths[QMK_MAPPING_RULES_MK]);
		facts->rules_mk = store->rules_mk;
	}
	if (store->mapping[QMK_MAPPING_DEFAULTS])
		facts->defaults = json_root(store->mapping[QMK_MAPPING_DEFAULTS]);
	facts->code_defaults = store->mapping[QMK_MAPPING_CODE_DEFAULTS]
				       ? json_root(store->mapping[QMK_MAPPING_CODE_DEFAULTS])
				       : NULL;
	return true;
}

struct qmk_facts *qmk_facts_read(const struct qmk_files *files, struct err *err)
{
	struct qmk_facts *facts = mem_new(1, sizeof(*facts));
	bool read;

	*facts = *qmk_facts_builtin();
	facts->builtin = false;
	facts->store = mem_new(1, sizeof(*facts->store));
	read = read_mappings(facts, files, err);
	if (files->release)
		files->release(files->data);
	if (read)
		return facts;
	qmk_facts_free(facts);
	return NULL;
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
	free(store);
	free(facts);
}
