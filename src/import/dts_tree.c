/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "dts_private.h"

enum { BLOCK_BYTES = 1 << 16, SLOTS_FIRST = 256, ALIGNMENT = sizeof(max_align_t) };

struct dts_block {
	struct dts_block *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char data[];
};

struct dts_slot {
	enum dts_name_kind kind;
	const void *scope;
	const char *name; /* NULL: free */
	void *item;
};

void *dts_alloc(struct dts *dts, size_t size)
{
	struct dts_block *block = dts->block;
	void *out;

	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (!block || block->size - block->used < size) {
		size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;

		block = mem_new(1, sizeof(*block) + room);
		block->size = room;
		block->next = dts->block;
		dts->block = block;
	}
	out = block->data + block->used;
	block->used += size;
	return out;
}

const char *dts_copy(struct dts *dts, const char *text, size_t len)
{
	char *copy = dts_alloc(dts, len + 1);

	memcpy(copy, text, len);
	return copy;
}

static size_t hash(enum dts_name_kind kind, const void *scope, const char *name, size_t len)
{
	const uint64_t from = HASH_NONE ^ (uintptr_t)scope ^ (uint64_t)kind << 56;

	return hash_slot(hash_bytes(from, name, len));
}

static struct dts_slot *find_slot(const struct dts *dts, enum dts_name_kind kind, const void *scope,
				  const char *name, size_t len)
{
	for (size_t at = hash(kind, scope, name, len);; at++) {
		struct dts_slot *slot = &dts->slot[at & (dts->slots - 1)];

		if (!slot->name || (slot->kind == kind && slot->scope == scope &&
				    !strncmp(slot->name, name, len) && !slot->name[len]))
			return slot;
	}
}

void *dts_lookup(const struct dts *dts, enum dts_name_kind kind, const void *scope, const char *name,
		 size_t len)
{
	return find_slot(dts, kind, scope, name, len)->item;
}

static void widen(struct dts *dts)
{
	struct dts_slot *old = dts->slot;
	size_t slots = dts->slots;

	dts->slots = slots ? slots * 2 : SLOTS_FIRST;
	dts->slot = mem_new(dts->slots, sizeof(*dts->slot));
	for (size_t i = 0; i < slots; i++)
		if (old[i].name)
			*find_slot(dts, old[i].kind, old[i].scope, old[i].name, strlen(old[i].name)) = old[i];
	free(old);
}

struct dts *dts_new(const struct cpp *cpp)
{
	struct dts *dts = mem_new(1, sizeof(*dts));
	size_t count;

	dts->cpp = cpp;
	dts->token = cpp_tokens(cpp, &count);
	dts->tokens = (uint32_t)count;
	dts->root.name = "/";
	dts->foreign.name = "";
	widen(dts);
	return dts;
}

void dts_free(struct dts *dts)
{
	struct dts_block *next;

	if (!dts)
		return;
	for (struct dts_block *block = dts->block; block; block = next) {
		next = block->next;
		free(block);
	}
	free(dts->slot);
	free(dts);
}

void dts_enter(struct dts *dts, enum dts_name_kind kind, const void *scope, const char *name, void *item)
{
	struct dts_slot *slot = find_slot(dts, kind, scope, name, strlen(name));

	dts->used += !slot->name;
	*slot = (struct dts_slot){ kind, scope, name, item };
	if (dts->used * 2 > dts->slots)
		widen(dts);
}

struct dts_node *dts_child(struct dts *dts, struct dts_node *parent, const char *name, size_t len)
{
	struct dts_node *node = dts_lookup(dts, DTS_NAME_CHILD, parent, name, len);

	if (node || dts->nodes == DTS_MAX_NODES)
		return node;
	dts->nodes++;
	node = dts_alloc(dts, sizeof(*node));
	node->name = dts_copy(dts, name, len);
	node->parent = parent;
	node->previous = parent->last_child;
	if (node->previous)
		node->previous->next = node;
	else
		parent->child = node;
	parent->last_child = node;
	dts_enter(dts, DTS_NAME_CHILD, parent, node->name, node);
	return node;
}

struct dts_property *dts_property(struct dts *dts, struct dts_node *node, const char *name, size_t len)
{
	struct dts_property *property = dts_lookup(dts, DTS_NAME_PROPERTY, node, name, len);

	if (property || dts->properties == DTS_MAX_PROPERTIES)
		return property;
	dts->properties++;
	property = dts_alloc(dts, sizeof(*property));
	property->name = dts_copy(dts, name, len);
	if (node->last_property)
		node->last_property->next = property;
	else
		node->property = property;
	node->last_property = property;
	dts_enter(dts, DTS_NAME_PROPERTY, node, property->name, property);
	return property;
}

void dts_add_label(struct dts *dts, struct dts_node *node, const char *name, size_t len)
{
	struct dts_label *label;

	if (dts_lookup(dts, DTS_NAME_LABEL, NULL, name, len) == node)
		return;
	label = dts_alloc(dts, sizeof(*label));
	label->name = dts_copy(dts, name, len);
	if (node->last_label)
		node->last_label->next = label;
	else
		node->label = label;
	node->last_label = label;
	dts_enter(dts, DTS_NAME_LABEL, NULL, label->name, node);
}

static void forget_labels(struct dts *dts, const struct dts_node *node)
{
	for (const struct dts_label *label = node->label; label; label = label->next)
		if (dts_lookup(dts, DTS_NAME_LABEL, NULL, label->name, strlen(label->name)) == node)
			dts_enter(dts, DTS_NAME_LABEL, NULL, label->name, NULL);
}

void dts_delete(struct dts *dts, struct dts_node *node)
{
	struct dts_node *parent = node->parent;

	if (!parent)
		return;
	for (const struct dts_node *each = node; each; each = dts_next(node, each))
		forget_labels(dts, each);
	if (node->previous)
		node->previous->next = node->next;
	else
		parent->child = node->next;
	if (node->next)
		node->next->previous = node->previous;
	else
		parent->last_child = node->previous;
	dts_enter(dts, DTS_NAME_CHILD, parent, node->name, NULL);
}

/* /behaviors/mt, from the root; `//` and a / at the end are nothing. */
static struct dts_node *find_path(const struct dts *dts, const char *path)
{
	struct dts_node *node = (struct dts_node *)&dts->root;

	while (node && *path) {
		size_t len = strcspn(path, "/");

		if (len)
			node = dts_lookup(dts, DTS_NAME_CHILD, node, path, len);
		path += len + (path[len] == '/');
	}
	return node;
}

struct dts_node *dts_resolve(const struct dts *dts, struct dts_range tokens, struct str *label)
{
	const char *text;

	for (uint32_t i = 1; i < tokens.count; i++)
		str_add_bytes(label, dts->token[tokens.first + i].text, dts->token[tokens.first + i].len);
	text = str_text(label);
	if (*text != '{')
		return dts_lookup(dts, DTS_NAME_LABEL, NULL, text, label->len);
	label->data[label->len - 1] = '\0'; /* the brace that ends it */
	return find_path(dts, text + 1);
}
