/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_VIA_FIRMWARE_H
#define COMPILE_VIA_FIRMWARE_H

#include "compile/input.h"
#include "compile/target.h"
#include "model/keycode_dialect.h"
#include "model/via_definition.h"
#include "qmk.h"

/*
 * What VIA's firmware and those made of it, Vial's and Keychron's, share: QMK with a keymap in EEPROM, which begins as
 * keymap.c has it and which an app changes.
 */
struct via_firmware {
	const char *app;                           /* "VIA's app" */
	const struct diagnostic_kind *near, *none; /* static: what is told keeps them */
	enum keycode_dialect dialect;              /* that the app saves in */
	size_t first_keycode;                      /* the user's own begin at QK_KB_0 and this */
	size_t keycodes; /* how many of those that begin at QK_KB_0 the app has a number for */
	bool (*is_boards)(
		const struct definition *keycode); /* one that the board's code has; NULL: there are none */
	const char *
		settings; /* how the names of settings begin that are not QMK's: "vial."; NULL: there are none */
};

enum { VIA_MOST_MACROS = 128 }; /* that keycodes play, from QK_MACRO_0 on */

/* A loss of it. */
void via_lose(const struct via_firmware *firmware, struct diagnostics *out, struct place place,
	      struct loss_of of, const char *fmt, ...) PRINTF_LIKE(5, 6);
/* The same of a definition. */
void via_lose_definition(const struct via_firmware *firmware, const struct keymap *map,
			 struct diagnostics *out, struct place place, enum loss loss, const char *instead,
			 const char *text);

/* Whether an app can hold all that @macro does: text, delays and keys that @has_key has. */
bool via_holds_macro(const struct definition *macro, bool (*has_key)(struct action action));

/* Whether it is a keycode of the user's own. */
bool via_is_own(const struct via_firmware *firmware, const struct definition *definition);

/* Whether QMK is asked about the setting. */
bool via_is_qmk_setting(const struct via_firmware *firmware, const struct setting *setting);

/* @action, or the keycode of the macro that it names. */
struct action via_macro_number(const struct keymap *map, struct action action);

/* The flavour of QMK's that has numbers for @map: with a first keycode behind those that the keymap gives numbers to, whose
 * text is in @first. */
struct qmk_flavour via_flavour(const struct via_firmware *firmware, const struct qmk_flavour *flavour,
			       const struct keymap *map, struct str *first);

/* The keymap as the app knows it: keycodes of the user's own have values, and those that keymap.c has for what is no 16 bits
 * are among them. @built: what C is made of. The caller's. */
struct keymap *via_with_values(const struct via_firmware *firmware, const struct qmk_flavour *flavour,
			       const struct compile_input *in, const struct compile_input *built);

/* Keys and turns of @map, which has values, that the app cannot hold. */
void via_check_keys(const struct via_firmware *firmware, const struct keymap *map, struct diagnostics *out);

/* Keycodes of the user's own, and whether the keymap has room in the processor's own EEPROM beside @others, bytes of what
 * is not settings, keys, turns and macros. */
void via_check_room(const struct via_firmware *firmware, const struct compile_input *in, int others,
		    struct diagnostics *out);

/* Bytes of the processor's own EEPROM; 0: it has none. Those that have some are AVR. */
int via_eeprom_of(const char *processor);

/* Lines of config.h: a macro that may have been defined; how many layers and macros there are, where it is not as many
 * as usual. */
void via_add_define(struct str *config, const char *name, const char *value);
void via_add_counts(const struct compile_input *in, struct str *config);

/* Macros up to as many as the firmware usually has: the app reads files with no fewer. */
void via_pad_macros(struct keymap *saved);

/* The definition for @in's keyboard, with its other layouts as options, and the keycodes of @map, which has values.
 * @options (may be NULL): whether it has all of the options. */
struct via_definition *via_definition_for(const struct compile_input *in, const struct keymap *map,
					  bool *options);
void via_check_definition(const struct via_firmware *firmware, const struct compile_input *in,
			  struct diagnostics *out);

/* Whether the keyboard's matrix is known, which all files of these apps are made of. */
bool via_has_matrix(const struct compile_input *in);

/* What the via target does, for a firmware that is made of it. */
void via_check(const struct via_firmware *firmware, const struct qmk_flavour *flavour,
	       const struct compile_input *in, struct diagnostics *out);
bool via_emit(const struct via_firmware *firmware, const struct qmk_flavour *flavour,
	      const struct compile_input *in, struct fileset *out, struct err *err);
extern const char *const via_paths[], *const via_excludes[];

#endif
