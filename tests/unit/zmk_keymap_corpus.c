/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/zmk_keymap.h"
#include "model/zmk_defined.h"
#include "project/zmk_repository.h"
#include "tap.h"
#include "walk.h"

/*
 * Every .keymap below $KEYPLANE_CORPUS/app (ZMK's own) and below $KEYPLANE_KEYMAPS (people's repositories): it opens, or
 * it says why not; what stands at a binding's place is that binding alone.
 */
enum { GOAL_PERCENT = 95, CHANGES = 3, SHOWN = 20 };

static struct {
	size_t files, opened, incomplete; /* the last: the file with the keymap is not there */
	size_t bindings, literal, elsewhere, composed;
	size_t changes, wrong_changes;
	size_t typed, wrong_typed;
	size_t shown;
} found;

static bool read_text(const char *path, const char *text, size_t len, struct document *out, bool *missing,
		      struct err *err)
{
	struct zmk_repository repository;
	struct import_input in = { .path = path, .text = text, .len = len };
	struct diagnostics diagnostics = { 0 };
	bool read;

	zmk_repository_init(&repository, path);
	in.includes = &repository.includes;
	read = zmk_keymap_read(&in, out, &diagnostics, err);
	*missing = false;
	for (size_t i = 0; i < diagnostics.count; i++)
		*missing = *missing || !strcmp(diagnostics.item[i].kind->code, "cpp-include-missing");
	diagnostics_release(&diagnostics);
	zmk_repository_release(&repository);
	return read;
}

static void count_classes(const struct source *source)
{
	size_t slots = keymap_slots(source->map);

	for (size_t i = 0; i < keymap_layers(source->map) * slots; i++) {
		const struct source_binding *binding = &source->binding[i];

		found.bindings++;
		found.literal += !binding->file && binding->span.len;
		found.elsewhere += binding->file && binding->span.len;
		found.composed += binding->fixed != 0;
	}
}

/* Whoever types a binding as it is printed means the same. */
static void type_bindings(const char *path, const struct keymap *map)
{
	struct zmk_defined defined;
	struct zmk_names names = zmk_defined_names(&defined, map, NULL);

	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t key = 0; key < keymap_keys(map); key++) {
			struct action action = keymap_get(map, layer, key), typed;
			struct str text = STR_INIT;
			struct err err = { 0 };

			if (action.kind == ACTION_RAW)
				continue;
			found.typed++;
			if (!zmk_action_print(action, NULL, NULL, &text) ||
			    !zmk_action_parse(str_text(&text), &names, &typed, &err) ||
			    !action_equal(action, typed)) {
				found.wrong_typed++;
				if (found.shown++ < SHOWN)
					printf("# %s: %s of layer %zu is another when it is typed %s\n", path,
					       str_text(&text), layer, err.text);
			}
			str_release(&text);
		}
}

/* Both keymaps are the same but for one key. */
static bool differ_at(const struct keymap *a, const struct keymap *b, size_t layer, size_t key)
{
	if (keymap_layers(a) != keymap_layers(b) || keymap_slots(a) != keymap_slots(b) ||
	    keymap_keys(a) != keymap_keys(b))
		return false;
	for (size_t i = 0; i < keymap_layers(a); i++)
		for (size_t slot = 0; slot < keymap_slots(a); slot++)
			if ((i != layer || slot != key) &&
			    !action_equal(keymap_get_slot(a, i, slot), keymap_get_slot(b, i, slot)))
				return false;
	return true;
}

/* &to 0 is everywhere known, and no key has it twice in a row. */
static void change_key(const char *path, const struct document *document, size_t layer, size_t key)
{
	const struct source *source = document->source;
	const struct source_binding *binding = source_binding(source, layer, key);
	struct document again = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	struct action action;
	bool missing;

	if (!binding->span.len || binding->file)
		return;
	str_add_bytes(&text, source->text, binding->span.start);
	str_add(&text, "&to 0");
	str_add_bytes(&text, source->text + span_end(binding->span), source->len - span_end(binding->span));
	found.changes++;
	if (!read_text(path, str_text(&text), text.len, &again, &missing, &err) ||
	    !differ_at(document->map, again.map, layer, key) ||
	    !zmk_action_parse("&to 0", NULL, &action, &err) ||
	    !action_equal(keymap_get(again.map, layer, key), action)) {
		found.wrong_changes++;
		if (found.shown++ < SHOWN)
			printf("# %s: a change of key %zu of layer %zu is another\n", path, key, layer);
	}
	document_release(&again);
	str_release(&text);
}

static void each_keymap(const char *path, const char *text, size_t len)
{
	struct document document = { 0 };
	struct err err = { 0 };
	uint32_t random = 1;
	bool missing;

	found.files++;
	if (read_text(path, text, len, &document, &missing, &err)) {
		found.opened++;
		count_classes(document.source);
		type_bindings(path, document.map);
		for (int i = 0; i < CHANGES; i++) {
			random = random * 1103515245 + 12345;
			change_key(path, &document, random / 65536 % keymap_layers(document.map),
				   random / 64 % keymap_keys(document.map));
		}
	} else {
		found.incomplete += missing;
		if (!missing && found.shown++ < SHOWN)
			printf("# %s: %s\n", path, err.text);
		if (!err.text[0])
			ok(false, "%s is refused for no reason", path);
	}
	document_release(&document);
}

/* @all: files whose includes are not there count as well. */
static void test_folder(const char *variable, const char *below, bool all)
{
	const char *folder = getenv(variable);
	char *path = folder ? file_join(folder, below) : NULL;
	size_t files;

	memset(&found, 0, sizeof(found));
	if (!folder) {
		ok(true, "# SKIP set %s to a folder of keymaps", variable);
		return;
	}
	walk_files(path, ".keymap", each_keymap);
	files = all ? found.files : found.files - found.incomplete;
	printf("# %s: %zu of %zu open, %zu are for files that are not there\n", variable, found.opened,
	       found.files, found.incomplete);
	printf("# of %zu bindings %zu are spelled in the file, %zu in another, %zu by macros with others\n",
	       found.bindings, found.literal, found.elsewhere, found.composed);
	ok(found.opened * 100 >= files * GOAL_PERCENT, "%d %% of the keymaps of %s open", GOAL_PERCENT,
	   variable);
	ok(!found.wrong_changes, "each of %zu changes of one binding is that change alone", found.changes);
	ok(!found.wrong_typed, "each of %zu bindings is the same when it is typed", found.typed);
	free(path);
}

int main(void)
{
	test_folder("KEYPLANE_CORPUS", "app", false);
	test_folder("KEYPLANE_KEYMAPS", "", true);
	return tap_done();
}
