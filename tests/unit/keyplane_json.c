/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/keyplane_json.h"
#include "compile/print.h"
#include "import/keyplane_json.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "random_keymap.h"
#include "tap.h"
#include "tiny.h"

enum { ROUNDS = 300 };

static uint32_t state = 1;

static void print(const struct keyboard *kb, const struct keymap *map, struct str *out)
{
	const struct compile_input in = { .keyboard = kb,
					.layout = &kb->layout[0],
					.map = map,
					.keymap_name = "mine",
					.language = "german" };
	struct diagnostics lost = { 0 };
	struct err err;

	if (!keyplane_json_print(&in, out, &lost, &err) || lost.count)
		abort();
}

static bool read_text(const char *text, size_t len, const struct keyboard *kb, struct document *out,
		      struct diagnostics *found, struct err *err)
{
	const struct import_input in = {
		.path = "x.keyplane.json", .text = text, .len = len, .keyboard = kb
	};

	return keyplane_json_read(&in, out, found, err);
}

/* Whether @text gives @map, and nothing to complain of. */
static bool gives(const struct str *text, const struct keyboard *kb, const struct keymap *map)
{
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct err err = { 0 };
	bool same = read_text(str_text(text), text->len, kb, &document, &found, &err);

	if (!same)
		printf("# %s\n", err.text);
	if (found.count)
		printf("# %d:%d %s\n", found.item[0].place.line, found.item[0].place.column,
		       found.item[0].text);
	same = same && !found.count && keymap_equal(document.map, map);
	document_release(&document);
	diagnostics_release(&found);
	return same;
}

static void test_round_trip(void)
{
	int wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		size_t keys = 1 + random_below(&state, 12), encoders = random_below(&state, 3);
		struct keyboard *kb = tiny_keyboard(1, (int)keys, (int)encoders);
		const struct keymap *map = random_keymap(&state, 1 + random_below(&state, 5), keys, encoders);
		struct str text = STR_INIT;

		print(kb, map, &text);
		wrong += !gives(&text, kb, map) || !gives(&text, NULL, map);
		keymap_unref(map);
		keyboard_free(kb);
		str_release(&text);
	}
	ok(!wrong, "any keymap is read as it was printed, with its keyboard and without: %d of %d are not",
	   wrong, (int)ROUNDS);
}

/* One of the edits that people make. */
static const struct keymap *edit(const struct keymap *map)
{
	size_t layers = keymap_layers(map), layer = random_below(&state, (uint32_t)layers);
	struct err err;
	const struct keymap *changed = NULL;

	switch (random_below(&state, 5)) {
	case 0:
		changed = edit_layer_add(map, layer, (int)random_below(&state, (uint32_t)layers + 1) - 1,
					 symbol("new"), &err);
		break;
	case 1:
		changed = edit_layer_delete(map, layer, NULL, &err);
		break;
	case 2:
		changed = edit_layer_move(map, layer, random_below(&state, (uint32_t)layers));
		break;
	case 3:
		changed = edit_layer_rename(map, layer, random_below(&state, 2) ? symbol("renamed") : 0);
		break;
	default:
		break;
	}
	return changed ? changed
		       : edit_slot(map, layer, random_below(&state, (uint32_t)keymap_slots(map)),
				   random_action(&state, layers));
}

static bool updates(const struct keyboard *kb, const struct document *document, const struct keymap *map)
{
	struct str text = STR_INIT;
	struct err err;
	bool same = keyplane_json_update(document->source, &kb->layout[0], map, &text, &err) &&
		    gives(&text, kb, map) && strstr(str_text(&text), "\"mine\": [1, 2]");

	str_release(&text);
	return same;
}

static void test_edits(void)
{
	int wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct keyboard *kb = tiny_keyboard(1, 6, 1);
		const struct keymap *map = random_keymap(&state, 1 + random_below(&state, 4), 6, 1);
		struct diagnostics found = { 0 };
		struct document document = { 0 };
		struct str text = STR_INIT, whole = STR_INIT;
		struct err err;

		print(kb, map, &text);
		str_addf(&whole, "{\"mine\": [1, 2],%s", str_text(&text) + 1);
		keymap_unref(map);
		if (!read_text(str_text(&whole), whole.len, kb, &document, &found, &err))
			abort();
		map = keymap_ref(document.map);
		for (int edits = 0; edits < 4; edits++) {
			const struct keymap *next = edit(map);

			keymap_unref(map);
			map = next;
			wrong += !updates(kb, &document, map);
		}
		keymap_unref(map);
		document_release(&document);
		diagnostics_release(&found);
		str_release(&text);
		str_release(&whole);
		keyboard_free(kb);
	}
	ok(!wrong, "edits go into the text and keep what we do not know: %d do not", wrong);
}

#define HEAD "{\"format\": \"keyplane-keymap\", \"version\": 1, "
#define BOARD                                                                                            \
	"\"keyboard\": {\"layouts\": [{\"name\": \"L\", \"keys\": [{\"x\": 0, \"y\": 0}, {\"x\": 1.25, " \
	"\"y\": 0}]}]}, "

static void test_update(void)
{
	static const char before[] =
		HEAD BOARD "\n\"layers\": [\n  {\"keys\": [{\"kind\": \"none\"}, {\"kind\":  \"none\", "
			   "\"note\": 1}], \"colour\": \"red\"} ],\n \"definitions\": [{\"kind\": \"macro\", "
			   "\"mine\": 1}]}\n";
	static const char after[] =
		HEAD BOARD "\n\"layers\": [\n  {\"keys\": [{\"kind\": \"key\", \"args\": [{\"key\": "
			   "\"KC_A\"}]}, {\"kind\":  \"none\", \"note\": 1}], \"colour\": \"red\"} ],\n "
			   "\"definitions\": [{\"kind\": \"macro\", \"mine\": 1}]}\n";
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	const struct keymap *map;

	if (!read_text(before, strlen(before), NULL, &document, &found, &err)) {
		ok(false, "it is read: %s", err.text);
		return;
	}
	ok(!found.count, "members that are not known are no fault");
	ok(document.board && document.used->keys == 2 && document.used->key[1].x_cu == 125 &&
		   document.used->key[1].w_cu == 100 && document.board->cols == 1,
	   "the keyboard that it describes");
	map = edit_key(document.map, 0, 0, tiny_action("KC_A"));
	ok(keyplane_json_update(document.source, document.used, map, &text, &err) &&
		   !strcmp(str_text(&text), after),
	   "one action changes one value: %s", str_text(&text));
	keymap_unref(map);
	document_release(&document);
	diagnostics_release(&found);
	str_release(&text);
}

static void test_faults(void)
{
	static const struct {
		const char *text, *says;
		int line, column;
		bool refused;
	} rows[] = {
		{ "[]", "expected an object with \"format\"", 0, 0, true },
		{ "{\"layers\": []}", "expected an object with \"format\"", 0, 0, true },
		{ "{\"format\": \"keyplane-keymap\",\n \"version\": 2, \"layers\": []}", "line 2, column 13",
		  0, 0, true },
		{ "{\"format\": \"keyplane-keymap\"", "line 1, column 29", 0, 0, true },
		{ HEAD "\"layers\": []}", "layers: [] is too short", 1, 55, false },
		{ HEAD "\"layers\": {}}", "layers: {} is not of type", 1, 55, false },
		{ HEAD "\"layers\": [{\"keys\": [5]}]}", "layers.0.keys.0: 5 is not of type 'object'", 1, 66,
		  false },
		{ HEAD "\"layers\": [{\"keys\": [{\"kind\": \"dance\"}]}]}",
		  "layers.0.keys.0.kind: 'dance' is not one of", 1, 75, false },
		{ HEAD "\"layers\": [{\"keys\": [{\"kind\": \"key\",\n\"args\": [{\"key\": \"KC_FOO\"}]}]}]}",
		  "there is no keycode \"KC_FOO\"", 1, 66, false },
		{ HEAD BOARD "\"layers\": [{\"keys\": []}]}",
		  "layer 0 has 0 actions, but the layout has 2 keys", 1, 156, false },
		{ HEAD BOARD "\"layout\": \"M\", \"layers\": [{\"keys\": [{\"kind\": \"none\"}, {\"kind\": "
			     "\"none\"}]}]}",
		  "the keyboard has no layout M", 1, 146, false },
		{ HEAD
		  "\"layers\": [{\"keys\": [{\"kind\": \"none\"}]}], \"settings\": {\"a\": [], \"b\": 1}}",
		  "settings.a", 1, 105, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics found = { 0 };
		struct document document = { 0 };
		struct err err = { 0 };
		bool read = read_text(rows[i].text, strlen(rows[i].text), NULL, &document, &found, &err);
		const struct diagnostic *first = found.count ? &found.item[0] : NULL;

		if (rows[i].refused)
			ok(!read && strstr(err.text, rows[i].says), "row %zu: %s", i, err.text);
		else
			ok(read && first && strstr(first->text, rows[i].says) &&
				   first->place.line == rows[i].line && first->place.column == rows[i].column,
			   "row %zu: %d:%d %s", i, first ? first->place.line : 0,
			   first ? first->place.column : 0, first ? first->text : err.text);
		document_release(&document);
		diagnostics_release(&found);
	}
}

int main(void)
{
	test_round_trip();
	test_edits();
	test_update();
	test_faults();
	return tap_done();
}
