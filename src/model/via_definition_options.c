/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/via_definition.h"

enum {
	MOST_NODES = 3072, /* each is compared with each: what is beyond is no keyboard's */
	GAP = 50,
	DRAWN_MAX_CU = 9000, /* how far down choices are drawn */
};

/* A key of the base layout, or one that another layout has in place of some: once, however many layouts have it. */
struct node {
	const struct key *key;
	bool iso_enter;
	bool differs;    /* not in all layouts */
	size_t parent;   /* of the union of those that exclude each other */
	int next_placed; /* of the same place in the matrix; -1: none */
};

struct members {
	size_t *node; /* ascending */
	size_t count;
};

struct regions {
	struct via_definition *to;
	const struct keyboard *keyboard;
	const struct layout *base;
	struct node *node;
	size_t nodes;
	int *placed; /* [row * cols + col]: the first node that is there; -1: none */
	int cols;
	struct members *layout; /* [keyboard->layouts]: which nodes each one has */
	int down_cu;            /* below what is drawn */
};

static bool same_key(const struct key *a, const struct key *b)
{
	return a->row == b->row && a->col == b->col && a->encoder == b->encoder && a->x_cu == b->x_cu &&
	       a->y_cu == b->y_cu && a->w_cu == b->w_cu && a->h_cu == b->h_cu &&
	       a->turn_cdeg == b->turn_cdeg &&
	       (!a->turn_cdeg || (a->pivot_x_cu == b->pivot_x_cu && a->pivot_y_cu == b->pivot_y_cu));
}

static bool overlap(const struct key *a, const struct key *b)
{
	return a->x_cu < b->x_cu + b->w_cu && b->x_cu < a->x_cu + a->w_cu && a->y_cu < b->y_cu + b->h_cu &&
	       b->y_cu < a->y_cu + a->h_cu;
}

static int *place_of(struct regions *r, const struct key *key)
{
	return &r->placed[key->row * r->cols + key->col];
}

/* The node of @key, new or not; false: there are too many. */
static bool find_node(struct regions *r, const struct key *key, bool iso_enter, size_t *index)
{
	int *first = place_of(r, key);

	for (int n = *first; n >= 0; n = r->node[n].next_placed) {
		if (!same_key(r->node[n].key, key))
			continue;
		*index = (size_t)n;
		return true;
	}
	if (r->nodes == MOST_NODES)
		return false;
	*index = r->nodes;
	r->node[r->nodes] = (struct node){ key, iso_enter, true, r->nodes, *first };
	*first = (int)r->nodes++;
	return true;
}

static int by_number(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static bool read_layout(struct regions *r, const struct layout *layout, struct members *out)
{
	struct geometry geometry;
	bool ok = true;

	*out = (struct members){ mem_new(layout->keys + 1, sizeof(*out->node)), 0 };
	geometry_init(&geometry, layout, 0);
	for (size_t i = 0; ok && i < layout->keys; i++)
		ok = find_node(r, &layout->key[i], geometry_is_iso_enter(&geometry, i),
			       &out->node[out->count++]);
	geometry_release(&geometry);
	qsort(out->node, out->count, sizeof(*out->node), by_number);
	return ok;
}

static size_t root_of(struct regions *r, size_t node)
{
	while (r->node[node].parent != node)
		node = r->node[node].parent = r->node[r->node[node].parent].parent;
	return node;
}

static void join(struct regions *r, size_t a, size_t b)
{
	a = root_of(r, a);
	b = root_of(r, b);
	r->node[a > b ? a : b].parent = a < b ? a : b;
}

/* Keys that cannot be there at the same time: they lie on each other, or are the same switch. */
static void join_all(struct regions *r)
{
	for (size_t i = 0; i < r->nodes; i++)
		for (size_t k = i + 1; k < r->nodes; k++)
			if (r->node[i].differs && r->node[k].differs &&
			    (overlap(r->node[i].key, r->node[k].key) ||
			     place_of(r, r->node[i].key) == place_of(r, r->node[k].key)))
				join(r, i, k);
}

/* Keys of the base layout that some layout has not got. */
static void find_differing(struct regions *r)
{
	size_t *seen = mem_new(r->nodes, sizeof(*seen));

	for (size_t l = 0; l < r->keyboard->layouts; l++)
		for (size_t i = 0; i < r->layout[l].count; i++)
			seen[r->layout[l].node[i]]++;
	for (size_t i = 0; i < r->nodes; i++)
		r->node[i].differs = seen[i] < r->keyboard->layouts;
	free(seen);
}

/* What a layout has of a region. */
static struct members members_in(struct regions *r, size_t layout, size_t root)
{
	const struct members *all = &r->layout[layout];
	struct members in = { mem_new(all->count + 1, sizeof(*in.node)), 0 };

	for (size_t i = 0; i < all->count; i++)
		if (root_of(r, all->node[i]) == root)
			in.node[in.count++] = all->node[i];
	return in;
}

static bool same_members(const struct members *a, const struct members *b)
{
	return a->count == b->count && !memcmp(a->node, b->node, a->count * sizeof(*a->node));
}

struct choice {
	struct members members;
	const char *layout; /* the first that has it */
};

/* The ways in which layouts fill a region, the base layout's first; @choice has room for VIA_MAX_CHOICES. False: there are
 * more. */
static bool find_choices(struct regions *r, size_t root, struct choice *choice, size_t *choices)
{
	size_t base = (size_t)(r->base - r->keyboard->layout);

	*choices = 0;
	for (size_t l = 0; l < r->keyboard->layouts; l++) {
		size_t from = l == 0 ? base : l <= base ? l - 1 : l, same = 0;
		struct members members = members_in(r, from, root);

		while (same < *choices && !same_members(&choice[same].members, &members))
			same++;
		if (same < *choices || *choices == VIA_MAX_CHOICES) {
			free(members.node);
			if (same == VIA_MAX_CHOICES)
				return false;
			continue;
		}
		choice[(*choices)++] = (struct choice){ members, r->keyboard->layout[from].name };
	}
	return true;
}

/* "LAYOUT_split_backspace": "split backspace". */
static char *name_of_layout(const char *layout)
{
	const char *rest = !strncmp(layout, "LAYOUT_", 7) ? layout + 7 : layout;
	char *name = mem_copy_text(rest);

	for (char *c = name; *c; c++)
		*c = *c == '_' ? ' ' : *c;
	return name;
}

/* One that can be on or off has the name of the layout for which it is on. */
static void add_option(struct via_definition *to, const struct choice *choice, size_t choices)
{
	struct via_option *option;
	struct str name = STR_INIT;

	to->option = mem_resize(to->option, to->options + 1, sizeof(*to->option));
	option = &to->option[to->options++];
	*option = (struct via_option){ .choices = choices > 2 ? choices : 0 };
	if (choices == 2) {
		option->name = name_of_layout(choice[1].layout);
		return;
	}
	str_addf(&name, "Option %zu", to->options);
	option->name = str_take(&name);
	option->choice = mem_new(choices, sizeof(*option->choice));
	for (size_t c = 0; c < choices; c++)
		option->choice[c] = name_of_layout(choice[c].layout);
}

/* The corner by which VIA's app puts the keys of a choice where those of the first one are. */
struct corner {
	int x, y;
};

static struct corner corner_of(const struct kle_shape *shape)
{
	int x2 = shape->w2_cu && shape->x2_cu < 0 ? shape->x2_cu : 0;
	int y2 = shape->w2_cu && shape->y2_cu < 0 ? shape->y2_cu : 0;

	return (struct corner){ shape->x_cu + x2, shape->y_cu + y2 };
}

static struct kle_shape shape_of(const struct regions *r, size_t node)
{
	return kle_shape_of(r->node[node].key, r->node[node].iso_enter);
}

/* Where VIA's app would take the choice to begin, without a mark at @corner. */
static bool begins_at(const struct regions *r, const struct choice *choice, struct corner corner)
{
	struct kle_shape first = { .x_cu = INT16_MAX, .y_cu = INT16_MAX };
	struct corner own;

	for (size_t i = 0; i < choice->members.count; i++) {
		struct kle_shape shape = shape_of(r, choice->members.node[i]);

		if (shape.y_cu < first.y_cu || (shape.y_cu == first.y_cu && shape.x_cu < first.x_cu))
			first = shape;
	}
	own = corner_of(&first);
	return own.x == corner.x && own.y == corner.y;
}

static bool needs_marks(const struct regions *r, const struct choice *choice, size_t choices,
			struct corner corner)
{
	bool needs = !choice[0].members.count;

	for (size_t c = 0; c < choices; c++)
		needs |= choice[c].members.count && !begins_at(r, &choice[c], corner);
	return needs;
}

/* Around all choices: top left corner, and how high. */
static struct corner corner_of_choices(const struct regions *r, const struct choice *choice, size_t choices,
				       int *height)
{
	struct corner corner = { INT16_MAX, INT16_MAX };
	int bottom = 0;

	for (size_t c = 0; c < choices; c++)
		for (size_t i = 0; i < choice[c].members.count; i++) {
			struct kle_shape shape = shape_of(r, choice[c].members.node[i]);
			struct corner own = corner_of(&shape);

			corner.x = own.x < corner.x ? own.x : corner.x;
			corner.y = own.y < corner.y ? own.y : corner.y;
			bottom = shape.y_cu + shape.h_cu > bottom ? shape.y_cu + shape.h_cu : bottom;
		}
	*height = bottom - corner.y;
	return corner;
}

static struct via_key *add_key(struct via_definition *to, const struct kle_shape *shape, int choice)
{
	to->key = mem_resize(to->key, to->keys + 1, sizeof(*to->key));
	to->key[to->keys] = (struct via_key){ .shape = *shape,
					      .row = VIA_NONE,
					      .col = VIA_NONE,
					      .option = (int16_t)(to->options - 1),
					      .choice = (int16_t)choice,
					      .encoder = VIA_NONE,
					      .turn = VIA_NONE,
					      .led = VIA_NONE };
	return &to->key[to->keys++];
}

/* A decal in the corner, for choices that would begin elsewhere. */
static void add_mark(struct regions *r, int number, struct corner corner, int dy)
{
	struct kle_shape mark = { .x_cu = (int16_t)corner.x,
				  .y_cu = (int16_t)(corner.y + dy),
				  .w_cu = 100,
				  .h_cu = 100,
				  .decal = true };

	add_key(r->to, &mark, number);
}

/* Keys of the base layout are there already; the others are drawn @dy further down, so that nothing lies on another. */
static void add_choice(struct regions *r, const struct choice *choice, int number, int dy)
{
	for (size_t i = 0; i < choice->members.count; i++) {
		size_t node = choice->members.node[i];
		const struct key *from = r->node[node].key;
		struct kle_shape shape = shape_of(r, node);
		struct via_key *key = number ? NULL : &r->to->key[node];

		if (!number) {
			key->option = (int16_t)(r->to->options - 1);
			key->choice = 0;
			continue;
		}
		shape.y_cu = (int16_t)(shape.y_cu + dy);
		shape.pivot_y_cu = (int16_t)(shape.turn_cdeg ? shape.pivot_y_cu + dy : 0);
		key = add_key(r->to, &shape, number);
		key->row = from->row;
		key->col = from->col;
		key->encoder = from->encoder < 0 ? VIA_NONE : from->encoder;
		key->label = from->label;
	}
}

/* As one reads. */
static void sort_by_rows(struct regions *r, struct members *members)
{
	for (size_t i = 1; i < members->count; i++) {
		size_t node = members->node[i], at = i;
		const struct key *key = r->node[node].key;

		for (; at; at--) {
			const struct key *before = r->node[members->node[at - 1]].key;

			if (before->y_cu < key->y_cu ||
			    (before->y_cu == key->y_cu && before->x_cu <= key->x_cu))
				break;
			members->node[at] = members->node[at - 1];
		}
		members->node[at] = node;
	}
}

static void add_choices(struct regions *r, struct choice *choice, size_t choices)
{
	int height;
	struct corner corner = corner_of_choices(r, choice, choices, &height);
	bool marks = needs_marks(r, choice, choices, corner);

	for (size_t c = 0; c < choices; c++) {
		int dy = c ? r->down_cu - corner.y : 0;

		sort_by_rows(r, &choice[c].members);
		if (marks && (c == 0 || choice[c].members.count))
			add_mark(r, (int)c, corner, dy);
		add_choice(r, &choice[c], (int)c, dy);
		if (c && r->down_cu < DRAWN_MAX_CU)
			r->down_cu += height + GAP;
	}
}

static bool has_bits(const struct via_definition *to)
{
	uint8_t choice[VIA_MAX_OPTIONS + 1] = { 0 };
	struct err ignored;
	uint32_t bits;

	return to->options <= VIA_MAX_OPTIONS && via_definition_pack(to, choice, &bits, &ignored);
}

static void remove_option(struct via_definition *to)
{
	struct via_option *option = &to->option[--to->options];

	for (size_t c = 0; c < option->choices; c++)
		free(option->choice[c]);
	free(option->choice);
	free(option->name);
}

static bool add_region(struct regions *r, size_t root)
{
	struct choice choice[VIA_MAX_CHOICES];
	size_t choices;
	bool ok = find_choices(r, root, choice, &choices);

	if (ok) {
		add_option(r->to, choice, choices);
		ok = has_bits(r->to);
		if (ok)
			add_choices(r, choice, choices);
		else
			remove_option(r->to);
	}
	for (size_t c = 0; c < choices; c++)
		free(choice[c].members.node);
	return ok;
}

static int bottom_of(const struct via_definition *d)
{
	int bottom = 0;

	for (size_t i = 0; i < d->keys; i++) {
		struct box box = kle_shape_bounds(&d->key[i].shape);

		bottom = box.y + box.h > bottom ? box.y + box.h : bottom;
	}
	return bottom + GAP;
}

static bool read_layouts(struct regions *r)
{
	const struct keyboard *kb = r->keyboard;
	size_t base = (size_t)(r->base - kb->layout);
	bool ok = read_layout(r, r->base, &r->layout[base]) && r->nodes == r->base->keys;

	for (size_t l = 0; ok && l < kb->layouts; l++)
		if (l != base)
			ok = read_layout(r, &kb->layout[l], &r->layout[l]);
	return ok;
}

bool via_definition_add_options(struct via_definition *to, const struct keyboard *keyboard,
				const struct layout *base)
{
	struct regions r = { .to = to, .keyboard = keyboard, .base = base, .cols = KEYBOARD_MAX_COLS * 2 };
	bool ok;

	if (keyboard->layouts < 2)
		return true;
	r.node = mem_new(MOST_NODES, sizeof(*r.node));
	r.layout = mem_new(keyboard->layouts, sizeof(*r.layout));
	r.placed = mem_new((size_t)r.cols * (size_t)r.cols, sizeof(*r.placed));
	memset(r.placed, -1, (size_t)r.cols * (size_t)r.cols * sizeof(*r.placed));
	r.down_cu = bottom_of(to);
	ok = read_layouts(&r);
	if (ok) {
		find_differing(&r);
		join_all(&r);
	}
	for (size_t i = 0; ok && i < r.nodes; i++)
		if (r.node[i].differs && root_of(&r, i) == i)
			ok = add_region(&r, i);
	for (size_t l = 0; l < keyboard->layouts; l++)
		free(r.layout[l].node);
	free(r.layout);
	free(r.placed);
	free(r.node);
	return ok;
}
