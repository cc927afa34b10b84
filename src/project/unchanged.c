/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "unchanged.h"

/* A binding by where it stands in the old text. */
struct spot {
	struct span before, after;
	bool changed; /* what it does */
};

struct text {
	const char *data;
	size_t len;
};

static bool only_bindings(const struct keymap *a, const struct keymap *b)
{
	if (keymap_layers(a) != keymap_layers(b) || keymap_slots(a) != keymap_slots(b) ||
	    !keymap_same_tables(a, b))
		return false;
	for (size_t layer = 0; layer < keymap_layers(a); layer++)
		if (keymap_layer_name(a, layer) != keymap_layer_name(b, layer))
			return false;
	return true;
}

static int compare_spots(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;

	if (x->before.start != y->before.start)
		return x->before.start < y->before.start ? -1 : 1;
	return (x->before.len < y->before.len) - (x->before.len > y->before.len);
}

/* The bindings that are in file @file, in the order of its text. The caller frees. */
static struct spot *list_spots(const struct source *before, const struct source *after, uint16_t file,
			       size_t *count)
{
	size_t layers = keymap_layers(before->map), slots = keymap_slots(before->map);
	struct spot *spot = mem_new(layers * slots + 1, sizeof(*spot));

	*count = 0;
	for (size_t i = 0; i < layers * slots; i++) {
		const struct source_binding *old = &before->binding[i], *now = &after->binding[i];

		if (old->file != file || span_is_nowhere(old->span) || now->file != file)
			continue;
		spot[(*count)++] =
			(struct spot){ old->span, now->span,
				       !action_equal(keymap_get_slot(before->map, i / slots, i % slots),
						     keymap_get_slot(after->map, i / slots, i % slots)) };
	}
	qsort(spot, *count, sizeof(*spot), compare_spots);
	return spot;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Quotes belong to the binding beside them: a text that had none gets them. */
static struct text trim(struct text text)
{
	while (text.len && (is_blank(text.data[0]) || strchr("\"'", text.data[0]))) {
		text.data++;
		text.len--;
	}
	while (text.len && (is_blank(text.data[text.len - 1]) || strchr("\"'", text.data[text.len - 1])))
		text.len--;
	return text;
}

static bool same_but_blanks(struct text a, struct text b)
{
	size_t i = 0, k = 0;

	a = trim(a);
	b = trim(b);
	for (;;) {
		while (i < a.len && is_blank(a.data[i]))
			i++;
		while (k < b.len && is_blank(b.data[k]))
			k++;
		if (i == a.len || k == b.len)
			return i == a.len && k == b.len;
		if (a.data[i++] != b.data[k++])
			return false;
	}
}

static struct text part(struct text whole, size_t from, size_t to)
{
	return (struct text){ whole.data + from, to - from };
}

static bool file_unchanged(const struct source *before, const struct source *after, uint16_t file)
{
	struct text a, b;
	size_t count, at_a = 0, at_b = 0;
	struct spot *spot = list_spots(before, after, file, &count);
	bool same = true;

	a.data = source_text(before, file, &a.len);
	b.data = source_text(after, file, &b.len);
	for (size_t i = 0; same && i < count; i++) {
		const struct spot *s = &spot[i];

		/* Bindings of one macro's use share it. */
		if (s->before.start < at_a)
			continue;
		same = s->after.start >= at_b &&
		       same_but_blanks(part(a, at_a, s->before.start), part(b, at_b, s->after.start));
		if (same && !s->changed)
			same = same_but_blanks(part(a, s->before.start, span_end(s->before)),
					       part(b, s->after.start, span_end(s->after)));
		at_a = span_end(s->before);
		at_b = span_end(s->after);
	}
	same = same && same_but_blanks(part(a, at_a, a.len), part(b, at_b, b.len));
	free(spot);
	return same;
}

bool unchanged_outside(const struct source *before, const struct source *after)
{
	if (before->includes != after->includes || !only_bindings(before->map, after->map))
		return true;
	for (size_t i = 0; i <= before->includes; i++)
		if (!file_unchanged(before, after, (uint16_t)i))
			return false;
	return true;
}
