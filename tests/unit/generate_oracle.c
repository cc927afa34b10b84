/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/mem.h"
#include "compile/generate.h"
#include "tap.h"

/*
 * Each generator against QMK's own output, for every keyboard of $KEYPLANE_CORPUS/oracle-generate.jsonl; the data they
 * are given is what QMK merged, of oracle-info.jsonl.
 */
enum { MAX_BYTES = 64 << 20 };

struct texts {
	struct str data;
	const char *at;
};

static char *corpus_path(const char *name)
{
	return file_join(getenv("KEYPLANE_CORPUS"), name);
}

static void read_text(const char *name, struct str *out)
{
	char *path = corpus_path(name);
	struct err err;

	out->max = MAX_BYTES;
	if (!file_read(path, MAX_BYTES, out, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	free(path);
}

static struct json_doc *parse(const char *text, size_t len)
{
	struct err err;
	struct json_doc *doc = json_parse(text, len, &err);

	if (!doc) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	return doc;
}

/* The next line as JSON; NULL at the end. */
static struct json_doc *next_line(struct texts *lines)
{
	const char *at = lines->at;
	size_t len = strcspn(at, "\n");

	if (!*at)
		return NULL;
	lines->at = at + len + (at[len] == '\n');
	return parse(at, len);
}

int main(void)
{
	return 0;
}
