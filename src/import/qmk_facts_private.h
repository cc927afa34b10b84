/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_FACTS_PRIVATE_H
#define IMPORT_QMK_FACTS_PRIVATE_H

#include "base/schema.h"
#include "import/qmk_facts.h"

enum {
	QMK_MAPPING_CONFIG_H,
	QMK_MAPPING_RULES_MK,
	QMK_MAPPING_DEFAULTS,
	QMK_MAPPING_CODE_DEFAULTS,
	QMK_MAPPINGS
};

struct qmk_facts_store {
	struct json_doc *mapping[QMK_MAPPINGS]; /* NULL: there is none */
	struct qmk_map config_h, rules_mk;      /* made from them; empty likewise */
	struct schema_store *schemas;
};

/* What a "development_board" stands for; NULL: it says nothing of that. */
struct qmk_board {
	const char *name, *processor, *bootloader, *board, *pin_compatible;
};

/* Made from data/qmk. */
extern const struct qmk_map_row qmk_builtin_config_h[], qmk_builtin_rules_mk[];
extern const size_t qmk_builtin_config_h_count, qmk_builtin_rules_mk_count;
extern const struct qmk_board qmk_builtin_boards[];
extern const size_t qmk_builtin_boards_count;
extern const struct qmk_member qmk_builtin_member[]; /* by path */
extern const size_t qmk_builtin_member_count;

/* Texts of schemas in pieces, NULL behind the last. */
extern const char *const qmk_builtin_members[], *const qmk_builtin_api_members[],
							*const qmk_builtin_keymap_members[];

/* The rows of one of QMK's map files, whose root is an object; their texts are those of @doc. The caller frees
 * map->row. ERR_PARSE with "line L, column C: ..." on failure, nothing to free then. */
bool qmk_map_read(struct qmk_map *map, const struct json_doc *doc, struct err *err) NODISCARD;

/* The same of info_config.hjson, also as trees of early 2024 have it: without "flag", which their "bool" means. */
bool qmk_map_read_config_h(struct qmk_map *map, const struct json_doc *doc, struct err *err) NODISCARD;

/* What the tree's scripts tell, into bool once[QMK_ONCE_COUNT]; nothing where there are none. */
bool qmk_once_read(bool *once, const struct qmk_files *files, struct err *err) NODISCARD;

#endif
