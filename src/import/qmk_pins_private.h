/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SRC_IMPORT_QMK_PINS_PRIVATE_H
#define SRC_IMPORT_QMK_PINS_PRIVATE_H

#include <stddef.h>

enum { QMK_PIN_RANGES = 16 };

/* The pins of a processor; `range` ends with one whose name is NULL. */
struct qmk_pins {
	const char *processor, *text; /* text: the ranges to read, "B0-7 C6-7" */
	struct qmk_pin_range {
		const char *name; /* "B" */
		int first, last;
	} range[QMK_PIN_RANGES];
};

/* Made from data/qmk/pins.tsv, by processor. */
extern const struct qmk_pins qmk_builtin_pins[];
extern const size_t qmk_builtin_pins_count;

#endif
