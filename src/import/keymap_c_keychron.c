/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "keymap_c_private.h"
#include "model/action_walk.h"
#include "model/keychron_keycode.h"
#include "model/symbol.h"

/* Keycodes that a header of Keychron's tree defines: they are known where that tree is not there. */

static bool wants_header(const struct keymap_c *r)
{
	for (size_t i = 0; i < cpp_missing_count(r->cpp); i++) {
		const char *name = cpp_missing(r->cpp, i)->name, *slash = strrchr(name, '/');

		if (!strcmp(slash ? slash + 1 : name, "keychron_common.h"))
			return true;
	}
	return false;
}

static bool is_declared(const struct keymap *map, uint32_t name)
{
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_KEYCODE); i++)
		if (keymap_definition(map, DEFINITION_KEYCODE, i)->name == name)
			return true;
	return false;
}

void c_read_keychron(struct keymap_c *r)
{
	const char *board = r->in->keyboard ? r->in->keyboard->id : "";
	enum keychron_family family = keychron_family_of(board);
	uint32_t used[KEYCHRON_MOST_NAMES];
	size_t count = 0;
	struct action_walk walk = action_walk_start(r->map);

	if (!keychron_is_board(board) && !wants_header(r))
		return;
	while (action_walk_next(&walk) && count < KEYCHRON_MOST_NAMES) {
		uint32_t name = walk.action.kind == ACTION_RAW ? walk.action.arg[0] : 0;
		size_t at = 0;

		while (at < count && used[at] != name)
			at++;
		if (name && at == count && keychron_keycode_find(family, symbol_text(name)) &&
		    !is_declared(r->map, name))
			used[count++] = name;
	}
	for (size_t i = 0; i < count; i++) {
		struct definition keycode;
		struct setting value;

		keychron_keycode_define(family, board, symbol_text(used[i]), &keycode, &value);
		keymap_add_definition(r->map, &keycode);
	}
}
