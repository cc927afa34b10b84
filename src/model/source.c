/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/source.h"

struct source *source_new(const char *text, size_t len, const struct keymap *map)
{
	struct source *source = mem_new(1, sizeof(*source));

	source->text = mem_new(len + 1, 1);
	memcpy(source->text, text, len);
	source->len = len;
	source->map = keymap_ref(map);
	source->binding = mem_new(keymap_layers(map) * keymap_keys(map), sizeof(*source->binding));
	return source;
}

void source_free(struct source *source)
{
	if (!source)
		return;
	keymap_unref(source->map);
	free(source->binding);
	free(source->text);
	free(source);
}

void source_place(const struct source *source, size_t offset, int *line, int *column)
{
	const char *start = source->text;

	*line = 1;
	for (const char *p = source->text; p < source->text + offset && p < source->text + source->len; p++) {
		if (*p == '\n') {
			++*line;
			start = p + 1;
		}
	}
	*column = (int)(source->text + offset - start) + 1;
}
