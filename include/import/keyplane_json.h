/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYPLANE_JSON_H
#define IMPORT_KEYPLANE_JSON_H

#include "import/document.h"

/* The "format" that such a text says, and the newest "version" that is read. */
#define KEYPLANE_JSON_FORMAT "keyplane-keymap"
enum { KEYPLANE_JSON_VERSION = 1 };

/*
 * A keymap in our own format. What its schema refuses is an error in @diagnostics, each with its place: such an action is
 * ACTION_NONE here and stays in the text for as long as nobody changes it. Members that the schema does not know are
 * no error. False when the text is not JSON, not of this format, or of a version that we do not know.
 */
bool keyplane_json_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
			struct err *err) NODISCARD;

/* The schema itself: data/schemas/keyplane.schema.json. */
extern const char keyplane_schema[];

#endif
