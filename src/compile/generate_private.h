/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_GENERATE_PRIVATE_H
#define COMPILE_GENERATE_PRIVATE_H

#include "compile/generate.h"

/*
 * What an emitter carries along. It adds freely and asks generation_end() once: the first value that cannot be written
 * is kept in *err, and what is added after it is of no use.
 */
struct generation {
	const struct generate_input *input;
	struct str *out;
	struct diagnostics *diagnostics;
	struct err *err;
	bool failed;
};

/* "MEMBER: ..." */
void generation_fail(struct generation *g, const char *member, const char *fmt, ...) PRINTF_LIKE(3, 4);
bool generation_end(struct generation *g);

/*
 * What Python's str() gives of a number, a text, true, false or null, once it is known to be one value of the
 * language that it goes into: C tokens with literals and brackets closed, without a comma outside of brackets; words of
 * make that neither make nor a shell expands.
 */
void generation_add_c(struct generation *g, struct str *out, const struct json *value, const char *member);
void generation_add_make(struct generation *g, struct str *out, const struct json *value, const char *member);

/* The same of each item of a list, @between them. Items of a list of make are one word. */
void generation_add_c_items(struct generation *g, struct str *out, const struct json *list,
			    const char *between, const char *member);
void generation_add_make_items(struct generation *g, struct str *out, const struct json *list,
			       const char *member);

/* A text that is to be a name in C or make; in capitals if @upper. */
void generation_add_name(struct generation *g, struct str *out, const char *name, const char *member);
void generation_add_upper(struct generation *g, struct str *out, const char *name, const char *member);

/* What Python takes for true: all but false, null, 0, "", [] and {}. NULL is false. */
bool generation_is_true(const struct json *value);

/* Whether the tree's own generators still do that. */
bool generation_once(const struct generation *g, enum qmk_once what);

/* matrix_size. False when there is none; one that is too large fails. */
bool generation_matrix(struct generation *g, int *rows, int *cols);

/* A key's or LED's "matrix" in that matrix. False, without failing, when it is none or outside. */
bool generation_position(const struct json *item, int rows, int cols, int *row, int *col);

/* The generators, as rows of generate.c have them. */
typedef bool generate_emit(const struct generate_input *input, struct str *out,
			   struct diagnostics *diagnostics, struct err *err);
generate_emit generate_config_h, generate_keyboard_c, generate_keyboard_h, generate_rules_mk;
generate_emit generate_keyboard_json, generate_kle_json, generate_via_json, generate_via_v2_json,
	generate_vial_json;

/* Which hand presses which key of the first layout: default_keyboard.c's last part. */
void generate_chordal_hold(struct generation *g);

#endif
