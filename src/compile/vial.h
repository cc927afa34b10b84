/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_VIAL_H
#define COMPILE_VIAL_H

#include "compile/input.h"
#include "model/vial_entry.h"
#include "via_firmware.h"

/* Vial's firmware: VIA's, with tables in EEPROM that its app changes, and the definition of the board in flash. */
extern const struct via_firmware vial_firmware;

/* Whether the app has an entry of its tables for a definition; a macro of all the steps. */
bool vial_holds(const struct keymap *map, const struct definition *definition);
bool vial_holds_macro(const struct definition *macro, size_t index);

/* What the app cannot say of macros; of what is an entry of its tables. */
void vial_check_macros(const struct keymap *map, struct diagnostics *out);
void vial_check_tables(const struct keymap *map, struct diagnostics *out);

/* The keymap as the app has it: names as numbers, and in the tables what they hold. The caller's. */
struct keymap *vial_saved_map(const struct keymap *map);

#endif
