/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYBOARD_DATA_PRIVATE_H
#define COMPILE_KEYBOARD_DATA_PRIVATE_H

#include "base/json_edit.h"
#include "compile/keyboard_data.h"

/* A keyboard.json while it is made. */
struct keyboard_data {
	struct json_doc *doc;
	const struct keyboard *kb;
	const struct hardware *h; /* NULL: nothing is known */
	struct diagnostics *lost;
};

/* Members "layouts" and "layout_aliases". */
void keyboard_data_put_layouts(struct keyboard_data *d);

#endif
