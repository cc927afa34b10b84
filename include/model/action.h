/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ACTION_H
#define MODEL_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* Modifiers as HID and ZMK number them: left in bits 0-3, right in bits 4-7. */
enum mod {
	MOD_LCTL = 0x01,
	MOD_LSFT = 0x02,
	MOD_LALT = 0x04,
	MOD_LGUI = 0x08,
	MOD_RCTL = 0x10,
	MOD_RSFT = 0x20,
	MOD_RALT = 0x40,
	MOD_RGUI = 0x80,
};

/* A keycode (model/keycode.h) with modifiers held: what KC_A, LCTL(KC_C) and S(KC_1) are. */
#define KEY(code, mods) ((uint32_t)(code) | (uint32_t)(mods) << 16)
#define KEY_CODE(key)   ((uint16_t)(key))
#define KEY_MODS(key)   ((uint8_t)((key) >> 16))

/* What one argument of a behaviour is. Readers, printers, the picker and the checks go by this. */
enum arg_type {
	ARG_NONE,
	ARG_KEY,        /* KEY(): a keycode with modifiers */
	ARG_LAYER,      /* index of a layer of the keymap; follows when layers move */
	ARG_MODS,       /* enum mod, or-ed */
	ARG_NUMBER,     /* plain number */
	ARG_SYMBOL,     /* symbol(): a name */
	ARG_DEFINITION, /* index into the keymap's definitions of the kind's own sort */
};

/*
 * The behaviours. A row of kinds[] each: name, arguments, QMK's
 * spelling, prose. New ones go to the end of their group; numbers are not
 * stored in files.
 */
enum action_kind {
	ACTION_NONE,            /* does nothing (KC_NO) */
	ACTION_TRANSPARENT,     /* what the layer below does (KC_TRNS) */
	ACTION_KEY,             /* key */
	ACTION_MOD_TAP,         /* mods when held, key when tapped */
	ACTION_LAYER_TAP,       /* layer when held, key when tapped */
	ACTION_LAYER_MOMENTARY, /* layer */
	ACTION_LAYER_TOGGLE,
	ACTION_LAYER_TO,
	ACTION_LAYER_DEFAULT,
	ACTION_LAYER_DEFAULT_SAVED, /* PDF: kept over a restart */
	ACTION_LAYER_ONE_SHOT,
	ACTION_LAYER_TAP_TOGGLE,
	ACTION_LAYER_MOD,      /* layer, mods */
	ACTION_MOD_ONE_SHOT,   /* mods */
	ACTION_KEY_ONE_SHOT,   /* key: ZMK's &sk with a key that is no modifier */
	ACTION_KEY_TOGGLE,     /* key: held until it is pressed again, ZMK's &kt */
	ACTION_SWAP_HANDS_TAP, /* key */
	ACTION_TAP_DANCE,      /* number or name of the dance: flags ACTION_BY_NAME tells which */
	ACTION_UNICODE,        /* code point */
	ACTION_UNICODE_MAP,    /* index */
	ACTION_UNICODE_PAIR,   /* index, shifted index */
	ACTION_BEHAVIOR,       /* ZMK's &NAME with up to two cells: name, cell, cell; ACTION_CELLS in flags */
	ACTION_RAW_NUMBER,     /* 16-bit keycode that no table names: 0x5F12 */
	ACTION_RAW,            /* source text kept verbatim: symbol */
	ACTION_KIND_COUNT,
};

enum action_flag {
	ACTION_BY_NAME = 1,  /* arg[0] is a symbol where a number is usual: TD(ESC_CAPS) */
	ACTION_ZMK_TEXT = 2, /* the text of ACTION_RAW is devicetree's: `&name 1 2 3`, a word of a missing include */
};

/* In the flags of ACTION_BEHAVIOR: what its cells are, enum arg_type. */
#define ACTION_CELLS(first, second) ((uint16_t)((first) << 4 | (second) << 8))

/* What a key does. A value: copied, compared (action_equal) and stored freely. Zero is ACTION_NONE. */
struct action {
	uint16_t kind, flags;
	uint32_t arg[3];
};

struct action_kind_info {
	const char *name; /* "layer-tap": in commands, JSON and messages */
	const char *qmk;  /* "LT": the macro of QMK, NULL when it has none */
	enum arg_type arg[3];
	const char *help; /* one line, no full stop */
};

const struct action_kind_info *action_kind_info(enum action_kind kind);

/* What argument @index (0 to 2) of this one is. */
enum arg_type action_arg_type(struct action action, int index);

bool action_equal(struct action a, struct action b);

/*
 * Parse QMK's spelling, or ZMK's (model/zmk_action.h) when it begins with `&`: `KC_A`, an alias, `LT(1, KC_SPC)`, `MT(MOD_LCTL | MOD_LSFT, KC_A)`, `LCTL_T(KC_A)`,
 * `LCTL(LSFT(KC_C))`, `TD(3)`, `0x5F12`, `ANY(...)`. A well-formed expression that we do not know becomes
 * ACTION_RAW with its text; so does a known one with a name where we need a number: `MO(_LOWER)`. False, with the
 * column and what was expected, when it is not an expression that may stand in a C initialiser: unbalanced,
 * empty, over 1,000 bytes, a comma or `=` outside a call, `;`, `{`, `[`, `#`, quotes, backslashes, comments,
 * control or non-ASCII bytes. False as well (ERR_RANGE) for a layer, index or code point that is out of range, and
 * (ERR_PARSE) for a wrong number of arguments.
 */
bool action_parse(const char *text, struct action *out, struct err *err) NODISCARD;

/*
 * QMK's canonical spelling: `LT(1, KC_SPC)`; of what QMK has none for, ZMK's: `&sk A`. Parses back to an equal
 * action, except for what neither has (a key of QMK's own in a behaviour of ZMK's).
 */
void action_print(struct action action, struct str *out);

/* Whether QMK has a spelling for it: not for behaviours and keys of ZMK's own. */
bool action_is_qmk(struct action action);

/* What a keycode does when it is put on a key: KC_NO is ACTION_NONE, KC_EXLM is Shift and KC_1. */
struct action action_of_keycode(uint16_t code);

/*
 * The 16-bit keycode of QMK 0.0.8 (its quantum_keycodes.h), with that encoding's own losses: LT, MT and SH_T keep
 * the low byte of their key, LT and LM four bits of their layer. False when it cannot be known, or there is none:
 * ACTION_RAW, a tap dance by name, what ZMK alone has.
 */
bool action_qmk_value(struct action action, uint16_t *value);

/* The way back: a table row, a known range, or else ACTION_RAW_NUMBER. */
struct action action_of_qmk_value(uint16_t value);

/* In words, for the inspector: "layer 1 while held, Space when tapped". */
void action_describe(struct action action, struct str *out);

/*
 * Legends for a key cap of @cols columns (2 to 20): what it does when tapped and, for dual-role keys, when held
 * ("" when there is none). UTF-8, or ASCII only. Text that had to be cut ends in `…` (`~` in ASCII). Different
 * keycodes have different legends. Modifiers on a key are letters in front of it: C S A G for the
 * left ones, c s a g for the right ones, H for Hyper, M for Meh: "C-Tab". One-shots begin with "o", toggled keys
 * with "t". A behaviour of ZMK's shows its keys, or its name and below it the cells.
 */
struct legend {
	char tap[24], hold[24];
};
void action_legend(struct action action, int cols, bool ascii, struct legend *out);

/* Whether @action refers to a layer, and to which. @layer may be NULL. */
bool action_has_layer(struct action action, uint32_t *layer);

/* The same action with its layer argument replaced. */
struct action action_with_layer(struct action action, uint32_t layer);

/* The same action when layers have other numbers: to[layer] of @layers, negative for one that is gone. What refers to
 * that is ACTION_NONE. */
struct action action_renumbered(struct action action, const int *to, size_t layers);

#endif
