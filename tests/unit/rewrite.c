/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "compile/keymap_json.h"
#include "compile/rewrite.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "read_json.h"
#include "tap.h"
#include "tiny.h"

static void test_parts(void)
{
	struct rewrite rewrite = { 0 };
	struct str out = STR_INIT;

	rewrite_replace(&rewrite, (struct span){ 4, 1 }, "E");
	rewrite_replace(&rewrite, (struct span){ 2, 0 }, "<");
	rewrite_replace(&rewrite, (struct span){ 2, 0 }, ">");
	rewrite_replace(&rewrite, (struct span){ 6, 2 }, "");
	rewrite_print(&rewrite, "abcdefgh", (struct span){ 0, 8 }, &out);
	ok(!strcmp(str_text(&out), "ab<>cdEf"), "replaced, inserted in order, removed: %s", str_text(&out));
	rewrite_release(&rewrite);
	str_clear(&out);
	rewrite_replace(&rewrite, (struct span){ 3, 1 }, "X");
	rewrite_print(&rewrite, "abcdefgh", (struct span){ 2, 3 }, &out);
	ok(!strcmp(str_text(&out), "cXe"), "a stretch of it");
	rewrite_release(&rewrite);
	str_release(&out);
}

/* Read back without a keyboard; whether that is @map. */
static bool reads_back(const char *text, size_t len, const struct keymap *map)
{
	struct document json = { 0 };
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	bool same = read_json(text, len, NULL, &json, &found, &err);

	if (!same)
		printf("# %s\n", err.text);
	same = same && keymap_equal(json.map, map);
	document_release(&json);
	diagnostics_release(&found);
	return same;
}

enum change { SET, SET_ALL, TURN, ADD, COPY, DELETE, MOVE, NAME };

static const struct keymap *apply(const struct keymap *map, enum change change)
{
	const struct keymap *next, *last;
	struct err err;

	switch (change) {
	case SET:
		return edit_key(map, 0, 1, tiny_action("LT(1, KC_SPC)"));
	case SET_ALL:
		next = edit_key(map, 0, 0, tiny_action("KC_X"));
		last = edit_key(next, 0, 1, tiny_action("KC_Y"));
		keymap_unref(next);
		return last;
	case TURN:
		return edit_turn(map, 0, 0, TURN_CW, tiny_action("KC_VOLU"));
	case ADD:
		return edit_layer_add(map, 1, -1, 0, &err);
	case COPY:
		return edit_layer_add(map, 1, 0, 0, &err);
	case DELETE:
		return edit_layer_delete(map, 0, NULL, &err);
	case MOVE:
		return edit_layer_move(map, 0, 1);
	case NAME:
		return edit_layer_rename(map, 0, symbol("ba\"se"));
	}
	return NULL;
}

static void test_update(void)
{
	static const struct {
		enum change change;
		const char *before, *after;
	} rows[] = {
		/* one binding, and no other byte */
		{ SET, "{ \"layers\" :[[ \"KC_A\",\"KC_B\"  ,]] /* c */ , \"x\":1.0}",
		  "{ \"layers\" :[[ \"KC_A\",\"LT(1, KC_SPC)\"  ,]] /* c */ , \"x\":1.0}" },
		{ SET, "layers: [\n [\n  KC_A\n  KC_B // mine\n ]\n]",
		  "layers: [\n [\n  KC_A\n  \"LT(1, KC_SPC)\"\n ]\n]" },
		{ SET_ALL, "layers: [[ 'KC_A' KC_B, # c\n ]]", "layers: [[ 'KC_X' \"KC_Y\"\n ]]" },
		{ SET, "{\"layers\": [[\"MO(\", 7]]}", "{\"layers\": [[\"MO(\", \"LT(1, KC_SPC)\"]]}" },
		{ SET, "{\"layers\": [[\"KC_A\", '''KC_B''']]\n}",
		  "{\"layers\": [[\"KC_A\", \"LT(1, KC_SPC)\"]]\n}" },
		{ SET, "{\"layers\": [[\"KC_A\", \"KC\\u005fB\"]]}",
		  "{\"layers\": [[\"KC_A\", \"LT(1, KC_SPC)\"]]}" },
		/* a layer that is too short has no place for it: that list is written anew */
		{ SET, "{\"layers\": [[\"MO(\"], [\"KC_A\", \"KC_B\"]], \"x\": 1}",
		  "{\"layers\": [\n        [\n            \"MO(\", \"LT(1, KC_SPC)\"\n        ],\n        "
		  "[\"KC_A\", "
		  "\"KC_B\"]\n    ], \"x\": 1}" },
		/* layers that were there keep their text, also what cannot be read */
		{ MOVE,
		  "{\n\t\"layers\": [\n\t\t[\"KC_A\",  \"foo(\"],\n\t\t[\"MO(0)\", \"KC_B\" "
		  "]\n\t],\n\t\"x\": {}\n}\n",
		  "{\n\t\"layers\": [\n\t\t[\"MO(1)\", \"KC_B\" ],\n\t\t[\"KC_A\",  "
		  "\"foo(\"]\n\t],\n\t\"x\": {}\n}\n" },
		{ DELETE, "{\"layers\": [[\"KC_A\"],[ \"MO(1)\"]]}",
		  "{\"layers\": [\n        [ \"MO(0)\"]\n    ]}" },
		{ COPY, "{\r\n  \"layers\": [[\"KC_A\",  \"KC_B\"]]\r\n}",
		  "{\r\n  \"layers\": [\r\n    [\"KC_A\",  \"KC_B\"],\r\n    [\"KC_A\",  \"KC_B\"]\r\n  "
		  "]\r\n}" },
		{ ADD, "layers: [[\"KC_A\"]]\nnotes: to the end",
		  "layers: [\n        [\"KC_A\"],\n        [\n            \"KC_TRNS\"\n        ]\n    "
		  "]\nnotes: to the end" },
		/* encoders */
		{ TURN, "{\"layers\": [[\"A\"]], \"encoders\": [[{\"ccw\": \"KC_A\", \"cw\": KC_B\n}]]}",
		  "{\"layers\": [[\"A\"]], \"encoders\": [[{\"ccw\": \"KC_A\", \"cw\": \"KC_VOLU\"\n}]]}" },
		{ TURN, "{\"layers\": [[\"A\"], [\"B\"]], \"encoders\": [[{\"ccw\": \"(\"}]]}",
		  "{\"layers\": [[\"A\"], [\"B\"]], \"encoders\": [\n        [{\"ccw\": \"(\", \"cw\": "
		  "\"KC_VOLU\"}],\n"
		  "        [{\"ccw\": \"KC_NO\", \"cw\": \"KC_NO\"}]\n    ]}" },
		/* names: a new member before the brace, or into ours */
		{ NAME, "{\n    \"layers\": [[\"KC_A\"]],\n    \"x\": 1 // c\n}\n",
		  "{\n    \"layers\": [[\"KC_A\"]],\n    \"x\": 1,\n    \"keyplane\": {\"layer_names\": "
		  "[\"ba\\\"se\"]} // "
		  "c\n}\n" },
		{ NAME, "layers: [[\"KC_A\"]]\nnotes: to the end\n",
		  "layers: [[\"KC_A\"]]\nnotes: to the end\n    \"keyplane\": {\"layer_names\": "
		  "[\"ba\\\"se\"]}\n" },
		{ NAME, "{\"layers\": [[\"KC_A\"]], \"keyplane\": {\"layer_names\": [\"old\"], \"y\": 2}}",
		  "{\"layers\": [[\"KC_A\"]], \"keyplane\": {\"layer_names\": [\"ba\\\"se\"], \"y\": 2}}" },
		{ NAME, "{\"layers\": [[\"KC_A\"]], \"keyplane\": {\"y\": 2}}",
		  "{\"layers\": [[\"KC_A\"]], \"keyplane\": {\"y\": 2, \"layer_names\": [\"ba\\\"se\"]}}" },
		{ NAME, "{\"layers\": [[\"KC_A\"]], \"keyplane\": 5}",
		  "{\"layers\": [[\"KC_A\"]], \"keyplane\": {\"layer_names\": [\"ba\\\"se\"]}}" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics found = { 0 };
		struct document json = { 0 };
		const struct keymap *map;
		struct str out = STR_INIT;
		struct err err = { 0 };

		if (!read_json(rows[i].before, strlen(rows[i].before), NULL, &json, &found, &err)) {
			ok(false, "row %zu: %s", i, err.text);
			continue;
		}
		map = apply(json.map, rows[i].change);
		ok(keymap_json_update(json.source, NULL, map, &out, &err) &&
			   !strcmp(str_text(&out), rows[i].after),
		   "row %zu is changed where it must", i);
		if (strcmp(str_text(&out), rows[i].after))
			printf("# got %s\n", str_text(&out));
		ok(reads_back(str_text(&out), out.len, map), "row %zu reads back", i);
		keymap_unref(map);
		document_release(&json);
		diagnostics_release(&found);
		str_release(&out);
	}
}

static void test_print(void)
{
	static const char whole[] = "{\n"
				    "    \"version\": 1,\n"
				    "    \"notes\": \"\",\n"
				    "    \"documentation\": \"\",\n"
				    "    \"keyboard\": \"a/b\",\n"
				    "    \"keymap\": \"my \\\"own\\\"\",\n"
				    "    \"layout\": \"LAYOUT\",\n"
				    "    \"layers\": [\n"
				    "        [\n"
				    "            \"KC_A\", \"KC_B\", \"LT(1, KC_C)\",\n"
				    "            \"KC_D\", \"KC_E\", \"KC_F\"\n"
				    "        ],\n"
				    "        [\n"
				    "            \"KC_TRNS\", \"KC_NO\", \"KC_NO\",\n"
				    "            \"KC_NO\", \"KC_NO\", \"FOO(1)\"\n"
				    "        ]\n"
				    "    ],\n"
				    "    \"encoders\": [\n"
				    "        [{\"ccw\": \"KC_VOLD\", \"cw\": \"KC_VOLU\"}],\n"
				    "        [{\"ccw\": \"KC_NO\", \"cw\": \"KC_NO\"}]\n"
				    "    ],\n"
				    "    \"macros\": [\n"
				    "        [\"a\\tb\\n\", {\"action\": \"down\", \"keycodes\": "
				    "[\"LCTL\"]}, {\"action\": \"delay\", "
				    "\"duration\": 20}, {\"action\": \"beep\"}],\n"
				    "        []\n"
				    "    ],\n"
				    "    \"keycodes\": [\n"
				    "        {\"key\": \"HELLO\", \"label\": \"Hi\"}\n"
				    "    ],\n"
				    "    \"config\": {\n"
				    "        \"features\": {\n"
				    "            \"a\": true\n"
				    "        },\n"
				    "        \"tapping\": {\n"
				    "            \"term\": 180,\n"
				    "            \"x\": {\n"
				    "                \"y\": \"z\"\n"
				    "            }\n"
				    "        }\n"
				    "    },\n"
				    "    \"keyplane\": {\"layer_names\": [\"base\", \"\"]}\n"
				    "}\n";
	struct key keys[6] = { { .x_cu = 0 },  { .x_cu = 100 }, { .x_cu = 200 },
			       { .x_cu = 50 }, { .x_cu = 150 }, { .x_cu = 250 } };
	struct layout layout = { .key = keys, .keys = COUNT(keys) };
	struct keymap_json_names names = { "a/b", "my \"own\"", "LAYOUT", NULL };
	struct diagnostics found = { 0 };
	struct document json = { 0 };
	struct str out = STR_INIT;
	struct err err = { 0 };

	ok(read_json(whole, strlen(whole), NULL, &json, &found, &err) && !found.count, "the text is read");
	keymap_json_write(&names, &layout, json.map, &out);
	ok(!strcmp(str_text(&out), whole), "and printed byte for byte, a line for each row of keys");
	if (strcmp(str_text(&out), whole))
		printf("# got %s\n", str_text(&out));
	str_clear(&out);
	keymap_json_write(&names, NULL, json.map, &out);
	ok(reads_back(str_text(&out), out.len, json.map), "without a layout too");
	document_release(&json);
	diagnostics_release(&found);
	str_release(&out);
}

static void test_too_many_layers(void)
{
	struct str text = STR_INIT, out = STR_INIT;
	struct diagnostics found = { 0 };
	struct document json = { 0 };
	const struct keymap *moved, *set;
	struct err err = { 0 };

	str_add(&text, "{\"layers\": [");
	for (int i = 0; i < 33; i++)
		str_addf(&text, "[\"KC_%c\"],", 'A' + i % 26);
	str_add(&text, "]}");
	if (!read_json(str_text(&text), text.len, NULL, &json, &found, &err))
		abort();
	moved = edit_layer_move(json.map, 0, 1);
	set = edit_key(json.map, 31, 0, tiny_action("KC_1"));
	ok(!keymap_json_update(json.source, NULL, moved, &out, &err) && err.code == ERR_REFUSED,
	   "layers that were not read are not lost: %s", err.text);
	str_clear(&out);
	ok(keymap_json_update(json.source, NULL, set, &out, &err) && out.len == text.len,
	   "a binding can be changed all the same");
	keymap_unref(moved);
	keymap_unref(set);
	document_release(&json);
	diagnostics_release(&found);
	str_release(&text);
	str_release(&out);
}

static int corpus_files, corpus_wrong;
static uint32_t corpus_state = 1;

static uint32_t below(uint32_t limit)
{
	corpus_state = corpus_state * 1664525u + 1013904223u;
	return (corpus_state >> 8) % limit;
}

static void wrong(const char *path, const char *what)
{
	corpus_wrong++;
	printf("# %s: %s\n", path, what);
}

static void check_structure(const char *path, const struct document *json)
{
	struct err err = { 0 };
	const struct keymap *maps[] = { edit_layer_add(json->map, 0, 0, symbol("new"), &err),
					edit_layer_move(json->map, 0, keymap_layers(json->map) - 1) };

	for (size_t i = 0; i < COUNT(maps); i++) {
		struct str out = STR_INIT;

		if (!keymap_json_update(json->source, NULL, maps[i], &out, &err) ||
		    !reads_back(str_text(&out), out.len, maps[i]))
			wrong(path, "layers that move do not read back");
		keymap_unref(maps[i]);
		str_release(&out);
	}
}

/* One edit of a random key changes the bytes of that binding and no others. */
static void check_edit(const char *path, const struct str *text, const struct document *json)
{
	size_t layer = below((uint32_t)keymap_layers(json->map)),
	       key = below((uint32_t)keymap_keys(json->map));
	static const char binding[] = "LT(1, KC_F24)";
	const struct keymap *map = edit_key(json->map, layer, key, tiny_action(binding));
	struct span span = source_binding(json->source, layer, key)->span;
	size_t tail = text->len - span.start - span.len;
	struct str out = STR_INIT;
	struct err err = { 0 };

	if (!keymap_json_update(json->source, NULL, map, &out, &err) ||
	    !reads_back(str_text(&out), out.len, map))
		wrong(path, "an edit does not read back");
	else if (out.len != text->len - span.len + strlen(binding) ||
		 memcmp(str_text(&out), str_text(text), span.start) ||
		 memcmp(str_text(&out) + out.len - tail, str_text(text) + text->len - tail, tail))
		wrong(path, "an edit changes other bytes");
	keymap_unref(map);
	str_release(&out);
}

static void check_file(const char *path)
{
	struct str text = STR_INIT, out = STR_INIT;
	struct diagnostics found = { 0 };
	struct document json = { 0 };
	struct err err = { 0 };

	corpus_files++;
	if (!file_read(path, JSON_MAX_BYTES, &text, &err) ||
	    !read_json(str_text(&text), text.len, NULL, &json, &found, &err)) {
		wrong(path, err.text);
	} else {
		for (size_t i = 0; i < found.count; i++)
			if (found.item[i].kind->severity != SEVERITY_NOTE)
				wrong(path, found.item[i].text);
		if (!keymap_json_update(json.source, NULL, json.map, &out, &err) || out.len != text.len ||
		    memcmp(out.data, text.data, out.len))
			wrong(path, "unchanged is not the same");
		for (int i = 0; i < 5 && json.source->layers.len; i++)
			check_edit(path, &text, &json);
		check_structure(path, &json);
	}
	document_release(&json);
	diagnostics_release(&found);
	str_release(&text);
	str_release(&out);
}

static void check_tree(const char *folder)
{
	DIR *dir = opendir(folder);

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char *path = file_join(folder, entry->d_name);

		if (!strcmp(entry->d_name, "keymap.json"))
			check_file(path);
		else if (!strchr(entry->d_name, '.'))
			check_tree(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");

	test_parts();
	test_update();
	test_print();
	test_too_many_layers();
	if (corpus) {
		char *keyboards = file_join(corpus, "keyboards");

		check_tree(keyboards);
		ok(corpus_files > 100 && !corpus_wrong, "%d keymaps of QMK's, %d wrong", corpus_files,
		   corpus_wrong);
		free(keyboards);
	} else {
		ok(true, "QMK's keymaps # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
	}
	return tap_done();
}
