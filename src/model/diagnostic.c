/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/diagnostic.h"
#include "model/symbol.h"
#include "model/term.h"

static void release(struct diagnostic *d)
{
	free(d->text);
	free(d->subject);
	free(d->instead);
}

void diagnostics_release(struct diagnostics *all)
{
	for (size_t i = 0; i < all->count; i++)
		release(&all->item[i]);
	free(all->item);
	*all = (struct diagnostics){ 0 };
}

static char *escape(const char *text)
{
	char escaped[1000];

	utf8_escape(escaped, sizeof(escaped), text, strlen(text));
	return mem_copy_text(escaped);
}

/* NULL when there are enough already. */
static struct diagnostic *add(struct diagnostics *all, const struct diagnostic_kind *kind, uint32_t file,
			      struct place place, const char *fmt, va_list ap) PRINTF_LIKE(5, 0);

static struct diagnostic *add(struct diagnostics *all, const struct diagnostic_kind *kind, uint32_t file,
			      struct place place, const char *fmt, va_list ap)
{
	char text[1000];
	struct diagnostic *d;

	if (all->count >= DIAGNOSTICS_MAX) {
		all->dropped++;
		return NULL;
	}
	vsnprintf(text, sizeof(text), fmt, ap);
	all->item = mem_grow(all->item, all->count, &all->cap, sizeof(*all->item));
	d = &all->item[all->count++];
	*d = (struct diagnostic){ .kind = kind, .place = place, .file = file, .text = escape(text) };
	return d;
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

void diagnostics_add_loss(struct diagnostics *all, const struct diagnostic_kind *kind, struct place place,
			  struct loss_of of, const char *fmt, ...)
{
	struct diagnostic *d;
	va_list ap;

	va_start(ap, fmt);
	d = add(all, kind, 0, place, fmt, ap);
	va_end(ap);
	if (!d)
		return;
	d->loss = of.loss;
	d->subject = escape(of.subject);
	d->instead = escape(of.instead);
}

void diagnostic_add_id(const struct diagnostic *d, struct str *out)
{
	str_addf(out, "%s:%s", d->kind->code, d->subject ? d->subject : "");
}

bool diagnostics_waive(struct diagnostics *all, const char *id)
{
	struct str text = STR_INIT;
	bool found = false;

	for (size_t i = 0; i < all->count; i++) {
		struct diagnostic *d = &all->item[i];

		if (d->loss == LOSS_NONE)
			continue;
		str_clear(&text);
		diagnostic_add_id(d, &text);
		if (strcmp(str_text(&text), id))
			continue;
		d->waived = true;
		found = true;
	}
	str_release(&text);
	return found;
}

enum severity diagnostic_severity(const struct diagnostic *d)
{
	return d->waived ? SEVERITY_NOTE : d->kind->severity;
}

void diagnostics_append(struct diagnostics *to, struct diagnostics *from)
{
	for (size_t i = 0; i < from->count; i++) {
		if (to->count >= DIAGNOSTICS_MAX) {
			to->dropped++;
			release(&from->item[i]);
			continue;
		}
		to->item = mem_grow(to->item, to->count, &to->cap, sizeof(*to->item));
		to->item[to->count++] = from->item[i];
	}
	to->dropped += from->dropped;
	free(from->item);
	*from = (struct diagnostics){ 0 };
}

void diagnostics_keep(struct diagnostics *all, bool (*keep)(const struct diagnostic *d, const void *data),
		      const void *data)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->count; i++)
		if (keep(&all->item[i], data))
			all->item[kept++] = all->item[i];
		else
			release(&all->item[i]);
	all->count = kept;
}

size_t diagnostics_count(const struct diagnostics *all, enum severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++)
		n += diagnostic_severity(&all->item[i]) == severity;
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
				      .encoder = at->encoder,
				      .definition = at->definition,
				      .kind = at->kind < 0
						      ? NULL
						      : term_of_definition((enum definition_kind)at->kind) };
}

const char *loss_name(enum loss loss)
{
	static const char *const name[] = { "", "near", "none" };

	return name[loss];
}

const char *severity_name(enum severity severity)
{
	static const char *const name[] = { "note", "warning", "error" };

	return name[severity];
}

struct place place_of_key(size_t layer, size_t key)
{
	struct place place = PLACE_NONE;

	place.layer = (int)layer;
	place.key = (int)key;
	return place;
}

struct place place_of_encoder(size_t layer, size_t encoder)
{
	struct place place = PLACE_NONE;

	place.layer = (int)layer;
	place.encoder = (int)encoder;
	return place;
}

struct place place_of_definition(int kind, size_t index)
{
	struct place place = PLACE_NONE;

	place.kind = kind;
	place.definition = (int)index;
	return place;
}
