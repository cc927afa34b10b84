/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "import/vil.h"
#include "model/layout.h"
#include "model/symbol.h"
#include "random_dynamic.h"
#include "random_keymap.h"
#include "tap.h"
#include "tiny.h"

/* A keyboard that is opened and the file that Vial's app saves of it are the same keymap. */

static struct err err;

/* Two layers of two rows of three, an encoder, and something of each table; as the app writes it. */
static const char file[] =
	"{\"version\": 1, \"uid\": 1, \"layout\": [[[\"KC_A\", \"MO(1)\", \"KC_TRNS\"], [\"LT1(KC_SPACE)\", "
	"\"0x7fff\", \"KC_NO\"]], [[\"LCTL(KC_C)\", \"QK_BOOT\", \"KC_B\"], [\"KC_TRNS\", \"TD(0)\", "
	"\"M1\"]]], "
	"\"encoder_layout\": [[[\"KC_VOLD\", \"KC_VOLU\"]], [[\"KC_TRNS\", \"KC_NO\"]]], "
	"\"layout_options\": 5, "
	"\"macro\": [[[\"text\", \"hi {\"], [\"tap\", \"KC_ENTER\", \"MO(1)\"], [\"delay\", 600]], [], "
	"[[\"down\", \"KC_LSHIFT\"], [\"up\", \"KC_LSHIFT\"]], []], \"vial_protocol\": 6, \"via_protocol\": "
	"9, "
	"\"tap_dance\": [[\"KC_ESCAPE\", \"MO(1)\", \"KC_NO\", \"KC_A\", 250], "
	"[\"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\", 200]], "
	"\"combo\": [[\"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\"], "
	"[\"KC_J\", \"KC_NO\", \"KC_K\", \"KC_NO\", \"KC_ESCAPE\"]], "
	"\"key_override\": [{\"trigger\": \"KC_BSPACE\", \"replacement\": \"KC_DELETE\", \"layers\": 65535, "
	"\"trigger_mods\": 2, \"negative_mod_mask\": 1, \"suppressed_mods\": 2, \"options\": 135}, "
	"{\"trigger\": \"KC_A\", \"replacement\": \"KC_NO\", \"layers\": 5, \"trigger_mods\": 0, "
	"\"negative_mod_mask\": 0, \"suppressed_mods\": 0, \"options\": 7}], "
	"\"alt_repeat_key\": [{\"keycode\": \"LCTL(KC_Z)\", \"alt_keycode\": \"LCTL(KC_Y)\", "
	"\"allowed_mods\": 3, "
	"\"options\": 11}, {\"keycode\": \"KC_A\", \"alt_keycode\": \"KC_B\", \"allowed_mods\": 0, "
	"\"options\": 4}, {\"keycode\": \"KC_NO\", \"alt_keycode\": \"KC_B\", \"allowed_mods\": 0, "
	"\"options\": 0}], "
	"\"settings\": {\"1\": 3, \"7\": 180, \"22\": 1, \"27\": 0}}";

/* The same in the firmware's numbers. */
static void hold_file(struct dynamic_keymap *held)
{
	static const uint16_t keys[] = { 0x0004, 0x5221, 0x0001, 0x412c, 0x7fff, 0x0000,
					 0x0106, 0x7c00, 0x0005, 0x0001, 0x5700, 0x7701 };
	static const uint16_t turns[] = { 0x00aa, 0x00a9, 0x0001, 0x0000 };
	static const char macros[] = "hi {\1\1\x28\1\5\x21\x52\1\4\x5b\3\0\0\1\2\xe1\1\3\xe1\0";
	static const uint8_t dances[] = { 0x29, 0, 0x21, 0x52, 0, 0, 4, 0, 250, 0,
					  0,    0, 0,    0,    0, 0, 0, 0, 200, 0 };
	static const uint8_t combos[] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0d, 0, 0, 0, 0x0e, 0, 0, 0, 0x29, 0
	};
	static const uint8_t overrides[] = { 0x2a, 0, 0x4c, 0, 0xff, 0xff, 2, 1, 2, 135,
					     4,    0, 0,    0, 5,    0,    0, 0, 0, 7 };
	static const uint8_t repeats[] = { 0x1d, 1, 0x1c, 1, 3, 11, 4, 0, 5, 0, 0, 4, 0, 0, 5, 0, 0, 0 };
	static const struct dynamic_setting settings[] = {
		{ 27, 2, 0 }, { 7, 2, 180 }, { 22, 1, 1 }, { 1, 1, 3 }
	};
	bool done;

	*held = (struct dynamic_keymap){
		.dialect = DIALECT_VIAL_6,
		.via = 9,
		.vial = 6,
		.layers = 2,
		.rows = 2,
		.cols = 3,
		.encoders = 1,
		.macros = 4,
		.macro_bytes = 64,
		.entries = { { .count = 2 }, { .count = 2 }, { .count = 2 }, { .count = 3 } }
	};
	done = dynamic_keymap_allocate(held, &err);
	memcpy(held->key, keys, sizeof(keys));
	memcpy(held->turn, turns, sizeof(turns));
	memcpy(held->macro, macros, sizeof(macros));
	memcpy(held->entries[0].byte, dances, sizeof(dances));
	memcpy(held->entries[1].byte, combos, sizeof(combos));
	memcpy(held->entries[2].byte, overrides, sizeof(overrides));
	memcpy(held->entries[3].byte, repeats, sizeof(repeats));
	for (size_t i = 0; done && i < COUNT(settings); i++)
		done = dynamic_keymap_put_setting(held, settings[i], &err);
	ok(done, "a keyboard");
	held->held = (1u << DYNAMIC_PARTS) - 1;
}

static bool read_vil(const char *text, struct document *out)
{
	struct import_input in = { .path = "x.vil", .text = text, .len = strlen(text) };
	struct diagnostics told = { 0 };
	bool ok = vil_read(&in, out, &told, &err);

	for (size_t i = 0; ok && i < told.count; i++)
		printf("# %s\n", told.item[i].text);
	diagnostics_release(&told);
	return ok;
}

static void test_file(void)
{
	struct diagnostics told = { 0 };
	struct dynamic_keymap held;
	struct document d;
	struct keymap *map;

	hold_file(&held);
	ok(read_vil(file, &d), "the app's file is read: %s", err.text);
	map = dynamic_keymap_map(&held, d.used, &told);
	ok(keymap_equal(map, d.map), "and is the keymap of the keyboard");
	ok(!told.count, "nothing is told");
	ok(keymap_definitions(map, DEFINITION_MACRO) == 3 &&
		   keymap_definitions(map, DEFINITION_TAP_DANCE) == 1 &&
		   keymap_definitions(map, DEFINITION_COMBO) == 2 &&
		   keymap_definitions(map, DEFINITION_OVERRIDE) == 2 &&
		   keymap_definitions(map, DEFINITION_ALT_REPEAT) == 2,
	   "definitions up to the last that is used");
	keymap_unref(map);
	held.held = 1u << DYNAMIC_KEYS;
	map = dynamic_keymap_map(&held, d.used, &told);
	ok(keymap_get(map, 0, 0).kind == ACTION_KEY && !keymap_definitions(map, DEFINITION_MACRO) &&
		   !keymap_settings(map) && keymap_get_turn(map, 0, 0, TURN_CW).kind == ACTION_NONE,
	   "what is not held is empty");
	keymap_unref(map);
	held.rows = 1;
	map = dynamic_keymap_map(&held, d.used, &told);
	ok(told.count == 3 && told.item[0].place.key == 3, "keys outside of the matrix are told: %s",
	   told.count ? told.item[0].text : "");
	keymap_unref(map);
	diagnostics_release(&told);
	document_release(&d);
	dynamic_keymap_release(&held);
}

static void add_keycode(const struct dynamic_keymap *held, struct action action, struct str *out)
{
	struct str name = STR_INIT;

	keycode_dialect_print(held->dialect, action, &name);
	json_add_text(out, str_text(&name));
	str_release(&name);
}

static void add_number(const struct dynamic_keymap *held, unsigned number, struct str *out)
{
	add_keycode(held, keycode_dialect_action(held->dialect, (uint16_t)number), out);
}

static void add_layers(const struct dynamic_keymap *held, struct str *out)
{
	str_add(out, ", \"layout\": [");
	for (size_t layer = 0; layer < held->layers; layer++) {
		str_add(out, layer ? ", [" : "[");
		for (size_t row = 0; row < held->rows; row++) {
			str_add(out, row ? ", [" : "[");
			for (size_t col = 0; col < held->cols; col++) {
				str_add(out, col ? ", " : "");
				add_number(held, held->key[(layer * held->rows + row) * held->cols + col],
					   out);
			}
			str_add_char(out, ']');
		}
		str_add_char(out, ']');
	}
	str_add(out, "], \"encoder_layout\": [");
	for (size_t layer = 0; layer < held->layers; layer++) {
		str_add(out, layer ? ", [" : "[");
		for (size_t i = 0; i < held->encoders; i++) {
			const uint16_t *turn = &held->turn[(layer * held->encoders + i) * TURN_COUNT];

			str_add(out, i ? ", [" : "[");
			add_number(held, turn[TURN_CCW], out);
			str_add(out, ", ");
			add_number(held, turn[TURN_CW], out);
			str_add_char(out, ']');
		}
		str_add_char(out, ']');
	}
	str_add_char(out, ']');
}

static void add_macros(const struct dynamic_keymap *held, struct str *out)
{
	static const char *const tags[] = { [STEP_TAP] = "tap", [STEP_DOWN] = "down", [STEP_UP] = "up" };

	str_add(out, ", \"macro\": [");
	for (size_t i = 0; i < dynamic_macro_count(held); i++) {
		struct definition macro;

		str_add(out, i ? ", [" : "[");
		if (!dynamic_macro_read(held, i, &macro, &err))
			ok(false, "%s", err.text);
		for (size_t s = 0; s < macro.steps; s++) {
			const struct step *step = &macro.step[s];

			str_add(out, s ? ", [" : "[");
			if (step->op == STEP_TEXT) {
				str_add(out, "\"text\", ");
				json_add_text(out, symbol_text(step->text));
			} else if (step->op == STEP_DELAY) {
				str_addf(out, "\"delay\", %d", step->value);
			} else {
				str_addf(out, "\"%s\", ", tags[step->op]);
				add_keycode(held, step->action, out);
			}
			str_add_char(out, ']');
		}
		str_add_char(out, ']');
		definition_release(&macro);
	}
	str_add_char(out, ']');
}

static unsigned little(const uint8_t *bytes)
{
	return bytes[0] | (unsigned)bytes[1] << 8;
}

/* Keycodes in a list, and a number behind them. */
static void add_lists(const struct dynamic_keymap *held, size_t table, const char *member, size_t keycodes,
		      struct str *out)
{
	const struct dynamic_entries *entries = &held->entries[table];

	str_addf(out, ", \"%s\": [", member);
	for (size_t i = 0; i < entries->count; i++) {
		const uint8_t *bytes = &entries->byte[i * entries->width];

		str_add(out, i ? ", [" : "[");
		for (size_t k = 0; k < 5; k++) {
			str_add(out, k ? ", " : "");
			if (k < keycodes)
				add_number(held, little(bytes + 2 * k), out);
			else
				str_addf(out, "%u", little(bytes + 2 * k));
		}
		str_add_char(out, ']');
	}
	str_add_char(out, ']');
}

static void add_objects(const struct dynamic_keymap *held, struct str *out)
{
	const struct dynamic_entries *overrides = &held->entries[2], *repeats = &held->entries[3];

	str_add(out, ", \"key_override\": [");
	for (size_t i = 0; i < overrides->count; i++) {
		const uint8_t *bytes = &overrides->byte[i * overrides->width];

		str_add(out, i ? ", {\"trigger\": " : "{\"trigger\": ");
		add_number(held, little(bytes), out);
		str_add(out, ", \"replacement\": ");
		add_number(held, little(bytes + 2), out);
		str_addf(out,
			 ", \"layers\": %u, \"trigger_mods\": %u, \"negative_mod_mask\": %u, "
			 "\"suppressed_mods\": %u, \"options\": %u}",
			 little(bytes + 4), bytes[6], bytes[7], bytes[8], bytes[9]);
	}
	str_add(out, "], \"alt_repeat_key\": [");
	for (size_t i = 0; i < repeats->count; i++) {
		const uint8_t *bytes = &repeats->byte[i * repeats->width];

		str_add(out, i ? ", {\"keycode\": " : "{\"keycode\": ");
		add_number(held, little(bytes), out);
		str_add(out, ", \"alt_keycode\": ");
		add_number(held, little(bytes + 2), out);
		str_addf(out, ", \"allowed_mods\": %u, \"options\": %u}", bytes[4], bytes[5]);
	}
	str_add_char(out, ']');
}

/* Any keyboard as the app saves it. */
static void save(const struct dynamic_keymap *held, struct str *out)
{
	str_addf(out, "{\"version\": 1, \"uid\": 1, \"vial_protocol\": %d, \"via_protocol\": 9", held->vial);
	add_layers(held, out);
	add_macros(held, out);
	add_lists(held, 0, "tap_dance", 4, out);
	add_lists(held, 1, "combo", 5, out);
	add_objects(held, out);
	str_add(out, ", \"settings\": {");
	for (size_t i = 0; i < held->settings; i++)
		str_addf(out, "%s\"%u\": %u", i ? ", " : "", held->setting[i].id, held->setting[i].value);
	str_add(out, "}}");
}

static void test_random(void)
{
	uint32_t state = 7;
	size_t same = 0, rounds = 0;

	for (int firmware = 0; firmware < RANDOM_FIRMWARES; firmware++)
		for (int i = 0; i < 60 && random_firmware[firmware].vial >= 0; i++, rounds++) {
			struct diagnostics told = { 0 };
			struct dynamic_keymap held;
			struct str text = STR_INIT;
			struct document d;
			struct keymap *map;

			random_sound_dynamic(&state, &random_firmware[firmware], &held);
			save(&held, &text);
			if (!read_vil(str_text(&text), &d)) {
				ok(false, "%s", err.text);
				break;
			}
			map = dynamic_keymap_map(&held, d.used, &told);
			same += keymap_equal(map, d.map);
			if (!keymap_equal(map, d.map))
				printf("# %s\n", str_text(&text));
			keymap_unref(map);
			document_release(&d);
			diagnostics_release(&told);
			str_release(&text);
			dynamic_keymap_release(&held);
		}
	ok(same == rounds, "%zu of %zu random keyboards are what the app saves of them", same, rounds);
}

static void is_described(const struct dynamic_keymap *held, const char *place, const char *want)
{
	struct dynamic_place where;
	struct str text = STR_INIT;

	if (!dynamic_place_parse(place, &where, &err))
		ok(false, "%s", err.text);
	dynamic_keymap_describe(held, where, &text);
	is_text(str_text(&text), want, "%s", place);
	str_release(&text);
}

static void test_described(void)
{
	static const struct {
		const char *place, *text;
	} rows[] = {
		{ "key 0 0 1", "MO(1)" },
		{ "key 0 1 1", "0x7fff" },
		{ "key 1 1 2", "M1" },
		{ "turn 0 0 cw", "KC_VOLU" },
		{ "options", "00000000" },
		{ "macros", "2 macros, 24 of 64 bytes" },
		{ "dance 0", "tap KC_ESCAPE, hold MO(1), tap-hold KC_A, tapping-term-ms 250" },
		{ "dance 1", "not used" },
		{ "combo 1", "KC_J, KC_K: KC_ESCAPE" },
		{ "override 0", "left-shift KC_BSPACE: KC_DELETE" },
		{ "alt-repeat 0", "LCTL(KC_Z): LCTL(KC_Y)" },
		{ "setting 7", "180 ms" },
		{ "setting 22", "yes" },
		{ "setting 1", "3" },
		{ "setting 8", "" },
		{ "value 3 4", "0708" },
	};
	struct dynamic_value value = { .channel = 3, .id = 4, .index = -1, .len = 2, .byte = { 7, 8 } };
	struct dynamic_keymap held;

	hold_file(&held);
	ok(dynamic_keymap_put_value(&held, &value, &err), "a value");
	for (size_t i = 0; i < COUNT(rows); i++)
		is_described(&held, rows[i].place, rows[i].text);
	dynamic_keymap_release(&held);
}

int main(void)
{
	test_file();
	test_random();
	test_described();
	return tap_done();
}
