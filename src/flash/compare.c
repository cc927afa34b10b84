/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "run_private.h"

enum {
	MANY_BLOCKS =
		4, /* pages of so many are told apart by their first one before they are read to the end */
	FEW_PAGES =
		8, /* where none of so many is the same this is another firmware: reading on takes time only */
};

/* The pages of a zone; the first and the last may reach beyond it. */
struct stretch {
	struct flash_zone zone;
	size_t first, behind; /* the plan's pages from the one to before the other */
};

static uint64_t zone_end(const struct flash_zone *zone)
{
	return (uint64_t)zone->addr + zone->len;
}

static struct stretch stretch_of(const struct flash_plan *plan, size_t first, const struct flash_zone *zone)
{
	struct stretch s = { *zone, first, first };

	while (s.behind < plan->pages && plan->page[s.behind].addr < zone_end(zone))
		s.behind++;
	return s;
}

/* What of a page lies in the zone. */
static struct flash_zone page_part(const struct flash_page *p, const struct flash_zone *zone)
{
	const uint64_t page_end = (uint64_t)p->addr + p->len;
	const uint64_t end = page_end < zone_end(zone) ? page_end : zone_end(zone);
	const uint32_t addr = p->addr > zone->addr ? p->addr : zone->addr;

	return (struct flash_zone){ .addr = addr, .len = (size_t)(end - addr) };
}

static bool compare_bytes(struct run *r, uint32_t addr, size_t len, bool *equal, struct err *err)
{
	const struct flash_zone part = { .addr = addr, .len = len };
	uint8_t *both = flash_read_zone(r, &part, err);

	*equal = both && !memcmp(both, both + len, len);
	free(both);
	return both != NULL;
}

static bool compare_large_page(struct run *r, struct flash_page *p, const struct flash_zone *zone,
			       struct err *err)
{
	const struct flash_zone part = page_part(p, zone);
	const size_t head = part.len < r->geometry.block_bytes ? part.len : r->geometry.block_bytes;

	if (!compare_bytes(r, part.addr, head, &p->same, err))
		return false;
	if (p->same && part.len > head)
		return compare_bytes(r, part.addr + (uint32_t)head, part.len - head, &p->same, err);
	r->done += part.len - head;
	return true;
}

/* Read all of a stretch at once. */
static bool compare_whole(struct run *r, const struct stretch *s, struct err *err)
{
	uint8_t *both = flash_read_zone(r, &s->zone, err);

	if (!both)
		return false;
	for (size_t i = s->first; i < s->behind; i++) {
		const struct flash_zone part = page_part(&r->plan.page[i], &s->zone);
		const uint8_t *have = both + (part.addr - s->zone.addr);

		r->plan.page[i].same = !memcmp(have, have + s->zone.len, part.len);
	}
	free(both);
	return true;
}

static bool any_same(const struct flash_plan *plan, const struct stretch *s)
{
	for (size_t i = s->first; i < s->behind; i++)
		if (plan->page[i].same)
			return true;
	return false;
}

static bool compare_small_pages(struct run *r, const struct stretch *s, struct err *err)
{
	struct stretch few = *s, rest = *s;

	if (s->behind - s->first <= FEW_PAGES)
		return compare_whole(r, s, err);
	few.behind = rest.first = s->first + FEW_PAGES;
	rest.zone.addr = r->plan.page[rest.first].addr;
	few.zone.len = rest.zone.addr - s->zone.addr;
	rest.zone.len = s->zone.len - few.zone.len;
	if (!compare_whole(r, &few, err))
		return false;
	if (any_same(&r->plan, &few))
		return compare_whole(r, &rest, err);
	r->done += rest.zone.len;
	return true;
}

static bool has_large_pages(const struct run *r, const struct stretch *s)
{
	for (size_t i = s->first; i < s->behind; i++)
		if (r->plan.page[i].len < MANY_BLOCKS * r->geometry.block_bytes)
			return false;
	return true;
}

static bool compare_stretch(struct run *r, const struct stretch *s, struct err *err)
{
	if (!has_large_pages(r, s))
		return compare_small_pages(r, s, err);
	for (size_t i = s->first; i < s->behind; i++)
		if (!compare_large_page(r, &r->plan.page[i], &s->zone, err))
			return false;
	return true;
}

bool flash_compare(struct run *r, struct err *err)
{
	struct flash_plan *plan = &r->plan;
	size_t page = 0, equal = 0;

	flash_step_begin(r, "compare", plan->write_bytes);
	for (size_t i = 0; i < plan->zones; i++) {
		const struct stretch s = stretch_of(plan, page, &plan->zone[i]);

		if (!compare_stretch(r, &s, err))
			return err_wrap(err, "comparing");
		page = s.behind;
	}
	report_progress(r->job->report, r->step, r->total, r->total, "bytes");
	for (size_t i = 0; i < plan->pages; i++)
		equal += plan->page[i].same;
	/* A stream has no beginning but the first page. */
	for (size_t i = 0; r->geometry.order == FLASH_STREAM && equal < plan->pages && i < plan->pages; i++)
		plan->page[i].same = false;
	flash_plan_update(plan, r->job->image, &r->geometry);
	return true;
}
