/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compiled.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

static struct result compile_macro(const struct step *step, size_t steps)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct result r;

	keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_MACRO,
							 .step = (struct step *)step,
							 .steps = steps });
	r = compile(kb, map);
	keymap_unref(map);
	keyboard_free(kb);
	return r;
}

static void test_macro_text(void)
{
	static const struct {
		const char *text, *literal; /* NULL: nothing of it is typed */
	} rows[] = {
		{ "hello", "SEND_STRING(\"hello\");" },
		{ "say \"hi\"", "SEND_STRING(\"say \\\"hi\\\"\");" },
		{ "C:\\new", "SEND_STRING(\"C:\\\\new\");" },
		{ "\\", "SEND_STRING(\"\\\\\");" },
		{ "a\r\nb\rc\nd\te", "SEND_STRING(\"a\\nb\\nc\\nd\\te\");" },
		{ "?\?/\"; x", "SEND_STRING(\"?\\?/\\\"; x\");" },
		{ "???", "SEND_STRING(\"?\\?\\?\");" },
		{ "*/ // /*", "SEND_STRING(\"*/ // /*\");" },
		{ "\x1b[0m", "SEND_STRING(\"\\033[0m\");" },
		{ "\x1b"
		  "7",
		  "SEND_STRING(\"\\0337\");" },
		{ "%s%n%d", "SEND_STRING(\"%s%n%d\");" },
		{ "\x7f", "SEND_STRING(\"\\177\");" },
		{ "SS_TAP(X_A)", "SEND_STRING(\"SS_TAP(X_A)\");" },
		{ "", "SEND_STRING(\"\");" },
		{ "\x01\x01\x04", NULL },
		{ "na\xc3\xafve",
		  "SEND_STRING(\"na\");\n                send_unicode_string(\"\\303\\257\");\n"
		  "                SEND_STRING(\"ve\");" },
		{ "\a", NULL },
		{ "ok\xff", "SEND_STRING(\"ok\");\n            }" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct step step = { .op = STEP_TEXT, .text = symbol(rows[i].text) };
		struct result r = compile_macro(&step, 1);

		if (rows[i].literal)
			ok(r.ok && strstr(text_of(&r, "keymap.c"), rows[i].literal), "text %zu is escaped",
			   i);
		else
			ok(r.ok && find(&r, "qmk-none") && !strstr(text_of(&r, "keymap.c"), "SEND_STRING"),
			   "text %zu has no keys and is left out", i);
		release(&r);
	}
}

static struct step key_step(enum step_op op, const char *key)
{
	return (struct step){ .op = (uint16_t)op, .action = tiny_action(key) };
}

static void test_macro_steps(void)
{
	const struct step good[] = {
		key_step(STEP_TAP, "KC_ENTER"),    key_step(STEP_TAP, "LCTL(LSFT(KC_C))"),
		key_step(STEP_DOWN, "RALT(KC_A)"), { .op = STEP_DELAY, .value = 250 },
		key_step(STEP_UP, "RALT(KC_A)"),   key_step(STEP_TAP, "MS_BTN1"),
		key_step(STEP_TAP, "KC_EXLM"),     { .op = STEP_BEEP },
	};
	const struct step bad[] = {
		key_step(STEP_RESULT, "KC_A"),
		key_step(STEP_TAP, "LT(0, KC_A)"),
		{ .op = STEP_DELAY, .value = -1 },
		{ .op = STEP_DELAY, .value = 32768 },
	};
	struct result r = compile_macro(good, COUNT(good));

	ok(r.ok && strstr(text_of(&r, "keymap.c"),
			  "        case QK_MACRO_0:\n"
			  "            if (record->event.pressed) {\n"
			  "                SEND_STRING(SS_TAP(X_ENT) SS_LCTL(SS_LSFT(SS_TAP(X_C))) "
			  "SS_DOWN(X_RALT) SS_DOWN(X_A) "
			  "SS_DELAY(250)\n"
			  "                            SS_UP(X_A) SS_UP(X_RALT) SS_TAP(d1) SS_LSFT(SS_TAP(X_1)) "
			  "\"\\a\");\n"
			  "            }\n"
			  "            return false;\n"),
	   "steps become the words of SEND_STRING");
	ok(find(&r, "qmk-macro-bell"), "a beep without the setting for it is told");
	release(&r);
	for (size_t i = 0; i < COUNT(bad); i++) {
		r = compile_macro(&bad[i], 1);
		ok(r.ok && (find(&r, "qmk-none") || find(&r, "qmk-near")),
		   "what becomes of bad step %zu is told", i);
		release(&r);
	}
	r = compile_macro(NULL, 0);
	ok(r.ok && !strstr(text_of(&r, "keymap.c"), "process_record_user"),
	   "an empty macro is the firmware's affair");
	release(&r);
}

static void test_macro_count(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct step wait = { .op = STEP_DELAY, .value = 1 };
	struct result r;

	for (int i = 0; i < 128; i++)
		keymap_add_definition(
			map, &(struct definition){ .kind = DEFINITION_MACRO, .step = &wait, .steps = 1 });
	r = compile(kb, map);
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "case QK_MACRO_31:") &&
		   strstr(text_of(&r, "keymap.c"), "case QK_MACRO + 32:"),
	   "128 macros, the first 32 by name");
	release(&r);
	keymap_add_definition(map,
			      &(struct definition){ .kind = DEFINITION_MACRO, .step = &wait, .steps = 1 });
	r = compile(kb, map);
	ok(r.ok && find(&r, "qmk-none") && find(&r, "qmk-none")->place.definition == 128,
	   "one more has no keycode, and is left out");
	release(&r);
	keymap_add_definition(
		map, &(struct definition){
			     .kind = DEFINITION_MACRO, .name = symbol("last"), .step = &wait, .steps = 1 });
	keymap_put(map, 0, 0, (struct action){ .kind = ACTION_BEHAVIOR, .arg = { symbol("last") } });
	r = compile(kb, map);
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "    LAST = SAFE_RANGE,\n") &&
		   strstr(text_of(&r, "keymap.c"), "        case LAST:\n"),
	   "unless a key has it by name");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_macro_text();
	test_macro_steps();
	test_macro_count();
	return tap_done();
}
