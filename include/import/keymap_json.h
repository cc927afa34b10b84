/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYMAP_JSON_H
#define IMPORT_KEYMAP_JSON_H

#include "import/document.h"

/*
 * QMK's and the Configurator's keymap.json (QMK's data/schemas/keymap.jsonschema), and a member of our own, "keyplane":
 * {"layer_names": [...]}. Without a keyboard the longest layer tells the number of keys; with it, the layout
 * that the text names does; when the keyboard has no such layout, one with as many keys, else its first. A text
 * without layers gives one layer of KC_NO.
 *
 * A binding that is no expression is ACTION_NONE here, with an error at its place; it stays in the text for as
 * long as nobody changes it. The same holds for layers of another length than the layout's. False only when the
 * text is not JSON, or not an object.
 */
bool keymap_json_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		      struct err *err) NODISCARD;

#endif
