/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keycode.h"
#include "model/symbol.h"
#include "qmk.h"

enum {
	LINE_MAX_BYTES = 100,
	MACRO_MAX = 128,         /* QK_MACRO to QK_MACRO_MAX */
	MACRO_NAMED = 32,        /* QK_MACRO_0 to QK_MACRO_31 have names */
	DELAY_MAX_MS = 32767,    /* send_string() counts them in an int, of 16 bits on AVR */
	VALUE_FIRST = 0x04,      /* KC_A: below are KC_NO, KC_TRNS and errors */
	VALUE_LAST_NAMED = 0xc0, /* keys up to here and modifiers have an X_ name */
	VALUE_LEFT_CTRL = 0xe0,
	VALUE_RIGHT_GUI = 0xe7,
};

static const struct diagnostic_kind macro_bell = { "qmk-macro-bell", SEVERITY_WARNING };
static const struct diagnostic_kind macro_count = { "qmk-macro-count", SEVERITY_ERROR };
static const struct diagnostic_kind macro_delay = { "qmk-macro-delay", SEVERITY_ERROR };
static const struct diagnostic_kind macro_key = { "qmk-macro-key", SEVERITY_ERROR };
static const struct diagnostic_kind macro_text = { "qmk-macro-text", SEVERITY_ERROR };

/*
 * send_char() looks a byte up in a table of 128 keys. The others have none
 * there, and two would do harm: 1 introduces a command of SEND_STRING and
 * bytes from 128 up are read past the end of the table.
 */
bool qmk_is_typeable(char c)
{
	return ((unsigned char)c >= ' ' && (unsigned char)c <= 0x7f) || c == '\b' || c == '\t' || c == '\n' ||
	       c == '\r' || c == 0x1b;
}

void qmk_add_string(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (const char *c = text; *c; c++) {
		if (*c == '\r') { /* an Enter however the line ends */
			if (c[1] != '\n')
				str_add(out, "\\n");
		} else if (*c == '\n') {
			str_add(out, "\\n");
		} else if (*c == '\t') {
			str_add(out, "\\t");
		} else if (*c == '"' || *c == '\\' || (*c == '?' && c > text && c[-1] == '?')) {
			str_addf(out, "\\%c", *c); /* ?? would start a trigraph */
		} else if (*c < ' ' || *c == 0x7f) {
			/* Octal takes three digits at most; \x would swallow what follows. */
			str_addf(out, "\\%03o", (unsigned)(unsigned char)*c);
		} else {
			str_add_char(out, *c);
		}
	}
	str_add_char(out, '"');
}

static bool is_key_step(const struct step *step)
{
	return step->op == STEP_TAP || step->op == STEP_DOWN || step->op == STEP_UP;
}

static bool is_sendable(struct action action)
{
	uint16_t value;

	if (action.kind != ACTION_KEY)
		return false;
	value = keycode_get(KEY_CODE(action.arg[0]))->value;
	return value >= VALUE_FIRST && value <= 0xff;
}

static void check_step(const struct step *step, size_t macro, struct diagnostics *out)
{
	if (is_key_step(step) && !is_sendable(step->action)) {
		struct str text = STR_INIT;

		action_print(step->action, &text);
		diagnostics_add(out, &macro_key, PLACE_NONE, "macro %zu: SEND_STRING cannot press %s", macro,
				str_text(&text));
		str_release(&text);
	} else if (step->op == STEP_DELAY && (step->value < 0 || step->value > DELAY_MAX_MS)) {
		diagnostics_add(out, &macro_delay, PLACE_NONE, "macro %zu: a delay is 0 to %d ms, not %d",
				macro, DELAY_MAX_MS, step->value);
	} else if (step->op == STEP_RESULT) {
		diagnostics_add(out, &macro_key, PLACE_NONE, "macro %zu: a result is no step of a macro",
				macro);
	} else if (step->op == STEP_TEXT) {
		const char *text = symbol_text(step->text);

		while (qmk_is_typeable(*text) && *text)
			text++;
		if (*text)
			diagnostics_add(out, &macro_text, PLACE_NONE,
					"macro %zu: SEND_STRING types ASCII only, not '%s'", macro, text);
	}
}

void qmk_check_macros(const struct compile_input *in, struct diagnostics *out)
{
	const struct setting *bell = keymap_find_setting(in->map, "audio.macro_beep");
	size_t count = keymap_definitions(in->map, DEFINITION_MACRO);
	bool beeps = false;

	if (count > MACRO_MAX)
		diagnostics_add(out, &macro_count, PLACE_NONE, "%zu macros, but QMK has %d keycodes for them",
				count, MACRO_MAX);
	for (size_t i = 0; i < count; i++) {
		const struct definition *macro = keymap_definition(in->map, DEFINITION_MACRO, i);

		for (size_t s = 0; s < macro->steps; s++) {
			check_step(&macro->step[s], i, out);
			beeps |= macro->step[s].op == STEP_BEEP;
		}
	}
	if (beeps && !(bell && bell->number))
		diagnostics_add(out, &macro_bell, PLACE_NONE,
				"a macro beeps, which takes audio and the setting audio.macro_beep");
}

/* X_A, X_ENT: the short names with X_ for KC_. Keys that have none are given by their number, which works too. */
static void add_key(struct str *out, uint16_t code)
{
	uint16_t value = keycode_get(code)->value;
	const char *name = keycode_short_name(code);

	if ((value <= VALUE_LAST_NAMED || (value >= VALUE_LEFT_CTRL && value <= VALUE_RIGHT_GUI)) &&
	    !strncmp(name, "KC_", 3))
		str_addf(out, "X_%s", name + 3);
	else
		str_addf(out, "%02x", (unsigned)value);
}

static const char *const mod_name[8] = { "LCTL", "LSFT", "LALT", "LGUI", "RCTL", "RSFT", "RALT", "RGUI" };

static void add_tap(struct str *out, uint32_t key)
{
	size_t open = 0;

	for (size_t i = 0; i < COUNT(mod_name); i++) {
		if (!(KEY_MODS(key) >> i & 1))
			continue;
		str_addf(out, "SS_%s(", mod_name[i]);
		open++;
	}
	str_add(out, "SS_TAP(");
	add_key(out, KEY_CODE(key));
	str_pad(out, ')', open + 1);
}

static void add_down(struct str *out, uint32_t key)
{
	for (size_t i = 0; i < COUNT(mod_name); i++)
		if (KEY_MODS(key) >> i & 1)
			str_addf(out, "SS_DOWN(X_%s) ", mod_name[i]);
	str_add(out, "SS_DOWN(");
	add_key(out, KEY_CODE(key));
	str_add_char(out, ')');
}

static void add_up(struct str *out, uint32_t key)
{
	str_add(out, "SS_UP(");
	add_key(out, KEY_CODE(key));
	str_add_char(out, ')');
	for (size_t i = COUNT(mod_name); i-- > 0;)
		if (KEY_MODS(key) >> i & 1)
			str_addf(out, " SS_UP(X_%s)", mod_name[i]);
}

static void add_step(struct str *out, const struct step *step)
{
	switch ((enum step_op)step->op) {
	case STEP_TAP:
		add_tap(out, step->action.arg[0]);
		break;
	case STEP_DOWN:
		add_down(out, step->action.arg[0]);
		break;
	case STEP_UP:
		add_up(out, step->action.arg[0]);
		break;
	case STEP_DELAY:
		str_addf(out, "SS_DELAY(%d)", step->value);
		break;
	case STEP_TEXT:
		qmk_add_string(out, symbol_text(step->text));
		break;
	case STEP_BEEP:
		str_add(out, "\"\\a\"");
		break;
	case STEP_RESULT:
		break; /* refused by check_step() */
	}
}

static void emit_macro(const struct definition *macro, size_t index, struct str *out)
{
	size_t line;

	if (!macro->steps)
		return;
	if (index < MACRO_NAMED)
		str_addf(out, "        case QK_MACRO_%zu:\n", index);
	else
		str_addf(out, "        case QK_MACRO + %zu:\n", index);
	line = out->len;
	str_add(out, "            SEND_STRING(");
	for (size_t i = 0; i < macro->steps; i++) {
		if (out->len - line > LINE_MAX_BYTES) {
			str_add_char(out, '\n');
			line = out->len;
			str_pad(out, ' ', strlen("            SEND_STRING("));
		} else if (i) {
			str_add_char(out, ' ');
		}
		add_step(out, &macro->step[i]);
	}
	str_add(out, ");\n"
		     "            return false;\n");
}

static bool has_steps(const struct keymap *map)
{
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_MACRO); i++)
		if (keymap_definition(map, DEFINITION_MACRO, i)->steps)
			return true;
	return false;
}

void qmk_emit_macros(const struct keymap *map, const struct qmk_flavour *flavour, struct str *out)
{
	bool any = has_steps(map);

	if (!any && !flavour->first_handler)
		return;
	str_add(out, "\nbool process_record_user(uint16_t keycode, keyrecord_t *record) {\n");
	if (flavour->first_handler)
		str_addf(out,
			 "    if (!%s(keycode, record)) {\n"
			 "        return false;\n"
			 "    }\n",
			 flavour->first_handler);
	if (any) {
		str_add(out, "    if (!record->event.pressed) {\n"
			     "        return true;\n"
			     "    }\n"
			     "    switch (keycode) {\n");
		for (size_t i = 0; i < keymap_definitions(map, DEFINITION_MACRO); i++)
			emit_macro(keymap_definition(map, DEFINITION_MACRO, i), i, out);
		str_add(out, "    }\n");
	}
	str_add(out, "    return true;\n"
		     "}\n");
}
