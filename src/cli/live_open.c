/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "device/fake_keyboard.h"
#include "device/list.h"
#include "diagnostics.h"
#include "import/xz.h"
#include "live_open.h"
#include "stop.h"

enum { MAX_ROWS = 24, MAX_WAIT_S = 24 * 3600 };

static int by_name(const void *a, const void *b)
{
	const struct option_row *x = a, *y = b;

	return strcmp(x->name, y->name);
}

int live_parse(const struct verb *verb, int argc, char **argv, struct live_options *opt,
	       const struct option_row *own, size_t owns, const char **operand, int max, int *status)
{
	const struct option_row shared[] = {
		{ "--definition", 0, OPTION_TEXT, &opt->definition, "FILE",
		  "the keyboard's definition: VIA's, or a vial.json" },
		{ "--definitions", 0, OPTION_TEXT, &opt->definitions, "DIR",
		  "where definitions are looked for by VID:PID" },
		{ "--json", 0, OPTION_FLAG, &opt->json, NULL, "print an object a line" },
		{ "--keyboard", 'k', OPTION_TEXT, &opt->keyboard, "KB",
		  "take the definition of this keyboard of QMK's" },
		{ "--qmk", 0, OPTION_TEXT, &opt->qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
	};
	struct option_row rows[MAX_ROWS];
	int n;

	memcpy(rows, shared, sizeof(shared));
	for (size_t i = 0; i < owns; i++)
		rows[COUNT(shared) + i] = own[i];
	qsort(rows, COUNT(shared) + owns, sizeof(*rows), by_name);
	n = cli_parse(verb, argc, argv, rows, COUNT(shared) + owns, operand, max, status);
	opt->report = (struct report){ .style = opt->json ? REPORT_JSON : REPORT_TEXT,
				       .out = opt->json ? stdout : stderr,
				       .to_terminal = isatty(STDERR_FILENO) };
	return n;
}

int live_end(struct live_options *opt, bool ok, int done, const struct err *err)
{
	int status;

	if (opt->json)
		report_end(&opt->report, ok ? NULL : err);
	if (ok)
		return done;
	status = cli_fail(err);
	return done == EXIT_LOST && status == EXIT_FAILED ? done : status;
}

bool live_check_wait(long seconds, struct err *err)
{
	return (seconds >= 0 && seconds <= MAX_WAIT_S) ||
	       err_set(err, ERR_USAGE, "--wait wants 0 to %d seconds, not %ld", MAX_WAIT_S, seconds);
}

/* "feed:6060" */
static bool read_ids(const char *text, uint16_t *vid, uint16_t *pid)
{
	if (strspn(text, "0123456789abcdefABCDEF") != 4 || text[4] != ':' ||
	    strspn(text + 5, "0123456789abcdefABCDEF") != 4 || text[9])
		return false;
	*vid = (uint16_t)strtoul(text, NULL, 16);
	*pid = (uint16_t)strtoul(text + 5, NULL, 16);
	return true;
}

bool live_is_device(const char *word)
{
	uint16_t vid, pid;

	return !strncmp(word, "usb:", 4) || !strncmp(word, "fake:", 5) || read_ids(word, &vid, &pid);
}

const char *live_take_device(const char **operand, int *count)
{
	const char *first;

	if (!*count || !live_is_device(operand[0]))
		return NULL;
	first = operand[0];
	(*count)--;
	memmove(operand, operand + 1, (size_t)*count * sizeof(*operand));
	return first;
}

/* The id of the one that is attached and of @device's ids, if those are given. */
static bool find_attached(const char *device, char *id, size_t size, struct err *err)
{
	struct devices list = { 0 };
	struct str ids = STR_INIT;
	uint16_t vid, pid;
	size_t count = 0;
	bool ok = devices_scan(&list, err), any = !device || !read_ids(device, &vid, &pid);

	for (size_t i = 0; ok && i < list.count; i++) {
		const struct device *d = &list.item[i];

		if (!d->raw_hid || (!any && (d->vid != vid || d->pid != pid)))
			continue;
		snprintf(id, size, "%s", d->id);
		str_addf(&ids, "%s%s", count++ ? ", " : "", d->id);
	}
	if (ok && !count)
		ok = err_set(err, ERR_NOT_FOUND,
			     "no keyboard%s%s with a raw HID interface is attached; its firmware must be "
			     "built with VIA or Vial; see keyplane live list",
			     any ? "" : " ", any ? "" : device);
	else if (count > 1)
		ok = err_set(err, ERR_REFUSED, "%zu keyboards are attached; which one? %s", count,
			     str_text(&ids));
	str_release(&ids);
	devices_release(&list);
	return ok;
}

bool live_desk_open(struct live_desk *desk, const char *device, struct err *err)
{
	char id[sizeof(((struct device *)0)->id)];
	uint16_t vid, pid;
	struct fake_keyboard *fake;

	if (!device || read_ids(device, &vid, &pid)) {
		if (!find_attached(device, id, sizeof(id), err))
			return false;
		device = id;
	}
	desk->hid = hid_open_device(device, err);
	if (!desk->hid)
		return false;
	fake = hid_fake(desk->hid);
	if (fake)
		str_add(&desk->packaged, fake_keyboard_definition(fake));
	desk->live = live_open(desk->hid, err);
	return desk->live != NULL;
}

/* From the keyboard, if it was not read before: the size and the last bytes tell. */
static bool read_vial(struct live_desk *desk, struct err *err)
{
	const uint64_t uid = live_identity(desk->live)->uid;
	struct str end = STR_INIT, packed = STR_INIT;
	struct err unkept = { 0 };
	size_t size;
	bool ok = live_definition_size(desk->live, &size, err) &&
		  live_read_definition_end(desk->live, size, &end, err);

	if (ok && live_definition_cached(uid, size, str_text(&end), end.len, &desk->text, &unkept)) {
		str_add(&desk->from, "cache");
	} else if (ok) {
		str_clear(&desk->text);
		ok = live_read_definition(desk->live, size, &packed, err) &&
		     (xz_unpack(str_text(&packed), packed.len, &desk->text, err) ||
		      err_wrap(err, "the definition in the keyboard"));
		str_add(&desk->from, "device");
		if (ok && !live_definition_cache(uid, size, str_text(&end), end.len, &desk->text, &unkept))
			fprintf(stderr, "keyplane: the definition is not kept for the next time: %s\n",
				unkept.text);
	}
	str_release(&end);
	str_release(&packed);
	return ok;
}

static bool find_definition(struct live_desk *desk, const struct live_options *opt, struct err *err)
{
	const struct live_identity *identity = live_identity(desk->live);

	if (opt->definition) {
		str_add(&desk->from, opt->definition);
		return file_read(opt->definition, JSON_MAX_BYTES, &desk->text, err);
	}
	if (opt->keyboard) {
		str_add(&desk->from, opt->keyboard);
		return live_definition_of(opt->keyboard, opt->qmk, &desk->text, err);
	}
	if (identity->vial >= 0)
		return read_vial(desk, err);
	if (live_definition_find(opt->definitions, identity->device.vid, identity->device.pid, &desk->from,
				 &desk->text, err))
		return true;
	if (err->code != ERR_NOT_FOUND || !desk->packaged.len)
		return false;
	str_add(&desk->from, "simulated");
	str_add_bytes(&desk->text, str_text(&desk->packaged), desk->packaged.len);
	return true;
}

bool live_desk_define(struct live_desk *desk, const struct live_options *opt, struct err *err)
{
	struct diagnostics diagnostics = { 0 };
	struct dynamic_keymap values = { 0 };
	const struct live_identity *identity = live_identity(desk->live);
	const struct via_definition *definition;
	struct subject about = { 0 };
	bool ok = false;

	if (!find_definition(desk, opt, err))
		return false;
	if (!live_board_init(&desk->board, str_text(&desk->text), desk->text.len, identity->via,
			     identity->vial, identity->vialrgb, &diagnostics, err)) {
		err_wrap(err, "the definition (%s)", str_text(&desk->from));
		goto out;
	}
	definition = desk->board.definition;
	desk->board.menus.firmware_version = identity->firmware;
	ok = live_set_size(desk->live, definition->rows, definition->cols, desk->board.keyboard->encoders,
			   err);
	via_menus_values(&desk->board.menus, &values);
	live_set_values(desk->live, &values);
out:
	about.path = str_text(&desk->from);
	diagnostics_print(stderr, &diagnostics, &about);
	diagnostics_release(&diagnostics);
	dynamic_keymap_release(&values);
	return ok;
}

struct reading {
	struct report *report;
	const volatile sig_atomic_t *stop;
};

static bool on_progress(void *data, enum dynamic_part part, size_t done, size_t total)
{
	const struct reading *reading = data;
	char step[32];

	snprintf(step, sizeof(step), "read %s", dynamic_part_name(part));
	if (reading->report->style == REPORT_JSON || reading->report->to_terminal)
		report_progress(reading->report, step, done, total, "");
	return !*reading->stop;
}

bool live_desk_read(struct live_desk *desk, unsigned parts, struct live_options *opt, struct err *err)
{
	struct reading reading = { &opt->report, stop_flag() };

	for (int part = 0; part < DYNAMIC_PARTS; part++)
		if (parts & 1u << part &&
		    !live_read(desk->live, (enum dynamic_part)part, on_progress, &reading, err))
			return false;
	if (parts & 1u << DYNAMIC_OPTIONS)
		live_board_choose(&desk->board, live_held(desk->live)->options);
	return true;
}

bool live_desk_wait(struct live_desk *desk, long seconds, struct live_options *opt, struct err *err)
{
	char text[96];

	snprintf(text, sizeof(text), "the keyboard is gone; plug it in again within %ld seconds", seconds);
	report_wait(&opt->report, text);
	return live_reopen(desk->live, (int)seconds * 1000, stop_flag(), err);
}

void live_desk_release(struct live_desk *desk)
{
	struct err err = { 0 };

	if (desk->live && !live_relock(desk->live, &err))
		fprintf(stderr, "keyplane: %s\n", err.text);
	live_close(desk->live);
	live_board_release(&desk->board);
	str_release(&desk->text);
	str_release(&desk->from);
	str_release(&desk->packaged);
	*desk = (struct live_desk){ 0 };
}

static bool parse_part(const char *name, size_t len, unsigned *parts, struct err *err)
{
	char *copy = mem_new(len + 1, 1);
	enum dynamic_part part;
	struct str known = STR_INIT;
	bool found;

	memcpy(copy, name, len);
	found = dynamic_part_find(copy, &part);
	if (found)
		*parts |= 1u << part;
	for (int i = 0; i < DYNAMIC_PARTS; i++)
		str_addf(&known, "%s%s", i ? ", " : "", dynamic_part_name((enum dynamic_part)i));
	if (!found)
		err_set(err, ERR_USAGE, "there is no part '%s'; known: %s", copy, str_text(&known));
	str_release(&known);
	free(copy);
	return found;
}

bool live_parse_parts(const char *text, unsigned *parts, struct err *err)
{
	*parts = text ? 0 : LIVE_ALL_PARTS;
	while (text) {
		size_t len = strcspn(text, ",");

		if (!parse_part(text, len, parts, err))
			return false;
		text = text[len] ? text + len + 1 : NULL;
	}
	return true;
}
