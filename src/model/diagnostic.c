/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/diagnostic.h"
#include "model/symbol.h"

void diagnostics_release(struct diagnostics *all)
{
	for (size_t i = 0; i < all->count; i++)
		free(all->item[i].text);
	free(all->item);
	*all = (struct diagnostics){ 0 };
}

static void add(struct diagnostics *all, const struct diagnostic_kind *kind, uint32_t file,
		struct place place, const char *fmt, va_list ap) PRINTF_LIKE(5, 0);

static void add(struct diagnostics *all, const struct diagnostic_kind *kind, uint32_t file,
		struct place place, const char *fmt, va_list ap)
{
	char text[1000], escaped[1000];

	if (all->count >= DIAGNOSTICS_MAX) {
		all->dropped++;
		return;
	}
	vsnprintf(text, sizeof(text), fmt, ap);
	utf8_escape(escaped, sizeof(escaped), text, strlen(text));
	all->item = mem_grow(all->item, all->count, &all->cap, sizeof(*all->item));
	all->item[all->count++] = (struct diagnostic){ kind, place, file, mem_copy_text(escaped) };
}

void diagnostics_add(struct diagnostics *all, const struct diagnostic_kind *kind, struct place place,
		     const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(all, kind, 0, place, fmt, ap);
	va_end(ap);
}

void diagnostics_add_in_file(struct diagnostics *all, const struct diagnostic_kind *kind, const char *file,
			     struct place place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(all, kind, symbol(file), place, fmt, ap);
	va_end(ap);
}

void diagnostics_append(struct diagnostics *to, struct diagnostics *from)
{
	for (size_t i = 0; i < from->count; i++) {
		if (to->count >= DIAGNOSTICS_MAX) {
			to->dropped++;
			free(from->item[i].text);
			continue;
		}
		to->item = mem_grow(to->item, to->count, &to->cap, sizeof(*to->item));
		to->item[to->count++] = from->item[i];
	}
	to->dropped += from->dropped;
	free(from->item);
	*from = (struct diagnostics){ 0 };
}

size_t diagnostics_count(const struct diagnostics *all, enum severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++)
		n += all->item[i].kind->severity == severity;
	return n;
}

struct report_place diagnostic_place(const struct diagnostic *d)
{
	const struct place *at = &d->place;

	return (struct report_place){ .file = d->file ? symbol_text(d->file) : NULL,
				      .line = at->line,
				      .column = at->column,
				      .layer = at->layer,
				      .key = at->key,
				      .encoder = at->encoder };
}

const char *severity_name(enum severity severity)
{
	static const char *const name[] = { "note", "warning", "error" };

	return name[severity];
}
