/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "import/led_config.h"
#include "tap.h"

static void print_number(struct str *out, double number, bool whole)
{
	struct json node = {
		.type = JSON_NUMBER, .number = number, .integer = (int64_t)number, .whole = whole
	};

	if (isnan(number))
		str_add(out, "null");
	else
		json_add_number(out, &node);
}

/* "x,y,flags" for each LED, "@row,col" behind it; or why not. */
static char *print(const char *text, size_t len, int rows, int cols)
{
	struct led_config config;
	struct str out = STR_INIT;
	struct err err = { 0 };
	enum led_config_result result = led_config_read(&config, text, len, rows, cols, &err);

	if (result != LED_CONFIG_FOUND)
		str_addf(&out, "%s", result == LED_CONFIG_BAD ? err.text : "none");
	for (size_t i = 0; i < config.leds; i++) {
		const struct led_config_led *led = &config.led[i];

		str_add(&out, i ? " " : "");
		print_number(&out, led->x, led->x_whole);
		str_add_char(&out, ',');
		print_number(&out, led->y, led->y_whole);
		if (led->flags == LED_CONFIG_NO_FLAGS)
			str_add(&out, ",null");
		else
			str_addf(&out, ",%d", led->flags);
		if (led->row >= 0)
			str_addf(&out, "@%d,%d", led->row, led->col);
	}
	led_config_release(&config);
	return str_take(&out);
}

static void check(const char *what, const char *text, int rows, int cols, const char *want)
{
	char *got = print(text, strlen(text), rows, cols);

	is_text(got, want, "%.*s", (int)strcspn(what, "\n"), what);
	free(got);
}

static void test_found(void)
{
	static const char plain[] =
		"led_config_t g_led_config = { {\n { 0, 1, NO_LED }, // r0\n { 2, NO_LED, 0x3 }\n"
		"}, {\n {0,0}, {112,32},\n {224,64}, { 10, 20 }\n"
		"}, { LED_FLAG_KEYLIGHT, 4, LED_FLAG_MODIFIER, 0x02 } };\n";
	static const char want[] = "0,0,4@0,0 112,32,4@0,1 224,64,1@1,0 10,20,2@1,2";
	struct str text = STR_INIT;

	check("one of two rows", plain, 2, 3, want);
	check("of half a matrix: a split keyboard", plain, 4, 3, want);
	str_add(&text,
		"#include \"x.h\"\n#if 0\nled_config_t\n#else\n#endif\nvoid f(void) { return '\"'; }\n");
	str_add(&text, plain);
	check("behind other code", str_text(&text), 2, 3, want);
	str_clear(&text);
	for (const char *at = plain; *at; at++)
		str_add(&text, *at == '\n' ? "\r\n" : (char[]){ *at, '\0' });
	check("in a file with CR and LF", str_text(&text), 2, 3, want);
	str_clear(&text);
	str_addf(&text, "%s#ifdef X\n#endif\nvoid f(void) { return 1; }\n", plain);
	check("a preprocessor line behind it", str_text(&text), 2, 3, want);
	str_addf(&text, "int g(int i) { return g_led_config.flags[i]; }\n#pragma once\n");
	check("a use of it behind it", str_text(&text), 2, 3, want);
	str_addf(&text, "int h(void) { return g_led_config.flags[0] +\n#ifdef X\n 1 +\n#endif\n 2; }\n");
	check("a preprocessor line in such a use", str_text(&text), 2, 3, "none");
	str_release(&text);
}

/* What stands between the braces of { matrix }, { positions }, { flags } for a matrix of 1 x 1. */
static void test_values(void)
{
	static const struct {
		const char *index, *position, *flags, *want;
	} rows[] = {
		{ "0", "1,2", "4", "1,2,4@0,0" },
		{ "NO_LED", "1,2", "4", "1,2,4" },
		{ "NA", "1,2", "4", "1,2,4" },
		{ "-1", "1,2", "4", "1,2,4@0,0" },
		{ "-2", "1,2", "4", "list index out of range" },
		{ "1", "1,2", "4", "LED index 1 is OOB in g_led_config - should be < 1" },
		{ "0xFF", "1,2", "4", "LED index 255 is OOB in g_led_config - should be < 1" },
		{ "1e3", "1,2", "4", "LED index 1000.0 is OOB in g_led_config - should be < 1" },
		{ "99999999999999999999999999", "1,2", "4",
		  "LED index 100000000000000004764729344 is OOB in g_led_config - should be < 1" },
		{ "0.5", "1,2", "4", "matrix indexes are not all ints" },
		{ "-0.0", "1,2", "4", "matrix indexes are not all ints" },
		{ "LED_FLAG_NONE", "1,2", "4", "1,2,4@0,0" },
		{ "LED_FLAG_ALL", "1,2", "4", "LED index 255 is OOB in g_led_config - should be < 1" },
		{ "0", "1.5,.25", "4", "1.5,0.25,4@0,0" },
		{ "0", "1.,-0x1F", "4", "1.0,-31,4@0,0" },
		{ "0", "1e1,0", "4", "10.0,0,4@0,0" },
		{ "0", "1 + 2", "4", "1,2,4@0,0" },
		{ "0", "3 -2", "4", "3,-2,4@0,0" },
		{ "0", "3 - 2", "4", "3,2,4@0,0" },
		{ "0", "08,1", "4", "8,1,4@0,0" },
		{ "0", "010,1,2", "4", "1,2,4@0,0" },
		{ "0", "0b1,1,2", "4", "1,2,4@0,0" },
		{ "0", "(uint8_t)1,sizeof 2", "4", "1,2,4@0,0" },
		{ "0", "true,1,2,NULL", "4", "1,2,4@0,0" },
		{ "0", "X,X_2", "4", "null,null,4@0,0" },
		{ "0", "\"a{;\\\"b\",'\\'',1,L'x',2", "4", "1,2,4@0,0" },
		{ "0", "/* { */1,2// }\n", "4", "1,2,4@0,0" },
		{ "0", "1,\\\n2", "4", "1,2,4@0,0" },
		{ "0", "1,\n #define X\n2", "4", "none" },
		{ "0", "1,\n#if 0\n2", "4", "none" },
		{ "0", "1, # 2", "4", "1,2,4@0,0" },
		{ "0", "1", "4", "Malformed g_led_config position data" },
		{ "0", "1,2", "4,1",
		  "Number of g_led_config physical positions (1) does not match number of flags (2)" },
		{ "0", "1,2,3", "4",
		  "Number of g_led_config physical positions (2) does not match number of flags (1)" },
		{ "0", "1,2", "",
		  "Number of g_led_config physical positions (1) does not match number of flags (0)" },
		{ "0", "1,2", "4.0", "1,2,4@0,0" },
		{ "0", "1,2", "4.5", "1,2,null@0,0" },
		{ "0", "1,2", "X", "1,2,null@0,0" },
		{ "0", "1,2", "-5", "1,2,-5@0,0" },
		{ "0", "1,2", "LED_FLAG_UNDERGLOW|LED_FLAG_INDICATOR",
		  "Number of g_led_config physical positions (1) does not match number of flags (2)" },
		{ "0", "1,2", "4u", "invalid literal for int() with base 10: '4u'" },
		{ "0", "1,2", "0xFUL", "invalid literal for int() with base 0: '0xFUL'" },
		{ "0", "1.5f,2", "4", "could not convert string to float: '1.5f'" },
		{ "0", "5l,2", "4", "could not convert string to float: '5l'" },
		{ "0", "-5f,2", "4",
		  "Number of g_led_config physical positions (2) does not match number of flags (1)" },
		{ "0", "0x1p3,2", "4", "could not convert string to float: '0x1p3'" },
		{ "0", "1'000,2", "4", "invalid literal for int() with base 10: \"1'000\"" },
		{ "0, 0", "1,2", "4", "Number of columns in row 0 (2) does not match matrix (1)" },
		{ "", "1,2", "4", "Number of columns in row 0 (0) does not match matrix (1)" },
		{ "0},{0", "1,2", "4", "Unable to parse g_led_config matrix data" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[512];

		snprintf(text, sizeof(text), "led_config_t g_led_config = {{{%s}},{{%s}},{%s}};",
			 rows[i].index, rows[i].position, rows[i].flags);
		check(text, text, 1, 1, rows[i].want);
	}
}

static void test_none(void)
{
	static const struct {
		const char *what, *text, *want;
	} rows[] = {
		{ "nothing", "", "none" },
		{ "another type", "g_led_config = {{{0}},{{1,2}},{4}};", "none" },
		{ "a declaration", "extern led_config_t g_led_config;", "none" },
		{ "a comment", "// led_config_t g_led_config = {{{0}},{{1,2}},{4}};", "none" },
		{ "in quotes", "x = \"led_config_t g_led_config = {{{0}},{{1,2}},{4}};\";", "none" },
		{ "disabled", "#if 0\nled_config_t g_led_config = {{{0}},{{1,2}},{4}};\n#endif\n", "none" },
		{ "no LEDs", "led_config_t g_led_config = {{{NO_LED}},{},{}};", "none" },
		{ "the matrix alone", "led_config_t g_led_config = {{{NO_LED}}};", "none" },
		{ "an empty one", "led_config_t g_led_config = {{}};",
		  "Unable to parse g_led_config matrix data" },
		{ "members by name",
		  "const led_config_t PROGMEM g_led_config = {.matrix_co={{0}},.point={{1,2}},.flags={4}};",
		  "1,2,4@0,0" },
		{ "an attribute", "__attribute__((weak)) led_config_t g_led_config = {{{0}},{{1,2}},{4}};",
		  "1,2,4@0,0" },
		{ "under a condition",
		  "#ifdef RGB_MATRIX_ENABLE\nled_config_t g_led_config = {{{0}},{{1,2}},{4}};\n#endif",
		  "1,2,4@0,0" },
		{ "two: the first counts",
		  "led_config_t g_led_config = {{{0}},{{1,2}},{4}};\nled_config_t g_led_config = "
		  "{{{1}},{{3,4}},{5}};",
		  "1,2,4@0,0" },
		{ "an end that is missing", "led_config_t g_led_config = {{{0}},{{1,2}},{4}", "1,2,4@0,0" },
		{ "an apostrophe that hides comments",
		  "#error don't\nled_config_t g_led_config = {{{0}}, // it's {\n{{1,2}},{4}};", "1,2,4@0,0" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		check(rows[i].what, rows[i].text, 1, 1, rows[i].want);
}

static void test_bounds(void)
{
	struct str text = STR_INIT;
	char *got;

	str_add(&text, "led_config_t g_led_config = {{{0}},{");
	for (int i = 0; i < LED_CONFIG_MAX_LEDS + 1; i++)
		str_add(&text, "{1,2},");
	str_add(&text, "},{");
	for (int i = 0; i < LED_CONFIG_MAX_LEDS + 1; i++)
		str_add(&text, "4,");
	str_add(&text, "}};");
	got = print(str_text(&text), text.len, 1, 1);
	ok(strstr(got, "has more than"), "too many LEDs");
	free(got);

	str_clear(&text);
	str_add(&text, "led_config_t g_led_config = {{");
	while (text.len < LED_CONFIG_MAX_BYTES - 10)
		str_add(&text, "{},");
	got = print(str_text(&text), text.len, 1, 1);
	ok(strstr(got, "has more than"), "too many rows");
	free(got);

	str_clear(&text);
	str_add(&text, "led_config_t g_led_config = ");
	while (text.len < LED_CONFIG_MAX_BYTES - 10)
		str_add(&text, "'/*\"\\\n #'");
	got = print(str_text(&text), text.len, 1, 1);
	ok(!strcmp(got, "none"), "quotes and comments that never close");
	free(got);

	str_pad(&text, ' ', 20);
	got = print(str_text(&text), text.len, 1, 1);
	ok(strstr(got, "larger than"), "a file that is too large");
	free(got);
	str_release(&text);
}

int main(void)
{
	test_found();
	test_values();
	test_none();
	test_bounds();
	return tap_done();
}
