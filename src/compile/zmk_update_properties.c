/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_scan.h"
#include "model/symbol.h"
#include "zmk_print.h"
#include "zmk_update.h"

/*
 * What changes in a node of the user's: both what it says and what it is to say
 * are printed, and of the properties that differ the text gets the new ones.
 */
enum { LINE_MAX_BYTES = 100 };

/* A property in a printed node. */
struct statement {
	uint32_t name;     /* symbol */
	struct span all;   /* with its semicolon */
	struct span value; /* nowhere: it has none */
};

struct node {
	struct str text;
	struct statement *statement; /* owned */
	size_t statements, cap;
};

static void release(struct node *node)
{
	str_release(&node->text);
	free(node->statement);
}

/* `name = value;`, `name;`, `/delete-property/ name;` */
static void add_statement(struct node *node, struct span all)
{
	const char *text = str_text(&node->text) + all.start, *end = text + all.len - 1;
	const char *equals = memchr(text, '=', all.len), *name = text, *name_end;
	struct statement statement = { .all = all };

	if (*name == '/')
		name = strchr(name, ' ') + 1;
	name_end = name + strcspn(name, " \t\n=;");
	statement.name = symbol_of_bytes(name, (size_t)(name_end - name));
	if (equals) {
		equals++;
		equals += strspn(equals, " \t\n");
		while (end > equals && strchr(" \t\n", end[-1]))
			end--;
		statement.value =
			(struct span){ (uint32_t)(equals - str_text(&node->text)), (uint32_t)(end - equals) };
	}
	node->statement = mem_grow(node->statement, node->statements, &node->cap, sizeof(statement));
	node->statement[node->statements++] = statement;
}

/* How deep the braces of the node are, which lie in those of its list or of another node. */
static int depth_of(const struct node *node)
{
	const char *text = str_text(&node->text);
	struct c_scan scan = c_scan_start(text, node->text.len);
	struct c_token token;
	int depth = 0, deepest = 0;

	while (c_scan_next_code(&scan, &token)) {
		depth += c_token_is(text, &token, "{") - c_token_is(text, &token, "}");
		deepest = depth > deepest ? depth : deepest;
	}
	return deepest;
}

static void split(struct node *node)
{
	const char *text = str_text(&node->text);
	struct c_scan scan = c_scan_start(text, node->text.len);
	struct c_token token;
	uint32_t start = 0;
	bool begun = false;
	int depth = 0, level = depth_of(node);

	while (c_scan_next_code(&scan, &token)) {
		if (c_token_is(text, &token, "{") || c_token_is(text, &token, "}")) {
			depth += *(text + token.span.start) == '{' ? 1 : -1;
			begun = false;
			continue;
		}
		if (!begun)
			start = token.span.start;
		begun = true;
		if (!c_token_is(text, &token, ";"))
			continue;
		/* The semicolon of a node stands by itself. */
		if (depth == level && token.span.start > start)
			add_statement(node, (struct span){ start, span_end(token.span) - start });
		begun = false;
	}
}

static void print(const struct zmk_update *u, const struct definition *definition, struct node *out)
{
	struct keymap *map = keymap_new(1, 0, 0);
	struct zmk_print p = { map, zmk_update_layer_name, u, "" };

	keymap_add_definition(map, definition);
	if (zmk_container_of(definition) == ZMK_CHANGES)
		zmk_print_changes(&p, NULL, NULL, &out->text);
	else
		zmk_print_containers(&p, NULL, NULL, &out->text);
	keymap_unref(map);
	split(out);
}

static const struct statement *find(const struct node *node, uint32_t name)
{
	for (size_t i = 0; i < node->statements; i++)
		if (node->statement[i].name == name)
			return &node->statement[i];
	return NULL;
}

static bool is_same(const struct node *a, const struct statement *x, const struct node *b,
		    const struct statement *y)
{
	return x->all.len == y->all.len &&
	       !memcmp(str_text(&a->text) + x->all.start, str_text(&b->text) + y->all.start, x->all.len);
}

/* Where a change goes. */
struct target {
	struct zmk_update *u;
	const struct source_definition *place;
	const struct definition *definition;
	const char *text; /* of the file */
	size_t len;
	uint16_t file;
	struct span inside;
};

static bool refuse(const struct target *to, uint32_t property, uint32_t why)
{
	return err_set(to->u->err, ERR_REFUSED, "%s of %s cannot be changed where it stands: %s",
		       symbol_text(property), symbol_text(to->definition->name),
		       why ? symbol_text(why) : "the text has no place for it");
}

/* The white space that the line of @at begins with. */
static struct span indent_at(const struct target *to, uint32_t at)
{
	while (at && to->text[at - 1] != '\n')
		at--;
	return (struct span){ at, (uint32_t)strspn(to->text + at, " \t") };
}

static void add_level(const struct target *to, struct span indent, struct str *out)
{
	str_add_bytes(out, to->text + indent.start, indent.len);
	str_add(out, indent.len && to->text[indent.start] == '\t' ? "\t" : "    ");
}

/* One blank for each stretch of them, none before a comma; texts stay. */
static void add_one_line(const char *value, size_t len, struct str *out)
{
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (value[i] == '"' && (!i || value[i - 1] != '\\'))
			quoted = !quoted;
		if (quoted || !strchr(" \t\n", value[i])) {
			if (value[i] == ',' && !quoted)
				while (out->len && out->data[out->len - 1] == ' ')
					out->data[--out->len] = '\0';
			str_add_char(out, value[i]);
		} else if (out->len && out->data[out->len - 1] != ' ') {
			str_add_char(out, ' ');
		}
	}
}

/* What parts the lists of the old value, when that is a comma and blanks alone, with a line among them. */
static bool old_separator(const struct target *to, struct span old, struct str *out)
{
	const char *text = to->text + old.start, *close = memchr(text, '>', old.len), *end = text + old.len;
	size_t len = close ? strspn(close + 1, " \t\r\n,") : 0;

	if (!len || close + 1 + len >= end || close[1 + len] != '<' || !memchr(close + 1, '\n', len))
		return false;
	for (size_t i = 1; i <= len; i++)
		if (close[i] != '\r')
			str_add_char(out, close[i]);
	return true;
}

/* The printed value in one line; where that is long, or the old one was several, a line for each of its parts. */
static void add_value(const struct target *to, const char *value, size_t len, struct span old,
		      struct str *out)
{
	struct span indent = indent_at(to, old.start);
	struct str one = STR_INIT, separator = STR_INIT;
	bool lines = old_separator(to, old, &separator);

	add_one_line(value, len, &one);
	if (!lines && old.start - indent.start + one.len > LINE_MAX_BYTES) {
		lines = true;
		str_add(&separator, ",\n");
		add_level(to, indent, &separator);
	}
	for (const char *c = str_text(&one); *c; c++) {
		str_add_char(out, *c);
		if (!lines || strncmp(c, ">, <", 4) != 0)
			continue;
		str_add(out, str_text(&separator));
		c += 2;
	}
	str_release(&one);
	str_release(&separator);
}

static void put(const struct target *to, uint16_t file, struct span span, const char *with)
{
	char *text = zmk_update_with_newlines(to->u, with);

	zmk_update_put(to->u, file, span, text);
	free(text);
}

/* The statement as the text is to have it. */
static void add_line(const struct target *to, const struct node *node, const struct statement *statement,
		     uint32_t at, struct str *out)
{
	const char *text = str_text(&node->text);

	if (!statement->value.len) {
		str_add_bytes(out, text + statement->all.start, statement->all.len);
		return;
	}
	str_addf(out, "%s = ", symbol_text(statement->name));
	add_value(to, text + statement->value.start, statement->value.len, (struct span){ at, 0 }, out);
	str_add_char(out, ';');
}

static bool replace(const struct target *to, const struct source_part *property, const struct node *node,
		    const struct statement *statement)
{
	const struct source_part *value = source_find_part(to->place, SOURCE_OPTION, statement->name);
	struct str with = STR_INIT;

	if (property->at.fixed)
		return refuse(to, statement->name, property->at.fixed);
	if (value && !value->at.fixed && statement->value.len) {
		add_value(to, str_text(&node->text) + statement->value.start, statement->value.len,
			  value->at.file == to->file ? value->at.span : (struct span){ 0, 0 }, &with);
		put(to, value->at.file, value->at.span, str_text(&with));
	} else {
		add_line(to, node, statement, property->at.span.start, &with);
		put(to, property->at.file, property->at.span, str_text(&with));
	}
	str_release(&with);
	return true;
}

/* The last property in the braces; nowhere: there is none. */
static struct span last_property(const struct target *to)
{
	struct span last = { 0 };

	for (size_t i = 0; i < to->place->parts; i++) {
		const struct source_part *part = &to->place->part[i];

		if (part->of == SOURCE_PROPERTY && !part->at.fixed && part->at.file == to->file &&
		    part->at.span.start >= to->inside.start &&
		    span_end(part->at.span) <= span_end(to->inside) && part->at.span.start >= last.start)
			last = part->at.span;
	}
	return last;
}

/* Behind a comment that is alone on the rest of the line. */
static uint32_t behind_comment(const struct target *to, uint32_t at)
{
	uint32_t end = at + (uint32_t)strcspn(to->text + at, "\r\n"), comment;

	comment = at + (uint32_t)strspn(to->text + at, " \t");
	if (end > span_end(to->inside))
		return at;
	if (comment == end || !strncmp(to->text + comment, "//", 2))
		return comment == end ? at : end;
	if (!strncmp(to->text + comment, "/*", 2)) {
		const char *close = strstr(to->text + comment, "*/");

		if (close && to->text + end == close + 2)
			return end;
	}
	return at;
}

/* A line behind the last one, or where the node is in one line, behind its last statement. */
static bool insert(const struct target *to, const struct node *node, const struct statement *statement)
{
	struct span last = last_property(to), indent;
	struct str with = STR_INIT;
	uint32_t at = last.len ? span_end(last) : to->inside.start;

	if (!to->inside.len && span_is_nowhere(to->inside))
		return refuse(to, statement->name, 0);
	indent = indent_at(to, last.len ? last.start : at);
	if (!memchr(to->text + to->inside.start, '\n', to->inside.len) ||
	    (last.len && span_end(indent) != last.start)) {
		str_add_char(&with, ' ');
		add_line(to, node, statement, at, &with);
		if (!last.len)
			str_add_char(&with, ' ');
	} else {
		str_add_char(&with, '\n');
		if (last.len)
			str_add_bytes(&with, to->text + indent.start, indent.len);
		else
			add_level(to, indent, &with);
		add_line(to, node, statement, last.len ? last.start : at, &with);
		at = behind_comment(to, at);
	}
	put(to, to->file, (struct span){ at, 0 }, str_text(&with));
	str_release(&with);
	return true;
}

/* Its line with the comment on it, or just the statement where more is on the line. */
static bool take_out(const struct target *to, uint32_t name)
{
	const struct source_part *part = source_find_part(to->place, SOURCE_PROPERTY, name);
	struct span span, indent;
	uint32_t end;

	if (!part)
		return true; /* it was printed, and the text leaves it out */
	if (part->at.fixed || part->at.file != to->file)
		return refuse(to, name, part->at.fixed);
	span = part->at.span;
	indent = indent_at(to, span.start);
	end = behind_comment(to, span_end(span));
	end += (uint32_t)strspn(to->text + end, " \t");
	end += to->text[end] == '\r';
	if (span_end(indent) == span.start && to->text[end] == '\n')
		span = (struct span){ indent.start, end + 1 - indent.start };
	else
		while (span.start && strchr(" \t", to->text[span.start - 1])) {
			span.start--;
			span.len++;
		}
	put(to, to->file, span, "");
	return true;
}

static bool update(const struct target *to, const struct node *before, const struct node *after)
{
	bool ok = true;

	for (size_t i = 0; ok && i < after->statements; i++) {
		const struct statement *now = &after->statement[i], *old = find(before, now->name);
		const struct source_part *part = source_find_part(to->place, SOURCE_PROPERTY, now->name);

		if (old && is_same(before, old, after, now))
			continue;
		ok = part ? replace(to, part, after, now) : insert(to, after, now);
	}
	for (size_t i = 0; ok && i < before->statements; i++)
		if (!find(after, before->statement[i].name))
			ok = take_out(to, before->statement[i].name);
	return ok;
}

bool zmk_update_properties(struct zmk_update *u, const struct source_definition *place,
			   const struct definition *before, const struct definition *after)
{
	const struct source_part *inside = source_find_part(place, SOURCE_INSIDE, 0);
	struct target to = { .u = u, .place = place, .definition = before };
	struct node old = { 0 }, now = { 0 };
	bool ok;

	if (!inside || inside->at.fixed)
		return err_set(u->err, ERR_REFUSED, "%s cannot be changed where it is defined: %s",
			       symbol_text(before->name),
			       inside ? symbol_text(inside->at.fixed) : "the text has no place for it");
	to.file = inside->at.file;
	to.inside = inside->at.span;
	to.text = source_text(u->source, to.file, &to.len);
	print(u, before, &old);
	print(u, after, &now);
	ok = update(&to, &old, &now);
	release(&old);
	release(&now);
	return ok;
}
