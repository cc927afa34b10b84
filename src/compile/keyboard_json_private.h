/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYBOARD_JSON_PRIVATE_H
#define COMPILE_KEYBOARD_JSON_PRIVATE_H

#include "base/json.h"
#include "base/str.h"
#include "compile/rewrite.h"

/* A text that is being changed. */
struct editing {
	const char *text;
	size_t len;
	const struct json *root;
	struct rewrite rewrite;
};

/* Where a child of a list or an object stands. All are offsets. */
struct place {
	size_t start, end; /* the member or element: its name, if any, and its value */
	size_t after;      /* behind the comma that follows; `end` when none does */
	size_t line;       /* where the line begins that it starts on */
	size_t tail;       /* behind the blanks and comments that follow it on its line */
	bool own_line;     /* nothing but blanks and comments before it on that line */
	bool ends_line;    /* nothing else behind it on its line either */
	bool ends_text;    /* that line is the text's last and has no end */
};

/* @child: one of @parent's, @before the one in front of it or NULL. */
struct place place_of(const struct editing *e, const struct json *parent, const struct json *before,
		      const struct json *child);
struct place place_of_index(const struct editing *e, const struct json *parent, size_t index);

/* Where the first child can begin: behind the bracket, or where a root without braces starts. */
size_t place_inside(const struct json *parent);

/* Behind the blanks and comments that stand from @at on the same line. */
size_t place_line_rest(const struct editing *e, size_t at);

bool place_is_line_end(const struct editing *e, size_t at); /* of the text too */

/* The blanks that the line of @at begins with. */
struct span place_indent(const struct editing *e, size_t at);

/* How a text writes what is new next to something. */
struct manner {
	const char *newline;
	struct str indent; /* of the line on which the new begins */
	struct str unit;   /* one level more */
	struct str colon;  /* between a name and its value: ": " */
	char key_quote;    /* 0: none where a name can do without */
	char quote;        /* of texts */
	bool commas;       /* also where a new line parts things already */
	bool padded;       /* [ 1, 2 ] */
	bool lines;        /* objects may take several lines */
};

/* Of children of @parent. The caller sets `indent` and `lines`. */
void manner_find(struct manner *manner, const struct editing *e, const struct json *parent);
void manner_release(struct manner *manner);

/* "name": value, or just the value when @key is NULL. */
void manner_print(const struct manner *manner, const char *key, const struct json *value, struct str *out);

/* @text as the text that @old is: in its sort of quotes, or without, where it can be. */
void manner_print_text(const struct editing *e, const struct json *old, const char *text, struct str *out);

/* Where a new member named @key goes among those of @object: its index. */
size_t keyboard_json_index(const struct json *object, const char *key, bool root);

/* Changes to the text; @index may be the count of children. */
void keyboard_json_insert(struct editing *e, const struct json *parent, bool lines, size_t index,
			  const char *key, const struct json *value);
void keyboard_json_replace(struct editing *e, const struct json *parent, size_t index,
			   const struct json *value);
void keyboard_json_remove(struct editing *e, const struct json *parent, size_t index);
void keyboard_json_move(struct editing *e, const struct json *list, size_t from, size_t to);

#endif
