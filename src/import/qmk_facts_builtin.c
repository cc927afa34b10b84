/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "qmk_facts_private.h"

/* What QMK's defaults.hjson says. */
static struct json_doc *make_defaults(void)
{
	struct json_doc *doc = json_doc_new();
	struct json *boards =
		json_put(doc, json_edit_root(doc), "development_board", json_new(doc, JSON_OBJECT));

	for (size_t i = 0; i < qmk_builtin_boards_count; i++) {
		const struct qmk_board *board = &qmk_builtin_boards[i];
		struct json *node = json_put(doc, boards, board->name, json_new(doc, JSON_OBJECT));
		const struct {
			const char *name, *text;
		} members[] = {
			{ "board", board->board },
			{ "bootloader", board->bootloader },
			{ "pin_compatible", board->pin_compatible },
			{ "processor", board->processor },
		};

		for (size_t k = 0; k < COUNT(members); k++)
			if (members[k].text)
				json_put(doc, node, members[k].name, json_new_text(doc, members[k].text));
	}
	return doc;
}

const struct qmk_facts *qmk_facts_builtin(void)
{
	static struct qmk_facts facts;
	static struct qmk_facts_store store;

	if (facts.builtin)
		return &facts;
	store.mapping[QMK_MAPPING_DEFAULTS] = make_defaults();
	facts = (struct qmk_facts){
		.config_h = { qmk_builtin_config_h, qmk_builtin_config_h_count },
		.rules_mk = { qmk_builtin_rules_mk, qmk_builtin_rules_mk_count },
		.defaults = json_root(store.mapping[QMK_MAPPING_DEFAULTS]),
		.builtin = true,
		.store = &store,
	};
	return &facts;
}
