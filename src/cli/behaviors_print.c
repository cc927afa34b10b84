/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "base/mem.h"
#include "behaviors_print.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "model/term.h"
#include "print_json.h"

static const char *const type_names[FIELD_TYPE_COUNT] = {
	[FIELD_NAME] = "name",       [FIELD_TEXT] = "text",     [FIELD_ACTION] = "action",
	[FIELD_ACTIONS] = "actions", [FIELD_STEPS] = "steps",   [FIELD_POSITIONS] = "positions",
	[FIELD_MODS] = "mods",       [FIELD_LAYERS] = "layers", [FIELD_SWITCH] = "switch",
	[FIELD_NUMBER] = "number",   [FIELD_CHOICE] = "choice", [FIELD_BEHAVIOR] = "behavior",
	[FIELD_CELLS] = "cells",
};

/* Texts of a file may hold anything. */
static void print_escaped(const char *text)
{
	struct str shown = STR_INIT;

	str_add_escaped(&shown, text);
	fputs(str_text(&shown), stdout);
	str_release(&shown);
}

static void add_escaped(cJSON *object, const char *name, const char *text)
{
	struct str shown = STR_INIT;

	str_add_escaped(&shown, text);
	cJSON_AddStringToObject(object, name, str_text(&shown));
	str_release(&shown);
}

/* The places of those that use it; the caller frees. */
static struct place *list_uses(const struct behaviors_view *view, enum definition_kind kind, size_t index,
			       size_t *count)
{
	struct place *place;

	*count = edit_definition_uses(view->map, kind, index, NULL, 0);
	place = mem_new(*count + 1, sizeof(*place));
	edit_definition_uses(view->map, kind, index, place, *count);
	return place;
}

static cJSON *new_object(const struct behaviors_view *view, enum definition_kind kind, size_t index)
{
	cJSON *object = cJSON_CreateObject();
	struct str title = STR_INIT;

	cJSON_AddStringToObject(object, "event", "definition");
	cJSON_AddStringToObject(object, "kind", term_of_definition(kind));
	cJSON_AddNumberToObject(object, "index", (double)index);
	definition_title(view->map, kind, index, view->spelling, &title);
	add_escaped(object, "title", str_text(&title));
	str_release(&title);
	return object;
}

void behaviors_print_row(const struct behaviors_view *view, enum definition_kind kind, size_t index)
{
	size_t uses = edit_definition_uses(view->map, kind, index, NULL, 0);
	struct str title = STR_INIT;

	if (view->json) {
		cJSON *object = new_object(view, kind, index);

		cJSON_AddNumberToObject(object, "uses", (double)uses);
		print_json(object);
		return;
	}
	definition_title(view->map, kind, index, view->spelling, &title);
	printf("%-10s %3zu  ", term_of_definition(kind), index);
	print_escaped(str_text(&title));
	if (uses)
		printf("  (%zu use%s)", uses, uses == 1 ? "" : "s");
	putchar('\n');
	str_release(&title);
}

static void print_place(const struct behaviors_view *view, struct place place)
{
	struct str title = STR_INIT;

	if (place.kind >= 0) {
		definition_title(view->map, place.kind, (size_t)place.definition, view->spelling, &title);
		printf("  used by %s %d, ", term_of_definition(place.kind), place.definition);
		print_escaped(str_text(&title));
		putchar('\n');
	} else {
		printf("  used on layer %d, %s %d\n", place.layer, place.key >= 0 ? "key" : "encoder",
		       place.key >= 0 ? place.key : place.encoder);
	}
	str_release(&title);
}

static cJSON *json_of_place(struct place place)
{
	const struct {
		const char *name;
		int value;
	} members[] = { { "layer", place.layer },
			{ "key", place.key },
			{ "encoder", place.encoder },
			{ "index", place.definition } };
	cJSON *object = cJSON_CreateObject();

	if (place.kind >= 0)
		cJSON_AddStringToObject(object, "kind", term_of_definition(place.kind));
	for (size_t i = 0; i < COUNT(members); i++)
		if (members[i].value >= 0)
			cJSON_AddNumberToObject(object, members[i].name, members[i].value);
	return object;
}

static void add_field(cJSON *object, const struct field *field, const char *value)
{
	cJSON_AddStringToObject(object, "name", field->name);
	cJSON_AddStringToObject(object, "type", type_names[field->type]);
	if (value)
		add_escaped(object, "value", value);
	if (*field->fallback)
		cJSON_AddStringToObject(object, "default", field->fallback);
	if (field->type == FIELD_NUMBER) {
		cJSON_AddNumberToObject(object, "least", field->min);
		cJSON_AddNumberToObject(object, "most", field->max);
	}
	if (*field->unit)
		cJSON_AddStringToObject(object, "unit", field->unit);
	for (size_t i = 0; field->choice && field->choice[i]; i++) {
		cJSON *list = i ? cJSON_GetObjectItem(object, "choices")
				: cJSON_AddArrayToObject(object, "choices");

		cJSON_AddItemToArray(list, cJSON_CreateString(field->choice[i]));
	}
	cJSON_AddStringToObject(object, "help", field->help);
}

static void print_range(const struct field *field)
{
	if (field->type == FIELD_NUMBER)
		printf("  takes %d to %d%s%s\n", field->min, field->max, *field->unit ? " " : "",
		       field->unit);
	for (size_t i = 0; field->choice && field->choice[i]; i++)
		printf("%s%s", i ? ", " : "  takes ", field->choice[i]);
	if (field->choice)
		putchar('\n');
}

/* @value NULL: it is not said. */
static void print_field(const struct field *field, const char *value, bool with_help)
{
	if (with_help) {
		printf("%s = ", field->name);
		print_escaped(value ? value : "");
		printf("\n  %s\n", field->help);
		print_range(field);
		if (*field->fallback)
			printf("  default %s\n", field->fallback);
		return;
	}
	printf("  %-26s ", field->name);
	if (value)
		print_escaped(value);
	else if (*field->fallback)
		printf("(%s)", field->fallback);
	putchar('\n');
}

/* Of its fields those that are said, and with `all` those that could be. */
static void each_field(const struct behaviors_view *view, const struct definition *d,
		       const struct field *only, cJSON *list)
{
	unsigned firmwares = field_firmwares_of(view->map);

	for (size_t i = 0; i < field_count(d); i++) {
		const struct field *field = field_at(d, i);
		struct str value = STR_INIT;
		bool said = field_get(view->map, d, field, view->spelling, &value);
		bool shown = only ? field == only : said || (view->all && field->firmwares & firmwares);
		cJSON *object = list && shown ? cJSON_CreateObject() : NULL;

		if (object) {
			add_field(object, field, said ? str_text(&value) : NULL);
			cJSON_AddItemToArray(list, object);
		} else if (shown) {
			print_field(field, said ? str_text(&value) : NULL, only);
		}
		str_release(&value);
	}
}

void behaviors_print(const struct behaviors_view *view, enum definition_kind kind, size_t index,
		     const struct field *only)
{
	const struct definition *d = keymap_definition(view->map, kind, index);
	cJSON *object = view->json ? new_object(view, kind, index) : NULL;
	cJSON *list = view->json ? cJSON_AddArrayToObject(object, "fields") : NULL;
	size_t uses;
	struct place *place = list_uses(view, kind, index, &uses);

	if (!view->json && !only)
		behaviors_print_row(view, kind, index);
	each_field(view, d, only, list);
	list = view->json ? cJSON_AddArrayToObject(object, "uses") : NULL;
	for (size_t i = 0; i < uses; i++) {
		if (view->json)
			cJSON_AddItemToArray(list, json_of_place(place[i]));
		else if (!only)
			print_place(view, place[i]);
	}
	free(place);
	if (view->json)
		print_json(object);
}

void behaviors_print_setting(const struct behaviors_view *view, const struct field *field, bool with_help)
{
	struct str value = STR_INIT;
	bool said = setting_field_get(view->map, field, &value);
	cJSON *object;

	if (view->json) {
		object = cJSON_CreateObject();
		cJSON_AddStringToObject(object, "event", "setting");
		add_field(object, field, said ? str_text(&value) : NULL);
		print_json(object);
	} else {
		print_field(field, said ? str_text(&value) : NULL, with_help);
	}
	str_release(&value);
}
