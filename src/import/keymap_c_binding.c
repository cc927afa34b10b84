/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

static const struct diagnostic_kind renamed = { "keymap-c-renamed", SEVERITY_NOTE };
static const struct diagnostic_kind odd_number = { "keymap-c-number", SEVERITY_WARNING };

static bool find_number(const void *data, const char *name, size_t len, int64_t *value)
{
	const struct c_constant *constant = c_find_constant(data, name, len);

	if (!constant || !constant->known)
		return false;
	*value = constant->number;
	return true;
}

static void add_language(struct keymap_c *r, const char *header)
{
	const struct host_language *language = host_language_of_header(header);

	if (!language || language == r->names.language)
		return;
	for (size_t i = 0; i < r->others; i++)
		if (r->other[i] == language)
			return;
	if (!r->names.language)
		r->names.language = language;
	else if (r->others < COUNT(r->other))
		r->other[r->others++] = language;
}

void c_set_names(struct keymap_c *r)
{
	r->names = (struct action_names){ .dialect = DIALECT_NEWEST, .number = find_number, .data = r };
	for (size_t i = 0; i < cpp_missing_count(r->cpp); i++)
		add_language(r, cpp_missing(r->cpp, i)->name);
	for (size_t i = 1; i < cpp_files(r->cpp); i++)
		add_language(r, cpp_file(r->cpp, (uint16_t)i)->path);
}

static bool is_told(const struct keymap_c *r, const struct keycode_former *former)
{
	for (size_t i = 0; i < r->formers; i++)
		if (r->former[i] == former)
			return true;
	return false;
}

/* Each name once. */
static void tell_formers(struct keymap_c *r, struct c_run run)
{
	for (uint32_t at = run.first; at < run.first + run.count; at++) {
		const struct cpp_token *t = &r->token[at];
		const struct keycode_former *former =
			t->type == CPP_NAME ? keycode_find_former(t->text, t->len) : NULL;

		if (!former || c_find_constant(r, t->text, t->len) || is_told(r, former))
			continue;
		r->former = mem_grow(r->former, r->formers, &r->former_cap, sizeof(*r->former));
		r->former[r->formers++] = former;
		if (former->now)
			c_report(r, &renamed, at, "%s is %s today", former->name, former->now);
		else
			c_report(r, &renamed, at, "QMK has no %s any more", former->name);
	}
}

static bool names_own_keycode(const struct keymap_c *r, struct c_run run)
{
	const struct cpp_token *token = &r->token[run.first];
	const struct c_constant *constant =
		run.count == 1 ? c_find_constant(r, token->text, token->len) : NULL;

	return constant && c_is_own_keycode(constant);
}

/* A name of a language that is included besides the first. */
static bool read_in_other(const struct keymap_c *r, const char *text, struct action *out)
{
	struct action_names names = r->names;
	struct err ignored;

	for (size_t i = 0; i < r->others; i++) {
		names.language = r->other[i];
		if (action_parse_with(text, &names, out, &ignored) && out->kind != ACTION_RAW)
			return true;
	}
	return false;
}

/* What a keycode is when it is spelled as a number that has to be worked out. */
static bool read_number(const struct keymap_c *r, struct c_run run, struct action *out)
{
	int64_t value;

	if (names_own_keycode(r, run) || !c_evaluate(r, run, &value) || value < 0 || value > UINT16_MAX)
		return false;
	*out = action_of_qmk_value((uint16_t)value);
	return true;
}

static bool has_dance(const struct keymap_c *r, struct action action)
{
	const char *name = symbol_text(action.arg[0]);
	const struct c_constant *constant = c_find_constant(r, name, strlen(name));

	return !constant || !constant->known || c_find_object(r, "tap_dance_actions");
}

/* What is no action of ours: a number to the compiler, or else a text that is kept. */
static struct action read_other(struct keymap_c *r, struct c_run run, const char *text, const struct err *err,
				const struct diagnostic_kind *kind)
{
	struct action action = { .kind = ACTION_RAW, .arg = { symbol(text) } };
	struct str print = STR_INIT;

	if (read_number(r, run, &action)) {
		action_print(action, &print);
		c_report(r, &odd_number, run.first, "%.200s: %s; to the compiler it is %s", text, err->text,
			 str_text(&print));
	} else {
		c_report(r, kind, run.first, "%.200s cannot be read: %s; it stays in the file as it is", text,
			 err->text);
	}
	str_release(&print);
	return action;
}

/* What is an expression, but no action of QMK's. */
static struct action read_unknown(const struct keymap_c *r, struct c_run run, const char *text)
{
	struct action action;

	if (read_in_other(r, text, &action) || read_number(r, run, &action))
		return action;
	return (struct action){ .kind = ACTION_RAW, .arg = { symbol(text) } };
}

struct action c_read_action(struct keymap_c *r, struct c_run run, const struct diagnostic_kind *kind)
{
	struct action action = { .kind = ACTION_NONE };
	struct str text = { .max = SYMBOL_MAX_BYTES };
	struct err err = { 0 };

	if (!run.count) {
		c_report(r, kind, run.first, "there is an empty argument");
		return action;
	}
	c_add_expression(r, run, &text);
	tell_formers(r, run);
	if (text.full)
		err_set(&err, ERR_RANGE, "it is longer than %d bytes", SYMBOL_MAX_BYTES);
	if (text.full || !action_parse_with(str_text(&text), &r->names, &action, &err))
		action = read_other(r, run, str_text(&text), &err, kind);
	else if (action.kind == ACTION_RAW)
		action = read_unknown(r, run, str_text(&text));
	else if (action.kind == ACTION_TAP_DANCE && (action.flags & ACTION_BY_NAME) && !has_dance(r, action))
		read_number(r, run, &action);
	str_release(&text);
	return action;
}
