/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_INJECTED_H
#define TESTS_INJECTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * Texts that mean to be more than a text, in whatever language they are put into: C, devicetree, make, Kconfig, JSON, YAML,
 * Markdown. Each has INJECTED_WORD in it as code, a key, a variable or a directive of its own, and more behind it.
 */
#define INJECTED_WORD "Pwn3d"
extern const char *const injected_texts[];
extern const size_t injected_text_count;

/*
 * What is wrong with the file of that name and text: it does not parse, or the word stands where it is no part of a
 * string or a comment. By the ending of its name; names that are not known have no fault. False with @why.
 */
bool injected_check(const char *path, const char *text, size_t len, struct str *why);

#endif
