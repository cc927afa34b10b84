/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "import/layout_macros.h"
#include "tap.h"

/* "LAYOUT a@0,0 b@-|alias=LAYOUT" */
static void print(const struct layout_macros *all, struct str *out)
{
	for (size_t i = 0; i < all->macros; i++) {
		str_addf(out, "%s%s", i ? "|" : "", all->macro[i].name);
		for (size_t k = 0; k < all->macro[i].keys; k++) {
			const struct layout_macro_key *key = &all->macro[i].key[k];

			str_addf(out, " %s@", key->label ? key->label : "");
			if (key->row < 0)
				str_add(out, "-");
			else
				str_addf(out, "%d,%d", key->row, key->col);
		}
	}
	for (size_t i = 0; i < all->aliases; i++)
		str_addf(out, "%s%s=%s", out->len ? "|" : "", all->alias[i].name, all->alias[i].text);
}

static void check(const struct layout_macros *all, const char *want, const char *what)
{
	struct str got = STR_INIT;

	print(all, &got);
	is_text(str_text(&got), want, "%s", what);
	str_release(&got);
}

static const char ordinary[] =
	"#pragma once\n#include \"quantum.h\"\n"
	"#define LAYOUT( \\\n  k00, k01, k02, /* c */ \\\n  k10, k11, k12 \\\n) { \\\n"
	"  { k00, k01, k02 }, \\\n  { k10, %s, k12 } \\\n}\n"
	"#define LAYOUT_two(a,b) { {a,b,KC_NO}, {KC_NO,KC_NO,KC_NO} }\n#define LAYOUT_alias LAYOUT_two\n"
	"#define LAYOUT_kc( a ) LAYOUT(KC_##a)\n#define KEYMAP LAYOUT\n";

static void test_ordinary(void)
{
	static const struct {
		const char *cell, *line_end, *want;
		size_t complaints;
	} rows[] = {
		{ "k11", "\n",
		  "LAYOUT k00@0,0 k01@0,1 k02@0,2 k10@1,0 k11@1,1 k12@1,2|LAYOUT_two a@0,0 b@0,1|"
		  "LAYOUT_alias=LAYOUT_two|KEYMAP=LAYOUT",
		  0 },
		{ "KC_NO", "\n",
		  "LAYOUT k00@0,0 k01@0,1 k02@0,2 k10@1,0 k11@- k12@1,2|LAYOUT_two a@0,0 b@0,1|"
		  "LAYOUT_alias=LAYOUT_two|KEYMAP=LAYOUT",
		  1 },
		{ "k11", "\r\n",
		  "LAYOUT k00@0,0 k01@0,1 k02@0,2 k10@1,0 k11@1,1 k12@1,2|LAYOUT_two a@0,0 b@0,1|"
		  "LAYOUT_alias=LAYOUT_two|KEYMAP=LAYOUT",
		  0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics found = { 0 };
		struct layout_macros all = { 0 };
		struct str unix_text = STR_INIT, text = STR_INIT;

		str_addf(&unix_text, ordinary, rows[i].cell);
		for (const char *at = str_text(&unix_text); *at; at++)
			if (*at == '\n')
				str_add(&text, rows[i].line_end);
			else
				str_add_char(&text, *at);
		layout_macros_read(&all, str_text(&text), text.len, "x.h", &found);
		check(&all, rows[i].want, "a header with two layouts, two aliases and one for keycodes");
		ok(found.count == rows[i].complaints && !all.failed, "... with %zu complaints",
		   rows[i].complaints);
		if (found.count)
			ok(!strcmp(found.item[0].kind->code, "layout-macro") &&
				   found.item[0].place.line == 3 && strstr(found.item[0].text, "`k11`"),
			   "%s", found.item[0].text);
		diagnostics_release(&found);
		layout_macros_release(&all);
		str_release(&unix_text);
		str_release(&text);
	}
}

static void test_rows(void)
{
	static const struct {
		const char *what, *in, *out;
		size_t complaints;
		bool failed;
	} rows[] = {
		{ "nothing", "", "", 0, false },
		{ "blanks and tabs go", "#\tdefine LAYOUT_x( a ,\tb ) \\\n{ { a , b } , { KC_NO } }\n",
		  "LAYOUT_x a@0,0 b@0,1", 0, false },
		{ "what stands before the # goes as well when blank", "  #  define LAYOUT(a) {{a}}",
		  "LAYOUT a@0,0", 0, false },
		{ "another name than LAYOUT",
		  "#define KEYMAP(a) {{a}} // LAYOUT\n#define KEYMAP_LAYOUT(a) {{a}}", "", 0, false },
		{ "rows part at }, and {", "#define LAYOUT(a,b,c) { {a,b} , {KC_NO,c} }",
		  "LAYOUT a@0,0 b@0,1 c@1,1", 0, false },
		{ "a row is not known by its brackets", "#define LAYOUT(a,b,c) {a,b}{,c}",
		  "LAYOUT a@0,0 b@0,1 c@0,2", 0, false },
		{ "an argument without a name", "#define LAYOUT(a,,b,) {{a,b}}", "LAYOUT a@0,0 @- b@0,1 @-",
		  2, false },
		{ "no arguments", "#define LAYOUT() {{a}}", "LAYOUT @-", 1, false },
		{ "a key at two places", "#define LAYOUT(a,b) {{a,b},{a}}", "LAYOUT a@- b@0,1", 1, false },
		{ "a macro inside", "#define LAYOUT(a,b) LAYOUT_b(a,b)", "LAYOUT a@- b@-", 3, false },
		{ "a macro inside behind a row", "#define LAYOUT(a,b) {{a},{LAYOUT_b(b)},{b}}",
		  "LAYOUT a@0,0 b@-", 2, false },
		{ "no matrix", "#define LAYOUT(a) \n", "LAYOUT a@-", 1, false },
		{ "no closing parenthesis", "#define LAYOUT(a\n#define LAYOUT_b(a) {{a}}\n", "LAYOUT_b a@0,0",
		  1, true },
		{ "that in a macro of no layout too", "#define X(LAYOUT\n", "", 1, true },
		{ "not without the word LAYOUT", "#define X(a\n", "", 0, false },
		{ "the same name twice",
		  "#define LAYOUT_a(x) {{x}}\n#define LAYOUT_b(x) {{x}}\n#define LAYOUT_a(y,z) {{y,z}}",
		  "LAYOUT_a y@0,0 z@0,1|LAYOUT_b x@0,0", 0, false },
		{ "aliases stand before or behind",
		  "#define A LAYOUT\n#define LAYOUT(a) {{a}}\n#define B LAYOUT\n#define C LAYOUT_no\n",
		  "LAYOUT a@0,0|A=LAYOUT|B=LAYOUT", 0, false },
		{ "an alias has one blank between its words",
		  "#define LAYOUT(a) {{a}}\n#define  A LAYOUT\n#define\tB LAYOUT\n#define C  LAYOUT\n#define "
		  "D LAYOUT  \n"
		  "# define E LAYOUT\n  #define F LAYOUT\n#define G LAYOUT x\n",
		  "LAYOUT a@0,0|D=LAYOUT|F=LAYOUT", 0, false },
		{ "the last alias of a name counts, in the first one's place",
		  "#define LAYOUT(a) {{a}}\n#define LAYOUT_b(a) {{a}}\n#define A 1\n#define B "
		  "LAYOUT\n#define A LAYOUT_b\n"
		  "#define C LAYOUT\n#define C 2\n",
		  "LAYOUT a@0,0|LAYOUT_b a@0,0|A=LAYOUT_b|B=LAYOUT", 0, false },
		{ "comments",
		  "//#define LAYOUT(a) {{a}}\n/*\n#define LAYOUT_b(a) {{a}}\n*/#define LAYOUT_c(a/**/b) "
		  "{{ab}} // x\n",
		  "LAYOUT_c ab@0,0", 0, false },
		{ "a comment line's backslash joins nothing", "// \\\n#define LAYOUT(a) {{a}}",
		  "LAYOUT a@0,0", 0, false },
		{ "a comment before the backslash", "#define LAYOUT(a) /* \\\n */ {{a}} // \\\n, {{a}}",
		  "LAYOUT a@0,0", 0, false },
		{ "quotes hold comments, over lines too",
		  "#define X \"/*\"\n#define LAYOUT(a) {{a}}\n#define Y '*/\n//'\n", "LAYOUT a@0,0", 0,
		  false },
		{ "a quote in an escape", "#define X \"\\\"/*\"\n#define LAYOUT(a) {{a}}\n/*\"*/",
		  "LAYOUT a@0,0", 0, false },
		{ "an open quote hides nothing", "#error don't\n#define LAYOUT(a) {{a}} // c\n",
		  "LAYOUT a@0,0", 0, false },
		{ "an open comment neither", "#define LAYOUT(a) {{a}}\n/* #define LAYOUT_b(a) {{a}}",
		  "LAYOUT a@0,0", 0, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics found = { 0 };
		struct layout_macros all = { 0 };

		layout_macros_read(&all, rows[i].in, strlen(rows[i].in), "x.h", &found);
		check(&all, rows[i].out, rows[i].what);
		ok(found.count == rows[i].complaints && all.failed == rows[i].failed,
		   "... with %zu complaints%s", rows[i].complaints, rows[i].failed ? ", fatal for QMK" : "");
		diagnostics_release(&found);
		layout_macros_release(&all);
	}
}

static void test_levels(void)
{
	static const char top[] = "#define LAYOUT(a) {{a}}\n#define OLD LAYOUT\n#define GONE LAYOUT\n";
	static const char leaf[] =
		"#define LAYOUT_b(a) {{a}}\n#define LAYOUT(b) {{KC_NO,b}}\n#define OLD LAYOUT_b\n"
		"#define GONE 1\n#define NEW LAYOUT\n#define LATER LAYOUT_c\n";
	static const char last[] = "#define LAYOUT_c(a) {{a}}\n";
	struct diagnostics found = { 0 };
	struct layout_macros all = { 0 };

	layout_macros_read(&all, top, strlen(top), "top.h", &found);
	layout_macros_read(&all, leaf, strlen(leaf), "leaf.h", &found);
	layout_macros_read(&all, last, strlen(last), "last.h", &found);
	check(&all, "LAYOUT b@0,1|LAYOUT_b a@0,0|LAYOUT_c a@0,0|OLD=LAYOUT_b|GONE=LAYOUT|NEW=LAYOUT",
	      "headers of three levels: each one's aliases know the layouts up to it");
	ok(!found.count, "no complaint");
	diagnostics_release(&found);
	layout_macros_release(&all);
}

static void read_text(struct layout_macros *all, const struct str *text, struct diagnostics *found)
{
	layout_macros_read(all, str_text(text), text->len, "x.h", found);
}

static void test_bounds(void)
{
	struct diagnostics found = { 0 };
	struct layout_macros all = { 0 };
	struct str text = STR_INIT;

	for (int i = 0; i < LAYOUT_MACROS_MAX + 2; i++)
		str_addf(&text, "#define LAYOUT_%d(a) {{a}}\n#define A%d LAYOUT_0\n", i, i);
	read_text(&all, &text, &found);
	ok(all.macros == LAYOUT_MACROS_MAX && all.aliases == LAYOUT_MACROS_MAX && found.count == 4,
	   "no more than %d layouts and aliases", LAYOUT_MACROS_MAX);
	layout_macros_release(&all);
	diagnostics_release(&found);

	str_clear(&text);
	str_add(&text, "#define LAYOUT(a");
	str_pad(&text, ',', LAYOUT_MACRO_MAX_KEYS);
	str_add(&text, ") {{a}}\n#define LAYOUT_b(a) {{a");
	str_pad(&text, ',', LAYOUT_MACRO_MAX_CELLS);
	str_add(&text, "}}\n#define LAYOUT_c(a) {{a}}\n");
	read_text(&all, &text, &found);
	check(&all, "LAYOUT_c a@0,0", "a layout with too many keys, one with too many positions, a good one");
	ok(found.count == 2, "each has its complaint");
	layout_macros_release(&all);
	diagnostics_release(&found);

	str_clear(&text);
	while (text.len < LAYOUT_MACROS_MAX_BYTES - 100)
		str_addf(&text, "#define N%zu \"'/*\\\"\n", text.len);
	read_text(&all, &text, &found);
	ok(found.count == 1 && strstr(found.item[0].text, "not looked at"), "a file of too many names");
	str_pad(&text, '\n', 100);
	diagnostics_release(&found);
	read_text(&all, &text, &found);
	ok(found.count == 1 && strstr(found.item[0].text, "larger"), "a file that is too large");
	layout_macros_release(&all);
	diagnostics_release(&found);
	str_release(&text);
}

int main(void)
{
	test_ordinary();
	test_rows();
	test_levels();
	test_bounds();
	return tap_done();
}
