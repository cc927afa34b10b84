/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "read_keymap_c.h"
#include "tap.h"

static void print_codes(const struct diagnostics *diagnostics, struct str *out)
{
	for (size_t i = 0; i < diagnostics->count; i++)
		str_addf(out, "%s%s", i ? " " : "", diagnostics->item[i].kind->code);
}

static void test_layers(void)
{
	static const struct {
		const char *what, *text, *want, *codes; /* want NULL: refused, and codes is the reason */
	} rows[] = {
		{ "one layer", "#include QMK_KEYBOARD_H\n" ARRAY "{\n[0] = LAYOUT(KC_A, KC_B, KC_C)\n};",
		  "KC_A KC_B KC_C", "" },
		{ "without PROGMEM, const and numbers",
		  "uint16_t keymaps[][2][3] = { LAYOUT(KC_A, KC_B, KC_C), };", "KC_A KC_B KC_C", "" },
		{ "PROGMEM behind", "const uint16_t keymaps[][2][3] PROGMEM = { LAYOUT(KC_A, KC_B, KC_C) };",
		  "KC_A KC_B KC_C", "" },
		{ "by an enum",
		  "enum layers { _A, _B };\n" ARRAY "{ [_A] = LAYOUT(MO(_B), KC_B, KC_C), "
		  "[_B] = LAYOUT(LT(_A, KC_A), _______, XXXXXXX) };",
		  "MO(1) KC_B KC_C|LT(0, KC_A) KC_TRNS KC_NO", "" },
		{ "out of order", ARRAY "{ [1] = LAYOUT(KC_A, KC_A, KC_A), [0] = LAYOUT(KC_B, KC_B, KC_B) };",
		  "KC_B KC_B KC_B|KC_A KC_A KC_A", "" },
		{ "one behind another", ARRAY "{ [1] = LAYOUT(KC_A, KC_A, KC_A), LAYOUT(KC_B, KC_B, KC_B) };",
		  "KC_NO KC_NO KC_NO|KC_A KC_A KC_A|KC_B KC_B KC_B", "" },
		{ "the later of two", ARRAY "{ [0] = LAYOUT(1, 2, 3), [0] = LAYOUT(KC_B, KC_B, KC_B) };",
		  "KC_B KC_B KC_B", "" },
		{ "one for several",
		  ARRAY "{ LAYOUT(KC_A, KC_A, KC_A), [1 ... 2] = LAYOUT(KC_B, KC_B, KC_B) };",
		  "KC_A KC_A KC_A|KC_B KC_B KC_B|KC_B KC_B KC_B", "" },
		{ "a number of layers", "const uint16_t keymaps[3][2][3] = { LAYOUT(KC_A, KC_A, KC_A) };",
		  "KC_A KC_A KC_A|KC_NO KC_NO KC_NO|KC_NO KC_NO KC_NO", "" },
		{ "by defines",
		  "#define _FN 1\n#define FN MO(_FN)\n" ARRAY
		  "{ LAYOUT(FN, KC_B, KC_C), [_FN] = LAYOUT(KC_A, KC_A, KC_A) };",
		  "MO(1) KC_B KC_C|KC_A KC_A KC_A", "" },
		{ "a macro that wraps a layout",
		  "#define WRAP(...) LAYOUT(__VA_ARGS__)\n#define ROW KC_A, KC_B\n" ARRAY
		  "{ WRAP(ROW, KC_C) };",
		  "KC_A KC_B KC_C", "" },
		{ "a condition inside",
		  ARRAY "{ LAYOUT(KC_A,\n#ifdef ENCODER_MAP_ENABLE\nKC_B,\n#else\nKC_X,\n#endif\nKC_C) };",
		  "KC_A KC_B KC_C", "" },
		{ "under conditions",
		  "#ifdef NEVER\n" ARRAY "{ LAYOUT(1, 2, 3) };\n#else\n" ARRAY
		  "{ LAYOUT(KC_A, KC_B, KC_C) };\n#endif",
		  "KC_A KC_B KC_C", "" },
		{ "an alias", ARRAY "{ LAYOUT_old(KC_A, KC_B, KC_C) };", "KC_A KC_B KC_C", "" },
		{ "an old name", ARRAY "{ KEYMAP(KC_A, KC_B, KC_C) };", "KC_A KC_B KC_C", "keymap-c-layout" },
		{ "rows", ARRAY "{ { { KC_A, KC_B, KC_C }, { KC_D, KC_E, KC_F } } };",
		  "KC_A KC_B KC_C KC_D KC_E KC_F", "" },
		{ "rows of a macro",
		  "#define LAYOUT(a, b, c) { { c, KC_NO, KC_NO }, { b, KC_NO, a } }\n" ARRAY
		  "{ LAYOUT(KC_A, KC_B, KC_C) };",
		  "KC_A KC_B KC_C", "" },
		{ "rows with less", ARRAY "{ { { KC_A }, { KC_B, [2] = KC_C } } };", "KC_C KC_B KC_A", "" },
		{ "rows without braces", ARRAY "{ { KC_A, 0, 0, KC_B, 0, KC_C } };",
		  "KC_A KC_NO KC_NO KC_B KC_NO KC_C", "" },
		{ "layouts of two sorts",
		  ARRAY "{ LAYOUT(KC_A, KC_B, KC_C), LAYOUT_all(KC_1, KC_2, KC_3, KC_4, KC_5, KC_6) };",
		  "KC_C KC_NO KC_NO KC_B KC_NO KC_A|KC_1 KC_2 KC_3 KC_4 KC_5 KC_6", "" },
		{ "too few", ARRAY "{ LAYOUT(KC_A) };", "KC_A KC_NO KC_NO", "keymap-c-arguments" },
		{ "too many", ARRAY "{ LAYOUT(KC_A, KC_B, KC_C, KC_D) };", "KC_A KC_B KC_C",
		  "keymap-c-arguments" },
		{ "an empty one", ARRAY "{ LAYOUT(KC_A, , KC_C) };", "KC_A KC_NO KC_C", "keymap-c-binding" },
		{ "what is no action", ARRAY "{ LAYOUT(KC_A, \"b\", KC_C) };", "KC_A \"b\" KC_C",
		  "keymap-c-binding" },
		{ "a layer that does not exist", ARRAY "{ LAYOUT(MO(40), KC_B, KC_C) };", "MO(8) KC_B KC_C",
		  "keymap-c-number" },
		{ "names of what is not here",
		  "#include \"mine.h\"\n" ARRAY
		  "{ [_X] = LAYOUT(MO(_Y), KC_B, KC_C), [_Y] = LAYOUT(MO(_X), 1, 4) };",
		  "MO(1) KC_B KC_C|MO(0) KC_TRNS KC_A", "keymap-c-layer keymap-c-layer keymap-c-include" },
		{ "a name that was", ARRAY "{ LAYOUT(RESET, RESET, KC_C) };", "QK_BOOT QK_BOOT KC_C",
		  "keymap-c-renamed" },
		{ "another language", "#include \"keymap_german.h\"\n" ARRAY "{ LAYOUT(DE_Z, DE_Y, KC_C) };",
		  "KC_Y KC_Z KC_C", "" },
		{ "characters", ARRAY "{ LAYOUT(UC(L'\xc3\xa4'), UC('a'), UC(L'\\\\')) };",
		  "UC(0x00E4) UC(0x0061) UC(L'\\\\')", "keymap-c-binding" },
		{ "keycodes of one's own",
		  "enum mine { ONE = SAFE_RANGE, TWO };\n" ARRAY "{ LAYOUT(ONE, TWO, THREE) };",
		  "ONE TWO THREE", "" },
		{ "arithmetic", "enum { BASE = 4 };\n" ARRAY "{ LAYOUT(BASE + 1, BASE, (KC_A) + 3) };",
		  "KC_B KC_A KC_D", "" },
		{ "functions before and behind",
		  "void f(int a[]) { if (a) { g(); } }\n" ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };\n"
		  "bool process_record_user(uint16_t keycode, keyrecord_t *record) { return true; }",
		  "KC_A KC_B KC_C", "keymap-c-code" },
		{ "structs and casts before",
		  "struct s { int keymaps[2]; } s = { { 1, 2 } };\nstatic int x = (int){ 3 }, y[2] = { 1 "
		  "};\n" ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };",
		  "KC_A KC_B KC_C", "" },
		{ "none", "int x;", NULL, "there is no keymaps[]" },
		{ "declared only", "extern const uint16_t keymaps[][2][3];", NULL, "there is no keymaps[]" },
		{ "left out", "int x;\n#ifdef NEVER\n\n" ARRAY "{ LAYOUT(1, 2, 3) };\n#endif", NULL,
		  "line 4: " },
		{ "empty", ARRAY "{ };", NULL, "has no layers" },
		{ "a layer that is no layer", ARRAY "{ KC_A };", NULL, "no LAYOUT(...)" },
		{ "too high a layer", ARRAY "{ [32] = LAYOUT(KC_A, KC_B, KC_C) };", NULL, "above 31" },
		{ "not closed", ARRAY "{ LAYOUT(KC_A, KC_B", NULL, "{ ... }" },
		{ "nothing", "", NULL, "there is no keymaps[]" },
	};
	struct keyboard *kb = small_keyboard();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct read_result r = read_text(rows[i].text, strlen(rows[i].text), kb, NULL);
		struct str got = STR_INIT, codes = STR_INIT;

		if (rows[i].want && r.ok) {
			read_print(r.document.map, &got);
			print_codes(&r.diagnostics, &codes);
		}
		if (rows[i].want) {
			is_text(r.ok ? str_text(&got) : r.err.text, rows[i].want, "%s", rows[i].what);
			is_text(str_text(&codes), rows[i].codes, "%s: what is told", rows[i].what);
		} else {
			ok(!r.ok && strstr(r.err.text, rows[i].codes), "%s", rows[i].what);
			if (!r.ok && !strstr(r.err.text, rows[i].codes))
				printf("# %s\n", r.err.text);
		}
		str_release(&got);
		str_release(&codes);
		read_release(&r);
	}
	keyboard_free(kb);
}

/* Without a keyboard the keys are where the text has them. */
static void test_no_keyboard(void)
{
	static const char text[] =
		ARRAY "{ LAYOUT_mine(\n"
		      "  KC_A,  KC_B,        KC_C,\n"
		      "         KC_D,  KC_E\n) };\n"
		      "const uint16_t encoder_map[][1][2] = { { ENCODER_CCW_CW(KC_1, KC_2) } };";
	struct read_result r = read_text(text, strlen(text), NULL, NULL);
	struct str got = STR_INIT;

	for (size_t i = 0; r.ok && i < r.document.used->keys; i++)
		str_addf(&got, "%d,%d ", r.document.used->key[i].x_cu, r.document.used->key[i].y_cu);
	is_text(r.ok ? str_text(&got) : r.err.text, "0,0 100,0 275,0 100,100 200,100 ",
		"keys as they stand there");
	is_text(r.ok ? r.document.layout : "", "LAYOUT_mine", "the layout's name");
	ok(r.ok && keymap_encoders(r.document.map) == 1 && r.document.board &&
		   r.document.used == r.document.board->layout,
	   "an encoder that nobody told of");
	str_release(&got);
	read_release(&r);
}

/* A keymap that is in another file of the build. */
static void test_after(void)
{
	static const struct read_file files[] = { { "users.c", ARRAY "{ LAYOUT(KC_A, MINE, KC_C) };", false },
						  { NULL, NULL, false } };
	static const char text[] = "#define MINE KC_B\nint x = 1;";
	struct import_includes includes = { (void *)files, read_given };
	struct keyboard *kb = small_keyboard();
	struct import_input in = { .path = "keymap.c",
				   .text = text,
				   .len = strlen(text),
				   .keyboard = kb,
				   .includes = &includes,
				   .after = "users.c" };
	struct read_result r = { .ok = false };
	struct str got = STR_INIT;

	r.ok = keymap_c_read(&in, &r.document, &r.diagnostics, &r.err);
	if (r.ok)
		read_print(r.document.map, &got);
	is_text(r.ok ? str_text(&got) : r.err.text, "KC_A KC_B KC_C", "a file behind the document");
	ok(r.ok && r.document.source->len == in.len && source_binding(r.document.source, 0, 0)->file == 1,
	   "its bindings are there");
	str_release(&got);
	read_release(&r);
	keyboard_free(kb);
}

int main(void)
{
	test_layers();
	test_no_keyboard();
	test_after();
	return tap_done();
}
