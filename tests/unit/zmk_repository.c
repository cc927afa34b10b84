/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "project/zmk_repository.h"
#include "tap.h"
#include "temp.h"

static char root[] = "/tmp/keyplane-test-XXXXXX";

static void put(const char *name)
{
	char *folder = mem_copy_text(temp_path(root, name));
	struct err err;

	*strrchr(folder, '/') = '\0';
	if (!file_make_dirs(folder, &err) ||
	    !file_write(temp_path(root, name), name, strlen(name), FILE_REPLACE, &err))
		abort();
	free(folder);
}

/* What the file named by a row says is its own name. */
static const struct {
	const char *keymap, *from, *name, *found; /* found NULL: it is not */
	bool angled, locked;
} rows[] = {
	{ "repo/config/a.keymap", "", "keys.h", "repo/config/keys.h", false, false },
	{ "repo/config/a.keymap", "", "keys.h", "repo/config/keys.h", true, false },
	{ "repo/config/a.keymap", "", "sub/more.h", "repo/config/sub/more.h", false, false },
	{ "repo/config/a.keymap", "repo/config/sub/more.h", "near.h", "repo/config/sub/near.h", false,
	  false },
	{ "repo/config/a.keymap", "", "near.h", NULL, false, false },
	{ "repo/config/a.keymap", "repo/config/sub/more.h", "../keys.h", "repo/config/keys.h", false, false },
	{ "repo/config/a.keymap", "", "../shared/b.dtsi", "repo/shared/b.dtsi", false, false },
	{ "repo/config/a.keymap", "", "shared/b.dtsi", "repo/shared/b.dtsi", true, false },
	{ "repo/config/a.keymap", "", "behaviors/own.dtsi", "repo/dts/behaviors/own.dtsi", true, false },
	{ "repo/config/a.keymap", "", "mine/x.h", "repo/include/mine/x.h", true, false },
	{ "repo/config/a.keymap", "", "lark.overlay", "repo/boards/shields/lark/lark.overlay", false, false },
	{ "repo/config/a.keymap", "", "wren.dtsi", "repo/config/boards/arm/wren/wren.dtsi", false, false },
	{ "repo/config/a.keymap", "", "zmk-helpers/helper.h", "repo/zmk-helpers/include/zmk-helpers/helper.h",
	  true, true },
	{ "repo/config/a.keymap", "repo/zmk-helpers/include/zmk-helpers/helper.h", "other.h",
	  "repo/zmk-helpers/include/zmk-helpers/other.h", false, true },
	{ "repo/boards/shields/lark/lark.keymap", "", "keys.h", "repo/config/keys.h", false, false },
	/* Nothing outside of the repository. */
	{ "repo/config/a.keymap", "", "../../outside.h", NULL, false, false },
	{ "repo/config/a.keymap", "", "link.h", NULL, false, false },
	{ "repo/config/a.keymap", "", "link/outside.h", NULL, false, false },
	{ "repo/config/a.keymap", "", "/etc/passwd", NULL, true, false },
	{ "repo/config/a.keymap", "", "sub", NULL, false, false },
	{ "repo/config/a.keymap", "", "gone.h", NULL, false, false },
	/* Repositories by other marks, and none at all. */
	{ "west/config/a.keymap", "", "../shared.h", "west/shared.h", false, false },
	{ "bare/config/a.keymap", "", "../shared.h", "bare/shared.h", false, false },
	{ "alone/a.keymap", "", "b.h", "alone/b.h", false, false },
	{ "alone/a.keymap", "", "../outside.h", NULL, false, false },
	{ "nowhere/at/all.keymap", "", "b.h", NULL, false, false },
};

static void test_rows(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *from = mem_copy_text(*rows[i].from ? temp_path(root, rows[i].from) : "");
		struct str path = STR_INIT, text = STR_INIT;
		struct zmk_repository repository;
		struct err err = { 0 };
		bool locked, found;

		zmk_repository_init(&repository, temp_path(root, rows[i].keymap));
		found = repository.includes.read(repository.includes.data, from, rows[i].name, rows[i].angled,
						 &path, &text, &locked, &err);
		if (rows[i].found) {
			ok(found && locked == rows[i].locked, "%s of %s%s", rows[i].name, rows[i].keymap,
			   err.text);
			is_text(str_text(&text), rows[i].found, "it is that file");
			ok(file_is_regular(str_text(&path)), "%s is there", str_text(&path));
		} else {
			ok(!found && err.code == ERR_NOT_FOUND, "%s of %s is not found", rows[i].name,
			   rows[i].keymap);
		}
		zmk_repository_release(&repository);
		str_release(&path);
		str_release(&text);
		free(from);
	}
}

static void test_over(void)
{
	struct str path = STR_INIT, text = STR_INIT, over = STR_INIT;
	struct zmk_repository repository;
	struct err err;
	bool locked;

	str_add(&over, "new");
	zmk_repository_init(&repository, temp_path(root, "repo/config/a.keymap"));
	ok(repository.includes.read(repository.includes.data, "", "keys.h", false, &path, &text, &locked,
				    &err),
	   "a file is read");
	zmk_repository_put(&repository, str_text(&path), &over);
	str_clear(&text);
	ok(repository.includes.read(repository.includes.data, "", "keys.h", false, &path, &text, &locked,
				    &err),
	   "and again");
	is_text(str_text(&text), "new", "as what it is to hold");
	zmk_repository_release(&repository);
	str_release(&path);
	str_release(&text);
	str_release(&over);
}

int main(void)
{
	static const char *const files[] = {
		"outside.h",
		"repo/build.yaml",
		"repo/config/keys.h",
		"repo/config/sub/more.h",
		"repo/config/sub/near.h",
		"repo/shared/b.dtsi",
		"repo/dts/behaviors/own.dtsi",
		"repo/include/mine/x.h",
		"repo/boards/shields/lark/lark.overlay",
		"repo/config/boards/arm/wren/wren.dtsi",
		"repo/zmk-helpers/zephyr/module.yml",
		"repo/zmk-helpers/include/zmk-helpers/helper.h",
		"repo/zmk-helpers/include/zmk-helpers/other.h",
		"west/config/west.yml",
		"west/shared.h",
		"bare/config/a.keymap",
		"bare/shared.h",
		"alone/b.h",
	};

	if (!mkdtemp(root))
		abort();
	for (size_t i = 0; i < COUNT(files); i++)
		put(files[i]);
	if (symlink("../../outside.h", temp_path(root, "repo/config/link.h")) ||
	    symlink("../..", temp_path(root, "repo/config/link")))
		abort();
	test_rows();
	test_over();
	temp_remove(root);
	return tap_done();
}
