/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "import/qmk_config.h"
#include "qmk_texts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_FILES = 16 };

/* The input is several files: each begins behind a line "--- path". */
struct files {
	struct qmk_text_row row[MAX_FILES + 1];
	size_t count;
	char *text;
};

static void split(struct files *files, const uint8_t *data, size_t size)
{
	char *at = files->text = mem_new(size + 1, 1), *next;

	memcpy(at, data, size);
	while (at && files->count < MAX_FILES) {
		char *path = strncmp(at, "--- ", 4) ? NULL : at + 4, *end = path ? strchr(path, '\n') : NULL;

		next = strstr(end ? end : at, "\n--- ");
		if (end) {
			struct qmk_text_row *row = &files->row[files->count++];

			*end = '\0';
			row->path = path;
			row->text = end + 1;
			row->len = next && next > end ? (size_t)(next - end - 1) : strlen(end + 1);
		}
		at = next ? next + 1 : NULL;
	}
}

/* Every node hangs where it should, and its place can be told. */
static void check(const struct qmk_config *config, const struct json *node)
{
	size_t count = 0;
	const char *path;
	int line, column;

	if (qmk_config_place(config, node, &path, &line, &column))
		assert(path[0] && line >= 1 && column >= 1);
	for (const struct json *child = node->first; child; child = child->next, count++) {
		assert((node->type == JSON_OBJECT) == !!child->key);
		assert(child->next || child == node->last);
		check(config, child);
	}
	assert(count == node->count);
}

static void use(struct qmk_config *config, struct diagnostics *found)
{
	struct str text = STR_INIT;
	struct err err = { 0 };
	struct keyboard *kb;

	if (!config)
		return;
	check(config, config->info);
	assert(!config->refused || diagnostics_count(found, SEVERITY_ERROR));
	json_add_line(&text, config->info);
	kb = qmk_config_keyboard(config, "k/s", found, &err);
	assert(kb || err.code != ERR_NONE);
	keyboard_free(kb);
	hardware_free(qmk_config_hardware(config, found));
	str_release(&text);
	qmk_config_free(config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct files files = { 0 };
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	struct qmk_files tree;
	struct qmk_config *config;

	split(&files, data, size);
	tree = qmk_texts(files.row);
	config = qmk_config_read("k/s", &tree, qmk_facts_builtin(), &found, &err);
	assert(config || err.code != ERR_NONE);
	use(config, &found);
	diagnostics_release(&found);
	config = qmk_config_read_keymap("k/s", "keyboards/k/keymaps/m", &tree, qmk_facts_builtin(), &found,
					&err);
	use(config, &found);
	diagnostics_release(&found);
	if (files.count) {
		config = qmk_config_parse("k/s", "info.json", files.row[0].text, files.row[0].len, &found,
					  &err);
		use(config, &found);
	}
	diagnostics_release(&found);
	free(files.text);
	return 0;
}
