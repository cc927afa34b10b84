/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIA_LIGHT_H
#define IMPORT_VIA_LIGHT_H

#include "base/json.h"
#include "model/via_menu.h"

/*
 * The lights and sounds of QMK's own that a definition need but name. Channels and ids: quantum/via.h; ids without a channel,
 * of protocols up to 10 and Vial's: via.h of that time, vial-qmk's; effects in the order of their numbers: rgblight_modes.h,
 * rgb_matrix_effects.inc, led_matrix_effects.inc (all of them built in, as VIA's app takes it), vialrgb_effects.inc.
 */
enum { VIA_CHANNELS_FROM = 11 }; /* protocol */

struct via_light_value {
	uint8_t channel, id;
	int16_t without_channel; /* its id there; -1: it has none */
};

/* The menu of this name, "qmk_rgblight", at the end of @out, for a keyboard of the protocol @via. False: no such name. */
bool via_light_add(const char *name, int via, struct via_menus *out);

/* That of VialRGB: one value of six bytes. */
void via_light_add_vialrgb(struct via_menus *out);

/* A value by its channel and id, or by its id without a channel; NULL: it is none of them. */
const struct via_light_value *via_light_by_channel(unsigned channel, unsigned id);
const struct via_light_value *via_light_without_channel(unsigned id);

/* Version 2's "lighting", a name or an object: at the end of @out. False with the reason: it is neither. */
bool via_lighting_read(const struct json *lighting, int via, struct via_menus *out, struct err *err);

/* Names of the effects of rgblight up to those that version 2 of VIA's app knows; @names is static. */
size_t via_light_underglow_effects(const char *const **names);

/* Add a LABEL that others are in. */
void via_light_add_label(struct via_menus *out, const char *name, int depth);

/* Add @control with choices 0, 1, 2... of these names. */
void via_light_add_choices(struct via_menus *out, struct via_control control, const char *const *names,
			   size_t count);

#endif
