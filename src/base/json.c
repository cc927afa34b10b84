/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "json_private.h"

enum { BLOCK_BYTES = 64 << 10, REPLACEMENT = 0xfffd };

struct json_block {
	struct json_block *next;
	size_t used, size;
	max_align_t data[];
};

void *json_alloc(struct json_doc *doc, size_t size)
{
	struct json_block *block = doc->blocks;
	void *p;

	size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	if (!block || size > block->size - block->used) {
		size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;

		block = mem_new(1, sizeof(*block) + room);
		block->size = room;
		block->next = doc->blocks;
		doc->blocks = block;
	}
	p = (char *)block->data + block->used;
	block->used += size;
	return p;
}

const char *json_alloc_text(struct json_doc *doc, const char *text, size_t len)
{
	char *copy = json_alloc(doc, len + 1);

	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

void json_place(const struct json_doc *doc, size_t offset, int *line, int *column)
{
	size_t low = 0, high = doc->lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (doc->line[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	*line = (int)low + 1;
	*column = (int)(offset - doc->line[low]) + 1;
}

void json_doc_free(struct json_doc *doc)
{
	if (!doc)
		return;
	while (doc->blocks) {
		struct json_block *next = doc->blocks->next;

		free(doc->blocks);
		doc->blocks = next;
	}
	free(doc->line);
	free(doc);
}

const struct json *json_root(const struct json_doc *doc)
{
	return doc->root;
}

const struct json *json_find(const struct json *object, const char *path)
{
	while (object && object->type == JSON_OBJECT) {
		size_t len = strcspn(path, ".");
		const struct json *node = object->first;

		while (node && (strncmp(node->key, path, len) || node->key[len]))
			node = node->next;
		if (!path[len])
			return node;
		object = node;
		path += len + 1;
	}
	return NULL;
}

bool json_int(const struct json *node, int64_t min, int64_t max, int64_t *out)
{
	if (!node || node->type != JSON_NUMBER || !node->whole || node->integer < min || node->integer > max)
		return false;
	*out = node->integer;
	return true;
}

bool json_is_true(const struct json *node)
{
	return node && node->type == JSON_BOOL && node->yes;
}

const char *json_text(const struct json *node)
{
	return node && node->type == JSON_TEXT ? node->text : "";
}

/* How many bytes from @text on stand in JSON as they are. */
static size_t count_plain(const char *text)
{
	size_t len = 0;

	while (text[len] >= 0x20 && text[len] < 0x7f && text[len] != '"' && text[len] != '\\')
		len++;
	return len;
}

void json_add_text(struct str *out, const char *text)
{
	static const char special[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	size_t left = strlen(text), used = count_plain(text);

	str_add_char(out, '"');
	str_add_bytes(out, text, used);
	for (text += used, left -= used; left; text += used, left -= used) {
		const char *found = strchr(special, *text);
		uint32_t code = utf8_decode(text, left, &used);

		if (found)
			str_addf(out, "\\%c", letters[found - special]);
		else if (code < 0x20 || code == 0x7f)
			str_addf(out, "\\u%04x", (unsigned)code);
		else if (code == REPLACEMENT)
			str_add(out, "\xef\xbf\xbd");
		else
			str_add_bytes(out, text, used);
	}
	str_add_char(out, '"');
}

const char *json_type_name(enum json_type type)
{
	static const char *const name[] = { "null",   "true or false", "a number",
					    "a text", "a list",        "an object" };

	return name[type];
}
