/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYMAP_C_PRIVATE_H
#define IMPORT_KEYMAP_C_PRIVATE_H

#include "import/cpp.h"
#include "import/keymap_c.h"
#include "model/action_names.h"

/* How a keymap.c is read: its preprocessed tokens, what they declare, what they stand for. */

enum { C_NONE = UINT32_MAX, C_NO_KEY = UINT16_MAX };

/* Tokens [first, first + count) of the output. */
struct c_run {
	uint32_t first, count;
};

/* An object at file scope that has a value: `const uint16_t name[dims] = init;`. */
struct c_object {
	const char *text; /* its name, not NUL-ended */
	uint32_t len, name;
	struct c_run dims; /* with their brackets */
	struct c_run init;
};

/* A function's body. */
struct c_function {
	uint32_t name, open; /* tokens: its name, the { of its body */
};

struct c_constant {
	const char *name; /* not NUL-ended */
	uint32_t len;
	uint32_t token;     /* where it is declared; C_NONE: by us */
	struct c_run value; /* what stands behind its =; count 0: nothing */
	int64_t number;
	bool known; /* false: it was declared by what we do not know */
};

struct c_constants {
	struct c_constant *item; /* in the order of the text */
	size_t count, cap;
	uint32_t *slot; /* a hash table over the names: index + 1 */
	size_t slots;
};

/* One binding as it stands there. */
struct c_binding {
	struct c_run run;
	struct action action;
	uint8_t row,
		col;  /* of a layer that is given as rows of the matrix; of encoder_map[]: encoder and turn */
	uint16_t key; /* of the layout; C_NO_KEY: it has none there */
};

/* One layer of keymaps[], or of encoder_map[]. */
struct c_layer {
	struct c_run entry;      /* with its designator, without its comma */
	struct c_run designator; /* between [ and ]; count 0: it has none */
	uint32_t comma;          /* C_NONE: none */
	uint32_t name;           /* the name of the layout's macro; C_NONE: rows of the matrix */
	uint32_t open, close;    /* the brackets of its bindings */
	size_t number;
	bool shared; /* it stands for other layers, too: [1 ... 3] = */
	struct c_binding *binding;
	size_t bindings, cap;
	const struct layout *layout; /* the one that it is for; NULL: it is rows, or none that is known */
};

struct c_layers {
	struct c_layer *item; /* in the order of the text */
	size_t count, cap;
	size_t layers; /* of the array: the highest number and one */
};

/* What the text calls a layer; of the two, one is NULL, or both. */
struct c_layer_name {
	uint32_t symbol; /* 0: nothing */
	const struct c_constant *constant;
	const struct cpp_macro *macro;
};

/* Where a definition and what it is made of stand. */
struct c_part {
	uint16_t of; /* enum source_part_of */
	uint32_t index;
	struct c_run run;
};
struct c_definition {
	uint16_t kind;
	uint32_t index;
	struct c_run entry;  /* of its table; count 0: none that can be taken out */
	uint32_t comma;      /* C_NONE: none */
	struct c_run beside; /* what is declared for it alone; count 0: nothing */
	size_t first, parts; /* of keymap_c.part */
};

struct keymap_c {
	const struct import_input *in;
	struct diagnostics *diagnostics;
	struct cpp *cpp;
	struct str text; /* that @in's text is the beginning of; empty: it is all there is */
	const struct cpp_token *token;
	uint32_t tokens;
	uint32_t *match;         /* for each bracket its partner; `tokens` when it has none */
	struct c_object *object; /* sorted by name, then as they come */
	size_t objects, object_cap;
	struct c_function *function;
	size_t functions, function_cap;
	struct c_constants constants;
	struct action_names names;
	const struct host_language *other[8]; /* languages that are included besides the first */
	size_t others;
	const struct keycode_former **former; /* that were told */
	size_t formers, former_cap;
	struct c_layers keys, turns;
	struct c_layer_name name[KEYMAP_MAX_LAYERS];
	struct c_run
		layer_enum; /* constants: those of the enum that is called after layers; count 0: there is none */
	const struct layout *layout;
	struct keyboard *board; /* of our own; NULL: the input's will do */
	struct keymap *map;
	int layer; /* the one that is read now, which is told with what is wrong there; -1: none */
	struct c_definition *defined; /* in the order of the map */
	size_t defineds, defined_cap;
	struct c_part *part;
	size_t parts, part_cap;
	size_t definitions; /* of the map; one more than there may be: they were told of */
};

/* keymap_c_parse.c */
bool c_is(const struct keymap_c *r, uint32_t token, const char *text);
bool c_is_name(const struct keymap_c *r, uint32_t token);
void c_parse(struct keymap_c *r);

/* The last of that name; NULL: there is none. */
const struct c_object *c_find_object(const struct keymap_c *r, const char *name);
const struct c_object *c_find_object_of(const struct keymap_c *r, const struct cpp_token *name);

/* Its whole declaration, with the semicolon. count 0: where it begins cannot be told. */
struct c_run c_statement(const struct keymap_c *r, const struct c_object *object);

/* The brackets { } of an initialiser, which may have a cast before them. False: there are none. */
bool c_braces(const struct keymap_c *r, struct c_run run, uint32_t *open);

/* The next of what commas part in [*at, end); false: there is none. An empty one has count 0. */
struct c_item {
	struct c_run all, designator, value;
	uint32_t comma; /* C_NONE: it is the last */
};
bool c_next_item(const struct keymap_c *r, uint32_t *at, uint32_t end, struct c_item *item);

/* `name ( ... )` and no more: its arguments are [*open + 1, match). */
bool c_is_call(const struct keymap_c *r, struct c_run run, uint32_t *open);

/* The tokens as one would write them on a line. */
void c_add_text(const struct keymap_c *r, struct c_run run, struct str *out);

/* The same with characters as their numbers, for those who understand expressions. */
void c_add_expression(const struct keymap_c *r, struct c_run run, struct str *out);

/* Tell of what stands at @token. */
void c_report(struct keymap_c *r, const struct diagnostic_kind *kind, uint32_t token, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* keymap_c_constants.c */
void c_constants_release(struct c_constants *all);
const struct c_constant *c_find_constant(const struct keymap_c *r, const char *name, size_t len);
void c_add_constant(struct keymap_c *r, struct c_constant constant);
void c_read_enum(struct keymap_c *r, uint32_t open);
bool c_evaluate(const struct keymap_c *r, struct c_run run, int64_t *value);

/* Whether it is one of the numbers that QMK leaves to keyboards and keymaps for keycodes of their own. */
bool c_is_own_keycode(const struct c_constant *constant);

/* keymap_c_binding.c */
/* @kind: what is told when it cannot be read. */
struct action c_read_action(struct keymap_c *r, struct c_run run, const struct diagnostic_kind *kind);
void c_set_names(struct keymap_c *r); /* the host language, by what is included */

/* keymap_c_layers.c */
bool c_read_layers(struct keymap_c *r, const struct c_object *object, struct err *err);
bool c_read_turns(struct keymap_c *r, const struct c_object *object);
void c_layers_release(struct c_layers *all);

/* keymap_c_layout.c: the layout that all layers are shown by, and their bindings' keys in it */
void c_choose_layout(struct keymap_c *r);

/* keymap_c_tables.c */
void c_read_tables(struct keymap_c *r); /* combos and all the others, into the map */

/* keymap_c_definition_places.c: into the source */
void c_find_definitions(const struct keymap_c *r, struct source *source);

/* keymap_c_places.c */
/* Of what stands at @run, with why it cannot be changed there. */
struct source_binding c_find_place(const struct keymap_c *r, struct source *source, struct c_run run);
struct source *c_make_source(struct keymap_c *r);

/* Where a token stands in the document itself; nowhere: it comes from elsewhere. */
struct span c_token_span(const struct keymap_c *r, uint32_t token);

/* One entry of a list with its comments and its comma (C_NONE: it has none); @out stays when it has no place. */
void c_find_entry(const struct keymap_c *r, const struct source *source, struct c_run run, uint32_t comma_at,
		  struct span *out);

/* The same of a declaration at file scope. */
void c_find_statement(const struct keymap_c *r, const struct source *source, struct c_run run,
		      struct span *out);

/* keymap_c_names.c */
void c_name_layers(struct keymap_c *r); /* into the map, too */
void c_find_names(const struct keymap_c *r, struct source *source);

/* keymap_c_includes.c */
void c_read_keychron(struct keymap_c *r); /* keycodes of its headers that are used, behind the tables */
void c_tell_missing(struct keymap_c *r); /* files that are not here, unless they are the firmware's */

/* keymap_c_code.c */
void c_find_references(const struct keymap_c *r, struct source *source);
void c_tell_code(struct keymap_c *r);

#endif
