/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYCODE_DIALECT_H
#define MODEL_KEYCODE_DIALECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/action.h"

/*
 * Which numbers and names a firmware, an app or a file uses for QMK's
 * keycodes: the published versions of QMK's own table, what VIA's app speaks
 * by the protocol of the firmware, and what Vial's speaks by its own.
 */
enum keycode_dialect {
	DIALECT_QMK_0_0_1,
	DIALECT_QMK_0_0_2,
	DIALECT_QMK_0_0_3,
	DIALECT_QMK_0_0_4,
	DIALECT_QMK_0_0_5,
	DIALECT_QMK_0_0_6,
	DIALECT_QMK_0_0_7,
	DIALECT_QMK_0_0_8,
	DIALECT_VIA_9, /* protocols up to 9: before QMK numbered its tables */
	DIALECT_VIA_10,
	DIALECT_VIA_11,
	DIALECT_VIA_12, /* 13 has the same */
	DIALECT_VIAL_5, /* up to 5 */
	DIALECT_VIAL_6,
	DIALECT_COUNT,
	DIALECT_NEWEST = DIALECT_QMK_0_0_8,
};

struct keycode_dialect_info {
	const char *name; /* "0.0.8", "via-12", "vial-6" */
	const char *help; /* one line, no full stop */
};

const struct keycode_dialect_info *keycode_dialect_info(enum keycode_dialect dialect);
bool keycode_dialect_find(const char *name, enum keycode_dialect *out);

/* An action as the dialect spells it: `MO(1)`, `CUSTOM(3)`, `FN_MO13`, `RESET`. A name that it does not have and another
 * has is taken too. As action_parse() otherwise. */
bool keycode_dialect_parse(enum keycode_dialect dialect, const char *text, struct action *out,
			   struct err *err) NODISCARD;

/* What the dialect's own app writes and reads back; 0x... for what it has no name for. */
void keycode_dialect_print(enum keycode_dialect dialect, struct action action, struct str *out);

/* Its 16 bits there. False when it has none: ACTION_RAW, a dance by name, a keycode that came later. */
bool keycode_dialect_value(enum keycode_dialect dialect, struct action action, uint16_t *value);

/* The way back; a number that the dialect does not name is ACTION_RAW_NUMBER and stays that number. */
struct action keycode_dialect_action(enum keycode_dialect dialect, uint16_t value);

/* What became of a name that QMK's newest table does not have. Texts are static. */
struct keycode_former {
	const char *name; /* "RESET" */
	const char *now;  /* "QK_BOOT"; NULL: nothing does the same today */
	const char
		*last_seen; /* the last of QMK's tables that has it: "0.0.3"; "": it is older than they are */
};
const struct keycode_former *keycode_find_former(const char *name, size_t len); /* NULL: no such */
size_t keycode_former_count(void);
const struct keycode_former *keycode_former_at(size_t index); /* sorted by name */

#endif
