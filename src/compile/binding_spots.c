/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "binding_spots.h"
#include "compile/columns.h"

void binding_spots_add(struct binding_spots *spots, const struct source *source, size_t layer, size_t slot,
		       char *with)
{
	struct source_binding at = *source_binding(source, layer, slot);

	if (span_is_nowhere(at.span)) {
		free(with);
		return;
	}
	spots->item = mem_grow(spots->item, spots->count, &spots->cap, sizeof(*spots->item));
	spots->item[spots->count++] = (struct binding_spot){ at, layer, slot, with };
}

void binding_spots_release(struct binding_spots *spots)
{
	for (size_t i = 0; i < spots->count; i++)
		free(spots->item[i].with);
	free(spots->item);
	*spots = (struct binding_spots){ 0 };
}

bool binding_refuse(const struct source *source, size_t layer, size_t slot, const char *why, struct err *err)
{
	const struct source_binding *at = source_binding(source, layer, slot);
	size_t keys = keymap_keys(source->map), len;
	const char *text = source_text(source, at->file, &len), *path = source_path(source, at->file);
	struct str where = STR_INIT;
	int line, column;

	if (slot < keys)
		str_addf(&where, "key %zu of layer %zu", slot, layer);
	else
		str_addf(&where, "encoder %zu of layer %zu", (slot - keys) / TURN_COUNT, layer);
	if (!span_is_nowhere(at->span)) {
		source_place(text, len, at->span.start, &line, &column);
		str_addf(&where, " (%s%sline %d)", path, path[0] ? ", " : "", line);
	}
	err_set(err, ERR_REFUSED, "%s cannot be changed: %s%s", str_text(&where), why,
		span_is_nowhere(at->call) ? "" : "; :expand writes the macro out in its place");
	str_release(&where);
	return false;
}

static int compare(const void *a, const void *b)
{
	const struct binding_spot *x = a, *y = b;

	if (x->at.file != y->at.file)
		return x->at.file < y->at.file ? -1 : 1;
	if (x->at.span.start != y->at.span.start)
		return x->at.span.start < y->at.span.start ? -1 : 1;
	return (x->at.span.len > y->at.span.len) - (x->at.span.len < y->at.span.len);
}

/* Those of one file, sorted. Bindings of one macro share its text, in which others may stand as its
 * arguments: what stays gives way to those. */
static bool replace_in_file(const struct binding_spot *spot, size_t count, const struct source *source,
			    struct rewrite *rewrite, struct err *err)
{
	struct columns_item *item = mem_new(count, sizeof(*item));
	size_t items = 0, len;
	const char *text = source_text(source, spot->at.file, &len);
	bool ok = true;

	for (size_t i = 0; i < count && ok; i++) {
		struct columns_item *before = items ? &item[items - 1] : NULL;
		struct columns_item next = { spot[i].at.span, spot[i].with };

		if (!before || next.span.start >= span_end(before->span))
			item[items++] = next;
		else if (!before->with)
			*before = next;
		else if (next.with)
			ok = binding_refuse(source, spot[i].layer, spot[i].slot,
					    "its text is another key's as well", err);
	}
	if (ok)
		columns_replace(rewrite, text, len, item, items);
	free(item);
	return ok;
}

bool binding_spots_replace(struct binding_spots *spots, const struct source *source, struct rewrite *rewrite,
			   struct err *err)
{
	size_t n;

	if (spots->count)
		qsort(spots->item, spots->count, sizeof(*spots->item), compare);
	for (size_t i = 0; i < spots->count; i += n) {
		const struct binding_spot *spot = &spots->item[i];
		bool any = false;

		for (n = 0; i + n < spots->count && spot[n].at.file == spot->at.file; n++)
			any |= spot[n].with != NULL;
		if (any && !replace_in_file(spot, n, source, &rewrite[spot->at.file], err))
			return false;
	}
	return true;
}
