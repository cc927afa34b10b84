/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_raise.h"

enum {
	MAX_DEPTH = 8,
	BASIC_MAX = 0xff,      /* QMK's keycodes that MT(), LT() and modifiers take */
	LAYER_TAP_LAYERS = 16, /* LT() and LM() have four bits for it */
};

static const struct diagnostic_kind near_to = { "qmk-near", SEVERITY_WARNING };
static const struct diagnostic_kind no_equivalent = { "qmk-none", SEVERITY_WARNING };

void zmk_raise_lose(struct zmk_raise *r, struct loss_of of, const char *why)
{
	diagnostics_add_loss(r->lost, of.loss == LOSS_NEAR ? &near_to : &no_equivalent, r->place, of,
			     "%s becomes %s: %s", of.subject, of.instead, why);
}

void zmk_raise_lose_definition(struct zmk_raise *r, enum loss loss, const char *instead, const char *why)
{
	zmk_raise_lose(r, (struct loss_of){ loss, str_text(&r->subject), instead }, why);
}

void zmk_raise_lose_action(struct zmk_raise *r, struct action action, struct zmk_lowered raised)
{
	struct str from = STR_INIT, to = STR_INIT;

	if (raised.match == ZMK_EXACT)
		return;
	zmk_action_print(action, NULL, NULL, &from);
	action_print(raised.action, &to);
	zmk_raise_lose(r,
		       (struct loss_of){ raised.match == ZMK_NEAR ? LOSS_NEAR : LOSS_ALL, str_text(&from),
					 str_text(&to) },
		       raised.note);
	str_release(&from);
	str_release(&to);
}

static struct zmk_lowered nothing(const char *note)
{
	return (struct zmk_lowered){ { .kind = ACTION_NONE }, ZMK_NOTHING, note };
}

static struct action row_binding(const struct zmk_lowering_row *row)
{
	struct action binding = { .kind = ACTION_NONE };
	struct err err;

	if (row->binding && !zmk_action_parse(row->binding, NULL, &binding, &err))
		binding.kind = ACTION_NONE;
	return binding;
}

static struct action *parse_rows(void)
{
	struct action *row = mem_new(zmk_lowering_row_count, sizeof(*row));

	for (size_t i = 0; i < zmk_lowering_row_count; i++)
		row[i] = row_binding(&zmk_lowering_rows[i]);
	return row;
}

/* The keycode that is lowered to @action. @parsed may be NULL. */
static bool find_row(const struct action *parsed, struct action action, struct zmk_lowered *out)
{
	for (size_t i = 0; i < zmk_lowering_row_count; i++) {
		const struct zmk_lowering_row *row = &zmk_lowering_rows[i];
		uint16_t code;

		if (!row->binding || !action_equal(parsed ? parsed[i] : row_binding(row), action) ||
		    !keycode_find(row->keycode, strlen(row->keycode), &code))
			continue;
		*out = (struct zmk_lowered){ action_of_keycode(code), row->match, row->note };
		return true;
	}
	return false;
}

/* QMK has one bit for the side of all modifiers. */
static bool has_both_sides(uint32_t mods)
{
	return mods & 0x0f && mods & 0xf0;
}

static uint8_t one_side(uint32_t mods)
{
	return (uint8_t)(has_both_sides(mods) ? (mods | mods >> 4) & 0x0f : mods);
}

/* The same with modifiers that QMK can hold at once. */
static struct action with_one_side(struct action action)
{
	for (int i = 0; i < 3; i++) {
		uint32_t arg = action.arg[i];

		if (action_arg_type(action, i) == ARG_KEY)
			action.arg[i] = KEY(KEY_CODE(arg), one_side(KEY_MODS(arg)));
		else if (action_arg_type(action, i) == ARG_MODS)
			action.arg[i] = one_side(arg);
	}
	return action;
}

static bool is_basic(uint32_t key)
{
	return keycode_get(KEY_CODE(key))->value <= BASIC_MAX;
}

/* Why what QMK can spell is not what it does there; NULL: it is. */
static const char *find_fault(struct action action)
{
	switch (action.kind) {
	case ACTION_KEY:
		return KEY_MODS(action.arg[0]) && !is_basic(action.arg[0])
			       ? "QMK holds modifiers with basic keys alone"
			       : NULL;
	case ACTION_MOD_TAP:
	case ACTION_LAYER_TAP:
		if (KEY_MODS(action.arg[1]) || !is_basic(action.arg[1]))
			return "QMK taps basic keys alone";
		return action.kind == ACTION_LAYER_TAP && action.arg[0] >= LAYER_TAP_LAYERS
			       ? "LT() has layers 0 to 15"
			       : NULL;
	case ACTION_LAYER_MOD:
		return action.arg[0] >= LAYER_TAP_LAYERS ? "LM() has layers 0 to 15" : NULL;
	default:
		return NULL;
	}
}

static struct zmk_lowered raise_by_itself(const struct action *rows, struct action action)
{
	struct action sided = with_one_side(action);
	const char *fault = find_fault(action);
	struct zmk_lowered out = { action, ZMK_EXACT, "" };

	if (action.kind == ACTION_RAW)
		return nothing("it is none of QMK's words");
	if (action_is_qmk(action) && !fault && action_equal(sided, action))
		return out;
	if (find_row(rows, action, &out))
		return out;
	if (action_is_qmk(action) && !fault)
		return (struct zmk_lowered){ sided, ZMK_NEAR, "QMK holds modifiers of one side at a time" };
	if (fault)
		return nothing(fault);
	switch (action.kind) {
	case ACTION_KEY:
		return nothing("QMK has no such key");
	case ACTION_KEY_ONE_SHOT:
		return nothing("QMK's one-shot keys are modifiers");
	case ACTION_KEY_TOGGLE: {
		struct zmk_lowered key = raise_by_itself(
			rows, (struct action){ .kind = ACTION_KEY, .arg = { action.arg[0] } });

		return key.match == ZMK_NOTHING ? key : out;
	}
	default:
		return nothing("it is a behavior of ZMK's");
	}
}

struct zmk_lowered zmk_raise_action(struct action action)
{
	return raise_by_itself(NULL, action);
}

const struct definition *zmk_raise_find(const struct zmk_raise *r, enum definition_kind kind, uint32_t name,
					size_t *index)
{
	for (*index = 0; *index < keymap_definitions(r->from, kind); ++*index) {
		const struct definition *d = keymap_definition(r->from, kind, *index);

		if (d->name == name)
			return d;
	}
	return NULL;
}

const struct definition *zmk_raise_change(const struct zmk_raise *r, const char *ref)
{
	for (size_t i = 0; i < keymap_definitions(r->from, DEFINITION_BEHAVIOR); i++) {
		const struct definition *d = keymap_definition(r->from, DEFINITION_BEHAVIOR, i);

		if (!definition_option(d, "compatible") && !strcmp(symbol_text(d->name), ref))
			return d;
	}
	return NULL;
}

uint32_t zmk_raise_name(const struct definition *definition, const char *stem, size_t index)
{
	struct str made = STR_INIT;
	bool is_made;

	str_addf(&made, "%s_%zu", stem, index);
	is_made = !strcmp(str_text(&made), symbol_text(definition->name));
	str_release(&made);
	return is_made ? 0 : definition->name;
}

/* What ZMK has by itself that a behaviour of the keymap's own is a variant of; NULL: none that QMK has. */
static const char *kindred(const struct definition *behavior)
{
	static const struct {
		const char *compatible, *bindings, *ref;
	} rows[] = {
		{ "zmk,behavior-caps-word", NULL, "caps_word" },
		{ "zmk,behavior-key-repeat", NULL, "key_repeat" },
		{ "zmk,behavior-key-toggle", NULL, "kt" },
		{ "zmk,behavior-momentary-layer", NULL, "mo" },
		{ "zmk,behavior-sticky-key", "<&kp>", "sk" },
		{ "zmk,behavior-sticky-key", "<&mo>", "sl" },
		{ "zmk,behavior-to-layer", NULL, "to" },
		{ "zmk,behavior-toggle-layer", NULL, "tog" },
		{ "zmk,behavior-input-two-axis", NULL, "mmv" },
	};
	const struct setting *compatible = definition_option(behavior, "compatible");
	const struct setting *bindings = definition_option(behavior, "bindings");

	for (size_t i = 0; compatible && i < COUNT(rows); i++)
		if (!strcmp(symbol_text(compatible->text), rows[i].compatible) &&
		    (!rows[i].bindings ||
		     (bindings && !strcmp(symbol_text(bindings->text), rows[i].bindings))))
			return rows[i].ref;
	return NULL;
}

static bool raise_kindred(struct zmk_raise *r, struct action action, struct action *out)
{
	size_t index;
	const struct definition *d = zmk_raise_find(r, DEFINITION_BEHAVIOR, action.arg[0], &index);
	const char *ref = d ? kindred(d) : NULL, *cells;
	struct str text = STR_INIT, as = STR_INIT;
	struct zmk_lowered raised;
	struct action usual;
	struct err err;
	bool ok;

	if (!ref)
		return false;
	zmk_action_print(action, NULL, NULL, &text);
	cells = strchr(str_text(&text), ' ');
	str_addf(&as, "&%s%s", ref, cells ? cells : "");
	ok = zmk_action_parse(str_text(&as), NULL, &usual, &err);
	raised = ok ? raise_by_itself(r->row, usual) : nothing("");
	str_release(&text);
	str_release(&as);
	if (raised.match == ZMK_NOTHING)
		return false;
	*out = raised.action;
	zmk_raise_lose_action(r, action,
			      (struct zmk_lowered){ *out, ZMK_NEAR, "its own properties are left out" });
	return true;
}

/* A behaviour that the keymap defines. */
static bool raise_own(struct zmk_raise *r, struct action action, struct action *out)
{
	uint32_t name = action.arg[0];
	size_t index;

	if (action.kind != ACTION_BEHAVIOR)
		return false;
	if (zmk_raise_find(r, DEFINITION_MACRO, name, &index))
		*out = zmk_raise_macro_use(r, index, action);
	else if (zmk_raise_find(r, DEFINITION_TAP_DANCE, name, &index))
		*out = (struct action){ .kind = ACTION_TAP_DANCE, .arg = { (uint32_t)index } };
	else if (zmk_raise_find(r, DEFINITION_HOLD_TAP, name, &index))
		*out = zmk_raise_hold_tap(r, index, action);
	else if (zmk_raise_find(r, DEFINITION_OVERRIDE, name, &index))
		*out = zmk_raise_morph_use(r, index, action);
	else
		return raise_kindred(r, action, out);
	return true;
}

/* Keys for three layers, which QMK has by themselves. */
static bool raise_three(const struct zmk_raise *r, struct action action, struct action *out)
{
	struct zmk_lowered found;
	struct action layer = { .kind = ACTION_LAYER_MOMENTARY, .arg = { action.arg[0] } };

	if (!r->has_three || action.kind != ACTION_LAYER_MOMENTARY || !find_row(r->row, layer, &found))
		return false;
	*out = found.action;
	return true;
}

struct action zmk_raise(struct zmk_raise *r, struct action action)
{
	struct zmk_lowered raised;
	struct action out;
	bool own = false;

	if (r->depth < MAX_DEPTH) {
		r->depth++;
		own = raise_own(r, action, &out);
		r->depth--;
	}
	if (own || raise_three(r, action, &out))
		return out;
	raised = raise_by_itself(r->row, action);
	if (raised.match != ZMK_NOTHING ||
	    (action.kind != ACTION_MOD_TAP && action.kind != ACTION_LAYER_TAP)) {
		zmk_raise_lose_action(r, action, raised);
		action = raised.action;
	}
	if (action.kind == ACTION_MOD_TAP || action.kind == ACTION_LAYER_TAP)
		return zmk_raise_dual_role(r, action);
	return action;
}

static void raise_layers(struct zmk_raise *r)
{
	for (size_t layer = 0; layer < keymap_layers(r->from); layer++) {
		keymap_put_layer_name(r->to, layer, keymap_layer_name(r->from, layer));
		keymap_put_layer_origin(r->to, layer, keymap_layer_origin(r->from, layer));
		for (size_t key = 0; key < keymap_keys(r->from); key++) {
			r->place = place_of_key(layer, key);
			keymap_put(r->to, layer, key, zmk_raise(r, keymap_get(r->from, layer, key)));
		}
		for (size_t i = 0; i < keymap_encoders(r->from) * TURN_COUNT; i++) {
			enum turn turn = (enum turn)(i % TURN_COUNT);

			r->place = place_of_encoder(layer, i / TURN_COUNT);
			keymap_put_turn(r->to, layer, i / TURN_COUNT, turn,
					zmk_raise(r, keymap_get_turn(r->from, layer, i / TURN_COUNT, turn)));
		}
	}
	r->place = PLACE_NONE;
}

static void release(struct zmk_raise *r)
{
	str_release(&r->subject);
	free(r->row);
	free(r->macro);
	free(r->instance);
	free(r->dance);
	free(r->use);
	free(r->morph);
	free(r->hand);
	free(r->told);
}

const struct keymap *zmk_raise_keymap(const struct compile_input *in, struct diagnostics *lost)
{
	const struct keymap *map = in->map;
	struct zmk_raise r = { .in = in, .from = map, .lost = lost, .place = PLACE_NONE };

	if (!zmk_is_native(map))
		return keymap_ref(map);
	r.to = keymap_new(keymap_layers(map), keymap_keys(map), keymap_encoders(map));
	r.row = parse_rows();
	zmk_raise_number_macros(&r);
	zmk_raise_find_tapping(&r);
	zmk_raise_find_morphs(&r);
	zmk_raise_find_three(&r);
	raise_layers(&r);
	zmk_raise_definitions(&r);
	zmk_raise_put_tapping(&r);
	zmk_raise_settings(&r);
	release(&r);
	return r.to;
}
