/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "tap.h"

/* The tree in one line of strict JSON, for comparing. */
static void print(const struct json *node, struct str *out)
{
	if (node->key)
		str_addf(out, "\"%s\":", node->key);
	switch (node->type) {
	case JSON_NULL:
		str_add(out, "null");
		break;
	case JSON_BOOL:
		str_add(out, node->yes ? "true" : "false");
		break;
	case JSON_NUMBER:
		if (node->whole)
			str_addf(out, "%lld", (long long)node->integer);
		else
			str_addf(out, "%.17g", node->number);
		break;
	case JSON_TEXT:
		str_addf(out, "\"%s\"", node->text);
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		str_add_char(out, node->type == JSON_ARRAY ? '[' : '{');
		for (const struct json *child = node->first; child; child = child->next) {
			print(child, out);
			str_add(out, child->next ? "," : "");
		}
		str_add_char(out, node->type == JSON_ARRAY ? ']' : '}');
		break;
	}
}

static void test_accepted(void)
{
	static const struct {
		const char *text, *tree;
	} rows[] = {
		{ "{\"a\": [1, \"b\", {\"c\": null}]}", "{\"a\":[1,\"b\",{\"c\":null}]}" },
		{ "", "{}" },
		{ " # only a comment", "{}" },
		{ "{}", "{}" },
		{ "[1,2]", "[1,2]" },
		{ "true", "true" },
		{ "\"x\"", "\"x\"" },
		/* trailing and missing commas */
		{ "{\"a\": [1, 2,], \"b\": 3,}", "{\"a\":[1,2],\"b\":3}" },
		{ "[1\n2 x\n]", "[1,\"2 x\"]" },
		{ "[\"x\"\"y\" [3][4] {a:1}{b:2}]", "[\"x\",\"y\",[3],[4],{\"a\":1},{\"b\":2}]" },
		{ "{\"a\": 1\n\"b\": 2}", "{\"a\":1,\"b\":2}" },
		/* comments */
		{ "// c\n# d\n/* e\n */ {\"a\": /* x */ 1 # y\n}// z", "{\"a\":1}" },
		{ "{\"a\": 1 /* x */, \"b\": 2 // y\n}", "{\"a\":1,\"b\":2}" },
		{ "{\"a\": true# x\n}", "{\"a\":true}" },
		/* no braces, no quotes */
		{ "a: 1\nb: two words, # and } all\n c: true",
		  "{\"a\":1,\"b\":\"two words, # and } all\",\"c\":true}" },
		{ "{a: nullx\nb: -\nc: 01\nd: 1.\ne: 1e\nf: .5\n}",
		  "{\"a\":\"nullx\",\"b\":\"-\",\"c\":\"01\",\"d\":\"1.\",\"e\":\"1e\",\"f\":\".5\"}" },
		{ "{a: 0xFEED\r\nb: KC_A  \r\n}", "{\"a\":\"0xFEED\",\"b\":\"KC_A\"}" },
		{ "'debounce': 4, tags: ['a', 'b\"c']", "{\"debounce\":4,\"tags\":[\"a\",\"b\"c\"]}" },
		/* several lines */
		{ "{\n notes: '''\n   line1\n    line2\n   '''\n}", "{\"notes\":\"line1\nline2\"}" },
		{ "{\n   n: '''one'''\n   m: '''\n      two\n      ''three\n      '''}",
		  "{\"n\":\"one\",\"m\":\"two\n''three\"}" },
		{ "{n: '''a\n         b\n                   c'''\n       x: 1 }",
		  "{\"n\":\"a\nb\n  c\",\"x\":1}" },
		{ "{\r  a: '''b\rc'''\r}", "{\"a\":\"b\nc\"}" },
		/* white space that Python strips */
		{ "{a: x\xc2\xa0\nb: true\x0c\n c: 1\x0c\n}", "{\"a\":\"x\",\"b\":true,\"c\":\"1\"}" },
		{ "a: x /* y\n", "{\"a\":\"x /* y\"}" },
		{ "a /* b", "\"a /* b\"" },
		/* numbers */
		{ "[1e10, 9999999999.0, 123456789012345678]", "[10000000000,9999999999,123456789012345678]" },
		{ "[0, -0, 1.0, 1e3, 1E+2, 25e-1, -12.75, 0.1]",
		  "[0,0,1,1000,100,2.5,-12.75,0.10000000000000001]" },
		{ "[123456789012345678901234567890, 1e-400]", "[1.2345678901234568e+29,0]" },
		/* escapes */
		{ "[\"\\u00e9\\n\\/\\\\ \\ud83d\\ude00\"]", "[\"é\n/\\ 😀\"]" },
		{ "[\"\\'\\\"\", \"\\ud800x\", \"\\udc00\"]",
		  "[\"'\"\",\"\xef\xbf\xbdx\",\"\xef\xbf\xbd\"]" },
		{ "\xef\xbb\xbf{\"a\":\r\n1}", "{\"a\":1}" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str tree = STR_INIT;
		struct err err = { 0 };
		struct json_doc *doc = json_parse(rows[i].text, strlen(rows[i].text), &err);

		if (doc)
			print(json_root(doc), &tree);
		ok(doc && !strcmp(str_text(&tree), rows[i].tree), "row %zu is read%s", i,
		   doc ? "" : err.text);
		if (strcmp(str_text(&tree), rows[i].tree))
			printf("# got %s\n", str_text(&tree));
		str_release(&tree);
		json_doc_free(doc);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *text, *error;
		size_t len; /* 0: strlen */
	} rows[] = {
		{ "{\"a\": 1", "line 1, column 8: expected a name or '}', found the end of the text", 0 },
		{ "{\"a\" 1}", "line 1, column 6: expected ':' behind a name, found '1'", 0 },
		{ "{\n  \"a\": }", "line 2, column 8: expected a value, found '}'", 0 },
		{ "[1, 2", "line 1, column 6: expected a value or ']', found the end of the text", 0 },
		{ "[,]", "line 1, column 2: expected a value, found ','", 0 },
		{ "{,}", "line 1, column 2: expected a name or '}', found ','", 0 },
		{ "{\"a\": 1} x", "line 1, column 10: expected the end of the text, found 'x'", 0 },
		{ "{\"a\": 1, \"b\": 2,\n \"a\": 3}",
		  "line 2, column 2: the name \"a\" is here a second time; the first is in line 1, column 2",
		  0 },
		{ "[\"abc", "line 1, column 2: this text has no end: expected \"", 0 },
		{ "[\"a\tb\"]", "line 1, column 4: expected \"", 0 },
		{ "[\"a\nb\"]", "line 1, column 4: expected \"", 0 },
		{ "[\"\\q\"]", "line 1, column 3: unknown escape", 0 },
		{ "[\"\\u12g4\"]", "line 1, column 5: expected four hexadecimal digits", 0 },
		{ "[\"\\u0000\"]", "NUL cannot be part", 0 },
		{ "/* x", "line 1, column 1: this comment has no end", 0 },
		{ "{\na: '''x''}", "line 2, column 4: this text has no end", 0 },
		{ "{a: '''x'''}", "line 1, column 5: a text in ''' must be in a file of several lines", 0 },
		{ "a: 1 /* x", "line 1, column 6: this comment has no end", 0 },
		{ "{a /* x */: 1}", "line 1, column 4: expected ':' behind a name, found '/'", 0 },
		{ "[1, -2e999]", "line 1, column 5: this number is too large", 0 },
		{ "a: 1\na: 2", "line 2, column 1: the name \"a\" is here a second time", 0 },
		{ "\xef\xbb\xbf# x", "byte order mark", 0 },
		{ "{a b: 1}", "line 1, column 4: expected ':' behind a name, found 'b'", 0 },
		{ "[\"a\0b\"]", "a NUL byte", 7 },
		{ "[\"M\xe9\"]", "line 1, column 4: the byte 0xe9 is not UTF-8", 0 },
		{ "\xff\xfe[\0]\0", "UTF-16", 6 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };
		struct json_doc *doc =
			json_parse(rows[i].text, rows[i].len ? rows[i].len : strlen(rows[i].text), &err);

		ok(!doc && strstr(err.text, rows[i].error), "refused %zu: %s", i, err.text);
		json_doc_free(doc);
	}
}

static void test_caps(void)
{
	struct str s = STR_INIT;
	struct err err = { 0 };
	struct json_doc *doc;

	str_pad(&s, '[', JSON_MAX_DEPTH);
	str_pad(&s, ']', JSON_MAX_DEPTH);
	doc = json_parse(s.data, s.len, &err);
	ok(doc, "%d levels are read", JSON_MAX_DEPTH);
	json_doc_free(doc);
	str_clear(&s);
	str_pad(&s, '[', 1 << 20);
	ok(!json_parse(s.data, s.len, &err) && strstr(err.text, "levels"), "a million are not: %s", err.text);
	str_clear(&s);
	str_add_char(&s, '[');
	for (int i = 0; i <= JSON_MAX_NODES; i++)
		str_add(&s, "1,");
	ok(!json_parse(s.data, s.len, &err) && err.code == ERR_RANGE, "too many values: %s", err.text);
	str_clear(&s);
	str_pad(&s, ' ', JSON_MAX_BYTES + 1);
	ok(!json_parse(s.data, s.len, &err) && err.code == ERR_RANGE, "too many bytes: %s", err.text);
	/* No square of the size: this would run for hours. */
	str_clear(&s);
	str_add(&s, "{a: ");
	str_pad(&s, '1', 1 << 20);
	str_add_char(&s, 'x');
	str_pad(&s, ',', 1 << 20);
	str_add(&s, "\nb: [");
	for (int i = 0; i < 1 << 17; i++)
		str_add(&s, "'''x'''");
	str_add(&s, "]}");
	doc = json_parse(s.data, s.len, &err);
	ok(doc, "a line of a megabyte");
	json_doc_free(doc);
	str_release(&s);
}

static void test_access(void)
{
	static const char text[] =
		"{\n  \"usb\": {\"vid\": \"0x1\", 'n': 12},\n  list: [KC_A\n\"b\"], yes: true\n}";
	struct err err;
	struct json_doc *doc = json_parse(text, strlen(text), &err);
	const struct json *root = doc ? json_root(doc) : NULL, *list = json_find(root, "list");
	int64_t n = 0;
	int line, column;

	ok(!strcmp(json_text(json_find(root, "usb.vid")), "0x1"), "a member by its path");
	ok(!json_find(root, "usb.x") && !json_find(root, "list.x") && !json_find(NULL, "x") &&
		   !json_find(root, "us"),
	   "and NULL where there is none");
	ok(json_int(json_find(root, "usb.n"), 0, 12, &n) && n == 12, "a number in range");
	ok(!json_int(json_find(root, "usb.n"), 0, 11, &n) && !json_int(list, 0, 99, &n) &&
		   !json_int(NULL, 0, 99, &n),
	   "and out of range");
	ok(json_is_true(json_find(root, "yes")) && !json_is_true(list), "true");
	ok(list && list->count == 2 && list->first->bare &&
		   !strncmp(text + list->first->span.start, "KC_A\n", 5),
	   "a bare text's span is trimmed");
	ok(list && !strncmp(text + list->first->next->span.start, "\"b\"]", 4) &&
		   list->first->next->span.len == 3,
	   "a quoted one's has its quotes");
	ok(!strncmp(text + list->key_span.start, "list:", 5) && list->key_span.len == 4, "a name's span");
	json_place(doc, list->span.start, &line, &column);
	ok(line == 3 && column == 9, "a place: line %d, column %d", line, column);
	json_doc_free(doc);
}

/* The corpus has 119 small trees with what QMK made of each: those that test the syntax are named h_*. */
static void test_oracle(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	struct str all = STR_INIT;
	struct err err = { 0 };
	int seen = 0, wrong = 0;
	char *path;

	if (!corpus) {
		ok(true, "QMK's own results # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
		return;
	}
	path = file_join(corpus, "edge-cases.jsonl");
	ok(file_read(path, 64 << 20, &all, &err), "the edge cases are there");
	for (char *line = all.data, *end; line && *line; line = end + 1) {
		struct json_doc *row, *doc;
		const struct json *name, *file, *error;

		end = strchr(line, '\n');
		if (!end)
			break;
		row = json_parse(line, (size_t)(end - line), &err);
		name = row ? json_find(json_root(row), "case") : NULL;
		if (!row || strncmp(json_text(name), "h_", 2)) {
			wrong += !row;
			json_doc_free(row);
			continue;
		}
		file = json_find(json_root(row), "files")->first;
		error = json_find(json_root(row), "error");
		doc = json_parse(file->text, strlen(file->text), &err);
		seen++;
		/* That row's file was Latin-1; the JSON line that holds it cannot be. */
		if (!doc != !!error && strcmp(json_text(name), "h_latin1")) {
			printf("# %s: %s\n", json_text(name), err.text);
			wrong++;
		}
		json_doc_free(doc);
		json_doc_free(row);
	}
	ok(seen >= 12 && !wrong, "%d files of odd syntax: %d not as QMK does", seen, wrong);
	str_release(&all);
	free(path);
}

int main(void)
{
	test_accepted();
	test_refused();
	test_caps();
	test_access();
	test_oracle();
	return tap_done();
}
