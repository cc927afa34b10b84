/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_BEHAVIOR_FORM_H
#define UI_BEHAVIOR_FORM_H

#include "behaviors.h"
#include "chooser.h"
#include "model/diagnostic.h"
#include "model/field.h"

/* One value that can be changed: a field of a definition, a setting, or a turn of an encoder. */
struct subject {
	struct behaviors_row of;
	struct field field; /* whose texts are borrowed from where fields are kept */
	size_t layer;       /* of an encoder's turn */
	enum turn turn;
};

/* A row of the form: a value, the heading over where it is used, or one of those places. */
enum behavior_row_what { ROW_VALUE, ROW_USES, ROW_USE };
struct behavior_row {
	enum behavior_row_what what;
	struct subject subject; /* of a value */
	struct place place;     /* of a use */
};

enum {
	FORM_BACK_MAX = 16,
	FORM_USES_MAX = 1000, /* as many are listed; there may be more */
	CHOICE_BYTES = 64,
};

/* What a value is chosen from while it is typed. */
struct behavior_choice {
	char text[CHOICE_BYTES], help[CHOICE_BYTES];
};

/* What taking a typed or chosen text does. */
enum behavior_typing {
	TYPING_VALUE,      /* it is the value */
	TYPING_PART,       /* it is the part that is selected, or with `inserts` a new one there */
	TYPING_DELAY,      /* the milliseconds of a step */
	TYPING_STEP,       /* the text that a step types */
	TYPING_OP,         /* what sort of step is added */
	TYPING_KIND,       /* what sort of definition is added */
	TYPING_COMPATIBLE, /* what a behaviour that is added is */
};

/* The form of one behaviour, and what is being changed in it. Zero-initialise. */
struct behavior_form {
	struct behaviors_row of;
	struct behaviors_row back[FORM_BACK_MAX]; /* forms that led here */
	size_t backs;
	struct chooser list;
	struct behavior_row *row;
	size_t rows, cap, uses;

	struct subject subject; /* what is changed */

	enum behavior_typing typing;
	struct chooser value;
	struct behavior_choice *choice; /* all of them, in order */
	size_t *hit;                    /* those that what is typed is in */
	size_t choices, choice_cap, hits;
	char why[480]; /* what is wrong with what is typed; "" for nothing */

	char **part; /* of a list: actions, steps */
	size_t parts, part_cap;
	struct chooser part_list;
	bool inserts;   /* what is typed or chosen is a new part at ... */
	size_t part_at; /* this place; else it is the one that is selected */
	char op[16];    /* of the step that is being made: "tap" */

	bool on[KEYMAP_MAX_LAYERS]; /* layers or modifiers */
	struct chooser switch_list;
};

void behavior_form_release(struct behavior_form *form);

/* List the rows anew after a change of @map; what is selected stays within what is there. */
void behavior_form_list(struct behavior_form *form, const struct keymap *map);

/* The selected row; NULL when there is none. */
const struct behavior_row *behavior_form_row(const struct behavior_form *form);

/* Whether what it is of is still there. */
bool behavior_is_in(const struct keymap *map, struct behaviors_row row);

/* What may be typed for a field: "a number from 0 to 65535 (ms)". */
void field_expected(const struct field *field, struct str *out);

/* Choices for what is typed: begin, add, then find those that match. */
void behavior_choices_begin(struct behavior_form *form);
void behavior_choices_add(struct behavior_form *form, const char *text, const char *help);
void behavior_choices_find(struct behavior_form *form);

/*
 * The parts of a list's text, split at commas outside parentheses and quotes, in form->part; and the way back. Spaces
 * around a part are no part of it.
 */
void behavior_parts_split(struct behavior_form *form, const char *text);
void behavior_parts_join(const struct behavior_form *form, struct str *out);
void behavior_parts_put(struct behavior_form *form, size_t at, bool inserts, const char *text);
void behavior_parts_delete(struct behavior_form *form, size_t at);

#endif
