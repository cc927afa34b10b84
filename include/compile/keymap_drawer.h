/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYMAP_DRAWER_H
#define COMPILE_KEYMAP_DRAWER_H

#include "compile/update.h"

/* Legends of keys that changed, into the YAML of keymap-drawer that they stand in. Any other change is refused: how a
 * drawing is laid out is nobody's but its owner's. keymap_drawer_print() of compile/print.h writes a new one. */
source_update keymap_drawer_update;

#endif
