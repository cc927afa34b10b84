/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_RAISE_H
#define COMPILE_ZMK_RAISE_H

#include "zmk_lower.h"

/* A macro with parameters, as one use of it has them. */
struct zmk_instance {
	struct action use;
	size_t macro; /* index in the keymap that it comes from */
};

/* A hold-tap that QMK has as a tap dance. */
struct zmk_hold_dance {
	struct action hold, tap; /* QMK's */
	int64_t term_ms;
};

/* How a dual-role key of QMK's tells a tap from a hold. */
struct zmk_tapping_use {
	struct action action;
	struct zmk_tapping tapping;
	uint32_t name; /* symbol: of the hold-tap that it was; 0: &mt or &lt */
};

/* A mod-morph. */
struct zmk_morph {
	uint32_t layers; /* whose keys have it */
	bool elsewhere;  /* something else has it, too */
	bool is_plain;   /* key overrides can say it */
	bool is_circular;
	uint32_t key; /* KEY() that it triggers on */
};

/* A keymap of ZMK's on its way to QMK. */
struct zmk_raise {
	const struct compile_input *in; /* borrowed */
	const struct keymap *from;
	struct keymap *to; /* under construction */
	struct diagnostics *lost;
	struct place place; /* of the action or the definition at hand */
	struct str subject; /* the definition at hand: "macro hello"; else empty */
	int depth;          /* of behaviours in behaviours */
	struct action *row; /* [zmk_lowering_row_count]: their bindings; owned */
	size_t *macro;      /* [macro]: its number in QMK; SIZE_MAX: it has none; owned */
	size_t macros;
	struct zmk_instance *instance; /* owned */
	size_t instances, instance_cap;
	struct zmk_hold_dance *dance; /* owned */
	size_t dances, dance_cap;
	struct zmk_tapping_use *use; /* owned; each action once */
	size_t uses, use_cap;
	struct zmk_tapping tapping; /* of all dual-role keys that are not another */
	struct zmk_morph *morph;    /* [override]; owned */
	struct hand_key *hand;      /* [key]; owned; NULL: nobody asked yet, or the keys are not known */
	bool *told;                 /* [hold-tap]: what is lost of it is told; owned */
	bool chordal, has_three;    /* has_three: "tri_layer" is QMK's own three layers */
	int64_t auto_shift_ms;      /* 0: none of it */
};

/* What @action is in QMK; told when it is not the same. */
struct action zmk_raise(struct zmk_raise *r, struct action action);

/* What becomes of the definition at hand, or of an action unless it is ZMK_EXACT, as qmk-near or qmk-none. */
void zmk_raise_lose(struct zmk_raise *r, struct loss_of of, const char *why);
void zmk_raise_lose_action(struct zmk_raise *r, struct action action, struct zmk_lowered raised);
void zmk_raise_lose_definition(struct zmk_raise *r, enum loss loss, const char *instead, const char *why);

/* The definition that bindings call @name; NULL: there is none of that kind. */
const struct definition *zmk_raise_find(const struct zmk_raise *r, enum definition_kind kind, uint32_t name,
					size_t *index);

/* Properties put on a node that ZMK has; NULL: none. */
const struct definition *zmk_raise_change(const struct zmk_raise *r, const char *ref);

/* The name that QMK's definition gets: none when lowering had to make one up. */
uint32_t zmk_raise_name(const struct definition *definition, const char *stem, size_t index);

/* In zmk_raise_hold_tap.c: what child @index of a hold-tap does with the cell that it is handed. */
bool zmk_raise_child(const struct definition *hold_tap, struct action action, int index, struct action *out);
struct action zmk_raise_hold_tap(struct zmk_raise *r, size_t index, struct action action);

/* &mt and &lt. */
struct action zmk_raise_dual_role(struct zmk_raise *r, struct action action);

/* For r->tapping, before anything is raised; options and settings, when all is. */
void zmk_raise_find_tapping(struct zmk_raise *r);
void zmk_raise_put_tapping(struct zmk_raise *r);

/* In zmk_raise_macro.c. */
void zmk_raise_number_macros(struct zmk_raise *r);
struct action zmk_raise_macro_use(struct zmk_raise *r, size_t index, struct action action);
void zmk_raise_macro(struct zmk_raise *r, size_t index);
void zmk_raise_instances(struct zmk_raise *r);

/* In zmk_raise_definition.c. */
void zmk_raise_find_three(struct zmk_raise *r); /* for r->has_three */
void zmk_raise_find_morphs(struct zmk_raise *r);
struct action zmk_raise_morph_use(struct zmk_raise *r, size_t index, struct action action);
void zmk_raise_definitions(struct zmk_raise *r);

/* In zmk_raise_settings.c. */
void zmk_raise_settings(struct zmk_raise *r);
void zmk_raise_put(struct zmk_raise *r, const char *name, enum setting_type type, int64_t number);

#endif
