/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
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

void problems_add_diagnostics(struct problems *all, const struct diagnostics *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct diagnostic *d = &from->item[i];
		struct problem *p = add(all, diagnostic_severity(d));

		p->place = d->place;
		snprintf(p->code, sizeof(p->code), "%s", d->kind->code);
		snprintf(p->file, sizeof(p->file), "%s", symbol_text(d->file));
		snprintf(p->text, sizeof(p->text), "%s", d->text);
	}
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
		    !strncmp(all->item[i].text, event->text, 500))
			return;
	p = add(all, severity);
	p->place = PLACE_NONE;
	p->place.layer = event->layer;
	p->place.key = event->key;
	p->place.encoder = event->encoder;
	p->place.line = event->line;
	p->place.column = event->column;
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
