/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/str.h"
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

/* What QMK's info_defaults.hjson says. */
static struct json_doc *make_code_defaults(void)
{
	struct json_doc *doc = json_doc_new();

	for (size_t i = 0; i < qmk_builtin_member_count; i++) {
		const struct qmk_member *member = &qmk_builtin_member[i];
		struct json_doc *value;
		struct err err;

		if (!member->fallback)
			continue;
		value = json_parse(member->fallback, strlen(member->fallback), &err);
		assert(value);
		json_put_path(doc, json_edit_root(doc), member->path, json_copy(doc, json_root(value)));
		json_doc_free(value);
	}
	return doc;
}

static struct schema_store *make_schemas(void)
{
	static const struct {
		const char *file;
		const char *const *text;
	} rows[] = {
		{ "keyboard.jsonschema", qmk_builtin_members },
		{ "api_keyboard.jsonschema", qmk_builtin_api_members },
		{ "keymap.jsonschema", qmk_builtin_keymap_members },
	};
	struct schema_store *schemas = schema_store_new();
	struct err err;
	bool made = true;

	for (size_t i = 0; made && i < COUNT(rows); i++) {
		struct str text = STR_INIT;

		for (size_t k = 0; rows[i].text[k]; k++)
			str_add(&text, rows[i].text[k]);
		made = schema_store_add(schemas, rows[i].file, str_text(&text), text.len, &err);
		str_release(&text);
	}
	made = made && schema_store_finish(schemas, &err);
	assert(made);
	return schemas;
}

const struct qmk_facts *qmk_facts_builtin(void)
{
	static struct qmk_facts facts;
	static struct qmk_facts_store store;

	if (facts.builtin)
		return &facts;
	store.mapping[QMK_MAPPING_DEFAULTS] = make_defaults();
	store.mapping[QMK_MAPPING_CODE_DEFAULTS] = make_code_defaults();
	store.schemas = make_schemas();
	facts = (struct qmk_facts){
		.config_h = { qmk_builtin_config_h, qmk_builtin_config_h_count },
		.rules_mk = { qmk_builtin_rules_mk, qmk_builtin_rules_mk_count },
		.defaults = json_root(store.mapping[QMK_MAPPING_DEFAULTS]),
		.code_defaults = json_root(store.mapping[QMK_MAPPING_CODE_DEFAULTS]),
		.keyboard = schema_find(store.schemas, "qmk.keyboard.v1"),
		.api = schema_find(store.schemas, "qmk.api.keyboard.v1"),
		.keymap = schema_find(store.schemas, "qmk.keymap.v1"),
		.builtin = true,
		.store = &store,
	};
	return &facts;
}
