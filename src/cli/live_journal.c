/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "live_journal.h"

enum { MAX_BYTES = 16 << 20 };

#define FIRST_LINE "keyplane-live 1\n"

/* The caller frees; NULL with the reason. */
static char *folder(struct err *err)
{
	char *state = file_user_dir("XDG_STATE_HOME", ".local/state"),
	     *path = state ? file_join(state, "live") : NULL;

	free(state);
	if (!path)
		err_set(err, ERR_NOT_FOUND,
			"neither XDG_STATE_HOME nor HOME says where unsent changes are to be kept");
	return path;
}

/* A serial number may hold anything, and be long. Without one the port tells two of a kind apart. */
static char *path_in(const char *dir, const struct live_identity *identity)
{
	const struct device *device = &identity->device;
	const char *unit = device->serial[0] ? device->serial : device->id;
	struct str name = STR_INIT;
	char *path;

	str_addf(&name, "%04x-%04x-%016" PRIx64, device->vid, device->pid,
		 identity->uid ? identity->uid : hash_bytes(HASH_NONE, unit, strlen(unit)));
	path = file_join(dir, str_text(&name));
	str_release(&name);
	return path;
}

/* A line takes so many items at most. */
static void print(const struct live_request *unsent, struct str *out)
{
	str_add(out, FIRST_LINE);
	for (size_t i = 0; i < unsent->items; i += LIVE_LINE_ITEMS) {
		size_t left = unsent->items - i;
		struct live_request line = { .type = LIVE_WRITE,
					     .item = unsent->item + i,
					     .items = left < LIVE_LINE_ITEMS ? left : LIVE_LINE_ITEMS };

		live_request_print(&line, out);
		str_add_char(out, '\n');
	}
}

static bool keep(const char *dir, const char *path, const struct live_request *unsent, struct err *err)
{
	struct str text = STR_INIT;
	mode_t mask = umask(077); /* macros may have passwords in them */
	bool ok;

	print(unsent, &text);
	ok = file_make_dirs(dir, err) && file_write(path, str_text(&text), text.len, FILE_REPLACE, err);
	umask(mask);
	str_release(&text);
	return ok;
}

static bool add_line(const char *line, struct live_request *unsent, struct err *err)
{
	struct live_request more = { 0 };
	bool ok = live_request_parse(line, &more, err) &&
		  (more.type == LIVE_WRITE || err_set(err, ERR_PARSE, "it is no write"));

	for (size_t i = 0; ok && i < more.items; i++)
		live_request_add(unsent, more.item[i].place, (const uint8_t *)str_text(&more.item[i].bytes),
				 more.item[i].bytes.len);
	live_request_release(&more);
	return ok;
}

static bool parse(char *text, struct live_request *unsent, struct err *err)
{
	const size_t first = strlen(FIRST_LINE);
	char *at = NULL;
	int number = 2;

	if (strncmp(text, FIRST_LINE, first) != 0)
		return err_set(err, ERR_PARSE, "its first line is not '%.*s'", (int)first - 1, FIRST_LINE);
	for (char *line = strtok_r(text + first, "\n", &at); line; line = strtok_r(NULL, "\n", &at), number++)
		if (!add_line(line, unsent, err))
			return err_wrap(err, "line %d", number);
	return true;
}

bool live_journal_read(const struct live_identity *identity, struct live_request *unsent, struct err *err)
{
	char *dir = folder(err), *path = dir ? path_in(dir, identity) : NULL;
	struct str text = STR_INIT;
	bool ok = path && file_read(path, MAX_BYTES, &text, err);

	if (ok && !text.len)
		ok = err_set(err, ERR_PARSE, "%s is empty", path);
	else if (ok && !parse(text.data, unsent, err))
		ok = err_wrap(err, "%s", path);
	unsent->type = LIVE_WRITE;
	str_release(&text);
	free(path);
	free(dir);
	return ok;
}

/* Without items: there is nothing left to send. */
static bool put(const struct live_identity *identity, const struct live_request *unsent, struct err *err)
{
	char *dir = folder(err), *path = dir ? path_in(dir, identity) : NULL;
	bool ok = path;

	if (ok && unsent->items)
		ok = keep(dir, path, unsent, err) || err_wrap(err, "keeping what was not sent");
	else if (ok)
		ok = !unlink(path) || errno == ENOENT || err_errno(err, errno, "removing %s", path);
	free(path);
	free(dir);
	return ok;
}

static int compare(const void *x, const void *y)
{
	const struct dynamic_place *a = x, *b = y;

	return a->part != b->part ? (int)a->part - (int)b->part
	       : a->a != b->a     ? (int)a->a - (int)b->a
	       : a->b != b->b     ? (int)a->b - (int)b->b
				  : a->c - b->c;
}

/* What is in @was and at none of @places, to the end of @out. */
static void add_others(const struct live_request *was, const struct dynamic_places *places,
		       struct live_request *out)
{
	for (size_t i = 0; i < was->items; i++)
		if (!places->count || !bsearch(&was->item[i].place, places->item, places->count,
					       sizeof(*places->item), compare))
			live_request_add(out, was->item[i].place,
					 (const uint8_t *)str_text(&was->item[i].bytes),
					 was->item[i].bytes.len);
}

bool live_journal_settle(const struct live_identity *identity, const struct dynamic_places *settled,
			 const struct live_request *unsent, struct err *err)
{
	struct live_request was = { 0 }, now = { .type = LIVE_WRITE };
	struct dynamic_places over = { 0 };
	bool none = !unsent || !unsent->items, ok = live_journal_read(identity, &was, err);

	if (!ok && err->code != ERR_NOT_FOUND)
		goto out;
	if ((ok = !ok && none))
		goto out;
	for (size_t i = 0; settled && i < settled->count; i++)
		dynamic_places_add(&over, settled->item[i]);
	for (size_t i = 0; !none && i < unsent->items; i++)
		dynamic_places_add(&over, unsent->item[i].place);
	if (over.count)
		qsort(over.item, over.count, sizeof(*over.item), compare);
	add_others(&was, &over, &now);
	if (!none)
		add_others(unsent, &(struct dynamic_places){ 0 }, &now);
	ok = put(identity, &now, err);
out:
	dynamic_places_release(&over);
	live_request_release(&was);
	live_request_release(&now);
	return ok;
}

bool live_journal_settle_held(const struct live_identity *identity, const struct dynamic_keymap *held,
			      struct err *err)
{
	struct live_request unsent = { 0 };
	struct dynamic_places settled = { 0 };
	bool ok = live_journal_read(identity, &unsent, err);

	for (size_t i = 0; ok && i < unsent.items; i++)
		if (dynamic_keymap_has(held, unsent.item[i].place,
				       (const uint8_t *)str_text(&unsent.item[i].bytes),
				       unsent.item[i].bytes.len))
			dynamic_places_add(&settled, unsent.item[i].place);
	ok = ok ? !settled.count || live_journal_settle(identity, &settled, NULL, err)
		: err->code == ERR_NOT_FOUND;
	dynamic_places_release(&settled);
	live_request_release(&unsent);
	return ok;
}
