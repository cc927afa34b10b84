/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "../lib/boards.h"
#include "model/default_keymap.h"
#include "tap.h"

static char *print(const struct keymap *map, size_t layer)
{
	struct str out = STR_INIT;

	for (size_t i = 0; i < keymap_keys(map); i++) {
		struct str name = STR_INIT;

		action_print(keymap_get(map, layer, i), &name);
		str_addf(&out, "%s%s", i ? " " : "",
			 strncmp(str_text(&name), "KC_", 3) ? str_text(&name) : str_text(&name) + 3);
		str_release(&name);
	}
	return str_take(&out);
}

static void test_boards(void)
{
	static const struct {
		const char *what, *board, *base, *fn;
	} rows[] = {
		{ "60 % ANSI", BOARD_ANSI_60,
		  "GRV 1 2 3 4 5 6 7 8 9 0 MINS EQL BSPC TAB Q W E R T Y U I O P LBRC RBRC BSLS "
		  "CAPS A S D F G H J K L SCLN QUOT ENT LSFT Z X C V B N M COMM DOT SLSH RSFT "
		  "LCTL LGUI LALT SPC RALT RGUI MO(1) RCTL",
		  "GRV F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 PSCR TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS "
		  "TRNS TRNS "
		  "TRNS TRNS TRNS QK_BOOT TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS "
		  "TRNS TRNS "
		  "TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS "
		  "TRNS" },
		{ "60 % ISO", BOARD_ISO_60,
		  "GRV 1 2 3 4 5 6 7 8 9 0 MINS EQL BSPC TAB Q W E R T Y U I O P LBRC RBRC ENT "
		  "CAPS A S D F G H J K L SCLN QUOT NUHS LSFT NUBS Z X C V B N M COMM DOT SLSH RSFT "
		  "LCTL LGUI LALT SPC RALT RGUI MO(1) RCTL",
		  NULL },
		{ "4 x 12", BOARD_ORTHO,
		  "TAB Q W E R T Y U I O P BSPC CAPS A S D F G H J K L SCLN QUOT "
		  "LSFT Z X C V B N M COMM DOT SLSH RSFT_T(KC_ENT) "
		  "LCTL LGUI LALT NO NO NO SPC RALT RGUI MO(1) RCTL LEFT",
		  "GRV 1 2 3 4 5 6 7 8 9 0 BSPC TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS "
		  "TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS QK_BOOT "
		  "TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS TRNS" },
		{ "3 x 6 with thumbs", BOARD_CORNE,
		  "TAB Q W E R T Y U I O P BSPC CAPS A S D F G H J K L SCLN QUOT "
		  "LSFT Z X C V B N M COMM DOT SLSH RSFT_T(KC_ENT) LCTL LGUI LALT SPC RALT MO(1)",
		  NULL },
		{ "3 x 10", "@0,0 100*10 @0,100 100*10 @0,200 100*10",
		  "Q W E R T Y U I O P A S D F G H J K L SCLN Z X C V B N M COMM DOT SLSH", NULL },
		{ "4 x 10 has Enter beside the space bar",
		  "@0,0 100*10 @0,100 100*10 @0,200 100*10 @0,300 100*10",
		  "Q W E R T Y U I O P A S D F G H J K L SCLN Z X C V B N M COMM DOT SLSH "
		  "LCTL LGUI LALT NO NO SPC ENT RALT MO(1) RCTL",
		  NULL },
		{ "a pad", "@0,0 100*4 @0,100 100*4 @0,200 100*4 @0,300 100*4",
		  "1 2 3 4 5 6 7 8 9 0 Q W E R T Y", NULL },
		{ "one key", "@0,0 100", "1", NULL },
		{ "one line", "@0,0 100*12", "LCTL LGUI LALT NO NO NO SPC ENT RALT RGUI MO(1) RCTL", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct layout *layout = board_of(rows[i].board);
		const struct keymap *map = default_keymap(layout, 0);
		char *base = print(map, 0), *fn = print(map, keymap_layers(map) - 1);

		ok(!strcmp(base, rows[i].base), "%s", rows[i].what);
		if (strcmp(base, rows[i].base))
			printf("# %s\n", base);
		if (rows[i].fn)
			ok(!strcmp(fn, rows[i].fn), "... and its second layer");
		if (rows[i].fn && strcmp(fn, rows[i].fn))
			printf("# %s\n", fn);
		free(base);
		free(fn);
		keymap_unref(map);
		board_free(layout);
	}
}

static void test_encoders(void)
{
	struct layout *layout = board_of(BOARD_ANSI_60);
	const struct keymap *map = default_keymap(layout, 2);

	ok(keymap_encoders(map) == 2 && keymap_layers(map) == 2, "encoders are there, and do nothing yet");
	keymap_unref(map);
	board_free(layout);
}

/* Any layout has one, and no key to a layer that is not there. */
static void test_random(void)
{
	bool fine = true;

	for (unsigned seed = 1; seed <= 300; seed++) {
		struct layout *layout = board_random(seed);
		const struct keymap *map = default_keymap(layout, 0);

		fine = fine && keymap_keys(map) == layout->keys;
		for (size_t i = 0; i < layout->keys; i++) {
			uint32_t layer;

			if (action_has_layer(keymap_get(map, 0, i), &layer))
				fine = fine && layer < keymap_layers(map);
		}
		keymap_unref(map);
		board_free(layout);
	}
	ok(fine, "random layouts have a keymap");
}

int main(void)
{
	test_boards();
	test_encoders();
	test_random();
	return tap_done();
}
