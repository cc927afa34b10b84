/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_MENUS_H
#define UI_MENUS_H

#include "chooser.h"
#include "model/via_menu.h"

/* The lights and other values of a running keyboard, as a list: what of its menus is shown now. */
struct menus {
	size_t control;       /* the selected one: an index of via_menus */
	struct chooser value; /* what it is to be, while it is typed or chosen */
	size_t *hit;          /* owned: choices that match what is typed */
	size_t hits;
	char why[200]; /* why what is typed cannot be taken; "": it can */
	bool unsaved;  /* a value was changed, and not saved over power-off */
};

void menus_release(struct menus *menus);

/* Indices of the controls that are shown with these values, headings before what they are of; the caller frees. */
size_t *menus_rows(const struct via_menus *all, const struct dynamic_keymap *values, size_t *count);

/* The row of the selected control, or of the one before it. */
size_t menus_row(const size_t *rows, size_t count, size_t control);

/* The first row that can be selected of the section @by sections on, from the row @from; those at the ends stay. */
size_t menus_section(const struct via_menus *all, const size_t *rows, size_t count, size_t from, int by);

bool menus_is_heading(const struct via_menus *all, size_t control);
/* "Lighting / Underglow". */
void menus_heading(const struct via_menus *all, size_t control, struct str *out);

/*
 * @value, @by steps on; @fine: by one, or of a colour the saturation and not the hue. Ranges and choices end, hues go
 * round, toggles change. False: it has no steps.
 */
bool menus_step(const struct via_control *control, uint32_t value, int by, bool fine, uint32_t *out);

/* What the value is beside its text: how far along a range, what a colour is called. */
void menus_picture(const struct via_control *control, uint32_t value, struct str *out);

/* The choices that have what is typed in them, or why it cannot be taken. */
void menus_find(struct menus *menus, const struct via_control *control, enum keycode_dialect dialect);

#endif
