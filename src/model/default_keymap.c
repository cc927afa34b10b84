/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/default_keymap.h"

enum row { ROW_FUNCTION, ROW_NUMBER, ROW_TOP, ROW_HOME, ROW_SHIFT, ROW_BOTTOM, ROWS };
enum { CORE = 10, TAIL = 3, NAV = 3, FUNCTION_KEYS = 16, SAME_ROW_CU = 50, TALL_CU = 150, WIDE_CU = 175 };
enum layer { LAYER_BASE, LAYER_FN, LAYERS };

struct spot {
	int x, y;
	size_t key;
};

/* Keys that lie beside each other, from left to right. */
struct line {
	struct spot *spot;
	size_t count;
};

struct plan {
	const struct layout *layout;
	struct keymap *map;
	struct spot *spot;
	struct line *line;
	size_t lines, longest;
	bool has_enter; /* so far */
	bool has_tall_enter;
};

/* What stands left of the ten, the ten, what follows them when one, two or three do, and what stands behind
 * that. */
static const struct {
	const char *lead, *core[CORE], *tail[TAIL][TAIL], *nav[NAV];
} rows[ROWS] = {
	[ROW_NUMBER] = { "KC_GRV",
			 { "KC_1", "KC_2", "KC_3", "KC_4", "KC_5", "KC_6", "KC_7", "KC_8", "KC_9", "KC_0" },
			 { { "KC_BSPC" }, { "KC_MINS", "KC_BSPC" }, { "KC_MINS", "KC_EQL", "KC_BSPC" } },
			 { "KC_INS", "KC_HOME", "KC_PGUP" } },
	[ROW_TOP] = { "KC_TAB",
		      { "KC_Q", "KC_W", "KC_E", "KC_R", "KC_T", "KC_Y", "KC_U", "KC_I", "KC_O", "KC_P" },
		      { { "KC_LBRC" }, { "KC_LBRC", "KC_RBRC" }, { "KC_LBRC", "KC_RBRC", "KC_BSLS" } },
		      { "KC_DEL", "KC_END", "KC_PGDN" } },
	[ROW_HOME] = { "KC_CAPS",
		       { "KC_A", "KC_S", "KC_D", "KC_F", "KC_G", "KC_H", "KC_J", "KC_K", "KC_L", "KC_SCLN" },
		       { { "KC_QUOT" }, { "KC_QUOT", "KC_ENT" }, { "KC_QUOT", "KC_NUHS", "KC_ENT" } },
		       { NULL } },
	[ROW_SHIFT] = { "KC_LSFT",
			{ "KC_Z", "KC_X", "KC_C", "KC_V", "KC_B", "KC_N", "KC_M", "KC_COMM", "KC_DOT",
			  "KC_SLSH" },
			{ { "KC_RSFT" }, { "KC_RSFT", "KC_UP" }, { "KC_RSFT", "KC_UP", "KC_END" } },
			{ NULL } },
};

static const char *const function_row[FUNCTION_KEYS] = { "KC_ESC", "KC_F1",   "KC_F2",   "KC_F3",
							 "KC_F4",  "KC_F5",   "KC_F6",   "KC_F7",
							 "KC_F8",  "KC_F9",   "KC_F10",  "KC_F11",
							 "KC_F12", "KC_PSCR", "KC_SCRL", "KC_PAUS" };

/* Left of the space bar; right of it when there are one, two, three or more; behind those. */
static const char *const left_mods[] = { "KC_LCTL", "KC_LGUI", "KC_LALT" };
static const char *const right_mods[][4] = {
	{ "MO(1)" },
	{ "KC_RALT", "MO(1)" },
	{ "KC_RALT", "MO(1)", "KC_RCTL" },
	{ "KC_RALT", "KC_RGUI", "MO(1)", "KC_RCTL" },
};
static const char *const arrows[] = { "KC_LEFT", "KC_DOWN", "KC_RGHT" };

static void put(struct plan *p, enum layer layer, size_t key, const char *name)
{
	struct action action;
	struct err err;
	bool known = action_parse(name, &action, &err);

	assert(known);
	(void)known;
	keymap_put(p->map, layer, key, action);
}

static int by_y(const void *a, const void *b)
{
	const struct spot *p = a, *q = b;

	return p->y != q->y ? p->y - q->y : p->x - q->x;
}

static int by_x(const void *a, const void *b)
{
	const struct spot *p = a, *q = b;

	return p->x != q->x ? p->x - q->x : p->y - q->y;
}

/* Part the keys into lines: a key that begins less than half a key below the line's first is of it. */
static void find_lines(struct plan *p)
{
	size_t keys = p->layout->keys;

	p->spot = mem_new(keys, sizeof(*p->spot));
	p->line = mem_new(keys, sizeof(*p->line));
	for (size_t i = 0; i < keys; i++)
		p->spot[i] = (struct spot){ p->layout->key[i].x_cu, p->layout->key[i].y_cu, i };
	qsort(p->spot, keys, sizeof(*p->spot), by_y);
	for (size_t i = 0; i < keys; i++) {
		if (!i || p->spot[i].y > p->line[p->lines - 1].spot->y + SAME_ROW_CU)
			p->line[p->lines++].spot = &p->spot[i];
		p->line[p->lines - 1].count++;
	}
	for (size_t i = 0; i < p->lines; i++) {
		qsort(p->line[i].spot, p->line[i].count, sizeof(*p->spot), by_x);
		if (p->line[i].count > p->longest)
			p->longest = p->line[i].count;
	}
}

/* Digits and letters in reading order. */
static void fill_small(struct plan *p)
{
	static const enum row order[] = { ROW_NUMBER, ROW_TOP, ROW_HOME, ROW_SHIFT };

	for (size_t i = 0; i < p->layout->keys && i < COUNT(order) * CORE; i++)
		put(p, LAYER_BASE, p->spot[i].key, rows[order[i / CORE]].core[i % CORE]);
}

static bool is_enter(const char *name)
{
	return !strcmp(name, "KC_ENT") || !strcmp(name, "RSFT_T(KC_ENT)");
}

/* What the key @index of a line of @count is in that row; NULL: nothing. */
static const char *name_in_row(enum row row, size_t index, size_t count)
{
	size_t lead = count > CORE, tail;

	if (index < lead)
		return rows[row].lead;
	index -= lead;
	if (index < CORE)
		return rows[row].core[index];
	index -= CORE;
	tail = count - CORE - lead < TAIL ? count - CORE - lead : TAIL;
	if (index < tail)
		return rows[row].tail[tail - 1][index];
	return index - tail < NAV ? rows[row].nav[index - tail] : NULL;
}

/* The line of @row, counted from the bottom; NULL: there is none. Three lines have no bottom row. */
static const struct line *line_of(const struct plan *p, enum row row)
{
	size_t bottom = p->lines == 3 ? ROW_SHIFT : ROW_BOTTOM, from_bottom;

	if ((size_t)row > bottom)
		return NULL;
	from_bottom = bottom - (size_t)row;
	return from_bottom < p->lines ? &p->line[p->lines - 1 - from_bottom] : NULL;
}

/* What a line's count alone does not tell: ISO has a tall Enter where ANSI has backslash, and a key more
 * beside left Shift; where no line has room for Enter, right Shift is it when tapped. Without a row of digits
 * Backspace is behind P. */
static const char *name_of(const struct plan *p, enum row row, const struct line *line, size_t index)
{
	bool iso_shift = row == ROW_SHIFT && p->has_tall_enter && line->count > CORE + 2;
	const char *name = name_in_row(row, index - (iso_shift && index), line->count - iso_shift);
	const struct key *key = &p->layout->key[line->spot[index].key];

	if (row == ROW_TOP && index > CORE && key->h_cu >= TALL_CU)
		return "KC_ENT";
	if (iso_shift && index == 1)
		return "KC_NUBS";
	if (row == ROW_TOP && index >= CORE && index + 1 == line->count && !line_of(p, ROW_NUMBER))
		return "KC_BSPC";
	if (name && is_enter(name) && p->has_enter)
		return "KC_NUHS";
	if (name && !strcmp(name, "KC_RSFT") && !p->has_enter)
		return "RSFT_T(KC_ENT)";
	return name;
}

static void fill_row(struct plan *p, enum row row, const struct line *line)
{
	for (size_t i = 0; i < line->count; i++) {
		const char *name = name_of(p, row, line, i);

		if (!name)
			continue;
		p->has_enter = p->has_enter || is_enter(name);
		p->has_tall_enter = p->has_tall_enter || (row == ROW_TOP && is_enter(name));
		put(p, LAYER_BASE, line->spot[i].key, name);
	}
}

static void fill_function_row(struct plan *p, const struct line *line)
{
	for (size_t i = 0; i < line->count && i < FUNCTION_KEYS; i++)
		put(p, LAYER_BASE, line->spot[i].key, function_row[i]);
}

/* The widest key where one is wide, else the middle one. */
static size_t find_space(const struct plan *p, const struct line *line)
{
	size_t widest = line->count / 2;
	int width = WIDE_CU;

	for (size_t i = 0; i < line->count; i++) {
		if (p->layout->key[line->spot[i].key].w_cu > width) {
			width = p->layout->key[line->spot[i].key].w_cu;
			widest = i;
		}
	}
	return widest;
}

static void fill_bottom(struct plan *p, const struct line *line)
{
	size_t space = find_space(p, line), right = line->count - space - 1, after = 0, mods;

	for (size_t i = 0; i < space && i < COUNT(left_mods); i++)
		put(p, LAYER_BASE, line->spot[i].key, left_mods[i]);
	put(p, LAYER_BASE, line->spot[space].key, "KC_SPC");
	if (!p->has_enter && right > 1) {
		put(p, LAYER_BASE, line->spot[++space].key, "KC_ENT");
		right--;
	}
	mods = right < COUNT(right_mods) ? right : COUNT(right_mods);
	for (; after < mods; after++)
		put(p, LAYER_BASE, line->spot[space + 1 + after].key, right_mods[mods - 1][after]);
	for (size_t i = 0; i < COUNT(arrows) && after < right; i++, after++)
		put(p, LAYER_BASE, line->spot[space + 1 + after].key, arrows[i]);
}

/* What has no key on the first layer: F keys above digits, else digits above letters. */
static void fill_fn(struct plan *p)
{
	const struct line *top = line_of(p, ROW_TOP), *number = line_of(p, ROW_NUMBER),
			  *shift = line_of(p, ROW_SHIFT);
	const struct line *boot = number ? top : shift;

	for (size_t i = 0; i < p->layout->keys; i++)
		put(p, LAYER_FN, i, "KC_TRNS");
	for (size_t i = 0; number && !line_of(p, ROW_FUNCTION) && i < number->count && i < FUNCTION_KEYS; i++)
		put(p, LAYER_FN, number->spot[i].key, i ? function_row[i] : "KC_GRV");
	for (size_t i = 0; !number && top && i < top->count; i++) {
		const char *name = name_in_row(ROW_NUMBER, i, top->count);

		if (name)
			put(p, LAYER_FN, top->spot[i].key, name);
	}
	if (boot)
		put(p, LAYER_FN, boot->spot[boot->count - 1].key, "QK_BOOT");
}

static void fill(struct plan *p)
{
	for (enum row row = ROW_FUNCTION; row < ROWS; row++) {
		const struct line *line = line_of(p, row);

		if (line && row == ROW_FUNCTION)
			fill_function_row(p, line);
		else if (line && row == ROW_BOTTOM)
			fill_bottom(p, line);
		else if (line)
			fill_row(p, row, line);
	}
	if (keymap_layers(p->map) == LAYERS)
		fill_fn(p);
}

const struct keymap *default_keymap(const struct layout *layout, size_t encoders)
{
	struct plan p = { .layout = layout };

	find_lines(&p);
	/* Only a bottom row has a key to the second layer. */
	p.map = keymap_new(p.longest < CORE || !line_of(&p, ROW_BOTTOM) ? 1 : LAYERS, layout->keys, encoders);
	if (p.longest < CORE)
		fill_small(&p);
	else
		fill(&p);
	free(p.spot);
	free(p.line);
	return p.map;
}
