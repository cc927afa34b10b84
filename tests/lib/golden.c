/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "golden.h"

static void print_difference(const char *want, const char *got)
{
	int line = 1;

	for (;;) {
		size_t w = strcspn(want, "\n"), g = strcspn(got, "\n");

		if (w != g || memcmp(want, got, w)) {
			printf("# line %d\n# want: %.*s\n# got:  %.*s\n", line, (int)w, want, (int)g, got);
			return;
		}
		if (!want[w] || !got[g]) {
			printf("# one ends after line %d\n", line);
			return;
		}
		want += w + 1;
		got += g + 1;
		line++;
	}
}

bool golden_text(const char *name, const char *text)
{
	const char *srcdir = getenv("srcdir");
	struct str path = STR_INIT, want = STR_INIT;
	struct err err = { 0 };
	bool same;

	str_addf(&path, "%s/tests/golden/%s", srcdir ? srcdir : ".", name);
	if (getenv("KEYPLANE_UPDATE_GOLDEN"))
		same = file_write(str_text(&path), text, strlen(text), FILE_REPLACE, &err);
	else
		same = file_read(str_text(&path), 1 << 20, &want, &err);
	if (!same)
		printf("# %s\n", err.text);
	else if (!getenv("KEYPLANE_UPDATE_GOLDEN") && strcmp(str_text(&want), text)) {
		print_difference(str_text(&want), text);
		same = false;
	}
	str_release(&path);
	str_release(&want);
	return same;
}

bool golden_grid(const char *name, const struct grid *grid)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	bool same;

	grid_dump(grid, out);
	fclose(out);
	same = golden_text(name, text);
	free(text);
	return same;
}
