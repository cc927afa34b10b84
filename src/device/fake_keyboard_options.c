/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fake_keyboard_private.h"

enum { MAX_REPORTS = 1000000000, MAX_US = 60000000, MAX_MS = 600000 };

struct target {
	struct fake_keyboard *keyboard;
	char **eeprom;
};

/* "A:B:C" of @count numbers up to 255. */
static bool read_spot(const char *name, const char *text, const char *form, size_t count, uint8_t *out,
		      struct err *err)
{
	const char *rest = text;

	for (size_t i = 0; i < count; i++) {
		long value;

		if (!fake_option_number(name, rest, 0, 255, &value, &rest, err))
			return false;
		out[i] = (uint8_t)value;
		if (*rest != (i + 1 < count ? ':' : '\0'))
			return err_set(err, ERR_USAGE, "simulated keyboard: %s wants %s, not '%s'", name,
				       form, text);
		rest++;
	}
	return true;
}

static bool too_many(const char *name, size_t max, struct err *err)
{
	return err_set(err, ERR_USAGE, "simulated keyboard: %s at most %zu times", name, max);
}

static bool read_stuck(struct fake_keyboard *k, const char *name, const char *text, struct err *err)
{
	uint8_t at[3];

	if (k->stucks == FAKE_MAX_STUCK)
		return too_many(name, FAKE_MAX_STUCK, err);
	if (!read_spot(name, text, "LAYER:ROW:COL", 3, at, err))
		return false;
	k->stuck[k->stucks++] = (struct fake_spot){ at[0], at[1], at[2] };
	return true;
}

static bool read_held(struct fake_keyboard *k, const char *name, const char *text, struct err *err)
{
	uint8_t at[2];

	k->holds_unlock |= !strcmp(text, "unlock");
	if (!strcmp(text, "unlock"))
		return true;
	if (k->helds == FAKE_MAX_HELD)
		return too_many(name, FAKE_MAX_HELD, err);
	if (!read_spot(name, text, "ROW:COL or unlock", 2, at, err))
		return false;
	k->held[k->helds++] = (struct fake_spot){ 0, at[0], at[1] };
	return true;
}

/* CHANNEL:ID:MAX; "-" is for values without a channel. */
static bool read_clamp(struct fake_keyboard *k, const char *name, const char *text, struct err *err)
{
	long channel = FAKE_NO_CHANNEL, id, max;
	const char *rest = text + 1;

	if (k->clamps == FAKE_MAX_CLAMPS)
		return too_many(name, FAKE_MAX_CLAMPS, err);
	if (text[0] != '-' && !fake_option_number(name, text, 0, 255, &channel, &rest, err))
		return false;
	if (*rest != ':' || !fake_option_number(name, rest + 1, 0, 255, &id, &rest, err) || *rest != ':')
		return err_set(err, ERR_USAGE, "simulated keyboard: %s wants CHANNEL:ID:MAX, not '%s'", name,
			       text);
	if (!fake_option_number(name, rest + 1, 0, 65535, &max, NULL, err))
		return false;
	k->clamp[k->clamps++] = (struct fake_clamp){ (uint16_t)channel, (uint8_t)id, (uint32_t)max };
	return true;
}

static bool read_plan(struct fake_keyboard *k, enum fake_plan_kind kind, const char *name, const char *text,
		      struct err *err)
{
	const char *rest;
	long at;

	if (!fake_option_number(name, text, 1, MAX_REPORTS, &at, &rest, err))
		return false;
	if (*rest && strcmp(rest, "+"))
		return err_set(err, ERR_USAGE, "simulated keyboard: %s wants N or N+, not '%s'", name, text);
	if (kind == FAKE_PLAN_SYNC && (k->model->via < 12 || !k->model->values))
		return err_set(err, ERR_USAGE,
			       "simulated keyboard: %s wants VIA 12 or later with values, %s is none", name,
			       k->model->name);
	if (k->plans == FAKE_MAX_PLANS)
		return err_set(err, ERR_USAGE, "simulated keyboard: at most %d faults", FAKE_MAX_PLANS);
	k->plan[k->plans++] = (struct fake_plan){ kind, (unsigned)at, *rest == '+' };
	return true;
}

static bool set_entries(struct fake_keyboard *k, long count, const char *name, struct err *err)
{
	if (k->model->vial < 0)
		return err_set(err, ERR_USAGE, "simulated keyboard: %s is for Vial's models", name);
	for (size_t i = 0; i < FAKE_ENTRY_KINDS; i++)
		if (k->model->entries[i])
			k->entries[i] = (size_t)count;
	return true;
}

/* Options that are one whole number. *@found is false when it is none of them. */
static bool apply_number(struct fake_keyboard *k, const char *name, const char *text, bool *found,
			 struct err *err)
{
	const struct {
		const char *name;
		long min, max;
		size_t *size;
		int64_t *time_us;
		bool *flag;
	} rows[] = {
		{ "cols", 1, FAKE_MAX_COLS, &k->cols, NULL, NULL },
		{ "encoders", 0, 16, &k->encoders, NULL, NULL },
		{ "entries", 0, 255, NULL, NULL, NULL },
		{ "insecure", 0, 1, NULL, NULL, &k->insecure },
		{ "late_ms", 0, MAX_MS, NULL, &k->late_us, NULL },
		{ "layers", 1, FAKE_MAX_LAYERS, &k->layers, NULL, NULL },
		{ "macro_bytes", 1, UINT16_MAX, &k->macro_bytes, NULL, NULL },
		{ "macros", 0, 255, &k->macros, NULL, NULL },
		{ "replug_ms", 0, MAX_MS, NULL, &k->replug_us, NULL },
		{ "rows", 1, FAKE_MAX_ROWS, &k->rows, NULL, NULL },
		{ "rtt_us", 0, MAX_US, NULL, &k->rtt_us, NULL },
		{ "unlocked", 0, 1, NULL, NULL, &k->starts_unlocked },
		{ "write_us", 0, MAX_US, NULL, &k->write_us, NULL },
	};
	size_t i = 0;
	long value;

	while (i < COUNT(rows) && strcmp(name, rows[i].name))
		i++;
	*found = i < COUNT(rows);
	if (!*found)
		return true;
	if (!fake_option_number(name, text, rows[i].min, rows[i].max, &value, NULL, err))
		return false;
	if (rows[i].size)
		*rows[i].size = (size_t)value;
	else if (rows[i].time_us)
		*rows[i].time_us = strstr(name, "_ms") ? value * 1000 : value;
	else if (rows[i].flag)
		*rows[i].flag = value;
	else
		return set_entries(k, value, name, err);
	return true;
}

static bool apply_fault(struct fake_keyboard *k, const char *name, const char *text, bool *found,
			struct err *err)
{
	static const char *const plans[] = {
		[FAKE_PLAN_LATE] = "late",       [FAKE_PLAN_SILENT] = "silent",
		[FAKE_PLAN_LOST] = "lost",       [FAKE_PLAN_TWICE] = "twice",
		[FAKE_PLAN_FOREIGN] = "foreign", [FAKE_PLAN_SYNC] = "sync",
		[FAKE_PLAN_UNPLUG] = "unplug",   [FAKE_PLAN_UNPLUG_AFTER] = "unplug_after",
	};
	static const struct {
		const char *name;
		bool (*read)(struct fake_keyboard *k, const char *name, const char *text, struct err *err);
	} others[] = { { "clamp", read_clamp }, { "held", read_held }, { "stuck", read_stuck } };

	*found = true;
	for (size_t i = 0; i < COUNT(plans); i++)
		if (!strcmp(name, plans[i]))
			return read_plan(k, i, name, text, err);
	for (size_t i = 0; i < COUNT(others); i++)
		if (!strcmp(name, others[i].name))
			return others[i].read(k, name, text, err);
	*found = false;
	return true;
}

static bool apply_identity(struct fake_keyboard *k, const char *name, const char *text, bool *found,
			   struct err *err)
{
	struct device *d = &k->device;
	uint64_t id;

	*found = true;
	if (!strcmp(name, "name")) {
		snprintf(d->product, sizeof(d->product), "%s", text);
		return true;
	}
	if (!strcmp(name, "serial")) {
		snprintf(d->serial, sizeof(d->serial), "%s", text);
		return true;
	}
	if (!strcmp(name, "uid"))
		return fake_option_hex(name, text, UINT64_MAX, &k->uid, err);
	*found = !strcmp(name, "vid") || !strcmp(name, "pid");
	if (!*found)
		return true;
	if (!fake_option_hex(name, text, UINT16_MAX, &id, err))
		return false;
	if (name[0] == 'v')
		d->vid = (uint16_t)id;
	else
		d->pid = (uint16_t)id;
	return true;
}

static bool apply(void *ctx, const char *name, const char *text, struct err *err)
{
	struct target *target = ctx;
	bool found, good;

	if (!strcmp(name, "eeprom")) {
		mem_set_text(target->eeprom, text);
		return true;
	}
	good = apply_number(target->keyboard, name, text, &found, err);
	if (!found)
		good = apply_fault(target->keyboard, name, text, &found, err);
	if (!found)
		good = apply_identity(target->keyboard, name, text, &found, err);
	return found ? good : err_set(err, ERR_USAGE, "simulated keyboard: there is no option '%s'", name);
}

bool fake_keyboard_options(struct fake_keyboard *k, const char *text, char **eeprom, struct err *err)
{
	struct target target = { k, eeprom };

	*eeprom = NULL;
	if (fake_option_each(text, apply, &target, err))
		return true;
	free(*eeprom);
	*eeprom = NULL;
	return false;
}
