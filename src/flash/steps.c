/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "flash/steps.h"

enum {
	/* The largest unit that flash is programmed by (H7): parts of it must not be written twice. */
	WRITE_UNIT = 32,
	SETTINGS_SECTOR_BYTES = 16 << 10,
	COPY_BYTES = 4096,
};

const struct flash_region *flash_region_find(const struct flash_geometry *g, uint32_t addr)
{
	for (size_t i = 0; i < g->regions; i++)
		if (addr >= g->region[i].addr && addr - g->region[i].addr < g->region[i].size)
			return &g->region[i];
	return NULL;
}

void flash_plan_release(struct flash_plan *plan)
{
	free(plan->page);
	free(plan->zone);
	*plan = (struct flash_plan){ 0 };
}

/* How many bytes the image has in a page, and whether any of them is not FF. */
static size_t look(const struct image *image, uint32_t addr, uint32_t len, bool *blank)
{
	uint8_t buf[COPY_BYTES];
	size_t had = 0;

	*blank = true;
	for (uint32_t at = 0; at < len; at += COPY_BYTES) {
		const size_t n = len - at < COPY_BYTES ? len - at : COPY_BYTES;

		had += image_copy(image, addr + at, buf, n);
		for (size_t i = 0; i < n && *blank; i++)
			*blank = buf[i] == 0xff;
	}
	return had;
}

static bool add_page(struct flash_plan *plan, size_t *cap, const struct image *image,
		     const struct flash_geometry *g, uint32_t addr, uint32_t len, struct err *err)
{
	bool blank;
	const size_t had = look(image, addr, len, &blank);
	const bool first = addr == g->app_addr;

	if (g->order == FLASH_PAGES && !had)
		return true;
	if (g->order == FLASH_PAGES && image_is_raw(image) && blank && len >= SETTINGS_SECTOR_BYTES) {
		if (!plan->kept_bytes)
			plan->kept_addr = addr;
		plan->kept_bytes += had;
		return true;
	}
	if (g->order == FLASH_BLOCKS && blank && !first)
		return true;
	if (plan->pages == FLASH_MAX_PAGES)
		return err_set(err, ERR_RANGE, "the device's pages are too small for this image");
	plan->page = mem_grow(plan->page, plan->pages, cap, sizeof(*plan->page));
	plan->page[plan->pages++] = (struct flash_page){ addr, len, false };
	return true;
}

/* The pages of @region from @first to @last, both within it. */
static bool add_pages(struct flash_plan *plan, size_t *cap, const struct image *image,
		      const struct flash_geometry *g, const struct flash_region *region, uint32_t first,
		      uint32_t last, struct err *err)
{
	const uint32_t from = (first - region->addr) / region->page,
		       to = (last - region->addr) / region->page;

	for (uint32_t n = from; n <= to; n++)
		if (!add_page(plan, cap, image, g, region->addr + n * region->page, region->page, err))
			return false;
	return true;
}

/* Pages that @first to @last touch, region by region. */
static bool cover(struct flash_plan *plan, size_t *cap, const struct image *image,
		  const struct flash_geometry *g, uint32_t first, uint32_t last, struct err *err)
{
	const uint8_t wanted = FLASH_ERASABLE | FLASH_WRITABLE;

	for (uint64_t at = first; at <= last;) {
		const struct flash_region *region = flash_region_find(g, (uint32_t)at);
		uint32_t end;

		if (!region || (region->access & wanted) != wanted)
			return err_set(err, ERR_RANGE, "0x%08x is not in memory that can be written",
				       (unsigned)at);
		end = region->addr + (region->size - 1);
		if (end > last)
			end = last;
		/* Two parts of an image may share a page. */
		if (plan->pages && plan->page[plan->pages - 1].addr + plan->page[plan->pages - 1].len > at)
			at = (uint64_t)plan->page[plan->pages - 1].addr + plan->page[plan->pages - 1].len;
		if (at <= end && !add_pages(plan, cap, image, g, region, (uint32_t)at, end, err))
			return false;
		at = (uint64_t)end + 1;
	}
	return true;
}

/* From the size of a page: the slower of the figures in ST's datasheets, which are alike for its likes. */
static int64_t page_erase_ms(uint32_t page)
{
	return page <= 4 << 10 ? 40 : page <= 16 << 10 ? 400 : page <= 64 << 10 ? 1200 : 2000;
}

/* The part of a page that is to be written: all of a block; of an erased page what the image has there. */
static struct flash_zone page_zone(const struct flash_page *page, const struct image *image,
				   const struct flash_geometry *g)
{
	const uint32_t page_last = page->addr + (page->len - 1);
	uint32_t first = UINT32_MAX, last = 0;

	if (g->order != FLASH_PAGES)
		return (struct flash_zone){ page->addr, page->len };
	for (size_t i = 0; i < image->segments; i++) {
		const struct image_segment *s = &image->segment[i];
		const uint32_t s_last = s->addr + (uint32_t)(s->len - 1);

		if (s->addr > page_last || s_last < page->addr)
			continue;
		if (s->addr < first)
			first = s->addr;
		if (s_last > last)
			last = s_last;
	}
	if (first < page->addr)
		first = page->addr;
	if (last > page_last)
		last = page_last;
	first -= (first - page->addr) % WRITE_UNIT;
	last += WRITE_UNIT - 1 - (last - page->addr) % WRITE_UNIT;
	if (last > page_last)
		last = page_last;
	return (struct flash_zone){ first, (size_t)(last - first) + 1 };
}

void flash_plan_update(struct flash_plan *plan, const struct image *image, const struct flash_geometry *g)
{
	size_t cap = 0;

	free(plan->zone);
	plan->zone = NULL;
	plan->zones = plan->erase_pages = plan->erase_bytes = plan->write_bytes = plan->same_bytes = 0;
	plan->erase_ms = 0;
	for (size_t i = 0; i < plan->pages; i++) {
		const struct flash_page *page = &plan->page[i];
		const struct flash_zone zone = page_zone(page, image, g);
		struct flash_zone *before = plan->zones ? &plan->zone[plan->zones - 1] : NULL;

		if (page->same) {
			plan->same_bytes += page->len;
			continue;
		}
		plan->write_bytes += zone.len;
		if (g->order == FLASH_PAGES) {
			plan->erase_pages++;
			plan->erase_bytes += page->len;
			plan->erase_ms += page_erase_ms(page->len);
		}
		if (before && before->addr + before->len == zone.addr) {
			before->len += zone.len;
			continue;
		}
		plan->zone = mem_grow(plan->zone, plan->zones, &cap, sizeof(*plan->zone));
		plan->zone[plan->zones++] = zone;
	}
}

bool flash_plan_make(struct flash_plan *plan, const struct image *image, const struct flash_geometry *g,
		     struct err *err)
{
	size_t cap = 0;
	bool ok = true;

	*plan = (struct flash_plan){ 0 };
	if (g->order != FLASH_PAGES) {
		/* One piece from the start, whatever the image leaves out. */
		ok = image_first(image) >= g->app_addr ||
		     err_set(err, ERR_RANGE, "the image starts at 0x%08x, before the firmware's place 0x%08x",
			     (unsigned)image_first(image), (unsigned)g->app_addr);
		ok = ok && cover(plan, &cap, image, g, g->app_addr, image_last(image), err);
	}
	for (size_t i = 0; ok && g->order == FLASH_PAGES && i < image->segments; i++) {
		const struct image_segment *s = &image->segment[i];

		ok = cover(plan, &cap, image, g, s->addr, s->addr + (uint32_t)(s->len - 1), err);
	}
	if (ok && !plan->pages)
		ok = err_set(err, ERR_RANGE, "the image is blank: there is nothing to write");
	if (!ok) {
		flash_plan_release(plan);
		return false;
	}
	flash_plan_update(plan, image, g);
	return true;
}

void flash_plan_describe(const struct flash_plan *plan, const struct flash_geometry *g, struct str *out)
{
	if (plan->same_bytes)
		str_addf(out, "%zu bytes are on the device already\n", plan->same_bytes);
	if (plan->kept_bytes)
		str_addf(out,
			 "0x%08x: %zu blank bytes of the image are left out; the device keeps what it has "
			 "there (saved settings)\n",
			 (unsigned)plan->kept_addr, plan->kept_bytes);
	if (plan->erase_pages)
		str_addf(out, "erase %zu pages, %zu bytes, about %lld.%lld s\n", plan->erase_pages,
			 plan->erase_bytes, (long long)plan->erase_ms / 1000,
			 (long long)plan->erase_ms % 1000 / 100);
	if (g->order == FLASH_BLOCKS)
		str_add(out, "erase the chip, with the first block\n");
	for (size_t i = 0; i < plan->zones; i++)
		str_addf(out, "write 0x%08x to 0x%08x, %zu bytes\n", (unsigned)plan->zone[i].addr,
			 (unsigned)(plan->zone[i].addr + (plan->zone[i].len - 1)), plan->zone[i].len);
	if (!plan->zones)
		return;
	if (g->can_read)
		str_addf(out, "verify %zu bytes\n", plan->write_bytes);
	else
		str_add(out, "verify nothing: this bootloader cannot be read back\n");
}
