/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "tap.h"
#include "ui/app.h"

/* What is printed is documentation: the golden file is where a change of it is read. */
static void check_list(const char *name, void (*list)(FILE *out))
{
	const char *srcdir = getenv("srcdir");
	char *got = NULL, *dir = file_join(srcdir ? srcdir : ".", "tests/golden/app"),
	     *path = file_join(dir, name);
	struct str want = STR_INIT;
	struct err err = { 0 };
	size_t len;
	FILE *out = open_memstream(&got, &len);

	list(out);
	fclose(out);
	if (getenv("KEYPLANE_UPDATE_GOLDEN"))
		ok(file_write(path, got, len, FILE_REPLACE, &err), "%s is written %s", name, err.text);
	ok(file_read(path, 1 << 20, &want, &err) && !strcmp(got, str_text(&want)), "%s is as documented %s",
	   name, err.text);
	str_release(&want);
	free(path);
	free(dir);
	free(got);
}

int main(void)
{
	struct err err = { 0 };

	ok(app_check_tables(&err), "commands and bindings agree %s", err.text);
	check_list("commands.tsv", app_list_commands);
	check_list("bindings.tsv", app_list_bindings);
	check_list("options.tsv", app_list_options);
	return tap_done();
}
