/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "compile/columns.h"
#include "tap.h"

/*
 * A text with its items between < and >. `<KC_A=KC_B>` is one that gets another text. Expected is the text without the
 * signs.
 */
struct fixture {
	const char *name, *before, *after;
};

enum { MAX_ITEMS = 64 };

static char with[MAX_ITEMS][64];

static size_t take_items(const char *marked, struct str *text, struct columns_item item[MAX_ITEMS])
{
	size_t count = 0;

	for (const char *p = marked; *p; p++) {
		const char *end, *equals;

		if (*p != '<') {
			str_add_char(text, *p);
			continue;
		}
		end = strchr(p, '>');
		equals = memchr(p, '=', (size_t)(end - p));
		item[count].span.start = (uint32_t)text->len;
		str_add_bytes(text, p + 1, (size_t)((equals ? equals : end) - p - 1));
		item[count].span.len = (uint32_t)text->len - item[count].span.start;
		item[count].with = NULL;
		if (equals) {
			snprintf(with[count], sizeof(with[count]), "%.*s", (int)(end - equals - 1),
				 equals + 1);
			item[count].with = with[count];
		}
		count++;
		p = end;
	}
	return count;
}

static const struct fixture fixtures[] = {
	{ "a shorter text is padded behind its comma",         /* */
	  "  <KC_LEFT=KC_A>, <KC_B>,\n  <KC_TAB>,  <KC_C>,\n", /* */
	  "  KC_A,    KC_B,\n  KC_TAB,  KC_C,\n" },
	{ "a longer one takes blanks away",                       /* */
	  "  <KC_A=KC_LEFT>,    <KC_B>,\n  <KC_LCTL>, <KC_C>,\n", /* */
	  "  KC_LEFT, KC_B,\n  KC_LCTL, KC_C,\n" },
	{ "down to one, then the column grows in each line that has it",             /* */
	  "  <KC_A=LT(1,KC_A)>,    <KC_B>, <KC_C>,\n  <KC_LCTL>, <KC_D>, <KC_E>,\n", /* */
	  "  LT(1,KC_A), KC_B, KC_C,\n  KC_LCTL,    KC_D, KC_E,\n" },
	{ "and not further than to where there is room in each of them",        /* */
	  "<KC_A=KC_LONG>, <KC_B>,     <KC_C>,\n<KC_D>, <KC_EE>,    <KC_F>,\n", /* */
	  "KC_LONG, KC_B,  KC_C,\nKC_D,    KC_EE, KC_F,\n" },
	{ "lines that do not have the column stay",                        /* */
	  "<KC_A=KC_LONG>, <KC_B>,\n<KC_D>, <KC_E>,\n   <KC_F>, <KC_G>\n", /* */
	  "KC_LONG, KC_B,\nKC_D,    KC_E,\n   KC_F, KC_G\n" },
	{ "the first of a line is indented further when it begins at the column", /* */
	  "<KC_A=KC_LONG>, <KC_B>,\n<KC_D>, <KC_E>,\n      <KC_F>\n",             /* */
	  "KC_LONG, KC_B,\nKC_D,    KC_E,\n         KC_F\n" },
	{ "a start of one line alone is pushed",                 /* */
	  "<KC_A=KC_LONG>, <KC_B>, <KC_C>\n<KC_DOWN>, <KC_E>\n", /* */
	  "KC_LONG, KC_B, KC_C\nKC_DOWN, KC_E\n" },
	{ "and pulled, when nothing but one blank is before it", /* */
	  "<KC_LONG=KC_A>, <KC_B>, <KC_C>\n",                    /* */
	  "KC_A, KC_B, KC_C\n" },
	{ "but stays where room was left for it", /* */
	  "<KC_LONG=KC_A>,   <KC_B>, <KC_C>\n",   /* */
	  "KC_A,      KC_B, KC_C\n" },
	{ "several at once",                                                      /* */
	  "<KC_A=KC_LONG>, <KC_B=KC_LONGER>, <KC_C>,\n<KC_D>, <KC_E>, <KC_F>,\n", /* */
	  "KC_LONG, KC_LONGER, KC_C,\nKC_D,    KC_E,      KC_F,\n" },
	{ "tabs that begin lines count",                                           /* */
	  "\t\t<KC_A=KC_LONG>, <KC_B>,\n\t\t<KC_D>, <KC_E>,\n\t<KC_F>,  <KC_G>\n", /* */
	  "\t\tKC_LONG, KC_B,\n\t\tKC_D,    KC_E,\n\tKC_F,  KC_G\n" },
	{ "a tab between items: that line grows alone",   /* */
	  "<KC_A=KC_LONG>,\t<KC_B>,\n<KC_D>,\t<KC_E>,\n", /* */
	  "KC_LONG,\tKC_B,\nKC_D,\tKC_E,\n" },
	{ "behind a tab as well",                                             /* */
	  "<KC_X>,\t<KC_A=KC_LONG>,   <KC_B>,\n<KC_Y>,\t<KC_D>,   <KC_E>,\n", /* */
	  "KC_X,\tKC_LONG,   KC_B,\nKC_Y,\tKC_D,   KC_E,\n" },
	{ "CRLF",                                           /* */
	  "<KC_A=KC_LONG>, <KC_B>,\r\n<KC_D>, <KC_E>,\r\n", /* */
	  "KC_LONG, KC_B,\r\nKC_D,    KC_E,\r\n" },
	{ "commas in their column stay there",                      /* */
	  "<KC_A=KC_AB>    ,<KC_B>    ,\n<KC_LEFT> ,<KC_D>    ,\n", /* */
	  "KC_AB   ,KC_B    ,\nKC_LEFT ,KC_D    ,\n" },
	{ "when the text before one filled its slot, too",         /* */
	  "<KC_A>    ,<KC_B>    ,\n<KC_LCTLX=KC_D>,<KC_D>    ,\n", /* */
	  "KC_A    ,KC_B    ,\nKC_D    ,KC_D    ,\n" },
	{ "the blank behind a comma goes last",                             /* */
	  "<KC_A=KC_LONG>  , <KC_B> , <KC_C>\n<KC_D>  , <KC_E> , <KC_F>\n", /* */
	  "KC_LONG, KC_B, KC_C\nKC_D   , KC_E, KC_F\n" },
	{ "a layer that shares ends keeps them",                                          /* */
	  "    <KC_A=KC_LEFT>,    <KC_B>,  <KC_UP>,\n <KC_LCTL>, <KC_DOWN>, <KC_ESC>,\n", /* */
	  " KC_LEFT,    KC_B,  KC_UP,\n KC_LCTL, KC_DOWN, KC_ESC,\n" },
	{ "and its columns grow",                                                             /* */
	  "    <KC_A>,    <KC_B=LT(2, KC_A)>,  <KC_UP>,\n <KC_LCTL>, <KC_DOWN>, <KC_ESC>,\n", /* */
	  "    KC_A, LT(2, KC_A),  KC_UP,\n KC_LCTL,     KC_DOWN, KC_ESC,\n" },
	{ "a shorter text there is padded before it",                                  /* */
	  "    <KC_A>,    <KC_B>,  <KC_UP>,\n <KC_LCTL>, <KC_DOWN=KC_D>, <KC_ESC>,\n", /* */
	  "    KC_A,    KC_B,  KC_UP,\n KC_LCTL,    KC_D, KC_ESC,\n" },
	{ "a comment between two keeps its place, blanks in it stay",           /* */
	  "<KC_LEFT=KC_A>, /* a  b */ <KC_B>,\n<KC_C>,    /* c  d */ <KC_D>\n", /* */
	  "KC_A,    /* a  b */ KC_B,\nKC_C,    /* c  d */ KC_D\n" },
	{ "blanks behind a comment go after those before it",                   /* */
	  "<KC_A=KC_ESC>,  /* a  b */  <KC_B>,\n<KC_C>,  /* c  d */  <KC_D>\n", /* */
	  "KC_ESC, /* a  b */ KC_B,\nKC_C,  /* c  d */  KC_D\n" },
	{ "a comment at the end of the line keeps its column", /* */
	  "<KC_LEFT=KC_A>   // home\n",                        /* */
	  "KC_A      // home\n" },
	{ "also to grow into",                                    /* */
	  "<KC_A=KC_LEFT>,     // home\n<KC_LONGER>, // upper\n", /* */
	  "KC_LEFT,  // home\nKC_LONGER, // upper\n" },
	{ "and moves when there is no room, alone", /* */
	  "<KC_A=KC_LEFT>, \\\n<KC_B>, \\\n",       /* */
	  "KC_LEFT, \\\nKC_B, \\\n" },
	{ "with one blank before it alone it follows",       /* */
	  "<KC_LEFT=KC_A>, // home\n<KC_LONGER>,  // row\n", /* */
	  "KC_A, // home\nKC_LONGER,  // row\n" },
	{ "characters of two columns and of none before an item",                           /* */
	  "/* \xe4\xb8\xad */ <KC_A=KC_LONG>, <KC_B>,\n/* e\xcc\x81u */ <KC_D>, <KC_E>,\n", /* */
	  "/* \xe4\xb8\xad */ KC_LONG, KC_B,\n/* e\xcc\x81u */ KC_D,    KC_E,\n" },
	{ "an item of two lines that changes moves what follows it, and no more", /* */
	  "<LT(1,\n  KC_A)=KC_A>,   <KC_B>\n<KC_C>,  <KC_D>\n",                   /* */
	  "KC_A,   KC_B\nKC_C,  KC_D\n" },
	{ "one that stays",                                  /* */
	  "<LT(1,\n  KC_A)>,   <KC_B=KC_LONG>,    <KC_C>\n", /* */
	  "LT(1,\n  KC_A),   KC_LONG, KC_C\n" },
	{ "quoted text in between keeps its blanks",                                  /* */
	  "<KC_A=KC_LONG>, F(\"a   b\",   <KC_B>)\n<KC_C>, F(\"a   b\",   <KC_D>)\n", /* */
	  "KC_LONG, F(\"a   b\",   KC_B)\nKC_C, F(\"a   b\",      KC_D)\n" },
	{ "an opening bracket before the first",                      /* */
	  "LAYOUT(<KC_A=KC_LONG>, <KC_B>,\n       <KC_C>, <KC_D>)\n", /* */
	  "LAYOUT(KC_LONG, KC_B,\n       KC_C,    KC_D)\n" },
	{ "bindings without commas",                                  /* */
	  "bindings = \\\n  &<kp A=mt LSHFT A> <B>\n  &<kp C> <D>\n", /* */
	  "bindings = \\\n  &mt LSHFT A B\n  &kp C       D\n" },
	{ "no newline at the end", "<KC_A=KC_B>", "KC_B" },
};

static void test_fixtures(void)
{
	for (size_t i = 0; i < COUNT(fixtures); i++) {
		struct columns_item item[MAX_ITEMS];
		struct rewrite rewrite = { 0 };
		struct str text = STR_INIT, out = STR_INIT;
		size_t count = take_items(fixtures[i].before, &text, item);

		columns_replace(&rewrite, str_text(&text), text.len, item, count);
		rewrite_print(&rewrite, str_text(&text), (struct span){ 0, (uint32_t)text.len }, &out);
		is_text(str_text(&out), fixtures[i].after, "%s", fixtures[i].name);
		rewrite_release(&rewrite);
		str_release(&text);
		str_release(&out);
	}
}

/* Without new texts nothing changes, whatever the grid is. */
static void test_unchanged(void)
{
	for (size_t i = 0; i < COUNT(fixtures); i++) {
		struct columns_item item[MAX_ITEMS];
		struct rewrite rewrite = { 0 };
		struct str text = STR_INIT;
		size_t count = take_items(fixtures[i].before, &text, item);

		for (size_t k = 0; k < count; k++)
			item[k].with = NULL;
		columns_replace(&rewrite, str_text(&text), text.len, item, count);
		ok(!rewrite.parts, "%s: nothing to do, nothing done", fixtures[i].name);
		rewrite_release(&rewrite);
		str_release(&text);
	}
}

/* Blanks apart, the text is the old one with the new items in it, and what began a column that two lines share and
 * has room still begins there. */
static char *without_blanks(const char *text)
{
	char *out = calloc(strlen(text) + 1, 1), *p = out;

	for (; *text; text++)
		if (*text != ' ')
			*p++ = *text;
	return out;
}

static void test_random(void)
{
	static const char *const gap[] = { ", ",           ",",          " , ",       ",    ",
					   ",\t",          ", /* c */ ", ",\n",       ",\n\t",
					   ", // x\n    ", "   ,",       ",  \\\n  ", ", \xc3\xa9  " };
	static const char *const name[] = { "A", "KC_B", "LT(1, KC_C)", "\xe4\xb8\xad", "LSFT_T(\n KC_D)" };
	uint32_t seed = 1;
	bool same = true;

	for (int round = 0; round < 3000 && same; round++) {
		struct columns_item item[MAX_ITEMS];
		struct rewrite rewrite = { 0 };
		struct str text = STR_INIT, want = STR_INIT, out = STR_INIT;
		size_t count = (size_t)round % (MAX_ITEMS - 1) + 1;
		char *got, *expected;

		for (size_t i = 0; i < count; i++) {
			const char *before, *between, *after;

			seed = seed * 1664525 + 1013904223;
			before = name[(seed >> 8) % COUNT(name)];
			after = name[(seed >> 12) % (COUNT(name) - 1)];
			between = gap[(seed >> 16) % COUNT(gap)];
			item[i] = (struct columns_item){ { (uint32_t)text.len, (uint32_t)strlen(before) },
							 (seed >> 24) % 3 ? NULL : after };
			str_addf(&text, "%s%s", before, between);
			str_addf(&want, "%s%s", item[i].with ? after : before, between);
		}
		columns_replace(&rewrite, str_text(&text), text.len, item, count);
		rewrite_print(&rewrite, str_text(&text), (struct span){ 0, (uint32_t)text.len }, &out);
		got = without_blanks(str_text(&out));
		expected = without_blanks(str_text(&want));
		same = !strcmp(got, expected);
		if (!same)
			printf("# round %d\n# got  %s\n# want %s\n", round, got, expected);
		free(got);
		free(expected);
		rewrite_release(&rewrite);
		str_release(&text);
		str_release(&want);
		str_release(&out);
	}
	ok(same, "3000 grids at random change in blanks alone, but for their items");
}

/* One line of a megabyte, and 40,000 lines: neither may take a walk for each item. */
static void test_large(void)
{
	size_t count = 200000;
	struct columns_item *item = calloc(count, sizeof(*item));
	struct str text = STR_INIT, out = STR_INIT;

	for (size_t i = 0; i < count; i++) {
		item[i] = (struct columns_item){ { (uint32_t)text.len, 4 }, i % 7 ? NULL : "KC_LONG" };
		str_add(&text, i % 5 == 4 && i > count / 2 ? "KC_A,\n" : "KC_A, ");
	}
	for (int i = 0; i < 2; i++) {
		struct rewrite rewrite = { 0 };

		columns_replace(&rewrite, str_text(&text), text.len, item, count);
		str_clear(&out);
		rewrite_print(&rewrite, str_text(&text), (struct span){ 0, (uint32_t)text.len }, &out);
		rewrite_release(&rewrite);
	}
	ok(out.len > text.len, "%zu items", count);
	free(item);
	str_release(&text);
	str_release(&out);
}

int main(void)
{
	test_fixtures();
	test_unchanged();
	test_random();
	test_large();
	return tap_done();
}
