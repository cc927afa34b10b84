/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_VIA_MENU_H
#define MODEL_VIA_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/dynamic_keymap.h"

/*
 * What VIA's app shows to change a keyboard's custom values: menus of controls, each for a value that the firmware keeps by
 * channel and id (caniusevia.com/docs/custom_ui). Lights that a definition merely names ("qmk_rgblight", VIA's version 2
 * "lighting", VialRGB) are menus of the same shape, from tables of our own.
 */
enum via_control_type {
	VIA_CONTROL_LABEL, /* a line of text, and what sections begin with */
	VIA_CONTROL_BUTTON,
	VIA_CONTROL_TOGGLE,
	VIA_CONTROL_RANGE,
	VIA_CONTROL_DROPDOWN,
	VIA_CONTROL_KEYCODE,
	VIA_CONTROL_COLOR,         /* hue, saturation */
	VIA_CONTROL_COLOR_PALETTE, /* the same, chosen of some */
	VIA_CONTROL_COUNT
};

struct via_choice {
	char *name;
	uint32_t value;
};

struct via_control {
	enum via_control_type type;
	char *label;
	char *id;                   /* "id_qmk_rgblight_effect", what showIf says; "" */
	struct dynamic_place place; /* part DYNAMIC_VALUES; DYNAMIC_PARTS: it has none */
	uint8_t offset, len; /* where in the bytes of the place it is, and how many; most significant first */
	bool little_endian;  /* Vial's modes */
	uint32_t min, max;   /* RANGE; TOGGLE: the values of off and on */
	struct via_choice *choice; /* DROPDOWN */
	size_t choices;
	char *show_if; /* "{id_x} != 0 && {id_y} == 2"; "": always */
	int depth;     /* 0: a menu's name, a LABEL without id; 1: a section's; 2 and on: in it */
};

struct via_menus {
	struct via_control *control; /* owned, in the order of the file */
	size_t controls;
};

void via_menus_release(struct via_menus *menus);
void via_menus_add(struct via_menus *menus, const struct via_control *control); /* copied */

/* The value of a control, of those that @held has. False: it was not read. COLOR: hue << 8 | saturation. */
bool via_control_get(const struct via_control *control, const struct dynamic_keymap *held, uint32_t *value);
/* Put one into @held's bytes; ERR_RANGE with what was expected. */
bool via_control_put(const struct via_control *control, struct dynamic_keymap *held, uint32_t value,
		     struct err *err) NODISCARD;
/* As people say it: "on", "42", "Rainbow Swirl", "hue 120 saturation 255". */
void via_control_print(const struct via_control *control, uint32_t value, struct str *out);
bool via_control_parse(const struct via_control *control, const char *text, uint32_t *value,
		       struct err *err) NODISCARD;

/* Whether its showIf holds, and those of what it is in. A value that was not read is 0. */
bool via_control_is_shown(const struct via_menus *menus, size_t index, const struct dynamic_keymap *held);

/* The values that the controls are about, each place once, with its length: what is to be read. */
void via_menus_values(const struct via_menus *menus, struct dynamic_keymap *out);

/* An expression of showIf. ERR_PARSE with the column. @value answers for names; depth and length are capped. */
bool via_show_if(const char *expression, bool (*value)(void *data, const char *id, uint32_t *out), void *data,
		 bool *shown, struct err *err) NODISCARD;

#endif
