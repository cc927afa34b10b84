/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_CPP_CHECK_H
#define TESTS_CPP_CHECK_H

#include "base/str.h"
#include "import/document.h"

/*
 * What must be so of any text that C's preprocessor is run over: a run that ended early says so; places are in their
 * files; and when some of the output can be changed in the document, then a name put there gives that name in place of
 * it, and nothing else differs.
 * The latter is tried at about @edits places; how many could be changed is added to *changed. False with @why.
 */
bool cpp_check(const struct import_input *in, size_t edits, size_t *changed, struct str *why);

/* The tokens as they are spelled, a line each. */
struct cpp;
void cpp_check_spell(const struct cpp *cpp, struct str *out);

#endif
