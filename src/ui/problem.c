/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "model/term.h"
#include "problem.h"

/* Errors first, then warnings, then notes; each in the order they came. */
static struct problem *add(struct problems *all, enum severity severity)
{
	size_t at = all->count;

	all->item = mem_grow(all->item, all->count, &all->cap, sizeof(*all->item));
	while (at && all->item[at - 1].severity < severity)
		at--;
	memmove(&all->item[at + 1], &all->item[at], (all->count - at) * sizeof(*all->item));
	all->count++;
	all->item[at] = (struct problem){ .severity = severity };
	return &all->item[at];
}

void problems_release(struct problems *all)
{
	free(all->item);
	*all = (struct problems){ 0 };
}

void problems_release_found(struct problems *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].built)
			all->item[kept++] = all->item[i];
	all->count = kept;
}

static void add_loss(struct problem *p, const struct diagnostic *d)
{
	struct str id = STR_INIT;

	diagnostic_add_id(d, &id);
	snprintf(p->id, sizeof(p->id), "%s", str_text(&id));
	snprintf(p->instead, sizeof(p->instead), "%.255s", d->instead);
	p->loss = d->loss;
	p->waived = d->waived;
	str_release(&id);
}

void problems_add_diagnostics(struct problems *all, const struct diagnostics *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct diagnostic *d = &from->item[i];
		struct problem *p = add(all, diagnostic_severity(d));

		p->place = d->place;
		snprintf(p->code, sizeof(p->code), "%s", d->kind->code);
		snprintf(p->file, sizeof(p->file), "%s", symbol_text(d->file));
		snprintf(p->text, sizeof(p->text), "%s", d->text);
		if (d->loss)
			add_loss(p, d);
	}
}

static void add_definition(struct place *place, const struct report_event *event)
{
	enum definition_kind kind;

	if (event->definition < 0 || !term_find_definition(event->kind, &kind))
		return;
	place->kind = (int)kind;
	place->definition = event->definition;
}

void problems_add_event(struct problems *all, const struct report_event *event)
{
	enum severity severity = !strcmp(event->severity, severity_name(SEVERITY_ERROR))  ? SEVERITY_ERROR
				 : !strcmp(event->severity, severity_name(SEVERITY_NOTE)) ? SEVERITY_NOTE
											  : SEVERITY_WARNING;
	struct problem *p;

	/* A worker finds again what was found here before it was started. */
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->item[i].code, event->name) && all->item[i].place.layer == event->layer &&
		    all->item[i].place.key == event->key && all->item[i].place.encoder == event->encoder &&
		    all->item[i].place.definition == event->definition &&
		    !strncmp(all->item[i].text, event->text, 500))
			return;
	p = add(all, severity);
	p->place = PLACE_NONE;
	p->place.layer = event->layer;
	p->place.key = event->key;
	p->place.encoder = event->encoder;
	p->place.line = event->line;
	p->place.column = event->column;
	add_definition(&p->place, event);
	p->built = true;
	p->loss = !strcmp(event->loss, loss_name(LOSS_ALL))    ? LOSS_ALL
		  : !strcmp(event->loss, loss_name(LOSS_NEAR)) ? LOSS_NEAR
							       : LOSS_NONE;
	p->waived = event->waived;
	snprintf(p->instead, sizeof(p->instead), "%s", event->instead);
	snprintf(p->id, sizeof(p->id), "%s", event->id);
	snprintf(p->code, sizeof(p->code), "%s", event->name);
	snprintf(p->file, sizeof(p->file), "%.255s", event->file);
	snprintf(p->text, sizeof(p->text), "%.511s", event->text);
}

size_t problems_count(const struct problems *all, enum severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++)
		n += all->item[i].severity == severity;
	return n;
}
