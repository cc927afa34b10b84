/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/qmk_api.h"
#include "tap.h"

static struct json_doc *parse(const char *text)
{
	struct err err;
	struct json_doc *doc = json_parse(text, strlen(text), &err);

	if (!doc)
		printf("# %s\n", err.text);
	return doc;
}

static void test_ids(void)
{
	static const struct {
		const char *id;
		bool good;
	} rows[] = {
		{ "planck", true },
		{ "planck/rev7", true },
		{ "0_sixty", true },
		{ "a-b+c.d/E9", true },
		{ "", false },
		{ "/planck", false },
		{ "planck/", false },
		{ "planck//rev7", false },
		{ ".", false },
		{ "..", false },
		{ "../planck", false },
		{ "planck/../../x", false },
		{ "planck/.rev7", false },
		{ "planck rev7", false },
		{ "planck\nrev7", false },
		{ "planck?rev7", false },
		{ "planck#rev7", false },
		{ "planck%2frev7", false },
		{ "planck\\rev7", false },
		{ "http://x", false },
		{ "plänck", false },
	};
	char longest[202];

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(qmk_api_is_id(rows[i].id) == rows[i].good, "id %zu is %s", i,
		   rows[i].good ? "good" : "bad");
	memset(longest, 'a', sizeof(longest));
	longest[200] = '\0';
	ok(qmk_api_is_id(longest), "an id of 200 bytes");
	longest[200] = 'a';
	longest[201] = '\0';
	ok(!qmk_api_is_id(longest), "and one that is too long");
}

static void test_keyboard(void)
{
	static const struct {
		const char *what, *text;
		bool good;
	} rows[] = {
		{ "a layout with keys",
		  "{\"keyboards\": {\"a/b\": {\"layouts\": {\"L\": {\"layout\": [{}]}}}}}", true },
		{ "the second has them",
		  "{\"keyboards\": {\"a/b\": {\"layouts\": {\"L\": {\"layout\": []}, \"M\": {\"layout\": "
		  "[1]}}}}}",
		  true },
		{ "another keyboard",
		  "{\"keyboards\": {\"a/c\": {\"layouts\": {\"L\": {\"layout\": [{}]}}}}}", false },
		{ "a path is no name",
		  "{\"keyboards\": {\"a\": {\"b\": {\"layouts\": {\"L\": {\"layout\": [{}]}}}}}}", false },
		{ "no layouts", "{\"keyboards\": {\"a/b\": {}}}", false },
		{ "layouts that are a list",
		  "{\"keyboards\": {\"a/b\": {\"layouts\": [{\"layout\": [{}]}]}}}", false },
		{ "keys that are an object",
		  "{\"keyboards\": {\"a/b\": {\"layouts\": {\"L\": {\"layout\": {\"x\": 1}}}}}}", false },
		{ "a keyboard that is a number", "{\"keyboards\": {\"a/b\": 7}}", false },
		{ "keyboards that are a list", "{\"keyboards\": [\"a/b\"]}", false },
		{ "nothing", "{}", false },
		{ "a text", "\"a/b\"", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct json_doc *doc = parse(rows[i].text);
		struct err err = { 0 };
		const struct json *keyboard = doc ? qmk_api_keyboard(json_root(doc), "a/b", &err) : NULL;

		ok(doc && !keyboard == !rows[i].good && (keyboard || err.code == ERR_PARSE), "%s",
		   rows[i].what);
		json_doc_free(doc);
	}
}

static void test_keymap(void)
{
	static const struct {
		const char *text, *path;
	} rows[] = {
		{ "{\"keymaps\": {\"default\": {\"url\": \"x\", \"path\": "
		  "\"keyboards/a/keymaps/default/keymap.json\"}}}",
		  "v1/keyboards/a/keymaps/default/keymap.json" },
		{ "{\"keymaps\": {\"via\": {\"path\": \"keyboards/a/keymaps/via/keymap.json\"}}}", NULL },
		{ "{\"keymaps\": {\"default\": {\"path\": \"../x\"}}}", NULL },
		{ "{\"keymaps\": {\"default\": {\"path\": 3}}}", NULL },
		{ "{\"keymaps\": {\"default\": \"keyboards/a\"}}", NULL },
		{ "{\"keymaps\": {}}", NULL },
		{ "{}", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct json_doc *doc = parse(rows[i].text);
		char *path = qmk_api_default_keymap(json_root(doc));

		ok(!path == !rows[i].path && (!path || !strcmp(path, rows[i].path)), "default keymap %zu: %s",
		   i, path ? path : "none");
		free(path);
		json_doc_free(doc);
	}
}

static void test_aliases(void)
{
	static const char text[] = "{\"keyboard_aliases\": {\"a.b/old\": {\"target\": \"mid\"}, \"mid\": "
				   "{\"target\": \"new/1\"},"
				   "\"ping\": {\"target\": \"pong\"}, \"pong\": {\"target\": \"ping\"},"
				   "\"self\": {\"target\": \"self\"}, \"out\": {\"target\": \"../out\"},"
				   "\"odd\": {\"target\": 3}, \"bare\": \"new/1\"}}";
	static const struct {
		const char *name, *target;
	} rows[] = {
		{ "a.b/old", "new/1" }, { "mid", "new/1" }, { "new/1", "new/1" },
		{ "self", "self" },     { "out", "out" },   { "odd", "odd" },
		{ "bare", "bare" },     { "a", "a" },       { "", "" },
	};
	struct json_doc *doc = parse(text);
	char *id;

	for (size_t i = 0; i < COUNT(rows); i++) {
		id = qmk_api_follow_aliases(json_root(doc), rows[i].name);
		ok(!strcmp(id, rows[i].target), "'%s' is now '%s'", rows[i].name, id);
		free(id);
	}
	id = qmk_api_follow_aliases(json_root(doc), "ping");
	ok(!strcmp(id, "ping") || !strcmp(id, "pong"), "aliases that go round end");
	free(id);
	id = qmk_api_follow_aliases(NULL, "planck");
	ok(!strcmp(id, "planck"), "no aliases at all");
	free(id);
	json_doc_free(doc);
}

int main(void)
{
	char *path = qmk_api_info_path("planck/rev7");

	ok(!strcmp(path, "v1/keyboards/planck/rev7/info.json"), "where a keyboard's data is");
	free(path);
	test_ids();
	test_keyboard();
	test_keymap();
	test_aliases();
	return tap_done();
}
