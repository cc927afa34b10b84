/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_DYNAMIC_KEYMAP_H
#define MODEL_DYNAMIC_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/keycode_dialect.h"
#include "model/keymap.h"

/*
 * What a keyboard with VIA's or Vial's firmware holds and an app can change as it runs, in the firmware's own numbers: QMK's
 * dynamic keymap, its macros, Vial's entries, settings and lights. Read from a keyboard, or from a file that an app saved.
 * Caps are those of a sane keyboard: sizes from outside are checked against them before anything is allocated.
 */
enum {
	DYNAMIC_MAX_LAYERS = 32,
	DYNAMIC_MAX_ROWS = 128,
	DYNAMIC_MAX_COLS = 128,
	DYNAMIC_MAX_ENCODERS = 64,
	DYNAMIC_MAX_MACROS = 255,
	DYNAMIC_MAX_MACRO_BYTES = 65535,
	DYNAMIC_MAX_ENTRIES = 255, /* of a kind */
	DYNAMIC_MAX_SETTINGS = 256,
	DYNAMIC_MAX_VALUES = 1024,
	DYNAMIC_PLACE_BYTES = 24, /* at most in one place, but for all macros */
};

/* Parts, in the order in which they are read: what is seen first comes first. */
enum dynamic_part {
	DYNAMIC_KEYS,
	DYNAMIC_TURNS,
	DYNAMIC_OPTIONS, /* choices of the layout options, 32 bits (model/via_definition.h) */
	DYNAMIC_MACROS,  /* the buffer */
	DYNAMIC_DANCES,  /* Vial's entries, in the bytes of the wire */
	DYNAMIC_COMBOS,
	DYNAMIC_OVERRIDES,
	DYNAMIC_ALT_REPEATS,
	DYNAMIC_SETTINGS, /* Vial's QMK settings, by their ids */
	DYNAMIC_VALUES,   /* lights and custom values: channel and id */
	DYNAMIC_PARTS
};

/* Names of the parts: "keys", "alt-repeats". False when there is none of that name. */
const char *dynamic_part_name(enum dynamic_part part);
bool dynamic_part_find(const char *name, enum dynamic_part *out);

/* Commands 07 to 09 without a channel: VIA's up to 10, Vial's. */
#define DYNAMIC_NO_CHANNEL 0x100

struct dynamic_setting {
	uint16_t id;
	uint8_t len; /* of its value: 1, 2 or 4 bytes */
	uint32_t value;
};

struct dynamic_value {
	uint16_t channel; /* DYNAMIC_NO_CHANNEL */
	uint8_t id;
	int16_t index; /* which of several: dynamic_index(); -1: there is only one */
	uint8_t len;   /* up to DYNAMIC_PLACE_BYTES */
	uint8_t byte[DYNAMIC_PLACE_BYTES];
};

/*
 * Which of several values of one id is meant follows the id on the wire, in one byte or in two: 0 to 255, or
 * DYNAMIC_INDEX_PAIR | second << 8 | first. False when it is neither: @count is over 2, or the second of two over 63.
 */
enum { DYNAMIC_INDEX_PAIR = 0x4000 };
bool dynamic_index(const uint8_t *bytes, size_t count, int16_t *index);
size_t dynamic_index_bytes(int16_t index, uint8_t bytes[2]); /* their number; 0 for -1 */

struct dynamic_entries {
	size_t count, width; /* width: bytes of one; DANCES, COMBOS and OVERRIDES 10, ALT_REPEATS 6 */
	uint8_t *byte;       /* owned */
};

/* Zero-initialise; release it. */
struct dynamic_keymap {
	enum keycode_dialect dialect;
	int via, vial; /* protocols; -1: it does not speak it */
	uint64_t uid;  /* Vial's; 0: none */
	uint16_t usb_vid, usb_pid;
	size_t layers, rows, cols, encoders;
	uint16_t *key;  /* owned: [(layer * rows + row) * cols + col] */
	uint16_t *turn; /* owned: [(layer * encoders + encoder) * TURN_COUNT + turn] */
	uint32_t options;
	size_t macros, macro_bytes;
	uint8_t *macro;                    /* owned */
	struct dynamic_entries entries[4]; /* by part - DYNAMIC_DANCES */
	struct dynamic_setting *setting;   /* owned, by id */
	size_t settings;
	struct dynamic_value *value; /* owned, in order of channel, id, index */
	size_t values;
	unsigned held; /* 1 << enum dynamic_part: what was read, the rest is not known */
};

void dynamic_keymap_release(struct dynamic_keymap *held);
void dynamic_keymap_copy(struct dynamic_keymap *out,
			 const struct dynamic_keymap *from); /* @out is released first */

/* Make room by the counts that are set, all zero; entries get their width. ERR_RANGE when a count is over its cap. What was
 * held of these parts is gone; settings and values stay. */
bool dynamic_keymap_allocate(struct dynamic_keymap *held, struct err *err) NODISCARD;
/* Add a setting or a value at its place in the order; one that is there is replaced. ERR_RANGE: no room. */
bool dynamic_keymap_put_setting(struct dynamic_keymap *held, struct dynamic_setting setting, struct err *err);
bool dynamic_keymap_put_value(struct dynamic_keymap *held, const struct dynamic_value *value,
			      struct err *err);

/* One thing that can be changed by itself. */
struct dynamic_place {
	uint16_t part; /* enum dynamic_part */
	uint16_t a,
		b; /* KEYS: layer, row; TURNS: layer, encoder; entries: index; SETTINGS: id; VALUES: channel, id */
	int16_t c; /* KEYS: column; TURNS: enum turn; VALUES: index; else 0 */
};

/*
 * As text, for the command line, messages and the worker's lines: "key 0 2 11", "turn 1 0 cw", "options", "macros", "dance 3",
 * "combo 0", "override 2", "alt-repeat 1", "setting 7", "value 3 2" ("value - 128" without a channel; "value 0 1 4" with an
 * index). ERR_PARSE with what was expected.
 */
void dynamic_place_print(struct dynamic_place place, struct str *out);
bool dynamic_place_parse(const char *text, struct dynamic_place *out, struct err *err) NODISCARD;
bool dynamic_place_equal(struct dynamic_place a, struct dynamic_place b);

/*
 * The bytes of a place: KEYS and TURNS two, most significant first; OPTIONS four, likewise; entries as on the wire; SETTINGS
 * of their own length, least significant first; VALUES as on the wire; MACROS all of the buffer. get: their number, with
 * *@bytes borrowed until the next change of @held; 0 when it has no such place. For KEYS, TURNS, OPTIONS and SETTINGS they are
 * written to @room.
 */
size_t dynamic_keymap_get(const struct dynamic_keymap *held, struct dynamic_place place,
			  uint8_t room[DYNAMIC_PLACE_BYTES], const uint8_t **bytes);
/* Whether it is known to have these bytes there. */
bool dynamic_keymap_has(const struct dynamic_keymap *held, struct dynamic_place place, const uint8_t *bytes,
			size_t len);
/* ERR_RANGE when there is no such place, or it has another number of bytes. */
bool dynamic_keymap_put(struct dynamic_keymap *held, struct dynamic_place place, const uint8_t *bytes,
			size_t len, struct err *err) NODISCARD;

/* A whole part as bytes, for the worker's lines and for files: its places one after the other; each of SETTINGS behind two
 * bytes of id and one of length, each of VALUES behind channel (2), id, index (2, FFFF for none) and length, numbers least
 * significant first. put: the counts must be set and allocated for all but SETTINGS and VALUES; sets its bit in held. */
void dynamic_keymap_get_part(const struct dynamic_keymap *held, enum dynamic_part part, struct str *out);
bool dynamic_keymap_put_part(struct dynamic_keymap *held, enum dynamic_part part, const uint8_t *bytes,
			     size_t len, struct err *err) NODISCARD;

struct dynamic_places {
	struct dynamic_place *item; /* owned */
	size_t count, cap;
};
void dynamic_places_release(struct dynamic_places *places);
void dynamic_places_add(struct dynamic_places *places, struct dynamic_place place);

/* All places of a part, in their order, to the end of @out. */
void dynamic_keymap_places(const struct dynamic_keymap *held, enum dynamic_part part,
			   struct dynamic_places *out);

/* Where @b has other bytes than @a, in the order of the parts; parts that either does not hold are not compared, nor are
 * places that one of them has not. */
void dynamic_keymap_diff(const struct dynamic_keymap *a, const struct dynamic_keymap *b,
			 struct dynamic_places *out);

/* What a place holds, for people: "MO(1)", "KC_A then KC_B", "200 ms", "0x5f99"; bytes in hex for what has no words. */
void dynamic_keymap_describe(const struct dynamic_keymap *held, struct dynamic_place place, struct str *out);

/*
 * As a keymap for @layout, whose keys have their place in the matrix and whose encoders are numbered as the firmware's:
 * macros, dances, combos, overrides, alternate repeat keys as definitions in the order of their indices, settings by
 * QMK's names (model/vial_setting.h); numbers without a name stay numbers. Not held parts are empty. A key outside of the
 * matrix is ACTION_NONE, with a warning.
 */
struct keymap *dynamic_keymap_map(const struct dynamic_keymap *held, const struct layout *layout,
				  struct diagnostics *diagnostics);

/*
 * The way back: in @held, what @map has otherwise than dynamic_keymap_map() of @held would give is changed, and nothing
 * else. @map has as many keys and encoders. What it cannot hold (an action without a number, one layer more than it has, a
 * macro that is too long) is told in @lost with its place, "keyboard-lost", and stays as it was; what it holds in another form
 * (a combo by place, a key with modifiers in a macro of 8 bits) is a note, "keyboard-near".
 */
void dynamic_keymap_take(struct dynamic_keymap *held, const struct layout *layout, const struct keymap *map,
			 struct diagnostics *lost);

/* There and back: @map as the keyboard that holds @held would hold it, for comparing it with what it does hold. What only
 * a file has, names of layers and settings of the build, is no difference then. ERR_RANGE: it is not of the keys of
 * @layout and the encoders of @held. */
struct keymap *dynamic_keymap_as_held(const struct dynamic_keymap *held, const struct layout *layout,
				      const struct keymap *map, struct diagnostics *lost, struct err *err);

/*
 * Macros in the buffer: texts with key presses among them, each ended by a zero byte; how keys are coded depends on the
 * protocols (QMK: send_string; vial-qmk: 01 04 to 01 07). @macro: a DEFINITION_MACRO; the caller releases it.
 */
size_t dynamic_macro_count(const struct dynamic_keymap *held); /* that the buffer has, at most held->macros */
/* False, ERR_PARSE with the byte, when not all of it can be read: *@macro has the steps that can. */
bool dynamic_macro_read(const struct dynamic_keymap *held, size_t index, struct definition *macro,
			struct err *err);
/* ERR_RANGE when all together are too long for the buffer, ERR_LOSSY for a step that this firmware has no code for. */
bool dynamic_macros_write(struct dynamic_keymap *held, const struct definition *const *macro, size_t count,
			  struct err *err);

#endif
