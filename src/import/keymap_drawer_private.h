/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYMAP_DRAWER_PRIVATE_H
#define IMPORT_KEYMAP_DRAWER_PRIVATE_H

#include "import/keymap_drawer.h"
#include "yaml_text.h"

/* The keys of one layer, as they come. */
struct drawer_layer {
	const char *name;        /* of the YAML's */
	const yaml_node_t **key; /* owned */
	size_t keys, cap;
	const yaml_node_t *list;
};

struct drawer_reader {
	struct yaml_text yaml;
	const struct import_input *in;
	struct diagnostics *diagnostics;
	struct drawer_layer layer[KEYMAP_MAX_LAYERS];
	size_t layers;
	size_t visited; /* nodes, since aliases may name one node often */
};

/* What the key @node says; ACTION_RAW with its legends when that is not known. */
struct action drawer_action(struct drawer_reader *r, const yaml_node_t *node);

/* The keyboard of `layout: {ortho_layout: ...}`; NULL: it says none that we can draw, or one of other keys than @keys. */
struct keyboard *drawer_ortho(struct drawer_reader *r, const yaml_node_t *layout, size_t keys);

#endif
