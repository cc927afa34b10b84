/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "config_private.h"
#include "model/symbol.h"

static const char *const group_names[] = {
	[CONFIG_GROUP_IDENTITY] = "identity",   [CONFIG_GROUP_USB] = "usb",
	[CONFIG_GROUP_PROCESSOR] = "processor", [CONFIG_GROUP_MATRIX] = "matrix",
	[CONFIG_GROUP_FEATURES] = "features",   [CONFIG_GROUP_LAYOUTS] = "layouts",
	[CONFIG_GROUP_SPLIT] = "split",         [CONFIG_GROUP_ENCODERS] = "encoders",
	[CONFIG_GROUP_LIGHTING] = "lighting",   [CONFIG_GROUP_TAPPING] = "tapping",
	[CONFIG_GROUP_OTHER] = "other",
};
_Static_assert(COUNT(group_names) == CONFIG_GROUP_COUNT, "a name for each group");

/* Members at the top; all else is CONFIG_GROUP_OTHER. */
static const struct {
	const char *name;
	enum config_group group;
} groups[] = {
	{ "keyboard_name", CONFIG_GROUP_IDENTITY },
	{ "keyboard_folder", CONFIG_GROUP_IDENTITY },
	{ "maintainer", CONFIG_GROUP_IDENTITY },
	{ "manufacturer", CONFIG_GROUP_IDENTITY },
	{ "url", CONFIG_GROUP_IDENTITY },
	{ "tags", CONFIG_GROUP_IDENTITY },
	{ "usb", CONFIG_GROUP_USB },
	{ "host", CONFIG_GROUP_USB },
	{ "development_board", CONFIG_GROUP_PROCESSOR },
	{ "pin_compatible", CONFIG_GROUP_PROCESSOR },
	{ "processor", CONFIG_GROUP_PROCESSOR },
	{ "board", CONFIG_GROUP_PROCESSOR },
	{ "bootloader", CONFIG_GROUP_PROCESSOR },
	{ "bootloader_instructions", CONFIG_GROUP_PROCESSOR },
	{ "bootmagic", CONFIG_GROUP_PROCESSOR },
	{ "qmk_lufa_bootloader", CONFIG_GROUP_PROCESSOR },
	{ "stm32", CONFIG_GROUP_PROCESSOR },
	{ "teensy", CONFIG_GROUP_PROCESSOR },
	{ "matrix_pins", CONFIG_GROUP_MATRIX },
	{ "matrix_size", CONFIG_GROUP_MATRIX },
	{ "diode_direction", CONFIG_GROUP_MATRIX },
	{ "debounce", CONFIG_GROUP_MATRIX },
	{ "features", CONFIG_GROUP_FEATURES },
	{ "layouts", CONFIG_GROUP_LAYOUTS },
	{ "layout_aliases", CONFIG_GROUP_LAYOUTS },
	{ "community_layouts", CONFIG_GROUP_LAYOUTS },
	{ "split", CONFIG_GROUP_SPLIT },
	{ "encoder", CONFIG_GROUP_ENCODERS },
	{ "backlight", CONFIG_GROUP_LIGHTING },
	{ "led_matrix", CONFIG_GROUP_LIGHTING },
	{ "rgb_matrix", CONFIG_GROUP_LIGHTING },
	{ "rgblight", CONFIG_GROUP_LIGHTING },
	{ "ws2812", CONFIG_GROUP_LIGHTING },
	{ "apa102", CONFIG_GROUP_LIGHTING },
	{ "indicators", CONFIG_GROUP_LIGHTING },
	{ "tapping", CONFIG_GROUP_TAPPING },
	{ "combo", CONFIG_GROUP_TAPPING },
	{ "oneshot", CONFIG_GROUP_TAPPING },
	{ "leader_key", CONFIG_GROUP_TAPPING },
};

/* Lists of a record for each key or LED: one field for all of it. */
static const char *const large[] = { "layouts.*.layout.#", "rgb_matrix.layout.#", "led_matrix.layout.#" };

/* What QMK notes of a layout while it reads; nobody writes it into a file. */
static const char *const noted[] = { "layouts.*.c_macro", "layouts.*.filename", "layouts.*.json_layout" };

/* More than these of a list or an object are no fields: a form of thousands helps nobody, and each is looked for. */
enum { MAX_ELEMENTS = 256, MAX_MEMBERS = 1024 };

const char *config_group_name(enum config_group group)
{
	return group_names[group];
}

static enum config_group group_of(const char *path)
{
	size_t len = strcspn(path, ".");

	for (size_t i = 0; i < COUNT(groups); i++)
		if (!strncmp(groups[i].name, path, len) && !groups[i].name[len])
			return groups[i].group;
	return CONFIG_GROUP_OTHER;
}

static void keep_row(void *data, const struct schema_facts *facts)
{
	struct config *config = data;

	config->row = mem_grow(config->row, config->rows, &config->row_cap, sizeof(*config->row));
	config->row[config->rows] = *facts;
	config->row[config->rows++].path = mem_copy_text(facts->path);
}

void config_read_rows(struct config *config)
{
	schema_walk(config->source.facts->keyboard, keep_row, config);
}

/* Whether @path is @row's or below it. */
static bool is_below(const char *path, const char *row)
{
	size_t len = strlen(row);

	return !strncmp(path, row, len) && (!path[len] || path[len] == '.');
}

static bool is_large(const char *row)
{
	for (size_t i = 0; i < COUNT(large); i++)
		if (is_below(row, large[i]))
			return true;
	return false;
}

static bool is_noted(const char *row)
{
	for (size_t i = 0; i < COUNT(noted); i++)
		if (!strcmp(row, noted[i]))
			return true;
	return false;
}

static const struct schema_facts *row_named(const struct config *config, const char *path)
{
	for (size_t i = 0; i < config->rows; i++)
		if (!strcmp(config->row[i].path, path))
			return &config->row[i];
	return NULL;
}

const struct schema_facts *config_facts(const struct config *config, const char *path)
{
	const struct schema_facts *found = row_named(config, path);

	for (size_t i = 0; !found && i < config->rows; i++)
		if (qmk_member_matches(config->row[i].path, path))
			found = &config->row[i];
	return found;
}

const struct schema_facts *config_element_row(const struct config *config, const char *path)
{
	struct str below = STR_INIT;
	const struct schema_facts *found;

	str_addf(&below, "%s.0", path);
	found = config_facts(config, str_text(&below));
	str_release(&below);
	return found;
}

/* What QMK drops with its file is shown all the same. */
static const struct json *value_at(const struct config *config, const char *path)
{
	const struct json *value = json_get_path(config->info, path);

	return value ? value : json_get_path(json_root(config->doc), path);
}

static void find_origin(const struct config *config, struct config_field *field)
{
	const char *board = json_text(json_find(config->info, "development_board")), *file = NULL;
	const struct json *boards;
	int line = -1, column;

	if (!field->value)
		return;
	if (field->value == field->own) {
		json_place(config->doc, field->own->span.start, &line, &column);
		field->origin = CONFIG_HERE;
		field->line = line;
		field->file = config_path(config);
		return;
	}
	if (qmk_config_place(config->merged, field->value, &file, &line, &column)) {
		bool here = !strcmp(file, config->source.own);

		field->origin = here ? CONFIG_HERE : CONFIG_ABOVE;
		field->file = here ? config_path(config) : file;
		field->line = line;
		return;
	}
	boards = json_find(config->source.facts->defaults, "development_board");
	field->origin =
		json_get_path(json_member(boards, board), field->path) ? CONFIG_BOARD : CONFIG_DERIVED;
}

/* The own text's value at a place of it: its path. Nothing when no member stands there. */
static void path_of_place(const struct config *config, int line, int column, struct str *out)
{
	const struct str *text = config_present(config);
	const struct json *node = json_root(config->doc);
	size_t at = 0, index;

	for (int i = 1; i < line && at < text->len; at++)
		i += str_text(text)[at] == '\n';
	at += (size_t)(column > 0 ? column - 1 : 0);
	while (node) {
		const struct json *child = node->first;

		for (index = 0; child && child->span.start + child->span.len <= at; child = child->next)
			index++;
		if (child && (child->key ? child->key_span.start : child->span.start) <= at) {
			str_add(out, out->len ? "." : "");
			if (child->key)
				str_add(out, child->key);
			else
				str_addf(out, "%zu", index);
		} else {
			child = NULL;
		}
		node = child;
	}
}

/* The field that @path is of, or the nearest above; of an object the first that the file has in it. */
static struct config_field *field_near(struct config *config, const char *path)
{
	struct config_field *found = NULL, *inside = NULL;

	for (size_t i = 0; i < config->fields; i++) {
		struct config_field *field = &config->field[i];

		if (is_below(path, field->path) && (!found || strlen(field->path) > strlen(found->path)))
			found = field;
		if (!inside && field->own && is_below(field->path, path))
			inside = field;
	}
	return found ? found : inside;
}

static void place_problems(struct config *config)
{
	for (size_t i = 0; i < config->problems.count; i++) {
		const struct diagnostic *d = &config->problems.item[i];
		struct config_field *field;
		struct str path = STR_INIT;

		if (strcmp(symbol_text(d->file), config->source.own) != 0 || d->place.line < 1)
			continue;
		path_of_place(config, d->place.line, d->place.column, &path);
		field = path.len ? field_near(config, str_text(&path)) : NULL;
		if (field && (!field->problem || d->kind->severity > field->severity)) {
			field->problem = d->text;
			field->severity = d->kind->severity;
		}
		str_release(&path);
	}
}

/* As people read it; NULL: not known. */
static char *fallback_of(const struct config *config, const char *path)
{
	const struct json *node = json_get_path(config->source.facts->code_defaults, path);
	const struct qmk_member *member = node ? NULL : qmk_member_find(path);
	struct json_doc *doc = NULL;
	struct str text = STR_INIT;
	struct err ignored;

	if (member && member->fallback)
		doc = json_parse(member->fallback, strlen(member->fallback), &ignored);
	node = doc ? json_root(doc) : node;
	if (node)
		config_add_value(&text, node);
	json_doc_free(doc);
	return node ? str_take(&text) : NULL;
}

static bool is_plain(const struct schema_facts *facts)
{
	return facts->type != SCHEMA_LIST && facts->type != SCHEMA_OBJECT;
}

/* A field for the member that @row stands for. Objects are no fields but where their name or index is the user's, nor
 * are the elements of a list of plain values. */
static void add_field(struct config *config, const struct schema_facts *row, const char *path)
{
	const struct json *own = json_get_path(json_root(config->doc), path);
	const char *last = strrchr(path, '.'), *pattern = row ? strrchr(row->path, '.') : NULL;
	bool chosen = pattern && (!strcmp(pattern, ".*") || !strcmp(pattern, ".#"));
	bool element = last && strspn(last + 1, "0123456789") == strlen(last + 1);
	struct config_field *field;

	if (row && ((row->type == SCHEMA_OBJECT && !chosen) || (element && is_plain(row)) ||
		    (is_noted(row->path) && !own)))
		return;
	config->field = mem_grow(config->field, config->fields, &config->field_cap, sizeof(*config->field));
	field = &config->field[config->fields++];
	*field = (struct config_field){ .path = mem_copy_text(path), .group = group_of(path), .facts = row };
	field->help = qmk_member_help(path);
	field->own = own;
	field->value = value_at(config, path);
	if (row && row->type == SCHEMA_LIST)
		field->element = config_element_row(config, path);
	find_origin(config, field);
	field->fallback = fallback_of(config, path);
	if (!row) {
		field->problem = "QMK does not know this member, and does not look at it";
		field->severity = SEVERITY_WARNING;
	} else if (own && field->origin == CONFIG_ABOVE) {
		field->problem = "what this file says has no effect: another one wins";
		field->severity = SEVERITY_WARNING;
	}
}

static void add_rows(struct config *config, size_t from, size_t to, size_t pattern_len, const char *prefix);

/* The rows of one instance of @row: itself and those below it. */
static void add_instance(struct config *config, size_t row, size_t to, const char *path)
{
	add_field(config, &config->row[row], path);
	add_rows(config, row + 1, to, strlen(config->row[row].path) + 1, path);
}

static void add_indices(struct config *config, size_t row, size_t to, const struct str *above)
{
	const struct json *list = value_at(config, str_text(above));

	for (size_t i = 0; list && list->type == JSON_ARRAY && i < list->count && i < MAX_ELEMENTS; i++) {
		struct str path = STR_INIT;

		str_addf(&path, "%s.%zu", str_text(above), i);
		add_instance(config, row, to, str_text(&path));
		str_release(&path);
	}
}

/* Names that are there, and names that the firmware knows. Those that have rows of their own are not among them. */
static void add_names(struct config *config, size_t row, size_t to, const struct str *above)
{
	const struct json *object = value_at(config, str_text(above));
	struct names names = { 0 };
	size_t known;
	const struct qmk_member *member = qmk_member_names(config->row[row].path, &known);

	for (size_t i = 0; i < known; i++)
		names_add(&names, strrchr(member[i].path, '.') + 1);
	if (object && object->type == JSON_OBJECT)
		for (const struct json *node = object->first; node && names.count < MAX_MEMBERS;
		     node = node->next)
			names_add(&names, node->key);
	names_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		struct str path = STR_INIT;

		str_addf(&path, "%s.%s", str_text(above), names.name[i]);
		if (!strchr(names.name[i], '.') && !row_named(config, str_text(&path)))
			add_instance(config, row, to, str_text(&path));
		str_release(&path);
	}
	names_release(&names);
}

/* Rows of the schema that all begin with a pattern of @pattern_len bytes, which stands for @prefix. */
static void add_rows(struct config *config, size_t from, size_t to, size_t pattern_len, const char *prefix)
{
	for (size_t i = from, end; i < to; i = end) {
		const char *rest = config->row[i].path + pattern_len, *wild = rest + strcspn(rest, "*#");
		struct str path = STR_INIT;

		for (end = i + 1; end < to && *wild && is_below(config->row[end].path, config->row[i].path);)
			end++;
		str_addf(&path, "%s%s%.*s", prefix, prefix[0] ? "." : "", (int)(wild - rest), rest);
		if (*wild && path.len)
			path.data[--path.len] = '\0';
		if (is_large(config->row[i].path) ||
		    (i && !strcmp(config->row[i].path, config->row[i - 1].path)))
			;
		else if (*wild == '#')
			add_indices(config, i, end, &path);
		else if (*wild)
			add_names(config, i, end, &path);
		else
			add_field(config, &config->row[i], str_text(&path));
		str_release(&path);
	}
}

/* What the file has at the top that the schema does not name. */
static void add_unknown(struct config *config)
{
	const struct json *node = json_root(config->doc)->first;

	for (size_t i = 0; node && i < MAX_MEMBERS; i++, node = node->next)
		if (!strchr(node->key, '.') && !row_named(config, node->key))
			add_field(config, NULL, node->key);
}

/* By group; within one in the order in which they are. */
static void sort_fields(struct config *config)
{
	struct config_field *sorted = mem_new(config->fields + 1, sizeof(*sorted));
	size_t n = 0;

	for (int group = 0; group < CONFIG_GROUP_COUNT; group++)
		for (size_t i = 0; i < config->fields; i++)
			if ((int)config->field[i].group == group)
				sorted[n++] = config->field[i];
	assert(n == config->fields);
	free(config->field);
	config->field = sorted;
	config->field_cap = config->fields + 1;
}

void config_list_fields(struct config *config)
{
	config_release_fields(config);
	add_rows(config, 0, config->rows, 0, "");
	add_unknown(config);
	sort_fields(config);
	place_problems(config);
}

void config_release_fields(struct config *config)
{
	for (size_t i = 0; i < config->fields; i++) {
		free((char *)config->field[i].path);
		free((char *)config->field[i].fallback);
	}
	free(config->field);
	config->field = NULL;
	config->fields = config->field_cap = 0;
}
