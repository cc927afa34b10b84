/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_VIAL_SETTING_H
#define MODEL_VIAL_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "model/keymap.h"

/* What Vial's app calls "QMK settings", by number, and the keymap's own name for it (model/keymap.h). From
 * vial-qmk's qmk_settings.c. Those that QMK has no name for are not here. */
struct vial_setting {
	int number;
	const char *name;
	bool is_switch; /* 0 or 1 */
};

enum { VIAL_WITH_SETTINGS = 4 }; /* Vial's protocol from which on there are any */

size_t vial_setting_count(void);
const struct vial_setting *vial_setting_at(size_t index);            /* by number */
const struct vial_setting *vial_setting_find(int number);            /* NULL: none */
const struct vial_setting *vial_setting_find_name(const char *name); /* likewise */

/* How many bytes its value has, with a name or without; 0: not known. */
size_t vial_setting_bytes(int number);

/* As the keymap has it. */
struct setting vial_setting_make(const struct vial_setting *known, uint32_t number);

#endif
