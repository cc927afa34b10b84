/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random_dynamic.h"
#include "random_keymap.h"

const struct random_firmware random_firmware[RANDOM_FIRMWARES] = {
	{ DIALECT_VIA_9, 7, -1 },   { DIALECT_VIA_9, 9, -1 },   { DIALECT_VIA_10, 10, -1 },
	{ DIALECT_VIA_11, 11, -1 }, { DIALECT_VIA_12, 12, -1 }, { DIALECT_QMK_0_0_8, 13, -1 },
	{ DIALECT_VIAL_5, 9, 1 },   { DIALECT_VIAL_5, 9, 4 },   { DIALECT_VIAL_6, 9, 6 },
};

static uint8_t random_byte(uint32_t *state)
{
	return (uint8_t)random_below(state, 256);
}

static void must(bool done, const struct err *err)
{
	if (done)
		return;
	printf("Bail out! %s\n", err->text);
	exit(1);
}

/* Any byte, but often one that means something. */
static uint8_t likely_byte(uint32_t *state)
{
	return random_below(state, 2) ? (uint8_t)random_below(state, 8) : random_byte(state);
}

static void fill_settings(uint32_t *state, struct dynamic_keymap *held)
{
	static const uint8_t lengths[] = { 1, 2, 4 };
	struct err err;

	for (size_t i = 0; i < 20; i++) {
		struct dynamic_setting setting = { .id = (uint16_t)(1 + random_below(state, 30)),
						   .len = lengths[random_below(state, 3)] };

		for (size_t b = 0; b < setting.len; b++)
			setting.value = setting.value << 8 | random_byte(state);
		must(dynamic_keymap_put_setting(held, setting, &err), &err);
	}
	for (size_t i = 0; i < 10; i++) {
		struct dynamic_value value = { .channel = (uint16_t)random_below(state, 5),
					       .id = (uint8_t)random_below(state, 6),
					       .index = -1,
					       .len = 2,
					       .byte = { random_byte(state), random_byte(state) } };

		must(dynamic_keymap_put_value(held, &value, &err), &err);
	}
}

static void make(uint32_t *state, const struct random_firmware *firmware, struct dynamic_keymap *out)
{
	struct err err;

	*out = (struct dynamic_keymap){ .dialect = firmware->dialect,
					.via = firmware->via,
					.vial = firmware->vial,
					.layers = 1 + random_below(state, 4),
					.rows = 1 + random_below(state, 4),
					.cols = 1 + random_below(state, 4),
					.encoders = random_below(state, 3),
					.macros = 1 + random_below(state, 8),
					.macro_bytes = 1 + random_below(state, 200),
					.options = random_below(state, 1 << 20),
					.held = (1u << DYNAMIC_PARTS) - 1 };
	for (size_t i = 0; i < COUNT(out->entries); i++)
		out->entries[i].count = random_below(state, 6);
	must(dynamic_keymap_allocate(out, &err), &err);
	out->held = (1u << DYNAMIC_PARTS) - 1;
	for (size_t i = 0; i < out->layers * out->rows * out->cols; i++)
		out->key[i] = (uint16_t)random_below(state, 1 << 16);
	for (size_t i = 0; i < out->layers * out->encoders * TURN_COUNT; i++)
		out->turn[i] = (uint16_t)random_below(state, 1 << 16);
	for (size_t e = 0; e < COUNT(out->entries); e++)
		for (size_t i = 0; i < out->entries[e].count * out->entries[e].width; i++)
			out->entries[e].byte[i] = random_byte(state);
	fill_settings(state, out);
}

void random_dynamic(uint32_t *state, const struct random_firmware *firmware, struct dynamic_keymap *out)
{
	make(state, firmware, out);
	for (size_t i = 0; i < out->macro_bytes; i++)
		out->macro[i] = likely_byte(state);
}

static uint8_t not_zero(uint32_t *state)
{
	return (uint8_t)(1 + random_below(state, UINT8_MAX));
}

static void random_text(uint32_t *state, struct str *out)
{
	for (size_t i = 0, len = 1 + random_below(state, 5); i < len; i++)
		str_add_char(out, (char)(' ' + random_below(state, 95)));
}

static void random_delay(uint32_t *state, bool is_vial, struct str *out)
{
	str_add(out, "\1\4");
	if (is_vial) {
		str_add_char(out, (char)not_zero(state));
		str_add_char(out, (char)not_zero(state));
	} else {
		str_addf(out, "%u%c", random_below(state, 65536), "|x "[random_below(state, 3)]);
	}
}

void random_macro(uint32_t *state, const struct dynamic_keymap *held, size_t len, struct str *out)
{
	bool is_vial = held->vial >= 2, is_bare = held->vial >= 0 ? held->vial < 2 : held->via < 11;

	for (size_t i = 0; i < len; i++) {
		uint32_t what = random_below(state, 4);
		char code = (char)(1 + random_below(state, 3));

		if (what == 0) {
			random_text(state, out);
		} else if (what == 1 && !is_bare) {
			random_delay(state, is_vial, out);
		} else if (what == 2 && held->vial >= 5) {
			str_add_char(out, 1);
			str_add_char(out, (char)(code + 4));
			str_add_char(out, (char)not_zero(state));
			str_add_char(out, (char)not_zero(state));
		} else {
			if (!is_bare)
				str_add_char(out, 1);
			str_add_char(out, code);
			str_add_char(out, (char)not_zero(state));
		}
	}
}

/* A combo without gaps; options that the firmware has. */
static void make_sound(uint32_t *state, struct dynamic_keymap *held)
{
	enum { COMBOS = 1, ALT_REPEATS = 3, OPTIONS = 5 };

	for (size_t i = 0; i < held->entries[COMBOS].count; i++)
		for (size_t key = 0; key < 4; key++)
			held->entries[COMBOS].byte[i * 10 + key * 2] = not_zero(state);
	for (size_t i = 0; i < held->entries[ALT_REPEATS].count; i++)
		held->entries[ALT_REPEATS].byte[i * 6 + OPTIONS] &= 0x0f;
}

void random_sound_dynamic(uint32_t *state, const struct random_firmware *firmware, struct dynamic_keymap *out)
{
	struct str macro = STR_INIT;
	size_t at = 0;

	make(state, firmware, out);
	make_sound(state, out);
	for (size_t i = 0; i < out->macros; i++) {
		str_clear(&macro);
		random_macro(state, out, random_below(state, 6), &macro);
		if (at + macro.len + 1 > out->macro_bytes)
			break;
		if (macro.len)
			memcpy(out->macro + at, macro.data, macro.len);
		at += macro.len + 1;
	}
	str_release(&macro);
}

bool same_dynamic(const struct dynamic_keymap *a, const struct dynamic_keymap *b)
{
	struct str x = STR_INIT, y = STR_INIT;
	bool same;

	for (int part = 0; part < DYNAMIC_PARTS; part++) {
		dynamic_keymap_get_part(a, (enum dynamic_part)part, &x);
		dynamic_keymap_get_part(b, (enum dynamic_part)part, &y);
	}
	same = a->held == b->held && x.len == y.len && !memcmp(str_text(&x), str_text(&y), x.len);
	str_release(&x);
	str_release(&y);
	return same;
}
