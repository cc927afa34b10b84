/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "import/qmk_config.h"
#include "qmk_texts.h"
#include "tap.h"

#define INFO     "lib/python/qmk/info.py"
#define CONFIG_H "lib/python/qmk/cli/generate/config_h.py"

#define ONE_KEY "{\"layouts\": {\"LAYOUT\": {\"layout\": [{\"x\": 0, \"y\": 0, \"matrix\": [0, 0]}"
#define ONE     ONE_KEY "]}}, "
#define SIZE    "#define MATRIX_ROWS 1\n#define MATRIX_COLS 1\n"
#define PLACES                                                                                              \
	ONE "\"matrix_size\": {\"rows\": 1, \"cols\": 1}, \"matrix_pins\": {\"cols\": [\"A1\"], \"rows\": " \
	    "[\"A2\"]}, "

/* The same keyboard read as QMK reads it today and as it once did; "" is a member that is not there. */
static const struct row {
	enum qmk_once once;
	const char *json, *rules, *header; /* NULL: no such file */
	const char *path, *today, *before;
} rows[] = {
	{ QMK_ONCE_ARM_ATSAM, PLACES "\"processor\": \"cortex-m4\"}", "ARM_ATSAM = SAMD51J18A\n", NULL,
	  "platform_key", "\"chibios\"", "\"arm_atsam\"" },
	{ QMK_ONCE_ARM_ATSAM, PLACES "\"processor\": \"cortex-m4\"}", "ARM_ATSAM = SAMD51J18A\n", NULL,
	  "platform", "", "\"ARM_ATSAM\"" },
	{ QMK_ONCE_AUDIO_NAMES, PLACES "}", NULL, "#define C6_AUDIO\n#define B5_AUDIO yes\n", "audio", "",
	  "{\"pins\": [\"B5\", \"C6\"]}" },
	{ QMK_ONCE_AUDIO_NAMES, PLACES "}", NULL, "#define B5_AUDIO yes\n#undef B5_AUDIO\n", "audio", "",
	  "" },
	{ QMK_ONCE_CONFIG_H_FEATURES, PLACES "\"features\": {\"nkro\": true}}", "LEADER_ENABLE = yes\n", NULL,
	  "config_h_features", "", "{\"leader\": true}" },
	{ QMK_ONCE_CUSTOM_IN_HEADER, PLACES "}", "CUSTOM_MATRIX = lite\n", NULL, "matrix_pins.custom_lite",
	  "true", "" },
	{ QMK_ONCE_CUSTOM_IN_HEADER, PLACES "}", NULL, "#define CUSTOM_MATRIX lite\n", "matrix_pins",
	  "{\"cols\": [\"A1\"], \"rows\": [\"A2\"]}", "{\"custom\": true, \"custom_lite\": true}" },
	{ QMK_ONCE_CUSTOM_IN_HEADER, PLACES "}", NULL, "#define DIRECT_PINS {{B1}}\n", "matrix_pins",
	  "{\"cols\": [\"A1\"], \"rows\": [\"A2\"], \"direct\": [[\"B1\"]]}", "{\"direct\": [[\"B1\"]]}" },
	{ QMK_ONCE_CUSTOM_IN_HEADER, PLACES "}", NULL, "#define CUSTOM_MATRIX no\n", "matrix_pins.cols",
	  "[\"A1\"]", "[\"A1\"]" },
	{ QMK_ONCE_ENCODER_PADS, PLACES "}", NULL,
	  "#define ENCODERS_PAD_A {B1}\n#define ENCODERS_PAD_B {B2}\n"
	  "#define ENCODER_A_PINS {B3}\n#define ENCODER_B_PINS {B4}\n",
	  "encoder.rotary", "[{\"pin_a\": \"B3\", \"pin_b\": \"B4\"}]",
	  "[{\"pin_a\": \"B1\", \"pin_b\": \"B2\"}]" },
	{ QMK_ONCE_ENCODER_PADS, PLACES "}", NULL,
	  "#define ENCODERS_PAD_A_RIGHT {B1}\n#define ENCODERS_PAD_B_RIGHT {B2}\n",
	  "split.encoder.right.rotary", "", "[{\"pin_a\": \"B1\", \"pin_b\": \"B2\"}]" },
	{ QMK_ONCE_SHORT_WARNINGS, PLACES "\"features\": {\"nkro\": true}}", "NKRO_ENABLE = no\n", NULL,
	  "parse_warnings",
	  "[\"Feature nkro is specified in both info.json ({'nkro': True}) and rules.mk (False). The "
	  "rules.mk value "
	  "wins.\"]",
	  "[\"Feature nkro is specified in both info.json and rules.mk, the rules.mk value wins.\"]" },
	{ QMK_ONCE_SHORT_WARNINGS, PLACES "\"encoder\": {\"rotary\": []}}", NULL,
	  "#define ENCODER_A_PINS {B3}\n#define ENCODER_B_PINS {B4}\n", "parse_warnings",
	  "[\"Encoder config is specified in both config.h ([{'pin_a': 'B3', 'pin_b': 'B4'}]) and info.json "
	  "([]). The "
	  "config.h value wins.\"]",
	  "[\"Encoder config is specified in both config.h and info.json (encoder.rotary) (Value: []), the "
	  "config.h "
	  "value wins.\"]" },
	{ QMK_ONCE_TRUE_IS_TEXT, PLACES "}", NULL, "#define RGBLIGHT_SLEEP true\n", "rgblight.sleep", "true",
	  "false" },
	{ QMK_ONCE_TRUE_IS_TEXT, PLACES "}", NULL, "#define RGBLIGHT_SLEEP on\n", "rgblight.sleep", "true",
	  "true" },
	{ QMK_ONCE_TRUE_IS_TEXT, PLACES "}", "NKRO_ENABLE = false\n", NULL, "features.nkro", "false",
	  "\"false\"" },
	{ QMK_ONCE_NO_AXIS_COUNT, PLACES "\"joystick\": {\"axes\": {\"y\": \"virtual\"}}}", NULL, NULL,
	  "joystick.axis_count", "2", "" },
	{ QMK_ONCE_NO_BOOTMAGIC_CHECK, PLACES "\"bootmagic\": {\"matrix\": [1, 0]}}", NULL, NULL,
	  "parse_errors", "[\"Bootmagic row (1) must be in the range 0-0\"]", "[]" },
	{ QMK_ONCE_NO_BOUNDS_CHECK,
	  ONE_KEY
	  ", {\"x\": 1, \"y\": 0, \"matrix\": [1, 0]}]}}, \"matrix_size\": {\"rows\": 1, \"cols\": 1}}",
	  NULL, NULL, "parse_errors", "[\"LAYOUT: Matrix row for key 1 (k1A) is 1 but must be less than 1\"]",
	  "[]" },
	{ QMK_ONCE_NO_ENCODER_ENABLED, PLACES "\"features\": {\"encoder\": true}}", NULL, NULL, "encoder",
	  "{\"enabled\": true}", "" },
	{ QMK_ONCE_NO_MARKER_CHECK, NULL, NULL, SIZE, "parse_warnings",
	  "[\"Build marker \\\"keyboard.json\\\" not found.\"]", "[]" },
	{ QMK_ONCE_NO_MASK, PLACES "\"dip_switch\": {\"matrix_grid\": [[0, 0]]}}", NULL, NULL,
	  "matrix_pins.masked", "true", "" },
	{ QMK_ONCE_NO_SERIAL, PLACES "\"split\": {\"soft_serial_pin\": \"D0\"}}", NULL, NULL, "split",
	  "{\"serial\": {\"pin\": \"D0\"}}", "{\"soft_serial_pin\": \"D0\"}" },
	{ QMK_ONCE_NO_SPLIT_ENCODERS,
	  ONE_KEY
	  ", {\"x\": 1, \"y\": 0, \"matrix\": [0, 1], \"encoder\": 1}]}}, \"matrix_size\": {\"rows\": 1, "
	  "\"cols\": 2}, "
	  "\"encoder\": {\"rotary\": [{\"pin_a\": \"B1\", \"pin_b\": \"B2\"}]}, \"split\": {\"encoder\": "
	  "{\"right\": "
	  "{\"rotary\": [{\"pin_a\": \"B1\", \"pin_b\": \"B2\"}]}}}}",
	  NULL, NULL, "parse_errors", "[\"Layout \\\"LAYOUT\\\" contains out of bounds encoder index 1.\"]",
	  "[]" },
	{ QMK_ONCE_NO_UNIQUE_CHECK,
	  ONE_KEY
	  ", {\"x\": 1, \"y\": 0, \"matrix\": [0, 0]}]}}, \"matrix_size\": {\"rows\": 1, \"cols\": 1}}",
	  NULL, NULL, "parse_errors",
	  "[\"LAYOUT: Matrix location for key 1 is not unique {'x': 1, 'y': 0, 'matrix': [0, 0]}\"]", "[]" },
};

static void check(const struct row *row, bool before)
{
	struct qmk_text_row texts[4] = { 0 };
	struct qmk_facts facts = *qmk_facts_builtin();
	struct diagnostics found = { 0 };
	const char *want = before ? row->before : row->today;
	struct str got = STR_INIT;
	struct qmk_config *config;
	const struct json *node;
	struct qmk_files files;
	struct err err = { 0 };
	size_t count = 0;

	facts.once[row->once] = before;
	if (row->json)
		texts[count++] = (struct qmk_text_row){ "keyboards/a/keyboard.json", row->json, 0 };
	if (row->rules)
		texts[count++] = (struct qmk_text_row){ "keyboards/a/rules.mk", row->rules, 0 };
	if (row->header)
		texts[count++] = (struct qmk_text_row){ "keyboards/a/config.h", row->header, 0 };
	files = qmk_texts(texts);
	config = qmk_config_read("a", &files, &facts, &found, &err);
	node = config ? json_find(config->info, row->path) : NULL;
	if (node)
		json_add_line(&got, node);
	ok(config && !strcmp(str_text(&got), want), "row %d: %s is %s%s", (int)(row - rows), row->path, want,
	   before ? ", as it was" : "");
	if (strcmp(str_text(&got), want))
		printf("# got %s %s\n", str_text(&got), err.text);
	str_release(&got);
	diagnostics_release(&found);
	qmk_config_free(config);
}

/* A keyboard with two LEDs in its .c; @more are further members of its JSON. */
static struct qmk_config *read_leds(const char *more, enum qmk_once what, bool before)
{
	static const char source[] =
		"led_config_t g_led_config = { { { 0 } }, { {1, 2}, {3, 4} }, { 4, 2 } };\n";
	struct qmk_text_row texts[] = { { "keyboards/a/keyboard.json", NULL, 0 },
					{ "keyboards/a/a.c", source, 0 },
					{ 0 } };
	struct qmk_facts facts = *qmk_facts_builtin();
	struct qmk_files files = qmk_texts(texts);
	struct diagnostics found = { 0 };
	struct str json = STR_INIT;
	struct qmk_config *config;
	struct err err;

	str_addf(&json, "%s%s", PLACES, more);
	texts[0].text = str_text(&json);
	facts.once[what] = before;
	config = qmk_config_read("a", &files, &facts, &found, &err);
	str_release(&json);
	diagnostics_release(&found);
	return config;
}

static void test_leds(void)
{
	static const struct {
		const char *json;
		enum qmk_once once;
		const char *path, *today, *before;
	} leds[] = {
		{ "\"features\": {\"rgb_matrix\": true}, \"rgb_matrix\": {\"layout\": [{\"x\": 9, \"y\": 9, "
		  "\"flags\": 4}]}}",
		  QMK_ONCE_LEDS_OF_ONE, "rgb_matrix.led_count", "1", "2" },
		{ "\"rgb_matrix\": {}}", QMK_ONCE_LEDS_OF_ONE, "rgb_matrix.led_count", "2", "" },
		{ "\"features\": {\"rgb_matrix\": true, \"led_matrix\": true}}", QMK_ONCE_LEDS_OF_ONE,
		  "led_matrix.led_count", "2", "" },
		{ "\"features\": {\"led_matrix\": true}}", QMK_ONCE_LEDS_OF_ONE, "led_matrix.led_count", "2",
		  "2" },
		{ "\"features\": {\"rgb_matrix\": true}}", QMK_ONCE_NO_FLAG_STEPS, "rgb_matrix.flag_steps",
		  "[255, 5, 2, 0]", "" },
	};

	for (size_t i = 0; i < COUNT(leds) * 2; i++) {
		const char *want = i % 2 ? leds[i / 2].before : leds[i / 2].today;
		struct qmk_config *config = read_leds(leds[i / 2].json, leds[i / 2].once, i % 2);
		const struct json *node = config ? json_find(config->info, leds[i / 2].path) : NULL;
		struct str got = STR_INIT;

		if (node)
			json_add_line(&got, node);
		ok(config && !config->refused && !strcmp(str_text(&got), want), "row %zu: %s is %s%s", i / 2,
		   leds[i / 2].path, want, i % 2 ? ", as it was" : "");
		str_release(&got);
		qmk_config_free(config);
	}
}

static void test_unsized(void)
{
	const struct qmk_text_row texts[] = { { "keyboards/a/keyboard.json", ONE "\"url\": \"x\"}", 0 },
					      { 0 } };

	for (int before = 0; before < 2; before++) {
		struct qmk_facts facts = *qmk_facts_builtin();
		struct qmk_files files = qmk_texts(texts);
		struct diagnostics found = { 0 };
		struct err err;
		struct qmk_config *config;

		facts.once[QMK_ONCE_NO_UNSIZED] = before;
		config = qmk_config_read("a", &files, &facts, &found, &err);
		ok(config && config->refused == before, "without a matrix's size it is %s",
		   before ? "refused, as it was" : "read");
		diagnostics_release(&found);
		qmk_config_free(config);
	}
}

/* Headers alone make a keyboard, in a tree where they may. */
static void test_macros(void)
{
	const struct qmk_text_row texts[] = {
		{ "keyboards/a/a.h", "#define LAYOUT(k0) { { k0 } }\n", 0 },
		{ "keyboards/a/config.h", SIZE, 0 },
		{ 0 },
	};

	for (int before = 0; before < 2; before++) {
		struct qmk_facts facts = *qmk_facts_builtin();
		struct qmk_files files = qmk_texts(texts);
		struct diagnostics found = { 0 };
		struct str errors = STR_INIT;
		struct qmk_config *config;
		struct err err;

		facts.once[QMK_ONCE_NO_MACRO_CHECK] = before;
		config = qmk_config_read("a", &files, &facts, &found, &err);
		if (config)
			json_add_line(&errors, json_find(config->info, "parse_errors"));
		ok(config && json_find(config->info, "layouts.LAYOUT") &&
			   (strstr(str_text(&errors), "should not be defined within") == NULL) == before,
		   "a LAYOUT macro of a header is %s", before ? "a layout, as it was" : "an error");
		str_release(&errors);
		diagnostics_release(&found);
		qmk_config_free(config);
	}
}

static bool reads(bool *once, const char *info, const char *config_h)
{
	const struct qmk_text_row texts[] = { { config_h ? CONFIG_H : "other", config_h, 0 },
					      { info ? INFO : "none", info, 0 },
					      { 0 } };
	struct qmk_files files = qmk_texts(texts);
	struct err err = { 0 };
	struct qmk_facts *facts = qmk_facts_read(&files, &err);

	ok(facts, "facts are read %s", err.text);
	if (!facts)
		return false;
	memcpy(once, facts->once, sizeof(facts->once));
	qmk_facts_free(facts);
	return true;
}

static size_t count(const bool *once)
{
	size_t said = 0;

	for (size_t i = 0; i < QMK_ONCE_COUNT; i++)
		said += once[i];
	return said;
}

static void test_scripts(void)
{
	bool once[QMK_ONCE_COUNT];

	ok(reads(once, NULL, NULL) && !count(once), "no scripts: as today");
	ok(reads(once, "def info_json(keyboard):\n", "") && !count(once),
	   "what today's scripts lack says nothing: they may be divided otherwise");
	ok(reads(once, "ENCODERS_PAD_A", NULL) && count(once) == 1 && once[QMK_ONCE_ENCODER_PADS],
	   "a name at the very end is found");
	ok(reads(once, "ENCODERS_PAD_", NULL) && !count(once), "a part of it is not");
	ok(reads(once, "config_h_features enc_right Build marker", "generate_flag generate_matrix_masked") &&
		   once[QMK_ONCE_CONFIG_H_FEATURES] && !once[QMK_ONCE_NO_SPLIT_ENCODERS] &&
		   !once[QMK_ONCE_NO_MARKER_CHECK] && once[QMK_ONCE_NO_BOUNDS_CHECK] &&
		   once[QMK_ONCE_NO_MASK] && !once[QMK_ONCE_NO_FLAGS] && once[QMK_ONCE_MASK_GENERATED],
	   "older scripts do not do what they do not say");
	ok(!once[QMK_ONCE_NEVER], "and never is never said");
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		check(&rows[i], false);
		check(&rows[i], true);
	}
	test_leds();
	test_unsized();
	test_macros();
	test_scripts();
	return tap_done();
}
