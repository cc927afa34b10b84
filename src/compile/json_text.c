/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "json_text.h"

/* The text's own manner: what ends its lines, and how far its first member is indented. */
static void find_style(struct json_text *json)
{
	const char *text = json->text;
	size_t start = json->root->first ? json->root->first->key_span.start : 0, n = 0;

	while (n < start && n < sizeof(json->indent) - 1 && strchr(" \t", text[start - n - 1]))
		n++;
	if (n && n < start && text[start - n - 1] == '\n')
		memcpy(json->indent, text + start - n, n);
	else
		strcpy(json->indent, "    ");
	json->style = (struct json_style){ strstr(text, "\r\n") ? "\r\n" : "\n", json->indent };
}

bool json_text_open(struct json_text *json, const char *text, size_t len, struct err *err)
{
	*json = (struct json_text){ .text = text, .doc = json_parse(text, len, err) };
	if (!json->doc)
		return false;
	json->root = json_root(json->doc);
	if (json->root->type != JSON_OBJECT) {
		json_text_close(json);
		return err_set(err, ERR_PARSE, "expected an object");
	}
	find_style(json);
	return true;
}

void json_text_close(struct json_text *json)
{
	rewrite_release(&json->rewrite);
	json_doc_free(json->doc);
	json->doc = NULL;
}

uint32_t json_text_end(const struct json *object)
{
	return object->last ? span_end(object->last->span) : object->span.start + !object->bare;
}

bool json_text_needs_comma(const struct json *object)
{
	return object->last && !(object->last->type == JSON_TEXT && object->last->bare);
}

void json_text_set(struct json_text *json, const char *name, const char *value)
{
	const struct json *node = json_find(json->root, name);
	struct str text = STR_INIT;

	if (node) {
		rewrite_replace(&json->rewrite, node->span, value);
		return;
	}
	str_add(&text, json->inserted || json_text_needs_comma(json->root) ? "," : "");
	json_style_line(&json->style, 1, &text);
	str_addf(&text, "\"%s\": ", name);
	str_add(&text, value);
	rewrite_replace(&json->rewrite, (struct span){ json_text_end(json->root), 0 }, str_text(&text));
	json->inserted = true;
	str_release(&text);
}
