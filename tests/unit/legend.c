/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/action.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

static void test_describe(void)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ "KC_NO", "does nothing" },
		{ "KC_TRNS", "what the layer below does" },
		{ "KC_SPC", "Space" },
		{ "KC_DOT", "Dot, period, full stop" },
		{ "KC_EXLM", "Exclamation mark" },
		{ "S(KC_A)", "Shift + A" },
		{ "LCTL(RALT(KC_DOT))", "Control + right Alt + Dot" },
		{ "LT(1, KC_SPC)", "layer 1 while held, Space when tapped" },
		{ "LT(1, KC_QUOT)", "layer 1 while held, Single quote when tapped" },
		{ "MT(MOD_LCTL | MOD_RSFT, KC_A)", "Control + right Shift while held, A when tapped" },
		{ "MT(0, KC_A)", "no modifier while held, A when tapped" },
		{ "HYPR_T(KC_A)", "Hyper while held, A when tapped" },
		{ "KC_MEH", "Meh" },
		{ "MO(2)", "layer 2 while held" },
		{ "TG(2)", "layer 2 on, and off again" },
		{ "LM(2, MOD_LALT)", "layer 2 with Alt while held" },
		{ "OSM(MOD_LSFT)", "Shift for the next key" },
		{ "SH_T(KC_A)", "swapped hands while held, A when tapped" },
		{ "TD(3)", "tap dance 3" },
		{ "TD(ESC_CAPS)", "tap dance ESC_CAPS" },
		{ "UC(0xE9)", "the character U+00E9 é" },
		{ "UC(0x200E)", "the character U+200E" },
		{ "UM(3)", "character 3 of the Unicode map" },
		{ "UP(3, 4)", "character 3 of the Unicode map, 4 with Shift" },
		{ "0x5F12", "keycode 0x5F12, which has no name" },
		{ "MO(_LOWER)", "as the firmware's source says: MO(_LOWER)" },
		{ "&sk A", "A for the next key" },
		{ "&kt LALT", "Left Alt held until it is pressed again" },
		{ "&kp C_AC_ZOOM_IN", "Zoom in" },
		{ "&caps_word", "Capitals until the end of the word" },
		{ "&bt BT_SEL 2", "Bluetooth: choose a profile, forget it (BT_SEL, 2)" },
		{ "&hm LGUI A", "the behavior hm (Left GUI, A)" },
	};
	struct str out = STR_INIT;

	for (size_t i = 0; i < COUNT(rows); i++) {
		str_clear(&out);
		action_describe(tiny_action(rows[i].text), &out);
		ok(!strcmp(str_text(&out), rows[i].words), "%s: %s", rows[i].text, str_text(&out));
	}
	str_clear(&out);
	action_describe((struct action){ .kind = ACTION_RAW, .arg = { symbol("\x1b[2J") } }, &out);
	ok(!strchr(str_text(&out), 0x1b), "a text cannot steer the terminal");
	str_release(&out);
}

static void test_legends(void)
{
	static const struct {
		const char *text;
		int cols;
		const char *tap, *hold, *ascii_tap, *ascii_hold;
	} rows[] = {
		{ "KC_A", 3, "A", "", "A", "" },
		{ "KC_NO", 3, "✗", "", "xx", "" },
		{ "KC_TRNS", 3, "▽", "", "__", "" },
		{ "KC_LEFT", 4, "←", "", "Left", "" },
		{ "KC_LEFT", 3, "←", "", "Le~", "" },
		{ "KC_PGUP", 3, "Pg…", "", "Pg~", "" },
		{ "KC_PGUP", 2, "P…", "", "P~", "" },
		{ "KC_EXLM", 3, "!", "", "!", "" },
		{ "S(KC_A)", 3, "S-A", "", "S-A", "" },
		{ "LCTL(RSFT(KC_TAB))", 6, "Cs-Tab", "", "Cs-Tab", "" },
		{ "HYPR(KC_A)", 3, "H-A", "", "H-A", "" },
		{ "KC_HYPR", 4, "Hypr", "", "Hypr", "" },
		{ "LT(1, KC_SPC)", 3, "Spc", "L1", "Spc", "L1" },
		{ "LT(12, KC_SPC)", 2, "S…", "L…", "S~", "L~" },
		{ "LT(1, KC_EXLM)", 3, "!", "L1", "!", "L1" },
		{ "LCTL_T(KC_A)", 3, "A", "Ctl", "A", "Ctl" },
		{ "RALT_T(KC_A)", 4, "A", "RAlt", "A", "RAlt" },
		{ "C_S_T(KC_A)", 3, "A", "CS", "A", "CS" },
		{ "MEH_T(KC_A)", 3, "A", "Meh", "A", "Meh" },
		{ "SH_T(KC_A)", 3, "A", "SH", "A", "SH" },
		{ "MO(1)", 2, "L1", "", "L1", "" },
		{ "TG(1)", 3, "TG1", "", "TG1", "" },
		{ "TO(1)", 3, "TO1", "", "TO1", "" },
		{ "DF(1)", 3, "DF1", "", "DF1", "" },
		{ "PDF(1)", 4, "PDF1", "", "PDF1", "" },
		{ "OSL(1)", 3, "oL1", "", "oL1", "" },
		{ "TT(1)", 3, "TT1", "L1", "TT1", "L1" },
		{ "LM(1, MOD_LALT)", 3, "L1A", "", "L1A", "" },
		{ "OSM(MOD_LSFT)", 4, "oSft", "", "oSft", "" },
		{ "OSM(MOD_HYPR)", 5, "oHypr", "", "oHypr", "" },
		{ "TD(1)", 3, "TD1", "", "TD1", "" },
		{ "TD(ESC_CAPS)", 5, "*ESC…", "", "*ESC~", "" },
		{ "UC(0xE9)", 4, "é", "", "U+E9", "" },
		{ "UC(0x41)", 4, "U+41", "", "U+41", "" },
		{ "UC(0x4F5C)", 2, "作", "", "U~", "" },
		{ "UM(3)", 3, "UM3", "", "UM3", "" },
		{ "UP(3, 4)", 5, "UP3/4", "", "UP3/4", "" },
		{ "0x5F12", 4, "5F12", "", "5F12", "" },
		{ "MY_KEY", 6, "MY_KEY", "", "MY_KEY", "" },
		{ "MY_KEY", 5, "MY_K…", "", "MY_K~", "" },
		{ "&sk A", 4, "oA", "", "oA", "" },
		{ "&kt LALT", 4, "tAlt", "", "tAlt", "" },
		{ "&kp GLOBE", 4, "Glob", "", "Glob", "" },
		{ "&caps_word", 9, "caps_word", "", "caps_word", "" },
		{ "&bt BT_SEL 2", 4, "bt", "SEL2", "bt", "SEL2" },
		{ "&bt BT_CLR", 4, "bt", "CLR", "bt", "CLR" },
		{ "&hm LGUI LEFT", 4, "←", "Gui", "Left", "Gui" },
		{ "&mine A", 5, "A", "mine", "A", "mine" },
		{ "&mine 2 A", 5, "A", "2", "A", "2" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct legend utf8, ascii;

		action_legend(tiny_action(rows[i].text), rows[i].cols, false, &utf8);
		action_legend(tiny_action(rows[i].text), rows[i].cols, true, &ascii);
		ok(!strcmp(utf8.tap, rows[i].tap) && !strcmp(utf8.hold, rows[i].hold), "%s in %d: %s %s",
		   rows[i].text, rows[i].cols, utf8.tap, utf8.hold);
		ok(!strcmp(ascii.tap, rows[i].ascii_tap) && !strcmp(ascii.hold, rows[i].ascii_hold),
		   "in ASCII: %s %s", ascii.tap, ascii.hold);
	}
}

/* Texts from files that our parser would refuse still fit their cells, and cannot steer the terminal. */
static void test_hostile_legends(void)
{
	static const char *const texts[] = {
		"作者作者作者作者作者作者",
		"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
		"\x1b[2J",
		"\xff\xfe",
		"",
		"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98"
		"\x80",
	};
	size_t bad = 0;

	for (size_t i = 0; i < COUNT(texts); i++)
		for (int cols = 2; cols <= 20; cols++) {
			struct action a = { .kind = ACTION_RAW, .arg = { symbol(texts[i]) } };
			struct legend utf8, ascii;

			action_legend(a, cols, false, &utf8);
			action_legend(a, cols, true, &ascii);
			bad += utf8_width(utf8.tap) > cols || utf8_width(ascii.tap) > cols ||
			       strchr(utf8.tap, 0x1b);
			for (const char *p = ascii.tap; *p; p++)
				bad += *p < ' ' || *p > '~';
		}
	ok(!bad, "no text leaves its cell");
}

int main(void)
{
	test_describe();
	test_legends();
	test_hostile_legends();
	return tap_done();
}
