/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live_journal.h"
#include "live_write.h"
#include "print_json.h"
#include "stop.h"

void live_changes_release(struct live_changes *changes)
{
	dynamic_keymap_release(&changes->was);
	dynamic_keymap_release(&changes->wanted);
	dynamic_places_release(&changes->places);
	free(changes->outcome);
	*changes = (struct live_changes){ 0 };
}

void live_changes_find(struct live_changes *changes, const struct dynamic_keymap *held, unsigned parts)
{
	struct dynamic_places all = { 0 };

	dynamic_keymap_copy(&changes->was, held);
	dynamic_keymap_diff(held, &changes->wanted, &all);
	for (size_t i = 0; i < all.count; i++)
		if (parts & 1u << all.item[i].part)
			dynamic_places_add(&changes->places, all.item[i]);
	dynamic_places_release(&all);
}

/* Those that are still to be written. */
static void find_unsent(const struct live_changes *changes, struct dynamic_places *places, size_t *index)
{
	places->count = 0;
	for (size_t i = 0; i < changes->places.count; i++)
		if (changes->outcome[i] == LIVE_UNSENT) {
			index[places->count] = i;
			dynamic_places_add(places, changes->places.item[i]);
		}
}

static bool is_as_wanted(const struct live_changes *changes, const struct dynamic_keymap *held,
			 struct dynamic_place place)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *wanted;
	size_t len = dynamic_keymap_get(&changes->wanted, place, room, &wanted);

	return dynamic_keymap_has(held, place, wanted, len);
}

/* After it was gone: what it holds decides what is still to be written. */
static bool settle(struct live_changes *changes, struct live_desk *desk, const struct dynamic_places *unsent,
		   const size_t *index, struct err *err)
{
	unsigned parts = 0;

	for (size_t i = 0; i < unsent->count; i++)
		parts |= 1u << unsent->item[i].part;
	for (int part = 0; part < DYNAMIC_PARTS; part++)
		if (parts & 1u << part && !live_read(desk->live, (enum dynamic_part)part, NULL, NULL, err))
			return false;
	for (size_t i = 0; i < unsent->count; i++)
		if (is_as_wanted(changes, live_held(desk->live), unsent->item[i]))
			changes->outcome[index[i]] = LIVE_WRITTEN;
	return true;
}

/* Changes that are not in the keyboard, for a later run; those that came out in any way are settled. */
static bool keep(const struct live_changes *changes, const struct live_desk *desk, struct err *err)
{
	struct live_request unsent = { .type = LIVE_WRITE };
	struct dynamic_places settled = { 0 };
	bool ok;

	for (size_t i = 0; i < changes->places.count; i++) {
		struct dynamic_place place = changes->places.item[i];
		uint8_t room[DYNAMIC_PLACE_BYTES];
		const uint8_t *bytes;

		if (changes->outcome[i] != LIVE_UNSENT) {
			dynamic_places_add(&settled, place);
		} else {
			size_t len = dynamic_keymap_get(&changes->wanted, place, room, &bytes);

			live_request_add(&unsent, place, bytes, len);
		}
	}
	ok = live_journal_settle(live_identity(desk->live), &settled, &unsent, err);
	dynamic_places_release(&settled);
	live_request_release(&unsent);
	return ok;
}

struct writing {
	struct report *report;
	size_t before, all; /* places, of all rounds */
};

static bool on_progress(void *data, enum dynamic_part part, size_t done, size_t total)
{
	const struct writing *writing = data;

	(void)part;
	(void)total;
	if (writing->report->style == REPORT_JSON || writing->report->to_terminal)
		report_progress(writing->report, "write", writing->before + done, writing->all, "places");
	return !*stop_flag();
}

/* Write what is unsent until all is tried, or the keyboard goes. */
static bool write_unsent(struct live_changes *changes, struct live_desk *desk, struct live_options *opt,
			 struct dynamic_places *unsent, size_t *index, struct err *err)
{
	struct writing writing = { &opt->report, changes->places.count - unsent->count,
				   changes->places.count };
	enum live_outcome *outcome = mem_new(unsent->count, sizeof(*outcome));
	bool ok = live_write(desk->live, &changes->wanted, unsent, outcome, on_progress, &writing, err);

	for (size_t i = 0; i < unsent->count; i++)
		changes->outcome[index[i]] = outcome[i];
	free(outcome);
	return ok;
}

static bool write_all(struct live_changes *changes, struct live_desk *desk, struct live_options *opt,
		      struct dynamic_places *unsent, size_t *index, struct err *err)
{
	struct err first = { 0 };

	for (find_unsent(changes, unsent, index); unsent->count;) {
		struct err failure = { 0 };
		bool back;

		if (!write_unsent(changes, desk, opt, unsent, index, &failure) && failure.code != ERR_GONE &&
		    !first.code)
			first = failure;
		find_unsent(changes, unsent, index);
		if (!unsent->count || failure.code != ERR_GONE)
			break;
		do {
			/* Kept before, should this process end, too. */
			if (!keep(changes, desk, err) || !live_desk_wait(desk, changes->wait_s, opt, err))
				return false;
			back = settle(changes, desk, unsent, index, &failure);
		} while (!back && failure.code == ERR_GONE);
		if (!back) {
			*err = failure;
			return false;
		}
		find_unsent(changes, unsent, index);
	}
	if (first.code)
		*err = first;
	return !first.code;
}

bool live_changes_write(struct live_changes *changes, struct live_desk *desk, struct live_options *opt,
			struct err *err)
{
	size_t *index = mem_new(changes->places.count + 1, sizeof(*index));
	struct dynamic_places unsent = { 0 };
	struct err unkept = { 0 };
	bool ok;

	changes->outcome = mem_new(changes->places.count + 1, sizeof(*changes->outcome));
	for (size_t i = 0; i < changes->places.count; i++)
		changes->outcome[i] = LIVE_UNSENT;
	ok = write_all(changes, desk, opt, &unsent, index, err);
	if (!keep(changes, desk, &unkept) && ok) {
		*err = unkept;
		ok = false;
	}
	dynamic_places_release(&unsent);
	free(index);
	return ok;
}

/* They lie in the order of their channels. */
bool live_changes_save(const struct live_changes *changes, struct live_desk *desk, struct err *err)
{
	int last = -1;

	for (size_t i = 0; i < changes->places.count; i++) {
		const struct dynamic_place place = changes->places.item[i];

		if (place.part != DYNAMIC_VALUES || place.a == last || changes->outcome[i] == LIVE_UNSENT)
			continue;
		last = place.a;
		if (!live_save_values(desk->live, place.a, err))
			return err_wrap(err, "saving lights and values");
	}
	return true;
}

int live_changes_status(const struct live_changes *changes)
{
	for (size_t i = 0; i < changes->places.count; i++)
		if (changes->outcome[i] != LIVE_WRITTEN)
			return EXIT_LOST;
	return EXIT_OK;
}

static void add_described(cJSON *line, const char *name, const struct dynamic_keymap *held,
			  struct dynamic_place place)
{
	struct str text = STR_INIT;

	dynamic_keymap_describe(held, place, &text);
	cJSON_AddStringToObject(line, name, str_text(&text));
	str_release(&text);
}

/* One place; @held NULL: nothing was written yet. */
static void print_json_change(const struct live_changes *changes, size_t index,
			      const struct dynamic_keymap *held)
{
	const struct dynamic_place place = changes->places.item[index];
	cJSON *line = cJSON_CreateObject();
	struct str name = STR_INIT;

	dynamic_place_print(place, &name);
	cJSON_AddStringToObject(line, "event", held ? "written" : "change");
	cJSON_AddStringToObject(line, "place", str_text(&name));
	if (held)
		cJSON_AddStringToObject(line, "outcome", live_outcome_name(changes->outcome[index]));
	add_described(line, "old", &changes->was, place);
	add_described(line, "wanted", &changes->wanted, place);
	if (held)
		add_described(line, "got", held, place);
	print_json(line);
	str_release(&name);
}

static void print_change(const struct live_changes *changes, size_t index, const struct dynamic_keymap *held)
{
	const struct dynamic_place place = changes->places.item[index];
	struct str text = STR_INIT, shown = STR_INIT;

	dynamic_place_print(place, &text);
	if (held)
		str_addf(&text, ": %s", live_outcome_name(changes->outcome[index]));
	str_add(&text, ": old ");
	dynamic_keymap_describe(&changes->was, place, &text);
	str_add(&text, ", wanted ");
	dynamic_keymap_describe(&changes->wanted, place, &text);
	if (held) {
		str_add(&text, ", got ");
		dynamic_keymap_describe(held, place, &text);
	}
	str_add_escaped(&shown, str_text(&text));
	puts(str_text(&shown));
	str_release(&text);
	str_release(&shown);
}

void live_changes_print_plan(const struct live_changes *changes, const struct live_options *opt)
{
	for (size_t i = 0; i < changes->places.count; i++)
		(opt->json ? print_json_change : print_change)(changes, i, NULL);
}

/* "3 keys", part by part. */
static void print_counts(const struct live_changes *changes)
{
	size_t count[DYNAMIC_PARTS] = { 0 }, all = 0;

	for (size_t i = 0; i < changes->places.count; i++)
		if (changes->outcome[i] == LIVE_WRITTEN) {
			count[changes->places.item[i].part]++;
			all++;
		}
	printf("%zu of %zu written", all, changes->places.count);
	for (int part = 0, told = 0; part < DYNAMIC_PARTS; part++)
		if (count[part])
			printf("%s %s %zu", told++ ? "," : ":", dynamic_part_name((enum dynamic_part)part),
			       count[part]);
	putchar('\n');
}

void live_changes_print(const struct live_changes *changes, const struct live_desk *desk,
			const struct live_options *opt)
{
	for (size_t i = 0; i < changes->places.count; i++)
		if (opt->json || changes->outcome[i] != LIVE_WRITTEN)
			(opt->json ? print_json_change : print_change)(changes, i, live_held(desk->live));
	if (!opt->json)
		print_counts(changes);
}
