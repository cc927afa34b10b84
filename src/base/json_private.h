/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_JSON_PRIVATE_H
#define BASE_JSON_PRIVATE_H

#include "base/json.h"
#include "base/str.h"

struct json_doc {
	struct json_block *blocks;
	struct json *root;
	uint32_t *line; /* where each line starts */
	size_t lines;
};

struct json_parser {
	const char *text;
	size_t len, at;
	struct json_doc *doc;
	size_t nodes;
	int depth;
	struct err *err;
	size_t counted,
		characters; /* how far characters of lines were counted, and those of its last line there */
	bool later;         /* that is not the first line */
	size_t last_line;   /* characters of the text's last line; SIZE_MAX: not counted yet */
	bool one_line;      /* that is its only line */
	bool final;         /* the error stands, however the root may be read */
	struct str scratch; /* the last text, decoded */
	const struct json **member; /* for finding duplicates */
	size_t member_cap;
};

/* Zeroed memory that lives as long as @doc. */
void *json_alloc(struct json_doc *doc, size_t size);
const char *json_alloc_text(struct json_doc *doc, const char *text, size_t len);

/* Both always false: "line L, column C: ..." of offset @at, or "expected @what, found ..." at the present byte. */
bool json_fail(struct json_parser *p, size_t at, const char *fmt, ...) PRINTF_LIKE(3, 4);
bool json_expected(struct json_parser *p, const char *what);

/* The byte @ahead of the present one; -1 behind the end. */
int json_peek(const struct json_parser *p, size_t ahead);

/* Whether @c is one of JSON's four white space bytes. */
bool json_is_space(int c);

/* To the next byte that is neither white space nor comment. */
bool json_skip_blank(struct json_parser *p);

/* At a quote of either sort: a text, decoded into scratch. */
bool json_read_quoted(struct json_parser *p);

/* A value that is no list and no object, into @node, whose span starts here. */
bool json_read_scalar(struct json_parser *p, struct json *node);

/* How a language writes the same values. */
struct json_words {
	const char *null, *yes, *no;
	void (*add_text)(struct str *out, const char *text);
};

/* On one line, with ", " and ": " between. */
void json_add_in_words(struct str *out, const struct json *node, const struct json_words *words);

#endif
