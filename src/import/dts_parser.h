/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_DTS_PARSER_H
#define IMPORT_DTS_PARSER_H

#include "dts_private.h"

struct dts_parser {
	struct dts *dts;
	struct diagnostics *diagnostics;
	uint32_t at; /* the next token */
	int depth;
	bool full;       /* a cap was reached, and that was told */
	struct str name; /* what dts_read_name() read */
};

bool dts_at_end(const struct dts_parser *p);
const struct cpp_token *dts_token_at(const struct dts_parser *p); /* not at the end */
bool dts_is_at(const struct dts_parser *p, uint32_t at, char c);
bool dts_is(const struct dts_parser *p, char c);
bool dts_is_name(const struct dts_parser *p);
bool dts_take(struct dts_parser *p, char c);
struct dts_range dts_since(const struct dts_parser *p, uint32_t first);

void dts_tell_expected(struct dts_parser *p, const char *what);

/* Over what begins with @open, to behind the @close that belongs to it, or to the end. */
void dts_skip_balanced(struct dts_parser *p, char open, char close);

/* To behind the next @close; a semicolon ends it, too. */
void dts_skip_brackets(struct dts_parser *p, char close);

/* To behind the next semicolon of this node, or to the brace that ends it. */
void dts_recover(struct dts_parser *p);

/* Tell what was expected, and recover. Always false. */
bool dts_fail(struct dts_parser *p, const char *expected);

/* The semicolon behind what is complete; when it was forgotten, what is on the next line is not lost. */
void dts_end_statement(struct dts_parser *p);

/* Into p->name. False, and nothing is told, when none begins here. */
bool dts_read_name(struct dts_parser *p);

/* &label or &{/path}. */
bool dts_read_reference(struct dts_parser *p, struct dts_range *out);

void dts_skip_labels(struct dts_parser *p);

/* What is behind the = of @property, with the semicolon. */
void dts_read_value(struct dts_parser *p, struct dts_property *property);

#endif
