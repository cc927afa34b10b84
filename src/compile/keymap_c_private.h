/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYMAP_C_PRIVATE_H
#define COMPILE_KEYMAP_C_PRIVATE_H

#include "c_scan.h"
#include "compile/rewrite.h"
#include "compile/update.h"
#include "layer_plan.h"
#include "qmk.h"

/* Putting a keymap back into a keymap.c, in parts. */

/* Lists whose members follow the order of the layers. */
enum c_list {
	C_ENTRY,      /* of keymaps[] */
	C_TURNS,      /* of encoder_map[] */
	C_ENUMERATOR, /* of an enum */
	C_DEFINE,     /* the #define of a layer's number */
	C_LIST_COUNT,
};

/* A member. */
struct c_piece {
	enum c_list list;
	int layer; /* of the source */
	struct span span;
	struct rewrite rewrite; /* what changes in it */
};

/* What a name is defined as. */
struct c_define {
	const char *name; /* in the text; not NUL-ended */
	uint32_t len;
	uint16_t file;
	struct span body;
	uint32_t known,
		follows; /* a bit for each layer: whether it is known that it follows, and whether it does */
};

struct c_update {
	const struct source *source;
	const struct layout *layout;
	const struct keymap *map;
	struct err *err;

	struct layer_plan plan;
	struct qmk_names names; /* what the text will call the layers of map */

	struct c_define *define; /* sorted by name */
	size_t defines, define_cap;
	struct c_piece *piece; /* in the order of the text; none unless layers moved */
	size_t pieces, piece_cap;

	struct rewrite *rewrite; /* [file]: what changes outside of the pieces */
};

/* keymap_c_update.c */

/* @span of @file becomes @with, in the piece that it lies in. */
void c_update_put(struct c_update *u, uint16_t file, struct span span, const char *with);

/* rewrite_print(), where places of a text may lie in any way. False, in u->err: some overlap. */
bool c_update_print_text(const struct c_update *u, struct rewrite *rewrite, uint16_t file,
			 struct span stretch, struct str *out);

/* @text with the line ends of the document. */
void c_update_add_text(const struct c_update *u, struct str *out, const char *text);

/* keymap_c_bindings.c */

/* @action as this text writes it. False when C has no words for it. */
bool c_update_print(const struct c_update *u, struct action action, struct str *out, struct err *err);

/* What slot @slot of the source's layer @origin will do when its text stays: layers that go by names follow. */
struct action c_update_kept(const struct c_update *u, size_t origin, size_t slot);

/* Where layer @layer of map goes: over the text of the source's layer @origin, slots [first, end). */
struct c_target {
	size_t origin, layer, first, end;
};

/* Changes of the texts, one rewrite a file into @rewrite: those of all targets, as one grid. False, in u->err, with a
 * binding that cannot be changed. */
bool c_update_bindings(const struct c_update *u, const struct c_target *target, size_t targets,
		       struct rewrite *rewrite);

/* keymap_c_follow.c: what a text says of layers */

/* The #defines of all files, sorted by name. */
void c_update_find_defines(struct c_update *u);

/* Whether a name stands for something else in the texts: one of them defines it. */
bool c_update_defines(const struct c_update *u, const char *name, size_t len);

/* Whether a text that stands for an action with the source's layer @layer will mean where that layer went. */
bool c_update_follows(const struct c_update *u, const struct source_binding *at, uint32_t layer);

/* Numbers of layers in code: MO(2) in a macro, layer_on(2). */
void c_update_renumber(struct c_update *u);

/* Stretches of a file that are bindings which can be changed, sorted. The caller frees. */
struct span *c_update_find_bindings(const struct c_update *u, uint16_t file, size_t *count);
bool c_update_lies_in(struct span span, const struct span *sorted, size_t count);

/* keymap_c_names.c */

/* u->names. False, in u->err: a name that the text has no place for. */
bool c_update_name_layers(struct c_update *u);

/* Names of layers that have another one now, outside of bindings. False, in u->err: one is in a file that is locked. */
bool c_update_rename(struct c_update *u);

/* The same for one stretch. False: there are none, and @out stays. */
bool c_update_rename_text(const struct c_update *u, uint16_t file, struct span span, struct str *out);

/* Whether a thing can be called that: a name of C that neither QMK nor a text has. */
bool c_update_is_free(const struct c_update *u, const char *name);

/* keymap_c_definition.c: definitions as C */

struct c_made {
	struct str before; /* what must be declared before the table */
	struct str element;
};
struct c_table {
	enum definition_kind kind;
	const char *name, *head; /* of the array; what declares it, up to the brace */
	const char *what;        /* in words */
	/* A new one; NULL: there are none. */
	bool (*make)(struct c_update *u, const struct definition *definition, size_t index,
		     struct c_made *out);
	/* All of one that is there but its name; NULL: there is no such thing. */
	bool (*value)(struct c_update *u, const struct definition *definition, struct str *out);
};
const struct c_table *c_update_find_table(enum definition_kind kind); /* NULL: it is code */

/* keymap_c_block.c */

/* What became of definitions, and new ones. False, in u->err: one that C has no table for, or that stands where it cannot
 * be changed. */
bool c_update_definitions(struct c_update *u);

/* Whether the document has the array, of no said size, and no directive in it. */
bool c_update_has_table(const struct c_update *u, const char *name);

/* keymap_c_changed.c */

/* The definitions of a table that the text has, as they are now: changed in a part, or taken out. New ones are behind them,
 * from *@first on. */
bool c_update_changed(struct c_update *u, const struct c_table *table, size_t *first);

/* keymap_c_layers.c */

/* What became of the layers of the text, and what follows from it but bindings. */
bool c_update_plan_layers(struct c_update *u);

/* Whether an enumerator says its number: _NAV = 2. */
bool c_update_has_value(const struct c_update *u, const struct c_piece *piece);

/* keymap_c_lists.c */

/* The pieces, each with its changes, in their new order. */
bool c_update_place_layers(struct c_update *u);

/* keymap_c_deleted.c */

/* False, in u->err: code of what became of the document speaks of a layer that is deleted. */
bool c_update_check_deleted(const struct c_update *u, const char *text, size_t len);

/* keymap_c_new.c */

/* The text of a new layer @layer (of map) in the list of @like, in its manner. */
bool c_update_print_new(struct c_update *u, const struct c_piece *like, size_t layer, bool numbered,
			struct str *out);

#endif
