/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ZMK_ACTION_H
#define MODEL_ZMK_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/action.h"
#include "model/action_names.h"

/* A behaviour that a binding can name, and what its cells are. The predefined ones are rows of
 * data/zmk/behaviors.tsv; a document adds its own. */
struct zmk_behavior {
	const char *ref;        /* "mt", behind the & */
	const char *node;       /* "mod_tap": unique over all behaviours of a firmware */
	const char *compatible; /* "zmk,behavior-hold-tap" */
	int cells;              /* 0 to 2; -1: not known, its binding ends at the next & */
	enum arg_type cell[2];
	const char *help; /* one line, no full stop */
	const char
		*words; /* what its first cell is, separated by one space, "" for none: "BT_CLR BT_SEL+"; of
			    * two cells a word without + brings the second itself */
};

size_t zmk_behavior_count(void);
const struct zmk_behavior *zmk_behavior_at(size_t index); /* sorted by ref */
const struct zmk_behavior *zmk_behavior_find(const char *ref, size_t len);

/* What a document knows beyond the predefined. Borrowed; zero: nothing. */
struct zmk_names {
	const struct zmk_behavior *(*behavior)(const void *data, const char *ref, size_t len);
	bool (*number)(const void *data, const char *name, size_t len, int64_t *value);
	const void *data;
};

/* A binding's text is at most this long, and its parentheses this deep. */
enum { ZMK_ACTION_MAX_BYTES = 1000, ZMK_ACTION_MAX_DEPTH = 32 };

/*
 * One binding: `&kp LC(A)`, `&mt LSHFT A`, `&trans`, `&bt BT_SEL 0`, `&hm LGUI A`. kp, mt, lt, mo, tog, to, sl, sk, kt,
 * trans and none become the kinds of model/action.h that mean the same, all others ACTION_BEHAVIOR. A cell that
 * cannot be known keeps its text (ARG_SYMBOL). @names may be NULL; what they have goes before the predefined.
 * False (ERR_PARSE) with the column and what was expected for what is no binding, has a wrong number of cells, or
 * could end the list it is written into; (ERR_RANGE) for a layer that there cannot be, or a text that is too long.
 */
bool zmk_action_parse(const char *text, const struct zmk_names *names, struct action *out,
		      struct err *err) NODISCARD;

/* An expression of keys.h and modifiers.h, `LC(LS(A))`, `EXCL`, `(LSHFT)`, or the number that ZMK has for one, as
 * KEY(). False: it is none, or not known. @names may be NULL. */
bool zmk_key_parse(const char *text, size_t len, const struct zmk_names *names, uint32_t *key);

/* A number as devicetree writes it, in parentheses or not: `12`, `0x1F`, `(-5)`, or a constant of @names. */
bool zmk_number_parse(const char *text, size_t len, const struct zmk_names *names, int64_t *value);

/* ZMK's spelling; parses back to an equal action. False when ZMK has none for it (a tap dance by number, a keycode of
 * QMK's own); then `&none` was added. @layer_name may be NULL. */
bool zmk_action_print(struct action action, action_layer_name *layer_name, const void *data, struct str *out);

#endif
