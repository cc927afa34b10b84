/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_XZ_H
#define IMPORT_XZ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum { XZ_MAX_UNPACKED_BYTES = 4 << 20, XZ_MAX_MEMORY_BYTES = 64 << 20 };

/* Unpack XZ or the older LZMA (what Vial's keyboards keep their definition in) to the end of @out, which is as it was
 * when that fails. Up to 31 bytes behind its end, what the last page of a keyboard has there, are no matter. ERR_PARSE:
 * it is neither, damaged or cut; ERR_RANGE: it would be over the caps. */
bool xz_unpack(const void *packed, size_t len, struct str *out, struct err *err) NODISCARD;

#endif
