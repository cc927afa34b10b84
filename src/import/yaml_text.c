/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "yaml_text.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* libyaml counts characters, from behind a byte order mark; places are bytes. */
static void index_characters(struct yaml_text *yaml)
{
	size_t at = strncmp(yaml->text, byte_order_mark, 3) ? 0 : 3;

	yaml->offset = mem_new(yaml->len + 2, sizeof(*yaml->offset));
	for (; at < yaml->len; at++)
		if (((unsigned char)yaml->text[at] & 0xc0) != 0x80)
			yaml->offset[yaml->characters++] = (uint32_t)at;
	yaml->offset[yaml->characters] = (uint32_t)yaml->len;
}

bool yaml_text_open(struct yaml_text *yaml, const char *text, size_t len, struct err *err)
{
	yaml_parser_t parser;
	bool ok;

	*yaml = (struct yaml_text){ .text = text, .len = len };
	if (len > YAML_TEXT_MAX_BYTES)
		return err_set(err, ERR_RANGE, "the text has %zu bytes; at most %d are read", len,
			       YAML_TEXT_MAX_BYTES);
	if (len > 1 && (!memcmp(text, "\xff\xfe", 2) || !memcmp(text, "\xfe\xff", 2)))
		return err_set(err, ERR_PARSE, "the text is UTF-16, expected UTF-8");
	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	ok = yaml_parser_load(&parser, &yaml->document);
	if (ok)
		index_characters(yaml);
	else
		err_set(err, ERR_PARSE, "line %zu, column %zu: %s", parser.problem_mark.line + 1,
			parser.problem_mark.column + 1, parser.problem ? parser.problem : "not YAML");
	yaml_parser_delete(&parser);
	return ok;
}

void yaml_text_close(struct yaml_text *yaml)
{
	yaml_document_delete(&yaml->document);
	free(yaml->offset);
	yaml->offset = NULL;
}

const yaml_node_t *yaml_text_root(struct yaml_text *yaml)
{
	return yaml_document_get_root_node(&yaml->document);
}

const yaml_node_t *yaml_text_node(struct yaml_text *yaml, int index)
{
	return yaml_document_get_node(&yaml->document, index);
}

bool yaml_text_is(const yaml_node_t *node, yaml_node_type_t type)
{
	return node && node->type == type;
}

const char *yaml_text_scalar(const yaml_node_t *node)
{
	const char *text = yaml_text_is(node, YAML_SCALAR_NODE) ? (const char *)node->data.scalar.value : "";

	if (*text && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    (!strcmp(text, "~") || !strcmp(text, "null") || !strcmp(text, "Null") || !strcmp(text, "NULL")))
		return "";
	return text;
}

const yaml_node_t *yaml_text_member(struct yaml_text *yaml, const yaml_node_t *mapping, const char *name,
				    const char *alias)
{
	if (!yaml_text_is(mapping, YAML_MAPPING_NODE))
		return NULL;
	for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++) {
		const char *key = yaml_text_scalar(yaml_text_node(yaml, pair->key));

		if (!strcmp(key, name) || (alias && !strcmp(key, alias)))
			return yaml_text_node(yaml, pair->value);
	}
	return NULL;
}

static uint32_t offset_of(const struct yaml_text *yaml, size_t character)
{
	return yaml->offset[character < yaml->characters ? character : yaml->characters];
}

struct span yaml_text_span(const struct yaml_text *yaml, const yaml_node_t *node)
{
	uint32_t start = offset_of(yaml, node->start_mark.index), end = offset_of(yaml, node->end_mark.index);

	while (end > start && strchr(" \t\r\n", yaml->text[end - 1]))
		end--;
	return (struct span){ start, end - start };
}

void yaml_text_place(const struct yaml_text *yaml, const yaml_node_t *node, int *line, int *column)
{
	size_t at = node->start_mark.index, start = at - node->start_mark.column;

	*line = (int)node->start_mark.line + 1;
	*column = (int)(offset_of(yaml, at) - offset_of(yaml, start)) + 1;
}
