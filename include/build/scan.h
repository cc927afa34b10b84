/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUILD_SCAN_H
#define BUILD_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/diagnostic.h"

enum { SCAN_LINE_BYTES = 4096 };

/*
 * What the tools of a QMK build say, read line by line as it comes: the
 * messages of QMK's builddefs/message.mk, GCC's and ld's diagnostics, make's
 * and the qmk program's complaints. Zero-initialise; scan_release() at the end.
 */
struct scan {
	size_t done;         /* files compiled, assembled, archived or linked so far */
	uint64_t size_bytes; /* of the firmware in flash; 0: not said */
	uint64_t room_bytes; /* what the flash has for it; 0: not said */
	char image[256];     /* the last file name that was copied to the tree's root; "" */
	struct diagnostics diagnostics;
	char text[SCAN_LINE_BYTES]; /* the line just scanned, without colours and control bytes */

	char raw[SCAN_LINE_BYTES]; /* private: the line so far; what is longer is dropped */
	size_t raw_len;            /* private */
	bool after_cr;             /* private */
	bool in_size_table;        /* private */
};

/* Take bytes from *@data up to the end of a line; *@data and *@len go on to what is left. False: no whole line yet
 * and nothing is left. */
bool scan_take(struct scan *scan, const char **data, size_t *len);

/* The last line, when it has no newline. False: there is none. */
bool scan_finish(struct scan *scan);

void scan_release(struct scan *scan);

#endif
