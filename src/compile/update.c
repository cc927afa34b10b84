/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "c_scan.h"
#include "compile/update.h"
#include "model/edit.h"
#include "model/symbol.h"

struct comparison {
	const struct source *source;
	const struct keymap *map, *back;
};

/* What the text called a layer of map, and what it calls it now. */
static const char *new_name(const struct comparison *c, const char *text, const struct c_token *token)
{
	for (size_t i = 0; i < keymap_layers(c->map); i++) {
		int origin = keymap_layer_origin(c->map, i);

		if (origin >= 0 && (size_t)origin < keymap_layers(c->source->map) &&
		    c_token_is(text, token, symbol_text(c->source->layer[origin].identifier)))
			return symbol_text(keymap_layer_name(c->back, i));
	}
	return NULL;
}

/* An action that is kept as text, with the names that layers have now. */
static struct action with_names(const struct comparison *c, struct action action)
{
	const char *text = action.kind == ACTION_RAW ? symbol_text(action.arg[0]) : "", *name;
	struct c_scan scan = c_scan_start(text, strlen(text));
	struct c_token token;
	struct str out = STR_INIT;
	uint32_t at = 0;

	if (action.kind != ACTION_RAW)
		return action;
	while (c_scan_next(&scan, &token)) {
		name = token.type == C_NAME ? new_name(c, text, &token) : NULL;
		if (!name)
			continue;
		str_add_bytes(&out, text + at, token.span.start - at);
		str_add(&out, name);
		at = span_end(token.span);
	}
	str_add(&out, text + at);
	action.arg[0] = symbol(str_text(&out));
	str_release(&out);
	return action;
}

/* Whether a slot is as far as the text can tell what it is to be. */
static bool is_told(const struct comparison *c, size_t layer, size_t slot, bool turns)
{
	struct action want = keymap_get_slot(c->map, layer, slot),
		      got = keymap_get_slot(c->back, layer, slot);

	if (action_equal(want, got))
		return true;
	if (slot >= keymap_keys(c->map) && !turns && want.kind == ACTION_TRANSPARENT)
		return true;
	return action_equal(with_names(c, want), got);
}

/* A node of ZMK's that is elsewhere, and that nothing is changed of any more: `&mt { };` says nothing. */
static const struct keymap *without_empty(const struct keymap *map)
{
	for (size_t i = keymap_definitions(map, DEFINITION_BEHAVIOR); i-- > 0;) {
		const struct definition *d = keymap_definition(map, DEFINITION_BEHAVIOR, i);
		const struct keymap *next;

		if (d->options || d->steps || d->positions || d->text)
			continue;
		next = edit_definition_delete(map, DEFINITION_BEHAVIOR, i, NULL);
		keymap_unref(map);
		map = next;
	}
	return map;
}

/* @map with what @back alone can tell: names, and the turns that the text has none of. A reference. */
static const struct keymap *as_told(const struct comparison *c)
{
	const struct keymap *now = without_empty(keymap_ref(c->map)), *next;
	bool turns = source_has_turns(c->source);

	for (size_t layer = 0; layer < keymap_layers(c->map); layer++) {
		next = edit_layer_rename(now, layer, keymap_layer_name(c->back, layer));
		keymap_unref(now);
		now = next;
		for (size_t slot = 0; slot < keymap_slots(c->map); slot++) {
			struct action got = keymap_get_slot(c->back, layer, slot);

			if (action_equal(keymap_get_slot(now, layer, slot), got) ||
			    !is_told(c, layer, slot, turns))
				continue;
			next = edit_slot(now, layer, slot, got);
			keymap_unref(now);
			now = next;
		}
	}
	return now;
}

bool update_is_kept(const struct source *source, const struct keymap *map, const struct keymap *back)
{
	const struct comparison c = { source, map, back };
	const struct keymap *told;
	bool same;

	if (!source->layer || keymap_layers(map) != keymap_layers(back) ||
	    keymap_slots(map) != keymap_slots(back))
		return keymap_equal(map, back);
	told = as_told(&c);
	same = keymap_equal(told, back);
	keymap_unref(told);
	return same;
}
