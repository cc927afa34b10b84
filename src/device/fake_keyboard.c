/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fake_keyboard_private.h"

enum { JUMP_US = 100000 }; /* what the firmware waits, so that the host can read the reply */

const char *fake_keyboard_model_name(size_t index)
{
	return index < fake_keyboard_model_count ? fake_keyboard_models[index].name : NULL;
}

static void start(struct fake_keyboard *k)
{
	k->gone = false;
	k->leave_us = INT64_MAX;
	k->queued = 0;
	k->busy_until_us = 0;
	k->lock = (struct fake_lock){ .unlocked = k->insecure || k->starts_unlocked };
	fake_eeprom_start(k);
	fake_values_start(k);
}

static void describe(struct fake_keyboard *k, const char *spec)
{
	const struct fake_keyboard_model *m = k->model;
	struct device *d = &k->device;

	snprintf(d->id, sizeof(d->id), "fake:%.*s", (int)strcspn(spec, "?"), spec);
	d->vid = m->vid;
	d->pid = m->pid;
	d->bcd = 0x0100;
	snprintf(d->manufacturer, sizeof(d->manufacturer), "Keyplane");
	snprintf(d->product, sizeof(d->product), "%s", m->product);
	snprintf(d->serial, sizeof(d->serial), "%s", m->serial);
	d->raw_hid = true;
	d->openable = true;
	d->alts = 1;
	d->alt[0] = (struct device_alt){ .interface = 1, .class = 0x03 };
}

static void take_defaults(struct fake_keyboard *k)
{
	const struct fake_keyboard_model *m = k->model;

	k->rows = m->rows;
	k->cols = m->cols;
	k->layers = m->layers;
	k->encoders = m->encoders;
	k->macros = m->macros;
	k->macro_bytes = m->macro_bytes;
	for (size_t i = 0; i < FAKE_ENTRY_KINDS; i++)
		k->entries[i] = m->entries[i];
	k->uid = 0x5fae0000u + (unsigned)(m->vial + 1);
	k->rtt_us = 2000;
	k->late_us = 700000;
	k->replug_us = -1;
}

static const struct fake_keyboard_model *find_model(const char *spec, size_t len)
{
	for (size_t i = 0; i < fake_keyboard_model_count; i++)
		if (!strncmp(fake_keyboard_models[i].name, spec, len) && !fake_keyboard_models[i].name[len])
			return &fake_keyboard_models[i];
	return NULL;
}

/* Keys that options name must be on the board, which other options may have sized. */
static bool place_keys(struct fake_keyboard *k, struct err *err)
{
	k->unlock_key[0] = (struct fake_spot){ 0, 0, 0 };
	k->unlock_key[1] = (struct fake_spot){ 0, (uint8_t)(k->rows - 1), (uint8_t)(k->cols - 1) };
	if (fake_keymap_bytes(k) > UINT16_MAX)
		return err_set(
			err, ERR_RANGE,
			"simulated keyboard: %zu layers of %zu x %zu keys are more than VIA's offsets reach",
			k->layers, k->rows, k->cols);
	for (size_t i = 0; i < k->stucks; i++)
		if (fake_key_offset(k, k->stuck[i].layer, k->stuck[i].row, k->stuck[i].col) == SIZE_MAX)
			return err_set(err, ERR_RANGE, "simulated keyboard: there is no key %d:%d:%d",
				       k->stuck[i].layer, k->stuck[i].row, k->stuck[i].col);
	for (size_t i = 0; i < k->helds; i++) {
		if (k->held[i].row >= k->rows || k->held[i].col >= k->cols)
			return err_set(err, ERR_RANGE, "simulated keyboard: there is no key %d:%d",
				       k->held[i].row, k->held[i].col);
		fake_keyboard_press(k, k->held[i].row, k->held[i].col, true);
	}
	for (size_t i = 0; k->holds_unlock && i < FAKE_UNLOCK_KEYS; i++)
		fake_keyboard_press(k, k->unlock_key[i].row, k->unlock_key[i].col, true);
	return true;
}

struct fake_keyboard *fake_keyboard_new(const char *spec, struct err *err)
{
	size_t name_len = strcspn(spec, "?");
	struct fake_keyboard *k = mem_new(1, sizeof(*k));
	char *path = NULL;

	k->model = find_model(spec, name_len);
	if (!k->model) {
		err_set(err, ERR_NOT_FOUND,
			"there is no simulated keyboard '%.*s'; there are %s, %s, %s... (see keyplane "
			"devices "
			"--simulated)",
			(int)name_len, spec, fake_keyboard_models[0].name, fake_keyboard_models[1].name,
			fake_keyboard_models[2].name);
		goto fail;
	}
	take_defaults(k);
	describe(k, spec);
	if (spec[name_len] && !fake_keyboard_options(k, spec + name_len + 1, &path, err))
		goto fail;
	if (!place_keys(k, err) || !fake_eeprom_open(k, path, err))
		goto fail;
	fake_keyboard_define(k);
	start(k);
	free(path);
	return k;
fail:
	free(path);
	fake_keyboard_free(k);
	return NULL;
}

void fake_keyboard_free(struct fake_keyboard *k)
{
	if (!k)
		return;
	fake_eeprom_close(k);
	fake_violations_release(&k->violations);
	free(k->definition);
	free(k->packed);
	free(k);
}

const struct device *fake_keyboard_device(const struct fake_keyboard *k)
{
	return &k->device;
}

void fake_keyboard_violate(struct fake_keyboard *k, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fake_violations_add(&k->violations, "report", k->reports, fmt, ap);
	va_end(ap);
}

static void leave(struct fake_keyboard *k, int64_t at_us, int64_t back_us)
{
	k->gone = true;
	k->back_us = back_us;
	/* What had not come by then never will. */
	while (k->queued && k->queue[k->queued - 1].due_us > at_us)
		k->queued--;
}

static void unplug(struct fake_keyboard *k)
{
	leave(k, k->now_us, k->replug_us < 0 ? INT64_MAX : k->now_us + k->replug_us);
}

static void pass_time(struct fake_keyboard *k, int64_t now_us)
{
	if (now_us > k->now_us)
		k->now_us = now_us;
	if (!k->gone && k->now_us >= k->leave_us)
		leave(k, k->leave_us, INT64_MAX);
}

static bool is_planned(const struct fake_keyboard *k, enum fake_plan_kind kind)
{
	for (size_t i = 0; i < k->plans; i++)
		if (k->plan[i].kind == kind &&
		    (k->plan[i].at == k->reports || (k->plan[i].onwards && k->plan[i].at < k->reports)))
			return true;
	return false;
}

static void queue_reply(struct fake_keyboard *k, int64_t due_us, const uint8_t *msg)
{
	if (k->queued == FAKE_QUEUE_REPORTS)
		memmove(k->queue, k->queue + 1, --k->queued * sizeof(k->queue[0]));
	k->queue[k->queued].due_us = due_us;
	memcpy(k->queue[k->queued++].report, msg, HID_REPORT_BYTES);
}

/* What another program's question may bring: a stretch of the keymap, or one key when it is the keymap that we ask for. */
static void queue_foreign(struct fake_keyboard *k, int64_t due_us, uint8_t command)
{
	uint8_t msg[HID_REPORT_BYTES] = { VIA_KEYMAP_GET, 0, 56, FAKE_BUFFER_BYTES };

	if (command == VIA_KEYMAP_GET) {
		msg[0] = VIA_GET_KEYCODE;
		msg[2] = msg[3] = 0;
		memcpy(msg + 4, k->eeprom.byte + k->eeprom.keys, 2);
	} else {
		for (size_t i = 0; i < FAKE_BUFFER_BYTES && 56 + i < fake_keymap_bytes(k); i++)
			msg[4 + i] = k->eeprom.byte[k->eeprom.keys + 56 + i];
	}
	queue_reply(k, due_us, msg);
}

static void answer(struct fake_keyboard *k, const uint8_t *msg, uint8_t command)
{
	int64_t begin_us = k->now_us > k->busy_until_us ? k->now_us : k->busy_until_us;
	int64_t due_us = begin_us + k->rtt_us + (int64_t)k->changed * k->write_us;

	if (is_planned(k, FAKE_PLAN_LATE))
		due_us += k->late_us;
	k->busy_until_us = due_us;
	if (k->jumped && k->leave_us == INT64_MAX)
		k->leave_us = due_us + JUMP_US;
	if (is_planned(k, FAKE_PLAN_SILENT))
		return;
	if (is_planned(k, FAKE_PLAN_FOREIGN))
		queue_foreign(k, due_us, command);
	if (is_planned(k, FAKE_PLAN_SYNC)) {
		uint8_t sync[HID_REPORT_BYTES] = { 0 };

		fake_values_sync(k, sync);
		queue_reply(k, due_us, sync);
	}
	queue_reply(k, due_us, msg);
	if (is_planned(k, FAKE_PLAN_TWICE))
		queue_reply(k, due_us, msg);
}

bool fake_keyboard_write(struct fake_keyboard *k, int64_t now_us, const uint8_t report[HID_REPORT_BYTES])
{
	uint8_t msg[HID_REPORT_BYTES];

	pass_time(k, now_us);
	if (k->gone)
		return false;
	k->reports++;
	if (is_planned(k, FAKE_PLAN_UNPLUG)) {
		unplug(k);
		return false;
	}
	if (is_planned(k, FAKE_PLAN_LOST))
		return true;
	memcpy(msg, report, sizeof(msg));
	k->changed = 0;
	if (k->model->receive(k, msg))
		answer(k, msg, report[0]);
	if (is_planned(k, FAKE_PLAN_UNPLUG_AFTER))
		unplug(k);
	return true;
}

int fake_keyboard_read(struct fake_keyboard *k, int64_t now_us, uint8_t report[HID_REPORT_BYTES],
		       int64_t *due_us)
{
	pass_time(k, now_us);
	if (k->queued && k->queue[0].due_us <= k->now_us) {
		memcpy(report, k->queue[0].report, HID_REPORT_BYTES);
		memmove(k->queue, k->queue + 1, --k->queued * sizeof(k->queue[0]));
		return 1;
	}
	if (k->gone)
		return -1;
	*due_us = k->queued ? k->queue[0].due_us : INT64_MAX;
	if (k->leave_us < *due_us)
		*due_us = k->leave_us;
	return 0;
}

int64_t fake_keyboard_back_us(const struct fake_keyboard *k)
{
	return k->gone ? k->back_us : 0;
}

void fake_keyboard_replug(struct fake_keyboard *k)
{
	k->plans = 0;
	k->jumped = false;
	start(k);
}

void fake_keyboard_unplug(struct fake_keyboard *k)
{
	if (!k->gone)
		unplug(k);
}

void fake_keyboard_press(struct fake_keyboard *k, int row, int col, bool down)
{
	assert(row >= 0 && (size_t)row < k->rows && col >= 0 && (size_t)col < k->cols);
	if (down)
		k->pressed[row] |= UINT32_C(1) << col;
	else
		k->pressed[row] &= ~(UINT32_C(1) << col);
}

uint8_t *fake_keyboard_eeprom(struct fake_keyboard *k, size_t *len)
{
	*len = k->eeprom.len;
	return k->eeprom.byte;
}

const char *fake_keyboard_definition(const struct fake_keyboard *k)
{
	return k->definition;
}

unsigned fake_keyboard_reports(const struct fake_keyboard *k)
{
	return k->reports;
}

size_t fake_keyboard_violation_count(const struct fake_keyboard *k)
{
	return k->violations.count;
}

const char *fake_keyboard_violation(const struct fake_keyboard *k, size_t index)
{
	return k->violations.text[index];
}

bool fake_keyboard_jumped(const struct fake_keyboard *k)
{
	return k->jumped;
}
