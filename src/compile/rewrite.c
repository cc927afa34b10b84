/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "compile/rewrite.h"

void rewrite_replace(struct rewrite *rewrite, struct span span, const char *with)
{
	rewrite->part = mem_grow(rewrite->part, rewrite->parts, &rewrite->cap, sizeof(*rewrite->part));
	rewrite->part[rewrite->parts] = (struct rewrite_part){ span, rewrite->parts, mem_copy_text(with) };
	rewrite->parts++;
}

static int compare_parts(const void *a, const void *b)
{
	const struct rewrite_part *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

bool rewrite_is_apart(struct rewrite *rewrite, struct span stretch)
{
	size_t at = stretch.start, end = at + stretch.len;

	if (rewrite->parts)
		qsort(rewrite->part, rewrite->parts, sizeof(*rewrite->part), compare_parts);
	for (size_t i = 0; i < rewrite->parts; i++) {
		struct span span = rewrite->part[i].span;

		if (span.start < at || span.start + span.len > end)
			return false;
		at = span.start + span.len;
	}
	return true;
}

void rewrite_print(struct rewrite *rewrite, const char *text, struct span stretch, struct str *out)
{
	size_t at = stretch.start;
	bool apart = rewrite_is_apart(rewrite, stretch);

	assert(apart);
	for (size_t i = 0; i < rewrite->parts; i++) {
		const struct rewrite_part *part = &rewrite->part[i];

		str_add_bytes(out, text + at, part->span.start - at);
		str_add(out, part->with);
		at = part->span.start + part->span.len;
	}
	str_add_bytes(out, text + at, stretch.start + stretch.len - at);
}

void rewrite_release(struct rewrite *rewrite)
{
	for (size_t i = 0; i < rewrite->parts; i++)
		free(rewrite->part[i].with);
	free(rewrite->part);
	*rewrite = (struct rewrite){ 0 };
}

/* Slots @first up to @end of one layer. */
static bool slots_fit(const struct source *source, size_t origin, const struct keymap *map, size_t layer,
		      size_t first, size_t end)
{
	for (size_t slot = first; slot < end; slot++)
		if (span_is_nowhere(source_binding(source, origin, slot)->span) &&
		    !action_equal(keymap_get_slot(map, layer, slot),
				  keymap_get_slot(source->map, origin, slot)))
			return false;
	return true;
}

bool rewrite_layer_fits(const struct source *source, size_t origin, const struct keymap *map, size_t layer)
{
	return slots_fit(source, origin, map, layer, 0, keymap_keys(map));
}

static bool layers_stayed(const struct source *source, const struct keymap *map)
{
	if (!source->layers.len || keymap_layers(map) != keymap_layers(source->map) ||
	    keymap_keys(map) != keymap_keys(source->map))
		return false;
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		if (keymap_layer_origin(map, layer) != (int)layer)
			return false;
	return true;
}

bool rewrite_fits(const struct source *source, const struct keymap *map)
{
	bool fits = layers_stayed(source, map);

	for (size_t layer = 0; fits && layer < keymap_layers(map); layer++)
		fits = rewrite_layer_fits(source, layer, map, layer);
	return fits;
}

bool rewrite_turns_fit(const struct source *source, const struct keymap *map)
{
	bool fits = layers_stayed(source, map) && keymap_slots(map) == keymap_slots(source->map);

	for (size_t layer = 0; fits && layer < keymap_layers(map); layer++)
		fits = slots_fit(source, layer, map, layer, keymap_keys(map), keymap_slots(map));
	return fits;
}

static void rewrite_slots(struct rewrite *rewrite, const struct source *source, size_t origin,
			  const struct keymap *map, size_t layer, size_t first, size_t end,
			  rewrite_action *print)
{
	for (size_t slot = first; slot < end; slot++) {
		struct span span = source_binding(source, origin, slot)->span;
		struct action action = keymap_get_slot(map, layer, slot);
		struct str text = STR_INIT;

		if (span_is_nowhere(span) || action_equal(action, keymap_get_slot(source->map, origin, slot)))
			continue;
		print(source, span, action, &text);
		rewrite_replace(rewrite, span, str_text(&text));
		str_release(&text);
	}
}

void rewrite_layer(struct rewrite *rewrite, const struct source *source, size_t origin,
		   const struct keymap *map, size_t layer, rewrite_action *print)
{
	rewrite_slots(rewrite, source, origin, map, layer, 0, keymap_keys(map), print);
}

void rewrite_turns(struct rewrite *rewrite, const struct source *source, size_t origin,
		   const struct keymap *map, size_t layer, rewrite_action *print)
{
	rewrite_slots(rewrite, source, origin, map, layer, keymap_keys(map), keymap_slots(map), print);
}

struct rewrite *rewrite_new_all(const struct source *source)
{
	return mem_new(source->includes + 1, sizeof(struct rewrite));
}

void rewrite_free_all(struct rewrite *rewrite, const struct source *source)
{
	for (size_t file = 0; rewrite && file <= source->includes; file++)
		rewrite_release(&rewrite[file]);
	free(rewrite);
}

bool rewrite_print_alone(struct rewrite *rewrite, const struct source *source, struct span stretch,
			 struct str *out)
{
	for (size_t file = 1; file <= source->includes; file++)
		if (rewrite[file].parts)
			return false;
	if (!rewrite_is_apart(&rewrite[0], stretch))
		return false;
	rewrite_print(&rewrite[0], source->text, stretch, out);
	return true;
}
