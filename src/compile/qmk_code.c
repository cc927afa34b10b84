/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/keycode.h"
#include "model/symbol.h"
#include "qmk_private.h"

/*
 * Code that a person wrote for a leader sequence: calls of functions that QMK has, one after the other. It is taken apart
 * and written anew from its parts, so that nothing else comes through.
 */

enum { MAX_DEPTH = 8, MAX_TEXT = 4000, MAX_NUMBER = 65535 };

struct reader {
	struct qmk *q;
	const char *at;
	int depth;
	struct str *out;
};

static void skip_blanks(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
}

static bool take(struct reader *r, char c)
{
	skip_blanks(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

/* The next identifier into @name; false: there is none, or it is too long for any that we know. */
static bool take_name(struct reader *r, char name[40])
{
	size_t len;

	skip_blanks(r);
	len = strspn(r->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	if (!len || len >= 40)
		return false;
	memcpy(name, r->at, len);
	name[len] = '\0';
	r->at += len;
	return true;
}

static bool add_number(struct reader *r)
{
	char *end;
	long number;

	skip_blanks(r);
	if (*r->at < '0' || *r->at > '9')
		return false;
	number = strtol(r->at, &end, 0);
	r->at = end;
	str_addf(r->out, "%ld", number);
	return number >= 0 && number <= MAX_NUMBER;
}

static bool add_layer(struct reader *r)
{
	char name[40];

	skip_blanks(r);
	if (*r->at >= '0' && *r->at <= '9')
		return add_number(r);
	if (!take_name(r, name))
		return false;
	for (size_t i = 0; i < keymap_layers(r->q->map); i++) {
		const char *known = r->q->names.layer[i];

		if ((known && !strcmp(known, name)) || keymap_layer_name(r->q->map, i) == symbol(name)) {
			qmk_print_layer(i, &r->q->names, r->out);
			return true;
		}
	}
	return false;
}

/* A keycode: what our own parser says is one key. */
static bool add_keycode(struct reader *r)
{
	struct str text = STR_INIT;
	struct action action;
	struct err err = { 0 };
	size_t len = 0;
	int depth = 0;
	bool ok;

	skip_blanks(r);
	for (; r->at[len] && !(depth == 0 && (r->at[len] == ',' || r->at[len] == ')')); len++)
		depth += (r->at[len] == '(') - (r->at[len] == ')');
	str_add_bytes(&text, r->at, len);
	ok = action_parse(str_text(&text), &action, &err) && action.kind == ACTION_KEY &&
	     qmk_is_plain_key(action);
	if (ok)
		qmk_add_action(r->q, action, r->out);
	r->at += len;
	str_release(&text);
	return ok;
}

/* One character of a string literal, its escapes undone. */
static bool take_char(struct reader *r, char *c)
{
	static const char escapes[] = "n\nt\tr\ra\ab\b\"\"\\\\''??e\x1b";

	*c = *r->at++;
	if (*c != '\\')
		return *c != '\0' && *c != '\n';
	if (*r->at >= '0' && *r->at <= '7') {
		int value = 0;

		for (int i = 0; i < 3 && *r->at >= '0' && *r->at <= '7'; i++)
			value = value * 8 + (*r->at++ - '0');
		*c = (char)value;
		return value > 0 && value < 0x80;
	}
	for (size_t i = 0; i + 1 < sizeof(escapes); i += 2)
		if (escapes[i] == *r->at) {
			*c = escapes[i + 1];
			r->at++;
			return true;
		}
	return false;
}

static bool add_literal(struct reader *r)
{
	struct str text = { .max = MAX_TEXT };
	bool ok = take(r, '"');
	char c;

	while (ok && *r->at != '"') {
		ok = take_char(r, &c) && qmk_is_typeable(c);
		str_add_char(&text, c);
	}
	ok = ok && !text.full;
	if (ok) {
		r->at++;
		qmk_add_string(r->out, str_text(&text));
	}
	str_release(&text);
	return ok;
}

static bool add_words(struct reader *r);

static bool add_x_name(struct reader *r)
{
	char name[40], keycode[48];
	uint16_t code;

	if (!take_name(r, name) || strncmp(name, "X_", 2) != 0)
		return false;
	snprintf(keycode, sizeof(keycode), "KC_%s", name + 2);
	str_add(r->out, name);
	return keycode_find(keycode, strlen(keycode), &code);
}

/* SS_TAP(X_A), SS_LCTL("c"), SS_DELAY(100). */
static bool add_word(struct reader *r)
{
	static const struct {
		const char *name;
		bool (*add)(struct reader *r);
	} words[] = {
		{ "SS_TAP", add_x_name },   { "SS_DOWN", add_x_name }, { "SS_UP", add_x_name },
		{ "SS_DELAY", add_number }, { "SS_LCTL", add_words },  { "SS_LSFT", add_words },
		{ "SS_LALT", add_words },   { "SS_LGUI", add_words },  { "SS_RCTL", add_words },
		{ "SS_RSFT", add_words },   { "SS_RALT", add_words },  { "SS_RGUI", add_words },
	};
	char name[40];
	size_t i = 0;
	bool ok;

	skip_blanks(r);
	if (*r->at == '"')
		return add_literal(r);
	if (!take_name(r, name) || !take(r, '(') || r->depth == MAX_DEPTH)
		return false;
	while (i < COUNT(words) && strcmp(words[i].name, name) != 0)
		i++;
	if (i == COUNT(words))
		return false;
	str_addf(r->out, "%s(", name);
	r->depth++;
	ok = words[i].add(r) && take(r, ')');
	r->depth--;
	str_add_char(r->out, ')');
	return ok;
}

static bool add_words(struct reader *r)
{
	do {
		if (!add_word(r))
			return false;
		skip_blanks(r);
		if (*r->at && *r->at != ')')
			str_add_char(r->out, ' ');
	} while (*r->at && *r->at != ')');
	return true;
}

/* SEND_STRING("hello"); */
static bool add_call(struct reader *r)
{
	static const struct {
		const char *name;
		bool (*add)(struct reader *r); /* its argument; NULL: it has none */
	} calls[] = {
		{ "SEND_STRING", add_words },       { "layer_invert", add_layer },
		{ "layer_move", add_layer },        { "layer_off", add_layer },
		{ "layer_on", add_layer },          { "register_code", add_keycode },
		{ "register_code16", add_keycode }, { "reset_keyboard", NULL },
		{ "tap_code", add_keycode },        { "tap_code16", add_keycode },
		{ "unregister_code", add_keycode }, { "unregister_code16", add_keycode },
		{ "wait_ms", add_number },
	};
	char name[40];
	size_t i = 0;

	if (!take_name(r, name) || !take(r, '('))
		return false;
	while (i < COUNT(calls) && strcmp(calls[i].name, name) != 0)
		i++;
	if (i == COUNT(calls))
		return false;
	str_addf(r->out, "%s(", name);
	if ((calls[i].add && !calls[i].add(r)) || !take(r, ')') || !take(r, ';'))
		return false;
	str_add(r->out, ");\n");
	return true;
}

bool qmk_add_calls(struct qmk *q, const char *code, int indent, struct str *out)
{
	struct reader r = { .q = q, .at = code, .out = out };

	skip_blanks(&r);
	while (*r.at) {
		str_pad(out, ' ', (size_t)indent);
		if (!add_call(&r))
			return false;
		skip_blanks(&r);
	}
	return true;
}
