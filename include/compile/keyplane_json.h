/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYPLANE_JSON_H
#define COMPILE_KEYPLANE_JSON_H

#include "compile/update.h"

/*
 * A keymap in our own format, data/schemas/keyplane.schema.json: keyplane_json_print() of compile/print.h writes one from
 * nothing, an action a line. This puts changes into a text: layers, actions and definitions that are as they were keep
 * their spelling and the members that we know nothing of, and so does all else.
 */
source_update keyplane_json_update;

/* One definition as such a text has it, on one line. */
void keyplane_json_definition(const struct definition *definition, struct str *out);

#endif
