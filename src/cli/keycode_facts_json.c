/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "compile/zmk_lower.h"
#include "keycode_facts.h"
#include "model/zmk_action.h"
#include "model/zmk_key.h"
#include "print_json.h"

/* Takes @text. */
static void add_text(cJSON *object, const char *name, struct str *text)
{
	cJSON_AddStringToObject(object, name, str_text(text));
	str_release(text);
}

static void add_words(cJSON *array, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, " ");
		struct str word = STR_INIT;

		str_add_bytes(&word, words, len);
		cJSON_AddItemToArray(array, cJSON_CreateString(str_text(&word)));
		str_release(&word);
		words += len + (words[len] == ' ');
	}
}

static void add_action(cJSON *object, struct action action)
{
	struct str text = STR_INIT;

	action_print(action, &text);
	add_text(object, "action", &text);
	cJSON_AddStringToObject(object, "kind", action_kind_info(action.kind)->name);
	action_describe(action, &text);
	add_text(object, "help", &text);
}

static void add_row(cJSON *object, const struct keycode *k)
{
	cJSON *former;

	cJSON_AddStringToObject(object, "group", k->group);
	if (k->page) {
		cJSON_AddNumberToObject(object, "page", k->page);
		cJSON_AddNumberToObject(object, "usage", k->usage);
	}
	if (k->value == KEYCODE_NO_VALUE)
		return;
	cJSON_AddStringToObject(object, "name", k->name);
	add_words(cJSON_AddArrayToObject(object, "aliases"), k->aliases);
	former = cJSON_AddArrayToObject(object, "former");
	for (size_t i = 0; i < keycode_former_count(); i++)
		if (keycode_facts_is_former(keycode_former_at(i), k))
			cJSON_AddItemToArray(former, cJSON_CreateString(keycode_former_at(i)->name));
}

static void add_zmk(cJSON *object, struct action action)
{
	struct zmk_lowered zmk = zmk_lower_action(action, ZMK_MAIN);
	const struct zmk_key *row = zmk.action.kind == ACTION_KEY ? zmk_key_of(zmk.action.arg[0]) : NULL;
	struct str text = STR_INIT;
	cJSON *names;

	if (zmk.match != ZMK_NOTHING && zmk_action_print(zmk.action, NULL, NULL, &text))
		cJSON_AddStringToObject(object, "zmk", str_text(&text));
	str_release(&text);
	if (zmk.note[0])
		cJSON_AddStringToObject(object, "zmk_note", zmk.note);
	if (!row)
		return;
	names = cJSON_AddArrayToObject(object, "zmk_names");
	cJSON_AddItemToArray(names, cJSON_CreateString(row->name));
	add_words(names, row->aliases);
}

static void add_number(cJSON *numbers, enum keycode_dialect dialect, struct action action)
{
	struct str text = STR_INIT;
	uint16_t value;
	cJSON *number;

	if (!keycode_dialect_value(dialect, action, &value))
		return;
	number = cJSON_CreateObject();
	cJSON_AddStringToObject(number, "dialect", keycode_dialect_info(dialect)->name);
	cJSON_AddNumberToObject(number, "number", value);
	keycode_dialect_print(dialect, action, &text);
	add_text(number, "text", &text);
	cJSON_AddItemToArray(numbers, number);
}

static void add_former(cJSON *object, const struct keycode_former *former)
{
	cJSON *was = cJSON_AddObjectToObject(object, "was");

	cJSON_AddStringToObject(was, "name", former->name);
	if (former->now)
		cJSON_AddStringToObject(was, "now", former->now);
	if (former->last_seen[0])
		cJSON_AddStringToObject(was, "last_seen", former->last_seen);
}

static void add_language(cJSON *object, const struct keycode_facts *facts)
{
	const char *name, *legend;

	if (!facts->language || facts->action.kind != ACTION_KEY)
		return;
	name = host_language_key_name(facts->language, facts->action.arg[0]);
	legend = host_language_legend(facts->language, facts->action.arg[0]);
	cJSON_AddStringToObject(object, "language", host_language_name(facts->language));
	if (!name)
		return;
	cJSON_AddStringToObject(object, "language_name", name);
	cJSON_AddStringToObject(object, "types", legend);
}

void keycode_facts_print_json(const struct keycode_facts *facts)
{
	cJSON *object = cJSON_CreateObject();
	const struct keycode *k = keycode_facts_row(facts->action);
	cJSON *numbers;

	cJSON_AddStringToObject(object, "event", "keycode");
	cJSON_AddStringToObject(object, "asked", facts->asked);
	add_action(object, facts->action);
	if (facts->former)
		add_former(object, facts->former);
	if (facts->instead)
		cJSON_AddStringToObject(object, "instead", facts->instead);
	if (k)
		add_row(object, k);
	add_zmk(object, facts->action);
	add_language(object, facts);
	numbers = cJSON_AddArrayToObject(object, "numbers");
	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++)
		add_number(numbers, d, facts->action);
	print_json(object);
}

void keycode_number_print_json(const char *asked, uint16_t number)
{
	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++) {
		struct action action = keycode_dialect_action(d, number);
		cJSON *object = cJSON_CreateObject();
		struct str text = STR_INIT;

		cJSON_AddStringToObject(object, "event", "meaning");
		cJSON_AddStringToObject(object, "asked", asked);
		cJSON_AddStringToObject(object, "dialect", keycode_dialect_info(d)->name);
		cJSON_AddNumberToObject(object, "number", number);
		keycode_dialect_print(d, action, &text);
		add_text(object, "text", &text);
		add_action(object, action);
		print_json(object);
	}
}

bool keycode_app_name_print_json(const char *asked, const struct keycode_former *former)
{
	cJSON *object = cJSON_CreateObject(), *numbers;
	bool found;

	cJSON_AddStringToObject(object, "event", "keycode");
	cJSON_AddStringToObject(object, "asked", asked);
	if (former)
		add_former(object, former);
	numbers = cJSON_AddArrayToObject(object, "numbers");
	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++) {
		struct action action;
		struct err ignored;

		if (keycode_dialect_parse(d, asked, &action, &ignored))
			add_number(numbers, d, action);
	}
	found = former || cJSON_GetArraySize(numbers);
	if (found)
		print_json(object);
	else
		cJSON_Delete(object);
	return found;
}
