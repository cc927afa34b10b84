/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "import/qmk_config.h"
#include "qmk_texts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct keyboard *kb)
{
	assert(kb->layouts && kb->layouts <= KEYBOARD_MAX_LAYOUTS);
	assert(kb->rows >= 1 && kb->rows <= KEYBOARD_MAX_ROWS && kb->cols >= 1 &&
	       kb->cols <= KEYBOARD_MAX_COLS);
	assert(kb->encoders >= 0 && kb->encoders <= KEYBOARD_MAX_ENCODERS);
	for (size_t i = 0; i < kb->layouts; i++) {
		assert(kb->layout[i].keys && kb->layout[i].keys <= KEYBOARD_MAX_KEYS);
		for (size_t k = 0; k < kb->layout[i].keys; k++) {
			const struct key *key = &kb->layout[i].key[k];

			assert(key->row < kb->rows && key->col < kb->cols);
			assert(key->w_cu > 0 && key->h_cu > 0);
			assert(key->turn_cdeg > -18000 && key->turn_cdeg <= 18000);
		}
	}
}

/* The text is cut at the first line of dashes: below it is the text of the folder above. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = size ? (const char *)data : "", *cut = NULL;
	struct qmk_text_row rows[] = { { "keyboards/a/b/keyboard.json", text, size }, { 0 }, { 0 } };
	struct diagnostics diagnostics = { 0 };
	struct qmk_files files = qmk_texts(rows);
	struct qmk_config *config;
	struct keyboard *kb = NULL;
	struct err err = { 0 };

	for (size_t i = 1; !cut && i + 5 < size; i++)
		if (!memcmp(text + i, "\n---\n", 5))
			cut = text + i;
	if (cut) {
		rows[0].len = (size_t)(cut - text);
		rows[1] = (struct qmk_text_row){ "keyboards/a/info.json", cut + 5, size - rows[0].len - 5 };
	}
	config = qmk_config_read("a/b", &files, qmk_facts_builtin(), &diagnostics, &err);
	if (config)
		kb = qmk_config_keyboard(config, "a/b", &diagnostics, &err);
	assert(kb || err.code != ERR_NONE);
	if (kb)
		check(kb);
	keyboard_free(kb);
	qmk_config_free(config);
	diagnostics_release(&diagnostics);
	return 0;
}
