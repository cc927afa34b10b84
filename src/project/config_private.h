/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_CONFIG_PRIVATE_H
#define PROJECT_CONFIG_PRIVATE_H

#include "import/qmk_config.h"
#include "located.h"
#include "project/config.h"

/* The files of a keyboard as they were when they were first read, with one of them in another state: reading the
 * keyboard again after an edit asks the disk for nothing. */
struct config_files {
	struct qmk_files files;
	const struct qmk_files *base; /* borrowed */
	const char *own;              /* borrowed: the path of the one that is edited */
	const struct str *text;       /* borrowed: what it holds */
	struct config_file *file;
	size_t count, cap;
};
void config_files_init(struct config_files *files, const struct qmk_files *base, const char *own);
void config_files_release(struct config_files *files);

/* Texts that the file had. At most CONFIG_MAX_TEXTS: the oldest goes first. */
enum { CONFIG_MAX_TEXTS = 200 };
struct config_history {
	struct str text[CONFIG_MAX_TEXTS];
	size_t count, present;
};

struct config {
	struct located located;
	struct located_files source;
	struct config_files files;
	const char *read_only; /* why it cannot be written; NULL: it can */
	struct str saved;      /* what is on disk */
	struct config_history history;

	struct schema_facts *row; /* of the schema, in its order */
	size_t rows, row_cap;

	/* What is read from the present text. */
	struct json_doc *doc;
	struct qmk_config *merged; /* NULL: QMK makes nothing of it */
	const struct json *info;   /* merged, else what the file says */
	struct diagnostics problems;
	struct diagnostics at_save; /* problems of the saved text */
	struct config_field *field;
	size_t fields, field_cap;
};

/* The text that the history has as its present. */
const struct str *config_present(const struct config *config);

/* config_fields.c */
void config_read_rows(struct config *config);
void config_list_fields(struct config *config);
void config_release_fields(struct config *config);

/* config_value.c: what was typed, as a *@value that may stand where @facts says. The caller frees its document. */
struct json_doc *config_parse_value(const struct schema_facts *facts, const struct schema_facts *element,
				    const char *typed, const struct json **value, struct err *err);

/* The row of the elements of the list at @path. */
const struct schema_facts *config_element_row(const struct config *config, const char *path);

#endif
