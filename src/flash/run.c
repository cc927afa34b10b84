/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flash/safety.h"
#include "run_private.h"

enum { FOLLOW_MS = 10000 };

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

void flash_step_begin(struct run *r, const char *step, size_t total)
{
	r->step = step;
	r->done = 0;
	r->total = total;
}

uint8_t *flash_read_zone(struct run *r, const struct flash_zone *zone, struct err *err)
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

	flash_step_begin(r, "write", r->plan.write_bytes);
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

	flash_step_begin(r, "verify", r->plan.write_bytes);
	for (size_t i = 0; ok && i < r->plan.zones; i++) {
		const struct flash_zone *zone = &r->plan.zone[i];
		uint8_t *both = flash_read_zone(r, zone, err);

		ok = both && same(both, both + zone->len, zone, err);
		free(both);
	}
	return ok || err_wrap(err, "verifying");
}

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
		report_diagnostic(job->report, "warning", "started-as-another", REPORT_NOWHERE, text);
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
				  found.item[i].check->code, REPORT_NOWHERE, found.item[i].text);
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
	return !r->geometry.can_read || flash_compare(r, err);
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
