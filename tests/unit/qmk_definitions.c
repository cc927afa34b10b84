/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiled.h"
#include "golden.h"
#include "qmk_host.h"
#include "rich_keymap.h"
#include "tap.h"

/* All files, one behind the other, and what was told. */
static void add_files(const struct result *r, struct str *out)
{
	for (size_t i = 0; i < r->files.count; i++)
		str_addf(out, "==== %s\n%s\n", r->files.file[i].path, str_text(&r->files.file[i].data));
	str_add(out, "==== told\n");
	for (size_t i = 0; i < r->diagnostics.count; i++) {
		const struct diagnostic *d = &r->diagnostics.item[i];

		str_addf(out, "%s", d->kind->code);
		if (d->loss)
			str_addf(out, " [%s -> %s]", d->subject, d->instead);
		str_addf(out, ": %s\n", d->text);
	}
}

static struct result compile_at(const struct keyboard *kb, const struct keymap *map, const char *revision)
{
	struct compile_input in = { .keyboard = kb,
				    .layout = &kb->layout[0],
				    .map = map,
				    .keymap_name = "mine",
				    .revision = revision };
	struct result r = { 0 };

	r.ok = target_compile(target_find("qmk"), &in, &r.files, &r.diagnostics, &r.err);
	return r;
}

/* By a compiler, as strict as QMK's build and more, with what config.h says. */
static bool is_c(const struct keyboard *kb, const struct result *r)
{
	const char *srcdir = getenv("srcdir");
	char dir[] = "/tmp/keyplane-syntax-XXXXXX";
	struct str board = STR_INIT, command = STR_INIT;
	bool ok;

	if (!mkdtemp(dir))
		return false;
	host_board(&board, kb, &kb->layout[0]);
	str_addf(&command,
		 "cd %s && cc -std=gnu11 -trigraphs -fsyntax-only -Wall -Wextra -Wno-unused-parameter "
		 "-Wno-unused-variable -Werror -DQMK_KEYBOARD_H='\"board.h\"' -I\"$OLDPWD/%s/tests/lib\" "
		 "-I%s/tests/lib -include config.h keymap.c; status=$?; rm -rf %s; exit $status",
		 dir, srcdir ? srcdir : ".", srcdir ? srcdir : ".", dir);
	ok = host_put(dir, "board.h", str_text(&board)) &&
	     host_put(dir, "keymap.c", text_of(r, "keymap.c")) &&
	     host_put(dir, "config.h", text_of(r, "config.h")) && system(str_text(&command)) == 0;
	str_release(&board);
	str_release(&command);
	return ok;
}

static void test_all(void)
{
	struct keyboard *kb = tiny_keyboard(2, 10, 1);
	struct keymap *map = rich_keymap();
	struct result r = compile_at(kb, map, NULL), again = compile_at(kb, map, "0.0.8");
	struct str text = STR_INIT, other = STR_INIT;

	add_files(&r, &text);
	add_files(&again, &other);
	ok(r.ok, "a keymap with all that there is compiles%s", r.err.text);
	ok(golden_text("qmk/rich", str_text(&text)), "to what it should be");
	ok(!strcmp(str_text(&text), str_text(&other)), "again to the same, the newest version by name");
	ok(!host_has_compiler() || is_c(kb, &r), "which is C");
	ok(!find(&r, "qmk-none") && !find(&r, "qmk-near"), "and nothing of it is lost");
	str_release(&text);
	str_release(&other);
	release(&r);
	release(&again);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_older(void)
{
	struct keyboard *kb = tiny_keyboard(2, 10, 1);
	struct keymap *map = rich_keymap();
	struct result r;

	keymap_put(map, 2, 0, tiny_action("QK_LLCK"));
	keymap_put(map, 2, 1, tiny_action("PDF(1)"));
	keymap_put(map, 2, 2, tiny_action("MS_UP"));
	r = compile_at(kb, map, "0.0.3");
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "        XXXXXXX, DF(_NAV), KC_MS_U,"),
	   "an older QMK gets its own names, and what is nearest to what it lacks");
	ok(find(&r, "qmk-none") && !strcmp(find(&r, "qmk-none")->subject, "QK_LLCK") &&
		   find(&r, "qmk-near") && !strcmp(find(&r, "qmk-near")->subject, "PDF(1)"),
	   "which is told");
	ok(strstr(text_of(&r, "keymap.c"),
		  "const key_override_t **key_overrides = (const key_override_t *[]){\n") &&
		   strstr(text_of(&r, "keymap.c"), "    NULL,\n"),
	   "and its own form of key_overrides");
	release(&r);
	r = compile_at(kb, map, "0.0.1");
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "qk_tap_dance_action_t tap_dance_actions[] = {") &&
		   strstr(text_of(&r, "keymap.c"), "uint16_t COMBO_LEN ="),
	   "the oldest one, too");
	release(&r);
	r = compile_at(kb, map, "via-12");
	ok(!r.ok && find(&r, "qmk-revision"), "what is no version of QMK's is refused");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_all();
	test_older();
	return tap_done();
}
