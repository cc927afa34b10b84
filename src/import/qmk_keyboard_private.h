/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_KEYBOARD_PRIVATE_H
#define IMPORT_QMK_KEYBOARD_PRIVATE_H

#include "base/json_edit.h"
#include "import/qmk_config.h"

/* A keyboard while it is read from merged data, whose types no schema need have looked at. */
struct keyboard_reader {
	const struct qmk_config *config;
	const struct json *info;
	struct keyboard *kb;
	struct diagnostics *diagnostics;
};

extern const struct diagnostic_kind keyboard_bad_value; /* a member is not what it must be, and is left out */
extern const struct diagnostic_kind keyboard_bad_layout; /* a layout is left out */

/* A complaint about @node, or what is not there (NULL); @key is a key's index or -1. */
void keyboard_report(struct keyboard_reader *r, const struct diagnostic_kind *kind, const struct json *node,
		     int key, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* The layouts that can be used; complaints about the others. */
void keyboard_read_layouts(struct keyboard_reader *r);

#endif
