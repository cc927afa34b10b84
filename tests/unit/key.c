/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "tap.h"
#include "ui/key.h"
#include "ui/program.h"

static void test_parse(void)
{
	static const struct {
		const char *text, *name; /* NULL: an error */
		size_t used;
	} rows[] = {
		{ "j", "j", 1 },
		{ "ä", "ä", 2 },
		{ "漢x", "漢", 3 },
		{ "gg", "g", 1 },
		{ "<", "<", 1 },
		{ "<<", "<", 1 },
		{ "<>", "<", 1 },
		{ "<x", "<", 1 },
		{ "<lt>", "<", 4 },
		{ ">", ">", 1 },
		{ " ", "<Space>", 1 },
		{ "<Space>", "<Space>", 7 },
		{ "<cr>x", "<CR>", 4 },
		{ "<Enter>", "<CR>", 7 },
		{ "<C-m>", "<CR>", 5 },
		{ "<C-i>", "<Tab>", 5 },
		{ "<C-[>", "<Esc>", 5 },
		{ "<C-h>", "<BS>", 5 },
		{ "<C-?>", "<BS>", 5 },
		{ "<C-N>", "<C-n>", 5 },
		{ "<c-n>", "<C-n>", 5 },
		{ "<C-@>", "<C-Space>", 5 },
		{ "<C-Space>", "<C-Space>", 9 },
		{ "<C-]>", "<C-]>", 5 },
		{ "<C-\\>", "<C-\\>", 5 },
		{ "<C-_>", "<C-_>", 5 },
		{ "<C-^>", "<C-^>", 5 },
		{ "<M-x>", "<M-x>", 5 },
		{ "<M-X>", "<M-X>", 5 },
		{ "<M-S-x>", "<M-X>", 7 },
		{ "<S-a>", "A", 5 },
		{ "<M->>", "<M->>", 5 },
		{ "<M-->", "<M-->", 5 },
		{ "<M-lt>", "<M-<>", 6 },
		{ "<M-<>", "<M-<>", 5 },
		{ "<M-C-x>", "<C-M-x>", 7 },
		{ "<S-Tab>", "<S-Tab>", 7 },
		{ "<S-C-Left>", "<C-S-Left>", 10 },
		{ "<pgdn>", "<PageDown>", 6 },
		{ "<F12>", "<F12>", 5 },
		{ "<M-ä>", "<M-ä>", 6 },
		{ "", NULL, 0 },
		{ "\x1b", NULL, 0 },
		{ "\xcc\x81", NULL, 0 }, /* a combining mark alone */
		{ "<F99>", NULL, 0 },
		{ "<Q-x>", NULL, 0 },
		{ "<C-C-x>", NULL, 0 },
		{ "<C-S-a>", NULL, 0 },
		{ "<S-1>", NULL, 0 },
		{ "<C-1>", NULL, 0 },
		{ "<C-ab>", NULL, 0 },
		{ "<x>", NULL, 0 },
		{ "<C-aVeryLongNameThatDoesNotFitIntoAnEvent>", NULL, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };
		char name[KEY_NAME_SIZE] = "", again[KEY_NAME_SIZE] = "";
		size_t used = key_parse(rows[i].text, name, &err);

		if (!rows[i].name) {
			ok(!used && err.code == ERR_PARSE, "row %zu is no key: %s", i, err.text);
			continue;
		}
		ok(used == rows[i].used && !strcmp(name, rows[i].name), "%s is %s", rows[i].text, name);
		ok(key_parse(name, again, &err) == strlen(name) && !strcmp(again, name),
		   "and %s is its own name", name);
	}
}

/* Whatever a terminal sends has a name that parses to itself, or has none. */
static void test_codes(void)
{
	struct err err = { 0 };
	bool stable = true, unique = true;
	char names[128][KEY_NAME_SIZE];
	int named = 0;

	for (uint32_t code = 0; code < 0x110000; code += code < 0x3000 ? 1 : 97) {
		for (unsigned modifiers = 0; modifiers < 8; modifiers++) {
			char name[KEY_NAME_SIZE], again[KEY_NAME_SIZE];

			if (!key_from_code(code, modifiers, name))
				continue;
			named++;
			if (key_parse(name, again, &err) != strlen(name) || strcmp(name, again) != 0)
				stable = false;
		}
	}
	for (uint32_t code = 0; code < 0x80; code++) {
		if (!key_from_code(code, 0, names[code]))
			unique = false;
		for (uint32_t other = 0; other < code; other++)
			if (!strcmp(names[code], names[other]) && !(other == '\b' && code == 0x7f))
				unique = false;
	}
	ok(named > 50000 && stable, "every one of %d names parses to itself", named);
	ok(unique, "all of ASCII has names, all different but for ^H and ^?");
	ok(!key_from_code(0xd800, 0, names[0]) && !key_from_code(0x9b, 0, names[0]) &&
		   !key_from_code(0x110000, 0, names[0]),
	   "no key is named for a surrogate, a C1 control, or no character at all");
	ok(KEY_NAME_SIZE == sizeof(((struct event *)0)->key), "a name fits an event");
}

static void test_csi(void)
{
	static const struct {
		const char *params;
		char final;
		const char *name; /* NULL: no key */
	} rows[] = {
		{ "", 'A', "<Up>" },
		{ "1;5", 'A', "<C-Up>" },
		{ "1;2", 'D', "<S-Left>" },
		{ "1;3", 'C', "<M-Right>" },
		{ "1;8", 'B', "<C-M-S-Down>" },
		{ "1;9", 'H', "<M-Home>" },
		{ "", 'Z', "<S-Tab>" },
		{ "3", '~', "<Del>" },
		{ "3;2", '~', "<S-Del>" },
		{ "7", '~', "<Home>" },
		{ "15;2", '~', "<S-F5>" },
		{ "24", '~', "<F12>" },
		{ "1;5", 'P', "<C-F1>" },
		{ "97;5", 'u', "<C-a>" },
		{ "97", 'u', "a" },
		{ "228;3", 'u', "<M-ä>" },
		{ "13;2", 'u', NULL }, /* Shift with Return is a key that no terminal is sure to send */
		{ "27;5;9", '~', "<C-Tab>" },
		{ "27;3;120", '~', "<M-x>" },
		{ "16", '~', NULL },
		{ "25", '~', NULL },
		{ "9999999999", '~', NULL },
		{ "9999999999", 'u', NULL },
		{ "1;2;3;4", 'A', NULL },
		{ "?1", 'A', NULL },
		{ "<0;1;2", 'M', NULL },
		{ "", 'E', NULL },
		{ "0", 'u', NULL },
		{ "", (char)0xff, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[KEY_NAME_SIZE] = "";
		bool is_key = key_from_csi(rows[i].params, rows[i].final, name);

		ok(rows[i].name ? is_key && !strcmp(name, rows[i].name) : !is_key, "CSI %s %c is %s",
		   rows[i].params, rows[i].final > 0 ? rows[i].final : '?',
		   rows[i].name ? rows[i].name : "no key");
	}
}

static void test_curses(void)
{
	static const struct {
		const char *curses, *name; /* NULL: no key */
	} rows[] = {
		{ "KEY_UP", "<Up>" },
		{ "KEY_SR", "<S-Up>" },
		{ "KEY_BTAB", "<S-Tab>" },
		{ "KEY_F(1)", "<F1>" },
		{ "KEY_F(12)", "<F12>" },
		{ "KEY_F(13)", "<S-F1>" },
		{ "KEY_F(25)", "<C-F1>" },
		{ "KEY_F(48)", "<C-S-F12>" },
		{ "KEY_F(60)", "<M-F12>" },
		{ "KEY_BACKSPACE", "<BS>" },
		{ "kUP5", "<C-Up>" },
		{ "kDC3", "<M-Del>" },
		{ "kNXT6", "<C-S-PageDown>" },
		{ "KEY_F(0)", NULL },
		{ "KEY_F(61)", NULL },
		{ "KEY_MOUSE", NULL },
		{ "KEY_RESIZE", NULL },
		{ "kUP", NULL },
		{ "kUP55", NULL },
		{ "kxIN", NULL },
		{ "", NULL },
		{ NULL, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[KEY_NAME_SIZE] = "";
		bool is_key = key_from_curses(rows[i].curses, 0, name);

		ok(rows[i].name ? is_key && !strcmp(name, rows[i].name) : !is_key, "curses' %s is %s",
		   rows[i].curses ? rows[i].curses : "(none)", rows[i].name ? rows[i].name : "no key");
	}
}

static void test_text(void)
{
	ok(!strcmp(key_text("a"), "a") && !strcmp(key_text("ä"), "ä") && !strcmp(key_text("<"), "<") &&
		   !strcmp(key_text("<Space>"), " "),
	   "characters type themselves");
	ok(!key_text("<CR>") && !key_text("<C-n>") && !key_text("<M-x>"), "the others type nothing");
}

static void test_effects(void)
{
	struct effects effects = { 0 };
	char word[] = "version";
	const char *argv[] = { "keyplane", word, NULL };

	effects_add_argv(&effects, EFFECT_SPAWN, 7, argv);
	effects_add(&effects, EFFECT_QUIT, 3);
	word[0] = 'X';
	ok(effects.count == 2 && effects.item[0].number == 7 && effects.item[1].type == EFFECT_QUIT,
	   "effects keep their order");
	ok(!strcmp(effects.item[0].argv[1], "version") && !effects.item[0].argv[2],
	   "and copy their arguments");
	effects_release(&effects);
	ok(!effects.count, "a released list is empty, and can be used again");
	effects_release(&effects);
}

int main(void)
{
	test_parse();
	test_codes();
	test_csi();
	test_curses();
	test_text();
	test_effects();
	return tap_done();
}
