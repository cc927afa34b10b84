/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_EXPAND_H
#define COMPILE_EXPAND_H

#include "base/err.h"
#include "base/str.h"
#include "model/source.h"

/*
 * Write out the use of a macro that the binding of slot @slot of layer @layer comes from, so that each key of it can be
 * changed where it stands (source_binding's `call`). The keymap stays what it is. @out: source->includes + 1
 * texts, zeroed, one a file; the one that changes is filled. False when there is no such use, or it stands in a
 * file that is not the user's.
 */
bool source_expand(const struct source *source, size_t layer, size_t slot, struct str *out, struct err *err);

#endif
