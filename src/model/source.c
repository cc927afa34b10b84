/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/source.h"

static char *copy_bytes(const char *text, size_t len)
{
	char *copy = mem_new(len + 1, 1);

	memcpy(copy, text, len);
	return copy;
}

struct source *source_new(const char *text, size_t len, const struct keymap *map)
{
	struct source *source = mem_new(1, sizeof(*source));

	source->text = copy_bytes(text, len);
	source->len = len;
	source->map = keymap_ref(map);
	source->binding = mem_new(keymap_layers(map) * keymap_slots(map), sizeof(*source->binding));
	return source;
}

void source_free(struct source *source)
{
	if (!source)
		return;
	keymap_unref(source->map);
	for (size_t i = 0; i < source->includes; i++) {
		free(source->include[i].path);
		free(source->include[i].text);
	}
	free(source->include);
	free(source->binding);
	free(source->layer);
	free(source->reference);
	for (size_t i = 0; i < source->definitions; i++)
		free(source->definition[i].part);
	free(source->definition);
	for (size_t i = 0; i < source->expansions; i++)
		free(source->expansion[i].text);
	free(source->expansion);
	free(source->text);
	free(source);
}

uint16_t source_add_include(struct source *source, const char *path, const char *text, size_t len,
			    bool locked)
{
	source->include = mem_resize(source->include, source->includes + 1, sizeof(*source->include));
	source->include[source->includes] =
		(struct source_include){ mem_copy_text(path), copy_bytes(text, len), len, locked };
	return (uint16_t)++source->includes;
}

void source_add_reference(struct source *source, struct span span, uint32_t layer)
{
	source->reference = mem_grow(source->reference, source->references, &source->reference_cap,
				     sizeof(*source->reference));
	source->reference[source->references++] = (struct source_reference){ span, layer };
}

struct source_definition *source_add_definition(struct source *source, int kind, size_t index)
{
	source->definition = mem_grow(source->definition, source->definitions, &source->definition_cap,
				      sizeof(*source->definition));
	source->definition[source->definitions] =
		(struct source_definition){ .kind = (uint16_t)kind, .index = (uint32_t)index };
	return &source->definition[source->definitions++];
}

void source_add_part(struct source_definition *definition, enum source_part_of of, size_t index,
		     struct source_binding at)
{
	definition->part = mem_grow(definition->part, definition->parts, &definition->part_cap,
				    sizeof(*definition->part));
	definition->part[definition->parts++] = (struct source_part){ (uint16_t)of, (uint32_t)index, at };
}

const struct source_definition *source_find_definition(const struct source *source, int kind, size_t index)
{
	for (size_t i = 0; i < source->definitions; i++)
		if (source->definition[i].kind == kind && source->definition[i].index == index)
			return &source->definition[i];
	return NULL;
}

const struct source_part *source_find_part(const struct source_definition *definition, enum source_part_of of,
					   size_t index)
{
	for (size_t i = 0; i < definition->parts; i++)
		if (definition->part[i].of == of && definition->part[i].index == index)
			return &definition->part[i];
	return NULL;
}

/* The first that does not stand before that place. */
static size_t expansion_place(const struct source *source, uint16_t file, struct span call)
{
	size_t first = 0, end = source->expansions;

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		const struct source_expansion *at = &source->expansion[middle];

		if (at->file < file || (at->file == file && at->call.start < call.start))
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

const struct source_expansion *source_find_expansion(const struct source *source, uint16_t file,
						     struct span call)
{
	const struct source_expansion *at = source->expansion + expansion_place(source, file, call);

	return at < source->expansion + source->expansions && at->file == file && at->call.start == call.start
		       ? at
		       : NULL;
}

void source_add_expansion(struct source *source, uint16_t file, struct span call, const char *text)
{
	size_t at = expansion_place(source, file, call);

	if (source_find_expansion(source, file, call))
		return;
	source->expansion = mem_grow(source->expansion, source->expansions, &source->expansion_cap,
				     sizeof(*source->expansion));
	memmove(source->expansion + at + 1, source->expansion + at,
		(source->expansions - at) * sizeof(*source->expansion));
	source->expansion[at] = (struct source_expansion){ file, call, mem_copy_text(text) };
	source->expansions++;
}

const char *source_text(const struct source *source, uint16_t file, size_t *len)
{
	assert(file <= source->includes);
	*len = file ? source->include[file - 1].len : source->len;
	return file ? source->include[file - 1].text : source->text;
}

const char *source_path(const struct source *source, uint16_t file)
{
	assert(file <= source->includes);
	return file ? source->include[file - 1].path : "";
}

const struct source_binding *source_binding(const struct source *source, size_t layer, size_t slot)
{
	return &source->binding[layer * keymap_slots(source->map) + slot];
}

void source_find_ours(struct source *source)
{
	const char *begin = strstr(source->text, SOURCE_OURS_BEGIN), *end;

	end = begin ? strstr(begin, SOURCE_OURS_END) : NULL;
	if (!end)
		return;
	source->ours.start = (uint32_t)(begin - source->text);
	source->ours.len = (uint32_t)(end + strlen(SOURCE_OURS_END) - begin);
}

bool source_has_turns(const struct source *source)
{
	size_t keys = keymap_keys(source->map), slots = keymap_slots(source->map);

	for (size_t layer = 0; layer < keymap_layers(source->map); layer++)
		for (size_t slot = keys; slot < slots; slot++)
			if (!span_is_nowhere(source_binding(source, layer, slot)->span))
				return true;
	return false;
}

void source_place(const char *text, size_t len, size_t offset, int *line, int *column)
{
	const char *start = text;

	*line = 1;
	for (const char *p = text; p < text + offset && p < text + len; p++) {
		if (*p == '\n') {
			++*line;
			start = p + 1;
		}
	}
	*column = (int)(text + offset - start) + 1;
}
