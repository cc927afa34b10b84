/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/update.h"
#include "import/keymap_c.h"
#include "import/zmk_keymap.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "model/waiver.h"
#include "tap.h"

static void test_lines(void)
{
	static const struct {
		const char *text, *id; /* id: NULL for a line that is none */
	} row[] = {
		{ "// keyplane: waive zmk-near:DF(1)", "zmk-near:DF(1)" },
		{ "/* keyplane: waive zmk-near:DF(1) */", "zmk-near:DF(1)" },
		{ "\t  //keyplane: waive a b  \r\n", "a b" },
		{ "/*keyplane: waive x*/", "x" },
		{ "int a; // keyplane: waive x", NULL },
		{ "// keyplane: waive ", NULL },
		{ "// keyplane: waive", NULL },
		{ "// keyplane waive x", NULL },
		{ "/* keyplane: waive x", NULL },
		{ "/*/ keyplane: waive x", NULL },
		{ "/", NULL },
		{ "/*", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < COUNT(row); i++) {
		struct span line, id = { 0, 0 };
		size_t at = 0, len = strlen(row[i].text);
		bool found = waiver_next(row[i].text, len, &at, &line, &id);

		ok(found == (row[i].id != NULL), "line %zu", i);
		ok(!found || (id.len == strlen(row[i].id) &&
			      !memcmp(row[i].text + id.start, row[i].id, id.len)),
		   "its id");
		ok(at == len, "the whole of it was looked at");
	}
	ok(waiver_can_stand("zmk-near:LT(1, KC_A)") && !waiver_can_stand("") &&
		   !waiver_can_stand("a\nint b;") && !waiver_can_stand("a\\") && !waiver_can_stand("a?\?/") &&
		   !waiver_can_stand(" a"),
	   "what could end the comment, or go on behind it, cannot stand in one");
}

struct format {
	const char *name, *text;
	bool (*read)(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		     struct err *err);
	source_update *update;
};

static const struct format formats[] = {
	{ "keymap.c",
	  "#include QMK_KEYBOARD_H\n// keyplane: waive old\nconst uint16_t PROGMEM "
	  "keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n"
	  "    [0] = LAYOUT(KC_A, KC_B),\n};\n",
	  keymap_c_read, keymap_c_update },
	{ "a.keymap",
	  "#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n// keyplane: waive old\n"
	  "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <&kp A &kp B>; }; }; };\n",
	  zmk_keymap_read, zmk_keymap_update },
	{ "b.keymap",
	  "#include <behaviors.dtsi>\r\n/* keyplane: waive old */\r\n\r\n"
	  "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <&kp A &kp B>; }; }; };\r\n",
	  zmk_keymap_read, zmk_keymap_update },
};

static bool read_text(const struct format *format, const char *text, struct document *out)
{
	struct import_input in = { .path = format->name, .text = text, .len = strlen(text) };
	struct diagnostics ignored = { 0 };
	struct err err;
	bool read = format->read(&in, out, &ignored, &err);

	if (!read)
		printf("# %s\n", err.text);
	diagnostics_release(&ignored);
	return read;
}

static const struct keymap *with(const struct keymap *map, const char *setting)
{
	struct err err;

	return edit_setting_put(map, (struct setting){ symbol(setting), SETTING_BOOL, 1, 0 }, &err);
}

/* One comes, one goes: all else of the text stays. */
static void test_format(const struct format *format)
{
	struct document document = { 0 }, back = { 0 };
	const struct keymap *without, *added, *other;
	struct str out = STR_INIT, line = STR_INIT;
	struct err err;
	size_t len = strlen(format->text);

	ok(read_text(format, format->text, &document) && waiver_has(document.map, "old"), "%s: one is read",
	   format->name);
	without = edit_setting_remove(document.map, "waive.old");
	added = with(without, "waive.zmk-none:QK_LEAD");
	ok(format->update(document.source, document.used, added, &out, &err), "another one can be put in");
	waiver_print("zmk-none:QK_LEAD", &line);
	line.len--;
	ok(strstr(str_text(&out), "waive old") == NULL && out.len > len - 30 &&
		   strstr(str_text(&out), "waive zmk-none:QK_LEAD") != NULL,
	   "the line is exchanged");
	ok(read_text(format, str_text(&out), &back) && keymap_equal(back.map, added), "it reads back");
	str_clear(&out);
	other = with(document.map, "tapping.retro");
	ok(!format->update(document.source, document.used, other, &out, &err) && err.code == ERR_REFUSED,
	   "%s", err.text);
	keymap_unref(other);
	other = with(document.map, "waive.a\n#include \"evil\"");
	ok(!format->update(document.source, document.used, other, &out, &err) && err.code == ERR_REFUSED,
	   "what is no line of a comment is refused");
	keymap_unref(other);
	keymap_unref(added);
	keymap_unref(without);
	document_release(&document);
	document_release(&back);
	str_release(&out);
	str_release(&line);
}

int main(void)
{
	test_lines();
	for (size_t i = 0; i < COUNT(formats); i++)
		test_format(&formats[i]);
	return tap_done();
}
