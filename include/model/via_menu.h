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
	VIA_CONTROL_COLOR_PALETTE, /* the same, of the LED of a key */
	VIA_CONTROL_COUNT
};

enum {
	VIA_MAX_CONTROLS = 4096,
	VIA_MAX_MENU_CHOICES = 256,   /* of one dropdown */
	VIA_MAX_MENU_TEXT = 200,      /* bytes of a label, an id, a choice's name */
	VIA_SHOW_IF_MAX_BYTES = 4096, /* of an expression */
	VIA_SHOW_IF_MAX_DEPTH = 32,
};

struct via_choice {
	char *name;
	uint32_t value;
};

struct via_control {
	enum via_control_type type;
	char *label;
	char *id;                   /* "id_qmk_rgblight_effect", what showIf says; "" */
	struct dynamic_place place; /* part DYNAMIC_VALUES or DYNAMIC_SETTINGS; DYNAMIC_PARTS: it has none */
	uint8_t offset, len; /* where in the bytes of the place it is, and how many; most significant first */
	bool little_endian;  /* Vial's modes and settings */
	uint32_t mask;       /* which of their bits, next to each other; 0: all */
	uint32_t min, max;   /* RANGE; TOGGLE: the values of off and on; BUTTON: what it writes, both */
	const char *unit;    /* RANGE: "ms", static; NULL: none */
	struct via_choice *choice; /* DROPDOWN */
	size_t choices;
	char *show_if; /* "{id_x} != 0 && {id_y} == 2"; "": always */
	int depth;     /* 0: a menu's name, a LABEL without id; 1: a section's; 2 and on: in it */
	size_t parent; /* the LABEL that it is in; its own index when it is in none */
};

/*
 * A LABEL without a place is what the controls behind it, which are deeper, are in: a menu, a section, or, without a text, a
 * group that has but one showIf for all. A LABEL with a place shows a text that the firmware tells.
 */
struct via_menus {
	struct via_control *control; /* owned, in the order of the file */
	size_t controls, cap;
	size_t *by_id; /* owned: indices of those that have an id, in order of it */
	size_t ids, id_cap;
	uint32_t firmware_version; /* what showIf calls id_firmware_version; set by who knows it */
};

void via_menus_release(struct via_menus *menus);
/* Copied; parent is found by the depth, which may be one more than that of the one before at most. */
void via_menus_add(struct via_menus *menus, const struct via_control *control);

/* What Vial's app calls "QMK settings", all that are known, as a menu at the end: one for each number and switch. Shown are
 * those that a keyboard has. From vial-qmk's qmk_settings.c; ranges from vial-gui's qmk_settings.json. */
void via_menus_add_settings(struct via_menus *menus);

/* Of the choices of the dropdown @id only those that are in @value stay, and those that it has no name for are called by
 * their number: what a keyboard says that it has. */
void via_menus_keep_choices(struct via_menus *menus, const char *id, const uint32_t *value, size_t count);

/* The value of a control, of those that @held has. False: it was not read, or is a text. COLOR: hue << 8 | saturation. */
bool via_control_get(const struct via_control *control, const struct dynamic_keymap *held, uint32_t *value);
/* Put one into @held's bytes; ERR_RANGE with what was expected. */
bool via_control_put(const struct via_control *control, struct dynamic_keymap *held, uint32_t value,
		     struct err *err) NODISCARD;
/* What its place would have then: @bytes gets *@len of them. */
bool via_control_bytes(const struct via_control *control, const struct dynamic_keymap *held, uint32_t value,
		       uint8_t bytes[DYNAMIC_PLACE_BYTES], size_t *len, struct err *err) NODISCARD;
/* What a button writes: *@out is its place with the bytes. False: it is no button. */
bool via_control_press(const struct via_control *control, struct dynamic_value *out);

/* As people say it: "on", "42", "200 ms", "Rainbow Swirl", "hue 120 saturation 255", "KC_A" as @dialect has it. */
void via_control_print(const struct via_control *control, enum keycode_dialect dialect, uint32_t value,
		       struct str *out);
/* The way back; also any number of its range, without its unit, names in any case, "cyan", and the number of a choice. ERR_PARSE or ERR_RANGE
 * with what was expected. */
bool via_control_parse(const struct via_control *control, enum keycode_dialect dialect, const char *text,
		       uint32_t *value, struct err *err) NODISCARD;
/* The text that a LABEL's place has, up to a zero byte, escaped. */
void via_control_text(const struct via_control *control, const struct dynamic_keymap *held, struct str *out);

/* What people call a colour of this hue and saturation: "cyan", "pale blue", "white". */
const char *via_colour_name(uint8_t hue, uint8_t saturation);

/* Whether its showIf holds, and those of what it is in; a setting is shown when @held has it. A value that was not read is 0;
 * what is no expression holds. */
bool via_control_is_shown(const struct via_menus *menus, size_t index, const struct dynamic_keymap *held);

/* The values that the controls are about, each place once, with its length: what is to be read. */
void via_menus_values(const struct via_menus *menus, struct dynamic_keymap *out);

/*
 * An expression of showIf, as VIA's app takes them (the-via/pelpi): {id}, {id.2} for the byte of that number, decimal numbers,
 * !, ( ), < <= > >= == != each of which binds tighter than the next, && and ||. ERR_PARSE with the column. @value answers
 * for names; what it does not know is 0. Depth and length are capped.
 */
typedef bool via_value_lookup(const void *data, const char *id, unsigned byte, uint32_t *out);
bool via_show_if(const char *expression, via_value_lookup *value, const void *data, bool *shown,
		 struct err *err) NODISCARD;

#endif
