/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIA_DEFINITION_H
#define IMPORT_VIA_DEFINITION_H

#include "base/err.h"
#include "model/diagnostic.h"
#include "model/via_definition.h"

/*
 * A definition of VIA's, version 2 or 3, or a vial.json (schema: github.com/the-via/keyboards and the package
 * @the-via/reader; get.vial.today). What it says wrong is told and left out. NULL when it is no definition: no JSON, no
 * matrix, no drawing of keys.
 */
struct via_definition *via_definition_read(const char *text, size_t len, struct diagnostics *diagnostics,
					   struct err *err);

/* The same, of what a keyboard with Vial's firmware has in itself: a vial.json, whatever members tell of VIA. */
struct via_definition *via_definition_read_vial(const char *text, size_t len, struct diagnostics *diagnostics,
						struct err *err);

/* Whether the text is one, by its members. */
bool via_definition_is(const char *text, size_t len);

#endif
