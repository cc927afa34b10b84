/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a fuzz target is linked with when no fuzzer is: every file of
 * tests/fuzz/corpus/<name>/ goes through it, and then a fixed number of
 * mutations of each, the same in every run. A crash ends the program; the last
 * comment printed names the file and the mutation.
 */
#include "config.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "tap.h"

enum { MUTATIONS = 300, MAX_BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* xorshift64: the same numbers everywhere. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static size_t below(uint64_t *state, size_t limit)
{
	return limit ? (size_t)(next_random(state) % limit) : 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* @out gets @in with one to four changes: bits, bytes that formats care for, cuts, repeated stretches. */
static void mutate(const struct str *in, uint64_t *state, struct str *out)
{
	static const char telling[] = "{}[]()<>\"'\\,:;#/*&=\n\r\t 0129-+.eAZ_\xff\xfe\x80\x7f\x01";

	str_clear(out);
	str_add_bytes(out, str_text(in), in->len);
	for (size_t n = 1 + below(state, 4); n; n--) {
		size_t at = below(state, out->len + 1), len = below(state, 16);

		if (at == out->len || below(state, 16) == 0) {
			out->len = at;
			str_add_char(out, (char)next_random(state));
		} else if (below(state, 3) == 0) {
			out->data[at] ^= (char)(1 << below(state, 8));
		} else if (below(state, 2) == 0) {
			out->data[at] = telling[below(state, sizeof(telling))];
		} else {
			struct str tail = STR_INIT;

			/* Where the rest starts decides whether this repeats a stretch or drops one. */
			size_t from = below(state, 2) && at > len ? at - len : at + len;

			from = from > out->len ? out->len : from;
			str_add_bytes(&tail, out->data + from, out->len - from);
			out->len = at;
			str_add_bytes(out, str_text(&tail), tail.len);
			str_release(&tail);
		}
	}
}

/* A copy of exact size, so that a read behind the end is seen. */
static void run_one(const struct str *input)
{
	uint8_t *copy = malloc(input->len ? input->len : 1);

	if (!copy)
		abort();
	memcpy(copy, str_text(input), input->len);
	LLVMFuzzerTestOneInput(copy, input->len);
	free(copy);
}

static void run_file(const char *folder, const char *name)
{
	struct str text = STR_INIT, changed = STR_INIT;
	char *path = file_join(folder, name);
	uint64_t state = 0x9e3779b97f4a7c15u;
	struct err err;

	if (!file_read(path, MAX_BYTES, &text, &err)) {
		ok(false, "%s: %s", name, err.text);
	} else {
		printf("# %s\n", name);
		fflush(stdout);
		run_one(&text);
		for (int i = 0; i < MUTATIONS; i++) {
			mutate(&text, &state, &changed);
			printf("# %s, mutation %d\n", name, i);
			fflush(stdout);
			run_one(&changed);
		}
		ok(true, "%s and %d mutations of it", name, MUTATIONS);
	}
	str_release(&text);
	str_release(&changed);
	free(path);
}

int main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	char *corpus = file_join(srcdir ? srcdir : ".", "tests/fuzz/corpus");
	char *folder = file_join(corpus, file_base(argc > 0 ? argv[0] : ""));
	struct dirent **entry;
	int count = scandir(folder, &entry, is_visible, by_name);

	ok(count > 0, "there is a corpus");
	for (int i = 0; i < count; i++) {
		run_file(folder, entry[i]->d_name);
		free(entry[i]);
	}
	if (count >= 0)
		free(entry);
	free(folder);
	free(corpus);
	return tap_done();
}
