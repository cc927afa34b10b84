/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

/*
 * The tables besides the layers: combos (QMK's process_combo.h), tap dances (process_tap_dance.h), overrides
 * (process_key_override.h), unicode_map (unicodemap.h), leader sequences (leader.h) and keycodes of the user's own.
 */

enum {
	MAX_KEYS = 32,   /* of a combo: MAX_COMBO_LENGTH at most */
	MAX_INDEX = 256, /* of a dance: TD() has 8 bits */
	MAX_TEXT = 2000, /* of what is kept as it stands */
	LAST_CHARACTER = 0x10ffff,
	ANY_LAYER = -1,
};

static const struct diagnostic_kind bad_key = { "keymap-c-definition", SEVERITY_WARNING };
static const struct diagnostic_kind too_many = { "keymap-c-definitions", SEVERITY_WARNING };

/* One definition while it is made. */
struct entry {
	struct definition definition;
	struct step step[MAX_KEYS + 1];
	struct setting option[3];
	struct c_run all, beside; /* of its table; what is declared for it alone */
	uint32_t comma;
	struct c_part part[MAX_KEYS + 8];
	size_t parts;
};

static struct entry new_entry(enum definition_kind kind)
{
	return (struct entry){ .definition = { .kind = (uint16_t)kind }, .comma = C_NONE };
}

static struct entry new_item(enum definition_kind kind, const struct c_item *item)
{
	struct entry entry = new_entry(kind);

	entry.all = item->all;
	entry.comma = item->comma;
	return entry;
}

static void add_part(struct entry *entry, enum source_part_of of, uint32_t index, struct c_run run)
{
	if (run.count && entry->parts < COUNT(entry->part))
		entry->part[entry->parts++] = (struct c_part){ (uint16_t)of, index, run };
}

/* Where it stands, for c_find_definitions(). */
static void keep_place(struct keymap_c *r, const struct entry *entry)
{
	enum definition_kind kind = (enum definition_kind)entry->definition.kind;

	r->defined = mem_grow(r->defined, r->defineds, &r->defined_cap, sizeof(*r->defined));
	r->defined[r->defineds++] =
		(struct c_definition){ .kind = (uint16_t)kind,
				       .index = (uint32_t)keymap_definitions(r->map, kind) - 1,
				       .entry = entry->all,
				       .comma = entry->comma,
				       .beside = entry->beside,
				       .first = r->parts,
				       .parts = entry->parts };
	for (size_t i = 0; i < entry->parts; i++) {
		r->part = mem_grow(r->part, r->parts, &r->part_cap, sizeof(*r->part));
		r->part[r->parts++] = entry->part[i];
	}
}

static void add_entry(struct keymap_c *r, struct entry *entry, uint32_t token)
{
	if (r->definitions++ < KEYMAP_MAX_DEFINITIONS) {
		entry->definition.step = entry->step;
		entry->definition.option = entry->option;
		keymap_add_definition(r->map, &entry->definition);
		if (entry->parts)
			keep_place(r, entry);
	} else if (r->definitions == KEYMAP_MAX_DEFINITIONS + 1) {
		c_report(r, &too_many, token,
			 "there are more than %d definitions; those from here on are not shown",
			 KEYMAP_MAX_DEFINITIONS);
	}
}

static void add_action(struct keymap_c *r, struct entry *entry, struct c_run run, int32_t value)
{
	add_part(entry, SOURCE_STEP, (uint32_t)entry->definition.steps, run);
	entry->step[entry->definition.steps++] =
		(struct step){ .op = STEP_RESULT, .value = value, .action = c_read_action(r, run, &bad_key) };
}

static void add_option(struct entry *entry, const char *name, int64_t number)
{
	entry->option[entry->definition.options++] =
		(struct setting){ .name = symbol(name), .type = SETTING_NUMBER, .number = number };
}

/* As it stands there, without line breaks. */
static void keep_text(const struct keymap_c *r, struct entry *entry, struct c_run run)
{
	struct str text = { .max = MAX_TEXT };

	c_add_text(r, run, &text);
	entry->definition.text = symbol(str_text(&text));
	str_release(&text);
}

static uint32_t name_of(const struct keymap_c *r, struct c_run run)
{
	const struct cpp_token *token = &r->token[run.first];

	return run.count == 1 && token->type == CPP_NAME ? symbol_of_bytes(token->text, token->len) : 0;
}

/* The arguments of a call, at most @max. The number of them. */
static size_t list_arguments(const struct keymap_c *r, uint32_t open, struct c_run *out, size_t max)
{
	uint32_t at = open + 1;
	size_t count = 0;
	struct c_item item;

	while (count < max && c_next_item(r, &at, r->match[open], &item))
		out[count++] = item.all;
	return count;
}

/* The value of .@name = in { ... }; count 0: there is none. */
static struct c_run find_member(const struct keymap_c *r, uint32_t open, const char *name)
{
	uint32_t at = open + 1;
	struct c_item item;

	while (c_next_item(r, &at, r->match[open], &item))
		if (item.designator.count && c_is(r, item.designator.first, name))
			return item.value;
	return (struct c_run){ 0, 0 };
}

/* The object that @run names: `keys`, `&keys[0]`, `&name`. */
static const struct c_object *find_named(const struct keymap_c *r, struct c_run run)
{
	uint32_t name = run.first + (run.count > 1 && c_is(r, run.first, "&"));

	return run.count && c_is_name(r, name) ? c_find_object_of(r, &r->token[name]) : NULL;
}

/* The keys of a combo, up to COMBO_END. */
static bool add_keys(struct keymap_c *r, struct entry *entry, struct c_run list)
{
	const struct c_object *object;
	struct c_item item;
	uint32_t open, at;

	object = find_named(r, list);
	if (!object || !c_braces(r, object->init, &open))
		return false;
	at = open + 1;
	add_part(entry, SOURCE_STEPS, 1, (struct c_run){ at, r->match[open] - at });
	entry->beside = c_statement(r, object);
	while (c_next_item(r, &at, r->match[open], &item)) {
		if (!item.value.count || c_is(r, item.value.first, "COMBO_END") ||
		    (item.value.count == 1 && c_is(r, item.value.first, "0")))
			return true;
		if (entry->definition.steps > MAX_KEYS)
			return false;
		add_action(r, entry, item.value, 0);
	}
	return true;
}

/* COMBO(keys, result), COMBO_ACTION(keys), { .keys = keys, .keycode = result }, { keys, result }. */
static void read_combo(struct keymap_c *r, const struct c_item *item)
{
	struct entry entry = new_item(DEFINITION_COMBO, item);
	struct c_run part[2] = { { 0, 0 }, { 0, 0 } };
	uint32_t open;

	if (c_is_call(r, item->value, &open)) {
		list_arguments(r, open, part, 2);
	} else if (c_braces(r, item->value, &open)) {
		part[0] = find_member(r, open, "keys");
		part[1] = find_member(r, open, "keycode");
		if (!part[0].count)
			list_arguments(r, open, part, 2);
	}
	entry.definition.name = name_of(r, item->designator);
	if (!entry.definition.name && part[0].count > 1 && c_is(r, part[0].first, "&"))
		entry.definition.name = name_of(r, (struct c_run){ part[0].first + 1, 1 });
	else if (!entry.definition.name)
		entry.definition.name = name_of(r, part[0]);
	if (part[1].count)
		add_action(r, &entry, part[1], 0);
	else
		entry.step[entry.definition.steps++] = (struct step){ .op = STEP_RESULT };
	if (!add_keys(r, &entry, part[0]) || !part[1].count)
		keep_text(r, &entry, item->value);
	add_entry(r, &entry, item->all.first);
}

/* The steps of a dance; false: it is code. */
static bool add_dance(struct keymap_c *r, struct entry *entry, struct c_run value)
{
	static const struct {
		const char *name;
		enum action_kind second;
	} forms[] = {
		{ "ACTION_TAP_DANCE_DOUBLE", ACTION_NONE },
		{ "ACTION_TAP_DANCE_DUAL_ROLE", ACTION_LAYER_TO },
		{ "ACTION_TAP_DANCE_LAYER_MOVE", ACTION_LAYER_TO },
		{ "ACTION_TAP_DANCE_LAYER_TOGGLE", ACTION_LAYER_TOGGLE },
	};
	struct c_run part[2];
	int64_t layer;
	uint32_t open;
	size_t form = 0;

	while (form < COUNT(forms) && !c_is(r, value.first, forms[form].name))
		form++;
	if (form == COUNT(forms) || !c_is_call(r, value, &open) || list_arguments(r, open, part, 2) != 2)
		return false;
	if (forms[form].second &&
	    (!c_evaluate(r, part[1], &layer) || layer < 0 || layer >= KEYMAP_MAX_LAYERS))
		return false;
	add_action(r, entry, part[0], 1);
	if (!forms[form].second) {
		add_action(r, entry, part[1], 2);
		return true;
	}
	entry->step[entry->definition.steps++] =
		(struct step){ .op = STEP_RESULT,
			       .value = 2,
			       .action = { .kind = (uint16_t)forms[form].second,
					   .arg = { (uint32_t)layer } } };
	return true;
}

/* What is in [ ] of an entry, or else the one behind the last. */
static size_t index_of(const struct keymap_c *r, const struct c_item *item, size_t next)
{
	int64_t value;

	return item->designator.count && c_evaluate(r, item->designator, &value) && value >= 0 &&
			       value < UINT16_MAX
		       ? (size_t)value
		       : next;
}

/* The item for each index below the highest one; @item[count], of which those that are not given are zero. */
static size_t sort_items(const struct keymap_c *r, uint32_t open, struct c_item *sorted, size_t max)
{
	uint32_t at = open + 1;
	size_t next = 0, count = 0;
	struct c_item item;

	while (c_next_item(r, &at, r->match[open], &item)) {
		if (!item.value.count)
			continue;
		next = index_of(r, &item, next);
		if (next < max)
			sorted[next] = item;
		next++;
		if (next > count)
			count = next;
	}
	return count < max ? count : max;
}

static void read_dances(struct keymap_c *r, uint32_t open)
{
	struct c_item *item = mem_new(MAX_INDEX, sizeof(*item));
	size_t count = sort_items(r, open, item, MAX_INDEX);

	for (size_t i = 0; i < count; i++) {
		struct entry entry = new_item(DEFINITION_TAP_DANCE, &item[i]);

		entry.definition.name = name_of(r, item[i].designator);
		add_part(&entry, SOURCE_VALUE, 0, item[i].value);
		if (item[i].value.count && !add_dance(r, &entry, item[i].value))
			keep_text(r, &entry, item[i].value);
		add_entry(r, &entry, item[i].all.first);
	}
	free(item);
}

static void read_characters(struct keymap_c *r, uint32_t open)
{
	struct c_item *item = mem_new(KEYMAP_MAX_DEFINITIONS, sizeof(*item));
	size_t count = sort_items(r, open, item, KEYMAP_MAX_DEFINITIONS);

	for (size_t i = 0; i < count; i++) {
		struct entry entry = new_item(DEFINITION_UNICODE, &item[i]);
		char text[4];
		int64_t value;

		entry.definition.name = name_of(r, item[i].designator);
		add_part(&entry, SOURCE_TEXT, 0, item[i].value);
		if (c_evaluate(r, item[i].value, &value) && value > 0 && value <= LAST_CHARACTER)
			entry.definition.text = symbol_of_bytes(text, utf8_encode((uint32_t)value, text));
		add_entry(r, &entry, item[i].all.first);
	}
	free(item);
}

/* ko_make_basic(mods, key, replacement) and those with layers, negative modifiers and options behind. */
static bool add_override(struct keymap_c *r, struct entry *entry, struct c_run value)
{
	enum { MODS, TRIGGER, REPLACEMENT, LAYERS, NEGATIVE, OPTIONS, PARTS };
	static const struct {
		const char *name;
		size_t parts;
	} forms[] = {
		{ "ko_make_basic", LAYERS },
		{ "ko_make_with_layers", NEGATIVE },
		{ "ko_make_with_layers_and_negmods", OPTIONS },
		{ "ko_make_with_layers_negmods_and_options", PARTS },
	};
	struct c_run part[PARTS];
	int64_t mods, layers = ANY_LAYER, number;
	size_t parts, form = 0;
	uint32_t open;

	while (form < COUNT(forms) && !c_is(r, value.first, forms[form].name))
		form++;
	if (form == COUNT(forms) || !c_is_call(r, value, &open))
		return false;
	parts = list_arguments(r, open, part, PARTS);
	if (parts != forms[form].parts || !c_evaluate(r, part[MODS], &mods) || mods < 0 || mods > UINT8_MAX ||
	    (parts > LAYERS && !c_evaluate(r, part[LAYERS], &layers)))
		return false;
	for (size_t i = NEGATIVE; i < parts; i++) {
		if (!c_evaluate(r, part[i], &number))
			return false;
		add_option(entry, i == NEGATIVE ? "negative-mods" : "options", number);
	}
	add_part(entry, SOURCE_MODS, 0, part[MODS]);
	entry->definition.mods = (uint8_t)mods;
	entry->definition.layer_mask = layers == ANY_LAYER ? 0 : (uint32_t)layers;
	add_action(r, entry, part[TRIGGER], 0);
	add_action(r, entry, part[REPLACEMENT], 0);
	return true;
}

/* An entry of key_overrides[]: `&name`, or the NULL that ended it once. */
static void read_override(struct keymap_c *r, const struct c_item *item)
{
	struct entry entry = new_item(DEFINITION_OVERRIDE, item);
	const struct c_object *object;
	struct c_run value = item->value;

	if (c_is(r, value.first, "NULL"))
		return;
	object = find_named(r, value);
	if (object) {
		value = object->init;
		entry.beside = c_statement(r, object);
	} else if (value.count > 1 && c_is(r, value.first, "&")) {
		value = (struct c_run){ value.first + 1, value.count - 1 };
	}
	add_part(&entry, SOURCE_VALUE, 0, value);
	if (!add_override(r, &entry, value)) {
		entry.definition.steps = entry.definition.options = 0;
		keep_text(r, &entry, value);
	}
	add_entry(r, &entry, item->all.first);
}

static void for_each_item(struct keymap_c *r, uint32_t open,
			  void (*read)(struct keymap_c *r, const struct c_item *item))
{
	uint32_t at = open + 1;
	struct c_item item;

	while (r->definitions <= KEYMAP_MAX_DEFINITIONS && c_next_item(r, &at, r->match[open], &item))
		if (item.value.count)
			read(r, &item);
}

static void read_combos(struct keymap_c *r, uint32_t open)
{
	for_each_item(r, open, read_combo);
}

static void read_overrides(struct keymap_c *r, uint32_t open)
{
	for_each_item(r, open, read_override);
}

/* if (leader_sequence_two_keys(KC_A, KC_B)) { what it does } */
static void read_sequence(struct keymap_c *r, uint32_t call, uint32_t end)
{
	struct entry entry = new_entry(DEFINITION_LEADER);
	struct c_run key[MAX_KEYS];
	size_t keys = list_arguments(r, call + 1, key, MAX_KEYS);
	uint32_t open = r->match[call + 1] + 2;

	for (size_t i = 0; i < keys; i++)
		add_action(r, &entry, key[i], 0);
	if (c_is(r, open, "{") && open < end && r->match[open] < end)
		keep_text(r, &entry, (struct c_run){ open + 1, r->match[open] - open - 1 });
	add_entry(r, &entry, call);
}

static void read_sequences(struct keymap_c *r)
{
	static const char prefix[] = "leader_sequence_";
	uint32_t at, end;
	size_t i = 0;

	while (i < r->functions && !c_is(r, r->function[i].name, "leader_end_user"))
		i++;
	if (i == r->functions)
		return;
	at = r->function[i].open;
	end = r->match[at];
	for (; at < end && r->definitions <= KEYMAP_MAX_DEFINITIONS; at++)
		if (c_is_name(r, at) && r->token[at].len > strlen(prefix) &&
		    !memcmp(r->token[at].text, prefix, strlen(prefix)) && c_is(r, at + 1, "(") &&
		    r->match[at + 1] < end)
			read_sequence(r, at, end);
}

/* Enumerators in the range of keycodes that QMK leaves to keyboards and keymaps, but for those that say where it begins. */
static void read_keycodes(struct keymap_c *r)
{
	static const char suffix[] = "SAFE_RANGE";

	for (size_t i = 0; i < r->constants.count; i++) {
		const struct c_constant *constant = &r->constants.item[i];
		struct entry entry = new_entry(DEFINITION_KEYCODE);

		if (!c_is_own_keycode(constant) ||
		    (constant->len >= strlen(suffix) &&
		     !memcmp(constant->name + constant->len - strlen(suffix), suffix, strlen(suffix))))
			continue;
		entry.definition.name = symbol_of_bytes(constant->name, constant->len);
		add_option(&entry, "value", constant->number);
		add_entry(r, &entry, constant->token);
	}
}

void c_read_tables(struct keymap_c *r)
{
	static const struct {
		const char *name;
		void (*read)(struct keymap_c *r, uint32_t open);
	} tables[] = {
		{ "key_combos", read_combos },
		{ "tap_dance_actions", read_dances },
		{ "key_overrides", read_overrides },
		{ "unicode_map", read_characters },
	};

	for (size_t i = 0; i < COUNT(tables); i++) {
		const struct c_object *object = c_find_object(r, tables[i].name);
		uint32_t open;

		if (object && c_braces(r, object->init, &open))
			tables[i].read(r, open);
	}
	read_sequences(r);
	read_keycodes(r);
}
