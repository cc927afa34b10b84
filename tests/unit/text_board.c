/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "model/text_board.h"
#include "tap.h"

enum { MAX_KEYS = 1024 };

/* The words of @text are the keys. */
static size_t find_words(const char *text, struct span *span)
{
	size_t count = 0;

	for (const char *at = text; *(at += strspn(at, " \t\n")); count++) {
		size_t len = strcspn(at, " \t\n");

		span[count] = (struct span){ (uint32_t)(at - text), (uint32_t)len };
		at += len;
	}
	return count;
}

static const struct {
	const char *what, *text, *places; /* x of each key in 1/100, rows with / between */
} rows[] = {
	{ "a grid", "a b c\nd e f\n", "0 100 200 / 0 100 200" },
	{ "columns of their own widths", "aaaa b cc\nd    e f\n", "0 100 200 / 0 100 200" },
	{ "halves", "a b      c d\ne f      g h\n", "0 100 300 400 / 0 100 300 400" },
	{ "keys between the halves", "a b           c d\ne f    x y    g h\n",
	  "0 100 400 500 / 0 100 200 300 400 500" },
	{ "thumbs in columns", "a b c      d e f\ng h i      j k l\n    m      n\n",
	  "0 100 200 400 500 600 / 0 100 200 400 500 600 / 200 400" },
	{ "thumbs between columns", "aa bb cc dd\nee ff gg hh\n    ii jj\n",
	  "0 100 200 300 / 0 100 200 300 / 125 225" },
	{ "no columns", "aa b c dd\neeeee f ggg h\n    i jj\n", "0 100 200 300 / 0 100 200 300 / 100 200" },
	{ "tabs", "\ta\tb\n\tcccc\td\n", "0 100 / 0 100" },
	{ "not only ASCII", "\xc3\xa4\xc3\xb6 b c\nxx y z\n", "0 100 200 / 0 100 200" },
	{ "one on a line", "a\nb\nc\n", "0 100 200" },
	{ "all on one line", "a b c d e f g h i j k l m",
	  "0 100 200 300 400 500 600 700 800 900 1000 1100 / 0" },
};

static void test_rows(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct span span[MAX_KEYS];
		size_t keys = find_words(rows[i].text, span);
		struct keyboard *kb = text_board("", rows[i].text, span, keys, 2);
		const struct layout *layout = &kb->layout[0];
		struct str places = STR_INIT;

		for (size_t key = 0; key < keys; key++)
			str_addf(&places, "%s%d",
				 !key                                              ? ""
				 : layout->key[key].row > layout->key[key - 1].row ? " / "
										   : " ",
				 layout->key[key].x_cu);
		is_text(str_text(&places), rows[i].places, "%s", rows[i].what);
		ok(kb->encoders == 2 && layout->keys == keys, "and nothing else");
		keyboard_free(kb);
		str_release(&places);
	}
}

/* Keys never lie on each other, wherever the text has them. */
static void test_anything(void)
{
	static char text[4000];
	uint32_t random = 1;
	size_t bad = 0;

	for (int round = 0; round < 500; round++) {
		struct span span[MAX_KEYS];
		struct keyboard *kb;
		size_t keys;

		for (size_t i = 0; i + 1 < sizeof(text); i++) {
			random = random * 1103515245 + 12345;
			text[i] = "a  \n\t\xc3"[random / 65536 % (round % 2 ? 4 : 6)];
		}
		keys = find_words(text, span);
		keys = keys > 100 ? 100 : keys;
		for (size_t key = 0; key < keys; key++)
			if (round % 5 == 0 && key % 7 == 0)
				span[key] = (struct span){ 0 };
		kb = text_board("", text, span, keys, 0);
		for (size_t key = 1; key < keys; key++) {
			const struct key *now = &kb->layout[0].key[key], *before = now - 1;

			bad += now->x_cu < 0 || (now->row == before->row && now->x_cu < before->x_cu + 100);
		}
		keyboard_free(kb);
	}
	ok(!bad, "keys of any text are beside each other");
}

int main(void)
{
	test_rows();
	test_anything();
	return tap_done();
}
