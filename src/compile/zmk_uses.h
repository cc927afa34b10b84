/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_USES_H
#define COMPILE_ZMK_USES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/keymap.h"

/* What a keymap in ZMK's words needs of the firmware. */
struct zmk_uses {
	bool backlight, ext_power, pointing, sensors, soft_off, studio, underglow;
	bool high_keys; /* F13 and on, INT1 and LANG1 and on: beyond what ZMK's NKRO report has by itself */
	bool high_consumers; /* usages above 0xFF */
	int profiles;        /* of Bluetooth: the highest that a binding names, and one more */
	size_t queue;        /* events that a macro puts into the queue at once, the most of all */
};

struct zmk_uses zmk_uses_find(const struct keymap *map);

/* `compatible` of the behaviour that a binding calls @ref, of @map's own or predefined; "" when it is not known. */
const char *zmk_compatible_of(const struct keymap *map, const char *ref);

/* Which one of @map's definitions a binding calls @ref; NULL: none. */
const struct definition *zmk_definition_of(const struct keymap *map, const char *ref);

/* The &REFs in the bindings of a definition that are spelled as a text: "<&mo>, <&kp>". Starts at @text and moves it on;
 * false when there are no more. */
bool zmk_next_ref(const char **text, const char **ref, size_t *len);

/* The option of that name as a text; "" when there is none, or it is none. */
const char *zmk_option_text(const struct definition *definition, const char *name);

#endif
