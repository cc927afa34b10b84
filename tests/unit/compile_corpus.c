/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "compile/target.h"
#include "project/tree.h"
#include "qmk_host.h"
#include "read_json.h"
#include "resolve.h"
#include "tap.h"
#include "tiny.h"

/*
 * Keymaps of QMK's own tree against what QMK's json2c makes of them: both are
 * compiled by the host against the same shim, and must hold the same values.
 */
static const char *corpus;
static struct tree *tree;

/* The keyboard @id or what it is called today; NULL when the tree has none. */
static struct keyboard *read_keyboard(const char *name)
{
	struct diagnostics ignored = { 0 };
	struct err err = { 0 };
	char *id = resolve(tree, name, &err);
	struct qmk_config *config = id ? tree_config(tree, id, &ignored, &err) : NULL;
	struct keyboard *kb = config ? qmk_config_keyboard(config, id, &ignored, &err) : NULL;

	qmk_config_free(config);
	diagnostics_release(&ignored);
	free(id);
	return kb;
}

struct count {
	size_t files, read, compared, equal, settings, refused;
};

static struct count all;

/* nftw(): every keymap.json of the tree is compiled; the sanitizers look on. */
static int compile_file(const char *path, const struct stat *st, int type, struct FTW *at)
{
	struct str text = STR_INIT;
	struct diagnostics diagnostics = { 0 };
	struct document json = { 0 };
	struct fileset files = { 0 };
	const struct layout *layout;
	struct keyboard *kb = NULL;
	struct err err = { 0 };

	(void)st;
	if (type != FTW_F || strcmp(path + at->base, "keymap.json"))
		return 0;
	all.files++;
	if (!file_read(path, 1 << 20, &text, &err) ||
	    !read_json(str_text(&text), text.len, NULL, &json, &diagnostics, &err))
		goto out;
	kb = read_keyboard(json.keyboard);
	document_release(&json);
	json = (struct document){ 0 };
	if (!kb || !read_json(str_text(&text), text.len, kb, &json, &diagnostics, &err))
		goto out;
	all.read++;
	layout = keyboard_find_layout(kb, json.layout);
	if (layout && !target_compile(target_find("qmk"),
				      &(struct compile_input){ .keyboard = kb,
							       .layout = layout,
							       .map = json.map,
							       .source = json.source,
							       .keymap_name = "corpus" },
				      &files, &diagnostics, &err))
		all.refused++;
out:
	fileset_release(&files);
	diagnostics_release(&diagnostics);
	document_release(&json);
	keyboard_free(kb);
	str_release(&text);
	return 0;
}

static void test_all_files(void)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s/keyboards", corpus);
	nftw(str_text(&path), compile_file, 16, FTW_PHYS);
	ok(all.read > 100 && all.refused * 10 < all.read, "%zu of %zu keymaps compile, %zu have errors",
	   all.read - all.refused, all.files, all.refused);
	str_release(&path);
}

/* @line: {"keyboard", "rows", "cols", "keymaps": the values that QMK's own headers give a keymap.c}. As a keymap over
 * the whole matrix they go through print, compile and run, and are the same. */
static bool values_stay(const struct json *line)
{
	const struct json *values = json_find(line, "keymaps"), *node = values->first;
	struct str want = STR_INIT, have = STR_INIT;
	struct fileset files = { 0 };
	struct err err = { 0 };
	struct keyboard *kb;
	struct keymap *map;
	int64_t rows = 1, cols = 1;
	size_t keys;
	bool same;

	if (!json_int(json_find(line, "rows"), 1, 127, &rows) ||
	    !json_int(json_find(line, "cols"), 1, 127, &cols))
		return false;
	keys = (size_t)(rows * cols);
	kb = tiny_keyboard((int)rows, (int)cols, 0);
	map = keymap_new(values->count / keys, keys, 0);
	for (size_t i = 0; node; i++, node = node->next) {
		keymap_put(map, i / keys, i % keys, action_of_qmk_value((uint16_t)node->integer));
		str_addf(&want, "%04x\n", (unsigned)node->integer);
	}
	target_find("qmk")->emit(
		&(struct compile_input){
			.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "corpus" },
		&files, &err);
	same = host_run(kb, &kb->layout[0], str_text(fileset_find(&files, "keymap.c")), &have) &&
	       !strcmp(str_text(&want), str_text(&have));
	fileset_release(&files);
	keymap_unref(map);
	keyboard_free(kb);
	str_release(&want);
	str_release(&have);
	return same;
}

static void test_values(void)
{
	enum { EACH = 40 }; /* a compiler's run for each */
	struct str text = STR_INIT, path = STR_INIT;
	size_t number = 0, tried = 0, same = 0;
	struct err err = { 0 };

	str_addf(&path, "%s/oracle-keymap-values.jsonl", corpus);
	ok(file_read(str_text(&path), 64 << 20, &text, &err), "the values of QMK's keymaps are there%s",
	   err.text);
	for (const char *line = str_text(&text); *line; number++) {
		size_t len = strcspn(line, "\n");
		struct json_doc *doc = number % EACH ? NULL : json_parse(line, len, &err);

		if (doc && json_find(json_root(doc), "keymaps")) {
			tried++;
			same += values_stay(json_root(doc));
		}
		json_doc_free(doc);
		line += len + (line[len] == '\n');
	}
	ok(tried > 40 && same == tried, "%zu of %zu keymaps keep their values", same, tried);
	str_release(&text);
	str_release(&path);
}

/* Settings that a key needs and that QMK's generators miss: they look for caps word outside ANY() only, and for no key
 * of MIDI. */
static const struct {
	const char *line, *key;
} needed[] = {
	{ "CAPS_WORD_ENABLE = yes", "CW_TOGG" },
	{ "MIDI_ENABLE = yes", "MI_" },
	{ "#define MIDI_ADVANCED", "MI_" },
};

static bool is_needed(const char *line, const char *keymap)
{
	for (size_t i = 0; i < COUNT(needed); i++)
		if (!strncmp(line, needed[i].line, strlen(needed[i].line)) && strstr(keymap, needed[i].key))
			return true;
	return false;
}

/* Whether each line of @from that starts a #define or is a variable of make is in @in too, or is one that a key of
 * @keymap needs. Not wanted: the empty lists of pins that QMK makes of encoder.enabled alone, and another USB id than
 * the keyboard's. Wanted in any case: the map of encoders where there is one. */
static bool has_lines(const char *in, const char *from, const char *keymap)
{
	static const char *const skipped[] = { "#define ENCODER_A_PINS", "#define ENCODER_B_PINS",
					       "#define VENDOR_ID", "ENCODER_MAP_ENABLE = yes" };

	for (const char *line = from; *line; line += *line == '\n') {
		size_t len = strcspn(line, "\n");
		struct str whole = STR_INIT;
		bool skip =
			(strncmp(line, "#define ", 8) && !memchr(line, '=', len)) || is_needed(line, keymap);

		for (size_t i = 0; i < COUNT(skipped); i++)
			skip |= !strncmp(line, skipped[i], strlen(skipped[i]));
		str_add_bytes(&whole, line, len);
		str_add_char(&whole, '\n');
		if (!skip && !strstr(in, str_text(&whole))) {
			printf("# missing: %s", str_text(&whole));
			str_release(&whole);
			return false;
		}
		str_release(&whole);
		line += len;
	}
	return true;
}

/* What is in @theirs must be in @ours, and the other way but for what keys of @keymap need. */
static bool same_lines(const struct json *theirs, const struct str *ours, const char *keymap)
{
	const char *text = ours ? str_text(ours) : "";

	return has_lines(text, json_text(theirs), "") && has_lines(json_text(theirs), text, keymap);
}

/* @line: {"path", "input": a keymap.json, "keymap_c": what json2c gave}. */
static void compare(const struct json *line, struct count *count)
{
	const char *path = json_text(json_find(line, "path")), *input = json_text(json_find(line, "input"));
	struct str ours = STR_INIT, theirs = STR_INIT;
	struct diagnostics diagnostics = { 0 };
	struct document json = { 0 };
	struct fileset files = { 0 };
	struct keyboard *kb = NULL;
	struct err err = { 0 };
	const struct layout *layout;

	count->files++;
	if (!read_json(input, strlen(input), NULL, &json, &diagnostics, &err))
		goto out;
	kb = read_keyboard(json.keyboard);
	document_release(&json);
	json = (struct document){ 0 };
	if (!kb || !read_json(input, strlen(input), kb, &json, &diagnostics, &err))
		goto out;
	layout = keyboard_find_layout(kb, json.layout);
	if (!layout)
		goto out;
	count->read++;
	if (!target_compile(target_find("qmk"),
			    &(struct compile_input){ .keyboard = kb,
						     .layout = layout,
						     .map = json.map,
						     .source = json.source,
						     .keymap_name = "corpus" },
			    &files, &diagnostics, &err)) {
		count->refused++;
		printf("# %s: %s\n", path, err.text);
		for (size_t i = 0; i < diagnostics.count; i++)
			if (diagnostics.item[i].kind->severity == SEVERITY_ERROR)
				printf("#   %s\n", diagnostics.item[i].text);
		goto out;
	}
	if (same_lines(json_find(line, "config_h"), fileset_find(&files, "config.h"), input) &&
	    same_lines(json_find(line, "rules_mk"), fileset_find(&files, "rules.mk"), input))
		count->settings++;
	else
		printf("# %s has other settings\n", path);
	if (!host_run(kb, layout, json_text(json_find(line, "keymap_c")),
		      &theirs)) /* needs more of QMK than the shim has */
		goto out;
	count->compared++;
	if (host_run(kb, layout, str_text(fileset_find(&files, "keymap.c")), &ours) &&
	    !strcmp(str_text(&ours), str_text(&theirs)))
		count->equal++;
	else
		printf("# %s differs\n", path);
out:
	fileset_release(&files);
	diagnostics_release(&diagnostics);
	document_release(&json);
	keyboard_free(kb);
	str_release(&ours);
	str_release(&theirs);
}

int main(void)
{
	struct str text = STR_INIT, path = STR_INIT;
	struct count count = { 0 };
	struct err err = { 0 };

	corpus = getenv("KEYPLANE_CORPUS");
	if (!corpus || !host_has_compiler()) {
		printf("1..0 # SKIP %s\n",
		       corpus ? "no C compiler" : "set KEYPLANE_CORPUS to the unpacked corpus");
		return 0;
	}
	tree = tree_open(corpus, &err);
	if (!tree) {
		printf("Bail out! %s\n", err.text);
		return 1;
	}
	str_addf(&path, "%s/oracle-json2c.jsonl", corpus);
	ok(file_read(str_text(&path), 64 << 20, &text, &err), "json2c's results are there%s", err.text);
	for (const char *line = str_text(&text); *line;) {
		size_t len = strcspn(line, "\n");
		struct json_doc *doc = json_parse(line, len, &err);

		if (doc)
			compare(json_root(doc), &count);
		json_doc_free(doc);
		line += len + (line[len] == '\n');
	}
	printf("# %zu keymaps, %zu for keyboards that are here: %zu compared, %zu refused\n", count.files,
	       count.read, count.compared, count.refused);
	ok(count.compared > 50 && count.equal == count.compared, "%zu of %zu keymaps hold what json2c's hold",
	   count.equal, count.compared);
	ok(count.settings > 60 && count.settings == count.read - count.refused,
	   "%zu have the settings that QMK's generators find in them", count.settings);
	str_release(&text);
	str_release(&path);
	test_all_files();
	test_values();
	tree_close(tree);
	return tap_done();
}
