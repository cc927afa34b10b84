/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/mem.h"
#include "compile/keyboard_json.h"
#include "tap.h"

enum { SET = KEYBOARD_JSON_SET, REMOVE = KEYBOARD_JSON_REMOVE };
enum { INSERT = KEYBOARD_JSON_INSERT, MOVE = KEYBOARD_JSON_MOVE };

/* @value as JSON; MOVE: the index. NULL: none. */
static bool edit(const char *text, size_t len, int change, const char *path, const char *value,
		 struct str *out, struct err *err)
{
	struct keyboard_json_edit edit = { .change = (enum keyboard_json_change)change, .path = path };
	struct json_doc *doc = NULL;
	struct err bad;
	bool done;

	if (change == MOVE)
		edit.to = strtoul(value, NULL, 10);
	else if (value && !(doc = json_parse(value, strlen(value), &bad)))
		printf("Bail out! %s: %s\n", value, bad.text), exit(1);
	edit.value = doc ? json_root(doc) : NULL;
	done = keyboard_json_edit(text, len, &edit, out, err);
	json_doc_free(doc);
	return done;
}

struct row {
	int change;
	const char *path, *value, *before, *after;
};

static const struct row scalars[] = {
	{ SET, "a", "2", "{\"a\": 1}", "{\"a\": 2}" },
	{ SET, "a.b", "\"x\"", "{ \"a\" :{ \"b\" : true , } } // c", "{ \"a\" :{ \"b\" : \"x\" , } } // c" },
	{ SET, "a.1", "\"B2\"", "{\"a\": [\"A1\",\"B1\" /* two */, \"C1\"]}",
	  "{\"a\": [\"A1\",\"B2\" /* two */, \"C1\"]}" },
	{ SET, "a.1.b", "1.5", "{\"a\": [1, {\"b\": null}]}", "{\"a\": [1, {\"b\": 1.5}]}" },
	{ SET, "a", "1.0", "{\"a\": 1}", "{\"a\": 1}" },
	/* the same sort of quotes, or none */
	{ SET, "a", "\"y\"", "a: 'x'\r\nb: 1\r\n", "a: 'y'\r\nb: 1\r\n" },
	{ SET, "a", "\"y's\"", "a: 'x'\nb: 1\n", "a: \"y's\"\nb: 1\n" },
	{ SET, "a", "\"a new one, with a comma\"", "a: old one # not a comment\nb: 1\n",
	  "a: a new one, with a comma\nb: 1\n" },
	{ SET, "a", "\"12\"", "a: old\nb: 1", "a: \"12\"\nb: 1" },
	{ SET, "a", "\" x\"", "a: old\nb: 1", "a: \" x\"\nb: 1" },
	{ SET, "a", "5", "a: old\nb: 1", "a: 5\nb: 1" },
	{ SET, "a", "\"x\"", "{a: 5, b: 1}", "{a: \"x\", b: 1}" },
	{ SET, "a", "\"x\"", "a: '''\n  one\n  two\n  '''\nb: 1", "a: \"x\"\nb: 1" },
	/* a mark that is not part of the text stays in front */
	{ SET, "a", "2", "\xef\xbb\xbf{\"a\": 1}", "\xef\xbb\xbf{\"a\": 2}" },
	{ SET, "a", "2",
	  "\xef\xbb\xbf"
	  "a: 1",
	  "\xef\xbb\xbf"
	  "a: 2" },
	{ SET, "a", "\"\\u00fc\\n\"", "{\"a\": 1}", "{\"a\": \"\xc3\xbc\\n\"}" },
};

static const struct row containers[] = {
	{ SET, "a", "[\"B1\", \"B2\"]", "{\"a\": [\"A1\"]}", "{\"a\": [\"B1\", \"B2\"]}" },
	{ SET, "a", "[1, 2]", "{\n    \"a\": [\n        7,\n        8\n    ]\n}\n",
	  "{\n    \"a\": [1, 2]\n}\n" },
	{ SET, "a", "[[1], [2, {b: 3}]]", "{\n    \"a\": [\n        7,\n        8\n    ]\n}\n",
	  "{\n    \"a\": [\n        [1],\n        [2, {\"b\": 3}]\n    ]\n}\n" },
	{ SET, "a", "{x: 1, y: {z: []}}", "{\n  \"a\": null\n}",
	  "{\n  \"a\": {\n    \"x\": 1,\n    \"y\": {\n      \"z\": []\n    }\n  }\n}" },
	{ SET, "a", "{x: 1, y: {z: 2}}", "{\"a\": null}", "{\"a\": {\"x\": 1, \"y\": {\"z\": 2}}}" },
	{ SET, "a", "{x: 1}", "{\r\n\ta: 0\r\n\tb: 1\r\n}", "{\r\n\ta: {\r\n\t\tx: 1\r\n\t}\r\n\tb: 1\r\n}" },
	{ SET, "a.0", "{x: 1}", "{\n  \"a\": [\n    {},\n    { \"x\": 2 }\n  ]\n}",
	  "{\n  \"a\": [\n    { \"x\": 1 },\n    { \"x\": 2 }\n  ]\n}" },
};

static const struct row added[] = {
	/* behind the last, with its indentation and comma; its comment stays with it */
	{ SET, "c", "3", "{\n    \"a\": 1,\n    \"b\": 2\n}\n",
	  "{\n    \"a\": 1,\n    \"b\": 2,\n    \"c\": 3\n}\n" },
	{ SET, "c", "3", "{\n\t\"a\": 1,\n\t\"b\": 2, // two\n}\n",
	  "{\n\t\"a\": 1,\n\t\"b\": 2, // two\n\t\"c\": 3,\n}\n" },
	{ SET, "c", "3", "{\n\t\"a\": 1,\n\t\"b\": 2 // two\n\t# end\n}\n",
	  "{\n\t\"a\": 1,\n\t\"b\": 2, // two\n\t\"c\": 3\n\t# end\n}\n" },
	{ SET, "c", "3", "{\"a\": 1, \"b\": 2}", "{\"a\": 1, \"b\": 2, \"c\": 3}" },
	{ SET, "c", "3", "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2,\"c\":3}" },
	{ SET, "c", "3", "{ 'a' : 1 }", "{ 'a' : 1, 'c' : 3 }" },
	{ SET, "c", "\"x\"", "{a: 1\n b: 2}", "{a: 1\n b: 2\n c: \"x\"}" },
	{ SET, "c", "3", "{\"a\": 1,\n \"b\": 2}", "{\"a\": 1,\n \"b\": 2,\n \"c\": 3}" },
	/* habits of HJSON */
	{ SET, "c", "3", "a: 1\nb: two", "a: 1\nb: two\nc: 3" },
	{ SET, "c", "3", "a: 1,\nb: 2\n", "a: 1,\nb: 2,\nc: 3\n" },
	{ SET, "c", "3", "{\n  a: one\n}\n", "{\n  a: one\n  c: 3\n}\n" },
	{ SET, "c d", "3", "{\n  a: 1\n  b: 2\n}\n", "{\n  a: 1\n  b: 2\n  \"c d\": 3\n}\n" },
	{ SET, "c", "'x'", "{\r\n  'a': 'y',\r\n  'b': 2\r\n}",
	  "{\r\n  'a': 'y',\r\n  'b': 2,\r\n  'c': 'x'\r\n}" },
	{ SET, "c", "3", "a: '''\n  x\n  '''\n", "a: '''\n  x\n  ''',\nc: 3\n" },
	{ SET, "c", "3", "{\"a\": 1 /* one\n more */ }", "{\"a\": 1, \"c\": 3 /* one\n more */ }" },
	/* where QMK's formatter has it */
	{ SET, "b", "2", "{\n    \"a\": 1,\n    \"c\": 3\n}",
	  "{\n    \"a\": 1,\n    \"b\": 2,\n    \"c\": 3\n}" },
	{ SET, "b", "2", "{\n    \"a\": 1, // one\n    // three\n    \"c\": 3\n}",
	  "{\n    \"a\": 1, // one\n    \"b\": 2,\n    // three\n    \"c\": 3\n}" },
	{ SET, "a", "1", "{\n    // first\n    \"b\": 2,\n    \"c\": 3\n}",
	  "{\n    \"a\": 1,\n    // first\n    \"b\": 2,\n    \"c\": 3\n}" },
	{ SET, "a", "1", "b: 2\nc: 3\n", "a: 1\nb: 2\nc: 3\n" },
	{ SET, "a", "1", "{\"b\": 2, \"c\": 3}", "{\"a\": 1, \"b\": 2, \"c\": 3}" },
	{ SET, "a", "1", "{\"c\": 2, \"b\": 3}", "{\"c\": 2, \"b\": 3, \"a\": 1}" },
	{ SET, "usb", "1", "{\n \"keyboard_name\": 1,\n \"manufacturer\": 2,\n \"layouts\": {}\n}",
	  "{\n \"keyboard_name\": 1,\n \"usb\": 1,\n \"manufacturer\": 2,\n \"layouts\": {}\n}" },
	{ SET, "tags", "1", "{\n \"maintainer\": 1,\n \"usb\": 2,\n \"split\": 3,\n \"layouts\": {}\n}",
	  "{\n \"maintainer\": 1,\n \"usb\": 2,\n \"split\": 3,\n \"tags\": 1,\n \"layouts\": {}\n}" },
	{ SET, "k.0.w", "2", "{\"k\": [{\"matrix\": [0, 1], \"x\": 0, \"y\": 1}]}",
	  "{\"k\": [{\"matrix\": [0, 1], \"x\": 0, \"y\": 1, \"w\": 2}]}" },
	{ SET, "k.0.label", "\"A\"", "{\"k\": [{\"matrix\": [0, 1], \"x\": 0, \"y\": 1}]}",
	  "{\"k\": [{\"label\": \"A\", \"matrix\": [0, 1], \"x\": 0, \"y\": 1}]}" },
	/* parents are made */
	{ SET, "b.c.d", "[1]", "{\n  \"a\": 1\n}",
	  "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": {\n      \"d\": [1]\n    }\n  }\n}" },
	{ SET, "b.c.0.d", "1", "{\n  \"a\": 1\n}",
	  "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [\n      {\"d\": 1}\n    ]\n  }\n}" },
	{ SET, "b.c", "1", "{\"a\": 1}", "{\"a\": 1, \"b\": {\"c\": 1}}" },
	{ SET, "b.c", "1", "{\n  \"b\": {}\n}", "{\n  \"b\": {\n    \"c\": 1\n  }\n}" },
	{ SET, "b.c", "1", "{\n  \"b\": {\n  }\n}", "{\n  \"b\": {\n    \"c\": 1\n  }\n}" },
	{ SET, "b.c", "1", "{\n  \"b\": { /* none */ }\n}",
	  "{\n  \"b\": { /* none */\n    \"c\": 1\n  }\n}" },
	{ SET, "b.c", "1", "{\n  \"b\": {\n    // none\n  }\n}",
	  "{\n  \"b\": {\n    // none\n    \"c\": 1\n  }\n}" },
	{ SET, "b.0.c", "1", "{\n  \"b\": [{}, 2]\n}", "{\n  \"b\": [{\"c\": 1}, 2]\n}" },
	{ SET, "a", "1", "{}", "{\n    \"a\": 1\n}" },
	{ SET, "a", "1", "", "{\n    \"a\": 1\n}\n" },
	{ SET, "a.b", "1", "# mine", "# mine\n{\n    \"a\": {\n        \"b\": 1\n    }\n}\n" },
};

static const struct row removed[] = {
	{ REMOVE, "b", NULL, "{\n  \"a\": 1,\n  \"b\": 2, // two\n  // three\n  \"c\": 3\n}",
	  "{\n  \"a\": 1,\n  // three\n  \"c\": 3\n}" },
	{ REMOVE, "a", NULL, "{\n  // one\n  /* x */ \"a\": 1,\n  \"b\": 2\n}",
	  "{\n  // one\n  \"b\": 2\n}" },
	{ REMOVE, "b", NULL, "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "{\n  \"a\": 1\n}\n" },
	{ REMOVE, "b", NULL, "{\n  \"a\": 1,\n  \"b\": 2,\n}\n", "{\n  \"a\": 1,\n}\n" },
	{ REMOVE, "b", NULL, "{\r\n  a: 1\r\n  b: two\r\n}\r\n", "{\r\n  a: 1\r\n}\r\n" },
	{ REMOVE, "b", NULL, "a: 1\r\nb: two", "a: 1" },
	{ REMOVE, "a", NULL, "a: 1\nb: two", "b: two" },
	{ REMOVE, "a", NULL, "{\n  \"a\": {\n    \"x\": 1\n  },\n  \"b\": 2\n}", "{\n  \"b\": 2\n}" },
	{ REMOVE, "a.x", NULL, "{\n  \"a\": {\n    \"x\": 1\n  }\n}", "{\n  \"a\": {\n  }\n}" },
	{ REMOVE, "a", NULL, "{\"a\": 1, \"b\": 2}", "{\"b\": 2}" },
	{ REMOVE, "b", NULL, "{\"a\": 1, \"b\": 2}", "{\"a\": 1}" },
	{ REMOVE, "b", NULL, "{ \"a\": 1, \"b\": 2 }", "{ \"a\": 1 }" },
	{ REMOVE, "a", NULL, "{ \"a\": 1 }", "{}" },
	{ REMOVE, "a.1", NULL, "{\"a\": [1, 2 /* two */, 3]}", "{\"a\": [1, 3]}" },
	{ REMOVE, "a.1", NULL, "{\"a\": ['1' '2' '3']}", "{\"a\": ['1' '3']}" },
	{ REMOVE, "a.2", NULL, "{\"a\": [1, 2,\n 3, 4]}", "{\"a\": [1, 2,\n 4]}" },
	{ REMOVE, "a.3", NULL, "{\"a\": [1, 2,\n 3, 4]}", "{\"a\": [1, 2,\n 3]}" },
	{ REMOVE, "a.1", NULL, "{\"a\": [1, 2,\n 3, 4]}", "{\"a\": [1,\n 3, 4]}" },
	{ REMOVE, "a.2", NULL, "{\"a\": [\n  1,\n  2,\n  3\n]}", "{\"a\": [\n  1,\n  2\n]}" },
};

static const struct row listed[] = {
	{ INSERT, "a.0", "\"X\"", "{\"a\": [\"A\", \"B\"]}", "{\"a\": [\"X\", \"A\", \"B\"]}" },
	{ INSERT, "a.1", "\"X\"", "{\"a\": [\"A\",\"B\"]}", "{\"a\": [\"A\",\"X\",\"B\"]}" },
	{ INSERT, "a.2", "\"X\"", "{\"a\": [\"A\", \"B\"]}", "{\"a\": [\"A\", \"B\", \"X\"]}" },
	{ INSERT, "a.2", "\"X\"", "{\"a\": [\"A\", \"B\", ]}", "{\"a\": [\"A\", \"B\", \"X\", ]}" },
	{ SET, "a.2", "\"X\"", "{\"a\": [\"A\", \"B\"]}", "{\"a\": [\"A\", \"B\", \"X\"]}" },
	{ INSERT, "a.0", "\"X\"", "{\"a\": []}", "{\"a\": [\"X\"]}" },
	{ INSERT, "a.0", "1", "{\"a\": [2]}", "{\"a\": [1, 2]}" },
	{ INSERT, "a.1", "1", "{\"a\": [[2] [3]]}", "{\"a\": [[2] 1, [3]]}" },
	{ INSERT, "a.0", "1", "{\"a\": [[2] [3]]}", "{\"a\": [1, [2] [3]]}" },
	{ INSERT, "a.2", "1", "{\"a\": [1, 2,\n 3, 4]}", "{\"a\": [1, 2, 1,\n 3, 4]}" },
	{ INSERT, "a.0", "{b: 1}", "{\n  \"a\": [\n    {\"b\": 2},\n    {\"b\": 3}\n  ]\n}",
	  "{\n  \"a\": [\n    {\"b\": 1},\n    {\"b\": 2},\n    {\"b\": 3}\n  ]\n}" },
	{ INSERT, "a.2", "{b: 1}", "{\n  \"a\": [\n    {\"b\": 2},\n    {\"b\": 3}\n  ]\n}",
	  "{\n  \"a\": [\n    {\"b\": 2},\n    {\"b\": 3},\n    {\"b\": 1}\n  ]\n}" },
	{ INSERT, "a.1", "\"X\"", "a: [\n  P\n  Q\n]", "a: [\n  P\n  \"X\"\n  Q\n]" },
	{ MOVE, "a.0", "2", "{\"a\": [1, 2 , 3]}", "{\"a\": [2, 3 , 1]}" },
	{ MOVE, "a.2", "0", "{\"a\": [1, 2 , 3]}", "{\"a\": [3, 1 , 2]}" },
	{ MOVE, "a.1", "1", "{\"a\": [1, 2 , 3]}", "{\"a\": [1, 2 , 3]}" },
	{ MOVE, "a.0", "1", "{\n  \"a\": [\n    1, // one\n    2 // two\n  ]\n}",
	  "{\n  \"a\": [\n    2, // two\n    1 // one\n  ]\n}" },
	{ MOVE, "a.2", "1", "a: [\n  P\n  Q\n  R\n]", "a: [\n  P\n  R\n  Q\n]" },
};

/* How many lines @b has that stand not at the same end of @a. */
static size_t changed_lines(const char *a, const char *b)
{
	size_t start = 0, end = 0, from, to, lines = 1, x = strlen(a), y = strlen(b);

	while (start < x && start < y && a[start] == b[start])
		start++;
	while (end < x - start && end < y - start && a[x - end - 1] == b[y - end - 1])
		end++;
	from = start;
	to = y - end;
	while (from < to)
		lines += b[from++] == '\n';
	return lines;
}

static void test_rows(const char *what, const struct row *row, size_t count)
{
	for (size_t i = 0; i < count; i++, row++) {
		struct str out = STR_INIT;
		struct err err = { 0 };
		bool done = edit(row->before, strlen(row->before), row->change, row->path, row->value, &out,
				 &err);

		ok(done && !strcmp(str_text(&out), row->after), "%s %zu: %s", what, i, row->path);
		if (!done)
			printf("# %s\n", err.text);
		else if (strcmp(str_text(&out), row->after))
			printf("# got  >%s<\n# want >%s<\n", str_text(&out), row->after);
		str_release(&out);
	}
}

static void test_refused(void)
{
	static const struct {
		int change;
		const char *path, *value, *text;
		enum err_code code;
		const char *why;
	} rows[] = {
		{ SET, "a", "1", "{\"a\": ", ERR_PARSE, "line 1" },
		{ SET, "a", "1", "{\"a\": 1, \"a\": 2}", ERR_PARSE, "second time" },
		{ SET, "a", "1", "[1]", ERR_USAGE, "the file holds a list" },
		{ SET, "a.b", "1", "{\"a\": 1}", ERR_USAGE, "a is a number and has no members" },
		{ SET, "a.b.c", "1", "{\"a\": null}", ERR_USAGE, "no members" },
		{ SET, "a.b", "1", "{\"a\": [1]}", ERR_USAGE, "a is a list" },
		{ SET, "a.3", "1", "{\"a\": [1]}", ERR_RANGE, "1 elements" },
		{ SET, "a.1", "1", "{}", ERR_RANGE, "its first index is 0" },
		{ SET, "", "1", "{}", ERR_USAGE, "no path" },
		{ SET, "a..b", "1", "{}", ERR_USAGE, "empty part" },
		{ SET, "a.", "1", "{}", ERR_USAGE, "empty part" },
		{ SET, "a.", "1", "{a: {}}", ERR_USAGE, "no path" },
		{ REMOVE, "b", NULL, "{\"a\": 1}", ERR_NOT_FOUND, "no b in this file" },
		{ REMOVE, "a.1", NULL, "{\"a\": [1]}", ERR_NOT_FOUND, "no a.1" },
		{ REMOVE, "b.c", NULL, "{\"a\": 1}", ERR_NOT_FOUND, "no b.c" },
		{ INSERT, "b", "1", "{\"a\": 1}", ERR_USAGE, "not in a list" },
		{ INSERT, "a.1.0", "1", "{\"a\": [0]}", ERR_NOT_FOUND, "no a.1.0" },
		{ MOVE, "a", "0", "{\"a\": 1}", ERR_USAGE, "not in a list" },
		{ MOVE, "a.0", "2", "{\"a\": [1, 2]}", ERR_RANGE, "2 elements" },
		{ MOVE, "a.2", "0", "{\"a\": [1, 2]}", ERR_NOT_FOUND, "no a.2" },
		/* a text without quotes would take in what follows it */
		{ MOVE, "a.0", "1", "a: [\n  1,\n  P, Q\n]", ERR_REFUSED, "something else" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str out = STR_INIT;
		struct err err = { 0 };

		ok(!edit(rows[i].text, strlen(rows[i].text), rows[i].change, rows[i].path, rows[i].value,
			 &out, &err) &&
			   err.code == rows[i].code && strstr(err.text, rows[i].why) && !out.len,
		   "refused %zu: %s", i, err.text);
		str_release(&out);
	}
}

static void test_long_path(void)
{
	struct str path = STR_INIT, out = STR_INIT;
	struct err err = { 0 };

	for (int i = 0; i < 62; i++)
		str_add(&path, "a.");
	str_add(&path, "a");
	ok(edit("{}", 2, SET, str_text(&path), "1", &out, &err),
	   "objects are made as deep as they can be read");
	str_clear(&out);
	ok(!edit("{}", 2, SET, str_text(&path), "[[]]", &out, &err) && err.code == ERR_REFUSED,
	   "what could not be read back is refused: %s", err.text);
	str_add(&path, ".a.a");
	ok(!edit("{}", 2, SET, str_text(&path), "1", &out, &err) && err.code == ERR_RANGE,
	   "so is a longer path");
	str_release(&path);
	str_release(&out);
}

static uint32_t state = 1;

static uint32_t below(size_t limit)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % (uint32_t)limit;
}

/* What went over the files of the corpus. */
static struct {
	size_t files, edits, wrong, one, more;
} seen;

/* A random member or element on the way down from @root, and its path. */
static const struct json *pick(const struct json *root, struct str *path, const struct json **parent)
{
	const struct json *node = root;

	for (;;) {
		size_t index = below(node->count);

		*parent = node;
		node = node->first;
		for (size_t i = 0; i < index; i++)
			node = node->next;
		if (path->len)
			str_add_char(path, '.');
		if (node->key)
			str_add(path, node->key);
		else
			str_addf(path, "%zu", index);
		if (!node->count || !below(6))
			return node;
	}
}

static void wrong(const char *file, const char *path, const char *what)
{
	seen.wrong++;
	printf("# %s: %s: %s\n", file, path, what);
}

static void count_lines(const struct json *node, const char *before, const char *after)
{
	size_t lines = changed_lines(before, after);

	if (node->count || !strcmp(before, after))
		return;
	seen.one += lines == 1;
	seen.more += lines > 1;
}

/* Another value, then the old one again. */
static void check_set(const char *file, const struct str *text, const struct json *node, const char *path)
{
	static const char *const values[] = { "true", "-17", "0.25", "\"a \\\"text\\\", with # all\"" };
	struct str out = STR_INIT, back = STR_INIT, old = STR_INIT;
	struct err err = { 0 };

	json_add_line(&old, node);
	if (!edit(str_text(text), text->len, SET, path, values[below(COUNT(values))], &out, &err)) {
		wrong(file, path, err.text);
	} else {
		count_lines(node, str_text(text), str_text(&out));
		if (!edit(str_text(&out), out.len, SET, path, str_text(&old), &back, &err))
			wrong(file, path, err.text);
		else if (old.len == node->span.len && !strchr(str_text(&old), '\\') &&
			 !memcmp(str_text(&old), str_text(text) + node->span.start, old.len) &&
			 strcmp(str_text(&back), str_text(text)))
			wrong(file, path, "set and set back, the text is another");
	}
	seen.edits += 2;
	str_release(&out);
	str_release(&back);
	str_release(&old);
}

/* Out and in again at the same place of a list; other members find the place that is usual. */
static void check_remove(const char *file, const struct str *text, const struct json *node, const char *path)
{
	struct str out = STR_INIT, back = STR_INIT, old = STR_INIT;
	struct err err = { 0 };

	json_add_line(&old, node);
	if (!edit(str_text(text), text->len, REMOVE, path, NULL, &out, &err) ||
	    !edit(str_text(&out), out.len, node->key ? SET : INSERT, path, str_text(&old), &back, &err))
		wrong(file, path, err.text);
	seen.edits += 2;
	str_release(&out);
	str_release(&back);
	str_release(&old);
}

static void check_move(const char *file, const struct str *text, const struct json *list, const char *path)
{
	struct str out = STR_INIT, back = STR_INIT, moved = STR_INIT;
	const char *dot = strrchr(path, '.');
	char to[24], from[24];
	struct err err = { 0 };

	snprintf(to, sizeof(to), "%u", below(list->count));
	snprintf(from, sizeof(from), "%s", dot + 1);
	str_add_bytes(&moved, path, (size_t)(dot + 1 - path));
	str_add(&moved, to);
	if (!edit(str_text(text), text->len, MOVE, path, to, &out, &err) ||
	    !edit(str_text(&out), out.len, MOVE, str_text(&moved), from, &back, &err))
		wrong(file, path, err.text);
	else if (strcmp(str_text(&back), str_text(text)))
		wrong(file, path, "moved and moved back, the text is another");
	seen.edits += 2;
	str_release(&out);
	str_release(&back);
	str_release(&moved);
}

/* The bytes around what is set stay, by looking at them: keyboard_json_edit() itself compares only what they say. */
static void check_bytes(const char *file, const struct str *text, const struct json *node, const char *path)
{
	size_t end = node->span.start + node->span.len, tail = text->len - end;
	struct str out = STR_INIT;
	struct err err = { 0 };

	if (!edit(str_text(text), text->len, SET, path, "null", &out, &err))
		wrong(file, path, err.text);
	else if (out.len != text->len - node->span.len + 4 ||
		 memcmp(str_text(&out), str_text(text), node->span.start) ||
		 memcmp(str_text(&out) + out.len - tail, str_text(text) + end, tail))
		wrong(file, path, "other bytes changed");
	seen.edits++;
	str_release(&out);
}

static void check_member(const char *file, const struct str *text, const struct json *root)
{
	const struct json *parent, *node;
	struct str path = STR_INIT;

	state = (uint32_t)text->len; /* whatever file was before */
	node = pick(root, &path, &parent);
	check_set(file, text, node, str_text(&path));
	check_remove(file, text, node, str_text(&path));
	check_bytes(file, text, node, str_text(&path));
	if (parent->type == JSON_ARRAY)
		check_move(file, text, parent, str_text(&path));
	str_release(&path);
}

static void check_file(const char *file)
{
	struct str text = STR_INIT;
	struct err err = { 0 };
	struct json_doc *doc = NULL;

	seen.files++;
	if (!file_read(file, JSON_MAX_BYTES, &text, &err) ||
	    !(doc = json_parse(str_text(&text), text.len, &err)))
		wrong(file, "", err.text);
	else if (json_root(doc)->count)
		check_member(file, &text, json_root(doc));
	json_doc_free(doc);
	str_release(&text);
}

static void check_tree(const char *folder)
{
	DIR *dir = opendir(folder);

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char *path = file_join(folder, entry->d_name);

		if (!strcmp(entry->d_name, "keyboard.json") || !strcmp(entry->d_name, "info.json"))
			check_file(path);
		else if (!strchr(entry->d_name, '.') && strcmp(entry->d_name, "keymaps"))
			check_tree(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

static void test_corpus(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	char *keyboards;

	if (!corpus) {
		ok(true, "QMK's keyboards # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
		return;
	}
	keyboards = file_join(corpus, "keyboards");
	check_tree(keyboards);
	free(keyboards);
	ok(seen.files > 1000 && !seen.wrong, "%zu files, %zu edits, %zu wrong", seen.files, seen.edits,
	   seen.wrong);
	ok(seen.one && !seen.more, "%zu values set, each on one line", seen.one);
}

int main(void)
{
	test_rows("scalar", scalars, COUNT(scalars));
	test_rows("container", containers, COUNT(containers));
	test_rows("added", added, COUNT(added));
	test_rows("removed", removed, COUNT(removed));
	test_rows("list", listed, COUNT(listed));
	test_refused();
	test_long_path();
	test_corpus();
	return tap_done();
}
