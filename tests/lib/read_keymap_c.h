/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_READ_KEYMAP_C_H
#define TESTS_READ_KEYMAP_C_H

#include "import/keymap_c.h"
#include "small_keyboard.h"

/* A keymap.c that is a text of the test. */

#define ARRAY "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = "

static const struct import_define read_defines[] = {
	{ "MATRIX_ROWS", "2" },
	{ "MATRIX_COLS", "3" },
	{ "ENCODER_MAP_ENABLE", NULL },
	{ "NUM_ENCODERS", "2" },
};

/* Files that may be included, in memory. */
struct read_file {
	const char *name, *text;
	bool locked;
};

static inline bool read_given(void *data, const char *from, const char *name, bool angled, struct str *path,
			      struct str *text, bool *locked, struct err *err)
{
	(void)from;
	(void)angled;
	for (const struct read_file *file = data; file->name; file++)
		if (!strcmp(file->name, name)) {
			str_clear(path);
			str_clear(text);
			str_add(path, name);
			str_add(text, file->text);
			*locked = file->locked;
			return true;
		}
	return err_set(err, ERR_NOT_FOUND, "there is no %s", name);
}

/* What is read of a text. */
struct read_result {
	struct document document;
	struct diagnostics diagnostics;
	struct err err;
	bool ok;
};

static inline struct read_result read_text(const char *text, size_t len, const struct keyboard *kb,
					   const struct read_file *files)
{
	struct import_includes includes = { (void *)files, read_given };
	struct import_input in = { .path = "keymap.c",
				   .text = text,
				   .len = len,
				   .keyboard = kb,
				   .includes = files ? &includes : NULL,
				   .define = read_defines,
				   .defines = COUNT(read_defines) };
	struct read_result r = { .ok = false };

	r.ok = keymap_c_read(&in, &r.document, &r.diagnostics, &r.err);
	return r;
}

static inline void read_release(struct read_result *r)
{
	document_release(&r->document);
	diagnostics_release(&r->diagnostics);
}

/* Actions with blanks between, layers with "|". */
static inline void read_print(const struct keymap *map, struct str *out)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t key = 0; key < keymap_keys(map); key++) {
			str_add(out, key ? " " : layer ? "|" : "");
			action_print(keymap_get(map, layer, key), out);
		}
}

#endif
