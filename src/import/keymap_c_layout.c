/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"

enum {
	KEY_CU = 100,
	STEP_CU = 25,
	GRID_COLS = 12, /* where the text tells nothing */
};

static const struct diagnostic_kind other_layout = { "keymap-c-layout", SEVERITY_WARNING };
static const struct diagnostic_kind bad_count = { "keymap-c-arguments", SEVERITY_ERROR };
static const struct diagnostic_kind lost = { "keymap-c-lost", SEVERITY_WARNING };

/* The layout's key at each place of the matrix. */
struct grid {
	uint16_t key[KEYBOARD_MAX_ROWS][KEYBOARD_MAX_COLS];
};

static void fill_grid(struct grid *grid, const struct layout *layout)
{
	memset(grid, 0xff, sizeof(*grid));
	for (size_t i = 0; i < layout->keys; i++)
		if (layout->key[i].row < KEYBOARD_MAX_ROWS && layout->key[i].col < KEYBOARD_MAX_COLS)
			grid->key[layout->key[i].row][layout->key[i].col] = (uint16_t)i;
}

/* The key of @grid that a binding is for. */
static uint16_t key_of(const struct grid *grid, const struct c_layer *layer, size_t index)
{
	const struct c_binding *binding = &layer->binding[index];

	if (layer->name == C_NONE)
		return grid->key[binding->row][binding->col];
	if (index >= layer->layout->keys)
		return C_NO_KEY;
	return grid->key[layer->layout->key[index].row][layer->layout->key[index].col];
}

static const struct layout *layout_of_size(const struct keyboard *kb, size_t keys)
{
	for (size_t i = 0; i < kb->layouts; i++)
		if (kb->layout[i].keys == keys)
			return &kb->layout[i];
	return NULL;
}

/* The layout that a call names, or else one that has as many keys. */
static void find_layout(struct keymap_c *r, struct c_layer *layer, bool *told)
{
	const struct keyboard *kb = r->in->keyboard;
	const struct cpp_token *token = &r->token[layer->name];
	char *name = mem_new(token->len + 1, 1);

	memcpy(name, token->text, token->len);
	layer->layout = keyboard_find_layout(kb, name);
	if (layer->layout && layer->layout->keys != layer->bindings) {
		c_report(r, &bad_count, layer->name, "layer %zu: %s has %zu arguments, and not %zu",
			 layer->number, name, layer->bindings, layer->layout->keys);
	} else if (!layer->layout) {
		layer->layout = layout_of_size(kb, layer->bindings);
		if (layer->layout && !*told)
			c_report(r, &other_layout, layer->name,
				 "the keyboard has no layout %s; it is taken for %s, which has as many keys",
				 name, layer->layout->name);
		*told = true;
	}
	free(name);
}

static bool does_something(struct action action)
{
	return action.kind != ACTION_NONE && action.kind != ACTION_TRANSPARENT;
}

/* Whether a macro's body says it, as the places without a key in a layout's macro. */
static bool is_filler(const struct keymap_c *r, struct c_run run)
{
	return run.count && !cpp_is_written(&r->token[run.first]);
}

/* How many bindings, whatever they do, have no key in @layout, and how many layers are for it. */
static size_t count_lost(const struct keymap_c *r, const struct layout *layout, struct grid *grid,
			 size_t *users)
{
	size_t count = 0;

	*users = 0;
	fill_grid(grid, layout);
	for (size_t i = 0; i < r->keys.count; i++) {
		const struct c_layer *layer = &r->keys.item[i];

		*users += layer->layout == layout;
		for (size_t b = 0; layer->layout != layout && b < layer->bindings; b++)
			count += key_of(grid, layer, b) == C_NO_KEY && !is_filler(r, layer->binding[b].run);
	}
	return count;
}

/* Of the keyboard's layouts the one that loses least; of several the one that most layers are for. */
static const struct layout *choose(const struct keymap_c *r, struct grid *grid)
{
	const struct keyboard *kb = r->in->keyboard;
	const struct layout *best = NULL;
	size_t best_lost = 0, best_users = 0;

	for (size_t i = 0; i < kb->layouts; i++) {
		size_t users, count = count_lost(r, &kb->layout[i], grid, &users);

		if (best && (count > best_lost || (count == best_lost && users <= best_users)))
			continue;
		best = &kb->layout[i];
		best_lost = count;
		best_users = users;
	}
	return best;
}

static bool find_layouts(struct keymap_c *r)
{
	bool told = false;

	if (!r->in->keyboard || !r->in->keyboard->layouts)
		return false;
	for (size_t i = 0; i < r->keys.count; i++) {
		struct c_layer *layer = &r->keys.item[i];

		if (layer->name != C_NONE)
			find_layout(r, layer, &told);
		if (layer->name != C_NONE && !layer->layout)
			return false;
	}
	return true;
}

/* Which key each binding is for. */
static void place_on_layout(struct keymap_c *r, struct grid *grid)
{
	for (size_t i = 0; i < r->keys.count; i++) {
		struct c_layer *layer = &r->keys.item[i];
		size_t count = 0;

		for (size_t b = 0; b < layer->bindings; b++) {
			struct c_binding *binding = &layer->binding[b];

			binding->key = layer->layout == r->layout ? (uint16_t)b : key_of(grid, layer, b);
			if (binding->key >= r->layout->keys) {
				binding->key = C_NO_KEY;
				count += does_something(binding->action);
			}
		}
		if (count && layer->layout != r->layout)
			c_report(r, &lost, layer->entry.first,
				 "layer %zu binds %zu places of the matrix that %s has no key for; they are "
				 "not "
				 "shown, and stay in the file",
				 layer->number, count, r->layout->name);
	}
}

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Where each binding of a layer begins in the text. */
struct spot {
	int line, column;
};

/* How far two bindings of one line usually are apart. */
static int usual_step(const struct spot *spot, size_t count)
{
	int *step = mem_new(count, sizeof(*step)), usual;
	size_t steps = 0;

	for (size_t i = 1; i < count; i++)
		if (spot[i].line == spot[i - 1].line && spot[i].column > spot[i - 1].column)
			step[steps++] = spot[i].column - spot[i - 1].column;
	qsort(step, steps, sizeof(*step), compare_ints);
	usual = steps ? step[steps / 2] : 0;
	free(step);
	return usual;
}

static int leftmost(const struct spot *spot, size_t count)
{
	int column = spot[0].column;

	for (size_t i = 1; i < count; i++)
		if (spot[i].column < column)
			column = spot[i].column;
	return column;
}

/* A line of text is a row of keys, and a column where they begin is a column of keys. */
static void place_as_text(struct layout *layout, const struct spot *spot)
{
	int step = usual_step(spot, layout->keys), left = leftmost(spot, layout->keys), row = 0, col = 0;

	for (size_t i = 0; i < layout->keys; i++) {
		struct key *key = &layout->key[i];
		int x = step ? (spot[i].column - left) * (KEY_CU / STEP_CU) / step * STEP_CU : 0;
		bool same = i && (step ? spot[i].line == spot[i - 1].line : i % GRID_COLS != 0);

		row += i && !same;
		col = same ? col + 1 : 0;
		if (same && x < key[-1].x_cu + KEY_CU)
			x = key[-1].x_cu + KEY_CU;
		*key = (struct key){ .x_cu = (int16_t)(x > INT16_MAX ? INT16_MAX : x),
				     .y_cu = (int16_t)(row * KEY_CU > INT16_MAX ? INT16_MAX : row * KEY_CU),
				     .w_cu = KEY_CU,
				     .h_cu = KEY_CU,
				     .row = (uint8_t)row,
				     .col = (uint8_t)col,
				     .encoder = -1 };
	}
}

/* The layer with the most bindings shows what the keyboard looks like. */
static const struct c_layer *longest_layer(const struct keymap_c *r)
{
	const struct c_layer *longest = &r->keys.item[0];

	for (size_t i = 1; i < r->keys.count; i++)
		if (r->keys.item[i].bindings > longest->bindings)
			longest = &r->keys.item[i];
	return longest;
}

static void make_board(struct keymap_c *r)
{
	const struct c_layer *layer = longest_layer(r);
	size_t keys = layer->bindings < KEYMAP_MAX_KEYS ? layer->bindings : KEYMAP_MAX_KEYS;
	struct spot *spot = mem_new(keys + 1, sizeof(*spot));
	struct layout *layout = mem_new(1, sizeof(*layout));
	struct str name = STR_INIT;

	for (size_t i = 0; i < keys; i++) {
		uint16_t file;

		cpp_where(r->cpp, &r->token[layer->binding[i].run.first], &file, &spot[i].line,
			  &spot[i].column);
	}
	if (layer->name != C_NONE)
		str_add_bytes(&name, r->token[layer->name].text, r->token[layer->name].len);
	else
		str_add(&name, "LAYOUT");
	*layout = (struct layout){ str_take(&name), mem_new(keys + 1, sizeof(*layout->key)), keys };
	if (keys)
		place_as_text(layout, spot);
	free(spot);
	r->board = keyboard_new();
	r->board->guessed = true;
	r->board->layout = layout;
	r->board->layouts = 1;
	r->layout = layout;
}

void c_choose_layout(struct keymap_c *r)
{
	struct grid *grid = mem_new(1, sizeof(*grid));

	if (find_layouts(r)) {
		r->layout = choose(r, grid);
		fill_grid(grid, r->layout);
		place_on_layout(r, grid);
	} else {
		make_board(r);
		for (size_t i = 0; i < r->keys.count; i++)
			for (size_t b = 0; b < r->keys.item[i].bindings; b++)
				r->keys.item[i].binding[b].key = b < r->layout->keys ? (uint16_t)b : C_NO_KEY;
	}
	free(grid);
}
