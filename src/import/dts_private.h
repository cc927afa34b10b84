/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_DTS_PRIVATE_H
#define IMPORT_DTS_PRIVATE_H

#include "import/dts.h"

struct dts_block;
struct dts_slot;

struct dts {
	const struct cpp *cpp;
	const struct cpp_token *token;
	uint32_t tokens;
	struct dts_node root, foreign; /* the latter's children are the nodes that are not here */
	size_t nodes, properties;
	struct dts_block *block; /* where nodes, properties and names are */
	struct dts_slot *slot;   /* of names in nodes, and of labels */
	size_t slots, used;
};

/* What a name is looked up for. */
enum dts_name_kind { DTS_NAME_CHILD, DTS_NAME_PROPERTY, DTS_NAME_LABEL };

/* An empty tree over @cpp. */
struct dts *dts_new(const struct cpp *cpp);

/* Zeroed memory that dts_free() frees. */
void *dts_alloc(struct dts *dts, size_t size);
const char *dts_copy(struct dts *dts, const char *text, size_t len);

/* What @name is in @scope (NULL for labels); NULL: nothing. */
void *dts_lookup(const struct dts *dts, enum dts_name_kind kind, const void *scope, const char *name,
		 size_t len);
/* @name must live as long as @dts. @item NULL: it is no more. */
void dts_enter(struct dts *dts, enum dts_name_kind kind, const void *scope, const char *name, void *item);

/* The child or property of that name, made when it is not there. NULL: there are too many. */
struct dts_node *dts_child(struct dts *dts, struct dts_node *parent, const char *name, size_t len);
struct dts_property *dts_property(struct dts *dts, struct dts_node *node, const char *name, size_t len);
void dts_add_label(struct dts *dts, struct dts_node *node, const char *name, size_t len);
void dts_delete(struct dts *dts, struct dts_node *node);

/* The node that an &label or &{/path} of @tokens is; NULL: it is not here. @label gets what stands behind the &. */
struct dts_node *dts_resolve(const struct dts *dts, struct dts_range tokens, struct str *label);

#endif
