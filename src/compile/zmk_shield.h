/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_SHIELD_PRIVATE_H
#define COMPILE_ZMK_SHIELD_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/zmk_lower.h"
#include "compile/zmk_shield.h"
#include "model/hardware.h"
#include "zmk_uses.h"

enum zmk_scan { ZMK_SCAN_UNKNOWN, ZMK_SCAN_MATRIX, ZMK_SCAN_DIRECT };

/* A part of the keyboard with a controller of its own. */
enum zmk_half { ZMK_LEFT, ZMK_RIGHT, ZMK_HALVES }; /* of a keyboard in one part: ZMK_LEFT alone */

/* A keyboard as ZMK's files have it. */
struct zmk_shield {
	const struct compile_input *in; /* borrowed */
	const struct hardware *hardware;
	struct hardware *nothing; /* owned: what @hardware is when nothing is known */
	struct zmk_uses uses;
	enum zmk_revision revision;
	bool split;
	enum zmk_scan scan;
	struct matrix_pins half[ZMK_HALVES]; /* views */
	uint16_t *direct[ZMK_HALVES]; /* of each place, how many keys with a pin lie before it; owned */
	size_t directs[ZMK_HALVES];   /* keys that have one */
	int rows, cols;               /* of the transforms */
	int row_offset, col_offset;   /* of the right half's keys in them */
	char *name;                   /* "lark" */
	char *prefix;                 /* of all labels, so that none is a behaviour's: "" */
	char **layout;                /* for each layout of the keyboard its label without "layout_"; owned */
};

void zmk_shield_init(struct zmk_shield *s, const struct compile_input *in);
void zmk_shield_release(struct zmk_shield *s);

/* Where ZMK has a key in the matrix of both halves. */
struct zmk_place {
	int row, col;
};
struct zmk_place zmk_shield_place(const struct zmk_shield *s, const struct key *key);

/* Which half it is on: those of the right one are the last. */
enum zmk_half zmk_shield_encoder_half(const struct zmk_shield *s, size_t encoder);
bool zmk_shield_has_encoders(const struct zmk_shield *s); /* pins of all of them are known */

/* "left_encoder", "encoder_2". */
void zmk_shield_add_encoder(const struct zmk_shield *s, size_t encoder, struct str *out);

/* In zmk_pins.c: a pin of QMK's as a gpio: "&pro_micro 21". False: it is not known which one it is. @out may be NULL. */
bool zmk_pin_add(const struct keyboard *kb, const char *pin, struct str *out);
const char *zmk_pins_of(const struct keyboard *kb); /* as zmk_shield_requires() */

/* In zmk_layouts.c. */
void zmk_layouts_emit(const struct zmk_shield *s, struct str *out);     /* SHIELD-layouts.dtsi */
void zmk_transforms_print(const struct zmk_shield *s, struct str *out); /* in `/ { }` */

/* In zmk_checklist.c: a comment of what a person has to put in, nothing when that is nothing; what it is about. */
void zmk_checklist_print(const struct zmk_shield *s, enum zmk_half half, struct str *out);
void zmk_checklist_names(const struct zmk_shield *s, struct str *out);

/* In zmk_overlay.c: of a keyboard in one part; of both halves; of one of them. */
void zmk_overlay_emit(const struct zmk_shield *s, struct str *out);
void zmk_dtsi_emit(const struct zmk_shield *s, struct str *out);
void zmk_half_emit(const struct zmk_shield *s, enum zmk_half half, struct str *out);

/* LEDs: whether the pin is known; the pin of each lock's, "" when it has none, and its name; NULL behind the last. */
bool zmk_shield_has_backlight(const struct zmk_shield *s);
const char *zmk_shield_indicator(const struct zmk_shield *s, size_t index, const char **name);

#endif
