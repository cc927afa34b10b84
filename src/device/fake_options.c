/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fake_private.h"

enum { MAX_MS = 600000 };

static bool read_ms(const char *name, const char *text, int *out, struct err *err)
{
	long value;

	if (!fake_option_number(name, text, 0, MAX_MS, &value, NULL, err))
		return false;
	*out = (int)value;
	return true;
}

static bool read_fault(struct fake *f, enum fake_fault_kind kind, const char *name, const char *text,
		       struct err *err)
{
	const char *rest;
	long at;

	if (!fake_option_number(name, text, 1, 1000000000, &at, &rest, err))
		return false;
	if (*rest && strcmp(rest, "+"))
		return err_set(err, ERR_USAGE, "simulated device: %s wants N or N+, not '%s'", name, text);
	if (f->faults == FAKE_MAX_FAULTS)
		return err_set(err, ERR_USAGE, "simulated device: at most %d faults", FAKE_MAX_FAULTS);
	f->fault[f->faults++] =
		(struct fake_fault){ .kind = kind, .at = (unsigned)at, .onwards = *rest == '+' };
	return true;
}

static bool read_app(struct fake *f, const char *text, struct err *err)
{
	unsigned long vid, pid;
	char *end;

	f->app = strcmp(text, "none");
	if (!f->app)
		return true;
	vid = strtoul(text, &end, 16);
	if (end != text + 4 || *end != ':')
		goto bad;
	pid = strtoul(text + 5, &end, 16);
	if (end != text + 9 || *end)
		goto bad;
	f->app_vid = (uint16_t)vid;
	f->app_pid = (uint16_t)pid;
	return true;
bad:
	return err_set(err, ERR_USAGE, "simulated device: app wants VID:PID in hex or none, not '%s'", text);
}

static bool read_state(struct fake *f, const char *text, struct err *err)
{
	static const struct {
		const char *name;
		uint8_t state;
	} states[] = {
		{ "dnload-idle", DFU_DNLOAD_IDLE },
		{ "error", DFU_ERROR },
		{ "upload-idle", DFU_UPLOAD_IDLE },
	};

	for (size_t i = 0; i < COUNT(states); i++)
		if (!strcmp(text, states[i].name)) {
			f->dfu.initial_state = states[i].state;
			return true;
		}
	return err_set(err, ERR_USAGE,
		       "simulated device: state is dnload-idle, error or upload-idle, not '%s'", text);
}

struct target {
	struct fake *fake;
	char **memory;
};

static bool apply(void *ctx, const char *name, const char *value, struct err *err)
{
	static const struct {
		const char *name;
		enum fake_fault_kind kind;
	} faults[] = {
		{ "nak", FAULT_NAK },         { "short", FAULT_SHORT },   { "stall", FAULT_STALL },
		{ "timeout", FAULT_TIMEOUT }, { "unplug", FAULT_UNPLUG },
	};
	struct target *target = ctx;
	struct fake *f = target->fake;
	long number;

	for (size_t i = 0; i < COUNT(faults); i++)
		if (!strcmp(name, faults[i].name))
			return read_fault(f, faults[i].kind, name, value, err);
	if (!strcmp(name, "app"))
		return read_app(f, value, err);
	if (!strcmp(name, "extra"))
		return read_ms(name, value, &f->extra_ms, err);
	if (!strcmp(name, "memory")) {
		mem_set_text(target->memory, value);
		return true;
	}
	if (!strcmp(name, "nak_ms"))
		return read_ms(name, value, &f->nak_ms, err);
	if (!strcmp(name, "poll"))
		return read_ms(name, value, &f->poll_ms, err);
	if (!strcmp(name, "rdp")) {
		if (!fake_option_number(name, value, 0, 1, &number, NULL, err))
			return false;
		f->rdp = number;
		return true;
	}
	if (!strcmp(name, "state"))
		return read_state(f, value, err);
	return err_set(err, ERR_USAGE, "simulated device: there is no option '%s'", name);
}

bool fake_options(struct fake *f, const char *text, char **memory, struct err *err)
{
	struct target target = { f, memory };

	*memory = NULL;
	if (fake_option_each(text, apply, &target, err))
		return true;
	free(*memory);
	*memory = NULL;
	return false;
}
