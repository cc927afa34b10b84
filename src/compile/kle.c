/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json.h"
#include "compile/kle.h"
#include "kle_rows.h"

void kle_print(const struct keyboard *keyboard, const struct layout *layout, struct str *out)
{
	struct kle_writer writer = { .out = out, .indent = "  ", .any = true };
	struct geometry geometry;

	geometry_init(&geometry, layout, 0);
	str_add(out, "[\n  {\"name\": ");
	json_add_text(out, keyboard->name);
	str_add_char(out, '}');
	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *key = &layout->key[i];
		struct kle_shape shape = kle_shape_of(key, geometry_is_iso_enter(&geometry, i));
		struct kle_text text = KLE_NO_TEXT;

		text.row = key->row;
		text.col = key->col;
		text.encoder = key->encoder;
		text.label = key->label;
		kle_write_key(&writer, &shape, &text);
	}
	kle_write_end(&writer);
	str_add(out, "\n]\n");
	geometry_release(&geometry);
}
