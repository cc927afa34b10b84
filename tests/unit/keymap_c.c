/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "import/keymap_c.h"
#include "tap.h"

/* Actions with blanks between, layers with "|". */
static char *print(const struct keymap *map)
{
	struct str out = STR_INIT;

	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t key = 0; key < keymap_keys(map); key++) {
			str_add(&out, key ? " " : layer ? "|" : "");
			action_print(keymap_get(map, layer, key), &out);
		}
	return str_take(&out);
}

static void test_read(void)
{
	static const struct {
		const char *what, *text, *want; /* NULL: refused */
	} rows[] = {
		{ "one layer", "#include QMK_KEYBOARD_H\nx = {\n[0] = LAYOUT(KC_A, KC_B)\n};", "KC_A KC_B" },
		{ "two, with comments and line breaks",
		  "/* LAYOUT(1, 2) */ LAYOUT (\n  KC_A, // a\n  LT(1, KC_B)\n), LAYOUT(_______, XXXXXXX)",
		  "KC_A LT(1, KC_B)|KC_TRNS KC_NO" },
		{ "a name of the user's own", "LAYOUT(MY_KEY, MO(_FN))", "MY_KEY MO(_FN)" },
		{ "another macro", "LAYOUT_all(KC_A, KC_B) XLAYOUT(KC_A, KC_B)", NULL },
		{ "in quotes", "\"LAYOUT(KC_A, KC_B)\"", NULL },
		{ "no call", "#define LAYOUT(a, b) a\n LAYOUT", NULL },
		{ "too few", "LAYOUT(KC_A)", NULL },
		{ "too many", "LAYOUT(KC_A, KC_B, KC_C)", NULL },
		{ "none", "LAYOUT()", NULL },
		{ "an empty one", "LAYOUT(KC_A, )", NULL },
		{ "not closed", "LAYOUT(KC_A, LT(1, KC_B)", NULL },
		{ "a condition inside", "LAYOUT(KC_A,\n#ifdef X\nKC_B\n#else\nKC_C\n#endif\n)", NULL },
		{ "a condition behind", "LAYOUT(KC_A, KC_B)\n#ifdef X\n,LAYOUT(KC_A, KC_B)\n#endif\n", NULL },
		{ "no action", "LAYOUT(KC_A, \"b\")", NULL },
		{ "nothing", "", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };
		const struct keymap *map =
			keymap_c_read(rows[i].text, strlen(rows[i].text), "LAYOUT", 2, &err);
		char *got = map ? print(map) : NULL;

		ok(rows[i].want ? got && !strcmp(got, rows[i].want) : !got && err.text[0], "%s",
		   rows[i].what);
		if (got && rows[i].want && strcmp(got, rows[i].want))
			printf("# %s\n", got);
		free(got);
		keymap_unref(map);
	}
}

static void test_bounds(void)
{
	struct str text = STR_INIT;
	struct err err = { 0 };
	const struct keymap *map;

	for (int i = 0; i < KEYMAP_MAX_LAYERS; i++)
		str_add(&text, "LAYOUT(KC_A),");
	map = keymap_c_read(str_text(&text), text.len, "LAYOUT", 1, &err);
	ok(map && keymap_layers(map) == KEYMAP_MAX_LAYERS, "as many layers as there may be");
	keymap_unref(map);
	str_add(&text, "LAYOUT(KC_A)");
	ok(!keymap_c_read(str_text(&text), text.len, "LAYOUT", 1, &err) && err.code == ERR_RANGE, "one more");
	str_pad(&text, ' ', KEYMAP_C_MAX_BYTES);
	ok(!keymap_c_read(str_text(&text), text.len, "LAYOUT", 1, &err) && err.code == ERR_RANGE,
	   "a large file");
	str_release(&text);
}

static bool read_file(const char *folder, const char *name, const char *file, struct str *out)
{
	struct str path = STR_INIT;
	struct err err;
	bool fine;

	str_addf(&path, "%s/%s/%s", folder, name, file);
	fine = file_read(str_text(&path), KEYMAP_C_MAX_BYTES, out, &err);
	str_release(&path);
	return fine;
}

/* The keymap of a community layout. @name: its folder. */
static bool check_community(const char *folder, const char *name)
{
	struct str text = STR_INIT, keymap = STR_INIT;
	struct json_doc *doc = NULL;
	const struct json *layout;
	const struct keymap *map = NULL;
	struct err err = { 0 };

	str_addf(&keymap, "default_%s/keymap.c", name);
	if (read_file(folder, name, "info.json", &text))
		doc = json_parse(str_text(&text), text.len, &err);
	layout = doc ? json_find(json_root(doc), "layouts")->first : NULL;
	if (layout && read_file(folder, name, str_text(&keymap), &text))
		map = keymap_c_read(str_text(&text), text.len, layout->key,
				    json_find(layout, "layout")->count, &err);
	if (!map)
		printf("# %s: %s\n", name, err.text);
	json_doc_free(doc);
	str_release(&text);
	str_release(&keymap);
	keymap_unref(map);
	return map;
}

static void test_tree(void)
{
	const char *tree = getenv("QMK_TEST_TREE");
	char *folder = tree ? file_join(tree, "layouts/default") : NULL;
	DIR *dir = folder ? opendir(folder) : NULL;
	size_t layouts = 0, read = 0;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		if (entry->d_name[0] == '.' || strchr(entry->d_name, '.'))
			continue;
		layouts++;
		read += check_community(folder, entry->d_name);
	}
	if (!tree)
		ok(true, "QMK's community layouts # SKIP set QMK_TEST_TREE to a QMK tree");
	else
		ok(layouts && read == layouts, "the keymaps of QMK's %zu community layouts", layouts);
	if (dir)
		closedir(dir);
	free(folder);
}

int main(void)
{
	test_read();
	test_bounds();
	test_tree();
	return tap_done();
}
