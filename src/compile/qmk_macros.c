/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/symbol.h"
#include "qmk_private.h"
#include "qmk_send_string.h"

enum {
	LINE_MAX_BYTES = 80,
	INDENT = 16,
	DELAY_MAX_MS = 32767, /* send_string() counts them in an int, of 16 bits on AVR */
};

static const struct diagnostic_kind macro_bell = { "qmk-macro-bell", SEVERITY_WARNING };

/* A macro while it is written: steps that SEND_STRING has a word for wait until one comes that it has none for. */
struct player {
	struct qmk *q;
	const char *subject; /* "macro 3" */
	int64_t tap_ms, wait_ms;
	struct str words; /* of SEND_STRING */
	size_t line;      /* where the last line of them begins */
	struct str *out;
};

static void flush(struct player *p)
{
	if (p->words.len) {
		str_pad(p->out, ' ', INDENT);
		str_addf(p->out, "SEND_STRING(%s);\n", str_text(&p->words));
	}
	str_clear(&p->words);
	p->line = 0;
}

/* One word more, on a new line when that one is long. */
static void begin_word(struct player *p)
{
	if (p->words.len - p->line > LINE_MAX_BYTES) {
		str_add_char(&p->words, '\n');
		str_pad(&p->words, ' ', INDENT + strlen("SEND_STRING("));
		p->line = p->words.len;
	} else if (p->words.len) {
		str_add_char(&p->words, ' ');
	}
}

static void add_delay(struct player *p, int64_t ms)
{
	if (ms < 0 || ms > DELAY_MAX_MS) {
		struct str text = STR_INIT;
		int near = ms < 0 ? 0 : DELAY_MAX_MS;

		str_addf(&text, "delay of %lld ms", (long long)ms);
		qmk_lose(p->q, LOSS_NEAR, str_text(&text), "a shorter one",
			 "%s: a delay is 0 to %d ms: of %lld ms, %d are left", p->subject, DELAY_MAX_MS,
			 (long long)ms, near);
		str_release(&text);
		ms = near;
	}
	if (!ms)
		return;
	begin_word(p);
	str_addf(&p->words, "SS_DELAY(%d)", (int)ms);
}

static void add_key_step(struct player *p, const struct step *step)
{
	uint32_t key = step->action.arg[0];

	begin_word(p);
	if (step->op == STEP_TAP && !p->tap_ms) {
		qmk_add_ss_tap(&p->words, key);
		return;
	}
	if (step->op != STEP_UP)
		qmk_add_ss_down(&p->words, key);
	if (step->op == STEP_TAP) {
		add_delay(p, p->tap_ms);
		begin_word(p);
	}
	if (step->op != STEP_DOWN)
		qmk_add_ss_up(&p->words, key);
}

/* What SEND_STRING has no word for. */
static void add_action_step(struct player *p, const struct step *step)
{
	static const enum qmk_phase phase[] = {
		[STEP_TAP] = QMK_TAP, [STEP_DOWN] = QMK_PRESS, [STEP_UP] = QMK_RELEASE
	};
	bool held = step->op == STEP_TAP && p->tap_ms > 0;

	flush(p);
	qmk_add_statement(p->q, step->action, held ? QMK_PRESS : phase[step->op], INDENT, p->out);
	if (!held)
		return;
	str_pad(p->out, ' ', INDENT);
	str_addf(p->out, "wait_ms(%d);\n", (int)(p->tap_ms < DELAY_MAX_MS ? p->tap_ms : DELAY_MAX_MS));
	qmk_add_statement(p->q, step->action, QMK_RELEASE, INDENT, p->out);
}

static void lose_text(struct player *p)
{
	qmk_lose(p->q, LOSS_ALL, p->subject, "the rest of its text",
		 "%s: characters that no key types and that are no Unicode text are left out", p->subject);
}

/* Characters that no key of the US layout types. */
static void add_unicode(struct player *p, const char *text, size_t len)
{
	flush(p);
	if (!qmk_is_needed(p->q, QMK_UNICODEMAP) && !qmk_need(p->q, QMK_UNICODE, p->subject))
		return;
	str_pad(p->out, ' ', INDENT);
	str_add(p->out, "send_unicode_string(\"");
	for (size_t i = 0; i < len; i++)
		str_addf(p->out, "\\%03o", (unsigned)(unsigned char)text[i]);
	str_add(p->out, "\");\n");
}

/* How many bytes of @text are of the same sort: typed, by Unicode, or not at all. */
static size_t span(const char *text, size_t len, bool *typed, bool *unicode)
{
	size_t at = 0;

	for (*typed = *unicode = false; at < len;) {
		bool is_typed = qmk_is_typeable(text[at]), is_unicode;
		size_t used = 1;
		uint32_t code = is_typed ? 0 : utf8_decode(text + at, len - at, &used);

		is_unicode = !is_typed && used > 1 && code >= 0xa0;
		if (at && (is_typed != *typed || is_unicode != *unicode))
			break;
		*typed = is_typed;
		*unicode = is_unicode;
		at += used;
	}
	return at;
}

static void add_text(struct player *p, const char *text)
{
	size_t len = strlen(text), used;
	bool typed, unicode;

	if (!len) {
		begin_word(p);
		str_add(&p->words, "\"\"");
	}
	for (; len; text += used, len -= used) {
		used = span(text, len, &typed, &unicode);
		if (unicode) {
			add_unicode(p, text, used);
		} else if (!typed) {
			lose_text(p);
		} else {
			char *part = mem_new(used + 1, 1);

			memcpy(part, text, used);
			begin_word(p);
			qmk_add_string(&p->words, part);
			free(part);
		}
	}
}

static void add_step(struct player *p, const struct step *step)
{
	struct str text = STR_INIT;

	switch ((enum step_op)step->op) {
	case STEP_TAP:
	case STEP_DOWN:
	case STEP_UP:
		if (qmk_is_sendable(step->action))
			add_key_step(p, step);
		else
			add_action_step(p, step);
		break;
	case STEP_DELAY:
		add_delay(p, step->value);
		return;
	case STEP_TEXT:
		add_text(p, symbol_text(step->text));
		break;
	case STEP_BEEP:
		begin_word(p);
		str_add(&p->words, "\"\\a\"");
		break;
	case STEP_RESULT:
		action_print(step->action, &text);
		qmk_lose(p->q, LOSS_ALL, str_text(&text), "left out",
			 "%s: %s is left out: it is no step of a macro of QMK's", p->subject,
			 str_text(&text));
		str_release(&text);
		return;
	}
	if (p->wait_ms > 0)
		add_delay(p, p->wait_ms);
}

/* Where what is played when the key is let go begins; the number of steps: nothing is. */
static size_t find_pause(const struct definition *macro)
{
	for (size_t i = 0; i < macro->steps; i++)
		if (macro->step[i].op == STEP_RESULT && macro->step[i].action.kind == ACTION_BEHAVIOR &&
		    !strcmp(symbol_text(macro->step[i].action.arg[0]), "macro_pause_for_release"))
			return i;
	return macro->steps;
}

static int64_t number_of(const struct definition *macro, const char *name)
{
	const struct setting *option = definition_option(macro, name);

	return option && option->type == SETTING_NUMBER && option->number > 0 ? option->number : 0;
}

static void warn_of_bell(struct qmk *q, const struct definition *macro)
{
	const struct setting *bell = keymap_find_setting(q->map, "audio.macro_beep");
	size_t i = 0;

	while (i < macro->steps && macro->step[i].op != STEP_BEEP)
		i++;
	if (i < macro->steps && !(bell && bell->number))
		diagnostics_add(q->out, &macro_bell, q->place,
				"a macro beeps, which takes audio and the setting audio.macro_beep");
}

void qmk_write_macro(struct qmk *q, size_t index, struct str *out)
{
	const struct definition *macro = keymap_definition(q->map, DEFINITION_MACRO, index);
	struct str subject = STR_INIT, pressed = STR_INIT, released = STR_INIT;
	size_t pause = find_pause(macro);
	struct player p = {
		.q = q,
		.tap_ms = number_of(macro, "tap-ms"),
		.wait_ms = number_of(macro, "wait-ms"),
		.out = &pressed,
	};

	warn_of_bell(q, macro);
	qmk_add_subject(DEFINITION_MACRO, macro, index, &subject);
	p.subject = str_text(&subject);
	q->playing = (struct qmk_play){ DEFINITION_MACRO, index };
	for (size_t i = 0; i < macro->steps; i++) {
		if (i == pause) {
			flush(&p);
			p.out = &released;
		} else {
			add_step(&p, &macro->step[i]);
		}
	}
	flush(&p);
	q->playing.kind = DEFINITION_KIND_COUNT;
	if (pressed.len)
		str_addf(out, "            if (record->event.pressed) {\n%s            }",
			 str_text(&pressed));
	if (released.len)
		str_addf(out, "%s {\n%s            }",
			 pressed.len ? " else" : "            if (!record->event.pressed)",
			 str_text(&released));
	str_add(out,
		pressed.len + released.len ? "\n            return false;\n" : "            return false;\n");
	out->full |= pressed.full || released.full;
	str_release(&p.words);
	str_release(&pressed);
	str_release(&released);
	str_release(&subject);
}
