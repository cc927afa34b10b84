/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "qmk_config_private.h"

enum { FOLDERS_ABOVE = 5 };

uint16_t qmk_config_add_origin(struct qmk_merge *m, const char *path, struct json_doc *doc)
{
	struct qmk_config *config = m->config;

	config->origin = mem_resize(config->origin, config->origins + 1, sizeof(*config->origin));
	config->origin[config->origins++] =
		(struct qmk_config_origin){ .path = mem_copy_text(path), .doc = doc };
	return (uint16_t)config->origins;
}

/* Tell every node which file it is of. The first object of too many members in *@large. */
static void number_nodes(struct json *node, uint16_t file, const struct json **large)
{
	node->file = file;
	if (node->type == JSON_OBJECT && node->count > QMK_CONFIG_MAX_MEMBERS && !*large)
		*large = node;
	for (struct json *child = node->first; child; child = child->next)
		number_nodes(child, file, large);
}

/* json_parse() says where in words: taken off @text, so that the place can be one. */
static const char *split_place(const char *text, int *line, int *column)
{
	int used = 0;

	*line = *column = -1;
	if (sscanf(text, "line %d, column %d: %n", line, column, &used) == 2 && used)
		return text + used;
	*line = *column = -1;
	return text;
}

static struct json *parse(struct qmk_merge *m, const char *path, const char *text, size_t len,
			  struct err *err)
{
	struct json_doc *doc = json_parse(text, len, err);
	const struct json *large = NULL;
	struct json *root;
	int line, column;

	if (!doc) {
		const char *what = split_place(err->text, &line, &column);

		qmk_config_report_at(m, CONFIG_SYNTAX, path, line, column, "%s", what);
		m->config->refused = true;
		err_wrap(err, "%s", path);
		return NULL;
	}
	root = json_edit_root(doc);
	number_nodes(root, qmk_config_add_origin(m, path, doc), &large);
	if (large) {
		qmk_config_refuse(m, CONFIG_SYNTAX, large, "an object of %zu members; at most %d are read",
				  large->count, QMK_CONFIG_MAX_MEMBERS);
		err_set(err, ERR_RANGE, "%s: an object of %zu members; at most %d are read", path,
			large->count, QMK_CONFIG_MAX_MEMBERS);
		return NULL;
	}
	return root;
}

/* A file that is there and can be merged; NULL if not, and then @err may be set. */
static struct json *read_one(struct qmk_merge *m, const char *path, struct err *err)
{
	const char *text;
	size_t len;
	struct json *root;
	enum qmk_file_result result = m->files->read(m->files->data, path, &text, &len, err);

	if (result == QMK_FILE_FAILED) {
		qmk_config_report_at(m, CONFIG_FILE, path, -1, -1, "%s", err->text);
		m->config->refused = true;
	}
	root = result == QMK_FILE_READ ? parse(m, path, text, len, err) : NULL;
	if (m->files->release)
		m->files->release(m->files->data);
	if (!root)
		return NULL;
	if (root->type != JSON_OBJECT) {
		qmk_config_report(m, CONFIG_ROOT, root,
				  "Invalid file %s, root object should be a dictionary.", path);
		return NULL;
	}
	return root;
}

void qmk_chain_init(struct qmk_chain *chain, const char *id)
{
	struct str folder = STR_INIT;

	str_addf(&folder, "keyboards/%s", id);
	*chain = (struct qmk_chain){ .folder = str_take(&folder) };
}

void qmk_chain_release(struct qmk_chain *chain)
{
	free(chain->folder);
	chain->folder = NULL;
}

/* To the folder above; false behind the last that QMK looks at. */
static bool go_up(struct qmk_chain *chain)
{
	char *slash = strrchr(chain->folder, '/');

	chain->file = 0;
	if (chain->up++ == FOLDERS_ABOVE)
		return false;
	*slash = '\0';
	return strchr(chain->folder, '/');
}

struct json *qmk_chain_next(struct qmk_merge *m, struct qmk_chain *chain, struct err *err)
{
	static const char *const names[] = { "info.json", "keyboard.json" };

	while (chain->folder) {
		struct str path = STR_INIT;
		struct json *root;

		str_addf(&path, "%s/%s", chain->folder, names[chain->file]);
		root = read_one(m, str_text(&path), err);
		str_release(&path);
		if (++chain->file == COUNT(names) && !go_up(chain))
			qmk_chain_release(chain);
		if (root)
			return root;
	}
	return NULL;
}
