/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "compile/keyplane_json.h"
#include "diagnostics.h"
#include "keymap_words.h"
#include "live_open.h"
#include "live_verbs.h"
#include "model/symbol.h"
#include "print_json.h"
#include "stop.h"

enum { EXIT_SAME = 0, EXIT_DIFFERENT = 1, EXIT_TROUBLE = 2 }; /* as diff(1) and keyplane diff have them */

struct options {
	struct live_options live;
	bool flashed;
};

/* What is compared. */
struct sides {
	const struct project *file;
	const struct layout *layout; /* its: all sides are of its keys */
	struct three_way three;
};

static const char *const side_names[SIDE_COUNT] = { "file", "keyboard", "flashed" };

static const struct setting *find_setting(const struct keymap *map, uint32_t name)
{
	return keymap_find_setting(map, symbol_text(name));
}

/* What @row is about on one side; nothing when that side has none. */
static void add_value(const struct sides *s, const struct three_row *row, const struct keymap *map,
		      struct str *out)
{
	if (!map)
		return;
	if (row->setting) {
		const struct setting *setting = find_setting(map, row->setting);

		if (setting)
			keymap_words_setting(setting, out);
	} else if (row->definition >= 0) {
		if ((size_t)row->definition < keymap_definitions(map, row->kind))
			keyplane_json_definition(keymap_definition(map, row->kind, (size_t)row->definition),
						 out);
	} else if ((size_t)row->layer < keymap_layers(map)) {
		if (row->slot < 0)
			keymap_words_layer(map, row->layer, out);
		else
			keymap_format_print_action(
				s->file->source_format,
				keymap_get_slot(map, (size_t)row->layer, (size_t)row->slot), NULL, NULL, out);
	}
}

/* The side that has it names it. */
static const struct keymap *side_with(const struct sides *s, const struct three_row *row)
{
	for (int side = 0; side < SIDE_COUNT; side++) {
		const struct keymap *map = s->three.side[side];

		if (map &&
		    (row->definition >= 0 ? (size_t)row->definition < keymap_definitions(map, row->kind)
					  : row->layer < 0 || (size_t)row->layer < keymap_layers(map)))
			return map;
	}
	return s->three.side[SIDE_KEYBOARD];
}

static void add_name(const struct sides *s, const struct three_row *row, struct str *out)
{
	const struct keymap *map = side_with(s, row);

	if (row->setting) {
		str_addf(out, "setting %s", symbol_text(row->setting));
	} else if (row->definition >= 0) {
		keymap_words_definition(row->kind, keymap_definition(map, row->kind, (size_t)row->definition),
					row->definition, out);
	} else {
		keymap_words_layer(map, row->layer, out);
		if (row->slot < 0)
			return;
		str_add(out, ", ");
		keymap_words_slot(s->layout, keymap_keys(map), (size_t)row->slot, out);
	}
}

static void print_text(const struct sides *s, const struct three_row *row)
{
	struct str line = STR_INIT, shown = STR_INIT;

	add_name(s, row, &line);
	str_add(&line, ":");
	if (s->three.side[SIDE_FLASHED])
		str_addf(&line, " %s:", three_state_name(row->state));
	for (int side = 0; side < SIDE_COUNT; side++) {
		size_t before;

		if (!s->three.side[side])
			continue;
		str_addf(&line, "%s %s ", side ? "," : "", side_names[side]);
		before = line.len;
		add_value(s, row, s->three.side[side], &line);
		if (line.len == before)
			str_add(&line, "none");
	}
	str_add_escaped(&shown, str_text(&line));
	puts(str_text(&shown));
	str_release(&line);
	str_release(&shown);
}

static void print_row_json(const struct sides *s, const struct three_row *row)
{
	cJSON *line = cJSON_CreateObject();
	struct str text = STR_INIT;

	cJSON_AddStringToObject(line, "event", "difference");
	cJSON_AddStringToObject(line, "state", three_state_name(row->state));
	add_name(s, row, &text);
	cJSON_AddStringToObject(line, "name", str_text(&text));
	if (row->layer >= 0)
		cJSON_AddNumberToObject(line, "layer", row->layer);
	if (row->layer >= 0 && row->slot >= 0)
		cJSON_AddNumberToObject(line, "slot", row->slot);
	for (int side = 0; side < SIDE_COUNT; side++) {
		str_clear(&text);
		add_value(s, row, s->three.side[side], &text);
		if (text.len)
			cJSON_AddStringToObject(line, side_names[side], str_text(&text));
	}
	print_json(line);
	str_release(&text);
}

static void print_all(const struct sides *s, bool json)
{
	for (size_t i = 0; i < s->three.rows; i++)
		if (json)
			print_row_json(s, &s->three.row[i]);
		else
			print_text(s, &s->three.row[i]);
}

/* @map as the keyboard would hold it: what only a file says is no difference. */
static const struct keymap *as_held(const struct sides *s, const struct dynamic_keymap *held,
				    const struct keymap *map, const struct subject *about, struct err *err)
{
	struct diagnostics lost = { 0 };
	const struct keymap *out = dynamic_keymap_as_held(held, s->layout, map, &lost, err);

	diagnostics_print(stderr, &lost, about);
	diagnostics_release(&lost);
	return out;
}

/* What was flashed last, if that is known and of the same keys; with --flashed it has to be. */
static bool get_flashed(const struct sides *s, const struct dynamic_keymap *held, const struct options *opt,
			const struct keymap **out, struct err *err)
{
	const struct subject about = { .path = "flashed" };
	struct err none = { 0 };
	const struct keymap *flashed = flashed_get(s->file, &none);

	*out = flashed ? as_held(s, held, flashed, &about, &none) : NULL;
	keymap_unref(flashed);
	if (*out || (!opt->flashed && (none.code == ERR_NOT_FOUND || none.code == ERR_RANGE)))
		return true;
	*err = none;
	return false;
}

static bool compare(struct sides *s, const struct dynamic_keymap *held, const struct options *opt,
		    struct err *err)
{
	const struct subject about = { s->file->path, s->file->source, s->file->map };
	struct diagnostics undrawn = { 0 };
	const struct keymap *flashed = NULL, *keyboard = dynamic_keymap_map(held, s->layout, &undrawn), *file;
	bool ok;

	diagnostics_print(stderr, &s->file->diagnostics, &about);
	diagnostics_print(stderr, &undrawn, &(struct subject){ .path = "keyboard" });
	file = as_held(s, held, s->file->map, &about, err);
	ok = file && get_flashed(s, held, opt, &flashed, err) &&
	     three_way_init(&s->three, file, keyboard, flashed, err);
	keymap_unref(file);
	keymap_unref(keyboard);
	keymap_unref(flashed);
	diagnostics_release(&undrawn);
	return ok;
}

static bool diff(struct live_desk *desk, const char *device, const char *path, struct options *opt,
		 bool *different, struct err *err)
{
	struct project *file;
	struct sides s = { 0 };
	bool ok;

	if (!live_desk_open(desk, device, err) || !live_desk_define(desk, &opt->live, err) ||
	    !live_desk_read(desk, LIVE_ALL_PARTS, &opt->live, err))
		return false;
	file = live_project_open(&desk->board, live_held(desk->live), path, err);
	if (!file)
		return false;
	s = (struct sides){ .file = file, .layout = &file->keyboard->layout[file->layout] };
	ok = compare(&s, live_held(desk->live), opt, err);
	if (ok) {
		print_all(&s, opt->live.json);
		*different = s.three.rows > 0;
		three_way_release(&s.three);
	}
	project_free(file);
	return ok;
}

int live_diff_verb(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row own[] = {
		{ "--flashed", 0, OPTION_FLAG, &opt.flashed, NULL,
		  "fail when it is not known what was flashed last" },
	};
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[2], *device;
	int status, n = live_parse(verb, argc, argv, &opt.live, own, COUNT(own), operand, COUNT(operand),
				   &status);
	bool ok, different = false;

	if (n < 0)
		return status == EXIT_OK ? EXIT_OK : EXIT_TROUBLE;
	device = live_take_device(operand, &n);
	if (n != 1)
		ok = err_set(&err, ERR_USAGE, "live diff wants the file of a keymap");
	else
		ok = stop_listen(&err) && diff(&desk, device, operand[0], &opt, &different, &err);
	live_desk_release(&desk);
	status = live_end(&opt.live, ok, different ? EXIT_DIFFERENT : EXIT_SAME, &err);
	return ok ? status : EXIT_TROUBLE;
}
