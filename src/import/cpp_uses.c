/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each use of a macro gave, once all is read. */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cpp_private.h"

static void count_tokens(struct cpp *cpp)
{
	for (size_t i = 0; i < cpp->tokens; i++) {
		struct cpp_use_record *use;

		if (cpp->token[i].use == CPP_DIRECT)
			continue;
		use = &cpp->use[cpp->token[i].use];
		if (!use->count++)
			use->first = (uint32_t)i;
		use->last = (uint32_t)i;
	}
	/* What a use came out of has the lower index. */
	for (size_t i = cpp->uses; i-- > 0;) {
		const struct cpp_use_record *use = &cpp->use[i];
		struct cpp_use_record *outer;

		if (use->use.outer == CPP_DIRECT || !use->count)
			continue;
		outer = &cpp->use[use->use.outer];
		if (!outer->count || use->first < outer->first)
			outer->first = use->first;
		if (!outer->count || use->last > outer->last)
			outer->last = use->last;
		outer->count += use->count;
	}
}

/* File, place and index as one number: at most 9, 24 and 20 bits. */
static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void sort_places(struct cpp *cpp)
{
	uint64_t *number = mem_new(cpp->uses, sizeof(*number));

	for (size_t i = 0; i < cpp->uses; i++) {
		const struct cpp_place *at = &cpp->use[i].use.at;

		if (cpp->use[i].written == i && at->span.len)
			number[cpp->places++] = (uint64_t)at->file << 44 | (uint64_t)at->span.start << 20 | i;
	}
	qsort(number, cpp->places, sizeof(*number), by_number);
	cpp->by_place = mem_new(cpp->places, sizeof(*cpp->by_place));
	for (size_t i = 0; i < cpp->places; i++)
		cpp->by_place[i] = number[i] & ((1u << 20) - 1);
	free(number);
}

static_assert(CPP_MAX_FILES <= 1 << 9 && CPP_MAX_BYTES <= 1 << 24 && CPP_MAX_USES <= 1 << 20,
	      "a use's place is a number of 64 bits");

void cpp_index_uses(struct cpp *cpp)
{
	count_tokens(cpp);
	sort_places(cpp);
}

/* Whether the two would be read as something else without a space. */
static bool would_join(const struct cpp_token *a, const struct cpp_token *b)
{
	bool a_word = a->type == CPP_NAME || a->type == CPP_NUMBER;

	if (a->type == CPP_PUNCT && b->type == CPP_PUNCT)
		return !strchr("()[]{},;", *a->text) && !strchr("()[]{},;", *b->text);
	if (a->type == CPP_NUMBER && b->type == CPP_PUNCT)
		return strchr(".+-", *b->text);
	return a_word && b->type != CPP_PUNCT && b->type != CPP_OTHER;
}

static void spell(const struct cpp_token *token, const struct cpp_token *before, struct str *out)
{
	if (before && (token->space || would_join(before, token)))
		str_add_char(out, ' ');
	str_add_bytes(out, token->text, token->len);
}

/* The first of by_place that is not before @at. */
static size_t find_place(const struct cpp *cpp, struct cpp_place at)
{
	size_t low = 0, high = cpp->places;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct cpp_place *place = &cpp->use[cpp->by_place[middle]].use.at;

		if (place->file < at.file || (place->file == at.file && place->span.start < at.span.start))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool cpp_expand(const struct cpp *cpp, struct cpp_place call, struct str *out)
{
	size_t at = find_place(cpp, call);
	const struct cpp_use_record *use = at < cpp->places ? &cpp->use[cpp->by_place[at]] : NULL;

	if (!use || use->use.at.file != call.file || use->use.at.span.start != call.span.start ||
	    use->use.at.span.len != call.span.len || (use->count && use->last - use->first + 1 != use->count))
		return false;
	for (size_t i = 0; i < use->count; i++)
		spell(&cpp->token[use->first + i], i ? &cpp->token[use->first + i - 1] : NULL, out);
	return true;
}

void cpp_spell_body(const struct cpp_definition *macro, struct str *out)
{
	uint32_t closes = UINT32_MAX;

	for (uint32_t i = 0; i < macro->count; i++) {
		const struct cpp_token *token = &macro->body[i].token;

		if (i && token->space)
			str_add_char(out, ' ');
		str_add(out, token->mark & CPP_MARK_STRING ? "#" : "");
		str_add_bytes(out, token->text, token->len);
		if (token->mark & CPP_MARK_OPTION) {
			str_add(out, "(");
			closes = i + token->use;
		}
		str_add(out, i == closes ? ")" : "");
		str_add(out, token->mark & CPP_MARK_PASTE ? "##" : "");
	}
}

void cpp_line(const struct cpp *cpp, struct cpp_place at, int *line, int *column)
{
	const struct cpp_text *text = &cpp->text[at.file];

	*line = (int)cpp_text_line(text, at.span.start);
	*column = (int)(at.span.start - text->line[*line - 1]) + 1;
}

void cpp_where(const struct cpp *cpp, const struct cpp_token *token, uint16_t *file, int *line, int *column)
{
	struct cpp_place at =
		token->use == CPP_DIRECT ? token->at : cpp->use[cpp->use[token->use].root].use.at;

	*file = at.file;
	cpp_line(cpp, at, line, column);
}
