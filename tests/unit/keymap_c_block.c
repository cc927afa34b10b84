/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/update.h"
#include "import/keymap_c.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* Definitions that a keymap.c has not yet. */

#define KEYS                                                               \
	"const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n" \
	"    [0] = LAYOUT(KC_A, KC_B),\n    [1] = LAYOUT(KC_C, KC_D)\n};\n"

/* One definition that is new. @key and @number are the members that its kind has. */
struct wanted {
	enum definition_kind kind;
	const char *name;
	unsigned mods, layers;
	const char *key[4];  /* of its steps */
	int negative, flags; /* options of overrides; -1: none */
};

enum { MAX_WANTED = 3 };

struct fixture {
	const char *name, *before;
	struct wanted wanted[MAX_WANTED];
	const char *after; /* NULL: refused with @why in the message */
	const char *why;
};

#define COMBO(name, result, ...)                                              \
	{                                                                     \
		DEFINITION_COMBO, name, 0, 0, { result, __VA_ARGS__ }, -1, -1 \
	}
#define DANCE(once, twice)                                              \
	{                                                               \
		DEFINITION_TAP_DANCE, "", 0, 0, { once, twice }, -1, -1 \
	}
#define OVERRIDE(mods, key, with, layers, negative, flags)                            \
	{                                                                             \
		DEFINITION_OVERRIDE, "", mods, layers, { key, with }, negative, flags \
	}

static const struct fixture fixtures[] = {
	{ "a block comes to be at the end",
	  KEYS,
	  { COMBO("jk_esc", "KC_ESC", "KC_J", "KC_K"), DANCE("KC_ESC", "KC_CAPS"),
	    OVERRIDE(0x22, "KC_BSPC", "KC_DEL", 0, -1, -1) },
	  KEYS "\n" SOURCE_OURS_BEGIN "\n"
	       "const uint16_t PROGMEM jk_esc[] = {KC_J, KC_K, COMBO_END};\n"
	       "combo_t key_combos[] = {\n    COMBO(jk_esc, KC_ESC),\n};\n"
	       "tap_dance_action_t tap_dance_actions[] = {\n"
	       "    [0] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS),\n};\n"
	       "const key_override_t keyplane_override_0 = ko_make_basic(0x22, KC_BSPC, KC_DEL);\n"
	       "const key_override_t *key_overrides[] = {\n    &keyplane_override_0,\n};\n" SOURCE_OURS_END
	       "\n",
	  NULL },
	{ "another kind goes into it",
	  KEYS SOURCE_OURS_BEGIN "\ntap_dance_action_t tap_dance_actions[] = {\n"
				 "    [0] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS),\n};\n" SOURCE_OURS_END
				 "\n",
	  { COMBO("ab", "MO(1)", "KC_A", "KC_B"), DANCE("KC_A", "TO(1)"), DANCE("KC_B", "TG(0)") },
	  KEYS SOURCE_OURS_BEGIN "\ntap_dance_action_t tap_dance_actions[] = {\n"
				 "    [0] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS),\n"
				 "    [1] = ACTION_TAP_DANCE_LAYER_MOVE(KC_A, 1),\n"
				 "    [2] = ACTION_TAP_DANCE_LAYER_TOGGLE(KC_B, 0),\n};\n"
				 "const uint16_t PROGMEM ab[] = {KC_A, KC_B, COMBO_END};\n"
				 "combo_t key_combos[] = {\n    COMBO(ab, MO(1)),\n};\n" SOURCE_OURS_END "\n",
	  NULL },
	{ "into the list that is there, its elements declared before it",
	  "const uint16_t PROGMEM one[] = {KC_Q, KC_W, COMBO_END};\n// All of them\ncombo_t key_combos[] = "
	  "{\n"
	  "    COMBO(one, KC_ESC) // escape\n};\n" KEYS,
	  { COMBO("two", "KC_TAB", "KC_E", "KC_R"), COMBO("three", "KC_ENT", "KC_T", "KC_Y", "KC_U") },
	  "const uint16_t PROGMEM one[] = {KC_Q, KC_W, COMBO_END};\n// All of them\n"
	  "const uint16_t PROGMEM two[] = {KC_E, KC_R, COMBO_END};\n"
	  "const uint16_t PROGMEM three[] = {KC_T, KC_Y, KC_U, COMBO_END};\n"
	  "combo_t key_combos[] = {\n    COMBO(one, KC_ESC), // escape\n    COMBO(two, KC_TAB),\n"
	  "    COMBO(three, KC_ENT),\n};\n" KEYS,
	  NULL },
	{ "into one on a line",
	  "const key_override_t a = ko_make_basic(MOD_MASK_SHIFT, KC_A, KC_B);\n"
	  "const key_override_t *key_overrides[] = {&a};\n" KEYS,
	  { OVERRIDE(0x11, "KC_C", "KC_D", 2, -1, -1), OVERRIDE(0x44, "KC_E", "KC_F", 0, 0x88, 7) },
	  "const key_override_t a = ko_make_basic(MOD_MASK_SHIFT, KC_A, KC_B);\n"
	  "const key_override_t keyplane_override_1 = ko_make_with_layers(0x11, KC_C, KC_D, 0x2);\n"
	  "const key_override_t keyplane_override_2 = "
	  "ko_make_with_layers_negmods_and_options(0x44, KC_E, KC_F, ~0, 0x88, 0x07);\n"
	  "const key_override_t *key_overrides[] = {&a, &keyplane_override_1, &keyplane_override_2};\n" KEYS,
	  NULL },
	{ "line ends of the document",
	  "const uint16_t keymaps[][1][1] = { LAYOUT(KC_A) };\r\n",
	  { COMBO("ab", "KC_C", "KC_A", "KC_B") },
	  "const uint16_t keymaps[][1][1] = { LAYOUT(KC_A) };\r\n\r\n" SOURCE_OURS_BEGIN "\r\n"
	  "const uint16_t PROGMEM ab[] = {KC_A, KC_B, COMBO_END};\r\n"
	  "combo_t key_combos[] = {\r\n    COMBO(ab, KC_C),\r\n};\r\n" SOURCE_OURS_END "\r\n",
	  NULL },
	{ "a name that is taken", "int ab;\n" KEYS, { COMBO("ab", "KC_C", "KC_A", "KC_B") }, NULL, "'ab'" },
	{ "a name that is C",
	  KEYS,
	  { COMBO("x = {0}; int y", "KC_C", "KC_A", "KC_B") },
	  NULL,
	  "cannot name" },
	{ "no name", KEYS, { COMBO("", "KC_C", "KC_A", "KC_B") }, NULL, "'' cannot name" },
	{ "one key is no combo", KEYS, { COMBO("ab", "KC_C", "KC_A") }, NULL, "two keys or more" },
	{ "a list with a condition in it",
	  "const uint16_t PROGMEM one[] = {KC_Q, KC_W, COMBO_END};\ncombo_t key_combos[] = {\n#ifndef X\n"
	  "    COMBO(one, KC_ESC),\n#endif\n};\n" KEYS,
	  { COMBO("two", "KC_TAB", "KC_E", "KC_R") },
	  NULL,
	  "no plain list" },
	{ "what C has no table for",
	  KEYS,
	  { { DEFINITION_MACRO, "", 0, 0, { 0 }, -1, -1 } },
	  NULL,
	  "the rest is code" },
};

/* @map with what is wanted behind its definitions. */
static struct keymap *with_definitions(const struct keymap *map, const struct wanted *wanted)
{
	struct keymap *next = keymap_new(keymap_layers(map), keymap_keys(map), keymap_encoders(map));

	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		keymap_put_layer_origin(next, layer, keymap_layer_origin(map, layer));
		keymap_put_layer_name(next, layer, keymap_layer_name(map, layer));
		for (size_t key = 0; key < keymap_keys(map); key++)
			keymap_put(next, layer, key, keymap_get(map, layer, key));
	}
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++)
			keymap_add_definition(next, keymap_definition(map, (enum definition_kind)kind, i));
	for (size_t i = 0; i < MAX_WANTED && (wanted[i].name || i == 0); i++) {
		struct step step[4] = { 0 };
		struct setting option[2] = { { .name = symbol("negative-mods"), .type = SETTING_NUMBER },
					     { .name = symbol("options"), .type = SETTING_NUMBER } };
		struct definition definition = { .kind = (uint16_t)wanted[i].kind,
						 .mods = (uint8_t)wanted[i].mods,
						 .layer_mask = wanted[i].layers,
						 .name = symbol(wanted[i].name),
						 .step = step,
						 .option = option };

		for (; definition.steps < 4 && wanted[i].key[definition.steps]; definition.steps++)
			step[definition.steps] =
				(struct step){ .op = STEP_RESULT,
					       .value = wanted[i].kind == DEFINITION_TAP_DANCE
								? (int)definition.steps + 1
								: 0,
					       .action = tiny_action(wanted[i].key[definition.steps]) };
		option[0].number = wanted[i].negative;
		option[1].number = wanted[i].flags;
		definition.options = (size_t)((wanted[i].negative >= 0) + (wanted[i].flags >= 0));
		keymap_add_definition(next, &definition);
	}
	return next;
}

static bool read_text(const char *text, struct document *out, struct err *err)
{
	struct import_input in = { .path = "keymap.c", .text = text, .len = strlen(text) };
	struct diagnostics ignored = { 0 };
	bool done = keymap_c_read(&in, out, &ignored, err);

	diagnostics_release(&ignored);
	return done;
}

static void check_fixture(const struct fixture *fixture)
{
	struct document document = { 0 }, back = { 0 };
	struct str out = STR_INIT;
	struct err err = { 0 };
	struct keymap *map;
	bool done;

	if (!read_text(fixture->before, &document, &err)) {
		ok(false, "%s: cannot be read: %s", fixture->name, err.text);
		return;
	}
	map = with_definitions(document.map, fixture->wanted);
	done = keymap_c_update(document.source, document.used, map, &out, &err);
	if (!fixture->after) {
		ok(!done && strstr(err.text, fixture->why), "%s: refused: %s", fixture->name, err.text);
	} else {
		is_text(done ? str_text(&out) : err.text, fixture->after, "%s", fixture->name);
		ok(done && read_text(str_text(&out), &back, &err) && keymap_equal(map, back.map),
		   "and it reads back as that");
	}
	str_release(&out);
	keymap_unref(map);
	document_release(&back);
	document_release(&document);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(fixtures); i++)
		check_fixture(&fixtures[i]);
	return tap_done();
}
