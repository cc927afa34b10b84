/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_JSON_PYTHON_H
#define BASE_JSON_PYTHON_H

#include "base/json.h"

/*
 * Values as Python's repr() writes them, {'matrix': [1, 2], 'x': 0.5, 'hand': None}: QMK's messages hold such, and
 * people search for those. Code points that Unicode does not assign yet count as printable; Python escapes them.
 */
void json_add_python(struct str *out, const struct json *node);

/* 'text', or "text" where it holds ' and no ". */
void json_add_python_text(struct str *out, const char *text);

#endif
