/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/action_names.h"
#include "model/keycode.h"
#include "tap.h"

static void test_keys(void)
{
	static const struct {
		const char *language, *name, *printed, *legend;
	} rows[] = {
		{ "german", "DE_Z", "KC_Y", "Z" },
		{ "german", "DE_ADIA", "KC_QUOT", "Ä" },
		{ "german", "DE_EXLM", "KC_EXLM", "!" },
		{ "german", "DE_EURO", "RALT(KC_E)", "€" },
		{ "french", "FR_A", "KC_Q", "A" },
		{ "german_mac_iso", "DE_AT", "LALT(KC_L)", "@" },
		{ "us_international", "US_ACUT", "KC_QUOT", "´" },
		{ "uk", "UK_PND", "KC_HASH", "£" },
		{ "us", "KC_TILD", "KC_TILD", "~" },
		{ "plover", "PV_STAR", "KC_Y", "*" },
		{ "japanese", "JP_YEN", "KC_INT3", "¥" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct host_language *language = host_language_find(rows[i].language);
		struct str printed = STR_INIT;
		struct action action;
		struct err err;
		uint32_t key = 0;
		const char *legend;
		bool found =
			language && host_language_key(language, rows[i].name, strlen(rows[i].name), &key);

		ok(found, "%s has %s", rows[i].language, rows[i].name);
		if (!found)
			continue;
		legend = host_language_legend(language, key);
		action_print((struct action){ .kind = ACTION_KEY, .arg = { key } }, &printed);
		ok(action_parse(rows[i].printed, &action, &err) && action.arg[0] == key, "it is %s: %s",
		   rows[i].printed, str_text(&printed));
		ok(legend && !strcmp(legend, rows[i].legend), "and types %s: %s", rows[i].legend,
		   legend ? legend : "nothing");
		is_text(host_language_key_name(language, key), rows[i].name, "and has that name again");
		str_release(&printed);
	}
}

static void test_languages(void)
{
	const struct host_language *german = host_language_find("german");
	uint32_t key;
	size_t unordered = 0;

	ok(host_language_count() == 72, "there are 72 languages");
	for (size_t i = 0; i < host_language_count(); i++) {
		const struct host_language *language = host_language_at(i);

		unordered += host_language_find(host_language_name(language)) != language;
		unordered += i && strcmp(host_language_name(host_language_at(i - 1)),
					 host_language_name(language)) >= 0;
	}
	ok(!unordered, "in the order of their names, by which they are found");
	ok(!host_language_find("") && !host_language_find("germ") && !host_language_find("germans"),
	   "others are not");
	ok(!host_language_key(german, "DE_", 3, &key) && !host_language_key(german, "FR_A", 4, &key) &&
		   !host_language_key(german, "", 0, &key),
	   "names of others are not");
	ok(host_language_key(german, "DE_Z, DE_Y", 4, &key), "a name need not end its text");
	ok(!host_language_legend(german, KEY(0, MOD_LGUI)) && !host_language_key_name(german, KEY(0, 0)),
	   "a key that the language says nothing of has no legend");
	ok(host_language_of_header("keymap_german.h") == german &&
		   host_language_of_header("keymap_extras/keymap_german.h") == german &&
		   host_language_of_header("keymap_german_osx.h") == host_language_find("german_mac_iso") &&
		   host_language_of_header("keymap_jp.h") == host_language_find("japanese"),
	   "a language is found by its header, by a former name of it, too");
	ok(!host_language_of_header("keymap_.h") && !host_language_of_header("german.h") &&
		   !host_language_of_header("keymap_german") && !host_language_of_header("keymap_german.c") &&
		   !host_language_of_header("keymap_introspection.h") && !host_language_of_header("") &&
		   !host_language_of_header("keymap_german.h/x"),
	   "other headers bring none");
}

/* Legends fit, and what a name gives is found again by what it gave. */
static void test_table(void)
{
	size_t names = 0, wide = 0, lost = 0;

	for (size_t i = 0; i < host_language_count(); i++) {
		const struct host_language *language = host_language_at(i);

		for (size_t code = 0; code < keycode_count(); code++)
			for (unsigned mods = 0; mods < 256; mods++) {
				uint32_t key = KEY(code, mods), again = 0;
				const char *name = host_language_key_name(language, key);
				const char *legend = host_language_legend(language, key);

				if (!name)
					continue;
				names++;
				wide += !legend || !legend[0] || utf8_width(legend) > 4;
				lost += !host_language_key(language, name, strlen(name), &again) ||
					KEY_CODE(again) != code;
			}
	}
	ok(names > 6000 && !lost, "names and keys agree: %zu do not", lost);
	ok(!wide, "a legend has 1 to 4 columns: %zu do not", wide);
}

/* The value of a row's expression, whose names are QMK's, or rows of the same language before it. */
static bool expected_key(const struct host_language *language, const char *text, uint32_t *key)
{
	const struct action_names names = { .language = language, .dialect = DIALECT_NEWEST };
	struct action action;
	struct err err;

	if (!action_parse_with(text, &names, &action, &err) || action.kind != ACTION_KEY)
		return false;
	*key = action.arg[0];
	return true;
}

static void compare_language(const char *corpus, const struct host_language *language, size_t *rows,
			     size_t *wrong)
{
	struct str path = STR_INIT, text = STR_INIT;
	struct json_doc *doc = NULL;
	struct err err;

	str_addf(&path, "%s/keycodes/extra_%s.json", corpus, host_language_name(language));
	if (file_read(str_text(&path), 16 << 20, &text, &err))
		doc = json_parse(str_text(&text), text.len, &err);
	*wrong += !doc;
	for (const struct json *row = doc ? json_find(json_root(doc), "aliases")->first : NULL; row;
	     row = row->next, ++*rows) {
		const char *name = json_text(json_find(row, "key"));
		uint32_t want, got;

		/* Plover's Dvorak alone is written over the names of another language. */
		if (!expected_key(language, row->key, &want) &&
		    !expected_key(host_language_find("dvorak"), row->key, &want))
			want = 0;
		if (!host_language_key(language, name, strlen(name), &got) || got != want) {
			printf("# %s: %s is not %s\n", host_language_name(language), name, row->key);
			++*wrong;
		}
	}
	json_doc_free(doc);
	str_release(&path);
	str_release(&text);
}

static void test_oracle(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	size_t rows = 0, wrong = 0;

	if (!corpus) {
		ok(true, "QMK's own languages # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
		return;
	}
	for (size_t i = 0; i < host_language_count(); i++)
		compare_language(corpus, host_language_at(i), &rows, &wrong);
	ok(rows == 6665 && !wrong, "%zu names: %zu are another key than QMK's", rows, wrong);
}

int main(void)
{
	test_keys();
	test_languages();
	test_table();
	test_oracle();
	return tap_done();
}
