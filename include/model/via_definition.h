/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_VIA_DEFINITION_H
#define MODEL_VIA_DEFINITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/keyboard.h"
#include "model/kle.h"

/*
 * What VIA's app, and Vial's, know of one keyboard: a definition file of github.com/the-via/keyboards (versions 2 and
 * 3) or a vial.json. Its layout is one drawing with all choices of all layout options beside each other.
 */
enum {
	VIA_MAX_OPTIONS = 32, /* the firmware keeps all choices in 32 bits */
	VIA_MAX_CHOICES = 32,
	VIA_NONE = -1,
};

enum via_format { VIA_DEFINITION_V2, VIA_DEFINITION_V3, VIAL_DEFINITION, VIA_FORMAT_COUNT };

struct via_key {
	struct kle_shape shape;
	int16_t row, col; /* VIA_NONE: a decal, or an encoder without a switch */
	int16_t option,
		choice; /* when it is there: index of the layout option, and which choice; VIA_NONE: always */
	int16_t encoder; /* index of the encoder that it is the press of, or a turn of; VIA_NONE: none */
	int16_t turn;    /* enum turn: Vial's way to draw it; VIA_NONE: not so */
	int16_t led;     /* index of its LED; VIA_NONE: none */
	uint32_t label;  /* symbol: what else is written on it; 0: nothing */
};

/* A layout option: on or off when it has no names for its choices. */
struct via_option {
	char *name;
	char **choice;
	size_t choices; /* names; 0: off and on */
};

/* Choices for all options, under a name. */
struct via_preset {
	char *name;
	uint8_t *choice;
	size_t choices;
};

/* One of the firmware's own keycodes: CUSTOM(n), USER00 + n. */
struct via_keycode {
	char *name, *title, *short_name; /* "" when not said */
};

/*
 * All is owned, texts are never NULL, "" when not said. Members that only a live editor needs are kept as JSON on one
 * line; so is what we do not know, as an object.
 */
struct via_definition {
	enum via_format format;
	char *name;
	uint16_t usb_vid, usb_pid; /* 0: not said, as in vial.json */
	int rows, cols;            /* matrix */
	struct via_key *key;       /* in the file's order */
	size_t keys;
	struct via_option *option;
	size_t options;
	struct via_preset *preset;
	size_t presets;
	struct via_keycode *keycode;
	size_t keycodes;
	bool has_firmware_version;
	int64_t firmware_version;
	char *lighting;        /* v2: "\"qmk_backlight\"" or an object */
	char *keycode_sets;    /* v3's "keycodes": a list of names */
	char *menus;           /* v3: a list of names and objects */
	char *custom_menus;    /* v2 */
	char *custom_features; /* v2 */
	char *vial;            /* vial.json */
	char *kle;             /* KLE's metadata object in the drawing */
	char *other;           /* the other members of the root: an object, or "" */
};

struct via_definition *via_definition_new(enum via_format format);
void via_definition_free(struct via_definition *definition);

/* How many there are to choose from: at least two. */
size_t via_option_choices(const struct via_option *option);

/* What choice @choice of @option is called: "ISO", or "off" and "on". */
const char *via_option_choice_name(const struct via_option *option, size_t choice);

/*
 * The keys that @choice[options] (NULL: 0 for each) gives. Those of a choice other than 0 are moved so that the top left
 * one of them lies where that of choice 0 does, as in VIA's app, and stand in its place in the order. Keys
 * without a switch are left out. Its name is owned by @out, as all.
 */
void via_definition_layout(const struct via_definition *definition, const uint8_t *choice, const char *name,
			   struct layout *out);

/*
 * A keyboard with the layout that comes of choosing 0 everywhere, "LAYOUT"; one for each preset, "LAYOUT_" with its
 * name; and one for each other choice of each option, with the option's and the choice's names: "LAYOUT_split_backspace",
 * "LAYOUT_bottom_row_wkl". A layout without keys is left out.
 */
struct keyboard *via_definition_keyboard(const struct via_definition *definition);

/* With the layout of @choice[options] alone, "LAYOUT". NULL: it has no keys. */
struct keyboard *via_definition_keyboard_chosen(const struct via_definition *definition,
						const uint8_t *choice);

/* A definition for one layout of @keyboard, without options. Encoders that no key is the press of lie in a row below.
 * Menus are those for the lights among the keyboard's features. */
struct via_definition *via_definition_of(const struct keyboard *keyboard, const struct layout *layout);

/*
 * Options of @definition, which is via_definition_of() of @base, for the other layouts of @keyboard: one for each part of the
 * board that they have otherwise, a choice for each way. Choices but the first are drawn below. False: there are
 * more than the firmware's 32 bits hold, and the rest is left out.
 */
bool via_definition_add_options(struct via_definition *definition, const struct keyboard *keyboard,
				const struct layout *base);

/*
 * The 32 bits in which the firmware keeps the choices: the last option in the lowest bits, each in as many as its
 * number of choices needs. False when they are over 32 bits together. A choice that is read and is not there becomes 0.
 */
bool via_definition_pack(const struct via_definition *definition, const uint8_t *choice, uint32_t *bits,
			 struct err *err) NODISCARD;
bool via_definition_unpack(const struct via_definition *definition, uint32_t bits, uint8_t *choice,
			   struct err *err) NODISCARD;

#endif
