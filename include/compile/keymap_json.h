/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYMAP_JSON_H
#define COMPILE_KEYMAP_JSON_H

#include "base/err.h"
#include "base/str.h"
#include "model/keyboard.h"
#include "model/keymap.h"
#include "model/source.h"

/* The names that a keymap.json carries. Borrowed. */
struct keymap_json_names {
	const char *keyboard, *keymap, *layout;
	const char *language; /* host language; NULL or "": none */
};

/*
 * A new text in QMK Configurator's schema: one line for each row of keys where @layout (NULL: not known) tells
 * them, layers, encoders, macros, keycodes and settings where there are any. Layers' names go into a member of our
 * own, "keyplane", which QMK does not look at.
 */
void keymap_json_write(const struct keymap_json_names *names, const struct layout *layout,
		       const struct keymap *map, struct str *out);

/*
 * @source's text with what @map changed of it. Bindings of layers that stayed where they were are replaced one by
 * one; when layers came, went or moved, the list of layers is written anew, and layers that were in the text keep
 * their own spelling in it. Encoders and layers' names likewise. All else stays byte for byte: other members,
 * comments outside those lists, white space. Macros, keycodes and settings are not written.
 *
 * False when the text is no JSON, or has layers that were not read and would be lost. The caller reads the result back and compares before it keeps it.
 */
bool keymap_json_update(const struct source *source, const struct layout *layout, const struct keymap *map,
			struct str *out, struct err *err) NODISCARD;

#endif
