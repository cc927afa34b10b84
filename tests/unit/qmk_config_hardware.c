/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "import/qmk_config.h"
#include "model/hardware.h"
#include "tap.h"

/* @members: of keyboard.json, but the layouts. */
static struct hardware *read_text(const char *members, struct diagnostics *told)
{
	struct diagnostics ignored = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	struct qmk_config *config;
	struct hardware *h;

	str_addf(&text, "{\"layouts\": {}, %s", members + 1);
	config = qmk_config_parse("k", "k.json", str_text(&text), text.len, &ignored, &err);
	h = config ? qmk_config_hardware(config, told) : NULL;
	if (!h)
		printf("Bail out! %s\n", err.text);
	str_release(&text);
	qmk_config_free(config);
	diagnostics_release(&ignored);
	return h;
}

static const char everything[] =
	"{\"diode_direction\": \"ROW2COL\", \"debounce\": 8, \"board\": \"BLACKPILL\","
	" \"matrix_pins\": {\"rows\": [\"D4\", \"C6\"], \"cols\": [\"F4\", null, 12]},"
	" \"split\": {\"enabled\": true, \"matrix_pins\": {\"right\": {\"cols\": [\"B1\", \"B2\", \"B3\"]}},"
	"  \"transport\": {\"protocol\": \"serial\"}, \"serial\": {\"pin\": \"D2\", \"driver\": \"vendor\"},"
	"  \"handedness\": {\"pin\": \"B6\"},"
	"  \"encoder\": {\"right\": {\"rotary\": [{\"pin_a\": \"E1\", \"pin_b\": \"E2\"}]}}},"
	" \"encoder\": {\"rotary\": [{\"pin_a\": \"F5\", \"pin_b\": \"F6\", \"resolution\": 2},"
	"  {\"pin_a\": \"F7\", \"pin_b\": \"E6\"}]},"
	" \"ws2812\": {\"pin\": \"D3\", \"driver\": \"pwm\"}, \"rgblight\": {\"led_count\": 12},"
	" \"backlight\": {\"pin\": \"B5\", \"driver\": \"timer\", \"levels\": 5},"
	" \"indicators\": {\"caps_lock\": \"GP1\", \"num_lock\": \"GP2\", \"scroll_lock\": \"GP3\", "
	"\"on_state\": 0},"
	" \"usb\": {\"device_version\": \"1.2.3\"}}";

static void test_everything(void)
{
	struct diagnostics told = { 0 };
	struct hardware *h = read_text(everything, &told), *again = read_text(everything, &told);

	ok(!told.count, "nothing is wrong with it");
	ok(h->diodes == DIODES_ROW2COL && h->debounce_ms == 8 && hardware_has_matrix(h),
	   "diodes and debounce");
	ok(h->matrix.rows == 2 && !strcmp(h->matrix.row[1], "C6") && h->matrix.cols == 3 &&
		   !strcmp(h->matrix.col[1], "NO_PIN") && !strcmp(h->matrix.col[2], "12"),
	   "the matrix: null is no pin, and a number is one");
	ok(h->right.rows == 2 && !strcmp(h->right.row[0], "D4") && h->right.cols == 3 &&
		   !strcmp(h->right.col[2], "B3"),
	   "a right half that says its columns alone has the left's rows");
	ok(!strcmp(h->board, "BLACKPILL") && !strcmp(h->split.transport, "serial") &&
		   !strcmp(h->split.serial_pin, "D2") && !strcmp(h->split.serial_driver, "vendor") &&
		   !strcmp(h->split.handedness_pin, "B6"),
	   "the board, and how halves speak");
	ok(h->encoders == 3 && h->right_encoders == 1 && !strcmp(h->encoder[0].a, "F5") &&
		   h->encoder[0].resolution == 2 && !strcmp(h->encoder[1].b, "E6") &&
		   !h->encoder[1].resolution && !strcmp(h->encoder[2].a, "E1"),
	   "encoders, the left half's first");
	ok(!strcmp(h->underglow.pin, "D3") && !strcmp(h->underglow.driver, "pwm") &&
		   h->underglow.leds == 12 && !strcmp(h->backlight_pin, "B5") &&
		   !strcmp(h->backlight_driver, "timer") && h->backlight_levels == 5,
	   "light");
	ok(!strcmp(h->caps_lock_pin, "GP1") && !strcmp(h->num_lock_pin, "GP2") &&
		   !strcmp(h->scroll_lock_pin, "GP3") && !h->indicators_on &&
		   !strcmp(h->usb_version, "1.2.3"),
	   "indicators and USB's version");
	ok(hardware_equal(h, again), "what is read twice is equal");
	mem_set_text(&again->encoder[2].b, "E3");
	ok(!hardware_equal(h, again), "another pin is not");
	hardware_free(h);
	hardware_free(again);
	diagnostics_release(&told);
}

static void test_nothing(void)
{
	struct diagnostics told = { 0 };
	struct hardware *h = read_text("{}", &told), *none = hardware_new();

	ok(!told.count && hardware_equal(h, none) && !hardware_has_matrix(h), "nothing said, nothing known");
	ok(h->debounce_ms == -1 && h->indicators_on == -1 && h->diodes == DIODES_UNKNOWN,
	   "a level and a time that are not said are not 0");
	hardware_free(h);
	hardware_free(none);
}

static void test_direct(void)
{
	struct diagnostics told = { 0 };
	struct hardware *h =
		read_text("{\"matrix_pins\": {\"direct\": [[\"A0\"], [null, \"NO_PIN\", \"A1\"]]},"
			  " \"split\": {\"enabled\": true}}",
			  &told);

	ok(!told.count && h->matrix.direct_rows == 2 && h->matrix.direct_cols == 3 && hardware_has_matrix(h),
	   "direct pins are as wide as their longest row");
	ok(!strcmp(h->matrix.direct[0], "A0") && !h->matrix.direct[1][0] && !h->matrix.direct[3][0] &&
		   !h->matrix.direct[4][0] && !strcmp(h->matrix.direct[5], "A1"),
	   "and no pin is none");
	ok(!h->right.direct_rows, "a right half that says nothing is the same");
	hardware_free(h);
}

static void test_halves(void)
{
	static const char borrowed[] = "{\"split\": {\"enabled\": true}, \"encoder\": {\"rotary\": "
				       "[{\"pin_a\": \"B1\", \"pin_b\": \"B2\"}]}}";
	static const char none[] =
		"{\"split\": {\"enabled\": true, \"encoder\": {\"right\": {\"rotary\": []}}},"
		" \"encoder\": {\"rotary\": [{\"pin_a\": \"B1\", \"pin_b\": \"B2\"}]}}";
	static const char whole[] =
		"{\"split\": {\"matrix_pins\": {\"right\": {\"rows\": [\"B1\"], \"cols\": [\"B2\"]}}},"
		" \"encoder\": {\"rotary\": [{\"pin_a\": \"B1\", \"pin_b\": \"B2\"}]}}";
	struct diagnostics told = { 0 };
	struct hardware *h = read_text(borrowed, &told);

	ok(h->encoders == 2 && h->right_encoders == 1 && !strcmp(h->encoder[1].b, "B2"),
	   "the right half has the left's encoders");
	hardware_free(h);
	h = read_text(none, &told);
	ok(h->encoders == 1 && !h->right_encoders, "unless it says that it has none");
	hardware_free(h);
	h = read_text(whole, &told);
	ok(h->encoders == 1 && !h->right_encoders && !h->right.rows,
	   "a keyboard of one piece has no right half");
	hardware_free(h);
	ok(!told.count, "of which nothing is complained");
}

static void test_code(void)
{
	static const char *const rows[] = { "custom", "custom_lite" };
	struct diagnostics told = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct hardware *h;

		str_addf(&text,
			 "{\"diode_direction\": \"COL2ROW\", \"matrix_pins\": {\"%s\": true, \"rows\": "
			 "[\"B0\"],"
			 " \"cols\": [\"B1\"]}}",
			 rows[i]);
		h = read_text(str_text(&text), &told);
		ok(h->custom_matrix && h->matrix.rows == 1 && !hardware_has_matrix(h),
		   "%s: what code scans is not known by its pins", rows[i]);
		hardware_free(h);
		str_release(&text);
	}
}

/* What is no pin, no number and no word is left out, and told; nothing of it can get into a source. */
static void test_wrong(void)
{
	static const struct {
		const char *text;
		size_t told;
	} rows[] = {
		{ "{\"matrix_pins\": {\"rows\": [\"B0\", \"B1;\"]}}", 1 },
		{ "{\"matrix_pins\": {\"rows\": [\"B0\", {}]}}", 1 },
		{ "{\"matrix_pins\": {\"rows\": \"B0\"}}", 1 },
		{ "{\"matrix_pins\": {\"cols\": [-1]}}", 1 },
		{ "{\"matrix_pins\": {\"direct\": [[\"B0\"], [\"B 1\"]]}}", 1 },
		{ "{\"matrix_pins\": {\"direct\": [[\"B0\"], \"B1\"]}}", 1 },
		{ "{\"matrix_pins\": {\"direct\": {}}}", 1 },
		{ "{\"matrix_pins\": {\"direct\": []}}", 0 },
		{ "{\"matrix_pins\": 7}", 0 },
		{ "{\"diode_direction\": \"SIDEWAYS\"}", 1 },
		{ "{\"ws2812\": {\"pin\": \"B0\\n#include\", \"driver\": 4}}", 2 },
		{ "{\"split\": {\"serial\": {\"driver\": \"a b\"}}}", 1 },
		{ "{\"usb\": {\"device_version\": \"1.2.3\\\"\"}}", 1 },
		{ "{\"usb\": {\"device_version\": \"123.2.3\"}}", 1 },
		{ "{\"usb\": {\"device_version\": \"1.22.3\"}}", 1 },
		{ "{\"debounce\": -1}", 1 },
		{ "{\"debounce\": \"5\"}", 1 },
		{ "{\"backlight\": {\"levels\": 32, \"pin\": \"\"}}", 2 },
		{ "{\"rgblight\": {\"led_count\": 1e9}}", 1 },
		{ "{\"indicators\": {\"on_state\": 2, \"caps_lock\": []}}", 2 },
		{ "{\"board\": \"A\\\\B\"}", 1 },
	};
	struct hardware *none = hardware_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics told = { 0 };
		struct hardware *h = read_text(rows[i].text, &told);

		ok(hardware_equal(h, none) && told.count == rows[i].told, "%s", rows[i].text);
		hardware_free(h);
		diagnostics_release(&told);
	}
	hardware_free(none);
}

static void test_broken_encoder(void)
{
	struct diagnostics told = { 0 };
	struct hardware *h =
		read_text("{\"encoder\": {\"rotary\": [{\"pin_a\": \"B 1\", \"resolution\": 0}, \"B2\","
			  " {\"pin_a\": \"B1\", \"pin_b\": \"B2\"}]}}",
			  &told);

	ok(h->encoders == 3 && !h->encoder[0].a[0] && !h->encoder[1].b[0] && !strcmp(h->encoder[2].a, "B1"),
	   "an encoder without pins keeps its place");
	ok(told.count == 5, "and each pin is told: %zu", told.count);
	hardware_free(h);
	diagnostics_release(&told);
}

int main(void)
{
	test_everything();
	test_nothing();
	test_direct();
	test_halves();
	test_code();
	test_wrong();
	test_broken_encoder();
	return tap_done();
}
