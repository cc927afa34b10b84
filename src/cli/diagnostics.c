/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "diagnostics.h"
#include "model/symbol.h"
#include "model/term.h"

/* The place with line and column filled in where the text of the document tells them. */
static struct place locate(const struct diagnostic *d, const struct subject *about)
{
	const struct source *source = about->source;
	struct place place = d->place;
	const struct source_binding *binding;
	int origin;

	if (place.line >= 0 || d->file || !source || !source->binding || place.layer < 0 || place.key < 0)
		return place;
	origin = keymap_layer_origin(about->map, (size_t)place.layer);
	if (origin < 0)
		return place;
	binding = source_binding(source, (size_t)origin, (size_t)place.key);
	if (binding->span.len && !binding->file)
		source_place(source->text, source->len, binding->span.start, &place.line, &place.column);
	return place;
}

static const char *file_of(const struct diagnostic *d, const struct subject *about)
{
	return d->file ? symbol_text(d->file) : about->path;
}

/* By what a person knows the layer and the key; empty where there is nothing to say. */
static void add_names(struct place place, const struct keymap *map, struct str *layer, struct str *key)
{
	if (!map || place.layer < 0)
		return;
	if ((size_t)place.layer < keymap_layers(map) && keymap_layer_name(map, (size_t)place.layer))
		str_add(layer, symbol_text(keymap_layer_name(map, (size_t)place.layer)));
	if (place.layer > 0 && place.key >= 0 && (size_t)place.key < keymap_keys(map)) {
		action_print(keymap_get(map, 0, (size_t)place.key), key);
		str_add(key, " on layer 0");
	}
}

/* NULL: it has none. */
static const char *definition_name(struct place place, const struct keymap *map)
{
	const struct definition *d;

	if (!map || place.kind < 0 || place.definition < 0 ||
	    (size_t)place.definition >= keymap_definitions(map, (enum definition_kind)place.kind))
		return NULL;
	d = keymap_definition(map, (enum definition_kind)place.kind, (size_t)place.definition);
	return d->name ? symbol_text(d->name) : NULL;
}

/* A diagnostic, its place, and its number among all. The document's own come first, then those of other files by name;
 * what has no line comes last in its file, in the order it was found. */
struct entry {
	const struct diagnostic *d;
	struct place place;
	size_t number;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	bool x_placed = x->place.line > 0, y_placed = y->place.line > 0;

	if (x->d->file != y->d->file)
		return strcmp(symbol_text(x->d->file), symbol_text(y->d->file));
	if (x_placed != y_placed)
		return x_placed ? -1 : 1;
	if (x_placed && x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	if (x_placed && x->place.column != y->place.column)
		return x->place.column < y->place.column ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

/* All of them as they stand in the text. The caller frees. */
static struct entry *sort(const struct diagnostics *all, const struct subject *about)
{
	struct entry *entry = mem_new(all->count + 1, sizeof(*entry));

	for (size_t i = 0; i < all->count; i++)
		entry[i] = (struct entry){ &all->item[i], locate(&all->item[i], about), i };
	qsort(entry, all->count, sizeof(*entry), compare_entries);
	return entry;
}

static void report_entry(struct report *report, const struct entry *entry, const struct subject *about)
{
	struct diagnostic d = *entry->d;
	struct str layer = STR_INIT, key = STR_INIT, id = STR_INIT;
	struct report_place place;

	d.place = entry->place;
	place = diagnostic_place(&d);
	place.file = file_of(&d, about);
	add_names(d.place, about->map, &layer, &key);
	place.layer_name = layer.len ? str_text(&layer) : NULL;
	place.key_name = key.len ? str_text(&key) : NULL;
	place.definition_name = definition_name(d.place, about->map);
	diagnostic_add_id(&d, &id);
	report_loss(report, severity_name(diagnostic_severity(&d)), d.kind->code, place, d.text,
		    d.loss ? &(struct report_loss){ loss_name(d.loss), d.subject, d.instead, str_text(&id),
						    d.waived }
			   : NULL);
	str_release(&id);
	str_release(&layer);
	str_release(&key);
}

void diagnostics_report(struct report *report, const struct diagnostics *all, const struct subject *about)
{
	struct entry *entry = sort(all, about);
	struct str more = STR_INIT;

	for (size_t i = 0; i < all->count; i++)
		report_entry(report, &entry[i], about);
	if (all->dropped) {
		str_addf(&more, "%zu more are not shown", all->dropped);
		report_log(report, str_text(&more));
	}
	str_release(&more);
	free(entry);
}

void diagnostics_print(FILE *out, const struct diagnostics *all, const struct subject *about)
{
	diagnostics_report(&(struct report){ .style = REPORT_TEXT, .out = out }, all, about);
}

static void add_number(cJSON *object, const char *name, int number)
{
	if (number >= 0)
		cJSON_AddNumberToObject(object, name, number);
}

static void add_definition(cJSON *object, struct place place, const struct keymap *map)
{
	const char *name = definition_name(place, map);
	struct str shown = STR_INIT;

	if (place.kind >= 0)
		cJSON_AddStringToObject(object, "kind", term_of_definition((enum definition_kind)place.kind));
	add_number(object, "definition", place.definition);
	str_add_escaped(&shown, name ? name : "");
	if (name)
		cJSON_AddStringToObject(object, "name", str_text(&shown));
	str_release(&shown);
}

static void add_loss(cJSON *object, const struct diagnostic *d)
{
	struct str id = STR_INIT;

	diagnostic_add_id(d, &id);
	cJSON_AddStringToObject(object, "loss", loss_name(d->loss));
	cJSON_AddStringToObject(object, "subject", d->subject);
	cJSON_AddStringToObject(object, "instead", d->instead);
	cJSON_AddStringToObject(object, "id", str_text(&id));
	cJSON_AddBoolToObject(object, "waived", d->waived);
	str_release(&id);
}

cJSON *diagnostics_json(const struct diagnostics *all, const struct subject *about)
{
	struct entry *entry = sort(all, about);
	cJSON *array = cJSON_CreateArray();

	for (size_t i = 0; i < all->count; i++) {
		const struct diagnostic *d = entry[i].d;
		struct place place = entry[i].place;
		cJSON *object = cJSON_CreateObject();

		cJSON_AddStringToObject(object, "severity", severity_name(diagnostic_severity(d)));
		cJSON_AddStringToObject(object, "code", d->kind->code);
		if (file_of(d, about))
			cJSON_AddStringToObject(object, "file", file_of(d, about));
		add_number(object, "line", place.line);
		add_number(object, "column", place.column);
		add_number(object, "layer", place.layer);
		add_number(object, "key", place.key);
		add_number(object, "encoder", place.encoder);
		add_definition(object, place, about->map);
		if (d->loss)
			add_loss(object, d);
		cJSON_AddStringToObject(object, "text", d->text);
		cJSON_AddItemToArray(array, object);
	}
	free(entry);
	return array;
}
