/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/json_edit.h"
#include "compile/keyboard_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One line of @text without its end; *@at goes behind it. */
static char *line(const char *text, size_t size, size_t *at)
{
	const char *end = memchr(text + *at, '\n', size - *at);
	size_t len = end ? (size_t)(end - text) - *at : size - *at;
	char *copy = malloc(len + 1);

	assert(copy);
	memcpy(copy, text + *at, len);
	copy[len] = '\0';
	*at += len + (end != NULL);
	return copy;
}

static enum keyboard_json_change change_of(char c)
{
	return c == 'r'   ? KEYBOARD_JSON_REMOVE
	       : c == 'i' ? KEYBOARD_JSON_INSERT
	       : c == 'm' ? KEYBOARD_JSON_MOVE
			  : KEYBOARD_JSON_SET;
}

/* Strict JSON has no corners where a change would say something else; only what is too deep is refused there. */
static bool may_be_refused(const char *text, size_t len, const struct err *err)
{
	cJSON *strict = cJSON_ParseWithLengthOpts(text, len, NULL, false);
	bool may = !strict || strstr(err->text, "levels of brackets");

	cJSON_Delete(strict);
	return may;
}

/* What a refusal may be about, and that a text which was given parses and has the value. */
static void check(const char *text, size_t len, const struct keyboard_json_edit *edit)
{
	struct str out = STR_INIT;
	struct err err = { 0 };
	struct json_doc *doc;
	const struct json *node;

	if (!keyboard_json_edit(text, len, edit, &out, &err)) {
		assert(err.code != ERR_NONE && err.text[0] && !out.len);
		assert(err.code != ERR_REFUSED || may_be_refused(text, len, &err));
	} else {
		doc = json_parse(str_text(&out), out.len, &err);
		assert(doc);
		node = json_get_path(json_root(doc), edit->path);
		assert(!edit->value || (node && json_equal(node, edit->value)));
		json_doc_free(doc);
	}
	str_release(&out);
}

/* Line 1: what to do and the path, "s usb.vid"; line 2: the value, or where to; then the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t at = 0;
	char *what = line((const char *)data, size, &at), *value = line((const char *)data, size, &at);
	struct keyboard_json_edit edit = { .change = change_of(what[0]) };
	struct json_doc *doc;
	struct err err;

	doc = json_parse(value, strlen(value), &err);
	edit.path = what[0] && what[1] ? what + 2 : "";
	for (char *c = what; *c; c++)
		if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
			*c = 'x'; /* names come from the schema */
	if (edit.change == KEYBOARD_JSON_MOVE)
		edit.to = strtoul(value, NULL, 10);
	if (edit.change == KEYBOARD_JSON_SET || edit.change == KEYBOARD_JSON_INSERT)
		edit.value = doc ? json_root(doc) : NULL;
	if (doc)
		check((const char *)data + at, size - at, &edit);
	json_doc_free(doc);
	free(what);
	free(value);
	return 0;
}
