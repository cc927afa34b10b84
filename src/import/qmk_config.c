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

static bool merge_chain(struct qmk_merge *m, struct err *err)
{
	struct qmk_chain chain;
	struct json *root;
	bool ok = true;

	qmk_chain_init(&chain, m->id);
	while (ok && (root = qmk_chain_next(m, &chain, err)))
		ok = qmk_merge_file(m, root);
	qmk_chain_release(&chain);
	return ok;
}

struct qmk_config *qmk_config_read(const char *id, const struct qmk_files *files,
				   const struct qmk_facts *facts, struct diagnostics *diagnostics,
				   struct err *err)
{
	struct qmk_config *config = mem_new(1, sizeof(*config));
	struct qmk_merge m = {
		.config = config, .id = id, .files = files, .facts = facts, .diagnostics = diagnostics
	};

	*err = (struct err){ 0 };
	config->doc = m.doc = json_doc_new();
	config->info = m.info = json_edit_root(m.doc);
	seed(&m);
	merge_chain(&m, err);
	if (!config->origins) {
		if (err->code == ERR_NONE)
			err_set(err, ERR_NOT_FOUND, "keyboards/%s has neither keyboard.json nor info.json",
				id);
		qmk_config_free(config);
		return NULL;
	}
	return config;
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
