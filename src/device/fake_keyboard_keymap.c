/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fake_keyboard_private.h"

/* Numbers of QMK's basic keycodes, which are USB's usages, and of those that no version of the table moved. */
enum {
	NO = 0x00,
	TRNS = 0x01,
	A = 0x04,
	ENT = 0x28,
	ESC = 0x29,
	BSPC = 0x2a,
	TAB = 0x2b,
	SPC = 0x2c,
	MINS = 0x2d,
	EQL = 0x2e,
	LBRC = 0x2f,
	RBRC = 0x30,
	BSLS = 0x31,
	SCLN = 0x33,
	QUOT = 0x34,
	GRV = 0x35,
	COMM = 0x36,
	DOT = 0x37,
	SLSH = 0x38,
	CAPS = 0x39,
	F1 = 0x3a,
	PSCR = 0x46,
	HOME = 0x4a,
	PGUP = 0x4b,
	DEL = 0x4c,
	END = 0x4d,
	PGDN = 0x4e,
	RGHT = 0x4f,
	LEFT = 0x50,
	DOWN = 0x51,
	UP = 0x52,
	MUTE = 0xa8,
	VOLU = 0xa9,
	VOLD = 0xaa,
	MNXT = 0xab,
	MPRV = 0xac,
	LCTL = 0xe0,
	LSFT = 0xe1,
	LALT = 0xe2,
	LGUI = 0xe3,
	RALT = 0xe6,
	RSFT = 0xe5,
	LT2_SPC = 0x4000 | 2 << 8 | SPC,
	MO1 = 0xff01, /* stands for MO(1), whose number depends on the version */
	MO2 = 0xff02,
};

#define LETTER(c) (A + (c) - 'a')
#define DIGIT(n)  (0x1e + (n)-1) /* 1 to 9; 0 is behind them */
#define FN(n)     (F1 + (n)-1)

enum { HALF = 7, ROWS = 6 };

/* A hand's columns from the outermost inwards; rows from the bottom upwards. */
static const uint16_t left[ROWS][HALF] = {
	{ LCTL, LGUI, LALT, MO2, MO1, SPC, TAB },
	{ LSFT, LETTER('z'), LETTER('x'), LETTER('c'), LETTER('v'), LETTER('b'), LBRC },
	{ CAPS, LETTER('a'), LETTER('s'), LETTER('d'), LETTER('f'), LETTER('g'), HOME },
	{ TAB, LETTER('q'), LETTER('w'), LETTER('e'), LETTER('r'), LETTER('t'), PGUP },
	{ ESC, DIGIT(1), DIGIT(2), DIGIT(3), DIGIT(4), DIGIT(5), GRV },
	{ MUTE, FN(1), FN(2), FN(3), FN(4), FN(5), FN(11) },
};
static const uint16_t right[ROWS][HALF] = {
	{ RGHT, DOWN, UP, LEFT, RALT, LT2_SPC, ENT },
	{ RSFT, SLSH, DOT, COMM, LETTER('m'), LETTER('n'), RBRC },
	{ QUOT, SCLN, LETTER('l'), LETTER('k'), LETTER('j'), LETTER('h'), END },
	{ BSPC, LETTER('p'), LETTER('o'), LETTER('i'), LETTER('u'), LETTER('y'), PGDN },
	{ MINS, DIGIT(10), DIGIT(9), DIGIT(8), DIGIT(7), DIGIT(6), EQL },
	{ DEL, FN(10), FN(9), FN(8), FN(7), FN(6), FN(12) },
};

static uint16_t by_version(const struct fake_keyboard *k, uint16_t keycode)
{
	return keycode == MO1 || keycode == MO2 ? (uint16_t)(k->model->qk_momentary | (keycode & 0xff))
						: keycode;
}

bool fake_is_split(const struct fake_keyboard *k)
{
	return k->rows >= 8 && k->rows % 2 == 0 && k->cols <= 8;
}

static uint16_t base_key(const struct fake_keyboard *k, size_t row, size_t col)
{
	bool split = fake_is_split(k), on_right;
	size_t rows = split ? k->rows / 2 : k->rows, half = split ? k->cols : (k->cols + 1) / 2;
	size_t up, out;

	on_right = split ? row >= rows : col >= half;
	up = rows - 1 - row % rows;
	out = split || !on_right ? col : k->cols - 1 - col;
	return up < ROWS && out < HALF ? by_version(k, (on_right ? right : left)[up][out]) : NO;
}

/* Layer 1: arrows where vi has them, F keys; layer 2: the way to the bootloader. */
static uint16_t upper_key(const struct fake_keyboard *k, size_t layer, size_t row, size_t col)
{
	static const struct {
		uint16_t base, upper;
	} first[] = {
		{ LETTER('h'), LEFT },
		{ LETTER('j'), DOWN },
		{ LETTER('k'), UP },
		{ LETTER('l'), RGHT },
	};
	uint16_t base = base_key(k, row, col);

	if (layer == 1) {
		for (size_t i = 0; i < COUNT(first); i++)
			if (first[i].base == base)
				return first[i].upper;
		if (base >= DIGIT(1) && base <= DIGIT(10))
			return (uint16_t)(FN(1) + base - DIGIT(1));
	}
	if (layer == 2 && !row && !col)
		return k->model->qk_boot;
	return TRNS;
}

uint16_t fake_default_key(const struct fake_keyboard *k, size_t layer, size_t row, size_t col)
{
	return layer ? upper_key(k, layer, row, col) : base_key(k, row, col);
}

uint16_t fake_default_turn(const struct fake_keyboard *k, size_t layer, size_t encoder, bool clockwise)
{
	static const uint16_t turn[2][2] = { { VOLD, VOLU }, { MPRV, MNXT } };

	(void)k;
	return layer ? TRNS : turn[encoder % 2][clockwise];
}

size_t fake_keymap_bytes(const struct fake_keyboard *k)
{
	return k->layers * k->rows * k->cols * 2;
}

size_t fake_key_offset(const struct fake_keyboard *k, size_t layer, size_t row, size_t col)
{
	if (layer >= k->layers || row >= k->rows || col >= k->cols)
		return SIZE_MAX;
	return ((layer * k->rows + row) * k->cols + col) * 2;
}

/* The clockwise one lies first. */
size_t fake_turn_offset(const struct fake_keyboard *k, size_t layer, size_t encoder, bool clockwise)
{
	if (layer >= k->layers || encoder >= k->encoders)
		return SIZE_MAX;
	return ((layer * k->encoders + encoder) * 2 + !clockwise) * 2;
}

void fake_keymap_put(struct fake_keyboard *k, size_t offset, uint8_t byte)
{
	for (size_t i = 0; i < k->stucks; i++)
		if (fake_key_offset(k, k->stuck[i].layer, k->stuck[i].row, k->stuck[i].col) ==
		    (offset & ~(size_t)1))
			return;
	fake_eeprom_put(k, k->eeprom.keys + offset, byte);
}

void fake_keymap_reset(struct fake_keyboard *k)
{
	for (size_t layer = 0; layer < k->layers; layer++) {
		for (size_t row = 0; row < k->rows; row++)
			for (size_t col = 0; col < k->cols; col++)
				fake_eeprom_put_be16(k, k->eeprom.keys + fake_key_offset(k, layer, row, col),
						     fake_default_key(k, layer, row, col));
		for (size_t i = 0; i < k->encoders; i++)
			for (int way = 0; way < 2; way++)
				fake_eeprom_put_be16(k, k->eeprom.turns + fake_turn_offset(k, layer, i, way),
						     fake_default_turn(k, layer, i, way));
	}
	fake_settings_reset(k);
	fake_entries_reset(k);
}

void fake_macros_reset(struct fake_keyboard *k)
{
	for (size_t i = 0; i < k->macro_bytes; i++)
		fake_eeprom_put(k, k->eeprom.macros + i, 0);
}
