/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "import/qmk_info.h"
#include "model/symbol.h"
#include "tap.h"

#define KEY(matrix, rest) "{\"matrix\": " matrix ", \"x\": 0, \"y\": 0" rest "}"
#define LAYOUT(keys)      "\"layouts\": {\"LAYOUT\": {\"layout\": [" keys "]}}"

static struct keyboard *read_one(const char *text, struct diagnostics *diagnostics, struct err *err)
{
	struct qmk_text one = { "keyboard.json", text, strlen(text) };

	return qmk_info_read("test", &one, 1, diagnostics, err);
}

static void test_keys(void)
{
	static const struct {
		const char *key;
		struct key expect;
	} rows[] = {
		{ "{\"matrix\": [1, 2], \"x\": 1.25, \"y\": 0.5}",
		  { 125, 50, 100, 100, 0, 175, 100, 1, 2, -1, 0, 0 } },
		{ "{\"matrix\": [0, 0], \"x\": 0.333, \"y\": 0.005, \"w\": 1.5, \"h\": 2}",
		  { 33, 1, 150, 200, 0, 108, 101, 0, 0, -1, 0, 0 } },
		{ "{\"matrix\": [0, 0], \"x\": 1, \"y\": 1, \"r\": -15, \"rx\": 2, \"ry\": 3.5}",
		  { 100, 100, 100, 100, -1500, 200, 350, 0, 0, -1, 0, 0 } },
		{ "{\"matrix\": [0, 0], \"x\": 1, \"y\": 1, \"r\": 345, \"rx\": 2}",
		  { 100, 100, 100, 100, -1500, 200, 0, 0, 0, -1, 0, 0 } },
		{ "{\"matrix\": [0, 0], \"x\": 1, \"y\": 1, \"r\": 180, \"encoder\": 3, \"hand\": \"*\"}",
		  { 100, 100, 100, 100, 18000, 150, 150, 0, 0, 3, '*', 0 } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics diagnostics = { 0 };
		struct str text = STR_INIT;
		struct err err = { 0 };
		struct keyboard *kb;
		struct key got = { 0 };

		str_addf(&text, "{" LAYOUT("%s") "}", rows[i].key);
		kb = read_one(str_text(&text), &diagnostics, &err);
		if (kb)
			got = kb->layout[0].key[0];
		ok(kb && got.x_cu == rows[i].expect.x_cu && got.y_cu == rows[i].expect.y_cu &&
			   got.w_cu == rows[i].expect.w_cu && got.h_cu == rows[i].expect.h_cu &&
			   got.turn_cdeg == rows[i].expect.turn_cdeg &&
			   got.pivot_x_cu == rows[i].expect.pivot_x_cu &&
			   got.pivot_y_cu == rows[i].expect.pivot_y_cu && got.row == rows[i].expect.row &&
			   got.col == rows[i].expect.col && got.encoder == rows[i].expect.encoder &&
			   got.hand == rows[i].expect.hand && !diagnostics.count,
		   "key %zu: %s", i, rows[i].key);
		keyboard_free(kb);
		diagnostics_release(&diagnostics);
		str_release(&text);
	}
}

static void test_members(void)
{
	static const char text[] =
		"{\"keyboard_name\": \"N\", \"manufacturer\": \"M\", \"maintainer\": \"me\",\n"
		"\"usb\": {\"vid\": \"0xFEED\", \"pid\": \"0x00a1\"}, \"development_board\": \"elite_c\",\n"
		"\"bootloader\": \"qmk-dfu\", \"split\": {\"enabled\": true},\n"
		"\"encoder\": {\"rotary\": [{}, {}]},\n"
		"\"matrix_pins\": {\"cols\": [\"B0\", \"B1\", \"B2\"], \"rows\": [\"D0\", \"D1\"]},\n"
		"\"features\": {\"rgblight\": true, \"encoder\": true, \"audio\": false},\n"
		"\"layout_aliases\": {\"LAYOUT_all\": \"LAYOUT\"},\n" LAYOUT(
			KEY("[3, 2]", ", \"label\": \"Esc\"")) "}";
	struct diagnostics diagnostics = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = read_one(text, &diagnostics, &err);

	ok(kb && !diagnostics.count, "a keyboard is read%s", kb ? "" : err.text);
	if (!kb)
		return;
	ok(!strcmp(kb->id, "test") && !strcmp(kb->name, "N") && !strcmp(kb->manufacturer, "M") &&
		   !strcmp(kb->maintainer, "me"),
	   "names");
	ok(kb->usb_vid == 0xfeed && kb->usb_pid == 0xa1, "USB ids");
	ok(!strcmp(kb->processor, "atmega32u4") && !strcmp(kb->bootloader, "qmk-dfu"),
	   "a board's defaults fill in, and only that");
	ok(kb->rows == 4 && kb->cols == 3, "two halves: %d by %d", kb->rows, kb->cols);
	ok(kb->encoders == 4, "the right half has the left's encoders");
	ok(kb->features == 2 && !strcmp(kb->feature[0], "encoder") && keyboard_has_feature(kb, "rgblight") &&
		   !keyboard_has_feature(kb, "audio"),
	   "features");
	ok(keyboard_find_layout(kb, "LAYOUT_all") == kb->layout, "aliases");
	ok(!strcmp(symbol_text(kb->layout[0].key[0].label), "Esc"), "labels");
	keyboard_free(kb);
}

static void test_matrix_size(void)
{
	static const struct {
		const char *members;
		int rows, cols;
		bool clean;
	} rows[] = {
		{ "\"matrix_pins\": {\"direct\": [[\"A\", \"B\"], [\"C\", null]]}", 2, 2, true },
		{ "\"matrix_size\": {\"rows\": 5, \"cols\": 6}", 5, 6, true },
		{ "\"matrix_pins\": {\"custom\": true}", 2, 2, true },
		{ "\"matrix_pins\": {\"rows\": [\"A\"]}", 2, 2, true },
		{ "\"matrix_pins\": {\"rows\": [\"A\"], \"cols\": [\"B\", \"C\"]}", 2, 2, false },
		{ "\"matrix_size\": {\"rows\": 5000, \"cols\": 6}", 2, 2, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics diagnostics = { 0 };
		struct str text = STR_INIT;
		struct err err = { 0 };
		struct keyboard *kb;

		str_addf(&text, "{%s, %s}", rows[i].members, LAYOUT(KEY("[0, 0]", "") KEY("[1, 1]", "")));
		kb = read_one(str_text(&text), &diagnostics, &err);
		ok(kb && kb->rows == rows[i].rows && kb->cols == rows[i].cols &&
			   !diagnostics.count == rows[i].clean,
		   "matrix size from %s", rows[i].members);
		keyboard_free(kb);
		diagnostics_release(&diagnostics);
		str_release(&text);
	}
}

/* What opens in spite of a complaint, and where the complaint points. */
static void test_complaints(void)
{
	static const char good[] = "\"GOOD\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}]}";
	static const struct {
		const char *layout, *complaint;
		int column;
	} rows[] = {
		{ "{\"layout\": [{\"x\": 0, \"y\": 0}]}", "key 0 has no \"matrix\"", 17 },
		{ "{\"layout\": [{\"matrix\": [0, 0], \"y\": 0}]}", "key 0 has no \"x\"", 17 },
		{ "{\"layout\": [{\"matrix\": [0, 128], \"x\": 0, \"y\": 0}]}", "\"matrix\" must be", 29 },
		{ "{\"layout\": [{\"matrix\": [0, -1], \"x\": 0, \"y\": 0}]}", "\"matrix\" must be", 29 },
		{ "{\"layout\": [{\"matrix\": [0, 0.5], \"x\": 0, \"y\": 0}]}", "\"matrix\" must be", 29 },
		{ "{\"layout\": [{\"matrix\": [0, 0, 0], \"x\": 0, \"y\": 0}]}", "\"matrix\" must be", 29 },
		{ "{\"layout\": [{\"x\": 1e300, \"matrix\": [0, 0], \"y\": 0}]}", "\"x\" must be a number",
		  24 },
		{ "{\"layout\": [{\"x\": \"1\", \"matrix\": [0, 0], \"y\": 0}]}", "\"x\" must be a number",
		  24 },
		{ "{\"layout\": [{\"w\": 0, \"matrix\": [0, 0], \"y\": 0}]}", "\"w\" must be a number", 24 },
		{ "{\"layout\": [{\"r\": 1000, \"matrix\": [0, 0], \"y\": 0}]}", "\"r\" must be a number",
		  24 },
		{ "{\"layout\": [{\"encoder\": 64, \"x\": 1}]}", "\"encoder\" must be", 30 },
		{ "{\"layout\": [7]}", "expected an object", 18 },
		{ "{\"layout\": []}", "1 to 1024 keys", 6 },
		{ "{\"layout\": {}}", "1 to 1024 keys", 6 },
		{ "[]", "1 to 1024 keys", 6 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics diagnostics = { 0 };
		struct str text = STR_INIT;
		struct err err = { 0 };
		struct keyboard *kb;

		str_addf(&text, "{\"layouts\": {\n\"A\": %s, %s}}", rows[i].layout, good);
		kb = read_one(str_text(&text), &diagnostics, &err);
		ok(kb && kb->layouts == 1 && diagnostics.count == 1 &&
			   strstr(diagnostics.item[0].text, rows[i].complaint) &&
			   diagnostics.item[0].place.line == 2 &&
			   diagnostics.item[0].place.column == rows[i].column,
		   "%d: %s", diagnostics.count ? diagnostics.item[0].place.column : 0,
		   diagnostics.count ? diagnostics.item[0].text : err.text);
		keyboard_free(kb);
		diagnostics_release(&diagnostics);
		str_release(&text);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "expected \"layouts\"" },
		{ "[1,2]", "keyboard.json: expected an object, found a list" },
		{ "{\"layouts\": {}}", "expected \"layouts\"" },
		{ "{\"layouts\": []}", "expected an object" },
		{ "{\"layouts\": {\"A\": {\"layout\": [{}]}}}", "no layout can be used: layout A" },
		{ "{\"a\"", "keyboard.json: line 1, column 5: expected ':'" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics diagnostics = { 0 };
		struct err err = { 0 };

		ok(!read_one(rows[i].text, &diagnostics, &err) && strstr(err.text, rows[i].error),
		   "refused: %s", err.text);
		diagnostics_release(&diagnostics);
	}
}

static void test_chain(void)
{
	static const char leaf[] =
		"{\"keyboard_name\": \"leaf\", \"manufacturer\": \"M\", \"features\": {\"a\": true, "
		"\"b\": true}, " LAYOUT(KEY("[0, 0]", ", \"w\": 2") KEY("[0, 1]", "")) "}";
	static const char parent[] =
		"{\"keyboard_name\": \"parent\", \"features\": {\"b\": false, \"c\": true}, "
		"\"layout_aliases\": {\"LAYOUT_old\": \"LAYOUT\"},\n"
		"\"layouts\": {\"LAYOUT_old\": {\"layout\": [{\"x\": 1}, {\"x\": 3}]},\n"
		"\"LAYOUT_2\": {\"layout\": [{\"matrix\": [1, 1], \"x\": 0, \"y\": 0}]}}}";
	static const char top[] = "{\"layouts\": {\"LAYOUT\": {\"layout\": [{\"x\": 7}]}}}";
	struct qmk_text texts[] = { { "a/b/keyboard.json", leaf, strlen(leaf) },
				    { "a/info.json", parent, strlen(parent) },
				    { "info.json", top, strlen(top) } };
	struct diagnostics diagnostics = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = qmk_info_read("a/b", texts, COUNT(texts), &diagnostics, &err);

	ok(kb && !strcmp(kb->name, "parent") && !strcmp(kb->manufacturer, "M"), "the folder above wins");
	ok(kb && kb->features == 2 && keyboard_has_feature(kb, "a") && keyboard_has_feature(kb, "c"),
	   "feature by feature");
	ok(kb && kb->layouts == 2 && kb->layout[0].key[0].x_cu == 100 && kb->layout[0].key[0].w_cu == 200 &&
		   kb->layout[0].key[1].x_cu == 300,
	   "layouts are merged key by key, under their real name");
	ok(kb && kb->rows == 2 && kb->cols == 2, "and the matrix holds them all");
	ok(diagnostics.count == 1 &&
		   strstr(diagnostics.item[0].text, "1 keys here and 2 in a/b/keyboard.json") &&
		   !strcmp(symbol_text(diagnostics.item[0].file), "info.json"),
	   "another number of keys is told: %s", diagnostics.count ? diagnostics.item[0].text : "");
	keyboard_free(kb);
	diagnostics_release(&diagnostics);
}

struct chain {
	struct qmk_text text[QMK_INFO_MAX_TEXTS];
	size_t count;
};

/* The texts that make up keyboard @id of the tree at @tree, as QMK looks for them. */
static struct chain chain_read(const char *tree, const char *id)
{
	static const char *const names[] = { "info.json", "keyboard.json" };
	char *folder = mem_copy_text(id), *cut;
	struct chain chain = { 0 };
	struct err err;

	do {
		for (size_t i = 0; i < COUNT(names) && chain.count < QMK_INFO_MAX_TEXTS; i++) {
			struct str path = STR_INIT, text = STR_INIT;

			str_addf(&path, "%s/keyboards/%s/%s", tree, folder, names[i]);
			if (file_read(str_text(&path), JSON_MAX_BYTES, &text, &err)) {
				size_t len = text.len;

				chain.text[chain.count++] =
					(struct qmk_text){ str_take(&path), str_take(&text), len };
			}
			str_release(&path);
			str_release(&text);
		}
		cut = strrchr(folder, '/');
		if (cut)
			*cut = '\0';
	} while (cut);
	free(folder);
	return chain;
}

static void chain_release(struct chain *chain)
{
	for (size_t i = 0; i < chain->count; i++) {
		free((char *)chain->text[i].path);
		free((char *)chain->text[i].text);
	}
}

static int corpus_opened, corpus_failed, corpus_complaints;

static void open_all(const char *tree, const char *id)
{
	struct str path = STR_INIT;
	DIR *dir;

	str_addf(&path, "%s/keyboards/%s", tree, id);
	dir = opendir(str_text(&path));
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char *child = file_join(id, entry->d_name);

		if (!strcmp(entry->d_name, "keyboard.json")) {
			struct chain chain = chain_read(tree, id);
			struct diagnostics diagnostics = { 0 };
			struct err err = { 0 };
			struct keyboard *kb = qmk_info_read(id, chain.text, chain.count, &diagnostics, &err);

			corpus_opened++;
			corpus_failed += !kb;
			corpus_complaints += (int)diagnostics.count;
			if (!kb)
				printf("# %s: %s\n", id, err.text);
			for (size_t i = 0; i < diagnostics.count; i++)
				printf("# %s: %s\n", id, diagnostics.item[i].text);
			keyboard_free(kb);
			diagnostics_release(&diagnostics);
			chain_release(&chain);
		} else if (entry->d_name[0] != '.' && strcmp(entry->d_name, "keymaps") &&
			   !strchr(entry->d_name, '.')) {
			open_all(tree, child);
		}
		free(child);
	}
	if (dir)
		closedir(dir);
	str_release(&path);
}

static bool same_number(const struct json *key, const char *name, double fallback, int cu)
{
	const struct json *node = json_find(key, name);

	return fabs((node ? node->number : fallback) * 100 - cu) <= 0.5 + 1e-9;
}

static bool same_key(const struct key *key, const struct json *row)
{
	const struct json *matrix = json_find(row, "matrix");

	return matrix && matrix->first->integer == key->row && matrix->first->next->integer == key->col &&
	       same_number(row, "x", 0, key->x_cu) && same_number(row, "y", 0, key->y_cu) &&
	       same_number(row, "w", 1, key->w_cu) && same_number(row, "h", 1, key->h_cu) &&
	       !strcmp(symbol_text(key->label), json_text(json_find(row, "label")));
}

/* What QMK's own code makes of the same keyboard: layouts, aliases, matrix, USB ids, processor where JSON says it. */
static const char *difference(const struct keyboard *kb, const struct json *info)
{
	const struct json *layouts = json_find(info, "layouts"), *pins = json_find(info, "matrix_pins");
	int64_t n;

	if (layouts->count != kb->layouts)
		return "number of layouts";
	for (const struct json *node = layouts->first; node; node = node->next) {
		const struct layout *layout = keyboard_find_layout(kb, node->key);
		const struct json *keys = json_find(node, "layout");
		size_t k = 0;

		if (!layout || layout->keys != keys->count)
			return "layout";
		for (const struct json *key = keys->first; key; key = key->next, k++)
			if (!same_key(&layout->key[k], key))
				return "key";
	}
	if (pins && json_find(pins, "cols") && json_int(json_find(info, "matrix_size.rows"), 1, 999, &n) &&
	    n != kb->rows)
		return "rows";
	if (json_find(info, "usb.vid") &&
	    strtol(json_text(json_find(info, "usb.vid")), NULL, 16) != kb->usb_vid)
		return "USB vendor";
	if (kb->processor[0] && strcmp(json_text(json_find(info, "processor")), kb->processor))
		return "processor";
	if (kb->bootloader[0] && strcmp(json_text(json_find(info, "bootloader")), kb->bootloader))
		return "bootloader";
	return NULL;
}

static void test_oracle(const char *corpus)
{
	char *path = file_join(corpus, "oracle-info.jsonl");
	struct str all = { .max = 512 << 20 };
	struct err err = { 0 };
	int seen = 0, differ = 0;

	ok(file_read(path, 512 << 20, &all, &err), "QMK's results are there");
	for (char *line = all.data, *end; line && (end = strchr(line, '\n')); line = end + 1) {
		struct json_doc *row = json_parse(line, (size_t)(end - line), &err);
		const char *id = json_text(row ? json_find(json_root(row), "keyboard") : NULL);
		struct chain chain = chain_read(corpus, id);
		struct diagnostics diagnostics = { 0 };
		struct keyboard *kb = qmk_info_read(id, chain.text, chain.count, &diagnostics, &err);
		const char *what = kb ? difference(kb, json_find(json_root(row), "info")) : err.text;

		seen++;
		differ += !!what;
		if (what)
			printf("# %s: %s\n", id, what);
		keyboard_free(kb);
		diagnostics_release(&diagnostics);
		chain_release(&chain);
		json_doc_free(row);
	}
	ok(seen > 1800 && !differ, "%d of %d keyboards are not as QMK reads them", differ, seen);
	str_release(&all);
	free(path);
}

/* The files of a row in the order of the chain; false when there are others than JSON. Texts stay the row's. */
static bool chain_of_row(const struct json *row, const char *id, struct chain *chain)
{
	char *folder = mem_copy_text(id), *cut;
	const struct json *files = json_find(row, "files");

	for (const struct json *file = files->first; file; file = file->next)
		if (!strstr(file->key, "/keyboard.json") && !strstr(file->key, "/info.json"))
			chain->count = QMK_INFO_MAX_TEXTS;
	do {
		for (const struct json *file = files->first; file; file = file->next)
			if (chain->count < QMK_INFO_MAX_TEXTS &&
			    !strncmp(file->key, folder, strlen(folder)) && file->key[strlen(folder)] == '/' &&
			    !strchr(file->key + strlen(folder) + 1, '/'))
				chain->text[chain->count++] =
					(struct qmk_text){ file->key, file->text, strlen(file->text) };
		cut = strrchr(folder, '/');
		if (cut)
			*cut = '\0';
	} while (cut);
	free(folder);
	return chain->count && chain->count < QMK_INFO_MAX_TEXTS;
}

/*
 * Small trees made to test one thing each, with what QMK made of them. Those of JSON alone that QMK takes in whole
 * must be the same here; where QMK drops a file that its schema refuses, or a layout, this reads more. For a
 * processor that QMK does not know (procunknown) it forgets the bootloader that the file names, and this does not.
 */
static void test_edge_cases(const char *corpus)
{
	char *path = file_join(corpus, "edge-cases.jsonl");
	struct str all = STR_INIT;
	struct err err = { 0 };
	int seen = 0, differ = 0;

	ok(file_read(path, 64 << 20, &all, &err), "the edge cases are there");
	for (char *line = all.data, *end; line && (end = strchr(line, '\n')); line = end + 1) {
		struct json_doc *row = json_parse(line, (size_t)(end - line), &err);
		const struct json *root = row ? json_root(row) : NULL, *info = json_find(root, "info");
		const struct json *errors = json_find(info, "parse_errors"),
				  *layouts = json_find(info, "layouts");
		const char *id = json_text(json_find(root, "keyboard")), *what = NULL;
		struct diagnostics diagnostics = { 0 };
		struct keyboard *kb = NULL;
		struct chain chain = { 0 };

		if (errors && !errors->count && layouts && layouts->count && chain_of_row(root, id, &chain)) {
			kb = qmk_info_read(id, chain.text, chain.count, &diagnostics, &err);
			what = kb ? difference(kb, info) : err.text;
			seen++;
			what = strcmp(id, "procunknown") ? what : NULL;
			differ += !!what;
		}
		if (what)
			printf("# %s: %s\n", id, what);
		keyboard_free(kb);
		diagnostics_release(&diagnostics);
		json_doc_free(row);
	}
	ok(seen > 40 && !differ, "%d of %d small trees are not as QMK reads them", differ, seen);
	str_release(&all);
	free(path);
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");

	test_keys();
	test_members();
	test_matrix_size();
	test_complaints();
	test_refused();
	test_chain();
	if (!corpus) {
		ok(true, "QMK's keyboards # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
		return tap_done();
	}
	open_all(corpus, "");
	ok(corpus_opened > 3700 && !corpus_failed && !corpus_complaints,
	   "%d keyboards: %d do not open, %d complaints", corpus_opened, corpus_failed, corpus_complaints);
	test_oracle(corpus);
	test_edge_cases(corpus);
	return tap_done();
}
