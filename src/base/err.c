/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

/* Texts carry words from files and devices: nothing in them may steer a terminal. */
static void set_escaped(struct err *err, const char *text)
{
	utf8_escape(err->text, sizeof(err->text), text, strlen(text));
}

bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	char text[sizeof(err->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err->code = code;
	set_escaped(err, text);
	return false;
}

bool err_errno(struct err *err, int errnum, const char *fmt, ...)
{
	char head[sizeof(err->text) - 120], text[sizeof(err->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);
	err->code = errnum == EACCES || errnum == EPERM ? ERR_PERMISSION
		    : errnum == ENOENT                  ? ERR_NOT_FOUND
		    : errnum == EEXIST                  ? ERR_EXISTS
							: ERR_IO;
	snprintf(text, sizeof(text), "%s: %.100s", head, strerror(errnum));
	set_escaped(err, text);
	return false;
}

bool err_wrap(struct err *err, const char *fmt, ...)
{
	char head[sizeof(err->text)], text[2 * sizeof(err->text) + 2];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);
	snprintf(text, sizeof(text), "%s: %s", head, err->text);
	set_escaped(err, text);
	return false;
}
