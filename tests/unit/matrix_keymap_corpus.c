/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "compile/print.h"
#include "import/via_definition.h"
#include "import/via_save.h"
#include "import/vil.h"
#include "keymap_edits.h"
#include "tap.h"
#include "tiny.h"
#include "walk.h"

/*
 * VIA's and Vial's saves for real keyboards: a keymap for some of VIA's definitions is written in both forms, read
 * back, and edited in its text.
 */
enum { LAYERS = 3, EDITS = 12, STEP = 8 /* of so many definitions, one */ };

static const char *const actions[] = {
	"KC_A",    "KC_NO",   "KC_TRNS",         "MO(1)",         "LT(2, KC_SPC)",
	"0x7FFE",  "KC_VOLU", "S(KC_1)",         "LSFT_T(KC_Z)",  "OSM(MOD_LCTL)",
	"QK_BOOT", "TD(3)",   "LM(1, MOD_LALT)", "RCTL(KC_PGUP)", NULL
};

static struct {
	const char *name;
	struct edits_format format;
	keymap_print *print;
	size_t written, same;
	struct edits_counts counts;
} formats[] = {
	{ "VIA's saves", { via_save_read, matrix_keymap_update, actions }, via_save_print, 0, 0, { 0 } },
	{ "Vial's saves", { vil_read, matrix_keymap_update, actions }, vil_print, 0, 0, { 0 } },
};
static int seen, definitions;

static const struct keymap *some_keymap(const struct keyboard *kb, const struct layout *layout)
{
	struct keymap *map = keymap_new(LAYERS, layout->keys, (size_t)kb->encoders);
	size_t next = layout->keys;

	for (size_t layer = 0; layer < LAYERS; layer++) {
		for (size_t i = 0; i < layout->keys; i++)
			keymap_put(map, layer, i, tiny_action(actions[next++ % (COUNT(actions) - 1)]));
		for (int i = 0; i < kb->encoders; i++)
			keymap_put_turn(map, layer, (size_t)i, TURN_CW, tiny_action("KC_VOLU"));
	}
	return map;
}

/* Keys that are one switch have one keycode. */
static bool has_twins(const struct layout *layout)
{
	for (size_t i = 0; i < layout->keys; i++)
		for (size_t k = i + 1; k < layout->keys; k++)
			if (layout->key[i].row == layout->key[k].row &&
			    layout->key[i].col == layout->key[k].col)
				return true;
	return false;
}

static void check_keyboard(const char *path, const struct keyboard *kb)
{
	const struct layout *layout = &kb->layout[0];
	const struct keymap *map = some_keymap(kb, layout);
	const struct compile_input print = { .keyboard = kb, .layout = layout, .map = map, .language = "" };

	for (size_t i = 0; i < COUNT(formats); i++) {
		struct diagnostics told = { 0 };
		struct str text = STR_INIT;
		struct document back = { 0 };
		struct import_input in = { .path = path, .keyboard = kb, .layout = layout->name };
		struct err err = { 0 };

		if (!formats[i].print(&print, &text, &told, &err))
			printf("# %s: %s\n", path, err.text);
		in.text = str_text(&text);
		in.len = text.len;
		formats[i].written += text.len && !told.count;
		if (formats[i].format.read(&in, &back, &told, &err)) {
			formats[i].same += !told.count && keymap_equal(back.map, map);
			document_release(&back);
		}
		edits_run(&formats[i].format, &in, EDITS, (unsigned)definitions, &formats[i].counts);
		str_release(&text);
		diagnostics_release(&told);
	}
	keymap_unref(map);
}

static void check_definition(const char *path, const char *text, size_t len)
{
	struct diagnostics told = { 0 };
	struct err err;
	struct via_definition *d = seen++ % STEP ? NULL : via_definition_read(text, len, &told, &err);
	struct keyboard *kb = d ? via_definition_keyboard(d) : NULL;

	if (kb && !has_twins(&kb->layout[0])) {
		definitions++;
		check_keyboard(path, kb);
	}
	keyboard_free(kb);
	via_definition_free(d);
	diagnostics_release(&told);
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	char *folder;

	if (!corpus) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the unpacked corpus\n");
		return 0;
	}
	folder = file_join(corpus, "v3");
	walk_files(folder, ".json", check_definition);
	free(folder);
	for (size_t i = 0; i < COUNT(formats); i++) {
		const struct edits_counts *c = &formats[i].counts;

		edits_print(formats[i].name, c);
		ok(definitions > 100 && formats[i].written == (size_t)definitions &&
			   formats[i].same == formats[i].written,
		   "%zu of %s are written, and read back the same", formats[i].written, formats[i].name);
		ok(c->untouched == c->files && c->files == (size_t)definitions,
		   "%zu stay as they are, byte for byte", c->untouched);
		ok(c->edits && c->accepted == c->edits && c->exact == c->edits && c->lines[1] == c->edits,
		   "%zu edits of %zu are exact, a line each", c->exact, c->edits);
		ok(c->layers_exact == c->layers_accepted && c->layers_accepted,
		   "%zu of %zu changes of layers are taken", c->layers_accepted, c->layers);
		edits_release(&formats[i].counts);
	}
	return tap_done();
}
