/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_CONFIG_H
#define PROJECT_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/json.h"
#include "base/schema.h"
#include "base/str.h"
#include "model/diagnostic.h"

/*
 * A keyboard's data, open for change: its own keyboard.json (or info.json), what QMK makes of it together with the
 * files around it, and every member that could be in it. Changes go into the text (compile/keyboard_json.h) and are kept
 * as texts, so that undo is exact.
 */
struct config;

enum config_group {
	CONFIG_GROUP_IDENTITY,
	CONFIG_GROUP_USB,
	CONFIG_GROUP_PROCESSOR,
	CONFIG_GROUP_MATRIX,
	CONFIG_GROUP_FEATURES,
	CONFIG_GROUP_LAYOUTS,
	CONFIG_GROUP_SPLIT,
	CONFIG_GROUP_ENCODERS,
	CONFIG_GROUP_LIGHTING,
	CONFIG_GROUP_TAPPING,
	CONFIG_GROUP_OTHER,
	CONFIG_GROUP_COUNT
};
const char *config_group_name(enum config_group group); /* "matrix" */

/* Who says the value that counts. */
enum config_origin {
	CONFIG_NOWHERE, /* nobody: the firmware's default holds */
	CONFIG_HERE,    /* the file that is open */
	CONFIG_ABOVE,   /* another file, which wins over this one */
	CONFIG_BOARD,   /* the development board */
	CONFIG_DERIVED, /* it follows from other members */
};

/* A member, there or not. All texts and nodes are borrowed and good until the next change. */
struct config_field {
	const char *path; /* "usb.vid", "encoder.rotary.0.pin_a" */
	enum config_group group;
	const struct schema_facts *facts; /* NULL: QMK does not know it */
	const struct schema_facts
		*element;         /* of a list: what its elements are; NULL: no list, or they differ */
	const char *help;         /* what it is for, "" when we cannot say */
	const struct json *value; /* that counts; NULL: none */
	const struct json *own;   /* in the file that is open; NULL: not there */
	const char *fallback;     /* the firmware's default, as config_add_value() has it; NULL: not known */
	enum config_origin origin;
	const char *file; /* HERE, ABOVE: as its owner knows it; else NULL */
	int line;
	const char *problem; /* NULL: none */
	enum severity severity;
};

/* @what as locate() takes it. NULL with the reason when there is no such keyboard, or when its file does not parse: one
 * that QMK's schema refuses opens, with problems. */
struct config *config_open(const char *what, const char *qmk_home, struct err *err);
void config_free(struct config *config);

const char *config_path(const struct config *config); /* of the file; the name of a built-in board */

/* All fields, by group; within one as the schema has them. */
size_t config_count(const struct config *config);
const struct config_field *config_at(const struct config *config, size_t index);
const struct config_field *config_find(const struct config *config, const char *path); /* NULL: none */

/* What is wrong with the keyboard as it is now. */
const struct diagnostics *config_problems(const struct config *config);

/* The first error that the saved text had not; NULL: none. */
const struct diagnostic *config_new_error(const struct config *config);

/* What may stand at @path: also of an element, and of members that are in no field. NULL: QMK knows no such member. */
const struct schema_facts *config_facts(const struct config *config, const char *path);

/* A value as people read and type it: text without quotes, a list of plain values as "B1, B2", else JSON. */
void config_add_value(struct str *out, const struct json *value);

/* The same for a list of many: "60 elements" where the elements are no plain values, "2 members" of an object. */
void config_add_summary(struct str *out, const struct json *value);

/* What may stand there, in words: "a whole number from 0 to 255", "one of a, b, c". @element: of a list's elements, may be
 * NULL. */
void config_add_expected(struct str *out, const struct schema_facts *facts,
			 const struct schema_facts *element);

/* Whether @typed could be set at @path: what it must be is in @err if not. */
bool config_check(const struct config *config, const char *path, const char *typed, struct err *err);

/*
 * Change the text. @typed is what config_add_value() would show, or JSON. ERR_REFUSED when the file is not ours to write
 * or another one wins, which is named; ERR_RANGE or ERR_PARSE when QMK would not take the value; ERR_NOT_FOUND when
 * there is nothing to take out. What is valid by itself and in conflict with other members is kept, and a problem.
 */
bool config_set(struct config *config, const char *path, const char *typed, struct err *err);
bool config_unset(struct config *config, const char *path, struct err *err); /* of an element: take it out */
bool config_insert(struct config *config, const char *path, const char *typed, struct err *err);
bool config_move(struct config *config, const char *path, size_t to, struct err *err);

/* False when there is nothing to undo or redo. */
bool config_undo(struct config *config);
bool config_redo(struct config *config);

bool config_is_modified(const struct config *config);

/* What saving would change: "@@ -12 +12 @@" and lines, as base/line_diff.h. */
void config_diff(const struct config *config, struct str *out);

/* Write the file, atomically. ERR_EXISTS when it has changed on disk since it was read, unless @force. */
bool config_save(struct config *config, bool force, struct err *err) NODISCARD;

#endif
