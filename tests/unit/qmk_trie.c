/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/marker.h"
#include "compiled.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* What the keymap corrects: typo and correction in turn. */
static struct result compile_typos(const char *const *text, size_t count)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct result r;

	for (size_t i = 0; i + 1 < count; i += 2)
		keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_CORRECTION,
								 .name = symbol(text[i]),
								 .text = symbol(text[i + 1]) });
	r = compile(kb, map);
	keymap_unref(map);
	keyboard_free(kb);
	return r;
}

/*
 * By hand, as process_autocorrect.c goes through it: "ab" and "cb" part behind the b that both end in, and are
 * corrected by one backspace (of the a or c; the b is not yet there) and what is typed.
 */
static void test_fork(void)
{
	static const char *const text[] = { "abbbb", "xbbbb", "cbbbb", "y" };
	struct result r = compile_typos(text, COUNT(text));

	ok(r.ok && strstr(text_of(&r, "autocorrect_data.h"),
			  "PROGMEM = {\n"
			  "    0x05, 0x05, 0x05, 0x05, 0x00, 0x44, 0x0C, 0x00, 0x06, 0x13, 0x00, 0x00, 0x84, "
			  "0x78, 0x62, 0x62,\n"
			  "    0x62, 0x62, 0x00, 0x84, 0x79, 0x00\n"
			  "};\n"),
	   "a row, a fork and two ends");
	ok(strstr(text_of(&r, "autocorrect_data.h"), "#define AUTOCORRECT_MIN_LENGTH 5 // \"abbbb\"\n") &&
		   strstr(text_of(&r, "autocorrect_data.h"), "#define DICTIONARY_SIZE 22\n") &&
		   !strcmp(text_of(&r, "rules.mk"), "# " MARKER "\nAUTOCORRECT_ENABLE = yes\n"),
	   "with its size, and the feature on");
	release(&r);
}

static void test_told(void)
{
	static const struct {
		const char *typo, *correction, *why; /* NULL: it is taken */
	} rows[] = {
		{ "thier", "their", NULL },
		{ "  Thier ", "their", NULL },
		{ "a thing", "the thing", NULL },
		{ "don'tt", "don't", NULL },
		{ "th1er", "their", "letters" },
		{ "\"; int x", "their", "letters" },
		{ "", "their", "letters" },
		{ ":::", "their", "no letter" },
		{ "thier", "ihr\xc3\xa4", "ASCII" },
		{ "thei", "their", "begins with" },
		{ "xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "b", "63" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *const text[] = { rows[i].typo, rows[i].correction };
		struct result r = compile_typos(text, 2);
		const struct diagnostic *d = find(&r, "qmk-none");

		ok(r.ok &&
			   (rows[i].why ? d && strstr(d->text, rows[i].why) && d->place.definition == 0
					: !d) &&
			   !fileset_find(&r.files, "autocorrect_data.h") == (rows[i].why != NULL),
		   "typo %zu is %s", i, rows[i].why ? rows[i].why : "taken");
		release(&r);
	}
}

/* The longer one of two would never come: the shorter is corrected first. */
static void test_inner(void)
{
	static const char *const first[] = { "lenght", "length", "lenghty", "lengthy", "lenght", "again" };
	static const char *const last[] = { "lenghty", "lengthy", "lenght", "length" };
	struct result r = compile_typos(first, COUNT(first));

	ok(r.ok && strstr(text_of(&r, "autocorrect_data.h"), "// 1 entries:\n//   lenght\n"),
	   "a typo in another one, or twice, is there once");
	ok(find(&r, "qmk-none") && find(&r, "qmk-none")->place.definition == 1, "the longer one is told");
	release(&r);
	r = compile_typos(last, COUNT(last));
	ok(r.ok && strstr(text_of(&r, "autocorrect_data.h"), "//   lenght\n") &&
		   find(&r, "qmk-none")->place.definition == 0,
	   "whichever comes first");
	release(&r);
	r = compile_typos((const char *const[]){ "abc", "xyz" }, 2);
	ok(find(&r, "qmk-typo-short"), "a short one is told");
	release(&r);
}

int main(void)
{
	test_fork();
	test_told();
	test_inner();
	return tap_done();
}
