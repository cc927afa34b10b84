/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/fuzzy.h"

/* Points; the proportions are those of fzf: a letter at the start of a word is worth half a letter more. */
enum {
	LETTER = 16,
	WORD_START = 8,
	RUN = 4, /* directly after the letter before */
	GAP_OPEN = 3,
	GAP_MORE = 1,
	WHOLE = 64,
	BEGINNING = 16,
	NO_MATCH = -100000,
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

static bool ends_part(char c)
{
	return !c || c == '/';
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
	int score[FUZZY_MAX_BYTES], best = NO_MATCH;
	size_t n = strnlen(text, FUZZY_MAX_BYTES);

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

int fuzzy_score(const char *word, size_t len, const char *text, const char *rest, bool gaps)
{
	int score;

	if (len > FUZZY_MAX_BYTES || !lies_in(word, len, text))
		return FUZZY_NONE;
	score = align(word, len, text, gaps);
	if (score < 0)
		return FUZZY_NONE;
	if (begins(text, word, len))
		return score + (ends_part(text[len]) ? WHOLE : BEGINNING);
	if (begins(rest, word, len))
		return score + (ends_part(rest[len]) ? WHOLE : BEGINNING);
	return score;
}

const char *fuzzy_word(const char **query, size_t *len)
{
	const char *word = *query + strspn(*query, " ");

	*len = strcspn(word, " ");
	*query = word + *len;
	return *len ? word : NULL;
}
