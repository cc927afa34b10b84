/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"
#include "fake_private.h"

const char *fake_model_name(size_t index)
{
	return index < fake_model_count ? fake_models[index].name : NULL;
}

size_t fake_region_len(const struct fake_region *region)
{
	size_t len = 0;

	for (size_t i = 0; i < FAKE_MAX_SEGMENTS; i++)
		len += (size_t)region->segment[i].count * region->segment[i].size;
	return len;
}

int fake_region_find(const struct fake *f, uint32_t addr, size_t len)
{
	for (int i = 0; i < FAKE_MAX_REGIONS; i++) {
		size_t have = f->memory_len[i], at = addr - f->model->region[i].base;

		if (addr >= f->model->region[i].base && at < have && len <= have - at)
			return i;
	}
	return -1;
}

void fake_page_find(const struct fake_region *region, uint32_t addr, uint32_t *start, uint32_t *len)
{
	uint32_t at = region->base;

	for (size_t i = 0; i < FAKE_MAX_SEGMENTS; i++) {
		const struct fake_segment *segment = &region->segment[i];
		uint32_t bytes = segment->count * segment->size;

		if (addr - at < bytes) {
			*start = addr - (addr - at) % segment->size;
			*len = segment->size;
			return;
		}
		at += bytes;
	}
	assert(!"the address lies in the region");
}

/* The flash as a file. */
static bool map_memory(struct fake *f, const char *path, struct err *err)
{
	bool created;
	uint8_t *p = fake_map_file(path, f->memory_len[0], f->model->name, &created, err);

	if (!p)
		return false;
	if (created)
		memset(p, 0xff, f->memory_len[0]);
	free(f->memory[0]);
	f->memory[0] = p;
	f->mapped = true;
	return true;
}

static void describe(struct fake *f, const char *spec)
{
	const struct fake_model *m = f->model;
	struct device *d = &f->device;

	snprintf(d->id, sizeof(d->id), "fake:%.*s", (int)strcspn(spec, "?"), spec);
	d->vid = m->vid;
	d->pid = m->pid;
	d->bcd = m->bcd;
	snprintf(d->manufacturer, sizeof(d->manufacturer), "%s", m->manufacturer);
	snprintf(d->product, sizeof(d->product), "%s", m->product);
	snprintf(d->serial, sizeof(d->serial), "%s", m->serial);
	d->known = usb_id_find(m->vid, m->pid);
	d->openable = true;
	while (d->alts < FAKE_MAX_ALTS && m->alt[d->alts]) {
		struct device_alt *alt = &d->alt[d->alts];

		*alt = (struct device_alt){ .alt = (uint8_t)d->alts,
					    .class = m->class,
					    .subclass = m->subclass,
					    .protocol = m->protocol };
		snprintf(alt->name, sizeof(alt->name), "%s", m->alt[d->alts++]);
	}
	d->alt[d->alts - 1].extra_len = m->extra[0];
	memcpy(d->alt[d->alts - 1].extra, m->extra, m->extra[0]);
}

struct fake *fake_new(const char *spec, struct err *err)
{
	size_t name_len = strcspn(spec, "?");
	struct fake *f = mem_new(1, sizeof(*f));
	char *path = NULL;

	for (size_t i = 0; i < fake_model_count; i++)
		if (!strncmp(fake_models[i].name, spec, name_len) && !fake_models[i].name[name_len])
			f->model = &fake_models[i];
	if (!f->model) {
		err_set(err, ERR_NOT_FOUND, "there is no simulated device '%.*s'; there are %s, %s, %s...",
			(int)name_len, spec, fake_models[0].name, fake_models[1].name, fake_models[2].name);
		goto fail;
	}
	f->nak_ms = 250;
	f->poll_ms = -1;
	f->app = true;
	f->app_vid = 0xfeed;
	f->dfu.initial_state = DFU_IDLE;
	if (spec[name_len] && !fake_options(f, spec + name_len + 1, &path, err))
		goto fail;
	for (size_t i = 0; i < FAKE_MAX_REGIONS; i++) {
		f->memory_len[i] = fake_region_len(&f->model->region[i]);
		f->memory[i] = mem_new(f->memory_len[i], 1);
		memset(f->memory[i], 0xff, f->memory_len[i]);
	}
	if (path && !map_memory(f, path, err))
		goto fail;
	describe(f, spec);
	f->model->ops->restart(f);
	free(path);
	return f;
fail:
	free(path);
	fake_free(f);
	return NULL;
}

void fake_free(struct fake *f)
{
	if (!f)
		return;
	if (f->mapped)
		munmap(f->memory[0], f->memory_len[0]);
	for (size_t i = f->mapped; i < FAKE_MAX_REGIONS; i++)
		free(f->memory[i]);
	fake_violations_release(&f->violations);
	free(f);
}

void fake_violate(struct fake *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fake_violations_add(&f->violations, "request", f->transfers, fmt, ap);
	va_end(ap);
}

/* GET_DESCRIPTOR of a string, and SET_INTERFACE: what a host asks of any device. */
static int standard(struct fake *f, const struct usb_setup *setup, uint8_t *buf, size_t len)
{
	const struct device *d = &f->device;
	uint8_t index = setup->value & 0xff, out[256] = { 4, 3, 0x09, 0x04 };
	const char *text = NULL;

	if (setup->type == 0x01 && setup->request == 11) {
		if (setup->value >= d->alts || setup->index)
			return FAKE_STALL;
		f->alt = (uint8_t)setup->value;
		return 0;
	}
	if (setup->type != 0x80 || setup->request != 6 || setup->value >> 8 != 3)
		return FAKE_STALL;
	if (index >= 4 && index < 4 + d->alts)
		text = d->alt[index - 4].name;
	else if (index)
		text = index == 1 ? d->manufacturer : index == 2 ? d->product : index == 3 ? d->serial : NULL;
	if (index && !text)
		return FAKE_STALL;
	for (size_t i = 0; text && text[i] && out[0] < 254; i++, out[0] = (uint8_t)(2 * i + 2)) {
		out[2 * i + 2] = (uint8_t)text[i];
		out[2 * i + 3] = 0;
	}
	if (index && !text[0])
		out[0] = 2;
	if (len > out[0])
		len = out[0];
	memcpy(buf, out, len);
	return (int)len;
}

/* The fault planned for the request that comes now, or NULL. */
static struct fake_fault *planned(struct fake *f)
{
	for (size_t i = 0; i < f->faults; i++) {
		struct fake_fault *fault = &f->fault[i];

		if (fault->at == f->transfers || (fault->onwards && fault->at < f->transfers))
			return fault;
	}
	return NULL;
}

int fake_control(struct fake *f, int64_t now_ms, const struct usb_setup *setup, void *buf, size_t len)
{
	struct fake_fault *fault;
	int n;

	f->now_ms = now_ms;
	if (f->place != FAKE_ATTACHED)
		return FAKE_GONE;
	if ((setup->type & 0x60) != 0x20)
		return standard(f, setup, buf, len);
	if (now_ms < f->busy_until_ms)
		return FAKE_NAK;
	f->transfers++;
	fault = planned(f);
	if (fault && fault->kind == FAULT_NAK && fault->spent != f->transfers) {
		fault->spent = f->transfers--;
		f->busy_until_ms = now_ms + f->nak_ms;
		return FAKE_NAK;
	}
	if (fault && fault->kind == FAULT_UNPLUG) {
		f->place = FAKE_UNPLUGGED;
		return FAKE_GONE;
	}
	if (fault && fault->kind == FAULT_STALL)
		n = FAKE_STALL;
	else if (fault && fault->kind == FAULT_TIMEOUT)
		n = FAKE_SILENT;
	else
		n = f->model->ops->control(f, setup, buf, len);
	if (fault && fault->kind == FAULT_SHORT && n > 0 && setup->type & 0x80)
		n /= 2;
	f->refused = n < 0 || (fault && fault->kind == FAULT_SHORT);
	return n;
}

int64_t fake_ready_ms(const struct fake *f)
{
	return f->busy_until_ms;
}

void fake_reset(struct fake *f, int64_t now_ms)
{
	f->now_ms = now_ms;
	if (f->place == FAKE_ATTACHED)
		f->model->ops->reset(f);
	f->alt = 0;
}

void fake_replug(struct fake *f)
{
	f->place = FAKE_ATTACHED;
	f->faults = 0;
	f->alt = 0;
	f->refused = false;
	f->busy_until_ms = 0;
	f->erased = false;
	f->dfu.initial_state = DFU_IDLE;
	f->model->ops->restart(f);
}

enum fake_place fake_place(const struct fake *f)
{
	return f->place;
}

const struct device *fake_device(const struct fake *f)
{
	return &f->device;
}

bool fake_successor(const struct fake *f, struct device *out)
{
	if (f->place == FAKE_RESTARTED) {
		*out = f->device;
		return true;
	}
	if (f->place != FAKE_LEFT || !f->app)
		return false;
	*out = (struct device){ .vid = f->app_vid,
				.pid = f->app_pid,
				.known = usb_id_find(f->app_vid, f->app_pid),
				.openable = true };
	snprintf(out->id, sizeof(out->id), "%s", f->device.id);
	return true;
}

static void add_le16(struct str *s, unsigned value)
{
	str_add_char(s, (char)(value & 0xff));
	str_add_char(s, (char)(value >> 8 & 0xff));
}

/* USB 2.0, 9.6.1: device. */
static void add_device_descriptor(const struct device *d, struct str *out)
{
	str_add_bytes(out, "\x12\x01\x00\x02\x00\x00\x00\x40", 8);
	add_le16(out, d->vid);
	add_le16(out, d->pid);
	add_le16(out, d->bcd);
	str_add_char(out, d->manufacturer[0] ? 1 : 0);
	str_add_char(out, d->product[0] ? 2 : 0);
	str_add_char(out, d->serial[0] ? 3 : 0);
	str_add_char(out, 1);
}

void fake_descriptors(const struct fake *f, struct str *out)
{
	const struct device *d = &f->device;
	struct str body = STR_INIT;
	bool hid = f->model->class == 0x03;

	add_device_descriptor(d, out);
	for (size_t i = 0; i < d->alts; i++) {
		const struct device_alt *alt = &d->alt[i];

		str_add_bytes(&body, "\x09\x04", 2);
		str_add_char(&body, (char)alt->interface);
		str_add_char(&body, (char)alt->alt);
		str_add_char(&body, hid ? 1 : 0);
		str_add_char(&body, (char)alt->class);
		str_add_char(&body, (char)alt->subclass);
		str_add_char(&body, (char)alt->protocol);
		str_add_char(&body, alt->name[0] ? (char)(4 + i) : 0);
		str_add_bytes(&body, alt->extra, alt->extra_len);
		if (hid)
			str_add_bytes(&body, "\x07\x05\x81\x03\x40\x00\x0a", 7);
	}
	/* 9.6.3: configuration 1 of one interface, bus powered, 100 mA */
	str_add_bytes(out, "\x09\x02", 2);
	add_le16(out, (unsigned)(9 + body.len));
	str_add_bytes(out, "\x01\x01\x00\x80\x32", 5);
	str_add_bytes(out, body.data, body.len);
	str_release(&body);
}

uint8_t *fake_memory(struct fake *f, uint32_t *base, size_t *len)
{
	*base = f->model->region[0].base;
	*len = f->memory_len[0];
	return f->memory[0];
}

unsigned fake_transfers(const struct fake *f)
{
	return f->transfers;
}

size_t fake_violation_count(const struct fake *f)
{
	return f->violations.count;
}

const char *fake_violation(const struct fake *f, size_t index)
{
	return f->violations.text[index];
}
