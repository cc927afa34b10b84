/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_SOURCE_H
#define MODEL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "model/keymap.h"

/*
 * The text a keymap was read from, and where in it everything stands that an
 * edit may change, so that it can go back into the user's own bytes
 * (compile/rewrite.h). The format's reader fills it; whoever opened the file
 * owns it. File 0 is the document itself, file n its include[n - 1].
 */
struct source_include {
	char *path; /* owned; as the document would name it */
	char *text; /* owned, NUL-ended */
	size_t len;
	bool locked; /* not the user's: a header of the firmware's tree */
};

/* Where one binding is spelled. */
struct source_binding {
	struct span
		span; /* the expression alone: no quotes, commas or brackets; nowhere: the text has none */
	uint16_t file;
	uint32_t fixed; /* symbol: why it cannot be changed there, for people; 0: it can */
	struct span
		call; /* where `fixed` is: the use of the macro that it comes from, which can be written out
			   * instead; nowhere: none can */
};

/* Where one layer is. Spans that the format or this text does not have are nowhere; all are of file 0. */
struct source_layer {
	struct span entry;       /* all of it, with the comments before it that are its own, and what parts it
				 * from the next: the comma, the semicolon, the newline */
	struct span keys;        /* what is between the brackets of its bindings */
	struct span turns;       /* the same of its encoders */
	struct span turns_entry; /* where encoders have a list of their own: all of it, as `entry` */
	struct span name;        /* what renaming replaces */
	struct span number;      /* a literal number that says which layer it is: the 2 of [2] = */
	struct span enumerator;  /* its line of an enum, or its #define, as `entry` */
	uint32_t identifier;     /* symbol: how bindings of this text name it; 0: by its number */
};

/* A literal number of a layer outside its bindings and source_layer: `if-layers = <1>`, #define _NAV 2. */
struct source_reference {
	struct span span;
	uint32_t layer;
};

/* The use of a macro, and what can stand there instead. */
struct source_expansion {
	uint16_t file;
	struct span call;
	char *text; /* owned */
};

/* What of a definition a part spells. */
enum source_part_of {
	SOURCE_VALUE,     /* all of it but its name: an edit that no other part can say replaces it */
	SOURCE_STEP,      /* the action of step `index` */
	SOURCE_STEPS,     /* steps from `index` on: what is between the brackets of their list */
	SOURCE_POSITIONS, /* likewise */
	SOURCE_NAME,
	SOURCE_TEXT,
	SOURCE_MODS,
	SOURCE_LAYERS,
	SOURCE_OPTION,   /* the value of the option whose name is symbol `index`; of a node any property's */
	SOURCE_PROPERTY, /* of a node: all of a property, from its name to its semicolon; `index` as there */
	SOURCE_NODE,     /* a node's name, where bindings say its label */
	SOURCE_INSIDE,   /* between the braces of a node */
};
struct source_part {
	uint16_t of; /* enum source_part_of */
	uint32_t index;
	struct source_binding at;
};

/* Where one definition is; parts that are not here are not spelled by themselves. */
struct source_definition {
	uint16_t kind, file;      /* enum definition_kind */
	uint32_t index;           /* among those of its kind */
	struct span entry;        /* all of it, as source_layer.entry; nowhere: it cannot be taken out */
	struct span beside;       /* what is declared for it alone, as a list of keys; nowhere: nothing */
	struct source_part *part; /* owned */
	size_t parts, part_cap;   /* the latter is private */
};

struct source {
	char *text; /* owned, NUL-ended */
	size_t len;
	struct source_include *include; /* owned */
	size_t includes;
	const struct keymap *map;       /* what the text says; a reference of its own */
	struct source_binding *binding; /* [layer * keymap_slots() + slot] */
	struct source_layer *layer;     /* [layer]; NULL: the format has no places for them */
	struct source_reference *reference;
	size_t references, reference_cap;     /* the latter is private */
	struct source_definition *definition; /* those that have a place; in any order */
	size_t definitions, definition_cap;   /* the latter is private */
	struct source_expansion *expansion;   /* for each `call` of a binding; sorted by file and place */
	size_t expansions, expansion_cap;     /* the latter is private */
	struct span layers;                   /* the whole list of layers; nowhere: the text has none */
	struct span turns;                    /* that of encoders, where it is another one */
	struct span root;                     /* the outermost value that new members go into */
	struct span ours;                     /* the marked block that keyplane writes; nowhere: none yet */
	uint16_t
		dialect; /* enum keycode_dialect: what names and numbers mean, in formats that have several */
	uint32_t transparent, none; /* symbols: how this text spells the two; 0: as usual */
};

/* The comments that source.ours begins and ends with, in a text whose comments are C's. */
#define SOURCE_OURS_BEGIN "/* begin of what keyplane added */"
#define SOURCE_OURS_END   "/* end of what keyplane added */"

/* Copies @text; every place is nowhere. */
struct source *source_new(const char *text, size_t len, const struct keymap *map);
void source_free(struct source *source);

/* Takes a copy of both. The index of the file. */
uint16_t source_add_include(struct source *source, const char *path, const char *text, size_t len,
			    bool locked);
void source_add_reference(struct source *source, struct span span, uint32_t layer);

/* A new one without parts, and a part of it; what was returned before is stale then. */
struct source_definition *source_add_definition(struct source *source, int kind, size_t index);
void source_add_part(struct source_definition *definition, enum source_part_of of, size_t index,
		     struct source_binding at);

/* NULL when it has no place. Borrowed. */
const struct source_definition *source_find_definition(const struct source *source, int kind, size_t index);
const struct source_part *source_find_part(const struct source_definition *definition, enum source_part_of of,
					   size_t index);

/* NULL when there is none for that use. Borrowed. */
const struct source_expansion *source_find_expansion(const struct source *source, uint16_t file,
						     struct span call);

/* Takes a copy of @text. Another one for the same use changes nothing. */
void source_add_expansion(struct source *source, uint16_t file, struct span call, const char *text);

/* The bytes of file @file. Borrowed. */
const char *source_text(const struct source *source, uint16_t file, size_t *len);

/* "" for the document itself. */
const char *source_path(const struct source *source, uint16_t file);

const struct source_binding *source_binding(const struct source *source, size_t layer, size_t slot);

/* source->ours, by its comments. */
void source_find_ours(struct source *source);

/* Whether the text says what any encoder does. */
bool source_has_turns(const struct source *source);

/* Line and column (bytes), both from 1, of the byte at @offset of @text. */
void source_place(const char *text, size_t len, size_t offset, int *line, int *column);

#endif
