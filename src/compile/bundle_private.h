/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_BUNDLE_PRIVATE_H
#define COMPILE_BUNDLE_PRIVATE_H

#include "compile/bundle.h"

/* The keyboard's name as a folder of QMK's: its id where it can be one, else made of its name. */
void bundle_add_keyboard(const struct keyboard *kb, struct str *out);

/* A text of anybody's as one line of Markdown without marks, and as a value of YAML in quotes. */
void bundle_add_markdown(const char *text, struct str *out);
void bundle_add_yaml(const char *text, struct str *out);

/* A new README.md that says whose it is, with its title and what it is for: "# NAME\n\nWHAT\n". */
struct str *bundle_add_readme(const struct bundle_input *b, const char *what, struct fileset *out);

/* The chapter of what the firmware does otherwise; nothing when that is nothing. */
void bundle_add_losses(const struct bundle_input *b, struct str *out);

/* Where a service that builds it finds out how: the workflow's file, with the marker in it. */
struct str *bundle_add_workflow(const char *path, struct fileset *out);

#endif
