/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reading a .keymap costs: a plain one of many layers, and one whose layers come out of macros. */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "import/zmk_keymap.h"

enum { LAYERS = 32, KEYS = 1000, ROUNDS = 10 };

static double now_s(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void add_plain(struct str *text)
{
	str_add(text, "#include <behaviors.dtsi>\n/ {\n\tkeymap {\n\t\tcompatible = \"zmk,keymap\";\n");
	for (int layer = 0; layer < LAYERS; layer++) {
		str_addf(text, "\t\tlayer_%d {\n\t\t\tbindings = <", layer);
		for (int key = 0; key < KEYS; key++)
			str_addf(text, "%s&mt LC(LSHFT) F%d", key % 12 ? "  " : "\n\t\t\t\t", key % 12 + 1);
		str_add(text, "\n\t\t\t>;\n\t\t};\n");
	}
	str_add(text, "\t};\n};\n");
}

static void add_macros(struct str *text)
{
	str_add(text, "#include <zmk-helpers/helper.h>\n#define XXX &none\n#define HM(k) &mt LSHFT k\n");
	for (int layer = 0; layer < LAYERS; layer++) {
		str_addf(text, "ZMK_LAYER(layer_%d,", layer);
		for (int key = 0; key < KEYS; key++)
			str_addf(text, "%s%s", key % 12 ? "  " : "\n\t", key % 2 ? "XXX" : "HM(A)");
		str_add(text, "\n)\n");
	}
}

static void measure(const char *what, const struct str *text)
{
	const struct import_input in = { .path = "bench.keymap", .text = str_text(text), .len = text->len };
	double start = now_s(), seconds;

	for (int i = 0; i < ROUNDS; i++) {
		struct document document = { 0 };
		struct diagnostics diagnostics = { 0 };
		struct err err;

		if (!zmk_keymap_read(&in, &document, &diagnostics, &err))
			fprintf(stderr, "%s: %s\n", what, err.text);
		document_release(&document);
		diagnostics_release(&diagnostics);
	}
	seconds = (now_s() - start) / ROUNDS;
	printf("zmk_keymap: %s: %.2f MB in %.1f ms, %.1f MB/s\n", what, (double)text->len / 1e6,
	       seconds * 1e3, (double)text->len / 1e6 / seconds);
}

int main(void)
{
	struct str plain = STR_INIT, macros = STR_INIT;

	add_plain(&plain);
	add_macros(&macros);
	measure("32 layers of 1000 keys", &plain);
	measure("the same out of macros", &macros);
	str_release(&plain);
	str_release(&macros);
	return 0;
}
