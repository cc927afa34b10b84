/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/keymap_drawer.h"
#include "compile/rewrite.h"
#include "keymap_drawer_private.h"

static void print_key(const struct source *source, struct span old, struct action action, struct str *out)
{
	(void)old;
	drawer_print_key(source->map, action, out);
}

static bool same_layers(const struct keymap *a, const struct keymap *b)
{
	if (keymap_layers(a) != keymap_layers(b))
		return false;
	for (size_t i = 0; i < keymap_layers(a); i++)
		if (keymap_layer_name(a, i) != keymap_layer_name(b, i))
			return false;
	return true;
}

bool keymap_drawer_update(const struct source *source, const struct layout *layout, const struct keymap *map,
			  struct str *out, struct err *err)
{
	struct rewrite rewrite = { 0 };

	(void)layout;
	if (!same_layers(source->map, map) || !rewrite_fits(source, map) ||
	    !keymap_same_tables(source->map, map))
		return err_set(
			err, ERR_REFUSED,
			"in a drawing only keys can be changed: save the keymap in another format, or as a "
			"new drawing");
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		rewrite_layer(&rewrite, source, layer, map, layer, print_key);
	rewrite_print(&rewrite, source->text, (struct span){ 0, (uint32_t)source->len }, out);
	rewrite_release(&rewrite);
	return true;
}
