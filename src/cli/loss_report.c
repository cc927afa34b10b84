/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "loss_report.h"
#include "model/symbol.h"
#include "model/term.h"
#include "model/waiver.h"

static int compare_ids(const struct diagnostic *a, const struct diagnostic *b)
{
	int by_code = strcmp(a->kind->code, b->kind->code);

	return a->loss != b->loss ? (a->loss < b->loss ? -1 : 1)
	       : by_code          ? by_code
				  : strcmp(a->subject, b->subject);
}

/* One thing that becomes different things is as many rows. */
static int compare_diagnostics(const void *x, const void *y)
{
	const struct diagnostic *a = *(const struct diagnostic *const *)x,
				*b = *(const struct diagnostic *const *)y;
	int by_id = compare_ids(a, b), by_instead = by_id ? by_id : strcmp(a->instead, b->instead);

	if (by_instead)
		return by_instead;
	return strcmp(a->text, b->text) ? strcmp(a->text, b->text) : a < b ? -1 : a > b;
}

static bool same_row(const struct diagnostic *a, const struct diagnostic *b)
{
	return !compare_ids(a, b) && !strcmp(a->instead, b->instead) && !strcmp(a->text, b->text);
}

static bool is_somewhere(const struct place *place)
{
	return place->layer >= 0 || place->kind >= 0;
}

static void add_row(struct loss_report *report, const struct diagnostic *d)
{
	struct loss_row *row = report->rows ? &report->row[report->rows - 1] : NULL;

	if (!row || !same_row(row->first, d)) {
		report->row = mem_grow(report->row, report->rows, &report->row_cap, sizeof(*report->row));
		row = &report->row[report->rows++];
		*row = (struct loss_row){ .first = d };
	}
	row->count++;
	if (!is_somewhere(&d->place))
		return;
	row->place = mem_grow(row->place, row->places, &row->place_cap, sizeof(*row->place));
	row->place[row->places++] = &d->place;
}

/* The worst that became of each thing: slots of layers, then definitions kind by kind; what has no place is one by itself. */
struct worst {
	const struct keymap *map;
	uint8_t *slot;
	uint8_t *definition[DEFINITION_KIND_COUNT];
	size_t settings[LOSS_ALL + 1];
};

static void worsen(uint8_t *what, enum loss loss)
{
	if (*what < loss)
		*what = (uint8_t)loss;
}

static void take_loss(struct worst *w, const struct diagnostic *d)
{
	const struct place *at = &d->place;
	size_t slots = keymap_slots(w->map), keys = keymap_keys(w->map), first = (size_t)at->layer * slots;

	if (at->layer >= 0 && (size_t)at->layer < keymap_layers(w->map) && at->key >= 0 &&
	    (size_t)at->key < keys)
		worsen(&w->slot[first + (size_t)at->key], d->loss);
	else if (at->layer >= 0 && (size_t)at->layer < keymap_layers(w->map) && at->encoder >= 0 &&
		 (size_t)at->encoder < keymap_encoders(w->map))
		worsen(&w->slot[first + keys + (size_t)at->encoder * TURN_COUNT], d->loss);
	else if (at->kind >= 0 && at->definition >= 0 &&
		 (size_t)at->definition < keymap_definitions(w->map, (enum definition_kind)at->kind))
		worsen(&w->definition[at->kind][at->definition], d->loss);
	else
		w->settings[d->loss]++;
}

/* But for what is about the keymap itself. */
static size_t count_settings(const struct keymap *map)
{
	size_t count = 0;

	for (size_t i = 0; i < keymap_settings(map); i++) {
		const struct setting *setting = keymap_setting_at(map, i);

		count += !waiver_of(setting) && strcmp(symbol_text(setting->name), "firmware") != 0;
	}
	return count;
}

static void count_all(const struct diagnostics *all, const struct keymap *map, struct loss_report *out)
{
	size_t slots = keymap_layers(map) * keymap_slots(map), count[LOSS_ALL + 1] = { 0 };
	struct worst w = { .map = map, .slot = mem_new(slots + 1, 1) };

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		w.definition[kind] = mem_new(keymap_definitions(map, (enum definition_kind)kind) + 1, 1);
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].loss)
			take_loss(&w, &all->item[i]);
	for (size_t i = 0; i < slots; i++) {
		struct action action = keymap_get_slot(map, i / keymap_slots(map), i % keymap_slots(map));
		bool empty = action.kind == ACTION_NONE || action.kind == ACTION_TRANSPARENT;

		count[w.slot[i]] += !empty || w.slot[i];
	}
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++)
			count[w.definition[kind][i]]++;
		free(w.definition[kind]);
	}
	free(w.slot);
	out->near_to = count[LOSS_NEAR] + w.settings[LOSS_NEAR];
	out->none = count[LOSS_ALL] + w.settings[LOSS_ALL];
	out->exact = count[LOSS_NONE] + count_settings(map);
	out->exact -= out->exact < w.settings[LOSS_NEAR] + w.settings[LOSS_ALL]
			      ? out->exact
			      : w.settings[LOSS_NEAR] + w.settings[LOSS_ALL];
}

void loss_report_make(const struct diagnostics *all, const struct keymap *map, struct loss_report *out)
{
	const struct diagnostic **sorted = mem_new(all->count + 1, sizeof(*sorted));
	size_t losses = 0;

	*out = (struct loss_report){ 0 };
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].loss)
			sorted[losses++] = &all->item[i];
	qsort(sorted, losses, sizeof(*sorted), compare_diagnostics);
	for (size_t i = 0; i < losses; i++)
		add_row(out, sorted[i]);
	free(sorted);
	count_all(all, map, out);
}

void loss_report_release(struct loss_report *report)
{
	for (size_t i = 0; i < report->rows; i++)
		free(report->row[i].place);
	free(report->row);
	*report = (struct loss_report){ 0 };
}

/* What the text says beyond the subject and what there is instead. */
static const char *find_why(const struct diagnostic *d)
{
	size_t subject = strlen(d->subject), instead = strlen(d->instead);
	static const char becomes[] = " becomes ";
	const char *at = d->text;

	if (!strncmp(at, d->subject, subject) && !strncmp(at + subject, becomes, strlen(becomes)) &&
	    !strncmp(at + subject + strlen(becomes), d->instead, instead) &&
	    !strncmp(at + subject + strlen(becomes) + instead, ": ", 2))
		at += subject + strlen(becomes) + instead + 2;
	return at;
}

static void add_layer(const struct keymap *map, int layer, struct str *out)
{
	str_addf(out, "layer %d", layer);
	if ((size_t)layer < keymap_layers(map) && keymap_layer_name(map, (size_t)layer)) {
		str_add(out, " (");
		str_add_escaped(out, symbol_text(keymap_layer_name(map, (size_t)layer)));
		str_add_char(out, ')');
	}
}

static void add_place(const struct keymap *map, const struct place *place, struct str *out)
{
	const struct definition *d = NULL;

	if (place->layer >= 0)
		add_layer(map, place->layer, out);
	if (place->key >= 0)
		str_addf(out, " key %d", place->key);
	else if (place->encoder >= 0)
		str_addf(out, " encoder %d", place->encoder);
	if (place->kind < 0)
		return;
	if ((size_t)place->definition < keymap_definitions(map, (enum definition_kind)place->kind))
		d = keymap_definition(map, (enum definition_kind)place->kind, (size_t)place->definition);
	str_addf(out, "%s ", term_of_definition((enum definition_kind)place->kind));
	if (d && d->name)
		str_add_escaped(out, symbol_text(d->name));
	else
		str_addf(out, "%d", place->definition);
}

static void print_row(const struct loss_row *row, const struct keymap *map, size_t max, struct str *out)
{
	const struct diagnostic *d = row->first;
	size_t shown = max && row->places > max ? max : row->places;

	str_addf(out, "- `%s` -> `%s`: %s [", d->subject, d->instead, find_why(d));
	diagnostic_add_id(d, out);
	str_add(out, "]\n");
	for (size_t i = 0; i < shown; i++) {
		if (!i)
			str_addf(out, "  %zu %s: ", row->places, row->places == 1 ? "place" : "places");
		else
			str_add(out, ", ");
		add_place(map, row->place[i], out);
	}
	if (shown < row->places)
		str_addf(out, " and %zu more", row->places - shown);
	str_add(out, shown ? "\n" : "");
}

static void print_rows(const struct loss_report *report, const struct keymap *map, enum loss loss,
		       bool waived, const char *title, size_t max, struct str *out)
{
	bool any = false;

	for (size_t i = 0; i < report->rows; i++) {
		const struct diagnostic *d = report->row[i].first;

		if (d->waived != waived || (!waived && d->loss != loss))
			continue;
		if (!any)
			str_addf(out, "\n## %s\n\n", title);
		any = true;
		print_row(&report->row[i], map, max, out);
	}
}

/* Warnings and errors that are about no loss. */
static void print_others(const struct diagnostics *all, const struct keymap *map, struct str *out)
{
	bool any = false;

	for (size_t i = 0; i < all->count; i++) {
		const struct diagnostic *d = &all->item[i];

		if (d->loss)
			continue;
		if (!any)
			str_add(out, "\n## Also\n\n");
		any = true;
		str_addf(out, "- %s: ", severity_name(diagnostic_severity(d)));
		if (is_somewhere(&d->place)) {
			add_place(map, &d->place, out);
			str_add(out, ": ");
		}
		str_addf(out, "%s [%s]\n", d->text, d->kind->code);
	}
}

void loss_report_print(const struct loss_report *report, const struct diagnostics *all,
		       const struct keymap *map, const char *from, const char *to, size_t max,
		       struct str *out)
{
	str_add(out, "# ");
	str_add_escaped(out, from);
	str_addf(out, " to %s\n", to);
	print_rows(report, map, LOSS_NEAR, false, "Near: it does something else, or not always", max, out);
	print_rows(report, map, LOSS_ALL, false, "None: it does nothing, or is not there", max, out);
	print_rows(report, map, LOSS_NONE, true, "Accepted", max, out);
	print_others(all, map, out);
	str_addf(out, "\nOf %zu keys, turns, definitions and settings %zu are exact, %zu near, %zu none.\n",
		 report->exact + report->near_to + report->none, report->exact, report->near_to,
		 report->none);
	if (all->dropped)
		str_addf(out, "%zu more are not listed.\n", all->dropped);
}

static void add_number(cJSON *object, const char *name, int number)
{
	if (number >= 0)
		cJSON_AddNumberToObject(object, name, number);
}

static cJSON *place_json(const struct place *place)
{
	cJSON *object = cJSON_CreateObject();

	add_number(object, "layer", place->layer);
	add_number(object, "key", place->key);
	add_number(object, "encoder", place->encoder);
	if (place->kind >= 0)
		cJSON_AddStringToObject(object, "kind",
					term_of_definition((enum definition_kind)place->kind));
	add_number(object, "definition", place->definition);
	return object;
}

static cJSON *row_json(const struct loss_row *row)
{
	const struct diagnostic *d = row->first;
	cJSON *object = cJSON_CreateObject(), *places;
	struct str id = STR_INIT;

	diagnostic_add_id(d, &id);
	cJSON_AddStringToObject(object, "loss", loss_name(d->loss));
	cJSON_AddStringToObject(object, "subject", d->subject);
	cJSON_AddStringToObject(object, "instead", d->instead);
	cJSON_AddStringToObject(object, "why", find_why(d));
	cJSON_AddStringToObject(object, "id", str_text(&id));
	cJSON_AddBoolToObject(object, "waived", d->waived);
	cJSON_AddNumberToObject(object, "count", (double)row->count);
	places = cJSON_AddArrayToObject(object, "places");
	for (size_t i = 0; i < row->places; i++)
		cJSON_AddItemToArray(places, place_json(row->place[i]));
	str_release(&id);
	return object;
}

cJSON *loss_report_json(const struct loss_report *report, const char *to)
{
	cJSON *root = cJSON_CreateObject(), *rows, *counts;

	cJSON_AddStringToObject(root, "to", to);
	counts = cJSON_AddObjectToObject(root, "counts");
	cJSON_AddNumberToObject(counts, "exact", (double)report->exact);
	cJSON_AddNumberToObject(counts, "near", (double)report->near_to);
	cJSON_AddNumberToObject(counts, "none", (double)report->none);
	rows = cJSON_AddArrayToObject(root, "rows");
	for (size_t i = 0; i < report->rows; i++)
		cJSON_AddItemToArray(rows, row_json(&report->row[i]));
	return root;
}
