/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keycode.h"
#include "zmk_cell.h"

enum {
	LEFT_CONTROL = 0xe0,
	RIGHT_GUI = 0xe7
}; /* HID usages, which KC_LEFT_CTRL to KC_RIGHT_GUI have as values */

static const char mod_functions[8][3] = { "LC", "LS", "LA", "LG", "RC", "RS", "RA", "RG" };

uint8_t zmk_mod_function(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT(mod_functions); i++)
		if (len == 2 && !memcmp(name, mod_functions[i], 2))
			return (uint8_t)(1u << i);
	return 0;
}

const char *zmk_mod_function_name(uint8_t mod)
{
	for (size_t i = 0; i < COUNT(mod_functions); i++)
		if (mod == 1u << i)
			return mod_functions[i];
	return NULL;
}

uint8_t zmk_mod_of_key(uint32_t key)
{
	uint16_t value = keycode_get(KEY_CODE(key))->value;

	if (value < LEFT_CONTROL || value > RIGHT_GUI)
		return 0;
	return (uint8_t)(1u << (value - LEFT_CONTROL));
}

uint32_t zmk_key_of_mod(uint8_t mod)
{
	uint16_t code = 0;

	for (uint16_t i = 0; i < 8; i++)
		if (mod == 1u << i)
			keycode_find_value((uint16_t)(LEFT_CONTROL + i), &code);
	return KEY(code, 0);
}

static const struct {
	const char *ref;
	enum action_kind kind;
} kinds[] = {
	{ "kp", ACTION_KEY },
	{ "kt", ACTION_KEY_TOGGLE },
	{ "lt", ACTION_LAYER_TAP },
	{ "mo", ACTION_LAYER_MOMENTARY },
	{ "mt", ACTION_MOD_TAP },
	{ "none", ACTION_NONE },
	{ "sk", ACTION_MOD_ONE_SHOT },
	{ "sk", ACTION_KEY_ONE_SHOT }, /* of a key that is no modifier */
	{ "sl", ACTION_LAYER_ONE_SHOT },
	{ "to", ACTION_LAYER_TO },
	{ "tog", ACTION_LAYER_TOGGLE },
	{ "trans", ACTION_TRANSPARENT },
};

enum action_kind zmk_kind_of_ref(const char *ref, size_t len)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (strlen(kinds[i].ref) == len && !memcmp(kinds[i].ref, ref, len))
			return kinds[i].kind;
	return ACTION_BEHAVIOR;
}

const char *zmk_ref_of_kind(enum action_kind kind)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (kinds[i].kind == kind)
			return kinds[i].ref;
	return NULL;
}

struct splitter {
	const char *start, *at;
	struct err *err;
};

static void skip_space(struct splitter *s)
{
	while (zmk_is_space(*s->at))
		s->at++;
}

static bool unexpected(struct splitter *s, const char *expected)
{
	if (!*s->at)
		return err_set(s->err, ERR_PARSE, "it ends at column %td; expected %s", s->at - s->start + 1,
			       expected);
	return err_set(s->err, ERR_PARSE, "column %td: \"%.1s\" cannot stand here; expected %s",
		       s->at - s->start + 1, s->at, expected);
}

static struct zmk_cell take_name(struct splitter *s)
{
	struct zmk_cell name = { s->at, 0 };

	while (zmk_is_name(*s->at))
		s->at++;
	name.len = (size_t)(s->at - name.text);
	return name;
}

/* Over what is in parentheses. A // or / * in it would begin a comment. */
static bool skip_parentheses(struct splitter *s)
{
	int depth = 0;

	do {
		if (*s->at == '(' && ++depth > ZMK_ACTION_MAX_DEPTH)
			return err_set(s->err, ERR_RANGE, "its parentheses are deeper than %d",
				       ZMK_ACTION_MAX_DEPTH);
		if (*s->at == ')')
			depth--;
		if (!*s->at ||
		    !(zmk_is_name(*s->at) || zmk_is_space(*s->at) || strchr("()+-*/%<>=!~|&^?:,.", *s->at)))
			return unexpected(s, "an expression, and a ) at its end");
		if (*s->at == '/' && (s->at[1] == '/' || s->at[1] == '*'))
			return unexpected(s, "an expression without comments");
		s->at++;
	} while (depth);
	return true;
}

/* `A (B)` is two cells unless A is a function of ZMK's; `A(B)` is one. */
static bool take_cell(struct splitter *s, struct zmk_cell *out)
{
	const char *start = s->at, *behind;
	struct zmk_cell name = take_name(s);

	behind = s->at;
	skip_space(s);
	if (*s->at == '(' && (!name.len || behind == s->at || zmk_mod_function(name.text, name.len)) &&
	    (!name.len || !zmk_is_digit(*name.text))) {
		if (!skip_parentheses(s))
			return false;
		behind = s->at;
	}
	s->at = behind;
	if (s->at == start)
		return unexpected(s, "a cell such as A, LC(A), 1 or (-1), or the end");
	*out = (struct zmk_cell){ start, (size_t)(s->at - start) };
	return true;
}

bool zmk_cells_split(const char *text, struct zmk_cells *out, struct err *err)
{
	struct splitter s = { text, text, err };
	struct zmk_cell cell;

	*out = (struct zmk_cells){ 0 };
	if (strlen(text) > ZMK_ACTION_MAX_BYTES)
		return err_set(err, ERR_RANGE, "it is longer than %d bytes", ZMK_ACTION_MAX_BYTES);
	skip_space(&s);
	if (*s.at != '&')
		return unexpected(&s, "& and the name of a behavior, as in &kp A");
	s.at++;
	skip_space(&s);
	if (!zmk_is_name(*s.at) || zmk_is_digit(*s.at))
		return unexpected(&s, "the name of a behavior, as in &kp A");
	out->ref = take_name(&s);
	for (skip_space(&s); *s.at; skip_space(&s)) {
		if (!take_cell(&s, &cell))
			return false;
		if (out->count < ZMK_CELLS_MAX)
			out->cell[out->count] = cell;
		out->count++;
	}
	return true;
}
