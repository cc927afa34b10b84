/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_QMK_PRIVATE_H
#define COMPILE_QMK_PRIVATE_H

#include "base/str.h"
#include "compile/fileset.h"
#include "compile/input.h"
#include "model/diagnostic.h"
#include "model/keycode_dialect.h"
#include "qmk.h"

/*
 * One keymap on its way to C. The same code checks it and emits it: the check throws the texts away, emit() what is told, so
 * that the two cannot disagree. Names of definitions are C's by the time anything is written (qmk_definition_names.c), and
 * what a person typed reaches C only as one of those, as a string through qmk_add_string(), or as an expression that
 * action_parse() accepts.
 */

/* A definition by its name. */
struct qmk_by_name {
	uint32_t name;
	uint16_t kind, index;
};

/* A macro, a mod-morph or a tap dance. */
struct qmk_play {
	enum definition_kind kind;
	size_t index;
};

/* Functions of ours that others call: written when somebody does. */
enum qmk_helper {
	QMK_ACTIVE_MODS,   /* uint8_t active_mods(void) */
	QMK_HIDE_MODS,     /* QMK's own, which it has in no header */
	QMK_PRESS_KEYCODE, /* void press_keycode(uint16_t keycode, bool pressed): any keycode of QMK's */
	QMK_PRESS_OWN,     /* void press_own(uint16_t keycode, bool pressed): a macro, a keycode of ours */
	QMK_HELPER_COUNT,
};

/* What is turned on for the keymap; a row of features[] each (qmk_features.c). */
enum qmk_feature {
	QMK_AUTOCORRECT,
	QMK_COMBO,
	QMK_KEY_OVERRIDE,
	QMK_LEADER,
	QMK_REPEAT_KEY,
	QMK_SWAP_HANDS,
	QMK_TAP_DANCE,
	QMK_UNICODE,
	QMK_UNICODEMAP,
	QMK_OTHER_FEATURES, /* those that only keys need */
	QMK_FEATURES_MAX = 48,
};

/* Whether a feature will be on, once it was asked for. */
enum qmk_answer { QMK_NOT_ASKED, QMK_STAYS_OFF, QMK_IS_ON, QMK_TURNED_ON };

struct qmk {
	const struct compile_input *in;
	const struct qmk_flavour *flavour;
	const struct keymap *map;
	enum keycode_dialect dialect;
	struct diagnostics *out;
	struct place place;                 /* of what is at hand */
	bool quiet;                         /* what is lost of it was told already */
	bool only_check;                    /* texts are thrown away: those of keys need not be made */
	struct qmk_names names;             /* of layers */
	char **name[DEFINITION_KIND_COUNT]; /* [kind][index]: what C calls it; NULL: nothing. Owned */
	struct qmk_by_name *by_name;        /* sorted; owned */
	size_t by_names;
	struct qmk_own *own; /* owned */
	size_t owns, own_cap;
	uint32_t *taken; /* symbols of names that are used, hashed; owned */
	size_t takens, taken_size;
	enum qmk_answer answer[QMK_FEATURES_MAX];
	bool helper[QMK_HELPER_COUNT];
	uint32_t *character; /* code points behind those of the keymap's Unicode map; owned */
	size_t characters, character_cap;
	uint16_t *
		character_index; /* [code point]: place in the map, from 1; owned, NULL until it is asked for */
	uint32_t *
		finish[DEFINITION_KIND_COUNT]; /* [kind][index]: in which order they play each other; owned */
	uint32_t finished;
	struct qmk_play playing; /* what statements are written for; DEFINITION_KIND_COUNT: none of these */
	struct str tables, functions, config, rules;
	struct fileset *files;
};

/* Losses, at q->place (model/diagnostic.h). */
void qmk_lose(struct qmk *q, enum loss loss, const char *subject, const char *instead, const char *fmt, ...)
	PRINTF_LIKE(5, 6);

/* Names. The first of a kind that has that name; false: none has. */
void qmk_name_definitions(struct qmk *q);
void qmk_release_names(struct qmk *q);
bool qmk_find_definition(const struct qmk *q, enum definition_kind kind, uint32_t name, size_t *index);

/* A name of C that nothing else has: @wanted if it will do, else one made of @stem and it. The caller frees. */
char *qmk_take_name(struct qmk *q, const char *wanted, const char *stem);

/* @name in small letters, as what belongs to an enumerator is called. */
void qmk_add_small(const char *name, struct str *out);

/* How diagnostics call a definition: "combo copy", "macro 3". */
void qmk_add_subject(enum definition_kind kind, const struct definition *definition, size_t index,
		     struct str *out);

/* Finds what needs a keycode of ours. NULL: @action needs none, or QMK has nothing like it. */
void qmk_find_owns(struct qmk *q);
const struct qmk_own *qmk_own_of(const struct qmk *q, struct action action);

/* As it stands in a table: a keycode of QMK's, of the user's, or of ours. What becomes something else is told. */
void qmk_add_action(struct qmk *q, struct action action, struct str *out);

/* What QMK at this version has for it; ACTION_NONE when there is nothing, which is told. */
struct action qmk_fit_action(struct qmk *q, struct action action);

/* The layers of its mask that the keymap has: bits beyond those of layer_state_t would not compile. */
uint32_t qmk_layers_of(const struct qmk *q, const struct definition *definition);

/* The macro of the keymap that @action plays. */
bool qmk_find_macro(const struct qmk *q, struct action action, size_t *index);

/* QK_MACRO_3, QK_MACRO + 40. */
void qmk_add_macro_keycode(size_t index, struct str *out);

/* Modifiers as eight bits: MOD_MASK_SHIFT | MOD_BIT(KC_RALT); 0. */
void qmk_add_mod_bits(unsigned mods, struct str *out);

/* Whether it is a key that register_code16() takes. */
bool qmk_is_plain_key(struct action action);

/* Whether @action, done by q->playing, would come round to that again. */
void qmk_order_plays(struct qmk *q);
void qmk_release_plays(struct qmk *q);
bool qmk_plays_itself(const struct qmk *q, struct action action);

/* Statements that do what @action does, a line each, indented. */
enum qmk_phase { QMK_PRESS, QMK_RELEASE, QMK_TAP };
void qmk_add_statement(struct qmk *q, struct action action, enum qmk_phase phase, int indent,
		       struct str *out);

/* Whether the feature will be on; it is turned on when the keyboard has not got it. @what needs it, at q->place: told when it
 * stays off. */
bool qmk_need(struct qmk *q, enum qmk_feature feature, const char *what);

/* Whether keymap.c has the table of a feature: there is something to put in, or the feature is on and asks for one. */
bool qmk_has_table(struct qmk *q, enum qmk_feature feature, size_t count, const char *what);
bool qmk_is_needed(const struct qmk *q, enum qmk_feature feature); /* asked for, and on */
bool qmk_is_feature_on(const struct qmk *q, const char *name);
void qmk_need_features_of_keys(struct qmk *q);
void qmk_write_features(struct qmk *q);

/* Where a code point is in unicode_map, which it is added to when it is not there. False: the keymap has no such map. */
bool qmk_find_character(struct qmk *q, uint32_t code, size_t *index);

/* Whether a setting is one of keymap_config_t's members: "magic.swap_control_capslock". */
bool qmk_is_magic(const char *setting);

/* A line of config.h, once. @value NULL: without one. */
void qmk_define(struct qmk *q, const char *macro, const char *value);

/* The parts of keymap.c and of the files beside it, in their order. */
void qmk_write_settings(struct qmk *q);
void qmk_write_layers(struct qmk *q);
void qmk_write_keycodes(struct qmk *q);
void qmk_write_unicode(struct qmk *q);
void qmk_write_combos(struct qmk *q);
void qmk_write_dances(struct qmk *q);
void qmk_write_overrides(struct qmk *q);
void qmk_write_swap_hands(struct qmk *q);
void qmk_write_conditions(struct qmk *q);
void qmk_write_tapping(struct qmk *q);
void qmk_write_leader(struct qmk *q);
void qmk_write_alt_repeats(struct qmk *q);
void qmk_write_autocorrect(struct qmk *q);
void qmk_write_magic(struct qmk *q);
void qmk_write_record(struct qmk *q);
void qmk_write_helpers(struct qmk *q, struct str *out);

/* Case of process_record_user() for one macro: statements after its labels. */
void qmk_write_macro(struct qmk *q, size_t index, struct str *out);

/* Code of a leader sequence, statement by statement. False: it has something in it that is not known to be there. */
bool qmk_add_calls(struct qmk *q, const char *code, int indent, struct str *out);

#endif
