/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_FMT_H
#define COMPILE_FMT_H

#include "base/str.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/source.h"

/*
 * The document with the bindings of each layer in lines and columns as the keys lie on the desk: a line for each row of
 * keys, columns by where they are, a gap where halves part. Nothing changes but white space between bindings, and
 * where comments stand: those on lines of their own are above the row of the binding that follows them, those at
 * the end of a line are at the end of the row. A layer of one row on one line stays. So does one that has a
 * condition in it, that is not written in the order of its keys, or that is in another file; that is told in
 * @notes. Doing it again changes nothing.
 *
 * @source has places of layers. @layout: the one that the keymap's keys follow. All of the text is appended to @out.
 */
void fmt_layers(const struct source *source, const struct layout *layout, struct str *out,
		struct diagnostics *notes);

#endif
