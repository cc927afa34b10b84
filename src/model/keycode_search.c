/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keycode.h"

/* Points; the proportions are those of fzf: a letter at the start of a word is worth half a letter more. */
enum {
	LETTER = 16,
	WORD_START = 8,
	RUN = 4, /* directly after the letter before */
	GAP_OPEN = 3,
	GAP_MORE = 1,
	WHOLE = 64,     /* the word is all of the name, or all that follows its prefix: spc of KC_SPC */
	BEGINNING = 16, /* it begins there */
	NO_MATCH = -100000,
	FIELD_MAX = 64, /* bytes; tools/keycodes.awk lets nothing longer in */
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins(const char *text, const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (fold(text[i]) != fold(word[i]) || !text[i])
			return false;
	return true;
}

/* KC_SPC: SPC. */
static const char *after_prefix(const char *name)
{
	const char *bar = is_letter(name[0]) ? strchr(name, '_') : NULL;

	return bar && bar[1] ? bar + 1 : name;
}

static int start_bonus(const char *text, size_t at)
{
	if (!at || !(is_letter(text[at - 1]) || is_digit(text[at - 1])))
		return WORD_START;
	return is_letter(text[at - 1]) && is_digit(text[at]) ? WORD_START / 2 : 0;
}

/* Whether the letters of @word are in @text in order at all: most texts fail here, at little cost. */
static bool lies_in(const char *word, size_t len, const char *text)
{
	size_t found = 0;

	for (; *text && found < len; text++)
		found += fold(*text) == fold(word[found]);
	return found == len;
}

/*
 * The best way to find the letters of @word in @text, in order. After round i, score[j] is the best score of the
 * first i letters with the last of them at j; `gap` carries what is best when there was a gap just before j.
 */
static int align(const char *word, size_t len, const char *text, bool gaps)
{
	int score[FIELD_MAX], best = NO_MATCH;
	size_t n = strlen(text);

	assert(n <= FIELD_MAX);
	for (size_t i = 0; i < len; i++) {
		int left = i ? NO_MATCH : 0, gap = left;

		best = NO_MATCH;
		for (size_t j = 0; j < n; j++) {
			int from = i && left + RUN > gap ? left + RUN : gap, above = i ? score[j] : 0;
			bool found = fold(text[j]) == fold(word[i]) && from > NO_MATCH / 2;

			score[j] = found ? from + LETTER + start_bonus(text, j) : NO_MATCH;
			if (score[j] > best)
				best = score[j];
			if (i && gaps)
				gap = left - GAP_OPEN > gap - GAP_MORE ? left - GAP_OPEN : gap - GAP_MORE;
			left = above;
		}
		if (best < 0)
			return NO_MATCH;
	}
	return best;
}

static int field_score(const char *word, size_t len, const char *text, bool gaps)
{
	const char *rest = after_prefix(text);
	int score = lies_in(word, len, text) ? align(word, len, text, gaps) : NO_MATCH;

	if (score < 0)
		return NO_MATCH;
	if ((begins(text, word, len) && !text[len]) || (begins(rest, word, len) && !rest[len]))
		return score + WHOLE;
	return begins(text, word, len) || begins(rest, word, len) ? score + BEGINNING : score;
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

	for (query += strspn(query, " "); *query; query += strspn(query, " ")) {
		size_t len = strcspn(query, " ");
		int score = len < FIELD_MAX ? word_score(k, query, len) : NO_MATCH;

		if (score < 0)
			return NO_MATCH;
		total += score;
		query += len;
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
