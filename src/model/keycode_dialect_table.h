/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYCODE_DIALECT_TABLE_H
#define MODEL_KEYCODE_DIALECT_TABLE_H

#include "model/keycode_dialect.h"

/* What tools/dialects.awk makes of data/dialects/. */
enum { DIALECT_TABLE_CODES = 799, DIALECT_TABLE_NONE = 0xffff };

/* All names of all dialects, in the order of strcmp(). */
struct dialect_name {
	const char *name;
	uint16_t code; /* model/keycode.h, or DIALECT_TABLE_NONE */
};
extern const size_t dialect_table_names;
extern const struct dialect_name dialect_table_name[];

/* Names that differ in their number: USER00, MACRO(1). */
struct dialect_run {
	uint8_t dialect;
	const char *prefix, *suffix;
	uint8_t digits;       /* at least so many */
	uint16_t first, last; /* values */
	uint16_t code;        /* of the first */
};
extern const size_t dialect_table_runs;
extern const struct dialect_run dialect_table_run[];

/* Of each dialect, by value, once each. */
struct dialect_number {
	uint16_t value;
	uint16_t code; /* or DIALECT_TABLE_NONE */
	uint16_t name; /* of dialect_table_name, or DIALECT_TABLE_NONE: the dialect has none for it */
};
extern const struct dialect_number dialect_table_number[];

struct dialect_numbers {
	uint16_t first, count;
};
extern const struct dialect_numbers dialect_table_numbers[]; /* by dialect */

/* By dialect and keycode; DIALECT_TABLE_NONE: it is none there. */
extern const uint16_t dialect_table_value[][DIALECT_TABLE_CODES];

#endif
