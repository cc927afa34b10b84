/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_VIA_DEFINITION_H
#define COMPILE_VIA_DEFINITION_H

#include "base/str.h"
#include "model/diagnostic.h"
#include "model/via_definition.h"

/*
 * @definition as a file of @format: members in a fixed order, two spaces of indent, a line for each row of keys. What
 * that format has no place for is told in @lost and left out.
 */
void via_definition_print(const struct via_definition *definition, enum via_format format, struct str *out,
			  struct diagnostics *lost);

#endif
