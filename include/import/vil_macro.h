/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIL_MACRO_H
#define IMPORT_VIL_MACRO_H

#include "base/json.h"
#include "model/keymap.h"

/* What reads a macro's keycodes, and is told of what is no step and is left out. */
struct vil_macro_reader {
	void *data;
	struct action (*action)(void *data, const struct json *keycode);
	void (*wrong)(void *data, const struct json *step);
};

/*
 * A macro as Vial's app saves it, a list of steps: ["tap", "KC_A", "KC_B"], ["down", "KC_LSHIFT"], ["up", "KC_LSHIFT"],
 * ["text", "hello"], ["delay", 100]. They go behind those of @macro, up to KEYMAP_MAX_STEPS; the caller releases it.
 */
void vil_macro_read(const struct json *list, const struct vil_macro_reader *reader, struct definition *macro);

#endif
