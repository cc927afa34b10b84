/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "model/keycode.h"
#include "tap.h"

static bool find(const char *name, uint16_t *code)
{
	return keycode_find(name, strlen(name), code);
}

static void test_names(void)
{
	static const struct {
		const char *name, *canonical, *typed;
		uint16_t value;
	} rows[] = {
		{ "KC_NO", "KC_NO", "KC_NO", 0 },
		{ "XXXXXXX", "KC_NO", "KC_NO", 0 },
		{ "_______", "KC_TRANSPARENT", "KC_TRNS", 1 },
		{ "KC_A", "KC_A", "KC_A", 4 },
		{ "KC_SPC", "KC_SPACE", "KC_SPC", 0x2c },
		{ "KC_BRMU", "KC_PAUSE", "KC_PAUS", 0x48 },
		{ "KC_LCMD", "KC_LEFT_GUI", "KC_LGUI", 0xe3 },
		{ "MS_UP", "QK_MOUSE_CURSOR_UP", "MS_UP", 0xcd },
		{ "KC_EXCLAIM", "KC_EXLM", "KC_EXLM", 0x21e },
		{ "MI_Db5", "QK_MIDI_NOTE_C_SHARP_5", "MI_Cs5", 0x7140 },
		{ "QK_BOOT", "QK_BOOTLOADER", "QK_BOOT", 0x7c00 },
		{ "QK_USER_31", "QK_USER_31", "QK_USER_31", 0x7e5f },
	};
	static const char *const unknown[] = {
		"", "K", "KC_", "KC_a", "kc_A", "KC_AA", "KC_SPAC", "~", "\xff"
	};
	uint16_t code;

	for (size_t i = 0; i < COUNT(rows); i++) {
		bool found = find(rows[i].name, &code);

		ok(found && !strcmp(keycode_get(code)->name, rows[i].canonical) &&
			   !strcmp(keycode_short_name(code), rows[i].typed) &&
			   keycode_get(code)->value == rows[i].value,
		   "%s is %s", rows[i].name, rows[i].canonical);
		ok(keycode_find_value(rows[i].value, &code) &&
			   !strcmp(keycode_get(code)->name, rows[i].canonical),
		   "so is 0x%04X", rows[i].value);
	}
	for (size_t i = 0; i < COUNT(unknown); i++)
		ok(!find(unknown[i], &code), "`%s` is no keycode", unknown[i]);
	ok(keycode_find("KC_A, KC_B", 4, &code) && keycode_get(code)->value == 4,
	   "a name need not end its text");
	ok(!keycode_find_value(2, &code) && !keycode_find_value(0xffff, &code), "not every value has a name");
	ok(!strcmp(keycode_get(0)->name, "KC_NO"), "keycode 0 is KC_NO");
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

/* What the drawing and the picker rely on, for every row. */
static void test_table(void)
{
	size_t names = 0, unfound = 0, twins = 0, wide = 0, not_ascii = 0, unordered = 0;

	for (size_t i = 0; i < keycode_count_all(); i++) {
		const struct keycode *k = keycode_get((uint16_t)i);
		bool qmk = i < keycode_count();
		uint16_t code;

		unfound += qmk && (!find(k->name, &code) || code != i);
		unfound += qmk && (!find(keycode_short_name((uint16_t)i), &code) || code != i);
		for (const char *p = k->aliases; *p; names++) {
			size_t len = strcspn(p, " ");

			unfound += !keycode_find(p, len, &code) || code != i;
			p += len + (p[len] == ' ');
		}
		for (size_t j = 0; j < i; j++) {
			const struct keycode *other = keycode_get((uint16_t)j);

			if (!strcmp(k->legend, other->legend) ||
			    !strcmp(k->legend_ascii, other->legend_ascii)) {
				printf("# %s and %s look the same\n", k->name, other->name);
				twins++;
			}
		}
		wide += utf8_width(k->legend) > 4 || utf8_width(k->legend_ascii) > 4 || !k->legend[0];
		not_ascii += !is_ascii(k->legend_ascii) || !is_ascii(k->help) || !k->help[0] ||
			     k->help[strlen(k->help) - 1] == '.';
		unordered += i && qmk && keycode_get((uint16_t)(i - 1))->value >= k->value;
	}
	ok(keycode_count() == 736 + 42 + 21,
	   "736 keycodes of QMK 0.0.8, 42 of its steno keys, and 21 that are shifted keys");
	ok(!unfound, "each is found by its name, its %zu aliases and the name that people type", names);
	ok(!twins, "no two legends are alike");
	ok(!wide, "a legend has 1 to 4 columns");
	ok(!not_ascii, "ASCII legends and help are ASCII, and help has no full stop");
	ok(!unordered, "the rows are in the order of their values");
}

static void test_search(void)
{
	static const struct {
		const char *query, *first;
	} rows[] = {
		{ "a", "KC_A" },
		{ "A", "KC_A" },
		{ "spc", "KC_SPACE" },
		{ "space", "KC_SPACE" },
		{ "KC_SPC", "KC_SPACE" },
		{ "kc_space", "KC_SPACE" },
		{ "esc", "KC_ESCAPE" },
		{ "bspc", "KC_BACKSPACE" },
		{ "!", "KC_EXLM" },
		{ "~", "KC_TILD" },
		{ "\\", "KC_BACKSLASH" },
		{ "→", "KC_RIGHT" },
		{ "▽", "KC_TRANSPARENT" },
		{ "trns", "KC_TRANSPARENT" },
		{ "volume up", "KC_AUDIO_VOL_UP" },
		{ "up volume", "KC_AUDIO_VOL_UP" },
		{ "volu", "KC_AUDIO_VOL_UP" },
		{ "next track", "KC_MEDIA_NEXT_TRACK" },
		{ "left click", "QK_MOUSE_BUTTON_1" },
		{ "boot", "QK_BOOTLOADER" },
		{ "reset flash", "QK_BOOTLOADER" },
		{ "caps word", "QK_CAPS_WORD_TOGGLE" },
		{ "rgb matrix hue up", "QK_RGB_MATRIX_HUE_UP" },
		{ "f1", "KC_F1" },
		{ "mbtn1", "QK_MOUSE_BUTTON_1" },
		{ "lsft", "KC_LEFT_SHIFT" },
		{ "question", "KC_QUES" },
		{ "  left  brace ", "KC_LCBR" },
		{ "macro 3", "QK_MACRO_3" },
		{ "user 31", "QK_USER_31" },
	};
	static const char *const nothing[] = { "zzzzzz", "volume zzzz", "cxaps", "\xff", "❤" };
	uint16_t hits[8], again[8];
	char word[200];

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t count = keycode_search(rows[i].query, hits, COUNT(hits));

		ok(count && !strcmp(keycode_get(hits[0])->name, rows[i].first), "`%s` finds %s first: %s",
		   rows[i].query, rows[i].first, count ? keycode_get(hits[0])->name : "nothing");
	}
	for (size_t i = 0; i < COUNT(nothing); i++)
		ok(!keycode_search(nothing[i], hits, COUNT(hits)), "`%s` finds nothing", nothing[i]);
	memset(word, 'k', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	ok(!keycode_search(word, hits, COUNT(hits)), "nor does a word longer than any name");
	ok(keycode_search("k", hits, COUNT(hits)) == COUNT(hits), "no more are given than there is room for");
	keycode_search("k", again, COUNT(again));
	ok(!memcmp(hits, again, sizeof(hits)), "and the same ones each time");
	ok(keycode_search("a", NULL, 0) == 0, "no room, no hits");
}

static void test_search_of_nothing(void)
{
	uint16_t *hits = calloc(keycode_count(), sizeof(*hits));
	size_t count = keycode_search("", hits, keycode_count());
	bool in_order = count == keycode_count();

	for (size_t i = 0; i < count; i++)
		in_order = in_order && hits[i] == i;
	ok(in_order, "an empty query gives all, in table order");
	free(hits);
}

/* What a name finds when typed in full is its own keycode. */
static void test_search_by_name(void)
{
	size_t bad = 0;

	for (size_t i = 0; i < keycode_count(); i++) {
		uint16_t hit;

		if (keycode_search(keycode_short_name((uint16_t)i), &hit, 1) == 1 && hit == i)
			continue;
		printf("# %s finds %s\n", keycode_short_name((uint16_t)i), keycode_get(hit)->name);
		bad++;
	}
	ok(!bad, "each keycode is the first that its name finds");
}

/* QMK's own table, as the corpus has it: every name has the value that QMK gives it. */
static void test_oracle(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	struct json_doc *doc;
	struct str text = STR_INIT;
	struct err err = { 0 };
	size_t names = 0, wrong = 0, rows = 0;
	char *path;

	if (!corpus) {
		ok(true, "QMK's own names # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
		return;
	}
	path = file_join(corpus, "keycodes/keycodes_0.0.8.json");
	ok(file_read(path, 16 << 20, &text, &err), "the table is there");
	doc = json_parse(str_text(&text), text.len, &err);
	ok(doc != NULL, "and can be read");
	for (const struct json *row = json_find(json_root(doc), "keycodes")->first; row;
	     row = row->next, rows++) {
		const struct json *aliases = json_find(row, "aliases");
		const struct json *alias = aliases ? aliases->first : NULL;
		uint16_t value = (uint16_t)strtoul(row->key, NULL, 16), code;

		if (!find(json_text(json_find(row, "key")), &code) || keycode_get(code)->value != value ||
		    strcmp(keycode_get(code)->group, json_text(json_find(row, "group"))))
			wrong++;
		for (names++; alias; alias = alias->next, names++)
			wrong += !find(json_text(alias), &code) || keycode_get(code)->value != value;
	}
	ok(rows == 736 && !wrong, "%zu names: %zu have another value than QMK's", names, wrong);
	json_doc_free(doc);
	str_release(&text);
	free(path);
}

int main(void)
{
	test_names();
	test_table();
	test_search();
	test_search_of_nothing();
	test_search_by_name();
	test_oracle();
	return tap_done();
}
