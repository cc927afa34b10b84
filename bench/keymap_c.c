/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What reading a keymap.c costs: one that is made up, and those named, or all of the tree $QMK_TEST_TREE, each with the files and
 * macros of its build. bench/keymap_c.sh puts it beside QMK's c2json.
 */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "import/keymap_c.h"
#include "project/keymap_context.h"
#include "walk.h"

enum { LAYERS = 32, KEYS = 1000, ROUNDS = 10 };

static struct {
	size_t files, bytes, refused, largest_bytes;
	double reading_s, context_s, largest_s;
	char *largest;
} all;

static struct tree *tree;

static double now_s(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static bool read_text(const struct import_input *in)
{
	struct diagnostics diagnostics = { 0 };
	struct document document = { 0 };
	struct err err;
	bool ok = keymap_c_read(in, &document, &diagnostics, &err);

	document_release(&document);
	diagnostics_release(&diagnostics);
	return ok;
}

static void measure(const char *path, const char *text, size_t len)
{
	double start = now_s(), middle, end;
	struct keymap_context context;

	keymap_context_init(&context, path, NULL, tree);
	middle = now_s();
	all.refused += !read_text(&(struct import_input){ .path = path,
							  .text = text,
							  .len = len,
							  .includes = &context.includes,
							  .define = context.define,
							  .defines = context.defines,
							  .after = context.after });
	end = now_s();
	keymap_context_release(&context);
	all.files++;
	all.bytes += len;
	all.context_s += middle - start;
	all.reading_s += end - middle;
	if (len > all.largest_bytes) {
		all.largest_bytes = len;
		all.largest_s = end - middle;
		mem_set_text(&all.largest, path);
	}
}

static void measure_file(const char *path)
{
	struct str text = STR_INIT;
	struct err err;

	if (file_read(path, KEYMAP_C_MAX_BYTES, &text, &err))
		measure(path, str_text(&text), text.len);
	else
		fprintf(stderr, "%s\n", err.text);
	str_release(&text);
}

static void measure_made_up(void)
{
	struct str text = STR_INIT;
	double start, seconds;

	str_add(&text, "#define HM(k) LSFT_T(k)\nconst uint16_t keymaps[][20][50] = {\n");
	for (int layer = 0; layer < LAYERS; layer++) {
		str_addf(&text, "\t[%d] = LAYOUT(", layer);
		for (int key = 0; key < KEYS; key++)
			str_addf(&text, "%s%s%s", key ? "," : "", key % 12 ? " " : "\n\t\t",
				 key % 3 ? "LCTL(KC_F12)" : "HM(KC_A)");
		str_add(&text, "\n\t),\n");
	}
	str_add(&text, "};\n");
	start = now_s();
	for (int i = 0; i < ROUNDS; i++)
		read_text(&(struct import_input){
			.path = "keymap.c", .text = str_text(&text), .len = text.len });
	seconds = (now_s() - start) / ROUNDS;
	printf("keymap_c: %d layers of %d keys: %.2f MB in %.1f ms, %.1f MB/s\n", LAYERS, KEYS,
	       (double)text.len / 1e6, seconds * 1e3, (double)text.len / 1e6 / seconds);
	str_release(&text);
}

int main(int argc, char **argv)
{
	const char *home = getenv("QMK_TEST_TREE");
	struct err err;

	measure_made_up();
	if (!home) {
		printf("keymap_c: the rest is skipped: set QMK_TEST_TREE to a QMK tree\n");
		return 0;
	}
	tree = tree_open(home, &err);
	if (!tree) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	for (int i = 1; i < argc; i++)
		measure_file(argv[i]);
	if (argc == 1)
		walk_files(home, "/keymap.c", measure);
	printf("keymap_c: %zu files, %zu refused: %.2f MB in %.3f s, %.1f MB/s; with what is around them "
	       "%.3f s\n",
	       all.files, all.refused, (double)all.bytes / 1e6, all.reading_s,
	       (double)all.bytes / 1e6 / all.reading_s, all.reading_s + all.context_s);
	printf("keymap_c: the largest, %s: %.1f KB in %.2f ms\n", all.largest ? all.largest : "none",
	       (double)all.largest_bytes / 1e3, all.largest_s * 1e3);
	free(all.largest);
	tree_close(tree);
	return 0;
}
