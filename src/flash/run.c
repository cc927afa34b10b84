/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flash/run.h"
#include "flash/safety.h"
#include "flash/steps.h"

enum { FOLLOW_MS = 10000 };

/* How far it came: what a failure has to say depends on it. */
enum stage { STAGE_UNTOUCHED, STAGE_CHANGED, STAGE_WRITTEN };

struct run {
	struct flash_watch watch; /* first: the callback casts back */
	const struct flash_job *job;
	struct flash_geometry geometry;
	struct flash_plan plan;
	enum stage stage;
	const char *step;
	size_t done, total; /* of the step, before the running call */
};

static bool cancelled(const struct flash_job *job)
{
	return job->cancel && *job->cancel;
}

static bool watch_step(struct flash_watch *watch, size_t done)
{
	struct run *r = (struct run *)watch;

	report_progress(r->job->report, r->step, r->done + done, r->total, "bytes");
	return !cancelled(r->job);
}

static void begin(struct run *r, const char *step, size_t total)
{
	r->step = step;
	r->done = 0;
	r->total = total;
}

/* What the device and the image have in a zone, in one new piece of memory, the device's first. */
static uint8_t *read_zone(struct run *r, const struct flash_zone *zone, struct err *err)
{
	const struct flash_job *job = r->job;
	uint8_t *both = mem_new(zone->len, 2);

	if (!job->driver->read(job->transport, &r->geometry, zone->addr, both, zone->len, &r->watch, err)) {
		free(both);
		return NULL;
	}
	image_copy(job->image, zone->addr, both + zone->len, zone->len);
	r->done += zone->len;
	return both;
}

/* Mark those pages of @zone, whose first is @page, that are the same. Returns the one behind the last. */
static size_t mark_same(struct flash_plan *plan, size_t page, const struct flash_zone *zone,
			const uint8_t *have, const uint8_t *want)
{
	const uint64_t end = (uint64_t)zone->addr + zone->len;

	for (; page < plan->pages && plan->page[page].addr < end; page++) {
		struct flash_page *p = &plan->page[page];
		const size_t from = p->addr > zone->addr ? p->addr - zone->addr : 0;
		const uint64_t to = (uint64_t)p->addr + p->len - zone->addr;
		const size_t len = (to < zone->len ? (size_t)to : zone->len) - from;

		p->same = !memcmp(have + from, want + from, len);
	}
	return page;
}

/* Pages of many blocks are told apart by their first one: a page that begins otherwise is not read to its end. */
enum { MANY_BLOCKS = 4, FEW_PAGES = 8 };

static bool has_large_pages(const struct run *r, size_t page, const struct flash_zone *zone)
{
	const uint64_t end = (uint64_t)zone->addr + zone->len;

	for (; page < r->plan.pages && r->plan.page[page].addr < end; page++)
		if (r->plan.page[page].len < MANY_BLOCKS * r->geometry.block_bytes)
			return false;
	return true;
}

static bool compare_stretch(struct run *r, uint32_t addr, size_t len, bool *equal, struct err *err)
{
	const struct flash_zone stretch = { .addr = addr, .len = len };
	uint8_t *both = read_zone(r, &stretch, err);

	*equal = both && !memcmp(both, both + len, len);
	free(both);
	return both != NULL;
}

static bool compare_large_page(struct run *r, struct flash_page *p, const struct flash_zone *zone,
			       struct err *err)
{
	const uint64_t zone_end = (uint64_t)zone->addr + zone->len, page_end = (uint64_t)p->addr + p->len;
	const uint32_t from = p->addr > zone->addr ? p->addr : zone->addr;
	const size_t len = (size_t)((page_end < zone_end ? page_end : zone_end) - from);
	const size_t head = len < r->geometry.block_bytes ? len : r->geometry.block_bytes;

	if (!compare_stretch(r, from, head, &p->same, err))
		return false;
	if (p->same && len > head)
		return compare_stretch(r, from + (uint32_t)head, len - head, &p->same, err);
	r->done += len - head;
	return true;
}

static size_t compare_run(struct run *r, size_t page, const struct flash_zone *zone, struct err *err)
{
	uint8_t *both = read_zone(r, zone, err);

	if (!both)
		return 0;
	page = mark_same(&r->plan, page, zone, both, both + zone->len);
	free(both);
	return page;
}

/* Where none of the first few pages is the same this is another firmware, and reading on would only take time. */
static size_t compare_small_pages(struct run *r, size_t page, const struct flash_zone *zone, struct err *err)
{
	const struct flash_page *pages = r->plan.page;
	const uint64_t end = (uint64_t)zone->addr + zone->len;
	struct flash_zone part = *zone;
	const size_t first = page;
	bool any = false;

	if (first + FEW_PAGES < r->plan.pages && pages[first + FEW_PAGES].addr < end)
		part.len = pages[first + FEW_PAGES].addr - zone->addr;
	page = compare_run(r, page, &part, err);
	if (!page || part.len == zone->len)
		return page;
	for (size_t i = first; i < page; i++)
		any |= pages[i].same;
	part = (struct flash_zone){ .addr = pages[page].addr, .len = (size_t)(end - pages[page].addr) };
	if (any)
		return compare_run(r, page, &part, err);
	r->done += part.len;
	while (page < r->plan.pages && pages[page].addr < end)
		page++;
	return page;
}

/* Compare the pages of one zone, of which @page is the first. Returns the one behind the last, or 0 on failure. */
static size_t compare_zone(struct run *r, size_t page, const struct flash_zone *zone, struct err *err)
{
	const uint64_t end = (uint64_t)zone->addr + zone->len;

	if (has_large_pages(r, page, zone)) {
		for (; page < r->plan.pages && r->plan.page[page].addr < end; page++)
			if (!compare_large_page(r, &r->plan.page[page], zone, err))
				return 0;
		return page;
	}
	return compare_small_pages(r, page, zone, err);
}

/* Find the pages that the device holds already. */
static bool compare(struct run *r, struct err *err)
{
	struct flash_plan *plan = &r->plan;
	size_t page = 0, equal = 0;

	begin(r, "compare", plan->write_bytes);
	for (size_t i = 0; i < plan->zones; i++) {
		page = compare_zone(r, page, &plan->zone[i], err);
		if (!page)
			return err_wrap(err, "comparing");
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

static bool erase(struct run *r, struct err *err)
{
	const struct flash_job *job = r->job;
	size_t done = 0;

	if (!r->plan.erase_pages)
		return true;
	for (size_t i = 0; i < r->plan.pages; i++) {
		if (r->plan.page[i].same)
			continue;
		if (cancelled(job))
			return err_set(err, ERR_CANCELLED, "cancelled");
		r->stage = STAGE_CHANGED;
		if (!job->driver->erase(job->transport, &r->geometry, r->plan.page[i].addr, err))
			return false;
		report_progress(job->report, "erase", ++done, r->plan.erase_pages, "pages");
	}
	return true;
}

static bool write_zones(struct run *r, struct err *err)
{
	const struct flash_job *job = r->job;
	bool ok = true;

	begin(r, "write", r->plan.write_bytes);
	for (size_t i = 0; ok && i < r->plan.zones; i++) {
		const struct flash_zone *zone = &r->plan.zone[i];
		uint8_t *data = mem_new(zone->len, 1);

		image_copy(job->image, zone->addr, data, zone->len);
		r->stage = STAGE_CHANGED;
		ok = job->driver->write(job->transport, &r->geometry, zone->addr, data, zone->len, &r->watch,
					err);
		r->done += zone->len;
		free(data);
	}
	return ok;
}

static bool same(const uint8_t *have, const uint8_t *want, const struct flash_zone *zone, struct err *err)
{
	for (size_t i = 0; i < zone->len; i++)
		if (have[i] != want[i])
			return err_set(
				err, ERR_VERIFY,
				"at 0x%08x the device has %02x and the image %02x; the memory may be worn "
				"or write protected",
				(unsigned)(zone->addr + i), have[i], want[i]);
	return true;
}

static bool verify(struct run *r, struct err *err)
{
	bool ok = true;

	begin(r, "verify", r->plan.write_bytes);
	for (size_t i = 0; ok && i < r->plan.zones; i++) {
		const struct flash_zone *zone = &r->plan.zone[i];
		uint8_t *both = read_zone(r, zone, err);

		ok = both && same(both, both + zone->len, zone, err);
		free(both);
	}
	return ok || err_wrap(err, "verifying");
}

static const struct report_place nowhere = { NULL, -1, -1, -1, -1 };

/* Who appears at the port now? */
static bool follow(struct run *r, struct err *err)
{
	const struct flash_job *job = r->job;
	const struct device *before = &job->transport->device;
	struct device after;
	char text[160];

	if (!job->transport->ops->follow(job->transport, FOLLOW_MS, &after, err)) {
		if (err->code != ERR_TIMEOUT || !r->geometry.can_read)
			return err_wrap(err, "written, but the firmware did not show itself");
		report_log(job->report,
			   "written and verified; no new device appeared, so unplug the keyboard and "
			   "plug it in again");
		return true;
	}
	if (after.vid == before->vid && after.pid == before->pid)
		return err_set(err, ERR_DEVICE, "the bootloader came back instead of the firmware");
	snprintf(text, sizeof(text), "%04x:%04x", after.vid, after.pid);
	report_result(job->report, "started", text);
	if (job->has_keyboard && (after.vid != job->keyboard_vid || after.pid != job->keyboard_pid)) {
		snprintf(text, sizeof(text),
			 "the keyboard calls itself %04x:%04x now; expected was %04x:%04x", after.vid,
			 after.pid, job->keyboard_vid, job->keyboard_pid);
		report_diagnostic(job->report, "warning", "started-as-another", nowhere, text);
	}
	return true;
}

static bool leave(struct run *r, struct err *err)
{
	const struct flash_job *job = r->job;

	r->stage = STAGE_WRITTEN;
	if (!job->driver->leave(job->transport, &r->geometry, err))
		return err_wrap(err, "starting the firmware");
	if (!follow(r, err))
		return false;
	report_result(job->report, "flashed",
		      r->geometry.can_read ? "verified" : "written, cannot be read back");
	return true;
}

/* Report what the checks found; false when one of them stops. */
static bool check(struct run *r, struct err *err)
{
	static const char *const severity[] = { "warning", "error", "error" };
	const struct flash_job *job = r->job;
	const struct flash_facts facts = {
		.image = job->image,
		.geometry = &r->geometry,
		.device = &job->transport->device,
		.has_keyboard = job->has_keyboard,
		.keyboard_vid = job->keyboard_vid,
		.keyboard_pid = job->keyboard_pid,
	};
	const struct flash_finding *stopper;
	struct flash_findings found;

	flash_safety(&facts, &found);
	if (!flash_force(&found, job->force, err))
		return false;
	for (size_t i = 0; i < found.count; i++)
		report_diagnostic(job->report,
				  found.item[i].forced ? "warning" : severity[found.item[i].check->gravity],
				  found.item[i].check->code, nowhere, found.item[i].text);
	stopper = flash_stopper(&found);
	if (!stopper)
		return true;
	if (stopper->check->gravity == FLASH_FATAL)
		return err_set(err, ERR_REFUSED, "%s: %s", stopper->check->code, stopper->text);
	return err_set(err, ERR_REFUSED, "%s: %s (--force %s flashes it anyway)", stopper->check->code,
		       stopper->text, stopper->check->code);
}

static void describe(const struct run *r)
{
	struct str text = STR_INIT;
	char *line, *next;

	str_addf(&text, "%s, %zu bytes from 0x%08x to 0x%08x\n", image_format_name(r->job->image->format),
		 r->job->image->len, (unsigned)image_first(r->job->image),
		 (unsigned)image_last(r->job->image));
	flash_plan_describe(&r->plan, &r->geometry, &text);
	for (line = text.data; (next = strchr(line, '\n')); line = next + 1) {
		*next = '\0';
		report_log(r->job->report, line);
	}
	str_release(&text);
}

/* Everything up to the first byte. */
static bool prepare(struct run *r, struct err *err)
{
	const struct flash_job *job = r->job;

	if (job->has_base && !image_is_raw(job->image))
		return err_set(err, ERR_USAGE, "%s says itself where it goes; a base is for raw binaries",
			       image_format_name(job->image->format));
	if (!job->driver->probe(job->transport, &job->options, &r->geometry, err))
		return false;
	if (!job->image->placed &&
	    !image_place(job->image, job->has_base ? job->base : r->geometry.app_addr, err))
		return false;
	if (!check(r, err) || !flash_plan_make(&r->plan, job->image, &r->geometry, err))
		return false;
	return !r->geometry.can_read || compare(r, err);
}

/* Add to the error what the person at the keyboard needs to know now. */
static void tell_state(const struct run *r, struct err *err)
{
	static const char *const state[] = {
		"nothing was changed",
		"not bricked: the bootloader is whole and the firmware is not; flash again",
		"the new firmware is written and verified",
		"the new firmware is written, which could not be verified",
	};
	const struct flash_driver *driver = r->job->driver;
	const struct err was = *err;

	if (r->stage == STAGE_UNTOUCHED && was.code == ERR_GONE)
		err_set(err, was.code, "%.250s; %s", was.text, state[r->stage]);
	else if (r->stage == STAGE_UNTOUCHED)
		err_set(err, was.code, "%.250s; %s, the keyboard is still in its bootloader", was.text,
			state[r->stage]);
	else if (r->stage == STAGE_CHANGED)
		err_set(err, was.code, "%.250s; %s (if the bootloader is gone: %s)", was.text,
			state[r->stage], driver->reenter);
	else
		err_set(err, was.code, "%.250s; %s: unplug the keyboard and plug it in again", was.text,
			state[r->geometry.can_read ? STAGE_WRITTEN : STAGE_WRITTEN + 1]);
}

bool flash_run(const struct flash_job *job, struct err *err)
{
	struct run r = { .watch = { watch_step }, .job = job };
	bool ok = prepare(&r, err);

	if (ok)
		describe(&r);
	if (ok && !job->dry_run)
		ok = erase(&r, err) && write_zones(&r, err) && (!r.geometry.can_read || verify(&r, err)) &&
		     leave(&r, err);
	/* Once told to start the firmware the device is not ours to ask any more. */
	if ((!ok || job->dry_run) && r.geometry.regions && r.stage != STAGE_WRITTEN && job->driver->stop)
		job->driver->stop(job->transport, &r.geometry);
	if (!ok && err->code != ERR_REFUSED && err->code != ERR_USAGE)
		tell_state(&r, err);
	flash_plan_release(&r.plan);
	return ok;
}
