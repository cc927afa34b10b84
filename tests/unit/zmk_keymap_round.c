/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/print.h"
#include "compile/zmk_lower.h"
#include "import/zmk_keymap.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "tap.h"
#include "walk.h"

/* A keymap of ZMK's that is read and written anew is the same keymap, and one that went to QMK and back but for what was
 * told, for every .keymap of a folder. */

static size_t files, same, lossy, keys, kept, told;

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

static bool is_told(const struct diagnostics *lost, size_t layer, size_t key, const char *text)
{
	for (size_t i = 0; i < lost->count; i++) {
		const struct diagnostic *d = &lost->item[i];

		if ((d->place.layer == (int)layer && d->place.key == (int)key) ||
		    (d->loss && !strcmp(d->subject, text)))
			return true;
	}
	return lost->dropped > 0;
}

/* @there and @again: what both are in QMK, where a behaviour that has another name by now is the same. */
static void compare_keys(const char *path, const struct keymap *map, const struct keymap *there,
			 const struct keymap *again, const struct diagnostics *lost)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t key = 0; key < keymap_keys(map); key++) {
			bool alike =
				action_equal(keymap_get(there, layer, key), keymap_get(again, layer, key));
			struct str text = STR_INIT;
			bool said;

			keys++;
			zmk_action_print(keymap_get(map, layer, key), NULL, NULL, &text);
			said = is_told(lost, layer, key, str_text(&text));
			told += said;
			kept += alike && !said;
			if (!alike && !said)
				printf("# %s: %s is another key\n", path, str_text(&text));
			str_release(&text);
		}
}

static void there_and_back(const char *path, const struct document *document)
{
	struct compile_input in = { .keyboard = document->board,
				    .layout = document->used,
				    .map = document->map,
				    .revision = "main" };
	struct diagnostics lost = { 0 };
	const struct keymap *there = zmk_raise_keymap(&in, &lost), *back, *again;

	in.map = there;
	back = zmk_lower_keymap(&in, &lost);
	in.map = back;
	again = zmk_raise_keymap(&in, &lost);
	compare_keys(path, document->map, there, again, &lost);
	keymap_unref(again);
	keymap_unref(back);
	keymap_unref(there);
	diagnostics_release(&lost);
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
		there_and_back(path, &document);
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
	files = same = lossy = keys = kept = told = 0;
	path = file_join(folder, below);
	walk_files(path, ".keymap", round_trip);
	ok(same + lossy == files && same > lossy,
	   "%s: %zu of %zu are the same, %zu have what is told to be lost", variable, same, files, lossy);
	ok(kept + told == keys && kept > told, "%s: of %zu keys %zu come back from QMK, %zu are told",
	   variable, keys, kept, told);
	free(path);
}

int main(void)
{
	test_folder("KEYPLANE_CORPUS", "app");
	test_folder("KEYPLANE_KEYMAPS", "");
	return tap_done();
}
