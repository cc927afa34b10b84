/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define NODISCARD               __attribute__((warn_unused_result))
#define MAYBE_UNUSED            __attribute__((unused))
#else
#define PRINTF_LIKE(fmt, first)
#define NODISCARD
#define MAYBE_UNUSED
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What a caller branches on; what went wrong in words is in the text. */
enum err_code {
	ERR_NONE,
	ERR_USAGE,      /* the command line or a `:` command is wrong */
	ERR_PARSE,      /* a text does not follow its grammar */
	ERR_RANGE,      /* a number, size or index is out of bounds */
	ERR_NOT_FOUND,  /* no such file, keyboard, keycode, device */
	ERR_EXISTS,     /* refused: it would overwrite what we did not create */
	ERR_IO,         /* the system refused a read, write or run */
	ERR_PERMISSION, /* the system says we may not; the text says how to change that */
	ERR_DEVICE,     /* a device answered against its protocol, or said that it failed */
	ERR_STALL,      /* a device refused a request (USB stall) */
	ERR_GONE,       /* a device was unplugged */
	ERR_TIMEOUT,
	ERR_VERIFY,  /* what was read back is not what was written */
	ERR_REFUSED, /* a safety check said no */
	ERR_LOSSY,   /* refused: something would be lost; it can be forced */
	ERR_CANCELLED,
};

/* Why an operation failed. The caller provides it; the callee fills it only on failure. */
struct err {
	enum err_code code;
	char text[480]; /* what the user reads: lower case, no full stop, no newline; control bytes escaped */
};

/* Record a failure. Always returns false, so that `return err_set(...)` reads well. */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The same, with ": " and strerror(@errnum) at the end; EACCES and EPERM give ERR_PERMISSION, ENOENT
 * ERR_NOT_FOUND, EEXIST ERR_EXISTS, the rest ERR_IO. */
bool err_errno(struct err *err, int errnum, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Put "context: " in front of the text already there. Always returns false. */
bool err_wrap(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
