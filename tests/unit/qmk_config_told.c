/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "import/qmk_config.h"
#include "model/symbol.h"
#include "qmk_texts.h"
#include "tap.h"

/* What is told of a keyboard's data, by code, with the file and the line, and whether QMK refuses it for that. */
#define PINS "\"matrix_pins\": {\"rows\": [\"B0\"], \"cols\": [\"B1\", \"B2\"]}"
#define KEY0 "{\"matrix\": [0, 0], \"x\": 0, \"y\": 0"
#define KEY1 "{\"matrix\": [0, 1], \"x\": 1, \"y\": 0"
#define GOOD PINS ",\n\"layouts\": {\"LAYOUT\": {\"layout\": [\n" KEY0 "},\n" KEY1 "}]}}"

#define LEAF   "keyboards/a/k/keyboard.json"
#define ABOVE  "keyboards/a/info.json"
#define RULES  "keyboards/a/k/rules.mk"
#define HEADER "keyboards/a/k/config.h"
#define MACROS "keyboards/a/k/k.h"
#define LEDS   "keyboards/a/k/k.c"

static const struct row {
	const char *code, *path, *text;
	int line;
	bool refused;
	struct qmk_text_row files[3];
} rows[] = {
	{ "config-bootmagic",
	  LEAF,
	  "Bootmagic row (1) must be in the range 0-0",
	  1,
	  false,
	  { { LEAF, "{\"bootmagic\": {\"matrix\": [1, 1]}, " GOOD "}", 0 } } },
	{ "config-bootmagic",
	  LEAF,
	  "Bootmagic left row (1) must be in the range 0-0",
	  1,
	  false,
	  { { LEAF, "{\"bootmagic\": {\"matrix\": [1, 1]}, \"split\": {\"enabled\": true}, " GOOD "}",
	      0 } } },
	{ "config-bootmagic",
	  LEAF,
	  "Bootmagic right row (0) must be in the range 1-1",
	  1,
	  false,
	  { { LEAF, "{\"split\": {\"enabled\": true, \"bootmagic\": {\"matrix\": [0, 0]}}, " GOOD "}",
	      0 } } },
	{ "config-community-layout",
	  LEAF,
	  "does not exist: nope",
	  2,
	  false,
	  { { LEAF, "{\"community_layouts\": [\n\"nope\"], " GOOD "}", 0 } } },
	{ "config-community-layout",
	  LEAF,
	  "no LAYOUT_60_ansi() macro found",
	  1,
	  false,
	  { { LEAF, "{\"community_layouts\": [\"60_ansi\"], " GOOD "}", 0 },
	    { "layouts/default/60_ansi/readme.md", "", 0 } } },
	{ "config-custom-matrix",
	  RULES,
	  "Custom Matrix is specified in both",
	  2,
	  false,
	  { { LEAF,
	      "{\"matrix_size\": {\"rows\": 1, \"cols\": 2}, \"matrix_pins\": {\"custom\": true}, "
	      "\"layouts\": "
	      "{\"LAYOUT\": {\"layout\": [" KEY0 "}]}}}",
	      0 },
	    { RULES, "\nCUSTOM_MATRIX = lite\n", 0 } } },
	{ "config-defaults",
	  LEAF,
	  "All defaults for 'development_board' were skipped",
	  1,
	  false,
	  { { LEAF,
	      "{\"development_board\": \"elite_c\", \"processor\": \"atmega32u4\", \"bootloader\": "
	      "\"caterina\", "
	      "\"pin_compatible\": \"promicro\", " GOOD "}",
	      0 } } },
	{ "config-encoder",
	  LEAF,
	  "contains non-configured encoder index 0.",
	  2,
	  false,
	  { { LEAF, "{" PINS ", \"layouts\": {\"LAYOUT\": {\"layout\": [\n" KEY0 ", \"encoder\": 0}]}}}",
	      0 } } },
	{ "config-feature",
	  RULES,
	  "Feature audio is specified in both info.json ({'audio': True}) and rules.mk (False).",
	  1,
	  false,
	  { { LEAF, "{\"features\": {\"audio\": true}, " GOOD "}", 0 }, { RULES, "AUDIO_ENABLE = no", 0 } } },
	{ "config-file-both",
	  LEAF,
	  "Invalid info.json location detected: keyboards/a/k/info.json.",
	  -1,
	  false,
	  { { LEAF, "{" GOOD "}", 0 }, { "keyboards/a/k/info.json", "{}", 0 } } },
	{ "config-file-marker",
	  NULL,
	  "Build marker \"keyboard.json\" not found.",
	  -1,
	  false,
	  { { "keyboards/a/k/info.json", "{" GOOD "}", 0 } } },
	{ "config-file-place",
	  "keyboards/a/keyboard.json",
	  "Invalid keyboard.json location detected",
	  -1,
	  false,
	  { { LEAF, "{" GOOD "}", 0 }, { "keyboards/a/keyboard.json", "{}", 0 } } },
	{ "config-file",
	  RULES,
	  "the byte 0xe9 is not UTF-8",
	  2,
	  true,
	  { { LEAF, "{" GOOD "}", 0 }, { RULES, "A = b\n# \xe9\n", 0 } } },
	{ "config-header-wins",
	  HEADER,
	  "Encoder config is specified in both config.h ([{'pin_a': 'C0', 'pin_b': 'C1'}]) and info.json",
	  2,
	  false,
	  { { LEAF, "{\"encoder\": {\"rotary\": [{\"pin_a\": \"B5\", \"pin_b\": \"B6\"}]}, " GOOD "}", 0 },
	    { HEADER, "#define ENCODER_B_PINS { C1 }\n#define ENCODER_A_PINS { C0 }\n", 0 } } },
	{ "config-header-wins",
	  HEADER,
	  "Split transport is specified in both",
	  1,
	  false,
	  { { LEAF, "{\"split\": {\"enabled\": true, \"transport\": {\"protocol\": \"serial\"}}, " GOOD "}",
	      0 },
	    { HEADER, "#define USE_I2C\n", 0 } } },
	{ "config-key-matrix",
	  LEAF,
	  "Matrix column for key 0 (Esc) is 2 but must be less than 2",
	  2,
	  false,
	  { { LEAF,
	      "{" PINS ", \"layouts\": {\"LAYOUT\": {\"layout\": [\n{\"matrix\": [0, 2], \"x\": 0, \"y\": 0, "
	      "\"label\": \"Esc\"}]}}}",
	      0 } } },
	{ "config-key-twice",
	  LEAF,
	  "Matrix location for key 1 is not unique {'matrix': [0, 0], 'x': 0, 'y': 0}",
	  3,
	  false,
	  { { LEAF, "{" PINS ", \"layouts\": {\"LAYOUT\": {\"layout\": [\n" KEY0 "},\n" KEY0 "}]}}}", 0 } } },
	{ "config-keycode-alias",
	  LEAF,
	  "Keycode VERY_LONG has no short form alias",
	  2,
	  false,
	  { { LEAF, "{\"keycodes\": [\n{\"key\": \"VERY_LONG\"}], " GOOD "}", 0 } } },
	{ "config-layout-alias",
	  ABOVE,
	  "info.json uses alias name LAYOUT_old instead of LAYOUT",
	  2,
	  false,
	  { { LEAF, "{\"layout_aliases\": {\"LAYOUT_old\": \"LAYOUT\"}, " GOOD "}", 0 },
	    { ABOVE,
	      "{\"layouts\": {\"LAYOUT_old\":\n{\"layout\": [{\"x\": 0, \"y\": 0}, {\"x\": 1, \"y\": 0}]}}}",
	      0 } } },
	{ "config-layout-all",
	  LEAF,
	  "\"LAYOUT_all\" should be \"LAYOUT\" unless additional layouts are provided.",
	  1,
	  false,
	  { { LEAF, "{" PINS ", \"layouts\": {\"LAYOUT_all\": {\"layout\": [" KEY0 "}]}}}", 0 } } },
	{ "config-layout-keys",
	  LEAF,
	  "layout LAYOUT has no keys",
	  1,
	  true,
	  { { LEAF, "{" PINS ", \"layouts\": {\"LAYOUT\": {\"layout\": []}}}", 0 } } },
	{ "config-layout-keys",
	  LEAF,
	  "layout LAYOUT has no \"layout\"",
	  1,
	  true,
	  { { LEAF, "{" PINS ", \"layouts\": {\"LAYOUT\": {}}}", 0 } } },
	{ "config-layout-length",
	  ABOVE,
	  "info.json specifies 1 keys, C macro specifies 2",
	  1,
	  false,
	  { { LEAF, "{" GOOD "}", 0 },
	    { ABOVE, "{\"layouts\": {\"LAYOUT\": {\"layout\": [{\"x\": 0, \"y\": 0}]}}}", 0 } } },
	{ "config-layout-macro",
	  MACROS,
	  "LAYOUT_x: Layout macro should not be defined within \".h\" files.",
	  2,
	  false,
	  { { LEAF, "{" GOOD "}", 0 }, { MACROS, "\n#define LAYOUT_x(a, b) { { a, b } }\n", 0 } } },
	{ "config-layout-matrix",
	  LEAF,
	  "Layout \"LAYOUT_b\" has no \"matrix\" definition",
	  2,
	  false,
	  { { LEAF,
	      "{" PINS ", \"layouts\": {\"LAYOUT_a\": {\"layout\": [" KEY0 "}]}, \"LAYOUT_b\": {\"layout\": ["
	      "\n{\"x\": 0, \"y\": 0}]}}}",
	      0 } } },
	{ "config-layout-name",
	  LEAF,
	  "Layout \"LAYOUT_k\" should not contain name of keyboard.",
	  1,
	  false,
	  { { LEAF, "{" PINS ", \"layouts\": {\"LAYOUT_k\": {\"layout\": [" KEY0 "}]}}}", 0 } } },
	{ "config-layout-offset",
	  LEAF,
	  "Layout \"LAYOUT\" is offset on X axis by 0.75",
	  1,
	  false,
	  { { LEAF,
	      "{" PINS ", \"layouts\": {\"LAYOUT\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 1, \"y\": 0, "
	      "\"w\": 1.25, \"h\": 2}]}}}",
	      0 } } },
	{ "config-leds",
	  LEAF,
	  "the feature rgb_matrix is on, but nothing says which LEDs there are",
	  2,
	  true,
	  { { LEAF, "{\"features\": {\n\"rgb_matrix\": true}, " GOOD "}", 0 } } },
	{ "config-led-config",
	  LEDS,
	  "led_config: k.c: ",
	  -1,
	  false,
	  { { LEAF, "{\"rgb_matrix\": {\"driver\": \"ws2812\"}, " GOOD "}", 0 },
	    { LEDS, "led_config_t g_led_config = { { { 0 } }, { { 0, 0 } }, { 1 } };\n", 0 } } },
	{ "config-matrix",
	  LEAF,
	  "must be two whole numbers from 0 to 51",
	  1,
	  true,
	  { { LEAF,
	      "{" PINS
	      ", \"layouts\": {\"LAYOUT\": {\"layout\": [{\"matrix\": [52, 0], \"x\": 0, \"y\": 0}]}}}",
	      0 } } },
	{ "config-matrix",
	  LEAF,
	  "matrix_pins.direct lists no rows",
	  1,
	  true,
	  { { LEAF, "{\"matrix_pins\": {\"direct\": []}}", 0 } } },
	{ "config-matrix",
	  LEAF,
	  "a split keyboard's matrix_pins must have both",
	  1,
	  true,
	  { { LEAF, "{\"split\": {\"enabled\": true}, \"matrix_pins\": {\"rows\": [\"B0\"]}}", 0 } } },
	{ "config-matrix-size",
	  LEAF,
	  "MATRIX_ROWS is inconsistent with the size of MATRIX_ROW_PINS: 1 != 5",
	  1,
	  false,
	  { { LEAF, "{\"matrix_size\": {\"rows\": 5, \"cols\": 2}, " GOOD "}", 0 } } },
	{ "config-matrix-twice",
	  HEADER,
	  "Matrix size is specified in both info.json and config.h, the config.h values win.",
	  2,
	  false,
	  { { LEAF, "{\"matrix_size\": {\"rows\": 1, \"cols\": 2}, " GOOD "}", 0 },
	    { HEADER, "#define MATRIX_COLS 2\n#define MATRIX_ROWS (2-1)\n", 0 } } },
	{ "config-merged-schema",
	  RULES,
	  "features.audio: 'maybe' is not of type 'boolean'",
	  1,
	  true,
	  { { LEAF, "{" GOOD "}", 0 }, { RULES, "AUDIO_ENABLE = maybe\n", 0 } } },
	{ "config-name-deprecated",
	  HEADER,
	  "VENDOR_ID in config.h is deprecated in favor of `usb.vid` in info.json",
	  1,
	  false,
	  { { LEAF, "{" GOOD "}", 0 }, { HEADER, "#define VENDOR_ID 0xFEED\n", 0 } } },
	{ "config-name-invalid",
	  RULES,
	  "CTPC in rules.mk is no longer a valid option and should be replaced with CONVERT_TO=proton_c",
	  1,
	  false,
	  { { LEAF, "{" GOOD "}", 0 }, { RULES, "CTPC = yes\n", 0 } } },
	{ "config-name-overwrites",
	  HEADER,
	  "DEBOUNCE in config.h is overwriting debounce in info.json",
	  3,
	  false,
	  { { LEAF, "{\"debounce\": 5, " GOOD "}", 0 }, { HEADER, "\n\n#define DEBOUNCE 6\n", 0 } } },
	{ "config-name-unusable",
	  HEADER,
	  "MATRIX_ROWS in config.h: ",
	  1,
	  true,
	  { { LEAF, "{" GOOD "}", 0 }, { HEADER, "#define MATRIX_ROWS ROWS\n#define MATRIX_COLS 2\n", 0 } } },
	{ "config-name-unusable",
	  HEADER,
	  "DIRECT_PINS in config.h is no list of lists",
	  1,
	  true,
	  { { LEAF, "{" GOOD "}", 0 }, { HEADER, "#define DIRECT_PINS { B0, B1 )\n", 0 } } },
	{ "config-name-unusable",
	  HEADER,
	  "ENCODER_B_PINS in config.h has fewer pins than ENCODER_A_PINS",
	  2,
	  true,
	  { { LEAF, "{" GOOD "}", 0 },
	    { HEADER, "#define ENCODER_A_PINS { B0, B1 }\n#define ENCODER_B_PINS { B2 }\n", 0 } } },
	{ "config-name-unusable",
	  HEADER,
	  "MATRIX_ROW_PINS in config.h has no value",
	  1,
	  true,
	  { { LEAF, "{" GOOD "}", 0 }, { HEADER, "#define MATRIX_ROW_PINS\n", 0 } } },
	{ "config-name-value",
	  HEADER,
	  "DEBOUNCE->debounce: invalid literal for int() with base 10: 'FIVE'",
	  1,
	  false,
	  { { LEAF, "{" GOOD "}", 0 }, { HEADER, "#define DEBOUNCE FIVE\n", 0 } } },
	{ "config-no-layout", NULL, "No LAYOUTs defined!", -1, false, { { LEAF, "{" PINS "}", 0 } } },
	{ "config-parent-wins",
	  LEAF,
	  "\"manufacturer\" is not used: keyboards/a/info.json, line 2, sets it to \"B\"",
	  1,
	  false,
	  { { LEAF, "{\"manufacturer\": \"A\", " GOOD "}", 0 },
	    { ABOVE, "{\n\"manufacturer\": \"B\"}", 0 } } },
	{ "config-processor",
	  RULES,
	  "Unknown MCU: 8051",
	  1,
	  true,
	  { { LEAF, "{" GOOD "}", 0 }, { RULES, "MCU = 8051\n", 0 } } },
	{ "config-root",
	  LEAF,
	  "Invalid file keyboards/a/k/keyboard.json, root object should be a dictionary.",
	  1,
	  false,
	  { { LEAF, "[]", 0 } } },
	{ "config-schema",
	  LEAF,
	  "debounce: 'x' is not of type 'integer'",
	  1,
	  false,
	  { { LEAF, "{\"debounce\": \"x\", " GOOD "}", 0 } } },
	{ "config-syntax",
	  ABOVE,
	  "expected ':' behind a name",
	  2,
	  true,
	  { { LEAF, "{" GOOD "}", 0 }, { ABOVE, "{\n\"a\" 1}", 0 } } },
	{ "config-type",
	  ABOVE,
	  "\"eeprom\" is an object here and a number before",
	  1,
	  true,
	  { { LEAF, "{\"eeprom\": 5, " GOOD "}", 0 }, { ABOVE, "{\"eeprom\": {\"driver\": \"i2c\"}}", 0 } } },
	{ "config-type",
	  LEAF,
	  "\"usb.x\" is no member",
	  1,
	  true,
	  { { LEAF, "{\"usb\": {\"vid\": \"0xFEED\"}, \"usb.vid\": 5, \"usb.x\": 6, " GOOD "}", 0 } } },
	{ "config-type",
	  LEAF,
	  "\"matrix_size\" is a list, expected an object",
	  1,
	  true,
	  { { LEAF, "{\"matrix_size\": [], " GOOD "}", 0 } } },
	{ "config-type",
	  LEAF,
	  "matrix_size.rows is a text, expected a number",
	  1,
	  true,
	  { { LEAF, "{\"matrix_size\": {\"rows\": \"1\", \"cols\": 2}, " GOOD "}", 0 } } },
};

static struct qmk_facts
	facts; /* ours, as those of a tree: else no tree can say which community layouts there are */

static const struct diagnostic *find(const struct diagnostics *all, const struct row *row)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->item[i].kind->code, row->code) && strstr(all->item[i].text, row->text))
			return &all->item[i];
	return NULL;
}

static bool listed(const struct json *info, const char *list, const char *text)
{
	const struct json *node = json_member(info, list);

	for (node = node->first; node; node = node->next)
		if (strstr(node->text, text))
			return true;
	return false;
}

static void test_row(const struct row *row)
{
	struct qmk_files files = qmk_texts(row->files);
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	struct qmk_config *config = qmk_config_read("a/k", &files, &facts, &found, &err);
	const struct diagnostic *d = find(&found, row);
	bool quiet = false;

	ok(config && d && config->refused == row->refused, "%s: %s%s", row->code, row->text,
	   row->refused ? ", and refused" : "");
	ok(d && d->place.line == row->line && !d->file == !row->path &&
		   (!d->file || !strcmp(symbol_text(d->file), row->path)),
	   "%s, line %d", d && d->file ? symbol_text(d->file) : "nowhere", d ? d->place.line : 0);
	for (size_t i = 0; !d && i < found.count; i++)
		printf("# %s: %s\n", found.item[i].kind->code, found.item[i].text);
	/* What QMK lists is listed by its severity. */
	if (config && d && d->kind->severity == SEVERITY_ERROR)
		quiet = listed(config->info, "parse_warnings", row->text);
	else if (config && d)
		quiet = listed(config->info, "parse_errors", row->text);
	ok(!quiet, "in the list of its severity, if in one");
	qmk_config_free(config);
	diagnostics_release(&found);
}

/* A clean keyboard: nothing is told. */
static void test_clean(void)
{
	static const struct qmk_text_row clean[] = { { LEAF, "{" GOOD "}", 0 }, { 0 } };
	struct qmk_files files = qmk_texts(clean);
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	struct qmk_config *config = qmk_config_read("a/k", &files, &facts, &found, &err);

	ok(config && !config->refused && !found.count, "nothing is told of a keyboard that is right%s%s",
	   found.count ? ": " : "", found.count ? found.item[0].text : "");
	qmk_config_free(config);
	diagnostics_release(&found);
}

int main(void)
{
	facts = *qmk_facts_builtin();
	facts.builtin = false;
	test_clean();
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&rows[i]);
	return tap_done();
}
