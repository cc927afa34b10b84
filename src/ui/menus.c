/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fuzzy.h"
#include "base/mem.h"
#include "menus.h"

enum { STEPS = 51, SETTING_STEP = 10, HUE_STEP = 8, SATURATION_STEP = 16, BAR_COLS = 12 };

void menus_release(struct menus *menus)
{
	free(menus->hit);
	*menus = (struct menus){ 0 };
}

bool menus_is_heading(const struct via_menus *all, size_t control)
{
	return all->control[control].type == VIA_CONTROL_LABEL &&
	       all->control[control].place.part != DYNAMIC_VALUES && control + 1 < all->controls &&
	       all->control[control + 1].parent == control;
}

/* The menu, section or group with a name that a control is in; its own index: none. */
static size_t heading_of(const struct via_menus *all, size_t control)
{
	size_t at = all->control[control].parent;

	while (!all->control[at].label[0] && all->control[at].parent != at)
		at = all->control[at].parent;
	return all->control[at].label[0] ? at : control;
}

void menus_heading(const struct via_menus *all, size_t control, struct str *out)
{
	size_t parent = heading_of(all, control);

	if (parent != control) {
		str_add_escaped(out, all->control[parent].label);
		str_add(out, " / ");
	}
	str_add_escaped(out, all->control[control].label);
}

size_t *menus_rows(const struct via_menus *all, const struct dynamic_keymap *values, size_t *count)
{
	size_t *rows = mem_new(2 * all->controls, sizeof(*rows));
	size_t heading = all->controls;

	*count = 0;
	for (size_t i = 0; i < all->controls; i++) {
		if (menus_is_heading(all, i) || !via_control_is_shown(all, i, values))
			continue;
		if (heading_of(all, i) != i && heading_of(all, i) != heading) {
			heading = heading_of(all, i);
			rows[(*count)++] = heading;
		}
		rows[(*count)++] = i;
	}
	return rows;
}

size_t menus_row(const size_t *rows, size_t count, size_t control)
{
	size_t before = 0;

	for (size_t i = 0; i < count; i++) {
		if (rows[i] == control)
			return i;
		if (rows[i] < control)
			before = i;
	}
	return before;
}

size_t menus_section(const struct via_menus *all, const size_t *rows, size_t count, size_t from, int by)
{
	size_t at = from;

	if (!count)
		return 0;
	/* The heading of the section that @from is in, then that of the other. */
	while (at > 0 && !menus_is_heading(all, rows[at]))
		at--;
	if (by < 0 && at > 0)
		for (at--; at > 0 && !menus_is_heading(all, rows[at]);)
			at--;
	if (by > 0) {
		size_t next = from + 1;

		while (next < count && !menus_is_heading(all, rows[next]))
			next++;
		at = next < count ? next : at;
	}
	return at + 1 < count && menus_is_heading(all, rows[at]) ? at + 1 : at;
}

static uint32_t within(int64_t value, int64_t min, int64_t max)
{
	return (uint32_t)(value < min ? min : value > max ? max : value);
}

static uint32_t step_choice(const struct via_control *control, uint32_t value, int by)
{
	int64_t at = by > 0 ? -1 : 0;

	for (size_t i = 0; i < control->choices; i++)
		if (control->choice[i].value == value)
			at = (int64_t)i;
	return control->choice[within(at + by, 0, (int64_t)control->choices - 1)].value;
}

static uint32_t step_colour(uint32_t value, int by, bool fine)
{
	int64_t hue = value >> 8, saturation = value & 0xff;

	if (fine)
		return (uint32_t)hue << 8 | within(saturation + (int64_t)by * SATURATION_STEP, 0, UINT8_MAX);
	return (uint32_t)((hue + (int64_t)by * HUE_STEP) & 0xff) << 8 | (uint32_t)saturation;
}

/* Levels have a scale, which is gone along; settings are amounts, few of whose values are of use. */
static uint32_t step_size(const struct via_control *control)
{
	if (control->place.part == DYNAMIC_SETTINGS)
		return control->max > UINT8_MAX ? SETTING_STEP : 1;
	return (control->max - control->min + STEPS / 2) / STEPS;
}

bool menus_step(const struct via_control *control, uint32_t value, int by, bool fine, uint32_t *out)
{
	uint32_t step = step_size(control);

	switch (control->type) {
	case VIA_CONTROL_RANGE:
		*out = within(value + (int64_t)by * (fine || !step ? 1 : step), control->min, control->max);
		return true;
	case VIA_CONTROL_TOGGLE:
		*out = value == control->max ? control->min : control->max;
		return true;
	case VIA_CONTROL_DROPDOWN:
		*out = control->choices ? step_choice(control, value, by) : value;
		return control->choices;
	case VIA_CONTROL_COLOR:
	case VIA_CONTROL_COLOR_PALETTE:
		*out = step_colour(value, by, fine);
		return true;
	default:
		return false;
	}
}

static void add_bar(const struct via_control *control, uint32_t value, struct str *out)
{
	uint32_t span = control->max - control->min, over = within(value, control->min, control->max);
	int full = span ? (int)((uint64_t)(over - control->min) * BAR_COLS / span) : BAR_COLS;

	for (int i = 0; i < BAR_COLS; i++)
		str_add(out, i < full ? "\u2501" : "\u2500");
}

void menus_picture(const struct via_control *control, uint32_t value, struct str *out)
{
	if (control->type == VIA_CONTROL_RANGE && control->place.part == DYNAMIC_VALUES)
		add_bar(control, value, out);
	if (control->type == VIA_CONTROL_COLOR || control->type == VIA_CONTROL_COLOR_PALETTE)
		str_add(out, via_colour_name((uint8_t)(value >> 8), (uint8_t)value));
}

static bool has_words(const char *query, const char *name)
{
	const char *word;
	size_t len;

	while ((word = fuzzy_word(&query, &len)))
		if (fuzzy_score(word, len, name, name, false) == FUZZY_NONE)
			return false;
	return true;
}

void menus_find(struct menus *menus, const struct via_control *control, enum keycode_dialect dialect)
{
	const char *typed = menus->value.query.text;
	struct err err = { 0 };
	uint32_t value;

	free(menus->hit);
	menus->hit = mem_new(control->choices, sizeof(*menus->hit));
	menus->hits = 0;
	menus->why[0] = '\0';
	for (size_t i = 0; i < control->choices; i++)
		if (has_words(typed, control->choice[i].name))
			menus->hit[menus->hits++] = i;
	if (!menus->hits && !via_control_parse(control, dialect, typed, &value, &err))
		snprintf(menus->why, sizeof(menus->why), "%.199s", err.text);
}
