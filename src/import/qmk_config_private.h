/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_CONFIG_PRIVATE_H
#define IMPORT_QMK_CONFIG_PRIVATE_H

#include "base/json_edit.h"
#include "import/assignments.h"
#include "import/qmk_config.h"

/* A file that was read. `doc` owns the nodes that came from it, which now hang in the merged data; NULL for one that is
 * no JSON: a node from it has its line in span.start. */
struct qmk_config_origin {
	char *path;
	struct json_doc *doc;
	bool dropped; /* the schema refuses it: it is as it was parsed */
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
	bool in_keymap; /* whose config is meant to win */
	bool hollow; /* nothing is left but for a file that the schema refuses: complaints of that are none */
	size_t listed;    /* bytes in parse_errors and parse_warnings */
	struct err first; /* why the first file that could not be used was not */
};

/* More than this is refused, so that looking for a member one by one stays cheap. */
enum {
	QMK_CONFIG_MAX_MEMBERS = 512, /* QMK's own have at most 49 */
	QMK_CONFIG_MAX_COMMUNITY = 256,
	QMK_CONFIG_MAX_ID = 240,
	QMK_CONFIG_MAX_LISTED = 16 << 20, /* bytes in parse_errors and parse_warnings */
};

/* What can be wrong. What each stands for is in the table in qmk_config_report.c. */
enum qmk_config_kind {
	CONFIG_BOOTMAGIC,
	CONFIG_COMMUNITY,
	CONFIG_CUSTOM_TWICE,
	CONFIG_DEFAULTS_SKIPPED,
	CONFIG_ENCODER,
	CONFIG_FEATURE_TWICE,
	CONFIG_FILE,
	CONFIG_FILE_BOTH,
	CONFIG_FILE_MARKER,
	CONFIG_FILE_PLACE,
	CONFIG_HEADER_WINS,
	CONFIG_KEYCODE_LONG,
	CONFIG_KEYMAP,
	CONFIG_KEY_BOUNDS,
	CONFIG_KEY_TWICE,
	CONFIG_LAYOUT_ALIAS,
	CONFIG_LAYOUT_ALL,
	CONFIG_LAYOUT_KEYS,
	CONFIG_LAYOUT_LENGTH,
	CONFIG_LAYOUT_MACRO,
	CONFIG_LAYOUT_MATRIX,
	CONFIG_LAYOUT_NAME,
	CONFIG_LAYOUT_OFFSET,
	CONFIG_LEDS,
	CONFIG_LED_CONFIG,
	CONFIG_MATRIX,
	CONFIG_MATRIX_SIZE,
	CONFIG_MATRIX_TWICE,
	CONFIG_MERGED_SCHEMA,
	CONFIG_NAME_DEPRECATED,
	CONFIG_NAME_INVALID,
	CONFIG_NAME_OVERWRITES,
	CONFIG_NAME_UNUSABLE,
	CONFIG_NAME_VALUE,
	CONFIG_NO_LAYOUT,
	CONFIG_PARENT_WINS,
	CONFIG_PIN_TWICE,
	CONFIG_PIN_UNKNOWN,
	CONFIG_PROCESSOR,
	CONFIG_ROOT,
	CONFIG_SCHEMA,
	CONFIG_SYNTAX,
	CONFIG_TYPE,
	CONFIG_KIND_COUNT
};

/* Say what is wrong with @node, or with what is not there (NULL), as QMK words it; the diagnostic has its place and
 * what to do. It goes to parse_errors or parse_warnings too if QMK has it there. */
void qmk_config_report(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
		       const char *fmt, ...) PRINTF_LIKE(4, 5);

/* The same at a place of a file, -1 for none, and at a line of rules.mk or config.h. */
void qmk_config_report_at(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, int line,
			  int column, const char *fmt, ...) PRINTF_LIKE(6, 7);
void qmk_config_report_name(struct qmk_merge *m, enum qmk_config_kind kind, const struct assignment *a,
			    const char *fmt, ...) PRINTF_LIKE(4, 5);

/* The same, where QMK's own tools end: nothing that would follow is done. Always false. */
bool qmk_config_refuse(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
		       const char *fmt, ...) PRINTF_LIKE(4, 5);
bool qmk_config_refuse_name(struct qmk_merge *m, enum qmk_config_kind kind, const struct assignment *a,
			    const char *fmt, ...) PRINTF_LIKE(4, 5);

/* A text file, up to qmk_config_close(). One that cannot be read or is no UTF-8 is reported; QMK ends there. */
bool qmk_config_open(struct qmk_merge *m, const char *path, const char **text, size_t *len);
void qmk_config_close(struct qmk_merge *m);

/* @path among the files that were read, from 1: what nodes from it have in `file`. @doc may be NULL. */
uint16_t qmk_config_origin(struct qmk_merge *m, const char *path, struct json_doc *doc);

/* A JSON file that is there; its root may be changed. NULL when there is none, and when it was reported. */
struct json *qmk_config_json(struct qmk_merge *m, const char *path);

/* The same of a text that is there; NULL with why. */
struct json *qmk_config_parse_json(struct qmk_merge *m, const char *path, const char *text, size_t len,
				   struct err *err);

/* The folders of a keyboard, the top first. Zero-initialise. */
struct qmk_folder {
	char path[sizeof("keyboards/") + QMK_CONFIG_MAX_ID];
	const char *name; /* the last part of path */
};
bool qmk_folder_next(struct qmk_merge *m, struct qmk_folder *folder);

/* All of rules.mk and of config.h, as QMK reads them. */
void qmk_config_read_rules(struct qmk_merge *m, struct assignments *rules);
void qmk_config_read_header(struct qmk_merge *m, struct assignments *header);

/* Those of one folder onto what is there. */
void qmk_config_read_rules_mk(struct qmk_merge *m, const char *folder, struct assignments *rules);
void qmk_config_read_config_h(struct qmk_merge *m, const char *folder, struct assignments *header);

/* Let @node and all below it be from @a's line. Returns @node. */
struct json *qmk_config_mark(struct json *node, const struct assignment *a);

/* The object that is @key of @parent, made where there is none; at keys[0].keys[1]... up to NULL. NULL: refused, because
 * something else is there. */
struct json *qmk_config_object(struct qmk_merge *m, struct json *parent, const char *key);
struct json *qmk_config_object_at(struct qmk_merge *m, const char *const *keys);

/* As Python takes a value for true; NULL is false. */
bool qmk_truthy(const struct json *node);

/* int(@text) of Python. */
bool qmk_python_int(const char *text, size_t len, int64_t *out);

/* What @name is defined as, without blanks and what stands first and last, a pair of braces; "" when it is not defined.
 * In new memory. False, refused, where it has no value: QMK's scripts end there. */
bool qmk_config_inside(struct qmk_merge *m, const struct assignments *all, const char *name,
		       const struct assignment **a, char **inside);

/*
 * The stages, in their order. Each returns false where QMK ends: it was refused then.
 */
bool qmk_config_read_macros(struct qmk_merge *m);            /* LAYOUT macros of <folder>.h */
bool qmk_merge_chain(struct qmk_merge *m);                   /* keyboard.json, info.json */
bool qmk_merge_file(struct qmk_merge *m, struct json *from); /* one of them; @from is spent after */
bool qmk_merge_object(struct qmk_merge *m, struct json *into, struct json *from); /* QMK's deep_update() */
bool qmk_config_apply_defaults(struct qmk_merge *m); /* what a development board stands for */
bool qmk_config_apply_rules(struct qmk_merge *m, const struct assignments *rules);
bool qmk_config_apply_header(struct qmk_merge *m, const struct assignments *header);
bool qmk_config_apply_encoders(struct qmk_merge *m, const struct assignments *header); /* a part of that */
bool qmk_config_apply_map(struct qmk_merge *m, const struct qmk_map *map, const struct assignments *all,
			  const char *file); /* a part of both */
bool qmk_config_derive(struct qmk_merge *m);
bool qmk_config_put_leds(struct qmk_merge *m);
bool qmk_config_check(struct qmk_merge *m);
bool qmk_config_any_dropped(const struct qmk_config *config);
void qmk_config_salvage(struct qmk_merge *m);

/* The checks that are not in qmk_config_checks.c. */
bool qmk_config_check_shape(struct qmk_merge *m);
bool qmk_config_check_any_layout(struct qmk_merge *m);
bool qmk_config_check_macros(struct qmk_merge *m);
bool qmk_config_check_bounds(struct qmk_merge *m);
bool qmk_config_check_unique(struct qmk_merge *m);
bool qmk_config_check_offset(struct qmk_merge *m);
bool qmk_config_check_names(struct qmk_merge *m);
bool qmk_config_check_community(struct qmk_merge *m);
bool qmk_config_check_size(struct qmk_merge *m);
bool qmk_config_check_pins(struct qmk_merge *m);

#endif
