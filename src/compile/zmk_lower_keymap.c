/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "model/zmk_defined.h"
#include "zmk_lower.h"
#include "zmk_text.h"

enum {
	VALUE_MACRO = 0x7700, /* QK_MACRO */
	MACRO_MAX = 128,
	VALUE_TRI_LOWER = 0x7c77, /* QK_TRI_LAYER_LOWER */
	VALUE_TRI_UPPER = 0x7c78,
	VALUE_LAYER_LOCK = 0x7c7b, /* QK_LAYER_LOCK */
};

static const struct diagnostic_kind too_many = { "zmk-too-many", SEVERITY_ERROR };

/* What definitions without a name are called, and whether bindings call them so. */
static const struct {
	const char *stem;
	bool is_behavior;
} kinds[DEFINITION_KIND_COUNT] = {
	[DEFINITION_MACRO] = { "macro", true },
	[DEFINITION_COMBO] = { "combo", false },
	[DEFINITION_TAP_DANCE] = { "dance", true },
	[DEFINITION_OVERRIDE] = { "override", true },
	[DEFINITION_HOLD_TAP] = { "hold_tap", true },
	[DEFINITION_KEYCODE] = { "keycode", false },
	[DEFINITION_BEHAVIOR] = { "behavior", true },
	[DEFINITION_CONDITION] = { "condition", false },
	[DEFINITION_LEADER] = { "leader", false },
	[DEFINITION_UNICODE] = { "unicode", false },
	[DEFINITION_CORRECTION] = { "correction", false },
	[DEFINITION_ALT_REPEAT] = { "alt_repeat", false },
};

bool zmk_is_native(const struct keymap *map)
{
	const struct setting *firmware = keymap_find_setting(map, "firmware");

	return firmware && firmware->type == SETTING_TEXT && !strcmp(symbol_text(firmware->text), "zmk");
}

void zmk_add(struct zmk_lower *z, const struct definition *definition)
{
	if (z->added++ < KEYMAP_MAX_DEFINITIONS)
		keymap_add_definition(z->to, definition);
	else if (z->added == KEYMAP_MAX_DEFINITIONS + 1)
		zmk_tell(z, &too_many, "there are more than %d behaviors, macros and combos",
			 KEYMAP_MAX_DEFINITIONS);
}

struct action zmk_behavior_action(uint32_t ref, enum arg_type first, uint32_t one, enum arg_type second,
				  uint32_t two)
{
	return (struct action){ .kind = ACTION_BEHAVIOR,
				.flags = ACTION_CELLS(first, second),
				.arg = { ref, one, two } };
}

static bool is_taken(const struct zmk_lower *z, uint32_t name)
{
	for (size_t i = 0; i < z->takens; i++)
		if (z->taken[i] == name)
			return true;
	return false;
}

static void take(struct zmk_lower *z, uint32_t name)
{
	z->taken = mem_grow(z->taken, z->takens, &z->taken_cap, sizeof(*z->taken));
	z->taken[z->takens++] = name;
}

uint32_t zmk_take_name(struct zmk_lower *z, const char *wanted, const char *stem)
{
	struct str name = STR_INIT;
	size_t len;
	uint32_t taken = symbol(wanted);

	if (!zmk_text_is_name(wanted) || is_taken(z, taken)) {
		/* Small letters: no macro of ZMK's headers is written so. */
		zmk_text_add_name(&name, wanted, false);
		if (!name.len || (name.data[0] >= '0' && name.data[0] <= '9')) {
			str_clear(&name);
			str_add(&name, stem);
		}
		len = name.len;
		for (int n = 2; is_taken(z, taken = symbol(str_text(&name))); n++) {
			name.len = len;
			str_addf(&name, "_%d", n);
		}
	}
	take(z, taken);
	str_release(&name);
	return taken;
}

/* Properties put on a node that is there already: not a new name. */
static bool is_change(const struct definition *definition)
{
	return definition->kind == DEFINITION_BEHAVIOR && !definition_option(definition, "compatible");
}

static void name_definition(struct zmk_lower *z, enum definition_kind kind, size_t index)
{
	const struct definition *definition = keymap_definition(z->from, kind, index);
	uint32_t name = definition->name;
	struct str numbered = STR_INIT;

	str_addf(&numbered, "%s_%zu", kinds[kind].stem, index);
	if (zmk_is_options(definition))
		z->name[kind][index] = name;
	else if (is_change(definition))
		z->name[kind][index] = zmk_text_is_name(symbol_text(name)) ? name : 0;
	else if (!kinds[kind].is_behavior && zmk_text_is_node(symbol_text(name)))
		z->name[kind][index] = name;
	else if (kind != DEFINITION_KEYCODE)
		z->name[kind][index] =
			zmk_take_name(z, name ? symbol_text(name) : str_text(&numbered), str_text(&numbered));
	str_release(&numbered);
	if (name && z->name[kind][index] != name && kind != DEFINITION_KEYCODE)
		zmk_tell(z, &zmk_renamed, "the %s '%s' becomes %s", kinds[kind].stem, symbol_text(name),
			 z->name[kind][index] ? symbol_text(z->name[kind][index]) : "nothing");
}

static void name_definitions(struct zmk_lower *z)
{
	for (size_t i = 0; i < zmk_behavior_count(); i++) {
		take(z, symbol(zmk_behavior_at(i)->ref));
		take(z, symbol(zmk_behavior_at(i)->node));
	}
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(z->from, (enum definition_kind)kind);

		z->name[kind] = mem_new(count + 1, sizeof(**z->name));
		for (size_t i = 0; i < count; i++)
			name_definition(z, (enum definition_kind)kind, i);
	}
}

/* The definition of @from that bindings there call @name, under its present name. */
static uint32_t present_name(const struct zmk_lower *z, uint32_t name)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(z->from, (enum definition_kind)kind);

		for (size_t i = 0; kinds[kind].is_behavior && i < count; i++)
			if (keymap_definition(z->from, (enum definition_kind)kind, i)->name == name)
				return z->name[kind][i];
	}
	return name;
}

/* The macro that a keycode of the keymap's own plays. */
static bool find_named_macro(const struct zmk_lower *z, uint32_t name, size_t *index)
{
	for (*index = 0; name && *index < keymap_definitions(z->from, DEFINITION_MACRO); ++*index)
		if (keymap_definition(z->from, DEFINITION_MACRO, *index)->name == name)
			return true;
	return false;
}

/* A key of QMK's that plays a macro of the keymap. */
static bool find_macro(const struct zmk_lower *z, struct action action, size_t *index)
{
	uint32_t value;

	if (action.kind == ACTION_RAW && !(action.flags & ACTION_ZMK_TEXT))
		return find_named_macro(z, action.arg[0], index);
	if (action.kind == ACTION_KEY && !KEY_MODS(action.arg[0]))
		value = keycode_get(KEY_CODE(action.arg[0]))->value;
	else if (action.kind == ACTION_RAW_NUMBER)
		value = action.arg[0];
	else
		return false;
	*index = value - VALUE_MACRO;
	return value >= VALUE_MACRO && *index < MACRO_MAX &&
	       *index < keymap_definitions(z->from, DEFINITION_MACRO);
}

static bool find_dance(const struct zmk_lower *z, struct action action, size_t *index)
{
	size_t dances = keymap_definitions(z->from, DEFINITION_TAP_DANCE);

	if (action.kind != ACTION_TAP_DANCE)
		return false;
	*index = action.arg[0];
	if (!(action.flags & ACTION_BY_NAME))
		return *index < dances;
	for (*index = 0; *index < dances; ++*index)
		if (keymap_definition(z->from, DEFINITION_TAP_DANCE, *index)->name == action.arg[0])
			return true;
	return false;
}

/* An entry of the Unicode map as the key for its code point. */
static bool find_character(const struct zmk_lower *z, uint32_t index, struct action *out)
{
	const char *text;
	size_t used;

	if (index >= keymap_definitions(z->from, DEFINITION_UNICODE))
		return false;
	text = symbol_text(keymap_definition(z->from, DEFINITION_UNICODE, index)->text);
	*out = (struct action){ .kind = ACTION_UNICODE, .arg = { utf8_decode(text, strlen(text), &used) } };
	return *text != '\0';
}

/* Whether a behaviour of the keymap's own is handed as many cells as it takes. */
static bool fits_cells(const struct zmk_lower *z, struct action action)
{
	static const struct action_names nothing_named;
	const char *ref = symbol_text(action.arg[0]);
	struct zmk_defined defined;
	struct zmk_names names = zmk_defined_names(&defined, z->from, &nothing_named);
	const struct zmk_behavior *own = names.behavior(names.data, ref, strlen(ref));
	int cells = (action_arg_type(action, 1) != ARG_NONE) + (action_arg_type(action, 2) != ARG_NONE);

	return !own || own->cells < 0 || own->cells == cells;
}

static bool is_quantum(struct action action, uint16_t value)
{
	return action.kind == ACTION_KEY && !KEY_MODS(action.arg[0]) &&
	       keycode_get(KEY_CODE(action.arg[0]))->value == value;
}

/* A key for one of three layers, where they are others than usual. */
static bool lower_three(const struct zmk_lower *z, struct action action, struct action *out)
{
	const struct setting *layer = NULL;

	if (is_quantum(action, VALUE_TRI_LOWER))
		layer = keymap_find_setting(z->from, "tri_layer.lower_layer");
	else if (is_quantum(action, VALUE_TRI_UPPER))
		layer = keymap_find_setting(z->from, "tri_layer.upper_layer");
	if (!layer || layer->number < 0 || layer->number >= KEYMAP_MAX_LAYERS)
		return false;
	*out = (struct action){ .kind = ACTION_LAYER_MOMENTARY, .arg = { (uint32_t)layer->number } };
	return true;
}

/* From revision main on a layer that is held can be toggled: then it stays. */
static struct action lower_layer_lock(struct zmk_lower *z, struct action action)
{
	struct action toggle = { .kind = ACTION_LAYER_TOGGLE, .arg = { (uint32_t)z->place.layer } };

	zmk_lose_action(z, action,
			(struct zmk_lowered){ toggle, ZMK_NEAR,
					      "it locks the layer that it is on, whichever is held" });
	return toggle;
}

struct action zmk_lower(struct zmk_lower *z, struct action action)
{
	struct zmk_lowered low;
	struct action out, shifted;
	size_t index;

	if (z->swaps)
		action = zmk_swap(z, action);
	if (find_macro(z, action, &index))
		return zmk_behavior_action(z->name[DEFINITION_MACRO][index], ARG_NONE, 0, ARG_NONE, 0);
	if (find_dance(z, action, &index))
		return zmk_behavior_action(z->name[DEFINITION_TAP_DANCE][index], ARG_NONE, 0, ARG_NONE, 0);
	if (zmk_lower_dual_role(z, action, &out) || zmk_lower_auto_shift(z, action, &out) ||
	    lower_three(z, action, &out))
		return out;
	if (is_quantum(action, VALUE_LAYER_LOCK) && z->revision == ZMK_MAIN && z->place.layer > 0 &&
	    z->place.key >= 0)
		return lower_layer_lock(z, action);
	switch (action.kind) {
	case ACTION_LAYER_TAP_TOGGLE:
		return zmk_make_tap_toggle(z, action);
	case ACTION_LAYER_MOD:
		return zmk_make_layer_mod(z, action);
	case ACTION_UNICODE_MAP:
		if (find_character(z, action.arg[0], &out))
			return zmk_make_unicode(z, out);
		break;
	case ACTION_UNICODE_PAIR:
		if (find_character(z, action.arg[0], &out) && find_character(z, action.arg[1], &shifted))
			return zmk_make_unicode_pair(z, action, out, shifted);
		break;
	case ACTION_UNICODE:
		return zmk_make_unicode(z, action);
	case ACTION_BEHAVIOR:
		if (!fits_cells(z, action)) {
			low = (struct zmk_lowered){ { .kind = ACTION_NONE },
						    ZMK_NOTHING,
						    "it takes another number of cells" };
			zmk_lose_action(z, action, low);
			return low.action;
		}
		action.arg[0] = present_name(z, action.arg[0]);
		break;
	default:
		break;
	}
	low = zmk_lower_action(action, z->revision);
	zmk_lose_action(z, action, low);
	return low.action;
}

static void lower_layers(struct zmk_lower *z)
{
	size_t keys = keymap_keys(z->from);

	for (size_t layer = 0; layer < keymap_layers(z->from); layer++) {
		keymap_put_layer_name(z->to, layer, keymap_layer_name(z->from, layer));
		keymap_put_layer_origin(z->to, layer, keymap_layer_origin(z->from, layer));
		for (size_t key = 0; key < keys; key++) {
			struct action action = keymap_get(z->from, layer, key);
			struct action morph = zmk_overridden(z, layer, action);

			z->place = place_of_key(layer, key);
			keymap_put(z->to, layer, key,
				   action_equal(action, morph) ? zmk_lower(z, action) : morph);
		}
	}
	z->place = PLACE_NONE;
}

void zmk_copy_options(struct zmk_lower *z, const struct definition *from, struct definition *to)
{
	to->option = mem_new(from->options + ZMK_MORE_OPTIONS, sizeof(*to->option));
	to->options = 0;
	for (size_t i = 0; i < from->options; i++) {
		const struct setting *option = &from->option[i];
		const char *name = symbol_text(option->name), *text = symbol_text(option->text);
		bool node = !strcmp(name, "node");
		bool spelled = option->type == SETTING_TEXT && (*text == '<' || *text == '"');

		if (z->revision == ZMK_V0_3 && !strcmp(name, "locking"))
			zmk_lose(z, (struct loss_of){ LOSS_NEAR, name, "left out" },
				 "the property 'locking' is left out: ZMK has it from revision main on");
		else if (!zmk_text_is_property(name) || (node && !zmk_text_is_node(text)) ||
			 (spelled && !zmk_text_is_value(text)))
			zmk_lose(z, (struct loss_of){ LOSS_ALL, name, "left out" },
				 "the property '%s' is left out: it is none of a devicetree's", name);
		else if (!node || zmk_is_native(z->from) || !is_taken(z, option->text))
			to->option[to->options++] = *option;
	}
}

/* What ZMK has in the same shape: the parts of it are lowered. */
static void lower_plain(struct zmk_lower *z, const struct definition *from, uint32_t name)
{
	struct definition to = *from;

	to.name = name;
	to.step = mem_new(from->steps + 1, sizeof(*to.step));
	for (size_t i = 0; i < from->steps; i++) {
		to.step[i] = from->step[i];
		to.step[i].action = zmk_lower(z, from->step[i].action);
	}
	zmk_copy_options(z, from, &to);
	zmk_add(z, &to);
	free(to.step);
	free(to.option);
}

bool zmk_is_options(const struct definition *definition)
{
	return definition->kind == DEFINITION_HOLD_TAP && definition->steps &&
	       !definition_option(definition, "bindings");
}

/* Those that no hold-tap of ZMK's gets. */
static void check_options(struct zmk_lower *z, const struct definition *options)
{
	for (size_t i = 0; i < options->options; i++) {
		const char *name = symbol_text(options->option[i].name);

		if (!zmk_tapping_has(name))
			zmk_lose_definition(z, LOSS_NEAR, "the same without it",
					    "%s is left out: ZMK has no such property", name);
	}
}

static void lower_definition(struct zmk_lower *z, const struct definition *from, uint32_t name)
{
	size_t macro;

	switch ((enum definition_kind)from->kind) {
	case DEFINITION_MACRO:
		zmk_lower_macro(z, from, name);
		break;
	case DEFINITION_TAP_DANCE:
		zmk_lower_dance(z, from, name);
		break;
	case DEFINITION_COMBO:
		zmk_lower_combo(z, from, name);
		break;
	case DEFINITION_OVERRIDE:
		if (from->name)
			lower_plain(z, from, name);
		break; /* QMK's are zmk_lower_overrides()'s */
	case DEFINITION_CONDITION:
		if (from->layer_mask && from->steps == 1 &&
		    from->step[0].action.kind == ACTION_LAYER_MOMENTARY)
			lower_plain(z, from, name);
		else
			zmk_lose_definition(z, LOSS_ALL, "left out", "it is left out: it needs layers");
		break;
	case DEFINITION_HOLD_TAP:
		if (zmk_is_options(from))
			check_options(z, from);
		else if (name)
			lower_plain(z, from, name);
		break;
	case DEFINITION_BEHAVIOR:
		if (name)
			lower_plain(z, from, name);
		break;
	case DEFINITION_LEADER:
		zmk_lose_definition(z, LOSS_ALL, "left out", "it is left out: ZMK has no leader key");
		break;
	case DEFINITION_CORRECTION:
		zmk_lose_definition(z, LOSS_ALL, "left out",
				    "it is left out: ZMK does not correct what is typed");
		break;
	case DEFINITION_ALT_REPEAT:
		zmk_lose_definition(z, LOSS_ALL, "left out",
				    "it is left out: ZMK's &key_repeat does what was done last again, and "
				    "has no alternate; put what it would do on a key of its own");
		break;
	case DEFINITION_KEYCODE:
		if (!find_named_macro(z, from->name, &macro))
			zmk_lose_definition(z, LOSS_ALL, "left out",
					    "it is left out: what it does is C code");
		break;
	case DEFINITION_UNICODE: /* a macro at each key that has it */
	case DEFINITION_KIND_COUNT:
		break;
	}
}

static void lower_definitions(struct zmk_lower *z)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(z->from, (enum definition_kind)kind);

		for (size_t i = 0; i < count; i++) {
			zmk_enter(z, (enum definition_kind)kind, i);
			lower_definition(z, keymap_definition(z->from, (enum definition_kind)kind, i),
					 z->name[kind][i]);
		}
	}
	zmk_leave(z);
}

const struct keymap *zmk_lower_keymap(const struct compile_input *in, struct diagnostics *lost)
{
	struct zmk_lower z = { .in = in, .from = in->map, .lost = lost, .place = PLACE_NONE };

	if (!in->revision || !zmk_revision_find(in->revision, &z.revision))
		z.revision = ZMK_V0_3;
	z.to = keymap_new(keymap_layers(in->map), keymap_keys(in->map), keymap_encoders(in->map));
	z.tapping = zmk_tapping_of_settings(z.from);
	z.swaps = !zmk_is_native(z.from) && zmk_has_swaps(z.from);
	z.hand = zmk_hands(&z);
	name_definitions(&z);
	lower_definitions(&z);
	zmk_lower_overrides(&z);
	lower_layers(&z);
	zmk_lower_turns(&z);
	zmk_lower_settings(&z);
	zmk_lower_defaults(&z);
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		free(z.name[kind]);
	str_release(&z.subject);
	free(z.taken);
	free(z.made);
	free(z.hand);
	return z.to;
}
