/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KEYPLANE_JSON_PRIVATE_H
#define IMPORT_KEYPLANE_JSON_PRIVATE_H

#include "base/json.h"
#include "model/keyboard.h"
#include "model/keymap.h"

/* Each takes what the schema allows; of all else it makes the nearest, since that was told already. */

/* False: there is a keycode of which we do not know the name, in *@unknown. */
bool keyplane_read_action(const struct json *node, struct action *out, const char **unknown);

/* One definition for each item of @list, and the settings of @object. Both may be NULL, or something else. */
void keyplane_read_definitions(const struct json *list, struct keymap *map);
void keyplane_read_settings(const struct json *object, struct keymap *map);

/* The keyboard that an object describes; NULL: @node is none, or has no layout. */
struct keyboard *keyplane_read_keyboard(const struct json *node);

#endif
