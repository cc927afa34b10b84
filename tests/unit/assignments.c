/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "import/assignments.h"
#include "tap.h"

/* "NAME=value", "NAME" without one, "!NAME" when undefined, with "|" between. */
static void print(const struct assignments *all, struct str *out)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct assignment *a = &all->item[i];

		str_addf(out, "%s%s%s", i ? "|" : "", a->undefined ? "!" : "", a->name);
		if (a->value)
			str_addf(out, "=%s", a->value);
	}
}

static void check(const struct assignments *all, const char *want, const char *what)
{
	struct str got = STR_INIT;

	print(all, &got);
	is_text(str_text(&got), want, "%s", what);
	str_release(&got);
}

static void read_rules(struct assignments *all, const char *text, size_t file)
{
	rules_mk_read(all, text, strlen(text), file);
}

static void test_rules_mk(void)
{
	static const struct {
		const char *what, *in, *out;
	} rows[] = {
		{ "nothing", "", "" },
		{ "blanks around both parts are not theirs", "  A  =  b c \nD=e", "A=b c|D=e" },
		{ "white space is what Unicode calls so",
		  "\xc2\xa0"
		  "A\xe2\x80\x83=\xe3\x80\x80"
		  "1\x1c\n",
		  "A=1" },
		{ "lines end in CR, LF or both", "A=1\r\nB=2\rC=3\n\n\rD=4", "A=1|B=2|C=3|D=4" },
		{ "a comment begins anywhere", "A = yes # c\n#B = no\nC = a#b # c\n # D = 1", "A=yes|C=a" },
		{ "a comment hides the operator", "A # = 1\nB #+= 1", "" },
		{ "the last one wins, in the first one's place", "A=1\nB=2\nA=3", "A=3|B=2" },
		{ "+= appends with a blank", "SRC += a.c\nSRC += b.c\nSRC+=", "SRC=a.c b.c " },
		{ "?= sets what is absent", "A ?= 1\nA ?= 2\nB=\nB ?= 3", "A=1|B=" },
		{ ":= keeps its colon", "A := 1\nB:=2\nC ::= 3", "A :=1|B:=2|C ::=3" },
		{ "A and `A :` are two names", "A = 1\nA := 2", "A=1|A :=2" },
		{ "+= counts anywhere in the line", "A = b += c\nX += y", "A = b=c|X=y" },
		{ "?= counts anywhere in the line", "A = b ?= c", "A = b=c" },
		{ "+= comes before ?=", "A ?= b += c", "A ?= b=c" },
		{ "only the first = splits", "OPT_DEFS += -DX=1\nA = b=c", "OPT_DEFS=-DX=1|A=b=c" },
		{ "conditionals are not looked at",
		  "ifeq ($(X),y)\nA = yes\nelse\nA = no\nendif\nifeq (a=b)\n", "A=no|ifeq (a=b)" },
		{ "a backslash joins nothing", "SRC = a.c \\\n      b.c\nX = 1", "SRC=a.c \\|X=1" },
		{ "words before the name are its own", "export A = 1\noverride B ?= 2",
		  "export A=1|override B=2" },
		{ "other operators leave a sign", "A != date\n", "A !=date" },
		{ "a name may be empty", "= 1\n=2", "=2" },
		{ "recipes and includes are none", "include x.mk\nall:\n\techo a\n", "" },
		{ "a byte order mark belongs to the name",
		  "\xef\xbb\xbf"
		  "A=1",
		  "\xef\xbb\xbf"
		  "A=1" },
		{ "bytes that are no UTF-8 stay", "A=\xff\xfe", "A=\xff\xfe" },
		{ "a file of many rules",
		  "NKRO_ENABLE = yes # c\nAUDIO_ENABLE=no\nOLED_ENABLE := yes\nSRC += a.c\nSRC += b.c\nFOO "
		  "?= 1\n"
		  "RGBLIGHT_ENABLE ?= yes\nBACKLIGHT_ENABLE = maybe\nEMPTY_ENABLE =\n#X_ENABLE = yes\n"
		  "  INDENT_ENABLE = yes\n",
		  "NKRO_ENABLE=yes|AUDIO_ENABLE=no|OLED_ENABLE :=yes|SRC=a.c b.c|FOO=1|RGBLIGHT_ENABLE=yes|"
		  "BACKLIGHT_ENABLE=maybe|EMPTY_ENABLE=|INDENT_ENABLE=yes" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct assignments all = { 0 };

		read_rules(&all, rows[i].in, 0);
		check(&all, rows[i].out, rows[i].what);
		assignments_release(&all);
	}
}

static void test_config_h(void)
{
	static const struct {
		const char *what, *in, *out;
		size_t complaints;
	} rows[] = {
		{ "nothing", "", "", 0 },
		{ "with and without a value", "#pragma once\n#define A\n#define B 1", "A|B=1", 0 },
		{ "white space in a value is one blank", "#define\tA  {\t1 ,\f2 }\n", "A={ 1 , 2 }", 0 },
		{ "white space is what Unicode calls so",
		  "\xc2\xa0#define\xe2\x80\x83"
		  "A\xe3\x80\x80"
		  "1",
		  "A=1", 0 },
		{ "the sign stands at the name", "# define A\n#  define B 1\n  #define C", "C", 0 },
		{ "the last one wins, in the first one's place", "#define A 1\n#define B\n#define A", "A|B",
		  0 },
		{ "conditionals are not looked at", "#ifdef X\n#define A 1\n#else\n#define A 2\n#endif",
		  "A=2", 0 },
		{ "a function's name goes to the blank", "#define F(a) a\n#define G(a, b) a",
		  "F(a)=a|G(a,=b) a", 0 },
		{ "a backslash joins lines", "#define A { 1, \\\n 2 }\n#define \\\nB\\\nC 3",
		  "A={ 1, 2 }|BC=3", 0 },
		{ "in CRLF files too", "#define A { 1, \\\r\n 2 }\r\n#define B\r\n", "A={ 1, 2 }|B", 0 },
		{ "not when a blank follows it", "#define A { 1, \\ \n 2 }", "A={ 1, \\", 0 },
		{ "// after white space", "#define A 1 // one\n#define B // two\n#define C\t//three",
		  "A=1|B|C", 0 },
		{ "// after something else", "#define A//B\n#define B 1//2 //3", "A//B|B=1//2", 0 },
		{ "// at the line's start", "//#define A\n // #define B\n// c\n#define C", "C", 0 },
		{ "// in quotes", "#define A \"A // B\"\n#define U \"https://x y\"",
		  "A=\"A|U=\"https://x y\"", 0 },
		{ "block comments", "/* a */#define A 1 /* b */\n#define/**/B 2\n#define C/* c */3", "A=1|C3",
		  0 },
		{ "over lines", "/*\n#define A\n*/ #define B\n#define C /* x\ny */ 1 \n#define D /* x\n",
		  "B|C=1|D", 0 },
		{ "a block comment closes behind its start", "#define A /*/ 1\n#define B */ 2", "A=2", 0 },
		{ "an open one takes the line alone", "#define A 1 /* x\n#define B 2 /* y", "A=1|B=2", 0 },
		{ "an open one without a blank", "#define A 1/* x", "A=1/* x", 0 },
		{ "joined lines make comments", "#define A 1 /\\\n* x */ 2", "A=1 2", 0 },
		{ "a quote hides no block comment", "#define A \"x /* y\"\n#define B \"*/\"", "A=\"x \"", 0 },
		{ "#undef of what has no value", "#define A\n#define B\n#undef A", "B", 0 },
		{ "#undef of what has one", "#define A 1\n#define B\n#undef A\n#undef A", "!A|B", 0 },
		{ "#undef of nothing", "#undef A\n#define B", "B", 0 },
		{ "#define after #undef", "#define A\n#define B\n#undef A\n#define A\n", "B|A", 0 },
		{ "#define with a value after #undef", "#define A 1\n#define B\n#undef A\n#define A 2",
		  "A=2|B", 0 },
		{ "#define without a name", "#define\n#define A\n#define // x\n", "A", 2 },
		{ "#undef without a name or with two", "#define A\n#undef\n#undef A B\n", "A", 2 },
		{ "a byte order mark hides the first line", "\xef\xbb\xbf#define A\n#define B", "B", 0 },
		{ "bytes that are no UTF-8 stay", "#define A \xff\xfe", "A=\xff\xfe", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics found = { 0 };
		struct assignments all = { 0 };

		config_h_read(&all, rows[i].in, strlen(rows[i].in), 0, "config.h", &found);
		check(&all, rows[i].out, rows[i].what);
		ok(found.count == rows[i].complaints, "... with %zu complaints", rows[i].complaints);
		assignments_release(&all);
		diagnostics_release(&found);
	}
}

static void read_config(struct assignments *all, const char *text, size_t file)
{
	struct diagnostics found = { 0 };

	config_h_read(all, text, strlen(text), file, "config.h", &found);
	ok(!found.count, "no complaint");
	diagnostics_release(&found);
}

static void test_places(void)
{
	struct diagnostics found = { 0 };
	struct assignments all = { 0 };
	const char *bad = "/* a\n b */\n#define A { 1, \\\n 2 }\n#define\n#undef A B\n";
	const struct assignment *a;

	config_h_read(&all, bad, strlen(bad), 7, "keyboards/x/config.h", &found);
	a = assignments_find(&all, "A");
	ok(a && a->line == 3 && a->file == 7, "a #define behind a comment of two lines is on line 3");
	ok(found.count == 2 && !strcmp(found.item[0].kind->code, "config-h-define") &&
		   found.item[0].place.line == 5 && found.item[1].place.line == 6,
	   "what is wrong has its line, joined lines counted");
	ok(!strcmp(diagnostic_place(&found.item[0]).file, "keyboards/x/config.h"), "and its file");
	diagnostics_release(&found);
	assignments_release(&all);

	read_rules(&all, "A=1\r\nB+=2\nA=3\nB+=4\nC?=5\n", 1);
	read_rules(&all, "\n\n\nC?=6\nA=7\nB+=8\n", 2);
	check(&all, "A=7|B=2 4 8|C=5", "a second file goes on");
	a = assignments_find(&all, "A");
	ok(a && a->file == 2 && a->line == 5, "what is set again is where it was set last");
	a = assignments_find(&all, "B");
	ok(a && a->file == 1 && a->line == 2, "what is added to is where it began");
	a = assignments_find(&all, "C");
	ok(a && a->file == 1 && a->line == 5, "what was not absent is where it was");
	ok(!assignments_find(&all, "D") && !assignments_find(&all, ""), "what is not there is not found");
	assignments_release(&all);
	ok(!assignments_find(&all, "A"), "nor in nothing");
}

static void test_merge(void)
{
	struct assignments top = { 0 }, leaf = { 0 }, empty = { 0 };

	read_config(&top, "#define A 1\n#define B\n#define C 3\n", 0);
	read_config(&leaf, "#undef A\n#undef B\n#define D 4\n#define C\n#define B 2\n", 1);
	assignments_merge(&top, &leaf);
	check(&top, "A=1|B=2|C|D=4", "levels: names keep their places, an #undef stays in its file");
	ok(!leaf.count && assignments_find(&top, "B")->file == 1 && assignments_find(&top, "A")->file == 0,
	   "what was merged is gone from there, with the file that it came from");
	assignments_merge(&empty, &top);
	check(&empty, "A=1|B=2|C|D=4", "into nothing");
	assignments_merge(&empty, &top);
	ok(empty.count == 4 && !top.count, "nothing into something");
	assignments_release(&empty);
}

/* A text that makes a careless reader slow: each line repeats what the ones before did. */
static void test_bounds(void)
{
	struct diagnostics found = { 0 };
	struct assignments all = { 0 };
	struct str text = STR_INIT;

	for (int i = 0; i < ASSIGNMENTS_MAX + 10; i++)
		str_addf(&text, "N%d=%d\n", i, i);
	rules_mk_read(&all, str_text(&text), text.len, 0);
	ok(all.count == ASSIGNMENTS_MAX && all.full, "no more than %d names", ASSIGNMENTS_MAX);
	ok(!strcmp(assignments_find(&all, "N19999")->value, "19999"), "the last of them is found");
	assignments_release(&all);

	str_clear(&text);
	while (text.len < ASSIGNMENTS_MAX_BYTES)
		str_add(&text, "A+=x\n");
	rules_mk_read(&all, str_text(&text), text.len, 0);
	ok(all.count == 1 && all.full && strlen(all.item[0].value) > ASSIGNMENTS_MAX_BYTES / 5,
	   "a name that is added to on each line of a long file");
	assignments_release(&all);

	str_clear(&text);
	while (text.len < ASSIGNMENTS_MAX_BYTES - 20)
		str_add(&text, "#define A /* \n#undef A\n");
	config_h_read(&all, str_text(&text), text.len, 0, "config.h", &found);
	ok(!all.count && !found.count, "a name that comes and goes, behind comments that never close");
	assignments_release(&all);
	str_release(&text);
	diagnostics_release(&found);
}

int main(void)
{
	test_rules_mk();
	test_config_h();
	test_places();
	test_merge();
	test_bounds();
	return tap_done();
}
