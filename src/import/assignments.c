/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "assignments_private.h"
#include "base/hash.h"
#include "base/mem.h"

/* Where @name is, or where it would go. A slot holds an index + 1; one whose item gave its name away is free
 * for that name alone, which takes it at once. */
static uint32_t *slot_of(const struct assignments *all, struct slice name)
{
	for (size_t at = hash_slot(hash_bytes(HASH_NONE, name.at, (size_t)(name.end - name.at)));; at++) {
		uint32_t *slot = &all->slot[at & (all->slots - 1)];
		const char *have = *slot ? all->item[*slot - 1].name : NULL;

		if (!have || slice_is(name, have))
			return slot;
	}
}

static struct slice slice_of(const char *text)
{
	return (struct slice){ text, text + strlen(text) };
}

static void index_all(struct assignments *all, size_t slots)
{
	free(all->slot);
	all->slots = slots;
	all->slot = mem_new(slots, sizeof(*all->slot));
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].name)
			*slot_of(all, slice_of(all->item[i].name)) = (uint32_t)i + 1;
}

/* A NUL ends a name. */
static struct slice cut(struct slice name)
{
	const char *nul = name.at < name.end ? memchr(name.at, '\0', slice_len(name)) : NULL;

	return nul ? (struct slice){ name.at, nul } : name;
}

static struct assignment *find(const struct assignments *all, struct slice name)
{
	uint32_t *slot = all->slots ? slot_of(all, name) : NULL;

	return slot && *slot ? &all->item[*slot - 1] : NULL;
}

struct assignment *assignments_get(struct assignments *all, struct slice name)
{
	struct assignment *a = find(all, cut(name));

	return a && !a->dropped ? a : NULL;
}

const struct assignment *assignments_find(const struct assignments *all, const char *name)
{
	return find(all, slice_of(name));
}

/* Put @a at the end; it is taken. */
static struct assignment *add(struct assignments *all, struct assignment a)
{
	if (all->count * 2 >= all->slots)
		index_all(all, all->slots ? all->slots * 2 : 64);
	all->item = mem_grow(all->item, all->count, &all->cap, sizeof(*all->item));
	all->item[all->count++] = a;
	*slot_of(all, slice_of(a.name)) = (uint32_t)all->count;
	return &all->item[all->count - 1];
}

struct assignment *assignments_make(struct assignments *all, struct slice name, size_t file, int line)
{
	struct assignment *a = find(all, cut(name)), fresh = { .file = file, .line = line };

	if (a && !a->dropped)
		return a;
	if (all->count >= ASSIGNMENTS_MAX) {
		all->full = true;
		return NULL;
	}
	fresh.name = a ? a->name : slice_copy(name);
	if (a)
		a->name = NULL;
	return add(all, fresh);
}

void assignment_clear(struct assignment *a)
{
	free(a->value);
	a->value = NULL;
	a->undefined = false;
	a->len = a->size = 0;
}

/* By doubling: a name may be appended to on each of a million lines. */
static void append(struct assignment *a, struct slice text)
{
	size_t len = slice_len(text);

	while (a->len + len + 1 > a->size) {
		a->size = a->size ? a->size * 2 : 32;
		a->value = mem_resize(a->value, a->size, 1);
	}
	memcpy(a->value + a->len, text.at, len);
	a->len += len;
	a->value[a->len] = '\0';
}

void assignment_set(struct assignment *a, struct slice value)
{
	a->len = 0;
	a->undefined = false;
	append(a, value);
}

void assignment_append(struct assignment *a, struct slice value)
{
	append(a, slice_of(" "));
	append(a, value);
}

static void free_item(struct assignment *a)
{
	free(a->name);
	free(a->value);
}

void assignments_close_gaps(struct assignments *all)
{
	size_t count = 0;

	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].dropped)
			free_item(&all->item[i]);
		else
			all->item[count++] = all->item[i];
	if (count == all->count)
		return;
	all->count = count;
	index_all(all, all->slots);
}

void assignments_merge(struct assignments *to, struct assignments *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct assignment *have = assignments_get(to, slice_of(from->item[i].name)),
				  *a = &from->item[i];

		if (have) {
			free_item(have);
			*have = *a;
		} else if (to->count < ASSIGNMENTS_MAX) {
			add(to, *a);
		} else {
			to->full = true;
			free_item(a);
		}
	}
	to->full = to->full || from->full;
	from->count = 0;
	assignments_release(from);
}

void assignments_release(struct assignments *all)
{
	for (size_t i = 0; i < all->count; i++)
		free_item(&all->item[i]);
	free(all->item);
	free(all->slot);
	*all = (struct assignments){ 0 };
}
