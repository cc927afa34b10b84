/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_GENERATE_H
#define COMPILE_GENERATE_H

#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "model/diagnostic.h"
#include "model/hardware.h"
#include "model/keyboard.h"
#include "model/qmk_map.h"
#include "model/qmk_once.h"
#include "model/via_definition.h"

/*
 * The sources that QMK makes of a keyboard's merged data, or of the "config" of a keymap.json, byte for byte, without
 * the banner: they begin with the empty line below it. Pure. Nothing that a text in the data holds can become code: a
 * value that C or make would not take as one value of its type is an error with its member. And what other programs
 * read of a keyboard: drawings, and definitions for VIA's and Vial's apps.
 */
struct generate_input {
	const struct json *info; /* merged data, or a keymap's "config" */
	const struct qmk_map *config_h, *rules_mk;
	const bool *once;                /* by enum qmk_once; NULL: all as QMK does it today */
	bool keymap;                     /* a keymap's: #undef first, "=" and not "?=" */
	const char *converter;           /* keymap's "converter"; NULL: none */
	const char *include;             /* the header that keyboard-h includes at its end; NULL: none */
	const struct keyboard *keyboard; /* that drawings are of; with a layout */
	const struct hardware *hardware; /* how it is wired; NULL: not known */
	const struct via_definition *definition; /* that it was read from; NULL: from none */
};

struct generator {
	const char *name;   /* "config-h" */
	const char *file;   /* as QMK's make names it: "info_config.h" */
	const char *marker; /* a line that says whose making the file is; "": its language has no comments */
	const char *help;
	bool for_keymap; /* can be made of a keymap's config */
	bool is_drawing; /* made of the input's keyboard, and not of its data */
	/* Appends to @out; what a failed one added is of no use. What QMK writes and no build takes is told. */
	bool (*emit)(const struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
		     struct err *err);
};

/* Alphabetical. */
size_t generator_count(void);
const struct generator *generator_at(size_t index);
const struct generator *generator_find(const char *name);

/* The data as `qmk info -f json` prints it: members sorted as QMK sorts them, without what only its API tells unless
 * @api. A line break at the end. */
void generate_info_json(const struct json *info, bool api, struct str *out);

#endif
