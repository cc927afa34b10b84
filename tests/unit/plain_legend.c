/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keycode.h"
#include "model/plain_legend.h"
#include "tap.h"
#include "tiny.h"

static void test_words(void)
{
	static const struct {
		const char *word, *binding; /* NULL: no key */
	} rows[] = {
		{ "A", "KC_A" },
		{ "a", "KC_A" },
		{ "7", "KC_7" },
		{ "!", "S(KC_1)" },
		{ ";", "KC_SCLN" },
		{ "Esc", "KC_ESC" },
		{ "escape", "KC_ESC" },
		{ "Space", "KC_SPC" },
		{ "Page Up", "KC_PGUP" },
		{ "Vol Up", "KC_VOLU" },
		{ "F12", "KC_F12" },
		{ "Ctl+C", "LCTL(KC_C)" },
		{ "Ctl++", "LCTL(S(KC_EQL))" },
		{ "+", "S(KC_EQL)" },
		{ "Shift", "KC_LSFT" },
		{ "AltGr", "KC_RALT" },
		{ "Ctl+Sft+Tab", "LCTL(LSFT(KC_TAB))" },
		{ "Boot", "QK_BOOT" },
		{ "Win Close", NULL },
		{ "", NULL },
		{ "Ctl+", NULL },
		{ "L1", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t key = 0;
		bool found = plain_legend_find_key(rows[i].word, &key);

		ok(rows[i].binding ? found && key == tiny_action(rows[i].binding).arg[0] : !found,
		   "\"%s\" is %s", rows[i].word, rows[i].binding ? rows[i].binding : "no key");
	}
}

static void test_round_trip(void)
{
	static const uint8_t held[] = { 0, MOD_LSFT, MOD_LCTL, MOD_RALT, MOD_LCTL | MOD_RSFT, 0xff };
	int wrong = 0;

	for (uint16_t code = 1; code < keycode_count(); code++) {
		struct action action = action_of_keycode(code);

		for (size_t i = 0; i < COUNT(held) && action.kind == ACTION_KEY; i++) {
			uint32_t key = action.arg[0] | KEY(0, held[i]), back = 0;
			struct str text = STR_INIT;

			plain_legend_key(key, &text);
			if (!plain_legend_find_key(str_text(&text), &back) || back != key) {
				wrong++;
				printf("# %s with %02x is \"%s\"\n", keycode_get(code)->name, held[i],
				       str_text(&text));
			}
			str_release(&text);
		}
	}
	ok(!wrong, "each key is read as it was written: %d are not", wrong);
}

static void test_mods(void)
{
	int wrong = 0;

	for (int mods = 1; mods < 256; mods++) {
		struct str text = STR_INIT;
		uint8_t back = 0;

		plain_legend_mods((uint8_t)mods, &text);
		wrong += !plain_legend_find_mods(str_text(&text), &back) || back != mods;
		str_release(&text);
	}
	ok(!wrong, "and all modifiers: %d are not", wrong);
}

int main(void)
{
	test_words();
	test_round_trip();
	test_mods();
	return tap_done();
}
