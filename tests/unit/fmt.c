/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "boards.h"
#include "compile/fmt.h"
#include "import/keymap_c.h"
#include "import/zmk_keymap.h"
#include "tap.h"
#include "walk.h"

/* Six keys to a half and three under each thumb would be long: two halves of two by two, with one below each. */
#define SPLIT                                                          \
	"@0,0 100 100 @500,0 100 100 @0,100 100 100 @500,100 100 100 " \
	"@200,200 100 @400,200 100"
#define HEAD "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n"

/* @before is a keymap.c, or a .keymap when it has bindings of ZMK's. @note: what is said of a layer that stays; NULL:
 * nothing. */
struct fixture {
	const char *name, *board, *before, *after, *note;
};

static const struct fixture fixtures[] = {
	{ "one line becomes rows, halves part, thumbs lie below", SPLIT,
	  HEAD
	  "    [0] = LAYOUT(KC_A, KC_B, KC_C, KC_D, KC_E, LCTL_T(KC_F), KC_G, KC_H, KC_SPC, KC_ENT)\n};\n",
	  HEAD "    [0] = LAYOUT(\n"
	       "        KC_A, KC_B,                          KC_C, KC_D,\n"
	       "        KC_E, LCTL_T(KC_F),                  KC_G, KC_H,\n"
	       "                            KC_SPC,   KC_ENT)\n};\n",
	  NULL },
	{ "comments stay with their rows", "@0,0 100 100 @0,100 100 100",
	  HEAD "  [0] = LAYOUT( // first\n    // one\n    KC_A,\n    KC_BSLS, // two\n    /* three */\n\n"
	       "      KC_C, /* four */ KC_D // five\n    // six\n  )\n};\n",
	  HEAD "  [0] = LAYOUT( // first\n    // one\n    KC_A, KC_BSLS, // two\n    /* three */\n"
	       "    KC_C, /* four */ KC_D // five\n    // six\n  )\n};\n",
	  NULL },
	{ "two comments at the ends of lines that are one row", "@0,0 100*4",
	  HEAD "  [0] = LAYOUT(\n    KC_A, KC_B, // left\n    KC_C, KC_D // right\n  )\n};\n",
	  HEAD "  [0] = LAYOUT(\n    // left\n    KC_A, KC_B, KC_C, KC_D // right\n  )\n};\n", NULL },
	{ "a row that is one line by itself stays", "@0,0 100*3",
	  HEAD "  [0] = LAYOUT( KC_A,KC_B,  KC_C )\n};\n", HEAD "  [0] = LAYOUT( KC_A,KC_B,  KC_C )\n};\n",
	  NULL },
	{ "a condition: the layer stays, others do not", "@0,0 100 100 @0,100 100 100",
	  HEAD "[0] = LAYOUT(\n KC_A, KC_B,\n#ifdef X\n KC_C, KC_C\n#else\n KC_D, KC_E\n#endif\n),\n"
	       "[1] = LAYOUT(KC_1, KC_2,\n KC_3, KC_4)\n};\n",
	  HEAD "[0] = LAYOUT(\n KC_A, KC_B,\n#ifdef X\n KC_C, KC_C\n#else\n KC_D, KC_E\n#endif\n),\n"
	       "[1] = LAYOUT(\n KC_1, KC_2,\n KC_3, KC_4)\n};\n",
	  "it has a condition in it" },
	{ "commas before, and tabs", "@0,0 100 100 @0,100 100 100",
	  HEAD "\t[0] = LAYOUT(\n\t\t KC_A\n\t\t,KC_LEFT\n\t\t,KC_B ,KC_C\n\t)\n};\n",
	  HEAD "\t[0] = LAYOUT(\n\t\t KC_A, KC_LEFT,\n\t\t KC_B, KC_C\n\t)\n};\n", NULL },
	{ "macros that give several keys", "@0,0 100*3 @0,100 100*3",
	  "#define TWO(a, b) LCTL_T(a), b\n#define W(...) LAYOUT(__VA_ARGS__)\n" HEAD
	  "[0] = W(TWO(KC_A, KC_B), KC_C,\n    KC_1, KC_2,\n KC_3)\n};\n",
	  "#define TWO(a, b) LCTL_T(a), b\n#define W(...) LAYOUT(__VA_ARGS__)\n" HEAD
	  "[0] = W(\n TWO(KC_A, KC_B),  KC_C,\n KC_1,    KC_2,    KC_3)\n};\n",
	  NULL },
	{ "a binding of two lines becomes one", "@0,0 100*2 @0,100 100*2",
	  HEAD "[0] = LAYOUT(\n  LT(1,\n     KC_A), KC_B,\n  KC_C, KC_D),\n[1] = LAYOUT(\n  KC_A, KC_B,\n  "
	       "KC_C, KC_D)\n};\n",
	  HEAD "[0] = LAYOUT(\n  LT(1, KC_A), KC_B,\n  KC_C,        KC_D),\n[1] = LAYOUT(\n  KC_A, KC_B,\n  "
	       "KC_C, KC_D)\n};\n",
	  NULL },
	{ "bindings of ZMK's", "@0,0 100*3 @0,100 100*3",
	  "/ {\n    keymap {\n        compatible = \"zmk,keymap\";\n        base {\n            bindings = "
	  "<\n"
	  "&kp A &kp B\n   &mt LSHFT C // three\n   /* lower */ &mo 1 &trans &kp LC(LS(Z))\n            >;\n"
	  "        };\n    };\n};\n",
	  "/ {\n    keymap {\n        compatible = \"zmk,keymap\";\n        base {\n            bindings = "
	  "<\n"
	  "&kp A             &kp B  &mt LSHFT C // three\n/* lower */ &mo 1 &trans &kp LC(LS(Z))\n           "
	  " >;\n"
	  "        };\n    };\n};\n",
	  NULL },
	{ "CRLF", "@0,0 100 100 @0,100 100 100",
	  "const uint16_t keymaps[][2][2] = {\r\n  [0] = LAYOUT(KC_A, KC_LEFT, KC_C, KC_D)\r\n};\r\n",
	  "const uint16_t keymaps[][2][2] = {\r\n  [0] = LAYOUT(\r\n      KC_A, KC_LEFT,\r\n      KC_C, "
	  "KC_D)\r\n};\r\n",
	  NULL },
};

static struct keyboard *keyboard_of(const char *words)
{
	struct keyboard *kb = keyboard_new();
	struct layout *layout = board_of(words);

	kb->layout = mem_new(1, sizeof(*kb->layout));
	kb->layouts = 1;
	kb->layout[0] = *layout;
	free(kb->layout[0].name);
	kb->layout[0].name = mem_copy_text("LAYOUT");
	for (size_t i = 0; i < kb->layout[0].keys; i++)
		kb->layout[0].key[i].col = (uint8_t)i;
	kb->rows = 1;
	kb->cols = (int)kb->layout[0].keys;
	free(layout);
	return kb;
}

static bool is_zmk(const char *path)
{
	return !strcmp(path + strlen(path) - 2, "ap");
}

static bool read_text(const char *path, const char *text, size_t len, const struct keyboard *kb,
		      struct document *out, struct err *err)
{
	struct import_input in = { .path = path, .text = text, .len = len, .keyboard = kb };
	struct diagnostics ignored = { 0 };
	bool done = is_zmk(path) ? zmk_keymap_read(&in, out, &ignored, err)
				 : keymap_c_read(&in, out, &ignored, err);

	diagnostics_release(&ignored);
	return done;
}

/* In new lines and columns; ERR_NONE in @err when it reads back as the same keymap, and once more changes nothing. */
static bool fmt_text(const char *path, const char *text, size_t len, const struct keyboard *kb,
		     struct str *out, struct diagnostics *notes, struct err *err)
{
	struct document first = { 0 }, second = { 0 };
	struct str again = STR_INIT;
	struct diagnostics ignored = { 0 };
	bool done = read_text(path, text, len, kb, &first, err);

	if (done) {
		fmt_layers(first.source, first.used, out, notes);
		done = read_text(path, str_text(out), out->len, kb, &second, err) ||
		       err_set(err, ERR_VERIFY, "it cannot be read back");
		if (done && !keymap_equal(first.map, second.map))
			done = err_set(err, ERR_VERIFY, "it reads back as another keymap");
	}
	if (done) {
		fmt_layers(second.source, first.used, &again, &ignored);
		if (strcmp(str_text(&again), str_text(out)) != 0)
			done = err_set(err, ERR_VERIFY, "once more changes it again");
	}
	diagnostics_release(&ignored);
	str_release(&again);
	document_release(&second);
	document_release(&first);
	return done;
}

static void test_fixtures(void)
{
	for (size_t i = 0; i < COUNT(fixtures); i++) {
		const struct fixture *fixture = &fixtures[i];
		struct keyboard *kb = keyboard_of(fixture->board);
		struct str out = STR_INIT;
		struct diagnostics notes = { 0 };
		struct err err = { 0 };
		const char *path = strstr(fixture->before, "&kp") ? "test.keymap" : "keymap.c";
		bool done = fmt_text(path, fixture->before, strlen(fixture->before), kb, &out, &notes, &err);

		is_text(str_text(&out), fixture->after, "%s", fixture->name);
		ok(done, "and it is stable %s", err.text);
		ok(fixture->note ? notes.count == 1 && strstr(notes.item[0].text, fixture->note)
				 : !notes.count,
		   "with what is to be said of it: %s", notes.count ? notes.item[0].text : "nothing");
		diagnostics_release(&notes);
		str_release(&out);
		keyboard_free(kb);
	}
}

static size_t seen, step, files, unread, changed, left, failed;

static void fmt_file(const char *path, const char *text, size_t len)
{
	struct str out = STR_INIT;
	struct diagnostics notes = { 0 };
	struct err err = { 0 };

	if (seen++ % step)
		return;
	files++;
	if (!fmt_text(path, text, len, NULL, &out, &notes, &err)) {
		failed += err.code == ERR_VERIFY;
		unread += err.code != ERR_VERIFY;
		printf("# %s: %s\n", path, err.text);
	}
	changed += out.len && (out.len != len || memcmp(str_text(&out), text, len) != 0);
	left += notes.count;
	diagnostics_release(&notes);
	str_release(&out);
}

static void test_folder(const char *variable, const char *suffix, size_t every)
{
	const char *folder = getenv(variable);

	if (!folder) {
		ok(true, "# SKIP set %s to a folder with %s files", variable, suffix);
		return;
	}
	seen = files = unread = changed = left = failed = 0;
	step = every;
	walk_files(folder, suffix, fmt_file);
	printf("# %s: %zu files, %zu not read, %zu changed, %zu layers left as they are\n", variable, files,
	       unread, changed, left);
	ok(!failed, "%zu files of %s read back as they were", files, variable);
}

int main(void)
{
	test_fixtures();
	test_folder("QMK_TEST_TREE", "/keymap.c", 5);
	test_folder("KEYPLANE_KEYMAPS", "/keymap.c", 1);
	test_folder("KEYPLANE_KEYMAPS", ".keymap", 1);
	return tap_done();
}
