/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names as pointers, and the memory that they and all else that stays are in. */
#include "config.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cpp_private.h"

enum { CHUNK_BYTES = 64 << 10, FIRST_SLOTS = 1 << 10 };

struct cpp_chunk {
	struct cpp_chunk *next;
	alignas(max_align_t) char bytes[];
};

void *cpp_arena_get(struct cpp_arena *arena, size_t size)
{
	size_t rounded = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
	struct cpp_chunk *chunk;

	if (!arena->chunk || rounded > arena->left) {
		size_t bytes = rounded > CHUNK_BYTES ? rounded : CHUNK_BYTES;

		chunk = mem_new(1, sizeof(*chunk) + bytes);
		chunk->next = arena->chunk;
		arena->chunk = chunk;
		arena->left = bytes;
	}
	arena->left -= rounded;
	return arena->chunk->bytes + arena->left;
}

char *cpp_arena_copy(struct cpp_arena *arena, const char *text, size_t len)
{
	char *copy = cpp_arena_get(arena, len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

void cpp_arena_release(struct cpp_arena *arena)
{
	while (arena->chunk) {
		struct cpp_chunk *next = arena->chunk->next;

		free(arena->chunk);
		arena->chunk = next;
	}
}

/* FNV-1a, as the lexer computes it on its way. */
uint32_t cpp_hash(const char *text, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash;
}

static void grow(struct cpp_names *names)
{
	size_t size = names->size ? names->size * 2 : FIRST_SLOTS;
	struct cpp_name **slot = mem_new(size, sizeof(struct cpp_name *));

	for (size_t i = 0; i < names->size; i++) {
		size_t to;

		if (!names->slot[i])
			continue;
		for (to = names->slot[i]->hash & (size - 1); slot[to]; to = (to + 1) & (size - 1))
			;
		slot[to] = names->slot[i];
	}
	free(names->slot);
	names->slot = slot;
	names->size = size;
}

/* Where a name is, or has its place. */
static size_t find_slot(const struct cpp_names *names, const char *text, size_t len, uint32_t hash)
{
	const struct cpp_name *name;
	size_t at;

	for (at = hash & (names->size - 1); (name = names->slot[at]); at = (at + 1) & (names->size - 1))
		if (name->hash == hash && name->len == len && !memcmp(name->text, text, len))
			break;
	return at;
}

const struct cpp_name *cpp_find_name(const struct cpp *cpp, const char *text, size_t len)
{
	const struct cpp_names *names = &cpp->names;

	return names->size ? names->slot[find_slot(names, text, len, cpp_hash(text, len))] : NULL;
}

struct cpp_name *cpp_intern(struct cpp *cpp, const char *text, size_t len, uint32_t hash)
{
	struct cpp_names *names = &cpp->names;
	struct cpp_name *name;
	size_t at;

	if (names->count * 2 >= names->size)
		grow(names);
	at = find_slot(names, text, len, hash);
	if (names->slot[at])
		return names->slot[at];
	name = cpp_arena_get(&cpp->arena, sizeof(*name) + len + 1);
	*name = (struct cpp_name){ .hash = hash, .len = (uint32_t)len };
	memcpy(name->text, text, len);
	name->text[len] = '\0';
	names->slot[at] = name;
	names->count++;
	return name;
}

struct cpp_name *cpp_intern_text(struct cpp *cpp, const char *text)
{
	return cpp_intern(cpp, text, strlen(text), cpp_hash(text, strlen(text)));
}
