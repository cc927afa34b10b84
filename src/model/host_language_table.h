/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_HOST_LANGUAGE_TABLE_H
#define MODEL_HOST_LANGUAGE_TABLE_H

#include "model/host_language.h"

/* What tools/host_languages.awk makes of data/host_languages.tsv. Two bytes and arrays in place of pointers: six
 * thousand of them would be relocated each time that the program starts. */
struct host_language {
	const char *name;
	uint16_t first, count; /* of its rows in both tables below */
};
extern const size_t host_language_table_languages;
extern const struct host_language host_language_table[]; /* by name */

struct host_language_name {
	uint32_t key; /* KEY() */
	char name[12], legend[8];
};
extern const struct host_language_name host_language_table_name[]; /* of each language, by name */

struct host_language_of_key {
	uint32_t folded; /* keycode << 5 | QMK's five bits of modifiers */
	uint16_t row;    /* of host_language_table_name */
};
extern const struct host_language_of_key host_language_table_key[]; /* of each language, by key */

#endif
