/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_LOWER_PRIVATE_H
#define COMPILE_ZMK_LOWER_PRIVATE_H

#include <stddef.h>

#include "base/str.h"
#include "compile/zmk_lower.h"
#include "zmk_tapping.h"

/* What tools/zmk_lowering.awk makes of data/zmk/lowering.tsv. */
struct zmk_lowering_row {
	const char *keycode; /* "QK_BOOTLOADER", or "@midi": a group of the keycode table */
	const char *binding; /* "&bootloader"; NULL: ZMK has none */
	enum zmk_match match;
	enum zmk_revision from; /* the first that has it */
	const char *note;
};
extern const struct zmk_lowering_row zmk_lowering_rows[];
extern const size_t zmk_lowering_row_count;

/* What a definition was made for, and the action that refers to it. Both have all their arguments. */
struct zmk_made {
	struct action from, with, to;
	struct zmk_tapping tapping; /* of a hold-tap */
};

/* A keymap on its way to ZMK. */
struct zmk_lower {
	const struct compile_input *in; /* borrowed */
	const struct keymap *from;
	struct keymap *to; /* under construction */
	struct diagnostics *lost;
	enum zmk_revision revision;
	struct place place; /* of the action or the definition at hand */
	struct str subject; /* the definition at hand: "macro hello"; else empty */
	size_t added;       /* definitions in @to */
	uint32_t *taken;    /* symbols: names of nodes and labels; owned */
	size_t takens, taken_cap;
	struct zmk_tapping tapping; /* of dual-role keys without options of their own */
	struct hand_key *hand;      /* [key], owned; NULL: all hands are one */
	bool swaps;                 /* zmk_has_swaps(), of a keymap of QMK's */
	struct zmk_made *made;      /* owned */
	size_t mades, made_cap;
	uint32_t *name[DEFINITION_KIND_COUNT]; /* symbol for each definition of @from; owned */
};

/* What @action is in ZMK, with the definitions that it takes; told when it is not the same. */
struct action zmk_lower(struct zmk_lower *z, struct action action);

/* Appends the steps of a macro, parts of it to chained macros when they are too many. In zmk_lower_macro.c.
 * */
void zmk_lower_macro(struct zmk_lower *z, const struct definition *macro, uint32_t name);

/* How long a tap of a macro lasts, and how long it waits behind each thing done; as ZMK has it by itself (CONFIG_ZMK_MACRO_DEFAULT_*). */
struct zmk_pace {
	int32_t tap_ms, wait_ms;
};
enum { ZMK_TAP_MS = 30, ZMK_WAIT_MS = 15 };

/* In zmk_lower_pace.c: that of a macro of QMK's, where it is the same all through, and the steps that it leaves. To be
 * freed. */
struct zmk_pace zmk_take_pace(const struct definition *macro, struct step **out, size_t *count);

/* In zmk_lower_dance.c. */
void zmk_lower_dance(struct zmk_lower *z, const struct definition *dance, uint32_t name);

/* In zmk_lower_made.c: what was made for the same from, with and tapping is in @like->to. */
bool zmk_find_made(const struct zmk_lower *z, struct zmk_made *like);
void zmk_note_made(struct zmk_lower *z, const struct zmk_made *made);

/* A macro that takes no cell, for what takes two, or nobody knows how many. */
struct action zmk_make_wrapper(struct zmk_lower *z, struct action action);
#define ZMK_WRAPPED "wrapped"

/* The steps of the macro that LM() is: a layer and a key that are its parameters. */
enum { ZMK_LAYER_MOD_STEPS = 9 };
void zmk_layer_mod_steps(struct step step[ZMK_LAYER_MOD_STEPS]);
struct action zmk_make_layer_mod(struct zmk_lower *z, struct action action);
struct action zmk_make_unicode(struct zmk_lower *z, struct action action);
struct action zmk_make_unicode_pair(struct zmk_lower *z, struct action action, struct action plain,
				    struct action shifted);

/* In zmk_lower_hold_tap.c: that of two lowered actions; @wanted: its name, may be NULL. */
struct action zmk_make_hold_tap(struct zmk_lower *z, struct action hold, struct action tap,
				const struct zmk_tapping *tapping, const char *wanted);
struct action zmk_make_tap_toggle(struct zmk_lower *z, struct action action);

/* LT() and MT() that are no &lt and &mt: with options of their own, or what is no key. False: they are. */
bool zmk_lower_dual_role(struct zmk_lower *z, struct action action, struct action *out);

/* A key that types its capital when held, where QMK's Auto Shift is on. False: it does not. */
#define ZMK_AUTO_SHIFT "auto_shift"
bool zmk_lower_auto_shift(struct zmk_lower *z, struct action action, struct action *out);

/* Whether it is options of QMK's for some dual-role keys, not a hold-tap (model/keymap.h). */
bool zmk_is_options(const struct definition *definition);

/* In zmk_lower_combo.c. */
void zmk_lower_combo(struct zmk_lower *z, const struct definition *combo, uint32_t name);

/* The layers on which keys do what they do on @reference; 0: all. */
uint32_t zmk_combo_layers(const struct keymap *map, const uint16_t *position, size_t positions,
			  size_t reference);

/* In zmk_lower_override.c. QMK's ko_options_default and ko_option_one_mod. */
enum { ZMK_OVERRIDE_USUAL = 7, ZMK_OVERRIDE_ONE_MOD = 8 };
void zmk_lower_overrides(struct zmk_lower *z);

/* The action itself, or the mod-morph that an override of QMK's makes of it on @layer. */
struct action zmk_overridden(const struct zmk_lower *z, size_t layer, struct action action);

/* In zmk_lower_defaults.c: what differs put on &mt, &lt and &sk, where keys have them and QMK does something else by
 * itself; conditional layers of keys for three layers. */
void zmk_lower_defaults(struct zmk_lower *z);

enum { ZMK_NEVER_MS = 3600000 }; /* of what waits for ever: nobody waits an hour */

/* In zmk_lower_settings.c: those that stay; what becomes of the others is told. */
void zmk_lower_settings(struct zmk_lower *z);

/* For z->hand, where QMK's chordal hold is on. */
struct hand_key *zmk_hands(const struct zmk_lower *z);

/* In zmk_lower_swap.c: an action of QMK's with its keys swapped as settings say. */
bool zmk_has_swaps(const struct keymap *map);
struct action zmk_swap(const struct zmk_lower *z, struct action action);

#define ZMK_TRI_LAYER "tri_layer" /* the conditional layer of QMK's keys for three layers */
enum { ZMK_TRI_LOWER = 1, ZMK_TRI_UPPER = 2, ZMK_TRI_ADJUST = 3 }; /* TRI_LAYER_LOWER_LAYER and so on */

/* The modifiers that holding KEY() is; 0: it is another key. */
uint8_t zmk_mods_of_key(uint32_t key);

/* In zmk_lower_turns.c: each pair of turns becomes one that a behaviour of sensors can have. */
void zmk_lower_turns(struct zmk_lower *z);

int64_t zmk_number_setting(const struct zmk_lower *z, const char *name, int64_t otherwise);
struct setting zmk_number_option(const char *name, int64_t number);
struct setting zmk_text_option(const char *name, const char *text);

/* Put a definition into the keymap, unless there are too many: that is told. */
void zmk_add(struct zmk_lower *z, const struct definition *definition);

/* Give @to the options of @from that can stand in a devicetree, with room for more; the others are told. To be freed. */
enum { ZMK_MORE_OPTIONS = 2 };
void zmk_copy_options(struct zmk_lower *z, const struct definition *from, struct definition *to);

/* Symbol of a name that is free: @wanted when it can stand in a devicetree, else one made of it or of @stem.
 * */
uint32_t zmk_take_name(struct zmk_lower *z, const char *wanted, const char *stem);

/* Told with z->place and z->where. */
void zmk_tell(struct zmk_lower *z, const struct diagnostic_kind *kind, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

extern const struct diagnostic_kind zmk_renamed;

/* The same of what is lost, as zmk-near or zmk-no-equivalent: */
void zmk_lose(struct zmk_lower *z, struct loss_of of, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* of an action, "TT(1) becomes &hold_mo_tap_tog 1 1: NOTE", unless it is ZMK_EXACT, */
void zmk_lose_action(struct zmk_lower *z, struct action action, struct zmk_lowered low);

/* and of the definition at hand, z->subject. */
void zmk_lose_definition(struct zmk_lower *z, enum loss loss, const char *instead, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* A definition of @from is at hand, or no more. */
void zmk_enter(struct zmk_lower *z, enum definition_kind kind, size_t index);
void zmk_leave(struct zmk_lower *z);

/* What a definition is called where something of it is told: "macro hello", "combo 3", "key override KC_BSPC". */
void zmk_add_subject(const struct keymap *map, enum definition_kind kind, size_t index, struct str *out);

/* &REF with cells of these types. */
struct action zmk_behavior_action(uint32_t ref, enum arg_type first, uint32_t one, enum arg_type second,
				  uint32_t two);

#endif
