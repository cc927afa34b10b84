/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYMAP_H
#define MODEL_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/action.h"
#include "model/keycode_dialect.h"

enum {
	KEYMAP_MAX_LAYERS = 32, /* QMK's layer_state_t and ZMK's mask are 32 bits */
	KEYMAP_MAX_KEYS = 1024, /* a layer */
	KEYMAP_MAX_ENCODERS = 64,
	KEYMAP_MAX_DEFINITIONS = 1024, /* of all kinds */
	KEYMAP_MAX_STEPS = 4096,       /* of one definition */
	KEYMAP_MAX_SETTINGS = 4096,
	KEYMAP_NO_ORIGIN = -1,
};

/* What an encoder does on one layer, turned either way. */
enum turn { TURN_CCW, TURN_CW, TURN_COUNT };

/*
 * The behaviours that need more than two arguments are defined once and
 * referred to by index. One shape holds them all, so that undo, layer moves
 * and searches walk every kind the same way.
 */
enum definition_kind {
	DEFINITION_MACRO, /* steps: what it plays */
	DEFINITION_COMBO, /* positions: the keys, or else steps[1] and on: what they do; steps[0]: the result */
	DEFINITION_TAP_DANCE, /* steps: tap and hold results in turn; value: taps, negative when held */
	DEFINITION_OVERRIDE,  /* mods: trigger; steps[0]: trigger key, steps[1]: replacement */
	DEFINITION_HOLD_TAP,  /* options only: flavour, terms; the action brings hold and tap */
	DEFINITION_KEYCODE,   /* a keycode of the user's own: name, text = label */
	DEFINITION_BEHAVIOR,  /* what ZMK alone has, and changes to what it has by itself: see below */
	DEFINITION_CONDITION, /* layer_mask: layers; steps[0]: ACTION_LAYER_MOMENTARY, on when they all are */
	DEFINITION_LEADER,    /* steps: the keys of a sequence; text: the code that it runs */
	DEFINITION_UNICODE,   /* an entry of unicode_map: name, text: the character */
	DEFINITION_CORRECTION, /* of QMK's autocorrect: name: what is mistyped, text: what it becomes */
	DEFINITION_ALT_REPEAT, /* steps[0]: a key, steps[1]: what QK_ALT_REPEAT_KEY does behind it; mods: see below */
	DEFINITION_KIND_COUNT,
};

enum step_op {
	STEP_TAP,   /* action */
	STEP_DOWN,  /* action */
	STEP_UP,    /* action */
	STEP_DELAY, /* value: ms */
	STEP_TEXT,  /* text: symbol */
	STEP_BEEP,
	STEP_RESULT, /* action, see the kinds */
};

struct step {
	uint16_t op; /* enum step_op */
	int32_t value;
	uint32_t text;
	struct action action;
};

/* A named value: "tapping.term" = 200. Names are the dotted paths of QMK's keyboard.json. */
enum setting_type { SETTING_BOOL, SETTING_NUMBER, SETTING_TEXT };
struct setting {
	uint32_t name;  /* symbol */
	uint16_t type;  /* enum setting_type */
	int64_t number; /* BOOL: 0 or 1 */
	uint32_t text;  /* symbol */
};

struct definition {
	uint16_t kind; /* enum definition_kind */
	uint8_t mods;
	uint32_t name, text; /* symbols; 0: none */
	uint32_t layer_mask; /* where it holds; 0: on all */
	struct step *step;   /* owned by the keymap it was added to */
	size_t steps;
	uint16_t *position; /* key indices, owned likewise */
	size_t positions;
	struct setting *option; /* owned likewise */
	size_t options;
};

bool setting_equal(const struct setting *a, const struct setting *b);
bool definition_equal(const struct definition *a, const struct definition *b);

/* One with lists of its own, to be changed and put back (model/edit.h); release it. */
struct definition definition_copy(const struct definition *definition);
void definition_release(struct definition *definition); /* of its lists */

/* NULL when there is none of that name. Borrowed. */
const struct setting *definition_option(const struct definition *definition, const char *name);

/*
 * What no firmware's words are in particular: a setting `waive.ID`, true, for each loss (model/diagnostic.h) that the user
 * accepts. `firmware` as below.
 */
#define KEYMAP_WAIVE "waive."

/* A setting of this beginning is an option of ZMK's .conf, by its own name: CONFIG_ZMK_SLEEP, true. */
#define KEYMAP_KCONFIG "CONFIG_"

/*
 * QMK's words: every action is QMK's (action_is_qmk()), or is ACTION_KEY_TOGGLE, or ACTION_BEHAVIOR without cells whose name
 * is that of an OVERRIDE, which targets that make C have custom keycodes for. HOLD_TAP with steps: options for these
 * dual-role keys alone, STEP_RESULT each, QMK's per-key functions; its options have the names of ZMK's properties:
 * "tapping-term-ms", "quick-tap-ms", "flavor", "retro-tap", "require-prior-idle-ms". CONDITION: as tri layers are.
 * COMBO: option "timeout-ms" where it is not setting "combo.term". Settings that QMK's keyboard.json has no name for:
 * "tapping.quick_tap_term", "auto_shift.timeout" (with "features.auto_shift"), "unicode.mode" (text: "linux", "macos",
 * "wincompose", "windows"), "magic.MEMBER" (of keymap_config_t: on from the start), "tri_layer.lower_layer",
 * "tri_layer.upper_layer" and "tri_layer.adjust_layer".
 * A MACRO's steps may be any action of QMK's; what comes behind a STEP_RESULT of &macro_pause_for_release is played when
 * the key is let go. One with the name of a KEYCODE is what that plays, and any is what ACTION_BEHAVIOR of its name plays.
 */

/*
 * How QMK's tables in C are definitions. name: the enumerator that is its index, or of a combo without one its list of
 * keys; overrides have none. Dances and characters lie in the order of their index; one that is not given
 * has neither steps nor text. What is not understood, ACTION_TAP_DANCE_FN(f) or COMBO_ACTION(keys), is in text as it
 * stands there. A dance's layer is ACTION_LAYER_TO or ACTION_LAYER_TOGGLE at the second tap. KEYCODE has option "value"
 * when its 16 bits are known; OVERRIDE "negative-mods", "suppressed-mods" and "options" (QMK's bits) where they are not
 * as ko_make_basic() has them.
 */

/*
 * Options of QMK's and Vial's: of a COMBO "timeout-ms", "must-hold", "must-tap", "must-press-in-order", and "slow-release",
 * false when its result ends with the first of its keys; of a MACRO "tap-ms", "wait-ms"; of a TAP_DANCE
 * "tapping-term-ms"; of an OVERRIDE "negative-mods" and "suppressed-mods"
 * (enum mod, or-ed; all of its mods when not said), "options" (ko_option_t), "enabled" (false: Vial's, switched off).
 *
 * An ALT_REPEAT holds when no other modifiers were held with its key than its mods and those of steps[0] itself, LCTL(KC_Z),
 * and all of the latter were. Of several that hold, the one whose key has the most modifiers wins, then the first. Options,
 * all switches: "bidirectional" (it also holds the other way round), "ignore-handedness" (left and right modifiers are the
 * same), "default" (steps[1] is also what is done behind keys that none of them holds for, with no other modifiers than its
 * mods), "enabled" (false: switched off).
 *
 * How ZMK's nodes are definitions, for its reader and its printer. By compatible: hold-tap HOLD_TAP; tap-dance
 * TAP_DANCE (steps: STEP_RESULT, value 1, 2, ...); macro* MACRO; mod-morph OVERRIDE with a name (QMK's have none);
 * children of zmk,combos COMBO; of zmk,conditional-layers CONDITION; every other one BEHAVIOR with option
 * "compatible" (steps: STEP_RESULT, its bindings when they have their cells). BEHAVIOR without "compatible" is
 * `&name { ... }`: properties put on a node that ZMK has, or that a file has which is not there.
 *
 * A BEHAVIOR with option "parent", a label, is a child of that node: what a listener of input does on some layers. `input-processors`
 * are steps, STEP_RESULT, when all of them are known.
 *
 * name: the label that bindings say; of a node without one, of combos and of conditions the node's name. text:
 * display-name. Option "node": the node's name where it is not `name`. Properties mods, layers, if-layers,
 * then-layer, key-positions, hold-trigger-key-positions and bindings with cells are the members of that
 * meaning. All others are options under their own names: BOOL true is `name;`, BOOL false
 * `/delete-property/ name;`, NUMBER `<n>`, TEXT a string; TEXT that begins with < or " is the value as
 * devicetree spells it: `<&mo>, <&kp>`.
 *
 * Steps of a MACRO: &macro_tap, &macro_press and &macro_release are the ops of what follows them; other controls
 * are STEP_RESULT with an ACTION_BEHAVIOR: `&macro_wait_time 10`. Option "compatible" when it takes parameters.
 *
 * Settings "pointing.move_value" and "pointing.scroll_value" are ZMK_POINTING_DEFAULT_MOVE_VAL and _SCRL_VAL.
 *
 * Setting "firmware" is the text "zmk" in a keymap that was read from one of ZMK's: what it does not say is as ZMK has
 * it by itself, such as the flavour of &mt.
 */

/*
 * A whole keymap at one moment: layers of actions for the keys of one layout
 * and for the encoders, definitions, settings. Immutable and reference
 * counted; an edit (model/edit.h) makes a new one that shares every untouched
 * layer and table with the old. A `struct keymap *` that is not const is one
 * under construction: only keymap_new() gives it, and it becomes const when
 * the builder is done.
 */
struct keymap;

/* All keys ACTION_NONE, layers unnamed, origins KEYMAP_NO_ORIGIN. Sizes must be within the caps above. */
struct keymap *keymap_new(size_t layers, size_t keys, size_t encoders);
const struct keymap *keymap_ref(const struct keymap *map);
void keymap_unref(const struct keymap *map);

size_t keymap_layers(const struct keymap *map);
size_t keymap_keys(const struct keymap *map);
size_t keymap_encoders(const struct keymap *map);
struct action keymap_get(const struct keymap *map, size_t layer, size_t key);
struct action keymap_get_turn(const struct keymap *map, size_t layer, size_t encoder, enum turn turn);

/* Keys and turns in one row, as model/layout.h numbers them: the keys, then two slots for each encoder. */
size_t keymap_slots(const struct keymap *map);
struct action keymap_get_slot(const struct keymap *map, size_t layer, size_t slot);

/* Symbol; 0 when the layer has no name. */
uint32_t keymap_layer_name(const struct keymap *map, size_t layer);

/* Which layer of the text it was read from this one is, through moves and copies; KEYMAP_NO_ORIGIN for none. */
int keymap_layer_origin(const struct keymap *map, size_t layer);

/* Definitions of one kind, in order. Borrowed from @map. */
size_t keymap_definitions(const struct keymap *map, enum definition_kind kind);
const struct definition *keymap_definition(const struct keymap *map, enum definition_kind kind, size_t index);
/* All of one kind, in a list that the caller frees. */
const struct definition **keymap_list_definitions(const struct keymap *map, enum definition_kind kind,
						  size_t *count);

/* Settings, in the order they were put. NULL when there is none of that name. Borrowed from @map. */
size_t keymap_settings(const struct keymap *map);
const struct setting *keymap_setting_at(const struct keymap *map, size_t index);
const struct setting *keymap_find_setting(const struct keymap *map, const char *name);

/* Whether its setting "firmware" says so. */
bool keymap_is_zmk(const struct keymap *map);

/* True when all that both hold is equal (origins do not count; nor does how definitions of different kinds were mixed). */
bool keymap_equal(const struct keymap *a, const struct keymap *b);

/* The same of definitions and settings alone. */
bool keymap_same_tables(const struct keymap *a, const struct keymap *b);

/* The action that a key has on @layer, looking down through transparent keys over the layers below; @from gets
 * the layer it came from. ACTION_TRANSPARENT when even layer 0 is. @from may be NULL. */
struct action keymap_resolve(const struct keymap *map, size_t layer, size_t key, size_t *from);

/*
 * The 16 bits that QMK 0.0.8 has for an action of this keymap: as action_qmk_value(), with keycodes of the user's own by
 * their "value" and dances by the place of their name. False when it cannot be known.
 */
bool keymap_value(const struct keymap *map, struct action action, uint16_t *value);

/* @action, or what has a name in the keymap alone, a dance or a keycode with a value, as the number that firmware knows it
 * by. */
struct action keymap_numbered(const struct keymap *map, struct action action);

/* The 16 bits that are all of @action in @dialect. False when there are none: a layer-tap keeps no
 * modifiers of its key, say. */
bool keymap_dialect_value(const struct keymap *map, enum keycode_dialect dialect, struct action action,
			  uint16_t *value);

/* Bytes not shared with @base: what one undo step costs. */
size_t keymap_unshared_bytes(const struct keymap *map, const struct keymap *base);

/* Builders, for a keymap fresh from keymap_new() alone. */
void keymap_put(struct keymap *map, size_t layer, size_t key, struct action action);
void keymap_put_turn(struct keymap *map, size_t layer, size_t encoder, enum turn turn, struct action action);
void keymap_put_layer_name(struct keymap *map, size_t layer, uint32_t name);
void keymap_put_layer_origin(struct keymap *map, size_t layer, int origin);
void keymap_add_definition(struct keymap *map, const struct definition *definition); /* copied */
void keymap_add_setting(struct keymap *map, struct setting setting);

#endif
