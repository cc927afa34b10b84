/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "paste.h"

static const char end[] = PASTE_END;

void paste_begin(struct paste *paste)
{
	paste->open = true;
	paste->matched = 0;
	str_clear(&paste->text);
}

bool paste_add(struct paste *paste, char byte)
{
	if (byte == end[paste->matched]) {
		paste->open = end[++paste->matched];
		return !paste->open;
	}
	/* The first byte of the end is nowhere else in it: what had matched is text, and may not match later on. */
	str_add_bytes(&paste->text, end, paste->matched);
	paste->matched = byte == end[0];
	if (!paste->matched && byte)
		str_add_char(&paste->text, byte == '\r' ? '\n' : byte);
	return false;
}
