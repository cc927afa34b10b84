/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "live_place.h"
#include "live_verbs.h"
#include "live_write.h"
#include "print_json.h"
#include "stop.h"

enum { NAME_COLS = 20, MAX_PLACES = 64 };

struct options {
	struct live_options live;
	const char *parts;
	long layer;
	bool whole; /* read all of a part, not a place of it */
	bool save;
};

static void print_hex(const struct dynamic_keymap *held, struct dynamic_place place, struct str *out)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;
	size_t len = dynamic_keymap_get(held, place, room, &bytes);

	for (size_t i = 0; i < len; i++)
		str_addf(out, "%02x", bytes[i]);
}

static void print_thing(const struct live_desk *desk, const struct live_thing *thing, bool json)
{
	const struct dynamic_keymap *held = live_held(desk->live);
	struct str name = STR_INIT, value = STR_INIT, bytes = STR_INIT;

	live_thing_print(&desk->board, thing, &name);
	live_thing_describe(&desk->board, thing, held, &value);
	print_hex(held, thing->place, &bytes);
	if (json) {
		cJSON *line = cJSON_CreateObject();

		cJSON_AddStringToObject(line, "event", "value");
		cJSON_AddStringToObject(line, "place", str_text(&name));
		cJSON_AddStringToObject(line, "value", str_text(&value));
		cJSON_AddStringToObject(line, "bytes", str_text(&bytes));
		print_json(line);
	} else {
		struct str shown = STR_INIT;

		str_add_escaped(&shown, str_text(&value));
		printf("%-*s %s\n", NAME_COLS, str_text(&name), str_text(&shown));
		str_release(&shown);
	}
	str_release(&name);
	str_release(&value);
	str_release(&bytes);
}

/* Its place, and what must be known so that there is one. */
static bool read_thing(struct live_desk *desk, const struct live_thing *thing, struct options *opt,
		       struct err *err)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;
	unsigned part = 1u << thing->place.part;
	/* Which of these there are only reading them all tells, and so what became of a write. */
	bool whole =
		opt->whole || thing->place.part == DYNAMIC_SETTINGS || thing->place.part == DYNAMIC_VALUES;

	if (!(whole ? live_desk_read(desk, part, &opt->live, err)
		    : live_read_place(desk->live, thing->place, err)))
		return false;
	return dynamic_keymap_get(live_held(desk->live), thing->place, room, &bytes) ||
	       err_set(err, ERR_NOT_FOUND, "this keyboard has no such place");
}

static bool get_places(struct live_desk *desk, const char *const *name, int count, struct options *opt,
		       struct err *err)
{
	for (int i = 0; i < count; i++) {
		struct live_thing thing;

		if (!live_thing_find(&desk->board, name[i], &thing, err))
			return false;
		if (!read_thing(desk, &thing, opt, err))
			return err_wrap(err, "%s", name[i]);
		print_thing(desk, &thing, opt->live.json);
	}
	return true;
}

static void print_part(const struct live_desk *desk, enum dynamic_part part, const struct options *opt)
{
	struct dynamic_places places = { 0 };

	dynamic_keymap_places(live_held(desk->live), part, &places);
	for (size_t i = 0; i < places.count; i++) {
		struct live_thing thing = { .place = places.item[i], .option = -1 };

		if (opt->layer < 0 || thing.place.a == opt->layer)
			print_thing(desk, &thing, opt->live.json);
	}
	dynamic_places_release(&places);
}

/* Whole parts, or a layer's keys and turns. */
static bool get_parts(struct live_desk *desk, struct options *opt, struct err *err)
{
	unsigned parts = 1 << DYNAMIC_KEYS | 1 << DYNAMIC_TURNS;

	if (opt->layer >= 0 && (size_t)opt->layer >= live_held(desk->live)->layers)
		return err_set(err, ERR_RANGE, "there is no layer %ld; the keyboard has layers 0 to %zu",
			       opt->layer, live_held(desk->live)->layers - 1);
	if (opt->layer < 0 && !live_parse_parts(opt->parts, &parts, err))
		return false;
	if (!live_desk_read(desk, parts, &opt->live, err))
		return false;
	for (int part = 0; part < DYNAMIC_PARTS; part++)
		if (parts & 1u << part)
			print_part(desk, (enum dynamic_part)part, opt);
	return true;
}

int live_get_verb(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { .layer = -1 };
	const struct option_row own[] = {
		{ "--layer", 'L', OPTION_NUMBER, &opt.layer, "N", "all keys and encoders of a layer" },
		{ "--parts", 0, OPTION_TEXT, &opt.parts, "PART,...",
		  "all of these: keys, turns, options, ..." },
	};
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[MAX_PLACES], *device;
	int status, n = live_parse(verb, argc, argv, &opt.live, own, COUNT(own), operand, COUNT(operand),
				   &status);
	bool ok;

	if (n < 0)
		return status;
	device = live_take_device(operand, &n);
	if (n && (opt.parts || opt.layer >= 0))
		ok = err_set(&err, ERR_USAGE, "live get: places, or --layer, or --parts");
	else
		ok = stop_listen(&err) && live_desk_open(&desk, device, &err) &&
		     live_desk_define(&desk, &opt.live, &err) &&
		     (n ? get_places(&desk, operand, n, &opt, &err) : get_parts(&desk, &opt, &err));
	live_desk_release(&desk);
	return live_end(&opt.live, ok, EXIT_OK, &err);
}

/* What was there, what was wanted, what is there, and what it took. */
static void print_set(const struct live_desk *desk, const struct live_thing *thing,
		      const struct live_changes *changes, uint64_t trips, bool json)
{
	struct str name = STR_INIT, old = STR_INIT, wanted = STR_INIT, got = STR_INIT;
	const enum live_outcome outcome = changes->outcome[0];

	live_thing_print(&desk->board, thing, &name);
	live_thing_describe(&desk->board, thing, &changes->was, &old);
	live_thing_describe(&desk->board, thing, &changes->wanted, &wanted);
	live_thing_describe(&desk->board, thing, live_held(desk->live), &got);
	if (json) {
		cJSON *line = cJSON_CreateObject();

		cJSON_AddStringToObject(line, "event", "written");
		cJSON_AddStringToObject(line, "place", str_text(&name));
		cJSON_AddStringToObject(line, "outcome", live_outcome_name(outcome));
		cJSON_AddStringToObject(line, "old", str_text(&old));
		cJSON_AddStringToObject(line, "wanted", str_text(&wanted));
		cJSON_AddStringToObject(line, "got", str_text(&got));
		cJSON_AddNumberToObject(line, "round_trips", (double)trips);
		print_json(line);
	} else {
		printf("%s: %s: old %s, wanted %s, got %s; %llu round trips\n", str_text(&name),
		       live_outcome_name(outcome), str_text(&old), str_text(&wanted), str_text(&got),
		       (unsigned long long)trips);
	}
	str_release(&name);
	str_release(&old);
	str_release(&wanted);
	str_release(&got);
}

static bool set(struct live_desk *desk, const char *const *operand, struct live_changes *changes,
		struct options *opt, int *status, struct err *err)
{
	struct live_thing thing;
	uint64_t before;
	bool ok;

	if (!live_thing_find(&desk->board, operand[0], &thing, err))
		return false;
	if (!read_thing(desk, &thing, opt, err))
		return err_wrap(err, "%s", operand[0]);
	dynamic_keymap_copy(&changes->was, live_held(desk->live));
	dynamic_keymap_copy(&changes->wanted, live_held(desk->live));
	if (!live_thing_put(&desk->board, &thing, operand[1], &changes->wanted, err))
		return err_wrap(err, "%s", operand[0]);
	dynamic_places_add(&changes->places, thing.place);
	before = live_traffic(desk->live).round_trips;
	ok = live_changes_write(changes, desk, &opt->live, err) &&
	     (!opt->save || live_changes_save(changes, desk, err));
	print_set(desk, &thing, changes, live_traffic(desk->live).round_trips - before, opt->live.json);
	*status = live_changes_status(changes);
	return ok;
}

int live_set_verb(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { .whole = true };
	struct live_changes changes = { .wait_s = 30 };
	const struct option_row own[] = {
		{ "--save", 's', OPTION_FLAG, &opt.save, NULL,
		  "keep a light or a custom value over power-off; all else is kept anyway" },
		{ "--wait", 'w', OPTION_NUMBER, &changes.wait_s, "SECONDS",
		  "how long to wait for a keyboard that is unplugged (30)" },
	};
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[3], *device;
	int done = EXIT_OK, status,
	    n = live_parse(verb, argc, argv, &opt.live, own, COUNT(own), operand, COUNT(operand), &status);
	bool ok;

	if (n < 0)
		return status;
	device = live_take_device(operand, &n);
	if (n != 2)
		ok = err_set(&err, ERR_USAGE, "live set wants a place and a value");
	else
		ok = live_check_wait(changes.wait_s, &err) && stop_listen(&err) &&
		     live_desk_open(&desk, device, &err) && live_desk_define(&desk, &opt.live, &err) &&
		     set(&desk, operand, &changes, &opt, &done, &err);
	live_changes_release(&changes);
	live_desk_release(&desk);
	return live_end(&opt.live, ok, done, &err);
}
