/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/update.h"
#include "import/keymap_c.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* Definitions that a keymap.c has, changed or taken out where they stand. */

#define KEYS                                                               \
	"const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n" \
	"    [0] = LAYOUT(KC_A, TD(0)),\n    [1] = LAYOUT(KC_C, KC_D)\n};\n"

#define COMBOS                                                              \
	"// two\n"                                                          \
	"const uint16_t PROGMEM jk[] = {KC_J, KC_K, COMBO_END}; // below\n" \
	"const uint16_t PROGMEM df[] = {KC_D, LT(1, KC_F), COMBO_END};\n"   \
	"combo_t key_combos[] = {\n"                                        \
	"    COMBO(jk, KC_ESC), // out\n"                                   \
	"    COMBO(df, LCTL(KC_C)),\n"                                      \
	"};\n"

#define DANCES                                                         \
	"tap_dance_action_t tap_dance_actions[] = {\n"                 \
	"    [0] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS), // esc\n" \
	"    [1] = ACTION_TAP_DANCE_LAYER_MOVE(KC_A, 1),\n"            \
	"    [2] = ACTION_TAP_DANCE_FN(mine),\n};\n"

#define OVERRIDES                                                                        \
	"const key_override_t a = ko_make_basic(MOD_MASK_SHIFT, KC_A, KC_B);\n"          \
	"const key_override_t b = ko_make_with_layers(MOD_MASK_CTRL, KC_C, KC_D, ~0);\n" \
	"const key_override_t *key_overrides[] = {&a, &b};\n"

enum { MAX_STEPS = 5 };

struct fixture {
	const char *name, *before;
	enum definition_kind kind;
	size_t index;
	const char *key[MAX_STEPS]; /* what its steps do then; none: it is deleted */
	int mods, layers;           /* -1: as they are */
	const char *after;          /* NULL: refused with @why in the message */
	const char *why;
};

static const struct fixture fixtures[] = {
	{ "the result of a combo is one word",
	  COMBOS KEYS,
	  DEFINITION_COMBO,
	  0,
	  { "KC_TAB", "KC_J", "KC_K" },
	  -1,
	  -1,
	  "// two\nconst uint16_t PROGMEM jk[] = {KC_J, KC_K, COMBO_END}; // below\n"
	  "const uint16_t PROGMEM df[] = {KC_D, LT(1, KC_F), COMBO_END};\n"
	  "combo_t key_combos[] = {\n    COMBO(jk, KC_TAB), // out\n    COMBO(df, LCTL(KC_C)),\n};\n" KEYS,
	  NULL },
	{ "so is a key of it",
	  COMBOS KEYS,
	  DEFINITION_COMBO,
	  1,
	  { "LCTL(KC_C)", "KC_S", "LT(1, KC_F)" },
	  -1,
	  -1,
	  "// two\nconst uint16_t PROGMEM jk[] = {KC_J, KC_K, COMBO_END}; // below\n"
	  "const uint16_t PROGMEM df[] = {KC_S, LT(1, KC_F), COMBO_END};\n"
	  "combo_t key_combos[] = {\n    COMBO(jk, KC_ESC), // out\n    COMBO(df, LCTL(KC_C)),\n};\n" KEYS,
	  NULL },
	{ "a third key and another result",
	  COMBOS KEYS,
	  DEFINITION_COMBO,
	  0,
	  { "KC_TAB", "KC_J", "KC_K", "KC_L" },
	  -1,
	  -1,
	  "// two\nconst uint16_t PROGMEM jk[] = {KC_J, KC_K, KC_L, COMBO_END}; // below\n"
	  "const uint16_t PROGMEM df[] = {KC_D, LT(1, KC_F), COMBO_END};\n"
	  "combo_t key_combos[] = {\n    COMBO(jk, KC_TAB), // out\n    COMBO(df, LCTL(KC_C)),\n};\n" KEYS,
	  NULL },
	{ "a combo is taken out with its keys and their comments",
	  COMBOS KEYS,
	  DEFINITION_COMBO,
	  0,
	  { NULL },
	  -1,
	  -1,
	  "const uint16_t PROGMEM df[] = {KC_D, LT(1, KC_F), COMBO_END};\n"
	  "combo_t key_combos[] = {\n    COMBO(df, LCTL(KC_C)),\n};\n" KEYS,
	  NULL },
	{ "the keys stay when code speaks of them",
	  COMBOS KEYS "const uint16_t *again = jk;\n",
	  DEFINITION_COMBO,
	  0,
	  { NULL },
	  -1,
	  -1,
	  "// two\nconst uint16_t PROGMEM jk[] = {KC_J, KC_K, COMBO_END}; // below\n"
	  "const uint16_t PROGMEM df[] = {KC_D, LT(1, KC_F), COMBO_END};\n"
	  "combo_t key_combos[] = {\n    COMBO(df, LCTL(KC_C)),\n};\n" KEYS "const uint16_t *again = jk;\n",
	  NULL },
	{ "a combo of a list whose size is said",
	  "const uint16_t PROGMEM jk[] = {KC_J, KC_K, COMBO_END};\n"
	  "combo_t key_combos[1] = { COMBO(jk, KC_ESC) };\n" KEYS,
	  DEFINITION_COMBO,
	  0,
	  { NULL },
	  -1,
	  -1,
	  NULL,
	  "by hand" },
	{ "a combo that has a number",
	  "enum { JK };\nconst uint16_t PROGMEM jk[] = {KC_J, KC_K, COMBO_END};\n"
	  "combo_t key_combos[] = { [JK] = COMBO(jk, KC_ESC) };\n" KEYS,
	  DEFINITION_COMBO,
	  0,
	  { NULL },
	  -1,
	  -1,
	  NULL,
	  "with its number" },
	{ "a combo that is code",
	  "const uint16_t PROGMEM jk[] = {KC_J, KC_K, COMBO_END};\n"
	  "combo_t key_combos[] = { COMBO_ACTION(jk) };\n" KEYS,
	  DEFINITION_COMBO,
	  0,
	  { "KC_TAB", "KC_J", "KC_K" },
	  -1,
	  -1,
	  NULL,
	  "it is code" },
	{ "a key that a macro makes",
	  "#define HOME KC_J, KC_K\nconst uint16_t PROGMEM jk[] = {HOME, COMBO_END};\n"
	  "combo_t key_combos[] = { COMBO(jk, KC_ESC) };\n" KEYS,
	  DEFINITION_COMBO,
	  0,
	  { "KC_ESC", "KC_J", "KC_L" },
	  -1,
	  -1,
	  "#define HOME KC_J, KC_K\nconst uint16_t PROGMEM jk[] = {KC_J, KC_L, COMBO_END};\n"
	  "combo_t key_combos[] = { COMBO(jk, KC_ESC) };\n" KEYS,
	  NULL },
	{ "what a dance does at two taps",
	  DANCES KEYS,
	  DEFINITION_TAP_DANCE,
	  0,
	  { "KC_ESC", "KC_GRV" },
	  -1,
	  -1,
	  "tap_dance_action_t tap_dance_actions[] = {\n"
	  "    [0] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_GRV), // esc\n"
	  "    [1] = ACTION_TAP_DANCE_LAYER_MOVE(KC_A, 1),\n    [2] = ACTION_TAP_DANCE_FN(mine),\n};\n" KEYS,
	  NULL },
	{ "a layer is another call",
	  DANCES KEYS,
	  DEFINITION_TAP_DANCE,
	  1,
	  { "KC_A", "TG(0)" },
	  -1,
	  -1,
	  "tap_dance_action_t tap_dance_actions[] = {\n"
	  "    [0] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS), // esc\n"
	  "    [1] = ACTION_TAP_DANCE_LAYER_TOGGLE(KC_A, 0),\n    [2] = "
	  "ACTION_TAP_DANCE_FN(mine),\n};\n" KEYS,
	  NULL },
	{ "a dance that is code",
	  DANCES KEYS,
	  DEFINITION_TAP_DANCE,
	  2,
	  { "KC_A", "KC_B" },
	  -1,
	  -1,
	  NULL,
	  "it is code" },
	{ "a dance goes by its number",
	  DANCES KEYS,
	  DEFINITION_TAP_DANCE,
	  0,
	  { NULL },
	  -1,
	  -1,
	  NULL,
	  "by hand" },
	{ "what an override sends",
	  OVERRIDES KEYS,
	  DEFINITION_OVERRIDE,
	  0,
	  { "KC_A", "KC_DEL" },
	  -1,
	  -1,
	  "const key_override_t a = ko_make_basic(MOD_MASK_SHIFT, KC_A, KC_DEL);\n"
	  "const key_override_t b = ko_make_with_layers(MOD_MASK_CTRL, KC_C, KC_D, ~0);\n"
	  "const key_override_t *key_overrides[] = {&a, &b};\n" KEYS,
	  NULL },
	{ "on which layers",
	  OVERRIDES KEYS,
	  DEFINITION_OVERRIDE,
	  0,
	  { "KC_A", "KC_B" },
	  -1,
	  2,
	  "const key_override_t a = ko_make_with_layers(0x22, KC_A, KC_B, 0x2);\n"
	  "const key_override_t b = ko_make_with_layers(MOD_MASK_CTRL, KC_C, KC_D, ~0);\n"
	  "const key_override_t *key_overrides[] = {&a, &b};\n" KEYS,
	  NULL },
	{ "an override is taken out with its declaration",
	  OVERRIDES KEYS,
	  DEFINITION_OVERRIDE,
	  1,
	  { NULL },
	  -1,
	  -1,
	  "const key_override_t a = ko_make_basic(MOD_MASK_SHIFT, KC_A, KC_B);\n"
	  "const key_override_t *key_overrides[] = {&a,};\n" KEYS,
	  NULL },
};

static bool read_text(const char *text, struct document *out, struct err *err)
{
	struct import_input in = { .path = "keymap.c", .text = text, .len = strlen(text) };
	struct diagnostics ignored = { 0 };
	bool done = keymap_c_read(&in, out, &ignored, err);

	diagnostics_release(&ignored);
	return done;
}

static const struct keymap *edit(const struct keymap *map, const struct fixture *fixture)
{
	struct definition to = *keymap_definition(map, fixture->kind, fixture->index);
	struct step step[MAX_STEPS];
	struct err err = { 0 };

	if (!fixture->key[0])
		return edit_definition_delete(map, fixture->kind, fixture->index, NULL);
	for (to.steps = 0; to.steps < MAX_STEPS && fixture->key[to.steps]; to.steps++)
		step[to.steps] =
			(struct step){ .op = STEP_RESULT,
				       .value = fixture->kind == DEFINITION_TAP_DANCE ? (int)to.steps + 1 : 0,
				       .action = tiny_action(fixture->key[to.steps]) };
	to.step = step;
	to.mods = fixture->mods < 0 ? to.mods : (uint8_t)fixture->mods;
	to.layer_mask = fixture->layers < 0 ? to.layer_mask : (uint32_t)fixture->layers;
	return edit_definition_replace(map, fixture->kind, fixture->index, &to, &err);
}

static void check_fixture(const struct fixture *fixture)
{
	struct document document = { 0 }, back = { 0 };
	const struct keymap *map;
	struct str out = STR_INIT;
	struct err err = { 0 };
	bool done;

	if (!read_text(fixture->before, &document, &err)) {
		ok(false, "%s: cannot be read: %s", fixture->name, err.text);
		return;
	}
	map = edit(document.map, fixture);
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
