/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/keymap_c.h"
#include "model/symbol.h"
#include "small_keyboard.h"
#include "tap.h"

#define ARRAY "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = "

static const struct import_define defines[] = {
	{ "MATRIX_ROWS", "2" },
	{ "MATRIX_COLS", "3" },
	{ "ENCODER_MAP_ENABLE", NULL },
	{ "NUM_ENCODERS", "2" },
};

/* Files that may be included, in memory. */
struct file {
	const char *name, *text;
	bool locked;
};

static bool read_file(void *data, const char *from, const char *name, bool angled, struct str *path,
		      struct str *text, bool *locked, struct err *err)
{
	(void)from;
	(void)angled;
	for (const struct file *file = data; file->name; file++)
		if (!strcmp(file->name, name)) {
			str_clear(path);
			str_clear(text);
			str_add(path, name);
			str_add(text, file->text);
			*locked = file->locked;
			return true;
		}
	return err_set(err, ERR_NOT_FOUND, "there is no %s", name);
}

/* What is read of a text. */
struct result {
	struct document document;
	struct diagnostics diagnostics;
	struct err err;
	bool ok;
};

static struct result read_with(const char *text, size_t len, const struct keyboard *kb,
			       const struct file *files)
{
	struct import_includes includes = { (void *)files, read_file };
	struct import_input in = { .path = "keymap.c",
				   .text = text,
				   .len = len,
				   .keyboard = kb,
				   .includes = files ? &includes : NULL,
				   .define = defines,
				   .defines = COUNT(defines) };
	struct result r = { .ok = false };

	r.ok = keymap_c_read(&in, &r.document, &r.diagnostics, &r.err);
	return r;
}

static void release(struct result *r)
{
	document_release(&r->document);
	diagnostics_release(&r->diagnostics);
}

/* Actions with blanks between, layers with "|". */
static void print(const struct keymap *map, struct str *out)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t key = 0; key < keymap_keys(map); key++) {
			str_add(out, key ? " " : layer ? "|" : "");
			action_print(keymap_get(map, layer, key), out);
		}
}

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
		{ "a layer that does not exist", ARRAY "{ LAYOUT(MO(40), KC_B, KC_C) };", "MO(40) KC_B KC_C",
		  "keymap-c-binding" },
		{ "names of what is not here",
		  "#include \"mine.h\"\n" ARRAY
		  "{ [_X] = LAYOUT(MO(_Y), KC_B, KC_C), [_Y] = LAYOUT(MO(_X), 1, 4) };",
		  "MO(1) KC_B KC_C|MO(0) KC_TRNS KC_A", "keymap-c-layer keymap-c-layer keymap-c-include" },
		{ "a name that was", ARRAY "{ LAYOUT(RESET, RESET, KC_C) };", "QK_BOOT QK_BOOT KC_C",
		  "keymap-c-renamed" },
		{ "another language", "#include \"keymap_german.h\"\n" ARRAY "{ LAYOUT(DE_Z, DE_Y, KC_C) };",
		  "KC_Y KC_Z KC_C", "" },
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
		struct result r = read_with(rows[i].text, strlen(rows[i].text), kb, NULL);
		struct str got = STR_INIT, codes = STR_INIT;

		if (rows[i].want && r.ok) {
			print(r.document.map, &got);
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
		release(&r);
	}
	keyboard_free(kb);
}

/* What stands at @span, in brackets; "-" for nowhere. */
static void add_span(const struct source *source, struct span span, struct str *out)
{
	if (span_is_nowhere(span)) {
		str_add(out, "-");
		return;
	}
	str_add_char(out, '[');
	str_add_bytes(out, source->text + span.start, span.len);
	str_add_char(out, ']');
}

/* A member of source_layer. */
static struct span span_of(const struct source_layer *layer, const char *what)
{
	return !strcmp(what, "entry")         ? layer->entry
	       : !strcmp(what, "keys")        ? layer->keys
	       : !strcmp(what, "turns")       ? layer->turns
	       : !strcmp(what, "turns_entry") ? layer->turns_entry
	       : !strcmp(what, "name")        ? layer->name
	       : !strcmp(what, "number")      ? layer->number
					      : layer->enumerator;
}

static void test_places(void)
{
	static const char *const text =
		"enum layers {\n\t// the first\n\t_A,\n\t_B, // the second\n\t_C = 2\n};\n"
		"#define _D /* as */ 3 // last\n"
		"#define LOW MO(3)\n"
		"#define WRAP(...) LAYOUT(__VA_ARGS__)\n" ARRAY "{\n"
		"\t// A\n\t/* all of it */\n\t[_A] = LAYOUT(KC_A, LOW, MO(_B)), // its end\n"
		"\n\t// B\n\t[_B] = WRAP(KC_B,\n\t\tMO(2), KC_C\n\t),\n"
		"#if 1\n\t// C\n\t[2] = LAYOUT(KC_X, KC_Y, KC_Z),\n#endif\n"
		"\t[_D] = LAYOUT(_______, KC_TRNS, _______)\n"
		"\t// behind\n};\n"
		"const uint16_t PROGMEM encoder_map[][2][2] = {\n"
		"\t[0] = { ENCODER_CCW_CW(KC_1, KC_2), ENCODER_CCW_CW(KC_3, KC_4) },\n"
		"\t[_B] = { { KC_5, KC_6 } },\n};\n"
		"void f(void) { layer_on(1); MO(x); update_tri_layer(_A, 1, 2); layer_on(77); }\n";
	static const struct {
		size_t layer;
		const char *what, *want;
	} rows[] = {
		{ 0, "entry",
		  "[\t// A\n\t/* all of it */\n\t[_A] = LAYOUT(KC_A, LOW, MO(_B)), // its end\n]" },
		{ 0, "keys", "[KC_A, LOW, MO(_B)]" },
		{ 0, "name", "[_A]" },
		{ 0, "number", "-" },
		{ 0, "enumerator", "[\t// the first\n\t_A,\n]" },
		{ 0, "turns", "[ ENCODER_CCW_CW(KC_1, KC_2), ENCODER_CCW_CW(KC_3, KC_4) ]" },
		{ 0, "turns_entry",
		  "[\t[0] = { ENCODER_CCW_CW(KC_1, KC_2), ENCODER_CCW_CW(KC_3, KC_4) },\n]" },
		{ 1, "entry", "[\t// B\n\t[_B] = WRAP(KC_B,\n\t\tMO(2), KC_C\n\t),\n]" },
		{ 1, "keys", "[KC_B,\n\t\tMO(2), KC_C\n\t]" },
		{ 1, "enumerator", "[\t_B, // the second\n]" },
		{ 1, "turns_entry", "[\t[_B] = { { KC_5, KC_6 } },\n]" },
		{ 2, "entry", "[\t// C\n\t[2] = LAYOUT(KC_X, KC_Y, KC_Z),\n]" },
		{ 2, "number", "[2]" },
		{ 2, "name", "[_C]" },
		{ 2, "enumerator", "[\t_C = 2\n]" },
		{ 3, "entry", "[\t[_D] = LAYOUT(_______, KC_TRNS, _______)\n]" },
		{ 3, "enumerator", "[#define _D /* as */ 3 // last\n]" },
		{ 3, "name", "[_D]" },
		{ 3, "turns", "-" },
	};
	struct keyboard *kb = small_keyboard();
	struct result r = read_with(text, strlen(text), kb, NULL);
	struct str got = STR_INIT;

	ok(r.ok, "a keymap with four layers is read");
	for (size_t i = 0; r.ok && i < COUNT(rows); i++) {
		str_clear(&got);
		add_span(r.document.source, span_of(&r.document.source->layer[rows[i].layer], rows[i].what),
			 &got);
		is_text(str_text(&got), rows[i].want, "layer %zu: %s", rows[i].layer, rows[i].what);
	}
	str_clear(&got);
	for (size_t i = 0; r.ok && i < r.document.source->references; i++) {
		const struct source_reference *at = &r.document.source->reference[i];
		int line, column;

		source_place(text, strlen(text), at->span.start, &line, &column);
		str_addf(&got, "%s%u in line %d", i ? ", " : "", at->layer, line);
	}
	is_text(str_text(&got),
		"2 in line 5, 3 in line 7, 3 in line 8, 0 in line 27, 1 in line 30, 1 in line 30, 2 in line "
		"30",
		"numbers of layers that stand elsewhere");
	if (r.ok) {
		str_clear(&got);
		for (size_t i = 0; i < 4; i++)
			str_addf(&got, "%s,", symbol_text(r.document.source->layer[i].identifier));
		is_text(str_text(&got), "_A,_B,_C,_D,", "what bindings call the layers");
		is_text(symbol_text(r.document.source->transparent), "_______", "the usual spelling");
		is_text(symbol_text(r.document.source->none), "", "one that it does not have");
	}
	str_release(&got);
	release(&r);
	keyboard_free(kb);
}

/* Where each binding of a layer can be changed, and why not. */
static void test_bindings(void)
{
	static const struct file files[] = {
		{ "mine.h", "#define MY_KEYS KC_A, KC_B, KC_C\n" ARRAY "{ LAYOUT(KC_A, KC_B, THIRD) };\n",
		  false },
		{ "theirs.h", ARRAY "{ LAYOUT(KC_A, KC_B, KC_C) };\n", true },
		{ "keys.h", "#define MY_KEYS KC_A, KC_B\n#define THIRD KC_C\n", false },
		{ NULL, NULL, false },
	};
	static const struct {
		const char *what, *text,
			*want; /* the stretches with their file; "!" and where the macro is used */
	} rows[] = {
		{ "each by itself", ARRAY "{ LAYOUT(KC_A, LT( 1 , KC_B ) , KC_C) };",
		  "0 KC_A|0 LT( 1 , KC_B )|0 KC_C" },
		{ "a macro that is one key", "#define X LT(1, KC_A)\n" ARRAY "{ LAYOUT(X, KC_B, LCTL(X)) };",
		  "0 X|0 KC_B|0 LCTL(X)" },
		{ "a macro of two keys", "#define X KC_A, KC_B\n" ARRAY "{ LAYOUT(X, KC_C) };",
		  "!X|!X|0 KC_C" },
		{ "a macro with keys as arguments",
		  "#define X(a, b) a, b, MO(1)\n" ARRAY "{ LAYOUT(X(KC_A, KC_B)), LAYOUT(1, 1, 1) };",
		  "0 KC_A|0 KC_B|!X(KC_A, KC_B)" },
		{ "an argument that is there twice", "#define X(a) a, a\n" ARRAY "{ LAYOUT(X(KC_A), KC_B) };",
		  "!|!|0 KC_B" },
		{ "in a file beside it", "#define THIRD KC_C\n#include \"mine.h\"\n",
		  "1 KC_A|1 KC_B|1 THIRD" },
		{ "in a file that is not the user's", "#include \"theirs.h\"\n", "!|!|!" },
		{ "macros in a file beside it", "#include \"keys.h\"\n" ARRAY "{ LAYOUT(MY_KEYS, THIRD) };",
		  "!MY_KEYS|!MY_KEYS|0 THIRD" },
		{ "rows",
		  "#define LAYOUT(a, b, c) { { c, KC_NO, KC_NO }, { b, KC_NO, a } }\n" ARRAY
		  "{ LAYOUT(KC_A, KC_B, KC_C) };",
		  "0 KC_A|0 KC_B|0 KC_C" },
		{ "several layers", ARRAY "{ [0 ... 1] = LAYOUT(KC_A, KC_B, KC_C) };", "!|!|!" },
	};
	struct keyboard *kb = small_keyboard();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct result r = read_with(rows[i].text, strlen(rows[i].text), kb, files);
		struct str got = STR_INIT;

		for (size_t key = 0; r.ok && key < 3; key++) {
			const struct source_binding *b = source_binding(r.document.source, 0, key);
			struct span span = b->fixed ? b->call : b->span;
			size_t len;

			str_addf(&got, key ? "|" : "");
			if (b->fixed)
				str_add_char(&got, '!');
			else
				str_addf(&got, "%d ", b->file);
			str_add_bytes(&got, source_text(r.document.source, b->file, &len) + span.start,
				      span.len);
		}
		is_text(r.ok ? str_text(&got) : r.err.text, rows[i].want, "places: %s", rows[i].what);
		str_release(&got);
		release(&r);
	}
	keyboard_free(kb);
}

static void print_definition(const struct definition *d, struct str *out)
{
	static const char *const kinds[DEFINITION_KIND_COUNT] = {
		[DEFINITION_COMBO] = "combo",       [DEFINITION_TAP_DANCE] = "dance",
		[DEFINITION_OVERRIDE] = "override", [DEFINITION_KEYCODE] = "keycode",
		[DEFINITION_LEADER] = "leader",     [DEFINITION_UNICODE] = "unicode",
	};

	str_addf(out, "%s %s:", kinds[d->kind], symbol_text(d->name));
	if (d->mods)
		str_addf(out, " mods %02x", d->mods);
	if (d->layer_mask)
		str_addf(out, " layers %x", d->layer_mask);
	for (size_t i = 0; i < d->steps; i++) {
		str_add_char(out, ' ');
		action_print(d->step[i].action, out);
		if (d->step[i].value)
			str_addf(out, "*%d", d->step[i].value);
	}
	for (size_t i = 0; i < d->options; i++)
		str_addf(out, " %s=%lld", symbol_text(d->option[i].name), (long long)d->option[i].number);
	if (d->text)
		str_addf(out, " {%s}", symbol_text(d->text));
	str_add_char(out, '\n');
}

static void test_tables(void)
{
	static const char *const text =
		"enum dances { ESC, SPC, ODD };\n"
		"enum combos { AB, CD };\n"
		"enum keys { ONE = SAFE_RANGE, TWO, NEW_SAFE_RANGE };\n"
		"enum snow { FLAKE };\n" ARRAY
		"{ LAYOUT(TD(SPC), KC_A, ONE), LAYOUT(UM(FLAKE), 1, UC(0x20)) };\n"
		"const uint16_t PROGMEM ab[] = { KC_A, KC_B, COMBO_END };\n"
		"const uint16_t PROGMEM cd[] = { KC_C, LT(1, KC_D), COMBO_END, KC_X };\n"
		"combo_t key_combos[] = { [AB] = COMBO(ab, LCTL(KC_Z)), [CD] = COMBO_ACTION(cd),\n"
		"\t{ .keys = &ab[0], .keycode = KC_1 }, COMBO(gone, KC_2) };\n"
		"tap_dance_action_t tap_dance_actions[] = {\n"
		"\t[SPC] = ACTION_TAP_DANCE_LAYER_TOGGLE(KC_SPC, 1),\n"
		"\t[ESC] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS),\n"
		"\t[4] = ACTION_TAP_DANCE_FN_ADVANCED(NULL, f, g) };\n"
		"const key_override_t del = ko_make_basic(MOD_MASK_SHIFT, KC_BSPC, KC_DEL);\n"
		"const key_override_t neg = ko_make_with_layers_and_negmods(MOD_BIT(KC_LCTL), KC_A, KC_B, 1 "
		"<< 1 | "
		"(layer_state_t)1 << 3, MOD_MASK_ALT);\n"
		"const key_override_t own = { .trigger = KC_A };\n"
		"const key_override_t *key_overrides[] = { &del, &neg, &own, NULL };\n"
		"const uint32_t PROGMEM unicode_map[] = { [FLAKE] = 0x2744 };\n"
		"void leader_end_user(void) {\n\tif (leader_sequence_two_keys(KC_A, KC_B)) { tap_code(KC_C); "
		"}\n"
		"\telse if (leader_sequence_one_key(KC_X)) f();\n}\n";
	static const char *const want = "combo AB: LCTL(KC_Z) KC_A KC_B\n"
					"combo CD: KC_NO KC_C LT(1, KC_D) {COMBO_ACTION(cd)}\n"
					"combo ab: KC_1 KC_A KC_B\n"
					"combo gone: KC_2 {COMBO(gone, KC_2)}\n"
					"dance ESC: KC_ESC*1 KC_CAPS*2\n"
					"dance SPC: KC_SPC*1 TG(1)*2\n"
					"dance :\n"
					"dance :\n"
					"dance : {ACTION_TAP_DANCE_FN_ADVANCED(NULL, f, g)}\n"
					"override : mods 22 KC_BSPC KC_DEL\n"
					"override : mods 01 layers a KC_A KC_B negative-mods=68\n"
					"override : {{ .trigger = KC_A }}\n"
					"keycode ONE: value=32320\n"
					"keycode TWO: value=32321\n"
					"leader : KC_A KC_B {tap_code(KC_C);}\n"
					"leader : KC_X\n"
					"unicode FLAKE: {\xe2\x9d\x84}\n";
	static const uint16_t values[] = { 0x5701, 0x04, 0x7e40, 0x8000, 0x01, 0x8020 };
	struct keyboard *kb = small_keyboard();
	struct result r = read_with(text, strlen(text), kb, NULL);
	struct str got = STR_INIT;
	bool equal = r.ok;

	for (size_t kind = 0; r.ok && kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(r.document.map, kind); i++)
			print_definition(keymap_definition(r.document.map, kind, i), &got);
	is_text(r.ok ? str_text(&got) : r.err.text, want, "combos and all the others");
	for (size_t i = 0; r.ok && i < COUNT(values); i++) {
		uint16_t value;

		equal = keymap_value(r.document.map, keymap_get(r.document.map, i / 3, i % 3), &value) &&
			value == values[i] && equal;
	}
	ok(equal, "their numbers as keycodes");
	str_release(&got);
	release(&r);
	keyboard_free(kb);
}

int main(void)
{
	test_layers();
	test_places();
	test_bindings();
	test_tables();
	return tap_done();
}
