/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "compile/kle.h"
#include "import/kle.h"
#include "model/symbol.h"
#include "tap.h"

static struct diagnostics told;
static struct err err;

static struct keyboard *read_text(const char *text)
{
	diagnostics_release(&told);
	err = (struct err){ 0 };
	return kle_read(text, strlen(text), &told, &err);
}

/* "x,y w*h @turn/pivot [row,col]" of each key, to compare as one text. */
static char *places(const struct keyboard *kb)
{
	struct str s = STR_INIT;

	for (size_t i = 0; kb && i < kb->layout[0].keys; i++) {
		const struct key *key = &kb->layout[0].key[i];

		str_addf(&s, "%s%d,%d %dx%d", i ? "; " : "", key->x_cu, key->y_cu, key->w_cu, key->h_cu);
		if (key->turn_cdeg)
			str_addf(&s, " @%d %d,%d", key->turn_cdeg, key->pivot_x_cu, key->pivot_y_cu);
		str_addf(&s, " [%d,%d]", key->row, key->col);
		if (key->label)
			str_addf(&s, " %s", symbol_text(key->label));
	}
	return str_take(&s);
}

static void test_reading(void)
{
	static const struct {
		const char *what, *text, *want;
	} rows[] = {
		{ "strict rows", "[[\"Q\",\"W\"],[{\"w\":1.5},\"A\"]]",
		  "0,0 100x100 [0,0] Q; 100,0 100x100 [0,1] W; 0,100 150x100 [1,0] A" },
		{ "raw data: rows without brackets, names without quotes",
		  "[{a:7},\"Q\",{x:0.5,c:\"#cccccc\"},\"W\"],\n[{y:0.25,w:2.25},\"Shift\"]",
		  "0,0 100x100 [0,0] Q; 150,0 100x100 [0,1] W; 0,125 225x100 [1,0] Shift" },
		{ "one row alone", "[\"Q\",{h:2},\"W\"]", "0,0 100x100 [0,0] Q; 100,0 100x200 [0,1] W" },
		{ "a row that begins with properties alone", "[{x:1},\"Q\"],", "0,0 100x100 [0,0] Q" },
		{ "metadata first", "{name:\"Mine\", author:\"a [b\"},\n[\"Q\"]", "0,0 100x100 [0,0] Q" },
		{ "the lower of two legends", "[[\"!\\n1\",\"\\n\\n\\n\\n\\n\\n\\n\\n\\nmid\"]]",
		  "0,0 100x100 [0,0] 1; 100,0 100x100 [0,1] mid" },
		{ "VIA's labels are the matrix", "[[\"1,0\",\"0,2\\n\\nEsc\"]]",
		  "0,0 100x100 [1,0]; 100,0 100x100 [0,2] Esc" },
		{ "turned about a pivot, from where the keys go on",
		  "[[\"a\"],[{r:15,rx:4,ry:1,y:-1,x:1},\"b\",\"c\"],[\"d\"]]",
		  "0,0 100x100 [0,0] a; 500,0 100x100 @1500 400,100 [1,0] b; 600,0 100x100 @1500 400,100 "
		  "[1,1] c; "
		  "400,100 100x100 @1500 400,100 [2,0] d" },
		{ "a second rectangle hangs out on the left",
		  "[[{w:1.25,h:2,w2:1.5,h2:1,x2:-0.25},\"Enter\"]]", "25,0 125x200 [0,0] Enter" },
		{ "decals and ghosts are no keys",
		  "[[{d:true},\"logo\",\"a\",{g:true},\"x\",{g:false},\"b\"]]",
		  "0,0 100x100 [0,0] a; 200,0 100x100 [0,1] b" },
		{ "a byte order mark, CR and a comma at the end", "\xef\xbb\xbf[\"a\"],\r\n[\"b\"],\r\n",
		  "0,0 100x100 [0,0] a; 0,100 100x100 [1,0] b" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keyboard *kb = read_text(rows[i].text);
		char *got = places(kb);

		is_text(got, rows[i].want, "%s", rows[i].what);
		ok(!told.count, "%s: nothing is told", rows[i].what);
		ok(kle_is(rows[i].text, strlen(rows[i].text)), "%s: it is KLE's", rows[i].what);
		free(got);
		keyboard_free(kb);
	}
}

static void test_told(void)
{
	static const struct {
		const char *what, *text, *told;
		int line, column;
	} rows[] = {
		{ "a number that is none", "[[{x:\"1\"},\"a\"]]",
		  "\"x\" must be a number up to 100, found a text; it is not used", 1, 6 },
		{ "a large number", "[[{w:1e9},\"a\"]]",
		  "\"w\" must be a number up to 100, found a larger one; it is not used", 1, 6 },
		{ "an alignment that is none", "[[{a:9},\"a\"]]",
		  "\"a\" must be a whole number from 0 to 7; it is not used", 1, 6 },
		{ "a key far away", "[[{x:60},\"a\",{x:60},\"b\"],\n[\"c\"]]",
		  "a key of 1 by 1 at 121, 0 cannot be drawn; it is left out", 1, 21 },
		{ "a key of no size", "[[{w:0},\"a\",\"b\"]]",
		  "a key of 0 by 1 at 0, 0 cannot be drawn; it is left out", 1, 9 },
		{ "a number for a key", "[[\"a\",1]]",
		  "expected a key's labels in quotes or its properties in braces, found a number; it is left "
		  "out",
		  1, 7 },
		{ "a text for a row", "[[\"a\"],\n\"b\"]",
		  "expected a row of keys in [], found a text; it is left out", 2, 1 },
		{ "a place of raw data", "[\"a\"],\n[{w:1.5, h:true},\"b\"]",
		  "\"h\" must be a number up to 100, found true or false; it is not used", 2, 12 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keyboard *kb = read_text(rows[i].text);

		ok(kb && told.count == 1 && told.item[0].place.line == rows[i].line &&
			   told.item[0].place.column == rows[i].column,
		   "%s is told where it is", rows[i].what);
		is_text(told.count ? told.item[0].text : err.text, rows[i].told, "%s", rows[i].what);
		keyboard_free(kb);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "expected rows of keys, as in [\"Q\", \"W\"], found an object" },
		{ "[]", "the text draws no key: expected rows of keys, as in [\"Q\", \"W\"]" },
		{ "[[{d:true},\"logo\"]]",
		  "the text draws no key: expected rows of keys, as in [\"Q\", \"W\"]" },
		{ "{\"layers\": []}", "expected rows of keys, as in [\"Q\", \"W\"], found an object" },
		{ "[\"a\"],\n[{x:}]", "line 2, column 5: expected a value, found '}'" },
	};
	struct str many = STR_INIT;
	struct keyboard *kb;

	for (size_t i = 0; i < COUNT(rows); i++) {
		kb = read_text(rows[i].text);
		ok(!kb, "text %zu is refused", i);
		is_text(err.text, rows[i].error, "and why");
		keyboard_free(kb);
	}
	for (int i = 0; i < KEYBOARD_MAX_ROWS + 1; i++)
		str_add(&many, "[{y:-0.5},\"a\"],\n");
	kb = read_text(str_text(&many));
	ok(!kb && !told.count, "more rows than a matrix has are refused");
	is_text(err.text, "more than 128 rows or 128 keys in a row: a keyboard has no such matrix",
		"and why");
	str_release(&many);
	for (int i = 0; i < 5000; i++)
		str_add(&many, "[{y:-1},\"0,0\"],\n");
	kb = read_text(str_text(&many));
	ok(kb && kb->layout[0].keys == KEYBOARD_MAX_KEYS && told.count == 1, "5000 keys: %zu are kept",
	   kb ? kb->layout[0].keys : 0);
	keyboard_free(kb);
	str_release(&many);
	ok(!kle_is("{\"name\": \"x\"}", 13) && !kle_is("[{\"name\": \"x\"}]", 15) && !kle_is("[1]", 3) &&
		   !kle_is("KC_A", 4),
	   "other texts are not KLE's");
}

static void test_printing(void)
{
	static const char text[] = "{name:\"Mine\"},[{x:0.5},\"0,0\\n\\nEsc\",\"0,1\"],\n"
				   "[{r:-12.5,rx:3.25,ry:2,y:-0.5},\"1,0\"],\n[{r:0,y:-0.75},\"2,0\"],\n"
				   "[{w:1.25,h:2,x:0.75},\"1,1\"],[\"3,0\"]";
	static const char want[] =
		"[\n  {\"name\": \"Mine\"},\n"
		"  [\"0,0\\n\\nEsc\", \"0,1\"],\n"
		"  [{\"r\": -12.5, \"rx\": 2.75, \"ry\": 2, \"y\": -0.5}, \"1,0\"],\n"
		"  [{\"r\": 0, \"rx\": 0, \"ry\": 0, \"y\": 1.75, \"x\": 2.75}, \"2,0\"],\n"
		"  [{\"x\": 3.5, \"w\": 1.25, \"h\": 2, \"x2\": -0.25, \"w2\": 1.5, \"h2\": 1}, \"1,1\"],\n"
		"  [{\"x\": 2.75}, \"3,0\"]\n]\n";
	struct keyboard *kb = read_text(text), *back;
	struct str printed = STR_INIT;
	char *before, *after;

	ok(kb && !told.count, "a keyboard to print");
	kle_print(kb, &kb->layout[0], &printed);
	back = read_text(str_text(&printed));
	before = places(kb);
	after = places(back);
	is_text(after, before, "what is printed is read back");
	is_text(back->name, "Mine", "so is the name");
	is_text(str_text(&printed), want, "in rows");
	free(before);
	free(after);
	keyboard_free(kb);
	keyboard_free(back);
	str_release(&printed);
}

int main(void)
{
	test_reading();
	test_told();
	test_refused();
	test_printing();
	diagnostics_release(&told);
	return tap_done();
}
