/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "field_private.h"
#include "model/symbol.h"
#include "model/term.h"

/*
 * Steps and actions in a line, with commas between those that are in no parentheses:
 *
 *	tap KC_A, down KC_LSFT, delay 20, text "hello\n", beep
 */

struct line {
	const struct field_context *c;
	const char *start, *at;
	struct err *err;
};

static int column(const struct line *line)
{
	return (int)(line->at - line->start) + 1;
}

static void skip_space(struct line *line)
{
	line->at += strspn(line->at, " \t");
}

/* Bytes up to the comma that ends the action, without spaces before it. */
static size_t action_len(const char *at)
{
	size_t len = 0;
	int depth = 0;

	for (; at[len] && (at[len] != ',' || depth > 0); len++)
		depth += at[len] == '(' ? 1 : at[len] == ')' ? -1 : 0;
	while (len && (at[len - 1] == ' ' || at[len - 1] == '\t'))
		len--;
	return len;
}

static bool take_action(struct line *line, struct action *out)
{
	size_t len = action_len(line->at);
	struct str text = STR_INIT;
	bool ok;

	str_add_bytes(&text, line->at, len);
	ok = len ? field_parse_action(line->c, str_text(&text), out, line->err)
		 : err_set(line->err, ERR_PARSE, "expected an action");
	str_release(&text);
	if (!ok)
		return err_wrap(line->err, "column %d", column(line));
	line->at += len;
	return true;
}

/* The comma behind an item; at the end @more is false. */
static bool end_item(struct line *line, bool *more)
{
	skip_space(line);
	*more = *line->at == ',';
	if (!*more && *line->at)
		return err_set(line->err, ERR_PARSE, "column %d: expected a comma or the end", column(line));
	line->at += *more;
	skip_space(line);
	return true;
}

bool field_parse_actions(const struct field_context *c, const char *text, struct field_value *out,
			 struct err *err)
{
	struct line line = { c, text, text, err };
	bool more;

	skip_space(&line);
	for (more = *line.at; more;) {
		struct step step = { .op = STEP_RESULT };

		if (out->steps == KEYMAP_MAX_STEPS)
			return err_set(err, ERR_RANGE, "there are more than %d", KEYMAP_MAX_STEPS);
		/* ZMK's dances count their taps. */
		if (c->definition->kind == DEFINITION_TAP_DANCE)
			step.value = (int32_t)out->steps + 1;
		if (!take_action(&line, &step.action) || !end_item(&line, &more))
			return false;
		field_value_add(out, step);
	}
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* What is behind a backslash. */
static bool take_escape(struct line *line, struct str *out)
{
	static const char letters[] = "\\\"nt", meanings[] = "\\\"\n\t";
	const char *letter = *line->at ? strchr(letters, *line->at) : NULL;
	int high, low;

	if (letter) {
		str_add_char(out, meanings[letter - letters]);
		line->at++;
		return true;
	}
	high = *line->at == 'x' ? hex_digit(line->at[1]) : -1;
	low = high >= 0 ? hex_digit(line->at[2]) : -1;
	if (low < 0 || high * 16 + low == 0 || high >= 8)
		return err_set(line->err, ERR_PARSE,
			       "column %d: expected \\\\, \\\", \\n, \\t or \\x01 to \\x7f",
			       column(line) - 1);
	str_add_char(out, (char)(high * 16 + low));
	line->at += 3;
	return true;
}

static bool take_text(struct line *line, uint32_t *symbol_out)
{
	struct str text = { .max = SYMBOL_MAX_BYTES };
	bool ok = *line->at == '"';

	if (!ok)
		err_set(line->err, ERR_PARSE, "column %d: expected a text in quotes", column(line));
	for (line->at += ok; ok && *line->at != '"';) {
		size_t used = 0, len = strlen(line->at);

		if (!len) {
			ok = err_set(line->err, ERR_PARSE, "the text is not ended: expected a \"");
		} else if (*line->at == '\\') {
			line->at++;
			ok = take_escape(line, &text);
		} else if (utf8_decode(line->at, len < 4 ? len : 4, &used) == 0xfffd && used == 1) {
			ok = err_set(line->err, ERR_PARSE, "column %d: a broken character", column(line));
		} else {
			str_add_bytes(&text, line->at, used);
			line->at += used;
		}
	}
	if (ok && text.full)
		ok = err_set(line->err, ERR_RANGE, "a text is longer than %d bytes", SYMBOL_MAX_BYTES);
	line->at += ok;
	*symbol_out = symbol(str_text(&text));
	str_release(&text);
	return ok;
}

static bool take_delay(struct line *line, int32_t *ms)
{
	char *end;
	unsigned long number = strtoul(line->at, &end, 10);

	if (*line->at < '0' || *line->at > '9')
		return err_set(line->err, ERR_PARSE, "column %d: expected how many ms", column(line));
	if (number > INT32_MAX)
		return err_set(line->err, ERR_RANGE, "column %d: expected at most %d ms", column(line),
			       INT32_MAX);
	line->at = end + strspn(end, " \t");
	if (!strncmp(line->at, "ms", 2))
		line->at += 2;
	*ms = (int32_t)number;
	return true;
}

/* The op that a step begins with; one that begins with none is a text or is tapped. */
static enum step_op take_op(struct line *line)
{
	size_t len = strcspn(line->at, " \t,\"");

	for (enum step_op op = STEP_TAP; op <= STEP_RESULT; op++)
		if (strlen(term_of_step(op)) == len && !strncmp(line->at, term_of_step(op), len)) {
			line->at += len;
			skip_space(line);
			return op;
		}
	return *line->at == '"' ? STEP_TEXT : STEP_TAP;
}

static bool take_step(struct line *line, struct step *step)
{
	enum step_op op = take_op(line);

	*step = (struct step){ .op = (uint16_t)op };
	switch (op) {
	case STEP_DELAY:
		return take_delay(line, &step->value);
	case STEP_TEXT:
		return take_text(line, &step->text);
	case STEP_BEEP:
		return true;
	default:
		return take_action(line, &step->action);
	}
}

bool field_parse_steps(const struct field_context *c, const char *text, struct field_value *out,
		       struct err *err)
{
	struct line line = { c, text, text, err };
	bool more;

	skip_space(&line);
	for (more = *line.at; more;) {
		struct step step;

		if (out->steps == KEYMAP_MAX_STEPS)
			return err_set(err, ERR_RANGE, "there are more than %d steps", KEYMAP_MAX_STEPS);
		if (!take_step(&line, &step) || !end_item(&line, &more))
			return false;
		field_value_add(out, step);
	}
	return true;
}

static void print_text(const char *text, struct str *out)
{
	str_add_char(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			str_addf(out, "\\%c", *text);
		else if (*text == '\n' || *text == '\t')
			str_add(out, *text == '\n' ? "\\n" : "\\t");
		else if ((unsigned char)*text < ' ' || *text == 0x7f)
			str_addf(out, "\\x%02x", (unsigned)*text);
		else
			str_add_char(out, *text);
	}
	str_add_char(out, '"');
}

void field_print_steps(const struct field_context *c, const struct field_value *value, struct str *out)
{
	for (size_t i = 0; i < value->steps; i++) {
		const struct step *step = &value->step[i];

		str_addf(out, "%s%s", i ? ", " : "", term_of_step(step->op));
		if (step->op == STEP_BEEP)
			continue;
		str_add_char(out, ' ');
		if (step->op == STEP_DELAY)
			str_addf(out, "%d", step->value);
		else if (step->op == STEP_TEXT)
			print_text(symbol_text(step->text), out);
		else
			field_print_action(c->spelling, step->action, out);
	}
}
