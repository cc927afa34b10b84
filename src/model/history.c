/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/history.h"

struct snapshot {
	const struct keymap *map;
	struct cursor before; /* where the cursor was when this became the present */
	char *label;
	int stage;
};

struct history {
	struct snapshot *at;
	size_t count, cap, present;
	const struct keymap *saved; /* a reference of its own */
	int saved_stage;
};

struct history *history_new(const struct keymap *first)
{
	struct history *history = mem_new(1, sizeof(*history));

	history->at = mem_grow(NULL, 0, &history->cap, sizeof(*history->at));
	history->at[history->count++] = (struct snapshot){ .map = keymap_ref(first) };
	history->saved = keymap_ref(first);
	return history;
}

static void forget_from(struct history *history, size_t first)
{
	while (history->count > first) {
		struct snapshot *snapshot = &history->at[--history->count];

		keymap_unref(snapshot->map);
		free(snapshot->label);
	}
}

void history_free(struct history *history)
{
	if (!history)
		return;
	forget_from(history, 0);
	keymap_unref(history->saved);
	free(history->at);
	free(history);
}

const struct keymap *history_current(const struct history *history)
{
	return history->at[history->present].map;
}

void history_push(struct history *history, const struct keymap *map, struct cursor before, const char *label)
{
	forget_from(history, history->present + 1);
	history->at = mem_grow(history->at, history->count, &history->cap, sizeof(*history->at));
	history->at[history->count++] =
		(struct snapshot){ map, before, mem_copy_text(label), history_stage(history) };
	history->present++;
}

int history_stage(const struct history *history)
{
	return history->at[history->present].stage;
}

void history_push_stage(struct history *history, int stage, struct cursor before, const char *label)
{
	history_push(history, keymap_ref(history_current(history)), before, label);
	history->at[history->present].stage = stage;
}

bool history_undo(struct history *history, struct cursor *cursor, const char **label)
{
	const struct snapshot *undone = &history->at[history->present];

	if (!history->present)
		return false;
	*cursor = undone->before;
	*label = undone->label;
	history->present--;
	return true;
}

bool history_redo(struct history *history, struct cursor *cursor, const char **label)
{
	const struct snapshot *redone;

	if (history->present + 1 >= history->count)
		return false;
	redone = &history->at[++history->present];
	*cursor = redone->before;
	*label = redone->label;
	return true;
}

void history_rewrite(struct history *history, history_change *change, void *data)
{
	const struct keymap *saved = history->saved, *rewritten = NULL, *last = NULL;

	/* Snapshots that share a keymap go on to; what is old is kept until none is compared with it. */
	for (size_t i = 0; i < history->count; i++) {
		const struct keymap *map = history->at[i].map;

		history->at[i].map = map == last ? keymap_ref(history->at[i - 1].map) : change(data, map);
		if (map == saved && !rewritten)
			rewritten = keymap_ref(history->at[i].map);
		keymap_unref(last);
		last = map;
	}
	keymap_unref(last);
	history->saved = rewritten ? rewritten : change(data, saved);
	keymap_unref(saved);
}

void history_mark_saved(struct history *history)
{
	keymap_unref(history->saved);
	history->saved = keymap_ref(history_current(history));
	history->saved_stage = history_stage(history);
}

const struct keymap *history_saved(const struct history *history)
{
	return history->saved;
}

bool history_is_modified(const struct history *history)
{
	return history_current(history) != history->saved || history_stage(history) != history->saved_stage;
}
