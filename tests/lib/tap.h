/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdio.h>
#include <string.h>

static int tap_run, tap_failed;

#define ok(cond, ...)                                                       \
	do {                                                                \
		int ok_ = !!(cond);                                         \
		tap_run++;                                                  \
		tap_failed += !ok_;                                         \
		printf("%s %d - ", ok_ ? "ok" : "not ok", tap_run);         \
		printf(__VA_ARGS__);                                        \
		printf("\n");                                               \
		if (!ok_)                                                   \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond); \
		fflush(stdout);                                             \
	} while (0)

/* Whether two texts are the same; both are shown when they are not. */
#define is_text(got, want, ...)                                           \
	do {                                                              \
		const char *got_ = (got), *want_ = (want);                \
		ok(!strcmp(got_, want_), __VA_ARGS__);                    \
		if (strcmp(got_, want_))                                  \
			printf("# got  %s\n# want %s\n", got_, want_);    \
	} while (0)

static inline int tap_done(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed ? 1 : 0;
}

#endif
