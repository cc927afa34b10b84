/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ACTION_NAMES_H
#define MODEL_ACTION_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/action.h"
#include "model/host_language.h"
#include "model/keycode_dialect.h"

struct keymap;

/* What names mean in one document. Borrowed; zero but for the dialect: nothing beyond QMK's table. */
struct action_names {
	const struct host_language *language; /* NULL: none */
	enum keycode_dialect dialect;         /* names that it has go first */

	/* The value of a constant, `_LOWER` or `TD_ESC`; NULL: there are none. False: no such name. Not asked
	 * for what QMK's headers define (model/qmk_constant.h). */
	bool (*number)(const void *data, const char *name, size_t len, int64_t *value);
	const void *data;
	const struct keymap *map; /* ZMK's: whose definitions are behaviours; NULL: there are none */
};

/*
 * As action_parse(), with the document's own names: MO(_LOWER) is layer 2 when _LOWER is, DE_Z is KC_Y in German, a former
 * name of QMK's is what it became, arithmetic over numbers and constants is worked out. A constant by
 * itself (a custom keycode) stays ACTION_RAW with its name; so does TD(NAME) with its name (ACTION_BY_NAME).
 */
bool action_parse_with(const char *text, const struct action_names *names, struct action *out,
		       struct err *err) NODISCARD;

/* The number that the expression is to the compiler: of keycodes, constants, MOD_BIT() and arithmetic. False: it is not
 * known. */
bool action_number(const char *text, const struct action_names *names, int64_t *value);

/* How a document calls its layers. Returns NULL for one without a name. */
typedef const char *action_layer_name(const void *data, uint32_t layer);

/* As action_print(), with the document's names of layers. @layer_name may be NULL: by number. */
void action_print_with(struct action action, action_layer_name *layer_name, const void *data,
		       struct str *out);

/* The same in another firmware's names of keycodes: KC_MS_U in QMK's of 0.0.4. */
void action_print_in(struct action action, enum keycode_dialect dialect, action_layer_name *layer_name,
		     const void *data, struct str *out);

#endif
