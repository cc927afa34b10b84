/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dynamic_private.h"

/* The buffer of macros as a whole. */

void dynamic_macro_codes(const struct dynamic_keymap *held, struct str *code)
{
	struct span span[DYNAMIC_MAX_MACROS];
	size_t count = dynamic_macro_find(held, span);

	for (size_t i = 0; i < count; i++)
		str_add_bytes(&code[i], held->macro + span[i].start, span[i].len);
}

size_t dynamic_macro_bytes(const struct str *code, size_t count)
{
	size_t bytes = 0, used = 0;

	for (size_t i = 0; i < count; i++) {
		bytes += code[i].len + 1;
		used = code[i].len ? bytes : used;
	}
	return used;
}

/* Where what lies behind all of the macros begins; the buffer's end when there is nothing. */
static size_t find_tail(const struct dynamic_keymap *held)
{
	struct span span[DYNAMIC_MAX_MACROS];
	size_t count = dynamic_macro_find(held, span), end;

	if (!count || count < held->macros)
		return held->macro_bytes;
	end = span_end(span[count - 1]) + 1;
	return end < held->macro_bytes ? end : held->macro_bytes;
}

void dynamic_macro_put_codes(struct dynamic_keymap *held, const struct str *code)
{
	size_t tail = find_tail(held), at = 0;

	for (size_t i = 0; i < held->macros && at < held->macro_bytes; i++) {
		if (code[i].len)
			memcpy(held->macro + at, code[i].data, code[i].len);
		at += code[i].len;
		held->macro[at++] = 0;
	}
	if (at < tail)
		memset(held->macro + at, 0, tail - at);
	/* Firmware plays nothing while the last byte is another one. */
	held->macro[held->macro_bytes - 1] = 0;
}

/* Of those that are as they were read, the bytes. */
static bool code_one(const struct dynamic_keymap *held, size_t index, const struct definition *wanted,
		     struct str *code, struct err *err)
{
	struct definition now;
	struct err ignored;
	bool same, split;

	if (!dynamic_macro_read(held, index, &now, &ignored) && ignored.code == ERR_RANGE)
		now = (struct definition){ .kind = DEFINITION_MACRO };
	same = definition_equal(&now, wanted);
	definition_release(&now);
	if (same)
		return true;
	str_clear(code);
	return dynamic_macro_write_bytes(held, wanted, code, &split, err) ||
	       err_wrap(err, "macro %zu", index);
}

bool dynamic_macros_write(struct dynamic_keymap *held, const struct definition *const *macro, size_t count,
			  struct err *err)
{
	struct str *code;
	bool ok = true;
	size_t bytes;

	if (count > held->macros || !held->macro || !held->macro_bytes)
		return !count || err_set(err, ERR_RANGE, "%zu macros: the keyboard has room for %zu", count,
					 held->macro ? held->macros : 0);
	code = mem_new(held->macros, sizeof(*code));
	dynamic_macro_codes(held, code);
	for (size_t i = 0; ok && i < held->macros; i++) {
		if (i < count)
			ok = code_one(held, i, macro[i], &code[i], err);
		else
			str_clear(&code[i]);
	}
	bytes = dynamic_macro_bytes(code, held->macros);
	if (ok && bytes > held->macro_bytes)
		ok = err_set(err, ERR_RANGE, "the macros take %zu bytes, and the keyboard has %zu", bytes,
			     held->macro_bytes);
	if (ok)
		dynamic_macro_put_codes(held, code);
	for (size_t i = 0; i < held->macros; i++)
		str_release(&code[i]);
	free(code);
	return ok;
}
