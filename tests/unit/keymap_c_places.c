/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "read_keymap_c.h"
#include "tap.h"

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
	struct read_result r = read_text(text, strlen(text), kb, NULL);
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
	read_release(&r);
	keyboard_free(kb);
}

/* Where each binding of a layer can be changed, and why not. */
static void test_bindings(void)
{
	static const struct read_file files[] = {
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
		struct read_result r = read_text(rows[i].text, strlen(rows[i].text), kb, files);
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
		read_release(&r);
	}
	keyboard_free(kb);
}

int main(void)
{
	test_places();
	test_bindings();
	return tap_done();
}
