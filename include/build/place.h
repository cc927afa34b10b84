/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUILD_PLACE_H
#define BUILD_PLACE_H

#include <stdbool.h>

#include "model/diagnostic.h"
#include "model/source.h"

/*
 * Which binding of a keymap.c that the qmk target made (@text) stands at @line
 * and @column, both from 1: sets the layer, and the key or the encoder, of
 * @place. False when no binding stands there.
 */
bool build_place_in_keymap(const char *text, int line, int column, struct place *place);

/* The same in the user's own text, by the places that its reader found. */
bool build_place_in_source(const struct source *source, int line, int column, struct place *place);

#endif
