/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "assignments_private.h"
#include "c_text.h"

struct reader {
	struct assignments *all;
	size_t file;
	const char *path;
	struct diagnostics *diagnostics;
};

static const struct diagnostic_kind kind_define = { "config-h-define", SEVERITY_ERROR };

static void complain(const struct reader *r, int line, const char *what)
{
	struct place place = PLACE_NONE;

	place.line = line;
	diagnostics_add_in_file(r->diagnostics, &kind_define, r->path, place, "%s", what);
}

/* A comment that follows white space; one that follows something else is part of it, as QMK has it. */
static struct slice cut_comment(struct slice line)
{
	struct slice rest = line;

	while ((rest.at = slice_find(rest, "/"))) {
		if ((slice_starts(rest, "//") || slice_starts(rest, "/*")) &&
		    python_space_before(line.at, rest.at))
			return (struct slice){ line.at, rest.at };
		rest.at++;
	}
	return line;
}

static void define(const struct reader *r, struct slice rest, int line)
{
	struct slice name, word;
	struct assignment *a;

	if (!python_word(&rest, &name)) {
		complain(r, line, "`#define` without a name: give one, or take the line out");
		return;
	}
	a = assignments_make(r->all, name, r->file, line);
	if (!a)
		return;
	a->file = r->file;
	a->line = line;
	assignment_clear(a);
	if (python_word(&rest, &word))
		assignment_set(a, word);
	while (python_word(&rest, &word))
		assignment_append(a, word);
}

static void undefine(const struct reader *r, struct slice rest, int line)
{
	struct slice name, more;
	struct assignment *a;

	if (!python_word(&rest, &name) || python_word(&rest, &more)) {
		complain(r, line, "`#undef` takes one name");
		return;
	}
	a = assignments_get(r->all, name);
	if (!a)
		return;
	if (!a->value && !a->undefined) {
		a->dropped = true;
		return;
	}
	assignment_clear(a);
	a->undefined = true;
	a->file = r->file;
	a->line = line;
}

static void read_line(const struct reader *r, struct slice line, int number)
{
	struct slice rest = cut_comment(line), word;

	if (!python_word(&rest, &word))
		return;
	if (slice_is(word, "#define"))
		define(r, rest, number);
	else if (slice_is(word, "#undef"))
		undefine(r, rest, number);
}

void config_h_read(struct assignments *all, const char *text, size_t len, size_t file, const char *path,
		   struct diagnostics *diagnostics)
{
	struct reader r = { all, file, path, diagnostics };
	struct c_text c = { 0 };
	struct slice rest, line;

	if (len > ASSIGNMENTS_MAX_BYTES) {
		all->full = true;
		len = ASSIGNMENTS_MAX_BYTES;
	}
	c_text_read(&c, text, len);
	c_text_join(&c);
	c_text_cut_blocks(&c);
	rest = (struct slice){ str_text(&c.text), str_text(&c.text) + c.text.len };
	for (size_t i = 0; python_line(&rest, &line); i++)
		read_line(&r, line, c.line[i]);
	assignments_close_gaps(all);
	c_text_release(&c);
}
