/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_KEYCODE_FACTS_H
#define CLI_KEYCODE_FACTS_H

#include <stdbool.h>

#include "model/action_names.h"
#include "model/keycode.h"

/* What is told of an action, and how it was found. Borrowed. */
struct keycode_facts {
	const char *asked; /* as it was typed */
	struct action action;
	const struct keycode_former *former; /* what was asked is a name of former times; NULL: it is not */
	const char *instead; /* of a deprecated name of ZMK's, what to write; NULL: it is not */
	const struct host_language *language; /* whose names are told, too; NULL: none */
	const char *only_in;                  /* the one dialect that has the name; NULL: not so */
};

/* The row that says all of @action: also of a key with Shift that has a name of its own. NULL: none does. */
const struct keycode *keycode_facts_row(struct action action);

/* Whether @former is a name that this row had. */
bool keycode_facts_is_former(const struct keycode_former *former, const struct keycode *k);

/* In lines for a person, or as one object of JSON on a line. */
void keycode_facts_print(const struct keycode_facts *facts);
void keycode_facts_print_json(const struct keycode_facts *facts);

/* What each dialect makes of @number: a line each, or an object a line. */
void keycode_number_print(const char *asked, uint16_t number);
void keycode_number_print_json(const char *asked, uint16_t number);

/* A name without a keycode of today: of some apps (BR_INC, USER40), or of former times (@former). False: of neither,
 * and nothing is printed. */
bool keycode_app_name_print(const char *asked, const struct keycode_former *former);
bool keycode_app_name_print_json(const char *asked, const struct keycode_former *former);

#endif
