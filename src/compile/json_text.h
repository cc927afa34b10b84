/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_JSON_TEXT_H
#define COMPILE_JSON_TEXT_H

#include "base/json.h"
#include "compile/rewrite.h"
#include "keymap_json_private.h"

/* A JSON text that members of its root are put into, in its own manner. */
struct json_text {
	const char *text;
	struct json_doc *doc;
	const struct json *root;
	struct json_style style; /* of the text; its indent is in here */
	char indent[17];
	bool inserted; /* private: a member at the end of the root */
	struct rewrite rewrite;
};

/* @text stays the caller's, and where it is. ERR_PARSE when it is no object. */
bool json_text_open(struct json_text *json, const char *text, size_t len, struct err *err);
void json_text_close(struct json_text *json);

/* Give member @name of the root @value, as "name": value where it has none yet. */
void json_text_set(struct json_text *json, const char *name, const char *value);

/* Where a new member of @object goes: right behind the last one, or behind the opening brace. */
uint32_t json_text_end(const struct json *object);

/* Whether that needs a comma before it. Text without quotes would take it in; its line's end parts it as well. */
bool json_text_needs_comma(const struct json *object);

#endif
