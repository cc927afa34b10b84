/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "model/zmk_action.h"
#include "model/zmk_binding.h"

struct list {
	struct action *out;
	size_t count, max;
};

static void add(struct list *list, struct action action)
{
	if (list->count < list->max)
		list->out[list->count] = action;
	list->count++;
}

/* "BT_SEL+" takes a second cell: the first there is. */
static void add_words(struct list *list, const struct zmk_behavior *behavior)
{
	for (const char *word = behavior->words; *word; word += strspn(word, " ")) {
		size_t len = strcspn(word, " ");
		struct str text = STR_INIT;
		struct action action;
		struct err err;

		str_addf(&text, "&%s %.*s", behavior->ref, (int)strcspn(word, " +"), word);
		str_add(&text, word[len - 1] == '+' ? " 0" : "");
		if (zmk_action_parse(str_text(&text), NULL, &action, &err))
			add(list, action);
		str_release(&text);
		word += len;
	}
}

/* Controls of macros, processors of input. */
static bool is_for_keys(const struct zmk_behavior *behavior)
{
	return !strncmp(behavior->compatible, "zmk,behavior-", 13);
}

/* What bindings call by name and hand nothing. */
static bool takes_no_cell(const struct definition *definition)
{
	switch ((enum definition_kind)definition->kind) {
	case DEFINITION_MACRO:
		return !definition_option(definition, "compatible");
	case DEFINITION_TAP_DANCE:
	case DEFINITION_OVERRIDE:
		return true;
	default:
		return false;
	}
}

static struct action named(uint32_t name)
{
	return (struct action){ .kind = ACTION_BEHAVIOR, .arg = { name } };
}

size_t zmk_bindings(const struct keymap *map, struct action *out, size_t max)
{
	struct list list = { out, 0, max };

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++) {
			const struct definition *d = keymap_definition(map, (enum definition_kind)kind, i);

			if (d->name && takes_no_cell(d))
				add(&list, named(d->name));
		}
	for (size_t i = 0; i < zmk_behavior_count(); i++) {
		const struct zmk_behavior *behavior = zmk_behavior_at(i);

		if (!behavior->cells && is_for_keys(behavior) && strcmp(behavior->ref, "none") != 0 &&
		    strcmp(behavior->ref, "trans") != 0)
			add(&list, named(symbol(behavior->ref)));
		else if (is_for_keys(behavior))
			add_words(&list, behavior);
	}
	return list.count;
}
