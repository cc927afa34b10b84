/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_VIAL_IDENTITY_H
#define COMPILE_VIAL_IDENTITY_H

#include "compile/input.h"
#include "model/diagnostic.h"

/*
 * By what Vial's app knows a keyboard, and how a person shows it that they are at it. Both can be settings of a keymap;
 * otherwise the first follows from the names of the keyboard and its layout, and the second is the keys in its top
 * left and bottom right corners.
 */
enum { VIAL_UID_BYTES = 8, VIAL_UNLOCK_KEYS = 14 };
#define VIAL_UID    "vial.uid"    /* text: the bytes of VIAL_KEYBOARD_UID as 16 hexadecimal digits */
#define VIAL_UNLOCK "vial.unlock" /* text: "ROW,COL ROW,COL", up to VIAL_UNLOCK_KEYS of them */

void vial_check_identity(const struct compile_input *in, struct diagnostics *out);
void vial_add_identity(const struct compile_input *in, struct str *config);

/* The setting VIAL_UID of the keyboard, in @map. */
void vial_put_uid(const struct compile_input *in, struct keymap *map);

/* As a file of the app's has it: the first byte is the lowest. 0 when there is no such setting, or a wrong one. */
uint64_t vial_uid_number(const struct keymap *map);

#endif
