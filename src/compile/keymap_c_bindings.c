/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/columns.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

/* A binding in its text. */
struct spot {
	struct source_binding at;
	size_t origin, layer, slot;
	char *with; /* owned; NULL: it stays */
};

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

	if (!u->moved || !action_has_layer(action, &layer) || layer >= keymap_layers(u->source->map) ||
	    u->to[layer] == (int)layer || !c_update_follows(u, at, layer))
		return action;
	return u->to[layer] == C_GONE ? (struct action){ .kind = ACTION_RAW }
				      : action_with_layer(action, (uint32_t)u->to[layer]);
}

static bool refuse(const struct c_update *u, const struct spot *spot, const char *why)
{
	size_t keys = keymap_keys(u->map), len;
	const char *text = source_text(u->source, spot->at.file, &len), *path;
	struct str where = STR_INIT;
	int line, column;

	if (spot->slot < keys)
		str_addf(&where, "key %zu of layer %zu", spot->slot, spot->origin);
	else
		str_addf(&where, "encoder %zu of layer %zu", (spot->slot - keys) / TURN_COUNT, spot->origin);
	if (!span_is_nowhere(spot->at.span)) {
		path = source_path(u->source, spot->at.file);
		source_place(text, len, spot->at.span.start, &line, &column);
		str_addf(&where, " (%s%sline %d)", path, path[0] ? ", " : "", line);
	}
	err_set(u->err, ERR_REFUSED, "%s cannot be changed: %s%s", str_text(&where), why,
		span_is_nowhere(spot->at.call) ? "" : "; :expand writes the macro out in its place");
	str_release(&where);
	return false;
}

/* The new text of a spot, when it needs one. */
static bool print_spot(const struct c_update *u, struct spot *spot)
{
	struct action want = keymap_get_slot(u->map, spot->layer, spot->slot);
	struct str text = STR_INIT;
	struct err why = { 0 };
	bool ok = true;

	if (action_equal(want, c_update_kept(u, spot->origin, spot->slot))) {
		if (!spot->at.fixed && c_update_rename_text(u, spot->at.file, spot->at.span, &text))
			spot->with = str_take(&text);
		return true;
	}
	if (spot->at.fixed)
		return refuse(u, spot, symbol_text(spot->at.fixed));
	if (span_is_nowhere(spot->at.span))
		return refuse(u, spot, "the text has no place for it");
	ok = c_update_print(u, want, &text, &why);
	if (!ok)
		refuse(u, spot, why.text);
	else
		spot->with = mem_copy_text(str_text(&text));
	str_release(&text);
	return ok;
}

static int compare_spots(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;

	if (x->at.file != y->at.file)
		return x->at.file < y->at.file ? -1 : 1;
	if (x->at.span.start != y->at.span.start)
		return x->at.span.start < y->at.span.start ? -1 : 1;
	return (x->at.span.len > y->at.span.len) - (x->at.span.len < y->at.span.len);
}

/* Those of one file, sorted. Keys of one macro share its text, in which others may stand as its arguments: what stays
 * gives way to those. */
static bool replace_in_file(const struct c_update *u, const struct spot *spot, size_t count,
			    struct rewrite *rewrite)
{
	struct columns_item *item = mem_new(count, sizeof(*item));
	size_t items = 0, len;
	const char *text = source_text(u->source, spot->at.file, &len);
	bool ok = true;

	for (size_t i = 0; i < count && ok; i++) {
		struct columns_item *before = items ? &item[items - 1] : NULL;
		struct columns_item next = { spot[i].at.span, spot[i].with };

		if (!before || next.span.start >= span_end(before->span))
			item[items++] = next;
		else if (!before->with)
			*before = next;
		else if (next.with)
			ok = refuse(u, &spot[i], "its text is another key's as well");
	}
	if (ok)
		columns_replace(rewrite, text, len, item, items);
	free(item);
	return ok;
}

static bool replace_spots(const struct c_update *u, struct spot *spot, size_t count, struct rewrite *rewrite)
{
	size_t n;

	qsort(spot, count, sizeof(*spot), compare_spots);
	for (size_t i = 0; i < count; i += n) {
		bool any = false;

		for (n = 0; i + n < count && spot[i + n].at.file == spot[i].at.file; n++)
			any |= spot[i + n].with != NULL;
		if (any && !replace_in_file(u, spot + i, n, &rewrite[spot[i].at.file]))
			return false;
	}
	return true;
}

bool c_update_bindings(const struct c_update *u, const struct c_target *target, size_t targets,
		       struct rewrite *rewrite)
{
	struct spot *spot = NULL;
	size_t spots = 0, cap = 0;
	bool ok = true;

	for (size_t t = 0; t < targets && ok; t++)
		for (size_t slot = target[t].first; slot < target[t].end && ok; slot++) {
			struct spot next = { *source_binding(u->source, target[t].origin, slot),
					     target[t].origin, target[t].layer, slot, NULL };

			ok = print_spot(u, &next);
			if (!ok || span_is_nowhere(next.at.span))
				continue;
			spot = mem_grow(spot, spots, &cap, sizeof(*spot));
			spot[spots++] = next;
		}
	ok = ok && (!spots || replace_spots(u, spot, spots, rewrite));
	for (size_t i = 0; i < spots; i++)
		free(spot[i].with);
	free(spot);
	return ok;
}
