/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/field.h"
#include "model/symbol.h"
#include "random_dynamic.h"
#include "random_keymap.h"
#include "tap.h"

static struct err err;

enum { BARE, SEND_STRING, VIAL_4, VIAL_6, FIRMWARES };
static const struct random_firmware firmwares[FIRMWARES] = {
	[BARE] = { DIALECT_VIA_10, 10, -1 },
	[SEND_STRING] = { DIALECT_VIA_12, 12, -1 },
	[VIAL_4] = { DIALECT_VIAL_5, 9, 4 },
	[VIAL_6] = { DIALECT_VIAL_6, 9, 6 },
};

static void hold(struct dynamic_keymap *held, int firmware, size_t macros, const char *bytes, size_t len)
{
	*held = (struct dynamic_keymap){ .dialect = firmwares[firmware].dialect,
					 .via = firmwares[firmware].via,
					 .vial = firmwares[firmware].vial,
					 .macros = macros,
					 .macro_bytes = len };
	if (!dynamic_keymap_allocate(held, &err))
		ok(false, "%s", err.text);
	memcpy(held->macro, bytes, len);
	held->held = 1u << DYNAMIC_MACROS;
}

/* As the editor's form has it. */
static char *spell(const struct definition *macro)
{
	struct keymap *map = keymap_new(1, 0, 0);
	struct str out = STR_INIT;

	field_get(map, macro, field_find(macro, "steps"), NULL, &out);
	keymap_unref(map);
	return str_take(&out);
}

#define BYTES(text) text, sizeof(text)

/* Both ways. */
static void test_codings(void)
{
	static const struct {
		int firmware;
		const char *bytes;
		size_t len;
		const char *steps;
	} rows[] = {
		{ BARE, BYTES("ab\1\4\2\xe1\5\3\xe1"),
		  "text \"ab\", tap KC_A, down KC_LSFT, text \"\\x05\", up KC_LSFT" },
		{ SEND_STRING,
		  BYTES("\1\1\4\2\3x\1\2\5\1\3\5\1\4"
			"250|9\1\4"
			"0|"),
		  "tap KC_A, text \"\\x02\\x03x\", down KC_B, up KC_B, delay 250, text \"9\", delay 0" },
		{ VIAL_4, BYTES("\1\1\4\1\4\1\1\1\4\xff\xff\1\4\2\3"),
		  "tap KC_A, delay 0, delay 65024, delay 511" },
		{ VIAL_6, BYTES("\1\5\x21\x52\1\6\xff\xff\1\7\x02\xff\1\5\x04\x02"),
		  "tap MO(1), down 0xFF00, up S(KC_NO), tap S(KC_A)" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dynamic_keymap held, blank;
		struct definition macro;
		const struct definition *list = &macro;
		char *text;

		hold(&held, rows[i].firmware, 1, rows[i].bytes, rows[i].len);
		ok(dynamic_macro_count(&held) == 1 && dynamic_macro_read(&held, 0, &macro, &err), "read: %s",
		   rows[i].steps);
		text = spell(&macro);
		is_text(text, rows[i].steps, "its steps");
		free(text);
		blank = (struct dynamic_keymap){ 0 };
		dynamic_keymap_copy(&blank, &held);
		memset(blank.macro, 0, blank.macro_bytes);
		ok(dynamic_macros_write(&blank, &list, 1, &err) &&
			   !memcmp(blank.macro, held.macro, held.macro_bytes),
		   "written: the same bytes");
		definition_release(&macro);
		dynamic_keymap_release(&held);
		dynamic_keymap_release(&blank);
	}
}

static void test_faults(void)
{
	static const struct {
		int firmware;
		const char *bytes;
		size_t len;
		const char *steps, *told;
	} rows[] = {
		{ BARE, BYTES("a\1"), "text \"a\"", "ends within" },
		{ SEND_STRING, BYTES("a\1"), "text \"a\"", "ends within" },
		{ SEND_STRING, BYTES("a\1\1"), "text \"a\"", "ends within" },
		{ SEND_STRING,
		  BYTES("a\1\4"
			"7"),
		  "text \"a\", delay 7", NULL },
		{ SEND_STRING, BYTES("a\1\4"), "text \"a\", delay 0", NULL },
		{ SEND_STRING,
		  BYTES("\1\4"
			"99999999999999999999|b"),
		  "text \"b\"", "weeks" },
		{ SEND_STRING, BYTES("\1\5\4\2b"), "text \"\\x04\\x02b\"", "not known" },
		{ VIAL_6, BYTES("\1\5\4"), "", "ends within" },
		{ VIAL_6, BYTES("\1\4\4"), "", "ends within" },
		{ VIAL_6, BYTES("\1\x08z"), "text \"z\"", "byte 1: this code is not known" },
		{ VIAL_6, BYTES("caf\xe9"), "text \"caf\xc3\xa9\"", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dynamic_keymap held;
		struct definition macro;
		bool read;
		char *text;

		hold(&held, rows[i].firmware, 1, rows[i].bytes, rows[i].len);
		read = dynamic_macro_read(&held, 0, &macro, &err);
		ok(read == !rows[i].told, "%s", read ? "read" : err.text);
		ok(read || (err.code == ERR_PARSE && strstr(err.text, rows[i].told)), "told where");
		text = spell(&macro);
		is_text(text, rows[i].steps, "what can be read");
		free(text);
		definition_release(&macro);
		dynamic_keymap_release(&held);
	}
}

static void test_counts(void)
{
	static const struct {
		size_t macros;
		const char *bytes;
		size_t len, count;
	} rows[] = {
		{ 4, "a\0b\0\0\0\0\0", 8, 4 }, { 4, "a\0b\0", 4, 2 }, { 4, "a\0b", 3, 2 }, { 4, "abc", 3, 1 },
		{ 0, "a\0b\0", 4, 0 },         { 4, "\0\0", 2, 2 },   { 4, "", 0, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dynamic_keymap held;
		struct definition macro;

		hold(&held, VIAL_6, rows[i].macros, rows[i].bytes, rows[i].len);
		ok(dynamic_macro_count(&held) == rows[i].count, "%zu macros", dynamic_macro_count(&held));
		ok(!dynamic_macro_read(&held, rows[i].count, &macro, &err) && err.code == ERR_RANGE &&
			   !macro.steps,
		   "%s", err.text);
		dynamic_keymap_release(&held);
	}
}

static struct definition macro_of(struct step *step, size_t steps)
{
	return (struct definition){ .kind = DEFINITION_MACRO, .step = step, .steps = steps };
}

static void test_refused(void)
{
	static const struct {
		int firmware;
		struct step step;
		const char *text, *told;
	} rows[] = {
		{ BARE, { .op = STEP_DELAY, .value = 1 }, NULL, "no delays" },
		{ SEND_STRING, { .op = STEP_DELAY, .value = 65536 }, NULL, "expected 0 to 65535" },
		{ SEND_STRING, { .op = STEP_DELAY, .value = -1 }, NULL, "expected 0 to 65535" },
		{ VIAL_6, { .op = STEP_DELAY, .value = 65025 }, NULL, "expected 0 to 65024" },
		{ VIAL_6, { .op = STEP_TEXT }, "caf\xc3\xa9", "ASCII" },
		{ VIAL_6, { .op = STEP_TEXT }, "\1", "ASCII" },
		{ BARE, { .op = STEP_TEXT }, "\3", "ASCII" },
		{ VIAL_6, { .op = STEP_BEEP }, NULL, "no more" },
		{ VIAL_6, { .op = STEP_TAP, .action = { .kind = ACTION_NONE } }, NULL, "cannot press" },
		{ VIAL_6,
		  { .op = STEP_TAP, .action = { .kind = ACTION_RAW_NUMBER, .arg = { 0xff01 } } },
		  NULL,
		  "cannot press" },
		{ VIAL_4,
		  { .op = STEP_TAP, .action = { .kind = ACTION_LAYER_MOMENTARY, .arg = { 1 } } },
		  NULL,
		  "cannot press MO(1)" },
		{ SEND_STRING,
		  { .op = STEP_TAP, .action = { .kind = ACTION_LAYER_TOGGLE } },
		  NULL,
		  "cannot press" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct step step = rows[i].step;
		struct definition macro = macro_of(&step, 1);
		const struct definition *list = &macro;
		struct dynamic_keymap held;

		if (rows[i].text)
			step.text = symbol(rows[i].text);
		hold(&held, rows[i].firmware, 2, "a\0\0\0\0\0\0\0", 8);
		ok(!dynamic_macros_write(&held, &list, 1, &err) && err.code == ERR_LOSSY &&
			   strstr(err.text, rows[i].told),
		   "%s", err.text);
		ok(!memcmp(held.macro, "a\0\0\0\0\0\0\0", 8), "nothing is changed");
		dynamic_keymap_release(&held);
	}
}

/* What has eight bits gets the modifiers of a key as keys. */
static void test_modifiers(void)
{
	struct step step = { .op = STEP_TAP, .action = { .kind = ACTION_KEY, .arg = { KEY(0, 0) } } };
	struct definition macro = macro_of(&step, 1), back;
	const struct definition *list = &macro;
	struct dynamic_keymap held;
	char *text;

	if (!action_parse("LCTL(S(KC_C))", &step.action, &err))
		ok(false, "%s", err.text);
	hold(&held, SEND_STRING, 1, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	ok(dynamic_macros_write(&held, &list, 1, &err), "written to the last byte but one");
	ok(dynamic_macro_read(&held, 0, &back, &err), "and read");
	text = spell(&back);
	is_text(text, "down KC_LCTL, down KC_LSFT, tap KC_C, up KC_LCTL, up KC_LSFT", "keys of their own");
	free(text);
	definition_release(&back);
	dynamic_keymap_release(&held);
	hold(&held, SEND_STRING, 1, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 15);
	ok(!dynamic_macros_write(&held, &list, 1, &err) && err.code == ERR_RANGE, "%s", err.text);
	dynamic_keymap_release(&held);
}

/* Random macros: what is written anew reads as what was read. Garbage is read without harm, and kept. */
static void test_random(void)
{
	uint32_t state = 1;
	size_t wrong = 0, kept = 0, rounds = 0;

	for (int firmware = 0; firmware < RANDOM_FIRMWARES; firmware++)
		for (int i = 0; i < 300; i++, rounds++) {
			struct dynamic_keymap held = { 0 }, blank = { 0 };
			struct definition macro, back;
			const struct definition *list = &macro;
			struct str bytes = STR_INIT;
			const struct random_firmware *f = &random_firmware[firmware];

			held = (struct dynamic_keymap){ .dialect = f->dialect,
							.via = f->via,
							.vial = f->vial,
							.macros = 1,
							.macro_bytes = 600 };
			if (!dynamic_keymap_allocate(&held, &err))
				break;
			dynamic_keymap_copy(&blank, &held);
			random_macro(&state, &held, random_below(&state, 20), &bytes);
			memcpy(held.macro, str_text(&bytes), bytes.len);
			wrong += !dynamic_macro_read(&held, 0, &macro, &err);
			wrong += !dynamic_macros_write(&blank, &list, 1, &err);
			wrong += !dynamic_macro_read(&blank, 0, &back, &err) ||
				 !definition_equal(&macro, &back);
			definition_release(&back);
			definition_release(&macro);
			for (size_t b = 0; b < held.macro_bytes; b++)
				held.macro[b] = (uint8_t)random_below(&state, b % 2 ? 8 : 256);
			dynamic_keymap_copy(&blank, &held);
			(void)!dynamic_macro_read(&held, 0, &macro, &err);
			kept += dynamic_macros_write(&held, &list, 1, &err) &&
				!memcmp(held.macro, blank.macro, held.macro_bytes - 1);
			definition_release(&macro);
			str_release(&bytes);
			dynamic_keymap_release(&held);
			dynamic_keymap_release(&blank);
		}
	ok(!wrong, "%zu random macros are the same when they are written anew (%zu are not)", rounds, wrong);
	ok(kept == rounds, "%zu of %zu that are garbage are kept as they are", kept, rounds);
}

int main(void)
{
	test_codings();
	test_faults();
	test_counts();
	test_refused();
	test_modifiers();
	test_random();
	return tap_done();
}
