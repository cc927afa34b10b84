/* SPDX-License-Identifier: GPL-2.0-or-later */
/* C's preprocessor over a large keymap, beside the compiler's where there is one: of plain text, and all of macros. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "import/cpp.h"

enum { BYTES = 8 << 20, ROUNDS = 5 };

static double now(clockid_t clock)
{
	struct timespec at;

	clock_gettime(clock, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* Rows of a layer: as they are typed, and by macros. */
static void make(struct str *out, bool macros)
{
	str_add(out, "#define HRM(k) LSFT_T(k)\n#define ROW(a, b, c) HRM(a), KC_##b, c\n"
		     "#define LAYOUT(...) { __VA_ARGS__ }\n");
	while (out->len < BYTES)
		str_add(out,
			macros ? "[2] = LAYOUT(ROW(KC_A, B, MO(1)), ROW(KC_D, E, KC_F), /* the thumbs */\n"
				 "\tHRM(KC_SPC), ROW(KC_G, H, _______)),\n"
			       : "[2] = LAYOUT_split_3x6_3(KC_TAB,  KC_Q,    KC_W,    KC_E,    KC_R,\n"
				 "\tLSFT_T(KC_A), KC_S, /* the thumbs */ MO(1), _______, KC_SPC),\n");
}

/* Seconds of one round, the least of some; of this process alone. */
static double ours(const struct str *text, size_t *tokens)
{
	struct import_input in = { .path = "", .text = str_text(text), .len = text->len };
	double least = 1e9;

	for (int round = 0; round < ROUNDS; round++) {
		struct diagnostics told = { 0 };
		double start = now(CLOCK_PROCESS_CPUTIME_ID), taken;
		struct cpp *cpp = cpp_run(&in, &told);

		taken = now(CLOCK_PROCESS_CPUTIME_ID) - start;
		least = taken < least ? taken : least;
		cpp_tokens(cpp, tokens);
		cpp_free(cpp);
		diagnostics_release(&told);
	}
	return least;
}

/* The same of "cc -E"; 0: there is none. */
static double theirs(const struct str *text)
{
	char path[] = "/tmp/keyplane-bench-XXXXXX.c", command[100];
	double least = 1e9;
	int fd = mkstemps(path, 2);
	bool written = fd >= 0 && write(fd, text->data, text->len) == (ssize_t)text->len;

	snprintf(command, sizeof(command), "cc -E %s >/dev/null 2>&1", path);
	for (int round = 0; round < ROUNDS && written && least > 0; round++) {
		double start = now(CLOCK_MONOTONIC), taken;
		bool ran = system(command) == 0;

		taken = ran ? now(CLOCK_MONOTONIC) - start : 0;
		least = taken < least ? taken : least;
	}
	if (fd >= 0) {
		close(fd);
		unlink(path);
	}
	return written ? least : 0;
}

int main(void)
{
	for (int macros = 0; macros < 2; macros++) {
		struct str text = STR_INIT;
		size_t tokens;
		double our_s, their_s;

		make(&text, macros);
		our_s = ours(&text, &tokens);
		their_s = theirs(&text);
		printf("preprocess %s: %.0f MB/s, %.0f ns/token", macros ? "macros" : "plain text",
		       (double)text.len / 1e6 / our_s, our_s * 1e9 / (double)tokens);
		if (their_s > 0)
			printf("; cc -E: %.0f MB/s (%.2f of its time)", (double)text.len / 1e6 / their_s,
			       our_s / their_s);
		printf("\n");
		str_release(&text);
	}
	return 0;
}
