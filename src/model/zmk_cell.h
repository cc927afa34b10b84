/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ZMK_CELL_H
#define MODEL_ZMK_CELL_H

#include "model/zmk_action.h"

static inline bool zmk_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool zmk_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool zmk_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || zmk_is_digit(c);
}

/* One cell of a binding, or a part of it. Borrowed. */
struct zmk_cell {
	const char *text;
	size_t len;
};

/* The binding's & and name are @ref; its cells follow one by one. */
enum { ZMK_CELLS_MAX = 2 };
struct zmk_cells {
	struct zmk_cell ref; /* without the & */
	struct zmk_cell cell[ZMK_CELLS_MAX];
	size_t count; /* over ZMK_CELLS_MAX: more were there */
};

/* Splits a binding. False as zmk_action_parse() says. */
bool zmk_cells_split(const char *text, struct zmk_cells *out, struct err *err) NODISCARD;

/* The modifiers of LC, LS, ...; 0: no such function. */
uint8_t zmk_mod_function(const char *name, size_t len);

/* The modifier that a key is: MOD_LSFT of KC_LEFT_SHIFT; 0: none. */
uint8_t zmk_mod_of_key(uint32_t key);

/* The function and the key of one modifier: "LS" and KC_LEFT_SHIFT. */
const char *zmk_mod_function_name(uint8_t mod);
uint32_t zmk_key_of_mod(uint8_t mod);

/* The kind of model/action.h that a predefined behaviour is; ACTION_BEHAVIOR: none. And its name, NULL: none. */
enum action_kind zmk_kind_of_ref(const char *ref, size_t len);
const char *zmk_ref_of_kind(enum action_kind kind);

#endif
