/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fuzzy.h"
#include "base/mem.h"
#include "project/format.h"
#include "project/offer.h"

struct offers {
	const struct project *project;
	const struct keymap *map;
	struct offer *out;
	size_t count, max;
};

static const struct keymap_format *format_of(const struct project *project)
{
	return project->source_format;
}

static bool is_offered(const struct offers *offers, struct action action)
{
	for (size_t i = 0; i < offers->count; i++)
		if (action_equal(offers->out[i].action, action))
			return true;
	return false;
}

static void add(struct offers *offers, struct action action, const struct keycode *keycode)
{
	const struct keymap_format *format = format_of(offers->project);
	struct str text = STR_INIT;

	if (format && format->adopt && !format->adopt(&action))
		return;
	if (offers->count < offers->max &&
	    project_print_action(offers->project, offers->map, action, &text) && !is_offered(offers, action))
		offers->out[offers->count++] = (struct offer){ action, keycode };
	str_release(&text);
}

/* How well @query finds an action: every word of it in its spelling, letters apart, or in what it does. */
static int score_of(const struct offers *offers, struct action action, const char *query)
{
	struct str text = STR_INIT, help = STR_INIT;
	const char *word;
	int total = 0;
	size_t len;

	project_print_action(offers->project, offers->map, action, &text);
	project_describe_action(offers->project, action, &help);
	while (total != FUZZY_NONE && (word = fuzzy_word(&query, &len))) {
		int spelling = fuzzy_score(word, len, str_text(&text), str_text(&text), true);
		int meaning = fuzzy_score(word, len, str_text(&help), str_text(&help), false);
		int best = spelling > meaning ? spelling : meaning;

		total = best == FUZZY_NONE ? FUZZY_NONE : total + best;
	}
	str_release(&text);
	str_release(&help);
	return total;
}

struct hit {
	int score;
	size_t index;
};

static int compare_hits(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void add_bindings(struct offers *offers, const char *query)
{
	const struct keymap_format *format = format_of(offers->project);
	size_t count = format->bindings(offers->map, NULL, 0), hits = 0;
	struct action *action = mem_new(count + 1, sizeof(*action));
	struct hit *hit = mem_new(count + 1, sizeof(*hit));

	format->bindings(offers->map, action, count);
	for (size_t i = 0; i < count; i++) {
		hit[hits] = (struct hit){ score_of(offers, action[i], query), i };
		hits += hit[hits].score != FUZZY_NONE;
	}
	qsort(hit, hits, sizeof(*hit), compare_hits);
	for (size_t i = 0; i < hits; i++)
		add(offers, action[hit[i].index], NULL);
	free(action);
	free(hit);
}

/* The keyboard's own keycodes by its names for them, which are no words of QMK's. */
static void add_own(struct offers *offers, const char *query)
{
	const struct keyboard *kb = offers->project->keyboard;

	for (size_t i = 0; *query && i < kb->keycodes; i++) {
		struct action action;

		if (keyboard_keycode_action(kb, kb->keycode[i].name, &action) &&
		    score_of(offers, action, query) != FUZZY_NONE)
			add(offers, action, NULL);
	}
}

/* Whether the name of its behaviour begins with @query. */
static bool is_called(const struct offers *offers, const struct offer *offer, const char *query)
{
	struct str text = STR_INIT;
	bool is;

	project_print_action(offers->project, offers->map, offer->action, &text);
	is = *query && !offer->keycode && text.len > 1 &&
	     !strncasecmp(str_text(&text) + (*query != '&'), query, strlen(query));
	str_release(&text);
	return is;
}

/* What is called by its name goes before keycodes in which the letters are found somewhere. */
static void put_called_first(struct offers *offers, const char *query)
{
	struct offer *sorted = mem_new(offers->count + 1, sizeof(*sorted));
	size_t count = 0;

	for (int called = 1; called >= 0; called--)
		for (size_t i = 0; i < offers->count; i++)
			if (is_called(offers, &offers->out[i], query) == called)
				sorted[count++] = offers->out[i];
	if (count)
		memcpy(offers->out, sorted, count * sizeof(*sorted));
	free(sorted);
}

size_t project_offers_max(const struct project *project, const struct keymap *map)
{
	const struct keymap_format *format = format_of(project);

	return keycode_count() + project->keyboard->keycodes +
	       (format && format->bindings ? format->bindings(map, NULL, 0) : 0);
}

size_t project_offers(const struct project *project, const struct keymap *map, const char *query,
		      struct offer *out, size_t max)
{
	const struct keymap_format *format = format_of(project);
	struct offers offers = { project, map, out, 0, max };
	uint16_t *code = mem_new(keycode_count(), sizeof(*code));
	size_t count = keycode_search(query, code, keycode_count());

	add_own(&offers, query);
	for (size_t i = 0; i < count; i++)
		add(&offers, action_of_keycode(code[i]), keycode_get(code[i]));
	free(code);
	if (format && format->bindings) {
		add_bindings(&offers, query);
		put_called_first(&offers, query);
	}
	return offers.count;
}
