/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_LOWER_PRIVATE_H
#define COMPILE_ZMK_LOWER_PRIVATE_H

#include <stddef.h>

#include "base/str.h"
#include "compile/zmk_lower.h"

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
	int term_ms;
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
	struct zmk_made *made; /* owned */
	size_t mades, made_cap;
	uint32_t *name[DEFINITION_KIND_COUNT]; /* symbol for each definition of @from; owned */
};

/* What @action is in ZMK, with the definitions that it takes; told when it is not the same. */
struct action zmk_lower(struct zmk_lower *z, struct action action);

/* Appends the steps of a macro, parts of it to chained macros when they are too many. In zmk_lower_macro.c.
 * */
void zmk_lower_macro(struct zmk_lower *z, const struct definition *macro, uint32_t name);

/* In zmk_lower_dance.c. */
void zmk_lower_dance(struct zmk_lower *z, const struct definition *dance, uint32_t name);

/* The hold-tap of two lowered actions; @term_ms 0: the keymap's. */
struct action zmk_make_hold_tap(struct zmk_lower *z, struct action hold, struct action tap, int term_ms);

struct action zmk_make_tap_toggle(struct zmk_lower *z, struct action action);
struct action zmk_make_layer_mod(struct zmk_lower *z, struct action action);
struct action zmk_make_unicode(struct zmk_lower *z, struct action action);

/* In zmk_lower_combo.c. */
void zmk_lower_combo(struct zmk_lower *z, const struct definition *combo, uint32_t name);
void zmk_lower_overrides(struct zmk_lower *z);

/* The action itself, or the mod-morph that an override of QMK's makes of it on @layer. */
struct action zmk_overridden(const struct zmk_lower *z, size_t layer, struct action action);

/* In zmk_lower_defaults.c: how QMK tells a tap from a hold, as properties of a hold-tap. How many. @term_ms
 * 0: the keymap's. */
enum { ZMK_HOLD_TAP_OPTIONS = 6 };
size_t zmk_hold_tap_options(struct zmk_lower *z, int term_ms, struct setting option[ZMK_HOLD_TAP_OPTIONS]);

/* The same put on &mt, &lt and &sk, where keys have them and QMK does something else by itself; conditional
 * layers of keys for three layers. */
void zmk_lower_defaults(struct zmk_lower *z);

/* In zmk_lower_turns.c: each pair of turns becomes one that a behaviour of sensors can have. */
void zmk_lower_turns(struct zmk_lower *z);

struct setting zmk_number_option(const char *name, int64_t number);
struct setting zmk_text_option(const char *name, const char *text);

/* Put a definition into the keymap, unless there are too many: that is told. */
void zmk_add(struct zmk_lower *z, const struct definition *definition);

/* Give @to the options of @from that can stand in a devicetree; the others are told. To be freed. */
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
