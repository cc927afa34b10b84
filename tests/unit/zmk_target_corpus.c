/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/target.h"
#include "import/zmk_keymap.h"
#include "project/zmk_repository.h"
#include "tap.h"
#include "walk.h"

/*
 * Every .keymap below $KEYPLANE_CORPUS/app (ZMK's own) and below $KEYPLANE_KEYMAPS (people's repositories) is the same keymap
 * when it is compiled to ZMK, unless what becomes of it is told.
 */
static size_t compiled, same, told_of, refused;

static bool read_text(const char *path, const char *text, size_t len, const struct keyboard *board,
		      struct document *out)
{
	struct import_input in = { .path = path, .text = text, .len = len, .keyboard = board };
	struct zmk_repository repository;
	struct diagnostics ignored = { 0 };
	struct err err;
	bool ok;

	zmk_repository_init(&repository, path);
	in.includes = board ? NULL : &repository.includes;
	ok = zmk_keymap_read(&in, out, &ignored, &err);
	zmk_repository_release(&repository);
	diagnostics_release(&ignored);
	return ok;
}

/* What has another name is another keymap as well. */
static bool is_told(const struct diagnostics *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].loss != LOSS_NONE || !strcmp(all->item[i].kind->code, "zmk-renamed"))
			return true;
	return false;
}

static void show_errors(const char *path, const struct diagnostics *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (diagnostic_severity(&all->item[i]) == SEVERITY_ERROR)
			printf("# %s: %s [%s]\n", path, all->item[i].text, all->item[i].kind->code);
}

static void compile(const char *path, const struct compile_input *in)
{
	const struct target *zmk = target_find("zmk");
	struct diagnostics told = { 0 };
	struct document back = { 0 };
	struct fileset made = { 0 };
	struct err err;

	compiled++;
	if (!target_compile(zmk, in, &made, &told, &err)) {
		refused++;
		show_errors(path, &told);
	} else {
		const struct str *text = &target_main_file(zmk, &made)->data;

		if (is_told(&told))
			told_of++;
		else if (read_text(path, str_text(text), text->len, in->keyboard, &back) &&
			 keymap_equal(in->map, back.map))
			same++;
		else
			printf("# %s is another keymap\n", path);
	}
	document_release(&back);
	fileset_release(&made);
	diagnostics_release(&told);
}

static void each_keymap(const char *path, const char *text, size_t len)
{
	struct document document = { 0 };

	if (read_text(path, text, len, NULL, &document)) {
		struct compile_input in = { .keyboard = document.board,
					    .layout = document.used,
					    .map = document.map,
					    .revision = "main" };

		compile(path, &in);
	}
	document_release(&document);
}

/* @own: they are ZMK's, with nothing in them that it does not build. */
static void test_folder(const char *variable, const char *below, bool own)
{
	const char *folder = getenv(variable);
	char *path = folder ? file_join(folder, below) : NULL;

	if (!folder) {
		ok(true, "# SKIP set %s to a folder with .keymap files", variable);
		return;
	}
	compiled = same = told_of = refused = 0;
	walk_files(path, ".keymap", each_keymap);
	ok(same + (own ? 0 : told_of + refused) == compiled && refused * 20 <= compiled,
	   "%s: %zu of %zu are the same, what becomes of %zu is told, %zu are refused", variable, same,
	   compiled, told_of, refused);
	free(path);
}

int main(void)
{
	test_folder("KEYPLANE_CORPUS", "app", true);
	test_folder("KEYPLANE_KEYMAPS", "", false);
	return tap_done();
}
