/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "dts_parser.h"

static const struct diagnostic_kind too_large = { "dts-too-large", SEVERITY_ERROR };
static const struct diagnostic_kind unknown_macro = { "dts-unknown-macro", SEVERITY_WARNING };
static const struct diagnostic_kind not_included = { "dts-not-included", SEVERITY_WARNING };

static void tell_full(struct dts_parser *p)
{
	if (!p->full)
		dts_tell(p->dts, dts_since(p, p->at), p->diagnostics, &too_large,
			 "there are more than %d nodes or %d properties: the rest is kept, but not read",
			 DTS_MAX_NODES, DTS_MAX_PROPERTIES);
	p->full = true;
}

static void read_property(struct dts_parser *p, struct dts_node *node, uint32_t first)
{
	struct dts_property *property = dts_property(p->dts, node, str_text(&p->name), p->name.len);

	if (!property) {
		tell_full(p);
		dts_recover(p);
		return;
	}
	property->part = NULL;
	property->value = (struct dts_range){ 0 };
	property->deleted = false;
	if (dts_take(p, '='))
		dts_read_value(p, property);
	else
		dts_end_statement(p);
	property->tokens = dts_since(p, first);
}

static void read_body(struct dts_parser *p, struct dts_node *node);

/* { ... }; of @node, whose first label or name is @first. */
static void read_braces(struct dts_parser *p, struct dts_node *node, uint32_t first, struct dts_range name)
{
	struct dts_body *body = dts_alloc(p->dts, sizeof(*body));
	uint32_t open = ++p->at;

	if (node->last_body)
		node->last_body->next = body;
	else
		node->body = body;
	node->last_body = body;
	body->name = name;
	if (++p->depth > DTS_MAX_DEPTH) {
		dts_tell(p->dts, name, p->diagnostics, &too_large, "nodes are deeper than %d: it is not read",
			 DTS_MAX_DEPTH);
		p->at = open - 1;
		dts_skip_balanced(p, '{', '}');
		p->at--;
	} else {
		read_body(p, node);
	}
	p->depth--;
	body->inside = dts_since(p, open);
	if (dts_take(p, '}'))
		dts_end_statement(p);
	else
		dts_tell_expected(p, "a } that ends the node");
	body->tokens = dts_since(p, first);
}

/* NAME(...) that no macro replaced: an include is missing. */
static void skip_macro(struct dts_parser *p, uint32_t name)
{
	struct str text = STR_INIT;

	dts_spell(p->dts, (struct dts_range){ name, 1 }, &text);
	dts_tell(p->dts, (struct dts_range){ name, 1 }, p->diagnostics, &unknown_macro,
		 "%s( ) is no macro that is known here: it is kept, but not read; expected a node, a "
		 "property, "
		 "or the file that defines it",
		 str_text(&text));
	str_release(&text);
	dts_skip_balanced(p, '(', ')');
	dts_take(p, ';');
}

static void add_labels(struct dts_parser *p, struct dts_node *node, uint32_t first)
{
	for (; dts_is_at(p, first + 1, ':'); first += 2)
		dts_add_label(p->dts, node, p->dts->token[first].text, p->dts->token[first].len);
}

/* A child node or a property of @node. */
static void read_member(struct dts_parser *p, struct dts_node *node)
{
	uint32_t first = p->at, name;
	struct dts_node *child;

	dts_skip_labels(p);
	name = p->at;
	if (!dts_read_name(p)) {
		dts_fail(p, "a node or a property");
	} else if (dts_is(p, '{')) {
		child = dts_child(p->dts, node, str_text(&p->name), p->name.len);
		if (!child) {
			tell_full(p);
			dts_recover(p);
			return;
		}
		add_labels(p, child, first);
		read_braces(p, child, first, dts_since(p, name));
	} else if (dts_is(p, '(')) {
		skip_macro(p, name);
	} else if (dts_is(p, '=') || dts_is(p, ';') || dts_is(p, '}') || dts_at_end(p) ||
		   dts_token_at(p)->line) {
		read_property(p, node, first);
	} else {
		dts_fail(p, "a = and a value, a { or a ;");
	}
}

static void delete_node(struct dts_parser *p, struct dts_node *node)
{
	struct dts_node *gone = NULL;

	if (dts_is(p, '&')) {
		struct str label = STR_INIT;
		struct dts_range reference;
		bool read = dts_read_reference(p, &reference);

		if (read)
			gone = dts_resolve(p->dts, reference, &label);
		str_release(&label);
		if (!read)
			return;
	} else if (node && dts_read_name(p)) {
		gone = dts_lookup(p->dts, DTS_NAME_CHILD, node, str_text(&p->name), p->name.len);
	} else {
		dts_fail(p, node ? "a node's name or &label" : "an &label");
		return;
	}
	if (gone)
		dts_delete(p->dts, gone);
	dts_end_statement(p);
}

static void delete_property(struct dts_parser *p, struct dts_node *node)
{
	struct dts_property *property;
	uint32_t first = p->at;

	if (!node || !dts_read_name(p)) {
		dts_fail(p, "a property's name, in a node");
		return;
	}
	property = dts_property(p->dts, node, str_text(&p->name), p->name.len);
	if (property) {
		property->deleted = true;
		property->part = NULL;
		property->tokens = dts_since(p, first);
	} else {
		tell_full(p);
	}
	dts_end_statement(p);
}

static void include_file(struct dts_parser *p, struct dts_node *node)
{
	(void)node;
	dts_tell(p->dts, dts_since(p, p->at), p->diagnostics, &not_included,
		 "/include/ is kept, but not followed; expected #include");
	if (!dts_at_end(p) && dts_token_at(p)->type == CPP_TEXT)
		p->at++;
	dts_take(p, ';');
}

static void omit_node(struct dts_parser *p, struct dts_node *node)
{
	struct dts_range reference;

	/* In front of a node it belongs to it; of an &label it is a statement. */
	if (!node && dts_is(p, '&') && dts_read_reference(p, &reference))
		dts_end_statement(p);
}

static void ignore_statement(struct dts_parser *p, struct dts_node *node)
{
	(void)node;
	while (!dts_at_end(p) && !dts_is(p, ';') && !dts_is(p, '{') && !dts_is(p, '}'))
		p->at++;
	dts_end_statement(p);
}

/* @node is NULL outside of all. */
static const struct {
	const char *name;
	void (*read)(struct dts_parser *p, struct dts_node *node);
} directives[] = {
	{ "delete-node", delete_node },     { "delete-property", delete_property },
	{ "dts-v1", ignore_statement },     { "include", include_file },
	{ "memreserve", ignore_statement }, { "omit-if-no-ref", omit_node },
	{ "plugin", ignore_statement },
};

static void read_directive(struct dts_parser *p, struct dts_node *node)
{
	p->at++;
	if (dts_read_name(p) && dts_take(p, '/'))
		for (size_t i = 0; i < COUNT(directives); i++)
			if (!strcmp(directives[i].name, str_text(&p->name))) {
				directives[i].read(p, node);
				return;
			}
	dts_fail(p, "a directive such as /delete-node/ or /delete-property/");
}

static void read_body(struct dts_parser *p, struct dts_node *node)
{
	while (!dts_at_end(p) && !dts_is(p, '}')) {
		if (dts_take(p, ';'))
			continue;
		if (dts_is(p, '/'))
			read_directive(p, node);
		else
			read_member(p, node);
	}
}

/* / { }; or &label { };, with labels in front. */
static void read_top(struct dts_parser *p)
{
	struct str label = STR_INIT;
	struct dts_node *node = &p->dts->root;
	struct dts_range name;
	uint32_t first = p->at;

	dts_skip_labels(p);
	name = (struct dts_range){ p->at, 1 };
	if (dts_is(p, '&')) {
		if (!dts_read_reference(p, &name))
			return;
		node = dts_resolve(p->dts, name, &label);
		str_clear(&label);
		dts_spell(p->dts, name, &label);
		if (!node)
			node = dts_child(p->dts, &p->dts->foreign, str_text(&label), label.len);
	} else {
		p->at++;
	}
	str_release(&label);
	if (!node) {
		tell_full(p);
		dts_recover(p);
	} else if (dts_is(p, '{')) {
		add_labels(p, node, first);
		read_braces(p, node, first, name);
	} else {
		dts_fail(p, "a {");
	}
}

/* A name and a brace at @at: a node that should be in / { }. */
static bool begins_node(struct dts_parser *p, uint32_t at)
{
	uint32_t first = p->at;
	bool begins;

	p->at = at;
	begins = dts_read_name(p) && dts_is(p, '{');
	p->at = first;
	return begins;
}

struct dts *dts_parse(const struct cpp *cpp, struct diagnostics *diagnostics)
{
	struct dts_parser p = { .dts = dts_new(cpp), .diagnostics = diagnostics };

	while (!dts_at_end(&p)) {
		uint32_t first = p.at, behind;

		dts_skip_labels(&p);
		behind = p.at;
		p.at = first;
		if (dts_take(&p, ';'))
			continue;
		if (dts_is(&p, '/') && !dts_is_at(&p, p.at + 1, '{')) {
			read_directive(&p, NULL);
		} else if (dts_is_at(&p, behind, '/') || dts_is_at(&p, behind, '&')) {
			read_top(&p);
		} else if (dts_is_name(&p) && dts_is_at(&p, p.at + 1, '(')) {
			p.at++;
			skip_macro(&p, p.at - 1);
		} else if (begins_node(&p, behind)) {
			dts_tell_expected(&p, "/ { around the nodes");
			read_member(&p, &p.dts->root);
		} else {
			dts_fail(&p, "/ { or &label {");
			dts_take(&p, '}');
		}
	}
	str_release(&p.name);
	return p.dts;
}
