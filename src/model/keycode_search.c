/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/fuzzy.h"
#include "base/mem.h"
#include "model/keycode.h"

enum { FIELD_MAX = 64 }; /* bytes; tools/keycodes.awk lets nothing longer in */
_Static_assert((int)FIELD_MAX <= (int)FUZZY_MAX_BYTES, "all of a field is looked at");

/* KC_SPC: SPC. */
static const char *after_prefix(const char *name)
{
	const char *bar = isalpha((unsigned char)name[0]) ? strchr(name, '_') : NULL;

	return bar && bar[1] ? bar + 1 : name;
}

static int field_score(const char *word, size_t len, const char *text, bool gaps)
{
	return fuzzy_score(word, len, text, after_prefix(text), gaps);
}

static int better(int a, int b)
{
	return a > b ? a : b;
}

/* Letters may be left out in names; legends and help must hold the word as it is, or short words match all. */
static int word_score(const struct keycode *k, const char *word, size_t len)
{
	int score = field_score(word, len, k->name, true);

	for (const char *p = k->aliases; *p;) {
		size_t n = strcspn(p, " ");
		char alias[FIELD_MAX];

		memcpy(alias, p, n);
		alias[n] = '\0';
		score = better(score, field_score(word, len, alias, true));
		p += n + (p[n] == ' ');
	}
	score = better(score, field_score(word, len, k->legend, false));
	score = better(score, field_score(word, len, k->legend_ascii, false));
	return better(score, field_score(word, len, k->help, false));
}

/* All words must be found. */
static int query_score(const struct keycode *k, const char *query)
{
	int total = 0;
	const char *word;
	size_t len;

	while ((word = fuzzy_word(&query, &len))) {
		int score = word_score(k, word, len);

		if (score < 0)
			return FUZZY_NONE;
		total += score;
	}
	return total;
}

struct hit {
	int score;
	size_t len; /* of the name that people type: the shorter is the likelier */
	uint16_t code;
};

static int compare_hits(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return x->code < y->code ? -1 : x->code > y->code;
}

size_t keycode_search(const char *query, uint16_t *out, size_t max)
{
	bool all = !query[strspn(query, " ")];
	struct hit *hits = mem_new(keycode_count(), sizeof(*hits));
	size_t count = 0;

	for (size_t i = 0; i < keycode_count(); i++) {
		uint16_t code = (uint16_t)i;
		int score = all ? 0 : query_score(keycode_get(code), query);

		if (score >= 0)
			hits[count++] =
				(struct hit){ score, all ? 0 : strlen(keycode_short_name(code)), code };
	}
	qsort(hits, count, sizeof(*hits), compare_hits);
	if (count > max)
		count = max;
	for (size_t i = 0; i < count; i++)
		out[i] = hits[i].code;
	free(hits);
	return count;
}
