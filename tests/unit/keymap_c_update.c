/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "import/keymap_c.h"
#include "keymap_fixture.h"
#include "tap.h"

#define HEAD "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n"

static const struct keymap_fixture fixtures[] = {
	{ "a key",
	  HEAD "    [0] = LAYOUT(\n        KC_A,    KC_LEFT,\n        KC_LSFT, KC_D\n    )\n};\n", //
	  "set 0 1 KC_B",
	  HEAD "    [0] = LAYOUT(\n        KC_A,    KC_B,\n        KC_LSFT, KC_D\n    )\n};\n", NULL },
	{ "a longer one widens its column",                                               /* */
	  HEAD "    [0] = LAYOUT(\n        KC_A, KC_B,\n        KC_C, KC_D\n    )\n};\n", //
	  "set 0 2 LCTL_T(KC_C)",
	  HEAD "    [0] = LAYOUT(\n        KC_A,         KC_B,\n        LCTL_T(KC_C), KC_D\n    )\n};\n",
	  NULL },
	{ "transparent and none are spelled as in the text",
	  "#define ____ KC_TRNS\n" HEAD "[0] = LAYOUT(KC_A, KC_B, ____, ____, XXXXXXX)\n};\n",
	  "set 0 0 KC_TRNS\nset 0 1 KC_NO",
	  "#define ____ KC_TRNS\n" HEAD "[0] = LAYOUT(____, XXXXXXX, ____, ____, XXXXXXX)\n};\n", NULL },
	{ "layers by their names",
	  "enum { _BASE, _NAV };\n" HEAD "[_BASE] = LAYOUT(KC_A, KC_B),\n[_NAV] = LAYOUT(KC_C, KC_D),\n};\n",
	  "set 0 0 LT(1, KC_SPC)\nset 1 1 TO(0)",
	  "enum { _BASE, _NAV };\n" HEAD
	  "[_BASE] = LAYOUT(LT(_NAV, KC_SPC), KC_B),\n[_NAV] = LAYOUT(KC_C, TO(_BASE)),\n};\n",
	  NULL },
	{ "a macro's word gives way to what it does no longer",
	  "#define NAV MO(1)\n" HEAD "[0] = LAYOUT(NAV, KC_B),\n[1] = LAYOUT(KC_C, KC_D),\n};\n",
	  "set 0 0 KC_X",
	  "#define NAV MO(1)\n" HEAD "[0] = LAYOUT(KC_X, KC_B),\n[1] = LAYOUT(KC_C, KC_D),\n};\n", NULL },
	{ "an argument of a wrapper",
	  "#define WRAP(...) LAYOUT(__VA_ARGS__)\n" HEAD "[0] = WRAP(KC_A, KC_B)\n};\n", //
	  "set 0 1 KC_X", "#define WRAP(...) LAYOUT(__VA_ARGS__)\n" HEAD "[0] = WRAP(KC_A, KC_X)\n};\n",
	  NULL },
	{ "a key that a macro makes of another text is refused",
	  "#define HOME(a, b) LCTL_T(a), LSFT_T(b)\n#define WRAP(...) LAYOUT(__VA_ARGS__)\n" HEAD
	  "[0] = WRAP(HOME(KC_A, KC_B))\n};\n", //
	  "set 0 1 KC_X", NULL, ":expand" },
	{ "what ZMK alone has", /* */
	  HEAD "[0] = LAYOUT(KC_A, KC_B)\n};\n", "zmk 0 0 bt", NULL, "QMK has nothing" },
	{ "a new layer at the end, in the shape of the one before it",
	  HEAD
	  "    // Letters\n    [0] = LAYOUT(\n        KC_A,    KC_LEFT, // first\n        KC_LSFT, KC_D\n"
	  "    )\n};\n",
	  "add 1",
	  HEAD
	  "    // Letters\n    [0] = LAYOUT(\n        KC_A,    KC_LEFT, // first\n        KC_LSFT, KC_D\n"
	  "    ),\n    [1] = LAYOUT(\n        _______, _______,\n        _______, _______\n    )\n};\n",
	  NULL },
	{ "one in the middle: the numbers of those behind it follow",
	  HEAD "    [0] = LAYOUT(KC_A, MO(1)),\n    [1] = LAYOUT(KC_C, KC_TRNS),\n};\n"
	       "void f(void) { layer_on(1); }\n", //
	  "add 1",
	  HEAD "    [0] = LAYOUT(KC_A, MO(2)),\n    [1] = LAYOUT(KC_TRNS, KC_TRNS),\n"
	       "    [2] = LAYOUT(KC_C, KC_TRNS),\n};\nvoid f(void) { layer_on(2); }\n",
	  NULL },
	{ "with a name, which is declared in the enum's manner",
	  "enum layers {\n    _BASE, // letters\n    _NAV,  // arrows\n};\n" HEAD
	  "    [_BASE] = LAYOUT(KC_A, MO(_NAV)),\n    [_NAV] = LAYOUT(KC_C, KC_TRNS),\n};\n",
	  "add 1 num pad",
	  "enum layers {\n    _BASE, // letters\n    _NUM_PAD,\n    _NAV,  // arrows\n};\n" HEAD
	  "    [_BASE] = LAYOUT(KC_A, MO(_NAV)),\n    [_NUM_PAD] = LAYOUT(KC_TRNS, KC_TRNS),\n"
	  "    [_NAV] = LAYOUT(KC_C, KC_TRNS),\n};\n",
	  NULL },
	{ "an enum on one line, without a comma at its end",
	  "enum { L_BASE, L_NAV };\n" HEAD
	  "[L_BASE] = LAYOUT(KC_A, MO(L_NAV)),\n[L_NAV] = LAYOUT(KC_C, KC_TRNS)\n};\n",
	  "add 2 num",
	  "enum { L_BASE, L_NAV, L_NUM };\n" HEAD
	  "[L_BASE] = LAYOUT(KC_A, MO(L_NAV)),\n[L_NAV] = LAYOUT(KC_C, KC_TRNS),\n"
	  "[L_NUM] = LAYOUT(KC_TRNS, KC_TRNS)\n};\n",
	  NULL },
	{ "numbers by #define",
	  "#define BASE 0\n#define NAV  1\n" HEAD
	  "[BASE] = LAYOUT(KC_A, MO(NAV)),\n[NAV] = LAYOUT(KC_C, KC_TRNS)\n};\n",
	  "add 1 num",
	  "#define BASE 0\n#define NUM 1\n#define NAV  2\n" HEAD
	  "[BASE] = LAYOUT(KC_A, MO(NAV)),\n[NUM] = LAYOUT(KC_TRNS, KC_TRNS),\n"
	  "[NAV] = LAYOUT(KC_C, KC_TRNS)\n};\n",
	  NULL },
	{ "a copy keeps comments inside",
	  HEAD
	  "    // Letters\n    [0] = LAYOUT(\n        KC_A,    KC_LEFT, // first\n        KC_LSFT, KC_D\n"
	  "    )\n};\n",
	  "copy 1 0",
	  HEAD
	  "    // Letters\n    [0] = LAYOUT(\n        KC_A,    KC_LEFT, // first\n        KC_LSFT, KC_D\n"
	  "    ),\n    [1] = LAYOUT(\n        KC_A,    KC_LEFT, // first\n        KC_LSFT, KC_D\n    )\n};\n",
	  NULL },
	{ "deleted with its comments; keys to it do nothing",
	  "enum { _BASE, _NAV, _FN };\n" HEAD
	  "    /* one */\n    [_BASE] = LAYOUT(MO(_NAV), MO(_FN)),\n    /* two */\n"
	  "    [_NAV] = LAYOUT(KC_C, KC_TRNS),\n    /* three */\n    [_FN] = LAYOUT(KC_D, KC_TRNS)\n};\n",
	  "delete 1",
	  "enum { _BASE, _FN };\n" HEAD "    /* one */\n    [_BASE] = LAYOUT(XXXXXXX, MO(_FN)),\n"
	  "    /* three */\n    [_FN] = LAYOUT(KC_D, KC_TRNS)\n};\n",
	  NULL },
	{ "not while code speaks of it",
	  "enum { _BASE, _NAV };\n" HEAD
	  "[_BASE] = LAYOUT(MO(_NAV), KC_A),\n[_NAV] = LAYOUT(KC_C, KC_TRNS)\n};\n"
	  "void f(void) { layer_on(_NAV); }\n",
	  "delete 1", NULL, "_NAV is used in line 6" },
	{ "moved whole, and the comma is where one is needed",
	  HEAD "    // zero\n    [0] = LAYOUT(KC_A, MO(1)), // behind zero\n\n    // one\n"
	       "    [1] = LAYOUT(KC_C, TO(0)) // behind one\n};\n",
	  "move 0 1",
	  HEAD "    // one\n    [0] = LAYOUT(KC_C, TO(1)), // behind one\n\n    // zero\n"
	       "    [1] = LAYOUT(KC_A, MO(0)) // behind zero\n};\n",
	  NULL },
	{ "moved by name: what goes by names stays",
	  "enum {\n    _BASE = 0, // letters\n    _NAV, // arrows\n    _FN\n};\n" HEAD
	  "[_BASE] = LAYOUT(MO(_NAV), MO(_FN)),\n[_NAV] = LAYOUT(KC_C, KC_TRNS),\n"
	  "[_FN] = LAYOUT(KC_D, KC_TRNS)\n};\n",
	  "move 0 2",
	  "enum {\n    _NAV = 0, // arrows\n    _FN,\n    _BASE // letters\n};\n" HEAD
	  "[_NAV] = LAYOUT(KC_C, KC_TRNS),\n[_FN] = LAYOUT(KC_D, KC_TRNS),\n"
	  "[_BASE] = LAYOUT(MO(_NAV), MO(_FN))\n};\n",
	  NULL },
	{ "encoders go along",
	  HEAD "[0] = LAYOUT(KC_A, KC_B),\n[1] = LAYOUT(KC_C, KC_D)\n};\n"
	       "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n"
	       "    [0] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU) },\n"
	       "    [1] = { ENCODER_CCW_CW(KC_LEFT, KC_RGHT) },\n};\n",
	  "move 0 1",
	  HEAD "[0] = LAYOUT(KC_C, KC_D),\n[1] = LAYOUT(KC_A, KC_B)\n};\n"
	       "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n"
	       "    [0] = { ENCODER_CCW_CW(KC_LEFT, KC_RGHT) },\n"
	       "    [1] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU) },\n};\n",
	  NULL },
	{ "and a new layer has some",
	  HEAD "[0] = LAYOUT(KC_A, KC_B)\n};\n"
	       "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n"
	       "    [0] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU) }\n};\n",
	  "add 1",
	  HEAD "[0] = LAYOUT(KC_A, KC_B),\n[1] = LAYOUT(_______, _______)\n};\n"
	       "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n"
	       "    [0] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU) },\n"
	       "    [1] = { ENCODER_CCW_CW(_______, _______) }\n};\n",
	  NULL },
	{ "a turn",
	  HEAD "[0] = LAYOUT(KC_A, KC_B)\n};\n"
	       "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n"
	       "    [0] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU) }\n};\n",
	  "set 0 3 KC_B",
	  HEAD "[0] = LAYOUT(KC_A, KC_B)\n};\n"
	       "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n"
	       "    [0] = { ENCODER_CCW_CW(KC_VOLD, KC_B) }\n};\n",
	  NULL },
	{ "renamed in code, not in comments and texts",
	  "enum { _BASE, _NAV };\n/* _NAV */\n" HEAD "    [_BASE] = LAYOUT(\n        MO(_NAV), KC_A,\n"
	  "        KC_LEFTX, KC_B),\n    [_NAV] = LAYOUT(KC_C, KC_TRNS, KC_D, KC_E)\n};\n"
	  "const char *f(void) { return layer_state_is(_NAV) ? \"_NAV\" : 0; }\n",
	  "rename 1 arrows",
	  "enum { _BASE, _ARROWS };\n/* _NAV */\n" HEAD "    [_BASE] = LAYOUT(\n        MO(_ARROWS), KC_A,\n"
	  "        KC_LEFTX,    KC_B),\n    [_ARROWS] = LAYOUT(KC_C, KC_TRNS, KC_D, KC_E)\n};\n"
	  "const char *f(void) { return layer_state_is(_ARROWS) ? \"_NAV\" : 0; }\n",
	  NULL },
	{ "a name that is taken gets a number",
	  "enum { BASE, NAV };\nint arrows, ARROWS;\n" HEAD
	  "[BASE] = LAYOUT(KC_A, KC_B),\n[NAV] = LAYOUT(KC_C, KC_D)\n};\n",
	  "rename 1 arrows!",
	  "enum { BASE, ARROWS_2 };\nint arrows, ARROWS;\n" HEAD
	  "[BASE] = LAYOUT(KC_A, KC_B),\n[ARROWS_2] = LAYOUT(KC_C, KC_D)\n};\n",
	  NULL },
	{ "a name of QMK's that the text has for something else",
	  "#define S(key) LSFT(KC_##key)\n" HEAD "[0] = LAYOUT(S(A), KC_B)\n};\n", "set 0 1 LSFT(KC_TAB)",
	  "#define S(key) LSFT(KC_##key)\n" HEAD "[0] = LAYOUT(S(A), LSFT(KC_TAB))\n};\n", NULL },
	{ "one that has no other name", "#define KC_B KC_C\n" HEAD "[0] = LAYOUT(KC_A, KC_D)\n};\n",
	  "set 0 1 KC_B", NULL, "'KC_B' would mean something else" },
	{ "no moving beside what is no layer of its own",
	  HEAD "[0] = LAYOUT(KC_A, KC_B),\n[1] = LAYOUT(KC_C, KC_D),\n[1] = LAYOUT(KC_E, KC_F)\n};\n",
	  "move 0 1", NULL, "keymaps[] has something else in line" },
	{ "a binding that is kept as text has the new name too",
	  "enum { _BASE, _NAV };\n" HEAD
	  "[_BASE] = LAYOUT(LT(MO(_NAV), KC_A), KC_B),\n[_NAV] = LAYOUT(KC_C, KC_D)\n};\n",
	  "rename 1 arrows",
	  "enum { _BASE, _ARROWS };\n" HEAD
	  "[_BASE] = LAYOUT(LT(MO(_ARROWS), KC_A), KC_B),\n[_ARROWS] = LAYOUT(KC_C, KC_D)\n};\n",
	  NULL },
	{ "a layer that a combo leads to is not deleted",
	  "const uint16_t PROGMEM ab[] = {KC_A, KC_B, COMBO_END};\ncombo_t key_combos[] = {COMBO(ab, "
	  "TO(1))};\n" HEAD "[0] = LAYOUT(KC_A, KC_B),\n[1] = LAYOUT(KC_C, KC_D)\n};\n",
	  "delete 1", NULL, "a combo, tap dance or key override" },
	{ "one that moves is followed there",
	  "const uint16_t PROGMEM ab[] = {KC_A, KC_B, COMBO_END};\ncombo_t key_combos[] = {COMBO(ab, "
	  "TO(1))};\n" HEAD "[0] = LAYOUT(KC_A, KC_B),\n[1] = LAYOUT(KC_C, KC_D)\n};\n",
	  "move 0 1",
	  "const uint16_t PROGMEM ab[] = {KC_A, KC_B, COMBO_END};\ncombo_t key_combos[] = {COMBO(ab, "
	  "TO(0))};\n" HEAD "[0] = LAYOUT(KC_C, KC_D),\n[1] = LAYOUT(KC_A, KC_B)\n};\n",
	  NULL },
	{ "a layer without a name has none to change", /* */
	  HEAD "[0] = LAYOUT(KC_A, KC_B)\n};\n", "rename 0 base", NULL, "goes by its number" },
	{ "numbers in macros follow",
	  "#define FN MO(1)\n" HEAD "[0] = LAYOUT(FN, KC_B),\n[1] = LAYOUT(KC_C, KC_D)\n};\n", //
	  "add 1",
	  "#define FN MO(2)\n" HEAD
	  "[0] = LAYOUT(FN, KC_B),\n[1] = LAYOUT(_______, _______),\n[2] = LAYOUT(KC_C, KC_D)\n};\n",
	  NULL },
	{ "no moving over a condition",
	  HEAD "[0] = LAYOUT(KC_A, KC_B),\n#ifdef X\n#endif\n[1] = LAYOUT(KC_C, KC_D)\n};\n", "move 0 1",
	  NULL, "condition in line 3" },
	{ "layers without designators", HEAD "    LAYOUT(KC_A, MO(1)),\n    LAYOUT(KC_C, KC_D)\n};\n",
	  "move 0 1", //
	  HEAD "    LAYOUT(KC_C, KC_D),\n    LAYOUT(KC_A, MO(0))\n};\n", NULL },
	{ "CRLF",
	  "const uint16_t keymaps[][1][2] = {\r\n  [0] = LAYOUT(KC_A, MO(1)),\r\n  [1] = LAYOUT(KC_C, "
	  "KC_D)\r\n};\r\n",
	  "move 0 1\nset 1 0 KC_ESC",
	  "const uint16_t keymaps[][1][2] = {\r\n  [0] = LAYOUT(KC_C, KC_D),\r\n"
	  "  [1] = LAYOUT(KC_ESC, MO(0))\r\n};\r\n",
	  NULL },
};

static const struct edits_format format = { .read = keymap_c_read, .update = keymap_c_update };

/* What a text cannot say is no difference; all else is. */
static void test_is_kept(void)
{
	static const char text[] = HEAD "[0] = LAYOUT(KC_A, KC_B),\n[1] = LAYOUT(KC_C, KC_D)\n};\n";
	struct document document = { 0 };
	struct err err = { 0 };
	const struct keymap *named, *other, *fewer;

	ok(keymap_fixture_read(&format, "keymap.c", text, &document, &err), "two layers %s", err.text);
	named = edit_layer_rename(document.map, 1, symbol("Arrows"));
	other = edit_key(named, 1, 0, tiny_action("KC_X"));
	fewer = edit_layer_delete(document.map, 1, NULL, &err);
	ok(update_is_kept(document.source, named, document.map), "a name that the text has no place for");
	ok(!update_is_kept(document.source, other, document.map), "another key");
	ok(!update_is_kept(document.source, fewer, document.map), "a layer less");
	keymap_unref(named);
	keymap_unref(other);
	keymap_unref(fewer);
	document_release(&document);
}

int main(void)
{
	test_is_kept();
	for (size_t i = 0; i < COUNT(fixtures); i++)
		keymap_fixture_check(&format, "keymap.c", &fixtures[i]);
	return tap_done();
}
