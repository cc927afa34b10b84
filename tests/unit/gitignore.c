/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "../../src/project/gitignore.h"
#include "base/err.h"
#include "tap.h"

/* What git check-ignore says of the same; by gitignore(5). */
static const struct {
	const char *patterns, *path;
	bool ignored;
} rows[] = {
	{ "*.bin", "keyboards/a/a.bin", true },
	{ "*.bin", "keyboards/a/a.bin2", false },
	{ "*.bin", "keyboards/a.bin/readme", true },
	{ "# *.bin", "a.bin", false },
	{ "\\#a", "#a", true },
	{ "*.bin\n!b.bin", "x/b.bin", false },
	{ "!b.bin\n*.bin", "x/b.bin", true },
	{ "build/", "x/build/y", true },
	{ "build/", "x/build", false },
	{ "build", "x/build", true },
	{ "/a", "a", true },
	{ "/a", "x/a", false },
	{ "x/a", "x/a", true },
	{ "x/a", "y/x/a", false },
	{ "x/a", "x/a/b", true },
	{ "x/*", "x/a", true },
	{ "x/*/b", "x/a/c/b", false },
	{ "/keyboards/**/kb.h", "keyboards/kb.h", true },
	{ "/keyboards/**/kb.h", "keyboards/a/b/kb.h", true },
	{ "/keyboards/**/kb.h", "keyboards/a/b/kb.hh", false },
	{ "/keyboards/**/keymaps/*/info.json", "keyboards/a/keymaps/b/keymaps/c/info.json", true },
	{ "/keyboards/**/keymaps/*/info.json", "keyboards/a/keymaps/info.json", false },
	{ "**/foo", "foo", true },
	{ "**/foo", "a/b/foo", true },
	{ "**/foo/bar", "a/foo/x/bar", false },
	{ "a/**", "a/b/c", true },
	{ "a/**", "a", false },
	{ "a/**/b/**/c", "a/x/b/y/b/c", true },
	{ "a/**/b/**/c", "a/x/y/c", false },
	{ "a?c", "abc", true },
	{ "[ab]c", "bc", true },
	{ "[ab]c", "cc", false },
	{ "a  ", "a", true },
	{ "a\\ ", "a ", true },
	{ "a\r", "a", true },
	{ "\n\n/\n!\n", "a", false },
	{ "", "a", false },
	{ "a", "", false },
};

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct gitignore ignore = { 0 };

		gitignore_read(&ignore, rows[i].patterns, strlen(rows[i].patterns));
		ok(gitignore_has(&ignore, rows[i].path) == rows[i].ignored, "pattern %zu, %s is %signored", i,
		   rows[i].path, rows[i].ignored ? "" : "not ");
		gitignore_release(&ignore);
	}
	return tap_done();
}
