/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "../../src/ui/paste.h"
#include "tap.h"

/* Feed @bytes; true when the paste closed with the last of them and not before. */
static bool feed(struct paste *paste, const char *bytes)
{
	paste_begin(paste);
	for (; *bytes; bytes++)
		if (paste_add(paste, *bytes))
			return !bytes[1] && !paste->open;
	return false;
}

int main(void)
{
	static const struct {
		const char *bytes, *text;
	} rows[] = {
		{ "\x1b[201~", "" },
		{ "abc\x1b[201~", "abc" },
		{ "a\rb\nc\x1b[201~", "a\nb\nc" },
		{ "\x1b[A\x1b[201~", "\x1b[A" },
		{ "\x1b[20\x1b[201~", "\x1b[20" },
		{ "\x1b\x1b\x1b[201~", "\x1b\x1b" },
		{ "\x1b[200~x\x1b[201~", "\x1b[200~x" },
		{ "\x03\x1a\x1b[201\x1b[201~", "\x03\x1a\x1b[201" },
		{ "\xe6\xbc\xa2\x1b[201~", "漢" },
	};
	struct paste paste = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(feed(&paste, rows[i].bytes) && !strcmp(str_text(&paste.text), rows[i].text),
		   "paste %zu has its text", i);
	ok(!feed(&paste, "abc\x1b[201") && paste.open, "one that has not ended is open");
	paste_begin(&paste);
	ok(!paste_add(&paste, 'a') && !paste_add(&paste, '\0') && !paste_add(&paste, 'b') &&
		   !strcmp(str_text(&paste.text), "ab"),
	   "NUL bytes are left off");
	str_release(&paste.text);

	paste = (struct paste){ .text = { .max = 3 } };
	ok(feed(&paste, "abcd\x1b[201~") && paste.text.full, "one that is too long closes as well");
	ok(feed(&paste, "abc\x1b[201~") && !paste.text.full, "and the next starts anew");
	str_release(&paste.text);
	return tap_done();
}
