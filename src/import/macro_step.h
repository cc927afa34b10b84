/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_MACRO_STEP_H
#define IMPORT_MACRO_STEP_H

#include "model/keymap.h"

/* One more step of @macro, whose list grows; none beyond KEYMAP_MAX_STEPS. */
void macro_add_step(struct definition *macro, struct step step);

#endif
