/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dynamic_private.h"
#include "model/symbol.h"
#include "model/term.h"
#include "model/vial_setting.h"

const struct diagnostic_kind dynamic_lost = { "keyboard-lost", SEVERITY_WARNING };
const struct diagnostic_kind dynamic_near = { "keyboard-near", SEVERITY_NOTE };

/* Which of those that were there is the one at @index now: it keeps its bytes, also those that no definition tells of. Itself
 * before others; -1: it is new. */
static int find_former(const struct dynamic_taker *t, enum definition_kind kind, size_t index)
{
	const struct definition *now = keymap_definition(t->map, kind, index);
	size_t count = keymap_definitions(t->base, kind);

	if (index < count && definition_equal(keymap_definition(t->base, kind, index), now))
		return (int)index;
	for (size_t i = 0; i < count; i++)
		if (definition_equal(keymap_definition(t->base, kind, i), now))
			return (int)i;
	return -1;
}

/* False, and told, when there are definitions that there is no place for at all. */
static bool check_places(struct dynamic_taker *t, enum definition_kind kind, bool held, size_t places)
{
	size_t count = keymap_definitions(t->map, kind);
	const char *name = term_of_definition(kind);

	if (!held) {
		if (count)
			diagnostics_add(
				t->lost, &dynamic_lost, place_of_definition(kind, 0),
				"the keyboard has no place for definitions of kind %s, or they were not "
				"read yet",
				name);
		return false;
	}
	for (size_t i = places; i < count; i++)
		diagnostics_add(t->lost, &dynamic_lost, place_of_definition(kind, i),
				"the keyboard has room for %zu definitions of kind %s: this one is not in it",
				places, name);
	return true;
}

static void tell_names(struct dynamic_taker *t, enum definition_kind kind, size_t index)
{
	const struct definition *now = keymap_definition(t->map, kind, index);

	if (now->name || (kind == DEFINITION_MACRO && now->options))
		diagnostics_add(t->lost, &dynamic_near, place_of_definition(kind, index),
				"the keyboard keeps no names and no times of its own for it");
}

/* False: it stays as it was. */
static bool take_macro(struct dynamic_taker *t, size_t index, struct str *code)
{
	const struct definition *now = keymap_definition(t->map, DEFINITION_MACRO, index);
	struct place place = place_of_definition(DEFINITION_MACRO, index);
	struct str fresh = STR_INIT;
	struct err err;
	bool split;

	if (!dynamic_macro_write_bytes(t->held, now, &fresh, &split, &err)) {
		diagnostics_add(t->lost, &dynamic_lost, place, "macro %zu stays as it was: %s", index,
				err.text);
		str_release(&fresh);
		return false;
	}
	if (split)
		diagnostics_add(t->lost, &dynamic_near, place,
				"macro %zu: modifiers become keys of their own that are held and let go",
				index);
	tell_names(t, DEFINITION_MACRO, index);
	str_release(code);
	*code = fresh;
	return true;
}

static void copy_code(struct str *to, const struct str *from)
{
	str_clear(to);
	str_add_bytes(to, str_text(from), from->len);
}

/* What every macro is to be, into @code, which has them as they were. */
static void take_each_macro(struct dynamic_taker *t, const struct str *was, struct str *code)
{
	size_t before = keymap_definitions(t->base, DEFINITION_MACRO);
	size_t count = keymap_definitions(t->map, DEFINITION_MACRO);

	for (size_t i = 0; i < t->held->macros; i++) {
		int former = i < count ? find_former(t, DEFINITION_MACRO, i) : -1;

		if (former >= 0)
			copy_code(&code[i], &was[former]);
		else if (i < count)
			take_macro(t, i, &code[i]);
		else if (i < before)
			str_clear(&code[i]);
	}
}

static bool same_code(const struct str *a, const struct str *b)
{
	return a->len == b->len && (!a->len || !memcmp(a->data, b->data, a->len));
}

/* While they are too many bytes, the last that was changed stays as it was. */
static void fit_macros(struct dynamic_taker *t, const struct str *was, struct str *code)
{
	size_t i = t->held->macros;

	while (dynamic_macro_bytes(code, t->held->macros) > t->held->macro_bytes && i-- > 0) {
		if (same_code(&code[i], &was[i]))
			continue;
		diagnostics_add(
			t->lost, &dynamic_lost, place_of_definition(DEFINITION_MACRO, i),
			"macro %zu stays as it was: the keyboard has %zu bytes for all macros, and they "
			"would take %zu",
			i, t->held->macro_bytes, dynamic_macro_bytes(code, t->held->macros));
		copy_code(&code[i], &was[i]);
	}
}

static void take_macros(struct dynamic_taker *t)
{
	bool held = dynamic_is_held(t->held, DYNAMIC_MACROS) && t->held->macro && t->held->macro_bytes;
	size_t count = t->held->macros;
	struct str *was, *code;
	bool changed = false;

	if (!check_places(t, DEFINITION_MACRO, held, count))
		return;
	was = mem_new(count, sizeof(*was));
	code = mem_new(count, sizeof(*code));
	dynamic_macro_codes(t->held, was);
	dynamic_macro_codes(t->held, code);
	take_each_macro(t, was, code);
	fit_macros(t, was, code);
	for (size_t i = 0; i < count; i++)
		changed |= !same_code(&code[i], &was[i]);
	if (changed)
		dynamic_macro_put_codes(t->held, code);
	for (size_t i = 0; i < count; i++) {
		str_release(&was[i]);
		str_release(&code[i]);
	}
	free(was);
	free(code);
}

static void take_entry(struct dynamic_taker *t, enum definition_kind kind, size_t index, uint8_t *bytes)
{
	const struct definition *now = keymap_definition(t->map, kind, index);
	struct place place = place_of_definition(kind, index);
	struct vial_entry entry;
	const char *text;
	enum loss loss = vial_entry_loss(t->map, now, t->held->dialect, &text);

	if (loss == LOSS_ALL) {
		diagnostics_add(t->lost, &dynamic_lost, place, "it stays as it was: %s", text);
		return;
	}
	if (loss)
		diagnostics_add(t->lost, &dynamic_near, place, "%s", text);
	tell_names(t, kind, index);
	vial_entry_of(t->map, now, t->held->dialect, &entry);
	dynamic_entry_write(t->held, &entry, bytes);
}

static void take_entries(struct dynamic_taker *t, enum dynamic_part part)
{
	enum definition_kind kind = dynamic_part_kind(part);
	const struct dynamic_entries *entries = &t->held->entries[part - DYNAMIC_DANCES];
	size_t before = keymap_definitions(t->base, kind), count = keymap_definitions(t->map, kind);
	bool held = dynamic_is_held(t->held, part) && entries->byte;
	struct vial_entry empty = vial_entry_empty(kind);
	struct str was = STR_INIT;

	if (!check_places(t, kind, held, entries->count))
		return;
	str_add_bytes(&was, entries->byte, entries->count * entries->width);
	for (size_t i = 0; i < entries->count; i++) {
		uint8_t *bytes = &entries->byte[i * entries->width];
		int former = i < count ? find_former(t, kind, i) : -1;

		if (former >= 0)
			memcpy(bytes, was.data + (size_t)former * entries->width, entries->width);
		else if (i < count)
			take_entry(t, kind, i, bytes);
		else if (i < before)
			dynamic_entry_write(t->held, &empty, bytes);
	}
	str_release(&was);
}

/* What the keyboard has neither keys nor entries for. */
static void tell_other_kinds(struct dynamic_taker *t)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		if (kind != DEFINITION_MACRO && !vial_entry_actions((enum definition_kind)kind))
			check_places(t, (enum definition_kind)kind, false, 0);
}

static void lose_setting(struct dynamic_taker *t, const char *name, const char *why)
{
	diagnostics_add(t->lost, &dynamic_lost, PLACE_NONE, "setting %s %s", name, why);
}

static void take_setting(struct dynamic_taker *t, const struct setting *now)
{
	const char *name = symbol_text(now->name);
	const struct vial_setting *known = vial_setting_find_name(name);
	struct dynamic_setting *setting = known && dynamic_is_held(t->held, DYNAMIC_SETTINGS)
						  ? dynamic_find_setting(t->held, (uint16_t)known->number)
						  : NULL;

	if (!setting)
		lose_setting(t, name, "has no place in the keyboard");
	else if (now->type == SETTING_TEXT || now->number < 0 || now->number >> 8 * setting->len)
		lose_setting(t, name, "stays as it was: it is no number that the keyboard has room for");
	else
		setting->value = (uint32_t)now->number;
}

static void take_settings(struct dynamic_taker *t)
{
	for (size_t i = 0; i < keymap_settings(t->map); i++) {
		const struct setting *now = keymap_setting_at(t->map, i);
		const struct setting *was = keymap_find_setting(t->base, symbol_text(now->name));

		if (!was || !setting_equal(was, now))
			take_setting(t, now);
	}
	for (size_t i = 0; i < keymap_settings(t->base); i++) {
		const char *name = symbol_text(keymap_setting_at(t->base, i)->name);

		if (!keymap_find_setting(t->map, name))
			lose_setting(t, name, "cannot be taken out of the keyboard: it stays as it was");
	}
}

void dynamic_keymap_take(struct dynamic_keymap *held, const struct layout *layout, const struct keymap *map,
			 struct diagnostics *lost)
{
	struct diagnostics ignored = { 0 };
	struct keymap *base = dynamic_keymap_map(held, layout, &ignored);
	struct dynamic_taker t = { held, layout, base, map, lost };

	assert(keymap_keys(map) == keymap_keys(base) && keymap_encoders(map) == keymap_encoders(base));
	dynamic_take_slots(&t);
	take_macros(&t);
	for (int part = DYNAMIC_DANCES; part <= DYNAMIC_ALT_REPEATS; part++)
		take_entries(&t, (enum dynamic_part)part);
	tell_other_kinds(&t);
	take_settings(&t);
	keymap_unref(base);
	diagnostics_release(&ignored);
}

struct keymap *dynamic_keymap_as_held(const struct dynamic_keymap *held, const struct layout *layout,
				      const struct keymap *map, struct diagnostics *lost, struct err *err)
{
	struct dynamic_keymap copy = { 0 };
	struct diagnostics ignored = { 0 };
	struct keymap *out;

	if (keymap_keys(map) != layout->keys || keymap_encoders(map) != held->encoders) {
		err_set(err, ERR_RANGE,
			"the keymap has %zu keys and %zu encoders, the keyboard %zu and %zu: is it for "
			"another layout?",
			keymap_keys(map), keymap_encoders(map), layout->keys, held->encoders);
		return NULL;
	}
	dynamic_keymap_copy(&copy, held);
	dynamic_keymap_take(&copy, layout, map, lost);
	out = dynamic_keymap_map(&copy, layout, &ignored);
	dynamic_keymap_release(&copy);
	diagnostics_release(&ignored);
	return out;
}
