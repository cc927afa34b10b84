/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/print.h"
#include "import/zmk_keymap.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "tap.h"
#include "walk.h"

/* A keymap of ZMK's that is read and written anew is the same keymap, for every .keymap of a folder. */

static size_t files, same, lossy;

static bool read_beside(void *data, const char *from, const char *name, bool angled, struct str *path,
			struct str *text, bool *locked, struct err *err)
{
	const char *base = *from ? from : data, *slash = strrchr(base, '/');

	if (angled || !slash)
		return err_set(err, ERR_NOT_FOUND, "%s is not looked for", name);
	str_add_bytes(path, base, (size_t)(slash + 1 - base));
	str_add(path, name);
	*locked = false;
	return file_read(str_text(path), 1 << 20, text, err);
}

static bool read_text(const char *path, const char *text, size_t len, const struct keyboard *board,
		      struct document *out)
{
	struct import_includes beside = { (void *)path, read_beside };
	struct import_input in = {
		.path = path, .text = text, .len = len, .keyboard = board, .includes = board ? NULL : &beside
	};
	struct diagnostics ignored = { 0 };
	struct err err;
	bool ok = zmk_keymap_read(&in, out, &ignored, &err);

	if (!ok && board)
		printf("# %s: %s\n", path, err.text);
	diagnostics_release(&ignored);
	return ok;
}

static void show_difference(const struct keymap *want, const struct keymap *got)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(want, (enum definition_kind)kind); i++) {
			const struct definition *d = keymap_definition(want, (enum definition_kind)kind, i);

			if (i < keymap_definitions(got, (enum definition_kind)kind) &&
			    definition_equal(d, keymap_definition(got, (enum definition_kind)kind, i)))
				continue;
			printf("#   %s (kind %d) differs\n", symbol_text(d->name), kind);
			return;
		}
	for (size_t layer = 0; layer < keymap_layers(want) && layer < keymap_layers(got); layer++)
		for (size_t slot = 0; slot < keymap_slots(want) && slot < keymap_slots(got); slot++) {
			struct str text = STR_INIT;

			if (action_equal(keymap_get_slot(want, layer, slot),
					 keymap_get_slot(got, layer, slot)))
				continue;
			zmk_action_print(keymap_get_slot(got, layer, slot), NULL, NULL, &text);
			str_add(&text, " not ");
			zmk_action_print(keymap_get_slot(want, layer, slot), NULL, NULL, &text);
			printf("#   layer %zu slot %zu: %s\n", layer, slot, str_text(&text));
			str_release(&text);
			return;
		}
}

static void round_trip(const char *path, const char *text, size_t len)
{
	struct document document = { 0 }, back = { 0 };
	struct diagnostics lost = { 0 };
	struct str out = STR_INIT;
	struct err err;

	if (read_text(path, text, len, NULL, &document)) {
		struct compile_input in = { .keyboard = document.board,
					  .layout = document.used,
					  .map = document.map,
					  .revision = "main" };

		files++;
		if (zmk_keymap_print(&in, &out, &lost, &err) &&
		    read_text(path, str_text(&out), out.len, document.board, &back) &&
		    keymap_equal(document.map, back.map)) {
			same++;
		} else if (lost.count) {
			lossy++;
		} else {
			printf("# %s is another keymap\n", path);
			if (back.map)
				show_difference(document.map, back.map);
		}
	}
	str_release(&out);
	diagnostics_release(&lost);
	document_release(&document);
	document_release(&back);
}

static void test_folder(const char *variable, const char *below)
{
	const char *folder = getenv(variable);
	char *path;

	if (!folder) {
		ok(true, "# SKIP set %s to a folder with .keymap files", variable);
		return;
	}
	files = same = lossy = 0;
	path = file_join(folder, below);
	walk_files(path, ".keymap", round_trip);
	ok(same + lossy == files && same > lossy,
	   "%s: %zu of %zu are the same, %zu have what is told to be lost", variable, same, files, lossy);
	free(path);
}

int main(void)
{
	test_folder("KEYPLANE_CORPUS", "app");
	test_folder("KEYPLANE_KEYMAPS", "");
	return tap_done();
}
