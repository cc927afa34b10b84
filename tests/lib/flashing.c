/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "device/fake.h"
#include "flash/run.h"
#include "flashing.h"

enum { TOO_LONG_MS = 10 * 60 * 1000 };

/* Passes everything on, and raises the flag at one request. */
struct tripwire {
	struct transport base;
	struct transport *inner;
	unsigned requests, trip_at; /* 0: never */
	volatile sig_atomic_t flag;
};

static int wire_control(struct transport *t, const struct usb_setup *setup, void *buf, size_t len,
			int timeout_ms, struct err *err)
{
	struct tripwire *w = (struct tripwire *)t;

	if (++w->requests == w->trip_at)
		w->flag = 1;
	return w->inner->ops->control(w->inner, setup, buf, len, timeout_ms, err);
}

static bool wire_claim(struct transport *t, uint8_t interface, uint8_t alt, struct err *err)
{
	struct transport *inner = ((struct tripwire *)t)->inner;

	return inner->ops->claim(inner, interface, alt, err);
}

static bool wire_reset(struct transport *t, struct err *err)
{
	struct transport *inner = ((struct tripwire *)t)->inner;

	return inner->ops->reset(inner, err);
}

static bool wire_follow(struct transport *t, int timeout_ms, struct device *out, struct err *err)
{
	struct transport *inner = ((struct tripwire *)t)->inner;

	return inner->ops->follow(inner, timeout_ms, out, err);
}

static int64_t wire_now_ms(struct transport *t)
{
	struct transport *inner = ((struct tripwire *)t)->inner;

	return inner->ops->now_ms(inner);
}

static void wire_sleep_ms(struct transport *t, int ms)
{
	struct transport *inner = ((struct tripwire *)t)->inner;

	inner->ops->sleep_ms(inner, ms);
}

static const struct transport_ops wire_ops = {
	.name = "tripwire",
	.control = wire_control,
	.claim = wire_claim,
	.reset = wire_reset,
	.follow = wire_follow,
	.now_ms = wire_now_ms,
	.sleep_ms = wire_sleep_ms,
};

/* A firmware that passes the checks of its chip. */
static void make_image(const struct flashing_case *c, uint8_t *out)
{
	const uint32_t vector[] = { 0x20002000, c->base + 0x101, c->base + 0x103, c->base + 0x105 };

	for (size_t i = 0; i < c->len; i++)
		out[i] = (uint8_t)(i * 7 + (i >> 8) * 13);
	if (c->mcu && !strncmp(c->mcu, "at", 2))
		memcpy(out, "\x0c\x94\x40\x00", 4);
	else if (c->mcu && !strncmp(c->mcu, "imx", 3))
		memcpy(out, "FCFB", 4);
	else
		for (size_t i = 0; i < 4 * COUNT(vector); i++)
			out[i] = (uint8_t)(vector[i / 4] >> 8 * (i % 4));
}

struct outcome {
	bool good;
	struct err err;
	char *lines; /* owned: what was reported */
	bool wrote;
	unsigned requests;
	int64_t took_ms;
};

static void flash(const struct flashing_case *c, struct fake *fake, const uint8_t *data, unsigned trip_at,
		  struct outcome *out)
{
	struct tripwire wire = { .base = { .ops = &wire_ops }, .trip_at = trip_at };
	struct image image;
	size_t size = 0;
	struct report report = { .style = REPORT_JSON, .out = open_memstream(&out->lines, &size) };
	const struct flash_job job = {
		.transport = &wire.base,
		.driver = flash_driver_find(c->driver, &out->err),
		.image = &image,
		.options = { .mcu = c->mcu },
		.cancel = &wire.flag,
		.report = &report,
	};

	assert(report.out && job.driver);
	wire.inner = transport_fake_new(fake);
	wire.base.device = wire.inner->device;
	if (!image_read(&image, data, c->len, &out->err))
		abort();
	out->err = (struct err){ 0 };
	out->good = flash_run(&job, &out->err);
	out->requests = wire.requests;
	out->took_ms = wire.inner->ops->now_ms(wire.inner);
	image_release(&image);
	transport_close(wire.inner);
	fclose(report.out);
	out->wrote = strstr(out->lines, "\"write\"");
}

static bool holds(const struct flashing_case *c, struct fake *fake, const uint8_t *data)
{
	uint32_t base;
	size_t len;
	const uint8_t *memory = fake_memory(fake, &base, &len);

	/* HalfKay's models start at 0 wherever images are linked. */
	return !memcmp(memory + (base ? c->base - base : 0), data, c->len);
}

/* Steps come in order, none goes backwards, each ends at its total. */
static bool honest_progress(const char *lines)
{
	struct report_event before = { .name = "" }, event;
	struct err err;
	bool honest = true;

	while (*lines) {
		const size_t n = strcspn(lines, "\n");
		char *line = mem_new(n + 1, 1);

		memcpy(line, lines, n);
		lines += n + (lines[n] == '\n');
		honest = report_parse(line, &event, &err) && honest;
		free(line);
		if (event.type != REPORT_EVENT_PROGRESS)
			continue;
		if (!strcmp(before.name, event.name))
			honest = honest && event.done >= before.done && event.total == before.total;
		else
			honest = honest && before.done == before.total;
		honest = honest && event.done <= event.total;
		before = event;
	}
	return honest && before.done == before.total && before.total;
}

static struct fake *start(const char *spec, const struct flashing_case *c, uint8_t **data)
{
	struct err err = { 0 };
	struct fake *fake = fake_new(spec, &err);

	if (!fake) {
		printf("Bail out! %s\n", err.text);
		exit(99);
	}
	*data = mem_new(c->len, 1);
	make_image(c, *data);
	return fake;
}

static void print_violations(const struct fake *fake)
{
	for (size_t i = 0; i < fake_violation_count(fake); i++)
		printf("# %s\n", fake_violation(fake, i));
}

static bool clean(const struct flashing_case *c, struct fake *fake, const uint8_t *data, struct outcome *o)
{
	const size_t violations = fake_violation_count(fake);

	flash(c, fake, data, 0, o);
	free(o->lines);
	return o->good && holds(c, fake, data) && fake_violation_count(fake) == violations &&
	       fake_place(fake) == FAKE_LEFT;
}

/* The verdict of a test and what there is to say about it. */
static bool say(char *note, bool good, const char *fmt, ...) PRINTF_LIKE(3, 4);

static bool say(char *note, bool good, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(note, FLASHING_NOTE_BYTES, fmt, ap);
	va_end(ap);
	return good;
}

bool flashing_clean(const struct flashing_case *c, char *note)
{
	uint8_t *data;
	struct fake *fake = start(c->model, c, &data);
	struct outcome o;
	bool good;

	flash(c, fake, data, 0, &o);
	print_violations(fake);
	good = o.good && holds(c, fake, data) && !fake_violation_count(fake) && fake_place(fake) == FAKE_LEFT;
	good = say(note, good && honest_progress(o.lines),
		   "%s is flashed by its rules, with honest progress%s", c->model, o.err.text);
	free(o.lines);
	fake_free(fake);
	free(data);
	return good;
}

bool flashing_fails(const struct flashing_case *c, const char *text, char *note)
{
	uint8_t *data;
	struct fake *fake = start(c->model, c, &data);
	uint32_t base;
	size_t len, touched = 0;
	const uint8_t *memory = fake_memory(fake, &base, &len);
	struct outcome o;
	bool good;

	flash(c, fake, data, 0, &o);
	for (size_t i = 0; i < len; i++)
		touched += memory[i] != 0xff;
	good = say(note, !o.good && strstr(o.err.text, text) && !touched, "%s: %s", c->model, o.err.text);
	free(o.lines);
	fake_free(fake);
	free(data);
	return good;
}

bool flashing_again(const struct flashing_case *c, char *note)
{
	uint8_t *data;
	struct fake *fake = start(c->model, c, &data);
	struct outcome first, again = { 0 }, changed = { 0 };
	bool good = clean(c, fake, data, &first) && first.wrote;

	fake_replug(fake);
	good = good && clean(c, fake, data, &again) && !again.wrote;
	fake_replug(fake);
	data[c->len - 1] ^= 0x55;
	good = good && clean(c, fake, data, &changed) && changed.wrote;
	good = say(note, good, "%s: first %d ms, the same again %d, with one byte changed %d", c->model,
		   (int)first.took_ms, (int)again.took_ms, (int)changed.took_ms);
	fake_free(fake);
	free(data);
	return good;
}

static bool flash_from(const struct flashing_case *c, const char *state, char *note)
{
	char spec[80];
	uint8_t *data;
	struct fake *fake;
	struct outcome o;
	bool good;

	snprintf(spec, sizeof(spec), "%s?state=%s", c->model, state);
	fake = start(spec, c, &data);
	/* To find the state out may be against the rules of it: violations do not count here. */
	flash(c, fake, data, 0, &o);
	free(o.lines);
	good = o.good && holds(c, fake, data) && fake_place(fake) == FAKE_LEFT;
	good = say(note, good, "%s left in %s is flashed%s", c->model, state, o.err.text);
	fake_free(fake);
	free(data);
	return good;
}

void flashing_from_any_state(const struct flashing_case *c, flashing_tell *tell)
{
	static const char *const states[] = { "error", "dnload-idle", "upload-idle" };
	char note[FLASHING_NOTE_BYTES];

	for (size_t i = 0; i < COUNT(states); i++)
		tell(flash_from(c, states[i], note), note);
}

/* One fault; false: it was never reached. What is wrong is printed and counted in @bad. */
static bool one_fault(const struct flashing_case *c, const char *spec, unsigned at, unsigned *bad)
{
	uint8_t *data;
	struct outcome o, after;
	struct fake *fake = start(spec, c, &data);
	bool wrong, reached;

	flash(c, fake, data, 0, &o);
	reached = fake_transfers(fake) >= at;
	wrong = o.took_ms > TOO_LONG_MS || (o.good ? !holds(c, fake, data) : !o.err.text[0] || !o.err.code);
	if (wrong)
		printf("# %s: %s after %d ms: %s\n", spec, o.good ? "success" : "failure", (int)o.took_ms,
		       o.err.text);
	fake_replug(fake);
	if (!clean(c, fake, data, &after)) {
		printf("# after %s: %s\n", spec, after.err.text);
		print_violations(fake);
		wrong = true;
	}
	*bad += wrong;
	free(o.lines);
	fake_free(fake);
	free(data);
	return reached;
}

static bool flash_with_fault(const struct flashing_case *c, const char *kind, bool for_ever, char *note)
{
	unsigned at = 0, bad = 0;
	char spec[80];

	do
		snprintf(spec, sizeof(spec), "%s?%s=%u%s", c->model, kind, ++at, for_ever ? "+" : "");
	while (one_fault(c, spec, at, &bad));
	return say(note, at > 4 && !bad, "%s: %s%s at each of %u requests: %u went wrong", c->model, kind,
		   for_ever ? " for ever" : "", at - 1, bad);
}

static bool is_idle(struct fake *fake)
{
	const struct usb_setup get_status = { 0xa1, 3, 0, 0 };
	struct transport *t = transport_fake_new(fake);
	uint8_t status[6];
	struct err err;
	bool idle;

	idle = t->ops->control(t, &get_status, status, sizeof(status), 1000, &err) == 6 && status[4] == 2;
	transport_close(t);
	return idle;
}

/* Cancelled at one request; false: it was never reached. */
static bool one_cancel(const struct flashing_case *c, unsigned at, unsigned *in_time, unsigned *bad)
{
	uint8_t *data;
	struct fake *fake = start(c->model, c, &data);
	const bool is_dfu = !c->mcu;
	struct outcome o, after;
	bool wrong, reached;

	flash(c, fake, data, at, &o);
	reached = o.requests >= at;
	/* One that comes after the last block is too late, which is fine: then it is done. */
	if (o.good)
		wrong = !holds(c, fake, data) || fake_place(fake) != FAKE_LEFT;
	else
		wrong = o.err.code != ERR_CANCELLED || fake_place(fake) != FAKE_ATTACHED;
	wrong = wrong || fake_violation_count(fake) || (!o.good && is_dfu && !is_idle(fake));
	if (wrong)
		printf("# cancelled at %u: %s\n", at, o.err.text);
	fake_replug(fake);
	*bad += !clean(c, fake, data, &after) || wrong;
	*in_time += !o.good;
	free(o.lines);
	fake_free(fake);
	free(data);
	return reached;
}

static bool flash_cancelled(const struct flashing_case *c, char *note)
{
	unsigned at = 1, bad = 0, in_time = 0;

	while (one_cancel(c, at, &in_time, &bad))
		at++;
	return say(note, !bad && in_time > 4,
		   "%s: cancelled at each of %u requests, %u in time, %u went wrong", c->model, at - 1,
		   in_time, bad);
}

void flashing_trouble(const struct flashing_case *c, flashing_tell *tell)
{
	static const char *const faults[] = { "stall", "timeout", "short", "nak", "unplug" };
	char note[FLASHING_NOTE_BYTES];

	for (size_t i = 0; i < COUNT(faults); i++) {
		tell(flash_with_fault(c, faults[i], false, note), note);
		tell(flash_with_fault(c, faults[i], true, note), note);
	}
	tell(flash_cancelled(c, note), note);
}

bool flashing_keeps(const struct flashing_case *c, size_t offset, size_t len, char *note)
{
	uint8_t *data, *memory;
	struct fake *fake = start(c->model, c, &data);
	size_t memory_len;
	uint32_t base;
	struct outcome o;
	bool good;

	memory = fake_memory(fake, &base, &memory_len);
	memset(data + offset, 0xff, len);
	memset(memory + offset, 0x55, len);
	flash(c, fake, data, 0, &o);
	good = o.good && memory[offset] == 0x55 && memory[offset + len - 1] == 0x55 &&
	       !memcmp(memory, data, offset) &&
	       !memcmp(memory + offset + len, data + offset + len, c->len - offset - len) &&
	       strstr(o.lines, "saved settings");
	good = say(note, good, "%s keeps what it has where the image is blank, and says so%s", c->model,
		   o.err.text);
	free(o.lines);
	fake_free(fake);
	free(data);
	return good;
}
