/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_API_H
#define IMPORT_QMK_API_H

#include <stdbool.h>

#include "base/err.h"
#include "base/json.h"

/*
 * QMK's keyboard API, version 1: files of JSON below a base, a URL or a folder, of which QMK makes a new set for each of
 * its commits.
 *
 *   v1/keyboard_list.json        {"keyboards": ["planck/rev7", ...]}
 *   v1/keyboard_aliases.json     {"keyboard_aliases": {"the/old/name": {"target": "the/new/name"}}}
 *   v1/keyboards/ID/info.json    {"keyboards": {"ID": the keyboard's data, merged}}
 *
 * "keymaps" of that data has for each keymap that is JSON its "path" below v1/. Source of these shapes:
 * lib/python/qmk/cli/generate/api.py in QMK's tree.
 */
#define QMK_API_URL     "https://keyboards.qmk.fm"
#define QMK_API_LIST    "v1/keyboard_list.json"
#define QMK_API_ALIASES "v1/keyboard_aliases.json"

/* Whether @id can be asked for, and be a folder: letters, digits and _-+. in parts between single slashes, none of
 * which begins with a point. What an answer names is held to the same. */
bool qmk_api_is_id(const char *id);

/* "v1/keyboards/ID/info.json" of an id that passes; the caller frees. */
char *qmk_api_info_path(const char *id);

/* The data of the keyboard @id in what info.json holds; NULL when it is not there or has no layout with keys. */
const struct json *qmk_api_keyboard(const struct json *root, const char *id, struct err *err);

/* The path of the default keymap of that data, "v1/" in front; NULL when it names none. The caller frees. */
char *qmk_api_default_keymap(const struct json *keyboard);

/* @name with the aliases followed to the end; @root is NULL when there are none. The caller frees. */
char *qmk_api_follow_aliases(const struct json *root, const char *name);

#endif
