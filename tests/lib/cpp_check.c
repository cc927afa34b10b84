/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "cpp_check.h"
#include "import/cpp.h"

static const char name[] = "Zq9";

static bool is_spelled(const struct cpp_token *token, const char *text)
{
	return token->len == strlen(text) && !memcmp(token->text, text, token->len);
}

void cpp_check_spell(const struct cpp *cpp, struct str *out)
{
	size_t count;
	const struct cpp_token *token = cpp_tokens(cpp, &count);

	for (size_t i = 0; i < count; i++) {
		str_add_bytes(out, token[i].text, token[i].len);
		str_add_char(out, '\n');
	}
}

/* Always false. */
static bool refuse(struct str *why, const char *what, const struct cpp_token *token)
{
	str_addf(why, "%s: ", what);
	str_add_bytes(why, token->text, token->len < 100 ? token->len : 100);
	return false;
}

static bool check_failure(const struct cpp *cpp, const struct diagnostics *told, struct str *why)
{
	if (!cpp_failure(cpp) || diagnostics_count(told, SEVERITY_ERROR) || told->dropped)
		return true;
	str_addf(why, "not told: %s", cpp_failure(cpp)->text);
	return false;
}

static bool check_places(const struct cpp *cpp, struct str *why)
{
	size_t count;
	const struct cpp_token *token = cpp_tokens(cpp, &count);

	for (size_t i = 0; i < count; i++) {
		const struct cpp_place *at = &token[i].at;

		if (at->file >= cpp_files(cpp) ||
		    (size_t)at->span.start + at->span.len > cpp_file(cpp, at->file)->len)
			return refuse(why, "out of its file", &token[i]);
		if (!token[i].len)
			return refuse(why, "an empty token", &token[i]);
		if (token[i].use == CPP_DIRECT && at->span.len < token[i].len)
			return refuse(why, "longer than its place", &token[i]);
		for (uint32_t use = token[i].use; use != CPP_DIRECT; use = cpp_use(cpp, use)->outer)
			if (cpp_use(cpp, use)->outer != CPP_DIRECT && cpp_use(cpp, use)->outer >= use)
				return refuse(why, "a use that came out of a later one", &token[i]);
	}
	return true;
}

/* Whether names may stand anywhere: no call is wrong, on whose name depends what its arguments are; no token tells of
 * where others are; and no # could become a directive. */
static bool can_try(const struct cpp *cpp, const struct diagnostics *told)
{
	size_t count;
	const struct cpp_token *token = cpp_tokens(cpp, &count);

	if (cpp_failure(cpp))
		return false;
	for (size_t i = 0; i < told->count; i++)
		if (!strcmp(told->item[i].kind->code, "cpp-arguments") ||
		    !strcmp(told->item[i].kind->code, "cpp-unterminated"))
			return false;
	for (size_t i = 0; i < count; i++) {
		const char *use = token[i].use == CPP_DIRECT ? "" : cpp_use(cpp, token[i].use)->name;

		if ((token[i].line && (is_spelled(&token[i], "#") || is_spelled(&token[i], "%:"))) ||
		    (use[0] == '_' && use[1] == '_') || is_spelled(&token[i], name))
			return false;
	}
	return true;
}

/* Whether the tokens are whole: parentheses are in pairs, and commas in those. */
static bool is_whole(const struct cpp_token *token, size_t count)
{
	int depth = 0;

	for (size_t i = 0; i < count; i++) {
		depth += is_spelled(&token[i], "(");
		depth -= is_spelled(&token[i], ")");
		if (depth < 0 || (!depth && is_spelled(&token[i], ",")))
			return false;
	}
	return !depth;
}

/* The output with the name in place of @count tokens from @first. */
static void spell_changed(const struct cpp *cpp, size_t first, size_t count, struct str *out)
{
	size_t tokens;
	const struct cpp_token *token = cpp_tokens(cpp, &tokens);

	for (size_t i = 0; i < tokens; i++) {
		if (i == first)
			str_addf(out, "%s\n", name);
		if (i >= first && i < first + count)
			continue;
		str_add_bytes(out, token[i].text, token[i].len);
		str_add_char(out, '\n');
	}
}

static bool try_change(const struct import_input *in, const struct cpp *cpp, size_t first, size_t count,
		       struct span span, struct str *why)
{
	struct str text = STR_INIT, want = STR_INIT, got = STR_INIT;
	struct import_input changed = *in;
	struct diagnostics ignored = { 0 };
	struct cpp *again;
	bool same;

	str_add_bytes(&text, in->text, span.start);
	str_addf(&text, " %s ", name);
	str_add_bytes(&text, in->text + span_end(span), in->len - span_end(span));
	changed.text = str_text(&text);
	changed.len = text.len;
	again = cpp_run(&changed, &ignored);
	spell_changed(cpp, first, count, &want);
	cpp_check_spell(again, &got);
	same = !strcmp(str_text(&want), str_text(&got));
	if (!same)
		str_addf(why, "in place of bytes %u to %u:\n%s\nwant\n%s\ngot\n%s", span.start,
			 span_end(span), str_text(&text), str_text(&want), str_text(&got));
	cpp_free(again);
	diagnostics_release(&ignored);
	str_release(&text);
	str_release(&want);
	str_release(&got);
	return same;
}

bool cpp_check(const struct import_input *in, size_t edits, size_t *changed, struct str *why)
{
	struct diagnostics told = { 0 };
	struct cpp *cpp = cpp_run(in, &told);
	struct str reason = STR_INIT;
	bool ok = check_failure(cpp, &told, why) && check_places(cpp, why), can = can_try(cpp, &told);
	size_t count, step;
	const struct cpp_token *token = cpp_tokens(cpp, &count);

	step = count / (edits ? edits : 1) + 1;
	for (size_t i = 0; ok && i < count; i += step)
		for (size_t run = 1; ok && run < 8 && i + run <= count; run++) {
			struct cpp_place at, call;

			if (!is_whole(token + i, run))
				continue;
			if (!cpp_find_stretch(cpp, i, run, &at, &reason, &call) || at.file || !can)
				continue;
			ok = at.span.len && span_end(at.span) <= in->len &&
			     try_change(in, cpp, i, run, at.span, why);
			++*changed;
		}
	str_release(&reason);
	diagnostics_release(&told);
	cpp_free(cpp);
	return ok;
}
