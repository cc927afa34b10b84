/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Text (or bytes) that grows up to a hard cap. Zero-initialise or STR_INIT.
 * `data` is NUL-ended once anything was added, NULL before; str_text() is
 * never NULL. What does not fit under the cap is dropped whole and `full` is
 * set, so that an emitter adds freely and looks once, at the end.
 */
struct str {
	char *data;  /* owned */
	size_t len;  /* bytes, without the NUL */
	size_t size; /* bytes allocated */
	size_t max;  /* cap for len; 0: STR_MAX_BYTES */
	bool full;
};

enum { STR_MAX_BYTES = 64 << 20 };

#define STR_INIT  \
	{         \
		0 \
	}

void str_release(struct str *s);
void str_clear(struct str *s); /* len 0, keeps the memory */
const char *str_text(const struct str *s);

void str_add(struct str *s, const char *text);
void str_add_bytes(struct str *s, const void *data, size_t len);
void str_add_char(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
void str_vaddf(struct str *s, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
void str_pad(struct str *s, char c, size_t count);

/* A number of hundredths in units: 125 is "1.25", -50 is "-0.5". */
void str_add_hundredths(struct str *s, int value);

/* As utf8_escape() writes it, so that it cannot steer a terminal. */
void str_add_escaped(struct str *s, const char *text);

/* Give the memory away: the caller frees. Never NULL; @s is empty afterwards. */
char *str_take(struct str *s);

#endif
