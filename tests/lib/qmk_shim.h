/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_QMK_SHIM_H
#define TESTS_QMK_SHIM_H

/*
 * What a keymap.c of QMK uses, as far as a host compiler needs it to give
 * every binding its 16-bit value (QMK's quantum_keycodes.h, keycodes version
 * 0.0.8) and to show the bytes that SEND_STRING would be given. The names of
 * keycodes and the LAYOUT macro come from board.h, which the test writes.
 */
#include <stdbool.h>
#include <stdint.h>

#define PROGMEM
#define ENCODER_ENABLE
#define ENCODER_MAP_ENABLE
#define NUM_DIRECTIONS 2
#define ENCODER_CCW_CW(ccw, cw) \
	{                       \
		(cw), (ccw)     \
	}

#define MT(mods, key)    (0x2000 | ((mods)&0x1f) << 8 | ((key)&0xff))
#define LT(layer, key)   (0x4000 | ((layer)&0x0f) << 8 | ((key)&0xff))
#define LM(layer, mods)  (0x5000 | ((layer)&0x0f) << 5 | ((mods)&0x1f))
#define TO(layer)        (0x5200 | ((layer)&0x1f))
#define MO(layer)        (0x5220 | ((layer)&0x1f))
#define DF(layer)        (0x5240 | ((layer)&0x1f))
#define TG(layer)        (0x5260 | ((layer)&0x1f))
#define OSL(layer)       (0x5280 | ((layer)&0x1f))
#define OSM(mods)        (0x52a0 | ((mods)&0x1f))
#define TT(layer)        (0x52c0 | ((layer)&0x1f))
#define PDF(layer)       (0x52e0 | ((layer)&0x1f))
#define SH_T(key)        (0x5600 | ((key)&0xff))
#define TD(index)        (0x5700 | ((index)&0xff))
#define UC(code)         (0x8000 | ((code)&0x7fff))
#define UM(index)        (0x8000 | ((index)&0x3fff))
#define UP(plain, shift) (0xc000 | ((plain)&0x7f) | ((shift)&0x7f) << 7)
#define QK_MACRO         0x7700
#define SAFE_RANGE       0x7e40

typedef struct {
	uint8_t col, row;
} keypos_t;
typedef struct {
	struct {
		bool pressed;
	} event;
	uint16_t keycode;
} keyrecord_t;

extern const char *sent;
#define SEND_STRING(text) (sent = (text))

#include "qmk_shim_features.h"

/* A key in a macro's text is its number as a byte, written as \x and two digits. */
#define SHIM_TEXT(x)   #x
#define SHIM_BYTE(hex) SHIM_TEXT(\x##hex)
#define SHIM_KEY(x)    SHIM_BYTE(x)
#define SS_TAP(key)    "\1\1" SHIM_KEY(key)
#define SS_DOWN(key)   "\1\2" SHIM_KEY(key)
#define SS_UP(key)     "\1\3" SHIM_KEY(key)
#define SS_DELAY(ms)   "\1\4" SHIM_TEXT(ms) "|"
#define SS_LCTL(inner) SS_DOWN(e0) inner SS_UP(e0)
#define SS_LSFT(inner) SS_DOWN(e1) inner SS_UP(e1)
#define SS_LALT(inner) SS_DOWN(e2) inner SS_UP(e2)
#define SS_LGUI(inner) SS_DOWN(e3) inner SS_UP(e3)
#define SS_RCTL(inner) SS_DOWN(e4) inner SS_UP(e4)
#define SS_RSFT(inner) SS_DOWN(e5) inner SS_UP(e5)
#define SS_RALT(inner) SS_DOWN(e6) inner SS_UP(e6)
#define SS_RGUI(inner) SS_DOWN(e7) inner SS_UP(e7)

#endif
