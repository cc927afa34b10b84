/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYBOARD_H
#define MODEL_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct action; /* model/action.h */

/*
 * One physical key. Positions are the top left corner before rotation; cu is
 * 1/100 of a key's pitch, cdeg 1/100 of a degree, clockwise. A key without a
 * pivot of its own turns about its centre.
 */
struct key {
	int16_t x_cu, y_cu, w_cu, h_cu;
	int16_t turn_cdeg, pivot_x_cu, pivot_y_cu;
	uint8_t row, col; /* electrical matrix */
	int8_t encoder;   /* the encoder that this key is the press of; -1: none */
	char hand;        /* 'L', 'R', '*' or 0: not said */
	uint32_t label;   /* symbol: the legend that the keyboard's file gives; 0: none */
};

struct layout {
	char *name;      /* "LAYOUT_60_ansi" */
	struct key *key; /* in keymap order: the order of the file */
	size_t keys;
};

enum {
	KEYBOARD_MAX_LAYOUTS = 256,
	KEYBOARD_MAX_KEYS = 1024,
	KEYBOARD_MAX_ENCODERS = 64,
	KEYBOARD_MAX_ROWS = 128,
	KEYBOARD_MAX_COLS = 128,
	KEYBOARD_MAX_KEYCODES = 256, /* of its own */
};

/* One of the firmware's own keycodes, of those from QK_KB_0 on, by the words of its maker; "" when not said. */
struct keyboard_keycode {
	char *name, *title, *short_name;
};

/*
 * What is on the desk, as keyboard.json tells it. Texts are owned, never NULL,
 * "" when not said. Immutable once read.
 */
struct keyboard {
	char *id; /* QMK's name: "dz60", "keebio/iris/rev8"; "" when opened by file alone */
	char *name, *manufacturer, *maintainer;
	char *processor;           /* "atmega32u4", "STM32F303" */
	char *bootloader;          /* "atmel-dfu", "stm32-dfu", "halfkay" */
	char *board;               /* development_board: "promicro" */
	uint16_t usb_vid, usb_pid; /* 0: not said */
	uint64_t vial_uid;         /* of Vial's firmware; 0: not said */
	uint32_t layout_options;   /* that a running keyboard holds, as via_definition_pack() has them */
	int rows, cols;            /* matrix; of both halves when split */
	bool split;
	int encoders; /* of both halves */
	struct layout *layout;
	size_t layouts;
	struct {
		char *alias, *name;
	} * alias; /* layout_aliases */
	size_t aliases;
	char **feature; /* names of the features that are on, sorted */
	size_t features;
	struct keyboard_keycode *keycode; /* QK_KB_0 and on */
	size_t keycodes;
	bool guessed; /* nothing tells of it but where a keymap has its keys */
};

struct keyboard *keyboard_new(void);
void keyboard_free(struct keyboard *kb);

/* By name or alias; NULL when there is none. Borrowed. */
const struct layout *keyboard_find_layout(const struct keyboard *kb, const char *name);

/* The one of that name, else the first that has so many keys, else the first. */
const struct layout *keyboard_choose_layout(const struct keyboard *kb, const char *name, size_t keys);

/* The first key at a place in the matrix; -1: there is none. */
int layout_find_key(const struct layout *layout, int row, int col);

/* What the keyboard calls its own keycode that @action is; NULL: it is none, or has no name. Borrowed. */
const struct keyboard_keycode *keyboard_find_keycode(const struct keyboard *kb, struct action action);
/* The way back, by its name in any case. False: none is called so. */
bool keyboard_keycode_action(const struct keyboard *kb, const char *name, struct action *out);

bool keyboard_has_feature(const struct keyboard *kb, const char *name);

#endif
