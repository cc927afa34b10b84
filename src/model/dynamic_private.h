/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_DYNAMIC_PRIVATE_H
#define MODEL_DYNAMIC_PRIVATE_H

#include "base/span.h"
#include "model/dynamic_keymap.h"
#include "model/vial_entry.h"

/* How many of each the counts make. */
size_t dynamic_keymap_keys(const struct dynamic_keymap *held);
size_t dynamic_keymap_turns(const struct dynamic_keymap *held);

/* NULL when there is none. Borrowed until one is put. */
struct dynamic_setting *dynamic_find_setting(const struct dynamic_keymap *held, uint16_t id);
struct dynamic_value *dynamic_find_value(const struct dynamic_keymap *held, struct dynamic_place place);

/* NULL when there is none: of KEYS and TURNS, and of an entry. */
uint16_t *dynamic_find_keycode(const struct dynamic_keymap *held, struct dynamic_place place);
uint8_t *dynamic_find_entry(const struct dynamic_keymap *held, enum dynamic_part part, size_t index);

bool dynamic_is_held(const struct dynamic_keymap *held, enum dynamic_part part);

/* The number of a key or a turn of @layout on @layer, slots as model/layout.h numbers them. NULL: the keyboard has none, or it
 * was not read. */
uint16_t *dynamic_find_slot(const struct dynamic_keymap *held, const struct layout *layout, size_t layer,
			    size_t slot);

/* Vial's entries: of which kind those of a part are, DYNAMIC_DANCES to DYNAMIC_ALT_REPEATS, and their bytes. */
enum definition_kind dynamic_part_kind(enum dynamic_part part);
struct vial_entry dynamic_entry_read(const struct dynamic_keymap *held, enum dynamic_part part,
				     const uint8_t *bytes);
void dynamic_entry_write(const struct dynamic_keymap *held, const struct vial_entry *entry, uint8_t *bytes);

/* Where the macros lie in the buffer, without their zero; how many there are. */
size_t dynamic_macro_find(const struct dynamic_keymap *held, struct span span[DYNAMIC_MAX_MACROS]);

/* As dynamic_macro_read(). False: not all of it can be read, and *@macro has the steps that can. */
bool dynamic_macro_read_bytes(const struct dynamic_keymap *held, struct span span, struct definition *macro,
			      struct err *err);
/* The bytes of a macro to the end of @out, without a zero. *@split: modifiers of a key became keys of their own. */
bool dynamic_macro_write_bytes(const struct dynamic_keymap *held, const struct definition *macro,
			       struct str *out, bool *split, struct err *err);

/* All macros as they are, a text each, @code[held->macros]; what they need together, in bytes; and into the buffer. */
void dynamic_macro_codes(const struct dynamic_keymap *held, struct str *code);
size_t dynamic_macro_bytes(const struct str *code, size_t count);
void dynamic_macro_put_codes(struct dynamic_keymap *held, const struct str *code);

/* A change on its way into what is held: what the map was made of, and what it is now. */
struct dynamic_taker {
	struct dynamic_keymap *held;
	const struct layout *layout;
	const struct keymap *base, *map;
	struct diagnostics *lost;
};
extern const struct diagnostic_kind dynamic_lost, dynamic_near;

void dynamic_take_slots(struct dynamic_taker *t);

#endif
