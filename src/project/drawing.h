/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_DRAWING_H
#define PROJECT_DRAWING_H

#include "base/str.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/via_definition.h"

/* Keyboards from files that only draw them: definitions of VIA's and Vial's, and what keyboard-layout-editor.com gives. */
bool drawing_is(const struct str *text);

/* The definition that @path is; NULL: it is KLE's drawing, or cannot be read. The caller frees. */
struct via_definition *drawing_definition(const char *path);

/* What is wrong is told as of @path. NULL with the reason, which names the file. */
struct keyboard *drawing_read(const char *path, struct diagnostics *diagnostics, struct err *err);

#endif
