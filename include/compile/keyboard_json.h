/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYBOARD_JSON_H
#define COMPILE_KEYBOARD_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/json.h"
#include "base/str.h"

/*
 * One change to the text of a keyboard.json or info.json, which may be HJSON, that leaves all its other bytes alone.
 * What is new takes its manner from what stands around it: indentation, quotes, commas, line ends; a list on one line
 * stays on one line.
 */
enum keyboard_json_change {
	KEYBOARD_JSON_SET,    /* replace the value, or add the member: parents that are missing are made */
	KEYBOARD_JSON_REMOVE, /* with its comma, and with its line and the comments on that when it has one */
	KEYBOARD_JSON_INSERT, /* a new element of a list, which has the index of the path afterwards */
	KEYBOARD_JSON_MOVE,   /* the element of a list that has index `to` afterwards */
};

struct keyboard_json_edit {
	enum keyboard_json_change change;
	const char *path;         /* dotted; a number indexes a list: "encoder.rotary.0.pin_a" */
	const struct json *value; /* SET, INSERT; borrowed */
	size_t to;                /* MOVE */
};

/*
 * @text with @edit is appended to @out. A new member goes behind the one that comes before it in the order of QMK's
 * own formatter, else to the end. A list that is missing is made for index 0; index = count appends to one.
 *
 * The result is parsed and compared before it is given: false, with nothing in @out, when @text does not parse
 * (ERR_PARSE), when the path leads nowhere (ERR_NOT_FOUND, ERR_RANGE, ERR_USAGE), or when the text is such that the
 * change would say something else (ERR_REFUSED).
 */
bool keyboard_json_edit(const char *text, size_t len, const struct keyboard_json_edit *edit, struct str *out,
			struct err *err) NODISCARD;

#endif
