/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/dts.h"
#include "tap.h"

struct run {
	struct cpp *cpp;
	struct dts *dts;
	struct diagnostics diagnostics;
	struct str tree, told;
};

static void print_property(struct run *run, const struct dts_property *property)
{
	str_addf(&run->tree, "%s%s", property->deleted ? "-" : "", property->name);
	for (const struct dts_part *part = property->part; part; part = part->next) {
		static const char *const types[] = { "cells", "text", "bytes", "ref", "other" };

		str_addf(&run->tree, "%s%s:", part == property->part ? "=" : ",", types[part->type]);
		dts_spell(run->dts, part->inside, &run->tree);
	}
	str_add(&run->tree, ";");
}

static void print_node(struct run *run, const struct dts_node *node)
{
	for (const struct dts_label *label = node->label; label; label = label->next)
		str_addf(&run->tree, "%s:", label->name);
	str_addf(&run->tree, "%s{", node->name);
	for (const struct dts_property *property = node->property; property; property = property->next)
		print_property(run, property);
	for (const struct dts_node *child = node->child; child; child = child->next)
		print_node(run, child);
	str_add(&run->tree, "}");
}

static struct run parse(const char *text)
{
	const struct import_input in = { .path = "a.keymap", .text = text, .len = strlen(text) };
	struct run run = { NULL };

	run.cpp = cpp_run(&in, &run.diagnostics);
	run.dts = dts_parse(run.cpp, &run.diagnostics);
	print_node(&run, dts_root(run.dts));
	for (const struct dts_node *node = dts_foreign(run.dts); node; node = node->next)
		print_node(&run, node);
	for (size_t i = 0; i < run.diagnostics.count; i++)
		str_addf(&run.told, "%s%d:%d: %s", i ? "\n" : "", run.diagnostics.item[i].place.line,
			 run.diagnostics.item[i].place.column, run.diagnostics.item[i].text);
	return run;
}

static void release(struct run *run)
{
	dts_free(run->dts);
	cpp_free(run->cpp);
	diagnostics_release(&run->diagnostics);
	str_release(&run->tree);
	str_release(&run->told);
}

static const struct {
	const char *text, *tree;
} well_formed[] = {
	{ "", "/{}" },
	{ "/dts-v1/; /plugin/;\n/memreserve/ 0x1 0x2;\n/ { };", "/{}" },
	{ "/ { a; b = <1 2>; c = \"x\", \"y\"; };", "/{a;b=cells:1 2;c=text:\"x\",text:\"y\";}" },
	{ "/ { a { b { c; }; }; };", "/{a{b{c;}}}" },
	{ "/ { l: m: a { }; };", "/{l:m:a{}}" },
	{ "/ { a { x = <1>; y; }; }; / { a { x = <2>; z; }; b { }; };", "/{a{x=cells:2;y;z;}b{}}" },
	{ "/ { l: a { x; }; }; &l { y; }; m: &l { };", "/{l:m:a{x;y;}}" },
	{ "/ { l: a { x; }; }; &{/a} { y; }; &{/} { z; };", "/{z;l:a{x;y;}}" },
	{ "&mt { x = <1>; }; &mt { y; sub { }; };", "/{}&mt{x=cells:1;y;sub{}}" },
	{ "/ { a { x; y; }; }; / { a { /delete-property/ x; }; };", "/{a{-x;y;}}" },
	{ "/ { a { x; /delete-property/ x; x = <2>; }; };", "/{a{x=cells:2;}}" },
	{ "&sk { /delete-property/ quick-release; };", "/{}&sk{-quick-release;}" },
	{ "/ { l: a { m: b { }; }; c { }; }; /delete-node/ &l; &m { x; };", "/{c{}}&m{x;}" },
	{ "/ { a { b { }; c { }; /delete-node/ b; }; };", "/{a{c{}}}" },
	{ "/ { a { x; }; /delete-node/ a; a { y; }; };", "/{a{y;}}" },
	{ "/ { /omit-if-no-ref/ a { }; }; /omit-if-no-ref/ &a;", "/{a{}}" },
	{ "/ { #binding-cells = <0>; zmk,key-map.x+y?z = \"\"; };",
	  "/{#binding-cells=cells:0;zmk,key-map.x+y?z=text:\"\";}" },
	{ "/ {\n#binding-cells = <0>;\n};", "/{#binding-cells=cells:0;}" },
	{ "/ { key@1a { }; 60_ansi { }; };", "/{key@1a{}60_ansi{}}" },
	{ "/ { a = <&kp A>, <&lt 1 (B | C)>; };", "/{a=cells:&kp A,cells:&lt 1 (B | C);}" },
	{ "/ { a = <(1 >> 2) (3 > 4)>; };", "/{a=cells:(1 >> 2) (3 > 4);}" },
	{ "/ { a = [0a ff], &l, &{/b}, /incbin/(\"f\", 1, 2); };",
	  "/{a=bytes:0a ff,ref:&l,ref:&{/b},other:/incbin/(\"f\", 1, 2);}" },
	{ "/ { a = /bits/ 8 <1 2>; b = x: <1 y: 2>; };", "/{a=cells:1 2;b=cells:1 y: 2;}" },
	{ "#define NODE(n, ...) n: n { __VA_ARGS__ };\n/ { NODE(a, x = <1>, <2>; y;) };",
	  "/{a:a{x=cells:1,cells:2;y;}}" },
	{ "/ { a { }; };;; ;", "/{a{}}" },
};

static void test_well_formed(void)
{
	for (size_t i = 0; i < COUNT(well_formed); i++) {
		struct run run = parse(well_formed[i].text);

		is_text(str_text(&run.tree), well_formed[i].tree, "%s", well_formed[i].text);
		is_text(str_text(&run.told), "", "nothing is told");
		release(&run);
	}
}

static const struct {
	const char *text, *tree, *told;
} broken[] = {
	{ "/ { a = <1>\n b; };", "/{a=cells:1;b;}", "2:2: found `b`, expected a ;" },
	{ "/ { a = <1> b; c; };", "/{a=cells:1;c;}", "1:13: found `b`, expected a ;" },
	{ "/ { a = <1 2; b; };", "/{a=cells:1 2;b;}",
	  "1:13: found `;`, expected a > at the end of the list" },
	{ "/ { a = <(1 2>; b; };", "/{a=cells:(1 2>;b;}", "1:15: found `;`, expected a )" },
	{ "/ { a = <1)>; b; };", "/{a=cells:1;b;}", "1:11: found `)`, expected a > at the end of the list" },
	{ "/ { a = <1>> ; b; };", "/{a=cells:1;b;}",
	  "1:11: found `>>`, expected a > at the end of the list" },
	{ "/ { a = <1> <2>; };", "/{a=cells:1,cells:2;}",
	  "1:13: found `<`, expected a , between two values" },
	{ "/ { a = ; b; };", "/{a;b;}", "1:9: found `;`, expected a value: <...>, \"...\", [...] or &label" },
	{ "/ { a = 1; b; };", "/{a;b;}",
	  "1:9: found `1`, expected a value: <...>, \"...\", [...] or &label" },
	{ "/ { a { b; } c; };", "/{a{b;}}", "1:14: found `c`, expected a ;" },
	{ "/ { a { b; }\nc; };", "/{c;a{b;}}", "2:1: found `c`, expected a ;" },
	{ "/ { a { b; };", "/{a{b;}}", "1:13: found the end of the file, expected a } that ends the node" },
	{ "/ { a; }; }; &b { c; };", "/{a;}&b{c;}", "1:11: found `}`, expected / { or &label {" },
	{ "/ { ) { x } b; c; };", "/{c;}", "1:5: found `)`, expected a node or a property" },
	{ "/ { a b; c; };", "/{c;}", "1:7: found `b`, expected a = and a value, a { or a ;" },
	{ "/ { FOO(a, b;) c; };", "/{c;}",
	  "1:5: FOO( ) is no macro that is known here: it is kept, but not read; expected a node, a "
	  "property, or "
	  "the file that defines it" },
	{ "FOO(a) / { c; };", "/{c;}",
	  "1:1: FOO( ) is no macro that is known here: it is kept, but not read; expected a node, a "
	  "property, or "
	  "the file that defines it" },
	{ "keymap { c; };", "/{keymap{c;}}", "1:1: found `keymap`, expected / { around the nodes" },
	{ "/ { /what/ a; b; };", "/{b;}",
	  "1:12: found `a`, expected a directive such as /delete-node/ or /delete-property/" },
	{ "/ { /include/ \"a.dtsi\" b; };", "/{b;}",
	  "1:15: /include/ is kept, but not followed; expected #include" },
	{ "/delete-node/ a; / { b; };", "/{b;}", "1:15: found `a`, expected an &label" },
	{ "& ( a; / { b; };", "/{b;}", "1:3: found `(`, expected a label or {/path} behind the &" },
	{ "/ { a = &; b; };", "/{a;b;}", "1:10: found `;`, expected a label or {/path} behind the &" },
	{ "/ { a = [00; b; };", "/{a=bytes:;b;}", NULL },
	{ "x: ( / { b; };", "/{}", "1:1: found `x`, expected / { or &label {" },
};

static void test_broken(void)
{
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct run run = parse(broken[i].text);

		is_text(str_text(&run.tree), broken[i].tree, "%s", broken[i].text);
		if (broken[i].told)
			is_text(str_text(&run.told), broken[i].told, "it is told where");
		release(&run);
	}
}

static void test_looking_up(void)
{
	struct run run =
		parse("/ { l: a { compatible = \"x,y\", \"z\\n\\x\"; n = <1 0x1F (-5) (1 << 3 | 4)>; };\n"
		      "m: b { c { }; }; };");
	const struct dts_node *a = dts_find_label(run.dts, "l", 1), *b = dts_find_label(run.dts, "m", 1);
	static const int64_t numbers[] = { 1, 31, -5, 12 };
	const struct dts_property *n;
	struct dts_cell cell;
	struct str text = STR_INIT;
	uint32_t at = 0;
	int64_t number;

	ok(a && b && !dts_find_label(run.dts, "k", 1), "labels are found");
	ok(dts_is_compatible(run.dts, a, "x,y") && !dts_is_compatible(run.dts, a, "x") &&
		   !dts_is_compatible(run.dts, b, "x,y"),
	   "a node is compatible with what it says");
	ok(dts_next(dts_root(run.dts), dts_root(run.dts)) == a && dts_next(dts_root(run.dts), a) == b &&
		   dts_next(dts_root(run.dts), b) == b->child && !dts_next(dts_root(run.dts), b->child) &&
		   !dts_next(a, a),
	   "nodes are walked in their order");
	n = dts_find_property(a, "n");
	for (size_t i = 0; i < COUNT(numbers); i++)
		ok(dts_next_cell(run.dts, n->part, &at, &cell) && !cell.ref &&
			   dts_number(run.dts, cell.tokens, NULL, NULL, &number) && number == numbers[i],
		   "cell %zu is %lld", i, (long long)numbers[i]);
	ok(!dts_next_cell(run.dts, n->part, &at, &cell), "and that is all");
	ok(dts_part_text(run.dts, dts_find_property(a, "compatible")->part->next, &text), "a string is read");
	is_text(str_text(&text), "z\nx", "with its escapes");
	str_release(&text);
	release(&run);
}

/* Much of everything: the time must not grow with its square, nor the stack with its depth. */
static void test_large(void)
{
	enum { MANY = 100000 };
	static const struct {
		const char *what, *before, *each, *after;
	} rows[] = {
		{ "nodes in nodes", "/ {", "a {", "};" },
		{ "nodes", "/ {", "a%d { };", "};" },
		{ "properties", "/ {", "a%d;", "};" },
		{ "labels", "/ {", "a%d:", " b { }; };" },
		{ "bodies of a node", "", "/ { a { b%d; }; };", "" },
		{ "parentheses", "/ { a = <", "(", ">; };" },
		{ "values", "/ { a = <1>", ", <1>", "; };" },
		{ "open lists", "/ {", "a = <1 ", "; };" },
		{ "deletions", "/ { x { };", " y { }; /delete-node/ y;", "};" },
		{ "nodes that are not here", "", "&a%d { b; };", "" },
		{ "stray braces", "", "}", "" },
		{ "directives", "/ {", "/delete-property/ a%d;", "};" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct import_input in = { .path = "" };
		struct diagnostics diagnostics = { 0 };
		struct cpp *cpp;
		struct dts *dts;
		size_t nodes = 0;

		str_add(&text, rows[i].before);
		for (int k = 0; k < MANY; k++) {
			char each[64];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(each, sizeof(each), rows[i].each, k);
#pragma GCC diagnostic pop
			str_add(&text, each);
		}
		str_add(&text, rows[i].after);
		in.text = str_text(&text);
		in.len = text.len;
		cpp = cpp_run(&in, &diagnostics);
		dts = dts_parse(cpp, &diagnostics);
		for (const struct dts_node *node = dts_root(dts); node; node = dts_next(dts_root(dts), node))
			nodes++;
		ok(nodes <= DTS_MAX_NODES + 1 && diagnostics.count <= DIAGNOSTICS_MAX, "%d %s: %zu are read",
		   MANY, rows[i].what, nodes);
		dts_free(dts);
		cpp_free(cpp);
		diagnostics_release(&diagnostics);
		str_release(&text);
	}
}

int main(void)
{
	test_well_formed();
	test_broken();
	test_looking_up();
	test_large();
	return tap_done();
}
