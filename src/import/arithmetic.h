/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_ARITHMETIC_H
#define IMPORT_ARITHMETIC_H

#include <stdbool.h>

#include "base/err.h"

/* A number as Python has it: 2 and 2.0 print differently. */
struct arithmetic_number {
	double value;
	bool whole; /* an int */
};

/*
 * What QMK makes of the text of MATRIX_ROWS: a Python expression of numbers, + - * / ** ^, a minus in front
 * and parentheses; "/" gives a float, "^" is exclusive or. ERR_PARSE with the column for all else, on which
 * QMK's scripts fail: names, other operators, a number with a suffix of C's. ERR_RANGE for what is no finite
 * number, for ints of 2^53 and more, and for a text that is too long or too deep.
 */
enum { ARITHMETIC_MAX_BYTES = 1000, ARITHMETIC_MAX_DEPTH = 100 };

bool arithmetic_compute(const char *text, struct arithmetic_number *out, struct err *err) NODISCARD;

#endif
