/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_MACRO_STEPS_H
#define IMPORT_MACRO_STEPS_H

#include "model/keymap.h"

/* A definition's steps as they are read one after the other; what is more than KEYMAP_MAX_STEPS is left out. */
void macro_add_step(struct definition *macro, struct step step);

#endif
