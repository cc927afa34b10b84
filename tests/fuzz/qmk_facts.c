/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/qmk_facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const char *text;
	size_t len;
};

/* The same bytes for each file of the tree but the schemas, which have a target of their own. */
static enum qmk_file_result read_input(void *data, const char *path, const char **text, size_t *len,
				       struct err *err)
{
	const struct input *input = data;

	(void)err;
	if (strncmp(path, "data/mappings/", 14) != 0)
		return QMK_FILE_ABSENT;
	*text = input->text;
	*len = input->len;
	return QMK_FILE_READ;
}

static void check_map(const struct qmk_map *map)
{
	for (size_t i = 0; i < map->count; i++) {
		assert(map->row[i].name[0] && map->row[i].info_key[0]);
		assert(map->row[i].type <= QMK_BCD_VERSION);
	}
}

/* Maps are read whole, or refused with a reason. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_new(size + 1, 1);
	struct input input = { text, size };
	struct qmk_files files = { &input, read_input, NULL, NULL };
	struct err err = { 0 };
	struct qmk_facts *facts;

	if (size)
		memcpy(text, data, size);
	facts = qmk_facts_read(&files, &err);
	if (facts) {
		check_map(&facts->config_h);
		check_map(&facts->rules_mk);
	} else {
		assert(err.code != ERR_NONE && err.text[0]);
	}
	qmk_facts_free(facts);
	free(text);
	return 0;
}
