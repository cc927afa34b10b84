/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_SMALL_KEYBOARD_H
#define TESTS_SMALL_KEYBOARD_H

#include <string.h>

#include "base/mem.h"
#include "model/keyboard.h"

/* A keyboard of 2 rows by 3: LAYOUT_all has all keys, LAYOUT the first of each row and the last, from right to left. */
static inline struct keyboard *small_keyboard(void)
{
	static const struct key all[] = {
		{ .row = 0, .col = 0 }, { .row = 0, .col = 1 }, { .row = 0, .col = 2 },
		{ .row = 1, .col = 0 }, { .row = 1, .col = 1 }, { .row = 1, .col = 2 },
	};
	static const struct key few[] = { { .row = 1, .col = 2 },
					  { .row = 1, .col = 0 },
					  { .row = 0, .col = 0 } };
	struct keyboard *kb = keyboard_new();

	kb->rows = 2;
	kb->cols = 3;
	kb->encoders = 2;
	kb->layouts = 2;
	kb->layout = mem_new(2, sizeof(*kb->layout));
	kb->layout[0] = (struct layout){ mem_copy_text("LAYOUT"), mem_new(3, sizeof(few[0])), 3 };
	kb->layout[1] = (struct layout){ mem_copy_text("LAYOUT_all"), mem_new(6, sizeof(all[0])), 6 };
	memcpy(kb->layout[0].key, few, sizeof(few));
	memcpy(kb->layout[1].key, all, sizeof(all));
	kb->aliases = 1;
	kb->alias = mem_new(1, sizeof(*kb->alias));
	kb->alias[0].alias = mem_copy_text("LAYOUT_old");
	kb->alias[0].name = mem_copy_text("LAYOUT");
	return kb;
}

#endif
