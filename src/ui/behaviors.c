/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "behaviors.h"
#include "model/symbol.h"
#include "model/term.h"

static const struct behaviors_section sections[] = {
	[DEFINITION_MACRO] = { "macros", "one key plays a sequence of keys and text", true },
	[DEFINITION_COMBO] = { "combos", "keys that are pressed together do something of their own", false },
	[DEFINITION_TAP_DANCE] = { "tap dances", "one key does other things when it is tapped more often",
				   true },
	[DEFINITION_OVERRIDE] = { "overrides", "a key does something else while modifiers are held", true },
	[DEFINITION_HOLD_TAP] = { "hold-taps", "how keys decide whether they are tapped or held", true },
	[DEFINITION_KEYCODE] = { "keycodes", "names of your own, which other code gives a meaning", true },
	[DEFINITION_BEHAVIOR] = { "other behaviours", "what ZMK alone has, and changes to what it has",
				  true },
	[DEFINITION_CONDITION] = { "conditional layers", "a layer that is on while some others all are",
				   false },
	[DEFINITION_LEADER] = { "leader sequences", "keys that are typed after the leader key", false },
	[DEFINITION_UNICODE] = { "unicode characters", "characters that keys type by their place in a list",
				 true },
	[DEFINITION_CORRECTION] = { "corrections", "what is mistyped, and what is typed in its place",
				    false },
	[DEFINITION_ALT_REPEAT] = { "alternate repeat keys",
				    "what the alternate repeat key does behind a key", false },
	[BEHAVIOR_ENCODERS] = { "encoders", "what turning does, layer by layer", false },
	[BEHAVIOR_SETTINGS] = { "settings", "how the firmware is built and what it starts with", false },
};
_Static_assert(COUNT(sections) == BEHAVIOR_SECTIONS, "a row for each section");

/* What people have most comes first. */
static const int order[] = {
	DEFINITION_COMBO,      DEFINITION_TAP_DANCE,  DEFINITION_MACRO,   DEFINITION_OVERRIDE,
	DEFINITION_HOLD_TAP,   DEFINITION_CONDITION,  DEFINITION_LEADER,  DEFINITION_UNICODE,
	DEFINITION_ALT_REPEAT, DEFINITION_CORRECTION, DEFINITION_KEYCODE, DEFINITION_BEHAVIOR,
	BEHAVIOR_ENCODERS,     BEHAVIOR_SETTINGS,
};
_Static_assert(COUNT(order) == BEHAVIOR_SECTIONS, "a place for each section");

const struct behaviors_section *behaviors_section(int section)
{
	return &sections[section];
}

int behaviors_section_at(size_t place)
{
	return order[place];
}

const char *behaviors_term(int section)
{
	return section == BEHAVIOR_ENCODERS   ? "encoder"
	       : section == BEHAVIOR_SETTINGS ? "setting"
					      : term_of_definition((enum definition_kind)section);
}

bool behaviors_find_section(const char *term, size_t len, int *section)
{
	int found = 0;

	for (int i = 0; i < BEHAVIOR_SECTIONS; i++) {
		const char *name = behaviors_term(i);

		if (!len || strncmp(name, term, len))
			continue;
		*section = i;
		if (!name[len])
			return true;
		found++;
	}
	return found == 1;
}

void behaviors_release(struct behaviors *all)
{
	for (size_t i = 0; i < COUNT(all->lacks); i++)
		free(all->lacks[i]);
	free(all->row);
	*all = (struct behaviors){ 0 };
}

static struct field other_field(const char *name, enum field_type type)
{
	return (struct field){ .name = name,
			       .label = name,
			       .help = strncmp(name, KEYMAP_WAIVE, strlen(KEYMAP_WAIVE))
					       ? ""
					       : "This loss is accepted: it is no warning",
			       .type = type,
			       .min = INT32_MIN,
			       .max = INT32_MAX,
			       .unit = "",
			       .fallback = "" };
}

static struct field field_of_setting(const struct setting *setting)
{
	static const enum field_type types[] = {
		[SETTING_BOOL] = FIELD_SWITCH, [SETTING_NUMBER] = FIELD_NUMBER, [SETTING_TEXT] = FIELD_TEXT
	};

	return other_field(symbol_text(setting->name), types[setting->type]);
}

struct field behaviors_setting(const struct keymap *map, int index)
{
	size_t fields = setting_field_count(), at = (size_t)index;

	assert(index >= 0 && at < fields + keymap_settings(map));
	return at < fields ? *setting_field_at(at) : field_of_setting(keymap_setting_at(map, at - fields));
}

bool behaviors_find_setting(const struct keymap *map, const char *name, struct field *out)
{
	const struct field *field = setting_field_find(name);
	const struct setting *setting = keymap_find_setting(map, name);

	if (field)
		*out = *field;
	else if (setting)
		*out = field_of_setting(setting);
	else if (!strncmp(name, KEYMAP_WAIVE, strlen(KEYMAP_WAIVE)))
		*out = other_field(symbol_text(symbol(name)), FIELD_SWITCH);
	else
		return false;
	return true;
}

/* "" when it has none. */
static const char *own_name(const struct keymap *map, struct behaviors_row row)
{
	if (row.section == BEHAVIOR_SETTINGS)
		return behaviors_setting(map, row.index).name;
	if (row.section == BEHAVIOR_ENCODERS)
		return "";
	return symbol_text(
		keymap_definition(map, (enum definition_kind)row.section, (size_t)row.index)->name);
}

void behaviors_name(const struct keymap *map, struct behaviors_row row, char out[BEHAVIORS_NAME_SIZE])
{
	const char *name = own_name(map, row);

	if (name[0])
		utf8_escape(out, BEHAVIORS_NAME_SIZE, name, strlen(name));
	else
		snprintf(out, BEHAVIORS_NAME_SIZE, "%s %d", behaviors_term(row.section), row.index);
}

void behaviors_full_name(const struct keymap *map, struct behaviors_row row, char out[BEHAVIORS_NAME_SIZE])
{
	char name[BEHAVIORS_NAME_SIZE];

	behaviors_name(map, row, name);
	if (own_name(map, row)[0])
		snprintf(out, BEHAVIORS_NAME_SIZE, "%s %.100s", behaviors_term(row.section), name);
	else
		snprintf(out, BEHAVIORS_NAME_SIZE, "%s", name);
}

bool behaviors_summary(const struct definition_teller *teller, struct behaviors_row row, struct str *out)
{
	if (row.section == BEHAVIOR_SETTINGS) {
		struct field field = behaviors_setting(teller->map, row.index);

		return setting_field_get(teller->map, &field, out);
	}
	if (row.section == BEHAVIOR_ENCODERS)
		encoder_summary(teller, (size_t)row.index, out);
	else
		definition_summary(
			teller,
			keymap_definition(teller->map, (enum definition_kind)row.section, (size_t)row.index),
			out);
	return true;
}

static size_t section_count(const struct keymap *map, int section)
{
	return section < BEHAVIOR_ENCODERS    ? keymap_definitions(map, (enum definition_kind)section)
	       : section == BEHAVIOR_ENCODERS ? keymap_encoders(map)
					      : setting_field_count() + keymap_settings(map);
}

/* A setting of the keymap is a row of its own when no field is for it and it does not tell the firmware. */
static bool is_row(const struct keymap *map, size_t index)
{
	const char *name;

	if (index < setting_field_count())
		return true;
	name = symbol_text(keymap_setting_at(map, index - setting_field_count())->name);
	return strcmp(name, "firmware") && !setting_field_find(name);
}

static bool is_listed(const struct behaviors *all, const struct definition_teller *teller,
		      struct behaviors_row row, bool said, const char *summary)
{
	struct str text = STR_INIT;
	char name[BEHAVIORS_NAME_SIZE];
	bool listed;

	if (!said && (all->only_said || all->lacks[row.section]))
		return false;
	if (!all->filter.len)
		return true;
	behaviors_name(teller->map, row, name);
	str_addf(&text, "%s %s %s", sections[row.section].title, name, summary);
	if (row.section == BEHAVIOR_SETTINGS)
		str_addf(&text, " %s", behaviors_setting(teller->map, row.index).help);
	listed = line_has_words_in(&all->filter, str_text(&text));
	str_release(&text);
	return listed;
}

static void add_row(struct behaviors *all, int section, int index)
{
	all->row = mem_grow(all->row, all->rows, &all->cap, sizeof(*all->row));
	all->row[all->rows++] = (struct behaviors_row){ section, index };
}

/* A heading stands also over nothing, where one can be added; but not while words are looked for. */
static void list_section(struct behaviors *all, const struct definition_teller *teller, int section)
{
	size_t count = section_count(teller->map, section), heading = all->rows;

	all->said[section] = 0;
	add_row(all, section, NO_INDEX);
	for (size_t i = 0; i < count; i++) {
		struct behaviors_row row = { section, (int)i };
		struct str summary = STR_INIT;
		bool said = true;

		if (section == BEHAVIOR_SETTINGS && !is_row(teller->map, i))
			continue;
		if (all->filter.len || section == BEHAVIOR_SETTINGS)
			said = behaviors_summary(teller, row, &summary);
		all->said[section] += said;
		if (is_listed(all, teller, row, said, str_text(&summary)))
			add_row(all, section, (int)i);
		str_release(&summary);
	}
	if (all->rows == heading + 1 && (all->only_said || all->filter.len))
		all->rows = heading;
}

void behaviors_list(struct behaviors *all, const struct definition_teller *teller)
{
	all->rows = 0;
	for (size_t i = 0; i < COUNT(order); i++)
		list_section(all, teller, order[i]);
	if (!behaviors_go(all, all->at.section, all->at.index) && all->list.selected >= all->rows)
		all->list.selected = all->rows ? all->rows - 1 : 0;
	behaviors_selected(all);
}

void behaviors_selected(struct behaviors *all)
{
	if (all->list.selected < all->rows)
		all->at = all->row[all->list.selected];
}

/* The row itself, else the last one before it in its section. */
bool behaviors_go(struct behaviors *all, int section, int index)
{
	bool found = false;

	for (size_t i = 0; i < all->rows; i++) {
		if (all->row[i].section != section || all->row[i].index > index)
			continue;
		all->list.selected = i;
		found = true;
	}
	if (found)
		behaviors_selected(all);
	return found;
}

void behaviors_go_section(struct behaviors *all, int direction)
{
	size_t i = all->list.selected;

	for (i += (size_t)direction; i < all->rows; i += (size_t)direction) {
		if (all->row[i].index != NO_INDEX)
			continue;
		all->list.selected = i;
		behaviors_selected(all);
		return;
	}
}
