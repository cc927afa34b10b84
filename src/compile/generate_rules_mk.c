/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "generate_private.h"

/* "NAME ?= ", or "NAME = " of a keymap: its word is the last. */
static void begin_rule(struct generation *g, const char *name)
{
	str_addf(g->out, "\n%s %s ", name, g->input->keymap ? "=" : "?=");
}

static void add_switch(struct generation *g, const char *name, const struct json *on)
{
	begin_rule(g, name);
	str_add(g->out, generation_is_true(on) ? "yes" : "no");
}

static void add_mapping(struct generation *g, const struct json *node, const char *member)
{
	if (node->type != JSON_OBJECT)
		generation_fail(g, member, "expected an object, not %s", json_type_name(node->type));
	for (const struct json *item = node->first; item && item->key; item = item->next) {
		struct str name = STR_INIT;

		generation_add_name(g, &name, item->key, member);
		begin_rule(g, str_text(&name));
		generation_add_make(g, g->out, item, member);
		str_release(&name);
	}
}

static void add_mapped(struct generation *g, const struct qmk_map_row *row, const struct json *node)
{
	switch (row->type) {
	case QMK_MAPPING:
		add_mapping(g, node, row->info_key);
		return;
	case QMK_BOOL:
		add_switch(g, row->name, node);
		return;
	case QMK_LIST:
	case QMK_ARRAY:
		begin_rule(g, row->name);
		generation_add_make_items(g, g->out, node, row->info_key);
		return;
	case QMK_TEXT:
		begin_rule(g, row->name);
		str_add_char(g->out, '"');
		generation_add_make(g, g->out, node, row->info_key);
		str_add_char(g->out, '"');
		return;
	case QMK_RAW:
	case QMK_INT:
	case QMK_HEX:
	case QMK_FLAG:
	case QMK_ARRAY_INT:
	case QMK_ARRAY_ARRAY_INT:
	case QMK_BCD_VERSION:
		break;
	}
	begin_rule(g, row->name);
	generation_add_make(g, g->out, node, row->info_key);
}

static void add_features(struct generation *g)
{
	const struct json *features = json_member(g->input->info, "features");
	struct str name = STR_INIT;

	for (const struct json *one = features ? features->first : NULL; one && one->key; one = one->next) {
		str_clear(&name);
		generation_add_upper(g, &name, one->key, "features");
		str_add(&name, "_ENABLE");
		add_switch(g, str_text(&name), one);
	}
	str_release(&name);
}

/* What the maps leave out: these members say more than one thing. */
static void add_custom(struct generation *g)
{
	const struct json *info = g->input->info;
	const struct json *custom = json_get_path(info, "matrix_pins.custom");
	const struct json *lite = json_get_path(info, "matrix_pins.custom_lite");
	bool is_lite = generation_is_true(lite), is_custom = generation_is_true(custom);

	if (!strcmp(json_text(json_get_path(info, "split.transport.protocol")), "custom")) {
		begin_rule(g, "SPLIT_TRANSPORT");
		str_add(g->out, "custom");
	}
	if (is_custom || (is_lite && !generation_once(g, QMK_ONCE_CUSTOM_IN_HEADER))) {
		begin_rule(g, "CUSTOM_MATRIX");
		str_add(g->out, is_lite ? "lite" : "yes");
	}
}

static void add_converter(struct generation *g)
{
	const char *name = g->input->converter;
	const struct json converter = { .type = JSON_TEXT, .text = name };

	if (!name || !*name)
		return;
	begin_rule(g, "CONVERT_TO");
	generation_add_make(g, g->out, &converter, "converter");
}

bool generate_rules_mk(const struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
		       struct err *err)
{
	struct generation g = { input, out, diagnostics, err, false };
	const struct qmk_map *map = input->rules_mk;

	for (size_t i = 0; i < map->count; i++) {
		const struct qmk_map_row *row = &map->row[i];
		const struct json *node = row->to_c ? json_get_path(input->info, row->info_key) : NULL;

		if (node)
			add_mapped(&g, row, node);
	}
	add_features(&g);
	add_custom(&g);
	add_converter(&g);
	str_add_char(out, '\n');
	return generation_end(&g);
}
