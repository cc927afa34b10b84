/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_YAML_TEXT_H
#define IMPORT_YAML_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "base/err.h"
#include "base/span.h"

enum { YAML_TEXT_MAX_BYTES = 4 << 20 };

/* The first document of a YAML text in UTF-8, whose nodes know their bytes. Aliases are the node that they name: what
 * walks the nodes has to bound how deep and how often it does. */
struct yaml_text {
	const char *text; /* borrowed */
	size_t len;
	yaml_document_t document;
	uint32_t *offset; /* of each character; owned */
	size_t characters;
};

/* ERR_PARSE with line and column, ERR_RANGE for one that is too large. A text without a document is one. */
bool yaml_text_open(struct yaml_text *yaml, const char *text, size_t len, struct err *err) NODISCARD;
void yaml_text_close(struct yaml_text *yaml);

/* These take NULL for a node and give NULL or "" for it. */
const yaml_node_t *yaml_text_root(struct yaml_text *yaml);
const yaml_node_t *yaml_text_node(struct yaml_text *yaml, int index);
const char *yaml_text_scalar(const yaml_node_t *node); /* "" for all but scalars, and for null */
bool yaml_text_is(const yaml_node_t *node, yaml_node_type_t type);

/* The value of member @name of a mapping, or of @alias (may be NULL). */
const yaml_node_t *yaml_text_member(struct yaml_text *yaml, const yaml_node_t *mapping, const char *name,
				    const char *alias);

/* The bytes of a node, without white space behind it. */
struct span yaml_text_span(const struct yaml_text *yaml, const yaml_node_t *node);
void yaml_text_place(const struct yaml_text *yaml, const yaml_node_t *node, int *line, int *column);

#endif
