/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/keymap_c.h"
#include "keymap_edits.h"
#include "project/keymap_context.h"
#include "tap.h"
#include "walk.h"

/* Random edits of keymap.c files: of our own, of QMK's tree, and of people's folders. */

static const char *const actions[] = {
	"KC_A",         "KC_1",    "KC_NO",         "KC_TRNS",         "KC_LEFT_SHIFT",
	"KC_PSCR",      "MO(0)",   "TG(0)",         "LT(0, KC_SPC)",   "LCTL_T(KC_ESC)",
	"LSFT(KC_TAB)", "KC_EXLM", "OSM(MOD_LSFT)", "LCAG(KC_DELETE)", "MT(MOD_LCTL | MOD_RALT, KC_Q)",
	"QK_BOOT",      "RM_TOGG", "MS_BTN1",       "0x7E40",          "LM(0, MOD_LALT)",
	"KC_MPLY",      "CW_TOGG", "UC(0x00E4)",    "MY_OWN_KEYCODE",  NULL,
};

static const struct edits_format format = { keymap_c_read, keymap_c_update, actions };

static const char *const texts[] = {
	/* Names, a grid, a comment for each layer. */
	"#include QMK_KEYBOARD_H\n\nenum layers {\n    _BASE,\n    _NAV,\n    _FN,\n};\n\n"
	"#define NAV MO(_NAV)\n#define HYPER_A HYPR_T(KC_A)\n\n"
	"const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n"
	"    /* Letters\n     * ,-----.\n     */\n"
	"    [_BASE] = LAYOUT(\n        KC_Q,    KC_W,    KC_E,\n        HYPER_A, KC_S,    KC_D,\n"
	"        NAV,     KC_SPC,  MO(_FN)\n    ),\n\n"
	"    [_NAV] = LAYOUT(\n        KC_HOME, KC_UP,   KC_END,\n        KC_LEFT, KC_DOWN, KC_RGHT,\n"
	"        _______, _______, _______\n    ),\n\n"
	"    [_FN] = LAYOUT(\n        KC_F1,   KC_F2,   KC_F3,\n        KC_F4,   KC_F5,   KC_F6,\n"
	"        _______, XXXXXXX, _______\n    ),\n};\n",
	/* Numbers, one line a layer, encoders. */
	"const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n"
	"\t[0] = LAYOUT(KC_A, KC_B, MO(1)),\n\t[1] = LAYOUT(KC_C, KC_TRNS, KC_TRNS)\n};\n\n"
	"#if defined(ENCODER_MAP_ENABLE)\n"
	"const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n"
	"\t[0] = { ENCODER_CCW_CW(KC_VOLD, KC_VOLU) },\n\t[1] = { ENCODER_CCW_CW(KC_LEFT, KC_RGHT) },\n};\n"
	"#endif\n",
	/* A wrapper, keys of one macro, columns that end together. */
	"#define LAYOUT_wrapper(...) LAYOUT(__VA_ARGS__)\n#define HRM(a, b) LCTL_T(a), LSFT_T(b)\n"
	"#define BASE 0\n#define RAISE 1\n"
	"const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\r\n"
	"  [BASE] = LAYOUT_wrapper(\r\n      KC_ESC,    KC_A, KC_TAB,\r\n    KC_LSHFT, MO(RAISE), HRM(KC_B, "
	"KC_C)),\r\n"
	"  [RAISE] = LAYOUT_wrapper(\r\n     KC_ESC,   KC_1, KC_TAB,\r\n    KC_LSFT, KC_TRNS, KC_2, "
	"KC_3)\r\n};\r\n",
	/* Without designators; commas in columns. */
	"const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n"
	"LAYOUT( KC_ESC  ,KC_1    ,KC_2\n       ,KC_TAB  ,KC_Q    ,KC_W    ),\n"
	"LAYOUT( KC_ESC  ,TO(0)   ,KC_2\n       ,KC_TAB  ,KC_TRNS ,KC_W    )\n};\n",
};

static struct edits_counts counts;
static size_t seen, step, edits;

static void run(const char *text)
{
	static const struct import_define define[] = { { "ENCODER_ENABLE", NULL },
						       { "ENCODER_MAP_ENABLE", NULL } };
	struct import_input in = {
		.path = "keymap.c",
		.text = text,
		.len = strlen(text),
		.define = define,
		.defines = COUNT(define),
	};

	edits_run(&format, &in, edits, 1, &counts);
}

static void test_own(void)
{
	edits = 400;
	for (size_t i = 0; i < COUNT(texts); i++)
		run(texts[i]);
	edits_print("our own", &counts);
	ok(counts.files == COUNT(texts) && !counts.unread, "they can be read");
	ok(counts.untouched == counts.files, "and stay as they are without an edit");
	ok(counts.accepted && counts.exact == counts.accepted, "%zu of %zu accepted edits are exact",
	   counts.exact, counts.accepted);
	ok(counts.layers_accepted && counts.layers_exact == counts.layers_accepted,
	   "%zu of %zu accepted changes of layers read back as meant", counts.layers_exact,
	   counts.layers_accepted);
	ok(counts.expanded && counts.expanded_same == counts.expanded,
	   "%zu of %zu macros that stand in the way can be written out", counts.expanded_same,
	   counts.expanded);
	edits_release(&counts);
}

/* With the files that it includes. */
static void run_some(const char *path, const char *text, size_t len)
{
	struct keymap_context context;
	struct import_input in = { .path = path, .text = text, .len = len };

	if (seen++ % step)
		return;
	keymap_context_init(&context, path, NULL, NULL);
	in.includes = &context.includes;
	in.define = context.define;
	in.defines = context.defines;
	edits_run(&format, &in, edits, (unsigned)seen * 7919u + 1, &counts);
	keymap_context_release(&context);
}

/* Every @every-th keymap.c below the folder that @variable names. */
static void test_folder(const char *variable, size_t every)
{
	const char *folder = getenv(variable);

	if (!folder) {
		ok(true, "# SKIP set %s to a folder with keymap.c files", variable);
		return;
	}
	seen = 0;
	step = every;
	edits = 12;
	walk_files(folder, "/keymap.c", run_some);
	edits_print(variable, &counts);
	ok(counts.untouched == counts.files, "%s: %zu files stay as they are without an edit", variable,
	   counts.files);
	ok(counts.exact == counts.accepted, "%zu of %zu accepted edits are exact", counts.exact,
	   counts.accepted);
	ok(counts.layers_exact == counts.layers_accepted,
	   "%zu of %zu accepted changes of layers read back as meant", counts.layers_exact,
	   counts.layers_accepted);
	ok(counts.expanded_same == counts.expanded,
	   "%zu of %zu macros that stand in the way can be written out", counts.expanded_same,
	   counts.expanded);
	edits_release(&counts);
}

int main(void)
{
	test_own();
	test_folder("QMK_TEST_TREE", 12);
	test_folder("KEYPLANE_KEYMAPS", 4);
	return tap_done();
}
