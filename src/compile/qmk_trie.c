/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "qmk_trie.h"

enum { KEY_A = 4, KEY_SPACE = 0x2c, KEY_QUOTE = 0x34, FORK = 0x40, END = 0x80, MAX_OFFSET = 0xffff };

/* A piece of the tree: of typos sorted from their ends, those from first to last share @depth characters. */
struct piece {
	size_t first, last, depth;
	size_t chars;       /* of a row; 0: a fork, or an end */
	size_t link, links; /* of a fork: where its ways lead, in trie.link */
	size_t offset;
};

struct trie {
	const struct qmk_typo **sorted;
	struct piece *piece;
	size_t pieces, piece_cap;
	size_t *link;
	size_t links, link_cap;
	size_t size;
};

static char from_end(const struct qmk_typo *typo, size_t index)
{
	size_t len = strlen(typo->typo);

	return index < len ? typo->typo[len - 1 - index] : '\0';
}

static int by_end(const void *a, const void *b)
{
	const struct qmk_typo *const *x = a, *const *y = b;
	size_t i = 0;

	while (from_end(*x, i) && from_end(*x, i) == from_end(*y, i))
		i++;
	return from_end(*x, i) - from_end(*y, i);
}

static unsigned key_of(char c)
{
	return c == '\'' ? KEY_QUOTE : c == ':' ? KEY_SPACE : (unsigned)(KEY_A + c - 'a');
}

/* The typo without the edges of words, and how much of it the correction begins with. */
static void compare(const struct qmk_typo *typo, size_t *len, size_t *same)
{
	const char *word = typo->typo + strspn(typo->typo, ":");

	*len = strlen(word);
	while (*len && word[*len - 1] == ':')
		--*len;
	*same = 0;
	while (*same < *len && typo->correction[*same] == word[*same])
		++*same;
}

int qmk_typo_backspaces(const struct qmk_typo *typo)
{
	size_t len, same, all = strlen(typo->typo);

	compare(typo, &len, &same);
	return (int)len - (int)same - 1 + (typo->typo[all - 1] == ':');
}

static const char *typed(const struct qmk_typo *typo)
{
	size_t len, same;

	compare(typo, &len, &same);
	return typo->correction + same;
}

/* How many of the typos from @first on have the same character at @depth. */
static size_t run_length(const struct trie *trie, size_t first, size_t last, size_t depth)
{
	char c = from_end(trie->sorted[first], depth);
	size_t count = 1;

	while (first + count <= last && from_end(trie->sorted[first + count], depth) == c)
		count++;
	return count;
}

static size_t add_piece(struct trie *trie, size_t first, size_t last, size_t depth);

/* At most as deep as a typo is long. */
static void add_ways(struct trie *trie, size_t at)
{
	struct piece piece = trie->piece[at];
	size_t way = piece.link;

	for (size_t i = piece.first; i <= piece.last; way++) {
		size_t run = run_length(trie, i, piece.last, piece.depth), to;

		to = add_piece(trie, i, i + run - 1, piece.depth + 1);
		trie->link[way] = to;
		i += run;
	}
}

static size_t count_ways(const struct trie *trie, const struct piece *piece)
{
	size_t ways = 0;

	for (size_t i = piece->first; i <= piece->last; ways++)
		i += run_length(trie, i, piece->last, piece->depth);
	return ways;
}

static size_t add_piece(struct trie *trie, size_t first, size_t last, size_t depth)
{
	struct piece piece = { .first = first, .last = last, .depth = depth, .offset = trie->size };
	size_t at = trie->pieces;

	while (from_end(trie->sorted[first], depth + piece.chars) &&
	       run_length(trie, first, last, depth + piece.chars) == last - first + 1)
		piece.chars++;
	if (!piece.chars && first < last)
		piece.links = count_ways(trie, &piece);
	piece.link = trie->links;
	for (size_t i = 0; i < piece.links; i++) {
		trie->link = mem_grow(trie->link, trie->links, &trie->link_cap, sizeof(*trie->link));
		trie->links++;
	}
	if (piece.chars)
		trie->size += piece.chars + 1;
	else if (piece.links)
		trie->size += 3 * piece.links + 1;
	else
		trie->size += strlen(typed(trie->sorted[first])) + 2;
	trie->piece = mem_grow(trie->piece, trie->pieces, &trie->piece_cap, sizeof(*trie->piece));
	trie->piece[trie->pieces++] = piece;
	if (piece.chars)
		add_piece(trie, first, last, depth + piece.chars);
	else if (piece.links)
		add_ways(trie, at);
	return at;
}

static void write_piece(const struct trie *trie, const struct piece *piece, struct str *out)
{
	const struct qmk_typo *typo = trie->sorted[piece->first];

	for (size_t i = 0; i < piece->chars; i++)
		str_add_char(out, (char)key_of(from_end(typo, piece->depth + i)));
	for (size_t i = 0, at = piece->first; i < piece->links; i++) {
		size_t to = trie->piece[trie->link[piece->link + i]].offset;

		str_add_char(out, (char)(key_of(from_end(trie->sorted[at], piece->depth)) | (i ? 0 : FORK)));
		str_add_char(out, (char)(to & 0xff));
		str_add_char(out, (char)(to >> 8));
		at += run_length(trie, at, piece->last, piece->depth);
	}
	if (!piece->chars && !piece->links) {
		str_add_char(out, (char)(qmk_typo_backspaces(typo) + END));
		str_add(out, typed(typo));
	}
	str_add_char(out, '\0');
}

bool qmk_add_trie(const struct qmk_typo *typo, size_t count, struct str *out)
{
	struct trie trie = { .sorted = mem_new(count, sizeof(*trie.sorted)) };
	bool fits;

	for (size_t i = 0; i < count; i++)
		trie.sorted[i] = &typo[i];
	qsort(trie.sorted, count, sizeof(*trie.sorted), by_end);
	add_piece(&trie, 0, count - 1, 0);
	fits = trie.size <= MAX_OFFSET;
	for (size_t i = 0; fits && i < trie.pieces; i++)
		write_piece(&trie, &trie.piece[i], out);
	free(trie.sorted);
	free(trie.piece);
	free(trie.link);
	return fits;
}
