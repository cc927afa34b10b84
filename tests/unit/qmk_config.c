/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/json_edit.h"
#include "import/qmk_config.h"
#include "qmk_texts.h"
#include "tap.h"

static struct diagnostics found;
static struct err err;

static struct qmk_config *read_rows(const char *id, const struct qmk_text_row *rows)
{
	struct qmk_files files = qmk_texts(rows);

	diagnostics_release(&found);
	return qmk_config_read(id, &files, qmk_facts_builtin(), &found, &err);
}

static bool is_line(const struct qmk_config *config, const char *path, const char *want)
{
	const struct json *node = config ? json_find(config->info, path) : NULL;
	struct str got = STR_INIT;
	bool same;

	if (node)
		json_add_line(&got, node);
	same = !strcmp(str_text(&got), want);
	if (!same)
		printf("# %s: got %s\n", path, str_text(&got));
	str_release(&got);
	return same;
}

static const struct diagnostic *find_code(const char *code)
{
	for (size_t i = 0; i < found.count; i++)
		if (!strcmp(found.item[i].kind->code, code))
			return &found.item[i];
	return NULL;
}

static void test_parent_wins(void)
{
	static const struct qmk_text_row rows[] = {
		{ "keyboards/a/info.json",
		  "{\n \"manufacturer\": \"above\",\n \"usb\": {\"pid\": \"0x0002\"}}", 0 },
		{ "keyboards/a/b/keyboard.json",
		  "{\"usb\": {\"vid\": \"0xFEED\",\n\"pid\": \"0x0001\"}, \"manufacturer\": \"below\"}", 0 },
		{ 0 },
	};
	struct qmk_config *config = read_rows("a/b", rows);
	const struct diagnostic *note = find_code("config-parent-wins");
	const char *path;
	int line, column;

	ok(config && !config->refused, "two files are merged");
	ok(is_line(config, "usb", "{\"vid\": \"0xFEED\", \"pid\": \"0x0002\"}"),
	   "the folder above wins, and the order is the first file's");
	ok(is_line(config, "manufacturer", "\"above\""), "at the top too");
	ok(is_line(config, "maintainer", "\"qmk\"") && is_line(config, "keyboard_folder", "\"a/b\""),
	   "what nobody says is QMK's");
	ok(note && note->place.line == 2 && strstr(note->text, "keyboards/a/info.json, line 2"),
	   "that is told, with both places");
	ok(qmk_config_place(config, json_find(config->info, "usb.pid"), &path, &line, &column) &&
		   !strcmp(path, "keyboards/a/info.json") && line == 3 && column == 17,
	   "a member's place is the file that said it");
	ok(!qmk_config_place(config, json_find(config->info, "maintainer"), &path, &line, &column),
	   "what was derived has none");
	qmk_config_free(config);
}

static void test_nothing(void)
{
	static const struct qmk_text_row none[] = { { 0 } }, broken[] = {
		{ "keyboards/a/keyboard.json", "{\"a\": 1\n\"a\": 2}", 0 }, { 0 }
	};

	ok(!read_rows("a", none) && err.code == ERR_NOT_FOUND && strstr(err.text, "keyboards/a"),
	   "no file: %s", err.text);
	ok(!read_rows("a", broken) && err.code == ERR_PARSE && strstr(err.text, "keyboards/a/keyboard.json"),
	   "no JSON: %s", err.text);
	ok(find_code("config-syntax") && find_code("config-syntax")->place.line == 2, "with its line");
}

/* One name of rules.mk or config.h, and what it makes of which member. */
static void test_names(void)
{
	static const struct {
		const char *file, *text, *path, *want;
	} rows[] = {
		{ "config.h", "#define DEBOUNCE 5", "debounce", "5" },
		{ "config.h", "#define DEBOUNCE -1_000 // x", "debounce", "-1000" },
		{ "config.h", "#define DEBOUNCE 0x5", "debounce", "" },
		{ "config.h", "#define DEBOUNCE 1__0", "debounce", "" },
		{ "config.h", "#define DEBOUNCE", "debounce", "1" },
		{ "config.h", "#define DEBOUNCE 5\n#undef DEBOUNCE", "debounce", "0" },
		{ "config.h", "#define VENDOR_ID 0xfeed", "usb.vid", "\"0xFEED\"" },
		{ "config.h", "#define VENDOR_ID", "usb.vid", "" },
		{ "config.h", "#define DEVICE_VER 0x0123", "usb.device_version", "\"1.2.3\"" },
		{ "config.h", "#define DEVICE_VER 0x012", "usb.device_version", "" },
		{ "config.h", "#define DEVICE_VER 0x01x3", "usb.device_version", "" },
		{ "config.h", "#define MANUFACTURER \"A \\\"b\\\" \\\\c\"", "manufacturer",
		  "\"A \\\"b\\\" \\\\c\"" },
		{ "config.h", "#define PERMISSIVE_HOLD", "tapping.permissive_hold", "true" },
		{ "config.h", "#define PERMISSIVE_HOLD on", "tapping.permissive_hold", "true" },
		{ "config.h", "#define PERMISSIVE_HOLD On", "tapping.permissive_hold", "false" },
		{ "config.h", "#define AUDIO_PIN_ALT B6", "audio.pins", "[null, \"B6\"]" },
		{ "config.h", "#define BOOTMAGIC_COLUMN 1\n#define BOOTMAGIC_ROW 0", "bootmagic.matrix",
		  "[0, 1]" },
		{ "config.h", "#define BACKLIGHT_PINS { B0 , B1 }", "backlight.pins", "[\"B0\", \"B1\"]" },
		{ "config.h", "#define BACKLIGHT_PINS {}", "backlight.pins", "[\"\"]" },
		{ "config.h", "#define RGB_MATRIX_CENTER { 112, 32 }", "rgb_matrix.center_point",
		  "[112, 32]" },
		{ "config.h", "#define RGB_MATRIX_CENTER { 112, x }", "rgb_matrix.center_point", "" },
		{ "config.h", "#define RGB_MATRIX_CENTER", "rgb_matrix.center_point", "" },
		{ "config.h", "#define MATRIX_ROWS 2**2\n#define MATRIX_COLS 6/2", "matrix_size",
		  "{\"cols\": 3.0, \"rows\": 4}" },
		{ "config.h", "#define MATRIX_ROW_PINS { B0, NO_PIN, 7, }\n#define MATRIX_COL_PINS {C1}",
		  "matrix_pins", "{\"cols\": [\"C1\"], \"rows\": [\"B0\", null, 7, null]}" },
		{ "config.h", "#define MATRIX_ROW_PINS { B0 }", "matrix_pins", "" },
		{ "config.h", "#define DIRECT_PINS { { A0, NO_PIN }, { 3 , A2 } }", "matrix_pins",
		  "{\"direct\": [[\"A0\", null], [\"3\", \"A2\"]]}" },
		{ "config.h", "#define MATRIX_ROW_PINS_RIGHT { B0 }\n#define DIRECT_PINS_RIGHT {{C0}}",
		  "split.matrix_pins.right", "{\"rows\": [\"B0\"], \"direct\": [[\"C0\"]]}" },
		{ "config.h", "#define SECURE_UNLOCK_SEQUENCE { { 0, 1 }, { 2, 3 } }",
		  "secure.unlock_sequence", "[[0, 1], [2, 3]]" },
		{ "config.h", "#define USE_I2C", "split.transport.protocol", "\"i2c\"" },
		{ "config.h", "#define USE_I2C 1", "split.transport.protocol", "" },
		{ "config.h",
		  "#define ENCODER_A_PINS { B0, B1 }\n#define ENCODER_B_PINS { C0, C1 }\n"
		  "#define ENCODER_RESOLUTIONS { 2 }\n#define ENCODER_RESOLUTION 4",
		  "encoder.rotary",
		  "[{\"pin_a\": \"B0\", \"pin_b\": \"C0\", \"resolution\": 2}, "
		  "{\"pin_a\": \"B1\", \"pin_b\": \"C1\", \"resolution\": 4}]" },
		{ "config.h", "#define ENCODER_A_PINS_RIGHT { B0 }\n#define ENCODER_B_PINS_RIGHT { C0 }",
		  "split.encoder.right.rotary", "[{\"pin_a\": \"B0\", \"pin_b\": \"C0\"}]" },
		{ "rules.mk", "AUDIO_ENABLE = Yes\nLTO_ENABLE = yes\nX_Y_ENABLE = 0", "features",
		  "{\"audio\": true, \"x_y\": false}" },
		{ "rules.mk", "LAYOUTS = a\tb  c", "community_layouts", "[\"a\", \"b\", \"c\"]" },
		{ "rules.mk", "CUSTOM_MATRIX = yes", "matrix_pins.custom", "true" },
		{ "rules.mk", "CUSTOM_MATRIX = no", "matrix_pins", "" },
		{ "rules.mk", "ENCODER_ENABLE = yes", "encoder", "{\"enabled\": true}" },
		{ "rules.mk", "MCU = STM32F303", "platform", "\"STM32\"" },
		{ "rules.mk", "MCU = cortex-m0\nMCU_SERIES = NUC123", "platform", "\"NUC123\"" },
		{ "rules.mk", "MCU = atmega32a\nARCH = AVR8", "protocol", "\"V-USB\"" },
		{ "rules.mk", "SPLIT_KEYBOARD = yes", "split",
		  "{\"enabled\": true, \"transport\": {\"protocol\": \"serial\"}}" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str path = STR_INIT;
		struct qmk_text_row files[] = { { "keyboards/k/info.json", "{}", 0 },
						{ NULL, rows[i].text, 0 },
						{ 0 } };
		struct qmk_config *config;

		str_addf(&path, "keyboards/k/%s", rows[i].file);
		files[1].path = str_text(&path);
		config = read_rows("k", files);
		ok(is_line(config, rows[i].path, rows[i].want), "%s %zu: %s", rows[i].file, i, rows[i].path);
		qmk_config_free(config);
		str_release(&path);
	}
}

/* A member, and what follows from it. */
static void test_derived(void)
{
	static const struct {
		const char *json, *path, *want;
	} rows[] = {
		{ "{}", "processor", "\"atmega32u4\"" },
		{ "{\"development_board\": \"elite_c\"}", "bootloader", "\"atmel-dfu\"" },
		{ "{\"matrix_pins\": {\"direct\": [[\"A0\", \"A1\"]]}, \"split\": {\"enabled\": true}}",
		  "matrix_size", "{\"cols\": 2, \"rows\": 2}" },
		{ "{\"split\": {\"matrix_grid\": [\"B0\", \"B1\"]}}", "split",
		  "{\"handedness\": {\"matrix_grid\": [\"B0\", \"B1\"]}}" },
		{ "{\"split\": {\"matrix_grid\": [\"B0\", \"B1\"]}}", "matrix_pins", "{\"masked\": true}" },
		{ "{\"split\": {\"soft_serial_pin\": \"D0\", \"soft_serial_speed\": 1}}", "split",
		  "{\"serial\": {\"pin\": \"D0\", \"speed\": 1}}" },
		{ "{\"split\": {\"transport\": {\"sync_modifiers\": true}}}", "split.transport",
		  "{\"sync\": {\"modifiers\": true}}" },
		{ "{\"dip_switch\": {\"matrix_grid\": [[0, 1]]}}", "matrix_pins.masked", "true" },
		{ "{\"joystick\": {\"axes\": {\"z\": \"virtual\", \"x\": \"virtual\"}}}",
		  "joystick.axis_count", "3" },
		{ "{\"joystick\": {\"axes\": {}}}", "joystick.axis_count", "0" },
		{ "{\"led_matrix\": {\"layout\": [{\"x\": 0, \"y\": 0, \"flags\": 1}, "
		  "{\"x\": 1, \"y\": 0, \"flags\": 2}]}}",
		  "led_matrix.flag_steps", "[255, 5, 2, 0]" },
		{ "{\"led_matrix\": {\"layout\": [{\"x\": 0, \"y\": 0, \"flags\": 1}, "
		  "{\"x\": 1, \"y\": 0, \"flags\": 4}]}}",
		  "led_matrix.flag_steps", "[255, 0]" },
		{ "{\"led_matrix\": {\"layout\": [{\"x\": 0, \"y\": 0}]}}", "led_matrix.led_count", "1" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct qmk_text_row files[] = { { "keyboards/k/info.json", rows[i].json, 0 }, { 0 } };
		struct qmk_config *config = read_rows("k", files);

		ok(is_line(config, rows[i].path, rows[i].want), "%s of %s", rows[i].path, rows[i].json);
		qmk_config_free(config);
	}
}

static void test_points(void)
{
	static const struct qmk_text_row rows[] = {
		{ "keyboards/k/info.json", "{\"usb.vid\": 5, \"usb\": {\"vid\": \"0xFEED\"}}", 0 }, { 0 }
	};
	struct qmk_config *config = read_rows("k", rows);

	ok(config && !strcmp(json_text(json_member(config->info, "usb.vid")), "0xFEED"),
	   "QMK takes a name with points for a path");
	qmk_config_free(config);
}

/* rules.mk and config.h of several folders, in QMK's order. */
static void test_levels(void)
{
	static const struct qmk_text_row rows[] = {
		{ "keyboards/a/b/keyboard.json", "{}", 0 },
		{ "keyboards/a/rules.mk", "A_ENABLE = yes\nB_ENABLE ?= yes\nC_ENABLE = yes", 0 },
		{ "keyboards/a/b/rules.mk", "B_ENABLE ?= no\nC_ENABLE = no", 0 },
		{ "keyboards/a/config.h", "#define DEBOUNCE 1\n#define TAPPING_TERM 100", 0 },
		{ "keyboards/a/b/config.h", "\n#define DEBOUNCE 2\n#undef TAPPING_TERM", 0 },
		{ 0 },
	};
	struct qmk_config *config = read_rows("a/b", rows);
	const char *path;
	int line, column;

	ok(is_line(config, "features", "{\"b\": false, \"c\": false, \"a\": true}"),
	   "the own rules.mk comes first, and again in its turn");
	ok(is_line(config, "debounce", "2") && is_line(config, "tapping", "{\"term\": 100}"),
	   "each config.h stands alone, the own one wins");
	ok(qmk_config_place(config, json_find(config->info, "debounce"), &path, &line, &column) &&
		   line == 2 && !strcmp(path, "keyboards/a/b/config.h"),
	   "what config.h says has its place");
	qmk_config_free(config);
}

static const char merged[] =
	"{\"keyboard_name\": \"K\", \"keyboard_folder\": \"k\", \"keymaps\": {}, \"layouts\": {\"LAYOUT\": "
	"{\"layout\": "
	"[{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}], \"c_macro\": false, \"json_layout\": true}}, "
	"\"parse_errors\": [], "
	"\"parse_warnings\": [], \"maintainer\": \"qmk\", \"usb\": {\"vid\": \"0xFEED\"}, \"bootmagic\": "
	"{\"matrix\": "
	"[0, 0]}, \"processor\": \"RP2040\", \"processor_type\": \"arm\", \"protocol\": \"ChibiOS\", "
	"\"platform_key\": "
	"\"chibios\", \"features\": {\"audio\": true}, \"matrix_size\": {\"rows\": 1, \"cols\": 1}}";

/* All of it, in order. */
static void test_order(void)
{
	static const struct qmk_text_row rows[] = {
		{ "keyboards/k/keyboard.json",
		  "{\"layouts\": {\"LAYOUT\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}]}}, "
		  "\"usb\": "
		  "{\"vid\": \"0xFEED\"}, \"keyboard_name\": \"K\", \"bootmagic\": {\"matrix\": [0, 0]}, "
		  "\"processor\": \"RP2040\", \"features\": {\"audio\": true}, \"matrix_size\": {\"rows\": "
		  "1, "
		  "\"cols\": 1}}",
		  0 },
		{ 0 },
	};
	struct qmk_config *config = read_rows("k", rows);
	struct str got = STR_INIT;

	if (config)
		json_add_line(&got, config->info);
	ok(!found.count, "nothing is wrong with it");
	ok(strstr(str_text(&got), "\"maintainer\": \"qmk\", \"usb\": {\"vid\": \"0xFEED\"}, \"bootmagic\"") &&
		   strstr(str_text(&got), "\"cols\": 1}, \"processor_type\": \"arm\", \"protocol\""),
	   "members stand in QMK's order: %s", str_text(&got));
	str_release(&got);
	qmk_config_free(config);
}

static void test_keymap(void)
{
	static const struct qmk_text_row rows[] = {
		{ "keyboards/k/keyboard.json", "{\"manufacturer\": \"M\", \"features\": {\"audio\": true}}",
		  0 },
		{ "keyboards/k/keymaps/m/keymap.json",
		  "{\"config\": {\"manufacturer\": \"N\", \"features\": {\"audio\": false, \"leader\": "
		  "true}}}",
		  0 },
		{ "keyboards/k/keymaps/m/rules.mk", "COMBO_ENABLE = yes", 0 },
		{ "keyboards/k/keymaps/m/config.h", "#define TAPPING_TERM 150", 0 },
		{ "keyboards/k/keymaps/n/keymap.json", "{\"layers\": 5}", 0 },
		{ 0 },
	};
	struct qmk_files files = qmk_texts(rows);
	struct qmk_config *config;

	diagnostics_release(&found);
	config = qmk_config_read_keymap("k", "keyboards/k/keymaps/m", &files, qmk_facts_builtin(), &found,
					&err);
	ok(is_line(config, "manufacturer", "\"N\"") && is_line(config, "tapping.term", "150") &&
		   is_line(config, "features", "{\"audio\": false, \"leader\": true, \"combo\": true}"),
	   "a keymap's config, rules.mk and config.h win");
	ok(!find_code("config-parent-wins"), "as they are meant to");
	qmk_config_free(config);
	diagnostics_release(&found);
	config = qmk_config_read_keymap("k", "keyboards/k/keymaps/n", &files, qmk_facts_builtin(), &found,
					&err);
	ok(config && config->refused && find_code("config-keymap") &&
		   find_code("config-keymap")->place.line == 1,
	   "a keymap.json that the schema refuses ends it");
	ok(is_line(config, "manufacturer", "\"M\""), "with the keyboard's own data left");
	qmk_config_free(config);
	config = qmk_config_read_keymap("k", "keyboards/k/keymaps/none", &files, qmk_facts_builtin(), &found,
					&err);
	ok(is_line(config, "manufacturer", "\"M\""), "a keymap.c alone says nothing");
	qmk_config_free(config);
}

static void test_parse(void)
{
	static const struct {
		const char *text, *error;
	} wrong[] = {
		{ "{", "info.json: line 1" },
		{ "{}", "info.json: expected what \"qmk info -f json\" prints" },
		{ "{\"keyboards\": {\"x\": {}}}", "info.json: it does not tell of the keyboard k" },
		{ "[]", "info.json: expected what" },
	};
	struct str answer = STR_INIT;
	struct qmk_config *config;
	struct keyboard *kb;

	diagnostics_release(&found);
	config = qmk_config_parse("k", "info.json", merged, strlen(merged), &found, &err);
	kb = config ? qmk_config_keyboard(config, "k", &found, &err) : NULL;
	ok(kb && kb->usb_vid == 0xfeed && kb->layouts == 1 && !strcmp(kb->processor, "RP2040") &&
		   !found.count,
	   "what qmk info prints is read");
	keyboard_free(kb);
	qmk_config_free(config);
	str_addf(&answer, "{\"keyboards\": {\"k\": %s}}", merged);
	config = qmk_config_parse("k", "info.json", str_text(&answer), answer.len, &found, &err);
	ok(is_line(config, "usb.vid", "\"0xFEED\""), "and an answer of QMK's API");
	qmk_config_free(config);
	str_release(&answer);
	for (size_t i = 0; i < COUNT(wrong); i++)
		ok(!qmk_config_parse("k", "info.json", wrong[i].text, strlen(wrong[i].text), &found, &err) &&
			   strstr(err.text, wrong[i].error),
		   "not read: %s", err.text);
}

/* Reading fails at each file in turn. */
struct faulty {
	struct qmk_files files;
	int reads, fail_at;
	char last[80];
};

static enum qmk_file_result read_faulty(void *data, const char *path, const char **text, size_t *len,
					struct err *error)
{
	struct faulty *faulty = data;

	if (faulty->reads++ == faulty->fail_at) {
		snprintf(faulty->last, sizeof(faulty->last), "%s", path);
		err_set(error, ERR_IO, "it is on fire");
		return QMK_FILE_FAILED;
	}
	return faulty->files.read(faulty->files.data, path, text, len, error);
}

static bool exists_faulty(void *data, const char *path)
{
	struct faulty *faulty = data;

	return faulty->files.exists(faulty->files.data, path);
}

static void test_faults(void)
{
	static const struct qmk_text_row rows[] = {
		{ "keyboards/a/b/keyboard.json",
		  "{\"matrix_size\": {\"rows\": 1, \"cols\": 1}, \"rgb_matrix\": {}, \"layouts\": "
		  "{\"LAYOUT\": "
		  "{\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}]}}}",
		  0 },
		{ "keyboards/a/info.json", "{\"manufacturer\": \"M\"}", 0 },
		{ 0 },
	};
	int at = 0, told = 0;

	for (;; at++) {
		struct faulty faulty = { .files = qmk_texts(rows), .fail_at = at };
		struct qmk_files files = { .data = &faulty, .read = read_faulty, .exists = exists_faulty };
		struct qmk_config *config;

		diagnostics_release(&found);
		config = qmk_config_read("a/b", &files, qmk_facts_builtin(), &found, &err);
		if (faulty.reads <= at) {
			qmk_config_free(config);
			break;
		}
		told += config && config->refused && find_code("config-file") &&
			strstr(find_code("config-file")->text, "on fire");
		qmk_config_free(config);
	}
	ok(at > 10 && told == at, "each of %d reads may fail: it is told, and the rest is read", at);
}

static void test_limits(void)
{
	static const char *const bad[] = { "", "/a", "a//b", "a/../b", "..", ".", "a/" };
	static const struct qmk_text_row none[] = { { 0 } };
	struct qmk_text_row rows[] = { { "keyboards/a/keyboard.json", NULL, 0 }, { 0 } };
	struct str text = STR_INIT;

	for (size_t i = 0; i < COUNT(bad); i++)
		ok(!read_rows(bad[i], none) && err.code == ERR_USAGE, "no keyboard: %s", err.text);
	str_pad(&text, 'a', 300);
	ok(!read_rows(str_text(&text), none) && err.code == ERR_RANGE, "%s", err.text);
	str_clear(&text);
	str_add_char(&text, '{');
	for (int i = 0; i < 600; i++)
		str_addf(&text, "\"m%d\": %d,", i, i);
	str_add_char(&text, '}');
	rows[0].text = str_text(&text);
	ok(!read_rows("a", rows) && err.code == ERR_RANGE && strstr(err.text, "600 members"), "%s", err.text);
	str_clear(&text);
	for (int i = 0; i < 600; i++)
		str_addf(&text, "F%d_ENABLE = yes\n", i);
	rows[0].path = "keyboards/a/rules.mk";
	rows[0].text = str_text(&text);
	qmk_config_free(read_rows("a", rows));
	ok(find_code("config-type") && strstr(find_code("config-type")->text, "features"),
	   "too many features");
	str_release(&text);
}

int main(void)
{
	test_parent_wins();
	test_nothing();
	test_names();
	test_derived();
	test_points();
	test_levels();
	test_order();
	test_keymap();
	test_parse();
	test_faults();
	test_limits();
	diagnostics_release(&found);
	return tap_done();
}
