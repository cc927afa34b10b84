/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From tokens of the output back to the text that gave them. */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "cpp_private.h"

/* A stretch that is being found. */
struct stretch {
	const struct cpp *cpp;
	size_t first, end;           /* tokens of the output */
	struct cpp_place at, latest; /* latest: the part of it that was added last */
	int depth;                   /* of the parentheses of arguments that are in it */
	struct str *why;
	struct cpp_place *call;
};

static bool is_same(struct cpp_place a, struct cpp_place b)
{
	return a.file == b.file && a.span.start == b.span.start && a.span.len == b.span.len;
}

static bool is_within(struct cpp_place inner, struct cpp_place outer)
{
	return inner.span.len && inner.file == outer.file && inner.span.start >= outer.span.start &&
	       span_end(inner.span) <= span_end(outer.span);
}

/* Past the comment or spliced line at @p; NULL: it is neither. */
static const char *after_blank(const char *p, const char *end)
{
	size_t blanks;

	if (end - p > 1 && p[0] == '/' && p[1] == '/')
		return p + strcspn(p, "\r\n");
	if (end - p > 1 && p[0] == '/' && p[1] == '*') {
		for (p += 2; p + 1 < end; p++)
			if (p[0] == '*' && p[1] == '/')
				return p + 2;
		return NULL;
	}
	blanks = *p == '\\' ? 1 + strspn(p + 1, " \t\v\f") : 0;
	return blanks && (p[blanks] == '\r' || p[blanks] == '\n') ? p + blanks : NULL;
}

bool cpp_is_gap(const struct cpp *cpp, struct cpp_place from, struct cpp_place to)
{
	const char *text = cpp->text[from.file].file.text, *p = text + span_end(from.span),
		   *end = text + to.span.start;

	if (from.file != to.file)
		return false;
	while (p < end) {
		const char *after = strchr(" \t\v\f\r\n", *p) ? p + 1 : after_blank(p, end);

		if (!after)
			return false;
		p = after;
	}
	return p == end;
}

/* Whether a name or token that came with @use was written in the text of its outermost use. */
static bool is_argument(const struct cpp *cpp, struct cpp_place at, uint32_t use)
{
	const struct cpp_use *root = &cpp->use[cpp->use[use].root].use;

	return is_within(at, root->at) && at.span.start != root->at.span.start;
}

static bool is_copied(const struct cpp *cpp, uint16_t file, uint32_t start)
{
	const uint8_t *copied = cpp->text[file].copied;

	return copied && copied[start / 8] >> start % 8 & 1;
}

/* Whether the text of a use can be changed without changing anything but what it gives. */
static bool is_use_single(const struct cpp *cpp, uint32_t use)
{
	const struct cpp_use_record *record = &cpp->use[use];
	struct cpp_place name = record->use.at;

	if (record->open || record->copied || record->written != use)
		return false;
	if (record->use.outer == CPP_DIRECT)
		return true;
	name.span.len = 1;
	/* Its name and its last parenthesis: what is between them is its own. */
	return is_argument(cpp, name, record->use.outer) && !is_copied(cpp, name.file, name.span.start) &&
	       !is_copied(cpp, name.file, span_end(record->use.at.span) - 1);
}

/* Of a file for people. */
static void add_file(const struct stretch *s, uint16_t file, struct str *out)
{
	str_add_escaped(out, s->cpp->text[file].file.path);
}

/* The next use around @use that is written in a file; CPP_DIRECT: there is none. */
static uint32_t written_around(const struct cpp *cpp, uint32_t use)
{
	uint32_t outer = cpp->use[use].use.outer;

	return outer == CPP_DIRECT ? outer : cpp->use[outer].written;
}

/* The macro, for people, that @token comes from. */
static void tell_macro(const struct stretch *s, const struct cpp_token *token)
{
	const struct cpp *cpp = s->cpp;
	uint32_t use = cpp->use[token->use].written, root = cpp->use[token->use].root;
	const struct cpp_use *told;

	/* The innermost that is there to be written out, when it is not too far. */
	for (int level = 0; use != root && !is_use_single(cpp, use); level++)
		use = level < CPP_MAX_DEPTH ? written_around(cpp, use) : root;
	told = &cpp->use[use].use;
	if (!cpp->use[use].open && !cpp->text[told->at.file].file.locked)
		*s->call = told->at;
	str_addf(s->why, "comes from the macro %s", told->name);
	if (!told->body.span.len)
		return;
	str_add(s->why, ", defined ");
	if (told->body.file) {
		str_add(s->why, "in ");
		add_file(s, told->body.file, s->why);
		str_add(s->why, " ");
	}
	str_addf(s->why, "at line %u", cpp_text_line(&cpp->text[told->body.file], told->body.span.start));
}

/* Whether @use gives no token out of the stretch. */
static bool is_inside(const struct stretch *s, uint32_t use)
{
	return s->cpp->use[use].first >= s->first && s->cpp->use[use].last < s->end;
}

/* The outermost part of a text that gives @token and no token out of the stretch. */
static bool find_part(const struct stretch *s, const struct cpp_token *token, struct cpp_place *out)
{
	const struct cpp *cpp = s->cpp;
	uint32_t use = token->use, root = use == CPP_DIRECT ? use : cpp->use[use].root;
	bool argument = use != CPP_DIRECT && cpp_is_written(token) && is_argument(cpp, token->at, use);
	bool found = use == CPP_DIRECT || (argument && !is_copied(cpp, token->at.file, token->at.span.start));

	*out = token->at;
	if (use != CPP_DIRECT)
		use = is_inside(s, root) && is_use_single(cpp, root) ? root : cpp->use[use].written;
	for (int level = 0; use != CPP_DIRECT && level < CPP_MAX_DEPTH && is_inside(s, use); level++) {
		if (is_use_single(cpp, use)) {
			*out = cpp->use[use].use.at;
			found = true;
		}
		use = written_around(cpp, use);
	}
	if (!found && argument)
		str_addf(s->why, "is an argument that the macro %s uses more than once",
			 cpp->use[root].use.name);
	else if (!found)
		tell_macro(s, token);
	return found;
}

/* Follows the parentheses of a part that is one token of an argument. False: one closes that is not opened there. */
static bool is_balanced(struct stretch *s, const struct cpp_token *token, struct cpp_place part)
{
	if (token->use == CPP_DIRECT || token->type != CPP_PUNCT || !is_same(token->at, part))
		return true;
	s->depth += (*token->text == '(') - (*token->text == ')');
	return s->depth >= 0;
}

static bool add_part(struct stretch *s, const struct cpp_token *token, struct cpp_place part)
{
	if (is_same(part, s->latest))
		return true;
	if (!s->latest.span.len)
		s->at = part;
	if (!is_balanced(s, token, part) || (s->latest.span.len && (part.span.start < span_end(s->at.span) ||
								    !cpp_is_gap(s->cpp, s->at, part)))) {
		str_add(s->why, "is in pieces that something else stands between");
		return false;
	}
	s->at.span.len = span_end(part.span) - s->at.span.start;
	s->latest = part;
	return true;
}

static bool has_directive(const struct cpp_text *text, struct span span)
{
	size_t low = 0, high = text->directives;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (text->directive[middle] < span.start)
			low = middle + 1;
		else
			high = middle;
	}
	return low < text->directives && text->directive[low] < span_end(span);
}

static bool is_changeable(const struct stretch *s)
{
	const struct cpp_text *text = &s->cpp->text[s->at.file];

	if (text->file.locked) {
		str_add(s->why, "is in ");
		add_file(s, s->at.file, s->why);
		str_add(s->why, ", which belongs to the tree");
	} else if (text->readings > 1) {
		str_add(s->why, "is in ");
		add_file(s, s->at.file, s->why);
		str_add(s->why, ", which is included more than once");
	} else if (has_directive(text, s->at.span)) {
		str_add(s->why, "has a directive such as #if in it");
	} else {
		return true;
	}
	return false;
}

bool cpp_find_stretch(const struct cpp *cpp, size_t first, size_t count, struct cpp_place *out,
		      struct str *why, struct cpp_place *call)
{
	struct stretch s = { .cpp = cpp, .first = first, .end = first + count, .why = why, .call = call };
	struct cpp_place part;

	assert(first + count <= cpp->tokens);
	*call = (struct cpp_place){ 0 };
	str_clear(why);
	if (!count) {
		str_add(why, "is not in the text");
		return false;
	}
	for (size_t i = first; i < s.end; i++)
		if (!find_part(&s, &cpp->token[i], &part) || !add_part(&s, &cpp->token[i], part))
			return false;
	*out = s.at;
	if (s.depth)
		str_add(why, "is in pieces that something else stands between");
	return !s.depth && is_changeable(&s);
}
