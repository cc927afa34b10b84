/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_VIAL_ENTRY_H
#define MODEL_VIAL_ENTRY_H

#include "model/diagnostic.h"
#include "model/keycode_dialect.h"
#include "model/keymap.h"

/*
 * An entry of Vial's tables, which the firmware and the files of its app hold alike: a tap dance, a combo, a key override or
 * an alternate repeat key. From vial-qmk's vial.h and vial.c.
 */
enum {
	VIAL_COMBO_KEYS = 4,
	VIAL_ENTRY_ACTIONS = VIAL_COMBO_KEYS + 1,
	VIAL_OVERRIDE_LAYERS = 16,
	VIAL_OVERRIDE_ENABLED = 0x80, /* in the options of an override */
	VIAL_ALT_REPEAT_DEFAULT = 1,  /* in those of an alternate repeat key */
	VIAL_ALT_REPEAT_BIDIRECTIONAL = 2,
	VIAL_ALT_REPEAT_IGNORE_HANDEDNESS = 4,
	VIAL_ALT_REPEAT_ENABLED = 8,
	VIAL_MOST_ENTRIES = 128, /* of a kind, and macros, that a keymap takes from a file or a keyboard */
};

struct vial_entry {
	enum definition_kind kind;
	/* TAP_DANCE: tap, hold, tapped twice, tapped and held; COMBO: keys, ACTION_NONE for none, and the result; OVERRIDE:
	 * trigger and replacement; ALT_REPEAT: the key, and what it is repeated as */
	struct action action[VIAL_ENTRY_ACTIONS];
	int term_ms;                            /* TAP_DANCE; -1: not said */
	uint16_t layers;                        /* OVERRIDE: UINT16_MAX is all of them */
	uint8_t mods;                           /* OVERRIDE: that trigger it; ALT_REPEAT: that may be held */
	uint8_t negative_mods, suppressed_mods; /* OVERRIDE */
	uint8_t options;                        /* OVERRIDE, ALT_REPEAT: bits */
};

/* How many actions one of @kind has; 0: Vial has no table of them. */
size_t vial_entry_actions(enum definition_kind kind);

/* One that is not used, as the app writes it. */
struct vial_entry vial_entry_empty(enum definition_kind kind);
/* Whether it does something, or could when it is switched on. */
bool vial_entry_is_used(const struct vial_entry *entry);

/* As a definition; definition_release() it. */
struct definition vial_entry_definition(const struct vial_entry *entry);

/* The way back: names of @map as numbers; what has no number in @dialect is left out of a dance. */
void vial_entry_of(const struct keymap *map, const struct definition *definition,
		   enum keycode_dialect dialect, struct vial_entry *out);

/* What an entry cannot say of @definition. @text, static, one sentence; NULL without a loss. */
enum loss vial_entry_loss(const struct keymap *map, const struct definition *definition,
			  enum keycode_dialect dialect, const char **text);

#endif
