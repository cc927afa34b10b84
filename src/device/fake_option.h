/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_FAKE_OPTION_H
#define DEVICE_FAKE_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What simulated devices of every kind share: the options of their specifications, memory that is a file, and the list of what
 * was done against their rules.
 */

/* A whole number from @min to @max; with @rest what follows it is the caller's. ERR_USAGE. */
bool fake_option_number(const char *name, const char *text, long min, long max, long *out, const char **rest,
			struct err *err) NODISCARD;
bool fake_option_hex(const char *name, const char *text, uint64_t max, uint64_t *out,
		     struct err *err) NODISCARD;

/* Call @apply for every NAME=VALUE of "NAME=VALUE&NAME=VALUE...", until one fails. */
bool fake_option_each(const char *text,
		      bool (*apply)(void *ctx, const char *name, const char *value, struct err *err),
		      void *ctx, struct err *err) NODISCARD;

/* The file as memory of exactly @len bytes, made when there is none: *@created. What the device holds is on disk at every
 * moment, and outlives a killed program. NULL on failure; the caller unmaps it. */
uint8_t *fake_map_file(const char *path, size_t len, const char *model, bool *created, struct err *err);

struct fake_violations {
	char **text;
	size_t count, cap;
};
void fake_violations_release(struct fake_violations *list);
/* "@what @number: ..." */
void fake_violations_add(struct fake_violations *list, const char *what, unsigned number, const char *fmt,
			 va_list ap) PRINTF_LIKE(4, 0);

#endif
