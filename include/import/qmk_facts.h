/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_FACTS_H
#define IMPORT_QMK_FACTS_H

#include "base/err.h"
#include "base/json.h"
#include "base/schema.h"
#include "import/qmk_files.h"
#include "model/qmk_map.h"
#include "model/qmk_once.h"

/*
 * What a QMK tree says of all keyboards: the maps of config.h and rules.mk, what development boards stand for, the
 * defaults of the code, the schemas, what its scripts do otherwise than today's. Read once, used for many keyboards;
 * immutable.
 */
struct qmk_facts {
	struct qmk_map config_h, rules_mk;
	/* data/mappings/defaults.hjson: { "development_board": { "promicro": {...} } } */
	const struct json *defaults;
	const struct json *code_defaults; /* info_defaults.hjson; NULL: the tree has none */
	const struct schema *keyboard;    /* qmk.keyboard.v1 */
	const struct schema *api;         /* qmk.api.keyboard.v1 */
	const struct schema *keymap;      /* qmk.keymap.v1 */
	bool lto_is_feature;       /* LTO_ENABLE of rules.mk is features.lto as well, as in trees of 2024 */
	bool once[QMK_ONCE_COUNT]; /* by enum qmk_once */
	bool builtin;              /* ours: of no tree */
	struct qmk_facts_store *store; /* private: what owns all of this */
};

/* Those of a tree, to be freed. What the tree lacks is ours; what it has and cannot be read fails, NULL, with path and
 * place. All texts of @files are released. */
struct qmk_facts *qmk_facts_read(const struct qmk_files *files, struct err *err);

/* Ours, for a keyboard file that stands alone. Borrowed, for ever. */
const struct qmk_facts *qmk_facts_builtin(void);

void qmk_facts_free(struct qmk_facts *facts);

/* A member of keyboard.json: what it is for, in one line of our words, and what the firmware takes when it is not
 * given, as JSON; NULL: that depends, or QMK's data do not say it. */
struct qmk_member {
	const char *path, *help, *fallback;
};

/* @path as schema_facts.path has it, "layouts.*.layout.#.x", or with real names and indices. NULL: no member of
 * QMK's. */
const struct qmk_member *qmk_member_find(const char *path);

/* Whether the real @path is one that @form stands for: "*" for any name, "#" for any index. */
bool qmk_member_matches(const char *form, const char *path);

/* Its help; "" when we have none. */
const char *qmk_member_help(const char *path);

/* Names that the firmware knows where users may choose any, such as those of "features.*": @count members with help
 * of their own, sorted. NULL when there are none. */
const struct qmk_member *qmk_member_names(const char *path, size_t *count);

/* What QMK calls the sort of processor: "arm", "avr"; NULL for one it does not know. *@protocol is "ChibiOS", "LUFA" or
 * "V-USB". */
const char *qmk_processor_type(const char *processor, const char **protocol);

#endif
