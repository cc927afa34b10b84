/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "../../src/ui/tester.h"
#include "tap.h"
#include "tiny.h"

enum { ROWS = 2, COLS = 3, PLACES = ROWS * COLS };

static void check_note(struct live_press press, const char *expected, enum style style)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct tester tester;

	tester_init(&tester, &press, 1, 1, &kb->layout[0], 1);
	is_text(tester.note[0].text, expected, "%u presses, %u chatter%s: %s", press.count, press.chatter,
		press.down ? ", down" : "", expected);
	ok(tester.down[0] == press.down && (!expected[0] || tester.note[0].style == style),
	   "it is drawn as such");
	tester_release(&tester);
	keyboard_free(kb);
}

static void test_notes(void)
{
	check_note((struct live_press){ 0 }, "", STYLE_TEXT);
	check_note((struct live_press){ .ever = true, .count = 3 }, "3", STYLE_OK);
	check_note((struct live_press){ .ever = true, .down = true, .count = 1 }, "*1", STYLE_OK);
	check_note((struct live_press){ .ever = true, .count = 3, .chatter = 2 }, "3!2", STYLE_ERROR);
	check_note((struct live_press){ .ever = true, .down = true, .count = 65535, .chatter = 65535 },
		   "*999+!99+", STYLE_ERROR);
	check_note((struct live_press){ .down = true }, "*0", STYLE_OK);
}

/* Two keys at one place, one at a place that the matrix has not, and a place without a key. */
static void test_places(void)
{
	struct keyboard *kb = tiny_keyboard(1, COLS + 1, 0);
	struct live_press press[PLACES] = { 0 };
	struct tester tester;

	kb->layout[0].key[1] = kb->layout[0].key[0];
	press[0] = (struct live_press){ .ever = true, .down = true, .count = 2, .chatter = 1 };
	press[4] = (struct live_press){ .ever = true, .count = 5 };
	tester_init(&tester, press, ROWS, COLS, &kb->layout[0], COLS + 3);
	ok(tester.keys == 2 && tester.pressed == 1 && tester.chattering == 1,
	   "a place counts once, and only when the matrix has it: %zu, %zu, %zu", tester.keys, tester.pressed,
	   tester.chattering);
	is_text(tester.note[0].text, "*2!1", "a key");
	is_text(tester.note[1].text, "*2!1", "another at the same place");
	is_text(tester.note[3].text, "", "one beyond the matrix");
	is_text(str_text(&tester.now), "row 0 col 0", "what is down");
	is_text(str_text(&tester.off), "row 1 col 1: 5", "what no key is at");
	tester_release(&tester);
	tester_clear(press, PLACES);
	tester_init(&tester, press, ROWS, COLS, &kb->layout[0], COLS + 3);
	ok(!tester.pressed && !tester.chattering && tester.down[0] && !tester.off.len,
	   "all is forgotten but what is down");
	tester_release(&tester);
	keyboard_free(kb);
}

int main(void)
{
	test_notes();
	test_places();
	return tap_done();
}
