/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_lower.h"

enum {
	VALUE_MACRO = 0x7700, /* QK_MACRO */
	MACRO_MAX = 128,
	VALUE_LEFT_CTRL = 0xe0,
	VALUE_RIGHT_GUI = 0xe7,
	MAX_DEPTH = 8,
};

/* A keymap of ZMK's on its way to QMK. */
struct raise {
	const struct keymap *from;
	struct keymap *to;
	struct diagnostics *lost;
	struct place place;     /* of the action or the definition at hand */
	struct str subject;     /* the definition at hand: "macro hello"; else empty */
	int depth;              /* of behaviours in behaviours */
	uint32_t *morph_layers; /* [mod-morph]: bits of the layers whose keys have it; owned */
};

static const struct diagnostic_kind near_to = { "qmk-near", SEVERITY_WARNING };
static const struct diagnostic_kind no_equivalent = { "qmk-none", SEVERITY_WARNING };

static void lose(struct raise *r, struct loss_of of, const char *why)
{
	diagnostics_add_loss(r->lost, of.loss == LOSS_NEAR ? &near_to : &no_equivalent, r->place, of,
			     "%s%s%s becomes %s: %s", str_text(&r->subject), r->subject.len ? ": " : "",
			     of.subject, of.instead, why);
}

/* What becomes of @action, unless it is the same. */
static void lose_action(struct raise *r, struct action action, struct zmk_lowered raised)
{
	struct str from = STR_INIT, to = STR_INIT;

	if (raised.match == ZMK_EXACT)
		return;
	zmk_action_print(action, NULL, NULL, &from);
	action_print(raised.action, &to);
	lose(r,
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

/* The keycode that is lowered to @action. */
static bool find_row(struct action action, struct zmk_lowered *out)
{
	for (size_t i = 0; i < zmk_lowering_row_count; i++) {
		const struct zmk_lowering_row *row = &zmk_lowering_rows[i];
		struct action binding;
		struct err err;
		uint16_t code;

		if (!row->binding || !zmk_action_parse(row->binding, NULL, &binding, &err) ||
		    !action_equal(binding, action) ||
		    !keycode_find(row->keycode, strlen(row->keycode), &code))
			continue;
		*out = (struct zmk_lowered){ action_of_keycode(code), row->match, row->note };
		return true;
	}
	return false;
}

struct zmk_lowered zmk_raise_action(struct action action)
{
	struct zmk_lowered out = { action, ZMK_EXACT, "" };

	if (action_is_qmk(action) && action.kind != ACTION_RAW)
		return out;
	if (find_row(action, &out))
		return out;
	switch (action.kind) {
	case ACTION_KEY:
		return nothing("QMK has no such key");
	case ACTION_KEY_ONE_SHOT:
		return nothing("QMK's one-shot keys are modifiers");
	case ACTION_KEY_TOGGLE:
		return nothing("QMK locks the key that is pressed next, QK_LOCK");
	default:
		return nothing("it is a behavior of ZMK's");
	}
}

static const struct definition *find(const struct raise *r, enum definition_kind kind, uint32_t name,
				     size_t *index)
{
	for (*index = 0; *index < keymap_definitions(r->from, kind); ++*index) {
		const struct definition *d = keymap_definition(r->from, kind, *index);

		if (d->name == name)
			return d;
	}
	return NULL;
}

/* What child @index of a hold-tap does with the cell that it is handed. */
static bool child_action(const struct definition *hold_tap, struct action action, int index,
			 struct action *out)
{
	const struct setting *bindings = definition_option(hold_tap, "bindings");
	const char *at = bindings && bindings->type == SETTING_TEXT ? symbol_text(bindings->text) : "";
	struct str text = STR_INIT, cells = STR_INIT;
	const char *cell;
	struct err err;
	bool ok;

	for (int i = 0; i <= index && at; i++)
		at = strchr(i ? at + 1 : at, '&');
	zmk_action_print(action, NULL, NULL, &cells);
	cell = strchr(str_text(&cells), ' ');
	if (cell && index)
		cell = strchr(cell + 1, ' ');
	if (at)
		str_add_bytes(&text, at, strcspn(at, " ,>"));
	if (cell)
		str_add_bytes(&text, cell, strcspn(cell + 1, " ") + 1);
	ok = at && zmk_action_parse(str_text(&text), NULL, out, &err);
	if (!ok && at) { /* a child that takes no cell is handed one all the same */
		text.len = strcspn(str_text(&text), " ");
		text.data[text.len] = '\0';
		ok = zmk_action_parse(str_text(&text), NULL, out, &err);
	}
	str_release(&text);
	str_release(&cells);
	return ok;
}

/* The modifiers that holding a key is; 0: it is another key. */
static uint8_t mods_of(struct action action)
{
	uint16_t value = action.kind == ACTION_KEY ? keycode_get(KEY_CODE(action.arg[0]))->value : 0;

	if (value < VALUE_LEFT_CTRL || value > VALUE_RIGHT_GUI)
		return 0;
	return (uint8_t)(1u << (value - VALUE_LEFT_CTRL) | KEY_MODS(action.arg[0]));
}

static struct action raise_action(struct raise *r, struct action action);

static struct action raise_hold_tap(struct raise *r, const struct definition *hold_tap, struct action action)
{
	struct action hold, tap;

	if (!child_action(hold_tap, action, 0, &hold) || !child_action(hold_tap, action, 1, &tap)) {
		struct zmk_lowered none = nothing("QMK has no such hold-tap");

		lose_action(r, action, none);
		return none.action;
	}
	if (tap.kind == ACTION_KEY && action_is_qmk(tap)) {
		if (mods_of(hold))
			return (struct action){ .kind = ACTION_MOD_TAP,
						.arg = { mods_of(hold), tap.arg[0] } };
		if (hold.kind == ACTION_LAYER_MOMENTARY)
			return (struct action){ .kind = ACTION_LAYER_TAP,
						.arg = { hold.arg[0], tap.arg[0] } };
	}
	tap = raise_action(r, tap);
	lose_action(r, action,
		    (struct zmk_lowered){ tap, ZMK_NEAR,
					  "QMK holds layers and modifiers alone: the tap is left" });
	return tap;
}

static struct action macro_action(size_t index)
{
	uint16_t value = (uint16_t)(VALUE_MACRO + index), code;

	if (keycode_find_value(value, &code))
		return action_of_keycode(code);
	return (struct action){ .kind = ACTION_RAW_NUMBER, .arg = { value } };
}

static bool is_parametric(const struct definition *macro)
{
	return definition_option(macro, "compatible") != NULL;
}

/* A behaviour that the keymap defines. */
static bool raise_own(struct raise *r, struct action action, struct action *out)
{
	const struct definition *d;
	uint32_t name = action.arg[0];
	size_t index;

	if (action.kind != ACTION_BEHAVIOR)
		return false;
	if ((d = find(r, DEFINITION_MACRO, name, &index)) && index < MACRO_MAX && !is_parametric(d)) {
		*out = macro_action(index);
	} else if (find(r, DEFINITION_TAP_DANCE, name, &index)) {
		*out = (struct action){ .kind = ACTION_TAP_DANCE, .arg = { (uint32_t)index } };
	} else if ((d = find(r, DEFINITION_HOLD_TAP, name, &index))) {
		*out = raise_hold_tap(r, d, action);
	} else if ((d = find(r, DEFINITION_OVERRIDE, name, &index)) && d->steps == 2) {
		if (r->place.layer >= 0)
			r->morph_layers[index] |= UINT32_C(1) << r->place.layer;
		*out = raise_action(r, d->step[0].action);
	} else {
		return false;
	}
	return true;
}

static struct action raise_action(struct raise *r, struct action action)
{
	struct zmk_lowered raised;
	struct action out;

	if (r->depth < MAX_DEPTH) {
		bool own;

		r->depth++;
		own = raise_own(r, action, &out);
		r->depth--;
		if (own)
			return out;
	}
	raised = zmk_raise_action(action);
	lose_action(r, action, raised);
	return raised.action;
}

struct steps {
	struct step *step;
	size_t count, cap;
};

static void add_step(struct steps *steps, struct step step)
{
	if (steps->count == KEYMAP_MAX_STEPS)
		return;
	steps->step = mem_grow(steps->step, steps->count, &steps->cap, sizeof(*steps->step));
	steps->step[steps->count++] = step;
}

static bool is_behavior(struct action action, const char *ref)
{
	return action.kind == ACTION_BEHAVIOR && !strcmp(symbol_text(action.arg[0]), ref);
}

/* ZMK waits behind each thing done, as long as was said last; QMK where a delay stands. */
static void raise_macro(struct raise *r, const struct definition *macro)
{
	struct definition to = { .kind = DEFINITION_MACRO };
	struct steps steps = { 0 };
	int32_t wait_ms = 0;

	for (size_t i = 0; i < macro->steps; i++) {
		struct step step = macro->step[i];

		if (is_behavior(step.action, "macro_wait_time")) {
			wait_ms = (int32_t)step.action.arg[1];
			continue;
		}
		if (step.op == STEP_RESULT) {
			if (!is_behavior(step.action, "macro_tap_time"))
				lose_action(r, step.action,
					    nothing("QMK plays a macro when its key is pressed"));
			continue;
		}
		step.action = raise_action(r, step.action);
		add_step(&steps, step);
		if (wait_ms > 0 && i + 1 < macro->steps)
			add_step(&steps, (struct step){ .op = STEP_DELAY, .value = wait_ms });
	}
	to.step = steps.step;
	to.steps = steps.count;
	keymap_add_definition(r->to, &to);
	free(steps.step);
}

/* A tap dance whose results are hold-taps: each has a result for holding. */
static void raise_dance(struct raise *r, const struct definition *dance)
{
	const struct setting *term = definition_option(dance, "tapping-term-ms");
	struct setting option = zmk_number_option("tapping-term-ms", term ? term->number : 0);
	struct definition to = { .kind = DEFINITION_TAP_DANCE };
	struct steps steps = { 0 };

	for (size_t i = 0; i < dance->steps; i++) {
		struct action action = dance->step[i].action, hold;
		const struct definition *hold_tap = NULL;
		int32_t taps = (int32_t)i + 1;
		size_t index;

		if (action.kind == ACTION_BEHAVIOR)
			hold_tap = find(r, DEFINITION_HOLD_TAP, action.arg[0], &index);
		if (hold_tap && child_action(hold_tap, action, 0, &hold)) {
			add_step(&steps, (struct step){ .op = STEP_RESULT,
							.value = -taps,
							.action = raise_action(r, hold) });
			child_action(hold_tap, action, 1, &action);
		}
		add_step(
			&steps,
			(struct step){ .op = STEP_RESULT, .value = taps, .action = raise_action(r, action) });
	}
	to.step = steps.step;
	to.steps = steps.count;
	to.option = &option;
	to.options = term != NULL;
	keymap_add_definition(r->to, &to);
	free(steps.step);
}

static void raise_combo(struct raise *r, const struct definition *combo)
{
	struct definition to = *combo;
	struct step result = { .op = STEP_RESULT };

	if (combo->steps)
		result.action = raise_action(r, combo->step[0].action);
	to.step = &result;
	to.steps = 1;
	to.option = NULL;
	to.options = 0;
	keymap_add_definition(r->to, &to);
}

/* Of a mod-morph that keys have: its trigger is a key override there, for every key that is the same. */
static void raise_morph(struct raise *r, const struct definition *morph, uint32_t layers)
{
	struct definition to = { .kind = DEFINITION_OVERRIDE, .mods = morph->mods };
	struct step step[2];

	if (!layers || morph->steps != 2)
		return;
	for (int i = 0; i < 2; i++)
		step[i] =
			(struct step){ .op = STEP_RESULT, .action = raise_action(r, morph->step[i].action) };
	if (step[0].action.kind != ACTION_KEY) {
		lose(r, (struct loss_of){ LOSS_NEAR, str_text(&r->subject), "the key without modifiers" },
		     "what QMK overrides is a key");
		return;
	}
	to.layer_mask = layers == (UINT32_C(1) << (keymap_layers(r->from) - 1) << 1) - 1 ? 0 : layers;
	to.step = step;
	to.steps = 2;
	keymap_add_definition(r->to, &to);
}

static void put_setting(struct raise *r, const char *name, enum setting_type type, int64_t number)
{
	if (!keymap_find_setting(r->to, name))
		keymap_add_setting(r->to, (struct setting){ symbol(name), (uint16_t)type, number, 0 });
}

/* What is said of &mt and &lt is of all tap-hold keys in QMK. */
static void raise_flavor(struct raise *r, const char *flavor)
{
	if (!strcmp(flavor, "balanced"))
		put_setting(r, "tapping.permissive_hold", SETTING_BOOL, 1);
	else if (!strcmp(flavor, "hold-preferred"))
		put_setting(r, "tapping.hold_on_other_key_press", SETTING_BOOL, 1);
}

static void raise_change(struct raise *r, const struct definition *change)
{
	static const struct {
		const char *ref, *property, *setting;
		enum setting_type type;
	} rows[] = {
		{ "lt", "retro-tap", "tapping.retro", SETTING_BOOL },
		{ "lt", "tapping-term-ms", "tapping.term", SETTING_NUMBER },
		{ "mt", "retro-tap", "tapping.retro", SETTING_BOOL },
		{ "mt", "tapping-term-ms", "tapping.term", SETTING_NUMBER },
		{ "sk", "release-after-ms", "oneshot.timeout", SETTING_NUMBER },
		{ "sl", "release-after-ms", "oneshot.timeout", SETTING_NUMBER },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct setting *option = definition_option(change, rows[i].property);

		if (!strcmp(symbol_text(change->name), rows[i].ref) && option && option->type == rows[i].type)
			put_setting(r, rows[i].setting, rows[i].type, option->number);
	}
}

static const struct definition *find_change(const struct raise *r, const char *ref)
{
	for (size_t i = 0; i < keymap_definitions(r->from, DEFINITION_BEHAVIOR); i++) {
		const struct definition *d = keymap_definition(r->from, DEFINITION_BEHAVIOR, i);

		if (!definition_option(d, "compatible") && !strcmp(symbol_text(d->name), ref))
			return d;
	}
	return NULL;
}

static bool has_mod_taps(const struct keymap *map)
{
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk))
		if (walk.action.kind == ACTION_MOD_TAP)
			return true;
	return false;
}

/* &mt is what people tune; it is hold-preferred unless they say so. */
static void raise_settings(struct raise *r)
{
	const struct definition *mt = find_change(r, "mt");
	const struct setting *flavor = mt ? definition_option(mt, "flavor") : NULL;

	if (has_mod_taps(r->to))
		raise_flavor(r, flavor && flavor->type == SETTING_TEXT ? symbol_text(flavor->text)
								       : "hold-preferred");
	for (size_t i = 0; i < keymap_definitions(r->from, DEFINITION_BEHAVIOR); i++)
		raise_change(r, keymap_definition(r->from, DEFINITION_BEHAVIOR, i));
	for (size_t i = 0; i < keymap_settings(r->from); i++) {
		struct setting setting = *keymap_setting_at(r->from, i);

		if (strcmp(symbol_text(setting.name), "firmware") != 0)
			keymap_add_setting(r->to, setting);
	}
}

static void raise_layers(struct raise *r)
{
	for (size_t layer = 0; layer < keymap_layers(r->from); layer++) {
		keymap_put_layer_name(r->to, layer, keymap_layer_name(r->from, layer));
		keymap_put_layer_origin(r->to, layer, keymap_layer_origin(r->from, layer));
		for (size_t key = 0; key < keymap_keys(r->from); key++) {
			r->place = place_of_key(layer, key);
			keymap_put(r->to, layer, key, raise_action(r, keymap_get(r->from, layer, key)));
		}
		for (size_t i = 0; i < keymap_encoders(r->from) * TURN_COUNT; i++) {
			enum turn turn = (enum turn)(i % TURN_COUNT);

			r->place = place_of_encoder(layer, i / TURN_COUNT);
			keymap_put_turn(
				r->to, layer, i / TURN_COUNT, turn,
				raise_action(r, keymap_get_turn(r->from, layer, i / TURN_COUNT, turn)));
		}
	}
	r->place = PLACE_NONE;
}

static void raise_definition(struct raise *r, const struct definition *d, size_t index)
{
	switch ((enum definition_kind)d->kind) {
	case DEFINITION_MACRO:
		raise_macro(r, d);
		break;
	case DEFINITION_TAP_DANCE:
		raise_dance(r, d);
		break;
	case DEFINITION_COMBO:
		raise_combo(r, d);
		break;
	case DEFINITION_OVERRIDE:
		raise_morph(r, d, r->morph_layers[index]);
		break;
	case DEFINITION_CONDITION:
		lose(r, (struct loss_of){ LOSS_ALL, str_text(&r->subject), "nothing" },
		     "in QMK it is code, update_tri_layer_state()");
		break;
	case DEFINITION_HOLD_TAP: /* the keys that have them are told */
	case DEFINITION_BEHAVIOR:
	case DEFINITION_KEYCODE:
	case DEFINITION_LEADER:
	case DEFINITION_UNICODE:
	case DEFINITION_CORRECTION:
	case DEFINITION_KIND_COUNT:
		break;
	}
}

static void raise_definitions(struct raise *r)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(r->from, (enum definition_kind)kind); i++) {
			const struct definition *d =
				keymap_definition(r->from, (enum definition_kind)kind, i);

			str_clear(&r->subject);
			zmk_add_subject(r->from, (enum definition_kind)kind, i, &r->subject);
			r->place = place_of_definition(kind, i);
			raise_definition(r, d, i);
		}
	str_release(&r->subject);
}

const struct keymap *zmk_raise_keymap(const struct compile_input *in, struct diagnostics *lost)
{
	const struct keymap *map = in->map;
	struct raise r = { .from = map, .lost = lost, .place = PLACE_NONE };

	if (!zmk_is_native(map))
		return keymap_ref(map);
	r.to = keymap_new(keymap_layers(map), keymap_keys(map), keymap_encoders(map));
	r.morph_layers = mem_new(keymap_definitions(map, DEFINITION_OVERRIDE) + 1, sizeof(*r.morph_layers));
	raise_layers(&r);
	raise_definitions(&r);
	raise_settings(&r);
	free(r.morph_layers);
	return r.to;
}
