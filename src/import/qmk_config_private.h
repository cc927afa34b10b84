/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_CONFIG_PRIVATE_H
#define IMPORT_QMK_CONFIG_PRIVATE_H

#include "base/json_edit.h"
#include "import/qmk_config.h"

/* A file that was read. `doc` owns the nodes that came from it, which now hang in the merged data; NULL for one that is
 * no JSON: a node from it has its line in span.start. */
struct qmk_config_origin {
	char *path;
	struct json_doc *doc;
};

/* The work on one keyboard. */
struct qmk_merge {
	struct qmk_config *config;
	struct json_doc *doc; /* the config's: what is made here is its */
	struct json *info;    /* its root */
	const char *id;
	const struct qmk_files *files;
	const struct qmk_facts *facts;
	struct diagnostics *diagnostics;
};

/* An object of more members than this is refused, so that looking for one by one stays cheap. */
enum { QMK_CONFIG_MAX_MEMBERS = 1024, QMK_CONFIG_MAX_DEPTH = 8 };

/* What can be wrong. The order is that of the table in qmk_config_report.c. */
enum qmk_config_kind {
	CONFIG_FILE,
	CONFIG_SYNTAX,
	CONFIG_ROOT,
	CONFIG_SCHEMA,
	CONFIG_TYPE,
	CONFIG_PARENT_WINS,
	CONFIG_LAYOUT_ALIAS,
	CONFIG_LAYOUT_LENGTH,
	CONFIG_LAYOUT_MATRIX,
	CONFIG_LAYOUT_KEYS,
	CONFIG_KIND_COUNT
};

/* Say what is wrong with @node, or with what is not there (NULL), as QMK words it; the diagnostic has its place and
 * what to do. It goes to parse_errors or parse_warnings too if QMK has it there. */
void qmk_config_report(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
		       const char *fmt, ...) PRINTF_LIKE(4, 5);

/* The same at a place of a file. */
void qmk_config_report_at(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, int line,
			  int column, const char *fmt, ...) PRINTF_LIKE(6, 7);

/* The same, where QMK's own tools end: nothing that would follow is done. Always returns false. */
bool qmk_config_refuse(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
		       const char *fmt, ...) PRINTF_LIKE(4, 5);

/* A file joins the origins; its number, from 1, is what nodes from it have in `file`. */
uint16_t qmk_config_add_origin(struct qmk_merge *m, const char *path, struct json_doc *doc);

/* The next of keyboard.json and info.json, the keyboard's own first: its root, which may be changed. NULL behind the
 * last. What cannot be used is reported and passed over. */
struct qmk_chain {
	char *folder; /* "keyboards/a/b"; NULL: done */
	int file, up;
};
void qmk_chain_init(struct qmk_chain *chain, const char *id);
struct json *qmk_chain_next(struct qmk_merge *m, struct qmk_chain *chain, struct err *err);
void qmk_chain_release(struct qmk_chain *chain);

/* A file of the chain onto what is there. @from is empty after. */
bool qmk_merge_file(struct qmk_merge *m, struct json *from);

/* @from onto @into as QMK's deep_update() does: objects member by member, all else replaced. */
bool qmk_merge_object(struct qmk_merge *m, struct json *into, struct json *from);

#endif
