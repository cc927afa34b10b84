/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_ZMK_KEYMAP_PRIVATE_H
#define IMPORT_ZMK_KEYMAP_PRIVATE_H

#include "import/dts.h"
#include "import/zmk_keymap.h"
#include "model/zmk_action.h"

/* One entry of a list of bindings. */
struct zmk_binding {
	struct dts_range
		tokens; /* & and its cells; or a word alone, which an include that is missing defines */
	struct action action;
};

struct zmk_bindings {
	struct zmk_binding *item;
	size_t count, cap;
};

/* A behaviour that the text defines, by one of its labels. */
struct zmk_own {
	struct zmk_behavior behavior;
	const struct dts_node *node;
	bool typed; /* behavior.cell is known, as far as it can be */
};

struct zmk_layer {
	const struct dts_node *node;
	struct zmk_bindings keys, turns;
	uint32_t name; /* symbol */
};

/* How a text calls a layer: #define NAV 1. */
struct zmk_layer_macro {
	const struct cpp_macro *macro;
	uint32_t layer, used;
};

/* A definition of the map, and the node that it was read from. */
struct zmk_defined_node {
	enum definition_kind kind;
	size_t index; /* among those of its kind */
	const struct dts_node *node;
};

struct zmk_reader {
	const struct import_input *in;
	struct diagnostics *diagnostics;
	struct cpp *cpp;
	struct dts *dts;
	const struct cpp_token *token;
	size_t tokens;
	struct zmk_own *own; /* sorted by behavior.ref */
	size_t owns;
	struct zmk_names names;
	uint32_t *told; /* symbols: behaviours that were told to be unknown */
	size_t tolds, told_cap;
	const struct dts_node *keymap;
	struct zmk_layer layer[KEYMAP_MAX_LAYERS];
	size_t layers, keys, encoders, definitions;
	struct keymap *map;
	struct source *source;
	struct zmk_layer_macro *macro;
	size_t macros, macro_cap;
	struct zmk_defined_node *defined;
	size_t defineds, defined_cap, defined_of[DEFINITION_KIND_COUNT];
};

/* The includes of @in, with ZMK's own headers, and zmk-helpers' when they are not there. Borrows @in. */
struct zmk_includes {
	const struct import_includes *user; /* NULL: none */
	struct import_includes all;
};
void zmk_includes_init(struct zmk_includes *includes, const struct import_includes *user);

/* zmk_behaviors.c: the behaviours that the text defines, for reader->names. */
void zmk_collect_behaviors(struct zmk_reader *reader);
void zmk_release_behaviors(struct zmk_reader *reader);

/* The value of a cell, with the names that ZMK's headers have for numbers: MOD_LSFT. False: it is not known. */
bool zmk_read_number(const struct zmk_reader *reader, struct dts_range tokens, int64_t *value);

/* zmk_bindings.c: all bindings of a property (NULL: none), whether in one list or in several. */
void zmk_read_bindings(struct zmk_reader *reader, const struct dts_property *property,
		       struct zmk_bindings *out);

/* zmk_layers.c: reader->layer, and the map's keys and turns. */
bool zmk_collect_layers(struct zmk_reader *reader, struct err *err) NODISCARD;
void zmk_put_layers(struct zmk_reader *reader);
void zmk_release_layers(struct zmk_reader *reader);

/* zmk_turns.c: what an encoder's binding does when turned: [TURN_CCW], [TURN_CW]. */
void zmk_read_turns(struct zmk_reader *reader, const struct zmk_binding *binding,
		    struct action turn[TURN_COUNT]);

/* zmk_definitions.c: everything else that the map holds. */
void zmk_put_definitions(struct zmk_reader *reader);

/* zmk_settings.c: settings, "firmware" among them. */
void zmk_put_settings(struct zmk_reader *reader);

/* zmk_source.c: reader->source, of the map that is done. */
void zmk_put_source(struct zmk_reader *reader);

/* The lines that a stretch of @text stands on, with comments before them and behind it; itself when something else is on
 * them. */
struct span zmk_whole_lines(const char *text, size_t len, struct span span);

/* zmk_places.c: source->definition. */
void zmk_put_places(struct zmk_reader *reader);

/* zmk_references.c: source->reference, and how the text calls its layers. */
void zmk_put_references(struct zmk_reader *reader);

/* zmk_geometry.c: out->board and out->used. */
void zmk_put_geometry(struct zmk_reader *reader, struct document *out);

/* A warning or note at @tokens. */
#define zmk_tell(reader, tokens, ...) dts_tell((reader)->dts, tokens, (reader)->diagnostics, __VA_ARGS__)

#endif
