/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "binding_spots.h"
#include "c_scan.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_turns.h"
#include "zmk_update.h"

/* What @action is in ZMK, when that is another action: a text of it would not read back as what was meant. */
static bool check_action(struct action action, struct str *why)
{
	struct zmk_lowered low = zmk_lower_action(action, ZMK_MAIN);

	if (low.match != ZMK_NOTHING && action_equal(low.action, action))
		return true;
	action_print(action, why);
	if (low.match == ZMK_NOTHING) {
		str_addf(why, " is nothing in ZMK: %s", low.note);
	} else {
		str_add(why, " is ");
		zmk_action_print(low.action, NULL, NULL, why);
		str_addf(why, " in ZMK%s%s", *low.note ? ": " : "", low.note);
	}
	return false;
}

static bool print_action(const struct zmk_update *u, struct action action, struct str *out, struct str *why)
{
	uint32_t word = action.kind == ACTION_TRANSPARENT ? u->source->transparent
			: action.kind == ACTION_NONE      ? u->source->none
							  : 0;

	if (!check_action(action, why))
		return false;
	if (word)
		str_add(out, symbol_text(word));
	else
		zmk_action_print(action, zmk_update_layer_name, u, out);
	return true;
}

/* Whether the text of a binding says layer @origin of the source by a name that goes where the layer goes: by
 * its #define, or in the body of a macro, whose numbers follow. */
static bool follows(const struct zmk_update *u, const struct source_binding *at, uint32_t origin)
{
	const char *identifier = u->source->layer ? symbol_text(u->source->layer[origin].identifier) : "";
	size_t len;
	const char *text = source_text(u->source, at->file, &len);
	struct c_scan scan = c_scan_start(text, span_end(at->span));
	struct c_token token;

	if (at->fixed || text[at->span.start] != '&')
		return true;
	scan.at = at->span.start;
	while (c_scan_next_code(&scan, &token))
		if (c_token_is(text, &token, identifier))
			return true;
	return false;
}

/* What a slot of the source will do when its text stays. */
static struct action kept_action(const struct zmk_update *u, size_t origin, size_t slot)
{
	struct action action = zmk_update_renamed(u, keymap_get_slot(u->source->map, origin, slot));
	const struct source_binding *at = source_binding(u->source, origin, slot);

	for (int i = 0; u->plan.moved && i < 3; i++) {
		uint32_t layer = action.arg[i];

		if (action_arg_type(action, i) != ARG_LAYER || layer >= keymap_layers(u->source->map) ||
		    !follows(u, at, layer))
			continue;
		if (u->plan.to[layer] == LAYER_GONE)
			return (struct action){ .kind = ACTION_RAW };
		action.arg[i] = (uint32_t)u->plan.to[layer];
	}
	return action;
}

static bool is_kept(const struct zmk_update *u, size_t origin, size_t layer, size_t slot)
{
	return action_equal(keymap_get_slot(u->map, layer, slot), kept_action(u, origin, slot));
}

static bool can_change(const struct zmk_update *u, size_t origin, size_t slot)
{
	const struct source_binding *at = source_binding(u->source, origin, slot);

	if (at->fixed)
		return binding_refuse(u->source, origin, slot, symbol_text(at->fixed), u->err);
	if (span_is_nowhere(at->span))
		return binding_refuse(u->source, origin, slot, "the text has no place for it", u->err);
	return true;
}

static bool add_key(struct zmk_update *u, struct binding_spots *spots, size_t origin, size_t layer,
		    size_t key)
{
	struct str text = STR_INIT, why = STR_INIT;
	char *with = NULL;
	bool ok = true;

	if (!is_kept(u, origin, layer, key)) {
		ok = can_change(u, origin, key);
		if (ok && !print_action(u, keymap_get(u->map, layer, key), &text, &why))
			ok = binding_refuse(u->source, origin, key, str_text(&why), u->err);
		if (ok)
			with = mem_copy_text(str_text(&text));
	}
	if (ok)
		binding_spots_add(spots, u->source, origin, key, with);
	str_release(&text);
	str_release(&why);
	return ok;
}

static struct zmk_turns turns_at(const struct zmk_update *u, size_t layer, size_t encoder)
{
	return (struct zmk_turns){ keymap_get_turn(u->map, layer, encoder, TURN_CCW),
				   keymap_get_turn(u->map, layer, encoder, TURN_CW) };
}

static bool print_turns(struct zmk_update *u, size_t origin, size_t layer, size_t encoder, struct str *out)
{
	size_t slot = keymap_keys(u->map) + encoder * TURN_COUNT;
	struct zmk_turns turns = turns_at(u, layer, encoder);
	struct str why = STR_INIT;
	bool ok = check_action(turns.cw, &why) && check_action(turns.ccw, &why);

	if (ok && !zmk_turns_print(u->map, turns, zmk_update_layer_name, u, out)) {
		ok = false;
		str_add(&why, turns.cw.kind == ACTION_TRANSPARENT || turns.ccw.kind == ACTION_TRANSPARENT
				      ? "a layer of ZMK's says both turns of an encoder, or none"
				      : "the text has no behavior of sensors with these two, and &inc_dec_kp "
					"takes keys alone");
	}
	if (!ok)
		binding_refuse(u->source, origin, slot, str_text(&why), u->err);
	str_release(&why);
	return ok;
}

static bool encoder_is_kept(const struct zmk_update *u, size_t origin, size_t layer, size_t encoder)
{
	size_t slot = keymap_keys(u->map) + encoder * TURN_COUNT;

	return is_kept(u, origin, layer, slot) && is_kept(u, origin, layer, slot + 1);
}

/* Both turns of an encoder are one binding. */
static bool add_encoder(struct zmk_update *u, struct binding_spots *spots, size_t origin, size_t layer,
			size_t encoder)
{
	size_t slot = keymap_keys(u->map) + encoder * TURN_COUNT;
	struct str text = STR_INIT;
	char *with = NULL;
	bool ok = true;

	if (!encoder_is_kept(u, origin, layer, encoder)) {
		ok = can_change(u, origin, slot) && print_turns(u, origin, layer, encoder, &text);
		if (ok)
			with = mem_copy_text(str_text(&text));
	}
	if (ok)
		binding_spots_add(spots, u->source, origin, slot, with);
	str_release(&text);
	return ok;
}

/* How many encoders the text of a layer names. */
static size_t count_said(const struct zmk_update *u, size_t origin)
{
	size_t said = 0, keys = keymap_keys(u->map);

	while (said < keymap_encoders(u->map)) {
		const struct source_binding *at = source_binding(u->source, origin, keys + said * TURN_COUNT);

		if (span_is_nowhere(at->span) && !at->fixed)
			break;
		said++;
	}
	return said;
}

/* Behind the semicolon that ends the bindings of a layer; 0: it is not found. */
static uint32_t end_of_bindings(const struct zmk_update *u, size_t origin)
{
	struct span keys = u->source->layer[origin].keys;
	struct c_scan scan = c_scan_start(u->source->text, u->source->len);
	struct c_token token;

	scan.at = span_end(keys);
	while (keys.len && c_scan_next_code(&scan, &token))
		if (c_token_is(u->source->text, &token, ";"))
			return span_end(token.span);
	return 0;
}

/* The white space that the line of @at begins with. */
static void add_indent(const char *text, uint32_t at, struct str *out)
{
	while (at && text[at - 1] != '\n')
		at--;
	str_add_bytes(out, text + at, strspn(text + at, " \t"));
}

static const char *newline_of(const struct zmk_update *u)
{
	return strstr(u->source->text, "\r\n") ? "\r\n" : "\n";
}

/* Encoders behind those that the text of the layer names: at the end of its list, or in a new one. */
static bool append_turns(struct zmk_update *u, size_t origin, size_t layer, size_t said,
			 struct rewrite *rewrite)
{
	size_t last = keymap_encoders(u->map);
	uint32_t at = span_end(u->source->layer[origin].turns);
	struct str list = STR_INIT, text = STR_INIT;
	bool ok = true;

	while (last > said && encoder_is_kept(u, origin, layer, last - 1))
		last--;
	if (last == said)
		return true;
	for (size_t i = said; ok && i < last; i++) {
		str_add(&list, i ? " " : "");
		ok = print_turns(u, origin, layer, i, &list);
	}
	if (said) {
		str_add(&text, str_text(&list));
	} else {
		at = end_of_bindings(u, origin);
		str_add(&text, newline_of(u));
		add_indent(u->source->text, u->source->layer[origin].keys.start, &text);
		str_addf(&text, "sensor-bindings = <%s>;", str_text(&list));
	}
	if (ok && !at)
		ok = binding_refuse(u->source, origin, keymap_keys(u->map) + said * TURN_COUNT,
				    "the text has no place for it", u->err);
	if (ok)
		rewrite_replace(&rewrite[0], (struct span){ at, 0 }, str_text(&text));
	str_release(&list);
	str_release(&text);
	return ok;
}

bool zmk_update_bindings(struct zmk_update *u, size_t origin, size_t layer, struct rewrite *rewrite)
{
	struct binding_spots keys = { 0 }, turns = { 0 };
	size_t said = count_said(u, origin);
	bool ok = true;

	for (size_t key = 0; ok && key < keymap_keys(u->map); key++)
		ok = add_key(u, &keys, origin, layer, key);
	for (size_t encoder = 0; ok && encoder < said; encoder++)
		ok = add_encoder(u, &turns, origin, layer, encoder);
	ok = ok && binding_spots_replace(&keys, u->source, rewrite, u->err) &&
	     binding_spots_replace(&turns, u->source, rewrite, u->err) &&
	     append_turns(u, origin, layer, said, rewrite);
	binding_spots_release(&keys);
	binding_spots_release(&turns);
	return ok;
}
