/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/update.h"
#include "import/keymap_c.h"
#include "model/edit.h"
#include "project/keymap_context.h"
#include "tap.h"
#include "tiny.h"
#include "walk.h"

/* Every definition of people's keymap.c files: each of its actions changed, and all of it taken out. */

static const enum definition_kind kinds[] = { DEFINITION_COMBO, DEFINITION_TAP_DANCE, DEFINITION_OVERRIDE };

static struct {
	size_t files, definitions;
	size_t edits, accepted, exact;
} counts;

/* Whether @map, put into the text, reads back. */
static void try_edit(const struct import_input *in, const struct document *document, const struct keymap *map)
{
	struct str *out = mem_new(document->source->includes + 1, sizeof(*out));
	struct import_input again = *in;
	struct document back = { 0 };
	struct diagnostics ignored = { 0 };
	struct err err = { 0 };
	bool exact;

	counts.edits++;
	if (keymap_c_update(document->source, document->used, map, out, &err)) {
		counts.accepted++;
		again.text = str_text(&out[0]);
		again.len = out[0].len;
		/* What goes into a file that is included is not read back here. */
		exact = out[0].len == 0 ||
			(keymap_c_read(&again, &back, &ignored, &err) && keymap_equal(back.map, map));
		counts.exact += exact;
		if (!exact)
			printf("# %s: an edit does not read back: %s\n", in->path, err.text);
	}
	for (size_t i = 0; i <= document->source->includes; i++)
		str_release(&out[i]);
	free(out);
	document_release(&back);
	diagnostics_release(&ignored);
}

static void edit_definition(const struct import_input *in, const struct document *document,
			    enum definition_kind kind, size_t index)
{
	struct definition to = *keymap_definition(document->map, kind, index);
	struct step *step = mem_new(to.steps + 1, sizeof(*step));
	const struct keymap *map;
	struct err err = { 0 };

	counts.definitions++;
	for (size_t i = 0; i < to.steps; i++) {
		memcpy(step, keymap_definition(document->map, kind, index)->step, to.steps * sizeof(*step));
		to.step = step;
		step[i].action = tiny_action("LCTL(KC_F7)");
		map = edit_definition_replace(document->map, kind, index, &to, &err);
		if (map)
			try_edit(in, document, map);
		keymap_unref(map);
	}
	map = edit_definition_delete(document->map, kind, index, NULL);
	try_edit(in, document, map);
	keymap_unref(map);
	free(step);
}

static void run(const char *path, const char *text, size_t len)
{
	struct keymap_context context;
	struct import_input in = { .path = path, .text = text, .len = len };
	struct document document = { 0 };
	struct diagnostics ignored = { 0 };
	struct err err = { 0 };

	keymap_context_init(&context, path, NULL, NULL);
	in.includes = &context.includes;
	in.define = context.define;
	in.defines = context.defines;
	if (keymap_c_read(&in, &document, &ignored, &err)) {
		counts.files++;
		for (size_t k = 0; k < COUNT(kinds); k++)
			for (size_t i = 0; i < keymap_definitions(document.map, kinds[k]); i++)
				edit_definition(&in, &document, kinds[k], i);
	}
	document_release(&document);
	diagnostics_release(&ignored);
	keymap_context_release(&context);
}

static void test_folder(const char *variable)
{
	const char *folder = getenv(variable);

	if (!folder) {
		ok(true, "# SKIP set %s to a folder with keymap.c files", variable);
		return;
	}
	memset(&counts, 0, sizeof(counts));
	walk_files(folder, "/keymap.c", run);
	ok(counts.exact == counts.accepted,
	   "%s: %zu files, %zu definitions; of %zu edits %zu are accepted, %zu exact", variable, counts.files,
	   counts.definitions, counts.edits, counts.accepted, counts.exact);
}

int main(void)
{
	test_folder("QMK_TEST_TREE");
	test_folder("KEYPLANE_KEYMAPS");
	return tap_done();
}
