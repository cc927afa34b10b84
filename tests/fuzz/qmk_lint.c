/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/project/gitignore.h"
#include "base/mem.h"
#include "import/qmk_lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int count_lines(const char *text, size_t len)
{
	int lines = 1;

	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n' || text[i] == '\r';
	return lines;
}

static void lint(const char *path, const char *text, size_t len)
{
	struct diagnostics found = { 0 };

	qmk_lint_file(path, QMK_LINT_KEYBOARD, text, len, &found);
	for (size_t i = 0; i < found.count; i++) {
		assert(found.item[i].text[0]);
		assert(found.item[i].place.line <= count_lines(text, len));
	}
	diagnostics_release(&found);
}

/* What is found lies in the text, whatever the file is; the text as a .gitignore answers for any path. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "readme.md", "rules.mk", "post_rules.mk", "config.h",
					     "chconf.h" };
	char *text = mem_new(size + 1, 1);
	struct gitignore ignore = { 0 };

	if (size)
		memcpy(text, data, size);
	for (size_t i = 0; i < COUNT(paths); i++)
		lint(paths[i], text, size);
	gitignore_read(&ignore, text, size);
	gitignore_has(&ignore, "keyboards/a/keymaps/b/keymap.c");
	gitignore_has(&ignore, text);
	gitignore_release(&ignore);
	free(text);
	return 0;
}
