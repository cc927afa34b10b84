/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_KEYMAP_MOVED_H
#define PROJECT_KEYMAP_MOVED_H

#include "model/keyboard.h"
#include "model/keymap.h"

/*
 * @map of the keys of @from, for those of @to by their row and column: what @from has no key for does nothing there, as in
 * firmware that is built of it; combos with a key that @to has not are left out. A reference.
 */
const struct keymap *keymap_moved(const struct keymap *map, const struct layout *from,
				  const struct layout *to, size_t encoders);

#endif
