/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/keymap.h"

/*
 * What a person can say of a definition, field by field: one table for the editor's forms and the command line, from
 * data/fields.tsv. What a field's text looks like:
 */
enum field_type {
	FIELD_NAME,    /* a C identifier: `esc_caps` */
	FIELD_TEXT,    /* a line of anything */
	FIELD_ACTION,  /* `KC_ESC`, `&kp ESC` */
	FIELD_ACTIONS, /* several, with commas between: `KC_A, LT(1, KC_B)` */
	FIELD_STEPS,   /* `tap KC_A, down KC_LSFT, delay 20, text "hello", beep`; an action alone is tapped */
	FIELD_POSITIONS, /* numbers of keys, from 0: `3 4` */
	FIELD_MODS,      /* `left-ctrl right-shift`, or `none` */
	FIELD_LAYERS,    /* numbers or names: `1 nav`; where there may be one alone, max is 1 */
	FIELD_SWITCH,    /* `yes`, `no` */
	FIELD_NUMBER,    /* `200`; its unit may stand behind it */
	FIELD_CHOICE,    /* one of `choice` */
	FIELD_BEHAVIOR,  /* a behaviour of ZMK's without its cells: `&mo` */
	FIELD_CELLS,     /* cells of devicetree's: `UNDERSCORE BACKSPACE DELETE` */
	FIELD_TYPE_COUNT,
};

/* Where a field means something; bits. */
enum field_firmware { FIELD_QMK = 1, FIELD_ZMK = 2, FIELD_VIAL = 4 };

struct field {
	const char *name;  /* "tapping-term-ms" */
	const char *label; /* "Tapping term" */
	const char *help;  /* one line, no full stop */
	enum field_type type;
	int32_t min, max;          /* of a NUMBER; of a list, how many */
	const char *unit;          /* "ms"; "" for none */
	const char *const *choice; /* NULL-ended; NULL unless it is a CHOICE */
	const char *fallback; /* what the firmware takes when nothing is said; "": nothing, or no one value */
	unsigned firmwares;   /* enum field_firmware */
	unsigned required;    /* those of them where it cannot be left out */
	int16_t store, index; /* private: where the definition holds it */
};

/*
 * The fields of a definition, in the order in which a form shows them. They go by its kind; those of a BEHAVIOR by its
 * compatible, and where it has none by the behaviour that it has properties for. A definition that has nothing but these
 * will do. Borrowed.
 */
size_t field_count(const struct definition *definition);
const struct field *field_at(const struct definition *definition, size_t index);
const struct field *field_find(const struct definition *definition, const char *name); /* NULL: none */

/* The firmware, or those, whose words @map is in: FIELD_ZMK, or FIELD_QMK and FIELD_VIAL. */
unsigned field_firmwares_of(const struct keymap *map);

/* How actions are spelled; NULL, or NULL members: as action_parse() and action_print() do. */
struct field_spelling {
	bool (*parse)(const void *data, const char *text, struct action *out, struct err *err);
	bool (*print)(const void *data, struct action action, struct str *out); /* false: there is no way */
	const void *data;
};

/* Append what @definition says, as field_set() takes it. False, and nothing, when it does not say it. A value that is
 * spelled by other means, such as a macro, is appended as it stands. */
bool field_get(const struct keymap *map, const struct definition *definition, const struct field *field,
	       const struct field_spelling *spelling, struct str *out);

/*
 * @out is a copy of @definition that says @text; NULL: that does not say it any more. definition_release() it. False with
 * what was expected: ERR_PARSE with a column where it has several parts, ERR_RANGE, ERR_NOT_FOUND for a layer or key that
 * is not there, ERR_USAGE for what cannot be left out.
 */
bool field_set(const struct keymap *map, const struct definition *definition, const struct field *field,
	       const char *text, const struct field_spelling *spelling, struct definition *out,
	       struct err *err) NODISCARD;

/* One of @kind with what it cannot do without: a name that is free where it needs one, "" for the next such name;
 * @name NULL or "": combo_1, combo_2, ... A BEHAVIOR gets @compatible, which others ignore. Release it. */
bool definition_new(const struct keymap *map, enum definition_kind kind, const char *name,
		    const char *compatible, struct definition *out, struct err *err) NODISCARD;

/* How a list calls it: its name, or what it does: "KC_A + KC_B -> KC_ESC", "macro 3". */
void definition_title(const struct keymap *map, enum definition_kind kind, size_t index,
		      const struct field_spelling *spelling, struct str *out);

/*
 * Settings of the firmware by the same struct: those of QMK's keyboard.json that a keymap may have, from
 * data/qmk/members.tsv, sorted by name.
 */
size_t setting_field_count(void);
const struct field *setting_field_at(size_t index);
const struct field *setting_field_find(const char *name); /* NULL: none */

/* Append what @map says. False: it does not. */
bool setting_field_get(const struct keymap *map, const struct field *field, struct str *out);

/* The setting to put (model/edit.h). False with what was expected. */
bool setting_field_parse(const struct field *field, const char *text, struct setting *out,
			 struct err *err) NODISCARD;

#endif
