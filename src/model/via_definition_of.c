/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/via_definition.h"

enum { UNIT = 100, GAP = 50 };

/* QMK's features for which VIA's app has a menu; the first that fits. Both names on: the menu for both. */
static const struct {
	const char *feature, *with, *menu;
} menus[] = {
	{ "rgblight", "backlight", "qmk_backlight_rgblight" },
	{ "rgblight", NULL, "qmk_rgblight" },
	{ "backlight", NULL, "qmk_backlight" },
	{ "rgb_matrix", NULL, "qmk_rgb_matrix" },
};

static const char *menu_of(const struct keyboard *kb)
{
	for (size_t i = 0; i < COUNT(menus); i++)
		if (keyboard_has_feature(kb, menus[i].feature) &&
		    (!menus[i].with || keyboard_has_feature(kb, menus[i].with)))
			return menus[i].menu;
	return NULL;
}

static void set_lighting(struct via_definition *d, const struct keyboard *kb)
{
	const char *menu = menu_of(kb);
	struct str text = STR_INIT;

	if (!menu)
		return;
	mem_set_text(&d->keycode_sets, "[\"qmk_lighting\"]");
	str_addf(&text, "[\"%s\"]", menu);
	mem_set_text(&d->menus, str_text(&text));
	str_release(&text);
}

static struct via_key *add_key(struct via_definition *d, struct kle_shape shape)
{
	d->key[d->keys] = (struct via_key){ shape,    VIA_NONE, VIA_NONE, VIA_NONE, VIA_NONE,
					    VIA_NONE, VIA_NONE, VIA_NONE, 0 };
	return &d->key[d->keys++];
}

/* Below all keys, one after the other. */
static struct kle_shape shape_below(const struct geometry *geometry, size_t index)
{
	return (struct kle_shape){ .x_cu = (int16_t)(index * UNIT),
				   .y_cu = (int16_t)(geometry->h + GAP),
				   .w_cu = UNIT,
				   .h_cu = UNIT };
}

static void add_encoders(struct via_definition *d, const struct keyboard *kb, const struct geometry *geometry,
			 const bool *has_press)
{
	size_t index = 0;

	for (int i = 0; i < kb->encoders; i++)
		if (!has_press[i])
			add_key(d, shape_below(geometry, index++))->encoder = (int16_t)i;
}

struct via_definition *via_definition_of(const struct keyboard *kb, const struct layout *layout)
{
	struct via_definition *d = via_definition_new(VIA_DEFINITION_V3);
	bool has_press[KEYBOARD_MAX_ENCODERS] = { false };
	struct geometry geometry;

	mem_set_text(&d->name, kb->name);
	d->usb_vid = kb->usb_vid;
	d->usb_pid = kb->usb_pid;
	d->rows = kb->rows;
	d->cols = kb->cols;
	set_lighting(d, kb);
	d->key = mem_new(layout->keys + (size_t)kb->encoders, sizeof(*d->key));
	geometry_init(&geometry, layout, 0);
	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *from = &layout->key[i];
		struct via_key *key = add_key(d, kle_shape_of(from, geometry_is_iso_enter(&geometry, i)));

		key->row = from->row;
		key->col = from->col;
		key->label = from->label;
		if (from->encoder < 0)
			continue;
		key->encoder = from->encoder;
		has_press[from->encoder] = true;
	}
	add_encoders(d, kb, &geometry, has_press);
	geometry_release(&geometry);
	return d;
}
