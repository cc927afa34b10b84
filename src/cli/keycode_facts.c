/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "compile/zmk_lower.h"
#include "keycode_facts.h"
#include "model/keycode.h"
#include "model/zmk_action.h"
#include "model/zmk_key.h"

enum { LABEL_COLS = 11 };

/* Dialects that agree: all have the same text, and the same number or action. */
struct agreement {
	bool has_value;
	uint16_t value;
	struct action action;
	struct str text;
	bool dialect[DIALECT_COUNT];
};

struct agreements {
	struct agreement group[DIALECT_COUNT];
	size_t count;
};

static bool same(const struct agreement *a, const struct agreement *b)
{
	return a->has_value == b->has_value && a->value == b->value && action_equal(a->action, b->action) &&
	       !strcmp(str_text(&a->text), str_text(&b->text));
}

/* Takes the text of @one. */
static void add_agreement(struct agreements *all, enum keycode_dialect dialect, struct agreement *one)
{
	size_t i = 0;

	while (i < all->count && !same(&all->group[i], one))
		i++;
	if (i == all->count)
		all->group[all->count++] = *one;
	else
		str_release(&one->text);
	all->group[i].dialect[dialect] = true;
}

static void release(struct agreements *all)
{
	for (size_t i = 0; i < all->count; i++)
		str_release(&all->group[i].text);
}

static void find_numbers(struct action action, struct agreements *out)
{
	*out = (struct agreements){ 0 };
	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++) {
		struct agreement one = { .action = action };

		one.has_value = keycode_dialect_value(d, action, &one.value);
		if (one.has_value)
			keycode_dialect_print(d, action, &one.text);
		add_agreement(out, d, &one);
	}
}

/* A name that is a number in some dialects alone. False: in none. */
static bool find_app_name(const char *name, struct agreements *out)
{
	*out = (struct agreements){ 0 };
	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++) {
		struct agreement one = { 0 };
		struct err ignored;

		if (!keycode_dialect_parse(d, name, &one.action, &ignored) ||
		    !keycode_dialect_value(d, one.action, &one.value))
			continue;
		one.has_value = true;
		str_add(&one.text, name);
		add_agreement(out, d, &one);
	}
	return out->count > 0;
}

static void find_meanings(uint16_t number, struct agreements *out)
{
	*out = (struct agreements){ 0 };
	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++) {
		struct agreement one = { .has_value = true, .value = number };

		one.action = keycode_dialect_action(d, number);
		keycode_dialect_print(d, one.action, &one.text);
		add_agreement(out, d, &one);
	}
}

/* "0.0.1 to 0.0.8, via-11". */
static void add_dialects(const struct agreement *group, struct str *out)
{
	for (int d = 0; d < DIALECT_COUNT; d++) {
		int last = d;

		if (!group->dialect[d])
			continue;
		while (last < DIALECT_NEWEST && group->dialect[last + 1])
			last++;
		str_addf(out, "%s%s", out->len ? ", " : "", keycode_dialect_info(d)->name);
		if (last > d)
			str_addf(out, " to %s", keycode_dialect_info(last)->name);
		d = last;
	}
}

static void say(const char *label, const char *text)
{
	struct str shown = STR_INIT;

	str_add_escaped(&shown, text);
	printf("%-*s%s\n", LABEL_COLS, label, str_text(&shown));
	str_release(&shown);
}

static void say_list(const char *label, struct str *list)
{
	if (list->len)
		say(label, str_text(list));
	str_release(list);
}

static void add_item(struct str *list, const char *item)
{
	str_addf(list, "%s%s", list->len ? ", " : "", item);
}

const struct keycode *keycode_facts_row(struct action action)
{
	uint16_t code = 0, value;

	switch (action.kind) {
	case ACTION_NONE:
		return keycode_get(0);
	case ACTION_TRANSPARENT:
		return keycode_find_value(1, &code) ? keycode_get(code) : NULL;
	case ACTION_KEY:
		code = KEY_CODE(action.arg[0]);
		/* A shifted key that has a name of its own. */
		if (KEY_MODS(action.arg[0]) &&
		    (!action_qmk_value(action, &value) || !keycode_find_value(value, &code)))
			return NULL;
		return keycode_get(code);
	default:
		return NULL;
	}
}

bool keycode_facts_is_former(const struct keycode_former *former, const struct keycode *k)
{
	uint16_t code;

	return former->now && keycode_find(former->now, strlen(former->now), &code) && keycode_get(code) == k;
}

/* What QMK called it before. */
static void add_former(const struct keycode *k, struct str *out)
{
	for (size_t i = 0; i < keycode_former_count(); i++)
		if (keycode_facts_is_former(keycode_former_at(i), k))
			add_item(out, keycode_former_at(i)->name);
}

static void add_names(const struct keycode *k, struct str *out)
{
	if (k->value == KEYCODE_NO_VALUE)
		return;
	add_item(out, k->name);
	for (const char *p = k->aliases; *p;) {
		size_t len = strcspn(p, " ");

		str_add(out, ", ");
		str_add_bytes(out, p, len);
		p += len + (p[len] == ' ');
	}
}

static const char *page_name(uint8_t page)
{
	return page == 7 ? "keyboard" : page == 12 ? "consumer" : "system";
}

/* The row of ZMK's keys for a key by itself. */
static const struct zmk_key *zmk_row(struct action action)
{
	return action.kind == ACTION_KEY ? zmk_key_of(action.arg[0]) : NULL;
}

/* Words with blanks between them, as a list. */
static void add_words(const char *words, struct str *out)
{
	while (*words) {
		size_t len = strcspn(words, " ");

		str_add(out, out->len ? ", " : "");
		str_add_bytes(out, words, len);
		words += len + (words[len] == ' ');
	}
}

static void print_zmk(struct action action)
{
	struct zmk_lowered zmk = zmk_lower_action(action, ZMK_MAIN);
	const struct zmk_key *row = zmk_row(zmk.action);
	struct str text = STR_INIT, names = STR_INIT;

	if (action.kind == ACTION_TAP_DANCE) /* it is what its keymap makes of it */
		return;
	if (zmk.match == ZMK_NOTHING || !zmk_action_print(zmk.action, NULL, NULL, &text)) {
		str_clear(&text);
		str_add(&text, "nothing");
	}
	if (row) {
		str_add(&names, row->name);
		add_words(row->aliases, &names);
		str_addf(&text, "  (%s)", str_text(&names));
	}
	if (zmk.note[0])
		str_addf(&text, ": %s", zmk.note);
	str_release(&names);
	say_list("ZMK", &text);
}

static void print_language(const struct keycode_facts *facts)
{
	const char *name, *legend;
	struct str text = STR_INIT;

	if (!facts->language || facts->action.kind != ACTION_KEY)
		return;
	name = host_language_key_name(facts->language, facts->action.arg[0]);
	legend = host_language_legend(facts->language, facts->action.arg[0]);
	if (name)
		str_addf(&text, "%s types %s in %s", name, legend, host_language_name(facts->language));
	else
		str_addf(&text, "%s has no name for it", host_language_name(facts->language));
	say_list("language", &text);
}

static void print_keycode(const struct keycode *k)
{
	struct str text = STR_INIT;

	add_names(k, &text);
	say_list("QMK", &text);
	add_former(k, &text);
	say_list("formerly", &text);
	say("group", k->group);
	if (k->page)
		str_addf(&text, "%s page (%u), usage 0x%02X", page_name(k->page), k->page, k->usage);
	say_list("HID", &text);
}

/* The width of the widest text, for a column. */
static int column(const struct agreements *all)
{
	int widest = 0;

	for (size_t i = 0; i < all->count; i++) {
		int cols = utf8_width(str_text(&all->group[i].text));

		widest = cols > widest ? cols : widest;
	}
	return widest;
}

/* Each number, how it is written, and where. */
static void print_numbers(const struct agreements *all)
{
	const char *label = "numbers";
	int width = column(all);

	if (all->count == 1 && !all->group[0].has_value) {
		say(label, "none, anywhere");
		return;
	}
	for (size_t i = 0; i < all->count; i++) {
		const struct agreement *group = &all->group[i];
		struct str line = STR_INIT, dialects = STR_INIT;

		add_dialects(group, &dialects);
		if (group->has_value)
			str_addf(&line, "0x%04X  %-*s  ", group->value, width, str_text(&group->text));
		else
			str_addf(&line, "%-6s  %-*s  ", "none", width, "");
		str_add(&line, str_text(&dialects));
		say(label, str_text(&line));
		label = "";
		str_release(&line);
		str_release(&dialects);
	}
}

static void add_former_words(const struct keycode_former *former, struct str *out)
{
	str_addf(out, "a former name of QMK's%s%s: %s today",
		 former->last_seen[0] ? ", last in its table " : ", from before its tables",
		 former->last_seen, former->now ? former->now : "nothing");
}

static void print_found(const struct keycode_facts *facts)
{
	struct str text = STR_INIT;

	if (facts->former)
		add_former_words(facts->former, &text);
	else if (facts->instead)
		str_addf(&text, "a former name of ZMK's: write %s",
			 facts->instead[0] ? facts->instead : "nothing");
	say_list(facts->asked, &text);
}

void keycode_facts_print(const struct keycode_facts *facts)
{
	const struct keycode *k = keycode_facts_row(facts->action);
	struct agreements all;
	struct str text = STR_INIT;

	action_print(facts->action, &text);
	str_add(&text, ": ");
	action_describe(facts->action, &text);
	str_add_char(&text, '\n');
	fputs(str_text(&text), stdout);
	str_release(&text);
	print_found(facts);
	if (k)
		print_keycode(k);
	print_zmk(facts->action);
	print_language(facts);
	find_numbers(facts->action, &all);
	print_numbers(&all);
	release(&all);
}

void keycode_number_print(const char *asked, uint16_t number)
{
	struct agreements all;
	int width;

	find_meanings(number, &all);
	width = column(&all);
	printf("%s: not the same everywhere\n", asked);
	for (size_t i = 0; i < all.count; i++) {
		struct str line = STR_INIT, dialects = STR_INIT;

		add_dialects(&all.group[i], &dialects);
		str_addf(&line, "%-*s  ", width, str_text(&all.group[i].text));
		action_describe(all.group[i].action, &line);
		str_addf(&line, "  (%s)", str_text(&dialects));
		puts(str_text(&line));
		str_release(&line);
		str_release(&dialects);
	}
	release(&all);
}

bool keycode_app_name_print(const char *asked, const struct keycode_former *former)
{
	struct agreements all;
	struct str text = STR_INIT;

	if (!find_app_name(asked, &all) && !former)
		return false;
	str_addf(&text, "%s: ", asked);
	if (former)
		add_former_words(former, &text);
	else
		str_add(&text, "a number that has a name in some apps alone");
	puts(str_text(&text));
	print_numbers(&all);
	str_release(&text);
	release(&all);
	return true;
}
