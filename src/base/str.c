/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

/* Room for @len more bytes and the NUL; false when the cap forbids it. */
static bool reserve(struct str *s, size_t len)
{
	size_t max = s->max ? s->max : STR_MAX_BYTES;

	if (s->full || len > max - s->len) {
		s->full = true;
		return false;
	}
	if (s->len + len + 1 > s->size) {
		size_t size = s->size ? s->size : 64;

		while (size < s->len + len + 1)
			size *= 2;
		s->data = mem_resize(s->data, size, 1);
		s->size = size;
	}
	return true;
}

void str_release(struct str *s)
{
	free(s->data);
	*s = (struct str){ .max = s->max };
}

void str_clear(struct str *s)
{
	s->len = 0;
	s->full = false;
	if (s->data)
		s->data[0] = '\0';
}

const char *str_text(const struct str *s)
{
	return s->data ? s->data : "";
}

void str_add(struct str *s, const char *text)
{
	str_add_bytes(s, text, strlen(text));
}

void str_add_bytes(struct str *s, const void *data, size_t len)
{
	if (!reserve(s, len))
		return;
	if (len)
		memcpy(s->data + s->len, data, len);
	s->len += len;
	s->data[s->len] = '\0';
}

void str_add_char(struct str *s, char c)
{
	str_add_bytes(s, &c, 1);
}

void str_vaddf(struct str *s, const char *fmt, va_list ap)
{
	size_t room = s->data ? s->size - s->len : 0;
	va_list again;
	int n;

	/* Most fit into the room that there is: then they are formatted once. */
	va_copy(again, ap);
	n = vsnprintf(room ? s->data + s->len : NULL, room, fmt, again);
	va_end(again);
	if (n < 0 || !reserve(s, (size_t)n)) {
		if (room)
			s->data[s->len] = '\0';
		return;
	}
	if ((size_t)n >= room)
		vsnprintf(s->data + s->len, (size_t)n + 1, fmt, ap);
	s->len += (size_t)n;
}

void str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(s, fmt, ap);
	va_end(ap);
}

void str_pad(struct str *s, char c, size_t count)
{
	while (count--)
		str_add_char(s, c);
}

void str_add_hundredths(struct str *s, int value)
{
	int rest = abs(value) % 100;

	str_addf(s, "%s%d", value < 0 ? "-" : "", abs(value) / 100);
	if (rest)
		str_addf(s, rest % 10 ? ".%02d" : ".%d", rest % 10 ? rest : rest / 10);
}

void str_add_escaped(struct str *s, const char *text)
{
	enum { MOST_FOR_A_BYTE = 4 }; /* \xNN */
	size_t len = strlen(text);

	if (!reserve(s, MOST_FOR_A_BYTE * len))
		return;
	utf8_escape(s->data + s->len, MOST_FOR_A_BYTE * len + 1, text, len);
	s->len += strlen(s->data + s->len);
}

char *str_take(struct str *s)
{
	char *data = s->data ? s->data : mem_new(1, 1);

	*s = (struct str){ .max = s->max };
	return data;
}
