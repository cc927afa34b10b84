/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/vil_macro.h"
#include "model/symbol.h"
#include "model/vial_entry.h"
#include "model/vial_setting.h"
#include "vil_private.h"

enum { MOST = VIAL_MOST_ENTRIES };

struct tables {
	struct matrix_keymap *matrix;
	const struct json *root;
	struct keymap *map;
};

static void complain(struct tables *t, const struct json *node, const char *expected)
{
	matrix_keymap_report(t->matrix, &matrix_bad_value, node, PLACE_NONE,
			     "expected %s, found %s; it is not used, and stays in the file", expected,
			     json_type_name(node->type));
}

static const struct json *list_member(struct tables *t, const char *name)
{
	const struct json *node = json_find(t->root, name);

	if (node && node->type != JSON_ARRAY) {
		complain(t, node, "a list");
		return NULL;
	}
	if (node && node->count > MOST)
		matrix_keymap_report(t->matrix, &matrix_bad_value, node, PLACE_NONE,
				     "%zu of \"%s\"; %d are read", node->count, name, MOST);
	return node;
}

static const struct json *item(const struct json *list, size_t index)
{
	const struct json *node = list->type == JSON_ARRAY ? list->first : NULL;

	while (node && index--)
		node = node->next;
	return node;
}

static struct action action_at(struct tables *t, const struct json *node)
{
	return node ? matrix_keymap_action(t->matrix, node, PLACE_NONE)
		    : (struct action){ .kind = ACTION_NONE };
}

/* How many macros there are up to the last that is not empty: the firmware has room for so many, used or not. */
static size_t count_macros(const struct json *list)
{
	size_t used = 0, index = 0;

	for (const struct json *node = list ? list->first : NULL; node && index < MOST; node = node->next) {
		index++;
		used = node->count ? index : used;
	}
	return used;
}

static struct action macro_action(void *data, const struct json *keycode)
{
	return action_at(data, keycode);
}

static void macro_wrong(void *data, const struct json *step)
{
	complain(data, step, "a step such as [\"tap\", \"KC_A\"], [\"text\", \"hello\"] or [\"delay\", 100]");
}

static void read_macros(struct tables *t)
{
	const struct vil_macro_reader reader = { t, macro_action, macro_wrong };
	const struct json *list = list_member(t, "macro"), *node = list ? list->first : NULL;

	for (size_t count = count_macros(list); count; count--, node = node->next) {
		struct definition macro = { .kind = DEFINITION_MACRO };

		if (node->type != JSON_ARRAY)
			complain(t, node, "a macro's list of steps");
		vil_macro_read(node, &reader, &macro);
		keymap_add_definition(t->map, &macro);
		definition_release(&macro);
	}
}

/* [tap, hold, tapped twice, tapped and held, milliseconds]; [key, key, key, key, result], keys by what they do. */
static void read_list(struct tables *t, const struct json *node, struct vial_entry *entry)
{
	size_t count = vial_entry_actions(entry->kind);
	int64_t term;

	for (size_t i = 0; i < count; i++)
		entry->action[i] = action_at(t, item(node, i));
	if (entry->kind == DEFINITION_TAP_DANCE)
		entry->term_ms = json_int(item(node, count), 0, UINT16_MAX, &term) ? (int)term : -1;
}

static uint16_t number_at(const struct json *node, const char *member, int64_t most)
{
	int64_t number = 0;

	json_int(json_find(node, member), 0, most, &number);
	return (uint16_t)number;
}

static void read_override(struct tables *t, const struct json *node, struct vial_entry *entry)
{
	entry->action[0] = action_at(t, json_find(node, "trigger"));
	entry->action[1] = action_at(t, json_find(node, "replacement"));
	entry->layers = number_at(node, "layers", UINT16_MAX);
	entry->mods = (uint8_t)number_at(node, "trigger_mods", UINT8_MAX);
	entry->negative_mods = (uint8_t)number_at(node, "negative_mod_mask", UINT8_MAX);
	entry->suppressed_mods = (uint8_t)number_at(node, "suppressed_mods", UINT8_MAX);
	entry->options = (uint8_t)number_at(node, "options", UINT8_MAX);
}

static void read_alt_repeat(struct tables *t, const struct json *node, struct vial_entry *entry)
{
	entry->action[0] = action_at(t, json_find(node, "keycode"));
	entry->action[1] = action_at(t, json_find(node, "alt_keycode"));
	entry->mods = (uint8_t)number_at(node, "allowed_mods", UINT8_MAX);
	entry->options = (uint8_t)number_at(node, "options", UINT8_MAX);
}

static const struct table {
	const char *member;
	enum definition_kind kind;
	void (*read)(struct tables *t, const struct json *node, struct vial_entry *entry);
} tables[] = {
	{ "tap_dance", DEFINITION_TAP_DANCE, read_list },
	{ "combo", DEFINITION_COMBO, read_list },
	{ "key_override", DEFINITION_OVERRIDE, read_override },
	{ "alt_repeat_key", DEFINITION_ALT_REPEAT, read_alt_repeat },
};

/* Up to the last that is used: the firmware has room for so many, used or not. */
static void read_entries(struct tables *t, const struct table *table)
{
	const struct json *list = list_member(t, table->member);
	struct vial_entry entry[MOST];
	size_t count = 0, used = 0;

	for (const struct json *node = list ? list->first : NULL; node && count < MOST; node = node->next) {
		entry[count] = (struct vial_entry){ .kind = table->kind };
		table->read(t, node, &entry[count]);
		count++;
		used = vial_entry_is_used(&entry[count - 1]) ? count : used;
	}
	for (size_t i = 0; i < used; i++) {
		struct definition definition = vial_entry_definition(&entry[i]);

		keymap_add_definition(t->map, &definition);
		definition_release(&definition);
	}
}

/* The number that a member's name is; -1: it is none as Vial writes them. */
static int number_of(const char *name)
{
	char *end;
	long number = name[0] >= '1' && name[0] <= '9' ? strtol(name, &end, 10) : -1;

	return number > 0 && number <= UINT16_MAX && !*end ? (int)number : -1;
}

static void read_setting(struct tables *t, const struct json *node)
{
	const struct vial_setting *known = vial_setting_find(number_of(node->key));
	int64_t number;

	if (!known)
		return;
	if (json_int(node, 0, UINT32_MAX, &number))
		keymap_add_setting(t->map, vial_setting_make(known, (uint32_t)number));
	else
		complain(t, node, "a number");
}

static void read_settings(struct tables *t)
{
	const struct json *settings = json_find(t->root, "settings");

	if (settings && settings->type != JSON_OBJECT) {
		complain(t, settings, "an object");
		return;
	}
	for (const struct json *node = settings ? settings->first : NULL; node; node = node->next)
		read_setting(t, node);
}

void vil_read_tables(struct matrix_keymap *matrix, const struct json *root, struct keymap *map)
{
	struct tables t = { matrix, root, map };

	read_macros(&t);
	for (size_t i = 0; i < COUNT(tables); i++)
		read_entries(&t, &tables[i]);
	read_settings(&t);
}
