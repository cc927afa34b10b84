/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_UPDATE_H
#define COMPILE_UPDATE_H

#include "base/err.h"
#include "base/str.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/keymap.h"
#include "model/source.h"

/*
 * Put what @map changed of source->map back into the text: one binding, one stretch. @map is one that edits made of
 * source->map. The column where the next binding of a line begins is kept: what is shorter is padded, what is
 * longer takes spaces away down to one, and when there are too few the grid's column is widened in each row
 * of the layer that begins a binding there (compile/columns.h). Layers that came, went, moved or have a new name:
 * their whole entries with their comments, and the literal numbers that name layers. New definitions go
 * into a marked block.
 *
 * @out: source->includes + 1 texts, zeroed, one a file; those that do not change stay empty. False with what stands in
 * the way: a binding that cannot be changed where it is (its reason), a layer without a place. The caller
 * reads the result back and compares before it keeps it.
 */
typedef bool source_update(const struct source *source, const struct layout *layout, const struct keymap *map,
			   struct str *out, struct err *err);

/*
 * Whether @back, read from what an update of @source to @map made, is @map as far as such a text has words for it. What
 * layers are called is the text's affair where the format has places for layers (source->layer): it has names of
 * its own kind, or none. A text that says nothing of encoders has no turns for layers that are new.
 */
bool update_is_kept(const struct source *source, const struct keymap *map, const struct keymap *back);

/*
 * What an update of @source to @map leaves to a person in the text @text that it made: warnings with their places.
 */
typedef void source_left(const struct source *source, const struct keymap *map, const char *text, size_t len,
			 struct diagnostics *out);

source_left keymap_c_left; /* numbers in code that may be layers which have another number now */

source_update keymap_c_update; /* QMK's keymap.c */
/* What VIA's and Vial's apps save: keys and turns alone. Layers can be exchanged; there are as many as the firmware has. */
source_update matrix_keymap_update;
source_update zmk_keymap_update; /* ZMK's .keymap */

#endif
