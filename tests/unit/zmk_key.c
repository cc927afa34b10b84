/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "model/action.h"
#include "model/keycode.h"
#include "model/zmk_key.h"
#include "tap.h"

/* QMK's name for it, or ZMK's own when it has none. */
static void test_names(void)
{
	static const struct {
		const char *name, *usual, *qmk, *instead;
		uint8_t mods;
	} rows[] = {
		{ "A", "A", "KC_A", NULL, 0 },
		{ "LEFT_SHIFT", "LSHFT", "KC_LEFT_SHIFT", NULL, 0 },
		{ "LSHIFT", "LSHFT", "KC_LEFT_SHIFT", NULL, 0 },
		{ "LSFT", "LSHFT", "KC_LEFT_SHIFT", "LSHFT", 0 },
		{ "N1", "N1", "KC_1", NULL, 0 },
		{ "NUM_1", "N1", "KC_1", "N1", 0 },
		{ "EXCL", "EXCL", "KC_1", NULL, MOD_LSFT },
		{ "BANG", "EXCL", "KC_1", "EXCL", MOD_LSFT },
		{ "C_VOL_UP", "C_VOL_UP", "KC_AUDIO_VOL_UP", NULL, 0 },
		{ "C_EJECT", "C_EJECT", "C_EJECT", NULL, 0 },
		{ "C_STOP_EJECT", "C_STOP_EJECT", "KC_MEDIA_EJECT", NULL, 0 },
		{ "SYS_PWR", "SYS_PWR", "KC_SYSTEM_POWER", NULL, 0 },
		{ "GLOBE", "GLOBE", "C_AC_NEXT_KEYBOARD_LAYOUT_SELECT", NULL, 0 },
		{ "CURU", "CURU", "CURU", "", 0 },
	};
	static const char *const none[] = { "", "AA", "LSHF", "KC_A", "a", "ZZZ", "LC" };

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *instead = "?";
		const struct zmk_key *row = zmk_key_find(rows[i].name, strlen(rows[i].name), &instead);

		ok(row && !strcmp(row->usual, rows[i].usual) && KEY_MODS(row->key) == rows[i].mods &&
			   !strcmp(keycode_get(KEY_CODE(row->key))->name, rows[i].qmk),
		   "%s is %s, which people call %s: %s", rows[i].name, rows[i].qmk, rows[i].usual,
		   row ? row->usual : "nothing");
		ok(rows[i].instead ? instead && !strcmp(instead, rows[i].instead) : !instead,
		   "in its place, write `%s`: %s", rows[i].instead ? rows[i].instead : "itself",
		   instead ? instead : "itself");
	}
	for (size_t i = 0; i < COUNT(none); i++)
		ok(!zmk_key_find(none[i], strlen(none[i]), NULL), "`%s` is no key", none[i]);
	ok(zmk_key_find("LSHFT A", 5, NULL) != NULL, "a name need not end its text");
}

static void test_table(void)
{
	size_t lost = 0, no_usage = 0, shifted = 0, no_value = 0, names = 0, zmk_only = 0;

	for (size_t i = 0; i < zmk_key_count(); i++) {
		const struct zmk_key *row = zmk_key_at(i);
		const struct keycode *k = keycode_get(KEY_CODE(row->key));
		bool plain = !KEY_MODS(row->key);

		lost += zmk_key_of(row->key) != row;
		lost += plain && zmk_key_of_usage(row->page, row->usage) != row;
		no_usage += k->page != row->page || k->usage != row->usage;
		shifted += !plain;
		names += 1 + (row->aliases[0] != '\0') + (row->former[0] != '\0');
		for (const char *p = row->aliases; *p; p++)
			names += *p == ' ';
		for (const char *p = row->former; *p; p++)
			names += *p == ' ';
	}
	for (size_t code = 0; code < keycode_count_all(); code++) {
		const struct keycode *k = keycode_get((uint16_t)code);
		uint16_t value, found;

		if (code < keycode_count()) {
			no_value += k->value == KEYCODE_NO_VALUE;
			continue;
		}
		zmk_only++;
		no_value += k->value != KEYCODE_NO_VALUE || keycode_find(k->name, strlen(k->name), &found);
		lost += !zmk_key_of(KEY(code, 0));
		no_value += action_qmk_value((struct action){ ACTION_KEY, 0, { KEY(code, 0) } }, &value);
		no_value +=
			action_qmk_value((struct action){ ACTION_LAYER_TAP, 0, { 1, KEY(code, 0) } }, &value);
	}
	ok(zmk_key_count() == 373 && names == 644, "644 names of 373 keys: %zu of %zu", names,
	   zmk_key_count());
	ok(!lost, "each is found by its key and its usage");
	ok(!no_usage, "whose row has the same usage");
	ok(shifted == 24, "24 are keys with Shift: %zu", shifted);
	ok(zmk_only == 151 && !no_value, "the 151 keys that QMK lacks have no name and no value in it: %zu",
	   zmk_only);
	ok(!zmk_key_of(KEY(0, 0)) && !zmk_key_of(KEY(0, MOD_LSFT)) && !zmk_key_of_usage(7, 0) &&
		   !zmk_key_of_usage(12, 0xffff) && !zmk_key_of_usage(0, 0),
	   "what ZMK has no name for is not found");
}

/* ZMK's own table, as the corpus has it. */
static void test_oracle(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	struct str text = STR_INIT;
	struct err err;
	size_t rows = 0, wrong = 0, former = 0;
	char *path;

	if (!corpus) {
		ok(true, "ZMK's own names # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
		return;
	}
	path = file_join(corpus, "keycodes.tsv");
	ok(file_read(path, 1 << 20, &text, &err), "the table is there");
	for (char *line = strchr(str_text(&text), '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
		char name[64], canonical[64];
		unsigned value, page, usage, mods, deprecated;
		const struct zmk_key *row;
		const char *instead;

		if (sscanf(line, " %63s %x %u %x %x %63s %u", name, &value, &page, &usage, &mods, canonical,
			   &deprecated) != 7) {
			wrong++;
			continue;
		}
		rows++;
		row = zmk_key_find(name, strlen(name), &instead);
		if (!row || row->page != page || row->usage != usage || KEY_MODS(row->key) != mods ||
		    strcmp(row->name, canonical) != 0 || (instead != NULL) != (deprecated != 0)) {
			printf("# %s is another key\n", name);
			wrong++;
		}
		former += deprecated;
	}
	ok(rows == 644 && former == 63 && !wrong,
	   "%zu names, %zu of them former: %zu are another key than ZMK's", rows, former, wrong);
	str_release(&text);
	free(path);
}

int main(void)
{
	test_names();
	test_table();
	test_oracle();
	return tap_done();
}
