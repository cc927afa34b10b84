/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "dynamic_private.h"
#include "model/symbol.h"

/*
 * How keys and delays stand in the text of a macro. BARE: 1, 2 or 3 (tap, down, up) and a key of 8 bits. SEND_STRING, as QMK's
 * own macros: a 1 in front, and delays 1 4 in digits up to what is none. VIAL: delays of two bytes from 1 to 255 instead, the
 * lower first; WIDE: 5, 6 and 7 with a keycode of 16 bits, lower byte first, FF01 for 0100, as there is no zero within.
 * From dynamic_keymap_macro_send() of QMK and of vial-qmk, and send_string.c.
 */
enum coding { BARE, SEND_STRING, VIAL, WIDE };

enum {
	PREFIX = 1,
	CODE_DELAY = 4,
	CODE_WIDE = 4, /* what lies between a code and that for a keycode of 16 bits */
	KEY_CODES = 3,
	WIDE_HIGH = 0xff00,
	BYTE_BASE = 255, /* delays of two bytes that are not zero */
	SEND_STRING_MAX_MS = 65535,
	VIAL_MAX_MS = (BYTE_BASE - 1) * BYTE_BASE + BYTE_BASE - 1,
	MODIFIED_MAX = 0x1fff,
	FIRST_MOD_KEY = 0xe0, /* left Control */
	MODS = 8,
	TEXT_MAX = SYMBOL_MAX_BYTES - 2, /* a byte becomes one or two of UTF-8 */
	LAST_ASCII = 0x7f,
};

static const enum step_op ops[KEY_CODES] = { STEP_TAP, STEP_DOWN, STEP_UP }; /* of codes 1, 2 and 3 */

static enum coding coding_of(const struct dynamic_keymap *held)
{
	enum { VIAL_DELAYS = 2, VIAL_WIDE = 5, VIA_SEND_STRING = 11 };

	if (held->vial >= 0)
		return held->vial >= VIAL_WIDE ? WIDE : held->vial >= VIAL_DELAYS ? VIAL : BARE;
	return held->via >= VIA_SEND_STRING ? SEND_STRING : BARE;
}

size_t dynamic_macro_find(const struct dynamic_keymap *held, struct span span[DYNAMIC_MAX_MACROS])
{
	size_t count = 0, at = 0;

	while (held->macro && count < held->macros && at < held->macro_bytes) {
		const uint8_t *end = memchr(held->macro + at, 0, held->macro_bytes - at);
		size_t len = end ? (size_t)(end - held->macro) - at : held->macro_bytes - at;

		span[count++] = (struct span){ (uint32_t)at, (uint32_t)len };
		at += len + 1;
	}
	return count;
}

size_t dynamic_macro_count(const struct dynamic_keymap *held)
{
	struct span span[DYNAMIC_MAX_MACROS];

	return dynamic_macro_find(held, span);
}

struct reader {
	enum coding coding;
	enum keycode_dialect dialect;
	const uint8_t *from, *at, *end;
	struct str text; /* that is not a step yet */
	struct step *step;
	size_t steps, cap;
	struct err *err; /* of the first fault */
	bool ok;
};

static void fault(struct reader *r, const uint8_t *at, const char *what)
{
	if (r->ok)
		err_set(r->err, ERR_PARSE, "byte %zu: %s", (size_t)(at - r->from), what);
	r->ok = false;
}

static void add_step(struct reader *r, struct step step)
{
	if (r->steps == KEYMAP_MAX_STEPS) {
		fault(r, r->at, "it has more steps than can be shown");
		return;
	}
	r->step = mem_grow(r->step, r->steps, &r->cap, sizeof(step));
	r->step[r->steps++] = step;
}

static void end_text(struct reader *r)
{
	if (r->text.len)
		add_step(r, (struct step){ .op = STEP_TEXT, .text = symbol(str_text(&r->text)) });
	str_clear(&r->text);
}

/* The apps show bytes that are no ASCII as Latin-1. */
static void add_char(struct reader *r, uint8_t byte)
{
	char utf8[4];

	if (r->text.len > TEXT_MAX)
		end_text(r);
	str_add_bytes(&r->text, utf8, utf8_encode(byte, utf8));
}

static void add_key(struct reader *r, int code, uint16_t value)
{
	end_text(r);
	add_step(r, (struct step){ .op = (uint16_t)ops[code - 1],
				   .action = keycode_dialect_action(r->dialect, value) });
}

static void add_delay(struct reader *r, int64_t ms)
{
	end_text(r);
	add_step(r, (struct step){ .op = STEP_DELAY, .value = (int32_t)ms });
}

static bool has(struct reader *r, size_t count)
{
	if ((size_t)(r->end - r->at) >= count)
		return true;
	fault(r, r->at, "it ends within a code");
	r->at = r->end;
	return false;
}

/* Digits, and what ends them. */
static void read_digits(struct reader *r)
{
	const uint8_t *from = r->at;
	int64_t ms = 0;

	for (; r->at < r->end && isdigit(*r->at); r->at++)
		ms = ms > INT32_MAX ? ms : ms * 10 + (*r->at - '0');
	if (ms > INT32_MAX)
		fault(r, from, "a delay of weeks");
	else
		add_delay(r, ms);
	r->at += r->at < r->end;
}

/* Behind the prefix. */
static void read_code(struct reader *r)
{
	int code;

	if (!has(r, 1))
		return;
	code = *r->at++;
	if (code <= KEY_CODES) {
		if (has(r, 1))
			add_key(r, code, *r->at++);
	} else if (code == CODE_DELAY && r->coding == SEND_STRING) {
		read_digits(r);
	} else if (code == CODE_DELAY) {
		if (has(r, 2)) {
			add_delay(r, r->at[0] - 1 + (r->at[1] - 1) * BYTE_BASE);
			r->at += 2;
		}
	} else if (code <= CODE_WIDE + KEY_CODES && r->coding != SEND_STRING) {
		if (has(r, 2)) {
			uint16_t value = (uint16_t)(r->at[0] | r->at[1] << 8);

			add_key(r, code - CODE_WIDE,
				value > WIDE_HIGH ? (uint16_t)((value & UINT8_MAX) << 8) : value);
			r->at += 2;
		}
	} else {
		fault(r, r->at - 1, "this code is not known");
	}
}

static void read_steps(struct reader *r)
{
	while (r->at < r->end) {
		uint8_t byte = *r->at++;

		if (r->coding == BARE && byte <= KEY_CODES) {
			if (has(r, 1))
				add_key(r, byte, *r->at++);
		} else if (r->coding != BARE && byte == PREFIX) {
			read_code(r);
		} else {
			add_char(r, byte);
		}
	}
	end_text(r);
}

bool dynamic_macro_read_bytes(const struct dynamic_keymap *held, struct span span, struct definition *macro,
			      struct err *err)
{
	const uint8_t *from = held->macro + span.start;
	struct reader r = { .coding = coding_of(held),
			    .dialect = held->dialect,
			    .from = from,
			    .at = from,
			    .end = from + span.len,
			    .err = err,
			    .ok = true };

	read_steps(&r);
	str_release(&r.text);
	*macro = (struct definition){ .kind = DEFINITION_MACRO, .step = r.step, .steps = r.steps };
	return r.ok;
}

bool dynamic_macro_read(const struct dynamic_keymap *held, size_t index, struct definition *macro,
			struct err *err)
{
	struct span span[DYNAMIC_MAX_MACROS];
	size_t count = dynamic_macro_find(held, span);

	*macro = (struct definition){ .kind = DEFINITION_MACRO };
	if (index >= count)
		return err_set(err, ERR_RANGE, "macro %zu: the keyboard has %zu", index, count);
	return dynamic_macro_read_bytes(held, span[index], macro, err) || err_wrap(err, "macro %zu", index);
}

struct writer {
	const struct dynamic_keymap *held;
	enum coding coding;
	struct str *out;
	bool *split;
	struct err *err;
};

static bool lose(struct writer *w, const char *fmt, ...) PRINTF_LIKE(2, 3);
static bool lose(struct writer *w, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	err_set(w->err, ERR_LOSSY, "%s", str_text(&text));
	str_release(&text);
	return false;
}

static bool write_text(struct writer *w, const char *text)
{
	int last_code = w->coding == BARE ? KEY_CODES : PREFIX;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c > LAST_ASCII || c <= last_code)
			return lose(w, "the firmware types ASCII alone, and not \"%.40s\"", text);
		str_add_char(w->out, (char)c);
	}
	return true;
}

static bool write_delay(struct writer *w, int32_t ms)
{
	int most = w->coding == SEND_STRING ? SEND_STRING_MAX_MS : VIAL_MAX_MS;

	if (w->coding == BARE)
		return lose(w, "macros of this firmware have no delays");
	if (ms < 0 || ms > most)
		return lose(w, "a delay of %d ms: expected 0 to %d", ms, most);
	str_add_char(w->out, PREFIX);
	str_add_char(w->out, CODE_DELAY);
	if (w->coding == SEND_STRING) {
		str_addf(w->out, "%d|", ms);
	} else {
		str_add_char(w->out, (char)(ms % BYTE_BASE + 1));
		str_add_char(w->out, (char)(ms / BYTE_BASE + 1));
	}
	return true;
}

static int code_of(enum step_op op)
{
	int code = 1;

	while (code < KEY_CODES && ops[code - 1] != op)
		code++;
	return code;
}

static void write_byte_key(struct writer *w, enum step_op op, uint8_t value)
{
	if (w->coding != BARE)
		str_add_char(w->out, PREFIX);
	str_add_char(w->out, (char)code_of(op));
	str_add_char(w->out, (char)value);
}

/* False: it has no form without a zero, or that reads back. */
static bool write_wide_key(struct writer *w, enum step_op op, uint16_t value)
{
	if (w->coding != WIDE || (value > WIDE_HIGH && value & UINT8_MAX))
		return false;
	if (!(value & UINT8_MAX))
		value = (uint16_t)(WIDE_HIGH | value >> 8);
	str_add_char(w->out, PREFIX);
	str_add_char(w->out, (char)(code_of(op) + CODE_WIDE));
	str_add_char(w->out, (char)(value & UINT8_MAX));
	str_add_char(w->out, (char)(value >> 8));
	return true;
}

static void write_mods(struct writer *w, enum step_op op, uint8_t mods)
{
	for (int i = 0; i < MODS; i++)
		if (mods >> i & 1)
			write_byte_key(w, op, (uint8_t)(FIRST_MOD_KEY + i));
}

static bool write_key(struct writer *w, const struct step *step)
{
	enum step_op op = (enum step_op)step->op;
	struct str name = STR_INIT;
	uint16_t value;

	if (keycode_dialect_value(w->held->dialect, step->action, &value) && value &&
	    action_equal(keycode_dialect_action(w->held->dialect, value), step->action)) {
		if (value <= UINT8_MAX) {
			write_byte_key(w, op, (uint8_t)value);
			return true;
		}
		if (write_wide_key(w, op, value))
			return true;
		if (step->action.kind == ACTION_KEY && value <= MODIFIED_MAX && (value & UINT8_MAX)) {
			uint8_t mods = KEY_MODS(step->action.arg[0]);

			*w->split = true;
			write_mods(w, STEP_DOWN, op == STEP_UP ? 0 : mods);
			write_byte_key(w, op, (uint8_t)value);
			write_mods(w, STEP_UP, op == STEP_DOWN ? 0 : mods);
			return true;
		}
	}
	action_print(step->action, &name);
	lose(w, "macros of this firmware cannot press %.200s", str_text(&name));
	str_release(&name);
	return false;
}

bool dynamic_macro_write_bytes(const struct dynamic_keymap *held, const struct definition *macro,
			       struct str *out, bool *split, struct err *err)
{
	struct writer w = { held, coding_of(held), out, split, err };
	bool ok = true;

	*split = false;
	for (size_t i = 0; ok && i < macro->steps; i++) {
		const struct step *step = &macro->step[i];

		if (step->op == STEP_TEXT)
			ok = write_text(&w, symbol_text(step->text));
		else if (step->op == STEP_DELAY)
			ok = write_delay(&w, step->value);
		else if (step->op == STEP_TAP || step->op == STEP_DOWN || step->op == STEP_UP)
			ok = write_key(&w, step);
		else
			ok = lose(&w, "macros of this firmware press and type, and no more");
		if (!ok)
			err_wrap(err, "step %zu", i);
	}
	return ok;
}
