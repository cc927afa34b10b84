/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "dynamic_private.h"
#include "model/field.h"
#include "model/vial_setting.h"

static bool print_action(const void *data, struct action action, struct str *out)
{
	const struct dynamic_keymap *held = data;

	keycode_dialect_print(held->dialect, action, out);
	return true;
}

/* "tap KC_A, hold KC_B, tapping-term-ms 200". */
static void describe_dance(const struct keymap *map, const struct definition *dance,
			   const struct field_spelling *spelling, struct str *out)
{
	static const char *const fields[] = { "tap", "hold", "double-tap", "tap-hold", "tapping-term-ms" };
	const char *between = "";

	for (size_t i = 0; i < COUNT(fields); i++) {
		struct str value = STR_INIT;

		if (field_get(map, dance, field_find(dance, fields[i]), spelling, &value)) {
			str_addf(out, "%s%s %s", between, fields[i], str_text(&value));
			between = ", ";
		}
		str_release(&value);
	}
}

/* A dance by what it does each time; the others by their title: "KC_J, KC_K: KC_ESC". */
static void describe_entry(const struct dynamic_keymap *held, enum dynamic_part part, const uint8_t *bytes,
			   struct str *out)
{
	struct field_spelling spelling = { .print = print_action, .data = held };
	struct vial_entry entry = dynamic_entry_read(held, part, bytes);
	struct definition definition = vial_entry_definition(&entry);
	struct keymap *map = keymap_new(1, 0, 0);

	keymap_add_definition(map, &definition);
	if (!vial_entry_is_used(&entry))
		str_add(out, "not used");
	else if (part == DYNAMIC_DANCES)
		describe_dance(map, &definition, &spelling, out);
	else
		definition_title(map, entry.kind, 0, &spelling, out);
	keymap_unref(map);
	definition_release(&definition);
}

static void describe_setting(const struct dynamic_setting *setting, struct str *out)
{
	const struct vial_setting *known = vial_setting_find(setting->id);
	const struct field *field = known ? setting_field_find(known->name) : NULL;

	if (known && known->is_switch)
		str_add(out, setting->value ? "yes" : "no");
	else
		str_addf(out, "%u", (unsigned)setting->value);
	if (field && field->unit && field->unit[0])
		str_addf(out, " %s", field->unit);
}

/* "3 macros, 120 of 512 bytes". */
static void describe_macros(const struct dynamic_keymap *held, struct str *out)
{
	struct span span[DYNAMIC_MAX_MACROS];
	size_t count = dynamic_macro_find(held, span), macros = 0, bytes = 0;

	for (size_t i = 0; i < count; i++) {
		macros += span[i].len > 0;
		bytes = span[i].len ? span_end(span[i]) + 1 : bytes;
	}
	str_addf(out, "%zu macros, %zu of %zu bytes", macros, bytes, held->macro_bytes);
}

void dynamic_keymap_describe(const struct dynamic_keymap *held, struct dynamic_place place, struct str *out)
{
	enum dynamic_part part = (enum dynamic_part)place.part;
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;
	size_t len = dynamic_keymap_get(held, place, room, &bytes);

	if (!len)
		return;
	switch (part) {
	case DYNAMIC_KEYS:
	case DYNAMIC_TURNS:
		print_action(held, keycode_dialect_action(held->dialect, *dynamic_find_keycode(held, place)),
			     out);
		break;
	case DYNAMIC_DANCES:
	case DYNAMIC_COMBOS:
	case DYNAMIC_OVERRIDES:
	case DYNAMIC_ALT_REPEATS:
		describe_entry(held, part, bytes, out);
		break;
	case DYNAMIC_SETTINGS:
		describe_setting(dynamic_find_setting(held, place.a), out);
		break;
	case DYNAMIC_MACROS:
		describe_macros(held, out);
		break;
	default:
		for (size_t i = 0; i < len; i++)
			str_addf(out, "%02x", bytes[i]);
	}
}
