/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "qmk_config_private.h"

/* What stages do with nodes of the merged data. */
struct json *qmk_config_mark(struct json *node, const struct assignment *a)
{
	node->file = (uint16_t)a->file;
	node->span = (struct span){ (uint32_t)a->line, 0 };
	for (struct json *child = node->first; child; child = child->next)
		qmk_config_mark(child, a);
	return node;
}

bool qmk_truthy(const struct json *node)
{
	if (!node)
		return false;
	switch (node->type) {
	case JSON_NULL:
		return false;
	case JSON_BOOL:
		return node->yes;
	case JSON_NUMBER:
		return node->number != 0;
	case JSON_TEXT:
		return node->text[0];
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	return node->count;
}

struct json *qmk_config_object(struct qmk_merge *m, struct json *parent, const char *key)
{
	struct json *node = json_member(parent, key);

	if (!node)
		return json_put(m->doc, parent, key, json_new(m->doc, JSON_OBJECT));
	if (node->type == JSON_OBJECT)
		return node;
	qmk_config_refuse(m, CONFIG_TYPE, node, "\"%s\" is %s, expected an object", key,
			  json_type_name(node->type));
	return NULL;
}

struct json *qmk_config_object_at(struct qmk_merge *m, const char *const *keys)
{
	struct json *at = m->info;

	for (; at && *keys; keys++)
		at = qmk_config_object(m, at, *keys);
	return at;
}
