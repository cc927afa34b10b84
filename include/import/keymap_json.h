/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYMAP_JSON_H
#define IMPORT_KEYMAP_JSON_H

#include <stddef.h>

#include "base/err.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/keymap.h"
#include "model/source.h"

/* What a keymap.json says: QMK's and the Configurator's format (QMK's data/schemas/keymap.jsonschema), and a member
 * of our own, "keyplane": {"layer_names": [...]}. All is owned. Zero-initialise. */
struct keymap_json {
	char *keyboard, *keymap, *layout; /* names; "" when not said */
	const struct layout
		*used; /* the keyboard's layout that the keys follow, borrowed; NULL without one */
	const struct keymap *map;
	struct source *source;
};

/*
 * @kb may be NULL, when it is not known yet: the longest layer then tells the number of keys. With it, the layout
 * that the text names does; when the keyboard has no such layout, one with as many keys, else its first. A text
 * without layers gives one layer of KC_NO.
 *
 * A binding that is no expression is ACTION_NONE here, with an error at its place; it stays in the text for as
 * long as nobody changes it. The same holds for layers of another length than the layout's. False only when the
 * text is not JSON, or not an object.
 */
bool keymap_json_read(const char *text, size_t len, const struct keyboard *kb, struct keymap_json *out,
		      struct diagnostics *diagnostics, struct err *err) NODISCARD;
void keymap_json_release(struct keymap_json *json);

#endif
