/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "check_private.h"
#include "model/symbol.h"
#include "model/term.h"
#include "reference_index.h"

/* A walk along what definitions play, with a stack of its own: a circle is where it meets what it is in. */
struct circle {
	const struct reference_index *index;
	enum { NEW, OPEN, CLOSED } * state;
	size_t *stack, depth;
	size_t *edge, edges, cap;  /* what those on the stack play, one behind the other, ... */
	size_t *edge_start, *next; /* ... of each where it begins, and how far it was followed */
};

static void add_edge(void *data, size_t number)
{
	struct circle *c = data;

	c->edge = mem_grow(c->edge, c->edges, &c->cap, sizeof(*c->edge));
	c->edge[c->edges++] = number;
}

static void open_node(struct circle *c, size_t number)
{
	c->state[number] = OPEN;
	c->stack[c->depth] = number;
	c->edge_start[c->depth] = c->next[c->depth] = c->edges;
	c->depth++;
	reference_each_of(c->index, number, add_edge, c);
}

static void tell_circle(struct circle *c, size_t number, const struct diagnostic_kind *kind,
			struct diagnostics *out)
{
	size_t at;
	const struct definition *d = reference_definition(c->index, number, &at);

	diagnostics_add(out, kind, place_of_definition(d->kind, at),
			"%s plays itself, at once or by way of another one",
			d->name ? symbol_text(d->name) : term_of_definition(d->kind));
}

static void walk(struct circle *c, size_t from, const struct diagnostic_kind *kind, struct diagnostics *out)
{
	open_node(c, from);
	while (c->depth) {
		size_t top = c->depth - 1;

		if (c->next[top] == c->edges) {
			c->state[c->stack[top]] = CLOSED;
			c->edges = c->edge_start[top];
			c->depth--;
			continue;
		}
		from = c->edge[c->next[top]++];
		if (c->state[from] == NEW) {
			open_node(c, from);
		} else if (c->state[from] == OPEN) {
			tell_circle(c, from, kind, out);
			c->state[from] = CLOSED; /* told once */
		}
	}
}

void check_recursion(const struct check_input *in, const struct diagnostic_kind *kind,
		     struct diagnostics *out)
{
	struct reference_index index = reference_index_new(in->map);
	size_t count = index.first[DEFINITION_KIND_COUNT];
	struct circle c = { .index = &index };

	c.state = mem_new(count + 1, sizeof(*c.state));
	c.stack = mem_new(count + 1, sizeof(*c.stack));
	c.next = mem_new(count + 1, sizeof(*c.next));
	c.edge_start = mem_new(count + 1, sizeof(*c.edge_start));
	for (size_t i = 0; i < count; i++)
		if (c.state[i] == NEW)
			walk(&c, i, kind, out);
	free(c.state);
	free(c.stack);
	free(c.next);
	free(c.edge_start);
	free(c.edge);
	reference_index_release(&index);
}
