/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "diagnostics.h"
#include "model/symbol.h"

/* The place with line and column filled in where the text of the document tells them. */
static struct place locate(const struct diagnostic *d, const struct subject *about)
{
	const struct source *source = about->source;
	struct place place = d->place;
	const struct span *span;
	int origin;

	if (place.line >= 0 || d->file || !source || !source->binding || place.layer < 0 || place.key < 0)
		return place;
	origin = keymap_layer_origin(about->map, (size_t)place.layer);
	if (origin < 0)
		return place;
	span = &source->binding[(size_t)origin * keymap_keys(source->map) + (size_t)place.key];
	if (span->len)
		source_place(source, span->start, &place.line, &place.column);
	return place;
}

static const char *file_of(const struct diagnostic *d, const struct subject *about)
{
	return d->file ? symbol_text(d->file) : about->path;
}

/* "layer 1 (nav), key 29 (KC_F on layer 0): ", or nothing. */
static void add_place(struct str *out, struct place place, const struct keymap *map)
{
	char name[80];

	if (place.layer < 0)
		return;
	str_addf(out, "layer %d", place.layer);
	if ((size_t)place.layer < keymap_layers(map) && keymap_layer_name(map, (size_t)place.layer)) {
		const char *text = symbol_text(keymap_layer_name(map, (size_t)place.layer));

		utf8_escape(name, sizeof(name), text, strlen(text));
		str_addf(out, " (%s)", name);
	}
	if (place.key >= 0) {
		str_addf(out, ", key %d", place.key);
		if (place.layer > 0 && (size_t)place.key < keymap_keys(map)) {
			struct action base = keymap_get(map, 0, (size_t)place.key);

			str_add(out, " (");
			action_print(base, out);
			str_add(out, " on layer 0)");
		}
	}
	if (place.encoder >= 0)
		str_addf(out, ", encoder %d", place.encoder);
	str_add(out, ": ");
}

/* A diagnostic, its place, and its number among all: what has no line comes last, each in the order it was found. */
struct entry {
	const struct diagnostic *d;
	struct place place;
	size_t number;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	bool x_placed = x->place.line > 0, y_placed = y->place.line > 0;

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

void diagnostics_print(FILE *out, const struct diagnostics *all, const struct subject *about)
{
	struct entry *entry = sort(all, about);

	for (size_t i = 0; i < all->count; i++) {
		const struct diagnostic *d = entry[i].d;
		struct place place = entry[i].place;
		const char *file = file_of(d, about);
		struct str line = STR_INIT;

		if (file)
			str_addf(&line, "%s:", file);
		if (file && place.line > 0)
			str_addf(&line, "%d:%d:", place.line, place.column);
		str_addf(&line, "%s%s: ", line.len ? " " : "", severity_name(d->kind->severity));
		add_place(&line, place, about->map);
		fprintf(out, "%s%s [%s]\n", str_text(&line), d->text, d->kind->code);
		str_release(&line);
	}
	if (all->dropped)
		fprintf(out, "%zu more are not shown\n", all->dropped);
	free(entry);
}

static void add_number(cJSON *object, const char *name, int number)
{
	if (number >= 0)
		cJSON_AddNumberToObject(object, name, number);
}

cJSON *diagnostics_json(const struct diagnostics *all, const struct subject *about)
{
	struct entry *entry = sort(all, about);
	cJSON *array = cJSON_CreateArray();

	for (size_t i = 0; i < all->count; i++) {
		const struct diagnostic *d = entry[i].d;
		struct place place = entry[i].place;
		cJSON *object = cJSON_CreateObject();

		cJSON_AddStringToObject(object, "severity", severity_name(d->kind->severity));
		cJSON_AddStringToObject(object, "code", d->kind->code);
		if (file_of(d, about))
			cJSON_AddStringToObject(object, "file", file_of(d, about));
		add_number(object, "line", place.line);
		add_number(object, "column", place.column);
		add_number(object, "layer", place.layer);
		add_number(object, "key", place.key);
		add_number(object, "encoder", place.encoder);
		cJSON_AddStringToObject(object, "text", d->text);
		cJSON_AddItemToArray(array, object);
	}
	free(entry);
	return array;
}
