/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_DTS_H
#define IMPORT_DTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "import/cpp.h"
#include "model/diagnostic.h"

/*
 * A devicetree source (Devicetree Specification 0.4, section 6, and dtc's /delete-node/, /omit-if-no-ref/ and &{/path}),
 * read from the tokens of the preprocessor as a tree that knows where it came from. Tolerant: what is wrong is told
 * with its place and passed over up to the next `;` or `}`. Values stay tokens: what a cell means is the
 * reader's to know.
 */
enum {
	DTS_MAX_DEPTH = 64, /* of nodes in nodes, and of parentheses */
	DTS_MAX_NODES = 1 << 16,
	DTS_MAX_PROPERTIES = 1 << 18,
};

/* Tokens [first, first + count) of cpp_tokens(). */
struct dts_range {
	uint32_t first, count;
};

enum dts_part_type {
	DTS_CELLS,  /* <...> */
	DTS_STRING, /* "..." */
	DTS_BYTES,  /* [...] */
	DTS_REF,    /* &label, &{/path} */
	DTS_OTHER,  /* /incbin/(...), and what was not understood */
};

/* One of the values that commas part. */
struct dts_part {
	enum dts_part_type type;
	struct dts_range tokens; /* with its brackets */
	struct dts_range inside; /* between its brackets; of the others all */
	struct dts_part *next;
};

struct dts_property {
	const char *name;
	struct dts_range tokens; /* from its name to its semicolon */
	struct dts_range value;  /* all parts; count 0: there are none */
	struct dts_part *part;
	bool deleted; /* by /delete-property/ */
	struct dts_property *next;
};

/* One place where a node is written: `name { ... };`, `&label { ... };`. */
struct dts_body {
	struct dts_range tokens; /* from the first label to the semicolon */
	struct dts_range name;   /* the name, or & and the label */
	struct dts_range inside; /* between the braces */
	struct dts_body *next;
};

struct dts_label {
	const char *name;
	struct dts_label *next;
};

/* A node, with all that its bodies say, the later over the earlier. */
struct dts_node {
	const char *
		name; /* with its @unit; "/" of the root; "&label" of what is put on a node that is not here */
	struct dts_node *parent, *child, *last_child, *next, *previous;
	struct dts_label *label, *last_label; /* in the order of the text */
	struct dts_property *property, *last_property;
	struct dts_body *body, *last_body;
};

struct dts;

/* Read all of @cpp's output. Never NULL. @cpp must live as long as it. */
struct dts *dts_parse(const struct cpp *cpp, struct diagnostics *diagnostics);
void dts_free(struct dts *dts);

/* The root, which may have no body, and the first of the nodes that &label { } names but the text does not
 * define; these are siblings of each other. */
const struct dts_node *dts_root(const struct dts *dts);
const struct dts_node *dts_foreign(const struct dts *dts);

/* Of &@label; NULL: no such label. */
const struct dts_node *dts_find_label(const struct dts *dts, const char *label, size_t len);

/* The node after @node in the order of the text, children before siblings; NULL behind the last below @top. */
const struct dts_node *dts_next(const struct dts_node *top, const struct dts_node *node);

/* NULL when it has none, or no longer has it. */
const struct dts_property *dts_find_property(const struct dts_node *node, const char *name);

/* Whether `compatible` has @name among its strings. */
bool dts_is_compatible(const struct dts *dts, const struct dts_node *node, const char *name);

/* What a DTS_STRING says, or a property's first one. False: it is none. */
bool dts_part_text(const struct dts *dts, const struct dts_part *part, struct str *out);
bool dts_text(const struct dts *dts, const struct dts_property *property, struct str *out);

/*
 * The cells of one <...>, one by one: an &label, a number or word, a call such as LC(A), what is in parentheses. @at is 0
 * for the first. False when there are no more.
 */
struct dts_cell {
	bool ref; /* an & and a name: the node it names */
	struct dts_range tokens;
};
bool dts_next_cell(const struct dts *dts, const struct dts_part *part, uint32_t *at, struct dts_cell *out);

/* What a cell's integer expression gives: `3`, `(-5)`, `(MOD_LSFT | MOD_RSFT)`. @constant (may be NULL) knows the
 * names. False: it is none, something is not known, or it is beyond 32 bits. */
typedef bool dts_constant(const void *data, const char *name, size_t len, int64_t *value);
bool dts_number(const struct dts *dts, struct dts_range tokens, dts_constant *constant, const void *data,
		int64_t *value);

/* The tokens as a text, one space where there was white space. */
void dts_spell(const struct dts *dts, struct dts_range tokens, struct str *out);

const struct cpp *dts_cpp(const struct dts *dts);

/* Tell @kind at the first of @tokens; behind the last token of the text: at its end. */
void dts_tell(const struct dts *dts, struct dts_range tokens, struct diagnostics *diagnostics,
	      const struct diagnostic_kind *kind, const char *fmt, ...) PRINTF_LIKE(5, 6);

#endif
