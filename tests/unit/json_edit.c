/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "tap.h"

static const char *line(const struct json *node)
{
	static char text[512];
	struct str s = STR_INIT;

	json_add_line(&s, node);
	snprintf(text, sizeof(text), "%s", str_text(&s));
	str_release(&s);
	return text;
}

static void check_line(const char *got, const char *want, const char *what)
{
	is_text(got, want, "%s", what);
}

static struct json_doc *parse(const char *text)
{
	struct err err;
	struct json_doc *doc = json_parse(text, strlen(text), &err);

	if (!doc)
		printf("Bail out! %s\n", err.text), exit(1);
	return doc;
}

static void test_lines(void)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "[1, 1.0, -0, 1e3, 0.1, 15.125, -2.5, 1e-7, 0.30000000000000004]",
		  "[1, 1, 0, 1000, 0.1, 15.125, -2.5, 1e-07, 0.30000000000000004]" },
		{ "{a: \"\xc3\xa9\\n\\u0001\", b: \"\xf0\x9f\x98\x80\"}",
		  "{\"a\": \"\\u00e9\\n\\u0001\", \"b\": \"\\ud83d\\ude00\"}" },
		{ "[null, true, false, [], {}]", "[null, true, false, [], {}]" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct json_doc *doc = parse(rows[i].in);

		check_line(line(json_root(doc)), rows[i].out, rows[i].in);
		json_doc_free(doc);
	}
}

static void test_members(void)
{
	struct json_doc *doc = parse("{\"a\": 1, \"b.c\": 2, \"d\": {\"e\": [1, 2]}}");
	struct json *root = json_edit_root(doc), *taken;

	json_put(doc, root, "a", json_new_text(doc, "x"));
	check_line(line(root), "{\"a\": \"x\", \"b.c\": 2, \"d\": {\"e\": [1, 2]}}",
		   "a member keeps its place");
	ok(json_member(root, "b.c") && !json_get_path(root, "b.c"), "a name may hold a dot");
	taken = json_take(root, "a");
	check_line(line(root), "{\"b.c\": 2, \"d\": {\"e\": [1, 2]}}", "the first is taken out");
	ok(!json_take(root, "a"), "once");
	json_put(doc, root, "z", taken);
	check_line(line(root), "{\"b.c\": 2, \"d\": {\"e\": [1, 2]}, \"z\": \"x\"}",
		   "and put back at the end");
	json_append(json_member(json_member(root, "d"), "e"), json_take(root, "z"));
	check_line(line(root), "{\"b.c\": 2, \"d\": {\"e\": [1, 2, \"x\"]}}", "and into a list");
	ok(!json_get_path(root, "d.e.2")->key, "which has no names");
	json_put(doc, root, "z", json_new(doc, JSON_ARRAY));
	json_take(root, "z");
	json_put(doc, root, "y", json_new(doc, JSON_NULL));
	check_line(line(root), "{\"b.c\": 2, \"d\": {\"e\": [1, 2, \"x\"]}, \"y\": null}",
		   "the last is taken out");
	json_doc_free(doc);
}

static void test_paths(void)
{
	struct json_doc *doc = parse("{\"d\": {\"e\": [1, 2]}, \"f\": 3}");
	struct json *root = json_edit_root(doc);

	ok(json_put_path(doc, root, "d.e.1", json_new_int(doc, 9)), "a number indexes a list");
	ok(json_put_path(doc, root, "d.e.2", json_new_int(doc, 10)), "one behind the end appends");
	ok(!json_put_path(doc, root, "d.e.4", json_new_int(doc, 11)), "two behind it do not");
	ok(!json_put_path(doc, root, "f.g", json_new_int(doc, 11)), "a number has no members");
	ok(json_put_path(doc, root, "g.h.0", json_new_bool(doc, true)), "objects are made on the way");
	check_line(line(root), "{\"d\": {\"e\": [1, 9, 10]}, \"f\": 3, \"g\": {\"h\": {\"0\": true}}}",
		   "all of it");
	ok(json_get_path(root, "d.e.2")->integer == 10 && !json_get_path(root, "d.e.3") &&
		   !json_get_path(root, "d.x.y"),
	   "paths are read the same way");
	json_doc_free(doc);
}

static void test_copies(void)
{
	struct json_doc *from = parse("{\"a\": [1, {\"b\": \"c\"}]}"), *to = json_doc_new();

	json_put(to, json_edit_root(to), "x", json_copy(to, json_root(from)));
	ok(json_equal(json_find(json_root(to), "x"), json_root(from)), "a copy is the same value");
	json_doc_free(from);
	check_line(line(json_root(to)), "{\"x\": {\"a\": [1, {\"b\": \"c\"}]}}",
		   "and needs its source no more");
	json_doc_free(to);
}

static void test_equal(void)
{
	struct json_doc *a = parse("{\"a\": 1, \"b\": [1, 2]}"), *b = parse("{\"b\": [1.0, 2], \"a\": 1}"),
			*c = parse("{\"b\": [2, 1], \"a\": 1}");

	ok(json_equal(json_root(a), json_root(b)), "members in any order");
	ok(!json_equal(json_root(a), json_root(c)), "elements in theirs");
	json_doc_free(a);
	json_doc_free(b);
	json_doc_free(c);
}

static void test_numbers(void)
{
	struct json_doc *doc = json_doc_new();

	check_line(line(json_new_number(doc, 2)), "2.0", "a quotient keeps its point");
	check_line(line(json_new_number(doc, 1e22)), "1e+22", "large ones an exponent");
	json_doc_free(doc);
}

int main(void)
{
	test_lines();
	test_members();
	test_paths();
	test_copies();
	test_equal();
	test_numbers();
	return tap_done();
}
