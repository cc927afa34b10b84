/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_DEFINITION_SUMMARY_H
#define UI_DEFINITION_SUMMARY_H

#include "base/str.h"
#include "model/keymap.h"
#include "model/layout.h"

/* What definitions are told with: the keymap that has them, and the keyboard that names keys without a legend. Borrowed. */
struct definition_teller {
	const struct keymap *map;
	const struct layout *layout;
	bool ascii;
};

/* A definition in one line, as its keys are drawn: "Q + W → Esc". */
void definition_summary(const struct definition_teller *teller, const struct definition *definition,
			struct str *out);

/* What both turns of an encoder do on each layer where it does something. */
void encoder_summary(const struct definition_teller *teller, size_t encoder, struct str *out);

/* A key by what it does on layer 0; by its label, or its number, where it does nothing there. */
void key_summary(const struct definition_teller *teller, size_t key, struct str *out);

/* "Q + W" */
void keys_summary(const struct definition_teller *teller, const uint16_t *key, size_t count, struct str *out);

/* What an action is drawn as: what it does when tapped, and in parentheses what it does when held. */
void action_summary(const struct definition_teller *teller, struct action action, struct str *out);

/* One step of a macro. */
void step_summary(const struct definition_teller *teller, const struct step *step, struct str *out);

/* "1, 3" of the bits of a mask. */
void layers_summary(const struct definition_teller *teller, uint32_t mask, struct str *out);

/* Whether a key, by its number or by what it does on that layer, is one of a combo's, or the one that an override is for. */
bool definition_is_about_key(const struct keymap *map, const struct definition *definition, size_t layer,
			     size_t key);

#endif
