/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "capability_told.h"
#include "compile/capability.h"

struct known {
	struct action action;
	enum capability_match match;
	char *text;
};

struct capability_probe {
	const struct target *target;
	struct compile_input in;
	struct keymap *map; /* without a key; the input's definitions and settings */
	struct diagnostics base;
	struct known *known;
	size_t count, cap;
};

/* With @action on one key. */
static struct keymap *make_keymap(const struct keymap *like, struct action action)
{
	struct keymap *map = keymap_new(keymap_layers(like), keymap_keys(like), keymap_encoders(like));

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(like, (enum definition_kind)kind); i++)
			keymap_add_definition(map, keymap_definition(like, (enum definition_kind)kind, i));
	for (size_t i = 0; i < keymap_settings(like); i++)
		keymap_add_setting(map, *keymap_setting_at(like, i));
	if (keymap_keys(map))
		keymap_put(map, 0, 0, action);
	return map;
}

static void tell(const struct capability_probe *probe, struct action action, struct diagnostics *told)
{
	struct compile_input in = probe->in;
	struct keymap *map = make_keymap(probe->map, action);
	const struct keymap *words;

	in.map = map;
	in.source = NULL; /* it is not the text of this one */
	words = probe->target->words ? probe->target->words(&in, told) : keymap_ref(map);
	in.map = words;
	probe->target->check(&in, told);
	keymap_unref(words);
	keymap_unref(map);
}

struct capability_probe *capability_probe_new(const struct target *target, const struct compile_input *in)
{
	static const struct action none = { .kind = ACTION_NONE };
	struct capability_probe *probe = mem_new(1, sizeof(*probe));

	probe->target = target;
	probe->in = *in;
	probe->map = make_keymap(in->map, none);
	tell(probe, none, &probe->base);
	return probe;
}

void capability_probe_free(struct capability_probe *probe)
{
	if (!probe)
		return;
	for (size_t i = 0; i < probe->count; i++)
		free(probe->known[i].text);
	free(probe->known);
	diagnostics_release(&probe->base);
	keymap_unref(probe->map);
	free(probe);
}

static struct known *find_out(struct capability_probe *probe, struct action action)
{
	struct diagnostics told = { 0 };
	struct known *known;

	tell(probe, action, &told);
	capability_subtract(&told, &probe->base);
	probe->known = mem_grow(probe->known, probe->count, &probe->cap, sizeof(*probe->known));
	known = &probe->known[probe->count++];
	*known = (struct known){ .action = action, .match = capability_worst(&told) };
	known->text = mem_copy_text(known->match == CAPABILITY_EXACT ? "" : capability_reason(&told));
	diagnostics_release(&told);
	return known;
}

struct capability_of_action capability_probe_action(struct capability_probe *probe, struct action action)
{
	const struct known *known = NULL;

	for (size_t i = 0; i < probe->count && !known; i++)
		if (action_equal(probe->known[i].action, action))
			known = &probe->known[i];
	if (!known)
		known = find_out(probe, action);
	return (struct capability_of_action){ known->match, known->text };
}
