/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "live_file_private.h"

static const struct diagnostic_kind no_place = { "live-file-part", SEVERITY_WARNING };
static const struct diagnostic_kind other = { "live-file-lost", SEVERITY_WARNING };

void live_print_keycode(const struct dynamic_keymap *held, uint16_t value, struct str *out)
{
	struct str name = STR_INIT;

	keycode_dialect_print(held->dialect, keycode_dialect_action(held->dialect, value), &name);
	json_add_text(out, str_text(&name));
	str_release(&name);
}

void live_print_turns(const struct dynamic_keymap *held, size_t layer, size_t encoder, struct str *out)
{
	const uint16_t *turn = &held->turn[(layer * held->encoders + encoder) * TURN_COUNT];

	str_add_char(out, '[');
	live_print_keycode(held, turn[TURN_CCW], out);
	str_add(out, ", ");
	live_print_keycode(held, turn[TURN_CW], out);
	str_add_char(out, ']');
}

/* Whether the firmware takes what was read of its own bytes: it keeps text that nobody could write. */
static bool can_be_written(const struct dynamic_keymap *held, const struct definition *macro)
{
	struct err ignored;
	struct dynamic_keymap one = { .dialect = held->dialect,
				      .via = held->via,
				      .vial = held->vial,
				      .macros = 1,
				      .macro_bytes = held->macro_bytes };
	bool ok = dynamic_keymap_allocate(&one, &ignored) && dynamic_macros_write(&one, &macro, 1, &ignored);

	dynamic_keymap_release(&one);
	return ok;
}

static bool read_macro(const struct dynamic_keymap *held, size_t index, struct definition *macro,
		       struct err *err)
{
	bool whole = dynamic_macro_read(held, index, macro, err);

	if (can_be_written(held, macro))
		return whole;
	definition_release(macro);
	*macro = (struct definition){ .kind = DEFINITION_MACRO };
	return whole ? err_set(err, ERR_LOSSY, "macro %zu types or presses what has no form in a file", index)
		     : false;
}

void live_print_macros(const struct dynamic_keymap *held, struct diagnostics *lost, const char *none,
		       void (*print_macro)(const struct dynamic_keymap *held, const struct definition *macro,
					   struct str *out),
		       struct str *out)
{
	size_t count = dynamic_macro_count(held);

	for (size_t i = 0; i < held->macros; i++) {
		struct definition macro = { .kind = DEFINITION_MACRO };
		struct err err = { 0 };

		str_add(out, i ? ",\n    " : "\n    ");
		if (i < count && !read_macro(held, i, &macro, &err))
			diagnostics_add(lost, &other, place_of_definition(DEFINITION_MACRO, i), "%s",
					err.text);
		if (macro.steps)
			print_macro(held, &macro, out);
		else
			str_add(out, none);
		definition_release(&macro);
	}
	str_add(out, held->macros ? "\n  ]" : "]");
}

/* Whether a part has anything that could be missed. */
static bool is_empty(const struct dynamic_keymap *held, enum dynamic_part part)
{
	struct str bytes = STR_INIT;
	bool empty = true;

	dynamic_keymap_get_part(held, part, &bytes);
	for (size_t i = 0; i < bytes.len; i++)
		empty = empty && !bytes.data[i];
	str_release(&bytes);
	return empty;
}

/* As @held, of which nothing is known but its sizes, and which settings it has. */
static void forget(const struct dynamic_keymap *held, struct dynamic_keymap *out)
{
	struct err never;

	dynamic_keymap_copy(out, held);
	if (!dynamic_keymap_allocate(out, &never))
		out->layers = 0;
	out->options = 0;
	out->held = 0;
	for (size_t i = 0; i < out->settings; i++)
		out->setting[i].value = 0;
	for (size_t i = 0; i < out->values; i++)
		memset(out->value[i].byte, 0, sizeof(out->value[i].byte));
}

static void tell_place(const struct live_format *format, const struct dynamic_keymap *held,
		       const struct dynamic_keymap *back, struct dynamic_place place,
		       struct diagnostics *lost)
{
	struct str text = STR_INIT;

	dynamic_place_print(place, &text);
	if (place.part == DYNAMIC_MACROS) {
		str_add(&text, " have bytes that the format has no words for");
	} else {
		str_add(&text, ": ");
		dynamic_keymap_describe(held, place, &text);
		str_add(&text, " would come back as ");
		dynamic_keymap_describe(back, place, &text);
	}
	diagnostics_add(lost, &other, PLACE_NONE, "%s: %s", format->name, str_text(&text));
	str_release(&text);
}

bool live_tell_lost(const struct live_format *format, const struct dynamic_keymap *held,
		    const struct str *text, struct diagnostics *lost, struct err *err)
{
	struct dynamic_keymap back = { 0 };
	struct dynamic_places places = { 0 };
	struct diagnostics told = { 0 };
	bool ok;

	forget(held, &back);
	ok = !text->full && format->read(str_text(text), text->len, false, &back, &told, err);
	if (text->full)
		err_set(err, ERR_RANGE, "the file would be too long");
	for (int part = 0; ok && part < DYNAMIC_PARTS; part++)
		if (held->held & ~back.held & 1u << part && !is_empty(held, (enum dynamic_part)part))
			diagnostics_add(lost, &no_place, PLACE_NONE,
					"%s has no place for %s: they are left out", format->name,
					dynamic_part_name((enum dynamic_part)part));
	if (ok)
		dynamic_keymap_diff(held, &back, &places);
	for (size_t i = 0; i < places.count; i++)
		tell_place(format, held, &back, places.item[i], lost);
	dynamic_places_release(&places);
	diagnostics_release(&told);
	dynamic_keymap_release(&back);
	return ok;
}
