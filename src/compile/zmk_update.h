/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_UPDATE_H
#define COMPILE_ZMK_UPDATE_H

#include "compile/rewrite.h"
#include "compile/update.h"
#include "compile/zmk_lower.h"
#include "layer_plan.h"
#include "model/reference.h"

/* Putting a keymap back into a .keymap, in parts. */

/* A layer's node in the text, or a definition's, with the comments before it. */
struct zmk_piece {
	int layer; /* of the source; of a definition unused */
	uint16_t file;
	struct span span;
	struct rewrite rewrite; /* what changes in it */
};

/* What became of the definitions of one kind. Arrays are owned. */
struct zmk_kind_plan {
	size_t before, after;
	const struct definition **old, **now;
	const struct source_definition **place; /* of each old one; NULL: it has none */
	bool *ours;                             /* whether the block has that old one */
	int *to, *from;                         /* LAYER_GONE: it is deleted, or new */
};

struct zmk_rename {
	uint32_t before, after; /* symbols */
};

struct zmk_update {
	const struct source *source;
	const struct layout *layout;
	const struct keymap *map;
	struct err *err;
	struct layer_plan plan;
	char *define
		[KEYMAP_MAX_LAYERS]; /* what the text will call the layers of map; NULL: by number; owned */
	struct zmk_piece piece[KEYMAP_MAX_LAYERS]; /* in the order of the text; none unless layers moved */
	size_t pieces;
	struct zmk_kind_plan kind[DEFINITION_KIND_COUNT];
	struct zmk_rename *rename; /* of what bindings name; owned */
	size_t renames, rename_cap;
	struct zmk_piece
		*moved;   /* nodes of definitions that change places, in the order of the text; owned */
	size_t *moved_to; /* for each of these the one that comes in its place; owned */
	size_t moves, moved_cap;
	bool block_changed;      /* a definition of the block, or a new one */
	struct rewrite *rewrite; /* [file]: what changes outside of the pieces; owned */
	struct str added;        /* all that is new, for the includes that it takes */
};

/* @span of @file becomes @with, in the piece that it lies in. */
void zmk_update_put(struct zmk_update *u, uint16_t file, struct span span, const char *with);

/* Whether a part of it becomes something else already. */
bool zmk_update_is_taken(const struct zmk_update *u, uint16_t file, struct span span);

/* @text with the line ends that the user's has; the caller frees. */
char *zmk_update_with_newlines(const struct zmk_update *u, const char *text);

/* The name that the text will have for layer @layer of map. An action_layer_name of a struct zmk_update. */
const char *zmk_update_layer_name(const void *u, uint32_t layer);

/* Whether @name stands anywhere in the texts, or in what is new, as a word. */
bool zmk_update_has_word(const struct zmk_update *u, const char *name);

/* zmk_update_bindings.c */

/* What layer @layer of map does, over the text of layer @origin of the source; changes of each file into
 * @rewrite. False, in u->err, with a binding that cannot be changed. */
bool zmk_update_bindings(struct zmk_update *u, size_t origin, size_t layer, struct rewrite *rewrite);

/* zmk_update_layers.c */

/* u->define, and the pieces when layers moved. */
bool zmk_update_plan(struct zmk_update *u);
void zmk_update_release(struct zmk_update *u);

/* Numbers of layers outside of bindings. */
bool zmk_update_references(struct zmk_update *u);

/* The pieces with their changes in their new order, new ones among them, and the lines that define their
 * names. */
bool zmk_update_place(struct zmk_update *u);

/* False, in u->err: what became of the files speaks of a layer that is deleted. */
bool zmk_update_check_deleted(const struct zmk_update *u, const struct str *out);

/* zmk_update_names.c: false, in u->err, when a name of a layer that gets another number stands where nobody
 * knows whether it is a layer. */
bool zmk_update_check_names(const struct zmk_update *u);

/* Layers that have another name; where that is one that their nodes cannot have, by a display-name. */
bool zmk_update_rename(struct zmk_update *u);

/* zmk_update_new.c: layer @layer of map, in the shape of @like. */
bool zmk_update_print_new(struct zmk_update *u, const struct zmk_piece *like, size_t layer, struct str *out);

/* zmk_update_plan.c: u->kind, u->rename and u->moved. */
bool zmk_update_plan_definitions(struct zmk_update *u);
void zmk_update_release_definitions(struct zmk_update *u);

/* zmk_update_definitions.c */

/* @action and @definition of the text as they are when that changes in nothing but layers and names. Release the
 * latter. */
struct action zmk_update_renamed(const struct zmk_update *u, struct action action);
struct definition zmk_update_kept(const struct zmk_update *u, const struct definition *definition);

/* Definitions that changed, went or have other names in their nodes, and what says these names. */
bool zmk_update_definitions(struct zmk_update *u);
void zmk_update_renames(struct zmk_update *u);

/* u->moved with their changes, in their new order. */
bool zmk_update_place_definitions(struct zmk_update *u);

/* zmk_update_properties.c: the node at @place said @before, and is to say @after. */
bool zmk_update_properties(struct zmk_update *u, const struct source_definition *place,
			   const struct definition *before, const struct definition *after);

/* zmk_update_block.c: definitions that the text has not yet, and the headers that what is new takes. */
bool zmk_update_block(struct zmk_update *u);
bool zmk_update_is_ours(const struct zmk_update *u, const struct definition *definition);
void zmk_update_includes(struct zmk_update *u);

#endif
