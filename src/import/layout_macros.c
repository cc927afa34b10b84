/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "assignments_private.h"
#include "base/mem.h"
#include "c_text.h"
#include "import/layout_macros.h"

/* What stands at a position of the matrix. */
struct cell {
	struct slice name;
	int row, col;
};

struct reader {
	struct layout_macros *all;
	struct assignments aliases; /* all #defines of two words in this file */
	const char *path;
	struct diagnostics *diagnostics;
	int line;
	struct str flat; /* the macro on one line, without blanks */
	struct cell *cell;
	size_t cells, cell_cap;
};

static const struct diagnostic_kind kind_macro = { "layout-macro", SEVERITY_ERROR };

static void complain(struct reader *r, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void complain(struct reader *r, const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	place.line = r->line;
	diagnostics_add_in_file(r->diagnostics, &kind_macro, r->path, place, "%s", str_text(&text));
	str_release(&text);
}

/* The part of @rest before the next @separator, as str.split() gives it; false behind the last one. */
static bool next_part(struct slice *rest, const char *separator, struct slice *part)
{
	const char *end;

	if (!rest->at)
		return false;
	end = slice_find(*rest, separator);
	*part = (struct slice){ rest->at, end ? end : rest->end };
	rest->at = end ? end + strlen(separator) : NULL;
	return true;
}

static int compare_text(struct slice a, struct slice b)
{
	size_t len = slice_len(a) < slice_len(b) ? slice_len(a) : slice_len(b);
	int order = memcmp(a.at, b.at, len);

	return order ? order : (slice_len(a) > slice_len(b)) - (slice_len(a) < slice_len(b));
}

static int compare_cells(const void *a, const void *b)
{
	return compare_text(((const struct cell *)a)->name, ((const struct cell *)b)->name);
}

/* Take braces out of @row, which is a part of the flat text. */
static void drop_braces(struct reader *r, struct slice *row)
{
	char *to = r->flat.data + (row->at - r->flat.data);

	for (const char *at = row->at; at < row->end; at++)
		if (*at != '{' && *at != '}')
			*to++ = *at;
	row->end = to;
}

/* What stands where, sorted by text. False when there is too much of it. */
static bool read_matrix(struct reader *r, const char *macro, struct slice matrix)
{
	struct slice row, name;

	r->cells = 0;
	for (int y = 0; next_part(&matrix, "},{", &row); y++) {
		if (slice_starts(row, "LAYOUT")) {
			complain(r, "%s: there is another layout macro in it: write its matrix out", macro);
			break;
		}
		drop_braces(r, &row);
		for (int x = 0; next_part(&row, ",", &name); x++) {
			if (slice_is(name, "KC_NO"))
				continue;
			if (r->cells >= LAYOUT_MACRO_MAX_CELLS)
				return false;
			r->cell = mem_grow(r->cell, r->cells, &r->cell_cap, sizeof(*r->cell));
			r->cell[r->cells++] = (struct cell){ name, y, x };
		}
	}
	if (r->cells)
		qsort(r->cell, r->cells, sizeof(*r->cell), compare_cells);
	return true;
}

/* Which cell is the first with @name; when there is none, the one behind where it would be. */
static size_t find_cell(const struct reader *r, struct slice name)
{
	size_t low = 0, high = r->cells;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_text(r->cell[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_cell(const struct reader *r, size_t at, struct slice name)
{
	return at < r->cells && !compare_text(r->cell[at].name, name);
}

static struct layout_macro_key read_key(struct reader *r, const char *macro, struct slice name, size_t number)
{
	struct layout_macro_key key = { .row = -1, .col = -1 };
	size_t at = find_cell(r, name);

	if (name.at == name.end) {
		complain(r, "%s: argument %zu has no name", macro, number);
		return key;
	}
	key.label = slice_copy(name);
	if (!is_cell(r, at, name)) {
		complain(r, "%s: `%s` stands nowhere in the matrix", macro, key.label);
	} else if (is_cell(r, at + 1, name)) {
		complain(r, "%s: `%s` stands at several places of the matrix", macro, key.label);
	} else {
		key.row = r->cell[at].row;
		key.col = r->cell[at].col;
	}
	return key;
}

static void release_macro(struct layout_macro *macro)
{
	for (size_t i = 0; i < macro->keys; i++)
		free(macro->key[i].label);
	free(macro->key);
	free(macro->path);
	free(macro->name);
}

static struct layout_macro *find_macro(const struct layout_macros *all, const char *name)
{
	for (size_t i = 0; i < all->macros; i++)
		if (!strcmp(all->macro[i].name, name))
			return &all->macro[i];
	return NULL;
}

/* @macro is taken. */
static void add_macro(struct reader *r, struct layout_macro macro)
{
	struct layout_macros *all = r->all;
	struct layout_macro *have = find_macro(all, macro.name);

	if (have) {
		release_macro(have);
		*have = macro;
	} else if (all->macros < LAYOUT_MACROS_MAX) {
		all->macro = mem_grow(all->macro, all->macros, &all->macro_cap, sizeof(*all->macro));
		all->macro[all->macros++] = macro;
	} else {
		complain(r, "%s: more than %d layout macros", macro.name, LAYOUT_MACROS_MAX);
		release_macro(&macro);
	}
}

/* The keys of @macro, whose name is set, and which is taken. */
static void read_keys(struct reader *r, struct layout_macro macro, struct slice arguments,
		      struct slice matrix)
{
	struct slice rest = arguments, name;
	size_t count = 1;

	for (const char *at = arguments.at; at < arguments.end; at++)
		count += *at == ',';
	if (count > LAYOUT_MACRO_MAX_KEYS || !read_matrix(r, macro.name, matrix)) {
		complain(r, "%s: more than %d arguments or %d positions", macro.name, LAYOUT_MACRO_MAX_KEYS,
			 LAYOUT_MACRO_MAX_CELLS);
		release_macro(&macro);
		return;
	}
	macro.key = mem_new(count, sizeof(*macro.key));
	while (next_part(&rest, ",", &name)) {
		macro.key[macro.keys] = read_key(r, macro.name, name, macro.keys + 1);
		macro.keys++;
	}
	add_macro(r, macro);
}

/* The line without backslashes, blanks, tabs and "#define". */
static void flatten(struct reader *r, struct slice line)
{
	static const char define[] = "#define";
	struct slice rest;
	const char *at;

	str_clear(&r->flat);
	for (at = line.at; at < line.end; at++)
		if (*at != '\\' && *at != ' ' && *at != '\t')
			str_add_char(&r->flat, *at);
	rest = (struct slice){ str_text(&r->flat), str_text(&r->flat) + r->flat.len };
	r->flat.len = 0;
	while ((at = slice_find(rest, define))) {
		memmove(r->flat.data + r->flat.len, rest.at, (size_t)(at - rest.at));
		r->flat.len += (size_t)(at - rest.at);
		rest.at = at + strlen(define);
	}
	memmove(r->flat.data + r->flat.len, rest.at, slice_len(rest));
	r->flat.len += slice_len(rest);
}

static void read_macro(struct reader *r, struct slice line)
{
	struct slice rest, name, arguments;

	flatten(r, line);
	rest = (struct slice){ str_text(&r->flat), str_text(&r->flat) + r->flat.len };
	next_part(&rest, "(", &name);
	next_part(&rest, ")", &arguments);
	if (!rest.at) {
		r->all->failed = true;
		complain(r, "a layout macro has no closing parenthesis");
	} else if (slice_starts(name, "LAYOUT") && !slice_starts(name, "LAYOUT_kc")) {
		read_keys(r,
			  (struct layout_macro){
				  .name = slice_copy(name), .path = mem_copy_text(r->path), .line = r->line },
			  python_strip(arguments), rest);
	}
}

static bool is_layout_macro(struct slice line)
{
	struct slice rest = python_strip(line);
	size_t n;

	if (!slice_starts(rest, "#"))
		return false;
	for (rest.at++; (n = python_space(rest.at, rest.end)); rest.at += n)
		;
	return slice_starts(rest, "define") && slice_find(line, "(") && slice_find(line, "LAYOUT");
}

/* "#define A B": the words have one blank between them; the last is all of the rest. */
static void read_alias(struct reader *r, struct slice line)
{
	struct slice rest = python_strip(line), word, name;
	struct assignment *alias;

	next_part(&rest, " ", &word);
	if (!next_part(&rest, " ", &name) || !rest.at)
		return;
	alias = assignments_make(&r->aliases, name, 0, r->line);
	if (alias)
		assignment_set(alias, rest);
}

static void add_alias(struct reader *r, const char *name, const char *text)
{
	struct layout_macros *all = r->all;

	for (size_t i = 0; i < all->aliases; i++) {
		if (!strcmp(all->alias[i].name, name)) {
			mem_set_text(&all->alias[i].text, text);
			return;
		}
	}
	if (all->aliases >= LAYOUT_MACROS_MAX) {
		complain(r, "%s: more than %d aliases of layouts", name, LAYOUT_MACROS_MAX);
		return;
	}
	all->alias = mem_grow(all->alias, all->aliases, &all->alias_cap, sizeof(*all->alias));
	all->alias[all->aliases].name = mem_copy_text(name);
	all->alias[all->aliases++].text = mem_copy_text(text);
}

static void keep_aliases(struct reader *r)
{
	for (size_t i = 0; i < r->aliases.count; i++) {
		const struct assignment *alias = &r->aliases.item[i];

		r->line = alias->line;
		if (find_macro(r->all, alias->value))
			add_alias(r, alias->name, alias->value);
	}
	if (r->aliases.full)
		complain(r, "more than %d names: what comes behind them is not looked at", ASSIGNMENTS_MAX);
}

void layout_macros_read(struct layout_macros *all, const char *text, size_t len, const char *path,
			struct diagnostics *diagnostics)
{
	struct reader r = { .all = all, .path = path, .diagnostics = diagnostics };
	struct c_text c = { 0 };
	struct slice rest, line;

	if (len > LAYOUT_MACROS_MAX_BYTES) {
		complain(&r, "the file is larger than %d bytes", LAYOUT_MACROS_MAX_BYTES);
		return;
	}
	c_text_read(&c, text, len);
	c_text_blank_comments(&c);
	c_text_join(&c);
	rest = (struct slice){ str_text(&c.text), str_text(&c.text) + c.text.len };
	for (size_t i = 0; python_line(&rest, &line); i++) {
		r.line = c.line[i];
		if (is_layout_macro(line))
			read_macro(&r, python_strip(line));
		else if (slice_find(line, "#define"))
			read_alias(&r, line);
	}
	keep_aliases(&r);
	c_text_release(&c);
	assignments_release(&r.aliases);
	str_release(&r.flat);
	free(r.cell);
}

void layout_macros_release(struct layout_macros *all)
{
	for (size_t i = 0; i < all->macros; i++)
		release_macro(&all->macro[i]);
	for (size_t i = 0; i < all->aliases; i++) {
		free(all->alias[i].name);
		free(all->alias[i].text);
	}
	free(all->macro);
	free(all->alias);
	*all = (struct layout_macros){ 0 };
}
