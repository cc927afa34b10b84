/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_BEHAVIORS_H
#define UI_BEHAVIORS_H

#include "chooser.h"
#include "definition_summary.h"
#include "model/field.h"
#include "model/keymap.h"
#include "ui/line.h"

/* What the list of behaviours is divided into: the kinds of definitions, and two sections more. */
enum {
	BEHAVIOR_ENCODERS = DEFINITION_KIND_COUNT,
	BEHAVIOR_SETTINGS,
	BEHAVIOR_SECTIONS,
	NO_INDEX = -1,
};

struct behaviors_section {
	const char *title; /* "combos" */
	const char *help;  /* what they are, one line, no full stop */
	bool used;         /* keys and other definitions refer to them */
};
const struct behaviors_section *behaviors_section(int section);

/* The sections in the order of the list, BEHAVIOR_SECTIONS of them. */
int behaviors_section_at(size_t place);

/* "tap-dance" (model/term.h), "encoder" and "setting": what commands call a section. */
const char *behaviors_term(int section);

/* By its term, or the start that no other has; false: none, or several. */
bool behaviors_find_section(const char *term, size_t len, int *section);

/*
 * A row of the list: with NO_INDEX the heading of a section, else a definition, an encoder or a setting. Settings are
 * numbered as setting_field_at() has them; behind those come all settings of the keymap, for those that no field is for.
 */
struct behaviors_row {
	int section, index;
};

/* The list: what is listed of a keymap, and what is selected. Zero-initialise. */
struct behaviors {
	struct line filter; /* words that a row's section, name or summary must have */
	bool only_said;     /* leave out sections and settings that nothing is said of */
	struct chooser list;
	struct behaviors_row *row;
	size_t rows, cap;
	size_t said[BEHAVIOR_SECTIONS]; /* how many there are of each, listed or not */
	char *lacks[BEHAVIOR_SECTIONS]; /* owned: why the document can have none; NULL: it can */
	struct behaviors_row at;        /* selected: it stays so when the rows change */
};

void behaviors_release(struct behaviors *all);

/* List the rows of a keymap; what was selected stays so, or what is in its place now. */
void behaviors_list(struct behaviors *all, const struct definition_teller *teller);

/* Another row was selected, by its number. */
void behaviors_selected(struct behaviors *all);

/* Select that row, or the heading of its section; false: neither is listed. */
bool behaviors_go(struct behaviors *all, int section, int index);

/* To the heading of the next section, or of the one before. */
void behaviors_go_section(struct behaviors *all, int direction);

/* What a row is called: its name, else "macro 3"; and with its kind in any case: "macro hello". */
enum { BEHAVIORS_NAME_SIZE = 120 };
void behaviors_name(const struct keymap *map, struct behaviors_row row, char out[BEHAVIORS_NAME_SIZE]);
void behaviors_full_name(const struct keymap *map, struct behaviors_row row, char out[BEHAVIORS_NAME_SIZE]);

/* Append what it says. False: it says nothing. */
bool behaviors_summary(const struct definition_teller *teller, struct behaviors_row row, struct str *out);

/* The field of a setting by its number, or by its name: also of one of the keymap's that no field is for, and of what
 * is waived (model/keymap.h). The number is in range (asserted). False: there is none of that name. */
struct field behaviors_setting(const struct keymap *map, int index);
bool behaviors_find_setting(const struct keymap *map, const char *name, struct field *out);

#endif
