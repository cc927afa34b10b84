/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "binding_spots.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

/* Kinds that QMK has no word of its own for, and prints all the same. */
static bool has_words(struct action action)
{
	return action_kind_info(action.kind)->qmk || action.kind == ACTION_KEY ||
	       action.kind == ACTION_RAW_NUMBER || action.kind == ACTION_RAW;
}

/* A name of QMK's that this text defines as something of its own; NULL: none. Names of the text's own are meant. */
static const char *find_taken(const struct c_update *u, struct action action, const char *text)
{
	struct c_scan scan = c_scan_start(text, strlen(text));
	struct c_token token;
	uint32_t layer = KEYMAP_MAX_LAYERS;

	if (action.kind == ACTION_NONE || action.kind == ACTION_TRANSPARENT || action.kind == ACTION_RAW)
		return NULL;
	action_has_layer(action, &layer);
	while (c_scan_next(&scan, &token)) {
		const char *name = text + token.span.start;
		bool own = layer < KEYMAP_MAX_LAYERS && u->names.layer[layer] &&
			   c_token_is(text, &token, u->names.layer[layer]);

		if (token.type == C_NAME && !own && c_update_defines(u, name, token.span.len))
			return name;
	}
	return NULL;
}

/* In QMK's words, of which S has a longer one too. */
static bool print_words(const struct c_update *u, struct action action, struct str *out, struct err *err)
{
	const char *taken;
	struct str text = STR_INIT;

	qmk_print_action(action, &u->names, out);
	taken = find_taken(u, action, str_text(out));
	if (taken && !strncmp(taken, "S(", 2)) {
		str_add_bytes(&text, str_text(out), (size_t)(taken - str_text(out)));
		str_addf(&text, "LSFT%s", taken + 1);
		str_clear(out);
		str_add(out, str_text(&text));
		str_release(&text);
		taken = find_taken(u, action, str_text(out));
	}
	return !taken || err_set(err, ERR_REFUSED,
				 "'%.60s' would mean something else here: this text defines it", taken);
}

/* As this text spells what it has itself, else in QMK's words. */
static bool print_spelling(const struct c_update *u, struct action action, struct str *out, struct err *err)
{
	uint32_t own = action.kind == ACTION_TRANSPARENT ? u->source->transparent
		       : action.kind == ACTION_NONE      ? u->source->none
							 : 0;

	if (!own)
		return print_words(u, action, out, err);
	str_add(out, symbol_text(own));
	return true;
}

bool c_update_print(const struct c_update *u, struct action action, struct str *out, struct err *err)
{
	struct str text = STR_INIT;
	struct action back;
	struct err why;
	bool ok;

	if (!has_words(action))
		return err_set(err, ERR_REFUSED, "QMK has nothing for what ZMK calls %s",
			       action_kind_info(action.kind)->name);
	ok = print_spelling(u, action, &text, err);
	/* What somebody typed must not end the initialiser it goes into. */
	if (ok && !action_parse(str_text(&text), &back, &why))
		ok = err_set(err, ERR_REFUSED, "'%.100s' cannot stand in C: %s", str_text(&text), why.text);
	if (ok)
		str_add(out, str_text(&text));
	str_release(&text);
	return ok;
}

struct action c_update_kept(const struct c_update *u, size_t origin, size_t slot)
{
	struct action action = keymap_get_slot(u->source->map, origin, slot);
	const struct source_binding *at = source_binding(u->source, origin, slot);
	uint32_t layer;

	if (!u->plan.moved || !action_has_layer(action, &layer) || layer >= keymap_layers(u->source->map) ||
	    u->plan.to[layer] == (int)layer || !c_update_follows(u, at, layer))
		return action;
	return u->plan.to[layer] == LAYER_GONE ? (struct action){ .kind = ACTION_RAW }
					       : action_with_layer(action, (uint32_t)u->plan.to[layer]);
}

/* The new text of a slot, when it needs one; NULL: it stays. */
static bool print_slot(const struct c_update *u, const struct c_target *target, size_t slot, char **with)
{
	const struct source_binding *at = source_binding(u->source, target->origin, slot);
	struct action want = keymap_get_slot(u->map, target->layer, slot);
	struct str text = STR_INIT;
	struct err why = { 0 };
	bool ok = true;

	*with = NULL;
	if (action_equal(want, c_update_kept(u, target->origin, slot))) {
		if (!at->fixed && c_update_rename_text(u, at->file, at->span, &text))
			*with = str_take(&text);
		return true;
	}
	if (at->fixed)
		return binding_refuse(u->source, target->origin, slot, symbol_text(at->fixed), u->err);
	if (span_is_nowhere(at->span))
		return binding_refuse(u->source, target->origin, slot, "the text has no place for it",
				      u->err);
	ok = c_update_print(u, want, &text, &why);
	if (ok)
		*with = mem_copy_text(str_text(&text));
	else
		binding_refuse(u->source, target->origin, slot, why.text, u->err);
	str_release(&text);
	return ok;
}

bool c_update_bindings(const struct c_update *u, const struct c_target *target, size_t targets,
		       struct rewrite *rewrite)
{
	struct binding_spots spots = { 0 };
	bool ok = true;

	for (size_t t = 0; t < targets && ok; t++)
		for (size_t slot = target[t].first; slot < target[t].end && ok; slot++) {
			char *with;

			ok = print_slot(u, &target[t], slot, &with);
			if (ok)
				binding_spots_add(&spots, u->source, target[t].origin, slot, with);
		}
	ok = ok && binding_spots_replace(&spots, u->source, rewrite, u->err);
	binding_spots_release(&spots);
	return ok;
}
