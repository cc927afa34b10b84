/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_FLASHING_H
#define TESTS_FLASHING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A whole flash against a simulated device, and what may go wrong with it.
 * Each function tells whether all went as it says here; @note gets what it
 * did, or what went wrong.
 */
struct flashing_case {
	const char *model; /* of a simulated device; options may follow for flashing_clean() and _fails() */
	const char *driver, *mcu;
	uint32_t base; /* where the image goes */
	size_t len;
};

enum { FLASHING_NOTE_BYTES = 700 };

/* The device ends as the image says, started, by its rules; progress is honest. */
bool flashing_clean(const struct flashing_case *c, char *note);

/* It fails with @text in its error, and the memory is as it was. */
bool flashing_fails(const struct flashing_case *c, const char *text, char *note);

/* The same image again writes nothing; a changed one only what is changed. */
bool flashing_again(const struct flashing_case *c, char *note);

/* @len blank bytes of the image from @offset on leave what the device has there. */
bool flashing_keeps(const struct flashing_case *c, size_t offset, size_t len, char *note);

/* Where one function does many flashes it tells of each. */
typedef void flashing_tell(bool good, const char *note);

/* DFU: from each state that an earlier host may have left it in. */
void flashing_from_any_state(const struct flashing_case *c, flashing_tell *tell);

/*
 * Each kind of fault at each request, and from each request on: success is
 * never told of a wrong memory, nothing takes for ever, and a flash after it
 * works. Cancelled at each request: the bootloader is idle, nothing was
 * started, and a flash after it works.
 */
void flashing_trouble(const struct flashing_case *c, flashing_tell *tell);

#endif
