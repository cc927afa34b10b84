/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a of 64 bits: the same on every machine, so that files may be named by it. No defence against who wants two texts to have
 * the same. @from: HASH_NONE, or what came out for the bytes before these. */
#define HASH_NONE UINT64_C(0xcbf29ce484222325)
uint64_t hash_bytes(uint64_t from, const void *bytes, size_t len);

/* For a table of 2^n slots, n up to 32: all bits have their part in the low ones. */
size_t hash_slot(uint64_t hash);

#endif
