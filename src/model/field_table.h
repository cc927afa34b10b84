/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_FIELD_TABLE_H
#define MODEL_FIELD_TABLE_H

#include "model/field.h"

/* Where a definition holds what a field says; `index` says which one where there are several. */
enum field_store {
	STORE_NAME,
	STORE_TEXT,
	STORE_MODS,
	STORE_LAYERS,
	STORE_POSITIONS,
	STORE_STEPS,
	STORE_STEP,       /* the action of that step */
	STORE_KEYS,       /* the actions of the steps from there on */
	STORE_TAP,        /* the action of the step with that value */
	STORE_OPTION,     /* option by the field's name */
	STORE_BIT,        /* of option "options" */
	STORE_BINDING,    /* that behaviour of option "bindings" */
	STORE_LAYER,      /* of the action of the first step */
	STORE_PARAMETERS, /* how many of them the compatible of a macro says */
	STORE_COUNT,
};

/* What tools/fields.awk makes of data/fields.tsv; tools/setting_fields.awk of data/qmk. */
struct field_row {
	const char *of; /* a term of model/term.h, or a compatible */
	struct field field;
};
extern const size_t field_table_rows;
extern const struct field_row field_table[];
extern const size_t setting_field_table_rows;
extern const struct field setting_field_table[]; /* by name, in the order of strcmp() */

#endif
