/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "read_keymap_c.h"
#include "tap.h"

/* @text, @count times over. */
static void repeat(struct str *out, const char *text, size_t count)
{
	while (count--)
		str_add(out, text);
}

/* Texts that nobody writes: they are read or refused with a reason, at once and whole. */
static void test_hostile(void)
{
	static const struct {
		const char *what, *before, *repeated, *behind;
		size_t count;
		bool read;
	} rows[] = {
		{ "parentheses in one another", ARRAY "{ LAYOUT(", "(", ", KC_B, KC_C) };", 100000, false },
		{ "braces in one another", ARRAY, "{", "", 100000, false },
		{ "calls that do not end", ARRAY "{ LAYOUT(KC_A, KC_B, ", "LT(1,", "KC_A) };", 50000, false },
		{ "a long binding", ARRAY "{ LAYOUT(KC_A, KC_B, KC_C ", "| KC_A ", ") };", 100000, true },
		{ "many arguments", ARRAY "{ LAYOUT(KC_A", ", KC_B", ") };", 200000, true },
		{ "many layers", ARRAY "{ ", "LAYOUT(KC_A, KC_B, KC_C),\n", "};", 1000, false },
		{ "many rows", ARRAY "{ { ", "{ KC_A, KC_B, KC_C },", "} };", 50000, true },
		{ "many arrays", "", "int a[1] = { 1 };\n", ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };", 50000,
		  true },
		{ "many constants", "enum { a", ", a", " };\n" ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };", 100000,
		  true },
		{ "many functions", "", "void f(void) { if (layer_on(1)) { } }\n",
		  ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };", 20000, true },
		{ "many combos",
		  "uint16_t k[] = { KC_A, KC_B, 0 };\n" ARRAY
		  "{ LAYOUT(KC_A, KC_B, KC_C) };\ncombo_t key_combos[] = { ",
		  "COMBO(k, KC_C),\n", "};", 20000, true },
		{ "a long list of keys",
		  ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };\ncombo_t key_combos[] = { COMBO(k, "
			"KC_C) };\nuint16_t k[] = { ",
		  "KC_A, ", "};", 100000, true },
		{ "a long line", "/*", "0123456789", "*/" ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };", 1000000,
		  true },
		{ "comments before a layer", ARRAY "{ LAYOUT(KC_A, KC_B, KC_C),", "/* a */\n",
		  " LAYOUT(KC_A, KC_B, KC_C) };", 100000, true },
		{ "open brackets", "", "([{", ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };", 30000, false },
		{ "closing brackets", "", ")]}", "\n" ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };", 30000, true },
	};
	struct keyboard *kb = small_keyboard();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct read_result r;

		str_add(&text, rows[i].before);
		repeat(&text, rows[i].repeated, rows[i].count);
		str_add(&text, rows[i].behind);
		r = read_text(str_text(&text), text.len, kb, NULL);
		ok(r.ok == rows[i].read && (r.ok || r.err.text[0]), "%s%s%s", rows[i].what, r.ok ? "" : ": ",
		   r.ok ? "" : r.err.text);
		read_release(&r);
		str_release(&text);
	}
	keyboard_free(kb);
}

/* How files are encoded. */
static void test_bytes(void)
{
	static const struct {
		const char *what, *text;
		size_t len;
		const char *want; /* NULL: refused */
	} rows[] = {
#define TEXT(text) text, sizeof(text) - 1
		{ "CRLF", TEXT("#define X \\\r\n KC_A\r\n" ARRAY "{\r\n LAYOUT(X,\r\n KC_B, KC_C)\r\n};\r\n"),
		  "KC_A KC_B KC_C" },
		{ "a byte order mark", TEXT("\xef\xbb\xbf" ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };"),
		  "KC_A KC_B KC_C" },
		{ "Latin-1", TEXT("// \xe4\n" ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };"), "KC_A KC_B KC_C" },
		{ "a NUL", TEXT(ARRAY "{ LAYOUT(KC_A, /*\0*/ KC_B, KC_C) };"), NULL },
		{ "UTF-16", TEXT("\xff\xfei\0n\0t\0 \0k\0e\0y\0m\0a\0p\0s\0[\0]\0"), NULL },
#undef TEXT
	};
	struct keyboard *kb = small_keyboard();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct read_result r = read_text(rows[i].text, rows[i].len, kb, NULL);
		struct str got = STR_INIT;

		if (r.ok)
			read_print(r.document.map, &got);
		ok(rows[i].want ? r.ok && !strcmp(str_text(&got), rows[i].want) : !r.ok && r.err.text[0],
		   "%s: %s", rows[i].what, r.ok ? str_text(&got) : r.err.text);
		ok(!r.ok || (r.document.source->len == rows[i].len &&
			     !memcmp(r.document.source->text, rows[i].text, rows[i].len)),
		   "%s: the bytes are kept", rows[i].what);
		str_release(&got);
		read_release(&r);
	}
	keyboard_free(kb);
}

/* A text that ends anywhere, and one with any byte of it gone. */
static void test_faults(void)
{
	static const char text[] =
		"enum layers { _A, _B };\n#define X MO(_B)\n" ARRAY
		"{\n\t[_A] = LAYOUT(X, LT(_B, KC_A), _______), // a\n\t[_B] = LAYOUT(1, 2, 3),\n};\n"
		"combo_t key_combos[] = { COMBO(k, KC_A) };\nuint16_t k[] = { KC_A, KC_B };\n"
		"bool f(void) { return layer_on(1); }\n";
	struct keyboard *kb = small_keyboard();
	bool fine = true;

	for (size_t at = 0; at < sizeof(text) - 1; at++)
		for (int whole = 0; whole < 2; whole++) {
			struct str cut = STR_INIT;
			struct read_result r;

			str_add_bytes(&cut, text, at);
			if (whole)
				str_add(&cut, text + at + 1);
			r = read_text(str_text(&cut), cut.len, kb, NULL);
			fine = fine && r.ok == !r.err.text[0];
			read_release(&r);
			str_release(&cut);
		}
	ok(fine, "whatever is missing, it is read or the reason is told");
	keyboard_free(kb);
}

static void test_size(void)
{
	struct str text = STR_INIT;
	struct read_result r;

	str_pad(&text, ' ', KEYMAP_C_MAX_BYTES + 1);
	r = read_text(str_text(&text), text.len, NULL, NULL);
	ok(!r.ok && r.err.code == ERR_RANGE, "a file that is too large: %s", r.err.text);
	read_release(&r);
	str_release(&text);
}

int main(void)
{
	test_hostile();
	test_bytes();
	test_faults();
	test_size();
	return tap_done();
}
