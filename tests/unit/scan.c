/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "build/scan.h"
#include "model/symbol.h"
#include "tap.h"

/* Feed @text in pieces of @piece bytes; returns the lines. */
static size_t feed(struct scan *scan, const char *text, size_t len, size_t piece)
{
	size_t lines = 0;

	while (len) {
		size_t left = piece < len ? piece : len;
		const char *at = text;

		text += left;
		len -= left;
		while (scan_take(scan, &at, &left))
			lines++;
	}
	return lines + scan_finish(scan);
}

static void test_lines(void)
{
	static const struct {
		const char *what, *line;
		size_t done;
		const char *code, *file, *text; /* the diagnostic; NULL: none */
		int row, column;
	} rows[] = {
		{ "a compiled file",
		  "Compiling: quantum/quantum.c                                              [OK]", 1, NULL,
		  NULL, NULL, 0, 0 },
		{ "one with colours", "Compiling: tmk_core/protocol/lufa/lufa.c   \x1b[32;01m[OK]\x1b[0m", 1,
		  NULL, NULL, NULL, 0, 0 },
		{ "one with warnings", "Compiling: a.c \x1b[33;01m[WARNINGS]\x1b[0m", 1, NULL, NULL, NULL, 0,
		  0 },
		{ "one that failed", "Compiling: a.c [ERRORS]", 1, NULL, NULL, NULL, 0, 0 },
		{ "one that is not through", "Compiling: a.c", 0, NULL, NULL, NULL, 0, 0 },
		{ "the link", "Linking: .build/dz60_mine.elf   [OK]", 1, NULL, NULL, NULL, 0, 0 },
		{ "assembly", "Assembling: platforms/avr/xprintf.S [OK]", 1, NULL, NULL, NULL, 0, 0 },
		{ "a library", "Archiving: lib/x.o [OK]", 1, NULL, NULL, NULL, 0, 0 },
		{ "an error",
		  "keyboards/dz60/keymaps/mine/keymap.c:12:15: error: 'KC_FOO' undeclared here (not in a "
		  "function)",
		  0, "cc", "keyboards/dz60/keymaps/mine/keymap.c",
		  "'KC_FOO' undeclared here (not in a function)", 12, 15 },
		{ "an error as make shows it, in colour",
		  " | \x1b[01m\x1b[Kkeymap.c:5:3:\x1b[m\x1b[K \x1b[01;31m\x1b[Kerror: \x1b[m\x1b[Kexpected "
		  "'}'",
		  0, "cc", "keymap.c", "expected '}'", 5, 3 },
		{ "an error behind the name of what is compiled",
		  "Compiling: quantum/a.c          \x1b[01m\x1b[Kquantum/a.c:26:35:\x1b[m\x1b[K "
		  "\x1b[01;31m\x1b[Kfatal error: \x1b[m\x1b[Kb.h: No such file or directory",
		  0, "cc", "quantum/a.c", "b.h: No such file or directory", 26, 35 },
		{ "a result that comes later", " \x1b[33;01m[WARNINGS]\x1b[0m", 1, NULL, NULL, NULL, 0, 0 },
		{ "an undefined name behind what is linked",
		  "Linking: .build/x.elf   a.o: undefined reference to `f'", 0, "link", "",
		  "a.o: undefined reference to `f'", -1, -1 },
		{ "what is generated", "Generating: .build/info_config.h   [OK]", 0, NULL, NULL, NULL, 0, 0 },
		{ "gmake's", "gmake: *** [builddefs/common_rules.mk:366: x.o] Error 1", 0, "make", "",
		  "[builddefs/common_rules.mk:366: x.o] Error 1", -1, -1 },
		{ "a missing header", "./a.c:1:10: fatal error: keymap_x.h: No such file or directory", 0,
		  "cc", "a.c", "keymap_x.h: No such file or directory", 1, 10 },
		{ "a warning", "a.c:7:1: warning: unused variable 'x' [-Wunused-variable]", 0, "cc-warning",
		  "a.c", "unused variable 'x' [-Wunused-variable]", 7, 1 },
		{ "no column", "a.c:7: error: x", 0, "cc", "a.c", "x", 7, -1 },
		{ "a note", "a.c:7:1: note: declared here", 0, NULL, NULL, NULL, 0, 0 },
		{ "an include chain", "In file included from quantum/keymap_introspection.c:20:", 0, NULL,
		  NULL, NULL, 0, 0 },
		{ "a huge line number", "a.c:99999999999999999999:1: error: x", 0, NULL, NULL, NULL, 0, 0 },
		{ "a time", "12:30:01: error: x", 0, "cc", "12", "x", 30, 1 },
		{ "an undefined name with its place", "keymap.c:40: undefined reference to `foo'", 0, "link",
		  "keymap.c", "undefined reference to `foo'", 40, -1 },
		{ "an undefined name", "/usr/bin/ld: a.o:(.text+0x4): undefined reference to `foo'", 0,
		  "link", "", "/usr/bin/ld: a.o:(.text+0x4): undefined reference to `foo'", -1, -1 },
		{ "a full flash", "ld: region `flash0' overflowed by 1234 bytes", 0, "image-too-large", "",
		  "ld: region `flash0' overflowed by 1234 bytes", -1, -1 },
		{ "a full RAM", " * RAM usage (not including stack) exceeds available RAM by 12 bytes", 0,
		  "image-too-large", "",
		  "* RAM usage (not including stack) exceeds available RAM by 12 bytes", -1, -1 },
		{ "qmk's complaint", "\x1b[31m☒\x1b[39m Invalid keymap argument", 0, "qmk", "",
		  "Invalid keymap argument", -1, -1 },
		{ "qmk's warning", "⚠ dz60: deprecated", 0, "qmk-warning", "", "dz60: deprecated", -1, -1 },
		{ "qmk's greeting", "Ψ Compiling keymap with make -r -R -f builddefs/build_keyboard.mk", 0,
		  NULL, NULL, NULL, 0, 0 },
		{ "a makefile's complaint", " * Invalid layout         \x1b[31;01m[ERRORS]\x1b[0m", 0, "qmk",
		  "", "Invalid layout", -1, -1 },
		{ "make's", "make[1]: *** [builddefs/common_rules.mk:361: x.o] Error 1", 0, "make", "",
		  "[builddefs/common_rules.mk:361: x.o] Error 1", -1, -1 },
		{ "nothing", "", 0, NULL, NULL, NULL, 0, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct scan scan = { 0 };
		const struct diagnostic *d;
		size_t lines = feed(&scan, rows[i].line, strlen(rows[i].line), 7);

		d = scan.diagnostics.count ? &scan.diagnostics.item[0] : NULL;
		ok(lines <= 1 && scan.done == rows[i].done &&
			   scan.diagnostics.count == (rows[i].code ? 1 : 0) &&
			   (!d || (!strcmp(d->kind->code, rows[i].code) && !strcmp(d->text, rows[i].text) &&
				   !strcmp(symbol_text(d->file), rows[i].file) &&
				   d->place.line == rows[i].row && d->place.column == rows[i].column)),
		   "%s", rows[i].what);
		scan_release(&scan);
	}
}

static void test_sizes(void)
{
	static const struct {
		const char *text;
		uint64_t size, room;
		size_t diagnostics;
	} rows[] = {
		{ "Checking file size of dz60_mine.hex   [OK]\n"
		  " * The firmware size is fine - 20000/28672 (69%, 8672 bytes free)\n",
		  20000, 28672, 0 },
		{ " * The firmware size is approaching the maximum - 28600/28672 (99%, 72 bytes free)\n",
		  28600, 28672, 1 },
		{ "\n * \x1b[31;01mThe firmware is too large!\x1b[0m 30000/28672 (1328 bytes over)\n", 30000,
		  28672, 1 },
		{ "Size after:\n   text    data     bss     dec     hex filename\n"
		  "      0   36444       0   36444    8e5c planck_rev6_mine.bin\n",
		  36444, 0, 0 },
		{ "   text    data     bss     dec     hex filename\nnonsense\n", 0, 0, 0 },
		{ "The firmware size is fine - x/y\n", 0, 0, 0 },
		{ "The firmware size is fine - 99999999999999999999/1\n", 0, 0, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct scan scan = { 0 };

		feed(&scan, rows[i].text, strlen(rows[i].text), 1000);
		ok(scan.size_bytes == rows[i].size && scan.room_bytes == rows[i].room &&
			   scan.diagnostics.count == rows[i].diagnostics,
		   "sizes %zu: %d of %d", i, (int)scan.size_bytes, (int)scan.room_bytes);
		scan_release(&scan);
	}
}

static void test_image(void)
{
	static const struct {
		const char *line, *image;
	} rows[] = {
		{ "Copying keebio_iris_rev8_mine.hex to qmk_firmware folder      [OK]",
		  "keebio_iris_rev8_mine.hex" },
		{ "Copying ../../etc/passwd to qmk_firmware folder", "" },
		{ "Copying .. to qmk_firmware folder", "" },
		{ "Copying  to qmk_firmware folder", "" },
		{ "Copying to qmk_firmware folder", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct scan scan = { 0 };

		feed(&scan, rows[i].line, strlen(rows[i].line), 3);
		ok(!strcmp(scan.image, rows[i].image), "image %zu is '%s'", i, scan.image);
		scan_release(&scan);
	}
}

static void test_make_follows(void)
{
	static const char text[] = "a.c:1:2: error: x\nmake: *** [a.o] Error 1\n";
	struct scan scan = { 0 };

	feed(&scan, text, strlen(text), 5);
	ok(scan.diagnostics.count == 1, "make only says what the compiler said already");
	scan_release(&scan);
}

static void test_hostile(void)
{
	static const char controls[] = "a\x1b[2Jb\x1b]0;title\x07"
				       "c\x1b]8;;x\x1b\\d\x01\x7f\te\x1b";
	static const char progress[] = "10%\r20%\r\r\n";
	static char big[3 * SCAN_LINE_BYTES];
	struct scan scan = { 0 };

	feed(&scan, controls, sizeof(controls) - 1, 1);
	ok(!strcmp(scan.text, "abcd e"), "no control byte is left: %s", scan.text);
	feed(&scan, progress, sizeof(progress) - 1, 1);
	ok(!strcmp(scan.text, "20%"), "a display that starts over leaves one: %s", scan.text);
	memset(big, 'x', sizeof(big));
	ok(feed(&scan, big, sizeof(big), 1000) == 1 && strlen(scan.text) == SCAN_LINE_BYTES - 1,
	   "a line without end is cut");
	memset(big, '\x1b', sizeof(big));
	ok(feed(&scan, big, sizeof(big), 1000) == 1 && !scan.text[0], "nor do escapes without end do harm");
	memset(big, 0, sizeof(big));
	ok(feed(&scan, big, sizeof(big), 1000) == 1 && !scan.text[0], "nor NULs");
	for (int i = 0; i < 3000; i++)
		feed(&scan, "a.c:1:1: error: x\n", 18, 18);
	ok(scan.diagnostics.count == DIAGNOSTICS_MAX && scan.diagnostics.dropped == 2000,
	   "a flood of errors is capped and counted");
	scan_release(&scan);
}

int main(void)
{
	test_lines();
	test_sizes();
	test_image();
	test_make_follows();
	test_hostile();
	return tap_done();
}
